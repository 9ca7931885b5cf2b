"""The search window and the feedback window, and what search fields suggest while somebody types."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot import modals
from bot.rooms import Rooms, read


def register(app: App, rooms: Rooms) -> None:
    """Listen to what is typed and submitted."""

    @app.options(modals.SUGGEST)
    def suggested(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=rooms.suggestions(body["user"]["id"], body.get("value") or ""))

    @app.view(modals.SEARCH)
    def searched(ack: Ack, body: dict[str, Any]) -> None:
        rooms.search(read(body), body["view"]["state"]["values"], ack)

    @app.view(modals.FEEDBACK)
    def told(ack: Ack, body: dict[str, Any]) -> None:
        rooms.feedback(read(body), body["view"]["state"]["values"], ack)
