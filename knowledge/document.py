"""One document of the shelf, ready to be asked: its entries, its words, its matcher."""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.language import meaning, text
from knowledge.model import Entry, Hit, Level, Money, Source
from knowledge.naming import Naming
from knowledge.old_question import Context
from knowledge.question.concepts import Concept, Concepts, Slot
from knowledge.question.match import Matcher
from knowledge.question.trade import Trade
from knowledge.shelf.index import Term
from knowledge.shelf.store import Record, Row, Store
from knowledge.shelf.vocabulary import Vocabulary

MOST_TITLES = 20_000
"""Entries up to which every title is compared with a question of generic words."""
MOST_PARENTS = 2_000
"""Entries with others below them that are remembered at once: some megabytes."""
MOST_LISTED = 1_000
"""Entries of a document, from its beginning, that lists are made of."""
_BELOW = """entries.id IN (
    WITH RECURSIVE below(id) AS (
        SELECT entries.id FROM entries JOIN entries AS above ON entries.parent = above.id WHERE above.key = ?
        UNION ALL SELECT entries.id FROM below CROSS JOIN entries ON entries.parent = below.id
    )
    SELECT id FROM below
)"""


@dataclass(frozen=True)
class Document:
    """A document with what is kept of it in memory: only its vocabulary; everything else is read when asked for."""

    store: Store
    record: Record
    trade: Trade
    size: int
    measure: Money | None = None
    """The money that its entries carry; None: all that is printed."""

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
        return Context(self.vocabulary, self.trade, self.source.organisation, self.printed, self.naming)

    @cached_property
    def naming(self) -> Naming:
        """What it calls its levels, its money and its offices."""
        store, number = self.store, self.record.id
        return Naming(store.level_names(number), self.measures, store.departments(number), self.numbered)

    @cached_property
    def measures(self) -> tuple[Money, ...]:
        """Which money it prints, in its order."""
        return self.store.measures(self.record.id)

    def through(self, measure: Money | None) -> Document:
        """The same document with no other money on its entries; what is in memory is shared."""
        if measure == self.measure:
            return self
        _ = self.vocabulary, self.naming, self._concepts, self._matcher, self._titles, self._parents
        seen = copy.copy(self)
        object.__setattr__(seen, "measure", measure)
        return seen

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
        return self._matcher.rank(concepts, self.measure)

    def _entries(self, where: str, *parameters: object) -> tuple[Entry, ...]:
        told = (self.record.id, *parameters)
        rows: tuple[Row, ...] = self.store.rows(f"+entries.document = ? AND {where}", told, self.measure)
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
        """All entries below, of one level or of all, each before those below it."""
        children: dict[str | None, list[Entry]] = defaultdict(list)
        for each in self._entries(_BELOW, entry.id):
            children[each.parent].append(each)
        found, waiting = [], [entry]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(children[found[-1].id]))
        return tuple(each for each in found[1:] if level is None or each.level is level)

    def numbered(self, level: Level, number: str) -> tuple[Entry, ...]:
        """The entries of a level whose own number, the last of their code, is this."""
        pattern = f"%-{number}"
        return self._entries("entries.level = ? AND (entries.code = ? OR entries.code LIKE ?)", level, number, pattern)

    def of_departments(self, departments: Iterable[str]) -> tuple[Entry, ...]:
        """The entries that some offices, as printed, are in charge of."""
        return self._entries("entries.department IN (SELECT value FROM json_each(?))", json.dumps([*departments]))

    def roots(self, most: int) -> tuple[Entry, ...]:
        """The entries that stand under nothing, at most so many."""
        first = "SELECT id FROM entries WHERE document = ? AND parent IS NULL ORDER BY position LIMIT ?"
        return self._entries(f"entries.id IN ({first})", self.record.id, most)

    def of_levels(self, levels: Iterable[Level], most: int) -> tuple[Entry, ...]:
        """The entries of some levels in the order of the page, at most so many."""
        among = "document = ? AND level IN (SELECT value FROM json_each(?))"
        first = f"SELECT id FROM entries WHERE {among} ORDER BY position LIMIT ?"
        return self._entries(f"entries.id IN ({first})", self.record.id, json.dumps(list(levels)), most)

    def coded(self, beginning: str) -> tuple[Entry, ...]:
        """The entries whose code begins so: for 2-1 first itself and what stands below it, then 2-10."""
        found = self._entries("substr(entries.code, 1, length(?)) = ?", beginning, beginning)
        return tuple(sorted(found, key=lambda each: not f"{each.code}-".startswith(f"{beginning}-")))

    def ladder(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries above, from the top."""
        above: list[Entry] = []
        key = entry.parent
        while key is not None and (parent := self._parent(key)) is not None:
            above.insert(0, parent)
            key = parent.parent
        return tuple(above)

    @cached_property
    def _parents(self) -> dict[tuple[Money | None, str], Entry | None]:
        return {}

    def _parent(self, key: str) -> Entry | None:
        """An entry that has others below it: there are few of them, and every ladder asks for them again."""
        if len(self._parents) > MOST_PARENTS:
            self._parents.clear()
        if (self.measure, key) not in self._parents:
            self._parents[self.measure, key] = self.entry(key)
        return self._parents[self.measure, key]

    def with_amounts(self) -> tuple[Entry, ...]:
        """All entries that carry money."""
        if self.measure is None:
            return self._entries("entries.id IN (SELECT entry FROM amounts)")
        of_measure = "entries.id IN (SELECT entry FROM amounts WHERE fiscal_year IS ? AND kind = ?)"
        return self._entries(of_measure, self.measure.fiscal_year, self.measure.kind)

    def titled(self, words: str) -> Entry | None:
        """The one entry whose whole title stands in a text; not looked for in a very large document."""
        if self.size > MOST_TITLES:
            return None
        found = self._entries("length(entries.title) > 3 AND instr(?, entries.title) > 0", words)
        found = found or tuple(self._of_keys(key for title, key in self._titles if title in words))
        longest = [entry for entry in found if len(entry.title) == max(len(each.title) for each in found)]
        return longest[0] if len(longest) == 1 else None

    def all_titled(self, words: str) -> tuple[Entry, ...]:
        """The entries whose whole titles stand apart in a text in normal form, in its order; each title only once."""
        found: list[tuple[int, str]] = []
        for title, key in self._titles:
            if title in words:
                found.append((words.find(title), key))
                words = words.replace(title, "\0" * len(title))
        return tuple(self._of_keys(key for _, key in sorted(found)))

    @cached_property
    def _titles(self) -> tuple[tuple[str, str], ...]:
        """Titles in normal form that say something, the longest first, with their entries' ids."""
        if self.size > MOST_TITLES:
            return ()
        titles = ((text.normal(title), key) for key, title in self.store.titles(self.record.id))
        return tuple(sorted((pair for pair in titles if len(pair[0]) > 3), key=lambda pair: -len(pair[0])))

    def _of_keys(self, keys: Iterable[str]) -> Iterator[Entry]:
        return (entry for key in keys if (entry := self.entry(key)) is not None)

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
