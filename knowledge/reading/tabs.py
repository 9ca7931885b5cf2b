"""Tables in a text that was copied from a page: lines right below one another whose cells are parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.reading.numbering import numbering
from knowledge.reading.tables.files import Row

_FEWEST = 2
"""Lines of a table."""
_HALF = 2


def is_sheet(lines: Sequence[str]) -> bool:
    """Whether a text is a table and little else, as a spreadsheet puts it on the clipboard."""
    written = [line for line in lines if line.strip()]
    return sum("\t" in line.strip() for line in written) * _HALF >= len(written)


def tables_of(lines: Sequence[str]) -> tuple[tuple[Row, ...], ...]:
    """The rows of each table of a text that says more than they do."""
    return () if is_sheet(lines) else tuple(_tables(lines))


def _tables(lines: Sequence[str]) -> Iterator[tuple[Row, ...]]:
    numbered = ((at, line.strip()) for at, line in enumerate(lines, 1))
    for has_tabs, run in groupby(numbered, key=lambda each: "\t" in each[1]):
        rows = tuple(run)
        if has_tabs and len(rows) >= _FEWEST and not all(_is_item(line) for _, line in rows):
            yield tuple(Row((at, at), tuple(cell.strip() for cell in line.split("\t"))) for at, line in rows)


def _is_item(line: str) -> bool:
    """Whether nothing but a number stands before the one tab of a line: an item of a list."""
    told = numbering(line)
    return told is not None and "\t" not in told.title
