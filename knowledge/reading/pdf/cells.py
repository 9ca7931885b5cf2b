"""A table of a PDF's page, however it was found: its cells with their lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from knowledge.reading.pdf.lines import TextLine


class Cell(NamedTuple):
    """A cell: its lines as printed, its first row and column from 0, and how many it reaches over."""

    lines: tuple[TextLine, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    is_head: bool = False
    """Whether the PDF says that it is a heading."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page."""

    cells: tuple[Cell, ...]
    edges: tuple[float, ...]
    """Where its columns begin, and where the last one ends."""
    top: float
    bottom: float
    is_ruled: bool
    is_tagged: bool = False
    """Whether the PDF itself says what its cells are."""
    open_below: bool = False
    has_figures: bool = True
    is_first: bool = False
    """Whether it is the first thing on its page."""
    is_spaced: bool = False
    """Whether nothing but the space between lines tells where rows of several lines end."""
    unclear: tuple[str, ...] = ()
    """Words that may belong to the row above or the one below."""
