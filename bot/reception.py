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
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot import listeners
from bot.contact import library_log
from bot.link import Handle
from bot.listeners import HERE
from bot.listeners.behaviour import here
from bot.store import JournalError
from bot.talk import UntakenError
from bot.trouble import NotNowError
from bot.web import reply
from bot.workspaces import Workspaces
from knowledge import say

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

EVENTS_PATH = "/slack/events"
"""Bolt's own path: for events, commands, presses, windows and what search fields suggest."""
BOT = "hoshin_bot"
"""Where an envelope's context has who we are in the workspace that it came from."""
DIGITS = 12
"""Of a time in seconds that can be one of Slack's."""
HARMLESS = ("event_callback", "block_suggestion")
"""What may come twice: a question's event has its own number, of which Slack makes use when it delivers again, and a
suggestion changes nothing."""
INVALID = b'{"error": "invalid request"}'
log = logging.getLogger(__name__)


class _Known(Authorize):
    """Who we are is known since the start: no call to Slack stands before an acknowledgement."""

    def __init__(self) -> None:
        """Needs nothing."""

    def __call__(self, *, context: BoltContext, **_: object) -> AuthorizeResult:
        """The bot of the workspace that the envelope came from."""
        bot: AuthorizeResult = context[BOT]
        return bot


def bolt_app(
    client: WebClient,
    workspaces: Workspaces,
    is_first: Callable[[str], bool],
    signing_secret: str,
    flow: OAuthFlow | None,
) -> App:
    """Bolt with everything that listens. By HTTP it takes what Slack has signed within the last five minutes.

    `is_first` says whether a signature comes for the first time; the flow installs the app, where several may.
    """

    def whose(body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:
        """Nobody of one workspace is answered with another one's token, memory or rights."""
        if body.get("type") == "url_verification":
            return next()
        workspace = workspaces.of_envelope(body, context)
        if workspace is not None:
            workspace.home.heard(body)
            context[HERE], context[BOT] = workspace.does, workspace.bot
            return next()
        log.warning("An envelope for another installation of the app was left alone")
        return BoltResponse(status=200, body=say("oauth_not_here", "ja") if "command" in body else "")

    app = App(
        client=client,
        authorize=_Known(),
        before_authorize=whose,
        oauth_flow=flow,
        signing_secret=signing_secret,
        process_before_response=True,  # a question is written down before it is acknowledged
        logger=library_log("bolt", logging.ERROR),
    )

    @app.middleware
    def once(req: BoltRequest, body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        """A press or a command that somebody recorded and sends again, signature and all, does nothing."""
        signature = req.headers.get("x-slack-signature", [""])[0]
        if req.mode == "socket_mode" or body.get("type") in HARMLESS or is_first(signature):
            return next()
        log.warning("A request that was taken before was left alone")
        return BoltResponse(status=200)

    @app.error
    def failed(error: Exception, req: BoltRequest, body: dict[str, Any], context: BoltContext) -> BoltResponse:
        """An odd envelope is acknowledged all the same: delivered again, it would be as odd. Its words stay private.

        An event that cannot be written down now is not: Slack delivers it again, here or to another replica.
        """
        if isinstance(error, UntakenError) and not req.headers.get("x-slack-retry-num"):
            here(context).talk.apologise(error)
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
    """The pages that Slack and who installs the app come to: Bolt's own adapter, and what it would stumble over."""
    adapter = SlackRequestHandler(app, EVENTS_PATH)

    def page(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        said = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        is_signed = said.isascii() and said.isdecimal() and len(said) <= DIGITS
        if environ.get("REQUEST_METHOD") == "POST" and not is_signed:
            return reply(environ, start, HTTPStatus.UNAUTHORIZED, INVALID)
        try:
            return adapter(environ, start)
        except (ValueError, RecursionError):  # Bolt reads a body before it looks at the signature
            return reply(environ, start, HTTPStatus.BAD_REQUEST, INVALID)
        except (SlackClientError, OSError, JournalError) as away:  # while somebody installs the app
            log.error("A page could not be answered: %s", type(away).__name__)
            return reply(environ, start, HTTPStatus.SERVICE_UNAVAILABLE, b'{"error": "try again"}')

    return page
