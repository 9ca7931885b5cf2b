"""The records of a binary workbook, .xlsb, counted as they go by."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.reading import limits
from knowledge.reading.tables.counting import Count, DamagedError

_ROW_RECORD, _CELL_RECORDS, _SHARING_RECORD, _SHARED_RECORD = 0, range(1, 12), 7, 19
"""A record that begins a row, those that hold a cell, one that names a shared text, and one that is one."""


class Records:
    """Goes through a binary sheet of .xlsb, or through the texts that its cells share, record by record."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._data = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Keeps the bytes; a part is within UNPACKED."""
        self._data += chunk

    def end(self) -> None:
        """Counts the sheet."""
        row = last_row = last_column = 0
        for kind, first, last in self._records():
            number = self._number(first, last)
            if kind == _SHARED_RECORD:
                self._count.shared.append(self._number(first + 1, last))
            elif kind == _ROW_RECORD:
                row = number + 1
            elif kind in _CELL_RECORDS:
                if row > limits.ROWS or number >= limits.EXCEL_COLUMNS:
                    raise DamagedError("a cell beyond the last one")
                self._count.fill()
                last_row, last_column = max(last_row, row), max(last_column, number + 1)
                if kind == _SHARING_RECORD:
                    self._count.share(self._number(first + 8, last))
        if last_row:
            self._count.sheet(last_row, last_column)

    def _number(self, first: int, last: int) -> int:
        return int.from_bytes(self._data[first : min(first + 4, last)], "little")

    def _records(self) -> Iterator[tuple[int, int, int]]:
        """Kind of each record, and where its content begins and ends."""
        at = 0
        while at < len(self._data):
            kind, at = self._varying(at, 2)
            size, at = self._varying(at, 4)
            yield kind, at, at + size
            at += size

    def _varying(self, at: int, most: int) -> tuple[int, int]:
        """A number of seven bits a byte, and where the next one begins."""
        number = 0
        for place, byte in enumerate(self._data[at : at + most]):
            number |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return number, at + place + 1
        return number, at + most
