"""Two documents of different years, or two years of one list: which entry is which, and what became of its money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np

from knowledge.answers.members import Ground, Members, Piece
from knowledge.answers.pairing import Pairing, pair
from knowledge.model import Change, Presence, Value
from knowledge.shelf.document import Document
from knowledge.shelf.tree import Mask, Places

MOST_PAIRED = 4
"""Pairs of documents of which is remembered who is who."""


@lru_cache(MOST_PAIRED)
def paired(old: Document, new: Document) -> Pairing:
    """Which entry of the old document is which of the new one."""
    return pair(old.entries(), new.entries())


@dataclass(frozen=True, eq=False)
class Twins:
    """The entries of two documents side by side; of two years of one list every entry is its own twin."""

    old: Ground
    new: Ground

    @property
    def is_one(self) -> bool:
        """Whether both years stand in one document."""
        return self.old is self.new

    @cached_property
    def _pairing(self) -> Pairing:
        return paired(self.old.document, self.new.document)

    @cached_property
    def older_id(self) -> Mapping[str, str]:
        """Ids of the new document → of the old one."""
        return {} if self.is_one else {each.new.id: each.old.id for each in self._pairing.pairs}

    @cached_property
    def newer_id(self) -> Mapping[str, str]:
        """Ids of the old document → of the new one."""
        return {older: newer for newer, older in self.older_id.items()}

    @cached_property
    def _older(self) -> Places:
        """For each place of the new document the one in the old; -1 for what is new."""
        found = np.full(len(self.new.tree), -1, dtype=np.intp)
        pairs = self._pairing.pairs
        found[self.new.places(each.new.id for each in pairs)] = self.old.places(each.old.id for each in pairs)
        return found

    def older(self, places: Places) -> Places:
        """Where entries of the new document stand in the old one; -1 for what is new."""
        return places if self.is_one else self._older[places]

    @property
    def marked_new(self) -> frozenset[str]:
        """Of one document, the entries that it marks as new itself, which is surer than that a year lacks money."""
        return self.new.document.marked_new if self.is_one else frozenset()

    @cached_property
    def gone(self) -> Mask:
        """The entries of the old document that the new one has no more."""
        return self.old.tree.mask(self.old.places(each.id for each in self._pairing.gone))

    @cached_property
    def renamed(self) -> Mask:
        """The entries of the new document that had another title."""
        return self.new.tree.mask(self.new.places(each.new.id for each in self._pairing.pairs if each.is_renamed))

    def of(self, piece: Piece) -> tuple[Places, Places]:
        """Where the entries of a piece stand in the old and in the new document; -1 where they don't."""
        if piece.ground is self.new:
            return self.older(piece.places), piece.places
        return piece.places, np.full(len(piece.places), -1, dtype=np.intp)

    def has_pair(self, members: Members) -> bool:
        """Whether any entry of a set stands in both documents."""
        return any((self.older(piece.places) >= 0).any() for piece in members.pieces if piece.ground is self.new)

    def years(self, members: Members) -> tuple[Members, Members]:
        """A set in the old and in the new document: its own entries there, and the twins of the others."""
        new = tuple(piece for piece in members.pieces if piece.ground is self.new)
        if self.is_one:
            return members, members
        old = [piece for piece in members.pieces if piece.ground is self.old]
        for piece in new:
            places = self.older(piece.places)
            taken = None if piece.without is None else self.older(np.flatnonzero(piece.without))
            without = None if taken is None else self.old.tree.mask(taken[taken >= 0])
            old.append(Piece(self.old, places[places >= 0], without))
        return Members(tuple(old)), Members(new)

    def appeared(self, members: Members, presence: Presence, change: Change) -> Members:
        """Those of a set that are new, gone or renamed: of one list those that have money in one of the years only."""
        if self.is_one:
            older, newer = self.new.amounts(change.older).known, self.new.amounts(change.newer).known
            nothing = np.zeros(len(self.new.tree), dtype=np.bool_)
            added = self.new.tree.mask(self.new.places(self.marked_new)) if self.marked_new else newer & ~older
            mask = {Presence.NEW: added, Presence.GONE: older & ~newer, Presence.RENAMED: nothing}[presence]
            return members.each(lambda piece: piece.kept(mask))
        ground = self.old if presence is Presence.GONE else self.new
        everything = np.arange(len(self.new.tree))
        mask = self.gone if ground is self.old else self.renamed
        if presence is Presence.NEW:
            mask = self.new.tree.mask(everything[self.older(everything) < 0])
        return Members(tuple(piece.kept(mask) for piece in members.pieces if piece.ground is ground))


def change_of(old: int | None, new: int | None, *, relative: bool) -> Value | None:
    """New less old, in yen or as a part of the old; None where an amount is missing or the old one is no whole."""
    if old is None or new is None:
        return None
    if not relative:
        return new - old
    return Fraction(new - old, old) if old > 0 else None
