"""The sets of the algebra → the entries that are in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from knowledge.answers.changes import Twins
from knowledge.answers.members import Ground, Members, Piece, together
from knowledge.model import (
    Above,
    Along,
    And,
    Appeared,
    Below,
    Beside,
    Change,
    CodeRange,
    Level,
    Linked,
    Mentions,
    Minus,
    Office,
    OfLevel,
    Or,
    Presence,
    Query,
    Rows,
    Set,
    Topic,
    Whole,
)
from knowledge.shelf.tree import Mask, Places, Tree


@dataclass(frozen=True)
class Sets:
    """The sets of one query, over one document."""

    ground: Ground
    other: Callable[[str], Ground]
    """The documents that ids name besides."""
    rows: Callable[[Query], Members]
    """What another query gives."""
    twins: Callable[[Change], Twins]
    beside: Twins | None = None
    """The two years that the query compares: an entry of the other year stands for its twin."""

    def members(self, of: Set) -> Members:
        """What a set holds."""
        match of:
            case Whole():
                return self._masked(np.ones(len(self.ground.tree), dtype=np.bool_))
            case Linked(entries=keys):
                return replace(self._keyed(keys), is_named=True)
            case Mentions(entries=keys):
                return self._keyed(keys).each(lambda piece: replace(piece, places=np.sort(piece.places)))
            case OfLevel(levels=levels):
                return self._masked(self.ground.tree.of_levels(levels), "level")
            case Office(spellings=cells):
                return self._in_charge(frozenset(cells))
            case CodeRange(first=first, last=last):
                return self._coded(first, last)
            case And() | Or() | Minus():
                return self._combined(of)
            case Rows(query=query):
                return self.rows(query)
            case Appeared():
                return self._appeared(of)
            case Topic() | Along():
                raise TypeError(f"not linked to entries yet: {of}")
            case _:
                return self._related(of)

    def _combined(self, of: And | Or | Minus) -> Members:
        match of:
            case And(sets=sets):
                return _intersected([self.members(each) for each in sets])
            case Or(sets=sets):
                return replace(together(self.members(each) for each in sets), is_named=True)
            case Minus(of=inner, without=without):
                return _less(self.members(inner), self.members(without))

    def _related(self, of: Below | Above | Beside) -> Members:
        match of:
            case Below(of=inner, levels=levels):
                return self.members(inner).each(lambda piece: _below(piece, levels), "level")
            case Above(of=inner, level=level):
                return self.members(inner).each(lambda piece: _above(piece, level), "level")
            case Beside(of=inner):
                return self.members(inner).each(_beside, "level")

    def _masked(self, mask: Mask, missing: str | None = None) -> Members:
        return Members((Piece(self.ground, np.flatnonzero(mask)),)).or_missing(missing)

    def _keyed(self, keys: Iterable[str]) -> Members:
        """Entries by their ids, of the document or of others; an entry of the other year by its twin, if it has one."""
        here = self.ground.document.name
        found = [self._twin(key) for key in keys]
        pieces = []
        for name, run in groupby(dict.fromkeys(found), key=lambda key: key.split("/", 1)[0]):
            ground = self.ground if name == here else self.other(name)
            pieces.append(Piece(ground, ground.places(run)))
        return Members(tuple(pieces))

    def _twin(self, key: str) -> str:
        if self.beside is None or self.beside.is_one:
            return key
        twins = self.beside.older_id if self.ground is self.beside.old else self.beside.newer_id
        return twins.get(key, key)

    def _in_charge(self, cells: frozenset[str]) -> Members:
        found = self.ground.document.shape.in_charge(self.ground.tree)
        places = sorted(place for place, cell in found.items() if cell in cells)
        return Members((Piece(self.ground, np.array(places, dtype=np.intp)),)).or_missing("office")

    def _coded(self, first: str, last: str) -> Members:
        document, tree = self.ground.document, self.ground.tree
        ends = [document.by_code(code) for code in (first, last)]
        places = self.ground.places(each.id for each in ends if each is not None)
        if None in ends or not len(places):
            return Members(missing="level")
        reached = tree.mask(places) | tree.below(tree.mask(places))
        between = np.arange(len(tree))
        inside = (between >= places.min()) & (between <= np.flatnonzero(reached).max())
        return self._masked(inside & (tree.levels == tree.levels[places[0]]))

    def _appeared(self, of: Appeared) -> Members:
        twins = self.twins(of.change)
        ground = twins.old if of.presence is Presence.GONE else twins.new
        sets = replace(self, ground=ground, beside=twins)
        return twins.appeared(sets.members(of.of), of.presence, of.change).or_missing("condition")


def _intersected(sets: list[Members]) -> Members:
    missing = next((each.missing for each in sets if each.missing), "condition")

    def kept(piece: Piece) -> Piece:
        for other in sets[1:]:
            piece = piece.kept(other.within(piece.ground), other.without(piece.ground))
        return piece

    return replace(sets[0].each(kept, missing), is_named=sets[0].is_named)


def _less(members: Members, others: Members) -> Members:
    def kept(piece: Piece) -> Piece:
        tree, mask = piece.ground.tree, others.within(piece.ground)
        without = mask | tree.below(mask)
        return piece.kept(~without, without)

    return replace(members.each(kept, "condition"), is_named=members.is_named)


def _below(piece: Piece, levels: tuple[Level, ...]) -> Piece:
    """By the order of those above, then of the page."""
    tree = piece.ground.tree
    own = np.full(len(tree), -1, dtype=np.intp)
    own[piece.places] = np.arange(len(piece.places))
    nearest = np.full(len(tree), -1, dtype=np.intp)
    for rung in tree.rungs:
        above = tree.parents[rung]
        nearest[rung] = np.where((own[above] >= 0) | (not levels), own[above], nearest[above])
    mask = nearest >= 0
    if levels:
        mask &= tree.of_levels(levels)
    if piece.without is not None:
        mask &= ~piece.without
    places = np.flatnonzero(mask)
    return replace(piece, places=places[np.lexsort((places, nearest[places]))])


def _above(piece: Piece, level: Level | None) -> Piece:
    tree = piece.ground.tree
    found: dict[int, None] = {}
    right_above = np.ones(len(tree), dtype=np.bool_) if level is None else tree.of_levels([level])
    for place in tree.parents[piece.places].tolist():
        while place >= 0 and not right_above[place]:
            place = int(tree.parents[place])
        if place >= 0:
            found[place] = None
    return Piece(piece.ground, np.array(list(found), dtype=np.intp))


def _beside(piece: Piece) -> Piece:
    """The others of an entry's level under the same parent, or where it is alone, under the nearest that has some."""
    tree, own = piece.ground.tree, piece.mask
    found: dict[int, None] = {}
    kinds = dict.fromkeys(zip(tree.parents[piece.places].tolist(), tree.levels[piece.places].tolist(), strict=True))
    for parent, level in kinds:
        found |= dict.fromkeys(_nearest(tree, parent, (tree.levels == level) & ~own).tolist())
    return Piece(piece.ground, _of(list(found)))


def _nearest(tree: Tree, parent: int, wanted: Mask) -> Places:
    """Of what is wanted, all that stands below an entry, or below the lowest above it that has some."""
    near = tree.children(parent)
    found = near[wanted[near]]
    while not len(found) and parent >= 0:
        parent = int(tree.parents[parent])
        below = tree.below(tree.mask(np.array([parent]))) if parent >= 0 else True
        found = np.flatnonzero(wanted & below)
    return found


def _of(places: list[int]) -> Places:
    return np.array(places, dtype=np.intp)
