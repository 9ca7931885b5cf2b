"""Buttons, menus and thumbs below an answer, in messages, windows and Home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot import controls, home
from bot import presses as read_from_message
from bot import rooms as read_from_view
from bot.listeners.behaviour import Behaviour
from bot.presses import Press
from bot.rooms import Viewed


def _led(_: object) -> None:
    """A button with a link: Slack has followed it, and wants no more than to be acknowledged."""


def register(app: App, does: Behaviour) -> None:
    """Listen to presses."""
    presses, rooms = does.presses, does.rooms
    acts: dict[str, tuple[Callable[[Press], None], Callable[[Viewed], None]]] = {
        controls.STEP: (presses.step, rooms.step),
        controls.PICK: (presses.step, rooms.step),
        controls.COPY: (presses.copy, rooms.copy),
        **dict.fromkeys(controls.FILES, (presses.file, rooms.file)),
        controls.FRESH: (presses.fresh, rooms.unknown),
        controls.PAGE: (presses.page, rooms.unknown),
        controls.SHARE: (presses.share, rooms.unknown),
        controls.DELETE: (presses.delete, rooms.unknown),
        controls.FEEDBACK: (presses.rate, rooms.unknown),
        controls.HOME: (_led, _led),
    }
    for action, (in_message, in_view) in acts.items():

        @app.action(home.matching(action))
        # By keyword only: Bolt fills every other argument itself, with None where it does not know the name.
        def pressed(ack: Ack, body: dict[str, Any], *, in_message: Any = in_message, in_view: Any = in_view) -> None:
            ack()
            user = body["user"]
            if body["container"]["type"] != "view":
                press = read_from_message.read(body)
                does.later(user["id"], press.team, lambda: in_message(press))
            else:
                viewed = read_from_view.read(body)
                does.later(user["id"], viewed.team, lambda: in_view(viewed))
