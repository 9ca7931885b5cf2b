"""What several tests share: the index of the shipped plan, a desk over it, and a workspace with the bot in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.names import Names
from bot.settings import Settings
from bot.slack import connected
from bot.store import Database, Place, open_journal
from knowledge import Desk, build
from tests.engines import LEASE, NAMES_KEY, Postgres, postgres
from tests.slack_limits import complaints
from tests.slack_standin import APP_TOKEN, BOT_TOKEN, StandIn
from tests.without_meaning import switch_meaning_off

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "knowledge" / "documents"
SAYING = ("chat.postMessage", "chat.postEphemeral", "chat.update", "respond")
SHOWING = ("views.open", "views.push", "views.update", "views.publish")

Run = Callable[..., AbstractContextManager[object]]
"""Runs the bot in the workspace while its context is open: `bot()`, `bot(desk, hoshin_admins=…)`."""


@pytest.fixture(scope="session", autouse=True)
def no_machine() -> Iterator[None]:
    """The stand-in is on loopback, a proxy of the machine has no business there; nor has its language in a terminal."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LANGUAGE", "en")
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            environment.delenv(name, raising=False)
            environment.delenv(name.lower(), raising=False)
        yield


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped plan. Nobody writes into it: who wants to takes a copy."""
    path = tmp_path_factory.mktemp("index") / "hoshin.db"
    build(path, DOCUMENTS)
    return path


@pytest.fixture(scope="module")
def without_meaning(index: Path) -> Iterator[None]:  # the shared index has it: that one is made first
    """Indexes without the nearness of words, which takes longest to work out, for tests that do not ask by it."""
    assert index.exists()
    with pytest.MonkeyPatch.context() as patch:
        switch_meaning_off(patch.setattr)
        yield


@pytest.fixture(scope="session")
def desk(index: Path) -> Iterator[Desk]:
    """A desk over the shipped plan."""
    opened = Desk.open(index, DOCUMENTS)
    yield opened
    opened.close()


@pytest.fixture
def slack() -> Iterator[StandIn]:
    """A workspace. Whatever the bot sends there in any test obeys Slack's limits, also what a fault refuses."""
    with StandIn() as workspace:
        yield workspace
    assert [wrong for shown in _shown(workspace) for wrong in complaints(shown)] == []


def _shown(workspace: StandIn) -> Iterator[dict[str, Any]]:
    for call in workspace.calls:
        if call.method in SAYING and not call.values.get("delete_original"):
            yield dict(call.values)
        elif call.method in SHOWING:
            yield dict(call.values["view"])
    for envelope in workspace.envelopes:
        if envelope.ack and "view" in envelope.ack:
            yield dict(envelope.ack["view"])


@pytest.fixture
def engine() -> str:
    """What keeps the journal: a file, but for the modules that import both engines."""
    return "sqlite"


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """One PostgreSQL for all tests of a process; each has a schema of its own."""
    with postgres() as running:
        yield running


@pytest.fixture
def journal_place(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where nothing is kept yet."""
    if engine == "sqlite":
        return tmp_path / "journal.db"
    server: Postgres = request.getfixturevalue("server")
    return server.fresh()


@pytest.fixture
def database(journal_place: Place) -> Iterator[Database]:
    """What is kept there."""
    with closing(open_journal(journal_place)) as opened:
        yield opened


@pytest.fixture
def names(journal_place: Place) -> Names:
    """The key of that place."""
    return Names(journal_place, NAMES_KEY)


@pytest.fixture
def settings(slack: StandIn, journal_place: Place) -> Settings:
    """Settings of a bot in this workspace, with a journal of its own."""
    return Settings(
        BOT_TOKEN,
        APP_TOKEN,
        slack_api_url=slack.api_url,
        hoshin_journal=journal_place,
        hoshin_names_key=NAMES_KEY,
        hoshin_lease=LEASE,
    )


@pytest.fixture
def bot(settings: Settings, desk: Desk) -> Run:
    """The bot over the shipped plan, or over the desk and with the settings that a test names."""

    def run(answering: Desk = desk, **told: Any) -> AbstractContextManager[object]:
        return connected(answering, replace(settings, **told))

    return run
