"""Which engine keeps the journal is said by its place."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from bot.store import sqlite
from bot.store.database import Database
from bot.store.place import Place, Server


def open_journal(place: Place) -> Database:
    """The journal, with its tables as this version wants them. Raises JournalError with what to do."""
    if not isinstance(place, Server):
        return sqlite.SqliteDatabase(place)
    from bot.store.postgres import PostgresDatabase  # its driver takes 60 ms to load, which a file does not need

    return PostgresDatabase(place)


def hold(place: Place) -> AbstractContextManager[None]:
    """Keep every other program from answering out of a file; replicas share a server. Raises JournalError."""
    return nullcontext() if isinstance(place, Server) else sqlite.hold(place)
