"""What the rows of a table stand for, and whose its amounts are, while that is found out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from knowledge.model import Finding
from knowledge.reading.tables.figures import Figure
from knowledge.reading.tables.items import Key
from knowledge.reading.tables.repeats import Slot
from knowledge.reading.tables.rows import Placed


@dataclass(slots=True)
class Owners:
    """What each placed row stands for, and whose its amounts are."""

    placed: list[Placed]
    """The rows, each below what is above it in the newest year."""
    keys: list[Key]
    """What each row names."""
    figures: dict[Key, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    findings: list[Finding] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Names of what may be counted twice."""
    totals: set[int] = field(default_factory=set)
    """Rows that turned out to be sums of others."""
    told: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of cells of money that are not given to an entry, and of which a finding tells."""

    def counted(self, column: int, year: int | None = None) -> dict[int, Decimal]:
        """What each row adds to a column's sum, with nothing counted inside of what stands above it; of rows that
        tell a year of their own, perhaps of one `year` only."""
        by_slot: dict[Slot, dict[Key, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for key, own in self.figures.items():
            for each in own:
                if each.column.at == column and year in (None, each.slot[0]):
                    by_slot[each.slot][key].append(each)
        rows: dict[int, Decimal] = defaultdict(Decimal)
        for having in by_slot.values():
            for key, own in having.items():
                for each in own if above(key, having) is None else ():
                    rows[each.row] += each.yen
        return rows

    def total(self, column: int, year: int | None = None) -> Decimal:
        """What a column comes to, with nothing counted inside of what stands above it."""
        return sum(self.counted(column, year).values(), Decimal(0))


def common(keys: Sequence[Key]) -> Key:
    """What the keys begin with in common."""
    shared = keys[0]
    for key in keys[1:]:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(shared, key, strict=False))
        shared = tuple(one for one, _ in alike)
    return shared


def above(key: Key, having: Collection[Key]) -> Key | None:
    """The nearest key above one that is among others."""
    return next((key[:depth] for depth in range(len(key) - 1, 0, -1) if key[:depth] in having), None)
