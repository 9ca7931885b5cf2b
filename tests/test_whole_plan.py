"""A figure for the whole plan is given only to who asks for the whole, never in place of words nobody understood."""

from __future__ import annotations

import pytest

from knowledge import Desk, as_text
from tests.test_many_plans import fold

TOTAL = 65_958_000
FRAMES = ("{}の予算は?", "{}はいくら?", "{}の予算の合計は?", "budget of {}?", "How much is {}?")

# Loanwords as somebody types them who is in no mood for katakana. The plan prints some of them, in katakana.
HIRAGANA = """
    ぱとろーる すーぱー こんぴゅーたー ばす いべんと ぼらんてぃあ ねっとわーく さろん かめら びじねす りすく
    まっちんぐ ぷらっとふぉーむ らいふすたいる れすとらん てれび らじお すまーとふぉん ぷーる げーむ すぽーつ ぴあの
    けーき こーひー ぱん がそりん えれべーたー とんねる どろーん ろぼっと まらそん さっかー ぺっと いんたーねっと
    せんたー ぐるーぷ ぷろぐらむ きゃんぺーん わくちん ますく
""".split()
NONSENSE = """
    ぬぽら ほにゃらら がぼろ ちょめちょめ ほげげ ペケロン ガボンヌ メラゾ ピリカラム ホゲラ ポリゴニア ザムロック
    モケーレ バルゲロ トリンカ ゾルデ 蒼霄 鵺窟 罔象 龗神 霹靂砲 麒麟堂 饕餮 犀川亭 驪駒 鬱金香 螺鈿塔 qwrtz blorf
    zyxgor flumph snarkle vorpax grelm xylq trantor quibbix drambo klesp
""".split()
PLACES = "天王寺動物園 エジプト カナダ 水道 道路 公園 図書館 Tanaka Paris railway museum".split()
LIKE_PARTICLES = [
    *("たくしー だむ ほてる にーず".split()),
    *("めけれ ぴよぴよん むにょ ざばだば れろれろ ぐにゃ ズンドコ ヌルハチ".split()),
    *("田中 鈴木 佐藤 高橋 渡辺 山本太郎 Smith 市岡 人口".split()),
]


def totals(desk: Desk, word: str) -> list[str]:
    """The questions about a word that are answered with the total of the plan."""
    asked = [frame.format(word) for frame in FRAMES]
    answers = {question: desk.ask(question) for question in asked}
    return [q for q, answer in answers.items() if answer.yen == TOTAL or "65,958" in as_text(answer)]


@pytest.mark.parametrize(
    "words",
    [HIRAGANA, NONSENSE, PLACES, LIKE_PARTICLES],
    ids=["loanwords in hiragana", "nonsense", "things elsewhere", "like particles, endings and names"],
)
def test_no_word_stands_for_the_whole_plan(desk: Desk, words: list[str]) -> None:
    assert [question for word in words for question in totals(desk, word)] == []


def test_a_loanword_in_hiragana_finds_what_is_printed_in_katakana(desk: Desk) -> None:
    """パトロール stands in 戦略2-2, whose only initiative has the money; nothing else may answer."""
    answer = desk.ask("ぱとろーるの予算は?")
    assert ([shown.entry.code for shown in answer.shown], answer.yen) == (["2-2-1"], 1_568_000)


@pytest.mark.parametrize(
    "word",
    [
        "ばす",
        "こーひー",
        "わくちん",
        "すーぱー",
        "こんぴゅーたー",
        "ぼらんてぃあ",
    ],
)
def test_a_loanword_that_the_plan_lacks_is_refused_by_name(desk: Desk, word: str) -> None:
    answer = desk.ask(f"{word}の予算は?")
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ん" else c for c in word)
    assert answer.yen is None
    assert {word, katakana} & set(answer.unmatched)
    assert fold(answer.unmatched[0]) in fold(answer.headline)


def test_who_asks_for_the_whole_gets_it(desk: Desk) -> None:
    """So that the tests above do not hold by never giving a total at all."""
    for question in ("予算の合計は?", "全部でいくら?", "区全体の予算は?", "What is the total budget?"):
        assert desk.ask(question).yen == TOTAL, question
