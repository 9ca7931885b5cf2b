"""How things leave for Slack: inert, patient, once, and plainer where Slack refuses the layout.

Every call here waits out a rate limit and ends in one of three ways: it took effect; Slack said no (SlackApiError,
whose response holds Slack's code); or nobody knows (OutcomeUnknownError). A post of which nobody knows is looked up, by
the label that it carries, before it is sent again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.blocks import Message
from bot.fitting import Layout, View, body_of, layouts_of, quiet
from bot.posting import Poster, in_time
from bot.posts import Conversation
from bot.replies import RateLimitHandler, certain, retry_handlers
from bot.text import escape, printable

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
TOO_LATE_TO_OPEN = ("expired_trigger_id", "exchanged_trigger_id")
TOO_LATE_TO_UPDATE = ("hash_conflict", "not_found")
"""The view shows something newer already, or the person has closed it."""


class Sender(Poster):
    """Everything that the program tells Slack. Safe from any thread; a call may take minutes when Slack says wait."""

    # Messages that everybody sees.

    @certain()
    def update(self, channel: str, ts: str, message: Message) -> None:
        """Put a message in the place of one of ours."""

        def send(layout: Layout) -> object:
            # Without blocks there must be an empty list, or the old ones may stay.
            body = {"blocks": []} | body_of(message, layout)
            return self._client.chat_update(channel=channel, ts=ts, **body)

        self._fitting.fit(layouts_of(message), send)

    @certain()
    def status(self, channel: str, thread: str, text: str) -> None:
        """Show under the thread what is under way; the next post there, or an empty text, ends it."""
        self._client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=text)

    # Messages for one person.

    @certain()
    def whisper(self, channel: str, user: str, thread: str | None, message: Message) -> None:
        """Say something that only this person sees, and only until they reload."""

        def send(layout: Layout) -> object:
            body = body_of(message, layout)
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
            self._to_url(response_url, body | quiet() | body_of(message, layout), once=in_channel)

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
        return in_time(TOO_LATE_TO_OPEN, lambda: self._fitting.show(view, show, trigger_id=trigger_id))

    @certain()
    def update_view(self, view_id: str, view: View, hash: str | None = None) -> bool:
        """Redraw a window or the Home; False where it was closed or, with `hash`, has been redrawn since."""
        redraw = self._client.views_update
        return in_time(TOO_LATE_TO_UPDATE, lambda: self._fitting.show(view, redraw, view_id=view_id, hash=hash))

    @certain()
    def publish_home(self, user: str, view: View) -> None:
        """Draw a person's Home."""
        self._fitting.show(view, self._client.views_publish, user_id=user)

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


def _verdict(body: str) -> dict[str, Any]:
    """What a response_url says: an object as the Web API's, the word ok, or a bare code."""
    try:
        said = json.loads(body)
    except json.JSONDecodeError:
        said = None
    return said if isinstance(said, dict) else {"ok": body in ("ok", ""), "error": body}
