"""A bot that two workspaces have installed, over either engine."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import pytest

from bot.settings import Settings
from bot.slack import Running, connected
from bot.store import Place
from knowledge import Desk
from tests.engines import NAMES_KEY, engine  # noqa: F401
from tests.slack.calling import SIGNING_SECRET
from tests.slack.neighbours import CLIENT_ID, CLIENT_SECRET, OTHER_TEAM, Neighbour, Slack, install
from tests.slack_standin import BOT, TEAM, Message, StandIn

KEY, NEW_KEY = (base64.urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2))
QUESTION, FIGURE = "防災訓練の予算は?", "2,025千円"


@pytest.fixture
def here() -> Iterator[Neighbour]:
    with Neighbour(TEAM) as workspace:
        yield workspace


@pytest.fixture
def there() -> Iterator[Neighbour]:
    with Neighbour(OTHER_TEAM) as workspace:
        yield workspace


@pytest.fixture
def slack(here: Neighbour, there: Neighbour) -> Iterator[Slack]:
    """Both behind one address."""
    with Slack(here, there) as both:
        yield both


@pytest.fixture
def settings(slack: Slack, journal_place: Place) -> Settings:
    """Those of a bot that both may install."""
    return Settings(
        slack_signing_secret=SIGNING_SECRET,
        slack_client_id=CLIENT_ID,
        slack_client_secret=CLIENT_SECRET,
        slack_api_url=slack.api_url,
        hoshin_journal=journal_place,
        hoshin_names_key=NAMES_KEY,
        hoshin_mode="http",
        hoshin_port=0,
        hoshin_url="https://hoshin.example.jp",
        hoshin_workspaces=frozenset({TEAM, OTHER_TEAM}),
        hoshin_token_keys=(KEY,),
    )


@dataclass(frozen=True, slots=True)
class Town:
    """A bot that both workspaces call."""

    slack: Slack
    here: Neighbour
    there: Neighbour
    port: int


Run = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def bot(settings: Settings, desk: Desk) -> Run:
    return lambda **more: connected(desk, replace(settings, **more))


def called(slack: Slack, running: Running) -> int:
    """From now on the workspaces call this bot."""
    assert running.port
    for workspace in slack.workspaces.values():
        workspace.calls_app_at = running.port
    return running.port


@pytest.fixture
def town(bot: Run, slack: Slack, here: Neighbour, there: Neighbour) -> Iterator[Town]:
    """Both have installed it, and in the first somebody has asked."""
    with bot(hoshin_admins=frozenset({f"{TEAM}/U1"})) as running:
        port = called(slack, running)
        assert [install(port, team).status for team in (TEAM, OTHER_TEAM)] == [200, 200]
        yield Town(slack, here, there, port)


def asked(workspace: StandIn, text: str = QUESTION, user: str = "U1") -> Message:
    """The answer to a direct message."""
    before = len(workspace.messages(f"D{user}", BOT))
    workspace.dm(user, text)
    return workspace.wait_messages(f"D{user}", before + 1)[-1]
