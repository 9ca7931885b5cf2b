"""What a person posted, read out of an event's envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.state import Conversation
from bot.text import typed

PERSONAL_SUBTYPES = (None, "file_share", "thread_broadcast")
"""A plain message, one with a file, one sent from a thread to the channel too. The others are edits and notices."""


@dataclass(frozen=True, slots=True)
class Post:
    """One question in Slack."""

    event_id: str
    channel: str
    ts: str
    user: str
    text: str
    """As the person typed it, without the bot's mention."""
    thread: str | None
    """The thread that it stands in."""
    direct: bool
    """In the person's own conversation with the bot."""

    @property
    def reply_thread(self) -> str | None:
        """Where the answer goes: into the thread; a channel is never answered outside one."""
        return self.thread or (None if self.direct else self.ts)

    @property
    def conversation(self) -> Conversation:
        """The conversation that this post belongs to."""
        return Conversation(self.channel, self.reply_thread or "", self.user)

    @property
    def beginnings(self) -> tuple[Conversation, ...]:
        """Outside threads, the conversation that begins when somebody opens a thread on this very post."""
        return () if self.reply_thread else (Conversation(self.channel, self.ts, self.user),)


def read(body: Mapping[str, Any], bot_user_id: str | None) -> Post | None:
    """The post in this envelope; None for edits, notices, other bots and files without words."""
    event = body["event"]
    if event.get("subtype") not in PERSONAL_SUBTYPES or event.get("bot_id") or event.get("edited"):
        return None
    if not event.get("user") or event["user"] == bot_user_id:
        return None
    text = typed(event.get("text") or "", bot_user_id)
    if event.get("files") and not text:
        return None
    return Post(
        event_id=body["event_id"],
        channel=event["channel"],
        ts=event["ts"],
        user=event["user"],
        text=text,
        thread=event.get("thread_ts"),
        direct=event["channel"].startswith("D"),  # app_mention carries no channel_type
    )
