"""A workbook's parts, measured while they are unpacked: nothing reaches the reader of workbooks but what was counted.

The directory of a zip says how large its parts are, and unpacking stops there. Cells and the
texts that they share are counted as the parts go by. What has passed is packed anew, so that the reader sees the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.parsers import expat

from knowledge.reading import complaints, limits
from knowledge.reading.tables.counting import Count, DamagedError
from knowledge.reading.tables.records import Records

_CHUNK = 1_000_000
_READ = (".xml", ".rels")
_STRINGS = "xl/sharedstrings.xml"
_BINARY_STRINGS = "xl/sharedstrings.bin"
_BINARY_SHEETS = "xl/worksheets/"
_BINARY = ("xl/workbook.bin", "xl/styles.bin", _BINARY_STRINGS)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def measured(data: bytes, name: str) -> bytes:
    """The workbook in these bytes with nothing but parts that were measured; one that is no zip as it is.

    Raises ReadingError where it is larger than is read, and what a broken zip does, or DamagedError.
    """
    if not data.startswith(b"PK"):
        return data
    count, packed = Count(name), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as anew:
        parts = _parts(archive, name)
        for part in parts:
            measure = _measure(part.filename.lower(), count)
            with archive.open(part) as opened:
                chunks = []
                while chunk := opened.read(_CHUNK):
                    chunks.append(chunk)
                    measure.feed(chunk)
                measure.end()
            anew.writestr(part.filename, b"".join(chunks))
    return packed.getvalue()


def _parts(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The parts that hold words and figures: none of its pictures. What cells share comes first."""
    found = {part.filename.lower(): part for part in archive.infolist()}
    if len(archive.infolist()) > limits.PARTS:
        raise complaints.table("many_parts", file=name, most=f"{limits.PARTS:,}")
    parts = [part for key, part in found.items() if _is_read(key)]
    if sum(part.file_size for part in parts) > limits.UNPACKED:
        raise complaints.table("unpacked", file=name, most=limits.UNPACKED // 1_000_000)
    first = ("mimetype", _STRINGS, _BINARY_STRINGS)
    return sorted(parts, key=lambda part: part.filename.lower() not in first)


def _is_read(part: str) -> bool:
    is_binary = part in _BINARY or (part.startswith(_BINARY_SHEETS) and part.endswith(".bin"))
    return part.endswith(_READ) or part == "mimetype" or is_binary


def _measure(name: str, count: Count) -> _Xml | Records | _Nothing:
    if name.endswith((".xml", ".rels")):
        return _Xml(count, shares=name == _STRINGS)
    if name == _BINARY_STRINGS or name.startswith(_BINARY_SHEETS):
        return Records(count)
    return _Nothing()


class _Nothing:
    """Of a part that is only passed on."""

    def feed(self, chunk: bytes) -> None:
        """Looks at nothing."""

    def end(self) -> None:
        """Has nothing to say."""


class _Xml:
    """Goes through a part of XML: of .xlsx, or the content of .ods."""

    def __init__(self, count: Count, *, shares: bool) -> None:
        self._count = count
        self._shares = shares
        self._depth = 0
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        self._kind = ""
        self._times = self._rows = 1
        """How often a cell and a row of .ods are repeated."""
        self._pending = 0
        """Cells of a row of .ods without anything, which count if another follows."""
        self._within = ""
        self._words: list[str] = []
        self._length = 0
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        if shares:
            parser.CharacterDataHandler = self._share
        else:
            parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes) -> None:
        """Looks at the next bytes."""
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise DamagedError(str(error)) from error

    def end(self) -> None:
        """Sees that it is whole, and counts the sheet."""
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise DamagedError(str(error)) from error
        if self._last_row:
            self._count.sheet(self._last_row, self._last_column)

    def _refuse(self, *_: object) -> None:
        raise DamagedError("no part of a workbook declares entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > limits.NESTED:
            raise DamagedError("elements within elements")
        match name.rpartition(":")[2]:
            case "c":
                self._cell(attributes)
            case "v" | "is" as within:
                self._within = within
                self._note(self._row, self._column)
            case "row":
                self._row = _whole(attributes.get("r"), self._row + 1)
                self._column = 0
            case "table":
                self._table()
            case "table-row":
                self._rows = _whole(_named(attributes, "number-rows-repeated"), 1)
                self._column = self._pending = 0
            case "table-cell" | "covered-table-cell":
                self._repeated(attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        match name.rpartition(":")[2]:
            case "v":
                if self._kind == "s" and self._words:
                    self._count.share(_whole("".join(self._words).strip(), 0))
                self._within, self._words = "", []
            case "si" if self._shares:
                self._count.shared.append(self._length)
                self._length = 0
            case "table-cell":
                self._count.write(self._length * self._times * self._rows)
                self._within, self._length = "", 0
            case "table-row":
                self._row += self._rows
            case "table":
                self._table()

    def _share(self, words: str) -> None:
        self._length += len(words)

    def _text(self, words: str) -> None:
        if self._within == "v" and self._kind == "s" and len(words) < 12:
            self._words.append(words)
        self._length += len(words) if self._within == "table-cell" else 0

    # Cells of .xlsx

    def _cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "")
        self._column += 1
        if (reference := attributes.get("r")) is not None:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise DamagedError("a cell without a place")
            self._row, self._column = int(match[2]), _number(match[1])

    def _note(self, row: int, column: int) -> None:
        if row > limits.ROWS or column > limits.EXCEL_COLUMNS:
            raise DamagedError("a cell beyond the last one")
        self._count.fill()
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)

    # Cells of .ods, which are repeated by a number

    def _table(self) -> None:
        if self._last_row:
            self._count.sheet(self._last_row, self._last_column)
        self._row = self._last_row = self._last_column = 0

    def _repeated(self, attributes: dict[str, str]) -> None:
        times = self._times = _whole(_named(attributes, "number-columns-repeated"), 1)
        self._within = "table-cell"
        if not _named(attributes, "value-type"):
            self._pending += times
            return
        self._column += self._pending + times
        self._pending = 0
        self._last_row = max(self._last_row, self._row + self._rows)
        self._last_column = max(self._last_column, self._column)
        self._count.fill(min(times, limits.CELLS + 1) * min(self._rows, limits.CELLS + 1))


def _whole(digits: str | None, otherwise: int) -> int:
    if digits is None:
        return otherwise
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        raise DamagedError("no whole number")
    return int(digits)


def _named(attributes: dict[str, str], name: str) -> str | None:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)


def _number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for character in letters.upper():
        number = number * 26 + ord(character) - ord("A") + 1
    return number
