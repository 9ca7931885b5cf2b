"""What the words and the titles of a document mean, as vectors, to find those nearest to words that it never prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.language import meaning, text
from knowledge.model import RUNGS, Entry
from knowledge.shelf.index import Term
from knowledge.shelf.rows import Record
from knowledge.shelf.store import Store
from knowledge.shelf.vocabulary import Vocabulary

MOST_TITLES = 400
"""Entries up to which titles are compared: a plan's, not a list's; their vectors are made at the first need, in 1.3 ms
each."""
SHORTEST_CLAUSE = 6
"""Characters; a shorter one is an amount or half a list."""


@dataclass(frozen=True)
class Meanings:
    """The vectors of one document; all is far from everything without the model."""

    store: Store
    record: Record
    vocabulary: Vocabulary

    @cached_property
    def _words(self) -> tuple[tuple[int, ...], meaning.Vectors]:
        """The ids of its terms that have a meaning, with one vector each."""
        found = list(self.store.words.vectors(self.record.id))
        if not found:
            return (), np.zeros((0, 1), dtype=np.float32)
        return tuple(term for term, _ in found), meaning.unpacked([blob for _, blob in found])

    def terms(self, word: str, most: int) -> list[tuple[Term, float]]:
        """Its terms nearest in meaning, with their cosine."""
        ids, vectors = self._words
        near = meaning.nearest(word, vectors, most) if ids else []
        return [(self.vocabulary.terms[ids[row]], cosine) for row, cosine in near]

    @cached_property
    def _titles(self) -> tuple[tuple[Entry, ...], meaning.Vectors | None]:
        entries = self.store.entries.of_levels(self.record.id, RUNGS, MOST_TITLES + 1)
        if len(entries) > MOST_TITLES:
            return (), None
        return entries, meaning.embed([entry.title for entry in entries])

    def titles(self, phrase: str) -> list[tuple[Entry, float]]:
        """The entries of a plan's tree by how near their titles are in meaning to a phrase, with their cosine."""
        entries, vectors = self._titles
        if vectors is None:
            return []
        return [(entries[row], cosine) for row, cosine in meaning.nearest(phrase, vectors, len(entries))]

    def to_title(self, entry: Entry, phrases: Sequence[str]) -> list[float]:
        """How near the title of an entry is to each of some phrases."""
        entries, vectors = self._titles
        found = meaning.vectors(phrases)
        if vectors is None or not found:
            return []
        title = vectors[entries.index(entry)]
        return [float(found[phrase] @ title) for phrase in phrases]

    def read(self) -> None:
        """Makes now what is else made at the first need."""
        _ = self._words, self._titles, self._clauses

    @cached_property
    def _clauses(self) -> tuple[list[Entry], meaning.Vectors | None]:
        """The clauses of the texts, each with its entry."""
        said = [
            (entry, clause)
            for entry in self._titles[0]
            for sentence in text.sentences(entry.body)
            for clause in sentence.split("、")
            if len(clause) >= SHORTEST_CLAUSE
        ]
        return [entry for entry, _ in said], meaning.embed([each for _, each in said])

    def text(self, phrase: str) -> tuple[Entry, float] | None:
        """The entry whose text has the clause that is nearest in meaning to a phrase, with its cosine."""
        entries, vectors = self._clauses
        if vectors is None:
            return None
        return next(((entries[row], cosine) for row, cosine in meaning.nearest(phrase, vectors, 1)), None)
