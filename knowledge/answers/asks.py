"""What is asked of the lines: to show them, to add them up, to hold them against each other, to say yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from knowledge.answers.lines import Line, Lines, middle
from knowledge.answers.lineup import Lineup
from knowledge.answers.members import Members, together
from knowledge.answers.outcome import MOST_HELD, Outcome
from knowledge.answers.scene import Scene
from knowledge.answers.selection import fulfilling
from knowledge.answers.showing import Showing, counted_in
from knowledge.model import Ask, Below, Change, Count, Level, Money, OfLevel, Or, Query, Value
from knowledge.shelf.tree import LEVELS


def answered(scene: Scene, query: Query, document: str = "") -> Outcome:
    """What a query gives; `document` is asked where it names none."""
    return Asks(scene, query, document).outcome()


class Asks:
    """One query over its documents."""

    def __init__(self, scene: Scene, query: Query, document: str = "") -> None:
        """`document` is asked where the query names none."""
        self._scene = scene
        self._query = query
        self._lineup = Lineup(scene, query, document, lambda other, name: answered(scene, other, name))
        self._measure = self._lineup.measure
        self._measures = self._lineup.measures
        self._showing = Showing(scene, query, self._lineup)

    def outcome(self) -> Outcome:
        """What the query gives."""
        if self._query.ask is Ask.RANK:
            return self._ranked()
        selection = self._lineup.selected(with_ties=True)
        outcome = self._showing.shown(selection)
        take = self._query.take
        if self._query.by is not None and take is not None and take.is_one:
            return outcome  # 一番多い課: its own figure, also where several share the place
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
                held = self._confirmed if self._query.within is None else self._inside
                return replace(outcome, holds=held(outcome.lines))
            case Ask.EXISTS:
                return replace(outcome, holds=len(outcome.lines) > 0)
            case _:
                return outcome

    # Figures

    def _summed(self, outcome: Outcome) -> Outcome:
        if self._measure is None or not len(outcome.lines):
            return replace(outcome, value=None)
        added = self._showing.added(outcome.lines, self._measure)
        if added is None:
            return replace(outcome, value=None, sum=None)
        whole = outcome.sum if isinstance(self._query.by, Level) else added.money
        outcome = replace(outcome, value=added.value, counted=added.counted, sum=whole)
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
        """The difference, or how many times the first is of the second, of two lines."""
        figures = outcome.figures
        lines = outcome.lines.chosen(range(len(figures)))
        outcome = replace(outcome, lines=lines, figures=figures, value=None, counted=counted_in(figures), sum=None)
        if len(figures) < 2:
            return replace(outcome, missing=outcome.missing or "place")
        if len(figures) > 2:
            return replace(outcome, missing="pair")  # of three, nobody knows which two are meant
        first, second = (figure.value for _, figure in figures)
        if first is None or second is None:
            return replace(outcome, missing=outcome.missing or "money")
        if self._query.ask is Ask.DIFFERENCE:
            return replace(outcome, value=first - second if first > second else second - first)
        return replace(outcome, value=Fraction(first) / Fraction(second) if second else None)

    # Yes or no

    def _confirmed(self, lines: Lines) -> bool | None:
        """Whether every condition holds of every line; None where something has no value to say it by."""
        bounds = list(map(self._lineup.bound, self._query.where))
        held = [bound.holds(value) for bound in bounds for value in lines.values(bound.condition.measure)]
        if not len(lines):
            return None
        return False if False in held else None if None in held else True

    def _inside(self, lines: Lines) -> bool | None:
        """Whether every line is one of what is named, or stands below it; None where there is no line."""
        assert self._query.within is not None
        named = self._lineup.members(Or((self._query.within, Below(self._query.within, tuple(Level)))))
        return all(named.within(ground)[place] for ground, place in lines.members) if len(lines) else None

    # Places

    def _ranked(self) -> Outcome:
        """The place of each entry of the set among others, from 1."""
        measure, order = self._measure or Money(), self._query.order
        selection = fulfilling(self._lineup.lines(), list(map(self._lineup.bound, self._query.where)))
        outcome = self._showing.shown(selection)
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
            return self._lineup.members(self._query.within)
        levels = {LEVELS[ground.tree.levels[place]] for ground, place in members}
        return self._lineup.members(OfLevel(tuple(level for level in LEVELS if level in levels)))


def _place(value: Value, values: Sequence[Value], *, ascending: bool) -> int:
    return 1 + sum(each < value if ascending else each > value for each in values)
