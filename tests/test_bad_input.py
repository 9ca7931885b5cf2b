"""Whatever is typed: an honest or a right answer, never an exception, never an echo that pings anybody."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge import Answer, Desk, Kind, Subject, as_json, as_text
from knowledge.language import money, text
from knowledge.question.draft import linked
from tests.conftest import DOCUMENTS
from tests.test_reading import minato

PLAN = (DOCUMENTS / "minato-r4.txt").read_text(encoding="utf-8")
REFUSED = {Kind.HELP, Kind.UNKNOWN, Kind.ELSEWHERE, Kind.CHOICES}
MONEY = re.compile(r"(?<![\d,億万])(\d[\d,]*)(?:千円| thousand yen)")  # not the 5千円 of 202万5千円
PRINTED = {int(sum_.replace(",", "")) * 1000 for sum_ in re.findall(r"([\d,]+)千円", PLAN)}
LONGEST_ECHO = 200


def same(answer: Answer) -> Answer:
    """An answer without the question's own wording."""
    return replace(answer, question="")


def inert(answer: Answer) -> str:
    """The text of an answer that is fit to be shown to anybody."""
    text = as_text(answer)
    assert text.strip()
    assert answer.headline.strip()
    assert "<!" not in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
    as_json(answer).encode("ascii")
    return text


NOTHING_TO_ANSWER = {
    "nothing": "",
    "blank": " \t\u3000\n\r\n",
    "zero-width only": "\u200b\u200d\ufeff\u2060",
    "one emoji": "🎉",
    "emoji": "🎉👩‍👩‍👧‍👦🇯🇵🏽" * 30,
    "question mark": "?",
    "every punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~、。・「」『』【】〈〉《》…‥―〜！？￥",
    "quotes": "'\"“”‘’「『`´",
    "control characters": "\x00\x01\x07\x08\x1b[31m\x7f\x85",
    "a lone surrogate": "\ud83d",
    "surrogates the wrong way round": "\udc00\ud800",
    "combining marks": "\u3099\u309a\u0301\u0302" * 50,
    "a ping": "<!channel>",
    "pings": "<!here> <!everyone> <!subteam^S1|team> <@U1> <#C1>",
    "an unclosed ping": "<!channel",
    "a number": "12345",
    "numbers": "1 22 333 4444 55555 " * 20,
    "a huge number": "9" * 5000,
    "a number that is no finite one": "1e999 円 Infinity NaN",
    "half a code": "2-",
    "dashes": "-‐‑‒–—―−ー－ｰ" * 20,
    "only filler": "えーと、あの、その、これって、なんか、どう、ですか",
    "only polite": "すみませんが教えていただけますでしょうか。よろしくお願いいたします。",
    "one kana": "あ",
    "100,000 kana": "あ" * 100_000,
    "100,000 emoji": "🎉" * 100_000,
    "latin noise": "qwrtzpsdfghjklxcvbnm",
    "another script": "Сколько стоит библиотека? كم الميزانية؟ 예산은 얼마입니까?",
    "percent and braces": "%s %d {0} {question} ${x} %(name)s \\1 \\g<0>",
    "a path": "../../etc/passwd C:\\Windows\\System32",
    "json": '{"question": null, "kind": ["found"]}',
}


@pytest.mark.parametrize("question", NOTHING_TO_ANSWER.values(), ids=NOTHING_TO_ANSWER)
def test_what_asks_nothing_is_not_answered(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    text = inert(answer)
    assert answer.kind in REFUSED
    assert answer.yen is None
    assert len(text) < 1_500


# The word of the plan in it may be found; nothing else may happen.
WITH_A_WORD_OF_THE_PLAN = {
    "100,000 characters": "防災" * 50_000,
    "a word and 100,000 characters": "防災" + "あ" * 100_000,
    "100,000 characters and a word": "あ" * 100_000 + "防災",
    "1,000 repeated words": "防災 " * 1000,
    "1,000 different words": " ".join(f"防災{n}" for n in range(1000)),
    "1,000 repeated lines": "防災の予算は?\n" * 1000,
    "search operators": 'NEAR("防災" OR *) AND NOT ^防犯 : {a b} - +',
    "an open quote": '防災" OR "',
    "a prefix star": "防災*",
    "column filter": "title : 防災",
    "sql": "防災'; DROP TABLE entries; --",
    "a ping": "<!channel> 防災の予算は?",
    "a ping behind": "防災の予算は <!here|here>",
    "markup": "*防災* _防災_ ~防災~ `防災` [red]防災[/red] <b>防災</b> [防災](http://x.jp)",
    "control characters": "防\x00災\x1b[2Jの\x07予\x85算は",
    "half a character": "防災\ud83d",
    "mixed scripts": "防災 preparedness Катастрофа 재난 كارثة",
    "emoji between letters": "防🎉災🎉の🎉予🎉算",
    "upside down": "?は算予の災防",
    "nested brackets": "(((((((((((防災)))))))))))" * 50,
    "many codes": " ".join(f"{a}-{b}-{c}" for a in range(1, 9) for b in range(1, 9) for c in range(1, 9)),
    "a code without end": "2-1-1" * 2000,
    "many amounts": "1000万円以上 " * 500,
    "an impossible amount": "防災に99999999999999999999億円",
    "an amount of nothing": "0円の取組",
    "a backwards range": "200万円以上100万円以下の取組",
    "the 0th": "0番目に高い取組は?",
    "the 10,000th": "10000番目に高い取組は?",
    "top 0": "トップ0",
    "a year far away": "令和9999年度の防災の予算は?",
    "division by nothing": "防災は市民利用施設の見直しの何%?",
}


@pytest.mark.parametrize("question", WITH_A_WORD_OF_THE_PLAN.values(), ids=WITH_A_WORD_OF_THE_PLAN)
def test_odd_questions_with_a_word_of_the_plan(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    text = inert(answer)
    assert len(text) < 4_000
    sums_are_honest(answer)
    assert desk.ask("防災訓練の予算は?").yen == 2_025_000


# It asks something that the plan does not say, or asks for mischief: a sum of money would be a wrong answer.
NO_MONEY = ["'; DROP TABLE entries; --", "0円の取組", "0番目に高い取組は?", "10000番目に高い取組は?"]


NO_MONEY += ["714,955千円の取組は?", "82千円の取組は?", "2,026千円の事業", "32,500千円の取組", "2", "3-"]


@pytest.mark.parametrize("question", NO_MONEY)
def test_no_sum_is_invented(desk: Desk, question: str) -> None:
    assert desk.ask(question).yen is None


SEVERAL = [
    "5-2と2-1-1で一番高いのは?",
    "経営課題6と2-1-1を高い順に",
    "経営課題1と経営課題2で一番安いのは?",
    "市民利用施設の見直しと2-1-1で一番高いのは?",
    "学校、学力、教育環境の予算の合計は?",
    "学力と体力と学習の予算の合計は?",
    "2-1-1と2-1-1と2-1の合計は?",
]


@pytest.mark.parametrize("question", SEVERAL)
def test_several_things_at_once_are_each_counted_once(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    sums_are_honest(answer)
    keys = [shown.entry.id for shown in answer.shown]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("tail", ["", "の予算は?", "はいくら?", "とは", " budget?"], ids=["alone", *["with words"] * 4])
@pytest.mark.parametrize("noise", ["ぬ", "鰯", "x", "🎉", "9", "<", "&", "*", "\u200b", "\n"])
def test_a_long_question_is_not_echoed(desk: Desk, noise: str, tail: str) -> None:
    text = inert(desk.ask(noise * 5_000 + tail))
    assert noise in "\u200b\n" or noise * LONGEST_ECHO not in text


INVISIBLE = {
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "zero-width non-joiner": "\u200c",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "right-to-left mark": "\u200f",
    "right-to-left override": "\u202e",
    "isolate": "\u2067",
    "variation selector": "\ufe0f",
}
PLAIN = [
    "防災訓練の予算は?",
    "防犯カメラ",
    "2-1-1の予算",
    "elderly budget",
    "1000万円以上の取組",
    "令和3年度の防災の予算",
]


@pytest.mark.parametrize("mark", INVISIBLE.values(), ids=INVISIBLE)
def test_what_nobody_sees_changes_nothing(desk: Desk, mark: str) -> None:
    for question in PLAIN:
        expected = same(desk.ask(question))
        assert same(desk.ask(mark.join(question))) == expected, question
        assert same(desk.ask(f"{mark}{question}{mark}")) == expected, question


WORDS = (
    "防災 防災訓練 防犯 防犯カメラ 見守り 高齢者 お年寄り 子育て 子ども 児童虐待 児童逆待 地活協 区政会議 "
    "万博 塾 DV 市政改革 歳入 区民センター 地域活動協議会 支援 取組 戦略 経営課題 目標 使命 予算 合計 金額 "
    "いくら なんぼ 一番高い 2番目 その次 上位3つ 何% 平均 差 全部 電話番号 ページ番号 いつ どこ 誰 件数 "
    "令和3年度 来年度 去年 中央区 給食 図書館 水道 保育料 ボランテイア 訓錬 ぼうさい bousai kunren"
).split()
ENGLISH = (
    "budget total largest which initiative issue elderly disaster training crime its what is the of how much".split()
)
CODES = "2-1-1 ２－１－１ 5ー2 経営課題６ 1-1 2-1-9 経営課題7 戦略2-1 取組3-3-4 3−3−4 #2-2-1".split()
SUMS = (
    "1000万円以上 100万円未満 14,955千円 3255万円 三千万円台 0円 △5千円 1億円 600万4千円 100万から200万の間 9,999千円"
).split()
GLUE = [
    "の",
    "は?",
    "と",
    "を教えて",
    " ",
    "、",
    "?",
    "で",
    "とは",
    "って",
    "じゃあ",
    "その",
    "それ",
    "\n",
    "「",
    "」",
    "!!",
]
NOISE = [
    "🎉",
    "\u200b",
    "<!here>",
    "%",
    "\x00",
    "\ud800",
    '"',
    "'",
    "*",
    "（",
    "ー",
    "ｱ",
    "ﾞ",
    "①",
    "㌫",
    "Ω",
    "\u202e",
    "]]",
]


def questions(count: int) -> Iterator[str]:
    chance = random.Random(4)
    for _ in range(count):
        parts = []
        for _ in range(chance.randint(1, 6)):
            kind = chance.choices([WORDS, ENGLISH, CODES, SUMS, NOISE], [10, 3, 2, 2, 1])[0]
            parts += [chance.choice(kind), chance.choice(GLUE) if chance.random() < 0.7 else ""]
        question = "".join(parts)
        if chance.random() < 0.1:
            start = chance.randrange(len(PLAN) - 40)
            question += PLAN[start : start + chance.randint(1, 40)]
        if chance.random() < 0.05:
            question = "".join(chance.sample(question, len(question)))
        yield question


def sums_are_honest(answer: Answer) -> None:
    """Every sum of a found answer is printed in the plan, and every figure follows from what the answer counted.

    What the question itself named may be said back.
    """
    if answer.parts:
        for part in answer.parts:
            sums_are_honest(part)
        return
    said = {int(found.replace(",", "")) * 1000 for found in MONEY.findall(as_text(answer))}
    said -= {abs(asked.yen) for asked in money.find(text.normal(answer.question))}
    if answer.kind is Kind.FOUND:
        assert said <= PRINTED
        assert answer.yen is None or answer.yen in PRINTED
    if answer.kind is Kind.FIGURES:
        assert said <= PRINTED | derived(answer)
        assert answer.yen is None or answer.yen in PRINTED | derived(answer)
    if answer.kind in (Kind.UNKNOWN, Kind.ELSEWHERE, Kind.HELP):
        assert answer.yen is None
    for shown in answer.shown:
        assert all(amount.raw in PLAN for amount in shown.entry.amounts)


ENTRIES = minato().entries


def derived(answer: Answer) -> set[int]:
    """Sums, differences and means of what the answer shows or is a share of, of whole branches, of the whole page."""
    told = {*(s.entry.id for s in answer.shown), *linked(answer.query)}
    shown = {entry.id: money_below(entry.id) for entry in ENTRIES if entry.id in told}
    amounts = sorted({yen for part in shown.values() for yen in part})
    sums = {sum(part) for part in (*shown.values(), amounts)} | {sum(PRINTED)}
    of_branches = {sum(money_below(entry.id)) for entry in ENTRIES if entry.parent is None}
    values = [*amounts, *sums]
    differences = {abs(one - other) for one in values for other in values}
    rows = [sum(part) for part in shown.values()]
    means = {round(sum(part) / len(part)) for part in (*shown.values(), rows, amounts, sorted(PRINTED)) if part}
    return (sums | of_branches | differences | means) - {0}


def money_below(key: str) -> list[int]:
    own = [amount.yen for entry in ENTRIES if entry.id == key for amount in entry.amounts]
    return own + [yen for entry in ENTRIES if entry.parent == key for yen in money_below(entry.id)]


def shortcomings(answer: Answer) -> Iterator[str]:
    """What is wrong with an answer to a question of which nothing is known."""
    try:
        inert(answer)
        sums_are_honest(answer)
    except AssertionError as failure:
        yield f"{answer.question!r} {answer.kind}: {answer.headline} {str(failure).splitlines()[:1]}"


def test_fifteen_hundred_generated_questions(desk: Desk) -> None:
    """In threads and alone: no exception, nothing invented, and no thread changes what another is told."""
    short: list[str] = []

    def told(question: str, subject: Subject | None = None) -> Answer | None:
        try:
            answer = desk.ask(question, subject)
        except Exception as failure:  # noqa: BLE001 - every question that breaks it is to be seen, not the first alone
            short.append(f"{question!r} after {subject and subject.question}: {failure!r}")
            return None
        short.extend(shortcomings(answer))
        return answer

    asked = list(questions(1_500))
    alone = [told(question) for question in asked]
    subject: Subject | None = None
    for place, question in enumerate(asked):
        answer = told(question, subject if place % 8 else None)
        subject = answer.subject if answer else None
    assert short == []
    changed = [a.question for a in alone[::3] if a is not None and desk.ask(a.question) != a]
    assert changed == []
