"""Rows that tell more of the project above them: 目的, and one cell over the rest of the table's width."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise

from knowledge.reading.tables.cells import number
from knowledge.reading.tables.columns import Role, column
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.heads import headings

_LONGEST_LABEL = 20
"""Characters of what a row of details begins with."""
_FEWEST = 2
"""Projects that are told more by the same label: one alone may be a heading with its name."""


def with_details(sheet: Sheet) -> Sheet:
    """The sheet without the rows that tell more of the project above them: its row tells it."""
    start, length = headings(sheet.rows, {})
    end = start + length
    width = max((len(row.cells) for row in sheet.rows[start:end]), default=0)
    below = sheet.rows[end:]
    details = [_detail(row, above, width) for above, row in pairwise(below)]
    found = Counter(label for label, _ in filter(None, details))
    rows = list(below[:1])
    for row, detail in zip(below[1:], details, strict=True):
        if detail is None or found[detail[0]] < _FEWEST:
            rows.append(row)
        else:
            rows[-1] = replace(
                rows[-1], lines=(rows[-1].lines[0], row.lines[1]), told=(*rows[-1].told, ": ".join(detail))
            )
    return replace(sheet, rows=(*sheet.rows[:end], *rows))


def _detail(row: Row, above: Row, width: int) -> tuple[str, str] | None:
    """A label, and one text over several columns up to the last, where a row has nothing else of its own.

    A cell that reaches in from above is the project's. Without one, a label that is a level's name heads what follows.
    """
    own = [run for run in _runs(row) if not _reaches_in(run[0], row, above)]
    if len(own) != 2 or own[1][1] - own[1][0] < 2 or own[1][1] != width:
        return None
    (first, _, label), (_, _, said) = own
    if len(label) > _LONGEST_LABEL or number(label) is not None or number(said) is not None:
        return None
    is_level = column(first, label, (), None, None).role in (Role.CODE, Role.TITLE)
    return None if is_level and first == 0 else (label, said)


def _runs(row: Row) -> list[tuple[int, int, str]]:
    """First column, the one behind the last, and the text of neighbours that say the same; blank ones are left out."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for text, same in groupby(row.cells):
        count = len(list(same))
        found += [(at, at + count, text)] if text else []
        at += count
    return found


def _reaches_in(at: int, row: Row, above: Row) -> bool:
    return at in row.shared and row.shared[at] == above.shared.get(at)
