"""A document as it was understood, and how far that may be trusted by what it says itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.model import Plan
from knowledge.reading.coverage import Coverage
from knowledge.reading.tables import Layout

_CONTRADICTIONS = frozenset({"A105", "A108", "A205", "P104"})
"""Findings of money that is nobody's, of a printed sum that is another one, and of a code that two entries have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was understood."""

    plan: Plan
    account: Callable[[], Coverage]
    """Finds out what became of every line, cell and amount."""
    layout: Layout | None = None
    """Of a table, what each column holds."""
    is_named: bool = False
    """Of a page, whether headings say 経営課題, 戦略 or 具体的取組."""

    @property
    def coverage(self) -> Coverage:
        """How much of the document is accounted for."""
        return self.account()

    @property
    def money(self) -> int:
        """How many amounts it has."""
        return sum(len(entry.amounts) for entry in self.plan.entries)

    @property
    def printed(self) -> frozenset[tuple[int, int]]:
        """Line and yen of what it counts."""
        return frozenset((amount.line, amount.yen) for entry in self.plan.entries for amount in entry.amounts)

    @property
    def contradictions(self) -> int:
        """How often it contradicts itself or what is printed: two amounts of one year and kind, a sum that is none."""
        several = sum(count > 1 for count in self._counts)
        return several + sum(finding.code in _CONTRADICTIONS for finding in self.plan.findings)

    @property
    def soundness(self) -> int:
        """How many amounts are their entry's only one of their year and kind, less what contradicts the reading."""
        return sum(count == 1 for count in self._counts) - self.contradictions

    @property
    def _counts(self) -> list[int]:
        """How many amounts of one year and kind each entry has."""
        return [
            count
            for entry in self.plan.entries
            for count in Counter((each.fiscal_year, each.kind) for each in entry.amounts).values()
        ]
