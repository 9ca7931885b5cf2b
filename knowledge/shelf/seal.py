"""The seal of an index: a checksum over all its pages, in a field of the header that SQLite leaves to us."""

from __future__ import annotations

import zlib

from sqlite_utils import Database

MOST_SEALED = 64_000_000
"""Bytes up to which an index has a checksum over all of them. A plan's million take a millisecond, and the whole is in
memory twice for that moment; of a larger index, some 100 plans, only the structure is checked."""
_CHANGING = ((24, 28), (60, 64), (92, 100))
"""Bytes of the header that SQLite counts changes in, and the seal itself."""


def seal(database: Database) -> None:
    """Marks the state of an index as it is now, inside the transaction that made it."""
    database.execute(f"PRAGMA user_version = {_checksum(database) if _size(database) <= MOST_SEALED else 0}")


def is_whole(database: Database) -> bool:
    """Whether an index is as it was sealed; of one that is too large for a seal, whether its structure is sound."""
    sealed = database.execute("PRAGMA user_version").fetchone()[0]
    if sealed:
        return bool(sealed == _checksum(database))
    return bool(database.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)])


def _size(database: Database) -> int:
    pages, size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages * size)


def _checksum(database: Database) -> int:
    """Of the state that the connection sees; never 0, which stands for none."""
    pages = memoryview(database.conn.serialize())
    found, start = 0, 0
    for first, end in _CHANGING:
        found, start = zlib.crc32(pages[start:first], found), end
    return (zlib.crc32(pages[start:], found) & 0x7FFFFFFF) or 1
