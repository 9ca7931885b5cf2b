"""An answer on its way to the asker: as the question stands by then, once, and by another way where Slack refuses."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError, SlackClientError

from bot import blocks
from bot.blocks import TEXT_LIMIT, Message
from bot.posting import LookUpRefusedError, RootGoneError
from bot.posts import Conversation, Post
from bot.replies import NeverLeftError, OutcomeUnknownError, code_of
from bot.service import Kept, Service
from bot.trouble import NotNowError
from knowledge import Language, say

ROOT_GONE = "thread_not_found"
REASONS = (
    "not_in_channel",
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "msg_too_long",
    "expired_url",
    "used_url",
    ROOT_GONE,
    "missing_scope",
)
"""Slack's codes that have a sentence of their own: why not, and what to do."""
OTHERS_PATIENCE = 60.0
"""Seconds that another replica may take for an answer that it took over."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a post gets."""

    message: Message
    kept: Kept | None = None
    """Where the message is an answer."""


Find = Callable[[Post], Reply]
"""What a post gets in the form that it has now."""


class Delivery:
    """Sends replies, each after what came before in its channel."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def send(self, post: Post, reply: Reply, again: Find, *, begun: bool = False) -> None:
        """Bring a reply to the asker; afterwards the post is owed nothing more.

        `begun`: it may have been sent before the program was started.
        """
        service = self._service
        under_way = _UnderWay(service, post, reply, again)
        service.send(
            f"{post.channel} {post.user}" if post.response_url else post.channel,
            service.language(post.user),
            lambda: self._deliver(under_way, begun=begun),
            lambda apology: self._by_any_way(_UnderWay(service, post, Reply(apology), again), apology, begun=False),
            lambda: self._settle(under_way),
            owed=True,
        )

    def whisper(self, post: Post, message: Message) -> None:
        """Say something to the asker alone, where the question stands; it is owed nothing more then."""
        service = self._service
        under_way = _UnderWay(service, post, Reply(message), lambda _: Reply(message))

        def tell() -> None:
            if under_way.now() is None:
                return
            try:
                self._insist(lambda _: service.sender.whisper(post.channel, post.user, post.thread, message))
            except SlackApiError as refusal:
                self._elsewhere(post, message, code_of(refusal))

        language = service.language(post.user)
        service.send(post.channel, language, tell, lambda _: None, lambda: self._settle(under_way), owed=True)

    # How it works

    def _deliver(self, under_way: _UnderWay, *, begun: bool) -> None:
        message = under_way.now()
        if message is not None:
            self._by_any_way(under_way, message, begun=begun)

    def _settle(self, under_way: _UnderWay) -> None:
        """The post is owed nothing more. Where another replica took it over meanwhile, one of the two answers goes.

        That happens to one that was stopped just between asking whether the post is its own and calling Slack.
        """
        post, ts = under_way.post, under_way.ts
        if under_way.is_off:
            return  # withdrawn; or ours no more, and owed by whoever has it next
        if self._service.pending.done(post) or ts is None:
            return
        self._wait_for_the_other(post)
        sender = self._service.sender
        with suppress(SlackClientError):
            if sender.find(post.channel, post.reply_thread, post.ts, besides=ts) is not None:
                log.warning("An answer in %s that another replica has given too is taken away", post.channel)
                sender.delete(post.channel, ts)

    def _wait_for_the_other(self, post: Post) -> None:
        end = time.monotonic() + OTHERS_PATIENCE
        with suppress(NotNowError):
            while self._service.pending.is_owed(post) and time.monotonic() < end:
                time.sleep(0.2)

    def _by_any_way(self, under_way: _UnderWay, message: Message, *, begun: bool) -> None:
        post = under_way.post
        try:
            if post.response_url:
                self._insist(lambda again: self._respond(under_way, again=again or begun))
            else:
                under_way.told(self._post(under_way, message, begun=begun))
            if not begun:
                self._hand_over(under_way)
        except RootGoneError:
            self._elsewhere(post, under_way.reply.message, ROOT_GONE)
        except SlackApiError as refusal:
            self._elsewhere(post, under_way.reply.message, code_of(refusal))

    def _respond(self, under_way: _UnderWay, *, again: bool) -> None:
        """Answer the asker alone; `again`: it may have been done before, and nobody can look."""
        message = under_way.now()
        if message is not None:
            told = _after(self._word(under_way.post, "answered_again"), message) if again else message
            self._service.sender.respond(under_way.post.response_url, told)

    def _insist(self, tell: Callable[[bool], object]) -> None:
        """Tell one person something, however long Slack is away; `tell` hears whether it may have been told before."""
        unsure, waits = False, self._service.sender.waits()
        while True:
            try:
                tell(unsure)
            except OutcomeUnknownError as unknown:
                unsure = unsure or not isinstance(unknown, NeverLeftError)
                if not next(waits):
                    raise
            else:
                return

    def _post(self, under_way: _UnderWay, message: Message, *, begun: bool) -> str | None:
        post, sender = under_way.post, self._service.sender

        def revised(_before: Message) -> Message | None:
            return under_way.now()

        try:
            return sender.post(post.channel, post.reply_thread, message, post.ts, revised, unsure=begun)
        except LookUpRefusedError as refused:
            if not begun:
                raise
            # Nobody can tell whether the answer of the former life stands there: better twice, with a word, than never.
            log.warning("Whether a post in %s was answered cannot be looked up (%s): once more", post.channel, refused)
            word = self._word(post, "answered_again")
            return sender.post(post.channel, post.reply_thread, _after(word, message), post.ts)

    def _hand_over(self, under_way: _UnderWay) -> None:
        """The file that the question asked for by word, where its answer stands; of a command by direct message."""
        post, kept = under_way.post, under_way.reply.kept
        file = self._service.wanted_file(kept) if kept is not None else None
        if file is None:
            return
        place = None if post.response_url else Conversation(post.channel, post.reply_thread or "", post.user)
        instead = self._service.send_file(post.user, file, place)
        if instead is not None and post.response_url:
            self._service.sender.respond(post.response_url, instead)
        elif instead is not None:
            self._service.sender.post(post.channel, post.reply_thread, instead, post.ts)

    def _elsewhere(self, post: Post, message: Message, code: str) -> None:
        """Tell the asker by another way what Slack refused to put where it belongs, or else the log."""
        reason = code if code in REASONS else "other"
        word = say(f"told_elsewhere_{reason}", self._language(post), code=code)
        for way in self._ways(post, code):
            try:
                way(_after(word, message))
            except SlackApiError:
                continue
            log.warning("Slack refused a call: %s; the asker was told by another way", code)
            return
        log.error("Slack refused a call: %s. %s", code, say(f"refused_{reason}", "ja", channel=post.channel, code=code))

    def _ways(self, post: Post, code: str) -> list[Callable[[Message], object]]:
        """How somebody can be told what cannot stand where they asked, the nearest first."""
        sender = self._service.sender
        if post.direct and not post.response_url:
            return []
        direct: list[Callable[[Message], object]] = [lambda message: sender.tell(post.user, message)]
        if post.response_url or code == ROOT_GONE:
            return direct
        return [lambda message: sender.whisper(post.channel, post.user, post.thread, message), *direct]

    def _word(self, post: Post, key: str) -> str:
        return say(key, self._language(post))

    def _language(self, post: Post) -> Language:
        return self._service.language(post.user)


class _UnderWay:
    """A reply until it is told, in the newest form of its question."""

    def __init__(self, service: Service, post: Post, reply: Reply, again: Find) -> None:
        self._service = service
        self._again = again
        self.post = post
        self.reply = reply
        self.ts: str | None = None
        """Of the message that was posted."""
        self.is_off = False
        """It is not for this program to be answered any more."""

    def now(self) -> Message | None:
        """What is to be sent now; None where the question was withdrawn."""
        post = self._service.pending.begin(self.post)
        if post is None:
            self.is_off = True
            log.info("A question in %s is not answered: withdrawn, or another replica's", self.post.channel)
            return None
        if post != self.post:
            self.post, self.reply = post, self._again(post)
        return self.reply.message

    def told(self, ts: str | None = None) -> None:
        """It stands there."""
        kept, post, self.ts = self.reply.kept, self.post, ts
        if kept is None or ts is None:
            return
        self._service.journal.posted(kept.id, ts)
        if post.beginnings:
            # A thread that somebody opens on this answer goes on from it.
            self._service.state.begin_thread(Conversation(post.channel, ts, post.user), kept.answer.subject)


def _after(word: str, message: Message) -> Message:
    """The message with a sentence before it."""
    return Message(
        f"{word}\n{message.text}"[:TEXT_LIMIT],
        blocks.plain(word, *message.blocks).blocks,
        blocks.plain(word, *message.plainer).blocks,
    )
