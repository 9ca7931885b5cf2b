"""How a question is typed changes nothing: width, spaces, politeness, question marks. And text never becomes markup."""

from __future__ import annotations

import json
import re
import string
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import blocks
from knowledge import Answer, Desk, as_text
from tests.slack_limits import complaints

TABLES = sorted((Path(__file__).parent / "questions").glob("*.jsonl"))
QUESTIONS = [
    row["q"]
    for table in TABLES
    for row in map(json.loads, table.read_text(encoding="utf-8").splitlines())
    if "turns" not in row
]
TOPICS = (
    "防災訓練 防災 防犯 防犯カメラ 見守り 子育てサロン 児童虐待 DV被害者 地域活動協議会 区政会議 "
    "学力 産業振興 健康づくり ボランティア 給食 図書館 2-1-1 戦略3-1 経営課題5 歳出等の削減"
).split()

JAPANESE = "[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff々]"
GAPS = re.compile(f"(?<={JAPANESE})(?={JAPANESE})")
END = re.compile(r"[??。..]+$")
ALWAYS_THE_SAME = settings(
    derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in string.ascii_letters + string.digits + "()?!&+-,."} | {0x20: "\u3000"}
WIDE_DIGITS = {ord(c): chr(ord(c) + 0xFEE0) for c in string.digits + "-"}
NARROW_KANA = {
    unicodedata.normalize("NFKC", half + mark): half + mark
    for half in map(chr, range(0xFF66, 0xFF9E))
    for mark in ("", "\uff9e", "\uff9f")
    if len(unicodedata.normalize("NFKC", half + mark)) == 1
}

Meaning = tuple[str, tuple[str, ...], int | None]


def meaning(answer: Answer) -> Meaning:
    """What an answer says: its kind, its entries in their order, its figure."""
    return str(answer.kind), tuple(shown.entry.id for shown in answer.shown), answer.yen


def wide(question: str) -> str:
    return question.translate(WIDE)


def wide_digits(question: str) -> str:
    return question.translate(WIDE_DIGITS)


def narrow_kana(question: str) -> str:
    return "".join(NARROW_KANA.get(character, character) for character in question)


def composed_apart(question: str) -> str:
    """As a Mac writes file names: か and its two strokes, not が."""
    return unicodedata.normalize("NFD", question)


def shouted(question: str) -> str:
    return question if re.search(JAPANESE, question) else question.upper()


def without_mark(question: str) -> str:
    return END.sub("", question)


def wide_mark(question: str) -> str:
    return END.sub("", question) + "?"


def many_marks(question: str) -> str:
    return END.sub("", question) + "???!!"


def with_blank_around(question: str) -> str:
    return f"\u3000\n {question} \t\n"


REWRITTEN: list[Callable[[str], str]] = [
    wide,
    wide_digits,
    narrow_kana,
    composed_apart,
    shouted,
    without_mark,
    wide_mark,
    many_marks,
    with_blank_around,
]


TYPED = list(
    dict.fromkeys(
        [
            "おはよう",
            "おつかれさまです〜",
            "ありがとうございました、助かりました",
            "How much does Nishi Ward spend on disaster prevention?",
            "2-1-1の予算は?",
            "カメラとネットワークとサロン",
            *QUESTIONS[::4],
        ]
    )
)


@pytest.fixture(scope="module")
def plain(desk: Desk) -> dict[str, Meaning]:
    """What questions mean as they stand."""
    return {question: meaning(desk.ask(question)) for question in TYPED}


@pytest.mark.parametrize("rewrite", REWRITTEN, ids=lambda rewrite: rewrite.__name__)
def test_how_a_question_is_typed_changes_nothing(
    desk: Desk, plain: dict[str, Meaning], rewrite: Callable[[str], str]
) -> None:
    rewritten = {question: meaning(desk.ask(rewrite(question))) for question in plain}
    assert {rewrite(q): (plain[q], rewritten[q]) for q in plain if plain[q] != rewritten[q]} == {}


@ALWAYS_THE_SAME
@given(st.sampled_from([question for question in QUESTIONS if GAPS.search(question)]), st.integers(0, 100))
def test_spaces_inside_japanese_change_nothing(desk: Desk, question: str, number: int) -> None:
    gaps = [found.start() for found in GAPS.finditer(question)]
    place = gaps[number % len(gaps)]
    expected = meaning(desk.ask(question))
    for spaced in (question[:place] + " " + question[place:], question[:place] + "\u3000" + question[place:]):
        assert meaning(desk.ask(spaced)) == expected, spaced
    assert meaning(desk.ask(GAPS.sub(" ", question))) == expected


ENDINGS = {
    "the amount": [
        "の予算は?",
        "の予算",
        "の予算は",
        "の予算はいくらですか?",
        "の予算はいくらでしょうか",
        "の予算を教えてください",
        "の予算を教えてください。",
        "の予算を教えて",
        "の予算額を教えていただけますか?",
        "の予算額はいくらになりますでしょうか。",
        "の予算が知りたいです",
        "の予算について教えてください。よろしくお願いします。",
    ],
    "the thing": [
        "について",
        "について教えて",
        "について教えてください",
        "について教えてください。",
        "について知りたいです",
        "について教えていただけますでしょうか?",
        "についてお願いします",
    ],
    "the initiative": [
        "の取組は?",
        "の取組はどれ?",
        "の取組はどれですか",
        "の取組を教えてください",
        "の取組はどれでしょうか?",
        "の取組を教えていただけますか",
    ],
}


@pytest.mark.parametrize("endings", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("topic", TOPICS)
def test_politeness_changes_nothing(desk: Desk, topic: str, endings: list[str]) -> None:
    said = {topic + ending: meaning(desk.ask(topic + ending)) for ending in endings}
    expected = said[topic + endings[0]]
    assert {question: got for question, got in said.items() if got != expected} == {}


PREFIXES = ["すみません、", "あの、", "教えてください。", "@hoshin ", "<@U0BOT> ", "お疲れさまです。"]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_polite_beginning_changes_nothing(desk: Desk, topic: str, prefix: str) -> None:
    question = f"{topic}の予算は?"
    assert meaning(desk.ask(prefix + question)) == meaning(desk.ask(question))


MARKUP = [
    "*",
    "_",
    "~",
    "`",
    "<b>",
    "<!here>",
    "<https://example.jp|x>",
    "&lt;",
    "[red]",
    "```",
    ":tada:",
    "> ",
    "\u202e",
]
LINK = re.compile(r"<https://www\.city\.osaka\.lg\.jp/minato/page/0000565017\.html[^<>|]*\|[^<>|*_~`]+>")


@ALWAYS_THE_SAME
@given(st.sampled_from(QUESTIONS), st.sampled_from(MARKUP), st.integers(0, 40))
def test_what_is_asked_never_becomes_markup(desk: Desk, question: str, mark: str, place: int) -> None:
    asked = f"{question[:place]}{mark}給食{mark}{question[place:]}"
    answer = desk.ask(asked)
    message = blocks.message(answer)
    assert complaints({"text": message.text, "blocks": message.blocks}) == []
    assert "<" not in message.text
    assert "<!" not in as_text(answer)
    parts = [part for block in message.blocks for part in block.get("elements", [])]
    mrkdwn = [part["text"] for part in parts if part.get("type") == "mrkdwn"]
    assert [text for text in mrkdwn if not LINK.fullmatch(text)] == []


@ALWAYS_THE_SAME
@given(st.lists(st.sampled_from(QUESTIONS), min_size=2, max_size=6))
def test_what_is_said_in_one_thread_is_not_heard_in_another(desk: Desk, questions: list[str]) -> None:
    before = desk.ask(questions[-1])
    subject = None
    for question in questions[:-1]:
        subject = desk.ask(question, subject).subject
    assert desk.ask(questions[-1]) == before


# The same question with one word more that only the first entry has: it must not fall behind.
MORE_EVIDENCE = [
    ("防災", "防災 避難所開設訓練", "2-1-1"),
    ("見守り", "見守り 福祉コミュニティ", "3-1-2"),
    ("防犯", "防犯 犯罪情報の発信", "2-2-1"),
    ("学習", "学習 無料動画授業", "4-1-1"),
    ("子育て支援", "子育て支援 子育て支援情報 ニーズ", "4-2-1"),
    ("活性化プラン", "活性化プラン 社会実験イベント", "5-2-1"),
]


@pytest.mark.parametrize(("less", "more", "code"), MORE_EVIDENCE, ids=[more for _, more, _ in MORE_EVIDENCE])
def test_more_evidence_never_lowers_an_entry(desk: Desk, less: str, more: str, code: str) -> None:
    def place(question: str) -> int:
        codes = [shown.entry.code for shown in desk.ask(question).shown]
        return codes.index(code) if code in codes else len(codes) + 10

    assert place(more) <= place(less)
    assert place(more) == 0
