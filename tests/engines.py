"""The engines that keep the journal, for tests: a file, and a PostgreSQL of the machine's on a socket of its own."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from bot.store import Place, Row, Server
from tests.processor import processor_seconds

ENGINES = ("sqlite", "postgres")
NAMES_KEY = "5a" * 32
LEASE = 1
"""Seconds."""
SCHEMAS = count()
UNPRIVILEGED = ("postgres", "nobody")
"""Whom a server runs as where the tests run as root, which it refuses."""
HASTE = {"fsync": "off", "full_page_writes": "off", "max_connections": "150"}
"""What only a machine that loses its power would notice."""
PATIENCE = 30.0


def programs() -> Path | None:
    """Where PostgreSQL's programs lie; None where there are none."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max((one.parent for one in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


class Postgres:
    """A server in a temporary folder, on a socket there."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._folder = folder
        self._user: dict[str, object] = {}
        if os.geteuid() == 0:
            user = next(name for name in UNPRIVILEGED if _is_known(name))
            shutil.chown(folder, user)
            self._user = {"user": user, "extra_groups": []}
        self._run("initdb", "--username=hoshin", "--auth=trust", "--no-sync", "--encoding=UTF8", "-D", str(self._data))
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = HASTE | {"listen_addresses": "", "unix_socket_directories": str(self._folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        log = (self._folder / "log").open("ab")
        with log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._user,  # type: ignore[call-overload]
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > end or self._server.poll() is not None:
                raise AssertionError((self._folder / "log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once, as the end of its machine would."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(PATIENCE)

    def server(self, schema: str | None = None) -> Server:
        """Its address; with a schema, tables are made and found there."""
        inside = f"&options={quote(f'-csearch_path={schema}', safe='')}" if schema else ""
        return Server(f"postgresql:///postgres?host={quote(str(self._folder), safe='')}&user=hoshin{inside}")

    def fresh(self) -> Server:
        """A place that nobody has used."""
        schema = f"test_{next(SCHEMAS)}"
        told(self.server(), f"CREATE SCHEMA {schema}")
        return self.server(schema)

    def processor_seconds(self) -> float:
        """What it and its processes that live have used so far."""
        number = self._server.pid
        children = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()
        return sum(filter(None, map(processor_seconds, [number, *map(int, children)])))

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.server().url).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            **self._user,  # type: ignore[call-overload]
        )


def _is_known(name: str) -> bool:
    pwd = pytest.importorskip("pwd", reason="only Unix has users like this")
    return any(user.pw_name == name for user in pwd.getpwall())


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server while the context is open. Skips the test, with a reason, where the machine has none."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="hoshin-pg-") as folder:  # short: a socket's path has 107 bytes at most
        running = Postgres(Path(folder), found)
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Both engines, one after the other, for modules that import this."""
    return str(request.param)


def told(place: Place, sql: str, *values: object) -> list[Row]:
    """What a statement finds or changes, past the program under test."""
    if isinstance(place, Server):
        with psycopg.connect(place.url, autocommit=True) as connection:
            found = connection.execute(sql.replace("?", "%s").encode(), values or None)
            return found.fetchall() if found.description else []
    with closing(sqlite3.connect(place)) as file, file:
        return file.execute(sql, values).fetchall()


def kept(place: Place) -> bytes:
    """All that is kept there: a file with what lies beside it, or every row of every table."""
    if isinstance(place, Path):
        return b"".join(file.read_bytes() for file in place.parent.glob(f"{place.name}*"))
    tables = told(place, "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
    return repr([told(place, f"SELECT * FROM {table}") for (table,) in tables]).encode()


def variables(place: Place) -> dict[str, str]:
    """What a program is told in its environment to keep its journal there."""
    told = place.url if isinstance(place, Server) else str(place)
    return {"HOSHIN_JOURNAL": told, "HOSHIN_NAMES_KEY": NAMES_KEY, "HOSHIN_LEASE": str(LEASE)}
