"""How a message leaves for Slack: inert, patient, and in plain text where Slack refuses the layout."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RetryHandler
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.webhook import WebhookClient

from bot.blocks import Message

SCOPES = ("chat:write",)
REFUSED_LAYOUT = (
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_attachments",
    "msg_blocks_too_long",
    "too_many_blocks",
)
log = logging.getLogger(__name__)


def retry_handlers() -> list[RetryHandler]:
    """Wait out a rate limit (Slack may ask twice in a row), a dropped connection and a 500."""
    return [
        ConnectionErrorRetryHandler(max_retry_count=2),
        RateLimitErrorRetryHandler(max_retry_count=3),
        ServerErrorRetryHandler(max_retry_count=2),
    ]


def post(client: WebClient, channel: str, thread: str | None, message: Message) -> str:
    """Post for everybody in the channel; returns the new message's ts."""
    try:
        return _post(client, channel, thread, message, blocks=list(message.blocks) or None)
    except SlackApiError as refusal:
        code = refusal.response.get("error")
        if not message.blocks or code not in REFUSED_LAYOUT:
            raise
        log.warning("Slack refused the layout (%s): %s", code, refusal.response.get("response_metadata"))
        return _post(client, channel, thread, message, blocks=None)


def _post(client: WebClient, channel: str, thread: str | None, message: Message, blocks: list[Any] | None) -> str:
    posted = client.chat_postMessage(
        channel=channel,
        thread_ts=thread,
        text=message.text,
        blocks=blocks,
        mrkdwn=False,  # an asterisk in the plan is an asterisk
        parse="none",
        link_names=False,
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])


def whisper(response_url: str, message: Message) -> None:
    """Answer a command so that only the asker sees it."""
    # Bolt's own respond() waits out no rate limit: it builds a client without these handlers.
    client = WebhookClient(response_url, retry_handlers=retry_handlers())
    body = {"response_type": "ephemeral", "text": message.text, "mrkdwn": False, "parse": "none", "link_names": False}
    answer = client.send_dict(body | {"blocks": list(message.blocks)}) if message.blocks else client.send_dict(body)
    if answer.status_code != 200 and message.blocks:
        log.warning("Slack refused the layout of a command's answer (%s)", answer.status_code)
        answer = client.send_dict(body)
    if answer.status_code != 200:
        log.warning("Slack took no answer to a command (%s)", answer.status_code)
