"""What a plan was understood as: its entries as a tree with their sums, nothing counted inside of what stands above."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import BUDGET, Entry, Money, Plan


@dataclass(frozen=True, slots=True)
class Twig:
    """One entry of the tree."""

    entry: Entry
    depth: int
    below: int
    """How many entries of the lowest kind stand below it."""
    yen: int | None
    """What it prints of the measure itself, else what comes together below it; None where neither prints any."""


def measures(plan: Plan) -> tuple[tuple[Money, int], ...]:
    """Each kind of money of each year that a plan prints, with its sum, the plan's own first."""
    printed = Counter(Money(each.fiscal_year, each.kind) for entry in plan.entries for each in entry.amounts)
    year = plan.source.fiscal_year
    ordered = sorted(printed, key=lambda each: (each.fiscal_year != year, each.kind != BUDGET, -printed[each]))
    return tuple((each, sum(twig.yen or 0 for twig in _twigs(plan, each) if twig.depth == 0)) for each in ordered)


def tree(plan: Plan) -> tuple[Twig, ...]:
    """The plan's entries in their order, each before those below it, with sums of the plan's own money."""
    own = measures(plan)
    return tuple(_twigs(plan, own[0][0] if own else None))


def _twigs(plan: Plan, measure: Money | None) -> Iterator[Twig]:
    children: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in plan.entries:
        children[entry.parent].append(entry)
    sums: dict[str, tuple[int, int | None]] = {}
    for entry in _deepest_first(children):
        below = [sums[child.id] for child in children[entry.id]]
        own = [each.yen for each in entry.amounts if Money(each.fiscal_year, each.kind) == measure]
        under = [yen for _, yen in below if yen is not None]
        count = sum(number or 1 for number, _ in below)
        sums[entry.id] = (count, sum(own) if own else sum(under) if under else None)
    waiting = [(entry, 0) for entry in reversed(children[None])]
    while waiting:
        entry, depth = waiting.pop()
        yield Twig(entry, depth, *sums[entry.id])
        waiting += [(child, depth + 1) for child in reversed(children[entry.id])]


def _deepest_first(children: dict[str | None, list[Entry]]) -> list[Entry]:
    ordered = list(children[None])
    for entry in ordered:
        ordered += children[entry.id]
    return ordered[::-1]
