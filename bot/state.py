"""What must survive a restart: which posts were taken, and what each conversation is about."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.trouble import TroubleError
from knowledge import Subject, say

DAY = 24 * 60 * 60
SEEN_FOR = DAY
"""Slack gives up redelivering after some minutes; a day is far on the safe side."""
REMEMBERED_FOR = 30 * DAY

SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (
    key TEXT PRIMARY KEY,        -- event:… or post:channel:ts
    at REAL NOT NULL             -- seconds since 1970
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_at ON seen (at);
CREATE TABLE IF NOT EXISTS subject (
    channel TEXT NOT NULL,
    thread TEXT NOT NULL,        -- ts of the thread's first post; empty outside threads
    user TEXT NOT NULL,
    value TEXT NOT NULL,         -- knowledge.Subject as JSON
    at REAL NOT NULL,
    PRIMARY KEY (channel, thread, user)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS subject_at ON subject (at);
"""


class StateError(TroubleError):
    """The journal file cannot be used; the text names it."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a person talks with the bot."""

    channel: str
    thread: str
    """ts of the thread's first post; empty outside threads."""
    user: str


class State:
    """The journal file. Bolt answers in a pool of threads: they share one connection behind a lock."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._db = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing may be asked afterwards."""
        with self._lock:
            self._db.close()

    def take(self, event_id: str, channel: str, ts: str) -> bool:
        """Whether this post is new. Two events for one post, a redelivery or a second process get False."""
        now = self._clock()
        rows = [(f"event:{event_id}", now), (f"post:{channel}:{ts}", now)]
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM seen WHERE at < ?", (now - SEEN_FOR,))
            return self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", rows).rowcount == len(rows)

    def subject(self, conversation: Conversation) -> Subject | None:
        """What the person's last answer here was about, or else the last answer that anybody got in this thread."""
        oldest = self._clock() - REMEMBERED_FOR
        with self._lock:
            row = self._db.execute(
                "SELECT value FROM subject WHERE channel = ? AND thread = ? AND at >= ?"
                " ORDER BY user = ? DESC, at DESC",
                (conversation.channel, conversation.thread, oldest, conversation.user),
            ).fetchone()
        return _subject(row[0]) if row else None

    def remember(self, conversations: Iterable[Conversation], subject: Subject) -> None:
        """Keep what these conversations are about now."""
        now = self._clock()
        value = json.dumps(asdict(subject), ensure_ascii=False)
        rows = [(where.channel, where.thread, where.user, value, now) for where in conversations]
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM subject WHERE at < ?", (now - REMEMBERED_FOR,))
            self._db.executemany("INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?, ?)", rows)


def _open(path: Path) -> sqlite3.Connection:
    if not path.parent.is_dir():
        raise StateError(say("window_journal_no_folder", "ja", path=path))
    try:
        db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as unwritable:  # a folder in the file's place, or one that forbids new files
        raise StateError(say("window_journal_unwritable", "ja", path=path)) from unwritable
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(SCHEMA)
        db.execute("DELETE FROM seen WHERE at < 0")  # a read-only file says so here and not at the first question
    except sqlite3.Error as unusable:
        db.close()
        # OperationalError: locked, read-only, disk full. Its parent class alone: the bytes are no database.
        problem = "unwritable" if isinstance(unusable, sqlite3.OperationalError) else "not_one"
        raise StateError(say(f"window_journal_{problem}", "ja", path=path)) from unusable
    return db


def _subject(value: str) -> Subject:
    """Read what `remember` wrote, also where a newer or older version knew other fields."""
    written: dict[str, Any] = json.loads(value)
    kept: dict[str, Any] = {
        field.name: tuple(item) if isinstance(item := written[field.name], list) else item
        for field in fields(Subject)
        if field.name in written
    }
    return Subject(**kept)
