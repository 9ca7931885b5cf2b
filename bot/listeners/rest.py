"""Whatever nothing else listens to gets its acknowledgement, or Slack shows people an error and sends it again."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot import presses as read_from_message
from bot import rooms as read_from_view
from bot.presses import Presses
from bot.rooms import Rooms

ANYTHING = re.compile(".*")


def register(app: App, presses: Presses, rooms: Rooms) -> None:
    """Listen to the rest; must come last."""

    @app.action(ANYTHING)
    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        ack()  # a button of a message that an older or newer version posted
        kind = body["container"].get("type")
        if kind == "message":
            presses.unknown(read_from_message.read(body))
        elif kind == "view":
            rooms.unknown(read_from_view.read(body))

    @app.options(ANYTHING)
    def typed(ack: Ack) -> None:
        ack(options=[])

    @app.view(ANYTHING)
    def submitted(ack: Ack) -> None:
        ack()

    @app.shortcut(ANYTHING)
    def chosen(ack: Ack) -> None:
        ack()

    @app.event(ANYTHING)
    def happened() -> None:
        """An event that the app's settings in Slack subscribe to and this version has no use for."""
