"""Tables that are no lists: labels in the first column, 取組内容, 予算額, and what is said of each beside it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.language.money import fold
from knowledge.reading.captions import is_bare
from knowledge.reading.tables.columns import Role, column
from knowledge.reading.tables.files import Row

_LABELS = (Role.DEPARTMENT, Role.TEXT, Role.AMOUNT)


def is_record(rows: Sequence[Row]) -> bool:
    """Whether most rows of a table are a label and what is said of it, of money and of more: its lines are the text of
    the heading above."""
    labels = [row.cells[0] for row in rows if len(row.cells) > 1 and _is_label(row.cells[0])]
    return len(labels) * 2 > len(rows) and any(_role(label) is not Role.AMOUNT for label in labels)


def _is_label(cell: str) -> bool:
    return is_bare(fold(cell)) or _role(cell) in _LABELS


def _role(cell: str) -> Role:
    return column(0, cell, (), None, None).role
