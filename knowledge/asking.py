"""One post on its way: first it chooses documents, then it is read against them, run, and told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from knowledge.answers import choices, facts
from knowledge.answers.changes import paired
from knowledge.answers.engine import run
from knowledge.answers.teller import formed, tell, tell_offer, tell_refusal, together
from knowledge.language import eras, text
from knowledge.model import (
    MOST_TURNS,
    Answer,
    Ask,
    Asked,
    Change,
    Evidence,
    Form,
    How,
    Kind,
    Lack,
    Language,
    Linked,
    Money,
    Offer,
    Query,
    Refusal,
    Relation,
    Step,
    Subject,
    Turn,
)
from knowledge.question.draft import Draft, changed, linked
from knowledge.question.linking import Linker
from knowledge.question.literals import Somewhere
from knowledge.question.reader import Read, Reader, entries_of
from knowledge.question.spans import Span
from knowledge.shelf.building import program_hash
from knowledge.shelf.catalogue import Catalogue, plan_name
from knowledge.shelf.document import Document
from knowledge.shelf.routing import Route, Router
from knowledge.shelf.store import Record

MOST_TRIED = 3
"""Other documents that are asked where the one at hand does not know the words."""
ANSWERED = (Kind.FOUND, Kind.FIGURES, Kind.LIST)


@dataclass(frozen=True)
class Books:
    """The documents of one state of the shelf, as the engine and the teller need them."""

    catalogue: Catalogue
    open: Callable[[Record], Linker]
    first: Record
    """The one that answers where nobody named another."""

    @property
    def default(self) -> Document:
        """The document that answers where a question names none."""
        return self.open(self.first).document

    def document(self, name: str) -> Document:
        """The document of a short name; the default one where there is none."""
        return self.linker(name).document

    def linker(self, name: str) -> Linker:
        """The words of the document of a short name."""
        return self.open(self.catalogue.named(name) or self.first)

    def held(self, document: Document, language: Language) -> str:
        """What is on the shelf, in words; empty where the document is alone."""
        return self.catalogue.held(document.record, language) if len(self.catalogue) > 1 else ""


@dataclass(frozen=True, slots=True)
class Heard:
    """How a question was heard."""

    spans: tuple[Span, ...]
    """Its words, with what each was taken for and what that cost."""
    evidence: tuple[Evidence, ...]
    """What was decided by, for each of its topics but whole titles."""


class Asking:
    """One post, asked of the documents of one state of the shelf."""

    def __init__(self, books: Books, raw: str, subject: Subject, language: Language | None = None) -> None:
        self._books = books
        self._raw = raw
        self._subject = subject
        self._language = language
        self._at_hand = books.catalogue.named(subject.document) or books.first

    def heard(self) -> tuple[Heard, ...]:
        """How each question of the post was heard."""
        return tuple(Heard(read.draft.spans, read.asked.evidence) for read in self._read(self._at_hand, self._raw))

    # The one answer

    def answer(self) -> Answer:
        """The one answer."""
        return _heard_before(replace(self._answer(), question=self._raw), self._subject)

    def _answer(self) -> Answer:
        reads = self._read(self._at_hand, self._raw)
        if any(_changes(read.outcome) for read in reads) or len(_years_in(self._raw)) > 1:
            return self._of_years(reads)
        route = self._route(self._raw)
        if not route.documents:
            return self._lacking(route, reads)
        if route.documents == (self._at_hand,) and route.text == self._raw:
            return self._or_others(self._from_reads(reads, self._at_hand))
        answers = [self._from(record, route.text) for record in route.documents]
        if len(answers) == 1:
            return answers[0]
        told = [answer for answer in answers if answer.kind in ANSWERED]
        of_one = len({record.source.organisation for record in route.documents}) == 1
        if not told or (len(told) == 1 and of_one):
            return (told or answers)[0]
        return self._offered(told)

    def _route(self, raw: str) -> Route:
        document = self._books.open(self._at_hand).document
        return Router(self._books.catalogue, self._books.first, self._at_hand).route(raw, document.printed)

    # One document

    def _read(self, record: Record, raw: str) -> tuple[Read, ...]:
        subject = self._subject if record.id == self._at_hand.id else replace(self._subject, turns=())
        reader = Reader(self._books.open(record))
        reads = reader.read(raw, subject, self._language)
        bare = len(reads) == 1 and reads[0].draft.leaves_all
        if bare and self._subject.question and (record.id != self._at_hand.id or _names_year(reads[0])):
            again = self._again(record)
            if again is not None:
                return (replace(reads[0], outcome=again),)
            asked = reader.read(self._subject.question, replace(subject, turns=()), self._language)
            return tuple(replace(read, outcome=self._as_before(read.outcome)) for read in asked)
        return reads

    def _as_before(self, outcome: Query | Offer | Refusal) -> Query | Offer | Refusal:
        """A thing that the conversation named, asked of another place as it was asked before."""
        last = next((turn.query for turn in self._subject.turns if not turn.refused), None)
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
        last = next((turn for turn in self._subject.turns if not turn.refused), None)
        if last is None or record.source.organisation != self._at_hand.source.organisation:
            return None
        if record.id == self._at_hand.id:
            return last.query
        here, there = self._books.open(self._at_hand).document, self._books.open(record).document
        twins = {each.new.id: each.old.id for each in paired(there, here).pairs}
        twins |= {each.old.id: each.new.id for each in paired(here, there).pairs} if not twins else {}
        return _moved(last.query, twins, there.name)

    def _from(self, record: Record, raw: str) -> Answer:
        whole = self._read(record, self._raw)
        if any(_changes(read.outcome) for read in whole):
            return self._of_years(whole, record)
        reads = whole if raw == self._raw else self._read(record, raw)
        if any(_changes(read.outcome) for read in reads):
            return self._of_years(reads, record)
        return self._from_reads(reads, record)

    def _from_reads(self, read: Sequence[Read], record: Record) -> Answer:
        reads = [self._timed(each, record) for each in read]
        answers = [self.told(read) for read in reads]
        return self.remembered(together(answers), answers, reads, record)

    def _timed(self, read: Read, record: Record) -> Read:
        """A query with the year that it asks of a document with several, or a refusal of one that it does not print."""
        document, year = self._books.open(record).document, self._year_of(read, record)
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
            named = list(_years_in(self._raw)) if len(_years_in(self._raw)) == 1 else named
        year, shift = named[0]
        if year is not None or shift is None:
            return year
        printed = self._books.open(record).document.years
        bases = (self._books.first.source.fiscal_year, record.source.fiscal_year)
        counted = [base + shift for base in bases if base is not None]
        return next((each for each in counted if each in printed), counted[-1] if shift and counted else None)

    def told(self, read: Read) -> Answer:
        """The answer to one question."""
        outcome, asked = read.outcome, read.asked
        if isinstance(outcome, Refusal):
            answer = tell_refusal(outcome, asked, self._books)
        elif isinstance(outcome, Offer):
            answer = tell_offer(outcome, asked, self._books)
        else:
            answer = self.ran(outcome, read)
        answer = formed(answer, asked.form)
        return replace(answer, version=self._version(answer.source.document if answer.source else ""))

    def ran(self, query: Query, read: Read) -> Answer:
        """The answer of a query."""
        if read.asked.form is Form.EASY:
            query = replace(query, unit=query.unit or "円")
        alone = query.ask is Ask.AMOUNT and isinstance(query.measure, Change)
        result = run(replace(query, order=None) if alone else query, self._books)
        exact = [c.value for c in query.where if c.relation is Relation.EQUAL and isinstance(c.measure, Money)]
        if result.missing == "condition" and exact and isinstance(exact[0], int):
            return tell_refusal(Refusal(Lack.AMOUNT, query.document, yen=exact[0]), read.asked, self._books)
        result = facts.found(query, result, read.asked.reasons, self._books)
        answer = tell(result, read.asked, self._books)
        way = query.order
        changed = isinstance(query.measure, Change) and query.ask is Ask.AMOUNT
        if changed and way is not None and answer.yen is not None and (answer.yen < 0) == way.ascending:
            return replace(answer, yen=abs(answer.yen))  # いくら減った? is answered by how much, not by minus so much
        return answer

    def _version(self, name: str) -> str:
        record = self._books.catalogue.named(name) or self._books.first
        return hashlib.sha256(f"{record.content_hash}{program_hash()}".encode()).hexdigest()[:12]

    # What the conversation is about

    def remembered(self, answer: Answer, answers: Sequence[Answer], reads: Sequence[Read], record: Record) -> Answer:
        turns: list[Turn] = []
        for one, read in zip(answers, reads, strict=True):
            if one.kind is Kind.HELP:
                continue
            if isinstance(read.outcome, Query):
                shown = tuple(shown.entry.id for shown in one.shown)
                glances = read.outcome.ask is Ask.TALK and one.query is not None
                turns.insert(0, Turn(one.query if glances and one.query else read.outcome, shown, one.yen))
            elif one.kind is Kind.CHOICES:
                turns.insert(0, Turn(_of_the_unknown(read.draft), refused=True, unsettled=True))
            elif not read.tells and (one.unmatched or read.draft.selects):
                turns.insert(0, Turn(_of_the_unknown(read.draft), refused=True, unsettled=read.draft.selects))
        kept = (*turns, *self._subject.turns)[:MOST_TURNS]
        whole = next((read for read in reversed(reads) if read.draft.names_set and not read.draft.refers), None)
        question = _anywhere(self._route(self._raw).text, whole.draft) if whole is not None else self._subject.question
        name = record.source.document if turns else self._subject.document or record.source.document
        return replace(answer, subject=Subject(document=name, question=question, turns=kept))

    # Several documents

    def _offered(self, answers: list[Answer], headline: str | None = None) -> Answer:
        own = self._books.first.source.organisation
        ordered = sorted(answers, key=lambda answer: bool(answer.source and answer.source.organisation != own))
        offered = choices.between(ordered, headline)
        question = next((answer.subject.question for answer in answers if answer.subject.question), None)
        return replace(offered, subject=replace(self._subject, question=question, turns=()))

    def _lacking(self, route: Route, reads: Sequence[Read]) -> Answer:
        """The shelf has no plan of that place or year; a document that prints money of the year may still answer."""
        whose, year = route.lacking or ("", None)
        document = self._books.open(self._at_hand).document
        if year is not None and not whose and year in document.years:
            return self._from(self._at_hand, self._raw)
        if year is not None and not whose and (told := self._facts_of_year(route.text, year)) is not None:
            return told
        titled = () if whose else (other for other in self._elsewhere(year) if _is_titled(other, self._raw))
        if sure := [other for other in titled if other.kind in ANSWERED]:
            return self._offered(sure)
        if year is not None and not whose and (told := self._printing_the_year(route.text, year)) is not None:
            return told
        lack = Lack.PLACE if whose else Lack.YEAR
        refusal = Refusal(lack, document.name, (whose,) if whose else (), year=year)
        answer = self.told(replace(reads[0], outcome=refusal))
        question = eras.without(text.normal(self._raw))
        named = any(read.draft.names_set for read in reads)
        kept = replace(self._subject, question=question if named else self._subject.question)
        return replace(answer, subject=kept)

    def _facts_of_year(self, without_year: str, year: int) -> Answer | None:
        """令和5年度の目標値, 次年度の取組: facts of another year that the document at hand prints."""
        document = self._books.open(self._at_hand).document
        reads = self._read(self._at_hand, without_year)
        query = reads[0].outcome if len(reads) == 1 else None
        if not isinstance(query, Query):
            return None
        if facts.is_kept(query):
            query = replace(query, year=year)
        elif document.source.fiscal_year is not None and year > document.source.fiscal_year:
            query = facts.next_steps(query)
        if query is None or not facts.is_kept(query):
            return None
        answers = [self.told(replace(reads[0], outcome=query))]
        knows = answers[0].kind in ANSWERED or year in document.fact_years
        return self.remembered(answers[0], answers, reads, self._at_hand) if knows else None

    def _printing_the_year(self, without_year: str, year: int) -> Answer | None:
        """Expo 2025, 令和3年度に作ったプラン: the one entry that prints a year with the words that it was said with.

        Its money is of the document's own year, so a question about money is never answered so.
        """
        reads = self._read(self._at_hand, without_year)
        query = reads[0].outcome if len(reads) == 1 else None
        if not isinstance(query, Query) or query.measure is not None or query.ask not in _OF_WORDS:
            return None
        keys = entries_of(query.of)
        entry = self._books.open(self._at_hand).document.entry(keys[0]) if len(keys) == 1 else None
        if entry is None or all(span.year != year for span in eras.find(text.normal(f"{entry.title} {entry.body}"))):
            return None
        return self._from_reads(reads, self._at_hand)

    def _or_others(self, answer: Answer) -> Answer:
        """The answer, or where the document does not know the words: those that do, to choose from."""
        if len(self._books.catalogue) == 1:
            return answer
        unmatched = answer.kind is Kind.UNKNOWN and answer.unmatched
        bridged = answer.kind is Kind.FOUND and any(reason.how is not How.EXACT for reason in answer.reasons)
        if not (unmatched or bridged):
            return answer
        others = (self._here(record) for record in islice(self._knowing(), MOST_TRIED))
        told = [other for other in others if other is not None]
        sure = [other for other in told if other.kind in ANSWERED]
        if bridged:
            titled = [other for other in sure if other.kind is Kind.FOUND and _is_titled(other, self._raw)]
            return self._offered([answer, *titled]) if titled else answer
        if not sure:
            return answer
        headline = choices.others_headline(answer)
        return replace(self._offered(sure, headline), unmatched=answer.unmatched)

    def _elsewhere(self, year: int | None) -> Iterator[Answer]:
        """The answers of other documents that print a year and know the words."""
        for record in islice(self._knowing(), MOST_TRIED):
            if year in self._books.open(record).document.years and (other := self._here(record)) is not None:
                yield other

    def _here(self, record: Record) -> Answer | None:
        """The answer of another document by itself; None to a question for years side by side."""
        reads = self._read(record, self._raw)
        return None if any(_changes(read.outcome) for read in reads) else self._from_reads(reads, record)

    def _knowing(self) -> Iterator[Record]:
        """The newest plans of others that use all words of the question, those of the default organisation first."""
        linker = self._books.open(self._at_hand)
        numbers = linker.documents_knowing(self._raw)
        own = self._books.first.source.organisation
        known = [r for r in self._books.catalogue.current if r.id in numbers and r.id != self._at_hand.id]
        seen: set[tuple[str, str]] = set()
        for each in sorted(known, key=lambda record: record.source.organisation != own):
            plan = each.source.organisation or each.source.document, plan_name(each.source.title)
            if plan not in seen:
                seen.add(plan)
                yield each

    # Two years

    def _of_years(self, reads: Sequence[Read], of: Record | None = None) -> Answer:
        """Year beside year, where the shelf or the document has both."""
        named = _years_in(self._raw)
        years = sorted(year for year, _ in named if year is not None)
        shift = next((shift for year, shift in sorted(named, key=str) if year is None and shift), None)
        without = eras.without(text.normal(self._raw))
        route = self._route(without)
        record = of or (route.documents[0] if route.documents else self._at_hand)
        pair = self._pair(tuple(years), shift, record)
        if pair is None:
            own = record.source.fiscal_year
            missing = next((year for year in years if year != own), None)
            if missing is None and own is not None:
                missing = own + (shift if shift not in (None, 0) else -1)
            refusal = Refusal(Lack.YEAR, record.source.document, year=missing)
            return replace(self.told(replace(reads[0], outcome=refusal)), subject=self._subject)
        old, new, older, newer = pair
        change = Change(old.source.document, new.source.document, older, newer)
        ready = reads if new.id == (of or self._at_hand).id else self._read(new, self._raw)
        timed = [replace(read, outcome=_filled(read.outcome, change, new.source.document)) for read in ready]
        answers = [self.told(read) for read in timed]
        return self.remembered(together(answers), answers, timed, new)

    def _pair(
        self, named: tuple[int, ...], shift: int | None, record: Record
    ) -> tuple[Record, Record, Money, Money] | None:
        """The older and the newer plan and their money; None where the shelf lacks one of them."""
        catalogue = self._books.catalogue
        newest, own = self._books.first.source.fiscal_year, record.source.fiscal_year
        document = self._books.open(record).document
        if own is None and not document.years:
            return None
        if own is None:
            own = document.years[-1]
        for wanted in _wanted(sorted(set(named)), shift, own, newest if newest is not None else own):
            found = [catalogue.other_year(record, year) if year != own else record for year in wanted]
            if found[0] is not None and found[1] is not None and found[0] is not found[1]:
                return found[0], found[1], Money(), Money()
            if set(wanted) <= set(document.years):
                return record, record, Money(wanted[0]), Money(wanted[1])
        return None


def _of_the_unknown(draft: Draft) -> Query:
    """What a question was about that was not understood: something unknown, asked for what it was asked for."""
    asked = draft.query if draft.query is not None and draft.query.ask is Ask.AMOUNT else None
    return Query(Ask.RECORD, Linked(())) if asked is None else Query(asked.ask, Linked(()), measure=asked.measure)


def _wanted(named: Sequence[int], shift: int | None, own: int, newest: int) -> Iterator[tuple[int, int]]:
    """The older and the newer year that a question may mean: relative ones count from its plan, or from the newest."""
    if len(named) > 1:
        yield named[0], named[-1]
    elif named:
        year = named[0]
        yield (year - 1, year) if year == newest else (min(year, newest), max(year, newest))
    else:
        back = shift if shift is not None and shift < 0 else -1
        yield own + back, own
        yield newest + back, newest


def take(step: Step, books: Books, language: Language, subject: Subject) -> Answer | None:
    """The answer that a step leads to; None where its document or its entries are gone."""
    if books.catalogue.named(step.query.document) is None:
        return None
    document = books.document(step.query.document)
    if any(document.entry(key) is None for key in entries_of(step.query.of)):
        return None
    asking = Asking(books, step.name, subject, language)
    read = Read(Asked(step.name, language), step.query, Draft(step.query, True, True))
    answer = asking.told(read)
    told = replace(asking.remembered(answer, [answer], [read], document.record), question=step.name)
    return _heard_before(told, subject)


def _heard_before(answer: Answer, subject: Subject) -> Answer:
    """The answer with the cautions that its conversation has heard in whole, to which its own are added."""
    names = (caution.name for each in (answer, *answer.parts) for caution in each.cautions)
    cautioned = tuple(dict.fromkeys((*subject.cautioned, *names)))
    return replace(answer, cautioned=subject.cautioned, subject=replace(answer.subject, cautioned=cautioned))


_OF_WORDS = frozenset({Ask.RECORD, Ask.EXISTS, Ask.FACT})
"""What may be asked of an entry by its words alone."""


def _years_in(raw: str) -> frozenset[tuple[int | None, int]]:
    """The different years that a question names, each by itself or by its distance."""
    return frozenset((span.year, span.shift) for span in eras.find(text.normal(raw)))


def _anywhere(raw: str, draft: Draft) -> str:
    """A question without its years and places: what may be asked of another plan."""
    asked = eras.without(text.normal(raw))
    for span in draft.spans:
        if isinstance(span.literal, Somewhere):
            asked = asked.replace(span.text, " ")
    return asked


def _names_year(read: Read) -> bool:
    return read.draft.year is not None or read.draft.shift is not None


def _is_titled(answer: Answer, raw: str) -> bool:
    return bool(answer.shown) and text.normal(answer.shown[0].entry.title) in text.normal(raw)


def _changes(outcome: Query | Offer | Refusal) -> bool:
    """Whether a query sets two years side by side."""
    found: list[Change] = []

    def note(value: Any) -> Any:
        if isinstance(value, Change):
            found.append(value)
        return value

    changed(outcome, note)
    return bool(found)


def _filled(outcome: Query | Offer | Refusal, change: Change, name: str) -> Query | Offer | Refusal:
    """A query with the two years put in; one without a change of its own asks for that of its money."""

    def fill(value: Any) -> Any:
        if isinstance(value, Change):
            kinds = value.older.kind, value.newer.kind
            older, newer = (
                replace(money, kind=kind) for money, kind in zip((change.older, change.newer), kinds, strict=True)
            )
            return replace(change, older=older, newer=newer, relative=value.relative)
        return value

    filled = changed(outcome, fill)
    if isinstance(filled, Query):
        filled = replace(filled, document=name)
        if not _changes(filled) and filled.ask in (
            Ask.AMOUNT,
            Ask.SUM,
            Ask.DIFFERENCE,
            Ask.COMPARE,
            Ask.LIST,
            Ask.RECORD,
        ):
            ask = Ask.LIST if filled.ask is Ask.LIST else Ask.AMOUNT
            kind = filled.measure.kind if isinstance(filled.measure, Money) else None
            older, newer = replace(change.older, kind=kind), replace(change.newer, kind=kind)
            filled = replace(filled, ask=ask, measure=replace(change, older=older, newer=newer), order=None)
    assert isinstance(filled, (Query, Offer, Refusal))
    return filled


def in_year(query: Query, year: int) -> Query:
    """A query about the money of a year."""
    found = changed(query, lambda value: Money(year, value.kind) if isinstance(value, Money) else value)
    assert isinstance(found, Query)
    return replace(found, ask=Ask.AMOUNT, measure=Money(year)) if found.ask is Ask.RECORD else found


def _moved(query: Query, twins: dict[str, str], name: str) -> Query | None:
    """A query about the twins of its entries in another document; None where one has no twin."""
    lost: list[str] = []

    def move(value: Any) -> Any:
        if isinstance(value, Linked):
            lost.extend(key for key in value.entries if key not in twins)
            return Linked(tuple(twins.get(key, key) for key in value.entries), value.words)
        return value

    moved = changed(query, move)
    assert isinstance(moved, Query)
    return None if lost else replace(moved, document=name)


def names_entries(query: Query) -> bool:
    """Whether a query names entries outright."""
    return any(linked(query))
