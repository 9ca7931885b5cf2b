"""The shortcut 「運営方針で調べる」 on a message asks with that message's words, for the asker alone."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.posts import Conversation
from bot.talk import Talk
from bot.text import typed

SHORTCUT = "look_up"


def register(app: App, talk: Talk) -> None:
    """Listen to the shortcut."""

    @app.shortcut(SHORTCUT)
    def looked_up(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        user = body["user"]["id"]
        # Like the command's, a place of its own; and one for each message, whose words are a question by themselves.
        where = Conversation(body["channel"]["id"], f"{SHORTCUT} {body['message']['ts']}", user)
        talk.answer_privately(
            typed(body["message"].get("text") or "", context.bot_user_id), where, body["response_url"]
        )
