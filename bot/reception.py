"""Where Slack's envelopes come in, over a socket or by HTTP: signed, ours, once, and brought to what listens."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import SlackResponse

from bot import listeners
from bot.contact import library_log
from bot.installation import HomeTab, Installation
from bot.link import Handle
from bot.listeners import HERE, Behaviour
from bot.pending import Pending
from bot.talk import UntakenError
from bot.trouble import NotNowError
from bot.web import reply

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

EVENTS_PATH = "/slack/events"
"""Bolt's own path: for events, commands, presses, windows and what search fields suggest."""
DIGITS = 12
"""Of a time in seconds that can be one of Slack's."""
HARMLESS = ("event_callback", "block_suggestion")
"""What may come twice: a question's event has its own number, of which Slack makes use when it delivers again, and a
suggestion changes nothing."""
log = logging.getLogger(__name__)


def bolt_app(
    client: WebClient,
    us: SlackResponse,
    installation: Installation,
    home: HomeTab,
    does: Behaviour,
    pending: Pending,
    signing_secret: str,
) -> App:
    """Bolt with everything that listens. By HTTP it takes what Slack has signed within the last five minutes."""
    bot = AuthorizeResult(
        enterprise_id=us.get("enterprise_id"),
        team_id=us.get("team_id"),
        bot_id=us.get("bot_id"),
        bot_user_id=us.get("user_id"),
        bot_token=client.token,
    )
    app = App(
        client=client,
        authorize=lambda **_: bot,  # known since the start: no call to Slack stands before an acknowledgement
        signing_secret=signing_secret,
        process_before_response=True,  # a question is written down before it is acknowledged
        logger=library_log("bolt", logging.ERROR),
    )

    @app.middleware
    def of_this_installation(
        body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        """Nobody of another workspace is answered with this one's token. A command brings its own way to answer."""
        if "command" in body or installation.has(body):
            home.heard(body)
            context[HERE] = does
            return next()
        log.warning("An envelope for another installation of the app was left alone")
        return BoltResponse(status=200)

    @app.middleware
    def once(req: BoltRequest, body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        """A press or a command that somebody recorded and sends again, signature and all, does nothing."""
        signature = req.headers.get("x-slack-signature", [""])[0]
        if req.mode == "socket_mode" or body.get("type") in HARMLESS or pending.is_first(signature):
            return next()
        log.warning("A request that was taken before was left alone")
        return BoltResponse(status=200)

    @app.error
    def failed(error: Exception, req: BoltRequest, body: dict[str, Any]) -> BoltResponse:
        """An odd envelope is acknowledged all the same: delivered again, it would be as odd. Its words stay private.

        An event that cannot be written down now is not: Slack delivers it again, here or to another replica.
        """
        if isinstance(error, UntakenError) and not req.headers.get("x-slack-retry-num"):
            does.talk.apologise(error)
        if isinstance(error, NotNowError):
            is_event = body.get("type") == "event_callback"
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE if is_event else HTTPStatus.OK)
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("An envelope could not be taken: %s\n%s", type(error).__name__, place)
        return BoltResponse(status=200)

    listeners.register(app)
    return app


def over_socket(app: App, own: str | None) -> Handle:
    """What Bolt's own Socket Mode handlers do with an envelope; `own` is the bot's id."""

    def handle(connection: BaseSocketModeClient, request: SocketModeRequest) -> None:
        if own and (request.payload.get("event") or {}).get("bot_id") == own:
            connection.send_message(
                json.dumps(SocketModeResponse(request.envelope_id).to_dict())
            )  # an app hears its own words
            return
        start = time.time()
        send_response(connection, request, run_bolt_app(app, request), start)

    return handle


def by_http(app: App) -> WSGIApplication:
    """The page that Slack sends its requests to: Bolt's own adapter, and what it would stumble over."""
    adapter = SlackRequestHandler(app, EVENTS_PATH)

    def page(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        said = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        if not (said.isascii() and said.isdecimal() and len(said) <= DIGITS):
            return reply(environ, start, HTTPStatus.UNAUTHORIZED, b'{"error": "invalid request"}')
        try:
            return adapter(environ, start)
        except (ValueError, RecursionError):  # Bolt reads a body before it looks at the signature
            return reply(environ, start, HTTPStatus.BAD_REQUEST, b'{"error": "invalid request"}')

    return page
