"""The Slack window: one Bolt app over Socket Mode, from signing in to a quiet end."""

from __future__ import annotations

import json
import logging
import re
import signal
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RetryHandler
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import SlackResponse

from bot import health, listeners
from bot.alarms import Alarms
from bot.health import Health
from bot.installation import HomeTab, Installation
from bot.journal import Journal
from bot.link import Handle, Link
from bot.listeners import Behaviour
from bot.names import Names
from bot.outbox import Outbox
from bot.people import PATIENCE, People
from bot.presses import Presses
from bot.replies import OutageHandler, Pulse, RateLimitHandler, ReplyHandler, code_of, is_outage, retry_handlers
from bot.rooms import Rooms
from bot.sending import Sender
from bot.service import Service
from bot.settings import Settings, use_network
from bot.state import State
from bot.store import Database, hold, open_journal
from bot.talk import Talk
from bot.tidying import Calendar, tidied
from bot.trouble import TroubleError
from bot.turns import Turns
from bot.watch import BotToken, Watch, app_token_trouble, bot_token_trouble
from knowledge import Desk, say

ANSWERING_THREADS, PRESSING_THREADS, ASKING_THREADS = 4, 4, 8
"""Answers are found here and sent elsewhere; one that takes long keeps its thread while others go on.

More threads would only take turns at the interpreter and delay acknowledgements: 12 of them by two seconds when 200
questions come in a second.
"""
NAP = 1.0
"""Seconds between looks at whether to stop."""
TIMEOUT = 10
"""Seconds for one call of Slack's Web API."""
ENDING = 20.0
"""Seconds that the end of the program waits for Slack to take what was answered; the rest is owed at the next start."""
log = logging.getLogger(__name__)


class SlackError(TroubleError):
    """Slack cannot be reached or does not let us in."""


def run(desk: Desk, settings: Settings) -> None:
    """Answer in Slack until SIGTERM or Ctrl-C.

    SlackError where Slack does not let us in, at the beginning or any more: whoever supervises may start it again.
    """
    use_network(settings)
    logging.basicConfig(level=settings.hoshin_log, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with _stop_signals() as stop, connected(desk, settings) as watch:
        while not stop.wait(NAP):  # a signal that comes just before the wait begins does not end it
            if (trouble := watch.trouble()) is not None:
                raise SlackError(trouble)
        log.info(say("window_slack_stopping", "ja"))


@contextmanager
def connected(desk: Desk, settings: Settings) -> Iterator[Watch]:
    """Answer in Slack while the context is open. Answers under way are finished before it closes."""
    token, pulse = BotToken(), Pulse()
    client = _client(settings, TIMEOUT, [ReplyHandler(), token, pulse, *retry_handlers()])
    # Who asks is looked up before every answer: that must not take long.
    quick = _client(settings, PATIENCE, [ReplyHandler(), token, RateLimitHandler(PATIENCE), OutageHandler()])
    with ExitStack() as open_:
        open_.enter_context(hold(settings.hoshin_journal))
        database = open_.enter_context(closing(open_journal(settings.hoshin_journal)))
        with _plainly(bot_token_trouble, settings):
            us = client.auth_test()
        _say_missing(us)
        installation = Installation.of(us.data if isinstance(us.data, dict) else {}, client)
        home = HomeTab(installation.team)
        service = _service(desk, settings, database, Sender(client, pulse), People(quick, installation), home)
        # What the program ends with, from the last to the first: nothing more is heard, all that was asked is worked
        # out, and all of that is sent.
        open_.callback(lambda: service.outbox.close(0.0 if token.refusal else ENDING, pulse.end))
        open_.callback(service.alarms.close)
        open_.callback(service.turns.close)
        open_.callback(service.doors.close)
        does = Behaviour(
            Talk(service), Presses(service), Rooms(service), service.people, Turns(PRESSING_THREADS, "press")
        )
        open_.callback(does.rooms.close)
        open_.callback(does.hands.close)
        calendar = Calendar(database)
        does.talk.answer_owed(service.state.owed(calendar.now()))  # before anything new comes in
        into = _into(_app(client, us, installation, home, does), us.get("bot_id"))
        link = Link(settings.slack_app_token, client, log, into)
        open_.callback(link.close)
        watch = Watch(link, token, client.auth_test)
        open_.enter_context(health.serve(settings.hoshin_port, lambda: _health(link, watch, desk, database)))
        with _plainly(app_token_trouble, settings):
            link.connect()
        open_.enter_context(tidied(calendar, service.state.forget_the_old, service.journal.forget_the_old))
        log.info(say("window_slack_ready", "ja", team=us.get("team")))
        yield watch


def _say_missing(us: SlackResponse) -> None:
    """Say which scopes Slack has not granted, by a header of its reply, and what will not work for want of them."""
    granted = {name.lower(): value for name, value in us.headers.items()}.get("x-oauth-scopes")
    if granted is None:
        return
    for scope in sorted(set(listeners.SCOPES) - {one.strip() for one in granted.split(",")}):
        without = say(f"without_{scope.replace(':', '_')}", "ja")
        log.error("%s", say("slack_scope_missing", "ja", scope=scope, without=without))


def _client(settings: Settings, timeout: int, handlers: list[RetryHandler]) -> WebClient:
    return WebClient(
        settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=timeout,
        retry_handlers=handlers,
        logger=_library_log("web", logging.CRITICAL),
    )


def _service(
    desk: Desk, settings: Settings, database: Database, sender: Sender, people: People, home: HomeTab
) -> Service:
    for organisation in settings.hoshin_channel_organisations.values():
        desk.catalogue.organisation(organisation)  # a name that means nobody, or several, is said now
    names = Names(settings.hoshin_journal, settings.hoshin_names_key)
    journal = Journal(database, names, settings.hoshin_keep_days)
    journal.recognise()
    doors, turns = Turns(ASKING_THREADS, "door"), Turns(ANSWERING_THREADS, "answer")
    return Service(
        desk, State(database, names), journal, sender, doors, turns, Alarms(), Outbox(), people, settings, home
    )


def _health(link: Link, watch: Watch, desk: Desk, database: Database) -> Health:
    built = max((datetime.fromisoformat(each.built_at) for each in desk.holdings()), default=datetime.now(UTC))
    age = round((datetime.now(UTC) - built).total_seconds())
    return Health(link.is_connected() and not link.is_over, watch.refusal, age, database.is_writable())


def _app(client: WebClient, us: SlackResponse, installation: Installation, home: HomeTab, does: Behaviour) -> App:
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
        process_before_response=True,  # a question is written down before it is acknowledged
        logger=_library_log("bolt", logging.ERROR),
    )

    @app.middleware
    def of_this_installation(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        """Nobody of another workspace is answered with this one's token. A command brings its own way to answer."""
        if "command" in body or installation.has(body):
            home.heard(body)
            return next()
        log.warning("An envelope for another installation of the app was left alone")
        return BoltResponse(status=200)

    @app.error
    def failed(error: Exception) -> BoltResponse:
        """An odd envelope is acknowledged all the same: delivered again, it would be as odd. Its words stay private."""
        place = "".join(traceback.format_tb(error.__traceback__))
        log.error("An envelope could not be taken: %s\n%s", type(error).__name__, place)
        return BoltResponse(status=200)

    listeners.register(app, does)
    return app


def _into(app: App, own: str | None) -> Handle:
    """What Bolt's own Socket Mode handlers do with an envelope."""

    def handle(connection: BaseSocketModeClient, request: SocketModeRequest) -> None:
        if own and (request.payload.get("event") or {}).get("bot_id") == own:
            connection.send_message(
                json.dumps(SocketModeResponse(request.envelope_id).to_dict())
            )  # an app hears its own words
            return
        start = time.time()
        send_response(connection, request, run_bolt_app(app, request), start)

    return handle


def _library_log(name: str, level: int) -> logging.Logger:
    """A logger for a library. What it would say of failed calls we say ourselves, once and without anybody's words."""
    library = logging.getLogger(f"{__name__}.{name}")
    library.setLevel(level)
    return library


@contextmanager
def _plainly(refused: Callable[[str], str], settings: Settings) -> Iterator[None]:
    """Turn the ways in which a first contact fails into one sentence."""
    try:
        yield
    except SlackApiError as refusal:
        away = say("window_slack_unreachable", "ja", url=settings.slack_api_url)
        raise SlackError(away if is_outage(refusal) else refused(code_of(refusal))) from refusal
    except Exception as unreachable:  # half a reply, a page of a proxy's, a URL that is none: it is not Slack who talks
        log.warning("The first contact with Slack failed: %s", type(unreachable).__name__)
        raise SlackError(say(_stands_in_the_way(unreachable), "ja", url=settings.slack_api_url)) from unreachable


def _stands_in_the_way(error: BaseException) -> str:
    """What a first contact met, as the key of a sentence."""
    causes = [error, getattr(error, "reason", None), error.__cause__, error.__context__]
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "slack_certificate"
    return "slack_proxy_password" if re.search(r"\b407\b", str(error)) else "window_slack_unreachable"


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
