"""What is asked of the lines: to show them, to add them up, to hold them against each other, to say yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from knowledge.answers.changes import Twins
from knowledge.answers.groups import grouped, money_of
from knowledge.answers.lines import Entries, Groups, Line, Lines, middle
from knowledge.answers.measures import Figure, Measures, Place
from knowledge.answers.members import Ground, Members, Piece, together
from knowledge.answers.outcome import MOST_HELD, Outcome
from knowledge.answers.scene import Scene
from knowledge.answers.selection import Bound, Selection, fulfilling, ordered, taken
from knowledge.answers.sets import Sets
from knowledge.model import (
    Appeared,
    Ask,
    Change,
    Condition,
    Count,
    Linked,
    Measure,
    Mentions,
    Money,
    Office,
    OfLevel,
    Or,
    Order,
    Query,
    Rows,
    Set,
    Share,
    Value,
    Whole,
)
from knowledge.shelf.tree import LEVELS, Mask, Places

FIGURES = (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.RATIO)
"""What gives one figure that stands for no entry."""
MONEY = (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.DIFFERENCE, Ask.RATIO, Ask.COMPARE, Ask.RANK, Ask.AMOUNT)
"""What is about money where no measure is named."""


class Asks:
    """One query over its documents."""

    def __init__(self, scene: Scene, query: Query, document: str = "") -> None:
        """`document` is asked where the query names none."""
        self._scene = scene
        self._query = query
        self._name = query.document or document

    @cached_property
    def _change(self) -> Change | None:
        """The two documents that the query compares."""
        order = self._query.order
        measures = (self._query.measure, order and order.measure, *(each.measure for each in self._query.where))
        changes = [each for each in measures if isinstance(each, Change)]
        return changes[0] if changes else None

    @cached_property
    def _measure(self) -> Measure | None:
        """What is measured."""
        query = self._query
        if query.measure is not None:
            return query.measure
        if query.ask is Ask.CONFIRM and query.where:
            return query.where[0].measure
        named = query.order.measure if query.order else None
        return (named or Money()) if query.ask in MONEY else None

    @cached_property
    def _measures(self) -> Measures:
        return Measures(lambda ground, of: self._sets(ground).members(of), self._scene.twins)

    def _sets(self, ground: Ground) -> Sets:
        twins = self._scene.twins(self._change) if self._change else None
        return Sets(ground, self._scene.ground, self._rows, self._scene.twins, twins)

    def _members(self, of: Set) -> Members:
        """What a set holds; where two documents are compared, with what the newer one has no more."""
        if self._change is None:
            return self._sets(self._scene.ground(self._name)).members(of)
        twins = self._scene.twins(self._change)
        members = self._sets(twins.new).members(of)
        if twins.is_one or isinstance(of, Appeared):
            return members
        before = self._sets(twins.old).members(of)
        gone = tuple(piece.kept(twins.gone) for piece in before.pieces if piece.ground is twins.old)
        return replace(together([members, Members(gone)]), is_named=members.is_named)

    def _rows(self, query: Query) -> Members:
        """What another query gives, as a set."""
        outcome = Asks(self._scene, query, self._name).outcome()
        return outcome.lines.members.or_missing(outcome.missing)

    # Lines

    @cached_property
    def _all(self) -> Members:
        return self._members(self._query.of)

    def _lines(self) -> Lines:
        query, measures = self._query, self._measures
        if query.by is not None:
            return Groups(measures, grouped(self._all, query.by, self._measure, query.ask))
        if isinstance(query.of, Rows) and query.of.query.by is not None:
            return Asks(self._scene, query.of.query, self._name).outcome(with_ties=False).lines
        if self._is_of_parts:
            parts = query.of.sets if isinstance(query.of, Or) else (query.of,)
            return Groups(measures, tuple(map(self._part, parts)))
        if isinstance(self._measure, (Money, Share)) and query.ask in (Ask.SUM, Ask.MEAN, Ask.MEDIAN):
            return Entries(measures, self._flat(self._all))
        return Entries(measures, self._all)

    @property
    def _is_of_parts(self) -> bool:
        """Whether each part of the set is one line: sums that are held against each other."""
        query = self._query
        is_figure = isinstance(query.of, Rows) and query.of.query.ask in FIGURES
        if query.ask is Ask.CONFIRM:
            return is_figure or isinstance(query.of, Whole)
        return query.ask in (Ask.DIFFERENCE, Ask.RATIO, Ask.COMPARE) and (is_figure or isinstance(query.of, Or))

    def _part(self, of: Set) -> Line:
        """A part of the set as one line: an entry, several together, or the figure of another query."""
        if not isinstance(of, Rows):
            members = self._members(of)
        else:
            outcome = Asks(self._scene, of.query, self._name).outcome(with_ties=False)
            members = outcome.lines.members
            if of.query.ask in FIGURES:
                return Line(_words(of), members, fixed=outcome.figure)
        only = next(iter(members)) if len(members) == 1 else None
        return Line("" if only else _words(of), members, only)

    def _flat(self, members: Members) -> Members:
        """Where entries of a set stand inside each other, those that its sum counts; else the set as it is."""
        if members.is_named or not members.is_nested:
            return members
        _, counted = self._measures.total(members, money_of(self._measure))
        pieces = [
            Piece(
                ground, np.array([at for each, at in counted if each is ground], dtype=np.intp), members.without(ground)
            )
            for ground in members.grounds
        ]
        return Members(tuple(pieces), members.missing)

    def _selected(self, *, with_ties: bool) -> Selection:
        """The lines after conditions, order and take."""
        query = self._query
        order = query.order
        if order is None and query.ask is Ask.COMPARE:
            order = Order(self._measure)
        bounds = [] if query.ask is Ask.CONFIRM else list(map(self._bound, query.where))
        selection = ordered(fulfilling(self._lines(), bounds), order)
        ties = with_ties and query.ask not in FIGURES
        return taken(selection, query.take, order.measure if order else None, with_ties=ties)

    def _bound(self, condition: Condition) -> Bound:
        if not isinstance(condition.value, Query):
            return Bound(condition, condition.value)
        return Bound(condition, Asks(self._scene, condition.value, self._name).outcome().value)

    # What is asked

    def outcome(self, *, with_ties: bool = True) -> Outcome:
        """What the query gives; without ties one line stands for all that share a place."""
        if self._query.ask is Ask.RANK:
            return self._ranked()
        selection = self._selected(with_ties=with_ties)
        outcome = self._shown(selection)
        match self._query.ask:
            case Ask.SUM:
                return self._summed(outcome)
            case Ask.MEAN | Ask.MEDIAN:
                return self._averaged(outcome)
            case Ask.COUNT:
                return self._numbered(outcome)
            case Ask.DIFFERENCE | Ask.RATIO:
                return self._between(outcome)
            case Ask.CONFIRM:
                return replace(outcome, holds=self._confirmed(outcome.lines))
            case Ask.EXISTS:
                return replace(outcome, holds=len(outcome.lines) > 0)
            case _:
                return outcome

    def _shown(self, selection: Selection) -> Outcome:
        """The lines with their measures, with their one value where they have but one, and with their sum."""
        lines, measure = selection.lines, self._shown_measure
        figures = self._figures(lines, measure)
        values = [figure.value for _, figure in figures]
        is_one = len(values) == 1 or (self._query.take is not None and self._query.take.count == 1)
        outcome = Outcome(
            self._query,
            lines,
            figures,
            value=values[0] if values and is_one and self._query.ask is not Ask.COMPARE else None,
            counted=_counted(figures),
            left_out=together([*selection.left_out, self._lacking(lines, measure)]),
            whole=self._whole,
            of=selection.of,
            tied=selection.tied,
            missing=self._missing(selection, values),
        )
        return self._with_sum(outcome) if isinstance(measure, Money) else outcome

    @property
    def _shown_measure(self) -> Measure | None:
        """What each line shows: groups that are counted show their number."""
        is_counted = self._query.ask is Ask.COUNT and self._query.by is not None
        return Count() if is_counted and not isinstance(self._measure, Count) else self._measure

    def _figures(self, lines: Lines, measure: Measure | None) -> tuple[tuple[Line, Figure], ...]:
        shown = [lines.line(at) for at in range(min(len(lines), MOST_HELD))]
        return tuple((line, line.figure(self._measures, measure) if measure else Figure(None)) for line in shown)

    @property
    def _whole(self) -> int | None:
        if not isinstance(self._measure, Share):
            return None
        return self._measures.whole(self._scene.ground(self._name), self._measure)

    def _with_sum(self, outcome: Outcome) -> Outcome:
        """With the sum of the lines, unless something would be counted twice in it."""
        lines, money = outcome.lines, self._measure
        if not isinstance(money, Money) or not len(lines):
            return outcome
        values = [each for each in lines.values(money) if each is not None]
        added = self._added(lines, money)
        if added is None or added.value is None or added.value != sum(values):
            return outcome
        return replace(outcome, sum=int(added.value), counted=added.counted)

    def _added(self, lines: Lines, measure: Measure) -> Figure | None:
        """All lines together, nothing counted twice; None where they cannot be: years, or figures of other queries."""
        if not isinstance(lines, Groups):
            return self._measures.together(lines.members, measure)
        if not lines.lines:
            return None
        if len(lines.lines) == 1:
            return lines.lines[0].figure(self._measures, measure)
        if any(line.money or line.fixed for line in lines.lines):
            return None
        if isinstance(measure, Count):
            return Figure(len(lines.members))
        among = [line.among for line in lines.lines if line.among]
        if not among:
            return self._measures.together(lines.members, measure)
        return self._measures.together(lines.lines[0].members, measure, lambda ground: _any([m(ground) for m in among]))

    def _lacking(self, lines: Lines, measure: Measure | None) -> Members:
        """What has no value: of a set whose entries stand inside each other only on the levels that have some."""
        if measure is None or isinstance(measure, Count):
            return Members()
        is_flat = isinstance(lines, Entries) and self._query.ask in FIGURES
        members = self._all if is_flat and self._all.is_nested and not self._all.is_named else lines.members
        values = self._measures.column(members, measure)
        lacking = members.chosen([at for at, value in enumerate(values) if value is None])
        if members.is_named or not members.is_nested:
            return lacking
        _, counted = self._measures.total(members, money_of(measure))
        levels = {LEVELS[ground.tree.levels[place]] for ground, place in counted}
        return lacking.each(lambda piece: piece.kept(piece.ground.tree.of_levels(levels)))

    def _missing(self, selection: Selection, values: Sequence[Value | None]) -> str | None:
        """Why there is no row, or none with a value."""
        lines, measure = selection.lines, self._measure
        if selection.missing is not None:
            return selection.missing
        if not len(lines):
            return self._all.missing
        if measure is None or any(value is not None for value in values):
            return None
        if isinstance(lines, Groups):
            lacking = (line.members.missing for line in lines.lines if not len(line.members))
            return next(filter(None, lacking), "money")
        if isinstance(measure, Change) and not self._scene.twins(measure).is_one:
            twins = self._scene.twins(measure)
            has_pair = any((old >= 0).any() for old, _ in self._pairs(lines.members, twins))
            return "money" if has_pair else "pair"
        return "money"

    def _pairs(self, members: Members, twins: Twins) -> Iterator[tuple[Places, Places]]:
        """The places in both documents of what stands in the newer one; what is gone has no pair."""
        return (twins.of(piece) for piece in members.pieces if piece.ground is twins.new)

    # Figures

    def _summed(self, outcome: Outcome) -> Outcome:
        if self._measure is None or not len(outcome.lines):
            return replace(outcome, value=None)
        added = self._added(outcome.lines, self._measure)
        if added is None:
            return replace(outcome, value=None, sum=None)
        outcome = replace(outcome, value=added.value, counted=added.counted, sum=added.money)
        if isinstance(self._measure, Change) and self._query.by is None:
            members = outcome.lines.members
            only = next(iter(members)) if len(members) == 1 else None
            older = outcome.figures[0][1].older if only else None
            return replace(outcome, figures=((Line("", members, only), replace(added, older=older)),))
        return outcome

    def _averaged(self, outcome: Outcome) -> Outcome:
        measure = self._measure
        if measure is None:
            return outcome
        is_by = self._query.by is not None
        found = self._measures.column(outcome.lines.members, measure) if is_by else outcome.lines.values(measure)
        values = [value for value in found if value is not None]
        whole = sum(map(int, values)) if isinstance(measure, Money) and values and not is_by else outcome.sum
        return replace(outcome, value=middle(self._query.ask, values), sum=whole)

    def _numbered(self, outcome: Outcome) -> Outcome:
        if isinstance(self._measure, Count) and self._query.by is None:
            figure = self._measures.together(outcome.lines.members, self._measure)
            return replace(outcome, value=figure.value)
        return replace(outcome, value=len(outcome.lines.members if self._query.by else outcome.lines))

    def _between(self, outcome: Outcome) -> Outcome:
        """The difference, or how many times the first is of the second, of the first two lines."""
        figures = outcome.figures[:2]
        lines = outcome.lines.chosen(range(len(figures)))
        outcome = replace(outcome, lines=lines, figures=figures, value=None, counted=_counted(figures), sum=None)
        if len(figures) < 2:
            return replace(outcome, missing=outcome.missing or "place")
        first, second = (figure.value for _, figure in figures)
        if first is None or second is None:
            return replace(outcome, missing=outcome.missing or "money")
        if self._query.ask is Ask.DIFFERENCE:
            return replace(outcome, value=first - second if first > second else second - first)
        return replace(outcome, value=Fraction(first) / Fraction(second) if second else None)

    # Yes or no

    def _confirmed(self, lines: Lines) -> bool | None:
        """Whether every condition holds of every line; None where something has no value to say it by."""
        bounds = list(map(self._bound, self._query.where))
        held = [bound.holds(value) for bound in bounds for value in lines.values(bound.condition.measure)]
        if not len(lines):
            return None
        return False if False in held else None if None in held else True

    # Places

    def _ranked(self) -> Outcome:
        """The place of each entry of the set among others, from 1."""
        measure, order = self._measure or Money(), self._query.order
        selection = fulfilling(self._lines(), list(map(self._bound, self._query.where)))
        outcome = self._shown(selection)
        own = selection.lines.values(measure)
        pool = together([self._pool(selection.lines.members), selection.lines.members])
        values = [value for value in self._measures.column(pool, measure) if value is not None]
        ascending = order is not None and order.ascending
        places = tuple(None if value is None else _place(value, values, ascending=ascending) for value in own)
        only = own[0] if len(own) == 1 else None
        return replace(
            outcome,
            value=places[0] if len(places) == 1 else None,
            places=places[:MOST_HELD],
            of=len(values),
            tied=values.count(only) - 1 if only is not None else 0,
            sum=None,
        )

    def _pool(self, members: Members) -> Members:
        """Among what the places are: what the question says, or all entries of the same level."""
        if self._query.within is not None:
            return self._members(self._query.within)
        levels = {LEVELS[ground.tree.levels[place]] for ground, place in members}
        return self._members(OfLevel(tuple(level for level in LEVELS if level in levels)))


def _place(value: Value, values: Sequence[Value], *, ascending: bool) -> int:
    return 1 + sum(each < value if ascending else each > value for each in values)


def _counted(figures: Sequence[tuple[Line, Figure]]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for _, figure in figures for place in figure.counted))


def _any(masks: Sequence[Mask]) -> Mask:
    found: Mask = np.logical_or.reduce(masks)
    return found


def _words(of: Set) -> str:
    """How the question calls a part of a set; empty where it names nothing."""
    match of:
        case Linked(words=words) | Mentions(words=words):
            return words
        case Office(name=name):
            return name
        case _:
            return ""
