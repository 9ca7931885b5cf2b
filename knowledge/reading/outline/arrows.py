"""Money with an arrow between one year and the next, 3,420 → 4,975, in an order that the page states once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.language.money import fold
from knowledge.reading.amounts import Caption, described
from knowledge.reading.apart import MONEY_WORDS, says_kind
from knowledge.reading.lines import Line, label_of
from knowledge.reading.tables.cells import number
from knowledge.reading.tables.columns import year_spans, years_of

_ARROW = "→"
_ARROWS = str.maketrans(dict.fromkeys("⇒➡⇨➔", _ARROW))
_SHORT = 6
"""Characters behind a year that say what money it is: 当初予算."""
_BEHIND = ":：/／ \t\u3000"
"""What stands between a label and its figures."""
Order = tuple[tuple[int, str | None], ...]
"""The fiscal years of the figures, from left to right, and what money they are where that is said: 決算額."""


def order_in(lines: Sequence[Line], plan_year: int | None) -> Order:
    """The order that a page states, 6年度当初 → 7年度当初; empty where it states none, or several."""
    stated = {found for line in lines if (found := _stated(line.text.translate(_ARROWS), plan_year))}
    return stated.pop() if len(stated) == 1 else ()


def _stated(text: str, plan_year: int | None) -> Order:
    """The years that stand around arrows, with nothing but words for money between them."""
    found: list[tuple[int, str | None]] = []
    pieces = text.split(_ARROW)
    for at, piece in enumerate(pieces):
        spans = year_spans(piece)
        if not spans or len(pieces) == 1:
            return ()
        first, end = spans[0] if at else spans[-1]
        before, behind = fold(piece[:first]), fold(piece[end:])
        is_alone = not (at and MONEY_WORDS.sub("", before)) and (
            at == len(pieces) - 1 or not MONEY_WORDS.sub("", behind)
        )
        years = years_of(piece[first:end], plan_year)
        if not is_alone or len(years) != 1:
            return ()
        found.append((years[0], described(behind[:_SHORT], None, Caption()).kind))
    return tuple(found)


def unarrowed(lines: Sequence[Line], order: Order) -> Iterator[Line]:
    """The lines, with one for each amount in place of a label with figures in that order: 事業費: 令和6年度 3,420.

    What is no figure, 皆増, says that there is none.
    """
    for line in lines:
        label = label_of(line.text)
        figures = [each.strip() for each in line.text[len(label) :].lstrip(_BEHIND).translate(_ARROWS).split(_ARROW)]
        is_read = all(number(each) is not None or not any(map(str.isdigit, each)) for each in figures)
        if len(order) == len(figures) and is_read and says_kind(label):
            told = zip(order, figures, strict=True)
            yield from (
                Line(line.number, f"{kind or label}: {year}年度 {each}")
                for (year, kind), each in told
                if number(each) is not None
            )
        else:
            yield line
