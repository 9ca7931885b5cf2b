"""The bytes of a CSV or Excel file → sheets of text as a reader sees it."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.reading import complaints

SEPARATORS = ",\t;"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_ASIDE = re.compile(r"\[[^\[\]]*\]|[_*\\].")
"""Of a number format: colours and conditions, padding, single letters."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank."""

    lines: tuple[int, int]
    """First and last line of a text file, or twice the row of a workbook; counted from 1."""
    cells: tuple[str, ...]
    """As displayed, without space around; a merged cell's text stands in each of its places."""
    shared: frozenset[int] = frozenset()
    """Places, from 0, of cells that are merged with those of another row."""

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


def sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file. Raises ReadingError for one that is missing, empty, damaged or an .xls."""
    if not path.is_file():
        raise complaints.missing(path)
    if path.suffix.lower() == ".xls":
        raise complaints.table("xls", file=path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise complaints.unreadable(path, error.strerror or str(error)) from error
    found = _workbook(data, path.name) if path.suffix.lower() in (".xlsx", ".xlsm") else (_text(data, path.name),)
    if not any(sheet.rows for sheet in found):
        raise complaints.table("empty", file=path.name)
    return found


# Text


def _text(data: bytes, name: str) -> Sheet:
    text = _decoded(data, name)
    parsed = [tuple(_records(text, separator, name)) for separator in SEPARATORS]
    return Sheet("", max(parsed, key=_columns))


def _columns(rows: tuple[Row, ...]) -> int:
    """How many cells most rows have."""
    widths = Counter(len(row.cells) for row in rows)
    return widths.most_common(1)[0][0] if widths else 0


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
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row((first, reader.line_num), tuple(cell.strip() for cell in cells))
            first = reader.line_num + 1
    except csv.Error as error:
        raise complaints.table("broken", file=name, line=reader.line_num) from error


# Workbooks


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of charts and rules that openpyxl leaves out
            with closing(load_workbook(io.BytesIO(data), data_only=True)) as book:
                return tuple(_sheet(sheet) for sheet in book.worksheets)
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, TypeError, ValueError, OSError) as error:
        raise complaints.table("damaged", file=name) from error


def _sheet(sheet: Worksheet) -> Sheet:
    texts = {(cell.row, cell.column): _displayed(cell) for row in sheet.iter_rows() for cell in row}
    shared: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        places = [(row, column) for row, column in area.cells]
        texts.update(dict.fromkeys(places, texts.get((area.min_row, area.min_col), "")))
        shared.update(places if area.max_row > area.min_row else ())
    rows, width = [], sheet.max_column  # openpyxl looks at every cell to tell it
    for row in range(1, sheet.max_row + 1):
        cells = tuple(texts.get((row, column), "") for column in range(1, width + 1))
        if any(cells):
            hung = frozenset(at for at in range(len(cells)) if (row, at + 1) in shared)
            rows.append(Row((row, row), cells, hung))
    return Sheet(sheet.title, tuple(rows), sheet.sheet_state != "visible")


def _displayed(cell: Cell | MergedCell) -> str:
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), cell.number_format)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).replace("_x000D_", "").replace("\r", "").strip()


def _number(value: Decimal, pattern: str) -> str:
    """A number as its format displays it, with all its decimals: #,##0, shows thousands, 000 pads a code."""
    positive = pattern.split(";")[0]
    words = "".join(re.findall(r'"([^"]*)"', positive))
    digits = _ASIDE.sub("", re.sub(r'"[^"]*"', "", positive))
    thousands = re.search(r"[0#?](,+)(?=[^0#?]*$)", digits)
    if thousands:
        value = value / 1000 ** len(thousands[1])
    if re.fullmatch("0{2,}", digits) and value == value.to_integral_value():
        return f"{int(value):0{len(digits)}d}"
    plain = f"{value.normalize():f}"
    return f"{plain}{words}" if "円" in words else plain
