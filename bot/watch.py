"""Whether the bot can go on: does Slack still take its tokens, and does anybody listen to the socket?"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState

from bot.link import Link
from bot.replies import REVOKED, certain
from knowledge import say

PATIENCE = 180.0
"""Seconds for which Slack may refuse us before the program ends: longer than somebody takes to reinstall the app."""
STARVING = 20.0
"""Seconds without a file descriptor or a thread to be had after which the program ends, to be started anew."""
LOOK_AGAIN = 30.0
"""Seconds between questions to Slack whether it still refuses us."""
TOKEN_ERRORS = (
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
    "no_permission",
    "missing_scope",
)
"""Slack's codes for a token that it does not accept."""
OPENING = "apps.connections.open"
"""The one call that is made with the other token."""
log = logging.getLogger(__name__)


class BotToken(RetryHandler):
    """Sees every reply of the Web API and notes since when Slack refuses the bot's token. Repeats nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._refused: tuple[str, float] | None = None

    @property
    def refusal(self) -> tuple[str, float] | None:
        """Slack's code and for how many seconds it has said so; None while the token is good."""
        refused = self._refused
        return None if refused is None else (refused[0], self._clock() - refused[1])

    def can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        """Take note of a reply; False."""
        told = (response and response.body) or {}
        if request.url.rpartition("/")[2] == OPENING:
            return False
        if told.get("ok") is True:
            self._refused = None
        elif told.get("error") in REVOKED and self._refused is None:
            self._refused = (str(told["error"]), self._clock())
            log.error("Slack does not take the bot's token any more: %s", told["error"])
        return False


class Watch:
    """Looks after both tokens and the socket for as long as the program runs."""

    def __init__(self, link: Link | None, token: BotToken, check: Callable[[], object]) -> None:
        """`check` asks Slack for anything with the bot's token; without a link there is no socket to look after."""
        self._link = link
        self._token = token
        self._check = check
        self._looked = time.monotonic()
        self._starved_since: float | None = None

    @property
    def refusal(self) -> str:
        """Slack's code for why it lets us in no more; empty while it does."""
        refused = self._link_refusal or self._token.refusal
        return refused[0] if refused else ""

    def trouble(self) -> str | None:
        """Why the program should end, as a sentence for whoever runs it; None as long as it can go on."""
        if self._link is not None and self._link.is_over:
            return say("window_slack_deaf", "ja")
        if self._starved_for() >= STARVING:
            return say("slack_starved", "ja", seconds=round(STARVING))
        if (refused := self._link_refusal) and refused[1] >= PATIENCE:
            return app_token_trouble(refused[0])
        if self._token.refusal and time.monotonic() - self._looked >= LOOK_AGAIN:
            self._ask_again()
        if (refused := self._token.refusal) and refused[1] >= PATIENCE:
            return bot_token_trouble(refused[0])
        return None

    @property
    def _link_refusal(self) -> tuple[str, float] | None:
        return self._link.refusal if self._link is not None else None

    def _starved_for(self) -> float:
        """Seconds since the system last gave us what every answer needs: a file descriptor and a thread."""
        now = time.monotonic()
        if _can_serve():
            self._starved_since = None
        elif self._starved_since is None:
            self._starved_since = now
            log.error("The system gives the program no file or no thread any more")
        return 0.0 if self._starved_since is None else now - self._starved_since

    def _ask_again(self) -> None:
        """Nobody may have asked anything meanwhile: let the token show whether it is good again."""
        self._looked = time.monotonic()
        try:
            with certain():
                self._check()
        except SlackApiError:
            pass  # the token has seen it
        except SlackClientError as lost:
            log.warning("Slack does not tell whether it takes the bot's token: %s", type(lost).__name__)


def _can_serve() -> bool:
    try:
        with socket.socket():
            thread = threading.Thread(target=lambda: None)
            thread.start()
    except (OSError, RuntimeError):
        return False
    thread.join()
    return True


def app_token_trouble(code: str) -> str:
    """What Slack's refusal to open a connection means for whoever runs the program."""
    if code == "link_disabled":
        return say("window_slack_socket_mode_off", "ja", code=code)
    return say("window_slack_app_token_refused" if code in TOKEN_ERRORS else "window_slack_refused", "ja", code=code)


def bot_token_trouble(code: str) -> str:
    """What Slack's refusal of the bot's first call means for whoever runs the program."""
    return say("window_slack_bot_token_refused" if code in TOKEN_ERRORS else "window_slack_refused", "ja", code=code)
