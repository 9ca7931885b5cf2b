"""Whose each amount of a table is: of what its row names, of what stands above, of nobody; or it has to be asked."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.reading.tables.columns import Column, Role
from knowledge.reading.tables.doubles import listed_again, parents, plain_sums, sums_by_name
from knowledge.reading.tables.figures import Figures, figures, placed_slot
from knowledge.reading.tables.groups import give, merged
from knowledge.reading.tables.items import items, one_path_each
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.owned import Owners
from knowledge.reading.tables.repeats import Repeats
from knowledge.reading.tables.rows import Placed, SortedRows

__all__ = ["Owners", "owners"]


def owners(layout: Layout, rows: SortedRows, repeats: Repeats | None) -> Owners:
    """Whose the amounts of the placed rows are. With `repeats` told, what repeats counts once, or on each row."""
    slots = [placed_slot(each, layout) for each in rows.placed]
    placed = one_path_each(rows.placed, slots)
    cells, second, oddities = figures(layout, placed)
    found_items = items(layout, rows.names, placed, slots, cells, repeats)
    owned = Owners(placed, found_items.keys, findings=[*oddities, *found_items.findings], asked=found_items.asked)
    columns = layout.of_role(Role.AMOUNT)
    merged(placed, slots, columns, owned)
    _note_unread(placed, columns, cells, owned)
    for at, column in found_items.again:
        owned.told.add((at, column))
        del cells[at][column]
    listed_again(placed, cells, owned, repeats)
    sums_by_name(placed, cells, owned)
    give(layout, slots, cells, owned, repeats)
    for each in second:
        owned.figures[owned.keys[each.row]].append(each)
    parents(placed, owned, repeats)
    plain_sums(placed, owned, repeats)
    return owned


def _note_unread(placed: Sequence[Placed], columns: Sequence[Column], cells: Figures, owned: Owners) -> None:
    """Cells that are no amount or nobody's: findings of theirs have been made."""
    for at in range(len(placed)):
        owned.told.update((at, column.at) for column in columns if column.at not in cells[at])
