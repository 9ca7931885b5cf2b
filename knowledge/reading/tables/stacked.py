"""A column that prints the figures of several years above each other → one column for each year.

The heading tells which years, in the order of the figures: 予算額(千円) 7年度(6年度) above 3,860(4,120). The first year
keeps the column's place; the others stand behind the table's last column, so that no other letter changes. Where the
heading names no year, a note may tell of which one the figures in brackets are: ( )内は6年度の額.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.language.brackets import CLOSING, OPENING, brackets
from knowledge.language.money import fold
from knowledge.reading.tables.cells import is_blank, number, without_notes
from knowledge.reading.tables.columns import Role, column, folded, year_spans
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.heads import headings, joined

_BETWEEN = str.maketrans(dict.fromkeys(OPENING + CLOSING + "/", " "))
"""What stands between the figures of a cell, besides spaces."""


@dataclass(frozen=True, slots=True)
class _Stack:
    """A column of several years."""

    at: int
    head: str
    """Its heading, folded."""
    parts: tuple[str, ...]
    """The heading of each year."""


def unstacked(sheet: Sheet, notes: Sequence[str] = ()) -> Sheet:
    """The sheet with a column for each year of every column that prints several; `notes` are its page's lines."""
    start, length = headings(sheet.rows, {})
    block, below = sheet.rows[start : start + length], sheet.rows[start + length :]
    years = next(filter(None, map(_years_by_note, (*(row.cell(0) for row in sheet.rows[:start]), *notes))), ())
    named = ((at, head, _parts(head) or _dated(head, years)) for at, head in enumerate(joined(block)))
    stacks = [_Stack(at, folded(head), parts) for at, head, parts in named if parts and _are_stacked(at, parts, below)]
    if not stacks:
        return sheet
    width = max(len(row.cells) for row in sheet.rows)
    heads = [_row(row, width, [each.parts for each in stacks], stacks) for row in block]
    rows = [_row(row, width, [_cells(row.cell(each.at), each) for each in stacks], stacks) for row in below]
    return replace(sheet, rows=(*sheet.rows[:start], *heads, *rows))


def _parts(heading: str) -> tuple[str, ...]:
    """The heading of each year that a heading names, the others left out; none where it does not name several."""
    spans = year_spans(heading)
    if len({heading[first:last] for first, last in spans}) < 2:
        return ()
    return tuple(_without(heading, [each for each in spans if each != own]) for own in spans)


def _years_by_note(note: str) -> tuple[str, ...]:
    """The year of a column's figures, empty where none is named, and that of those in brackets, as a note has them."""
    edge = next((left for left, right in brackets(note).pairs if not note[left + 1 : right].strip()), len(note))
    spans = year_spans(note) if edge < len(note) else ()
    before = [note[slice(*each)] for each in spans if each[0] < edge]
    behind = [note[slice(*each)] for each in spans if each[0] > edge]
    return (before[-1] if before else "", behind[0]) if behind else ()


def _dated(heading: str, years: Sequence[str]) -> tuple[str, ...]:
    """The heading of each year for one of money that names none."""
    is_money = column(0, heading, (), None, None).role is Role.AMOUNT
    return tuple(f"{year}{heading}" for year in years) if is_money and not year_spans(heading) else ()


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for first, last in reversed(spans):
        text = text[:first] + text[last:]
    return fold(text).replace("()", "")


def _are_stacked(at: int, parts: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether more than half of a column's cells print a figure, or that there is none, for each year."""
    filled = [row.cell(at) for row in rows if not is_blank(row.cell(at))]
    return sum(_figures(cell, len(parts)) is not None for cell in filled) * 2 > len(filled)


def _figures(cell: str, count: int) -> tuple[str, ...] | None:
    """The figures of a cell, where it has so many and nothing else."""
    found = tuple(without_notes(cell).translate(_BETWEEN).split())
    if len(found) != count or not all(number(each) is not None or is_blank(each) for each in found):
        return None
    return found


def _cells(cell: str, stack: _Stack) -> tuple[str, ...]:
    """What a cell says for each year; what is no such cell stands with the first year, as it is printed."""
    if folded(cell) == stack.head:
        return stack.parts
    others = ("",) * (len(stack.parts) - 1)
    return _figures(cell, len(stack.parts)) or (cell, *others)


def _row(row: Row, width: int, figures: Sequence[tuple[str, ...]], stacks: Sequence[_Stack]) -> Row:
    cells = [row.cell(at) for at in range(width)]
    for stack, own in zip(stacks, figures, strict=True):
        cells[stack.at] = own[0]
        cells += own[1:]
    return replace(row, cells=tuple(cells))
