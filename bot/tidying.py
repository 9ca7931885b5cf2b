"""What is too old is forgotten: now and then, in portions, and never because a clock has jumped."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

from bot.rounds import rounds
from bot.store import Database, JournalError
from knowledge import say

JUMP = 2 * 24 * 60 * 60
"""Seconds by which the clock may have gone on since the program last looked without being doubted: a weekend."""
PROOF = 24 * 60 * 60
"""Seconds for which a clock that jumped, or a program that did not run for so long, has to stand by it."""
EVERY = 60 * 60.0
"""Seconds between two rounds."""
PORTION = 500
"""Rows of one transaction: it holds the lock for some milliseconds."""
BREATH = 0.05
"""Seconds between two portions, for whoever has something to write."""
CLOCK, DOUBT = "clock", "doubt"
KEEP = "INSERT INTO notes VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
log = logging.getLogger(__name__)

Forget = Callable[[float, int], int]
"""Erases at most so many rows that are too old at a time; returns how many."""


class Calendar:
    """Which time it is, as far as the clock can be believed. What it knows stands in the journal file."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self.latest: float | None = None
        """What `now` said last."""

    def now(self) -> float | None:
        """Seconds since 1970; None while the clock is far ahead of where it was, and has not stood by it for a day."""
        self.latest = self._believed()
        return self.latest

    def _believed(self) -> float | None:
        now = self._clock()
        believed, doubted = self._note(CLOCK), self._note(DOUBT)
        if (
            believed is None
            or now - believed <= JUMP
            or (doubted is not None and PROOF <= now - doubted <= PROOF + JUMP)
        ):
            self._keep({CLOCK: now, DOUBT: None})
            return now
        if doubted is None or not 0 <= now - doubted < PROOF:
            log.error("%s", say("clock_doubted", "ja", days=round((now - believed) / 86_400)))
            self._keep({DOUBT: now})
        return None

    def _note(self, name: str) -> float | None:
        row = self._database.row("SELECT value FROM notes WHERE name = ?", name)
        return float(str(row[0])) if row else None

    def _keep(self, notes: dict[str, float | None]) -> None:
        with suppress(JournalError), self._database.writing() as write:  # which is said where it happens
            for name, value in notes.items():
                if value is None:
                    write("DELETE FROM notes WHERE name = ?", name)
                else:
                    write(KEEP, name, value)


def tidy(calendar: Calendar, *forgets: Forget, pause: Callable[[float], bool | None] = time.sleep) -> None:
    """Forget all that is too old, portion by portion; nothing while the clock is in doubt.

    `pause` waits between portions; True from it ends the round.
    """
    now = calendar.now()
    if now is None:
        return
    for forget in forgets:
        while forget(now, PORTION):
            if pause(BREATH):
                return


def tidied(calendar: Calendar, *forgets: Forget) -> AbstractContextManager[None]:
    """Tidy at once and every hour while the context is open."""
    return rounds("tidying", EVERY, lambda stop: tidy(calendar, *forgets, pause=stop.wait))
