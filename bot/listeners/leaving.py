"""Where the app is taken out of a workspace, nothing is kept that would let it in again."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot.listeners.behaviour import here

EVENTS = ("app_uninstalled", "tokens_revoked")


def register(app: App) -> None:
    """Listen to the end of an installation."""

    @app.event(EVENTS[0])
    def uninstalled(body: dict[str, Any], context: BoltContext) -> None:
        here(context).leave(float(body["event_time"]))

    @app.event(EVENTS[1])
    def revoked(body: dict[str, Any], context: BoltContext) -> None:
        if (body["event"].get("tokens") or {}).get("bot"):
            here(context).leave(float(body["event_time"]))
