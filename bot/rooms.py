"""Home and the windows, each one person's own and redrawn in place: what a press, a search or a setting there does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as TakesLongError
from dataclasses import dataclass, replace
from typing import Any

from bot import blocks, controls, elements, home, modals
from bot.blocks import Message
from bot.controls import Controls
from bot.elements import Block
from bot.home import Home, Keeper, Place
from bot.journal import Asked, Feedback
from bot.layout import in_a_line
from bot.posts import Conversation
from bot.service import Kept, Service
from bot.state import Preferences
from knowledge import File, Step, say, step_to

HOME = "home"
"""The channel of what was asked in Home and in windows; a conversation of each person's own."""
PROMPTS = 4
RECENT, MISSES = 5, 10
WAIT = 1.5
"""Seconds that a window waits for its answer before it says so; Slack would give up after three."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """Something pressed or submitted in Home or in a window."""

    user: str
    view: str
    is_home: bool
    metadata: str
    answer: str
    """Id in the journal of the answer whose buttons were pressed; empty for others."""
    value: str
    trigger_id: str = ""
    team: str = ""
    """The workspace that the person belongs to, as far as the envelope says."""

    @property
    def where(self) -> Conversation:
        """The conversation that goes on there."""
        return Conversation(HOME, "", self.user)


def read(body: Mapping[str, Any]) -> Viewed:
    """What an envelope of block_actions or view_submission from a view says."""
    action: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    chosen = action.get("selected_option") or action
    return Viewed(
        user=body["user"]["id"],
        view=body["view"]["id"],
        is_home=body["view"]["type"] == "home",
        metadata=body["view"].get("private_metadata") or "",
        answer=controls.answer_of(action.get("block_id") or ""),
        value=chosen.get("value") or "",
        trigger_id=body.get("trigger_id") or "",
        team=body["user"].get("team_id") or "",
    )


class Rooms:
    """Draws Home and the windows."""

    def __init__(self, service: Service, windows: Executor) -> None:
        """`windows` finds what windows wait for."""
        self._service = service
        self._windows = windows

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
        self._show(viewed, lambda: self._taken(viewed, self._asked(viewed), step_to(viewed.value)))

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
                self._show(viewed, lambda: self._taken(viewed, asked, step))

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
            self._update(viewed, modals.sentence(language, say("press_unknown", language)))

    # Windows

    def open_search(self, user: str, trigger_id: str, otherwise: Callable[[Message], None]) -> None:
        """The search window; a sentence where it can no longer be opened."""
        service, language = self._service, self._service.language(user)

        def work() -> None:
            refused = service.refusal("D", user)
            if refused:
                otherwise(blocks.plain(say(refused, language)))
            elif not service.sender.open_view(trigger_id, modals.search(language)):
                otherwise(blocks.plain(say("window_unopened", language)))

        service.guard(language, work, otherwise)

    def search(self, viewed: Viewed, values: Mapping[str, Any], ack: Callable[..., object]) -> None:
        """What was typed or chosen in the search window: answered in the window."""
        language = self._service.language(viewed.user)
        question = str(values[modals.QUESTION][modals.QUESTION].get("value") or "").strip()
        chosen = values[modals.SUGGEST][modals.SUGGEST].get("selected_option") or {}
        if not question and not chosen:
            ack(response_action="errors", errors={modals.QUESTION: say("modal_nothing_asked", language)})
            return

        def answered() -> Block:
            if question:
                kept = self._service.ask(question, viewed.where)
            else:
                kept = self._taken(viewed, None, step_to(chosen["value"])) or self._service.ask("", viewed.where)
            return modals.search(language, self._shown(viewed, kept), question)

        refused = self._service.refusal("D", viewed.user, viewed.team)
        if refused is not None:
            ack(response_action="update", view=modals.sentence(language, say(refused, language)))
            return
        self._in_time(viewed, answered, ack)

    def feedback(self, viewed: Viewed, values: Mapping[str, Any], ack: Callable[..., object]) -> None:
        """What was looked for in vain."""
        service, language = self._service, self._service.language(viewed.user)
        chosen = values[modals.SUGGEST][modals.SUGGEST].get("selected_option") or {}
        ack(response_action="update", view=modals.thanks(language))
        said = Feedback(
            helpful=False,
            entry=chosen.get("value"),
            missing=bool(values[modals.MISSING][modals.MISSING].get("selected_options")),
            words=str(values[modals.WORDS][modals.WORDS].get("value") or ""),
        )
        asked = service.journal.find(viewed.metadata)
        may = asked is not None and (not asked.is_private or service.journal.is_asker(asked.id, viewed.user))
        if may and service.refusal("D", viewed.user, viewed.team) is None:
            service.journal.rate(viewed.metadata, viewed.user, said)

    def suggestions(self, user: str, typed: str) -> list[Block]:
        """The options of a search field for what is typed so far."""
        service, language = self._service, self._service.language(user)
        found: list[Block] = []

        def look_up() -> None:
            if service.refusal("D", user) is None:
                found.extend(elements.suggestions(service.desk.suggest(typed, language, elements.OPTIONS), language))

        service.guard(language, look_up, lambda _: None)
        return found

    # How it works

    def _asked(self, viewed: Viewed) -> Asked | None:
        """The answer whose buttons were pressed, where it is still kept and the person's own."""
        return self._service.journal.find_own(viewed.answer, viewed.user) if viewed.answer else None

    def _taken(self, viewed: Viewed, asked: Asked | None, step: Step) -> Kept | None:
        service = self._service
        language = asked.language if asked else service.language(viewed.user)
        answer = service.next(asked, step, viewed.user) if asked else service.desk.take(step, language)
        if answer is None:
            return None
        if asked and service.is_stale(asked):
            answer = replace(answer, notes=(say("press_stale", answer.language), *answer.notes))
        return service.keep(answer, answer.question, viewed.where, None, step)

    def _show(self, viewed: Viewed, find: Callable[[], Kept | None]) -> None:
        """Find an answer and show it in the view."""

        def work() -> None:
            kept = find()
            if viewed.is_home:
                place = replace(Place.read(viewed.metadata), answer=kept.id if kept else "")
                self._publish(viewed.user, place, self._shown(viewed, kept))
            else:
                language = self._service.language(viewed.user)
                self._update(viewed, modals.search(language, self._shown(viewed, kept)))

        self._guarded(viewed, work)

    def _shown(self, viewed: Viewed, kept: Kept | None) -> tuple[Block, ...]:
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

    def _in_time(self, viewed: Viewed, work: Callable[[], Block], ack: Callable[..., object]) -> None:
        """Acknowledge a window with its answer, or with a word of patience if that takes too long."""
        language = self._service.language(viewed.user)
        drawn: list[Block] = []

        def draw() -> None:
            apologise = lambda apology: drawn.append(modals.sentence(language, apology.text))  # noqa: E731
            if not self._service.guard(language, lambda: drawn.append(work()), apologise):
                drawn.append(modals.sentence(language, say("window_unreached", language)))

        drawing: Future[None] = self._windows.submit(draw)
        try:
            drawing.result(timeout=WAIT)
            ack(response_action="update", view=drawn[0])
        except TakesLongError:
            ack(response_action="update", view=modals.waiting(language))
            drawing.add_done_callback(lambda _: self._update(viewed, drawn[0]))

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
                self._update(viewed, modals.sentence(language, apology.text))

        refused = self._service.refusal("D", viewed.user, viewed.team)
        if refused is None:
            self._service.guard(language, work, tell)
        else:
            tell(blocks.plain(say(refused, language)))

    def _update(self, viewed: Viewed, view: Block) -> None:
        self._later(viewed.user, lambda: self._service.sender.update_view(viewed.view, view))

    def _later(self, user: str, work: Callable[[], object]) -> None:
        self._service.send(f"{HOME} {user}", self._service.language(user), work, lambda _: None)


def _sentence(words: str) -> tuple[Block, ...]:
    return ({"type": "section", "text": {"type": "plain_text", "text": words, "emoji": False}},)
