"""What a press below an answer does.

In private the message is redrawn in place, so that walking the plan leaves one message. In a channel an answer that
others have read never changes: the asker's first press on a choice settles it, every other press answers the presser
alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from slack_sdk.errors import SlackApiError

from bot import blocks, controls, modals
from bot.blocks import Message
from bot.controls import Controls
from bot.journal import Asked, Feedback
from bot.posts import Conversation
from bot.pressed import Press
from bot.replies import code_of
from bot.service import Kept, Service
from knowledge import Answer, File, Kind, Step, say

log = logging.getLogger(__name__)
NOT_THERE = ("not_in_channel", "channel_not_found")
"""Slack's codes for a channel that the bot is no member of."""


class Presses:
    """Answers presses."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def step(self, press: Press) -> None:
        """A next step, a choice, or an entry of a list."""
        self._do(press, lambda asked: self._step(press, asked, self._read_step(press, asked)))

    def fresh(self, press: Press) -> None:
        """The same again, from the plan as it stands now."""
        self._do(press, lambda asked: self._fresh(press, asked, self._read_step(press, asked)), stale_too=True)

    def page(self, press: Press) -> None:
        """Another part of a long table."""

        def turn(asked: Asked) -> None:
            answer = self._service.again(asked, press.user)
            if answer is not None and press.value.isdecimal():
                self._redraw(press, Kept(answer, asked.id), page=int(press.value))

        self._do(press, turn)

    def copy(self, press: Press) -> None:
        """The line for minutes, in a window."""
        self._do(press, lambda asked: self._copy(press, asked))

    def file(self, press: Press) -> None:
        """The rows or a note as a file, by direct message."""
        self._do(press, lambda asked: self._file(press, asked))

    def share(self, press: Press) -> None:
        """Put an answer that only the presser sees into the channel."""
        self._do(press, lambda asked: self._share(press, asked))

    def delete(self, press: Press) -> None:
        """Take an answer away for whom it was posted."""

        def remove(_asked: Asked) -> None:
            if self._service.journal.is_asker(press.answer, press.user):
                self._later(press, lambda: self._take_away(press))
            else:
                self._whisper(press, self._say(press, "press_not_yours"))

        self._do(press, remove, stale_too=True)

    def rate(self, press: Press) -> None:
        """Thumbs: up is thanked for, down asks what was looked for."""
        service, language = self._service, self._service.language(press.user)
        helpful = press.value == controls.HELPFUL

        def work() -> None:
            if (refused := self._refusal(press, service.journal.find(press.answer))) is not None:
                self._whisper(press, self._say(press, refused))
                return
            # The window first: Slack opens one for three seconds only.
            asks_why = not helpful and service.sender.open_view(
                press.trigger_id, modals.feedback(language, press.answer)
            )
            kept = service.journal.rate(press.answer, press.user, Feedback(helpful))
            if not asks_why:
                self._whisper(press, self._say(press, "press_thanks" if kept else "press_forgotten"))

        service.guard(language, work, lambda apology: self._whisper(press, apology))

    def unknown(self, press: Press) -> None:
        """A button that an older or newer version posted."""
        self._whisper(press, self._say(press, "press_unknown"))

    # How it works

    def _do(self, press: Press, work: Callable[[Asked], None], *, stale_too: bool = False) -> None:
        service = self._service

        def checked() -> None:
            asked = service.journal.find(press.answer)
            if (refused := self._refusal(press, asked)) is not None:
                self._whisper(press, self._say(press, refused))
            elif asked is None:
                self._whisper(press, self._say(press, "press_forgotten"))
            elif service.is_stale(asked) and not stale_too:
                self._tell_stale(press, asked)
            else:
                work(asked)

        language = service.language(press.user)
        service.guard(language, checked, lambda apology: self._whisper(press, apology))

    def _refusal(self, press: Press, asked: Asked | None) -> str | None:
        """Why this person may not press this, as the key of a sentence: each time anew, whoever once saw the button."""
        service = self._service
        refused = service.refusal("D", press.user, press.team)
        if refused is not None or asked is None or service.journal.is_asker(asked.id, press.user):
            return refused
        # What others asked is there where it stands for all, and nowhere else.
        return "press_forgotten" if asked.is_private or asked.channel != press.channel else None

    def _later(self, press: Press, work: Callable[[], object]) -> None:
        """Tell Slack something, in a queue of the presser's own: nobody waits for somebody else's walk."""
        language = self._service.language(press.user)
        self._service.send(f"{press.channel} {press.user}", language, work, lambda _: None)

    def _read_step(self, press: Press, asked: Asked) -> Step | None:
        return controls.read_step(press.value, lambda: self._service.steps(asked, press.user))

    def _step(self, press: Press, asked: Asked, step: Step | None) -> None:
        if step is None:
            self._whisper(press, self._say(press, "press_unknown"))
            return
        answer = self._service.next(asked, step, press.user)
        if answer is None:
            self._whisper(press, self._say(press, "press_stale"))
            return
        settles = asked.kind is Kind.CHOICES and not press.is_private
        settles = settles and self._service.journal.settle(asked.id, press.user)
        self._redraw(press, self._kept(press, asked, answer, step, settles=settles), settles=settles)

    def _fresh(self, press: Press, asked: Asked, step: Step | None) -> None:
        service = self._service
        answer = service.next(asked, step, press.user) if step else service.again(asked, press.user)
        if answer is None:  # the entry is gone with the old plan; the question is not
            answer, step = service.desk.ask(asked.question, asked.subject, asked.language), None
        self._redraw(press, self._kept(press, asked, answer, step or asked.step))

    def _kept(self, press: Press, asked: Asked, answer: Answer, step: Step | None, *, settles: bool = False) -> Kept:
        service = self._service
        question = asked.question if asked.kind is Kind.CHOICES or step is None else answer.question
        where = Conversation(press.channel, asked.thread, press.user)
        if where.is_shared and not settles:
            # What one reads alone is not what the thread is about.
            return Kept(answer, service.journal.note(answer, question, where, asked.subject, step, alone=True))
        # A thread that somebody opens on this message goes on from what it shows now.
        here = Conversation(press.channel, press.ts, press.user)
        beginnings = () if asked.thread else (here,)
        return service.keep(answer, question, where, asked.subject, step, beginnings, alone=press.is_ephemeral)

    def _redraw(self, press: Press, kept: Kept, *, settles: bool = False, page: int = 0) -> None:
        """Show an answer where the press came from, as the place allows."""
        service, language = self._service, self._service.language(press.user)
        if press.is_ephemeral:
            shareable = not press.channel.startswith("D") and service.speaks_in(press.channel)
            own = blocks.message(kept.answer, Controls(kept.id, language, page=page, shareable=shareable))
            self._later(press, lambda: service.sender.respond(press.response_url, own, replace=True))
        elif press.is_private or settles:
            own = blocks.message(kept.answer, Controls(kept.id, language, page=page, asker=press.user))
            service.journal.posted(kept.id, press.ts)
            self._later(press, lambda: service.sender.update(press.channel, press.ts, own))
        else:
            self._whisper(press, blocks.message(kept.answer, Controls(kept.id, language, page=page)))

    def _tell_stale(self, press: Press, asked: Asked) -> None:
        language = self._service.language(press.user)
        offer = controls.refresh(asked.id, language, press.value)
        self._whisper(press, blocks.plain(say("press_stale", language), offer), replace=True)

    def _copy(self, press: Press, asked: Asked) -> None:
        service, language = self._service, self._service.language(press.user)
        answer = service.again(asked, press.user)
        line = answer and answer.citation
        if answer is None or not line:
            self._whisper(press, self._say(press, "press_forgotten"))
        elif not service.sender.open_view(press.trigger_id, modals.copy(language, line, answer.caveat or "")):
            self._whisper(press, blocks.plain(line))  # too late for a window, not for the line

    def _file(self, press: Press, asked: Asked) -> None:
        form = controls.read_form(press.value)
        file = self._service.file(asked, press.user, form) if form is not None else None
        if file is None:
            self._whisper(press, self._say(press, "press_forgotten"))
            return
        self._later(press, lambda: self._send_file(press, file))

    def _send_file(self, press: Press, file: File) -> None:
        """Say that it was sent only after it was."""
        instead = self._service.send_file(press.user, file)
        if instead is not None:
            self._tell(press, instead, replace=False)
        elif not press.channel.startswith("D"):
            language = self._service.language(press.user)
            called = say(f"file_{file.name.rpartition('.')[2]}", language)
            self._tell(press, blocks.plain(say("press_file_sent", language, file=called)), replace=False)

    def _share(self, press: Press, asked: Asked) -> None:
        service, language = self._service, self._service.language(press.user)
        if not service.speaks_in(press.channel):
            self._whisper(press, self._say(press, "refused_channel"))
            return
        answer = service.again(asked, press.user)
        if answer is None:
            self._tell_stale(press, asked)
            return
        if not service.journal.settle(asked.id, press.user):
            return  # pressed twice
        where = Conversation(press.channel, "", press.user)
        key = service.journal.note(answer, asked.question, where, asked.subject, asked.step)
        laid_out = blocks.message(answer, Controls(key, language, asker=press.user))
        message = blocks.shared(press.user, laid_out, language)
        self._later(press, lambda: self._put_into_channel(press, message, Kept(answer, key)))

    def _put_into_channel(self, press: Press, message: Message, kept: Kept) -> None:
        service = self._service
        try:
            ts = service.sender.post(press.channel, None, message, answers=press.ts or "0")
        except SlackApiError as refusal:
            if code_of(refusal) not in NOT_THERE:
                raise
            # The bot is no member, but the one who shares is.
            service.sender.respond(press.response_url, message, in_channel=True)
        else:
            if ts is not None:
                service.journal.posted(kept.id, ts)
                service.state.remember([Conversation(press.channel, ts, press.user)], kept.answer.subject)
        service.sender.dismiss(press.response_url)

    def _take_away(self, press: Press) -> None:
        """In the journal first: while Slack takes it away, nobody goes on from it."""
        journal = self._service.journal
        journal.removed(press.answer)
        try:
            self._service.sender.delete(press.channel, press.ts)
        except SlackApiError as refusal:
            if code_of(refusal) not in NOT_THERE:
                journal.posted(press.answer, press.ts)  # it stands there still
                raise
            self._service.sender.dismiss(press.response_url)

    def _whisper(self, press: Press, message: Message, *, replace: bool = False) -> None:
        """Tell the presser alone, in the thread where the press was, or in place of what only they see."""
        self._later(press, lambda: self._tell(press, message, replace=replace))

    def _tell(self, press: Press, message: Message, *, replace: bool) -> None:
        sender = self._service.sender
        ways: list[Callable[[], object]] = [
            lambda: sender.respond(press.response_url, message, replace=replace),
            lambda: sender.tell(press.user, message),
        ]
        if not press.is_ephemeral:
            ways.insert(0, lambda: sender.whisper(press.channel, press.user, press.thread, message))
        for way in ways[:-1]:
            try:
                way()
            except SlackApiError as refusal:
                log.warning("Slack refused a call: %s; the presser is told by another way", code_of(refusal))
            else:
                return
        ways[-1]()

    def _say(self, press: Press, key: str) -> Message:
        return blocks.plain(say(key, self._service.language(press.user)))
