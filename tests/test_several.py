"""Several workspaces with one bot: each is answered with its own token, and nothing of one is seen in another."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.slack import Running, connected
from bot.store import Place
from knowledge import Desk, Folders, add, sound
from tests.conftest import DOCUMENTS
from tests.engines import NAMES_KEY, engine, kept, told  # noqa: F401
from tests.slack import calling
from tests.slack.calling import SIGNING_SECRET, send
from tests.slack.faults import broken
from tests.slack.neighbours import (
    CLIENT_ID,
    CLIENT_SECRET,
    OTHER_TEAM,
    Neighbour,
    Slack,
    back,
    begin,
    install,
    page,
    state_of,
)
from tests.slack_standin import BOT, TEAM, Message, StandIn, until
from tests.test_private import looks_like, window

KEY, NEW_KEY = (base64.urlsafe_b64encode(bytes([number]) * 32).decode() for number in (1, 2))
PAGE = Path(__file__).parent / "data" / "shelf" / "kusunoki-r5.txt"
QUESTION, FIGURE = "防災訓練の予算は?", "2,025千円"
SECRET_QUESTION = "2-2-1の予算は?"
"""Asked in the first workspace only."""


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


def settled(workspace: StandIn) -> None:
    """Whatever came before in this workspace has been done once another question is answered."""
    asked(workspace, "4-2-1の予算は?", "U9")


def words_in(workspace: StandIn) -> str:
    """All that was ever said in a workspace, to whom ever."""
    said = [call.values for call in workspace.calls if "text" in call.values or "view" in call.values]
    return json.dumps(said, ensure_ascii=False)


# Each with its own


def test_each_workspace_is_answered_with_its_own_token(town: Town) -> None:
    for workspace in (town.here, town.there):
        ts = workspace.mention("C1", "U1", f"<@{BOT}> {QUESTION}")
        [answer] = workspace.wait_messages("C1")
        assert (FIGURE in answer.text, answer.thread) == (True, ts)
    settled(town.there)
    tokens = {workspace.team: token for token, workspace in town.slack.workspaces.items()}
    posted = [token for token, method in town.slack.calls if method == "chat.postMessage"]
    assert posted == [tokens[TEAM], tokens[OTHER_TEAM], tokens[OTHER_TEAM]]


def test_commands_windows_and_buttons_work_in_the_second_as_in_the_first(town: Town) -> None:
    there = town.there
    there.command("U1", QUESTION)
    assert FIGURE in there.wait_seen("U1")[0].text
    there.command("U1", "")
    there.wait_modal("U1")
    there.submit("U1", {"question": QUESTION})
    assert FIGURE in looks_like(window(there, FIGURE))
    there.press("U1", "上位の戦略", on=asked(there))
    there.wait(lambda: "戦略2-1" in there.messages("DU1", BOT)[0].text, "the answer redrawn")
    there.open_home("U1")
    assert "slack://app?team=T7" in json.dumps(asked(there, "概要").blocks) or there.wait_home("U1")
    assert not [call.method for call in town.here.calls if call.method != "auth.test"]


def test_every_row_names_its_workspace(town: Town, settings: Settings) -> None:
    for workspace in (town.here, town.there):
        asked(workspace)
        workspace.open_home("U1")
        workspace.choose("U1", "home_followups", "答えない", on=workspace.wait_home("U1"))
    for table in ("answers", "subject", "people"):
        until(
            lambda table=table: (
                set(told(settings.hoshin_journal, f"SELECT DISTINCT workspace FROM {table}"))  # type: ignore[misc]
                == {(TEAM,), (OTHER_TEAM,)}
            ),
            f"rows of both in {table}",
        )


# Every way across


def press(what: str) -> Callable[[Town, Message], None]:
    """Press something below the answer of the first workspace, in the second: it knows of no such answer."""

    def way(town: Town, answer: Message) -> None:
        town.there.press("U1", what, on=answer)
        assert "もう残っていません" in town.there.wait_seen("U1")[0].text

    return way


def go_on_in_its_thread(town: Town, answer: Message) -> None:
    town.there.dm("U1", "その上の戦略は?", thread=answer.ts)
    town.there.wait_messages("DU1")


def go_on_from_it(town: Town, _answer: Message) -> None:
    asked(town.there, "その上の戦略は?")


def look_into_home(town: Town, _answer: Message) -> None:
    town.there.open_home("U1")
    home = town.there.wait_home("U1")
    assert "答えられなかった" not in looks_like(home)  # what only a keeper sees


WAYS = {
    "a step": press("上位の戦略"),
    "a file": press("答弁メモ"),
    "the line for minutes": press("コピー用"),
    "the bin": press("delete"),
    "a thumb": press("役に立った"),
    "its thread": go_on_in_its_thread,
    "its conversation": go_on_from_it,
    "home": look_into_home,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_of_one_workspace_is_reached_from_another(
    town: Town, settings: Settings, way: Callable[[Town, Message], None]
) -> None:
    """By somebody with the same id in a channel with the same id, who holds the very message of the first."""
    answer = asked(town.here, SECRET_QUESTION)
    stood, calls = town.here.messages("DU1"), len(town.here.calls)
    way(town, answer)
    settled(town.there)
    assert town.here.messages("DU1") == stood
    assert len(town.here.calls) == calls
    there = words_in(town.there)
    assert "2-2-1の予算" not in there
    assert "防犯" not in there or way is look_into_home  # which shows the plan
    assert not {"chat.delete", "chat.update", "files.completeUploadExternal"} & {
        call.method for call in town.there.calls
    }
    assert town.there.files == []
    assert told(settings.hoshin_journal, "SELECT * FROM feedback") == []


def test_who_keeps_the_plan_in_one_workspace_keeps_nothing_in_another(town: Town) -> None:
    asked(town.here, "給食費はいくら?")
    for workspace in (town.here, town.there):
        workspace.open_home("U1")
    assert "給食費" in looks_like(town.here.wait_home("U1"))
    home = looks_like(town.there.wait_home("U1"))
    assert "給食費" not in home


def test_settings_of_one_workspace_say_nothing_in_another(bot: Run, slack: Slack, desk: Desk) -> None:
    here, there = slack.workspaces.values()
    with bot(hoshin_channels=frozenset({f"{TEAM}/C2"})) as running:
        port = called(slack, running)
        for team in (TEAM, OTHER_TEAM):
            install(port, team)
        for workspace in (here, there):
            workspace.mention("C1", "U1", f"<@{BOT}> {QUESTION}")
        there.wait_messages("C1")
        refused = here.wait_seen("U1")
    assert desk.ask(QUESTION).headline not in refused[0].text
    assert here.messages("C1", BOT) == []


@pytest.fixture(scope="module")
def wards(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The shipped plan, which answers where none is named, and another ward's."""
    place = tmp_path_factory.mktemp("wards")
    folders = Folders(place / "documents", DOCUMENTS)
    shutil.copy(index, place / "hoshin.db")
    with closing(sound(place / "hoshin.db", folders)) as store:
        add(store, folders, PAGE, {"organisation": "大阪市楠木区"})
    with closing(Desk.open(place / "hoshin.db", folders, "大阪市港区")) as desk:
        yield desk


def test_a_workspace_may_have_a_ward_of_its_own(settings: Settings, slack: Slack, wards: Desk) -> None:
    """Its questions and its Home begin with that ward's plan; the others' do not."""
    whose = {OTHER_TEAM: "大阪市楠木区"}
    with connected(wards, replace(settings, hoshin_channel_organisations=whose)) as running:
        port, seen = called(slack, running), []
        for team, workspace in zip((TEAM, OTHER_TEAM), slack.workspaces.values(), strict=True):
            install(port, team)
            answer = asked(workspace, "防犯の予算は?").text
            workspace.open_home("U1")
            seen.append((answer, looks_like(workspace.wait_home("U1")).partition("経営課題")[0]))
    for (answer, home), figure, ward in zip(seen, ("1,568千円", "3,800千円"), ("港区", "楠木区"), strict=True):
        assert (figure in answer, ward in home) == (True, True)


# The tokens


def test_tokens_stand_encrypted_in_the_database(town: Town, settings: Settings) -> None:
    asked(town.here)
    held = kept(settings.hoshin_journal)
    assert b"gAAAA" in held  # as every text of Fernet's begins
    for token in (*town.slack.workspaces, "xoxb", "-of-t"):
        assert token.encode() not in held
    if isinstance(settings.hoshin_journal, Path):
        beside = settings.hoshin_journal.parent.iterdir()
        assert not [file for file in beside if file.is_file() and b"xoxb" in file.read_bytes()]


def test_a_key_is_changed_by_putting_the_new_one_before_the_old(
    bot: Run, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    here = next(iter(slack.workspaces.values()))
    for keys in ((KEY,), (NEW_KEY, KEY), (NEW_KEY,)):
        with bot(hoshin_token_keys=keys) as running:
            port = called(slack, running)
            if keys == (KEY,):
                install(port, TEAM)
            assert FIGURE in asked(here).text
    with bot(hoshin_token_keys=(KEY,)) as running:
        called(slack, running)
        here.dm("U1", QUESTION)
        here.wait_acks()
    assert len(here.messages("DU1", BOT)) == 3
    assert f"{TEAM} のトークンを、HOSHIN_TOKEN_KEYS のどの鍵でも読めません" in caplog.text


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}],
    ids=["uninstalled", "revoked"],
)
def test_a_workspace_that_takes_the_app_out_is_forgotten_and_the_others_go_on(
    town: Town, settings: Settings, event: dict[str, Any]
) -> None:
    answer = asked(town.here)
    gone = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event": event}
    for at in (1, 99_999_999_999):  # the first is that of an installation before this one, of which Slack told late
        assert len(told(settings.hoshin_journal, "SELECT * FROM installations")) == 2
        send(town.port, calling.request("events_api", gone | {"event_id": f"Ev{at}", "event_time": at}))
    assert told(settings.hoshin_journal, "SELECT workspace FROM installations") == [(OTHER_TEAM,)]
    calls = len(town.here.calls)
    town.here.dm("U1", QUESTION)
    town.here.press("U1", "上位の戦略", on=answer)
    told_to_ask = town.here.command("U1", QUESTION)
    assert FIGURE in asked(town.there).text
    assert len(town.here.calls) == calls
    assert "入れ直し" in str(told_to_ask.ack)
    assert install(town.port, TEAM).status == 200
    assert FIGURE in asked(town.here).text


# Installing


def test_the_page_leads_to_slack_with_what_the_app_needs_and_back(town: Town) -> None:
    where, cookie = begin(town.port)
    assert where.startswith(town.slack.api_url.replace("/api/", "/oauth/v2/authorize?"))
    for told_to_slack in (f"client_id={CLIENT_ID}", "chat:write", "redirect_uri=https://hoshin.example.jp/slack/oauth"):
        assert told_to_slack in where
    done = back(town.port, OTHER_TEAM, state_of(where), cookie)
    assert done.status == 200
    assert f"{OTHER_TEAM}区役所 に入りました。" in done.body
    assert 'lang="en"' in done.body


def test_who_comes_back_with_nothing_of_ours_installs_nothing(bot: Run, slack: Slack, settings: Settings) -> None:
    with bot() as running:
        port = called(slack, running)
        where, cookie = begin(port)
        state = state_of(where)
        _, others = begin(port)
        forged = "gAAAA" + state[5:][::-1]
        tried = [
            back(port, TEAM, state, {}),  # another browser
            back(port, TEAM, state, others),
            back(port, TEAM, forged, {"Cookie": f"slack-app-oauth-state={forged}"}),
            back(port, "nobody", state, cookie),
            back(port, TEAM, state, cookie),  # used by the one before
            page(port, "/slack/oauth_redirect?error=access_denied"),
            page(port, "/slack/oauth_redirect"),
        ]
        assert [one.status for one in tried] == [400, 400, 401, 401, 401, 200, 400]
        assert "入れるのをやめました" in tried[5].body
        assert "/slack/install" in tried[4].body
        slack.away = broken()
        assert install(port, TEAM).status == 401
    assert told(settings.hoshin_journal, "SELECT * FROM installations") == []


def test_who_is_not_on_the_list_or_has_tokens_that_expire_is_told(bot: Run, slack: Slack, settings: Settings) -> None:
    with bot(hoshin_workspaces=frozenset({TEAM})) as running:
        port = called(slack, running)
        refused = install(port, OTHER_TEAM)
        slack.more = {"refresh_token": "xoxe-1", "expires_in": 43_200}
        expiring = install(port, TEAM)
    assert (refused.status, "HOSHIN_WORKSPACES" in refused.body) == (403, True)
    assert (expiring.status, "token rotation" in expiring.body) == (403, True)
    assert told(settings.hoshin_journal, "SELECT * FROM installations") == []


def test_an_organisation_installs_it_for_all_of_its_workspaces(bot: Run, slack: Slack, settings: Settings) -> None:
    here, there = slack.workspaces.values()
    here.workspace.enterprise, here.workspace.whole = "E1", True
    with bot(hoshin_workspaces=frozenset({"E1", OTHER_TEAM})) as running:
        port = called(slack, running)
        assert [install(port, team).status for team in (TEAM, OTHER_TEAM)] == [200, 200]
        here.people["U2"] = replace(here.people["U2"], sister="T5")  # of another workspace of the organisation
        for user in ("U1", "U2"):
            answer = asked(here, QUESTION, user)
            here.press(user, "上位の戦略", on=answer)
            here.wait(lambda user=user: "戦略2-1" in here.messages(f"D{user}", BOT)[0].text, "the answer redrawn")  # type: ignore[misc]
            here.command(user, QUESTION)
            assert FIGURE in here.wait_seen(user)[0].text
        assert FIGURE in asked(there).text
    whose = told(settings.hoshin_journal, "SELECT DISTINCT workspace FROM answers ORDER BY workspace")
    assert whose == [("E1",), (OTHER_TEAM,)]


def test_what_is_owed_is_answered_after_the_start_each_with_its_own_token(
    bot: Run, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.ENDING", 0.1)
    here, there = slack.workspaces.values()
    with bot() as running:
        port = called(slack, running)
        for team, workspace in ((TEAM, here), (OTHER_TEAM, there)):
            install(port, team)
            workspace.people["U1"]
            asked(workspace, user="U9")
            workspace.outage = broken()
            workspace.dm("U1", QUESTION)
            workspace.wait_acks()
    assert [workspace.messages("DU1", BOT) for workspace in (here, there)] == [[], []]
    here.outage = there.outage = None
    with bot():
        for workspace in (here, there):
            [answer] = workspace.wait_messages("DU1")
            assert FIGURE in answer.text or "確かめられない" in answer.text
