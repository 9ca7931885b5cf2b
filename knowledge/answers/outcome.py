"""What a query gives, in numbers: what a result is written from, and what another query may go on from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from knowledge.answers.lines import Line, Lines
from knowledge.answers.measures import Figure, Place
from knowledge.answers.members import Members
from knowledge.model import Query, Value

MOST_HELD = 2_000
"""Entries that a result names one by one; of more it says how many."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """The same as a Result, with places in place of entries."""

    query: Query
    lines: Lines
    """After where, order and take."""
    figures: tuple[tuple[Line, Figure], ...] = ()
    """The lines that are shown, with their measures."""
    value: Value | None = None
    counted: Collection[Place] = ()
    left_out: Members = field(default_factory=Members)
    whole: int | None = None
    of: int = 0
    tied: int = 0
    sum: int | None = None
    holds: bool | None = None
    places: tuple[int | None, ...] = ()
    """For RANK: the place of each line."""
    missing: str | None = None

    @property
    def figure(self) -> Figure:
        """The one figure that it gives."""
        return Figure(self.value, self.counted)
