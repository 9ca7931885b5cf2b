"""This program among those that answer out of the same journal: alive by the journal's clock, or given up."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from bot.store import Database, Writing
from bot.trouble import NotNowError
from knowledge import say

LEASE = 60.0
"""Seconds for which a replica counts as alive after it was heard of."""
FOREVER = 1e12
"""For the one program that has a file to itself."""
RENEWALS = 4
"""How often a replica is heard of in the time of a lease."""
SETTLED = "DELETE FROM pending WHERE key = ? AND holder = ?"
PRUNED = 3_600
"""Seconds after which a life that ended without a word is taken off the list."""
log = logging.getLogger(__name__)


class BehindError(NotNowError):
    """Another replica answers from a newer edition of the documents: this one does not answer from its own."""

    told = "not_now_edition"


class Replica:
    """One of up to ten that share a journal.

    What a replica has taken is its own for as long as it lives. It lives from lease to lease, by the engine's clock.
    One that may have been given up, because it was frozen or could not reach the engine, begins another life: what it
    took in the one before is anybody's then, and is answered in that one no more.
    """

    def __init__(self, database: Database, lease: float = LEASE, edition: Callable[[], str] = lambda: "") -> None:
        """`edition` tells the documents that it answers from now. Raises UnwritableError."""
        self._database = database
        self._lease = lease if database.is_shared else FOREVER
        self._read_edition = edition
        self._due = 0.0
        """When it has to be heard of again, on the monotonic clock."""
        self._troubles = 0
        """Those of the engine when this life began."""
        self._settled: list[tuple[str, str]] = []
        """What was answered while the engine could not be told: key in `pending`, and life."""
        self._others: tuple[str, ...] = ()
        """Editions of the replicas that live, as far as they are not ours."""
        self.id = ""
        """Of this life."""
        self.edition = ""
        """Of the documents, as the others were told."""
        self.is_behind = False
        """Whether another replica that lives has a newer edition."""
        self.begin()

    @property
    def is_of_one_mind(self) -> bool:
        """Whether all that live have one edition."""
        return not self._others

    def settled(self, key: str, life: str) -> None:
        """Something was answered while the engine could not be told; it is, as soon as it can."""
        self._settled.append((key, life))

    def begin(self) -> None:
        """Begin another life, and end the one before. Raises UnwritableError."""
        settled = list(self._settled)
        fresh, edition, troubles = secrets.token_hex(8), self._read_edition(), self._database.troubles
        with self._database.writing() as write:
            write.many(SETTLED, settled)
            if self._database.is_shared:
                self._leave(write)
            else:
                write("DELETE FROM replicas")  # nobody else has the file
            write("INSERT INTO editions VALUES (?, clock()) ON CONFLICT DO NOTHING", edition)
            write("INSERT INTO replicas VALUES (?, clock() + ?, ?)", fresh, self._lease, edition)
        self.id, self.edition, self._troubles = fresh, edition, troubles
        self._due = time.monotonic() + self._lease / RENEWALS
        del self._settled[: len(settled)]
        self._compare()

    def attend(self) -> None:
        """Live on, or begin another life. Raises UnreachableError."""
        if not self._lives_on():
            self.begin()

    def end(self) -> None:
        """Let the others go on at once with what this one has not answered. Raises UnwritableError."""
        with self._database.writing() as write:
            self._leave(write)

    def _leave(self, write: Writing) -> None:
        write("DELETE FROM replicas WHERE id = ? OR expires < clock() - ?", self.id, PRUNED)
        # It has not died of them.
        fewer = "CASE WHEN tries > 0 THEN tries - 1 ELSE 0 END"
        write(f"UPDATE pending SET holder = '', tries = {fewer} WHERE holder = ?", self.id)

    def _lives_on(self) -> bool:
        """Be heard of where it is time; False where another life has to begin. Raises UnreachableError."""
        edition = self._read_edition()
        if time.monotonic() >= self._due or edition != self.edition:
            sql = "UPDATE replicas SET expires = clock() + ?, edition = ? WHERE id = ? AND expires > clock()"
            with self._database.writing() as write:
                write("INSERT INTO editions VALUES (?, clock()) ON CONFLICT DO NOTHING", edition)
                if not write(sql, self._lease, edition, self.id):
                    return False
            self.edition, self._due = edition, time.monotonic() + self._lease / RENEWALS
        was_behind = self.is_behind
        is_listed = self._compare()
        return is_listed and self._troubles == self._database.troubles and was_behind >= self.is_behind

    def _compare(self) -> bool:
        """Look which editions the others have, the newest first, and whether this one still counts as alive.

        The newest is the one that a replica came with last, and not what stands in the documents: their years say
        nothing of corrections. One that no replica answers from any more does not count, so that an update can be
        taken back.
        """
        rows = self._database.rows(
            "SELECT id, replicas.edition FROM replicas JOIN editions ON editions.edition = replicas.edition"
            " WHERE expires > clock() ORDER BY since DESC, replicas.edition"
        )
        living = list(dict.fromkeys(str(edition) for _, edition in rows))
        self.is_behind = self.edition in living[1:]
        others = tuple(edition for edition in living if edition != self.edition)
        if others != self._others:
            self._others = others
            key = "edition_behind" if self.is_behind else "edition_newest" if others else "edition_same"
            log.log(logging.ERROR if others else logging.INFO, "%s", say(key, "ja", edition=self.edition[:8]))
        return self.id in (name for name, _ in rows)
