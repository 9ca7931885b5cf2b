"""What was asked and what came back, without names: for buttons, one's own memory, and whoever keeps the plan."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.names import Names
from bot.posts import Conversation
from bot.store import Database, Row
from knowledge import Answer, Kind, Language, Step, Subject, read_plain, written

_COLUMNS = "id, at, channel, thread, ts, question, subject, step, kind, language, document, edition, entries, alone"
_ITSELF = "id = ? AND workspace = ?"
"""An answer by its id, which may have been come by in another workspace."""
_ALONE = ("/", "look_up ")
"""How the places begin in which one asks alone."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what came back, as buttons need it."""

    id: str
    at: float
    """Seconds since 1970."""
    channel: str
    thread: str
    ts: str | None
    """The message with the answer."""
    question: str
    subject: Subject | None
    """What the conversation was about before."""
    step: Step | None
    """Where a button led to the answer."""
    kind: Kind
    language: Language
    document: str
    edition: str
    entries: tuple[str, ...]
    """Ids of what was shown."""
    alone: bool = False
    """Only the asker sees it."""

    @property
    def is_private(self) -> bool:
        """Whether it is nobody's business but the asker's."""
        return self.alone or self.channel[:1] not in ("C", "G") or self.thread.startswith(_ALONE)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person says of an answer."""

    helpful: bool
    entry: str | None = None
    """The id of the entry that was looked for."""
    missing: bool = False
    """The plan does not hold what was looked for."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose answer did not help, or that found nothing."""

    at: float
    question: str
    kind: Kind
    feedback: Feedback | None


class Journal:
    """The part of the journal that remembers one workspace's questions; nothing here finds another's."""

    def __init__(
        self, database: Database, names: Names, workspace: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._names = names
        self._workspace = workspace
        self._clock = clock

    def note(
        self,
        answer: Answer,
        question: str,
        where: Conversation,
        before: Subject | None,
        step: Step | None = None,
        *,
        alone: bool = False,
    ) -> str:
        """Keep an answer, which the asker `alone` sees; returns the id that its buttons carry.

        Where nothing can be written, its buttons will say that it is forgotten.
        """
        key, now = secrets.token_hex(6), self._clock()
        source = answer.source
        self._database.if_possible(
            lambda write: write(
                f"INSERT INTO answers ({_COLUMNS}, person, score, workspace)"
                " VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                now,
                where.channel,
                where.thread,
                question,
                written(before) if before else None,
                written(step) if step else None,
                str(answer.kind),
                answer.language,
                source.document if source else "",
                source.edition if source else "",
                json.dumps([shown.entry.id for shown in answer.shown]),
                int(alone),
                self._names.person(where.user),
                answer.score,
                self._workspace,
            )
        )
        return key

    def posted(self, key: str, ts: str) -> None:
        """The answer now stands in its channel under this ts."""
        self._database.if_possible(
            lambda write: write(f"UPDATE answers SET ts = ? WHERE {_ITSELF}", ts, *self._itself(key))
        )

    def removed(self, key: str) -> None:
        """The answer has been taken away again."""
        self._database.if_possible(
            lambda write: write(f"UPDATE answers SET ts = NULL WHERE {_ITSELF}", *self._itself(key))
        )

    def find(self, key: str) -> Asked | None:
        """A kept answer; None once it is forgotten, or where another version kept it."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM answers WHERE {_ITSELF}", *self._itself(key))
        return _asked(row) if row else None

    def find_own(self, key: str, user: str) -> Asked | None:
        """A kept answer that this person got; None for everybody else's, however its id was come by."""
        return self.find(key) if self.is_asker(key, user) else None

    def is_asker(self, key: str, user: str) -> bool:
        """Whether the answer was posted for this person."""
        own = f"SELECT 1 FROM answers WHERE {_ITSELF} AND person = ?"
        return self._database.row(own, *self._itself(key), self._names.person(user)) is not None

    def settle(self, key: str, user: str) -> bool:
        """Whether this press may put the chosen answer in the place of the choices: the asker's first one may."""
        sql = f"UPDATE answers SET settled = 1 WHERE {_ITSELF} AND person = ? AND settled = 0"
        values = (*self._itself(key), self._names.person(user))
        return self._database.if_possible(lambda write: write(sql, *values)) == 1

    def answered_in(self, channel: str, thread: str) -> bool:
        """Whether an answer stands in this thread, or at its beginning."""
        sql = (
            "SELECT 1 FROM answers WHERE workspace = ?3 AND channel = ?1 AND thread = ?2 AND ts IS NOT NULL UNION ALL"
            " SELECT 1 FROM answers WHERE workspace = ?3 AND channel = ?1 AND ts = ?2 AND thread = '' LIMIT 1"
        )
        return self._database.row(sql, channel, thread, self._workspace) is not None

    def recent(self, user: str, most: int) -> tuple[Asked, ...]:
        """A person's own last questions, newest first, each once."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM (SELECT *, row_number() OVER (PARTITION BY question ORDER BY at DESC) AS place"
            " FROM answers WHERE workspace = ? AND person = ? AND step IS NULL AND kind != 'help') AS own"
            " WHERE place = 1 ORDER BY at DESC LIMIT ?",
            self._workspace,
            self._names.person(user),
            most,
        )
        return tuple(asked for row in rows if (asked := _asked(row)))

    # Feedback

    def rate(self, key: str, user: str, feedback: Feedback) -> bool:
        """Keep the last word of a person on an answer; False where the answer is forgotten.

        A thumb pressed again leaves the words that came with it.
        """
        if self.find(key) is None:
            return False
        bare = feedback == Feedback(feedback.helpful)
        with self._database.writing() as write:
            write(
                "INSERT INTO feedback VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (answer, person) DO UPDATE SET"
                " at = excluded.at, helpful = excluded.helpful,"
                f" {_kept_if_bare('entry')}, {_kept_if_bare('missing')}, {_kept_if_bare('words')}",
                key,
                self._names.person(user),
                self._clock(),
                int(feedback.helpful),
                feedback.entry,
                int(feedback.missing),
                feedback.words or None,
                bare,
            )
        return True

    def misses(self, most: int) -> tuple[Miss, ...]:
        """What people looked for in vain here, newest first."""
        return misses(self._database, most, self._workspace)

    def _itself(self, key: str) -> tuple[str, str]:
        """The values of _ITSELF."""
        return key, self._workspace


def misses(database: Database, most: int, workspace: str | None = None) -> tuple[Miss, ...]:
    """What people looked for in vain, newest first: answers that did not help, and questions without one.

    In one workspace, or in all of them.
    """
    rows = database.rows(
        "SELECT answers.at, question, kind, helpful, entry, missing, words FROM answers"
        " LEFT JOIN feedback ON feedback.answer = answers.id AND helpful = 0"
        " WHERE (helpful = 0 OR (kind IN ('unknown', 'choices') AND step IS NULL))"
        " AND (CAST(?2 AS TEXT) IS NULL OR workspace = ?2) ORDER BY answers.at DESC LIMIT ?1",
        most,
        workspace,
    )
    return tuple(_miss(row) for row in rows)


def _kept_if_bare(column: str) -> str:
    """What a thumb alone leaves of what was said with the same thumb before."""
    said_alike = "?8 AND feedback.helpful = excluded.helpful"
    return f"{column} = CASE WHEN {said_alike} THEN feedback.{column} ELSE excluded.{column} END"


def _asked(row: Row) -> Asked | None:
    """What a row says; None where another version wrote it: without its subject a question asks something else."""
    key, at, channel, thread, ts, question, kept_subject, kept_step, kind, language, document, edition, *rest = row
    entries, alone = rest
    subject = read_plain(str(kept_subject), Subject) if kept_subject else None
    step = read_plain(str(kept_step), Step) if kept_step else None
    if (kept_subject and subject is None) or (kept_step and step is None):
        return None
    return Asked(
        id=str(key),
        at=float(str(at)),
        channel=str(channel),
        thread=str(thread),
        ts=str(ts) if ts else None,
        question=str(question),
        subject=subject,
        step=step,
        kind=Kind(str(kind)),
        language="en" if language == "en" else "ja",
        document=str(document),
        edition=str(edition),
        entries=tuple(json.loads(str(entries))),
        alone=bool(alone),
    )


def _miss(row: Row) -> Miss:
    at, question, kind, helpful, entry, missing, words = row
    said = None if helpful is None else Feedback(False, str(entry) if entry else None, bool(missing), str(words or ""))
    return Miss(float(str(at)), str(question), Kind(str(kind)), said)
