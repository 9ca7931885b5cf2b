"""A table of an answer as Slack's own: sorted and turned by the reader where its rows are many.

Slack allows one table a message, 100 rows of 20 cells, and no empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.elements import Block, context
from bot.text import columns as columns_of
from bot.text import cut, printable
from knowledge import Language, Table, number_of, say, without_sum

TABLE, CELL, ROWS, COLUMNS = 4_000, 120, 100, 20
"""Characters of a table and of a cell, rows with the head, columns."""
MANY, AT_ONCE = 15, 10
"""Rows from which the reader sorts and turns the table, and how many of them are then seen at once."""
CAPTION = 150
NARROW = 4
"""Columns for which a message has room beside an entry's title."""
SHORT = 20
"""Columns on a screen up to which a cell without words of its own, such as a code, is never broken."""


def table(shown: Table, page: int, language: Language, *, interactive: bool = True) -> Iterable[Block]:
    """One page of a table; `interactive` where Slack may be asked for one that the reader sorts."""
    first, last = _page(shown, page)
    part = shown.rows[first:last]
    yield _data_table(shown, part, language) if interactive and len(part) > MANY else _plain_table(shown, part)
    if len(pages(shown)) > 1:
        where = {"page": pages(shown).index((first, last)) + 1, "pages": len(pages(shown))}
        yield context(say("page_of", language, count=len(shown.rows), first=first + 1, last=last, **where))


def is_interactive(shown: Table, page: int) -> bool:
    """Whether that page of the table asks for what not every workspace has."""
    first, last = _page(shown, page)
    return last - first > MANY


def pages(shown: Table) -> list[tuple[int, int]]:
    """First and last row of each part that one message holds."""
    width = min(len(shown.columns), COLUMNS)
    sizes = [sum(map(len, _cells(row, width))) for row in shown.rows]
    found, first, used = [], 0, 0
    for at, size in enumerate(sizes):
        if at > first and (used + size > TABLE or at - first == ROWS - 1):
            found.append((first, at))
            first, used = at, 0
        used += size
    return [*found, (first, len(sizes))]


def _page(shown: Table, page: int) -> tuple[int, int]:
    parts = pages(shown)
    return parts[min(page, len(parts) - 1)]


def _plain_table(shown: Table, part: Sequence[Sequence[str]]) -> Block:
    columns = _cells(shown.columns, min(len(shown.columns), COLUMNS))
    rows = [columns, *(_cells(row, len(columns)) for row in part)]
    is_wide = len(columns) > NARROW
    settings = [
        {
            "align": "right" if numeric else "left",
            # Figures have no place to break: where there are many columns, a long heading may.
            "is_wrapped": is_wide and _is_headed_long(cells) if numeric else not all(map(_is_whole, cells[1:])),
        }
        for numeric, cells in zip(shown.numeric, zip(*rows, strict=True), strict=False)
    ]
    return {"type": "table", "column_settings": settings, "rows": [[_raw(cell) for cell in row] for row in rows]}


def _data_table(shown: Table, part: Sequence[Sequence[str]], language: Language) -> Block:
    """Sorting would carry the sum away among the rows: it stands in the caption."""
    columns = _cells(shown.columns, min(len(shown.columns), COLUMNS))
    rows, total = without_sum(part)
    measured = next((at for at, numeric in enumerate(shown.numeric[: len(columns)]) if numeric), len(columns) - 1)
    count = len(shown.rows) - (without_sum(shown.rows)[1] is not None)
    caption = say("table_caption", language, what=columns[measured], count=count)
    if total is not None:
        caption = say("table_caption_sum", language, caption=caption, sum=total[measured])
    cells = [
        [_number(cell) if numeric else _raw(cell) for cell, numeric in zip(row, shown.numeric, strict=False)]
        for row in (_cells(row, len(columns)) for row in rows)
    ]
    return {
        "type": "data_table",
        "caption": cut(caption, CAPTION),
        "page_size": AT_ONCE,
        "row_header_column_index": min(1, len(columns) - 1),
        "rows": [[_raw(cell) for cell in columns], *cells],
    }


def _is_headed_long(cells: Sequence[str]) -> bool:
    return columns_of(cells[0]) > max(map(columns_of, cells[1:]), default=0) + SHORT // 4


def _is_whole(cell: str) -> bool:
    """Whether a cell stays on one line: a code must not break at its dash, a short word nowhere."""
    return columns_of(cell) <= (SHORT if cell.isascii() or "→" in cell else SHORT // 2)


def _raw(cell: str) -> Block:
    return {"type": "raw_text", "text": cell}


def _number(cell: str) -> Block:
    """A cell that is sorted by its value."""
    value = number_of(cell)
    return _raw(cell) if value is None else {"type": "raw_number", "value": value, "text": cell}


def _cells(row: Sequence[str], width: int) -> list[str]:
    padded = [*row[:width], *[""] * (width - len(row))]
    return [cut(printable(cell).strip(), CELL) or "–" for cell in padded]
