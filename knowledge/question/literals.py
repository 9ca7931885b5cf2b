"""Numbers, amounts, codes, years and units in a question: what is taken as it is written.

Patterns stand here and nowhere else in this room, and every one is for digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from knowledge.language import eras, money, series
from knowledge.language.text import Part
from knowledge.model import Relation

_CODE = re.compile(
    r"(?<!\d)(?<!\d[.,])\d{1,2}(?:\s?(?:[-ー.のノ]|・(?=\d))\s?\d{1,3}){1,2}(?:-\d{1,4}){0,2}"
    r"(?![\d%]|[.,]\d|年|月|日|割|円|千|万|億|歳|人|時|回|位|番目|つ|件|個|本|倍|取組|事業|項目)"
)
_LETTERED = re.compile(
    rf"(?<!\d)(?<!\d[.,])\d{{1,2}}(?:\s?[-ー.の]\s?\d{{1,2}}){{0,2}}"
    rf"(?:(?:\s?[-ー.の])?\s?(?P<kana>[{series.KANA}])(?![ァ-ヴー])|-(?P<latin>[a-t])(?![a-z\d-]))"
)
"""A code whose last part is no number: 1-1-ア, 1-1-b."""
_DECIMAL = re.compile(r"(?<![\d.])\d{1,6}\.\d{1,6}")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?<!\d)\d{1,2}/\d{1,2}(?!\d)")
_PRECISION = re.compile(
    r"小数点?(?:第|以下)?\s?(?:\d|[一二三])\s?(?:位|桁)(?:まで|で)?|(?:to )?(?:one|two|1|2) decimals?(?: places?)?"
)
"""How exactly a figure is wanted: every share is given to one decimal."""
_PERCENT = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d{1,3})?)\s?(%|パーセント|percent|per cent|割)"
    r"|(?P<over>過半数?)|半[分数]|(?P<parts>\d{1,2}|[二三四五六七八九十])分の(?P<of>\d{1,2}|[一二三四五六七八九])"
)
_SPELLED = dict(zip("one two three four five six seven eight nine ten".split(), range(1, 11), strict=True))
_LOANED = {"スリー": 3, "ファイブ": 5}
"""トップスリー: the numbers of the kind that people say so."""
_ORDINALS = dict(
    zip("first second third fourth fifth sixth seventh eighth ninth tenth".split(), range(1, 11), strict=True)
)
_ENGLISH_ORDINAL = re.compile(r"(?<![\d.,])(\d{1,3})(?:st|nd|rd|th)(?![a-z])")
_SECOND = re.compile(r"\brunner-?\s?up\b|[二2]番手")
_UNIT = re.compile(
    r"(?<![\d十百千万億何])(百万円|億円|万円|千円|円)(?:単位|たんい|換算|表示|ベース|(?=で|に|だと|なら|\)|$))"
)
_ENGLISH_UNITS = (
    (re.compile(r"\bin thousands?(?: of)? yen\b|\bin thousands\b"), "千円"),
    (re.compile(r"\bin millions?(?: of)? yen\b|\bin millions\b"), "百万円"),
    (
        re.compile(
            r"\bin (?:units of )?(?:10,000|ten thousand|tens of thousands of) yen(?: units)?\b"
            r"|\b(?:in |how many )?man[- ]?yen\b"
        ),
        "万円",
    ),
    (re.compile(r"\bin (?:japanese |plain |full )?yen\b"), "円"),
)
_RANGE = re.compile(
    r"(?<![\d.,])(\d{1,6}(?:,\d{3})?(?:\.\d{1,3})?)(?=\s?(?:and|to|から|~|〜|-)\s?\d{1,6}(?:,\d{3})?(?:\.\d{1,3})?\s?"
    r"(thousand|million|billion|百万|[千万億]))"
)
"""The first amount of a range, whose unit stands behind the second: between 1 and 5 million yen, 100から500万円."""
_OF_RANGE = re.compile(r"(?<![\d.,])\d{1,6}(?:\.\d{1,3})? (?:thousand|million|billion)(?= (?:and|to) [\d¥])")
"""The first amount of an English range, whose yen stands behind the second: between 4 million and 7 million yen."""
COUNTERS = frozenset("つ 件 個 本 こ 取組 事業 項目 者".split())
PLACES = frozenset("番目 位 番 目 つ目 件目 個目".split())
_KANJI = {kanji: number for number, kanji in enumerate("〇一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class Yen:
    """An amount of money."""

    yen: int
    raw: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A share: 30%, 3割, 半分, 3分の1."""

    share: Fraction
    least: Relation | None = None
    """How it bounds where nothing beside it says so: 過半 is over a half, 半分を占める at least one; None: exactly."""


@dataclass(frozen=True, slots=True)
class Number:
    """A bare number."""

    number: int


@dataclass(frozen=True, slots=True)
class Counted:
    """So many: 3件, ふたつ, three."""

    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an order, from 1: 2番目, 3位, second."""

    number: int
    ranks: bool = False
    """Whether it can only be one by size: 3位."""


@dataclass(frozen=True, slots=True)
class Step:
    """So many on, or back where negative, in the order of the page or of what was shown: 次, 一つ前."""

    number: int


@dataclass(frozen=True, slots=True)
class Code:
    """The code of an entry."""

    code: str


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year, or its distance from the one at hand."""

    year: int | None
    shift: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a figure is wanted in."""

    unit: str


@dataclass(frozen=True, slots=True)
class Date:
    """A day, or how exactly a figure is wanted: no word of a question to a plan."""


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A place: the document's own, or another."""

    name: str
    is_own: bool


Literal = Somewhere | Yen | Percent | Number | Counted | Place | Step | Code | Year | Unit | Date


@dataclass(frozen=True, slots=True)
class Found:
    """A literal with its place in the text."""

    start: int
    end: int
    literal: Literal


def literals(asked: str, parts: Sequence[Part]) -> tuple[Found, ...]:
    """Everything in a text in normal form that is taken as it is written, in order and apart: the first kind wins."""
    taken = [False] * len(asked)
    found: list[Found] = []
    for each in _all(asked, parts):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = [True] * (each.end - each.start)
            found.append(each)
    return tuple(sorted(found, key=lambda each: each.start))


def _all(asked: str, parts: Sequence[Part]) -> Iterator[Found]:
    for match in (*_DATE.finditer(asked), *_PRECISION.finditer(asked)):
        yield Found(*match.span(), Date())
    for pattern, unit in _ENGLISH_UNITS:
        for match in pattern.finditer(asked):
            yield Found(*match.span(), Unit(unit))
    for match in _OF_RANGE.finditer(asked):
        for whole in money.find(f"{match.group()} yen"):
            yield Found(*match.span(), Yen(whole.yen, match.group()))
    for match in _RANGE.finditer(asked):
        unit = f" {match[2]} yen" if match[2].isascii() else f"{match[2]}円"
        for whole in money.find(f"{match[1]}{unit}"):
            yield Found(*match.span(), Yen(whole.yen, match.group()))
    spelled = re.sub(
        rf"\b({'|'.join(_SPELLED)}|a)(?= (?:thousand|million|billion))",
        lambda match: str(_SPELLED.get(match[1], 1)).rjust(len(match[1])),
        asked,
    )
    for amount in money.find(spelled):
        if amount.yen or "0" in amount.raw:
            start, end = amount.span
            while start and asked[start - 1] != " " and spelled[start - 1] == " ":
                start -= 1  # two million: the digit stands at the end of the word
            yield Found(start, end, Yen(amount.yen, amount.raw))
    for span in eras.find(asked):
        yield Found(span.start, span.end, Year(span.year, span.shift))
    for match in _PERCENT.finditer(asked):
        yield Found(*match.span(), _percent(match))
    for match in _DECIMAL.finditer(asked):
        if match.end() == len(asked) or (not asked[match.end()].isdigit() and asked[match.end()] not in ".-%"):
            yield Found(*match.span(), Date())
    for match in _LETTERED.finditer(asked):
        numbers = [str(int(number)) for number in re.findall(r"\d+", match.group())]
        yield Found(*match.span(), Code("-".join([*numbers, match["kana"] or match["latin"]])))
    for match in _CODE.finditer(asked):
        if not _DECIMAL.fullmatch(match.group()) and not asked[: match.start()].endswith("プラン"):
            code = "-".join(str(int(number)) for number in re.findall(r"\d+", match.group()))
            yield Found(*match.span(), Code(code))
    for match in _UNIT.finditer(asked):
        yield Found(*match.span(), Unit(match[1]))
    for match in _ENGLISH_ORDINAL.finditer(asked):
        yield Found(*match.span(), Place(int(match[1])))
    for match in _SECOND.finditer(asked):
        yield Found(*match.span(), Place(2))
    yield from _counted(parts)


def _percent(match: re.Match[str]) -> Percent:
    if match[1]:
        return Percent(Fraction(match[1]) / (10 if match[2] == "割" else 100))
    parts, of = (
        int(each) if each.isdecimal() else _KANJI[each] for each in (match["parts"] or "2", match["of"] or "1")
    )
    return Percent(Fraction(of, parts or 1), Relation.OVER if match["over"] else Relation.AT_LEAST)


def _counted(parts: Sequence[Part]) -> Iterator[Found]:
    """Numbers with what they count."""
    at = 0
    while at < len(parts):
        number, length = _number(parts, at)
        if number is None:
            at += 1
            continue
        first, after = parts[at], at + length
        counter = parts[after].surface if after < len(parts) else ""
        further = parts[after + 1].surface if after + 1 < len(parts) else ""
        end = parts[after - 1].end
        if counter in PLACES or (counter in COUNTERS and further == "目"):
            end = parts[after + (counter in COUNTERS and further == "目")].end
            yield Found(first.start, end, Place(number, ranks=counter == "位"))
        elif counter in COUNTERS and counter not in ("取組", "事業", "項目"):
            yield Found(first.start, parts[after].end, Counted(number))
        elif first.surface == "one" and _is_pronoun(parts, at):
            pass
        elif first.surface.isascii() and first.surface.isalpha():
            yield Found(first.start, end, Place(number) if first.surface in _ORDINALS else Counted(number))
        else:
            yield Found(first.start, end, Number(number))
        at = after


def _is_pronoun(parts: Sequence[Part], at: int) -> bool:
    """the bigger one, which one, the disaster one: what was named, and no number."""
    behind = parts[at + 1].surface if at + 1 < len(parts) else ""
    ahead = parts[at - 1].surface if at else ""
    return (
        ahead not in ("", "only", "just", "top", "first", "last", "than") and not behind.isalpha()
    ) or behind in _NO_NOUN


_NO_NOUN = frozenset("is are has have of in as with was does for and or to under".split())


def _number(parts: Sequence[Part], at: int) -> tuple[int | None, int]:
    part = parts[at]
    if part.surface in _SPELLED or part.surface in _ORDINALS:
        return _SPELLED.get(part.surface) or _ORDINALS[part.surface], 1
    if part.surface in _LOANED:
        return _LOANED[part.surface], 1
    if part.word_kind != "数詞" or part.surface in ("何", "幾", "数"):
        return None, 1
    digits = part.normal.replace(",", "")
    if digits.isdecimal() and len(digits) < 10:
        return int(digits), 1
    return _KANJI.get(digits), 1
