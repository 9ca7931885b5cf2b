"""One message of every kind, whole, as Slack gets it. tests/golden.py says how the files are written anew."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import Desk, Store, add
from tests import golden
from tests.conftest import DOCUMENTS, Run
from tests.plans import large_plan
from tests.slack_standin import BOT, Message, Person, StandIn

SHELF = Path(__file__).parent / "data" / "shelf"
QUESTIONS = {
    "found": "防災訓練の予算はどの取組から出ていますか?",
    "found-without-amount": "教育",
    "total": "予算の合計は?",
    "comparison": "経営課題ごとの予算を比べて",
    "ranking": "予算の大きい取組の順に並べて",
    "shares": "経営課題ごとの予算の割合は?",
    "confirmed": "防災訓練の予算は5,000千円ですよね?",
    "several": "防災訓練の予算は?防犯の予算は?",
    "list": "経営課題2の取組は?",
    "choices": "まちづくり",
    "unknown": "給食費はいくら?",
    "elsewhere": "北区の防災の予算は?",
    "help": "使い方",
    "glance": "運営方針って何?",
    "counter": "見守り支援を利用したい",
    "english": "Which initiative funds disaster-prevention training and what is its budget?",
}


def check(name: str, message: Message) -> None:
    """Compare with the file, but for the id that the answer has in the journal."""
    shown = {"text": message.text, "blocks": list(message.blocks)}
    told = re.sub(r"(answer|opinion):[0-9a-f]{12}", r"\1:id", json.dumps(shown, ensure_ascii=False))
    golden.check(f"message-{name}", json.loads(told))


@pytest.mark.parametrize("kind", QUESTIONS)
def test_an_answer_in_a_channel(slack: StandIn, bot: Run, kind: str) -> None:
    slack.people["U1"] = Person(locale="en-US" if kind == "english" else "ja-JP")
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> {QUESTIONS[kind]}")
        [answer] = slack.wait_messages("C1")
    check(kind, answer)


@pytest.mark.parametrize("kind", ["comparison", "ranking"])
def test_the_same_where_slack_refuses_the_chart(slack: StandIn, bot: Run, kind: str) -> None:
    slack.workspace.unsupported.add("data_visualization")
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> {QUESTIONS[kind]}")
        [answer] = slack.wait_messages("C1")
    check(f"{kind}-plainer", answer)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A shelf with two years of the ward's plan, and another ward's."""
    folder = tmp_path_factory.mktemp("shelf") / "documents"
    shutil.copytree(DOCUMENTS, folder)
    database = folder.parent / "hoshin.db"
    with closing(Store.create(database)) as store:
        for name, whose in (("minato-r5", "大阪市港区"), ("kusunoki-r5", "大阪市楠木区")):
            add(store, folder, SHELF / f"{name}.txt", {"organisation": whose})
    desk = Desk.open(database, folder, "大阪市港区")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A plan of forty initiatives."""
    store = Store.create(tmp_path_factory.mktemp("long") / "hoshin.db")
    store.replace(*large_plan(issues=4, strategies=2, actions=5))
    yield Desk(store)
    store.close()


RICH = {
    "years": ("shelf", "取組の予算を前年度と比べて", "data_visualization"),
    "documents": ("shelf", "楠木区と港区の防災の予算は?", "card"),
    "many": ("long", "取組を金額の大きい順に全部並べて", "data_table"),
}
"""Answers with blocks of their own: over which shelf, to what, and the block that some workspaces refuse."""


@pytest.mark.parametrize("refused", [False, True], ids=["taken", "refused"])
@pytest.mark.parametrize("kind", RICH)
def test_blocks_of_today_and_what_stands_for_them(
    slack: StandIn, bot: Run, request: pytest.FixtureRequest, kind: str, refused: bool
) -> None:
    name, question, block = RICH[kind]
    if refused:
        slack.workspace.unsupported.add(block)
    with bot(request.getfixturevalue(name)):
        slack.mention("C1", "U1", f"<@{BOT}> {question}")
        [answer] = slack.wait_messages("C1")
    assert (block in [each["type"] for each in answer.blocks]) is not refused
    check(f"{kind}-plainer" if refused else kind, answer)


def test_a_card_is_chosen_by_its_button(slack: StandIn, bot: Run, shelf: Desk) -> None:
    with bot(shelf):
        slack.mention("C1", "U1", f"<@{BOT}> {RICH['documents'][1]}")
        [offered] = slack.wait_messages("C1")
        slack.press("U1", "令和5年度の大阪市楠木区", on=offered)
        slack.wait(lambda: "楠木区" in slack.messages("C1", BOT)[0].text.split("\n")[0], "the choice")


def test_a_greeting(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.invite("C1")
        [greeting] = slack.wait_messages("C1")
    check("greeting", greeting)


def test_a_private_answer_and_the_same_shared(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", QUESTIONS["found"])
        [private] = slack.wait_seen("U1")
        slack.press("U1", "チャンネルに共有", on=private)
        [shared] = slack.wait_messages("C1")
    check("private", private)
    check("shared", shared)


def test_a_notice_that_the_plan_was_replaced(
    slack: StandIn, bot: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> {QUESTIONS['found']}")
        [answer] = slack.wait_messages("C1")
        monkeypatch.setattr(desk, "edition", lambda _: "another")
        slack.press("U2", "上位の戦略", on=answer)
        [notice] = slack.wait_seen("U2")
    check("stale", notice)


def test_every_file_is_somebodys() -> None:
    """A file that no test compares would rot unnoticed."""
    source = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    named = {f"message-{kind}" for kind in (*QUESTIONS, "comparison-plainer", "ranking-plainer", "greeting")}
    named |= {f"message-{kind}{end}" for kind in RICH for end in ("", "-plainer")}
    named |= {"message-private", "message-shared", "message-stale"}
    lost = [file.stem for file in golden.FOLDER.glob("*.json") if file.stem not in named and file.stem not in source]
    assert lost == []
