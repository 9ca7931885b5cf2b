"""What tells an index of this program, and of this version of it, from any other file."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Literal

from knowledge.shelf.seal import MOST_SEALED

PATIENCE = 30.0
"""Seconds that a writer waits for another writer."""
OURS = int.from_bytes(b"Hosh", "big")
"""SQLite's field for the program that a file belongs to; it stands in the header, at byte 68."""
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What a damaged file raises; the second where SQLite's complaint quotes a damaged name."""


def schema() -> str:
    """The SQL of an empty index."""
    return files("knowledge.shelf").joinpath("schema.sql").read_text(encoding="utf-8")


def schema_hash() -> str:
    """What tells an index of this program from one of another version."""
    return hashlib.sha256(schema().encode()).hexdigest()[:16]


def connection(path: Path, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    """A connection that never makes a file."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE, check_same_thread=False)


def is_of_another_version(path: Path) -> bool:
    """Whether a file is an index that another version of this program built, so that it may be replaced."""
    try:
        with closing(connection(path, "ro")) as reader:
            found = reader.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
    except UNREADABLE:
        return False
    return found is not None and found[0] != schema_hash()


def was_ours(path: Path) -> bool:
    """Whether a file that SQLite cannot read, or not whole, has traces of an index of this program."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_SEALED)
    except OSError:
        return False
    names = [line.split()[2].encode() for line in schema().splitlines() if line.startswith("CREATE INDEX ")]
    return data[68:72] == OURS.to_bytes(4, "big") or any(name in data for name in names)
