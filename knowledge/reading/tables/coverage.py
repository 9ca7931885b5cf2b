"""What became of a table's rows, cells and amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge.reading.coverage import Coverage, Share
from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import Role
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.findings import money_in
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.owners import Owners
from knowledge.reading.tables.rows import SortedRows

_READ = (Role.CODE, Role.TITLE, Role.DEPARTMENT, Role.TEXT, Role.AMOUNT, Role.YEAR, Role.KIND)


def coverage(sheet: Sheet, layout: Layout, rows: SortedRows, owned: Owners) -> Coverage:
    """How much of a sheet is accounted for."""
    fates = Counter[str]()
    left: list[tuple[int, str]] = []
    for line, cell, fate in _fates(sheet, layout, rows, owned):
        fates[fate] += 1
        if fate == "left":
            left.append((line, cell))
    read = {each.at for each in layout.columns if each.role in _READ}
    cells = [at for each in rows.placed for at, cell in enumerate(each.row.cells) if cell]
    others = (*(row for row, _ in rows.totals), *rows.nameless, *rows.again, *rows.groups, *rows.notes)
    headings = [row for row in sheet.rows if row.lines[0] <= layout.headings[1]]
    known = min(len(rows.placed) + len(others) + len(headings), len(sheet.rows))
    return Coverage(
        lines=Share(known, len(sheet.rows)),
        cells=Share(sum(at in read for at in cells), len(cells)),
        amounts=fates["amount"],
        in_text=fates["text"],
        told=fates["told"],
        left=tuple(left),
    )


def _fates(sheet: Sheet, layout: Layout, rows: SortedRows, owned: Owners) -> Iterator[tuple[int, str, str]]:
    """Line, text and fate of every cell with money in it, or below a heading of money."""
    counted = {(each.row, each.column.at) for own in owned.figures.values() for each in own}
    told = owned.told | {(at, each.at) for at in owned.totals for each in layout.columns}
    placed = {each.row.lines: at for at, each in enumerate(rows.placed)}
    apart = {
        row.lines for row in (*(row for row, _ in rows.totals), *rows.nameless, *rows.again, *rows.notes, *rows.rest)
    }
    money = {each.at for each in layout.of_role(Role.AMOUNT)}
    unread = {each.at for each in layout.of_role(Role.UNREAD)}
    for row in sheet.rows:
        in_table = row.lines[0] > layout.headings[1]
        for at, cell in enumerate(row.cells):
            if is_blank(cell) or not ((at in money and in_table) or money_in(cell)):
                continue
            yield (
                row.lines[0],
                cell,
                _fate(row, at, placed.get(row.lines), counted, told, money, unread, in_table, apart),
            )


def _fate(
    row: Row,
    at: int,
    place: int | None,
    counted: set[tuple[int, int]],
    told: set[tuple[int, int]],
    money: set[int],
    unread: set[int],
    in_table: bool,
    apart: set[tuple[int, int]],
) -> str:
    if not in_table or row.lines in apart:
        return "told"
    if place is None:  # headings again, and lines that head others: no figure stands there
        return "left" if number(row.cell(at)) is not None else "told"
    if at in money:
        return "amount" if (place, at) in counted else "told" if (place, at) in told else "left"
    return "told" if at in unread else "text"
