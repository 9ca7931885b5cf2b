"""A post leaves for Slack once: one of which nobody knows whether it arrived is looked up before it is sent again.

A post carries a label as its metadata, by which it is found.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import chain, islice, repeat
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.blocks import Message
from bot.fitting import Fitting, Layout, body_of, layouts_of, quiet
from bot.replies import REVOKED, NeverLeftError, OutcomeUnknownError, Pulse, asked_wait, certain, code_of
from bot.text import cut

PAUSES = (1.0, 2.0, 5.0, 10.0)
"""Seconds before a post of unknown outcome is looked up, round by round; the last for all that follow."""
LIMITED = ("ratelimited", "rate_limited")
PAGE, PAGES = 200, 10
"""Messages in one page of a look-up, as many as Slack recommends, and how many pages are read at most."""
LABEL = "hoshin_answer"
ALREADY_GONE = ("message_not_found",)
TOO_LONG = "msg_too_long"
SHORT = 3_000
"""Characters of a message that Slack found too long: what it takes in one text of a block."""

log = logging.getLogger(__name__)


class RootGoneError(SlackClientError):
    """The thread that a post was meant for is there no more."""


class LookUpRefusedError(OutcomeUnknownError):
    """Slack does not let us look whether a post of unknown outcome stands there."""


class Poster:
    """Posts in channels and threads, and finds and deletes what it has posted. Safe from any thread."""

    def __init__(
        self, client: WebClient, pulse: Pulse | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`pulse` hears the client's replies, and tells when Slack is back or the program ends."""
        self._client = client
        self._pulse = pulse or Pulse()
        self._fitting = Fitting(clock)

    def post(
        self,
        channel: str,
        thread: str | None,
        message: Message,
        answers: str,
        revised: Callable[[Message], Message | None] = lambda message: message,
        *,
        unsure: bool = False,
    ) -> str | None:
        """Post once in a channel, or in a thread of it, however long Slack is away; returns the new message's ts.

        `answers` is the ts of the post that this answers, 0 where it answers none. It goes along as metadata, so that
        `find` can tell after a restart whether the answer stands there. After every wait `revised` says what is to be
        posted by then; None where nothing is, which is returned. `unsure`: an answer may stand there already.
        OutcomeUnknownError: the program ends, or Slack lets nobody look whether the message stands there.
        """
        label = {"answers": answers, "post": secrets.token_hex(8)}
        sought = {"answers": answers} if unsure else label
        pauses = chain(PAUSES, repeat(PAUSES[-1]))
        while True:
            try:
                there = self._sought(channel, thread, sought) if unsure else None
                unsure, sought = False, label
                return there or self._send(channel, thread, message, label)
            except SlackApiError as refusal:
                code = code_of(refusal)
                if code not in (*LIMITED, *REVOKED):
                    raise
                log.log(
                    logging.WARNING if code in REVOKED else logging.INFO, "A post in %s has to wait: %s", channel, code
                )
                # A token that is refused may be good again soon; if not, the program ends, and owes the answer still.
                wait = next(pauses) if code in REVOKED else asked_wait(refusal.response.headers)
                self._pulse.wait(wait, whatever=True)
            except NeverLeftError as away:
                log.warning("A post in %s could not be sent (%s)", channel, away)
                self._pulse.wait(next(pauses))
            except LookUpRefusedError:
                raise
            except OutcomeUnknownError as unknown:
                log.warning("Whether a post in %s arrived is not known (%s): looking it up", channel, unknown)
                unsure = True
                self._pulse.wait(next(pauses))
            if self._pulse.is_ending:
                raise OutcomeUnknownError("the program ends")
            wanted = revised(message)
            if wanted is None:
                return None
            message = wanted

    def waits(self) -> Iterator[bool]:
        """Waits, one after the other, for Slack to be back; each says whether the program goes on meanwhile."""
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            self._pulse.wait(pause)
            yield not self._pulse.is_ending

    def find(self, channel: str, thread: str | None, answers: str, besides: str = "") -> str | None:
        """The ts of our own post that answers this one, if it stands in the thread or, without one, in the channel.

        One with the ts `besides` does not count.

        SlackApiError where Slack does not let us look, OutcomeUnknownError where it could not be asked.
        """
        return self._find(channel, thread, {"answers": answers}, besides)

    @certain()
    def delete(self, channel: str, ts: str) -> None:
        """Take one of our messages away; one that is gone already is no error."""
        in_time(ALREADY_GONE, lambda: self._client.chat_delete(channel=channel, ts=ts))

    @cached_property
    def _self(self) -> frozenset[str]:
        """The ids under which Slack keeps our own posts."""
        us = self._client.auth_test()
        return frozenset((us["user_id"], us["bot_id"])) - {None}

    @certain()
    def _send(self, channel: str, thread: str | None, message: Message, label: Mapping[str, str]) -> str:
        return self._fitting.fit(
            layouts_of(message), lambda layout: self._post(channel, thread, message, layout, label)
        )

    def _post(
        self, channel: str, thread: str | None, message: Message, layout: Layout, label: Mapping[str, str]
    ) -> str:
        body = quiet() | body_of(message, layout)
        metadata = {"event_type": LABEL, "event_payload": dict(label)}
        try:
            posted = self._client.chat_postMessage(channel=channel, thread_ts=thread, metadata=metadata, **body)
        except SlackApiError as refusal:
            if code_of(refusal) != TOO_LONG or layout:
                raise
            body["text"] = cut(message.text, SHORT)
            posted = self._client.chat_postMessage(channel=channel, thread_ts=thread, metadata=metadata, **body)
        ts, stands = str(posted["ts"]), posted.get("message") or {}
        if thread and stands.get("ts") == ts and not stands.get("thread_ts"):
            # What Slack puts into the channel for want of the thread's root was not meant for the channel.
            with suppress(SlackClientError):
                self.delete(channel, ts)
            raise RootGoneError
        return ts

    def _sought(self, channel: str, thread: str | None, label: Mapping[str, str]) -> str | None:
        """`find` for a post of this very moment: who does not let us look leaves its outcome unknown."""
        try:
            return self._find(channel, thread, label)
        except SlackApiError as refusal:
            if code_of(refusal) in LIMITED:
                raise OutcomeUnknownError("the look-up has to wait") from refusal
            raise LookUpRefusedError(code_of(refusal)) from refusal

    @certain()
    def _find(self, channel: str, thread: str | None, label: Mapping[str, str], besides: str = "") -> str | None:
        """The ts of our own post with this label, from the post on that it answers."""
        span: dict[str, Any] = {"channel": channel, "oldest": label["answers"], "limit": PAGE}
        pages: Iterable[SlackResponse] = (
            self._client.conversations_replies(ts=thread, include_all_metadata=True, **span)
            if thread
            else self._client.conversations_history(include_all_metadata=True, **span)
        )
        for said in (said for page in islice(pages, PAGES) for said in page["messages"]):
            metadata = said.get("metadata") or {}
            labelled = metadata.get("event_type") == LABEL and label.items() <= metadata["event_payload"].items()
            if labelled and said["ts"] != besides and not self._self.isdisjoint((said.get("user"), said.get("bot_id"))):
                return str(said["ts"])
        return None


def in_time(late: Collection[str], call: Callable[[], object]) -> bool:
    """Whether the call came in time: False, with a log line, where Slack's code is one of these."""
    try:
        call()
    except SlackApiError as refusal:
        if code_of(refusal) not in late:
            raise
        log.info("Slack: too late (%s)", code_of(refusal))
        return False
    return True
