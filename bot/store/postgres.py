"""The journal in PostgreSQL, which replicas share: psycopg 3 and its pool."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from bot.store import migrations
from bot.store.database import WAIT, Database, JournalError, Row, UnreachableError, Writing
from bot.store.place import Server
from knowledge import say

CONNECTIONS = 8
"""Of one replica at most: ten replicas fit into the hundred that a server takes unless it is told otherwise."""
PATIENT = {"connect_timeout": "3", "keepalives_idle": "10", "keepalives_interval": "5", "tcp_user_timeout": "5000"}
"""What the address leaves open: a server that went without a word is noticed in seconds (tcp_user_timeout: ms)."""
LIMITS = (
    "SET statement_timeout = '5s'",
    "SET lock_timeout = '1s'",
    # A replica that is frozen in the middle of a transaction does not keep its locks.
    "SET idle_in_transaction_session_timeout = '5s'",
    "SET client_encoding = 'UTF8'",
)
MIGRATING = 0x486F7368696E
"""The number of the advisory lock under which one replica at a time looks after the tables: Hoshin in ASCII."""
KEPT = ("answers", "feedback", "subject", "people", "pending")
_VALUE = re.compile(r"\?(\d*)")
_OTHERWISE = {" WITHOUT ROWID": "", " REAL": " DOUBLE PRECISION"}
"""What SQLite's words in a migration are in PostgreSQL's."""
Connection = psycopg.Connection[Row]
Cursor = psycopg.Cursor[Row]
Outage = (psycopg.OperationalError, psycopg.InternalError)
"""What the server, the way to it, or its disk is to blame for; everything else is a fault of ours."""
logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # what it would say we say ourselves, once


class PostgresDatabase(Database):
    """A pool of connections."""

    is_shared = True

    def __init__(self, place: Server) -> None:
        """Brings the tables up to this version, one replica after the other. Raises JournalError with what to do."""
        super().__init__(place)
        try:
            told = {name: value for name, value in conninfo_to_dict(place.url).items() if value is not None}
            options: dict[str, Any] = PATIENT | told
            _migrate(options)
        except psycopg.Error as unusable:
            why = " ".join(str(unusable).split())
            raise JournalError(say("window_journal_no_server", "ja", path=place, reason=why)) from unusable
        self._options = options
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            kwargs=options | {"autocommit": True, "cursor_factory": psycopg.RawCursor},
            min_size=1,
            max_size=CONNECTIONS,
            timeout=WAIT,
            reconnect_timeout=WAIT,  # then whoever asks next tries anew: it knows of no pauses that grow
            configure=_limit,
            open=True,
            name="journal",
        )

    def close(self) -> None:
        """Close the pool; nothing may be asked afterwards."""
        self._pool.close()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a query finds. Raises UnreachableError."""
        with self._asking(), self._begun(_translated(sql), _clean(values)) as (_, found):
            return found.fetchall()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """One transaction. Raises UnreachableError, also where nobody knows whether it stands there."""
        with self._asking(), self._begun(b"BEGIN") as (connection, _):
            try:
                yield _Statements(connection)
            except BaseException:
                if not connection.broken:
                    connection.execute(b"ROLLBACK")
                raise
            connection.execute(b"COMMIT")

    def settle(self) -> None:
        """Give the room of erased rows free."""
        with self._asking(), psycopg.connect(**self._options, autocommit=True) as connection:  # it may take long
            connection.execute(f"VACUUM {', '.join(KEPT)}".encode())

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if self._is_resting:
            raise self._unreachable()
        try:
            yield
        except Outage as away:
            self._note(type(away).__name__)
            raise self._unreachable() from away
        if self._trouble:
            self._note("")

    def _unreachable(self) -> UnreachableError:
        return UnreachableError(say("journal_away_now", "ja", path=self.place, reason=self._trouble))

    @contextmanager
    def _begun(self, first: bytes, values: Row = ()) -> Iterator[tuple[Connection, Cursor]]:
        """A connection with its first statement done: those that the server has closed meanwhile are passed over."""
        for left in reversed(range(CONNECTIONS + 1)):
            connection = self._pool.getconn()
            try:
                found = connection.execute(first, values)
            except psycopg.Error:
                is_gone = connection.broken
                self._pool.putconn(connection)
                if not left or not is_gone:
                    raise
                continue
            try:
                yield connection, found
            finally:
                self._pool.putconn(connection)
            return


class _Statements(Writing):
    skipping_locked = " FOR UPDATE SKIP LOCKED"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __call__(self, sql: str, *values: object) -> int:
        return self._connection.execute(_translated(sql), _clean(values)).rowcount

    def many(self, sql: str, rows: Iterable[Row]) -> int:
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(sql), [_clean(row) for row in rows])
            return max(0, cursor.rowcount)

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self._connection.execute(_translated(sql), _clean(values)).fetchall()


def _limit(connection: Connection) -> None:
    for setting in LIMITS:
        connection.execute(setting)


@lru_cache(maxsize=256)
def _translated(sql: str) -> bytes:
    """A statement with PostgreSQL's own marks for values: $1 for ?1, and for the first ?."""
    numbers = count(1)
    return _VALUE.sub(lambda mark: f"${mark[1] or next(numbers)}", sql).encode()


def _clean(values: Iterable[object]) -> Row:
    """Texts without the one character that PostgreSQL keeps in none."""
    return tuple(value.replace("\0", "") if isinstance(value, str) else value for value in values)


def _migrate(options: dict[str, Any]) -> None:
    """Bring the tables up to this version, one step after the other, while no other replica does."""
    with psycopg.connect(**options, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])  # until the connection ends
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
        done = {name for (name,) in connection.execute("SELECT name FROM migrations")}
        for step in migrations.steps("postgres"):
            if step.name not in done:
                statements = step.statements
                for ours, theirs in _OTHERWISE.items():
                    statements = statements.replace(ours, theirs)
                with connection.transaction():
                    connection.execute(statements.encode())
                    connection.execute("INSERT INTO migrations VALUES (%s)", [step.name])
