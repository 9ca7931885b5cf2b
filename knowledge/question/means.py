"""Means that a clause names: 経営課題3の取組の平均より高い, 平均が一番高い課題, above the average of issue 3."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model import Ask, Below, Linked, OfLevel, Set
from knowledge.question.literals import Counted, Number, Yen
from knowledge.question.modifiers import RELATIONS
from knowledge.question.relations import THAN
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import DEGREES, Names, Operand, coded_level, texts_between

MIDDLES = {"mean": Ask.MEAN, "median": Ask.MEDIAN}


def averaged(spans: Sequence[Span], at: int) -> tuple[Ask, int] | None:
    """平均が, 予算額の平均が, 1件あたりの予算が: a mean of which something is said, and where its words end."""
    asked = None
    for end, span in enumerate(spans[at:], at):
        found = next((ask for sense, ask in MIDDLES.items() if sense in span.senses), None)
        asked = asked or found or (Ask.MEAN if "apiece" in span.senses else None)
        one = isinstance(span.literal, (Counted, Number)) and span.literal.number == 1
        if asked is not None and _is_subject(spans, end):
            return asked, end
        if not (found or one or "apiece" in span.senses or "money" in span.senses or span.text in ("の", "額")):
            return None
    return None


def averaged_in_english(spans: Sequence[Span], at: int) -> tuple[Ask, int] | None:
    """The highest average, an average over 5 million: a mean by which a level before it is chosen."""
    ahead = next((span for span in reversed(spans[:at]) if span.text.strip() and span.text != "the"), spans[at])
    bounds = any(isinstance(span.literal, Yen) or span.senses & DEGREES for span in spans[at:])
    asked = next(ask for sense, ask in MIDDLES.items() if sense in spans[at].senses)
    return (asked, at + 1) if bounds or ahead.senses & (DEGREES | {"superlative"}) else None


def _is_subject(spans: Sequence[Span], at: int) -> bool:
    """が, and の before a degree: 平均の高い課題."""
    degree = spans[at + 1].senses & DEGREES if at + 1 < len(spans) else frozenset()
    return spans[at].text == "が" or (spans[at].text == "の" and bool(degree))


def means_a_bound(spans: Sequence[Span], at: int) -> bool:
    """平均以上, 平均より多い, 平均を上回る, above the average: the mean as what something is held against."""
    for span in spans[at + 1 : at + 4]:
        if span.text in THAN or any(sense in RELATIONS for sense in span.senses):
            return True
        if span.role is not Role.FUNCTION and "money" not in span.senses:
            return False
    ahead = next((span for span in reversed(spans[:at]) if span.text.strip() and span.text != "the"), spans[at])
    return ahead.text.isascii() and any(sense in RELATIONS for sense in ahead.senses)


def tells_of_what(spans: Sequence[Span], mean: Operand, behind: Operand) -> bool:
    """Above the average of the initiatives of issue 1: what stands behind a mean, by of."""
    between = texts_between(spans, mean.last, behind.first)
    is_level = behind.is_level or isinstance(behind.set, Linked)
    return mean.is_mean and is_level and between[:1] in (["of"], ["budget"]) and set(between) <= {"of", "the", "budget"}


def inside(behind: Operand, mean: Operand) -> Set:
    """What a mean is of: a level, or what an entry has of the level that was named before it."""
    if behind.is_level or not isinstance(mean.set, OfLevel):
        return behind.set
    return Below(behind.set, mean.set.levels)


def take_in(spans: Sequence[Span], mean: Operand, before: list[Operand], names: Names) -> None:
    """Gives a mean what it is of: 取組の平均, 経営課題1の取組の平均, 経営課題1の平均."""
    if before and before[-1].is_level:
        level = before.pop()
        mean.set, mean.first, levels = level.set, level.first, level.level
    else:
        levels = (names.deepest,)
    above = before[-1] if before else None
    between = texts_between(spans, above.last, mean.first) if above is not None else []
    if above is not None and between == ["の"] and coded_level(above, names) not in (None, *levels):
        mean.set, mean.first = Below(before.pop().set, levels), above.first
