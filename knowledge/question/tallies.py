"""Levels whose entries are counted instead of asked for: 取組が一番多い課題, 取組が2つの戦略, 課題ごとの取組の数."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model import Ask
from knowledge.question.denials import NEGATIONS
from knowledge.question.ladder import is_under
from knowledge.question.literals import Counted, Number
from knowledge.question.means import MIDDLES, averaged
from knowledge.question.spans import Span
from knowledge.question.spelled import DEGREES, Operand, Part

MONEY = frozenset({"money", "how_much", "spend"})
MANY = ("多", "少")
"""What is said of a number; 高い and 安い are said of money alone."""
TIES = frozenset("が は も の って に しか 、".split())


@dataclass(frozen=True, slots=True)
class Tally:
    """A level that is counted."""

    last: int
    """Behind its last span, with 数 or 件数."""
    is_none: bool = False
    """Whether there is to be none of it: 取組がない戦略."""
    middle: Ask | None = None
    """Whether not their number but the mean of their money is meant: 取組の平均が一番高い課題."""


def tallied(spans: Sequence[Span], operands: Sequence[Operand], counted: Operand) -> Tally | None:
    """How a level is counted for another above it that the clause names; None where it is not."""
    if not counted.is_level or counted.code is not None:
        return None
    if spans[counted.first].text.isascii():
        return _in_english(spans, operands, counted)
    others = [each for each in operands if each.is_level and is_under(counted.level[-1], each.level[-1])]
    if not others:
        return None
    if (middle := averaged(spans, counted.last)) is not None:
        return Tally(middle[1], middle=middle[0])
    noun = number_noun(spans, counted.last)
    last = noun if noun is not None else counted.last
    behind = next((each.first for each in others if each.first >= last), len(spans))
    said = [span for span in spans[last:behind] if span.text.strip()]
    if any(span.senses & MONEY for span in said):
        return None
    is_each = any(each.every or _is_each(spans, each) for each in others if each.first < counted.first)
    predicate = next((span for span in said if span.text not in TIES and "superlative" not in span.senses), None)
    if predicate is None or not any(span.text in TIES for span in said[:2]):
        return Tally(last) if noun is not None and is_each else None
    denial = _denial(said)
    if denial is not None:
        return Tally(list(spans).index(denial) + 1, is_none=True)
    is_many = predicate.senses & DEGREES and (noun is not None or any(sign in predicate.says for sign in MANY))
    is_number = isinstance(predicate.literal, (Counted, Number)) and _has_ties(said, predicate)
    if is_many or is_number:
        return Tally(last)
    return Tally(last) if noun is not None and is_each else None


def is_tallied_behind(spans: Sequence[Span], operand: Operand, before: Operand) -> bool:
    """Which issue has the most initiatives: a level directly behind a degree, the one that is asked for before."""
    if not (operand.is_level and before.is_level and before.asked and operand.first):
        return False
    ahead = next((span for span in reversed(spans[: operand.first]) if span.text.strip()), spans[0])
    return ahead.text.isascii() and bool(ahead.senses & (DEGREES | {"superlative"}))


def _in_english(spans: Sequence[Span], operands: Sequence[Operand], counted: Operand) -> Tally | None:
    """How many initiatives most issues: a degree between what is counted and the level that is asked for."""
    later = [each for each in operands if each.is_level and each.first > counted.first]
    if not later or counted.part is Part.SCOPE or later[0].level == counted.level:
        return None
    senses = {sense for span in spans[counted.last : later[0].first] for sense in span.senses}
    return Tally(counted.last) if senses & DEGREES and not senses & (MONEY | MIDDLES.keys()) else None


def number_noun(spans: Sequence[Span], at: int) -> int | None:
    """Behind 数 or 件数, perhaps with の before it; None where no such noun stands there."""
    if at < len(spans) and spans[at].text == "の":
        at += 1
    is_noun = at < len(spans) and "count" in spans[at].senses and spans[at].text.endswith("数")
    return at + 1 if is_noun else None


def _is_each(spans: Sequence[Span], operand: Operand) -> bool:
    return any("each" in span.senses for span in spans[operand.last : operand.last + 2])


def _denial(said: Sequence[Span]) -> Span | None:
    """ない of 取組がない戦略, 取組が一つもない戦略; not of 一つしかない."""
    words = [span for span in said if span.text not in TIES]
    ties = {span.text for span in said}
    if words and isinstance(words[0].literal, Counted) and words[0].literal.number == 1 and "も" in ties:
        words = words[1:]
    is_denied = bool(words) and "しか" not in ties and words[0].text in NEGATIONS
    return words[0] if is_denied else None


def _has_ties(said: Sequence[Span], number: Span) -> bool:
    """Whether が, しか or も ties a number to what is counted: in 取組の3つの課題 it counts the level behind."""
    before = [span.text for span in said[: list(said).index(number)]]
    return bool({"が", "しか", "も"} & set(before))
