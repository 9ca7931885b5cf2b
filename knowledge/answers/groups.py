"""Groups that are no entries: the offices in charge, the offices above them, the years of the money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from knowledge.answers.lines import Line
from knowledge.answers.measures import Measures
from knowledge.answers.members import Ground, Members, Piece
from knowledge.model import Ask, Change, Group, Level, Measure, Money, Share
from knowledge.shelf import offices
from knowledge.shelf.tree import LEVELS, Mask, Places


def money_of(measure: Measure | None) -> Money:
    """The money behind a measure; where it has none, the document's own."""
    match measure:
        case Money():
            return measure
        case Share(money=money):
            return money
        case Change(newer=newer):
            return newer
        case _:
            return Money()


def grouped(
    measures: Measures, members: Members, by: Group | Level, measure: Measure | None, ask: Ask, *, only_named: bool
) -> tuple[Line, ...]:
    """The groups of a set, in the order of the page or from the oldest year.

    Nothing is lost: what no office is in charge of is a group without a name, unless only named ones are wanted.
    """
    if not len(members):
        return ()
    if isinstance(by, Level):
        return tuple(_headed(members, by, ask))
    if by is Group.YEAR:
        return tuple(_years(members, measure, ask))
    charges = {ground: Charges.of(ground, by) for ground in members.grounds}
    labels = dict.fromkeys(label for each in charges.values() for label in each.cells)
    listed = _listed(members, charges)
    lines = [
        Line(
            label=label,
            members=members,
            names=listed,
            among=partial(_among, charges, by, label),
            shared=partial(_shared, charges, by),
            ask=ask,
        )
        for label in (*labels, *(() if only_named else ("",)))
    ]
    masks = {ground: listed.within(ground) for ground in listed.grounds}
    counted = measures.counted(members, money_of(measure))
    return tuple(each for each in lines if _holds_any(each, masks, counted))


def _headed(members: Members, level: Level, ask: Ask) -> Iterator[Line]:
    for ground in members.grounds:
        heads = ground.tree.heads(level)
        own = members.within(ground)
        for head in np.unique(heads[own]).tolist():
            if head >= 0:
                below = members.each(partial(_kept, ground=ground, mask=heads == head))
                yield Line("", below, (ground, head), is_headed=True, ask=ask)


def _kept(piece: Piece, ground: Ground, mask: Mask) -> Piece:
    return piece.kept(mask if piece.ground is ground else np.zeros(len(piece.ground.tree), dtype=np.bool_))


def _years(members: Members, measure: Measure | None, ask: Ask) -> list[Line]:
    moneys: dict[Money, None] = {}
    for ground in members.grounds:
        document, money = ground.document, money_of(measure)
        kind = document.meant(Money(None, money.kind)).kind
        moneys |= dict.fromkeys(each for each in document.money if each.kind == kind)
    in_order = sorted(moneys, key=lambda each: each.fiscal_year or 0)
    return [Line(str(each.fiscal_year or ""), members, money=each, ask=ask) for each in in_order]


@dataclass(frozen=True, eq=False)
class Charges:
    """Who is in charge of what in one document: an entry that names nobody is with those above it."""

    cells: Mapping[str, tuple[int, ...]]
    """What an office is called → the numbers of the printed cells that name it."""
    several: tuple[int, ...]
    """The numbers of the cells that name more than one."""
    of_place: Places
    """The number of each entry's cell; -1 where there is none."""

    @classmethod
    def of(cls, ground: Ground, by: Group) -> Charges:
        """The offices of a document, or the offices above them."""
        found = ground.document.shape.in_charge(ground.tree)
        numbers = {cell: number for number, cell in enumerate(dict.fromkeys(found[place] for place in sorted(found)))}
        own = np.full(len(ground.tree), -1, dtype=np.intp)
        for place, cell in found.items():
            own[place] = numbers[cell]
        for rung in ground.tree.rungs:
            own[rung] = np.where(own[rung] >= 0, own[rung], own[ground.tree.parents[rung]])
        cells: dict[str, list[int]] = {}
        for cell, number in numbers.items():
            for label in _labels(cell, by):
                cells.setdefault(label, []).append(number)
        several = tuple(number for cell, number in numbers.items() if len(_labels(cell, by)) > 1)
        return cls({label: tuple(each) for label, each in cells.items()}, several, own)


def _labels(cell: str, by: Group) -> tuple[str, ...]:
    named = offices.offices(cell)
    return tuple(dict.fromkeys(map(offices.division, named))) if by is Group.DIVISION else named


def _among(charges: dict[Ground, Charges], by: Group, label: str, ground: Ground) -> Mask:
    if ground not in charges:
        charges[ground] = Charges.of(ground, by)
    here = charges[ground]
    return np.isin(here.of_place, here.cells.get(label, ())) if label else here.of_place < 0


def _shared(charges: dict[Ground, Charges], by: Group, ground: Ground) -> Mask:
    if ground not in charges:
        charges[ground] = Charges.of(ground, by)
    return np.isin(charges[ground].of_place, charges[ground].several)


def _listed(members: Members, charges: Mapping[Ground, Charges]) -> Members:
    """The entries of a set on the levels that offices are in charge of; where there is none, what is below the set."""
    levels = set()
    for piece in members.pieces:
        held = piece.places[charges[piece.ground].of_place[piece.places] >= 0]
        levels |= {LEVELS[code] for code in np.unique(piece.ground.tree.levels[held])}
    if not levels:
        return _below(members, charges)
    return members.each(lambda piece: piece.kept(piece.ground.tree.of_levels(levels)))


def _below(members: Members, charges: Mapping[Ground, Charges]) -> Members:
    pieces = []
    for ground in members.grounds:
        below = ground.tree.below(members.within(ground)) & (charges[ground].of_place >= 0)
        pieces.append(Piece(ground, np.flatnonzero(below), members.without(ground)))
    return Members(tuple(pieces))


def _holds_any(line: Line, listed: Mapping[Ground, Mask], counted: Mapping[Ground, Mask]) -> bool:
    """Whether a group has an entry of the set; one without a name only where it has money, or entries are counted."""
    found = [counted] if not line.label and line.ask is not Ask.COUNT else [counted, listed]
    among = line.among
    return any(among is None or (mask & among(ground)).any() for each in found for ground, mask in each.items())
