"""What the bot listens to in Slack, one idea a module. Each registers itself and names what the manifest must grant."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt import App

from bot import people, sending
from bot.listeners import commands, homes, joins, mentions, messages, presses, rest, shortcuts, windows
from bot.presses import Presses
from bot.rooms import Rooms
from bot.talk import Talk

EVENTS = (mentions.EVENT, *messages.EVENTS, homes.EVENT, joins.EVENT)
COMMANDS = (commands.COMMAND,)
SHORTCUTS = (shortcuts.SHORTCUT,)
SCOPES = (
    *people.SCOPES,
    *sending.SCOPES,
    *mentions.SCOPES,
    *messages.SCOPES,
    *commands.SCOPES,
    *joins.SCOPES,
)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the listeners call."""

    talk: Talk
    presses: Presses
    rooms: Rooms


def register(app: App, does: Behaviour) -> None:
    """Connect every listener; the catch-alls come last, since the first one that fits takes it."""
    mentions.register(app, does.talk)
    messages.register(app, does.talk)
    commands.register(app, does.talk, does.rooms)
    shortcuts.register(app, does.talk)
    joins.register(app, does.talk)
    homes.register(app, does.rooms)
    windows.register(app, does.rooms)
    presses.register(app, does.presses, does.rooms)
    rest.register(app, does.presses, does.rooms)
