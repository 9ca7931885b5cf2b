"""One message of every kind, whole, as Slack gets it. tests/golden.py says how the files are written anew."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from knowledge import Desk
from tests import golden
from tests.conftest import Run
from tests.slack_standin import BOT, Message, Person, StandIn

QUESTIONS = {
    "found": "防災訓練の予算はどの取組から出ていますか?",
    "found-without-amount": "教育",
    "total": "予算の合計は?",
    "comparison": "経営課題ごとの予算を比べて",
    "ranking": "予算の大きい取組の順に並べて",
    "list": "経営課題2の取組は?",
    "choices": "まちづくり",
    "unknown": "給食費はいくら?",
    "elsewhere": "北区の防災の予算は?",
    "help": "使い方",
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
    named |= {"message-private", "message-shared", "message-stale"}
    lost = [file.stem for file in golden.FOLDER.glob("*.json") if file.stem not in named and file.stem not in source]
    assert lost == []
