"""A document as it was understood, and how far that may be trusted by what it says itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.lint import Evidence
from knowledge.lint.amounts import compared
from knowledge.model import Plan
from knowledge.reading.coverage import Coverage
from knowledge.reading.lines import letters
from knowledge.reading.tables import Layout


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
    evidence: Evidence | None = None
    """Of a page that is read by such headings, all that the reader knows of it."""

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
    def codes(self) -> frozenset[str]:
        """The codes of its entries."""
        return frozenset(entry.code for entry in self.plan.entries if entry.code)

    @property
    def orphans(self) -> int:
        """How many entries stand below nothing, where their codes say that they should: 1-2-3."""
        return sum(entry.parent is None and "-" in (entry.code or "") for entry in self.plan.entries)

    def tells_all_of(self, other: Reading) -> bool:
        """Whether it has all money that another one has, wherever it stands, and an entry for each of its entries; or
        what that one's entries stand below, and all their codes."""
        if other.orphans and not self.orphans:
            return self.codes >= other.codes and self.money >= other.money
        own, others = ({letters(entry.title) for entry in each.plan.entries} for each in (self, other))
        return self.printed >= other.printed and own >= others

    def contradictions(self, evidence: Evidence | None) -> int:
        """How often it contradicts itself or a sum that the page prints, as far as there is `evidence` of the page: two
        amounts of one year and kind at one entry, two entries with one code, one below nothing."""
        several = sum(count > 1 for count in self._counts)
        repeated = len(self.evidence.repeated) if self.evidence else 0
        sums = compared(replace(evidence, entries=self.plan.entries)) if evidence else ()
        return (
            several + repeated + self.orphans + sum(bool(found) and stated.yen not in found for stated, found in sums)
        )

    def soundness(self, evidence: Evidence | None) -> int:
        """How many amounts are their entry's only one of their year and kind, less what contradicts the reading."""
        return sum(count == 1 for count in self._counts) - self.contradictions(evidence)

    @property
    def _counts(self) -> list[int]:
        """How many amounts of one year and kind each entry has."""
        return [
            count
            for entry in self.plan.entries
            for count in Counter((each.fiscal_year, each.kind) for each in entry.amounts).values()
        ]
