"""T1: what is odd about a table as a whole. What is odd about one row is noted where it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from statistics import median

from knowledge.language import money
from knowledge.language.phrases import say
from knowledge.model import Entry, Finding
from knowledge.reading.tables.cells import Number, number
from knowledge.reading.tables.columns import Column, Role, folded
from knowledge.reading.tables.figures import slot
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.owners import Owners
from knowledge.reading.tables.rows import SortedRows
from knowledge.reading.tables.units import is_note

USUAL = (50_000, 500_000_000)
"""Yen between which the middle project of a municipality's list lies."""
FAR_APART = 300
"""Times that the middle of one column is of another's, from which one of their units is doubted."""
ENOUGH = 5
"""Amounts from which a middle says something."""
_OFFICES = ("部", "局", "課", "委員会")
_ROUNDED = 3
"""Sums of printed sums may be rounded by this much of the last digit."""
_SHOWN = 3
"""Rows that a finding about several names."""


def of_rows(layout: Layout, rows: SortedRows, owned: Owners) -> tuple[Finding, ...]:
    """About rows that are no projects, and about columns."""
    return (
        *_nameless(rows),
        *_left_to_others(rows),
        *_totals(layout, rows, owned),
        *_doubtful_units(layout, owned),
        *_left_out(layout, rows),
        *_undated(layout),
    )


def of_entries(entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """About names."""
    return (*_departments(entries), *_same_names(entries))


def outside(sheet: Sheet, layout: Layout, rows: SortedRows) -> Iterator[Finding]:
    """T127: money outside the table, above its headings or in notes. It is not counted."""
    above = [row for row in sheet.rows if row.lines[1] < layout.headings[0]]
    told = [row for row in (*above, *rows.notes) if any(money_in(cell) for cell in row.cells)]
    if told:
        yield Finding("T127", told[0].lines[0], say("finding_t127", "ja", count=len(told), lines=_lines(told)))


def money_in(cell: str) -> bool:
    """Whether a cell speaks of an amount with its unit, 1人3万円, and not of the unit alone."""
    return "円" in cell and any(found.raw.endswith("円") for found in money.find(cell)) and not is_note(cell)


def _lines(rows: Sequence[Row]) -> str:
    more = "…" if len(rows) > _SHOWN else ""
    return "、".join(str(row.lines[0]) for row in rows[:_SHOWN]) + more


def _nameless(rows: SortedRows) -> Iterator[Finding]:
    """T105: money on a row without a name; it is not counted. T111: names that are left to the row above."""
    for row in rows.nameless:
        yield Finding("T105", row.lines[0], say("finding_t105", "ja", level=rows.names[-1]))
    if rows.completed:
        yield Finding("T111", None, say("finding_t111", "ja", count=rows.completed))


def _left_to_others(rows: SortedRows) -> Iterator[Finding]:
    """T117: another table further down. T125: what is counted elsewhere. T126: lines that head the rows below them."""
    for code, found in (("T117", rows.rest), ("T125", rows.again), ("T126", rows.groups)):
        if found:
            said = say(f"finding_{code.lower()}", "ja", count=len(found), lines=_lines(found))
            yield Finding(code, found[0].lines[0], said)


def _totals(layout: Layout, rows: SortedRows, owned: Owners) -> Iterator[Finding]:
    """T106: a printed sum that is not what its rows come to. T107: sums are not counted."""
    if rows.totals:
        yield Finding("T107", rows.totals[0][0].lines[0], say("finding_t107", "ja", count=len(rows.totals)))
    ends = sorted({0, len(rows.placed), *(end for _, end in rows.totals)})
    for column in layout.of_role(Role.AMOUNT):
        for row, end in rows.totals:
            counted = owned.counted(column.at, slot(row, layout)[0])
            values = [counted.get(at, Decimal(0)) for at in range(len(rows.placed))]
            sums = [Decimal(0), *accumulate(values)]
            found = number(row.cell(column.at))
            unit = found.unit or column.unit if found else None
            if found is None or unit is None:
                continue
            stated = found.yen(unit)
            possible = [sums[end] - sums[start] for start in reversed(ends) if start < end]
            possible += [sums[other] - sums[end] for other in ends if other > end] + [sums[-1]]
            allowed = max(_ROUNDED, len(values) // _ROUNDED) * Number(Decimal(1), None, "").yen(unit)
            if min(abs(total - stated) for total in possible) > min(allowed, max(abs(stated) / 100, allowed / 10)):
                sum_of = money.thousands(int(possible[-1] if end == len(values) else possible[0]))
                said = {"place": column.place, "stated": money.thousands(int(stated)), "found": sum_of}
                yield Finding("T106", row.lines[0], say("finding_t106", "ja", **said))


def _doubtful_units(layout: Layout, owned: Owners) -> Iterator[Finding]:
    """T114: amounts that look as if they counted in another unit."""
    middles: list[tuple[Column, Decimal]] = []
    for column in layout.of_role(Role.AMOUNT):
        own = (each for figures in owned.figures.values() for each in figures if each.column == column)
        amounts = [abs(each.yen) for each in own if each.yen]
        if len(amounts) >= ENOUGH:
            middles.append((column, Decimal(median(amounts))))
    for column, middle in middles:
        others = [other for each, other in middles if each is not column]
        apart = bool(others) and not 1 / Decimal(FAR_APART) < middle / Decimal(median(others)) < FAR_APART
        if not USUAL[0] <= middle <= USUAL[1] or apart:
            unit = column.unit or say("layout_unit_in_cells", "ja")
            said = say("finding_t114", "ja", place=column.place, middle=money.spoken(int(middle)), unit=unit)
            yield Finding("T114", None, said)


def _left_out(layout: Layout, rows: SortedRows) -> Iterator[Finding]:
    """T115: columns of numbers or of money that are not read. T130: money without a unit, beside columns with one."""
    for column in layout.of_role(Role.UNREAD):
        cells = (each.row.cell(column.at) for each in rows.placed)
        if column.kind:
            yield Finding("T130", None, say("finding_t130", "ja", place=column.place))
        elif any(number(cell) is not None or money_in(cell) for cell in cells):
            yield Finding("T115", None, say("finding_t115", "ja", place=column.place))


def _undated(layout: Layout) -> Iterator[Finding]:
    """T124: money whose column names no year: it is taken for the table's own, or has none."""
    undated = [each for each in layout.of_role(Role.AMOUNT) if each.fiscal_year is None]
    if undated and not layout.of_role(Role.YEAR):
        names = "、".join(each.place for each in undated[:_SHOWN])
        key = "finding_t124" if layout.year else "finding_t124_none"
        yield Finding("T124", None, say(key, "ja", columns=names, year=layout.year))


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
