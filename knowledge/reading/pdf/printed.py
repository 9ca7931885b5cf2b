"""What a page is taken apart into, in the order of reading: lines of text and tables."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.reading.pdf.cells import Table
from knowledge.reading.pdf.lines import TextLine


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of text with what stands around it."""

    line: TextLine
    page: int
    region: int
    """Columns are counted over the page: lines of one go on in each other."""
    limit: float | None
    """Where its column ends at the latest, where another one stands beside it."""
    mark: float | None = None
    """Where the drawn mark of a list's item stands."""
    is_first: bool = False
    """Whether it is the first thing on its page."""
    text: int | None = None
    """By the PDF's own account, which of the page's texts it is of; None where that does not say."""
    is_rest: bool = False
    """Whether it is of one piece with the line above by that account."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with the page that it stands on."""

    table: Table
    page: int
