"""Lines → those that fulfil the conditions, in order, and of these the ones that are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from knowledge.answers.lines import Lines
from knowledge.answers.members import Members
from knowledge.model import Condition, Measure, Order, Relation, Take, Value

HOLDS: dict[Relation, Callable[[Value, Value], bool]] = {
    Relation.OVER: gt,
    Relation.AT_LEAST: ge,
    Relation.UNDER: lt,
    Relation.AT_MOST: le,
    Relation.EQUAL: eq,
}


@dataclass(frozen=True)
class Selection:
    """Which lines there are, and what became of the others."""

    lines: Lines
    left_out: tuple[Members, ...] = ()
    """Those that have no value to be held against a condition or to be ordered by."""
    of: int = 0
    """How many there were before some were taken."""
    tied: int = 0
    """How many that were not taken have the value of the last one taken."""
    missing: str | None = None


@dataclass(frozen=True)
class Bound:
    """A condition whose value is known; None where another query was to give it and gave none."""

    condition: Condition
    value: int | Fraction | None

    def holds(self, value: Value | None) -> bool | None:
        """Whether it holds of a measure; None where that is not known."""
        if self.condition.relation in (Relation.PRINTED, Relation.MISSING):
            return (value is None) is (self.condition.relation is Relation.MISSING)
        if value is None or self.value is None:
            return None
        return HOLDS[self.condition.relation](value, self.value)


def fulfilling(lines: Lines, bounds: Sequence[Bound], missing: str | None = None) -> Selection:
    """The lines of which every condition holds; `missing` says why there is none to begin with."""
    left_out: list[Members] = []
    for bound in bounds:
        if bound.value is None:
            return Selection(lines.chosen([]), tuple(left_out), 0, missing=missing or "money")
        held = [bound.holds(value) for value in lines.values(bound.condition.measure)]
        left_out.append(lines.chosen([at for at, holds in enumerate(held) if holds is None]).members)
        if held and all(holds is None for holds in held):
            missing = missing or "money"
        lines = lines.chosen([at for at, holds in enumerate(held) if holds])
        if not len(lines):
            missing = missing or "condition"
    return Selection(lines, tuple(left_out), len(lines), missing=missing)


def ordered(selection: Selection, order: Order | None) -> Selection:
    """The lines by a measure, or as the page has them; what has no value is left out."""
    if order is None:
        return selection
    lines = selection.lines
    if order.measure is None:
        return replace(selection, lines=lines.chosen(lines.page_order()))
    values = lines.values(order.measure)
    known = {at: value for at, value in enumerate(values) if value is not None}
    lacking = lines.chosen([at for at, value in enumerate(values) if value is None]).members
    in_order = sorted(known, key=lambda at: known[at] if order.ascending else -known[at])
    missing = selection.missing or ("money" if values and not known else None)
    return Selection(lines.chosen(in_order), (*selection.left_out, lacking), len(in_order), missing=missing)


def taken(selection: Selection, take: Take | None, measure: Measure | None, *, with_ties: bool) -> Selection:
    """The lines at the places asked for, ordered by a measure; with ties all that share the one place asked for."""
    if take is None:
        return selection
    lines = selection.lines
    values = None if measure is None else lines.values(measure)
    groups = [range(len(lines))] if take.each is None else lines.groups(take.each)
    found = [_places(take, group, values, with_ties=with_ties) for group in groups]
    kept = [at for places, _ in found for at in places]
    missing = selection.missing or ("place" if len(lines) and not kept else None)
    return replace(selection, lines=lines.chosen(kept), tied=sum(tied for _, tied in found), missing=missing)


def _places(
    take: Take, group: Sequence[int], values: Sequence[Value | None] | None, *, with_ties: bool
) -> tuple[Sequence[int], int]:
    """Which of a group of lines are taken, and how many that are not have the value of the last one taken."""
    first, last = _span(take, len(group))
    if first >= last or values is None:
        return group[first:last], 0
    edge = values[group[first if take.from_end else last - 1]]
    tied = [at for at, line in enumerate(group) if values[line] == edge]
    if take.count == 1 and with_ties:
        return [group[at] for at in tied], 0
    return group[first:last], sum(not first <= at < last for at in tied)


def _span(take: Take, size: int) -> tuple[int, int]:
    """From which line to which (excluded); counted from the other end they stay in order."""
    if take.from_end:
        return max(size - take.skip - take.count, 0), max(size - take.skip, 0)
    return min(take.skip, size), min(take.skip + take.count, size)
