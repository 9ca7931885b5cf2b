"""Rows that may be other rows once more: a second list of the same projects, sums without the word, parents beside
their parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from knowledge.language.phrases import say
from knowledge.model import Finding
from knowledge.reading.tables.columns import folded
from knowledge.reading.tables.figures import Figure, Figures
from knowledge.reading.tables.items import Key
from knowledge.reading.tables.owned import Owners, above
from knowledge.reading.tables.repeats import TELLING, Repeats, Slot, digits, sums_of_others
from knowledge.reading.tables.rows import Placed
from knowledge.reading.tables.tiers import is_within

_ROUNDED = 3
"""Sums of printed amounts may be off by this much of the last digit, or by half of it for each amount."""
_LEAST, _SHARE = 2, 3
"""So many projects listed again, and one in so many, make a table that lists them twice."""


def listed_again(placed: Sequence[Placed], cells: Figures, owned: Owners, repeats: Repeats | None) -> None:
    """T132: projects of one name and one amount under different heads. Where they are a good part of the table, it may
    list all of them again in another order, and it has to be asked."""
    seen: dict[tuple[object, ...], int] = {}
    again: list[int] = []
    for at, own in enumerate(cells):
        printed = tuple((column, figure.slot, figure.yen) for column, figure in sorted(own.items()))
        if any(digits(figure.yen) >= TELLING for figure in own.values()):
            first = seen.setdefault((folded(placed[at].title), *printed), at)
            again += [at] if first != at and owned.keys[first][:-1] != owned.keys[at][:-1] else []
    if not again:
        return
    many = len(again) >= _LEAST and len(again) * _SHARE >= sum(map(bool, cells))
    if not many or repeats == "each":
        said = {"count": len(again), "title": placed[again[0]].title}
        owned.findings.append(Finding("T132", placed[again[0]].row.lines[0], say("finding_t132", "ja", **said)))
        return
    if repeats is None:
        owned.asked.append(placed[again[0]].title)
    for at in again:
        owned.told.update((at, column) for column in cells[at])
        cells[at] = {}


def sums_by_name(placed: Sequence[Placed], cells: Figures, owned: Owners) -> None:
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


def parents(placed: Sequence[Placed], owned: Owners, repeats: Repeats | None) -> None:
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
            if (parent := above(key, having)) is not None:
                below[parent] += own
        for key, parts in below.items():
            for figure in having[key]:
                yield key, figure, parts


def plain_sums(placed: Sequence[Placed], owned: Owners, repeats: Repeats | None) -> None:
    """Rows that are the sum of the rows around them, with nothing else to say so: a parent in a plain list."""
    parents_of = {key[:depth] for key in owned.figures for depth in range(1, len(key))}
    leaves = [key for key in dict.fromkeys(owned.keys) if key in owned.figures and key not in parents_of]
    told = list(dict.fromkeys((each.column.at, each.slot) for own in owned.figures.values() for each in own))
    by_what = [{(each.column.at, each.slot): each.yen for each in owned.figures[key]} for key in leaves]
    rows = [tuple(own.get(what) for what in told) for own in by_what]
    for place in sums_of_others(rows, [key[:-1] for key in leaves]):
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
