"""`/hoshin 質問` answers the asker alone."""

from __future__ import annotations

from slack_bolt import Ack, App

from bot.sending import whisper
from bot.state import Conversation
from bot.talk import Talk

COMMAND = "/hoshin"
SCOPES = ("commands",)


def register(app: App, talk: Talk) -> None:
    """Listen to the command."""

    @app.command(COMMAND)
    def asked(ack: Ack, command: dict[str, str]) -> None:
        ack()
        # A place of its own beside the channel's threads: nobody else's answer may shine through into a private one.
        place = Conversation(command["channel_id"], f"{COMMAND} {command['user_id']}", command["user_id"])
        url = command["response_url"]
        talk.answer_command(command.get("text", ""), place, lambda message: whisper(url, message))
