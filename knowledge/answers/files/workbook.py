"""An answer as an Excel workbook: numbers as numbers in the unit of the screen, a chart, and what they rest on."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from knowledge.answers.contract import width
from knowledge.answers.files.drawing import Place, draw
from knowledge.answers.files.sheet import as_rows, below, number_of
from knowledge.language import text
from knowledge.language.phrases import level_name, say
from knowledge.model import Answer, Language, Shown, Table

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_LINK = 2_000
"""Characters; Excel takes 2,079."""
WIDEST = 60
"""Columns of half-width characters of the widest column."""
LEAST_TITLE = 40
"""The same of a column of titles, so that the sentences have room above it."""
_FIRST, _TITLE = 1, 2
"""The columns of codes and of titles."""
_DARK, _PALE, _GREY, _LINK = "1F3864", "D9D9D9", "595959", "0563C1"


def as_workbook(answer: Answer) -> bytes | None:
    """The workbook: a sheet for each question of the post that has rows, and one of their printed words."""
    from openpyxl import Workbook  # a tenth of a second that no other question waits for

    parts = [(part, table) for part in answer.parts or (answer,) if (table := as_rows(part)) is not None]
    if not parts:
        return None
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, (part, table) in enumerate(parts, 1):
        name = say("file_sheet", answer.language)
        _Sheet(book.create_sheet(f"{name}{number}" if len(parts) > 1 else name), part, table).write()
    shown = {one.entry.id: one for part, _ in parts for one in part.shown}
    _write_evidence(book.create_sheet(say("file_evidence", answer.language)), tuple(shown.values()), answer.language)
    book.properties.title = text.visible(answer.source.title) if answer.source else ""
    book.properties.creator = text.visible(answer.source.organisation or "") if answer.source else ""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@dataclass(frozen=True)
class _Sheet:
    """One table with its sentence above, what must be said below, and its charts."""

    sheet: Worksheet
    answer: Answer
    table: Table

    def write(self) -> None:
        """Writes all of it."""
        _fit(self.sheet, [self.table.columns, *self.table.rows])
        top = self._write_above()
        last = self._write_table(top)
        under = self._write_below(last + 2) + 1
        rows = [row for row in self.table.rows if not self._is_sum(row)]
        draw(self.sheet, self.table, rows, Place(top, under), self.answer)
        self.sheet.freeze_panes = self.sheet.cell(top + 1, _TITLE + 1).coordinate
        self.sheet.sheet_view.showGridLines = False
        _to_print(self.sheet)

    def _write_above(self) -> int:
        """The sentence and how it was read; the row of the headings."""
        read = say("read_line", self.answer.language, reading=self.answer.read_as) if self.answer.read_as else None
        row = 0
        for row, said in enumerate(filter(None, (self.answer.headline, read, *self.answer.notes)), 1):
            self._say(row, said, bold=row == 1)
        return row + 2

    def _write_table(self, top: int) -> int:
        """The headings and the rows; the last row."""
        from openpyxl.styles import Alignment, Border, PatternFill, Side

        rows, codes = self.table.rows, [one.entry.code for one in self.answer.shown]
        urls = {one.entry.code or "": one.url for one in self.answer.shown if codes.count(one.entry.code) == 1}
        for at, name in enumerate(self.table.columns, 1):
            cell = _put(self.sheet, top, at, name)
            cell.font, cell.fill = _font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_DARK)
            cell.alignment = Alignment(horizontal="right" if self.table.numeric[at - 1] else "left", wrap_text=True)
        formats = [_format([row[at] for row in rows]) for at in range(len(self.table.columns))]
        for number, row in enumerate(rows, top + 1):
            is_sum = self._is_sum(row)
            for at, printed in enumerate(row, 1):
                cell = _put(self.sheet, number, at, printed, is_number=self.table.numeric[at - 1])
                cell.number_format = formats[at - 1]
                cell.border = Border(top=Side("thin", color=_DARK if is_sum else _PALE))
                cell.font = _font(bold=is_sum)
                cell.alignment = Alignment(
                    horizontal="right" if self.table.numeric[at - 1] else "left", vertical="top", wrap_text=at == _TITLE
                )
            self.sheet.row_dimensions[number].height = _height(row[_TITLE - 1], WIDEST)
            _link(self.sheet, number, _TITLE, urls.get(row[0]))
        return top + len(rows)

    def _write_below(self, row: int) -> int:
        """What must be said with the figures, and whose they are; the row behind it."""
        said = below(self.answer)
        for number, each in enumerate(said, row):
            self._say(number, each, color=_GREY)
            if each.startswith("http"):
                _link(self.sheet, number, _FIRST, each)
        return row + len(said)

    def _say(self, row: int, said: str, *, bold: bool = False, color: str | None = None) -> None:
        """A sentence across the columns of the table, as high as it needs."""
        from openpyxl.styles import Alignment

        cell = _put(self.sheet, row, _FIRST, said)
        cell.font, cell.alignment = _font(bold=bold, color=color), Alignment(vertical="top", wrap_text=True)
        count = len(self.table.columns)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=count)
        room = sum(each.width for each in self.sheet.column_dimensions.values())
        self.sheet.row_dimensions[row].height = _height(said, room)

    def _is_sum(self, row: Sequence[str]) -> bool:
        return row[0] == "" and row[1] == say("sum_row", self.answer.language)


# The printed words


def _write_evidence(sheet: Worksheet, shown: Sequence[Shown], language: Language) -> None:
    """Each entry as the page prints it, with the way to it."""
    from openpyxl.styles import Alignment

    names = ("code", "title", "level", "amount", "quote")
    head = [say(f"file_column_{name}", language) for name in names]
    rows = [
        (
            one.entry.code or "",
            one.entry.title,
            level_name(one.entry, language),
            " ".join(amount.raw for amount in one.entry.amounts),
            one.quote.text if one.quote else "",
        )
        for one in shown
    ]
    for at, name in enumerate(head, 1):
        _put(sheet, 1, at, name).font = _font(bold=True)
    for number, (row, one) in enumerate(zip(rows, shown, strict=True), 2):
        for at, printed in enumerate(row, 1):
            _put(sheet, number, at, printed).alignment = Alignment(vertical="top", wrap_text=True)
        _link(sheet, number, _TITLE, one.url)
        sheet.row_dimensions[number].height = max(_height(printed, WIDEST) for printed in row)
    _fit(sheet, [head, *rows])
    _to_print(sheet)
    sheet.freeze_panes = "A2"


# Cells


def _put(sheet: Worksheet, row: int, column: int, printed: str, *, is_number: bool = False) -> Cell:
    """A cell with a number, or with words that are never taken for a formula or for a date."""
    from openpyxl.cell import MergedCell

    cell = sheet.cell(row, column)
    assert not isinstance(cell, MergedCell)
    number = number_of(printed) if is_number else None
    if number is not None:
        cell.value = number
    else:
        cell.value = text.visible(printed)
        cell.data_type = "s"
    return cell


def _font(*, bold: bool = False, color: str | None = None, underline: Literal["single"] | None = None) -> Font:
    """The font of Japanese offices: where it is missing, any other without serifs takes its place."""
    from openpyxl.styles import Font

    return Font(name="Yu Gothic", size=11, bold=bold, color=color, underline=underline)


def _link(sheet: Worksheet, row: int, column: int, url: str | None) -> None:
    if url and len(url) <= LONGEST_LINK:
        cell = sheet.cell(row, column)
        cell.hyperlink = text.visible(url)
        cell.font = _font(color=_LINK, underline="single")


def _format(cells: Iterable[str]) -> str:
    """How a column's numbers are shown: with as many decimals as the screen has, and with its signs."""
    numbers = [cell for cell in cells if number_of(cell) is not None]
    if not numbers:
        return "@"
    decimals = max(len(cell.partition(".")[2]) for cell in numbers)
    plain = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    is_signed = any(cell.startswith(("+", "▲")) for cell in numbers)
    return f"+{plain};▲{plain};{plain}" if is_signed else plain


def _fit(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their words."""
    from openpyxl.utils import get_column_letter

    for at in range(len(rows[0])):
        needed = max(width(row[at]) for row in rows) + 3
        least = LEAST_TITLE if at + 1 == _TITLE else 0
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(max(needed, least), WIDEST)


def _to_print(sheet: Worksheet) -> None:
    """As wide as a page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", "9"  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(printed: str, room: float) -> float:
    """Points that a text needs in a column of so many half-width characters."""
    return 15.0 * sum(max(1, -(-width(line) // max(int(room) - 2, 1))) for line in printed.split("\n"))
