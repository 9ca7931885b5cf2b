"""The journal file: one SQLite file for all that must survive a restart, shared by the threads that answer."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.trouble import TroubleError
from knowledge import say

VERSION = 1
SCHEMA = Path(__file__).with_name("journal.sql")
Row = tuple[object, ...]


class JournalError(TroubleError):
    """The journal file cannot be used; the text names it."""


class Database:
    """The file. Threads share one connection behind a lock: what they write is small, and nobody waits long."""

    def __init__(self, path: Path) -> None:
        """Raises JournalError with what to do."""
        self.path = path
        self._lock = threading.RLock()
        self._connection = _open(path)

    def close(self) -> None:
        """Close the file; nothing may be asked afterwards."""
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a query finds."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        """The first of what a query finds."""
        return next(iter(self.rows(sql, *values)), None)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction: all of it stands in the file afterwards, or nothing."""
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield Writing(self._connection)

    def settle(self) -> None:
        """Empty the log beside the file, which would keep what was erased until it is written over."""
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def is_writable(self) -> bool:
        """Whether something could be written now."""
        try:
            with self.writing() as write:
                write("DELETE FROM seen WHERE at < 0")
        except sqlite3.Error:
            return False
        return True


class Writing:
    """The statements of one transaction; each tells how many rows it changed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, sql: str, *values: object) -> int:
        """One statement."""
        return self._connection.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Row]) -> int:
        """One statement for each row of values."""
        return self._connection.executemany(sql, rows).rowcount


def _open(path: Path) -> sqlite3.Connection:
    if not path.parent.is_dir():
        raise JournalError(say("window_journal_no_folder", "ja", path=path))
    try:
        db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as unwritable:  # a folder in the file's place, or one that forbids new files
        raise JournalError(say("window_journal_unwritable", "ja", path=path)) from unwritable
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA secure_delete = ON")  # what is forgotten is not to be read out of the file's free pages
        if not db.execute("PRAGMA user_version").fetchone()[0]:
            # The first version kept names in this table; what those conversations were about is forgotten with them.
            db.execute("DROP TABLE IF EXISTS subject")
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.executescript(SCHEMA.read_text(encoding="utf-8"))
        if "tries" not in {column[1] for column in db.execute("PRAGMA table_info(pending)")}:
            # What an older version still owes has been begun once.
            db.execute("ALTER TABLE pending ADD COLUMN tries INTEGER NOT NULL DEFAULT 1")
        db.execute("DELETE FROM seen WHERE at < 0")  # a read-only file says so here and not at the first question
    except sqlite3.Error as unusable:
        db.close()
        # OperationalError: locked, read-only, disk full. Its parent class alone: the bytes are no database.
        problem = "unwritable" if isinstance(unusable, sqlite3.OperationalError) else "not_one"
        raise JournalError(say(f"window_journal_{problem}", "ja", path=path)) from unusable
    return db
