"""Whose each amount of a table is: of what its row names, of what stands above, of nobody; or it has to be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from knowledge.language.phrases import say
from knowledge.model import Finding
from knowledge.reading.tables.cells import number
from knowledge.reading.tables.columns import Column, Role
from knowledge.reading.tables.figures import Figure, Figures, Slot, figure_of, figures, slot
from knowledge.reading.tables.items import Key, items, one_path_each
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.repeats import (
    Repeats,
    are_all_constant,
    are_mostly_constant,
    by_group,
    sums_of_others,
)
from knowledge.reading.tables.rows import Placed, SortedRows
from knowledge.reading.tables.tiers import is_within

_ROUNDED = 3
"""Sums of printed amounts may be off by this much of the last digit, or by half of it for each amount."""


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
                for each in own if _above(key, having) is None else ():
                    rows[each.row] += each.yen
        return rows

    def total(self, column: int, year: int | None = None) -> Decimal:
        """What a column comes to, with nothing counted inside of what stands above it."""
        return sum(self.counted(column, year).values(), Decimal(0))


def owners(layout: Layout, rows: SortedRows, repeats: Repeats | None) -> Owners:
    """Whose the amounts of the placed rows are. With `repeats` told, what repeats counts once, or on each row."""
    slots = [slot(each.row, layout) for each in rows.placed]
    placed = one_path_each(rows.placed, slots)
    cells, oddities = figures(layout, placed)
    found_items = items(layout, rows.names, placed, slots, cells, repeats)
    owned = Owners(placed, found_items.keys, findings=[*oddities, *found_items.findings], asked=found_items.asked)
    columns = layout.of_role(Role.AMOUNT)
    _merged(placed, slots, columns, cells, owned)
    _note_unread(placed, columns, cells, owned)
    for at, column in found_items.again:
        owned.told.add((at, column))
        del cells[at][column]
    _sums_by_name(placed, cells, owned)
    _give(layout, slots, cells, owned, repeats)
    _parents(placed, owned, repeats)
    _plain_sums(placed, owned, repeats)
    return owned


def _note_unread(placed: Sequence[Placed], columns: Sequence[Column], cells: Figures, owned: Owners) -> None:
    """Cells that are no amount or nobody's: findings of theirs have been made."""
    for at in range(len(placed)):
        owned.told.update((at, column.at) for column in columns if column.at not in cells[at])


def _merged(
    placed: Sequence[Placed], slots: Sequence[Slot], columns: Sequence[Column], cells: Figures, owned: Owners
) -> None:
    """A cell over all rows of one item or one group is that one's. T109: over others it is nobody's."""
    areas: dict[tuple[Column, int], list[int]] = defaultdict(list)
    for at, each in enumerate(placed):
        for column in columns:
            if (area := each.row.shared.get(column.at)) is not None:
                areas[column, area].append(at)
    for (column, _), rows in areas.items():
        cell = placed[rows[0]].row.cell(column.at)
        figure = figure_of(rows[0], cell, column, slots[rows[0]])
        shared = _common([owned.keys[at] for at in rows])
        whole = [at for at, key in enumerate(owned.keys) if key[: len(shared)] == shared]
        for at in rows:
            cells[at].pop(column.at, None)
        if figure and shared and whole == rows:
            owned.figures[shared].append(figure)
        elif figure:
            for at in rows:
                said = say("finding_t109", "ja", title=placed[at].title, place=column.place, cell=cell)
                owned.findings.append(Finding("T109", placed[at].row.lines[0], said))


def _common(keys: Sequence[Key]) -> Key:
    """What the keys begin with in common."""
    shared = keys[0]
    for key in keys[1:]:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(shared, key, strict=False))
        shared = tuple(one for one, _ in alike)
    return shared


def _sums_by_name(placed: Sequence[Placed], cells: Figures, owned: Owners) -> None:
    """T107: a row called 計 that is the sum of the rows right above it or below it is none of them."""
    for at, each in enumerate(placed):
        if not each.title.endswith("計") or not cells[at]:
            continue
        own = tuple((column, figure.yen) for column, figure in sorted(cells[at].items()))
        if any(
            _adds_up(own, [cells[row] for row in order])
            for order in (range(at - 1, -1, -1), range(at + 1, len(placed)))
        ):
            cells[at] = {}
            owned.totals.add(at)
            owned.findings.append(Finding("T107", each.row.lines[0], say("finding_t107", "ja", count=1)))
        else:
            said = say("finding_t119", "ja", title=each.title)
            owned.findings.append(Finding("T119", each.row.lines[0], said))


def _adds_up(own: tuple[tuple[int, Decimal], ...], others: Sequence[dict[int, Figure]]) -> bool:
    sums = {column: Decimal(0) for column, _ in own}
    for other in others:
        for column in sums:
            sums[column] += other[column].yen if column in other else 0
        if all(sums[column] == yen for column, yen in own):
            return True
    return False


def _give(layout: Layout, slots: Sequence[Slot], cells: Figures, owned: Owners, repeats: Repeats | None) -> None:
    """Gives each amount to what its row names, or once to the group on whose rows it is printed again and again."""
    deepest = max(map(len, owned.keys), default=0)
    above = {key[:depth] for key in owned.keys for depth in range(1, len(key))}
    for column in layout.of_role(Role.AMOUNT):
        amounts = [
            own[column.at].yen if column.at in own and key not in above else None
            for key, own in zip(owned.keys, cells, strict=True)
        ]
        levels = [by_group(owned.keys, slots, amounts, depth) for depth in range(1, deepest)]
        depth = next((at for at, groups in enumerate(levels) if are_mostly_constant(groups)), None)
        if depth is None or repeats == "each":
            for at, own in enumerate(cells):
                if column.at in own:
                    owned.figures[owned.keys[at]].append(own[column.at])
            continue
        details = [by_group(owned.keys, slots, each, depth + 1) for each in _other_money(column, layout, owned.placed)]
        if repeats == "once" or (are_all_constant(levels[depth]) and any(_vary(groups) for groups in details)):
            said = say("finding_t120", "ja", place=column.place)
            owned.findings.append(Finding("T120", None, said))
        else:
            owned.asked.append(column.place)
        _give_once(column, levels[depth], depth + 1, cells, slots, owned)


def _other_money(column: Column, layout: Layout, placed: Sequence[Placed]) -> Iterator[list[Decimal | None]]:
    """The figures of the columns with another kind of money, whatever their units."""
    for each in layout.columns:
        if each.kind not in (None, column.kind):
            cells = [number(row.row.cell(each.at)) for row in placed]
            yield [found.value if found else None for found in cells]


def _vary(groups: dict[tuple[Key, Slot], list[Decimal]]) -> bool:
    return any(len(set(amounts)) > 1 for amounts in groups.values())


def _give_once(
    column: Column,
    groups: dict[tuple[Key, Slot], list[Decimal]],
    depth: int,
    cells: Figures,
    slots: Sequence[Slot],
    owned: Owners,
) -> None:
    """Gives a group what is the same on all of its rows, and to each row what is not; the lowest group that has it."""
    constant = {group for group, amounts in groups.items() if len(set(amounts)) == 1}
    several = [
        [
            owned.keys[at]
            for at, key in enumerate(owned.keys)
            if (key[:depth], slots[at]) == group and column.at in cells[at]
        ]
        for group in constant
        if len(groups[group]) > 1
    ]
    lowest = min((len(_common(keys)) for keys in several), default=depth)
    given: set[tuple[Key, Slot]] = set()
    for at, own in enumerate(cells):
        key = owned.keys[at]
        if column.at not in own:
            continue
        if (key[:depth], slots[at]) in constant:
            key = key[:lowest]
            if (key, slots[at]) in given:
                owned.told.add((at, column.at))
                continue
            given.add((key, slots[at]))
        owned.figures[key].append(own[column.at])


def _parents(placed: Sequence[Placed], owned: Owners, repeats: Repeats | None) -> None:
    """Compares what is printed of a group with what is printed of its parts. Where they differ, it has to be asked."""
    for key, figure, parts in list(_with_parts(owned)):
        allowed = max(_ROUNDED, len(parts) // 2 + 1) * figure.unit
        below = sum((part.yen for part in parts), Decimal(0))
        within = all(is_within(placed[part.row].title) for part in parts) and below <= figure.yen
        if abs(below - figure.yen) <= allowed or within:
            continue
        title, row = placed[figure.row].title, placed[figure.row].row
        if repeats == "each" and owned.keys[figure.row] == key:
            owned.figures[key].remove(figure)
            own = (*key, f"={title} row {row.lines[0]}")
            owned.keys[figure.row] = own
            owned.figures[own].append(figure)
        elif repeats == "once":
            said = say("finding_t121", "ja", title=title, place=figure.column.place)
            owned.findings.append(Finding("T121", row.lines[0], said))
        else:
            owned.asked.append(title)


def _with_parts(owned: Owners) -> Iterator[tuple[Key, Figure, list[Figure]]]:
    """Each amount that has amounts of its column, year and kind below it, with those right below it."""
    by_what: dict[tuple[int, Slot], dict[Key, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for key, own in owned.figures.items():
        for figure in own:
            by_what[figure.column.at, figure.slot][key].append(figure)
    for having in by_what.values():
        below: dict[Key, list[Figure]] = defaultdict(list)
        for key, own in having.items():
            if (above := _above(key, having)) is not None:
                below[above] += own
        for key, parts in below.items():
            for figure in having[key]:
                yield key, figure, parts


def _above(key: Key, having: Collection[Key]) -> Key | None:
    """The nearest key above one that is among others."""
    return next((key[:depth] for depth in range(len(key) - 1, 0, -1) if key[:depth] in having), None)


def _plain_sums(placed: Sequence[Placed], owned: Owners, repeats: Repeats | None) -> None:
    """Rows that are the sum of the rows around them, with nothing else to say so: a parent in a plain list."""
    above = {key[:depth] for key in owned.figures for depth in range(1, len(key))}
    leaves = [key for key in dict.fromkeys(owned.keys) if key in owned.figures and key not in above]
    told = list(dict.fromkeys((each.column.at, each.slot) for own in owned.figures.values() for each in own))
    by_what = [{(each.column.at, each.slot): each.yen for each in owned.figures[key]} for key in leaves]
    rows = [tuple(own.get(what) for what in told) for own in by_what]
    for place in sums_of_others(rows):
        key = leaves[place]
        at = owned.keys.index(key)
        if repeats == "each":
            continue
        if repeats is None:
            owned.asked.append(placed[at].title)
        del owned.figures[key]
        owned.totals.update(row for row, own in enumerate(owned.keys) if own == key)
        said = say("finding_t107", "ja", count=1)
        owned.findings.append(Finding("T107", placed[at].row.lines[0], said))
