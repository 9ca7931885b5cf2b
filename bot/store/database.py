"""The narrow door: what whoever keeps something asks of an engine.

Statements are written once, for both engines: in what SQLite and PostgreSQL have in common, with ? or ?1 for values,
`INSERT … ON CONFLICT` for what may be there, and `clock()` for the engine's own time in seconds since 1970.
"""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from bot.store.place import Place
from bot.trouble import NotNowError, TroubleError
from knowledge import say

PROBE = "INSERT INTO notes VALUES ('probe', clock()) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
WAIT = 1.0
"""Seconds that a statement waits for another program, or for a connection: Slack wants its answer within three."""
REST = 2.0
"""Seconds after a failure for which nothing else is tried, so that a hundred questions do not wait in a row."""
Row = tuple[object, ...]
log = logging.getLogger(__name__)


class JournalError(TroubleError):
    """The journal cannot be used; the text names it."""


class UnwritableError(JournalError):
    """Nothing can be written just now, such as on a full disk; what was to be written is not there."""


class UnreachableError(JournalError, NotNowError):
    """The engine that replicas share cannot be asked just now: nobody knows what the others have done meanwhile."""

    told = "not_now_journal"


class Writing(ABC):
    """The statements of one transaction; each tells how many rows it changed."""

    skipping_locked = ""
    """What ends a SELECT that is to lock its rows and to pass over those that another replica has locked."""

    @abstractmethod
    def __call__(self, sql: str, *values: object) -> int:
        """One statement."""

    @abstractmethod
    def many(self, sql: str, rows: Iterable[Row]) -> int:
        """One statement for each row of values; how many rows all of them changed."""

    @abstractmethod
    def rows(self, sql: str, *values: object) -> list[Row]:
        """What one statement finds or returns, such as the rows that it changed."""


class Database(ABC):
    """An engine that is open. Safe from any thread."""

    is_shared: bool
    """Whether other replicas answer out of it at the same time."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.troubles = 0
        """How often it could not be asked or written."""
        self._trouble = ""
        """Why nothing could be done the last time; empty where it could."""
        self._rest_until = 0.0

    @abstractmethod
    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a query finds. UnreachableError where replicas share the engine and it cannot be asked.

        Nothing where a file cannot be read, which the log says.
        """

    def row(self, sql: str, *values: object) -> Row | None:
        """The first of what a query finds."""
        return next(iter(self.rows(sql, *values)), None)

    @abstractmethod
    def writing(self) -> AbstractContextManager[Writing]:
        """One transaction: all of it is there afterwards, or nothing. Raises UnwritableError or UnreachableError."""

    def if_possible(self, work: Callable[[Writing], int]) -> int:
        """Write something that an answer can do without; how many rows changed, none where nothing can be written."""
        try:
            with self.writing() as write:
                return work(write)
        except JournalError:
            return 0

    def is_writable(self) -> bool:
        """Whether something can be written now: it is tried."""
        self._rest_until = 0.0
        try:
            with self.writing() as write:
                write(PROBE)
        except JournalError:
            return False
        return True

    @abstractmethod
    def settle(self) -> None:
        """Let nothing of what was erased be read out of what the engine keeps besides."""

    @abstractmethod
    def close(self) -> None:
        """Close it; nothing may be asked afterwards."""

    @property
    def _is_resting(self) -> bool:
        return time.monotonic() < self._rest_until

    def _note(self, trouble: str) -> None:
        """Say it when the engine stops or begins again to do its work, once each."""
        self._rest_until = time.monotonic() + REST if trouble else 0.0
        if bool(trouble) != bool(self._trouble):
            file = ("journal_unwritable_now", "journal_writable_again")
            server = ("journal_away_now", "journal_back_again")
            key = (server if self.is_shared else file)[not trouble]
            log.error("%s", say(key, "ja", path=self.place, reason=trouble))
        self._trouble = trouble
        self.troubles += bool(trouble)
