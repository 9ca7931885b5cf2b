"""Two plans of different years, entry beside entry, with their budgets and the differences.

Entries are paired by what they say (see pairing). A missing amount is None and never 0: then no difference is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from knowledge.document import Document
from knowledge.model import Entry, Level
from knowledge.pairing import Pair, Pairing, pair


def difference(old: int | None, new: int | None) -> int | None:
    """New less old in yen; None where either is missing."""
    return None if old is None or new is None else new - old


def budget(entry: Entry, year: int | None) -> int | None:
    """The budget that an entry prints for the plan's own year, in yen; other years' and actual figures are not it."""
    return next((a.yen for a in entry.amounts if a.kind == "予算額" and a.fiscal_year in (year, None)), None)


def signed(yen: int | None, divisor: int = 1) -> str:
    """+132, ▲132 or 0, as Japanese offices write a difference; a dash where there is none to compute."""
    if yen is None:
        return "―"
    sign = "▲" if yen < 0 else "+" if yen else ""
    return f"{sign}{abs(yen) // divisor:,}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: an entry in two plans, or in one of them."""

    old: Entry | None
    new: Entry | None
    old_yen: int | None
    new_yen: int | None

    @property
    def difference(self) -> int | None:
        """In yen; None where an amount is missing."""
        return difference(self.old_yen, self.new_yen)


class Side:
    """One of the two plans."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.year = document.source.fiscal_year

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of the plan."""
        return self.document.entries()

    @cached_property
    def _children(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.parent or "", []).append(entry)
        return found

    def yen(self, entry: Entry | None) -> int | None:
        """An entry's budget, or the sum of the budgets below it; None where none is printed."""
        if entry is None:
            return None
        own = budget(entry, self.year)
        if own is not None:
            return own
        below = [yen for child in self._children.get(entry.id, ()) if (yen := self.yen(child)) is not None]
        return sum(below) if below else None

    def is_sum(self, entry: Entry | None) -> bool:
        """Whether an entry's money is that of the entries below it."""
        return entry is not None and budget(entry, self.year) is None

    def total(self) -> int | None:
        """All that is printed, each amount once: of initiatives where they carry any, else from the top."""
        actions = [budget(entry, self.year) for entry in self.entries if entry.level is Level.ACTION]
        printed = [yen for yen in actions if yen is not None]
        if printed:
            return sum(printed)
        tops = [yen for entry in self._children.get("", ()) if (yen := self.yen(entry)) is not None]
        return sum(tops) if tops else None


class Comparison:
    """Two plans, their entries paired."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old = Side(old)
        self.new = Side(new)

    @cached_property
    def pairing(self) -> Pairing:
        """Which entry is which."""
        return pair(self.old.entries, self.new.entries)

    def rows(self, *levels: Level) -> list[Row]:
        """All entries of some levels: those of the newer plan in its order, then those that are gone."""
        pairs = {each.new.id: each.old for each in self.pairing.pairs}
        rows = [self.row(pairs.get(entry.id), entry) for entry in self.new.entries if entry.level in levels]
        return [*rows, *(self.row(entry, None) for entry in self.pairing.gone if entry.level in levels)]

    def row(self, old: Entry | None, new: Entry | None) -> Row:
        """A line of the comparison."""
        return Row(old, new, self.old.yen(old), self.new.yen(new))

    def pair_of(self, entry: Entry) -> Pair | None:
        """The pair that an entry of either plan is in."""
        return next((each for each in self.pairing.pairs if entry.id in (each.old.id, each.new.id)), None)
