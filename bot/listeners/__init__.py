"""What the bot listens to in Slack, one idea a module. Each registers itself and names what the manifest must grant."""

from __future__ import annotations

from slack_bolt import App

from bot import people, sending
from bot.listeners import commands, homes, joins, mentions, messages, presses, rest, shortcuts, windows
from bot.listeners.behaviour import Behaviour

__all__ = ["COMMANDS", "EVENTS", "SCOPES", "SHORTCUTS", "Behaviour", "register"]

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


def register(app: App, does: Behaviour) -> None:
    """Connect every listener; the catch-alls come last, since the first one that fits takes it.

    Slack gets its acknowledgement when a listener returns: what it has to remember is written down by then.
    """
    mentions.register(app, does.talk)
    messages.register(app, does.talk)
    commands.register(app, does)
    shortcuts.register(app, does.talk)
    joins.register(app, does)
    homes.register(app, does)
    windows.register(app, does.rooms)
    presses.register(app, does)
    rest.register(app, does)
