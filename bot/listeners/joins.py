"""Where the bot is invited it greets once; it is the only word that it says unasked."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot.listeners.behaviour import here

EVENT = "member_joined_channel"
SCOPES = ("channels:read", "groups:read")


def register(app: App) -> None:
    """Listen to who joins a channel."""

    @app.event(EVENT)
    def joined(event: dict[str, Any], context: BoltContext) -> None:
        if event["user"] == context.bot_user_id:
            does, inviter = here(context), event.get("inviter") or ""
            does.later(inviter, "", lambda: does.talk.greet(event["channel"], inviter))
