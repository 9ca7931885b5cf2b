"""The whole journal, of every workspace, for whoever runs the program: counted, forgotten, tidied, and whose it is."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable

from bot.journal import Miss, misses
from bot.names import Names
from bot.pending import DAY, OWED_FOR
from bot.state import REMEMBERED_FOR
from bot.store import Database, JournalError, UnwritableError, Writing
from knowledge import say

SEEN_FOR = DAY
"""Slack gives up redelivering after some minutes; a day is far on the safe side."""
OLD = {
    "DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE at < ? ORDER BY at LIMIT ?)": SEEN_FOR,
    "DELETE FROM pending WHERE key IN (SELECT key FROM pending WHERE at < ? LIMIT ?)": OWED_FOR,
    "DELETE FROM subject WHERE (workspace, channel, thread, person) IN"
    " (SELECT workspace, channel, thread, person FROM subject WHERE at < ? ORDER BY at LIMIT ?)": REMEMBERED_FOR,
}
"""What is too old to matter after so many seconds, a portion at a time."""
OWNED = ("answers", "subject", "people", "greeted")
"""Tables whose rows name their workspace and nothing else does."""
SEEN_AS = ("post", "edit", "event")
log = logging.getLogger(__name__)


class Archive:
    """The journal as a whole. Questions are kept for as many days as it was told."""

    def __init__(
        self, database: Database, names: Names, keep_days: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._keep = keep_days * DAY
        self._clock = clock

    def adopt(self, workspace: str) -> None:
        """What was kept before the journal knew of workspaces is this one's from now on."""

        def work(write: Writing) -> int:
            for table in OWNED:
                write(f"UPDATE {table} SET workspace = ? WHERE workspace = ''", workspace)
            for kind in SEEN_AS:
                named = f"UPDATE seen SET key = '{kind}:' || CAST(? AS TEXT) || substr(key, {len(kind) + 2})"
                write(f"{named} WHERE key LIKE '{kind}:%' AND key NOT LIKE '%/%'", f"{workspace}/")
            owed = "UPDATE pending SET workspace = ?1, key = CAST(?1 AS TEXT) || '/' || key WHERE workspace = ''"
            return write(owed, workspace)

        self._database.if_possible(work)

    def is_first(self, request: str) -> bool:
        """Whether this request was not taken before; also where that cannot be written down."""
        row = (f"request:{request}", self._clock())
        try:
            with self._database.writing() as write:
                return write("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", *row) == 1
        except UnwritableError:
            return True

    def misses(self, most: int) -> tuple[Miss, ...]:
        """What people looked for in vain, newest first."""
        return misses(self._database, most)

    def counts(self) -> dict[str, int]:
        """How many answers of each kind are kept, and how many thumbs of each sort."""
        kinds = self._database.rows("SELECT kind, count(*) FROM answers GROUP BY kind ORDER BY count(*) DESC")
        thumbs = self._database.rows(
            "SELECT CASE helpful WHEN 1 THEN 'up' ELSE 'down' END, count(*) FROM feedback GROUP BY helpful"
        )
        return {str(name): int(str(count)) for name, count in (*kinds, *thumbs)}

    def forget(self, user: str | None) -> int:
        """Erase what is kept of one person, or of everybody; returns how many questions that were.

        Raises UnwritableError. See `strangers` for what cannot be found by a person's name.
        """
        person = self._names.person(user) if user else None
        with self._database.writing() as write:
            # Feedback on other people's answers is the person's own too.
            write("DELETE FROM feedback WHERE CAST(?1 AS TEXT) IS NULL OR person = ?1", person)
            write("DELETE FROM subject WHERE CAST(?1 AS TEXT) IS NULL OR person = ?1", person)
            write("DELETE FROM people WHERE CAST(?1 AS TEXT) IS NULL OR person = ?1", person)
            owed = write.rows("SELECT key, post FROM pending")
            theirs = [(key,) for key, post in owed if user is None or json.loads(str(post)).get("user") == user]
            write.many("DELETE FROM pending WHERE key = ?", theirs)
            if user is None:
                write("DELETE FROM keys WHERE fingerprint != ?", self._names.fingerprint)
                write("UPDATE keys SET since = 0")
            return write("DELETE FROM answers WHERE CAST(?1 AS TEXT) IS NULL OR person = ?1", person)

    # Keys and age

    def recognise(self) -> None:
        """Note which key people's hashes are made with from now on, and that older rows were made with another.

        JournalError where replicas share the journal and the others have another key.
        """
        fingerprint, now = self._names.fingerprint, self._clock()
        with self._database.writing() as write:
            known = {
                str(key) for (key,) in write.rows("SELECT fingerprint FROM keys")
            }  # at one moment: others start too
            if fingerprint in known:
                return
            is_first = not known
            if self._database.is_shared and not is_first:
                raise JournalError(say("names_key_other", "ja"))
            is_empty = not write.rows("SELECT 1 FROM answers LIMIT 1")
            since = 0 if is_empty or (is_first and not self._names.is_new) else now
            write("INSERT INTO keys VALUES (?, ?) ON CONFLICT DO NOTHING", fingerprint, since)
            if since:  # settings and conversations that nobody will ever be found to own
                write("DELETE FROM people")
                write("DELETE FROM subject")
        if since:
            log.error("%s", say("journal_key_lost", "ja"))

    def strangers(self) -> int:
        """How many questions were kept under a key that is lost: nobody can tell whose they are."""
        row = self._database.row(
            "SELECT count(*) FROM answers WHERE at < (SELECT since FROM keys WHERE fingerprint = ?)",
            self._names.fingerprint,
        )
        return int(str(row[0])) if row else 0

    def forget_the_old(self, now: float, most: int) -> int:
        """Erase at most so many rows of each kind that are too old; returns how many that were."""
        old = "DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE at < ? ORDER BY at LIMIT ?)"
        ages = OLD | {old: self._keep}
        return self._database.if_possible(lambda write: sum(write(sql, now - age, most) for sql, age in ages.items()))
