"""The index as a file: read without being able to change it, sealed after each change, checked before use.

A reader, also one that is already connected, sees one state of it. Connections belong to one thread.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from knowledge.language.phrases import say
from knowledge.shelf.seal import is_whole, seal
from knowledge.shelf.version import UNREADABLE, connection, schema_hash, was_ours

_SPARE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT}
"""Errors that say nothing about the file."""

State = tuple[int, int, int, int]
"""Device, number, size and time of change of a file: another one, or one that was written to, has other ones."""


class StoreError(Exception):
    """The index cannot be used; the message says what to do, in Japanese, for whoever runs the program."""


class DamagedError(StoreError):
    """The index is not as it was written, or gone: it can be built anew from the documents."""


class IndexFile:
    """An index at a path. StoreError where it is not one of this program's, DamagedError where it is not whole."""

    def __init__(self, path: Path) -> None:
        """Opens nothing yet; the first use does."""
        self.path = path
        self._local = threading.local()
        self._open: list[Database] = []
        self._lock = threading.Lock()
        self._sound: State | None = None
        """The file when it was last found to be whole."""

    @property
    def database(self) -> Database:
        """This thread's connection, to read by. The file is looked at before each question."""
        mine = self._local
        writer: Database | None = getattr(mine, "writer", None)
        if writer is not None:
            return writer
        reader: Database | None = getattr(mine, "reader", None)
        if reader is not None and reader.conn.in_transaction:
            return reader
        state = self._checked()
        if reader is None or mine.file != state[:2]:
            if reader is not None:
                _let_go(reader, self._open)
            reader = mine.reader = self._connected()
            mine.file = state[:2]
        return reader

    def _connected(self) -> Database:
        try:
            database = Database(connection(self.path, "ro"))
        except sqlite3.DatabaseError as error:
            raise self._damage() from error
        self._open.append(database)
        # A thread's connection ends with it: some threads live for one request only, such as those of /healthz.
        weakref.finalize(threading.current_thread(), _let_go, database, self._open).atexit = False
        return database

    def _checked(self) -> State:
        """The state of the file, which is whole."""
        state = self._state()
        if state != self._sound:
            with self._lock:
                if state != self._sound:
                    self._check()
                    self._sound = state
        return state

    def _state(self) -> State:
        try:
            found = self.path.stat()
        except OSError as error:
            raise DamagedError(say("trouble_index_gone", "ja", path=self.path)) from error
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def check(self) -> None:
        """Looks at every byte of the file, or of a large one at its structure. Raises as any use of it does."""
        with self._lock:
            self._sound = None
        self._checked()

    def _check(self) -> None:
        """By a connection of its own: those that are open remember pages as they were."""
        try:
            with closing(Database(connection(self.path, "ro"))) as database:
                database.execute("BEGIN")
                found = database.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
                is_other = found is not None and found[0] != schema_hash()
                is_sound = found is not None and (is_other or is_whole(database))
        except UNREADABLE as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _SPARE:
                raise StoreError(say("trouble_index_busy", "ja", path=self.path)) from error
            raise self._damage() from error
        if not is_sound:
            raise self._damage()
        if is_other:
            raise StoreError(say("trouble_other_schema", "ja", path=self.path))

    def _damage(self) -> StoreError:
        """Of a file that is no sound index: whether it was one of this program's, or is somebody else's."""
        if not self.path.exists():
            return DamagedError(say("trouble_index_gone", "ja", path=self.path))
        if was_ours(self.path):
            return DamagedError(say("trouble_index_damaged", "ja", path=self.path))
        return StoreError(say("trouble_not_an_index", "ja", path=self.path))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: while it is open, no other program writes, and an exception undoes all of it."""
        if getattr(self._local, "writer", None) is not None:
            with self._local.writer.atomic():
                yield
            return
        self._checked()
        try:
            with closing(Database(connection(self.path, "rw"))) as writer:
                writer.execute("PRAGMA foreign_keys = ON")
                self._local.writer = writer
                try:
                    with writer.atomic():
                        # Takes the writer's place before anything is read.
                        writer.execute("DELETE FROM about WHERE key = 'lock'")
                        yield
                        seal(writer)
                finally:
                    self._local.writer = None
                _settle(writer)
        except sqlite3.OperationalError as error:
            raise StoreError(say("trouble_cannot_write", "ja", path=self.path)) from error

    def close(self) -> None:
        """Closes every connection of every thread."""
        for database in self._open:
            database.close()
        self._open.clear()
        self._local = threading.local()
        with suppress(*UNREADABLE), closing(Database(connection(self.path, "rw"))) as last:
            _settle(last)  # who can only read leaves files beside it


def _let_go(database: Database, opened: list[Database]) -> None:
    if database in opened:
        opened.remove(database)
        database.close()


def _settle(database: Database) -> None:
    """Moves what it can from the write-ahead log into the file itself, without waiting for anybody who reads."""
    database.execute("PRAGMA busy_timeout = 0")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
