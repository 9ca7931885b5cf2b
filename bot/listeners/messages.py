"""A direct message is answered. What is said in a channel without a mention is other people's talk."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import posts
from bot.talk import Talk

EVENT = "message.im"
SCOPES = ("im:history",)


def register(app: App, talk: Talk) -> None:
    """Listen to messages, of every kind that Slack knows."""

    @app.event(EVENT.partition(".")[0])  # im is the subscription's part of the name, not the event's
    def said(body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        post = posts.read(body, context.bot_user_id)
        if post and post.direct:
            talk.answer_post(post, client)
