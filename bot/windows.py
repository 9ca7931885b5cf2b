"""The search window and the feedback window: what is typed, suggested and submitted there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as TakesLongError
from typing import Any

from bot import blocks, elements, modals
from bot.blocks import Message
from bot.elements import Block
from bot.journal import Feedback
from bot.rooms import Rooms
from bot.service import Service
from bot.viewed import Viewed
from knowledge import say, step_to

WAIT = 1.5
"""Seconds that a window waits for its answer before it says so; Slack would give up after three."""


class Windows:
    """Opens windows and answers in them."""

    def __init__(self, service: Service, rooms: Rooms, finding: Executor) -> None:
        """`finding` has the threads in which what a window waits for is found."""
        self._service = service
        self._rooms = rooms
        self._finding = finding

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
                kept = self._rooms.taken(viewed, None, step_to(chosen["value"])) or self._service.ask("", viewed.where)
            return modals.search(language, self._rooms.shown(viewed, kept), question)

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

    def _in_time(self, viewed: Viewed, work: Callable[[], Block], ack: Callable[..., object]) -> None:
        """Acknowledge a window with its answer, or with a word of patience if that takes too long."""
        language = self._service.language(viewed.user)
        drawn: list[Block] = []

        def draw() -> None:
            apologise = lambda apology: drawn.append(modals.sentence(language, apology.text))  # noqa: E731
            if not self._service.guard(language, lambda: drawn.append(work()), apologise):
                drawn.append(modals.sentence(language, say("window_unreached", language)))

        drawing: Future[None] = self._finding.submit(draw)
        try:
            drawing.result(timeout=WAIT)
            ack(response_action="update", view=drawn[0])
        except TakesLongError:
            ack(response_action="update", view=modals.waiting(language))
            drawing.add_done_callback(lambda _: self._rooms.update(viewed, drawn[0]))
