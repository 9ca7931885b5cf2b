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
from bot.archive import Archive
from bot.contact import SlackError, plainly
from bot.health import Health
from bot.link import Handle, Link
from bot.moving import Shared, into_one, into_several
from bot.names import Names
from bot.oauth import INSTALL_PATH, REDIRECT_PATH
from bot.reception import EVENTS_PATH, bolt_app, by_http, over_socket
from bot.replica import Replica
from bot.rounds import rounds
from bot.settings import Settings, use_network
from bot.store import Database, JournalError, hold, open_journal
from bot.tidying import Calendar, tidied
from bot.watch import Watch, app_token_trouble
from bot.works import Works
from knowledge import Desk, say

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

__all__ = ["Running", "SlackError", "connected", "run"]

NAP = 1.0
"""Seconds between looks at whether to stop."""
GLANCE, GLANCES = 0.5, 8
"""Seconds between two looks at what the other replicas do, and how many looks a lease has at least."""
ENDING = 20.0
"""Seconds that the end of the program waits for Slack to take what was answered; the rest is owed at the next start."""
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
    for organisation in settings.hoshin_channel_organisations.values():
        desk.catalogue.organisation(organisation)  # a name that means nobody, or several, is said now
    with ExitStack() as open_:
        open_.enter_context(hold(settings.hoshin_journal))
        database = open_.enter_context(closing(open_journal(settings.hoshin_journal)))
        names = Names(settings.hoshin_journal, settings.hoshin_names_key)
        archive = Archive(database, names, settings.hoshin_keep_days)
        archive.recognise()
        moving = into_several(settings, database) if settings.hoshin_workspaces else into_one(settings, archive)
        replica = Replica(database, settings.hoshin_lease, lambda: desk.shelf)
        open_.callback(_leave, replica)
        open_.enter_context(_among_replicas(settings, "living on", lambda _: replica.attend()))
        works = Works()
        workspaces = moving.move_in(Shared(desk, settings, database, names, replica, works))
        # What the program ends with, from the last to the first: nothing more is heard, all that was asked is worked
        # out, and all of that is sent.
        open_.callback(lambda: works.close(0.0 if moving.token.refusal else ENDING, workspaces.end))
        calendar = Calendar(database)
        workspaces.go_on(calendar.now())  # before anything new comes in
        take_over = lambda _: workspaces.go_on(calendar.latest)  # noqa: E731
        open_.enter_context(_among_replicas(settings, "taking over", take_over))
        secret = settings.slack_signing_secret
        app = bolt_app(moving.calls.client, workspaces, archive.is_first, secret, moving.flow)
        link = _link(settings, moving.calls.client, over_socket(app, moving.bot_id))
        if link is not None:
            open_.callback(link.close)
        watch = Watch(link, moving.token, moving.check)
        pages = _pages(settings, app, lambda: _health(link, watch, desk, replica, database))
        port = open_.enter_context(web.serve(settings.hoshin_host, settings.hoshin_port, pages))
        if link is not None:
            with plainly(app_token_trouble, settings):
                link.connect()
        open_.enter_context(tidied(calendar, archive.forget_the_old))
        log.info(say("window_slack_ready", "ja", team=moving.name))
        yield Running(watch, port)


def _link(settings: Settings, client: WebClient, into: Handle) -> Link | None:
    """The way by which envelopes come in over Socket Mode; by HTTP there is none."""
    return Link(settings.slack_app_token, client, log, into) if settings.hoshin_mode == "socket" else None


def _pages(settings: Settings, app: App, check: Callable[[], Health]) -> dict[str, WSGIApplication]:
    """What the HTTP server answers. Who reaches it from outside is told whether the bot is well, and nothing else."""
    ours = (EVENTS_PATH,) if settings.hoshin_mode == "http" else ()
    installing = (INSTALL_PATH, REDIRECT_PATH) if settings.hoshin_workspaces else ()
    in_full = not ours and not installing and health.is_of_this_machine(settings.hoshin_host)
    pages = dict.fromkeys((*ours, *installing), by_http(app))
    return pages | {health.PATH: health.page(check, in_full=in_full)}


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


def _health(link: Link | None, watch: Watch, desk: Desk, replica: Replica, database: Database) -> Health:
    built = max((datetime.fromisoformat(each.built_at) for each in desk.holdings()), default=datetime.now(UTC))
    age = round((datetime.now(UTC) - built).total_seconds())
    hears = link is None or (link.is_connected() and not link.is_over)
    shelf = (desk.shelf[:8], not replica.is_behind, replica.is_of_one_mind)
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
