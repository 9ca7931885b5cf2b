"""The index as a file: made whole, read without being able to change it, sealed after each change, checked before use.

A reader, also one that is already connected, sees one state of it. Connections belong to one thread.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sqlite3
import threading
import time
import weakref
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from knowledge.language.phrases import say

PATIENCE = 30.0
"""Seconds that a writer waits for another writer."""
OURS = int.from_bytes(b"Hosh", "big")
"""SQLite's field for the program that a file belongs to; it stands in the header, at byte 68."""
MOST_SEALED = 64_000_000
"""Bytes up to which an index has a checksum over all of them. A plan's million take a millisecond, and the whole is in
memory twice for that moment; of a larger index, some 100 plans, only the structure is checked."""
LEFT = 86_400.0
"""Seconds after which a half-made file is left over whatever has the number of the process that made it."""
_CHANGING = ((24, 28), (60, 64), (92, 100))
"""Bytes of the header that SQLite counts changes in, and the seal itself."""
_BESIDE = ("", "-wal", "-shm")
_SPARE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT}
"""Errors that say nothing about the file."""
_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What a damaged file raises; the second where SQLite's complaint quotes a damaged name."""
_US = secrets.token_hex(3)
"""Tells this process from one of the same number before it, as in a container."""

State = tuple[int, int, int, int]
"""Device, number, size and time of change of a file: another one, or one that was written to, has other ones."""


class StoreError(Exception):
    """The index cannot be used; the message says what to do, in Japanese, for whoever runs the program."""


class DamagedError(StoreError):
    """The index is not as it was written, or gone: it can be built anew from the documents."""


def schema() -> str:
    """The SQL of an empty index."""
    return files("knowledge.shelf").joinpath("schema.sql").read_text(encoding="utf-8")


def schema_hash() -> str:
    """What tells an index of this program from one of another version."""
    return hashlib.sha256(schema().encode()).hexdigest()[:16]


def beside(path: Path) -> Path:
    """Where this process makes a file that will take the place of the one at `path`."""
    return path.with_name(f"{path.name}.{os.getpid()}-{_US}-{threading.get_ident()}.new")


def discard(path: Path) -> None:
    """Deletes an index with what SQLite keeps beside it."""
    for end in _BESIDE:
        with suppress(OSError):
            path.with_name(path.name + end).unlink(missing_ok=True)


def put_in_place(fresh: Path, path: Path) -> None:
    """A whole index in the place of another: what was not yet written into that one must not get into this."""
    for end in _BESIDE[1:]:
        path.with_name(path.name + end).unlink(missing_ok=True)
    fresh.replace(path)


def tidy(path: Path) -> None:
    """Deletes what programs left that were killed while they made an index for `path`."""
    for left in path.parent.glob(f"{_literal(path.name)}.*.new*"):
        process = left.name.removeprefix(f"{path.name}.").partition("-")[0].partition(".")[0]
        with suppress(OSError):
            if not left.name.startswith(f"{path.name}.{os.getpid()}-{_US}-") and (
                (process.isascii() and process.isdigit() and not _runs(int(process)))
                or time.time() - left.stat().st_mtime > LEFT
            ):
                left.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{character}]" if character in "[*?" else character for character in name)


def _runs(process: int) -> bool:
    if process == os.getpid():
        return False  # the number is ours now, the file is another's
    if os.name != "posix":
        return True  # there a signal is no question; see LEFT
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def make(path: Path) -> None:
    """An empty index at `path`: made beside it and put there whole, so that two programs may start at once."""
    fresh = beside(path)
    try:
        with closing(Database(sqlite3.connect(fresh))) as database:
            database.enable_wal()
            with database.atomic():
                for statement in filter(str.strip, schema().split(";\n")):
                    database.execute(statement)
                database.table("about").insert_all([{"key": "schema", "value": schema_hash()}])
                # Ids go on from another place in every file, so that one that replaces another repeats none.
                database.execute("INSERT INTO sqlite_sequence VALUES ('documents', ?)", [time.time_ns() // 1_000_000])
                database.execute(f"PRAGMA application_id = {OURS}")
                _seal(database)
        if not path.exists():
            for end in _BESIDE[1:]:  # of one that is gone
                path.with_name(path.name + end).unlink(missing_ok=True)
        with suppress(FileExistsError):  # another program was faster: its index is as good
            if path.exists() and path.stat().st_size == 0:
                path.unlink()
            os.link(fresh, path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(say("trouble_cannot_write", "ja", path=path)) from error
    finally:
        discard(fresh)


def is_of_another_version(path: Path) -> bool:
    """Whether a file is an index that another version of this program built, so that it may be replaced."""
    try:
        with closing(_connection(path, "ro")) as connection:
            found = connection.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
    except _UNREADABLE:
        return False
    return found is not None and found[0] != schema_hash()


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
            database = Database(_connection(self.path, "ro"))
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
            with closing(Database(_connection(self.path, "ro"))) as database:
                database.execute("BEGIN")
                found = database.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
                is_other = found is not None and found[0] != schema_hash()
                is_sound = found is not None and (is_other or _is_whole(database))
        except _UNREADABLE as error:
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
        if _was_ours(self.path):
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
            with closing(Database(_connection(self.path, "rw"))) as writer:
                writer.execute("PRAGMA foreign_keys = ON")
                self._local.writer = writer
                try:
                    with writer.atomic():
                        # Takes the writer's place before anything is read.
                        writer.execute("DELETE FROM about WHERE key = 'lock'")
                        yield
                        _seal(writer)
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
        with suppress(*_UNREADABLE), closing(Database(_connection(self.path, "rw"))) as last:
            _settle(last)  # who can only read leaves files beside it


def _let_go(database: Database, opened: list[Database]) -> None:
    if database in opened:
        opened.remove(database)
        database.close()


def _connection(path: Path, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    """A connection that never makes a file."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE, check_same_thread=False)


def _settle(database: Database) -> None:
    """Moves what it can from the write-ahead log into the file itself, without waiting for anybody who reads."""
    database.execute("PRAGMA busy_timeout = 0")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


# The seal: a checksum over all pages, which stands in a field of the header that SQLite leaves to us


def _seal(database: Database) -> None:
    database.execute(f"PRAGMA user_version = {_checksum(database) if _size(database) <= MOST_SEALED else 0}")


def _is_whole(database: Database) -> bool:
    seal = database.execute("PRAGMA user_version").fetchone()[0]
    if seal:
        return bool(seal == _checksum(database))
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


def _was_ours(path: Path) -> bool:
    """Whether a file that SQLite cannot read, or not whole, has traces of an index of this program."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_SEALED)
    except OSError:
        return False
    names = re.findall(rb"INDEX (\w+)", schema().encode())
    return data[68:72] == OURS.to_bytes(4, "big") or any(name in data for name in names)
