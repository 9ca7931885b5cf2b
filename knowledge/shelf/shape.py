"""A document's entries without their texts, for arithmetic: the tree, the money on it, and who is in charge."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.model import Entry, Money
from knowledge.shelf.rows import Record
from knowledge.shelf.store import Store
from knowledge.shelf.tree import Mask, Sums, Tree, numbers

MOST_WHOLE = 50_000
"""Entries up to which the whole tree is kept, so that no question has to fetch its part of it."""

Carried = tuple[Mask, Sums]
"""Which entries of a tree print money, and how much."""


@dataclass(frozen=True)
class Shape:
    """The shape of one document. May be used by many threads at once."""

    store: Store
    record: Record
    size: int
    """How many entries it has."""
    money: tuple[Money, ...]
    """Which money it prints."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @cached_property
    def tree(self) -> Tree:
        """All of its entries, without their texts."""
        return Tree.of(self.store.skeleton.kin(self.record.id))

    @property
    def is_moderate(self) -> bool:
        """Whether its tree is small enough to be had for any question."""
        return self.size <= MOST_WHOLE

    def family(self, keys: Iterable[str]) -> Tree:
        """Some entries with all above and all below them."""
        found = self.store.skeleton.family(list(self.store.skeleton.numbers(keys).values()))
        return Tree.of(sorted(found, key=lambda each: each.position))

    def carried(self, tree: Tree, money: Money) -> Carried:
        """Which entries of its tree, or of a part of it, print this money, and how many yen."""
        is_whole = len(tree) == self.size
        if money not in self.money:
            return numbers(tree, ())
        with self._lock:
            kept = self._carried.get(money) if is_whole else None
        if kept is not None:
            return kept
        found = numbers(tree, self.store.amounts.yen(self.record.id, money, None if is_whole else tree.ids.tolist()))
        if is_whole:
            with self._lock:
                self._carried[money] = found
        return found

    @cached_property
    def _carried(self) -> dict[Money, Carried]:
        return {}

    def in_charge(self, tree: Tree) -> Mapping[int, str]:
        """Who is in charge of the entries of its tree, or of a part of it: places and printed cells."""
        if len(tree) != self.size:
            return _placed(tree, self.store.skeleton.in_charge(self.record.id, tree.ids.tolist()))
        return self._in_charge

    @cached_property
    def _in_charge(self) -> Mapping[int, str]:
        return _placed(self.tree, self.store.skeleton.in_charge(self.record.id))

    def entries_at(self, tree: Tree, places: Iterable[int]) -> dict[int, Entry]:
        """The entries at some places of its tree."""
        number = {int(tree.ids[place]): place for place in places}
        return {number[row.id]: row.entry for row in self.store.entries.rows_of(list(number))}


def _placed(tree: Tree, found: Iterable[tuple[int, str]]) -> Mapping[int, str]:
    pairs = list(found)
    places = tree.places(entry for entry, _ in pairs)
    return dict(zip(places.tolist(), (cell for _, cell in pairs), strict=True))
