"""The shortcut 「運営方針で調べる」 on a message asks with that message's words, for the asker alone."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.listeners.behaviour import here
from bot.posts import Post
from bot.said import has_files, said

SHORTCUT = "look_up"


def register(app: App) -> None:
    """Listen to the shortcut."""

    @app.shortcut(SHORTCUT)
    def looked_up(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        post = Post(
            channel=body["channel"]["id"],
            ts=body["trigger_id"],
            user=body["user"]["id"],
            text=said(body["message"], context.bot_user_id),
            # Like the command's, a place of its own; one for each message, whose words are a question by themselves.
            thread=f"{SHORTCUT} {body['message']['ts']}",
            team=body["user"].get("team_id") or "",
            response_url=body["response_url"],
            brings_files=has_files(body["message"]),
        )
        here(context).talk.take(post)
        ack()
