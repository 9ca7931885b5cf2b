"""T1: what is odd about a table as a whole. What is odd about one row is noted where it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from knowledge.language import money
from knowledge.language.money import Unit
from knowledge.language.phrases import say
from knowledge.model import Entry, Finding
from knowledge.reading.tables.cells import Number, number
from knowledge.reading.tables.columns import Column, Role
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.rows import SortedRows, folded

USUAL = (50_000, 500_000_000)
"""Yen between which the middle project of a municipality's list lies."""
FAR_APART = 300
"""Times that the middle of one column is of another's, from which one of their units is doubted."""
ENOUGH = 5
"""Amounts from which a middle says something."""
_OFFICES = ("部", "局", "課", "委員会")
_ROUNDED = 3
"""Sums of printed sums may be rounded by this much of the last digit."""


def of_rows(layout: Layout, rows: SortedRows) -> tuple[Finding, ...]:
    """About rows that are no projects, and about columns."""
    return (
        *_nameless(layout, rows),
        *_totals(layout, rows),
        *_doubtful_units(layout, rows),
        *_left_out(layout, rows),
    )


def of_entries(entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """About names."""
    return (*_departments(entries), *_same_names(entries))


def _nameless(layout: Layout, rows: SortedRows) -> Iterator[Finding]:
    """T105: money on a row without a project; it is not counted. T111: names that are left to the row above."""
    level = layout.levels[-1].name
    for row in rows.nameless:
        yield Finding("T105", row.lines[0], say("finding_t105", "ja", level=level))
    if rows.completed:
        yield Finding("T111", None, say("finding_t111", "ja", count=rows.completed))


def _totals(layout: Layout, rows: SortedRows) -> Iterator[Finding]:
    """T106: a printed sum that is not what its rows come to. T107: sums are not counted."""
    if rows.totals:
        yield Finding("T107", rows.totals[0][0].lines[0], say("finding_t107", "ja", count=len(rows.totals)))
    for column in layout.of_role(Role.AMOUNT):
        values = [_yen(row, column) for row in rows.projects]
        sums = {end: sum(values[:end]) for _, end in rows.totals}
        starts = sorted({0, *sums})
        for row, end in rows.totals:
            found = number(row.cell(column.at))
            if found is None or (found.unit or column.unit) is None:
                continue
            stated = found.yen(found.unit or column.unit or "円")
            possible = [sum(values[start:end]) for start in starts if start < end] or [Decimal(0)]
            allowed = _ROUNDED * Number(Decimal(1), None, "").yen(found.unit or column.unit or "円")
            nearest = min(possible, key=lambda total: abs(total - stated))
            if abs(nearest - stated) > allowed:
                said = say(
                    "finding_t106",
                    "ja",
                    place=f"{column.letter} {column.heading}",
                    stated=money.thousands(int(stated)),
                    found=money.thousands(int(possible[0])),
                )
                yield Finding("T106", row.lines[0], said)


def _yen(row: Row, column: Column) -> Decimal:
    found = number(row.cell(column.at))
    if found is None or column.at in row.shared or (found.unit or column.unit) is None:
        return Decimal(0)
    return found.yen(found.unit or column.unit or "円")


def _doubtful_units(layout: Layout, rows: SortedRows) -> Iterator[Finding]:
    """T114: amounts that look as if they counted in another unit."""
    middles: list[tuple[Column, Decimal]] = []
    for column in layout.of_role(Role.AMOUNT):
        amounts = [abs(yen) for row in rows.projects if (yen := _yen(row, column))]
        if len(amounts) >= ENOUGH:
            middles.append((column, Decimal(median(amounts))))
    for column, middle in middles:
        others = [other for each, other in middles if each is not column]
        apart = bool(others) and not 1 / Decimal(FAR_APART) < middle / Decimal(median(others)) < FAR_APART
        if not USUAL[0] <= middle <= USUAL[1] or apart:
            said = say(
                "finding_t114",
                "ja",
                place=f"{column.letter} {column.heading}",
                middle=money.spoken(int(middle)),
                unit=_name(column.unit),
            )
            yield Finding("T114", None, said)


def _name(unit: Unit | None) -> str:
    return unit or say("layout_unit_in_cells", "ja")


def _left_out(layout: Layout, rows: SortedRows) -> Iterator[Finding]:
    """T115: columns of numbers that are not read."""
    for column in layout.of_role(Role.UNREAD):
        if any(number(row.cell(column.at)) is not None for row in rows.projects):
            yield Finding("T115", None, say("finding_t115", "ja", place=f"{column.letter} {column.heading}".strip()))


def _departments(entries: Sequence[Entry]) -> Iterator[Finding]:
    """T104: departments whose names differ only in spaces, or by a part that one of them leaves out."""
    spelled: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        if entry.department:
            spelled[folded(entry.department)].setdefault(entry.department, entry)
    for spellings in spelled.values():
        first, *others = spellings
        for other in others:
            said = say("finding_t104", "ja", department=first, other=other)
            yield Finding("T104", spellings[other].lines[0], said)
    for name, spellings in spelled.items():
        near = [other for other in spelled if len(other) > len(name) > 3 and _leaves_out(name, other)]
        for other in near:
            entry = next(iter(spellings.values()))
            full = next(iter(spelled[other]))
            yield Finding(
                "T104", entry.lines[0], say("finding_t104_near", "ja", department=full, other=entry.department)
            )


def _leaves_out(short: str, full: str) -> bool:
    """Whether a name lacks nothing of the other but the office above, or the last character of it: 部."""
    same = next((at for at, pair in enumerate(zip(short, full, strict=False)) if pair[0] != pair[1]), len(short))
    missing = full[same : len(full) - len(short) + same]
    return same < len(short) and full.endswith(short[same:]) and missing.endswith(_OFFICES)


def _same_names(entries: Sequence[Entry]) -> Iterator[Finding]:
    """T116: one name under different numbers of the same level."""
    seen: dict[tuple[str, str, str | None], Entry] = {}
    for entry in entries:
        key = (entry.level, folded(entry.title), entry.parent)
        first = seen.setdefault(key, entry)
        if first is not entry and entry.code and first.code:
            said = say("finding_t116", "ja", title=entry.title, code=entry.code, other=first.code)
            yield Finding("T116", entry.lines[0], said)
