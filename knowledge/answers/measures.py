"""What is measured of entries: their money, how many stand below them, their share of a set, their change in a year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from knowledge.answers.changes import Twins, change_of
from knowledge.answers.members import Ground, Members, Piece
from knowledge.model import Change, Count, Level, Measure, Money, Set, Share, Value
from knowledge.shelf.tree import Mask, Places

Place = tuple[Ground, int]
"""An entry, by its document and its place there."""
Among = Callable[[Ground], Mask]
"""Which entries of a document may be counted: those of one office."""


@dataclass(frozen=True, eq=False)
class Counted(Collection[Place]):
    """Entries, of which there may be a million: one after another only where somebody asks."""

    masks: Mapping[Ground, Mask]

    def __len__(self) -> int:
        return sum(int(mask.sum()) for mask in self.masks.values())

    def __iter__(self) -> Iterator[Place]:
        return ((ground, int(at)) for ground, mask in self.masks.items() for at in np.flatnonzero(mask))

    def __contains__(self, place: object) -> bool:
        return any(place == each for each in self)


@dataclass(frozen=True)
class Figure:
    """The measure of an entry, or of several together."""

    value: Value | None
    counted: Collection[Place] = ()
    """Whose printed amounts it is made of."""
    money: int | None = None
    """The yen behind a share."""
    parts: int | None = None
    """What the entries below add up to, where that is another figure than the printed one."""
    old: int | None = None
    new: int | None = None
    """The yen of both years."""
    older: Place | None = None
    """The entry in the older document."""


@dataclass(frozen=True)
class Measures:
    """The measures of one query."""

    sets: Callable[[Ground, Set], Members]
    """What a set holds in a document."""
    twins: Callable[[Change], Twins]
    _counted: dict[tuple[Members, Money], Mapping[Ground, Mask]] = field(default_factory=dict, repr=False)
    _wholes: dict[tuple[Ground, Share], int | None] = field(default_factory=dict, repr=False)

    # Of each entry

    def column(self, members: Members, measure: Measure) -> list[Value | None]:
        """The measure of each entry of a set; None where nothing is printed."""
        return [value for piece in members.pieces for value in self._values(piece, measure)]

    def _values(self, piece: Piece, measure: Measure) -> Sequence[Value | None]:
        match measure:
            case Money():
                return piece.ground.amounts(measure).values(piece.places)
            case Count(level=level):
                return _numbers_below(piece, level)
            case Share(money=money):
                whole = self.whole(piece.ground, measure)
                return [_part(yen, whole) for yen in self._values(piece, money)]
            case Change():
                years = zip(*self._years(piece, measure), strict=True)
                return [change_of(old, new, relative=measure.relative) for old, new in years]

    def _years(self, piece: Piece, change: Change) -> tuple[list[int | None], list[int | None]]:
        twins = self.twins(change)
        old, new = twins.of(piece)
        return _yen(twins.old, change.older, old), _yen(twins.new, change.newer, new)

    def whole(self, ground: Ground, share: Share) -> int | None:
        """The yen of which a share is a part."""
        key = ground, share
        if key not in self._wholes:
            self._wholes[key] = self.total(self.sets(ground, share.of), share.money)[0]
        return self._wholes[key]

    def figure(self, ground: Ground, place: int, measure: Measure) -> Figure:
        """The measure of one entry, with what makes it up."""
        match measure:
            case Money():
                amounts = ground.amounts(measure)
                counted = tuple((ground, each) for each in amounts.counted(place))
                return Figure(amounts.value(place), counted, parts=amounts.parts(place))
            case Count():
                return Figure(self._values(_alone(ground, place), measure)[0])
            case Share(money=money):
                yen = self.figure(ground, place, money)
                return replace(yen, value=_part(yen.value, self.whole(ground, measure)), money=_whole_yen(yen.value))
            case Change():
                return self._change(_alone(ground, place), measure)

    def _change(self, piece: Piece, change: Change) -> Figure:
        twins = self.twins(change)
        (old,), (new,) = self._years(piece, change)
        (older,), (newer,) = (places.tolist() for places in twins.of(piece))
        counted: dict[Place, None] = {}
        for ground, place, money in ((twins.old, older, change.older), (twins.new, newer, change.newer)):
            if place >= 0:
                counted |= dict.fromkeys((ground, each) for each in ground.amounts(money).counted(place))
        value = change_of(old, new, relative=change.relative)
        return Figure(value, tuple(counted), old=old, new=new, older=(twins.old, older) if older >= 0 else None)

    # Of several together

    def together(self, members: Members, measure: Measure, among: Among | None = None) -> Figure:
        """The measure of a set, in which nothing is counted inside another."""
        match measure:
            case Money():
                yen, counted = self.total(members, measure, among)
                return Figure(yen, counted)
            case Count(level=level):
                return Figure(sum(map(len, _below(members, level, among).values())))
            case Share(money=money):
                yen, counted = self.total(members, money, among)
                whole = self.whole(members.grounds[0], measure) if members.grounds else None
                return Figure(_part(yen, whole), counted, yen)
            case Change(older=older, newer=newer):
                before, after = self.twins(measure).years(members)
                old, first = self.total(before, older, among)
                new, second = self.total(after, newer, among)
                both = tuple(dict.fromkeys((*first, *second)))
                return Figure(change_of(old, new, relative=measure.relative), both, old=old, new=new)

    def flat(self, members: Members, measure: Measure) -> Members:
        """What is added up of a set: where its entries stand inside each other those that its sum counts, if any."""
        if not isinstance(measure, (Money, Share)) or members.is_named or not members.is_nested:
            return members
        counted = self.counted(members, measure if isinstance(measure, Money) else measure.money)
        pieces = [Piece(ground, np.flatnonzero(mask), members.without(ground)) for ground, mask in counted.items()]
        return Members(tuple(pieces), members.missing) if any(mask.any() for mask in counted.values()) else members

    def total(self, members: Members, money: Money, among: Among | None = None) -> tuple[int | None, Counted]:
        """The sum over a set, and what it counts; None where that is nothing."""
        masks = self.counted(members, money)
        if among is not None:
            masks = {ground: mask & among(ground) for ground, mask in masks.items()}
        sums = [ground.amounts(money).total(mask) for ground, mask in masks.items()]
        known = [each for each in sums if each is not None]
        return (sum(known) if known else None), Counted(masks)

    def counted(self, members: Members, money: Money) -> Mapping[Ground, Mask]:
        """What the sum over a set counts, document by document."""
        key = members, money
        if key not in self._counted:
            self._counted[key] = {
                ground: ground.amounts(money).counted_of(members.within(ground), members.without(ground))
                for ground in members.grounds
            }
        return self._counted[key]


def _alone(ground: Ground, place: int) -> Piece:
    return Piece(ground, np.array([place], dtype=np.intp))


def _yen(ground: Ground, money: Money, places: Places) -> list[int | None]:
    yen = ground.amounts(money).values(places)
    return [each if place >= 0 else None for each, place in zip(yen, places.tolist(), strict=True)]


def _part(yen: Value | None, whole: int | None) -> Fraction | None:
    return Fraction(yen, whole) if yen is not None and whole else None


def _whole_yen(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


def _numbers_below(piece: Piece, level: Level | None) -> list[Value | None]:
    """How many entries of a level stand below each, or right below each."""
    tree = piece.ground.tree
    if level is None:
        below = np.bincount(tree.parents[tree.parents >= 0], minlength=len(tree))
    else:
        below = tree.numbers_below(tree.of_levels([level]))
    return [int(each) for each in below[piece.places]]


def _below(members: Members, level: Level | None, among: Among | None) -> Mapping[Ground, Places]:
    """The entries of a level that stand below a set, or right below it."""
    found: dict[Ground, Places] = {}
    for ground in members.grounds:
        tree, mask = ground.tree, members.within(ground)
        below = tree.below(mask) if level is not None else (tree.parents >= 0) & mask[tree.parents]
        below = below & tree.of_levels([level]) if level is not None else below
        found[ground] = np.flatnonzero(below if among is None else below & among(ground))
    return found
