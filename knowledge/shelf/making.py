"""An index that takes its place at a path whole: made beside it, with what killed programs left behind cleared away."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from knowledge.language.phrases import say
from knowledge.shelf.file import StoreError
from knowledge.shelf.seal import seal
from knowledge.shelf.version import OURS, schema, schema_hash

LEFT = 86_400.0
"""Seconds after which a half-made file is left over whatever has the number of the process that made it."""
_BESIDE = ("", "-wal", "-shm")
_US = secrets.token_hex(3)
"""Tells this process from one of the same number before it, as in a container."""


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
                seal(database)
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
