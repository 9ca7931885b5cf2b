"""From what a person wrote in Slack to the answer in Slack."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from slack_sdk.errors import SlackApiError, SlackClientError

from bot import blocks
from bot.blocks import Message
from bot.controls import Controls
from bot.delivery import Delivery, Reply
from bot.pending import Owed
from bot.posts import Conversation, Post
from bot.service import Service
from bot.store import UnreachableError
from bot.trouble import NotNowError
from knowledge import Answer, Language, say

BUSY_AFTER = 1.0
"""Seconds after which people are told that their answer is under way; most answers take milliseconds."""
MANY = 1_000
"""Posts of which it is remembered that their asker was told to wait."""
log = logging.getLogger(__name__)


class UntakenError(NotNowError):
    """A question could not be written down: Slack has to deliver it again."""

    told = "not_now_journal"

    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post


class Talk:
    """Answers posts, commands and shortcuts: each is written down at once, and answered in its turn."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._delivery = Delivery(service)
        self._put_off: deque[str] = deque(maxlen=MANY)
        """Keys of posts whose asker was told that the answer has to wait."""

    # What is written down; whoever returns from here may acknowledge

    def take(self, post: Post, event_id: str = "", form: Literal["post", "edit"] = "post") -> None:
        """A question: a mention, a direct message, a command or a shortcut. Answered once. May raise UntakenError."""
        post = self._service.pending.ours(post)
        try:
            taken = self._service.pending.take(event_id, post, form)
        except UnreachableError as away:
            raise UntakenError(post) from away
        if taken is not None:
            self._in_turn(taken, lambda: self._answer_or_refuse(taken))

    def overhear(self, post: Post, event_id: str) -> None:
        """A post that addresses nobody, in a thread where an answer stands: answered if it surely asks for another."""
        service = self._service
        post = service.pending.ours(post)
        if post.thread is None or post.mentions or not service.settings.hoshin_thread_followups:
            return
        if service.journal.answered_in(post.channel, post.thread) and (taken := service.pending.take(event_id, post)):
            self._in_turn(taken, lambda: self._overhear(taken))

    def edited(self, post: Post, event_id: str, *, addressed: bool, was_addressed: bool) -> None:
        """A post was edited: what is owed an answer is answered in its new form; a new mention asks."""
        service = self._service
        post = service.pending.ours(post)

        def now(owed: Post) -> Post | None:
            if addressed:
                return post
            return None if owed.is_addressed else owed

        owed = service.pending.revise(post.channel, post.ts, now)
        if addressed and not was_addressed and not owed:
            self.take(post, event_id, "edit")

    def withdraw(self, channel: str, ts: str) -> None:
        """A post was deleted: it is not answered any more, nor what was asked below it."""
        self._service.pending.withdraw(channel, ts)

    def go_on(self, now: float | None) -> None:
        """Answer what is owed and nobody answers who lives; see `Pending.claim`. Raises UnreachableError."""
        self.answer_owed(self._service.pending.claim(now))

    def answer_owed(self, owed: Iterable[Owed]) -> None:
        """Answer what was taken and not answered when the program ended, unless an answer stands there.

        Of what it died twice, nothing is tried any more, and the asker is told.
        """
        for one in owed:
            self._in_turn(one.post, lambda one=one: self._answer_if_missing(one))  # type: ignore[misc]

    # What is said unasked, and to who typed a command

    def greet(self, channel: str, inviter: str) -> None:
        """One greeting where the bot is invited, with questions that the plan answers."""
        service = self._service
        if service.speaks_in(channel) and service.state.greet(channel):
            language = service.language(inviter) if inviter else "ja"

            def greet() -> None:
                greeting, key = self._greeting(Conversation(channel, "", inviter), language)
                ts = service.sender.post(channel, None, greeting, answers="0")
                if ts is not None:
                    service.journal.posted(key, ts)

            service.send(channel, language, greet, lambda _: None)

    def apologise(self, untaken: UntakenError) -> None:
        """Tell the asker alone that the answer has to wait, once; nothing that takes time is done here."""
        post, service = untaken.post, self._service
        if post.key in self._put_off:
            return  # two events tell of one mention
        self._put_off.append(post.key)
        language = service.people.language(post.user)
        sentence = blocks.plain(say(untaken.told, language))

        def tell() -> None:
            if post.response_url:
                service.sender.respond(post.response_url, sentence)
            else:
                service.sender.whisper(post.channel, post.user, post.thread, sentence)

        service.send(f"apology {post.key}", language, tell, lambda _: None)

    def answer_unknown(self, user: str, response_url: str) -> None:
        """A command of another version."""
        service = self._service
        language = service.language(user)
        sentence = blocks.plain(say("command_unknown", language))
        service.guard(language, lambda: service.sender.respond(response_url, sentence), lambda _: None)

    def tell_privately(self, response_url: str, sentence: Message) -> None:
        """A sentence for the one who typed a command."""
        self._service.sender.respond(response_url, sentence)

    # How it works

    def _in_turn(self, post: Post, work: Callable[[], object]) -> None:
        """Do something for a post after what was asked before in its conversation; a bug is told to the asker."""
        service = self._service

        def turn() -> None:
            tell = lambda apology: self._send(post, Reply(apology))  # noqa: E731
            service.guard(service.language(post.user), work, tell, owed=True)

        def look_up() -> None:
            service.people.person(post.user, post.team)  # from now on the language is known
            service.turns.submit(post.turn, turn)

        # Whom Slack has to be asked about keeps nobody else waiting.
        if service.people.is_at_hand(post.user) and not service.doors.is_busy(post.turn):
            service.turns.submit(post.turn, turn)
        else:
            service.doors.submit(post.turn, look_up)

    def _answer_or_refuse(self, post: Post, *, begun: bool = False) -> None:
        """Find the answer here and now; sending it waits for its turn in the channel."""
        service = self._service
        refused = service.refusal("D" if post.response_url else post.channel, post.user, post.team)
        if not service.pending.start(post):
            log.error("A post in %s is not answered: the program has ended twice while it was", post.channel)
            self._send(post, Reply(blocks.plain(say("window_given_up", service.language(post.user)))), begun=begun)
        elif refused is None:
            with self._told_when_slow(post):
                reply = self._found(post)
            self._send(post, reply, begun=begun)
        else:
            sentence = blocks.plain(say(refused, service.language(post.user)))
            if post.response_url:
                self._send(post, Reply(sentence))
            else:
                self._delivery.whisper(post, sentence)

    def _found(self, post: Post) -> Reply:
        service = self._service
        language = service.language(post.user)
        if post.brings_files and not post.text:
            return Reply(blocks.plain(say("window_file_alone", language)))
        kept = service.ask(post.text, post.conversation, post.beginnings, alone=bool(post.response_url))
        answer = _besides_files(kept.answer) if post.brings_files else kept.answer
        home = service.home.url(post.team)
        if post.response_url:
            shareable = not post.direct and service.speaks_in(post.channel)
            return Reply(blocks.message(answer, Controls(kept.id, language, shareable=shareable, home=home)), kept)
        return Reply(blocks.message(answer, Controls(kept.id, language, asker=post.user, home=home)), kept)

    def _overhear(self, post: Post) -> None:
        service = self._service
        settled = lambda *_: service.pending.done(post)  # noqa: E731
        # Nobody asked us: a bug stays between us and the log.
        service.guard(service.language(post.user), lambda: self._answer_if_asked(post), settled, owed=True)

    def _answer_if_asked(self, post: Post) -> None:
        service = self._service
        preferences = service.preferences(post.user)
        answer = None
        may = preferences.followups and not service.refusal(post.channel, post.user, post.team)
        if may and service.pending.start(post):
            before, organisation = service.state.subject(post.conversation), service.organisation(post.channel)
            answer = service.desk.overhear(post.text, before, preferences.told, organisation)
        if answer is None:
            service.pending.done(post)
            return
        kept = service.keep(answer, post.text, post.conversation, before)
        controls = Controls(kept.id, service.language(post.user), asker=post.user)
        self._send(post, Reply(blocks.message(kept.answer, controls), kept))

    def _answer_if_missing(self, owed: Owed) -> None:
        service, post = self._service, owed.post
        if owed.begun and not post.response_url and self._stands_there(post):
            service.pending.done(post)
        elif post.is_addressed:
            self._answer_or_refuse(post, begun=owed.begun)
        else:
            self._overhear(post)

    def _stands_there(self, post: Post) -> bool:
        """Whether an answer to this post is seen to stand there; where Slack does not say, sending it finds out."""
        try:
            return self._service.sender.find(post.channel, post.reply_thread, post.ts) is not None
        except (SlackApiError, SlackClientError):
            return False

    def _send(self, post: Post, reply: Reply, *, begun: bool = False) -> None:
        self._delivery.send(post, reply, self._found, begun=begun)

    def _greeting(self, where: Conversation, language: Language) -> tuple[Message, str]:
        service = self._service
        answer = service.desk.ask(say("help_question", language), language=language)
        source = answer.source
        if source is not None:
            unknown = say("unknown_organisation", language)
            headline = say("greeting", language, title=source.title, organisation=source.organisation or unknown)
            answer = replace(answer, headline=headline, source_line=None)
        key = service.journal.note(answer, answer.question, where, None)
        return blocks.message(answer, Controls(key, language)), key

    @contextmanager
    def _told_when_slow(self, post: Post) -> Iterator[None]:
        """Tell people that an answer is under way if it takes long; who asked by a command sees nothing of it."""
        if post.response_url:
            yield
            return
        with self._service.alarms.after(BUSY_AFTER, lambda: self._later_busy(post)):
            yield

    def _later_busy(self, post: Post) -> None:
        """A call of Slack's may take long: it is made in a queue of its own."""
        self._service.outbox.submit(f"status {post.key}", lambda: self._tell_busy(post))

    def _tell_busy(self, post: Post) -> None:
        language = self._service.language(post.user)
        try:
            self._service.sender.status(post.channel, post.reply_thread or post.ts, say("status_busy", language))
        except SlackClientError as refusal:
            log.info("Slack shows no status: %s", type(refusal).__name__)


def _besides_files(answer: Answer) -> Answer:
    """An answer to what somebody wrote beside a file, that says so."""
    return replace(answer, notes=(*answer.notes, say("window_file_unread", answer.language)))
