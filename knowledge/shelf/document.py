"""One document of the shelf, ready to be asked: its entries, its words, its money, the names that it has for things."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.language import brackets, eras, text
from knowledge.lint import SLIPS
from knowledge.model import BUDGET, Entry, FactKind, Level, Money, Source
from knowledge.reading.status import says_new
from knowledge.shelf import offices
from knowledge.shelf.meanings import Meanings
from knowledge.shelf.rows import Record
from knowledge.shelf.shape import Shape
from knowledge.shelf.store import Store
from knowledge.shelf.vocabulary import Vocabulary

MOST_TITLES = 20_000
"""Entries up to which every title is known by heart."""
MOST_PARENTS = 2_000
"""Entries with others below them that are remembered at once: some megabytes."""
MOST_LISTED = 1_000
"""Entries of a level that are handed out at once unless more are asked for; see `count`."""
SHORTEST_TITLE = 4
"""Characters from which a title is one's own: 広報 and 戦略 stand in any text."""

LONGEST_WORDS = 1_000
"""Characters of a string that is looked for in the text; SQLite refuses patterns of 50,000 bytes."""


@dataclass(frozen=True)
class Document:
    """A document with what is kept of it in memory: its words and its shape; entries are read when asked for.

    May be used by many threads at once.
    """

    store: Store
    record: Record
    size: int
    """How many entries it has."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @classmethod
    def open(cls, store: Store, record: Record) -> Document:
        """A document of the shelf."""
        return cls(store, record, store.skeleton.size(record.id))

    @property
    def source(self) -> Source:
        """Whose plan it is."""
        return self.record.source

    @property
    def name(self) -> str:
        """Its short name, with which the ids of its entries begin."""
        return self.record.source.document

    # Words

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words."""
        return Vocabulary.of(self.store.words.terms(self.record.id), self.size)

    @cached_property
    def meanings(self) -> Meanings:
        """What its words and titles mean."""
        return Meanings(self.store, self.record, self.vocabulary)

    @cached_property
    def deepest(self) -> Level:
        """The level whose entries carry the money of a plan: its initiatives, or the lowest that it has above them."""
        walked = (Level.ACTION, Level.PROGRAMME, Level.STRATEGY, Level.ISSUE)
        return next((level for level in walked if self.count(level)), Level.ACTION)

    def printed(self, words: str) -> bool:
        """Whether a string stands in a title or a text."""
        return len(words) <= LONGEST_WORDS and self.store.skeleton.prints(self.record.id, _anywhere(words))

    def printing(self, words: str) -> tuple[Entry, ...]:
        """The entries whose title or text has a string."""
        return self.store.entries.printing(self.record.id, _anywhere(words))

    @cached_property
    def titles(self) -> tuple[tuple[str, str], ...]:
        """Titles in normal form that say something, the longest first, with their entries' ids.

        None of a document of more than MOST_TITLES entries.
        """
        if self.size > MOST_TITLES:
            return ()
        titles = ((text.normal(title), key) for key, title in self.store.skeleton.titles(self.record.id))
        return tuple(
            sorted((pair for pair in titles if len(pair[0]) >= SHORTEST_TITLE), key=lambda pair: -len(pair[0]))
        )

    @cached_property
    def marked_new(self) -> frozenset[str]:
        """Ids of the entries that print a mark of being new; none of a document of more than MOST_TITLES entries."""
        entries = (self.entry(key) for _, key in self.titles)
        return frozenset(
            each.id
            for each in entries
            if each is not None and any(map(says_new, (each.heading, *each.body.split("\n"))))
        )

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of its entries."""
        return tuple(self.store.skeleton.codes(self.record.id))

    @cached_property
    def slips(self) -> frozenset[int]:
        """The lines of the page with a slip of the pen in them."""
        found = self.store.findings(self.record.id)
        return frozenset(each.line for each in found if each.line is not None and each.code in SLIPS)

    # Entries

    def entries(self) -> tuple[Entry, ...]:
        """All of them in the order of the page."""
        return self.store.entries.of(self.record.id)

    def entry(self, key: str) -> Entry | None:
        """The entry of an id; None where it is not of this document."""
        found = self.store.entries.entry(key)
        return found if found is not None and found.document == self.name else None

    def by_code(self, code: str) -> Entry | None:
        """The entry of a code."""
        return self.store.entries.coded(self.record.id, code)

    def coded(self, beginning: str) -> tuple[Entry, ...]:
        """The entries whose code begins so: for 2-1 first itself and what stands below it, then 2-10."""
        found = self.store.entries.code_begins(self.record.id, beginning)
        return tuple(sorted(found, key=lambda each: not f"{each.code}-".startswith(f"{beginning}-")))

    def numbered(self, level: Level, number: str) -> tuple[Entry, ...]:
        """The entries of a level whose own number, the last of their code, is this."""
        return self.store.entries.numbered(self.record.id, level, number)

    def of_level(self, *levels: Level, most: int = MOST_LISTED) -> tuple[Entry, ...]:
        """The entries of some levels in the order of the page, at most so many from the beginning."""
        return self.store.entries.of_levels(self.record.id, levels, most)

    def telling(self, kinds: Iterable[FactKind]) -> tuple[Entry, ...]:
        """The entries with a fact of some kinds, in the order of the page."""
        return self.store.entries.telling(self.record.id, kinds)

    @cached_property
    def fact_headings(self) -> Mapping[str, FactKind]:
        """What it prints above facts, without years and what stands in brackets: 現状値 of 現状値(令和5年度)."""
        found = ((_plain(heading), kind) for heading, kind in self.store.skeleton.fact_headings(self.record.id))
        return {name: kind for name, kind in found if name}

    @cached_property
    def fact_years(self) -> frozenset[int]:
        """The fiscal years that are printed with figures of facts."""
        return self.store.skeleton.fact_years(self.record.id)

    def roots(self, most: int = MOST_LISTED) -> tuple[Entry, ...]:
        """The entries that stand under nothing, at most so many."""
        return self.store.entries.roots(self.record.id, most)

    def children(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries right below."""
        return self.store.entries.children(entry.id)

    def below(self, entry: Entry, *levels: Level) -> tuple[Entry, ...]:
        """All entries below, of some levels or of all, each before those below it."""
        children: dict[str | None, list[Entry]] = {}
        for each in self.store.entries.below(entry.id):
            children.setdefault(each.parent, []).append(each)
        found, waiting = [], [entry]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(children.get(found[-1].id, [])))
        return tuple(each for each in found[1:] if not levels or each.level in levels)

    def ladder(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries above, from the top."""
        above: list[Entry] = []
        key = entry.parent
        while key is not None and (parent := self.parent(key)) is not None:
            above.insert(0, parent)
            key = parent.parent
        return tuple(above)

    def parent(self, key: str) -> Entry | None:
        """An entry that has others below it: there are few of them, and every ladder asks for them again."""
        if key not in self._parents:
            found = self.entry(key)
            with self._lock:
                if len(self._parents) > MOST_PARENTS:
                    self._parents.clear()
                self._parents[key] = found
            return found
        return self._parents.get(key)

    @cached_property
    def _parents(self) -> dict[str, Entry | None]:
        return {}

    def related(self, one: Entry, other: Entry) -> bool:
        """Whether one entry is the other or stands above it."""
        return one.id in {each.id for each in (*self.ladder(other), other)} or other.id in {
            each.id for each in self.ladder(one)
        }

    # Names

    @cached_property
    def levels(self) -> Mapping[Level, int]:
        """How many entries of each level it has, in the order in which it first has one."""
        return self.store.skeleton.levels(self.record.id)

    def count(self, level: Level) -> int:
        """How many entries of a level there are."""
        return self.levels.get(level, 0)

    @cached_property
    def level_names(self) -> Mapping[str, Level]:
        """What it calls its levels itself, such as 事務事業; empty where it leaves that to the program."""
        return self.store.skeleton.level_names(self.record.id)

    @property
    def is_table(self) -> bool:
        """Whether it is a list of projects, which has names of its own."""
        return bool(self.level_names)

    def level_name(self, level: Level) -> str | None:
        """Its own name for a level."""
        return next((name for name, each in self.level_names.items() if each is level), None)

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The cells that say who is in charge, each spelling once."""
        return self.store.skeleton.departments(self.record.id)

    @cached_property
    def offices(self) -> Mapping[str, tuple[str, ...]]:
        """What offices may be called, in normal form without spaces → the printed cells that name them."""
        return offices.spellings(self.departments)

    # Money

    @cached_property
    def money(self) -> tuple[Money, ...]:
        """Which money it prints, in its order; what names no year is of the document's own."""
        found = self.store.amounts.measures(self.record.id)
        return tuple(dict.fromkeys(Money(each.fiscal_year or self.source.fiscal_year, each.kind) for each in found))

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years of its money, from the oldest."""
        return tuple(sorted({each.fiscal_year for each in self.money if each.fiscal_year is not None}))

    def kinds(self, year: int | None = None) -> tuple[str, ...]:
        """The kinds of its money, of one year or of all, in its order."""
        return tuple(dict.fromkeys(m.kind or "" for m in self.money if year in (None, m.fiscal_year)))

    def meant(self, asked: Money) -> Money:
        """Which money is meant: of the year asked for, else the document's own, else the newest; budgets first.

        What the document does not print stays as asked.
        """
        of_kind = [each for each in self.money if asked.kind in (None, each.kind)]
        years = {each.fiscal_year for each in of_kind}
        own = self.source.fiscal_year
        newest = own if own in years else max((year for year in years if year is not None), default=None)
        year = newest if asked.fiscal_year is None else asked.fiscal_year
        of_year = [each for each in of_kind if each.fiscal_year == year]
        budgets = [each for each in of_year if each.kind == BUDGET]
        return next(iter(budgets or of_year), Money(year, asked.kind))

    def levels_with(self, money: Money) -> Mapping[Level, int]:
        """How many entries of each level print this money themselves, in the order of the page."""
        meant = self.meant(money)
        if meant not in self.money:
            return {}
        with self._lock:
            found = self._levels_with.get(meant)
        if found is None:
            found = self.store.amounts.levels_with(self.record.id, meant)
            with self._lock:
                self._levels_with[meant] = found
        return found

    @cached_property
    def _levels_with(self) -> dict[Money, Mapping[Level, int]]:
        return {}

    # Its shape, for arithmetic

    @cached_property
    def shape(self) -> Shape:
        """Its entries without their texts: a tree, the money on it, and who is in charge."""
        return Shape(self.store, self.record, self.size, self.money)


def _plain(heading: str) -> str:
    """A heading without its years and what stands in brackets."""
    return eras.without(brackets.outside(text.normal(heading))).strip(" の")


def _anywhere(words: str) -> str:
    """For LIKE: a string anywhere."""
    return f"%{words.translate(_ESCAPED)}%"


_ESCAPED = {ord(sign): f"\\{sign}" for sign in "%_\\"}
