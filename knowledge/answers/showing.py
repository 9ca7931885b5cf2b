"""Lines with their measures: their one value, their sum, what was left out, and why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from knowledge.answers.groups import money_of
from knowledge.answers.lines import Entries, Groups, Line, Lines
from knowledge.answers.lineup import FIGURES, Lineup
from knowledge.answers.measures import Figure, Place
from knowledge.answers.members import Members, together
from knowledge.answers.outcome import MOST_HELD, Outcome
from knowledge.answers.scene import Scene
from knowledge.answers.selection import Selection
from knowledge.model import Ask, Change, Count, Measure, Money, Query, Share, Value
from knowledge.shelf.tree import LEVELS, Mask

Figures = tuple[tuple[Line, Figure], ...]
"""Lines with their measures."""


class Showing:
    """What the lines of one query show."""

    def __init__(self, scene: Scene, query: Query, lineup: Lineup) -> None:
        self._scene = scene
        self._query = query
        self._lineup = lineup
        self._measure = lineup.measure
        self._measures = lineup.measures

    def shown(self, selection: Selection) -> Outcome:
        """The lines with their measures, with their one value where they have but one, and with their sum."""
        lines, measure = selection.lines, self._shown_measure
        figures = self._figures(lines, measure)
        values = [figure.value for _, figure in figures]
        is_one = len(values) == 1 or (self._query.take is not None and self._query.take.is_one)
        outcome = Outcome(
            self._query,
            lines,
            figures,
            value=values[0] if values and is_one and self._query.ask is not Ask.COMPARE else None,
            counted=counted_in(figures),
            left_out=together([*selection.left_out, self._lacking(lines, measure)]),
            whole=self._whole,
            of=selection.of,
            tied=selection.tied or self._lineup.tied,
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
        return self._measures.whole(self._scene.ground(self._lineup.document), self._measure)

    def _with_sum(self, outcome: Outcome) -> Outcome:
        """With the sum of the lines, unless something would be counted twice in it."""
        lines, money = outcome.lines, self._measure
        is_middle = self._query.by is not None and self._query.ask in (Ask.MEAN, Ask.MEDIAN)
        if not isinstance(money, Money) or not len(lines) or is_middle:
            return outcome
        values = [each for each in lines.values(money) if each is not None]
        added = self.added(lines, money)
        if added is None or added.value is None or added.value != sum(values):
            return outcome
        return replace(outcome, sum=int(added.value), counted=added.counted)

    def added(self, lines: Lines, measure: Measure) -> Figure | None:
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
        members = (
            self._lineup.all
            if is_flat and self._lineup.all.is_nested and not self._lineup.all.is_named
            else lines.members
        )
        values = self._measures.column(members, measure)
        lacking = members.chosen([at for at, value in enumerate(values) if value is None])
        if members.is_named or not members.is_nested:
            return lacking
        counted = self._measures.counted(members, money_of(measure))
        levels = {LEVELS[code] for ground, mask in counted.items() for code in np.unique(ground.tree.levels[mask])}
        return lacking.each(lambda piece: piece.kept(piece.ground.tree.of_levels(levels))) if levels else lacking

    def _missing(self, selection: Selection, values: Sequence[Value | None]) -> str | None:
        """Why there is no row, or none with a value."""
        lines, measure = selection.lines, self._measure
        if selection.missing is not None:
            return selection.missing
        if not len(lines):
            return self._lineup.all.missing
        if measure is None or any(value is not None for value in values):
            return None
        if isinstance(lines, Groups):
            lacking = (line.members.missing for line in lines.lines if not len(line.members))
            return next(filter(None, lacking), "money")
        if isinstance(measure, Change) and not self._scene.twins(measure).is_one:
            return "money" if self._scene.twins(measure).has_pair(lines.members) else "pair"
        return "money"


def counted_in(figures: Figures) -> tuple[Place, ...]:
    """Everything that is counted in some lines, each once."""
    return tuple(dict.fromkeys(place for _, figure in figures for place in figure.counted))


def _any(masks: Sequence[Mask]) -> Mask:
    found: Mask = np.logical_or.reduce(masks)
    return found
