"""Money with an arrow between one year and the next, 3,420 → 4,975, in an order that the page states once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.reading.amounts import Caption, described
from knowledge.reading.apart import MONEY_WORDS, WHEN, says_kind
from knowledge.reading.lines import Line, label_of
from knowledge.reading.tables.cells import number

_ARROW = "→"
_ARROWS = str.maketrans(dict.fromkeys("⇒➡⇨➔", _ARROW))
_BEHIND = ":：/／ \t\u3000"
"""What stands between a label and its figures."""
Order = tuple[int, ...]
"""The fiscal years of the figures, from left to right."""


def order_in(lines: Sequence[Line], plan_year: int | None) -> Order:
    """The order that a page states, 6年度当初 → 7年度当初; empty where it states none, or several."""
    stated = {found for line in lines if (found := _stated(line.folded.translate(_ARROWS), plan_year))}
    return stated.pop() if len(stated) == 1 else ()


def _stated(folded: str, plan_year: int | None) -> Order:
    """The years on both sides of an arrow, with nothing but words for money between them."""
    before, _, behind = folded.partition(_ARROW)
    left = [match for match in WHEN.finditer(before) if not MONEY_WORDS.sub("", before[match.end() :])]
    right = WHEN.match(behind.lstrip())
    if not left or right is None:
        return ()
    years = [described(match[0], plan_year, Caption()).fiscal_year for match in (left[-1], right)]
    return tuple(year for year in years if year is not None) if all(years) else ()


def unarrowed(lines: Sequence[Line], order: Order) -> Iterator[Line]:
    """The lines, with one for each amount in place of a label with figures in that order: 事業費: 令和6年度 3,420.

    What is no figure, 皆増, says that there is none.
    """
    for line in lines:
        label = label_of(line.text)
        years = order
        figures = [each.strip() for each in line.text[len(label) :].lstrip(_BEHIND).translate(_ARROWS).split(_ARROW)]
        is_read = all(number(each) is not None or not any(map(str.isdigit, each)) for each in figures)
        if len(years) == len(figures) and is_read and says_kind(label):
            told = zip(years, figures, strict=True)
            yield from (
                Line(line.number, f"{label}: {year}年度 {each}") for year, each in told if number(each) is not None
            )
        else:
            yield line
