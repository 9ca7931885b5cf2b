"""What is remembered besides answers: what each conversation is about, what people set, who was greeted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bot.names import Names
from bot.pending import DAY
from bot.posts import Conversation
from bot.store import Database
from knowledge import Language, Subject, read_plain, written

REMEMBERED_FOR = 30 * DAY
BEGIN = "INSERT INTO subject (workspace, channel, thread, person, value, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT"
REMEMBER = f"{BEGIN} (workspace, channel, thread, person) DO UPDATE SET value = excluded.value, at = excluded.at"


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
    """The part of the journal that remembers one workspace's conversations and people; nothing here finds another's."""

    def __init__(
        self, database: Database, names: Names, workspace: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._workspace = workspace
        self._clock = clock

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
        self._database.if_possible(lambda write: write.many(REMEMBER, rows))

    def begin_thread(self, conversation: Conversation, subject: Subject) -> None:
        """Keep what a conversation is about that may already have gone on: somebody may press before we are told."""
        row = self._about(conversation, subject)
        self._database.if_possible(lambda write: write(f"{BEGIN} DO NOTHING", *row))

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
        return self._database.if_possible(lambda write: write(greeted, self._workspace, channel)) == 1
