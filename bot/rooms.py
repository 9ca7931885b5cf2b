"""Home, and the answers that Home and windows show, one person's own and redrawn in place: what a press there does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot import blocks, controls, home, modals
from bot.blocks import Message
from bot.controls import Controls
from bot.elements import Block
from bot.journal import Asked
from bot.layout import in_a_line
from bot.place import Home, Keeper, Place
from bot.service import Kept, Service
from bot.state import Preferences
from bot.viewed import HOME, Viewed
from knowledge import File, Step, say, step_to

PROMPTS = 4
RECENT, MISSES = 5, 10


class Rooms:
    """Draws Home, and answers in Home and in windows."""

    def __init__(self, service: Service) -> None:
        self._service = service

    # Home and the Messages tab

    def open_home(self, user: str) -> None:
        """Draw a person's Home."""
        self._draw_home(user, Place())

    def offer_prompts(self, channel: str, user: str) -> None:
        """Offer questions in the Messages tab, made from the plan."""
        service = self._service
        language = service.language(user)

        def offer() -> None:
            asked = (*service.desk.examples(language), say("help_question", language))[:PROMPTS]
            service.sender.prompts(channel, [(each, each) for each in asked])

        if not service.refusal(channel, user):
            service.send(channel, language, offer, lambda _: None)

    def walk(self, viewed: Viewed, move: Callable[[Place, str], Place]) -> None:
        """Open, close or turn a page in Home."""
        self._draw_home(viewed.user, move(Place.read(viewed.metadata), viewed.value))

    def ask(self, viewed: Viewed) -> None:
        """An example that was pressed."""
        self._show(viewed, lambda: self._service.ask(viewed.value, viewed.where))

    def entry(self, viewed: Viewed) -> None:
        """An entry that was pressed, or chosen in the search field."""
        self._show(viewed, lambda: self.taken(viewed, self._asked(viewed), step_to(viewed.value)))

    def recent(self, viewed: Viewed) -> None:
        """One of the person's own questions, asked again."""

        def again() -> Kept | None:
            asked = self._service.journal.find_own(viewed.value, viewed.user)
            return self._service.ask(asked.question, viewed.where) if asked else None

        self._show(viewed, again)

    def prefer(self, viewed: Viewed, change: Callable[[Preferences, str], Preferences]) -> None:
        """A setting."""
        state = self._service.state

        def keep() -> None:
            state.prefer(viewed.user, change(state.preferences(viewed.user), viewed.value))
            self._draw_home(viewed.user, Place.read(viewed.metadata))

        self._guarded(viewed, keep)

    # Buttons below an answer that a view shows

    def step(self, viewed: Viewed) -> None:
        """A next step, a choice, or an entry of a list."""

        def take() -> None:
            asked = self._asked(viewed)
            step = controls.read_step(viewed.value, lambda: self._service.steps(asked, viewed.user) if asked else ())
            if step is None:
                self.unknown(viewed)
            else:
                self._show(viewed, lambda: self.taken(viewed, asked, step))

        self._guarded(viewed, take)

    def copy(self, viewed: Viewed) -> None:
        """The line for minutes, in a window; on top of the window that it was pressed in."""
        service, language = self._service, self._service.language(viewed.user)

        def show() -> None:
            asked = self._asked(viewed)
            answer = service.again(asked, viewed.user) if asked else None
            if answer is not None and answer.citation:
                window = modals.copy(language, answer.citation, answer.caveat or "")
                service.sender.open_view(viewed.trigger_id, window, on_top=not viewed.is_home)

        self._guarded(viewed, show)

    def file(self, viewed: Viewed) -> None:
        """The rows or a note as a file, by direct message."""

        def send() -> None:
            asked, form = self._asked(viewed), controls.read_form(viewed.value)
            file = self._service.file(asked, viewed.user, form) if asked and form else None
            if file is not None:
                self._later(viewed.user, lambda: self._send_file(viewed.user, file))

        self._guarded(viewed, send)

    def _send_file(self, user: str, file: File) -> None:
        instead = self._service.send_file(user, file)
        if instead is not None:
            self._service.sender.tell(user, instead)

    def unknown(self, viewed: Viewed) -> None:
        """Something that an older or newer version drew: Home is drawn anew, a window says so."""
        if viewed.is_home:
            self._draw_home(viewed.user, Place.read(viewed.metadata))
        else:
            language = self._service.language(viewed.user)
            self.update(viewed, modals.sentence(language, say("press_unknown", language)))

    # For windows too

    def taken(self, viewed: Viewed, asked: Asked | None, step: Step) -> Kept | None:
        """The answer that a step leads to, below an answer or without one; None where its entry is gone."""
        service = self._service
        language = asked.language if asked else service.language(viewed.user)
        answer = service.next(asked, step, viewed.user) if asked else service.desk.take(step, language)
        if answer is None:
            return None
        if asked and service.is_stale(asked):
            answer = replace(answer, notes=(say("press_stale", answer.language), *answer.notes))
        return service.keep(answer, answer.question, viewed.where, None, step)

    def shown(self, viewed: Viewed, kept: Kept | None) -> tuple[Block, ...]:
        """An answer for a view; where its entry is gone with the old plan, the sentence that says so."""
        language = self._service.language(viewed.user)
        file = self._service.wanted_file(kept) if kept else None
        if file is not None:
            self._later(viewed.user, lambda: self._send_file(viewed.user, file))
        return (
            blocks.in_view(kept.answer, Controls(kept.id, language))
            if kept
            else _sentence(say("press_stale", language))
        )

    def update(self, viewed: Viewed, view: Block) -> None:
        """Redraw a window."""
        self._later(viewed.user, lambda: self._service.sender.update_view(viewed.view, view))

    # How it works

    def _asked(self, viewed: Viewed) -> Asked | None:
        """The answer whose buttons were pressed, where it is still kept and the person's own."""
        return self._service.journal.find_own(viewed.answer, viewed.user) if viewed.answer else None

    def _show(self, viewed: Viewed, find: Callable[[], Kept | None]) -> None:
        """Find an answer and show it in the view."""

        def work() -> None:
            kept = find()
            if viewed.is_home:
                place = replace(Place.read(viewed.metadata), answer=kept.id if kept else "")
                self._publish(viewed.user, place, self.shown(viewed, kept))
            else:
                language = self._service.language(viewed.user)
                self.update(viewed, modals.search(language, self.shown(viewed, kept)))

        self._guarded(viewed, work)

    def _draw_home(self, user: str, place: Place) -> None:
        tell = lambda apology: self._publish_sentence(user, apology.text)  # noqa: E731
        self._service.guard(self._service.language(user), lambda: self._publish(user, place), tell)

    def _publish(self, user: str, place: Place, shown: tuple[Block, ...] = ()) -> None:
        service = self._service
        refused = service.refusal("D", user)
        if refused:
            self._publish_sentence(user, say(refused, service.language(user)))
        else:
            view = self._home(user, place, shown)
            self._later(user, lambda: service.sender.publish_home(user, view))

    def _publish_sentence(self, user: str, sentence: str) -> None:
        view = {"type": "home", "blocks": list(_sentence(sentence))}
        self._later(user, lambda: self._service.sender.publish_home(user, view))

    def _home(self, user: str, place: Place, shown: tuple[Block, ...]) -> Block:
        service = self._service
        language, asked = service.language(user), service.journal.find_own(place.answer, user)
        answer = service.again(asked, user) if asked and not shown else None
        return home.home(
            Home(
                overview=service.desk.overview(place.opened),
                documents=service.desk.holdings(),
                settings=service.preferences(user),
                language=language,
                place=place,
                answer=blocks.in_view(answer, Controls(place.answer, language)) if answer else shown,
                recent=tuple((one.id, one.question) for one in service.journal.recent(user, RECENT)),
                examples=service.desk.examples(language),
                keeper=self._keeper(user),
            )
        )

    def _keeper(self, user: str) -> Keeper | None:
        if user not in self._service.settings.hoshin_admins:
            return None
        return Keeper(
            tuple(in_a_line(miss, self._service.language(user)) for miss in self._service.journal.misses(MISSES))
        )

    def _guarded(self, viewed: Viewed, work: Callable[[], object]) -> None:
        """Do something for who may ask at all: that is looked at anew each time."""
        language = self._service.language(viewed.user)

        def tell(apology: Message) -> None:
            if viewed.is_home:
                self._publish_sentence(viewed.user, apology.text)
            else:
                self.update(viewed, modals.sentence(language, apology.text))

        refused = self._service.refusal("D", viewed.user, viewed.team)
        if refused is None:
            self._service.guard(language, work, tell)
        else:
            tell(blocks.plain(say(refused, language)))

    def _later(self, user: str, work: Callable[[], object]) -> None:
        self._service.send(f"{HOME} {user}", self._service.language(user), work, lambda _: None)


def _sentence(words: str) -> tuple[Block, ...]:
    return ({"type": "section", "text": {"type": "plain_text", "text": words, "emoji": False}},)
