"""What a person posted, read out of an event's envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.said import has_files, said
from bot.text import mentioned

PERSONAL_SUBTYPES = (None, "file_share", "thread_broadcast")
"""A plain message, one with a file, one sent from a thread to the channel too. The others are edits and notices."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a person talks with the bot."""

    channel: str
    thread: str
    """ts of the thread's first post; empty outside threads; a word for a place of the person's own."""
    user: str

    @property
    def is_shared(self) -> bool:
        """Whether others may take part: in a thread of a channel, not in a command, a window or a direct message."""
        return self.thread[:1].isdigit() and not self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Post:
    """One question in Slack."""

    channel: str
    ts: str
    user: str
    text: str
    """As the person typed it, without the bot's mention."""
    thread: str | None
    """The thread that it stands in."""
    team: str
    """The workspace that the person belongs to, as far as the event says; empty where it does not."""
    mentions: tuple[str, ...] = ()
    """Whom it addresses: user ids in its text, and groups such as here."""
    response_url: str = ""
    """Of a command or a shortcut: where the answer goes, which the asker alone reads."""
    brings_files: bool = False
    """Whether files or snippets come with it."""
    workspace: str = ""
    """Where the app is installed that heard of it; see `Pending.ours`."""
    claim: str = field(default="", compare=False)
    """In which life of a replica it is answered; empty until it is taken."""

    @property
    def key(self) -> str:
        """Its name in Slack, where channels and times of another workspace may be called alike."""
        return f"{self.workspace}/{self.channel}:{self.ts}"

    @property
    def direct(self) -> bool:
        """In the person's own conversation with the bot."""
        return self.channel.startswith("D")  # app_mention carries no channel_type

    @property
    def is_addressed(self) -> bool:
        """Whether it asks the bot; what is only overheard addresses nobody."""
        return self.direct or bool(self.response_url or self.mentions)

    @property
    def turn(self) -> str:
        """The conversation within which questions are answered in the order in which they were asked."""
        if self.response_url:
            return f"{self.channel} {self.thread} {self.user}"
        return self.channel if self.direct else f"{self.channel} {self.reply_thread}"

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


def read_form(body: Mapping[str, Any], form: str, bot_user_id: str | None) -> Post | None:
    """The post in the form before or after an edit: what the envelope of a message_changed has under `form`."""
    event = body["event"]
    edited = {**(event.get(form) or {}), "channel": event["channel"], "edited": None}
    return read({**body, "event": edited}, bot_user_id)


def read(body: Mapping[str, Any], bot_user_id: str | None) -> Post | None:
    """The post in this envelope; None for edits, notices and other bots."""
    event = body["event"]
    if event.get("subtype") not in PERSONAL_SUBTYPES or event.get("bot_id") or event.get("edited"):
        return None
    if not event.get("user") or event["user"] == bot_user_id:
        return None
    return Post(
        channel=event["channel"],
        ts=event["ts"],
        user=event["user"],
        text=said(event, bot_user_id),
        thread=event.get("thread_ts"),
        team=event.get("user_team") or event.get("team") or "",
        mentions=mentioned(event.get("text") or ""),
        brings_files=has_files(event),
    )
