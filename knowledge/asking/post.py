"""One post in its conversation, asked of one document: read, told, remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.answers import facts
from knowledge.answers.changes import paired
from knowledge.answers.teller import tell_offer, together
from knowledge.asking.books import Books
from knowledge.asking.doubting import signs
from knowledge.asking.memory import remembered
from knowledge.asking.telling import told
from knowledge.asking.years import in_year, moved, names_year, years_in
from knowledge.model import Answer, Ask, Change, Kind, Lack, Language, Offer, Query, Refusal, Signs, Subject
from knowledge.question.decision import is_doubtful
from knowledge.question.reader import Read, Reader
from knowledge.shelf.routing import Route, Router
from knowledge.shelf.rows import Record

ANSWERED = (Kind.FOUND, Kind.FIGURES, Kind.LIST)


@dataclass(frozen=True)
class Post:
    """What somebody wrote, and the conversation that it stands in."""

    books: Books
    raw: str
    subject: Subject
    language: Language | None = None

    @cached_property
    def at_hand(self) -> Record:
        """The document that the conversation is about."""
        return self.books.catalogue.named(self.subject.document) or self.books.first

    @cached_property
    def route(self) -> Route:
        """The documents that the post means."""
        return self.routed(self.raw)

    def routed(self, raw: str) -> Route:
        """The documents that a text means."""
        document = self.books.open(self.at_hand).document
        return Router(self.books.catalogue, self.books.first, self.at_hand).route(raw, document.printed)

    def read(self, record: Record, raw: str) -> tuple[Read, ...]:
        """A text read against a document, as part of the conversation where it is the one at hand."""
        subject = self.subject if record.id == self.at_hand.id else replace(self.subject, turns=())
        reader = Reader(self.books.open(record))
        reads = reader.read(raw, subject, self.language)
        bare = len(reads) == 1 and reads[0].draft.leaves_all
        if bare and self.subject.question and (record.id != self.at_hand.id or names_year(reads[0])):
            again = self._again(record)
            if again is not None:
                return (replace(reads[0], outcome=again),)
            asked = reader.read(self.subject.question, replace(subject, turns=()), self.language)
            return tuple(replace(read, outcome=self._as_before(read.outcome)) for read in asked)
        return reads

    def _as_before(self, outcome: Query | Offer | Refusal) -> Query | Offer | Refusal:
        """A thing that the conversation named, asked of another place as it was asked before."""
        last = next((turn.query for turn in self.subject.turns if not turn.refused), None)
        if (
            last is None
            or not isinstance(outcome, Query)
            or outcome.ask is not Ask.RECORD
            or last.ask is not Ask.AMOUNT
        ):
            return outcome
        measure = last.measure
        if isinstance(measure, Change):
            measure = Change("", "", measure.older, measure.newer, measure.relative)
        return replace(outcome, ask=last.ask, measure=measure, unit=last.unit)

    def _again(self, record: Record) -> Query | None:
        """The last query in another year of the same plan: what it named by code is paired with that plan's."""
        last = next((turn for turn in self.subject.turns if not turn.refused), None)
        if last is None or record.source.organisation != self.at_hand.source.organisation:
            return None
        if record.id == self.at_hand.id:
            return last.query
        here, there = self.books.open(self.at_hand).document, self.books.open(record).document
        twins = {each.new.id: each.old.id for each in paired(there, here).pairs}
        twins |= {each.old.id: each.new.id for each in paired(here, there).pairs} if not twins else {}
        return moved(last.query, twins, there.name)

    def answered(self, read: Sequence[Read], record: Record) -> Answer:
        """The answer of a document to what was read."""
        reads = [self._timed(each, record) for each in read]
        answers = [self.told(read) for read in reads]
        whole = self._weighed(answers[0], reads[0], record) if len(reads) == 1 else together(answers)
        return self.remembered(whole, answers, reads, record)

    def signs(self, read: Read, record: Record) -> Signs | None:
        """What a reading knows about itself; None of a refusal, of choices, and of what was asked for as a file."""
        if not isinstance(read.outcome, Query) or read.outcome.ask is Ask.TALK or read.asked.form is not None:
            return None
        return signs(read, read.outcome, self.subject, self.books.open(record), self.books)

    def _weighed(self, answer: Answer, read: Read, record: Record) -> Answer:
        """The answer to a question, or where that may well be wrong, what it was read as, to be confirmed."""
        weighed = self.signs(read, record) if answer.kind in ANSWERED else None
        if weighed is None or not isinstance(read.outcome, Query) or not is_doubtful(weighed):
            return answer
        readings = (read.outcome, *self._otherwise(read, record))
        return tell_offer(Offer(readings, asks_back=True), read.asked, self.books)

    def _otherwise(self, read: Read, record: Record) -> Iterator[Query]:
        """What a question that leans on the conversation would be without its last turn."""
        turns = self.subject.turns
        if read.draft.names_set or len(turns) < 2:
            return
        before = replace(self.subject, turns=turns[1:])
        others = Reader(self.books.open(record)).read(self.raw, before, self.language)
        other = others[0].outcome
        is_another = len(others) == 1 and isinstance(other, Query) and other != read.outcome
        if is_another and isinstance(other, Query) and self.told(others[0]).kind in ANSWERED:
            yield other

    def _timed(self, read: Read, record: Record) -> Read:
        """A query with the year that it asks of a document with several, or a refusal of one that it does not print."""
        document, year = self.books.open(record).document, self._year_of(read, record)
        if year is None or not isinstance(read.outcome, Query):
            return read
        if facts.is_kept(read.outcome):
            return replace(read, outcome=replace(read.outcome, year=year))
        if len(document.years) < 2:
            return read
        if year not in document.years:
            refusal = Refusal(Lack.YEAR, document.name, year=year)
            return replace(read, outcome=refusal)
        return replace(read, outcome=in_year(read.outcome, year))

    def _year_of(self, read: Read, record: Record) -> int | None:
        """The year that a question names: 去年 counts from the newest plan, or where it is not printed, from this."""
        named = [(read.draft.year, read.draft.shift)]
        if named == [(None, None)]:
            named = list(years_in(self.raw)) if len(years_in(self.raw)) == 1 else named
        year, shift = named[0]
        if year is not None or shift is None:
            return year
        printed = self.books.open(record).document.years
        bases = (self.books.first.source.fiscal_year, record.source.fiscal_year)
        counted = [base + shift for base in bases if base is not None]
        return next((each for each in counted if each in printed), counted[-1] if shift and counted else None)

    def told(self, read: Read) -> Answer:
        """The answer to one question."""
        return told(read, self.books)

    def remembered(self, answer: Answer, answers: Sequence[Answer], reads: Sequence[Read], record: Record) -> Answer:
        """An answer with what the conversation is about after it."""
        return replace(answer, subject=remembered(answers, reads, record, self.subject, self.route.text))
