"""A direct message is answered, and so is one that mentions the bot; of other people's talk only what asks for more."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot import posts
from bot.listeners.behaviour import here
from bot.posts import Post
from bot.talk import Talk

EVENTS = ("message.im", "message.mpim", "message.channels", "message.groups")
SCOPES = ("im:history", "mpim:history", "channels:history", "groups:history")
TOMBSTONE = "tombstone"
"""What Slack leaves in the place of a deleted message that has a thread."""


def register(app: App) -> None:
    """Listen to messages, of every kind that Slack knows."""

    @app.event("message")
    def said(body: dict[str, Any], context: BoltContext) -> None:
        event, us, talk = body["event"], context.bot_user_id, here(context).talk
        match event.get("subtype"):
            case "message_deleted":
                talk.withdraw(event["channel"], event.get("deleted_ts") or "")
            case "message_changed" if (event.get("message") or {}).get("subtype") == TOMBSTONE:
                talk.withdraw(event["channel"], event["message"]["ts"])
            case "message_changed":
                _edited(talk, body, us)
            case _:
                _written(talk, body, us)


def _written(talk: Talk, body: dict[str, Any], us: str | None) -> None:
    post = posts.read(body, us)
    if post is None:
        return
    if _addresses(post, us):
        talk.take(post, body["event_id"])
    else:
        talk.overhear(post, body["event_id"])


def _edited(talk: Talk, body: dict[str, Any], us: str | None) -> None:
    post, before = (posts.read_form(body, name, us) for name in ("message", "previous_message"))
    if post is not None:
        was = before is not None and _addresses(before, us)
        talk.edited(post, body["event_id"], addressed=_addresses(post, us), was_addressed=was)


def _addresses(post: Post, us: str | None) -> bool:
    return post.direct or us in post.mentions
