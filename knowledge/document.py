"""One document of the shelf, ready to be asked: its entries, its words, its matcher."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge import meaning
from knowledge.concepts import Concept, Concepts, Slot
from knowledge.index import Term
from knowledge.match import Matcher
from knowledge.model import Entry, Hit, Level, Source
from knowledge.question import Context
from knowledge.store import Record, Row, Store
from knowledge.trade import Trade
from knowledge.vocabulary import Vocabulary

MOST_TITLES = 20_000
"""Entries up to which every title is compared with a question of generic words."""
MOST_LISTED = 1_000
"""Entries of a document, from its beginning, that lists are made of."""


@dataclass(frozen=True)
class Document:
    """A document with what is kept of it in memory: only its vocabulary; everything else is read when asked for."""

    store: Store
    record: Record
    trade: Trade
    size: int

    @property
    def source(self) -> Source:
        """Whose plan it is."""
        return self.record.source

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words."""
        return Vocabulary.of(self.store.terms(self.record.id), self.size)

    @cached_property
    def context(self) -> Context:
        """What questions to it are read against."""
        return Context(self.vocabulary, self.trade, self.source.organisation, self.printed)

    @cached_property
    def _concepts(self) -> Concepts:
        return Concepts(self.vocabulary, self.trade, self.nearest)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.store, self.record.id, self.vocabulary)

    @cached_property
    def _vectors(self) -> tuple[tuple[int, ...], meaning.Vectors]:
        found = list(self.store.vectors(self.record.id))
        if not found:
            return (), np.zeros((0, 1), dtype=np.float32)
        return tuple(term for term, _ in found), meaning.unpacked([blob for _, blob in found])

    def nearest(self, word: str, most: int) -> list[tuple[Term, float]]:
        """Its terms nearest in meaning, with their cosine."""
        ids, vectors = self._vectors
        return (
            [(self.vocabulary.terms[ids[row]], cosine) for row, cosine in meaning.nearest(word, vectors, most)]
            if ids
            else []
        )

    def concepts(self, slots: Iterable[Slot]) -> tuple[Concept, ...]:
        """What it has for the words of a question."""
        return tuple(self._concepts.of(slot) for slot in slots)

    def rank(self, concepts: tuple[Concept, ...]) -> tuple[Hit, ...]:
        """Its entries that speak to them, best first."""
        return self._matcher.rank(concepts)

    def _entries(self, where: str, *parameters: object) -> tuple[Entry, ...]:
        rows: tuple[Row, ...] = self.store.rows(f"+entries.document = ? AND {where}", (self.record.id, *parameters))
        return tuple(row.entry for row in rows)

    def entry(self, key: str) -> Entry | None:
        """The entry of an id."""
        return next(iter(self._entries("entries.key = ?", key)), None)

    def by_code(self, code: str) -> Entry | None:
        """The entry of a code."""
        return next(iter(self._entries("entries.code = ?", code)), None)

    def entries(self) -> tuple[Entry, ...]:
        """All of them in the order of the page."""
        return self.store.entries(self.record.id)

    def of_level(self, level: Level) -> tuple[Entry, ...]:
        """The entries of a level in the order of the page; of a very large document the first ones, see `count`."""
        return self._entries(f"entries.level = ? AND entries.position < {MOST_LISTED}", str(level))

    def count(self, level: Level) -> int:
        """How many entries of a level there are."""
        return self.store.count(self.record.id, str(level))

    def children(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries right below."""
        return self._entries("above.key = ?", entry.id)

    def below(self, entry: Entry, level: Level | None = None) -> tuple[Entry, ...]:
        """All entries below, of one level or of all."""
        found: list[Entry] = []
        for child in self.children(entry):
            found.extend((child, *self.below(child)))
        return tuple(each for each in found if level is None or each.level is level)

    def ladder(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries above, from the top."""
        above: list[Entry] = []
        key = entry.parent
        while key is not None and (parent := self.entry(key)) is not None:
            above.insert(0, parent)
            key = parent.parent
        return tuple(above)

    def with_amounts(self) -> tuple[Entry, ...]:
        """All entries that carry money."""
        return self._entries("entries.id IN (SELECT entry FROM amounts)")

    def titled(self, words: str) -> Entry | None:
        """The one entry whose whole title stands in a text; not looked for in a very large document."""
        if self.size > MOST_TITLES:
            return None
        found = self._entries("length(entries.title) > 3 AND instr(?, entries.title) > 0", words)
        longest = [entry for entry in found if len(entry.title) == max(len(each.title) for each in found)]
        return longest[0] if len(longest) == 1 else None

    def printed(self, words: str) -> bool:
        """Whether a string stands in a text of the plan."""
        return self.store.prints(self.record.id, _pattern(words))

    def printing(self, words: str) -> tuple[Entry, ...]:
        """The entries whose title or text has a string."""
        pattern = _pattern(words)
        where = r"(entries.body LIKE ? ESCAPE '\' OR entries.title LIKE ? ESCAPE '\')"
        return self._entries(where, pattern, pattern)

    def related(self, one: Entry, other: Entry) -> bool:
        """Whether one entry is the other or stands above it."""
        above_one = [entry.id for entry in (*self.ladder(one), one)]
        above_other = [entry.id for entry in (*self.ladder(other), other)]
        return one.id in above_other or other.id in above_one


def _pattern(words: str) -> str:
    """For LIKE: a string anywhere."""
    escaped = re.sub(r"([%_\\])", r"\\\1", words)
    return f"%{escaped}%"
