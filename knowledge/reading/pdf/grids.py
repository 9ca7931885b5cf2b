"""Ruled lines → tables: which lines belong together, and which cells they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.reading.pdf.glyphs import Glyph, Rule

_NEAR = 3.0
"""Points by which lines that meet may miss each other."""
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Box:
    """A cell between ruled lines: its place, its first row and column from 0, and how many it reaches over."""

    left: float
    right: float
    top: float
    bottom: float
    row: int
    column: int
    rows: int
    columns: int

    def distance(self, glyph: Glyph) -> float:
        """How far the middle of a character is from the cell: nothing where it stands within."""
        x, y = (glyph.left + glyph.right) / 2, glyph.base - glyph.em * 0.35
        return max(self.left - x, x - self.right, 0.0) + max(self.top - y, y - self.bottom, 0.0)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as its lines draw it."""

    boxes: tuple[Box, ...]
    columns: tuple[float, ...]
    """Where its columns begin, and where the last one ends."""
    open_below: bool
    """Whether no line closes it below: it goes on, on the next page."""

    @property
    def left(self) -> float:
        return self.columns[0]

    @property
    def right(self) -> float:
        return self.columns[-1]

    @property
    def top(self) -> float:
        return min(box.top for box in self.boxes)

    @property
    def bottom(self) -> float:
        return max(box.bottom for box in self.boxes)


def ruled(rules: Iterable[Rule]) -> list[Ruled]:
    """The tables that ruled lines draw on a page, from above; a box around a text is none."""
    tables = (_table(together) for together in _groups(_straight(rules)))
    found = [table for table in tables if table is not None and len(table.boxes) > 1]
    return sorted(found, key=lambda each: (each.top, each.left))


def level_lines(rules: Iterable[Rule]) -> list[Rule]:
    """The level lines, those in one row that touch each other as one."""
    return [rule for rule in _straight(rules) if not rule.upright]


def _straight(rules: Iterable[Rule]) -> list[Rule]:
    """The lines, with those that go on in each other as one."""
    along: dict[bool, list[Rule]] = defaultdict(list)
    for rule in sorted(rules, key=lambda each: (each.upright, each.at, each.first)):
        along[rule.upright].append(rule)
    found: list[Rule] = []
    for upright, each in along.items():
        rows: list[list[Rule]] = []
        for rule in each:
            if rows and rule.at - rows[-1][0].at <= 1.5:
                rows[-1].append(rule)
            else:
                rows.append([rule])
        for row in rows:
            found += _joined(sorted(row, key=lambda rule: rule.first), upright)
    return found


def _joined(row: Sequence[Rule], upright: bool) -> list[Rule]:
    found: list[Rule] = []
    for rule in row:
        if found and rule.first <= found[-1].last + _NEAR:
            last = found[-1]
            found[-1] = Rule(last.at, last.first, max(last.last, rule.last), upright)
        else:
            found.append(rule)
    return [rule for rule in found if rule.last - rule.first > _NEAR]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that meet, each group of them."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    upright = [at for at, rule in enumerate(rules) if rule.upright]
    for one, level in enumerate(rules):
        if level.upright:
            continue
        for two in upright:
            if _meet(level, rules[two]):
                parent[root(one)] = root(two)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for at, rule in enumerate(rules):
        groups[root(at)].append(rule)
    return list(groups.values())


def _meet(level: Rule, upright: Rule) -> bool:
    across = level.first - _NEAR <= upright.at <= level.last + _NEAR
    return across and upright.first - _NEAR <= level.at <= upright.last + _NEAR


def _table(rules: Sequence[Rule]) -> Ruled | None:
    level = [rule for rule in rules if not rule.upright]
    upright = [rule for rule in rules if rule.upright]
    if not level or not upright:
        return None
    xs = _places([rule.at for rule in upright] + [end for rule in level for end in (rule.first, rule.last)])
    ys = _places([rule.at for rule in level] + [end for rule in upright for end in (rule.first, rule.last)])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    wide, high = len(xs) - 1, len(ys) - 1
    right = [[_covered(upright, xs[x + 1], (ys[y] + ys[y + 1]) / 2) for x in range(wide)] for y in range(high)]
    below = [[_covered(level, ys[y + 1], (xs[x] + xs[x + 1]) / 2) for x in range(wide)] for y in range(high)]
    boxes: list[Box] = []
    taken: set[tuple[int, int]] = set()
    for y in range(high):
        for x in range(wide):
            if (y, x) in taken:
                continue
            columns = next(n for n in range(1, wide - x + 1) if x + n == wide or right[y][x + n - 1])
            rows = next(n for n in range(1, high - y + 1) if y + n == high or below[y + n - 1][x])
            columns = min(columns, next((n for n in range(columns) if (y, x + n) in taken), columns))
            taken |= {(y + i, x + j) for i in range(rows) for j in range(columns)}
            boxes.append(Box(xs[x], xs[x + columns], ys[y], ys[y + rows], y, x, rows, columns))
    closed = any(abs(rule.at - ys[-1]) <= _NEAR for rule in level)
    return Ruled(tuple(boxes), tuple(xs), open_below=not closed)


def _places(found: Iterable[float]) -> list[float]:
    places: list[float] = []
    for at in sorted(found):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    return places


def _covered(rules: Iterable[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.first <= middle <= rule.last for rule in rules)
