"""Several figures asked of one thing: 取組の数と、その合計額; 何件で、いくら; the total and the difference of A and B.

と between two figures joins what is asked, as it joins elsewhere what it is asked of: each is asked by itself of what
stands before the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.question.literals import Code, Number
from knowledge.question.mood import is_verbal
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import JOINS, levels_of

_KINDS = ("count", "sum", "mean", "median", "difference", "ratio", "how_much", "money")
"""Senses of figures, each another one; of a word with two senses the first."""
_OF_TWO = frozenset({"difference", "ratio"})
_MONEY = frozenset({"how_much", "money"})
_ENDS = frozenset({"superlative", "most", "least"})
_HOLDS = frozenset({"compare", "beside", "difference", "ratio"})
"""Senses of what と may lead to where it joins nothing: 平均と比べて, 合計と同じ."""
_OF = frozenset({"of", "for", "in", "under"})
_ALSO = JOINS | {"で", "the"}


def apart(spans: Sequence[Span]) -> tuple[tuple[Span, ...], ...]:
    """A clause for each of the figures that one asks for side by side; the clause itself where it asks for one."""
    for at, span in enumerate(spans):
        begins = _behind_join(spans, at) if _kind(span) is not None and not is_verbal(span) else None
        if begins is None:
            continue
        second = spans[begins:]
        asked = next((place for place, each in enumerate(second) if _kind(each) is not None), None)
        if asked is None or not _asks_another(span, second, asked):
            continue
        if span.text.isascii():
            behind = next((n for n, each in enumerate(second) if n > asked and each.text in _OF), len(second))
            first = [*spans[: _end_of_noun(spans, at)], *second[behind:]]
            return tuple(map(tuple, (first, *apart([*spans[:at], *second]))))
        return tuple(map(tuple, (spans[: at + 1], *apart([*_shared(spans[:at], second), *second]))))
    return (tuple(spans),)


def _kind(span: Span) -> str | None:
    """Which figure a word asks for."""
    if span.senses & _ENDS:
        return "end"
    return next((kind for kind in _KINDS if kind in span.senses), None)


def _behind_join(spans: Sequence[Span], at: int) -> int | None:
    """Where what is joined to a figure begins; None where nothing is joined to it."""
    first = end = _end_of_noun(spans, at)
    while end < len(spans) and (spans[end].text in _ALSO or not spans[end].text.strip() or _goes_on(spans[end])):
        end += 1
    tied = [span for span in spans[first:end] if span.text.strip()]
    asks = spans[at].senses & {"count", "how_much"}
    joins = any(span.text in JOINS - {"、", ","} or "follow" in span.senses for span in tied)
    return end if tied and end < len(spans) and (joins or (asks and tied[-1].text in ("、", ",", "で"))) else None


def _end_of_noun(spans: Sequence[Span], at: int) -> int:
    """Where the noun of a figure ends: English, number of initiatives."""
    said = [place for place in range(at + 1, min(at + 6, len(spans))) if spans[place].text.strip()]
    counts = len(said) > 1 and spans[said[0]].text == "of" and bool(levels_of(spans[said[1]]))
    return said[1] + 1 if counts else at + 1


def _goes_on(span: Span) -> bool:
    """それと, あと; その, which stands for what was named."""
    return bool(span.senses) and span.senses <= {"follow", "that"}


def _asks_another(first: Span, second: Sequence[Span], asked: int) -> bool:
    """Whether what is joined to a figure asks for another one, and is nothing that the figure is held against."""
    kinds = _kind(first), _kind(second[asked])
    begins = next((span for span in second if span.role is not Role.FUNCTION), second[asked])
    if kinds[0] == "end" or (is_verbal(begins) and kinds[1] != "end") or begins.senses & _HOLDS - second[asked].senses:
        return False
    if any(_kind(span) in _OF_TWO or "compare" in span.senses for span in second) and begins is not second[asked]:
        return False  # 予算と決算の差, 課題2の取組数と課題3の取組数はどちらが多い
    if kinds[0] == kinds[1]:
        return bool(levels_of(begins)) and kinds[0] == "count"  # 戦略の数と取組の数
    if _MONEY.issuperset(filter(None, kinds)):
        return False
    return kinds[0] not in _MONEY or kinds[1] == "count" or not _names(second)


def _shared(before: Sequence[Span], second: Sequence[Span]) -> Sequence[Span]:
    """What stands before the first figure and is said of the second as well."""
    if _names(second):
        return ()
    end = len(before)
    while levels_of(second[0]) and end and (before[end - 1].text == "の" or levels_of(before[end - 1])):
        if levels_of(before[end - 1]):
            return before[: end - 1]
        end -= 1
    return before


def _names(spans: Sequence[Span]) -> bool:
    return any(span.is_content or span.is_title or isinstance(span.literal, (Code, Number)) for span in spans)
