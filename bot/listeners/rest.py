"""Whatever nothing else listens to gets its acknowledgement, or Slack shows people an error and sends it again."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot import pressed as read_from_message
from bot import viewed as read_from_view
from bot.listeners.behaviour import here

ANYTHING = re.compile(".*")


def register(app: App) -> None:
    """Listen to the rest; must come last."""

    @app.action(ANYTHING)
    def pressed(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()  # a button of a message that an older or newer version posted
        does, kind = here(context), body["container"].get("type")
        if kind == "message":
            press = read_from_message.read(body)
            does.later(press.user, press.team, lambda: does.presses.unknown(press))
        elif kind == "view":
            viewed = read_from_view.read(body)
            does.later(viewed.user, viewed.team, lambda: does.rooms.unknown(viewed))

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
