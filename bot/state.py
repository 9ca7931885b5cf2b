"""What Slack needs kept: which posts were taken, what each conversation is about, what people set."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from bot.database import Database
from bot.names import Names
from bot.posts import Conversation, Post
from knowledge import Language, Subject, read_plain, written

DAY = 24 * 60 * 60
SEEN_FOR = DAY
"""Slack gives up redelivering after some minutes; a day is far on the safe side."""
REMEMBERED_FOR = 30 * DAY
OWED_FOR = 10 * 60
"""Seconds for which a post that was taken and not answered may still be answered after a restart."""
TRIES = 2
"""How often answering a post is begun: one that the program died of twice would be the end of it a third time."""
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


class State:
    """The part of the journal file that the Slack window works with."""

    def __init__(self, database: Database, names: Names, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._names = names
        self._clock = clock

    # Posts

    def take(self, event_id: str, post: Post) -> bool:
        """Whether this post is new. Two events for one post, a redelivery or a second process get False.

        A taken post is owed an answer until `done`.
        """
        now = self._clock()
        keys = [(f"event:{event_id}", now), (f"post:{post.key}", now)]
        with self._database.writing() as write:
            write("DELETE FROM seen WHERE at < ?", now - SEEN_FOR)
            write("DELETE FROM pending WHERE at < ?", now - OWED_FOR)
            is_new = write.many("INSERT OR IGNORE INTO seen VALUES (?, ?)", keys) == len(keys)
            if is_new:
                write("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, 1)", post.key, json.dumps(asdict(post)), now)
        return is_new

    def done(self, post: Post) -> None:
        """The post is answered, or will never be; its words are forgotten here."""
        with self._database.writing() as write:
            write("DELETE FROM pending WHERE key = ?", post.key)

    def owed(self) -> list[Post]:
        """Posts that were taken before the program died and are young enough to be answered, oldest first."""
        with self._database.writing() as write:
            write("DELETE FROM pending WHERE at < ?", self._clock() - OWED_FOR)
        rows = self._database.rows("SELECT post FROM pending ORDER BY at")
        return [post for (value,) in rows if (post := _post(str(value))) is not None]

    def try_again(self, post: Post) -> bool:
        """Begin once more to answer a post that is owed; False where the program has died of it often enough."""
        with self._database.writing() as write:
            return write("UPDATE pending SET tries = tries + 1 WHERE key = ? AND tries < ?", post.key, TRIES) == 1

    # Conversations

    def subject(self, conversation: Conversation) -> Subject | None:
        """What the person's last answer here was about, or else the last answer that anybody got in this thread."""
        row = self._database.row(
            "SELECT value FROM subject WHERE channel = ?1 AND thread = ?2 AND at >= ?3 AND (person = ?4 OR ?5)"
            " ORDER BY person = ?4 DESC, at DESC",
            conversation.channel,
            conversation.thread,
            self._clock() - REMEMBERED_FOR,
            self._names.person(conversation.user),
            conversation.is_shared,
        )
        return read_plain(str(row[0]), Subject) if row else None

    def remember(self, conversations: Iterable[Conversation], subject: Subject) -> None:
        """Keep what these conversations are about now."""
        now, value = self._clock(), written(subject)
        rows = [(where.channel, where.thread, self._names.person(where.user), value, now) for where in conversations]
        with self._database.writing() as write:
            write("DELETE FROM subject WHERE at < ?", now - REMEMBERED_FOR)
            write.many("INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?, ?)", rows)

    def begin(self, conversation: Conversation, subject: Subject) -> None:
        """Keep what a conversation is about that may already have gone on: somebody may press before we are told."""
        person = self._names.person(conversation.user)
        row = (conversation.channel, conversation.thread, person, written(subject), self._clock())
        with self._database.writing() as write:
            write("INSERT OR IGNORE INTO subject VALUES (?, ?, ?, ?, ?)", *row)

    # People and channels

    def preferences(self, user: str) -> Preferences:
        """What a person set, or what holds for who set nothing."""
        row = self._database.row("SELECT language, followups FROM people WHERE person = ?", self._names.person(user))
        language = next((known for known in ("ja", "en") if row and row[0] == known), "auto")
        return Preferences(language, bool(row[1])) if row else Preferences()  # type: ignore[arg-type]

    def prefer(self, user: str, preferences: Preferences) -> None:
        """Keep what a person set."""
        with self._database.writing() as write:
            write(
                "INSERT OR REPLACE INTO people VALUES (?, ?, ?)",
                self._names.person(user),
                preferences.language,
                int(preferences.followups),
            )

    def greet(self, channel: str) -> bool:
        """Whether the channel has not been greeted before; from now on it has."""
        with self._database.writing() as write:
            return write("INSERT OR IGNORE INTO greeted VALUES (?)", channel) == 1


def _post(value: str) -> Post | None:
    """A post that was written down; None where another version wrote what this one cannot read."""
    try:
        written = json.loads(value)
        return Post(**written | {"mentions": tuple(written["mentions"])})
    except (ValueError, TypeError, KeyError) as unreadable:
        log.warning("A post that is owed an answer cannot be read: %s", type(unreadable).__name__)
        return None
