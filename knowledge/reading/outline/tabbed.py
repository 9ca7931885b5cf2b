"""The money of one entry in a table of tabs within its text: years beside each other or below one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.language.money import fold
from knowledge.reading.apart import MONEY_WORDS, WHAT, is_only_money, printed_in
from knowledge.reading.lines import Line
from knowledge.reading.outline.nodes import is_figure


def untabbed(lines: Sequence[Line], unit: int | None) -> Iterator[Line]:
    """A line for each amount, with its label before it: 6年度予算 1,284千円; rows that name something have none.

    `unit` is the yen that a number without one counts for.
    """
    heads: tuple[str, ...] = ()
    for line in lines:
        cells = tuple(cell.strip() for cell in line.text.split("\t"))
        labels = tuple(cell if _is_label(cell) else "" for cell in cells)
        if len(cells) < 2:
            heads = ()
        elif sum(map(bool, labels)) > 1 or (labels[-1] and not any(_is_amount(cell, unit) for cell in cells)):
            heads = labels
        elif len(heads) == len(cells) and (heads[0] or _says_money(cells[0])):
            yield from (
                Line(line.number, f"{head} {cell}")
                for head, cell in zip(heads, cells, strict=True)
                if head and _is_amount(cell, unit)
            )
        elif len(cells) == 2 and labels[0] and _is_amount(cells[1], unit):
            yield Line(line.number, f"{cells[0]} {cells[1]}")


def _is_label(cell: str) -> bool:
    """Whether a cell says what money stands beside or below it, and no amount: 6年度予算, 5年度決算額(千円)."""
    folded = fold(cell)
    return bool(WHAT.search(folded)) and is_only_money(folded) and not printed_in(folded)


def _says_money(cell: str) -> bool:
    """Whether a cell says nothing but that money stands beside it: 金額, 事業費."""
    return not MONEY_WORDS.sub("", fold(cell)).strip()


def _is_amount(cell: str, unit: int | None) -> bool:
    return is_figure(cell) or (unit is not None and is_only_money(fold(cell), unit) and any(map(str.isdigit, cell)))
