"""What a set of the algebra holds, in numbers: places in the trees of the documents that the question asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Protocol

import numpy as np

from knowledge.answers.sums import Amounts
from knowledge.model import Level, Money
from knowledge.shelf.document import Document
from knowledge.shelf.tree import Mask, Places, Tree


class Shelf(Protocol):
    """Where the engine finds the documents that queries name."""

    def document(self, name: str, /) -> Document:
        """The document of a short name."""
        ...


@dataclass(frozen=True, eq=False)
class Ground:
    """A document, with as much of its tree as a question needs."""

    document: Document
    tree: Tree
    _amounts: dict[Money, Amounts] = field(default_factory=dict, repr=False)

    def amounts(self, money: Money) -> Amounts:
        """What its entries carry of the money that is meant."""
        meant = self.document.meant(money)
        if meant not in self._amounts:
            self._amounts[meant] = Amounts(self.tree, *self.document.shape.carried(self.tree, meant))
        return self._amounts[meant]

    def places(self, keys: Iterable[str]) -> Places:
        """The places of entries by their ids, in the order told; what is not here is left out."""
        asked = list(dict.fromkeys(keys))
        known = self.document.store.skeleton.numbers(asked)
        return self.tree.places(known[key] for key in asked if key in known)


@dataclass(frozen=True, eq=False)
class Piece:
    """Entries of one document, in order, each once."""

    ground: Ground
    places: Places
    without: Mask | None = None
    """What was taken away from the set: it is not counted either where it stands below an entry of the set."""

    @property
    def mask(self) -> Mask:
        """The entries as a mask."""
        return self.ground.tree.mask(self.places)

    def kept(self, mask: Mask, without: Mask | None = None) -> Piece:
        """Those of the entries that are in a mask; `without` is taken away from what they count too."""
        return replace(self, places=self.places[mask[self.places]], without=joined(self.without, without))


@dataclass(frozen=True, eq=False)
class Members:
    """What a set holds."""

    pieces: tuple[Piece, ...] = ()
    missing: str | None = None
    """Why there is nothing in it; see Result.missing."""
    is_named: bool = False
    """Whether the question names its entries one by one: then each is a row, also one that stands inside another."""

    def __len__(self) -> int:
        return sum(len(piece.places) for piece in self.pieces)

    def __iter__(self) -> Iterator[tuple[Ground, int]]:
        return ((piece.ground, int(place)) for piece in self.pieces for place in piece.places)

    def at(self, number: int) -> tuple[Ground, int]:
        """One of its entries, by its number from 0."""
        for piece in self.pieces:
            if number < len(piece.places):
                return piece.ground, int(piece.places[number])
            number -= len(piece.places)
        raise IndexError(number)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The documents that it has entries of."""
        return tuple({id(piece.ground): piece.ground for piece in self.pieces}.values())

    def heads(self, level: Level) -> Iterator[tuple[Ground, int]]:
        """For each of its entries the nearest above it that is of a level; -1 where there is none."""
        return ((each.ground, int(head)) for each in self.pieces for head in each.ground.tree.heads(level)[each.places])

    def within(self, ground: Ground) -> Mask:
        """Its entries of one document."""
        found = np.zeros(len(ground.tree), dtype=np.bool_)
        for piece in self.pieces:
            if piece.ground is ground:
                found[piece.places] = True
        return found

    def without(self, ground: Ground) -> Mask | None:
        """What was taken away in one document, unless another part of the set brings it back."""
        pieces = [piece for piece in self.pieces if piece.ground is ground]
        taken = None
        for piece in pieces:
            taken = joined(taken, piece.without)
        if taken is None:
            return None
        for piece in pieces:
            reached = piece.mask | ground.tree.below(piece.mask)
            taken = taken & ~(reached if piece.without is None else reached & ~piece.without)
        return taken

    @property
    def is_nested(self) -> bool:
        """Whether an entry of it stands inside another."""
        for ground in self.grounds:
            mask = self.within(ground)
            if (mask & ground.tree.below(mask)).any():
                return True
        return False

    def each(self, change: Callable[[Piece], Piece], missing: str | None = None) -> Members:
        """Another set made of each piece; `missing` says why it is empty, if it is."""
        return Members(tuple(map(change, self.pieces)), self.missing).or_missing(missing)

    def or_missing(self, missing: str | None) -> Members:
        """The same, with the reason why there is nothing in it, if there isn't."""
        return self if len(self) or self.missing else replace(self, missing=missing)

    def chosen(self, at: Sequence[int]) -> Members:
        """Some of its entries, by their numbers, in the order told."""
        if len(self.pieces) == 1:
            only = self.pieces[0]
            return replace(self, pieces=(replace(only, places=only.places[np.array(at, dtype=np.intp)]),))
        where = [(number, place) for number, piece in enumerate(self.pieces) for place in piece.places]
        pieces = []
        for number, run in groupby((where[each] for each in at), key=lambda pair: pair[0]):
            pieces.append(replace(self.pieces[number], places=np.array([p for _, p in run], dtype=np.intp)))
        return replace(self, pieces=tuple(pieces))


def joined(one: Mask | None, other: Mask | None) -> Mask | None:
    """What is in either of two masks, of which any may be left out."""
    if one is None or other is None:
        return other if one is None else one
    return one | other


def together(several: Iterable[Members]) -> Members:
    """The entries of several sets, in order, each once."""
    seen: dict[int, Mask] = {}
    pieces: list[Piece] = []
    sets = tuple(several)
    for piece in (piece for each in sets for piece in each.pieces):
        known = seen.setdefault(id(piece.ground), np.zeros(len(piece.ground.tree), dtype=np.bool_))
        pieces.append(piece.kept(~known))
        known |= piece.mask
    missing = next((each.missing for each in sets if each.missing), None)
    return Members(tuple(pieces)).or_missing(missing)
