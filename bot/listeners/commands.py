"""`/hoshin 質問` answers the asker alone; `/hoshin` alone opens the search window."""

from __future__ import annotations

import re

from slack_bolt import Ack, App, BoltContext

from bot.listeners.behaviour import here
from bot.posts import Post
from bot.text import typed

COMMAND = "/hoshin"
SCOPES = ("commands",)


def register(app: App) -> None:
    """Listen to the command."""

    @app.command(COMMAND)
    def asked(ack: Ack, command: dict[str, str], context: BoltContext) -> None:
        does = here(context)
        question, user, url = (
            typed(command.get("text", ""), bot_user_id=None),
            command["user_id"],
            command["response_url"],
        )
        if question:
            # A place beside the channel's threads, and of each person's own.
            channel, number = command["channel_id"], command["trigger_id"]
            does.talk.take(Post(channel, number, user, question, COMMAND, command["team_id"], response_url=url))
        else:
            tell = lambda sentence: does.talk.tell_privately(url, sentence)  # noqa: E731
            does.later(user, command["team_id"], lambda: does.windows.open_search(user, command["trigger_id"], tell))
        ack()

    @app.command(re.compile(".*"))
    def unknown(ack: Ack, command: dict[str, str], context: BoltContext) -> None:
        ack()
        does = here(context)
        user, url = command["user_id"], command["response_url"]
        does.later(user, command["team_id"], lambda: does.talk.answer_unknown(user, url))
