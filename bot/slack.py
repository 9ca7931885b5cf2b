"""The Slack window: one Bolt app over Socket Mode, from signing in to a quiet end."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from websocket import WebSocketException

from bot import listeners
from bot.link import Link
from bot.sending import retry_handlers
from bot.settings import Settings
from bot.state import State
from bot.talk import Talk
from bot.trouble import TroubleError
from knowledge import Desk, say

ANSWERING_THREADS = 16
"""An answer takes milliseconds, but one that waits out a rate limit keeps its thread while others go on."""
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
log = logging.getLogger(__name__)


class SlackError(TroubleError):
    """Slack cannot be reached or does not let us in."""


def run(desk: Desk, settings: Settings) -> None:
    """Answer in Slack until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=settings.hoshin_log, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with _stop_signals() as stop, connected(desk, settings):
        stop.wait()
        log.info(say("window_slack_stopping", "ja"))


@contextmanager
def connected(desk: Desk, settings: Settings) -> Iterator[None]:
    """Answer in Slack while the context is open. Answers under way are finished before it closes."""
    client = WebClient(
        settings.slack_bot_token,
        base_url=settings.slack_api_url,
        retry_handlers=retry_handlers(),
        logger=_library_log("web", logging.CRITICAL),
    )
    with State(settings.hoshin_journal) as state, ThreadPoolExecutor(ANSWERING_THREADS, "answer") as pool:
        with _plainly("window_slack_bot_token_refused", settings):
            team = client.auth_test().get("team")
        link = Link(settings.slack_app_token, client, log)
        link.socket_mode_request_listeners.append(_into(_app(client, pool, Talk(desk, state))))
        try:
            with _plainly("window_slack_app_token_refused", settings):
                link.connect()
            log.info(say("window_slack_ready", "ja", team=team))
            yield
        finally:
            link.close()


def _app(client: WebClient, pool: ThreadPoolExecutor, talk: Talk) -> App:
    app = App(
        client=client,
        token_verification_enabled=False,
        listener_executor=pool,
        logger=_library_log("bolt", logging.ERROR),
    )
    listeners.register(app, talk)
    return app


def _into(app: App) -> Callable[[BaseSocketModeClient, SocketModeRequest], None]:
    """What Bolt's own Socket Mode handlers do with an envelope."""

    def handle(link: BaseSocketModeClient, request: SocketModeRequest) -> None:
        start = time.time()
        send_response(link, request, run_bolt_app(app, request), start)

    return handle


def _library_log(name: str, level: int) -> logging.Logger:
    """A logger for a library. What it would say of failed calls we say ourselves, once and without anybody's words."""
    library = logging.getLogger(f"{__name__}.{name}")
    library.setLevel(level)
    return library


@contextmanager
def _plainly(token_refused: str, settings: Settings) -> Iterator[None]:
    """Turn the ways in which a first contact fails into one sentence."""
    try:
        yield
    except SlackApiError as refusal:
        code = str(refusal.response.get("error"))
        key = token_refused if code in TOKEN_ERRORS else "window_slack_refused"
        raise SlackError(say(key, "ja", code=code)) from refusal
    except (OSError, SlackClientError, WebSocketException) as unreachable:
        raise SlackError(say("window_slack_unreachable", "ja", url=settings.slack_api_url)) from unreachable


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set, instead of killing an answer half way."""
    stop = threading.Event()

    def request(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, request) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
