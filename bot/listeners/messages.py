"""A direct message is answered, and so is one that mentions the bot; of other people's talk only what asks for more."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot import posts
from bot.talk import Talk

EVENTS = ("message.im", "message.mpim", "message.channels", "message.groups")
SCOPES = ("im:history", "mpim:history", "channels:history", "groups:history")


def register(app: App, talk: Talk) -> None:
    """Listen to messages, of every kind that Slack knows."""

    @app.event("message")
    def said(body: dict[str, Any], context: BoltContext) -> None:
        post = posts.read(body, context.bot_user_id)
        if post is None:
            return
        if post.direct or context.bot_user_id in post.mentions:
            talk.answer_post(post, body["event_id"])
        else:
            talk.overhear(post, body["event_id"])
