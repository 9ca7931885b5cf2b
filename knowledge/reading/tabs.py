"""Tables in a text that was copied from a page: lines right below one another whose cells are parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from knowledge.reading.lines import run_together
from knowledge.reading.numbering import numbering
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.heads import headings

_FEWEST = 2
"""Lines of a table."""
_HALF = 2
_PAIR = 2
"""Cells of a row that may be a label and its text."""


def is_sheet(lines: Sequence[str]) -> bool:
    """Whether a text is a table and little else, as a spreadsheet puts it on the clipboard."""
    written = [line for line in lines if line.strip()]
    return sum("\t" in line.strip() for line in written) * _HALF >= len(written)


def tables_of(lines: Sequence[str]) -> tuple[tuple[Row, ...], ...]:
    """The rows of each table of a text that says more than they do."""
    return () if is_sheet(lines) else tuple(_tables(lines))


def _tables(lines: Sequence[str]) -> Iterator[tuple[Row, ...]]:
    numbered = [(at, line.strip()) for at, line in enumerate(lines, 1)]
    done = 0
    for has_tabs, run in groupby(numbered, key=lambda each: "\t" in each[1]):
        rows = tuple(each for each in run if each[0] > done)
        if not (has_tabs and rows):
            continue
        if whole := _with_whole_cells(numbered[rows[0][0] - 1 :]):
            done = whole[-1].lines[1]
            yield whole
        elif len(rows) >= _FEWEST and not all(_is_item(line) for _, line in rows):
            yield tuple(Row((at, at), _cells(line)) for at, line in rows)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("\t"))


def _with_whole_cells(lines: Sequence[tuple[int, str]]) -> tuple[Row, ...]:
    """The rows of a table that begins with its headings, where cells are broken over lines; none where it is no such.

    A row has as many cells as there are headings, or one more: the code that stands before a name has none.
    """
    at, heads = lines[0][0], _cells(lines[0][1])
    if len(heads) <= _PAIR or not headings((Row((at, at), heads),), {})[1]:
        return ()
    for missing in (0, 1):
        width = len(heads) + missing
        rows = tuple(_rejoined(lines[1:], width))
        if any(row.lines[0] < row.lines[1] for row in rows) and all(len(row.cells) == width for row in rows):
            return (Row((at, at), (*heads[:1] * missing, *heads)), *rows)
    return ()


def _rejoined(lines: Sequence[tuple[int, str]], width: int) -> list[Row]:
    """Rows of so many cells, the last line of each being the one that completes it; the last one has another number of
    them where they cannot all be of that many."""
    rows: list[Row] = []
    first, cells = 0, tuple[str, ...]()
    for (at, line), (_, below) in zip_longest(lines, lines[1:], fillvalue=(0, "")):
        if not cells and "\t" not in line:
            if not (line and rows and "\t" in below) or headings((Row((at, at), _cells(below)),), {})[1]:
                return rows
            last = rows[-1]  # its last cell has one more line
            whole = (*last.cells[:-1], run_together((last.cells[-1], line)))
            rows[-1] = replace(last, lines=(last.lines[0], at), cells=whole)
            continue
        more = _cells(line)
        cells = (*cells[:-1], run_together((cells[-1], more[0])), *more[1:]) if cells else more
        first = first or at
        if len(cells) >= width or not line:
            rows.append(Row((first, at), cells))
            if len(cells) != width:
                return rows
            first, cells = 0, ()
    return [*rows, Row((first, lines[-1][0]), cells)] if cells else rows


def _is_item(line: str) -> bool:
    """Whether nothing but a number stands before the one tab of a line: an item of a list."""
    told = numbering(line)
    return told is not None and "\t" not in told.title
