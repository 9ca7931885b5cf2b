"""The bytes of a CSV or Excel file → sheets of text as a reader sees it."""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from knowledge.reading import complaints, limits
from knowledge.reading.tables import counting, parts, xlsx

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv")
SEPARATORS = ",\t;"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_SPACES = ("\u3000", " ", "\t")
_INDENT = "".join(_SPACES)
_LARGEST = 2**53
"""From here on the number of a cell is not the one that was typed."""
_DIGITS = 15
"""Digits that Excel keeps of a number."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank."""

    lines: tuple[int, int]
    """First and last line of a text file, or twice the row of a workbook; counted from 1."""
    cells: tuple[str, ...]
    """As displayed, without space around; a merged cell's text stands in each of its places."""
    shared: Mapping[int, int] = field(default_factory=dict)
    """Places, from 0, of cells that are merged with those of another row, each with the number of the area."""
    indents: Mapping[int, int] = field(default_factory=dict)
    """Places of cells that begin with spaces, each with how many."""
    rank: int = 0
    """Of a heading of a page that stands above a table, its rank from 1; 0 for any other row."""
    told: tuple[str, ...] = ()
    """What rows right below it tell of it, each with its label: 目的: …"""

    def cell(self, at: int) -> str:
        """The text at a place, empty beyond the end."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a text file whole."""

    name: str
    """Empty for a text file."""
    rows: tuple[Row, ...]
    hidden: bool = False


def sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of a file of that name. Raises ReadingError for one that is empty or damaged."""
    found = _workbook(data, name) if name.lower().endswith(WORKBOOKS) else (_text(data, name),)
    if not any(sheet.rows for sheet in found):
        raise complaints.table("empty", file=name)
    return found


def sheet_of_tabs(text: str, name: str) -> Sheet:
    """A text whose cells are parted by tabs, as a spreadsheet puts them on the clipboard."""
    return Sheet("", tuple(_records(text, "\t", name)))


def _row(lines: tuple[int, int], cells: Sequence[str], shared: Mapping[int, int]) -> Row:
    indents = {at: len(cell) - len(cell.lstrip(_INDENT)) for at, cell in enumerate(cells) if cell[:1] in _SPACES}
    return Row(lines, tuple(cell.strip() for cell in cells), shared, indents)


def _says_any(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


# Text


def _text(data: bytes, name: str) -> Sheet:
    text = _decoded(data, name)
    parsed = [tuple(_records(text, separator, name)) for separator in SEPARATORS]
    return Sheet("", max(parsed, key=_in_columns))


def _in_columns(rows: tuple[Row, ...]) -> int:
    """How many cells stand on rows of one width, the width that takes in most of them; a preface has other ones."""
    widths = Counter(len(row.cells) for row in rows)
    return max((width * count for width, count in widths.items() if width > 1), default=0)


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 or UTF-16 where the bytes are; else of EUC-JP and Shift_JIS the one that makes Japanese of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    encodings = ["iso2022_jp"] if b"\x1b$" in data else ["utf-8-sig"]
    if data.count(b"\0") > len(data) // 10:
        encodings = ["utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"]
    read = next(_readable(data, encodings), None)
    if read is None:
        guesses = sorted(_readable(data, ["euc_jp", "euc_jis_2004", "cp932"]), key=lambda t: len(_HALF_KANA.findall(t)))
        read = guesses[0] if guesses else None
    if read is None:
        raise complaints.table("not_text", file=name)
    return read


def _readable(data: bytes, encodings: list[str]) -> Iterator[str]:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            yield text


def _records(text: str, separator: str, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    first, count = 1, counting.Count(name)
    try:
        for cells in reader:
            count.fill(len(cells))
            if _says_any(cells):
                yield _row((first, reader.line_num), cells, {})
            first = reader.line_num + 1
    except csv.Error as error:
        raise complaints.table("broken", file=name, line=reader.line_num) from error


# Workbooks


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    try:
        data = parts.measured(data, name)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if len(book.sheet_names) > limits.SHEETS:
                raise complaints.table("many_sheets", file=name, most=limits.SHEETS)
            seen = xlsx.marks(data) if data.startswith(b"PK") and _is_xml(name) else {}
            hidden = {each.name for each in book.sheets_metadata if each.visible is not SheetVisibleEnum.Visible}
            count = counting.Count(name)
            return tuple(
                _sheet(book.get_sheet_by_name(each), seen.get(each, {}), count, hidden=each in hidden)
                for each in book.sheet_names
            )
    except _DAMAGES as error:
        raise complaints.table("damaged", file=name) from error


_DAMAGES = (
    CalamineError, zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, OSError, RuntimeError,
)  # fmt: skip
"""What damaged and encrypted workbooks raise."""


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xlsx", ".xlsm"))


def _sheet(sheet: CalamineSheet, marks: xlsx.Marks, count: counting.Count, *, hidden: bool) -> Sheet:
    count.sheet(sheet.total_height, sheet.total_width)
    rows = [[_displayed(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    width = max(map(len, rows), default=0)
    for (row, at), mark in marks.items():
        if row < len(rows) and at < width:
            rows[row][at] = mark.shown(rows[row][at])
    shared: dict[int, dict[int, int]] = {}
    for area, ((top, left), (bottom, right)) in enumerate(sheet.merged_cell_ranges or ()):
        text = rows[top][left] if top < len(rows) and left < width else ""
        count.fill(max(0, min(bottom + 1, len(rows)) - top) * max(0, min(right + 1, width) - left))
        for row in range(top, min(bottom + 1, len(rows))):
            for at in range(left, min(right + 1, width)):
                rows[row][at] = text
                if bottom > top:
                    shared.setdefault(row, {})[at] = area
    return Sheet(
        sheet.name,
        tuple(_row((at + 1, at + 1), cells, shared.get(at, {})) for at, cells in enumerate(rows) if _says_any(cells)),
        hidden,
    )


def _displayed(value: object) -> str:
    match value:
        case bool():
            return ""
        case int() | float():
            return _number(float(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).replace("_x000D_", "").replace("\r", "")


def _number(value: float) -> str:
    """A number with the digits that Excel keeps; one too large to be whole in a workbook in its own way of writing."""
    if not math.isfinite(value) or abs(value) >= _LARGEST:
        return f"{value:.{_DIGITS}g}"
    return xlsx.plain(Decimal(f"{value:.{_DIGITS}g}"))
