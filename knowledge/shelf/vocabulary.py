"""A document's words in memory, found by spelling, sound, abbreviation, synonym group or part."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from knowledge.language import text
from knowledge.shelf.index import Term

Key = TypeVar("Key", int, str)

MOST_SPOKEN = 20_000
"""Terms of a vocabulary up to which abbreviations are also known by their sound."""
MOST_REMEMBERED = 20_000
"""Abbreviations whose sound is remembered from document to document: some 4 MB."""
SHORTEST_KANA = 4
"""Characters: ボランティア stands for ボランティア活動, but ネット not for セーフティネット."""
SHORTEST_READING = 4
"""Folded letters: shorter sounds fit too many words."""


@dataclass(frozen=True)
class Vocabulary:
    """All terms of one document; every statistic is this document's own."""

    size: int
    """How many entries the document has."""
    terms: Mapping[int, Term]
    by_word: Mapping[str, Term]
    by_surface: Mapping[str, Term]
    by_reading: Mapping[str, tuple[Term, ...]]
    by_initials: Mapping[str, tuple[Term, ...]]
    by_group: Mapping[int, tuple[Term, ...]]
    by_part: Mapping[str, tuple[Term, ...]]

    @classmethod
    def of(cls, terms: Iterable[Term], size: int) -> Vocabulary:
        """The vocabulary of a document of `size` entries."""
        by_id = {term.id: term for term in terms}
        readings: dict[str, list[Term]] = defaultdict(list)
        initials: dict[str, list[Term]] = defaultdict(list)
        groups: dict[int, list[Term]] = defaultdict(list)
        parts: dict[str, list[Term]] = defaultdict(list)
        for term in by_id.values():
            if len(term.reading) >= SHORTEST_READING:
                readings[term.reading].append(term)
            if len(term.units) > 1:
                short = "".join(_initial(by_id[unit].surface) for unit in term.units)
                initials[short].append(term)
                if len(term.units) > 2 and len(by_id) < MOST_SPOKEN:
                    readings[_spoken(short)].append(term)
            for group in term.groups:
                groups[group].append(term)
            for part in term.parts:
                if text.has_kanji(part) or len(part) >= SHORTEST_KANA:
                    parts[part].append(term)
        return cls(
            size=size,
            terms=by_id,
            by_word={term.word: term for term in by_id.values()},
            by_surface={term.surface: term for term in by_id.values()},
            by_reading=_frozen(readings),
            by_initials=_frozen(initials),
            by_group=_frozen(groups),
            by_part=_frozen(parts),
        )

    def idf(self, term: Term) -> float:
        """Rarity of a term: ln(1 + (N - df + 0.5) / (df + 0.5)), as in Okapi BM25 (Robertson and Zaragoza 2009)."""
        return self._idf(term.df)

    @property
    def unknown_idf(self) -> float:
        """Rarity of a word that the document never uses."""
        return self._idf(0)

    def _idf(self, df: int) -> float:
        return math.log(1 + (self.size - df + 0.5) / (df + 0.5))


def _initial(surface: str) -> str:
    """What an abbreviation keeps of a word: its first character, or two of a word in kana: まち協."""
    two = surface[:2]
    return two if len(two) == 2 and all("ぁ" <= each <= "ヺ" for each in two) else surface[:1]


@lru_cache(MOST_REMEMBERED)
def _spoken(short: str) -> str:
    """The folded reading of an abbreviation; the plans of one ward have most of theirs in common."""
    return "".join(word.reading for word in text.words(short))


def _frozen(lists: Mapping[Key, list[Term]]) -> dict[Key, tuple[Term, ...]]:
    return {key: tuple(found) for key, found in lists.items()}
