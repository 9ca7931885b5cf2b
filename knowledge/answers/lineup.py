"""One query up to its lines: the set, then conditions, order and take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from knowledge.answers.groups import grouped
from knowledge.answers.lines import Entries, Groups, Line, Lines
from knowledge.answers.measures import Measures
from knowledge.answers.members import Ground, Members, together
from knowledge.answers.outcome import Outcome
from knowledge.answers.scene import Scene
from knowledge.answers.selection import Bound, Selection, fulfilling, ordered, taken
from knowledge.answers.sets import Sets
from knowledge.model import (
    Appeared,
    Ask,
    Change,
    Condition,
    Level,
    Linked,
    Measure,
    Mentions,
    Money,
    Office,
    Or,
    Order,
    Query,
    Rows,
    Set,
    Whole,
)

FIGURES = (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.RATIO)
"""What gives one figure that stands for no entry."""
MONEY = (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.DIFFERENCE, Ask.RATIO, Ask.COMPARE, Ask.RANK, Ask.AMOUNT)
"""What is about money where no measure is named."""

Answered = Callable[[Query, str], Outcome]
"""What another query gives, asked of a document where it names none."""


class Lineup:
    """The lines of one query."""

    def __init__(self, scene: Scene, query: Query, document: str, answered: Answered) -> None:
        """`document` is asked where the query names none."""
        self._scene = scene
        self._query = query
        self._answered = answered
        self._change = _change(query)
        self.document = query.document or document or (self._change.new if self._change else "")
        self.measure = _measure(query)
        self.measures = Measures(lambda ground, of: self._sets(ground).members(of), scene.twins)
        self.tied = 0
        """How many entries share the place of one that stands for all of them inside the set."""

    def _sets(self, ground: Ground) -> Sets:
        twins = self._scene.twins(self._change) if self._change else None
        return Sets(ground, self._scene.ground, self._rows, self._scene.twins, twins)

    def members(self, of: Set) -> Members:
        """What a set holds; where two documents are compared, with what the newer one has no more."""
        if self._change is None:
            return self._sets(self._scene.ground(self.document)).members(of)
        twins = self._scene.twins(self._change)
        members = self._sets(twins.new).members(of)
        if twins.is_one or isinstance(of, Appeared):
            return members
        before = self._sets(twins.old).members(of)
        gone = tuple(piece.kept(twins.gone) for piece in before.pieces if piece.ground is twins.old)
        return replace(together([members, Members(gone)]), is_named=members.is_named)

    def _rows(self, query: Query) -> Members:
        """What another query gives, as a set."""
        selection = self._line_up(query).selected(with_ties=self._query.ask not in FIGURES)
        self.tied += selection.tied
        lines = selection.lines
        found = lines.heads if isinstance(lines, Groups) and isinstance(query.by, Level) else lines.members
        return found.or_missing(selection.missing)

    def _line_up(self, query: Query) -> Lineup:
        return Lineup(self._scene, query, self.document, self._answered)

    # Lines

    @cached_property
    def all(self) -> Members:
        """What the set of the query holds."""
        return self.members(self._query.of)

    def lines(self) -> Lines:
        """The lines before any condition."""
        query, measures = self._query, self.measures
        if query.by is not None:
            only_named = bool(query.where) or query.take is not None
            return Groups(
                measures, grouped(measures, self.all, query.by, self.measure, query.ask, only_named=only_named)
            )
        if isinstance(query.of, Rows) and query.of.query.by is not None:
            return self._line_up(query.of.query).selected(with_ties=False).lines
        if self._is_of_parts:
            parts = query.of.sets if isinstance(query.of, Or) else (query.of,)
            return Groups(measures, tuple(map(self._part, parts)))
        adds = query.ask in (Ask.SUM, Ask.MEAN, Ask.MEDIAN)
        return Entries(measures, measures.flat(self.all, self.measure) if adds and self.measure else self.all)

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
        members = self.members(of)
        if isinstance(of, Rows) and of.query.ask in FIGURES:
            return Line("", members, fixed=self._answered(of.query, self.document).figure)
        only = next(iter(members)) if len(members) == 1 else None
        return Line("" if only else _words(of), members, only)

    def selected(self, *, with_ties: bool) -> Selection:
        """The lines after conditions, order and take."""
        query = self._query
        order = query.order
        if order is None and query.ask is Ask.COMPARE:
            order = Order(self.measure)
        bounds = [] if query.ask is Ask.CONFIRM else list(map(self.bound, query.where))
        lines = self.lines()
        missing = None
        if not len(lines):
            missing = self.all.missing or ("level" if isinstance(query.by, Level) else None)
        selection = ordered(fulfilling(lines, bounds, missing), order)
        ties = with_ties and (query.ask not in FIGURES or query.by is not None)
        return taken(selection, query.take, order.measure if order else None, with_ties=ties)

    def bound(self, condition: Condition) -> Bound:
        """A condition with its value, which another query may give."""
        if not isinstance(condition.value, Query):
            return Bound(condition, condition.value)
        return Bound(condition, self._answered(condition.value, self.document).value)


def _change(query: Query) -> Change | None:
    """The two documents that a query compares."""
    order = query.order.measure if query.order else None
    measures = (query.measure, order, *(each.measure for each in query.where))
    return next((each for each in measures if isinstance(each, Change)), None)


def _measure(query: Query) -> Measure | None:
    """What is measured: as said, or what the condition or the order is about, or money."""
    if query.measure is not None:
        return query.measure
    if query.ask is Ask.CONFIRM and query.where:
        return query.where[0].measure
    named = query.order.measure if query.order else None
    return (named or Money()) if query.ask in MONEY else None


def _words(of: Set) -> str:
    """How the question calls a part of a set; empty where it names nothing."""
    match of:
        case Linked(words=words) | Mentions(words=words):
            return words
        case Office(name=name):
            return name
        case _:
            return ""
