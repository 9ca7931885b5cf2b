"""How things leave for Slack: inert, patient, once, and plainer where Slack refuses the layout.

Every call here waits out a rate limit and ends in one of three ways: it took effect; Slack said no (SlackApiError,
whose response holds Slack's code); or nobody knows (OutcomeUnknownError). A post of which nobody knows is looked up, by
the label that it carries, before it is sent again.
"""

from __future__ import annotations

import json
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
from slack_sdk.webhook import WebhookClient

from bot.blocks import Message
from bot.fitting import Fitting, Layout, View, layouts_of
from bot.posts import Conversation
from bot.replies import (
    REVOKED,
    NeverLeftError,
    OutcomeUnknownError,
    Pulse,
    RateLimitHandler,
    asked_wait,
    certain,
    code_of,
    retry_handlers,
)
from bot.text import cut, escape, printable

SCOPES = (
    "assistant:write",  # suggested prompts
    "channels:history",  # looking up what was posted: in channels, private channels, DMs and group DMs
    "chat:write",
    "files:write",
    "groups:history",
    "im:history",
    "im:write",  # the DM that a file goes to
    "mpim:history",
)
PAUSES = (1.0, 2.0, 5.0, 10.0)
"""Seconds before a post of unknown outcome is looked up, round by round; the last for all that follow."""
LIMITED = ("ratelimited", "rate_limited")
PAGE, PAGES = 200, 10
"""Messages in one page of a look-up, as many as Slack recommends, and how many pages are read at most."""
LABEL = "hoshin_answer"
TOO_LATE_TO_OPEN = ("expired_trigger_id", "exchanged_trigger_id")
TOO_LATE_TO_UPDATE = ("hash_conflict", "not_found")
"""The view shows something newer already, or the person has closed it."""
ALREADY_GONE = ("message_not_found",)
TOO_LONG = "msg_too_long"
SHORT = 3_000
"""Characters of a message that Slack found too long: what it takes in one text of a block."""

log = logging.getLogger(__name__)


class RootGoneError(SlackClientError):
    """The thread that a post was meant for is there no more."""


class LookUpRefusedError(OutcomeUnknownError):
    """Slack does not let us look whether a post of unknown outcome stands there."""


class Sender:
    """Everything that the program tells Slack. Safe from any thread; a call may take minutes when Slack says wait."""

    def __init__(
        self, client: WebClient, pulse: Pulse | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`pulse` hears the client's replies, and tells when Slack is back or the program ends."""
        self._client = client
        self._pulse = pulse or Pulse()
        self._fitting = Fitting(clock)

    # Messages that everybody sees.

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
    def update(self, channel: str, ts: str, message: Message) -> None:
        """Put a message in the place of one of ours."""

        def send(layout: Layout) -> object:
            # Without blocks there must be an empty list, or the old ones may stay.
            body = {"blocks": []} | _body(message, layout)
            return self._client.chat_update(channel=channel, ts=ts, **body)

        self._fitting.fit(layouts_of(message), send)

    @certain()
    def delete(self, channel: str, ts: str) -> None:
        """Take one of our messages away; one that is gone already is no error."""
        _in_time(ALREADY_GONE, lambda: self._client.chat_delete(channel=channel, ts=ts))

    @certain()
    def status(self, channel: str, thread: str, text: str) -> None:
        """Show under the thread what is under way; the next post there, or an empty text, ends it."""
        self._client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=text)

    # Messages for one person.

    @certain()
    def whisper(self, channel: str, user: str, thread: str | None, message: Message) -> None:
        """Say something that only this person sees, and only until they reload."""

        def send(layout: Layout) -> object:
            body = _body(message, layout)
            return self._client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **body)

        self._fitting.fit(layouts_of(message), send)

    @certain()
    def respond(self, response_url: str, message: Message, *, replace: bool = False, in_channel: bool = False) -> None:
        """Answer where a command or a press came from: for the presser alone, or for everybody `in_channel`.

        `replace` puts it in the place of the message that was pressed. Slack takes five of these in half an hour;
        afterwards it says used_url or expired_url.
        """

        def send(layout: Layout) -> None:
            body = {"response_type": "in_channel" if in_channel else "ephemeral", "replace_original": replace}
            self._to_url(response_url, body | _quiet() | _body(message, layout), once=in_channel)

        self._fitting.fit(layouts_of(message), send)

    @certain()
    def dismiss(self, response_url: str) -> None:
        """Take away the message that was pressed."""
        self._to_url(response_url, {"delete_original": True}, once=False)

    def tell(self, user: str, message: Message) -> None:
        """Say something by DM; however long Slack is away."""
        with certain():
            direct = str(self._client.conversations_open(users=user)["channel"]["id"])
        self.post(direct, None, message, "0")

    @certain()
    def send_file(
        self, user: str, name: str, title: str, content: bytes, comment: str, place: Conversation | None = None
    ) -> None:
        """Send a file to a place, or else by DM, `comment` being plain words beside it."""
        channel = place.channel if place else self._client.conversations_open(users=user)["channel"]["id"]
        self._client.files_upload_v2(
            filename=name,
            title=printable(title),
            content=content,
            channel=channel,
            thread_ts=place.thread or None if place else None,
            initial_comment=escape(printable(comment)),
        )

    @certain()
    def prompts(self, channel: str, prompts: Iterable[tuple[str, str]]) -> None:
        """Offer up to four (title, question) in the app's Messages tab."""
        offered = [{"title": title, "message": question} for title, question in prompts]
        self._client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=offered)

    # Windows and the Home.

    @certain()
    def open_view(self, trigger_id: str, view: View, *, on_top: bool = False) -> bool:
        """Open a window, `on_top` of the one that is open; False where the three seconds for it are over."""
        show = self._client.views_push if on_top else self._client.views_open
        return _in_time(TOO_LATE_TO_OPEN, lambda: self._fitting.show(view, show, trigger_id=trigger_id))

    @certain()
    def update_view(self, view_id: str, view: View, hash: str | None = None) -> bool:
        """Redraw a window or the Home; False where it was closed or, with `hash`, has been redrawn since."""
        redraw = self._client.views_update
        return _in_time(TOO_LATE_TO_UPDATE, lambda: self._fitting.show(view, redraw, view_id=view_id, hash=hash))

    @certain()
    def publish_home(self, user: str, view: View) -> None:
        """Draw a person's Home."""
        self._fitting.show(view, self._client.views_publish, user_id=user)

    # How it works.

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
        body = _quiet() | _body(message, layout)
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

    def _to_url(self, url: str, body: Mapping[str, Any], *, once: bool) -> None:
        """Post to a response_url, whose replies are turned into those of the Web API."""
        # Bolt's own respond() waits out no rate limit: it builds a client without these handlers.
        web = self._client
        hook = WebhookClient(
            url,
            timeout=web.timeout,
            ssl=web.ssl,
            proxy=web.proxy,
            logger=web.logger,
            retry_handlers=[RateLimitHandler()] if once else retry_handlers(),
        )
        reply = hook.send_dict(dict(body))
        SlackResponse(
            client=web,
            http_verb="POST",
            api_url="response_url",  # whoever knows the real one can write with it
            req_args={},
            data=_verdict(reply.body),
            headers=dict(reply.headers),
            status_code=reply.status_code,
        ).validate()  # type: ignore[no-untyped-call]


def _body(message: Message, layout: Layout) -> dict[str, Any]:
    body: dict[str, Any] = {"text": message.text, "parse": "none", "link_names": False}
    return body | {"blocks": list(layout)} if layout else body


def _quiet() -> dict[str, Any]:
    """An asterisk in the plan is an asterisk, and a link to the page brings no preview of it."""
    return {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False}


def _in_time(late: Collection[str], call: Callable[[], object]) -> bool:
    """Whether the call came in time: False, with a log line, where Slack's code is one of these."""
    try:
        call()
    except SlackApiError as refusal:
        if code_of(refusal) not in late:
            raise
        log.info("Slack: too late (%s)", code_of(refusal))
        return False
    return True


def _verdict(body: str) -> dict[str, Any]:
    """What a response_url says: an object as the Web API's, the word ok, or a bare code."""
    try:
        said = json.loads(body)
    except json.JSONDecodeError:
        said = None
    return said if isinstance(said, dict) else {"ok": body in ("ok", ""), "error": body}
