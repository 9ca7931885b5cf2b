"""A mention in a channel is answered in its thread."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot import posts
from bot.listeners.behaviour import here

EVENT = "app_mention"
SCOPES = ("app_mentions:read",)


def register(app: App) -> None:
    """Listen to mentions."""

    @app.event(EVENT)
    def mentioned(body: dict[str, Any], context: BoltContext) -> None:
        post = posts.read(body, context.bot_user_id)
        if post:
            here(context).talk.take(post, body["event_id"])
