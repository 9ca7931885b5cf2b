"""`/hoshin 質問` answers the asker alone; `/hoshin` alone opens the search window."""

from __future__ import annotations

import re

from slack_bolt import Ack, App

from bot.posts import Conversation
from bot.rooms import Rooms
from bot.talk import Talk
from bot.text import typed

COMMAND = "/hoshin"
SCOPES = ("commands",)


def register(app: App, talk: Talk, rooms: Rooms) -> None:
    """Listen to the command."""

    @app.command(COMMAND)
    def asked(ack: Ack, command: dict[str, str]) -> None:
        ack()
        question, user, url = (
            typed(command.get("text", ""), bot_user_id=None),
            command["user_id"],
            command["response_url"],
        )
        if not question:
            rooms.open_search(user, command["trigger_id"], lambda sentence: talk.tell_privately(url, sentence))
            return
        # A place beside the channel's threads, and of each person's own.
        talk.answer_privately(question, Conversation(command["channel_id"], COMMAND, user), url)

    @app.command(re.compile(".*"))
    def unknown(ack: Ack, command: dict[str, str]) -> None:
        ack()
        talk.answer_unknown(command["user_id"], command["response_url"])
