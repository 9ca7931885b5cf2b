"""From a person's question in Slack to the answer in Slack."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterable

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import blocks, sending
from bot.blocks import Message
from bot.posts import Post
from bot.state import Conversation, State
from bot.text import language_of, typed
from knowledge import Answer, Desk, say

log = logging.getLogger(__name__)


class Talk:
    """What all listeners share: they read what arrived, this answers it."""

    def __init__(self, desk: Desk, state: State) -> None:
        self._desk = desk
        self._state = state

    def answer_post(self, post: Post, client: WebClient) -> None:
        """Answer a post where it stands, once."""

        def send(message: Message) -> str:
            return sending.post(client, post.channel, post.reply_thread, message)

        def answer() -> None:
            if self._state.take(post.event_id, post.channel, post.ts):
                found = self._ask(post.text, post.conversation, post.beginnings)
                answered = send(blocks.message(found))
                if post.beginnings:
                    # A thread that somebody opens on this answer goes on from it.
                    self._state.remember([Conversation(post.channel, answered, post.user)], found.subject)

        self._guard(post.text, answer, send)

    def answer_command(self, text: str, conversation: Conversation, send: Callable[[Message], None]) -> None:
        """Answer a slash command by whatever way `send` goes."""
        question = typed(text, bot_user_id=None) or say("window_help_question", "ja")
        self._guard(question, lambda: send(blocks.message(self._ask(question, conversation))), send)

    def _ask(self, question: str, conversation: Conversation, beginnings: Iterable[Conversation] = ()) -> Answer:
        answer = self._desk.ask(question, self._state.subject(conversation))
        self._state.remember([conversation, *beginnings], answer.subject)
        log.info("Answered in %s: %s (score %d)", conversation.channel, answer.kind, answer.score)
        return answer

    def _guard(self, question: str, answer: Callable[[], None], send: Callable[[Message], object]) -> None:
        """Run one answer; whatever goes wrong ends in the log, and the asker gets a number to refer to."""
        try:
            answer()
        except SlackApiError as refusal:
            # Such as not_in_channel or is_archived: there is nobody to tell it to.
            log.warning("Slack refused an answer: %s", refusal.response.get("error"))
        except Exception as error:  # the outermost boundary: a bug must reach the asker as a sentence
            number = secrets.token_hex(3)
            # An exception's text may hold the question, which is not to be logged; its type and place must do.
            place = "".join(traceback.format_tb(error.__traceback__))
            log.error("Answer %s failed: %s\n%s", number, type(error).__name__, place)
            log.debug("Answer %s in full", number, exc_info=error)
            self._apologise(say("window_failed", language_of(question), number=number), send)

    def _apologise(self, sentence: str, send: Callable[[Message], object]) -> None:
        try:
            send(blocks.plain(sentence))
        except (SlackClientError, OSError) as refusal:
            log.warning("The apology could not be sent: %s", type(refusal).__name__)
