"""One question on its way: first it chooses documents, then the document that was chosen answers it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from knowledge import choices, steps, thread
from knowledge import old_question as question
from knowledge.answer import Answerer
from knowledge.comparison import Comparison
from knowledge.document import Document
from knowledge.figures import Figures
from knowledge.language.phrases import say
from knowledge.model import Answer, How, Kind, Language, Move, Shown, Step, Subject
from knowledge.old_question import Question
from knowledge.question.trade import english_form
from knowledge.shelf.building import program_hash
from knowledge.shelf.catalogue import Catalogue, Route, label, plan_name
from knowledge.shelf.index import compound_word
from knowledge.shelf.store import Record
from knowledge.writer import Writer
from knowledge.years import Years, about_years

MOST_TRIED = 3
"""Other documents that are asked where the one at hand does not know the words."""


class Asking:
    """One question, asked of the documents of one state of the shelf."""

    def __init__(
        self,
        opened: Callable[[Record], Document],
        compared: Callable[[Record, Record], Comparison],
        catalogue: Catalogue,
        default: Record,
        raw: str,
        subject: Subject,
        language: Language | None = None,
    ) -> None:
        self._opened = opened
        self._compared = compared
        self._catalogue = catalogue
        self._default = default
        self._raw = raw
        self._subject = subject
        self._language = language
        self._at_hand = catalogue.named(subject.document) or default

    def answer(self) -> Answer:
        """The one answer."""
        answer = self._of_years() or self._of_plans()
        if answer.kind is Kind.CHOICES and not answer.steps:
            answer = replace(answer, steps=tuple(map(self._to, answer.shown)))
        return replace(answer, question=self._raw)

    def _to(self, shown: Shown) -> Step:
        """To one of several documents' entries, which a button must tell apart."""
        record = self._catalogue.named(shown.entry.document) or self._at_hand
        return Step(Move.ENTRY, shown.entry.id, name=f"{record.source.title} {shown.entry.title}")

    def _of_plans(self) -> Answer:
        route = self._route(self._raw, self._at_hand)
        if not route.documents:
            return self._lacking(route)
        answers = [self._from(record, route.text) for record in route.documents]
        if len(answers) == 1:
            is_named = route.documents[0].id != self._at_hand.id or route.text != self._raw
            return self._said(answers[0]) if is_named else self._or_others(self._said(answers[0]))
        told = [answer for answer in answers if answer.kind in choices.ANSWERED]
        of_one = len({record.source.organisation for record in route.documents}) == 1
        if not told or (len(told) == 1 and of_one):
            return self._said((told or answers)[0])
        return self._offered(told)

    def _route(self, raw: str, at_hand: Record) -> Route:
        return self._catalogue.route(raw, self._default, at_hand, self._opened(at_hand).printed)

    def _said(self, answer: Answer) -> Answer:
        """The answer, its first sentence naming the plan where it is not the default one."""
        source = answer.source
        if source is None or source.document == self._default.source.document:
            return answer
        record = self._catalogue.named(source.document)
        if record is None:
            return choices.as_of(answer, source)
        return choices.as_of(answer, source, record.years, stage=not self._catalogue.is_current(record))

    def _offered(self, answers: list[Answer], headline: str | None = None) -> Answer:
        own = self._default.source.organisation
        offered = choices.between(sorted(answers, key=lambda answer: _organisation(answer) != own), headline)
        kept = replace(self._subject, entries=(), document=self._at_hand.source.document)
        return replace(offered, subject=replace(kept, question=answers[0].subject.question))

    # One document

    def _from(self, record: Record, raw: str) -> Answer:
        document = self._opened(record)
        asked, subject = self._read(document, raw)
        document = document.through(thread.money_asked(asked, subject, document))
        asked, about = thread.complete(asked, subject, document)
        answer = Answerer(document, asked, self._version(record), about, self._held(asked)).answer()
        return thread.remembered(answer, asked, self._subject)

    def take(self, step: Step) -> Answer | None:
        """The answer that a step leads to; None where its entry is no longer on the shelf."""
        name = step.key.partition("/")[0] if step.key else self._subject.document
        record = self._catalogue.named(name) if step.key else self._at_hand
        document = self._opened(record) if record else None
        if record is None or document is None:
            return None
        entry = document.entry(step.key) if step.key else None
        if step.key and entry is None:
            return None
        if entry is not None and step.move is Move.ENTRY:
            step = steps.to(entry)  # a button carries no name
        settles = step.move is Move.ENTRY and bool(self._raw)
        before = self._asked(document, self._without_names(record) if settles else "")
        document = document.through(thread.money_asked(before, self._subject, document))
        if settles:
            before, _ = thread.complete(before, self._subject, document)
        asked = steps.asked(step, before, document, Figures(Writer(document, before, "")))
        answer = Answerer(document, asked, self._version(record), Subject(), self._held(asked)).answer()
        named = replace(answer, question=steps.label(step, asked.language))
        return self._said(thread.remembered(named, asked, Subject()))

    def _without_names(self, record: Record) -> str:
        """The question without what named the document that it is asked of."""
        route = self._route(self._raw, self._at_hand)
        return route.text if record.id in {each.id for each in route.documents} else self._raw

    def names_entries(self) -> bool:
        """Whether the question names entries by their codes, or is about those of the conversation."""
        document = self._opened(self._at_hand)
        asked, subject = self._read(document, self._raw)
        asked, _ = thread.complete(asked, subject, document)
        return bool(asked.keys.codes or asked.about)

    def _asked(self, document: Document, raw: str) -> Question:
        asked = question.read(raw, document.context)
        return replace(asked, language=self._language or asked.language)

    def _read(self, document: Document, raw: str) -> tuple[Question, Subject]:
        """The question, and of what the conversation is about that which holds for this document."""
        asked, name = self._asked(document, raw), document.source.document
        if name != self._at_hand.source.document:
            return self._elsewhere_again(asked, document), replace(
                self._subject, entries=(), ranking=(), before=(), document=name
            )
        again = thread.asked_again(asked, self._subject)
        if again is not None and asked.keys.years[:1] in ((), (document.source.fiscal_year,)):
            asked = self._asked(document, again)
        return asked, self._subject

    def _elsewhere_again(self, asked: Question, document: Document) -> Question:
        """じゃあ楠木区は? and 去年は? ask the last question again; what its code named is paired with this plan's."""
        if not asked.is_bare or self._subject.question is None:
            return asked
        again = self._asked(document, self._subject.question)
        wants = asked.intent.wants or again.intent.wants or thread.inherited(self._subject)
        again = replace(again, intent=replace(again.intent, wants=wants))
        before = self._at_hand
        if not again.keys.codes or before.source.organisation != document.source.organisation:
            return again
        comparison = self._compared(before, document.record)
        entries = filter(None, map(self._opened(before).entry, self._subject.entries))
        paired = [comparison.pair_of(entry) for entry in entries]
        about = tuple(each.new.id for each in paired if each is not None)
        if len(about) < len(paired) or not about:
            return again
        return replace(again, keys=replace(again.keys, codes=()), about=about)

    def _version(self, record: Record) -> str:
        return hashlib.sha256(f"{record.content_hash}{program_hash()}".encode()).hexdigest()[:12]

    def _held(self, asked: Question) -> str:
        return self._catalogue.held(self._at_hand, asked.language) if len(self._catalogue) > 1 else ""

    # No document, or others

    def _lacking(self, route: Route) -> Answer:
        """The shelf does not have what the question names; the document at hand may still speak of that year."""
        whose, year = route.lacking or ("", None)
        document = self._opened(self._at_hand)
        if len(self._catalogue) == 1 or not whose or document.printed(whose):
            answer = self._said(self._from(self._at_hand, self._raw))
            others = () if whose or answer.kind is not Kind.ELSEWHERE else self._printing(year, route.text)
            return self._offered(list(others), self._others_headline(answer)) if others else answer
        asked = self._asked(document, self._raw)
        writer = Writer(document, asked, self._version(self._at_hand), self._held(asked))
        missing = writer.source
        missing = replace(missing, organisation=whose, fiscal_year=year, stage=None)
        headline = writer.say("elsewhere_plan", asked=label(missing, asked.language))
        return thread.remembered(
            writer.answer(Kind.ELSEWHERE, headline, subject=replace(self._subject, document=self._subject.document)),
            asked,
            self._subject,
        )

    def _or_others(self, answer: Answer) -> Answer:
        """The answer, or where the document does not know the words: those that do, to choose from."""
        if len(self._catalogue) == 1:
            return answer
        if answer.kind is Kind.FOUND and any(reason.how is not How.EXACT for reason in answer.reasons):
            named = list(islice(self._titled(), MOST_TRIED - 1))
            return self._offered([answer, *named]) if named else answer
        if answer.kind is not Kind.UNKNOWN or not answer.unmatched:
            return answer
        told = [self._from(record, self._raw) for record in islice(self._knowing(), MOST_TRIED)]
        sure = [other for other in told if other.kind in choices.ANSWERED]
        if not sure:
            return answer
        return replace(self._offered(sure, self._others_headline(answer)), unmatched=answer.unmatched)

    def _titled(self) -> Iterator[Answer]:
        """Answers of others that print the very title that is asked for, where the document at hand has half of it."""
        document = self._opened(self._at_hand)
        asked = question.read(self._raw, document.context)
        if document.titled(asked.text) is not None:
            return
        for record in self._knowing():
            if self._opened(record).titled(asked.text) is not None:
                told = self._from(record, self._raw)
                if told.kind is Kind.FOUND:
                    yield told

    def _others_headline(self, answer: Answer) -> str:
        return say("choices_other_documents", answer.language, headline=answer.headline)

    def _printing(self, year: int | None, raw: str) -> tuple[Answer, ...]:
        """What others say of a year that the document at hand lacks, of words that it lacks too."""
        unmatched = self._from(self._at_hand, raw).unmatched
        known = (
            [each for each in self._knowing() if year in (each.source.fiscal_year, *each.years)] if unmatched else []
        )
        told = (self._from(record, self._raw) for record in known[:MOST_TRIED])
        return tuple(answer for answer in told if answer.kind in choices.ANSWERED)

    def _knowing(self) -> Iterator[Record]:
        """The newest plans of others that use all words of the question, those of the default organisation first."""
        document = self._opened(self._at_hand)
        numbers = self._documents_with_all_words(document)
        own = self._default.source.organisation
        known = [each for each in self._catalogue.current if each.id in numbers and each.id != self._at_hand.id]
        seen: set[tuple[str, str]] = set()
        for each in sorted(known, key=lambda record: record.source.organisation != own):
            plan = each.source.organisation or each.source.document, plan_name(each.source.title)
            if plan not in seen:
                seen.add(plan)
                yield each

    def _documents_with_all_words(self, document: Document) -> frozenset[int]:
        found: list[frozenset[int]] = []
        for concept in document.concepts(question.read(self._raw, document.context).slots):
            if concept.must_be_known:
                units = [unit.normal for unit in concept.slot.units]
                forms = [compound_word(concept.slot.units)] if units else [english_form(concept.slot.text)]
                trade = (
                    plan for form in (*forms, *units) for m in document.trade.meanings.get(form, ()) for plan in m.plan
                )
                whole = frozenset().union(*map(document.store.knowing, (*forms, *trade)))
                apart = frozenset.intersection(*map(document.store.knowing, units)) if units else frozenset()
                found.append(whole | apart)
        return frozenset.intersection(*found) if found else frozenset()

    # Several years

    def _of_years(self) -> Answer | None:
        """Year beside year, where the question wants that and the shelf has both plans."""
        asked = about_years(self._raw, self._subject)
        if asked is None or len(self._catalogue) == 1:
            return None
        route = self._route(asked.text, self._at_hand)
        if len(route.documents) != 1:
            return None
        new = route.documents[0]
        pair = self._years(asked.years, asked.shift, new)
        if pair is None:
            return None
        old, new = pair
        versions = self._version(old), self._version(new)
        language = self._asked(self._opened(new), self._raw).language
        held = self._catalogue.held(new, language)
        years = Years(self._compared(old, new), asked, versions, self._subject, held, language)
        answer = years.answer(route.text)
        return answer and self._said(thread.remembered(answer, years.question, self._subject))

    def _years(self, named: tuple[int, ...], shift: int | None, record: Record) -> tuple[Record, Record] | None:
        """The older and the newer plan that are to be compared; None where the shelf lacks one of them."""
        newest, own = self._default.source.fiscal_year, record.source.fiscal_year
        if newest is None or own is None:
            return None
        match sorted(set(named)):
            case []:
                wanted = (newest + shift, newest) if shift is not None and shift < 0 else (own - 1, own)
            case [year]:
                wanted = (year - 1, year) if year == newest else (min(year, newest), max(year, newest))
            case years:
                wanted = (years[0], years[-1])
        found = [self._catalogue.other_year(record, year) if year != own else record for year in wanted]
        return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _organisation(answer: Answer) -> str | None:
    return answer.source.organisation if answer.source else None
