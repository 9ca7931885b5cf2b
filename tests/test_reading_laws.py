"""What must not matter when something is asked: dialect, small talk beside it, and which of two like words is used."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import Desk
from knowledge.question.lexicon import forms, lexicon, stems
from tests.test_laws import TOPICS, Meaning, meaning, wide

NOT_YET = pytest.mark.xfail(strict=True, reason="the reading is not finished: the meaning changes today")


def differing(desk: Desk, like: str, others: list[str]) -> dict[str, Meaning]:
    """Which of several questions are not answered as the first one is."""
    expected = meaning(desk.ask(like))
    found = {question: meaning(desk.ask(question)) for question in others}
    return {question: got for question, got in found.items() if got != expected}


FRAMES = {
    "the amount": """
        Xの予算は? Xの予算はいくらですか Xの予算はいくらでしょうか。 Xの予算を教えてください
        Xの予算を教えていただけますか?
        Xの予算いくら Xの予算は幾らですか Xの予算はどのくらいですか Xの予算なんぼ? Xの予算なんぼなん
        Xの予算なんぼですのん
        Xの予算はなんぼやねん Xの予算教えてや Xの予算教えてんか Xの予算、いくらでっか
    """,
    "the thing": """
        Xについて教えてください Xについて教えて Xについて教えてくれへん? Xについて知りたいです Xのこと教えてんか
        Xのことを教えてください Xについて教えてほしいねん
    """,
    "the initiative": """
        Xの取組は? Xの取組はどれですか Xの取組はどれでしょうか Xの取組はどれや Xの取組どれなん? Xの取組はどれやねん
        Xの取組を教えて Xの取組を教えてください
    """,
}


@pytest.mark.parametrize("frames", FRAMES.values(), ids=FRAMES)
def test_politely_plainly_and_in_osaka_dialect_is_one_question(desk: Desk, frames: str) -> None:
    first, *others = frames.split()
    wrong = [
        differing(desk, first.replace("X", topic), [each.replace("X", topic) for each in others]) for topic in TOPICS
    ]
    assert [each for each in wrong if each] == []


WHOLE_QUESTIONS = """
    予算の合計は? 予算の合計はいくらですか 予算の合計を教えてください 予算の合計なんぼ? 予算の合計はなんぼやねん
    予算は全部でなんぼなん

    一番予算が多い取組は? 一番予算が多い取組はどれですか 一番予算が多い取組はどれやねん いっちゃん予算が多い取組はどれや
    一番予算の多い取組を教えてください 一番予算がようけある取組は?

    経営課題3の予算の合計は? 経営課題3の予算の合計を教えてください 経営課題3の予算の合計なんぼ?
    経営課題3の予算の合計はいくらやねん

    取組は何件ありますか 取組は何件? 取組は何件あるん? 取組はいくつありますか

    1000万円以上の取組は? 1000万円以上の取組を教えてください 1000万円以上の取組どれや 1000万円以上の取組教えてんか
""".split("\n\n")


@pytest.mark.parametrize("asked", WHOLE_QUESTIONS, ids=[each.split()[0] for each in WHOLE_QUESTIONS])
def test_a_figure_does_not_depend_on_the_dialect(desk: Desk, asked: str) -> None:
    first, *others = asked.split()
    assert differing(desk, first, others) == {}


# Small talk beside a question

JAPANESE = [
    "防災訓練の予算はいくらですか?",
    "経営課題3の予算の合計は?",
    "一番予算が多い取組は?",
    "取組は何件ありますか?",
    "1000万円以上の取組は?",
    "児童虐待の取組はどれですか?",
    "防災と防犯どっちが高い?",
    "給食の予算は?",
    "区の目標を教えてください。",
    "防犯カメラはどこに載っていますか?",
]
ENGLISH = [
    "What is the budget of 2-1-1?",
    "Which initiative is about child abuse?",
    "What is the total budget?",
    "How many initiatives are there?",
    "Which initiatives cost more than 10 million yen?",
    "What is the largest initiative?",
]
BESIDE_JAPANESE = """
    お疲れ様です。{} 来客対応中です。{} 会議の資料を作っています。{} すみません、急ぎです。{} お世話になっております。{}
    議会で聞かれています。{}
    お忙しいところ恐れ入ります。{} おはようございます。{} 今ちょっとよろしいでしょうか。{}
    {}お疲れ様です。 {}会議の資料を作っています。 {}すみません、急ぎです。 {}よろしくお願いします。 {}助かります。
    {}急ぎです。
    {}ありがとうございます。 {}お手数をおかけします。 {}会議で使います。
""".split()
BESIDE_ENGLISH = [
    *("Hello. {}", "Hi, {}", "{} Thanks in advance.", "{} Thank you!", "{} Cheers", "{} Sorry to bother you.")
]


@pytest.mark.parametrize(
    ("beside", "questions"),
    [
        *[(each, JAPANESE) for each in BESIDE_JAPANESE],
        *[(each, ENGLISH) for each in BESIDE_ENGLISH],
    ],
    ids=[*BESIDE_JAPANESE, *BESIDE_ENGLISH],
)
def test_a_sentence_that_asks_nothing_changes_nothing(desk: Desk, beside: str, questions: list[str]) -> None:
    found = [differing(desk, question, [beside.format(question)]) for question in questions]
    assert [each for each in found if each] == []


CHANGED = [
    *[(each, question) for each in ("Thanks in advance. {}", "{} Thanks in advance.") for question in JAPANESE[:5]],
    *[
        (each, "What is the total budget?")
        for each in (
            "I am preparing a document for a meeting. {}",
            "Quick question. {}",
            "This is urgent. {}",
        )
    ],
    ("{} It is urgent.", "What is the budget of 2-1-1?"),
]  # fmt: skip


@pytest.mark.parametrize(("beside", "question"), [pytest.param(*each, marks=NOT_YET) for each in CHANGED])
def test_a_sentence_that_asks_nothing_and_is_taken_for_a_question(desk: Desk, beside: str, question: str) -> None:
    """Sentences that are read as topics or as questions of their own, so that the answer gets lost."""
    assert differing(desk, question, [beside.format(question)]) == {}


# How it is typed


@pytest.mark.parametrize("mark", [".", ",", "。", "!", " ", "\r\n", "\u2028"])
@pytest.mark.parametrize("code", ["2-1-1", "戦略3-1", "経営課題5", "strategy 3-1", "initiative 5-2-1"])
def test_what_stands_behind_a_code_is_no_part_of_it(desk: Desk, code: str, mark: str) -> None:
    """Once “Tell me about 2-1-1.” was about strategy 1."""
    for question in (f"Tell me about {code}", code):
        assert differing(desk, question, [question + mark]) == {}


def test_a_code_behind_no_is_the_whole_code(desk: Desk) -> None:
    assert differing(desk, "5-2-1 いくら?", ["No.5-2-1 いくら?", "No.5-2-1 いくら?", "no. 5-2-1 いくら?"]) == {}


@pytest.mark.parametrize("asked", ["2-1-1,2-2-1の予算は?", "2-1-1\uff0c2-2-1の予算は?"])
@NOT_YET
def test_codes_may_be_joined_by_a_comma(desk: Desk, asked: str) -> None:
    assert differing(desk, "2-1-1、2-2-1の予算は?", [asked]) == {}


def ended(question: str) -> list[str]:
    """With other ends, and with line ends and blanks around."""
    bare = re.sub(r"[??。.]+$", "", question)
    return [bare, f"{bare}?", f"{bare}?", f"\n{question}\r\n", f"  {question}\u3000", f"{bare}\n?", wide(question)]


@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(TOPICS),
    st.sampled_from(FRAMES["the amount"].split() + FRAMES["the thing"].split() + FRAMES["the initiative"].split()),
)
def test_ends_and_blanks_change_nothing(desk: Desk, topic: str, frame: str) -> None:
    question = frame.replace("X", topic)
    assert differing(desk, question, ended(question)) == {}


KANA = [
    ("経営課題3の予算の合計は?", "経営課題3のよさんのごうけいは?"),
    ("2-1-1の予算はいくらですか?", "2-1-1のよさんはいくらですか?"),
    ("一番予算が多い取組は?", "いちばんよさんがおおいとりくみは?"),
    ("予算の平均は?", "よさんのへいきんは?"),
    ("戦略の一覧", "せんりゃくのいちらん"),
    ("1000万円以上の取組は?", "1000万円いじょうのとりくみは?"),
    ("防災の取組を教えて", "防災のとりくみをおしえて"),
    ("経営課題3の取組は何件?", "けいえいかだい3のとりくみはなんけん?"),
]


@pytest.mark.parametrize(("written", "kana"), KANA, ids=[each for each, _ in KANA])
def test_the_words_that_ask_may_be_written_in_kana(desk: Desk, written: str, kana: str) -> None:
    assert differing(desk, written, [kana]) == {}


# One wording for another


def like(sense: str) -> tuple[list[str], list[str]]:
    """The wordings of the lexicon that mean this sense and nothing else, Japanese and English."""
    row: Any = tomllib.loads(files("knowledge.question").joinpath("lexicon.toml").read_text(encoding="utf-8"))
    for name in sense.split("."):
        row = row[name]
    only, known = frozenset({sense}), lexicon()
    japanese = [word for word in row["ja"].split() if known.japanese.get(forms(word)) == only]
    return japanese, [words for words in row["en"] if known.english.get(stems(words)) == only]


EXCHANGED = [
    ("money", "経営課題3のXの合計は?", "What is the X of initiative 2-1-1?", ""),
    ("how_much", "2-1-1の予算はXですか?", "X is the budget of 2-1-1?", ""),
    ("spend", "2-1-1にいくらX?", "", ""),
    ("sum", "経営課題3の予算のXは?", "What is the X budget of management issue 3?", ""),
    ("mean", "取組の予算のXは?", "What is the X budget of the initiatives?", ""),
    ("median", "取組の予算のXは?", "What is the X budget of the initiatives?", ""),
    ("most", "予算がXの取組は?", "Which initiative has the X budget?", ""),
    ("least", "予算がXの取組は?", "Which initiative has the X budget?", ""),
    ("superlative", "X予算が多い取組は?", "", "もっとも"),
    ("more", "2-1-1と2-2-1では、どちらの予算がXですか?", "", ""),
    ("less", "2-1-1と2-2-1では、どちらの予算がXですか?", "", ""),
    ("over", "予算が500万円をX取組は?", "Which initiatives have a budget X 5 million yen?", ""),
    ("under", "予算が500万円をX取組は?", "Which initiatives have a budget X 5 million yen?", ""),
    ("at_least", "予算が500万円Xの取組は?", "Which initiatives have a budget of X 5 million yen?", ""),
    ("count", "取組のXは?", "", ""),
    ("share", "2-1-1の予算の全体に占めるXは?", "", ""),
    ("difference", "2-1-1と2-2-1の予算のXは?", "", ""),
    ("ratio", "2-1-1と2-2-1の予算のXは?", "", ""),
    ("rank", "2-1-1の予算はXですか?", "", ""),
    ("parts", "経営課題3の予算のXは?", "", "うちわけ"),
    ("compare", "2-1-1と2-2-1の予算をX", "", ""),
    ("except", "防災Xの取組は?", "", ""),
    ("whole", "Xの予算の合計は?", "", ""),
    ("list", "取組をX教えて", "", ""),
    ("about", "2-1-1のXは?", "", ""),
    ("which", "一番予算が多い取組はXですか?", "", ""),
    ("tell", "2-1-1の予算をX", "", ""),
    ("talk.greeting", "X、2-1-1の予算は?", "X, what is the budget of 2-1-1?", ""),
    ("level.action", "経営課題3のXは?", "What are the X of management issue 3?", ""),
    ("fact.telephone", "2-1-1のXは?", "", ""),
]


@pytest.mark.parametrize(
    ("sense", "japanese", "english", "lost"), EXCHANGED, ids=[f"{sense} {frame}" for sense, frame, *_ in EXCHANGED]
)
def test_another_word_for_the_same_changes_nothing(
    desk: Desk, sense: str, japanese: str, english: str, lost: str
) -> None:
    """Only wordings of one sense are exchanged: 総予算 is also the whole, 上位 also what is above, top also the first.

    `lost` are the words that should be among them and change the answer today.
    """
    for frame, words in zip((japanese, english), like(sense), strict=True):
        if frame and words:
            asked = [frame.replace("X", word) for word in words if word not in lost.split()]
            asked = [question[0].upper() + question[1:] for question in asked]
            assert differing(desk, asked[0], asked[1:]) == {}


LOST = [
    (frame.replace("X", like(sense)[0][0]), frame.replace("X", lost)) for sense, frame, _, lost in EXCHANGED if lost
]


@pytest.mark.parametrize(("usual", "other"), [pytest.param(*each, marks=NOT_YET) for each in LOST])
def test_another_word_that_is_not_understood_yet(desk: Desk, usual: str, other: str) -> None:
    assert differing(desk, usual, [other]) == {}
