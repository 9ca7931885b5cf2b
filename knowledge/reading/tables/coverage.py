"""What became of a table's rows, cells and amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.reading.coverage import Coverage, Share
from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import Role
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.findings import money_in
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.owners import Owners
from knowledge.reading.tables.rows import SortedRows

_READ = (Role.CODE, Role.TITLE, Role.DEPARTMENT, Role.TEXT, Role.AMOUNT, Role.YEAR, Role.KIND, Role.FLOW)


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
    account = _Account.of(layout, rows, owned)
    for row in sheet.rows:
        is_below = row.lines[0] > layout.headings[1]
        for at, cell in enumerate(row.cells):
            if not is_blank(cell) and ((at in account.money and is_below) or money_in(cell)):
                yield row.lines[0], cell, account.fate(row, at) if is_below else "told"


@dataclass(frozen=True, slots=True)
class _Account:
    """Where the cells of a table went."""

    placed: dict[tuple[int, int], int]
    """Lines of the rows that name something, with their place."""
    apart: set[tuple[int, int]]
    """Lines of the rows of which a finding tells."""
    money: set[int]
    unread: set[int]
    counted: set[tuple[int, int]]
    """Row and column of the cells whose amount is an entry's."""
    told: set[tuple[int, int]]

    @classmethod
    def of(cls, layout: Layout, rows: SortedRows, owned: Owners) -> _Account:
        """The account of a table that has been read."""
        apart = (*(row for row, _ in rows.totals), *rows.nameless, *rows.again, *rows.notes, *rows.rest, *rows.headings)
        return cls(
            placed={each.row.lines: at for at, each in enumerate(rows.placed)},
            apart={row.lines for row in apart},
            money={each.at for each in layout.of_role(Role.AMOUNT)},
            unread={each.at for each in layout.of_role(Role.UNREAD)},
            counted={(each.row, each.column.at) for own in owned.figures.values() for each in own},
            told=owned.told | {(at, each.at) for at in owned.totals for each in layout.columns},
        )

    def fate(self, row: Row, at: int) -> str:
        """What became of a cell below the headings."""
        if row.lines in self.apart:
            return "told"
        place = self.placed.get(row.lines)
        if place is None:  # headings again, and lines that head others: no figure stands there
            return "left" if at in self.money and number(row.cell(at)) is not None else "told"
        if at in self.money:
            return "amount" if (place, at) in self.counted else "told" if (place, at) in self.told else "left"
        return "told" if at in self.unread else "text"
