"""From what a person wrote in Slack to the answer in Slack."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from slack_sdk.errors import SlackClientError

from bot import blocks
from bot.blocks import Message
from bot.controls import Controls
from bot.posts import Conversation, Post
from bot.service import Kept, Service
from knowledge import Language, say

BUSY_AFTER = 1.0
"""Seconds after which people are told that their answer is under way; most answers take milliseconds."""
log = logging.getLogger(__name__)


class Talk:
    """Answers posts, commands and shortcuts."""

    def __init__(self, service: Service) -> None:
        self._service = service

    # Where everybody reads the answer

    def answer_post(self, post: Post, event_id: str) -> None:
        """Answer a mention or a direct message where it stands, once."""
        if self._service.state.take(event_id, post):
            self._guarded(post, lambda: self._answer(post))

    def answer_owed(self, owed: Iterable[Post]) -> None:
        """Answer what was taken and not answered when the program died, unless an answer stands there.

        Of what it died twice, nothing is tried any more, and the asker is told.
        """
        for post in owed:
            self._guarded(post, lambda post=post: self._answer_if_missing(post))  # type: ignore[misc]

    def overhear(self, post: Post, event_id: str) -> None:
        """A post that addresses nobody, in a thread where an answer stands: answered if it surely asks for another."""
        service = self._service
        if post.thread is None or post.mentions or not service.settings.hoshin_thread_followups:
            return
        if not service.journal.answered_in(post.channel, post.thread):
            return
        if service.preferences(post.user).followups and not service.refusal(post.channel, post.user, post.team):
            # Nobody asked us: a bug stays between us and the log.
            service.guard(service.language(post.user), lambda: self._overhear(post, event_id), lambda _: None)

    def greet(self, channel: str, inviter: str) -> None:
        """One greeting where the bot is invited, with questions that the plan answers."""
        service = self._service
        if service.speaks_in(channel) and service.state.greet(channel):
            language = service.language(inviter) if inviter else "ja"

            def greet() -> None:
                greeting = self._greeting(Conversation(channel, "", inviter), language)
                service.sender.post(channel, None, greeting, answers="0")

            service.send(channel, language, greet, lambda _: None)

    # Where the asker alone reads it

    def answer_privately(self, question: str, where: Conversation, response_url: str) -> None:
        """Answer a command or a shortcut so that only the asker sees it, with a way to share it."""
        service = self._service
        language = service.language(where.user)

        def tell(message: Message) -> None:
            send = lambda: service.sender.respond(response_url, message)  # noqa: E731
            service.send(f"{where.channel} {where.user}", language, send, lambda _: None)

        def answer() -> None:
            refused = service.refusal("D", where.user)
            if refused:
                tell(blocks.plain(say(refused, language)))
            else:
                kept = service.ask(question, where)
                shareable = not where.channel.startswith("D") and service.speaks_in(where.channel)
                tell(blocks.message(kept.answer, Controls(kept.id, language, shareable=shareable)))

        service.guard(language, answer, tell)

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

    def _guarded(self, post: Post, work: Callable[[], object]) -> None:
        """Do something for a post; a bug is told where its answer would stand."""
        later = lambda apology: self._send(post, lambda: self._say(post, apology))  # noqa: E731
        self._service.guard(self._service.language(post.user), work, later)

    def _answer(self, post: Post) -> None:
        """Find the answer here and now; posting it waits for its turn in the channel."""
        service = self._service
        refused = service.refusal(post.channel, post.user, post.team)
        if refused:
            sentence = blocks.plain(say(refused, service.language(post.user)))
            self._send(post, lambda: service.sender.whisper(post.channel, post.user, post.thread, sentence))
            return
        with self._told_when_slow(post):
            kept = service.ask(post.text, post.conversation, post.beginnings)
        self._send(post, lambda: self._post(post, kept))

    def _overhear(self, post: Post, event_id: str) -> None:
        service = self._service
        before = service.state.subject(post.conversation)
        told = service.preferences(post.user).told
        answer = service.desk.overhear(post.text, before, told, service.organisation(post.channel))
        if answer is not None and service.state.take(event_id, post):
            kept = service.keep(answer, post.text, post.conversation, before)
            self._send(post, lambda: self._post(post, kept))

    def _answer_if_missing(self, post: Post) -> None:
        service = self._service
        if service.sender.find(post.channel, post.reply_thread, post.ts) is not None:
            service.state.done(post)
        elif service.state.try_again(post):
            self._answer(post)
        else:
            log.error("A post in %s is not answered: the program has ended twice while it was", post.channel)
            sentence = blocks.plain(say("window_given_up", service.language(post.user)))
            self._send(post, lambda: self._say(post, sentence))

    def _post(self, post: Post, kept: Kept) -> None:
        service = self._service
        controls = Controls(kept.id, service.language(post.user), asker=post.user)
        ts = self._say(post, blocks.message(kept.answer, controls))
        service.journal.posted(kept.id, ts)
        if post.beginnings:
            # A thread that somebody opens on this answer goes on from it.
            service.state.begin(Conversation(post.channel, ts, post.user), kept.answer.subject)

    def _say(self, post: Post, message: Message) -> str:
        return self._service.sender.post(post.channel, post.reply_thread, message, answers=post.ts)

    def _send(self, post: Post, work: Callable[[], object]) -> None:
        """Do this in the channel's order; afterwards the post is owed nothing more."""
        service = self._service
        service.send(
            post.channel,
            service.language(post.user),
            work,
            lambda apology: self._say(post, apology),
            lambda: service.state.done(post),
        )

    def _greeting(self, where: Conversation, language: Language) -> Message:
        service = self._service
        answer = service.desk.ask(say("help_question", language), language=language)
        source = answer.source
        if source is not None:
            unknown = say("unknown_organisation", language)
            headline = say("greeting", language, title=source.title, organisation=source.organisation or unknown)
            answer = replace(answer, headline=headline, source_line=None)
        key = service.journal.note(answer, answer.question, where, None)
        return blocks.message(answer, Controls(key, language))

    @contextmanager
    def _told_when_slow(self, post: Post) -> Iterator[None]:
        """Tell people that an answer is under way if it takes long."""
        timer = threading.Timer(BUSY_AFTER, self._tell_busy, [post])
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _tell_busy(self, post: Post) -> None:
        language = self._service.language(post.user)
        try:
            self._service.sender.status(post.channel, post.reply_thread or post.ts, say("status_busy", language))
        except SlackClientError as refusal:
            log.info("Slack shows no status: %s", type(refusal).__name__)
