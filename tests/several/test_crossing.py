"""Each workspace is answered with its own token, and nothing of one is seen in another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.slack import connected
from knowledge import Desk, Folders, add, sound
from tests.conftest import DOCUMENTS
from tests.engines import told
from tests.several.conftest import FIGURE, QUESTION, Run, Town, asked, called
from tests.slack.neighbours import OTHER_TEAM, Slack, install
from tests.slack_standin import BOT, TEAM, Message, StandIn, until
from tests.test_private import looks_like, window

PAGE = Path(__file__).parent.parent / "data" / "shelf" / "kusunoki-r5.txt"
SECRET_QUESTION = "2-2-1の予算は?"
"""Asked in the first workspace only."""


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
