"""What a question wants: an amount, a total, a ranking, the entry above, the telephone number …

The ways people ask stand in intents.toml. The words of an intent are taken out of the text; what remains is what the
question is about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.model import Level


class Want(StrEnum):
    """What is wanted of the entries that a question is about."""

    ABOUT = "about"
    """Nothing special: the entry itself."""
    AMOUNT = "amount"
    TOTAL = "total"
    RANKING = "ranking"
    FILTER = "filter"
    COMPARE = "compare"
    PER_ISSUE = "per_issue"
    DIFFERENCE = "difference"
    SHARE = "share"
    AVERAGE = "average"
    RATIO = "ratio"
    """How many times one is of another."""
    COUNT = "count"
    CHILDREN = "children"
    PARENT = "parent"
    SIBLINGS = "siblings"
    LADDER = "ladder"
    GOAL = "goal"
    MISSION = "mission"
    POLICY = "policy"
    REFORM = "reform"
    CONTACT = "contact"
    DATE = "date"
    REMARK = "remark"
    PAGE = "page"
    YEAR = "year"
    TITLE = "title"
    CHANGE = "change"
    """Against another year."""
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    NEXT = "next"
    """The next of a ranking or of a list."""
    CONVERT = "convert"
    """The same amount in another unit."""


class Change(StrEnum):
    """What is wanted of two plans of different years."""

    NEW = "new"
    """Entries that the newer one alone has."""
    GONE = "gone"
    """Entries that the older one alone has."""
    RENAMED = "renamed"
    AMOUNT = "amount"
    """More money, or less."""


_NUMBER = r"(?:\d{1,6}|[一二三四五六七八九十])"
_PAD = re.compile(r"[\s!?.,。、~〜ー]*")
_ORDINAL = {
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    **{word: number for number, word in enumerate(("one", "two", "three", "four", "five"), 1)},
    "ten": 10,
    **{kanji: number for number, kanji in enumerate("一二三四五六七八九十", 1)},
}
_FOLLOWS = re.compile(
    r"^(?:じゃあ|じゃ|では|でわ|それなら|ほな|ほんなら|ほんで|なら|それで|で、|そして|ちなみに|あと"
    r"|what about|how about|and (?:for |what about |how about )?|then|okay,? |ok,? )\s?[、,]?\s?"
)
_REFERS = re.compile(
    r"(?:その|それ|この|これ|あの|あれ|そこ|ここ|さっき|上記|同じ|前の(?!年)|そっち|こっち)(?:の|は|って|を|に|も|が|で)?"
    r"|\b(?:its|it|that|this|they|them|their|those|these|the same)\b(?! (?:page|plan|ward|document|year))"
)
_ASCENDING = re.compile(
    r"最小|最低|最少|最安|下から|少な|小さ|低い|低く|安い|下位|ワースト|ビリ|少額|昇順"
    r"|smallest|lowest|cheapest|least|bottom|tiniest"
)
_MOST = (
    rf"(?:ベスト|トップ|上位|下位|ワースト|順に|順で|ほうから|方から|上から|下から|top|bottom)\s?"
    rf"({_NUMBER}|one|two|three|four|five|ten)(?!番目|位(?!まで|$|の?一覧))",
    rf"({_NUMBER})\s?(?:つ|件|個|本)(?=$|の|は|を|\?|、|\s|挙げ|教え)",
    rf"({_NUMBER})位まで",
)
_RANK = re.compile(rf"({_NUMBER})\s?(?:番目|位(?!まで))|\b(second|third|fourth|fifth|\d(?=nd|rd|th))")
_COUNTED = re.compile(rf"{_NUMBER}(?:つ|件|個|本|番(?!町)|位)(?:あたり|当たり)?")
_UNIT = re.compile(r"(百万円|億円|万円|千円|円)(?:単位|換算|で|に直|だと|なら)")
_ENGLISH_UNITS = (
    (re.compile(r"in thousands?(?: of)? yen"), "千円"),
    (re.compile(r"in millions?(?: of)? yen"), "百万円"),
    (re.compile(r"in (?:japanese )?yen"), "円"),
)


@dataclass(frozen=True, slots=True)
class Ways:
    """How people say things: intents.toml, compiled."""

    wants: tuple[tuple[Want, re.Pattern[str]], ...]
    levels: tuple[tuple[Level, re.Pattern[str]], ...]
    talk: Mapping[Want, re.Pattern[str]]
    changes: tuple[tuple[Change, re.Pattern[str]], ...]
    """Used only where two years can be compared."""


@cache
def ways() -> Ways:
    """The ways to say things as they ship with the program."""
    data = tomllib.loads(files("knowledge").joinpath("intents.toml").read_text(encoding="utf-8"))
    return Ways(
        wants=tuple((Want(row["want"]), _either(row)) for row in data["intent"]),
        levels=tuple((Level(row["level"]), _either(row)) for row in data["level"]),
        talk={Want(row["about"]): re.compile("|".join(row["says"])) for row in data["talk"]},
        changes=tuple((Change(row["change"]), _either(row)) for row in data["change"]),
    )


def _either(row: Mapping[str, Any]) -> re.Pattern[str]:
    """Any of the ways of a row; English ones only as whole words."""
    japanese: list[str] = row.get("ja", [])
    english = [rf"(?<![a-z])(?:{way})(?![a-z])" for way in row.get("en", [])]
    return re.compile("|".join((*japanese, *english)).replace("<n>", _NUMBER))


@dataclass(frozen=True, slots=True)
class Intent:
    """What was wanted, and the text without the words that said so."""

    rest: str
    wants: tuple[Want, ...]
    """In the order of the table above: the most special first."""
    level: Level | None = None
    """Which level the question names."""
    levels: tuple[Level, ...] = ()
    """All levels that it names, in order; `level` is the last."""
    ascending: bool = False
    rank: int | None = None
    """Which place of a ranking, from 1."""
    most: int | None = None
    """How many of a ranking."""
    unit: str | None = None
    follows: bool = False
    """Begins like a follow-up: じゃあ."""
    refers: bool = False
    """Points back: その, its."""

    @property
    def computes(self) -> bool:
        """Whether arithmetic over entries was asked for, so that 何割 or 何件 is no question for a printed fact."""
        if Want.COUNT in self.wants and self.level is not None:
            return True
        return not {Want.SHARE, Want.TOTAL, Want.RANKING, Want.AVERAGE, Want.DIFFERENCE}.isdisjoint(self.wants)

    @property
    def want(self) -> Want:
        """The most special thing wanted."""
        return self.wants[0] if self.wants else Want.ABOUT


def change(asked: str) -> tuple[Change | None, str]:
    """What a question wants of two years, which are blanked already, and the text without the words that said so."""
    for wanted, pattern in ways().changes:
        rest, found = pattern.subn(_blank, asked)
        if found:
            return wanted, rest
    return None, asked


def talk(asked: str) -> Want | None:
    """Whether a text is only talk: a greeting, thanks, or a question about the bot."""
    said = ways().talk
    for want in (Want.GREETING, Want.THANKS):
        if not _PAD.sub("", said[want].sub("", asked)):
            return want
    return Want.HELP if said[Want.HELP].search(asked) else None


def read(asked: str) -> Intent:
    """The intents of a question in normal form, hard keys already taken out."""
    follows = _FOLLOWS.search(asked) is not None
    rest = _FOLLOWS.sub(_blank, asked)
    wants: list[Want] = []
    for want, pattern in ways().wants:
        rest, found = pattern.subn(_blank, rest)
        if found and want not in wants:
            wants.append(want)
    refers = _REFERS.search(rest) is not None
    rest = _REFERS.sub(_blank, rest)
    levels, rest = _levels(rest, asked, hidden=not {Want.PARENT, Want.COUNT}.isdisjoint(wants))
    rest = _COUNTED.sub(_blank, rest)
    wants = [want for want in wants if want is not Want.CONVERT or len(wants) == 1]
    most, rank = _places(asked)
    return Intent(
        rest=rest,
        wants=tuple(wants),
        level=levels[-1] if levels else None,
        levels=levels,
        ascending=_ASCENDING.search(asked) is not None,
        rank=rank,
        most=most,
        unit=_unit(asked),
        follows=follows,
        refers=refers,
    )


def _levels(rest: str, asked: str, *, hidden: bool) -> tuple[tuple[Level, ...], str]:
    """The levels that a question names, in its order, and the text without them."""
    searched = asked if hidden else rest  # どの戦略に属する and 戦略の数 have been taken out as a whole
    found = [
        (match.start(), level)
        for level, pattern in ways().levels
        for match in (*pattern.finditer(searched), *re.finditer(rf"(?:{pattern.pattern})(?=ごと|別|毎)", asked))
    ]
    for _, pattern in ways().levels:
        rest = pattern.sub(_blank, rest)
    return tuple(dict.fromkeys(level for _, level in sorted(found, key=lambda pair: pair[0]))), rest


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _places(asked: str) -> tuple[int | None, int | None]:
    """How many of a ranking, and which place of it."""
    most = next((found for way in _MOST if (found := re.search(way, asked))), None)
    return _count(most) or None, _count(_RANK.search(asked))


def _count(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return int(word) if word.isdigit() else _ORDINAL[word]


def _unit(asked: str) -> str | None:
    if match := _UNIT.search(asked):
        return match[1]
    return next((unit for pattern, unit in _ENGLISH_UNITS if pattern.search(asked)), None)
