"""What the bot listens to in Slack, one idea a module. Each registers itself and names what the manifest must grant."""

from __future__ import annotations

from slack_bolt import App

from bot.listeners import commands, mentions, messages, rest
from bot.talk import Talk

EVENTS = (mentions.EVENT, messages.EVENT)
COMMANDS = (commands.COMMAND,)
SCOPES = (*mentions.SCOPES, *messages.SCOPES, *commands.SCOPES)


def register(app: App, talk: Talk) -> None:
    """Connect every listener; the catch-all comes last, since the first one that fits takes it."""
    mentions.register(app, talk)
    messages.register(app, talk)
    commands.register(app, talk)
    rest.register(app)
