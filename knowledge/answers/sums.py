"""What an entry's money is, and what a sum counts: one rule for each, whatever is asked.

An entry's money is what it prints itself, else what the entries below it print together. Nothing is ever counted inside
something else that is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.model import Level
from knowledge.shelf.tree import Mask, Places, Sums, Tree

FRAME = (Level.GOAL, Level.MISSION, Level.POLICY)
"""What speaks of the plan as a whole: 区の裁量予算3億円 is no initiative's money beside that of the initiatives."""


@dataclass(frozen=True, eq=False)
class Amounts:
    """Money of one year and kind over a tree."""

    tree: Tree
    printed: Mask
    """The entries that print an amount themselves."""
    yen: Sums
    """What they print; 0 elsewhere."""

    @cached_property
    def _below(self) -> Sums:
        return self.tree.summed(self.yen, self.printed)

    @cached_property
    def _above_printed(self) -> Mask:
        return self.tree.above(self.printed)

    @cached_property
    def known(self) -> Mask:
        """The entries that carry money, themselves or below."""
        return self.printed | self._above_printed

    @cached_property
    def _values(self) -> Sums:
        return np.where(self.printed, self.yen, self._below)

    def values(self, places: Places) -> list[int | None]:
        """The money of some entries in yen; None where nothing is printed."""
        yen = self._values[places].tolist()
        return [each if known else None for each, known in zip(yen, self.known[places].tolist(), strict=True)]

    def value(self, place: int) -> int | None:
        """The money of one entry in yen."""
        return int(self._values[place]) if self.known[place] else None

    def parts(self, place: int) -> int | None:
        """What the entries below add up to, where the entry prints another amount itself."""
        if not (self.printed[place] and self._above_printed[place]):
            return None
        below = int(self._below[place])
        return None if below == int(self.yen[place]) else below

    def counted(self, place: int) -> list[int]:
        """Whose printed amounts an entry's money is: its own, or those of the outermost below it."""
        found: list[int] = []
        waiting = [place]
        while waiting:
            each = waiting.pop()
            if self.printed[each]:
                found.append(each)
            elif self._above_printed[each]:
                waiting.extend(reversed(self.tree.children(each).tolist()))
        return found

    def counted_of(self, places: Mask, without: Mask | None = None) -> Mask:
        """What the sum over a set counts: of the set and all below it, the outermost that print an amount.

        An entry of which a part was taken away is not counted as a whole, but by what is left below it. What goal,
        mission and policy print is the frame of all the rest, and only counted where there is no rest.
        """
        countable = self.printed & (places | self.tree.below(places))
        inside = countable & ~self.tree.of_levels(FRAME)
        countable = inside if inside.any() else countable
        if without is not None:
            countable &= ~(without | self.tree.above(without))
        return countable & ~self.tree.below(countable)

    def total(self, counted: Mask) -> int | None:
        """The sum of what is counted in yen; None where that is nothing."""
        return int(self.yen[counted].sum()) if counted.any() else None
