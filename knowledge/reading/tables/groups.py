"""Amounts of groups: in cells merged over their rows, or printed again on each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.language.phrases import say
from knowledge.model import Finding
from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import Column, Role
from knowledge.reading.tables.figures import Figures, figure_of
from knowledge.reading.tables.items import Key
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.owned import Owners, common
from knowledge.reading.tables.repeats import Groups, Repeats, Slot, are_all_constant, are_mostly_constant, by_group
from knowledge.reading.tables.rows import Placed


def merged(placed: Sequence[Placed], slots: Sequence[Slot], columns: Sequence[Column], owned: Owners) -> None:
    """A cell over all rows of one item or one group is that one's. T109: over others it is nobody's."""
    areas: dict[tuple[Column, int], list[int]] = defaultdict(list)
    for at, each in enumerate(placed):
        for column in columns:
            if (area := each.row.shared.get(column.at)) is not None:
                areas[column, area].append(at)
    for (column, _), rows in areas.items():
        cell = placed[rows[0]].row.cell(column.at)
        figure = figure_of(rows[0], cell, column, slots[rows[0]])
        shared = common([owned.keys[at] for at in rows])
        whole = [at for at, key in enumerate(owned.keys) if key[: len(shared)] == shared]
        if figure and shared and whole == rows and len({slots[at] for at in rows}) == 1:
            owned.figures[shared].append(figure)
        elif not is_blank(cell):
            for at in rows:
                said = say("finding_t109", "ja", title=placed[at].title, place=column.place, cell=cell)
                owned.findings.append(Finding("T109", placed[at].row.lines[0], said))


def give(layout: Layout, slots: Sequence[Slot], cells: Figures, owned: Owners, repeats: Repeats | None) -> None:
    """Gives each amount to what its row names, or once to the group on whose rows it is printed again and again."""
    deepest = max(map(len, owned.keys), default=0)
    parents = {key[:depth] for key in owned.keys for depth in range(1, len(key))}
    for column in layout.of_role(Role.AMOUNT):
        amounts = [
            own[column.at].yen if column.at in own and key not in parents else None
            for key, own in zip(owned.keys, cells, strict=True)
        ]
        levels = [by_group(owned.keys, slots, amounts, depth) for depth in range(1, deepest)]
        depth = next((at for at, groups in enumerate(levels) if are_mostly_constant(groups)), None)
        if depth is None or repeats == "each":
            for at, own in enumerate(cells):
                if column.at in own:
                    owned.figures[owned.keys[at]].append(own[column.at])
            continue
        groups = levels[depth]
        others = _other_money(column, layout, owned.placed, cells)
        details = [by_group(owned.keys, slots, each, depth + 1) for each in others]
        clear = are_all_constant(groups) and any(_vary(each) for each in details)
        if repeats == "once" or clear or any(_adds_up_to(groups, each) for each in details):
            said = say("finding_t120", "ja", place=column.place)
            owned.findings.append(Finding("T120", None, said))
        else:
            owned.asked.append(column.place)
        _give_once(column, groups, depth + 1, cells, slots, owned)


def _other_money(
    column: Column, layout: Layout, placed: Sequence[Placed], cells: Figures
) -> Iterator[list[Decimal | None]]:
    """The amounts of the columns with another kind of money; of one without a unit, its bare numbers."""
    for each in layout.columns:
        if each.role is Role.AMOUNT and each.kind != column.kind:
            yield [own[each.at].yen if each.at in own else None for own in cells]
        elif each.role is Role.UNREAD and each.kind:
            numbers = [number(row.row.cell(each.at)) for row in placed]
            yield [found.value if found else None for found in numbers]


def _vary(groups: Groups) -> bool:
    return any(len(set(amounts)) > 1 for amounts in groups.values())


def _adds_up_to(groups: Groups, parts: Groups) -> bool:
    """Whether what is the same on all rows of a group is the sum of another amount on them, in every group."""
    several = [group for group, amounts in groups.items() if len(amounts) > 1 and any(amounts)]
    return bool(several) and all({sum(parts.get(group, ()), Decimal(0))} == set(groups[group]) for group in several)


def _give_once(
    column: Column, groups: Groups, depth: int, cells: Figures, slots: Sequence[Slot], owned: Owners
) -> None:
    """Gives a group what is the same on all of its rows, and to each row what is not; the lowest group that has it."""
    constant = {group for group, amounts in groups.items() if len(set(amounts)) == 1}
    several: dict[tuple[Key, Slot], list[Key]] = defaultdict(list)
    for key, slot_, own in zip(owned.keys, slots, cells, strict=True):
        if column.at in own and len(groups.get((key[:depth], slot_), ())) > 1 and (key[:depth], slot_) in constant:
            several[key[:depth], slot_].append(key)
    lowest = min((len(common(keys)) for keys in several.values()), default=depth)
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
