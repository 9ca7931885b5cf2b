"""What every answer is written with: the result, the question, the names of its document, and the frame of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.answers.names import Names, Shelf, opened, source_of
from knowledge.answers.teller import evidence
from knowledge.answers.wording import Wording
from knowledge.model import (
    Answer,
    Asked,
    Change,
    Entry,
    Kind,
    Language,
    Level,
    Linked,
    Mentions,
    Money,
    Query,
    Result,
    Row,
    Rows,
    Set,
    Share,
    Shown,
    Subject,
)
from knowledge.shelf.document import Document

MOST_SHOWN = 100
"""Entries that one answer shows."""
RUNGS = (Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
"""The levels that people walk down, and that money stands on."""


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Speaks of one document in answer to one question."""

    document: Document
    asked: Asked
    shelf: Shelf
    unit: str | None = None

    @property
    def language(self) -> Language:
        """The asker's."""
        return self.asked.language

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        held = self.shelf.held(self.document, self.language)
        return Names(self.document, self.language, self.unit, held)

    @cached_property
    def words(self) -> Wording:
        """Sets, measures and conditions in words, entries with their titles."""
        return Wording(self.names, lambda entry, names: names.entry(entry), lambda name: source_of(self.shelf, name))

    def of(self, document: str) -> Voice:
        """The same voice, speaking of another document."""
        return Voice(document=opened(self.shelf, document), asked=self.asked, shelf=self.shelf)

    def say(self, key: str, **values: object) -> str:
        """A phrase of this document's kind."""
        return self.names.say(key, **values)

    def shown(self, entries: Iterable[Entry]) -> tuple[Shown, ...]:
        """Entries as an answer shows them, each once; of very many the first."""
        several = list({entry.id: entry for entry in entries}.values())[:MOST_SHOWN]
        return tuple(self._shown(entry) for entry in several)

    def _shown(self, entry: Entry) -> Shown:
        document = self.document if entry.document == self.document.name else opened(self.shelf, entry.document)
        return evidence.shown(document, entry, self.asked.reasons, self.asked.score)

    def answer(self, kind: Kind, headline: str, **parts: object) -> Answer:
        """An answer with what every answer carries."""
        base = Answer(
            question=self.asked.raw,
            kind=kind,
            language=self.language,
            headline=headline,
            source=self.document.source,
            source_line=evidence.source_line(self.names),
            reasons=self.asked.reasons,
            score=self.asked.score,
            version=evidence.version(self.document),
            subject=Subject(document=self.document.name),
        )
        return replace(base, **parts)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Telling(Voice):
    """Tells one result."""

    result: Result

    @property
    def query(self) -> Query:
        """What was asked."""
        return self.result.query

    @property
    def rows(self) -> tuple[Row, ...]:
        """What came of it."""
        return self.result.rows

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the rows."""
        return tuple(row.entry for row in self.rows if row.entry is not None)

    @property
    def money(self) -> Money:
        """Which money the query measures, or would."""
        match self.query.measure:
            case Money() as money:
                return money
            case Share(money, _):
                return money
            case Change() as change:
                return change.newer
        return Money()

    @property
    def kind(self) -> str:
        """What that money is called."""
        return self.names.kind(self.money)

    def row_name(self, row: Row) -> str:
        """What a row is called: its entry, or its group."""
        return self.names.entry(row.entry) if row.entry is not None else self.group_name(row.label)

    def group_name(self, label: str) -> str:
        """A group by its label; a year by its name."""
        return self.names.year(int(label)) if label.isdecimal() else label

    def with_rows(self, rows: tuple[Row, ...], total: int | None) -> Telling:
        """The same with other rows, and with their sum where they may be added: for a table of what was counted."""
        return replace(self, result=replace(self.result, rows=rows, sum=total))

    @property
    def asked_words(self) -> str:
        """How the question calls what it asks of, where it has words for it."""
        return _words(self.query.of)

    def printed_word(self, entry: Entry) -> str | None:
        """What the question asks of, as it really stands in an entry's own text."""
        return evidence.printed_word(entry, self.asked_words, self.asked.reasons)


def _words(of: Set) -> str:
    match of:
        case Linked(_, words) | Mentions(words):
            return words
        case Rows(query):
            return _words(query.of)
    return ""
