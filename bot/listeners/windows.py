"""The search window and the feedback window, and what search fields suggest while somebody types."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot import modals
from bot.listeners.behaviour import here
from bot.viewed import read


def register(app: App) -> None:
    """Listen to what is typed and submitted."""

    @app.options(modals.SUGGEST)
    def suggested(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack(options=here(context).windows.suggestions(body["user"]["id"], body.get("value") or ""))

    @app.view(modals.SEARCH)
    def searched(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        here(context).windows.search(read(body), body["view"]["state"]["values"], ack)

    @app.view(modals.FEEDBACK)
    def told(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        here(context).windows.feedback(read(body), body["view"]["state"]["values"], ack)
