"""The amounts in the cells of a table's rows, each with its unit; what is no amount is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.language.brackets import is_enclosed
from knowledge.language.money import LARGEST
from knowledge.language.phrases import say
from knowledge.model import Finding
from knowledge.reading.status import ELSEWHERE
from knowledge.reading.tables.cells import Number, is_blank, number, two_numbers
from knowledge.reading.tables.columns import Column, Role, flow_of, is_money, kind_of, unit_of, years_of
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.repeats import Slot
from knowledge.reading.tables.rows import Placed

_BESIDE = 10_000
"""From here on are the places of amounts that stand in a cell beside its own."""
LONGEST_CELL = 60
"""Characters of a cell that a finding shows."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount as a row prints it."""

    row: int
    """The place of its row among those placed."""
    column: Column
    number: Number
    """With its unit."""
    yen: Decimal
    slot: Slot

    @property
    def unit(self) -> Decimal:
        """The yen that one of its number counts for."""
        return Number(Decimal(1), self.number.unit, "").yen("円")


Figures = list[dict[int, Figure]]
"""For each placed row its amounts by the place of their column."""


def slot(row: Row, layout: Layout) -> Slot:
    """The year, the kind of money and its direction in a row's own columns."""
    flow = next((flow_of(row.cell(each.at)) for each in layout.of_role(Role.FLOW)), None)
    kind = next((row.cell(each.at) for each in layout.of_role(Role.KIND)), None)
    for column in layout.of_role(Role.YEAR):
        cell = row.cell(column.at)
        years = years_of(cell) or years_of(f"{cell}年度", layout.year)
        return (years[0] if len(years) == 1 else None), kind, flow
    return None, kind, flow


def placed_slot(placed: Placed, layout: Layout) -> Slot:
    """What a row tells of its money, by its own columns or by a line above it that says 歳入 or 歳出."""
    year, kind, flow = slot(placed.row, layout)
    above = (flow_of(step.title) for step in placed.path if step is not None)
    return year, kind, flow or next(filter(None, above), None)


def figures(layout: Layout, placed: Sequence[Placed]) -> tuple[Figures, tuple[Figure, ...], tuple[Finding, ...]]:
    """The amounts of every placed row; those that stand in the same cell, of another year; and what is odd about their
    cells. T129: figures that are no money."""
    found: Figures = []
    second: list[Figure] = []
    findings: list[Finding] = []
    explained = _explained(layout, placed)
    others: Counter[str] = Counter()
    for at, each in enumerate(placed):
        cells = {}
        told = placed_slot(each, layout)
        kind = told[1]
        for column in layout.of_role(Role.AMOUNT):
            cell = each.row.cell(column.at)
            if is_blank(cell) or column.at in each.row.shared:  # whose that is, is told by the rows that share it
                continue
            if kind is not None and not is_money(kind):
                others[kind] += number(cell) is not None
                continue
            figure = figure_of(at, cell, column, told)
            if figure is None and (both := _both(at, cell, column, told)):
                figure, other = both
                second.append(other)
            elif figure is None and (elsewhere := _elsewhere(at, cell, column, told, each)):
                second.append(elsewhere)
                continue
            if figure or (column.at, _item(each, layout)) not in explained:
                findings += _oddities(each, column, cell, figure)
            if figure is not None:
                cells[column.at] = figure
        found.append(cells)
    kinds = [each for each in others if others[each]]
    for column in layout.of_role(Role.KIND) if kinds else ():
        said = say("finding_t129", "ja", place=column.place, count=others.total(), kind=kinds[0])
        findings.append(Finding("T129", None, said))
    return found, tuple(second), tuple(findings)


def _item(placed: Placed, layout: Layout) -> int | None:
    """The area of the name that a row shares with others."""
    return placed.row.shared.get(layout.levels[-1].title)


def _explained(layout: Layout, placed: Sequence[Placed]) -> set[tuple[int, int | None]]:
    """The columns of an item over several rows that hold its amount on one of them: what stands above or below that
    is no amount that could not be read."""
    return {
        (column.at, area)
        for each in placed
        if (area := _item(each, layout)) is not None
        for column in layout.of_role(Role.AMOUNT)
        if number(each.row.cell(column.at)) is not None
    }


def _both(row: int, cell: str, column: Column, told: Slot) -> tuple[Figure, Figure] | None:
    """The two amounts of a cell: 489,300 (R6補正) 128,700."""
    both = two_numbers(cell)
    years = years_of(both[1]) if both else ()
    if both is None or len(years) != 1 or column.unit is None:
        return None
    beside = replace(column, at=_BESIDE + column.at, fiscal_year=years[0], kind=kind_of(both[1]) or column.kind)
    one, two = (
        Figure(row, each, Number(found.value, found.unit or column.unit, found.raw), found.yen(column.unit), told)
        for each, found in ((column, both[0]), (beside, both[2]))
    )
    return one, two


def _elsewhere(row: int, cell: str, column: Column, told: Slot, placed: Placed) -> Figure | None:
    """The amount of a cell in brackets, (1,260), on a row that says 再掲: its own, and of a kind that no sum counts."""
    step = placed.path[placed.depth]
    if not is_enclosed(cell) or step is None or ELSEWHERE not in step.printed:
        return None
    beside = replace(column, at=_BESIDE + column.at, kind=f"{column.kind}({ELSEWHERE})")
    return figure_of(row, cell[1:-1], beside, told)


def figure_of(row: int, cell: str, column: Column, told: Slot) -> Figure | None:
    """The amount in a cell; None where it is none that can be counted."""
    found = number(cell)
    if found is None:
        return None
    unit = found.unit or next(iter(unit_of(told[1] or "")), None) or column.unit
    if unit is None or abs(found.yen(unit)) >= LARGEST:
        return None
    return Figure(row, column, Number(found.value, unit, found.raw), found.yen(unit), told)


def _oddities(placed: Placed, column: Column, cell: str, figure: Figure | None) -> Iterator[Finding]:
    """T102: a cell that is no amount. T108: decimals. T113: another unit than the column's."""
    line, said = placed.row.lines[0], {"title": placed.title, "place": column.place}
    if figure is None:
        shown = cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…"
        yield Finding("T102", line, say("finding_t102", "ja", cell=shown, **said))
        return
    unit = figure.number.unit
    if column.unit is not None and unit != column.unit:
        yield Finding("T113", line, say("finding_t113", "ja", cell=cell, unit=column.unit, **said))
    if figure.number.value != figure.number.value.to_integral_value():
        raw = figure.number.printed(unit or "円")
        yield Finding("T108", line, say("finding_t108", "ja", raw=raw, **said))
