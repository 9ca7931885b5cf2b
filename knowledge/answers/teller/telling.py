"""What every answer is written with: the result, the question, the names of its document, the frame of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.answers.engine import run
from knowledge.answers.names import Names, Shelf, opened, source_of
from knowledge.answers.teller import evidence
from knowledge.answers.units import unit_of
from knowledge.answers.wording import Wording
from knowledge.language.money import Unit
from knowledge.model import (
    BUDGET,
    Answer,
    Ask,
    Asked,
    Caution,
    Change,
    Count,
    Entry,
    Group,
    Kind,
    Language,
    Level,
    Linked,
    Measure,
    Mentions,
    Money,
    Or,
    Query,
    Result,
    Row,
    Rows,
    Set,
    Share,
    Shown,
    Subject,
    Value,
)
from knowledge.shelf.document import Document

MOST_SHOWN = 100
"""Entries that one answer shows."""


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
        return Names(self.document, self.language, self.unit, held, unit_of(self.money_told) == "円")

    @property
    def money_told(self) -> Iterator[Value | None]:
        """The money that the answer tells of, all of it in one unit."""
        return iter(())

    @cached_property
    def words(self) -> Wording:
        """Sets, measures and conditions in words, entries with their titles."""
        return Wording(
            self.names, lambda name: source_of(self.shelf, name), lambda entry, names: names.entry(entry), is_terse=True
        )

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
        reasons, score, whole = self.asked.reasons, self.asked.score, self.asked.in_whole
        return evidence.shown(document, self._seen(document, entry), reasons, score, whole=whole)

    def _seen(self, document: Document, entry: Entry) -> Entry:
        """The entry with no other money than is meant, where a document prints several sorts."""
        if len(document.money) < 2:
            return entry
        meant, own = {document.meant(each) for each in self.moneys}, document.source.fiscal_year
        kept = tuple(each for each in entry.amounts if Money(each.fiscal_year or own, each.kind) in meant)
        return replace(entry, amounts=kept)

    @property
    def moneys(self) -> tuple[Money, ...]:
        """The money that is meant."""
        return (Money(),)

    def answer(self, kind: Kind, headline: str, **parts: object) -> Answer:
        """An answer with what every answer carries; the cautions among its parts are its caveat too."""
        cautions: tuple[Caution, ...] = parts.get("cautions") or ()  # type: ignore[assignment]
        headline = headline[:1].upper() + headline[1:] if self.language == "en" else headline
        base = Answer(
            question=self.asked.raw,
            kind=kind,
            language=self.language,
            headline=headline,
            source=self.document.source,
            source_line=evidence.source_line(self.names),
            source_name=evidence.source_name(self.names),
            caveat=self.names.sentences(caution.whole for caution in cautions) or None,
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
    def money_told(self) -> Iterator[Value | None]:
        """The money that the answer tells of."""
        if isinstance(self.measure, Count) or self.query.ask is Ask.COUNT:
            return
        yield from (self.result.sum, self.result.whole)
        is_money = isinstance(self.measure, Money) and self.query.ask not in (Ask.RANK, Ask.RATIO)
        yield self.result.value if is_money else None
        for row in self.rows:
            yield from (row.old, row.new, row.money)
            yield row.value if isinstance(self.measure, Money) else None

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
    def row_count(self) -> int:
        """How many rows there are: a result names only the first so many of a very long list."""
        is_whole = self.query.take is None and self.query.ask is not Ask.RANK
        return max(len(self.rows), self.result.of if is_whole else 0)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are named, so that none of them may be called the largest."""
        return self.row_count > len(self.rows)

    @property
    def moneys(self) -> tuple[Money, ...]:
        """The money that is meant; of a change that of both years."""
        return (self.measure.older, self.measure.newer) if isinstance(self.measure, Change) else (self.money,)

    @property
    def measure(self) -> Measure | None:
        """What the rows' figures are: the query's measure, or else that of its order or of its first condition."""
        query = self.query
        if query.measure is not None:
            return query.measure
        if query.ask is Ask.COUNT:
            return Count() if query.by is not None else None
        if query.order is not None and query.order.measure is not None:
            return query.order.measure
        return query.where[0].measure if query.where and query.ask in (Ask.LIST, Ask.CONFIRM) else None

    @property
    def money(self) -> Money:
        """Which money the query measures, or would."""
        match self.measure:
            case Money() as money:
                return money
            case Share(money, _):
                return money
            case Change() as change:
                return change.newer
        return Money()

    @property
    def table_unit(self) -> Unit:
        """The unit of the money in a table: that of the sentences."""
        return unit_of(self.money_told, self.unit)

    @property
    def kind(self) -> str:
        """What that money is called."""
        if self.query.by is Group.YEAR:
            return self.names.kind_name(self.document.meant(self.money).kind or BUDGET)
        return self.names.kind(self.money)

    @property
    def kind_of_rows(self) -> str:
        """What each row's money is called: of groups it may be their mean, or the sum of what was picked out."""
        is_sum = isinstance(self.query.by, Level) and self.query.ask is Ask.SUM
        is_made = self.is_of_middles or is_sum
        return self.say(f"read_{self.query.ask}", measure=self.kind) if is_made else self.kind

    @property
    def is_of_middles(self) -> bool:
        """Whether each row is the mean or the median of a group."""
        return self.query.by is not None and self.query.ask in (Ask.MEAN, Ask.MEDIAN)

    def row_name(self, row: Row) -> str:
        """What a row is called: its entry, its group, or the part of the set that it stands for."""
        if row.entry is not None:
            return self.names.entry(row.entry)
        if row.label:
            return self.names.year(int(row.label)) if self.query.by is Group.YEAR else row.label
        return self.say("no_office") if self.query.by is not None else self._part_name(row)

    def _part_name(self, row: Row) -> str:
        """A part of a set by its own words: the one whose money is the row's."""
        of = self.query.of
        if not isinstance(of, Or):
            return self.words.set(of)
        for part in of.sets:
            counted = run(Query(Ask.SUM, part, self.document.name, self.money), self.shelf).counted
            if {entry.id for entry in counted} == {entry.id for entry in row.counted}:
                return self.words.set(part)
        return self.words.set(of)

    def with_rows(self, rows: tuple[Row, ...], total: int | None) -> Telling:
        """The same with other rows, and with their sum where they may be added: for a table of what was counted."""
        return replace(self, result=replace(self.result, rows=rows, sum=total))

    def counted_noun(self, count: int) -> str:
        """What the query is of, with how many there are: 経営課題2の具体的取組2件."""
        query, noun = self.query, self.words.noun(self.query)
        if query.take is not None or isinstance(query.of, (Linked, Or)):
            return noun
        things = noun.removesuffix("もの") if self.language == "ja" else noun
        return self.say("scope_rows", set=things, count=count)

    def whether(self, sentence: str, *, holds: bool) -> str:
        """はい or いいえ before a sentence."""
        small = sentence[:1].lower() + sentence[1:]
        is_plain = self.language == "en" and sentence.partition(" ")[0] in ("The", "There", "This")
        return self.say("yes" if holds else "no", sentence=small if is_plain else sentence)

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
