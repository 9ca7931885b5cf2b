"""“X” is said to stand in an entry only where the entry, as it is printed, says X."""

from __future__ import annotations

import re

import pytest

from knowledge import Desk, as_text
from tests.conftest import DOCUMENTS
from tests.test_many_plans import fold

PAGE = (DOCUMENTS / "minato-r4.txt").read_text(encoding="utf-8").split("\n")
SAID = re.compile(
    r"「(.+?)」は(?:\S*?(?:にあり|に書かれて)|\S*?に出てきますが)|“([^”]+)” (?:is in|stands in|comes up in) "
)
PRINTED = """
    防災 防犯カメラ 見守り 子育てサロン バナー 古紙 塾代 万博 主任児童委員 消耗品 無料動画 区画整理 商工団体 福祉
    みなトクモン 自動販売機 駐車場 高齢者 学校 保育所 幼稚園 パトロール 避難所
""".split()
NOT_PRINTED = """
    田中 運営方針 給食 図書館 水道 鈴木 佐藤 市長 地震 津波 道路 公園 プール 病院 バス タクシー 税金 選挙 温泉 動物園
""".split()
ENGLISH_PRINTED = "camera;abuse;vending machine;childcare;parking;learning support;Expo".split(";")
ENGLISH_NOT_PRINTED = "Tanaka;policy plan;swimming pool;library;earthquake;museum;railway;hospital".split(";")
JAPANESE_FRAMES = ("{}はどこに書かれていますか?", "{}について", "{}の予算は?", "{}は載っていますか?")
ENGLISH_FRAMES = (
    "Where is {} mentioned?",
    "Tell me about {}",
    "What is the budget of {}?",
    "Does the plan mention {}?",
)


def said(desk: Desk, question: str) -> list[tuple[str, bool]]:
    """Each word that an answer says to stand in its first entry, and whether it is printed there."""
    answer = desk.ask(question)
    words = [found[1] or found[2] for found in SAID.finditer(as_text(answer))]
    if not words:
        return []
    first, last = answer.shown[0].entry.lines
    printed = fold("\n".join(PAGE[first - 1 : last])).casefold()
    return [(word, fold(word).casefold() in printed) for word in words]


@pytest.mark.parametrize(
    ("frames", "words"),
    [(JAPANESE_FRAMES, PRINTED + NOT_PRINTED), (ENGLISH_FRAMES, ENGLISH_PRINTED + ENGLISH_NOT_PRINTED)],
    ids=["japanese", "english"],
)
def test_a_word_stands_where_it_is_said_to_stand(desk: Desk, frames: tuple[str, ...], words: list[str]) -> None:
    asked = {frame.format(word): said(desk, frame.format(word)) for word in words for frame in frames}
    assert {question: found for question, found in asked.items() if not all(there for _, there in found)} == {}
    assert sum(map(len, asked.values())) > len(words) / 2


@pytest.mark.parametrize("frame", JAPANESE_FRAMES)
def test_a_word_that_is_not_printed_stands_nowhere(desk: Desk, frame: str) -> None:
    """The answer may name a printed word in its place, as 防災 for 地震, but never the word itself."""
    asked = [(word, frame.format(word)) for word in NOT_PRINTED]
    assert [question for word, question in asked if word in dict(said(desk, question))] == []


@pytest.mark.parametrize("word", PRINTED)
def test_a_word_that_is_printed_is_found(desk: Desk, word: str) -> None:
    """So that the tests above do not hold by never saying where anything stands."""
    assert [there for _, there in said(desk, f"{word}はどこに書かれていますか?")] == [True]
