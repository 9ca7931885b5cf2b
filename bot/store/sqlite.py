"""The journal as one SQLite file, shared by the threads that answer; for a single program, without a server."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.store import migrations
from bot.store.database import WAIT, Database, JournalError, Row, UnwritableError, Writing
from knowledge import say

HANDOVER = 5.0
"""Seconds that a program waits for the one before it to let go of the journal."""
_BESIDE = ("", "-wal", "-shm")
"""The file, and what SQLite keeps beside it."""
log = logging.getLogger(__name__)


class SqliteDatabase(Database):
    """The file. One connection writes and one reads, each behind a lock of its own: readers wait for no writer."""

    is_shared = False

    def __init__(self, path: Path) -> None:
        """Raises JournalError with what to do. A file whose bytes are damaged is set aside, and a new one begun."""
        super().__init__(path)
        self._path = path
        self._writer_lock = threading.RLock()
        self._reader_lock = threading.RLock()
        self._closed = False
        self._writer, self._reader = _opened(path)

    def close(self) -> None:
        """Close the file; nothing may be asked afterwards."""
        with self._writer_lock, self._reader_lock:
            self._closed = True
            self._reader.close()
            self._writer.close()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a query finds; nothing where the file cannot be read, which the log says."""
        reader = self._reader
        try:
            with self._reader_lock:
                return self._reader.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as unreadable:
            if self._closed:
                raise
            log.error("The journal cannot be read: %s", unreadable)
            self._mend(unreadable, reader)
            return []

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction: all of it stands in the file afterwards, or nothing. Raises UnwritableError."""
        with self._writer_lock:
            if self._is_resting:
                raise UnwritableError(self._trouble)
            reader = self._reader
            try:
                with self._writer:
                    self._writer.execute("BEGIN IMMEDIATE")
                    yield _Statements(self._writer)
            except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
                raise  # a fault of ours
            except sqlite3.DatabaseError as unwritable:
                self._note(str(unwritable))
                self._mend(unwritable, reader)
                raise UnwritableError(str(unwritable)) from unwritable
            self._note("")

    def settle(self) -> None:
        """Empty the log beside the file, which would keep what was erased until it is written over."""
        with self._writer_lock:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _mend(self, error: sqlite3.DatabaseError, reader: sqlite3.Connection) -> None:
        """Begin a new file where the old one's bytes are damaged, and nobody else has done so meanwhile."""
        if not _is_damage(error):
            return
        with self._writer_lock, self._reader_lock:
            if reader is not self._reader or self._closed:
                return
            for connection in (self._reader, self._writer):
                with suppress(sqlite3.Error):
                    connection.close()
            _set_aside(self._path)
            self._writer, self._reader = _opened(self._path)
            self._rest_until = 0.0


class _Statements(Writing):
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, sql: str, *values: object) -> int:
        return self._connection.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Row]) -> int:
        return self._connection.executemany(sql, rows).rowcount

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Keep every other program from answering out of this journal. JournalError where another one does.

    The system lets go of it when the program ends, however it ends.
    """
    place = path.resolve().with_suffix(".lock")
    _check_folder(path)
    try:
        _make_private(place)
        lock = sqlite3.connect(place, timeout=HANDOVER, isolation_level=None, check_same_thread=False)
    except (sqlite3.Error, OSError) as unusable:
        raise JournalError(say("window_journal_unwritable", "ja", path=place)) from unusable
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as taken:
            raise JournalError(say("journal_in_use", "ja", path=path)) from taken
        yield


def _opened(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    _check_folder(path)
    try:
        return _connections(path)
    except (sqlite3.Error, OSError) as unusable:
        # OperationalError: locked, read-only, disk full. Its parent class alone: the bytes are damaged.
        if not _is_damage(unusable):
            raise JournalError(say("window_journal_unwritable", "ja", path=path)) from unusable
        if not _was_ours(path):
            raise JournalError(say("window_journal_not_one", "ja", path=path)) from unusable
        _set_aside(path)
        return _connections(path)


def _connections(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """The one that writes and the one that reads."""
    _make_private(path)
    writer = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA synchronous = NORMAL")
        writer.execute("PRAGMA foreign_keys = ON")
        writer.create_function("clock", 0, time.time)
        writer.execute("PRAGMA secure_delete = ON")  # what is forgotten is not to be read out of the file's free pages
        if [fault for (fault,) in writer.execute("PRAGMA quick_check(1)")] != ["ok"]:
            raise sqlite3.DatabaseError("malformed")
        _migrate(writer)
        writer.execute("DELETE FROM seen WHERE at < 0")  # a read-only file says so here and not at the first question
        reader = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        reader.create_function("clock", 0, time.time)
        reader.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        writer.close()
        raise
    return writer, reader


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise JournalError(say("window_journal_no_folder", "ja", path=path))


def _migrate(db: sqlite3.Connection) -> None:
    """Bring the file's tables up to this version, one migration after the other."""
    db.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) WITHOUT ROWID")
    done = {name for (name,) in db.execute("SELECT name FROM migrations")} | _done_before_they_were_counted(db)
    for step in migrations.steps("sqlite"):
        if step.name not in done:
            counted = f"INSERT INTO migrations VALUES ('{step.name}')"
            try:
                db.executescript(f"BEGIN IMMEDIATE; {step.statements}\n{counted}; COMMIT;")
            except sqlite3.Error:
                if db.in_transaction:
                    db.rollback()
                raise


def _done_before_they_were_counted(db: sqlite3.Connection) -> set[str]:
    """What a file of an older version has, which kept no list."""
    columns = {column[1] for column in db.execute("PRAGMA table_info(pending)")}
    without_names = db.execute("PRAGMA user_version").fetchone()[0] > 0
    return ({"no names"} if without_names else set()) | ({"tries"} if "tries" in columns else set())


def _make_private(path: Path) -> None:
    """Readable by its owner only, as is all that SQLite keeps beside it."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    for suffix in _BESIDE:
        with suppress(OSError):  # somebody else's file, or a disk without such rights
            Path(f"{path}{suffix}").chmod(0o600)


def _is_damage(error: Exception) -> bool:
    return type(error) is sqlite3.DatabaseError


def _was_ours(path: Path) -> bool:
    """Whether a file that is none of SQLite's any more, or not a whole one, was a journal: its key lies beside it."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0" or path.with_suffix(".key").exists()


def _set_aside(path: Path) -> None:
    """Put a damaged file out of the way, and say where it is."""
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").replace(f"{aside}{suffix}")
    log.error("%s", say("journal_set_aside", "ja", path=path, aside=aside.name))
