"""A journal goes from a file to a server, with all that is kept in it; as often as somebody likes, and counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.names import Names
from bot.store import Database, JournalError, Server, hold, open_journal
from knowledge import say

PORTION = 200
"""Rows that are taken along at a time."""
OWN = ("migrations", "notes", "replicas", "editions")
"""What each journal knows of itself."""
FIRST = ("answers",)
"""Tables that others point to."""
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
COLUMNS = "SELECT name, pk FROM pragma_table_info(?)"
LATER = "UPDATE keys SET since = ?1 WHERE fingerprint = ?2 AND since < ?1"


@dataclass(frozen=True, slots=True)
class Moved:
    """A table that was taken along."""

    table: str
    rows: int
    """In the file."""
    added: int
    """Of them, those that the server did not have yet."""
    there: int
    """Of them, those that the server has now; all, if all is well."""


def move(file: Path, server: Server, names_key: str) -> list[Moved]:
    """Takes along every row that the server lacks; the file stays as it is, and what the server has, stays too.

    JournalError where there is no such file, where a bot works with it, where either cannot be used, and where the
    server's key for people's names is another than the file's: nobody's rows would be found any more.
    """
    if not file.is_file():
        raise JournalError(say("move_no_file", "ja", path=file))
    if not names_key or Names(server, names_key).fingerprint != Names(file).fingerprint:
        raise JournalError(say("move_other_key", "ja", path=file.with_suffix(".key")))
    with hold(file), closing(open_journal(file)) as source, closing(open_journal(server)) as target:
        names = [str(name) for (name,) in source.rows(TABLES) if name not in OWN]
        moved = [_moved(name, source, target) for name in sorted(names, key=lambda name: name not in FIRST)]
        with target.writing() as write:  # rows before that were made with a key that is lost
            write.many(LATER, source.rows("SELECT since, fingerprint FROM keys"))
    return moved


def _moved(table: str, source: Database, target: Database) -> Moved:
    columns = [(str(name), bool(key)) for name, key in source.rows(COLUMNS, table)]
    names, keys = [name for name, _ in columns], [name for name, is_key in columns if is_key]
    insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) ON CONFLICT DO NOTHING"
    rows = source.rows(f"SELECT {', '.join(names)} FROM {table}")
    added = there = 0
    for portion in _portions(rows):
        with target.writing() as write:
            added += write.many(insert, portion)
        places = [names.index(key) for key in keys]
        wanted = ", ".join([f"({', '.join('?' * len(keys))})"] * len(portion))
        values = [row[place] for row in portion for place in places]
        found = f"SELECT count(*) FROM {table} WHERE ({', '.join(keys)}) IN (VALUES {wanted})"
        [(count,)] = target.rows(found, *values)
        there += int(str(count))
    return Moved(table, len(rows), added, there)


def _portions(rows: Sequence[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    left = iter(rows)
    while portion := list(islice(left, PORTION)):
        yield portion
