"""What the bot listens to in Slack, one idea a module. Each registers itself and names what the manifest must grant."""

from __future__ import annotations

from slack_bolt import App

from bot import people, sending
from bot.listeners import commands, homes, joins, leaving, mentions, messages, presses, rest, shortcuts, windows
from bot.listeners.behaviour import HERE, Behaviour

__all__ = ["COMMANDS", "EVENTS", "HERE", "LEAVING", "SCOPES", "SHORTCUTS", "Behaviour", "register"]

EVENTS = (mentions.EVENT, *messages.EVENTS, homes.EVENT, joins.EVENT)
LEAVING = leaving.EVENTS
"""What the app has to hear of where several workspaces install it."""
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


def register(app: App) -> None:
    """Connect every listener; the catch-alls come last, since the first one that fits takes it.

    Slack gets its acknowledgement when a listener returns: what it has to remember is written down by then.
    """
    mentions.register(app)
    messages.register(app)
    commands.register(app)
    shortcuts.register(app)
    joins.register(app)
    leaving.register(app)
    homes.register(app)
    windows.register(app)
    presses.register(app)
    rest.register(app)
