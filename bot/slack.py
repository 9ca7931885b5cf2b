"""The Slack window: one Bolt app over Socket Mode, from signing in to a quiet end."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from types import FrameType

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import health, listeners
from bot.database import Database
from bot.health import Health
from bot.journal import Journal
from bot.link import Handle, Link
from bot.listeners import Behaviour
from bot.names import Names
from bot.outbox import Outbox
from bot.people import People
from bot.presses import Presses
from bot.replies import ReplyHandler, code_of, retry_handlers
from bot.rooms import Rooms
from bot.sending import Sender
from bot.service import Service
from bot.settings import Settings
from bot.state import State
from bot.talk import Talk
from bot.trouble import TroubleError
from bot.watch import BotToken, Watch, app_token_trouble, bot_token_trouble
from knowledge import Desk, say

ANSWERING_THREADS = 16
"""Answers are found here and sent elsewhere; one that takes long keeps its thread while others go on."""
NAP = 1.0
"""Seconds between looks at whether to stop."""
TIMEOUT = 10
"""Seconds for one call of Slack's Web API."""
log = logging.getLogger(__name__)


class SlackError(TroubleError):
    """Slack cannot be reached or does not let us in."""


def run(desk: Desk, settings: Settings) -> None:
    """Answer in Slack until SIGTERM or Ctrl-C.

    SlackError where Slack does not let us in, at the beginning or any more: whoever supervises may start it again.
    """
    logging.basicConfig(level=settings.hoshin_log, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with _stop_signals() as stop, connected(desk, settings) as watch:
        while not stop.wait(NAP):  # a signal that comes just before the wait begins does not end it
            if (trouble := watch.trouble()) is not None:
                raise SlackError(trouble)
        log.info(say("window_slack_stopping", "ja"))


@contextmanager
def connected(desk: Desk, settings: Settings) -> Iterator[Watch]:
    """Answer in Slack while the context is open. Answers under way are finished before it closes."""
    token = BotToken()
    client = WebClient(
        settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=TIMEOUT,
        retry_handlers=[ReplyHandler(), token, *retry_handlers()],
        logger=_library_log("web", logging.CRITICAL),
    )
    with (
        closing(Database(settings.hoshin_journal)) as database,
        ThreadPoolExecutor(ANSWERING_THREADS, "answer") as pool,
    ):
        with _plainly(bot_token_trouble, settings):
            us = client.auth_test()
        service = _service(desk, settings, database, client, str(us.get("team_id")))
        owed = service.state.owed()  # before anything new comes in
        does = Behaviour(Talk(service), Presses(service), Rooms(service))
        link = Link(settings.slack_app_token, client, log, _into(_app(client, pool, does)))
        watch = Watch(link, token, client.auth_test)
        try:
            with health.serve(settings.hoshin_port, lambda: _health(link, watch, desk, database)):
                with _plainly(app_token_trouble, settings):
                    link.connect()
                log.info(say("window_slack_ready", "ja", team=us.get("team")))
                pool.submit(does.talk.answer_owed, owed)
                yield watch
        finally:
            link.close()
            pool.shutdown()
            does.rooms.close()
            service.outbox.close()


def _service(desk: Desk, settings: Settings, database: Database, client: WebClient, team: str) -> Service:
    for organisation in settings.hoshin_channel_organisations.values():
        desk.catalogue.organisation(organisation)  # a name that means nobody, or several, is said now
    names = Names(settings.hoshin_journal)
    return Service(
        desk=desk,
        state=State(database, names),
        journal=Journal(database, names, settings.hoshin_keep_days),
        sender=Sender(client),
        outbox=Outbox(),
        people=People(client, team),
        settings=settings,
    )


def _health(link: Link, watch: Watch, desk: Desk, database: Database) -> Health:
    built = max((datetime.fromisoformat(each.built_at) for each in desk.holdings()), default=datetime.now(UTC))
    age = round((datetime.now(UTC) - built).total_seconds())
    return Health(link.is_connected() and not link.is_over, watch.refusal, age, database.is_writable())


def _app(client: WebClient, pool: ThreadPoolExecutor, does: Behaviour) -> App:
    app = App(
        client=client,
        token_verification_enabled=False,
        listener_executor=pool,
        logger=_library_log("bolt", logging.ERROR),
    )
    listeners.register(app, does)
    return app


def _into(app: App) -> Handle:
    """What Bolt's own Socket Mode handlers do with an envelope."""

    def handle(connection: BaseSocketModeClient, request: SocketModeRequest) -> None:
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
        raise SlackError(refused(code_of(refusal))) from refusal
    except Exception as unreachable:  # half a reply, a page of a proxy's, a URL that is none: it is not Slack who talks
        log.warning("The first contact with Slack failed: %s", type(unreachable).__name__)
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
