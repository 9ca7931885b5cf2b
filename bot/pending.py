"""Posts that were taken and not yet answered: each by one replica, in the order of its conversation, and once."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Literal

from bot.posts import Post
from bot.replica import SETTLED, Replica
from bot.store import Database, Row, UnreachableError, UnwritableError

DAY = 24 * 60 * 60
OWED_FOR = DAY
"""Seconds for which a post that was taken and not answered may still be answered after a restart."""
TRIES = 2
"""How often answering a post is begun: one that the program died of twice would be the end of it a third time."""
PORTION = 100
"""Posts that are taken over at a time."""
LIVES = "EXISTS (SELECT 1 FROM replicas WHERE id = {holder} AND expires > clock())"
SEEN = "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING"
TAKE = """
INSERT INTO pending (key, post, at, tries, begun, workspace, turn, holder)
SELECT ?1, ?2, ?3, 0, 0, ?6, ?4, CASE WHEN EXISTS (
    SELECT 1 FROM pending WHERE turn = ?4 AND workspace = ?6 AND key <> ?1 AND holder <> ?5) THEN '' ELSE ?5 END
WHERE TRUE
ON CONFLICT (key) DO UPDATE SET post = excluded.post, at = excluded.at, tries = 0, begun = 0, holder = excluded.holder
RETURNING holder
"""
"""Where another replica answers in this conversation, the post waits for it."""
CLAIM = f"""
SELECT key, post, begun FROM pending AS mine
WHERE workspace = ?4 AND at >= ?1 AND holder <> ?2 AND NOT {LIVES.format(holder="mine.holder")} AND NOT EXISTS (
    SELECT 1 FROM pending AS earlier WHERE earlier.workspace = ?4 AND earlier.turn = mine.turn AND earlier.at >= ?1
    AND earlier.holder <> ?2 AND (earlier.at < mine.at OR (earlier.at = mine.at AND earlier.key < mine.key)))
ORDER BY at, key LIMIT ?3
"""
"""Posts that nobody answers who lives, the first of each conversation; the next ones once that is ours."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Owed:
    """A post that was taken in another life, and not answered as far as that one knew."""

    post: Post
    begun: bool
    """Its answer may have been sent."""


class Pending:
    """The part of the journal that says what is owed an answer in one workspace, and by which replica.

    What cannot be written into a file, on a full disk say, is kept in memory as far as answering needs it. Where
    replicas share the journal, nothing is answered that is not written down there: another one may have it.
    """

    def __init__(
        self, database: Database, replica: Replica, workspace: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._replica = replica
        self._workspace = workspace
        self._clock = clock
        self._unwritten: dict[str, Post | None] = {}
        """Posts that were taken and could not be written down, by key; None once they are answered."""
        self._unwritten_lock = threading.Lock()

    # What comes in

    def ours(self, post: Post) -> Post:
        """A post that this workspace's installation heard of, as it is kept."""
        return replace(post, workspace=self._workspace)

    def take(self, event_id: str, post: Post, form: Literal["post", "edit"] = "post") -> Post | None:
        """The post, to be answered here, if it is new in this form: as it was written, or edited into a question.

        Two events for one post, or a redelivery, get None, and so does what another replica is to answer: `claim` has
        that in its time. A taken post is owed an answer until `done`. Raises UnreachableError.
        """
        now, name, holder = self._clock(), f"{form}:{post.key}", self._replica.id
        keys = [(name, now)] + ([(f"event:{self._workspace}/{event_id}", now)] if event_id else [])
        holders: list[Row] = [(holder,)]
        try:
            with self._database.writing() as write:
                is_new = write.many(SEEN, keys) == len(keys)
                if is_new and post.key not in self._unwritten:
                    wanted = "" if self._replica.is_behind else holder
                    holders = write.rows(TAKE, post.key, _written(post), now, post.turn, wanted, self._workspace)
        except UnwritableError:
            is_new = self._take_unwritten(post, name)
        else:
            is_new = is_new and post.key not in self._unwritten
        return replace(post, claim=holder) if is_new and holders == [(holder,)] else None

    def _take_unwritten(self, post: Post, name: str) -> bool:
        if self._database.row("SELECT 1 FROM seen WHERE key = ?", name):
            return False
        with self._unwritten_lock:
            if post.key in self._unwritten:
                return False
            self._unwritten[post.key] = post
            return True

    def withdraw(self, channel: str, ts: str) -> None:
        """A message was deleted: nothing is owed to it, nor to what was asked in its thread where that is gone too."""
        self._change(channel, lambda post: None if ts in (post.ts, post.thread) else post)

    def revise(self, channel: str, ts: str, change: Callable[[Post], Post | None]) -> bool:
        """Whether a message that was edited is owed an answer still; it is in the form that `change` gives it."""
        return self._change(channel, lambda post: change(post) if post.ts == ts else post)

    def _change(self, channel: str, change: Callable[[Post], Post | None]) -> bool:
        """Change posts of a channel that are owed; None withdraws one. Whether there was anything to change."""
        changed = False
        for key, held in list(self._unwritten.items()):
            if held is not None and held.channel == channel and change(held) != held:
                self._unwritten[key], changed = change(held), True
        rows = self._database.rows("SELECT key, post FROM pending WHERE workspace = ?", self._workspace)
        for key, post in [(str(key), _read(str(value))) for key, value in rows]:
            if post is None or post.channel != channel or (now := change(post)) == post:
                continue
            changed = True
            with suppress(UnwritableError), self._database.writing() as write:
                if now is None:
                    write("DELETE FROM pending WHERE key = ?", key)
                else:
                    write("UPDATE pending SET post = ? WHERE key = ?", _written(now), key)
        return changed

    # On the way to an answer

    def start(self, post: Post) -> bool:
        """Note that an answer is being found; False where the program has died of that often enough."""
        if post.key in self._unwritten:
            return True
        sql = "UPDATE pending SET tries = tries + 1 WHERE key = ? AND holder = ? RETURNING tries"
        try:
            with self._database.writing() as write:
                rows = write.rows(sql, post.key, post.claim)
        except UnwritableError:
            return True
        return all(int(str(tries)) <= TRIES for (tries,) in rows)

    def begin(self, post: Post) -> Post | None:
        """Note that the answer to a post is being sent; the post as it stands now, None where it is not ours to answer.

        It was withdrawn, or this replica was given up and another one may have it. Raises UnreachableError.
        """
        if post.key in self._unwritten:
            return self._unwritten[post.key]
        ours = f"key = ?1 AND holder = ?2 AND {LIVES.format(holder='?2')}"
        try:
            with self._database.writing() as write:
                rows = write.rows(f"UPDATE pending SET begun = 1 WHERE {ours} RETURNING post", post.key, post.claim)
        except UnwritableError:
            rows = self._database.rows("SELECT post FROM pending WHERE key = ?", post.key) or [(None,)]
        if not rows:
            return None
        now = _read(str(rows[0][0])) if rows[0][0] else None
        return replace(now, claim=post.claim) if now else post

    def done(self, post: Post) -> bool:
        """The post is answered, or will never be; its words are forgotten here.

        False where it was withdrawn or another replica took it over meanwhile.
        """
        if post.key in self._unwritten:
            self._unwritten[post.key] = None
        try:
            with self._database.writing() as write:
                return write(SETTLED, post.key, post.claim) > 0 or not self._database.is_shared
        except UnreachableError:
            self._replica.settled(post.key, post.claim)
        except UnwritableError:
            pass
        return True

    def is_owed(self, post: Post) -> bool:
        """Whether anybody still has to answer it. Raises UnreachableError."""
        return self._database.row("SELECT 1 FROM pending WHERE key = ?", post.key) is not None

    # From life to life

    def claim(self, now: float | None) -> list[Owed]:
        """Take over what nobody answers who lives, if it is young enough; oldest first. Raises UnreachableError.

        `now` is None while the clock is in doubt: then nothing counts as too old.
        """
        claimed: dict[str, Owed | None] = {}
        while not self._replica.is_behind:
            found = self._claim(0.0 if now is None else now - OWED_FOR)
            if not found.keys() - claimed.keys():
                break
            claimed |= found
        return [owed for owed in claimed.values() if owed is not None]

    def _claim(self, oldest: float) -> dict[str, Owed | None]:
        """The next that can be had, by key; None for what this version cannot read."""
        holder = self._replica.id
        wanted = (oldest, holder, PORTION, self._workspace)
        rows = self._database.rows(CLAIM, *wanted)
        if rows:
            try:
                with self._database.writing() as write:
                    rows = write.rows(CLAIM + write.skipping_locked, *wanted)
                    write.many("UPDATE pending SET holder = ? WHERE key = ?", [(holder, key) for key, _, _ in rows])
            except UnwritableError:
                pass  # nobody else has the file
        found: dict[str, Owed | None] = {}
        for key, value, begun in rows:
            post = _read(str(value))
            found[str(key)] = Owed(replace(self.ours(post), claim=holder), bool(begun)) if post else None
        return found


def _written(post: Post) -> str:
    """A post as it is kept: whose it is stands beside it."""
    return json.dumps({name: value for name, value in asdict(post).items() if name != "claim"})


def _read(value: str) -> Post | None:
    """A post that was written down; None where another version wrote what this one cannot read."""
    try:
        kept = json.loads(value)
        return Post(**kept | {"mentions": tuple(kept["mentions"])})
    except (ValueError, TypeError, KeyError) as unreadable:
        log.warning("A post that is owed an answer cannot be read: %s", type(unreadable).__name__)
        return None
