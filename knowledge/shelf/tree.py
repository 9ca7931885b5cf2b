"""The shape of a document in numbers: who stands below whom, and what carries how much, without any text.

Entries are counted from 0 in the order of the page; a set of them is a mask. A million entries are some 20 megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.model import Level
from knowledge.shelf.skeleton import Kin

Places = NDArray[np.intp]
"""Entries, by their places in a tree."""
Mask = NDArray[np.bool_]
"""Entries, as true or false for every place of a tree."""
Sums = NDArray[Any]
"""A whole number for every place: of 64 bits where all of them together fit, of Python's own size otherwise."""

LEVELS = tuple(Level)
SAFE = 2**62
"""Sums below it fit into 64 bits."""


@dataclass(frozen=True, eq=False)
class Tree:
    """A document, or some entries of it with all above and all below them."""

    ids: NDArray[np.int64]
    """The index's numbers, in the order of the page."""
    parents: Places
    """The place of the entry above; -1 at the top."""
    levels: NDArray[np.int8]
    """The place of the level in `LEVELS`."""

    @classmethod
    def of(cls, kin: Iterable[Kin]) -> Tree:
        """The tree of entries that are in the order of the page."""
        code = {str(level): number for number, level in enumerate(LEVELS)}
        rows = [(each.id, each.parent or -1, code[each.level]) for each in kin]
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        ids = table[:, 0].copy()
        order = np.argsort(ids)
        return cls(ids, _places(table[:, 1], ids, order), table[:, 2].astype(np.int8))

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _order(self) -> Places:
        return np.argsort(self.ids)

    def places(self, ids: Iterable[int]) -> Places:
        """The places of entries by the index's numbers, in the order told; what is not here is left out."""
        found = _places(np.fromiter(ids, dtype=np.int64), self.ids, self._order)
        return found[found >= 0]

    def mask(self, places: Places) -> Mask:
        """A set of places as a mask."""
        found = np.zeros(len(self), dtype=np.bool_)
        found[places] = True
        return found

    def of_levels(self, levels: Iterable[Level]) -> Mask:
        """The entries of some levels."""
        return np.isin(self.levels, [LEVELS.index(level) for level in levels])

    @cached_property
    def _by_parent(self) -> tuple[Places, Places]:
        order = np.argsort(self.parents, kind="stable")
        return order, self.parents[order]

    def children(self, place: int) -> Places:
        """What stands right below an entry, in the order of the page; of -1 what stands at the top."""
        order, parents = self._by_parent
        first, last = np.searchsorted(parents, (place, place + 1))
        return order[first:last]

    @cached_property
    def depths(self) -> NDArray[np.int8]:
        """How many entries stand above each."""
        found = np.zeros(len(self), dtype=np.int8)
        above = self.parents
        while (above >= 0).any():
            found += above >= 0
            above = np.where(above >= 0, self.parents[above], -1)
        return found

    @cached_property
    def rungs(self) -> tuple[Places, ...]:
        """The places of each depth that is not the top, from the highest down."""
        deepest = int(self.depths.max(initial=0))
        return tuple(np.flatnonzero(self.depths == depth) for depth in range(1, deepest + 1))

    def below(self, mask: Mask) -> Mask:
        """What stands anywhere below a set."""
        found = np.zeros(len(self), dtype=np.bool_)
        for rung in self.rungs:
            above = self.parents[rung]
            found[rung] = mask[above] | found[above]
        return found

    def above(self, mask: Mask) -> Mask:
        """What stands anywhere above a set."""
        found = np.zeros(len(self), dtype=np.bool_)
        for rung in reversed(self.rungs):
            found[self.parents[rung][mask[rung] | found[rung]]] = True
        return found

    def heads(self, level: Level) -> Places:
        """For every entry the nearest above it that is of a level; -1 where there is none."""
        found = np.full(len(self), -1, dtype=np.intp)
        of_level = self.of_levels([level])
        for rung in self.rungs:
            above = self.parents[rung]
            found[rung] = np.where(of_level[above], above, found[above])
        return found

    def summed(self, values: Sums, counted: Mask) -> Sums:
        """For every entry the sum of the values below it, of the outermost that are counted: none inside another."""
        total = np.zeros(len(self), dtype=values.dtype)
        for rung in reversed(self.rungs):
            np.add.at(total, self.parents[rung], np.where(counted[rung], values[rung], total[rung]))
        return total

    def numbers_below(self, mask: Mask) -> NDArray[np.int64]:
        """For every entry how many of a set stand below it."""
        total = np.zeros(len(self), dtype=np.int64)
        for rung in reversed(self.rungs):
            np.add.at(total, self.parents[rung], mask[rung] + total[rung])
        return total


def numbers(tree: Tree, found: Iterable[tuple[int, int]]) -> tuple[Mask, Sums]:
    """Which entries of a tree have a number, and which: from pairs of the index's number and the value."""
    pairs = list(found)
    places = _places(np.array([entry for entry, _ in pairs], dtype=np.int64), tree.ids, np.argsort(tree.ids))
    is_safe = sum(abs(value) for _, value in pairs) < SAFE
    values: Sums = np.zeros(len(tree), dtype=np.int64 if is_safe else object)
    has = np.zeros(len(tree), dtype=np.bool_)
    for place, (_, value) in zip(places.tolist(), pairs, strict=True):
        if place >= 0:
            values[place], has[place] = value, True
    return has, values


def _places(wanted: NDArray[np.int64], ids: NDArray[np.int64], order: Places) -> Places:
    """Where each number stands among `ids`, which `order` sorts; -1 where it does not."""
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.intp)
    at = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
    return np.where(ids[order[at]] == wanted, order[at], -1).astype(np.intp)
