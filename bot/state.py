"""What Slack needs kept: which posts were taken, what each conversation is about, what people set."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal

from bot.names import Names
from bot.posts import Conversation, Post
from bot.store import Database, UnreachableError, UnwritableError, Writing
from knowledge import Language, Subject, read_plain, written

DAY = 24 * 60 * 60
REMEMBERED_FOR = 30 * DAY
OWED_FOR = DAY
"""Seconds for which a post that was taken and not answered may still be answered after a restart."""
TRIES = 2
"""How often answering a post is begun: one that the program died of twice would be the end of it a third time."""
BEGIN = "INSERT INTO subject (workspace, channel, thread, person, value, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT"
REMEMBER = f"{BEGIN} (workspace, channel, thread, person) DO UPDATE SET value = excluded.value, at = excluded.at"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person set in Home."""

    language: Literal["auto", "ja", "en"] = "auto"
    """Of buttons and answers; auto: that of Slack and of the question."""
    followups: bool = True
    """Whether questions in a thread are answered without a mention."""

    @property
    def told(self) -> Language | None:
        """The language, where one was told."""
        return None if self.language == "auto" else self.language


@dataclass(frozen=True, slots=True)
class Owed:
    """A post that was taken before the program ended, and not answered as far as it knew."""

    post: Post
    begun: bool
    """Its answer may have been sent."""


class State:
    """The part of the journal that one workspace's window works with; nothing here finds another's.

    What cannot be written down, on a full disk say, is kept in memory as far as answering needs it.
    """

    def __init__(
        self, database: Database, names: Names, workspace: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._workspace = workspace
        self._clock = clock
        self._unwritten: dict[str, Post | None] = {}
        """Posts that were taken and could not be written down, by key; None once they are answered."""
        self._unwritten_lock = threading.Lock()

    # Posts

    def ours(self, post: Post) -> Post:
        """A post that this workspace's installation heard of, as it is kept."""
        return replace(post, workspace=self._workspace)

    def take(self, event_id: str, post: Post, form: Literal["post", "edit"] = "post") -> bool:
        """Whether this post is new in this form: as it was written, or edited into a question.

        Two events for one post, or a redelivery, get False. A taken post is owed an answer until `done`.
        """
        now, name = self._clock(), f"{form}:{post.key}"
        keys = [(name, now)] + ([(f"event:{self._workspace}/{event_id}", now)] if event_id else [])
        try:
            with self._database.writing() as write:
                is_new = write.many("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", keys) == len(keys)
                if is_new and post.key not in self._unwritten:
                    row = (post.key, json.dumps(asdict(post)), now, self._workspace)
                    write(
                        "INSERT INTO pending (key, post, at, workspace, tries, begun) VALUES (?, ?, ?, ?, 0, 0)"
                        " ON CONFLICT (key) DO UPDATE SET post = excluded.post, at = excluded.at, tries = 0, begun = 0",
                        *row,
                    )
        except UnreachableError:
            raise  # another replica may have it
        except UnwritableError:
            return self._take_unwritten(post, name)
        return is_new and post.key not in self._unwritten

    def _take_unwritten(self, post: Post, name: str) -> bool:
        if self._database.row("SELECT 1 FROM seen WHERE key = ?", name):
            return False
        with self._unwritten_lock:
            if post.key in self._unwritten:
                return False
            self._unwritten[post.key] = post
            return True

    def is_first(self, request: str) -> bool:
        """Whether this request was not taken before; also where that cannot be written down."""
        row = (f"request:{request}", self._clock())
        try:
            with self._database.writing() as write:
                return write("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", *row) == 1
        except UnreachableError:
            raise  # another replica may have it
        except UnwritableError:
            return True

    def begin(self, post: Post) -> Post | None:
        """Note that the answer to a post is being sent; the post as it stands now, None if it was withdrawn."""
        if post.key in self._unwritten:
            return self._unwritten[post.key]
        try:
            with self._database.writing() as write:
                rows = write.rows("UPDATE pending SET begun = 1 WHERE key = ? RETURNING post", post.key)
        except UnwritableError:
            rows = self._database.rows("SELECT post FROM pending WHERE key = ?", post.key) or [(None,)]
        return (_post(str(rows[0][0])) if rows[0][0] else post) if rows else None

    def done(self, post: Post) -> None:
        """The post is answered, or will never be; its words are forgotten here."""
        if post.key in self._unwritten:
            self._unwritten[post.key] = None
        self._if_possible(lambda write: write("DELETE FROM pending WHERE key = ?", post.key))

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
        for key, post in [(str(key), _post(str(value))) for key, value in rows]:
            if post is None or post.channel != channel or (now := change(post)) == post:
                continue
            changed = True
            if now is None:
                self._if_possible(lambda write, key=key: write("DELETE FROM pending WHERE key = ?", key))  # type: ignore[misc]
            else:
                row = (json.dumps(asdict(now)), key)
                self._if_possible(lambda write, row=row: write("UPDATE pending SET post = ? WHERE key = ?", *row))  # type: ignore[misc]
        return changed

    def owed(self, now: float | None) -> list[Owed]:
        """Posts that were taken before the program ended and are young enough to be answered, oldest first.

        `now` is None while the clock is in doubt: then none counts as too old.
        """
        oldest = 0.0 if now is None else now - OWED_FOR
        rows = self._database.rows(
            "SELECT post, begun FROM pending WHERE workspace = ? AND at >= ? ORDER BY at, key", self._workspace, oldest
        )
        return [Owed(self.ours(post), bool(begun)) for value, begun in rows if (post := _post(str(value))) is not None]

    def start(self, post: Post) -> bool:
        """Note that an answer is being found; False where the program has died of that often enough."""
        if post.key in self._unwritten:
            return True
        try:
            with self._database.writing() as write:
                rows = write.rows("UPDATE pending SET tries = tries + 1 WHERE key = ? RETURNING tries", post.key)
        except UnwritableError:
            return True
        return all(int(str(tries)) <= TRIES for (tries,) in rows)

    # Conversations

    def subject(self, conversation: Conversation) -> Subject | None:
        """What the person's last answer here was about, or else the last answer that anybody got in this thread."""
        row = self._database.row(
            "SELECT value FROM subject WHERE workspace = ?6 AND channel = ?1 AND thread = ?2 AND at >= ?3"
            " AND (person = ?4 OR ?5) ORDER BY person = ?4 DESC, at DESC",
            conversation.channel,
            conversation.thread,
            self._clock() - REMEMBERED_FOR,
            self._names.person(conversation.user),
            conversation.is_shared,
            self._workspace,
        )
        return read_plain(str(row[0]), Subject) if row else None

    def remember(self, conversations: Iterable[Conversation], subject: Subject) -> None:
        """Keep what these conversations are about now."""
        rows = [self._about(where, subject) for where in conversations]
        self._if_possible(lambda write: write.many(REMEMBER, rows))

    def begin_thread(self, conversation: Conversation, subject: Subject) -> None:
        """Keep what a conversation is about that may already have gone on: somebody may press before we are told."""
        row = self._about(conversation, subject)
        self._if_possible(lambda write: write(f"{BEGIN} DO NOTHING", *row))

    def _about(self, where: Conversation, subject: Subject) -> tuple[object, ...]:
        person = self._names.person(where.user)
        return (self._workspace, where.channel, where.thread, person, written(subject), self._clock())

    # People and channels

    def preferences(self, user: str) -> Preferences:
        """What a person set, or what holds for who set nothing."""
        row = self._database.row(
            "SELECT language, followups FROM people WHERE workspace = ? AND person = ?",
            self._workspace,
            self._names.person(user),
        )
        language = next((known for known in ("ja", "en") if row and row[0] == known), "auto")
        return Preferences(language, bool(row[1])) if row else Preferences()  # type: ignore[arg-type]

    def prefer(self, user: str, preferences: Preferences) -> None:
        """Keep what a person set. Raises UnwritableError."""
        with self._database.writing() as write:
            write(
                "INSERT INTO people (workspace, person, language, followups) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (workspace, person)"
                " DO UPDATE SET language = excluded.language, followups = excluded.followups",
                self._workspace,
                self._names.person(user),
                preferences.language,
                int(preferences.followups),
            )

    def greet(self, channel: str) -> bool:
        """Whether the channel has not been greeted before; from now on it has. False where that cannot be kept."""
        greeted = "INSERT INTO greeted (workspace, channel) VALUES (?, ?) ON CONFLICT DO NOTHING"
        return self._if_possible(lambda write: write(greeted, self._workspace, channel)) == 1

    def _if_possible(self, work: Callable[[Writing], int]) -> int:
        return self._database.if_possible(work)


def _post(value: str) -> Post | None:
    """A post that was written down; None where another version wrote what this one cannot read."""
    try:
        kept = json.loads(value)
        return Post(**kept | {"mentions": tuple(kept["mentions"])})
    except (ValueError, TypeError, KeyError) as unreadable:
        log.warning("A post that is owed an answer cannot be read: %s", type(unreadable).__name__)
        return None
