"""Question → one Answer: the route.

Hard keys go before words, and whatever cannot be answered is refused before anything is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge import facts, steps
from knowledge.about import About
from knowledge.document import Document
from knowledge.figures import Figures, Operand, amount_of
from knowledge.intents import Want
from knowledge.language import text
from knowledge.ledger import Ledger
from knowledge.model import Answer, Entry, Hit, Kind, Money, Reason, Subject
from knowledge.old_question import Question
from knowledge.overall import Overall
from knowledge.question.concepts import Concept
from knowledge.refusal import Refusal
from knowledge.search import KNOWN, MAYBE, SURE, Found, Search
from knowledge.writer import Writer

OF_GENERIC_WORDS = 0.8
"""What words of every plan must explain together to point to one entry's money."""
_FINDS = (Want.COMPARE, Want.DIFFERENCE, Want.TOTAL, Want.AMOUNT, Want.SHARE)
_PLAN_FACTS = (
    Want.GOAL,
    Want.MISSION,
    Want.POLICY,
    Want.REFORM,
    Want.CONTACT,
    Want.DATE,
    Want.REMARK,
    Want.PAGE,
    Want.YEAR,
    Want.TITLE,
)


class Answerer:
    """Answers one question from one document."""

    def __init__(self, document: Document, question: Question, version: str, subject: Subject, held: str = "") -> None:
        self._document = document
        self._question = question
        self._writer = Writer(document, question, version, held)
        self._figures = Figures(self._writer)
        self._about = About(self._writer, self._figures)
        self._refusal = Refusal(self._writer, self._about, subject)
        self._overall = Overall(self._writer, self._figures, self._about)
        self._search = Search(document, question)
        self._ledger = Ledger(self._writer, self._figures, self._about, self._refusal, self._search)

    def answer(self) -> Answer:
        """The one answer."""
        answer = self._route()
        heard = self._question.corrections
        put_right = {reason.index for reason in heard}
        reasons = (*heard, *(reason for reason in answer.reasons if reason.word not in put_right))
        notes = (*self._which_year(), *self._writer.notes(answer.reasons), *answer.notes)
        answer = replace(answer, notes=notes, reasons=reasons, citation=self._writer.citation(answer))
        return replace(answer, steps=steps.steps(answer, self._document, self._figures))

    def _which_year(self) -> tuple[str, ...]:
        """今年度 is the plan's year, not the calendar's: the answer says which."""
        year = self._writer.source.fiscal_year
        if self._question.keys.shift != 0 or year is None:
            return ()
        return (self._writer.say("relative_year", year=self._writer.fiscal_year(year)),)

    def _route(self) -> Answer:
        question = self._question
        if not re.search(r"\w", question.text):
            return self._overall.help("unknown_empty")
        if question.talk in (Want.GREETING, Want.THANKS):
            return self._overall.help(f"help_{question.talk}")
        return (
            self._about_the_bot()
            or self._elsewhere()
            or self._ledger.answer()
            or self._plan_fact()
            or self._by_code()
            or self._by_amount()
            or self._by_words()
            or self._refusal.fact_alone()
            or self._overall.answer()
        )

    def _about_the_bot(self) -> Answer | None:
        if self._question.talk is not Want.HELP:
            return None
        concepts = self._document.concepts(self._question.slots)
        told = any(concept.explained >= KNOWN and not concept.generic for concept in concepts)
        return None if told or self._question.keys.codes else self._overall.help()

    def _elsewhere(self) -> Answer | None:
        keys, year = self._question.keys, self._writer.source.fiscal_year
        foreign = [place for place in keys.places if not self._document.printed(place)]
        if foreign:
            return self._refusal.elsewhere(self._writer.say("elsewhere_place", place=foreign[0]))
        if keys.own_city is not None and not (self._question.topics or keys.codes):
            return self._refusal.elsewhere(self._writer.say("elsewhere_city", place=keys.own_city))
        here = {year, *self._document.naming.years}
        asked = [each for each in keys.years if each not in here]
        if asked and self._document.naming.is_table and self._document.naming.years:
            return self._refusal.no_money_of(Money(asked[0], ""))
        if asked:
            return self._mentioned(asked[0]) or self._refusal.elsewhere(
                self._writer.say("elsewhere_year", asked=self._writer.fiscal_year(asked[0]))
            )
        measure = self._document.measure
        if measure is not None and measure not in self._document.measures:
            return self._refusal.no_money_of(measure)
        if keys.shift and year is not None and year + keys.shift not in here:
            return self._refusal.elsewhere(
                self._writer.say("elsewhere_year", asked=self._writer.fiscal_year(year + keys.shift))
            )
        if Want.CHANGE in self._question.intent.wants and len(self._document.naming.years) < 2:
            return self._refusal.elsewhere(self._writer.say("unknown_fact_change", year=self._writer.fiscal_year(year)))
        return self._refusal.unprinted_code()

    def _mentioned(self, year: int) -> Answer | None:
        """The one entry whose text speaks of another year, where no money of that year is asked for."""
        if Want.AMOUNT in self._question.intent.wants:
            return None
        names = (f"平成{year - 1988}年", f"令和{year - 2018}年", f"{year}年")
        told = dict.fromkeys(entry for name in names for entry in self._document.printing(name))
        if len(told) != 1:
            return None
        entry = next(iter(told))
        found = self._search.find(self._question)
        agrees = all(concept.generic for concept in found.concepts) or any(
            hit.entry.id == entry.id for hit in found.hits
        )
        return self._about.entry(entry, found.hits[0].reasons if found.hits else (), 1.0) if agrees else None

    def _plan_fact(self) -> Answer | None:
        want = next((want for want in self._question.intent.wants if want in _PLAN_FACTS), None)
        if want is None or self._question.keys.codes or self._question.about:
            return None
        if self._question.fact == "actual" and want is not Want.REMARK:
            return None
        if any(not self._is_about_the_plan(concept) for concept in self._document.concepts(self._question.slots)):
            return None
        if want is Want.CONTACT and self._question.fact == "person":
            return self._writer.answer(Kind.UNKNOWN, self._writer.say("unknown_fact_person"))
        return facts.answer(want, self._writer)

    def _is_about_the_plan(self, concept: Concept) -> bool:
        """Whether a word means the page or the office itself, not something in the plan."""
        contact = self._writer.source.contact
        remarks = "".join(remark.text for remark in self._writer.source.remarks)
        own = f"{self._writer.source.title}{self._writer.organisation}{contact}{remarks}"
        return not concept.slot.head or concept.generic or text.normal(concept.slot.text) in text.normal(own)

    def _by_code(self) -> Answer | None:
        coded = (self._document.by_code(code) for code in self._question.keys.codes)
        told = (self._document.entry(key) for key in self._question.about)
        entries = [entry for entry in (*coded, *told) if entry is not None]
        if not entries:
            return None
        words = [concept for concept in self._document.concepts(self._question.slots) if concept.must_be_known]
        unused = [concept.slot.text for concept in words if concept.explained < KNOWN]
        if unused and not self._question.about:
            return self._writer.answer(
                Kind.UNKNOWN,
                self._writer.say("unknown_word", words=self._writer.quoted(unused)),
                shown=tuple(map(self._writer.shown, entries[:1])),
                unmatched=tuple(unused),
            )
        if words and self._question.want is Want.SHARE and len(entries) == 1:
            return self._share_of_topic(entries[0])
        return self._refusal.unprinted_fact(entries[0], ()) or self._about.wanted(entries, ())

    def _share_of_topic(self, whole: Entry) -> Answer | None:
        """経営課題2のうち防犯の割合: the part is named by words, the whole by its code."""
        found = self._search.find(self._question)
        hit = self._search.sure(found)
        if hit is None:
            return None
        part, all_of_it = self._figures.operand(self._search.with_money(hit, found)), self._figures.operand(whole)
        return self._figures.share(part, all_of_it) if part.counted and all_of_it.counted else None

    def _by_amount(self) -> Answer | None:
        bounds = self._question.keys.bounds
        if bounds is None:
            return None
        candidates = self._figures.everything()
        if not bounds.exact:
            return self._figures.filter(candidates, bounds)
        printed = [e for e in self._document.with_amounts() if any(amount.yen == bounds.low for amount in e.amounts)]
        if not printed:
            return self._refusal.no_such_amount(bounds.low or 0)
        if len(printed) > 1:
            return self._figures.filter(printed, bounds)
        entry, amount = printed[0], amount_of(printed[0])
        headline = self._writer.say(
            "found_backwards",
            money=self._writer.money(bounds.low or 0),
            entry=self._writer.name(entry),
            kind=self._writer.kind(amount),
        )
        return self._about.found(entry, headline, bounds.low, ())

    def _by_words(self) -> Answer | None:
        if not self._question.topics:
            return None
        found = self._search.find(self._question)
        titled = self._document.titled(self._question.text) if self._question.fact is None else None
        if titled is not None and all(slot.text in text.normal(titled.title) for slot in self._question.slots):
            return self._about.wanted([titled], ())
        several = self._several_topics()
        if several is not None:
            return several
        if found.missing:
            return self._by_the_way(found) or self._refusal.unknown(found)
        if all(concept.generic or not concept.explained for concept in found.concepts):
            return self._generic(found)
        return self._from_hits(found)

    def _by_the_way(self, found: Found) -> Answer | None:
        """What a story is about, with a word about what the plan does not mention."""
        hit = self._search.by_the_way(found)
        if hit is None or self._question.fact is not None:
            return None
        unused = self._writer.say("note_unused", word=found.missing[0])
        answer = self._answer_for(hit, found)
        return replace(answer, notes=(*answer.notes, unused), unmatched=found.missing)

    def _several_topics(self) -> Answer | None:
        """防災と防犯どっち: things named side by side, each found by itself."""
        want = self._question.want
        if len(self._question.topics) < 2 or want not in _FINDS:
            return None
        entries: list[Entry] = []
        reasons: list[Reason] = []
        for topic in self._question.topics:
            found = self._search.find(replace(self._question, topics=(topic,)))
            hit = None if found.missing else self._search.sure(found)
            if hit is None:
                return None
            entry = self._search.with_money(hit, found) if amount_of(hit.entry) is None else hit.entry
            if entry not in entries:
                entries.append(entry)
            reasons.extend(hit.reasons)
        return self._about.wanted(entries, tuple(reasons)) if len(entries) > 1 else None

    def _generic(self, found: Found) -> Answer | None:
        """Only words that stand in every plan: a list or choices, never a guess."""
        if sum(concept.tells_a_story for concept in found.concepts) > 1:
            return self._refusal.unknown(found)
        titled = self._document.titled(self._question.text)
        if titled is not None:
            return self._about.wanted([titled], found.hits[0].reasons if found.hits else ())
        if self._question.want is Want.AMOUNT and found.hits and not self._names_the_plan():
            best = self._search.sure(found)
            sure = best is not None and best.score >= OF_GENERIC_WORDS
            return self._answer_for(best, found) if best is not None and sure else self._refusal.choices(found.hits)
        if self._question.intent.wants or self._question.intent.level:
            return self._overall.answer()
        best = self._search.sure(found)
        if best is not None and best.score >= OF_GENERIC_WORDS and len({reason.word for reason in best.reasons}) > 2:
            return self._answer_for(best, found)
        return self._refusal.choices(found.hits) if found.hits else None

    def _names_the_plan(self) -> bool:
        """Whether the only words are the ward's own name: 港区の予算."""
        own = text.normal(f"{self._writer.source.title}{self._writer.organisation}")
        return all(slot.text in own for slot in self._question.slots)

    def _from_hits(self, found: Found) -> Answer:
        best = found.best
        if best is None or best.score < MAYBE:
            return self._refusal.unknown(found)
        sure = self._search.sure(found)
        if sure is None:
            return self._refusal.unprinted_fact(best.entry, best.reasons) or self._refusal.choices(found.hits)
        refused = self._refusal.unprinted_fact(sure.entry, sure.reasons)
        if refused is not None:
            return refused
        return self._with_unused(self._answer_for(sure, found), found)

    def _with_unused(self, answer: Answer, found: Found) -> Answer:
        """The answer with a word about what the question adds and the plan never mentions."""
        unused = tuple(c.slot.text for c in found.concepts if c.tells_more and c.explained < KNOWN)
        notes = (self._writer.say("note_unused", word=word) for word in unused)
        return replace(answer, notes=(*answer.notes, *notes), unmatched=(*answer.unmatched, *unused))

    def _answer_for(self, hit: Hit, found: Found) -> Answer:
        if self._question.want is Want.TOTAL and self._level_of_money(hit.entry) is None:
            return self._total_of_matching(found)
        if self._question.want in (Want.AMOUNT, Want.TOTAL):
            entry = self._search.with_money(hit, found)
            if self._search.is_only_mentioned(hit) and not self._search.speaks(entry, hit, found):
                return self._refusal.no_amount_alone(hit)
            if self._question.want is Want.AMOUNT:
                return self._about.amount(entry, hit.entry, hit.reasons, hit.score)
        if self._question.want is Want.COUNT and self._question.intent.level is None:
            return self._refusal.no_number(hit)
        if self._question.want is Want.PARENT and hit.entry.level in self._question.intent.levels:
            return self._about.entry(hit.entry, hit.reasons, hit.score)
        return self._about.wanted([hit.entry], hit.reasons, hit.score)

    def _level_of_money(self, entry: Entry) -> Operand | None:
        operand = self._figures.operand(entry)
        return operand if operand.counted else None

    def _total_of_matching(self, found: Found) -> Answer:
        hits = [hit for hit in found.hits if hit.score >= SURE and amount_of(hit.entry) is not None]
        if not hits:
            return self._refusal.unknown(found)
        word = " ".join(slot.text for slot in self._question.slots)
        return self._figures.total([hit.entry for hit in hits], self._writer.say("total_matching", word=word))
