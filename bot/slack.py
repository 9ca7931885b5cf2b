"""The Slack window: one Bolt app over Socket Mode or by HTTP, from signing in to a quiet end."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk import WebClient

from bot import health, web
from bot.alarms import Alarms
from bot.archive import Archive
from bot.contact import SlackError, plainly, say_missing_scopes, web_client
from bot.health import Health
from bot.installation import HomeTab, Installation
from bot.journal import Journal
from bot.link import Handle, Link
from bot.listeners import Behaviour
from bot.names import Names
from bot.outbox import Outbox
from bot.pending import Pending
from bot.people import PATIENCE, People
from bot.presses import Presses
from bot.reception import EVENTS_PATH, bolt_app, by_http, over_socket
from bot.replica import Replica
from bot.replies import OutageHandler, Pulse, RateLimitHandler, ReplyHandler, retry_handlers
from bot.rooms import Rooms
from bot.rounds import rounds
from bot.sending import Sender
from bot.service import Service
from bot.settings import Settings, use_network
from bot.state import State
from bot.store import Database, JournalError, hold, open_journal
from bot.talk import Talk
from bot.tidying import Calendar, tidied
from bot.turns import Turns
from bot.watch import BotToken, Watch, app_token_trouble, bot_token_trouble
from knowledge import Desk, say

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

__all__ = ["Running", "SlackError", "connected", "run"]

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
GLANCE, GLANCES = 0.5, 8
"""Seconds between two looks at what the other replicas do, and how many looks a lease has at least."""
log = logging.getLogger(__name__)


def run(desk: Desk, settings: Settings) -> None:
    """Answer in Slack until SIGTERM or Ctrl-C.

    SlackError where Slack does not let us in, at the beginning or any more: whoever supervises may start it again.
    """
    use_network(settings)
    logging.basicConfig(level=settings.hoshin_log, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with _stop_signals() as stop, connected(desk, settings) as running:
        while not stop.wait(NAP):  # a signal that comes just before the wait begins does not end it
            if (trouble := running.watch.trouble()) is not None:
                raise SlackError(trouble)
        log.info(say("window_slack_stopping", "ja"))


@dataclass(frozen=True, slots=True)
class Running:
    """The bot while it runs."""

    watch: Watch
    port: int | None
    """Of its HTTP server, where it has one."""


@contextmanager
def connected(desk: Desk, settings: Settings) -> Iterator[Running]:
    """Answer in Slack while the context is open. Answers under way are finished before it closes."""
    token, pulse = BotToken(), Pulse()
    client = web_client(settings, settings.slack_bot_token, TIMEOUT, [ReplyHandler(), token, pulse, *retry_handlers()])
    # Who asks is looked up before every answer: that must not take long.
    patient = [ReplyHandler(), token, RateLimitHandler(PATIENCE), OutageHandler()]
    quick = web_client(settings, settings.slack_bot_token, PATIENCE, patient)
    with ExitStack() as open_:
        open_.enter_context(hold(settings.hoshin_journal))
        database = open_.enter_context(closing(open_journal(settings.hoshin_journal)))
        with plainly(bot_token_trouble, settings):
            us = client.auth_test()
        say_missing_scopes(us)
        installation = Installation.of(us.data if isinstance(us.data, dict) else {}, client)
        home = HomeTab(installation.team)
        names = Names(settings.hoshin_journal, settings.hoshin_names_key)
        archive = Archive(database, names, settings.hoshin_keep_days)
        archive.recognise()
        archive.adopt(installation.key)
        replica = Replica(database, settings.hoshin_lease, lambda: desk.shelf)
        open_.callback(_leave, replica)
        open_.enter_context(_among_replicas(settings, "living on", lambda _: replica.attend()))
        memory = (
            Pending(database, replica, installation.key),
            State(database, names, installation.key),
            Journal(database, names, installation.key),
        )
        service = _service(desk, settings, replica, *memory, Sender(client, pulse), People(quick, installation), home)
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
        does.talk.answer_owed(service.pending.claim(calendar.now()))  # before anything new comes in
        take_over = lambda _: does.talk.answer_owed(service.pending.claim(calendar.latest))  # noqa: E731
        open_.enter_context(_among_replicas(settings, "taking over", take_over))
        app = bolt_app(client, us, installation, home, does, service.pending, settings.slack_signing_secret)
        link = _link(settings, client, over_socket(app, us.get("bot_id")))
        if link is not None:
            open_.callback(link.close)
        watch = Watch(link, token, client.auth_test)
        pages = _pages(settings, app, lambda: _health(link, watch, service, database))
        port = open_.enter_context(web.serve(settings.hoshin_host, settings.hoshin_port, pages))
        if link is not None:
            with plainly(app_token_trouble, settings):
                link.connect()
        open_.enter_context(tidied(calendar, archive.forget_the_old))
        log.info(say("window_slack_ready", "ja", team=us.get("team")))
        yield Running(watch, port)


def _link(settings: Settings, client: WebClient, into: Handle) -> Link | None:
    """The way by which envelopes come in over Socket Mode; by HTTP there is none."""
    return Link(settings.slack_app_token, client, log, into) if settings.hoshin_mode == "socket" else None


def _pages(settings: Settings, app: App, check: Callable[[], Health]) -> dict[str, WSGIApplication]:
    """What the HTTP server answers. Who reaches it from outside is told whether the bot is well, and nothing else."""
    by_slack = settings.hoshin_mode == "http"
    in_full = not by_slack and health.is_of_this_machine(settings.hoshin_host)
    pages = {health.PATH: health.page(check, in_full=in_full)}
    return pages | {EVENTS_PATH: by_http(app)} if by_slack else pages


def _service(
    desk: Desk,
    settings: Settings,
    replica: Replica,
    pending: Pending,
    state: State,
    journal: Journal,
    sender: Sender,
    people: People,
    home: HomeTab,
) -> Service:
    for organisation in settings.hoshin_channel_organisations.values():
        desk.catalogue.organisation(organisation)  # a name that means nobody, or several, is said now
    doors, turns = Turns(ASKING_THREADS, "door"), Turns(ANSWERING_THREADS, "answer")
    return Service(
        desk, replica, pending, state, journal, sender, doors, turns, Alarms(), Outbox(), people, settings, home
    )


def _among_replicas(
    settings: Settings, name: str, work: Callable[[threading.Event], object]
) -> AbstractContextManager[None]:
    """What is done all the time where replicas share the journal; nobody shares a file."""
    if isinstance(settings.hoshin_journal, Path):
        return nullcontext()
    return rounds(name, min(GLANCE, settings.hoshin_lease / GLANCES), work)


def _leave(replica: Replica) -> None:
    with suppress(JournalError):  # then the others notice it in time
        replica.end()


def _health(link: Link | None, watch: Watch, service: Service, database: Database) -> Health:
    holdings, replica = service.own_desk.holdings(), service.replica
    built = max((datetime.fromisoformat(each.built_at) for each in holdings), default=datetime.now(UTC))
    age = round((datetime.now(UTC) - built).total_seconds())
    hears = link is None or (link.is_connected() and not link.is_over)
    shelf = (replica.edition[:8], not replica.is_behind, replica.is_of_one_mind)
    return Health(hears, watch.refusal, age, database.is_writable(), *shelf)


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
