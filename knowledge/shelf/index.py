"""A plan as words to search by: which words it uses, in how many entries, and where.

Pure: entries in, postings and terms out. Everything is counted within the one document, so that what else stands on the
shelf changes no answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.language import text
from knowledge.language.text import Word
from knowledge.model import Entry

_CLAUSE = re.compile(r"[^。、\n]+[。、]?")
LONGEST_COMPOUND = 5
"""Words: longer runs of nouns are kept only as their shorter parts."""
MOST_CLAUSES = 20_000
"""Clauses that are remembered at once: some 10 MB."""
BREAK = 0
"""Stands in a posting where a run of nouns ends."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a document's vocabulary, or a compound of several."""

    id: int
    """Counts from 1 within the document."""
    word: str
    """Dictionary form."""
    surface: str
    """As the document prints it, where it first stands."""
    reading: str
    """Folded, in Latin letters."""
    units: tuple[int, ...]
    """Ids of the words that a compound is made of; empty for a single word."""
    parts: tuple[str, ...]
    groups: tuple[int, ...]
    df: int
    """In how many entries it stands."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The words of one entry, in order, as ids with breaks."""

    title: tuple[int, ...]
    body: tuple[int, ...]


def compounds(run: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """All compounds of two words and more inside a run of nouns."""
    for start in range(len(run)):
        for end in range(start + 2, min(len(run), start + LONGEST_COMPOUND) + 1):
            yield run[start:end]


def compound_word(units: Iterable[Word]) -> str:
    """The dictionary form of a compound."""
    return "".join(unit.normal for unit in units)


class Indexer:
    """Turns the entries of one document into postings one by one, and knows its terms at the end."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._first: dict[str, tuple[Word, ...]] = {}
        self._df: Counter[int] = Counter()
        self._clauses: dict[str, tuple[tuple[int, ...], frozenset[int]]] = {}

    def posting(self, entry: Entry) -> Posting:
        """The entry's words as ids; each word and compound of it counts once."""
        seen: set[int] = set()
        posting = Posting(self._ids(entry.title, seen), self._ids(entry.body, seen))
        self._df.update(seen)
        return posting

    def terms(self) -> Iterator[Term]:
        """All terms so far, in the order of their ids."""
        for word, number in self._numbers.items():
            yield self._term(word, number)

    def _ids(self, printed: str, seen: set[int]) -> tuple[int, ...]:
        ids: list[int] = []
        for clause in _CLAUSE.findall(text.normal_lines(printed)):
            order, terms = self._clause(clause)
            ids.extend(order)
            seen |= terms
        return tuple(ids)

    def _clause(self, clause: str) -> tuple[tuple[int, ...], frozenset[int]]:
        """The words of a clause in order, and all its terms; plans repeat many a clause word for word."""
        known = self._clauses.get(clause)
        if known is None:
            if len(self._clauses) >= MOST_CLAUSES:
                self._clauses.clear()
            known = self._clauses[clause] = self._analysed(text.words(clause))
        return known

    def _analysed(self, analysed: tuple[Word, ...]) -> tuple[tuple[int, ...], frozenset[int]]:
        ids: list[int] = []
        end = -1
        for word in analysed:
            if not word.is_content or text.is_empty(word):
                continue
            if ids and word.start != end:
                ids.append(BREAK)
            ids.append(self._note((word,)))
            end = word.end if word.is_nominal else -1
        runs = (run for run in text.runs(analysed) if len(run) > 1)
        terms = {self._note(units) for run in runs for units in compounds(run)}
        return (*ids, BREAK), frozenset(terms.union(ids) - {BREAK})

    def _note(self, units: tuple[Word, ...]) -> int:
        word = units[0].normal if len(units) == 1 else compound_word(units)
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._numbers) + 1
            self._first[word] = units
        return number

    def _term(self, word: str, number: int) -> Term:
        units = self._first[word]
        single = units[0] if len(units) == 1 else None
        return Term(
            id=number,
            word=word,
            surface="".join(unit.surface for unit in units),
            reading="".join(unit.reading for unit in units),
            units=() if single else tuple(self._numbers[unit.normal] for unit in units),
            parts=single.parts if single else (),
            groups=single.groups if single else (),
            df=self._df[number],
        )
