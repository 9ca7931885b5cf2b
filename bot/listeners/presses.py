"""Buttons, menus and thumbs below an answer, in messages, windows and Home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot import controls, home
from bot import pressed as read_from_message
from bot import viewed as read_from_view
from bot.listeners.behaviour import here
from bot.pressed import Press
from bot.presses import Presses
from bot.rooms import Rooms
from bot.viewed import Viewed


def _led(*_: object) -> None:
    """A button with a link: Slack has followed it, and wants no more than to be acknowledged."""


ACTS: Mapping[str, tuple[Callable[[Presses, Press], None], Callable[[Rooms, Viewed], None]]] = {
    controls.STEP: (Presses.step, Rooms.step),
    controls.PICK: (Presses.step, Rooms.step),
    controls.COPY: (Presses.copy, Rooms.copy),
    **dict.fromkeys(controls.FILES, (Presses.file, Rooms.file)),
    controls.FRESH: (Presses.fresh, Rooms.unknown),
    controls.PAGE: (Presses.page, Rooms.unknown),
    controls.SHARE: (Presses.share, Rooms.unknown),
    controls.DELETE: (Presses.delete, Rooms.unknown),
    controls.FEEDBACK: (Presses.rate, Rooms.unknown),
    controls.HOME: (_led, _led),
}
"""What is done with what is pressed, below a message and in a view."""


def register(app: App) -> None:
    """Listen to presses."""
    for action, (in_message, in_view) in ACTS.items():

        @app.action(home.matching(action))
        # By keyword only: Bolt fills every other argument itself, with None where it does not know the name.
        def pressed(
            ack: Ack,
            body: dict[str, Any],
            context: BoltContext,
            *,
            in_message: Any = in_message,
            in_view: Any = in_view,
        ) -> None:
            ack()
            does, user = here(context), body["user"]
            if body["container"]["type"] != "view":
                press = read_from_message.read(body)
                does.later(user["id"], press.team, lambda: in_message(does.presses, press))
            else:
                viewed = read_from_view.read(body)
                does.later(user["id"], viewed.team, lambda: in_view(does.rooms, viewed))
