"""The lines of a result before anything is read of their entries: entries one by one, or groups that are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median
from typing import Protocol

import numpy as np

from knowledge.answers.measures import Among, Figure, Measures, Place
from knowledge.answers.members import Members, Piece, together
from knowledge.model import Ask, Count, Level, Measure, Money, Value


@dataclass(frozen=True, eq=False)
class Line:
    """An entry, or a group."""

    label: str
    members: Members
    """The entries that it is made of."""
    at: Place | None = None
    """The entry, where it is one or heads a group."""
    is_headed: bool = False
    """Whether it is a group that an entry heads: of what stands below it, what is a member."""
    among: Among | None = None
    """Of a group: which entries it may count."""
    names: Members | None = None
    """Of a group: the entries that it counts one by one, where they are not its members."""
    shared: Among | None = None
    """Of an office: which entries another one is in charge of too."""
    money: Money | None = None
    """Of a year: the money that it stands for."""
    ask: Ask = Ask.SUM
    """What is asked of a group."""
    fixed: Figure | None = None
    """What another query found, where the line is its figure."""

    def figure(self, measures: Measures, measure: Measure) -> Figure:
        """The measure of the line."""
        if self.fixed is not None:
            return self.fixed
        measure = self.money if self.money is not None and isinstance(measure, Money) else measure
        if self.at is not None and not self.is_headed:
            return measures.figure(*self.at, measure)
        if isinstance(measure, Count):
            listed = tuple(self.listed(measure.level))
            return Figure(len(listed), listed)
        if self.ask in (Ask.MEAN, Ask.MEDIAN):
            return self._middle(measures, measure)
        return measures.together(self.members, measure, self.among)

    def listed(self, level: Level | None = None) -> Members:
        """The entries of a group, of a level or of all; of a year those that have money in it."""
        among, money = self.among, self.money
        found = self.members if self.names is None else self.names
        if among is not None:
            found = found.each(lambda piece: piece.kept(among(piece.ground)))
        if level is not None:
            found = found.each(lambda piece: piece.kept(piece.ground.tree.of_levels([level])))
        if money is not None:
            found = found.each(lambda piece: piece.kept(piece.ground.amounts(money).known))
        return found

    def _middle(self, measures: Measures, measure: Measure) -> Figure:
        listed = measures.flat(self.listed(), measure)
        values = [each for each in measures.column(listed, measure) if each is not None]
        return replace(measures.together(listed, measure), value=middle(self.ask, values))


def middle(ask: Ask, values: Sequence[Value]) -> Value | None:
    """The exact mean or median of some values; None of none."""
    if not values:
        return None
    exact = [Fraction(each) for each in values]
    found = Fraction(median(exact)) if ask is Ask.MEDIAN else sum(exact, Fraction()) / len(exact)
    return int(found) if found.denominator == 1 and isinstance(values[0], int) else found


class Lines(Protocol):
    """The lines of a result, in order."""

    def __len__(self) -> int: ...

    def line(self, number: int) -> Line:
        """One line."""
        ...

    def values(self, measure: Measure) -> list[Value | None]:
        """The measure of every line."""
        ...

    def chosen(self, at: Sequence[int]) -> Lines:
        """Some lines, by their numbers, in the order told."""
        ...

    def page_order(self) -> list[int]:
        """The numbers of the lines in the order of the page."""
        ...

    def groups(self, level: Level) -> list[Sequence[int]]:
        """The numbers of the lines below each entry of a level, in the order of the page."""
        ...

    @property
    def members(self) -> Members:
        """The entries of all lines together."""
        ...


@dataclass(frozen=True, eq=False)
class Entries:
    """Entries, one a line."""

    measures: Measures
    members: Members

    def __len__(self) -> int:
        return len(self.members)

    def line(self, number: int) -> Line:
        """One entry."""
        ground, place = self.members.at(number)
        return Line("", Members((Piece(ground, np.array([place], dtype=np.intp)),)), (ground, place))

    def values(self, measure: Measure) -> list[Value | None]:
        """The measure of every entry."""
        return self.measures.column(self.members, measure)

    def page_order(self) -> list[int]:
        """The numbers of the entries in the order of the page, document after document."""
        grounds = {ground: number for number, ground in enumerate(self.members.grounds)}
        places = [(grounds[ground], place) for ground, place in self.members]
        return sorted(range(len(self)), key=lambda at: places[at])

    def groups(self, level: Level) -> list[Sequence[int]]:
        """The numbers of the entries below each entry of a level, in the order of the page."""
        found: dict[Place, list[int]] = {}
        for number, (ground, head) in enumerate(self.members.heads(level)):
            if head >= 0:
                found.setdefault((ground, head), []).append(number)
        grounds = {ground: number for number, ground in enumerate(self.members.grounds)}
        return [found[each] for each in sorted(found, key=lambda each: (grounds[each[0]], each[1]))]

    def chosen(self, at: Sequence[int]) -> Entries:
        """Some of the entries."""
        return Entries(self.measures, self.members.chosen(at))


@dataclass(frozen=True, eq=False)
class Groups:
    """Lines that are not one entry each: offices, years, parts of a set."""

    measures: Measures
    lines: tuple[Line, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def line(self, number: int) -> Line:
        """One group."""
        return self.lines[number]

    def values(self, measure: Measure) -> list[Value | None]:
        """The measure of every group."""
        return [each.figure(self.measures, measure).value for each in self.lines]

    def page_order(self) -> list[int]:
        """Groups are made in the order of the page."""
        return list(range(len(self.lines)))

    def groups(self, level: Level) -> list[Sequence[int]]:  # noqa: ARG002
        """Groups are not grouped again."""
        return [range(len(self))]

    def chosen(self, at: Sequence[int]) -> Groups:
        """Some of the groups."""
        return Groups(self.measures, tuple(self.lines[number] for number in at))

    @property
    def heads(self) -> Members:
        """The entries that head the groups."""
        heads = (line.at for line in self.lines if line.at is not None)
        return together(Members((Piece(ground, np.array([at], dtype=np.intp)),)) for ground, at in heads)

    @property
    def members(self) -> Members:
        """The entries of all groups together."""
        return together(line.listed() for line in self.lines)
