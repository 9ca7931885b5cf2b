"""Question → one Answer: the route, the thresholds, the tie-breaks.

An answer is `found` only when it is sure and ahead of every other branch of the plan. Between, choices; below, the
words that the plan does not use are named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge import facts, money, text
from knowledge.concepts import Concept
from knowledge.document import Document
from knowledge.figures import Figures, Operand, amount_of
from knowledge.intents import Want
from knowledge.model import Answer, Entry, Hit, How, Kind, Level, Reason, Subject
from knowledge.question import Question
from knowledge.writer import Writer

SURE = 0.55
"""Share of the question that an entry must explain to answer it."""
MAYBE = 0.30
"""Share from which an entry is worth offering."""
MARGIN = 0.08
"""How far ahead of other branches the answer must be."""
KNOWN = 0.5
"""How well the plan's vocabulary must cover a word for the plan to speak of it."""
NEAR_THE_BEST = 0.72
"""Share of the best score at which an entry with money, or of the level asked for, is taken instead."""
AS_GOOD = 0.05
"""Of one branch, the deepest entry is taken among those that are this close to the best."""
CHOICES = 3

_FINDS = (Want.COMPARE, Want.DIFFERENCE, Want.TOTAL, Want.AMOUNT, Want.SHARE)
_WITHOUT = re.compile(r"を除|以外|を抜|抜き|except|excluding|without|other than")
_IN_ORDER = re.compile(r"順|並べ|ランキング|in order|sort|rank(?:ing|ed)")
_SINGLE = re.compile(
    r"一番|最も|もっとも|最大|最小|最高|最低|最多|最少|トップ(?!\d)|ワースト(?!\d)|largest|biggest|highest|smallest|lowest|most|least"
)
_BOTH_ENDS = re.compile(
    r"(?:大|高|多|大き|高い|多い).*(?:小|低|少|安)|(?:小|低|少|安).*(?:大|高|多)|(?:largest|biggest|highest|most).*(?:smallest|lowest|least)|(?:smallest|lowest|least).*(?:largest|biggest|highest|most)"
)
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
_HOLDS = {
    "time": re.compile(r"\d+年|\d+月|平成|令和|\d+時|毎[年月週日]"),
    "count": re.compile(r"\d+\s?(?:人|名|件|回|台|か所|箇所|団体|校|世帯|基|本)"),
}


def _words_of(concept: Concept) -> set[str]:
    """A slot as its reasons name it: whole and in parts."""
    return {concept.slot.text, *(unit.word for unit in concept.units)}


@dataclass(frozen=True, slots=True)
class Found:
    """What matching made of the words of a question."""

    concepts: tuple[Concept, ...]
    hits: tuple[Hit, ...]
    missing: tuple[str, ...]
    """Words that the question is about and the plan never uses."""

    @property
    def best(self) -> Hit | None:
        """The entry that explains most."""
        return self.hits[0] if self.hits else None


class Answerer:
    """Answers one question from one document."""

    def __init__(self, document: Document, question: Question, version: str, subject: Subject) -> None:
        self._document = document
        self._question = question
        self._subject = subject
        self._writer = Writer(document, question, version)
        self._figures = Figures(self._writer)

    # The route

    def answer(self) -> Answer:
        """The one answer."""
        answer = self._route()
        return replace(answer, notes=(*self._writer.notes(answer.reasons), *answer.notes))

    def _route(self) -> Answer:
        question = self._question
        if not re.search(r"\w", question.text):
            return self._help("unknown_empty")
        if question.talk in (Want.GREETING, Want.THANKS):
            return self._help(f"help_{question.talk}")
        return (
            self._about_the_bot()
            or self._elsewhere()
            or self._plan_fact()
            or self._by_code()
            or self._by_amount()
            or self._by_words()
            or self._without_words()
        )

    # Talk

    def _help(self, key: str = "help") -> Answer:
        return self._writer.answer(Kind.HELP, self._writer.say(key), examples=self.examples())

    def examples(self) -> tuple[str, ...]:
        """Three questions that this plan answers, made from it."""
        priced = self._figures.everything()
        if not priced:
            return ()
        entry = priced[min(1, len(priced) - 1)]
        issue = self._document.ladder(entry)[:1] or (entry,)
        say = self._writer.say
        return (
            say("example_amount", title=entry.title, code=entry.code),
            say("example_ranking"),
            say("example_list", code=issue[0].code or issue[0].title),
        )

    def _about_the_bot(self) -> Answer | None:
        if self._question.talk is not Want.HELP:
            return None
        concepts = self._document.concepts(self._question.slots)
        told = any(concept.explained >= KNOWN and not concept.generic for concept in concepts)
        return None if told or self._question.keys.codes else self._help()

    # Another year, ward or code

    def _elsewhere(self) -> Answer | None:
        keys, year = self._question.keys, self._writer.source.fiscal_year
        foreign = [place for place in keys.places if not self._document.printed(place)]
        if foreign:
            return self._not_here(self._writer.say("elsewhere_place", place=foreign[0]))
        asked = [each for each in keys.years if each != year]
        if asked:
            return self._mentioned(asked[0]) or self._not_here(
                self._writer.say("elsewhere_year", asked=self._writer.fiscal_year(asked[0]))
            )
        if keys.shift and year is not None:
            return self._not_here(self._writer.say("elsewhere_year", asked=self._writer.fiscal_year(year + keys.shift)))
        if Want.CHANGE in self._question.intent.wants:
            return self._not_here(self._writer.say("unknown_fact_change", year=self._writer.fiscal_year(year)))
        return self._unprinted_code()

    def _mentioned(self, year: int) -> Answer | None:
        """The one entry whose text speaks of another year, where no money of that year is asked for."""
        if Want.AMOUNT in self._question.intent.wants:
            return None
        names = (f"平成{year - 1988}年", f"令和{year - 2018}年", f"{year}年")
        told = dict.fromkeys(entry for name in names for entry in self._document.printing(name))
        if len(told) != 1:
            return None
        entry = next(iter(told))
        found = self.find(self._question)
        agrees = all(concept.generic for concept in found.concepts) or any(
            hit.entry.id == entry.id for hit in found.hits
        )
        return self._about(entry, found.hits[0].reasons if found.hits else (), 1.0) if agrees else None

    def _not_here(self, headline: str, notes: tuple[str, ...] = ()) -> Answer:
        return self._writer.answer(Kind.ELSEWHERE, headline, notes=notes, subject=self._subject)

    def _unprinted_code(self) -> Answer | None:
        missing = [code for code in self._question.keys.codes if self._document.by_code(code) is None]
        if not missing:
            return None
        code = missing[0]
        headline = self._writer.say("elsewhere_code", code=self._code_name(code))
        parent = self._document.by_code(code.rpartition("-")[0]) if "-" in code else None
        near = self._document.children(parent) if parent else ()
        depth = code.count("-")
        there = [
            e
            for e in (near or self._document.of_level(Level.ISSUE))
            if e.code and e.code.count("-") == (depth if near else 0)
        ]
        notes = [self._writer.say("elsewhere_main_only")]
        if there:
            notes.append(self._writer.say("elsewhere_there_is", codes=self._writer.organisation_codes(there)))
        return self._not_here(headline, tuple(notes))

    def _code_name(self, code: str) -> str:
        level = (Level.ISSUE, Level.STRATEGY, Level.ACTION)[min(code.count("-"), 2)]
        return f"{self._writer.level(level)}{' ' if self._writer.language == 'en' else ''}{code}"

    # Facts of the whole plan

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

    # Codes

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
        return self._unprinted_fact(entries[0], ()) or self._wanted(entries, ())

    def _share_of_topic(self, whole: Entry) -> Answer | None:
        """経営課題2のうち防犯の割合: the part is named by words, the whole by its code."""
        found = self.find(self._question)
        hit = self._sure(found)
        if hit is None:
            return None
        part, all_of_it = self._figures.operand(self._with_money(hit, found)), self._figures.operand(whole)
        return self._figures.share(part, all_of_it) if part.counted and all_of_it.counted else None

    # Amounts asked backwards, and filters

    def _by_amount(self) -> Answer | None:
        bounds = self._question.keys.bounds
        if bounds is None:
            return None
        candidates = self._figures.everything()
        if not bounds.exact:
            return self._figures.filter(candidates, bounds)
        printed = [e for e in self._document.with_amounts() if any(amount.yen == bounds.low for amount in e.amounts)]
        if not printed:
            return self._no_such_amount(bounds.low or 0)
        if len(printed) > 1:
            return self._figures.filter(printed, bounds)
        entry, amount = printed[0], amount_of(printed[0])
        headline = self._writer.say(
            "found_backwards",
            money=self._writer.money(bounds.low or 0),
            entry=self._writer.name(entry),
            kind=self._writer.kind(amount),
        )
        return self._found(entry, headline, bounds.low, ())

    def _no_such_amount(self, yen: int) -> Answer:
        headline = self._writer.say(
            "unknown_money", money=money.spoken(yen) if self._writer.language == "ja" else f"¥{yen:,}"
        )
        return self._writer.answer(Kind.UNKNOWN, headline)

    # Words

    def find(self, question: Question) -> Found:
        """What the plan has for the words of a question."""
        concepts = self._document.concepts(question.slots)
        hits = self._document.rank(concepts)
        lacking = [
            c for c in concepts if c.must_be_known and (c.explained < KNOWN or self._is_accident(c, concepts, hits))
        ]
        return Found(concepts, hits, tuple(concept.slot.text for concept in lacking))

    def _is_accident(self, concept: Concept, concepts: Sequence[Concept], hits: Sequence[Hit]) -> bool:
        """Whether an equal sound is all that speaks for a word, and nothing else of the question agrees with it."""
        if not concept.rests_on_sound:
            return False
        agreeing = [
            other for other in concepts if other is not concept and not other.generic and other.explained >= KNOWN
        ]
        best = {reason.word for reason in hits[0].reasons} if hits else set()
        return not (best & _words_of(concept) and any(best & _words_of(other) for other in agreeing))

    def _by_words(self) -> Answer | None:
        if not self._question.topics:
            return None
        several = self._several_topics()
        if several is not None:
            return several
        found = self.find(self._question)
        if found.missing:
            return self._unknown(found)
        if all(concept.generic or not concept.explained for concept in found.concepts):
            return self._generic(found)
        return self._from_hits(found)

    def _several_topics(self) -> Answer | None:
        """防災と防犯どっち: things named side by side, each found by itself."""
        want = self._question.want
        if len(self._question.topics) < 2 or want not in _FINDS:
            return None
        entries: list[Entry] = []
        reasons: list[Reason] = []
        for topic in self._question.topics:
            found = self.find(replace(self._question, topics=(topic,)))
            hit = None if found.missing else self._sure(found)
            if hit is None:
                return None
            entry = self._with_money(hit, found) if amount_of(hit.entry) is None else hit.entry
            if entry not in entries:
                entries.append(entry)
            reasons.extend(hit.reasons)
        return self._wanted(entries, tuple(reasons)) if len(entries) > 1 else None

    def _generic(self, found: Found) -> Answer | None:
        """Only words that stand in every plan: a list or choices, never a guess."""
        without = self._without_words()
        if self._question.intent.wants or self._question.intent.level:
            return without
        return self._choices(found.hits[:CHOICES]) if found.hits else None

    def _from_hits(self, found: Found) -> Answer:
        best = found.best
        if best is None or best.score < MAYBE:
            return self._unknown(found)
        sure = self._sure(found)
        if sure is None:
            return self._unprinted_fact(best.entry, best.reasons) or self._choices(found.hits)
        refused = self._unprinted_fact(sure.entry, sure.reasons)
        if refused is not None:
            return refused
        return self._answer_for(sure, found)

    def _sure(self, found: Found) -> Hit | None:
        """The best hit where it is sure and no other branch is as good."""
        best = found.best
        if best is None or best.score < SURE:
            return None
        chosen = self._chosen(best, found)
        rivals = [
            hit for hit in found.hits if hit.score > best.score - MARGIN and not self._related(hit.entry, best.entry)
        ]
        if not rivals:
            return chosen
        if self._question.intent.level is not None:
            at_level = [hit for hit in (best, *rivals) if hit.entry.level is self._question.intent.level]
            if len(at_level) == 1 and at_level[0].score > best.score - MARGIN / 2:
                return at_level[0]
        titled = [hit for hit in (best, *rivals) if self._in_title(hit)]
        return self._chosen(titled[0], found) if len(titled) == 1 else None

    def _in_title(self, hit: Hit) -> bool:
        """Whether the title itself names what was asked."""
        title = text.normal(hit.entry.title)
        return any(reason.index in title for reason in hit.reasons if reason.weight >= KNOWN and len(reason.index) > 1)

    def _related(self, one: Entry, other: Entry) -> bool:
        """Whether one entry stands above the other, or both under one strategy."""
        above_one = [entry.id for entry in self._document.ladder(one)] + [one.id]
        above_other = [entry.id for entry in self._document.ladder(other)] + [other.id]
        return one.id in above_other or other.id in above_one

    def _chosen(self, best: Hit, found: Found) -> Hit:
        """The entry of the best branch that the question asks for: of its level, or the one with the money."""
        level = self._question.intent.level
        branch = [hit for hit in found.hits if self._related(hit.entry, best.entry)]
        if level is not None and best.entry.level is not level:
            at_level = [hit for hit in branch if hit.entry.level is level and hit.score >= best.score * NEAR_THE_BEST]
            if at_level:
                return at_level[0]
            above = [entry for entry in self._document.ladder(best.entry) if entry.level is level]
            if above and level in (Level.ISSUE, Level.STRATEGY):
                return replace(best, entry=above[0])
        if level is None:
            as_good = [hit for hit in branch if min(hit.score - best.score, hit.own - best.own) >= -AS_GOOD]
            return max(as_good, key=lambda hit: (len(self._document.ladder(hit.entry)), hit.score))
        return best

    def _with_money(self, hit: Hit, found: Found) -> Entry:
        """The entry itself or the one initiative of its branch that carries the money and is meant best."""
        if amount_of(hit.entry) is not None:
            return hit.entry
        below = {entry.id: entry for entry in self._document.below(hit.entry) if amount_of(entry) is not None}
        speaking = [other for other in found.hits if other.entry.id in below]
        if len(below) == 1:
            return next(iter(below.values()))
        if speaking and speaking[0].score >= hit.score * NEAR_THE_BEST:
            rivals = [other for other in speaking[1:] if other.score > speaking[0].score - MARGIN]
            if not rivals:
                return speaking[0].entry
        return hit.entry

    def _answer_for(self, hit: Hit, found: Found) -> Answer:
        wants = self._question.intent.wants
        if self._question.want is Want.TOTAL and self._level_of_money(hit.entry) is None:
            return self._total_of_matching(found)
        if Want.AMOUNT in wants and self._question.want is Want.AMOUNT:
            return self._amount(self._with_money(hit, found), hit.entry, hit.reasons, hit.score)
        if self._question.want is Want.COUNT and self._question.intent.level is None:
            return self._no_number(hit)
        if self._question.want is Want.PARENT and hit.entry.level in self._question.intent.levels:
            return self._about(hit.entry, hit.reasons, hit.score)
        return self._wanted([hit.entry], hit.reasons, hit.score)

    def _no_number(self, hit: Hit) -> Answer:
        """How many of something that is no entry: the plan would have to print the number."""
        headline = self._writer.say("unknown_fact_count", entry=self._writer.name(hit.entry))
        return replace(self._found(hit.entry, headline, None, hit.reasons, hit.score), kind=Kind.UNKNOWN)

    def _level_of_money(self, entry: Entry) -> Operand | None:
        operand = self._figures.operand(entry)
        return operand if operand.counted else None

    def _total_of_matching(self, found: Found) -> Answer:
        hits = [hit for hit in found.hits if hit.score >= SURE and amount_of(hit.entry) is not None]
        if not hits:
            return self._unknown(found)
        word = " ".join(slot.text for slot in self._question.slots)
        return self._figures.total([hit.entry for hit in hits], self._writer.say("total_matching", word=word))

    # What is wanted of entries that are known

    def _wanted(self, entries: Sequence[Entry], reasons: Sequence[Reason], score: float = 1.0) -> Answer:
        want, first, figures = self._question.want, entries[0], self._figures
        operands = [operand for operand in map(figures.operand, entries) if operand.counted]
        if len(entries) > 1 and len(operands) == len(entries):
            if want is Want.TOTAL:
                counted = [entry for operand in operands for entry in operand.counted]
                return figures.total(counted, self._writer.say("total_named"))
            if want is Want.AVERAGE:
                counted = [entry for operand in operands for entry in operand.counted]
                return figures.average(counted, self._writer.say("total_named"))
            if want is Want.SHARE:
                return self._share_of_several(operands)
            if want is Want.RATIO:
                return figures.ratio(operands[0], operands[1])
            if want in (Want.COMPARE, Want.DIFFERENCE) and len(operands) == 2:
                lesser = self._question.intent.ascending
                return figures.compare(operands[0], operands[1], difference=want is Want.DIFFERENCE, ascending=lesser)
            if want is Want.RANKING:
                intent = self._question.intent
                return figures.ranking(entries, ascending=intent.ascending, most=intent.most, rank=intent.rank)
            if want in (Want.COMPARE, Want.DIFFERENCE, Want.AMOUNT, Want.PER_ISSUE):
                return figures.side_by_side(operands)
        if len(entries) > 1:
            return self._list(
                entries, self._writer.say("list_level", level=self._writer.say("items"), count=len(entries))
            )
        return self._wanted_of_one(first, operands[0] if operands else None, reasons, score)

    def _share_of_several(self, operands: Sequence[Operand]) -> Answer:
        """One of the other where one contains it, else all of them together of the whole page."""
        first, second = sorted(operands[:2], key=lambda operand: operand.yen)
        if len(operands) == 2 and self._related(first.entry, second.entry):
            return self._figures.share(first, second)
        return self._figures.share_of_sum([entry for operand in operands for entry in operand.counted])

    def _wanted_of_one(self, entry: Entry, operand: Operand | None, reasons: Sequence[Reason], score: float) -> Answer:
        intent, figures = self._question.intent, self._figures
        match self._question.want:
            case Want.PARENT:
                return self._parent(entry)
            case Want.SIBLINGS:
                return self._siblings(entry)
            case Want.LADDER:
                return self._ladder(entry)
            case Want.COUNT:
                return self._count(entry)
            case Want.SHARE if operand is not None:
                return figures.share(operand, self._share_of(entry))
            case Want.TOTAL if _WITHOUT.search(self._question.text):
                return self._total_without(entry)
            case Want.TOTAL if operand is not None:
                scope = self._writer.say("total_of", entry=self._writer.name(entry))
                return (
                    figures.total(operand.counted, scope)
                    if amount_of(entry) is None
                    else self._amount(entry, entry, reasons, score)
                )
            case Want.AVERAGE if operand is not None:
                return figures.average(operand.counted, self._writer.say("total_of", entry=self._writer.name(entry)))
            case Want.RANKING if operand is not None and len(operand.counted) > 1:
                return figures.ranking(operand.counted, ascending=intent.ascending, most=intent.most, rank=intent.rank)
            case (
                Want.AMOUNT
                | Want.CONVERT
                | Want.SHARE
                | Want.TOTAL
                | Want.AVERAGE
                | Want.COMPARE
                | Want.DIFFERENCE
                | Want.RANKING
            ):
                return self._amount(entry, entry, reasons, score)
        children = self._asked_children(entry)
        if children is not None:
            return children
        return self._about(entry, reasons, score)

    def _total_without(self, entry: Entry) -> Answer:
        left_out = {each.id for each in self._figures.operand(entry).counted}
        counted = [each for each in self._figures.everything() if each.id not in left_out]
        return self._figures.total(counted, self._writer.say("total_without", entry=self._writer.name(entry)))

    def _share_of(self, entry: Entry) -> Operand | None:
        """The entry above, where the question asks for a share of the issue or strategy."""
        if self._question.intent.level in (Level.ISSUE, Level.STRATEGY) and "全体" not in self._question.text:
            above = [e for e in self._document.ladder(entry) if e.level is self._question.intent.level]
            return self._figures.operand(above[0]) if above else None
        return None

    def _asked_children(self, entry: Entry) -> Answer | None:
        """経営課題5の戦略: the entries of a level below the one that was named by its code."""
        level = self._question.intent.level
        if not (self._question.keys.codes or self._question.about) or level is None or level is entry.level:
            return None
        order = [Level.ISSUE, Level.STRATEGY, Level.ACTION]
        if entry.level in order and order.index(level) < order.index(entry.level):
            return self._parent(entry, level)
        below = self._document.below(entry, level)
        if not below:
            return self._writer.answer(
                Kind.UNKNOWN,
                self._writer.say("list_children_none", entry=self._writer.name(entry)),
                subject=self._subject_of([entry]),
            )
        headline = self._writer.say(
            "list_children", entry=self._writer.name(entry), level=self._writer.levels(level), count=len(below)
        )
        return self._list(below, headline)

    # Answers about one entry

    def _subject_of(self, entries: Sequence[Entry], yen: int | None = None) -> Subject:
        return Subject(entries=tuple(entry.id for entry in entries), yen=yen, document=self._document.source.document)

    def _found(
        self,
        entry: Entry,
        headline: str,
        yen: int | None,
        reasons: Sequence[Reason],
        score: float = 1.0,
        **parts: object,
    ) -> Answer:
        base: dict[str, object] = {
            "shown": (self._writer.shown(entry, reasons, score),),
            "yen": yen,
            "reasons": tuple(dict.fromkeys(reasons)),
            "source_line": self._writer.source_line(entry),
            "caveat": self._writer.caveat([entry]) if yen is not None else None,
            "score": round(100 * min(score, 1.0)),
            "subject": self._subject_of([entry], yen),
        }
        return self._writer.answer(Kind.FOUND, headline, **(base | parts))

    def _about(self, entry: Entry, reasons: Sequence[Reason], score: float) -> Answer:
        if entry.level in (Level.GOAL, Level.MISSION, Level.POLICY) and not reasons:
            want = {Level.GOAL: Want.GOAL, Level.MISSION: Want.MISSION, Level.POLICY: Want.POLICY}[entry.level]
            told = facts.answer(want, self._writer)
            if told is not None:
                return told
        amount = amount_of(entry)
        word = self._printed_word(entry, reasons)
        named = "found_word" if word else "found_about" if reasons else "found_entry"
        if amount is None:
            headline = self._writer.say(named, entry=self._writer.name(entry), word=word)
            return self._found(entry, headline, None, reasons, score)
        headline = self._writer.say(
            f"{named}_amount",
            entry=self._writer.name(entry),
            word=word,
            money=self._writer.money(amount.yen),
            kind=self._writer.kind(amount),
        )
        return self._found(entry, headline, amount.yen, reasons, score)

    def _printed_word(self, entry: Entry, reasons: Sequence[Reason]) -> str | None:
        """The one thing that was asked for, where the entry prints it just so."""
        asked = [slot.text for slot in self._question.slots]
        printed = text.normal(f"{entry.title} {entry.body}")
        return asked[0] if len(asked) == 1 and len(reasons) == 1 and asked[0] in printed else None

    def _amount(self, entry: Entry, named: Entry, reasons: Sequence[Reason], score: float) -> Answer:
        """The money of `entry`, where the question's words or code stand at `named`."""
        amount = amount_of(entry)
        if amount is None:
            return self._no_amount(entry, reasons, score)
        values = {
            "entry": self._writer.name(entry),
            "money": self._writer.money(amount.yen),
            "kind": self._writer.kind(amount),
        }
        if entry.id == named.id:
            return self._found(entry, self._writer.say("found_amount", **values), amount.yen, reasons, score)
        word = self._asked_word(reasons)
        if not word:
            headline = self._writer.say("found_amount_below_code", above=self._writer.name(named), **values)
            return self._found(entry, headline, amount.yen, reasons, score)
        headline = self._writer.say("found_amount_below", above=self._writer.name(named), word=word, **values)
        caveats = [self._writer.say("caveat_not_only", word=word), self._writer.caveat([entry])]
        answer = self._found(
            entry, headline, amount.yen, reasons, score, caveat=self._writer.sentences(filter(None, caveats))
        )
        return replace(answer, shown=(*answer.shown, self._writer.shown(named, reasons, score)))

    def _asked_word(self, reasons: Sequence[Reason]) -> str:
        """The question's own words, as it wrote them."""
        told = [slot.text for slot in self._question.slots]
        return told[0] if told and reasons else ""

    def _no_amount(self, entry: Entry, reasons: Sequence[Reason], score: float) -> Answer:
        operand = self._figures.operand(entry)
        if not operand.counted:
            headline = self._writer.say("unknown_amount", entry=self._writer.name(entry))
            return replace(self._found(entry, headline, None, reasons, score), kind=Kind.UNKNOWN)
        if len(operand.counted) == 1:
            return self._amount(operand.counted[0], entry, reasons, score)
        headline = self._writer.say(
            "unknown_amounts_below",
            entry=self._writer.name(entry),
            count=len(operand.counted),
            money=self._writer.money(operand.yen),
        )
        answer = self._figures.total(operand.counted, "")
        return replace(answer, headline=headline, reasons=tuple(reasons))

    def _parent(self, entry: Entry, level: Level | None = None) -> Answer:
        level = level or self._question.intent.level
        ladder = self._document.ladder(entry)
        if not ladder:
            headline = self._writer.say("found_top", entry=self._writer.name(entry))
            return replace(self._found(entry, headline, None, ()), kind=Kind.UNKNOWN)
        parent = next((above for above in ladder if above.level is level), ladder[-1])
        if self._names_issue():
            parent = ladder[0]
        headline = self._writer.say("found_parent", child=self._writer.name(entry), entry=self._writer.name(parent))
        return self._found(parent, headline, None, ())

    def _names_issue(self) -> bool:
        return (
            re.search(r"(?:どの|何の|どこの)(?:経営)?課題|which (?:management )?issue|what issue", self._question.text)
            is not None
        )

    def _siblings(self, entry: Entry) -> Answer:
        ladder = self._document.ladder(entry)
        if not ladder:
            entries = [each for each in self._document.of_level(entry.level) if each.id != entry.id]
            return self._list(
                entries, self._writer.say("list_level", level=self._writer.levels(entry.level), count=len(entries))
            )
        same_strategy = "戦略" in self._question.text or "strategy" in self._question.text
        above = ladder[-1] if same_strategy else ladder[0]
        level = self._question.intent.level or entry.level
        others = [each for each in self._document.below(above, level) if each.id != entry.id]
        parent = self._writer.name(above)
        if not others:
            return self._writer.answer(
                Kind.UNKNOWN,
                self._writer.say("list_siblings_none", parent=parent, level=self._writer.levels(level)),
                subject=self._subject_of([entry]),
            )
        headline = self._writer.say(
            "list_siblings",
            entry=self._writer.name(entry),
            parent=parent,
            level=self._writer.levels(level),
            count=len(others),
        )
        return self._list(others, headline)

    def _ladder(self, entry: Entry) -> Answer:
        ladder = self._document.ladder(entry)
        if not ladder:
            return self._about(entry, (), 1.0)
        names = " › ".join(self._writer.name(above) for above in ladder)
        headline = self._writer.say("found_ladder", entry=self._writer.name(entry), ladder=names)
        return self._found(entry, headline, None, ())

    def _count(self, entry: Entry) -> Answer:
        level = self._question.intent.level or Level.ACTION
        below = self._document.below(entry, level)
        headline = self._writer.say(
            "count_below", entry=self._writer.name(entry), level=self._writer.levels(level), count=len(below)
        )
        return self._list(below, headline) if below else self._writer.answer(Kind.FIGURES, headline, score=100)

    def _list(self, entries: Sequence[Entry], headline: str) -> Answer:
        return self._writer.answer(
            Kind.LIST,
            headline,
            shown=tuple(map(self._writer.shown, entries)),
            score=100,
            subject=self._subject_of(entries),
        )

    # Neither word nor code

    def _without_words(self) -> Answer:
        """All that can be asked of the plan as a whole; a bare follow-up is taken up before this."""
        intent, figures = self._question.intent, self._figures
        everything = figures.everything()
        if not everything and intent.want is not Want.ABOUT:
            return self._writer.answer(Kind.UNKNOWN, self._writer.say("fact_missing"))
        match intent.want:
            case Want.PER_ISSUE:
                return figures.per_issue(ascending=intent.ascending)
            case Want.DIFFERENCE if _BOTH_ENDS.search(self._question.text):
                return figures.extremes()
            case Want.TOTAL if Want.RANKING in intent.wants and intent.most is not None:
                return figures.total_of_first(intent.most, ascending=intent.ascending)
            case Want.RANKING | Want.TOTAL if Want.RANKING in intent.wants and intent.level in (
                Level.ISSUE,
                Level.STRATEGY,
            ):
                most = intent.most or (None if intent.rank or _SINGLE.search(self._question.text) else len(everything))
                return figures.sum_ranking(intent.level, ascending=intent.ascending, most=most, rank=intent.rank)
            case Want.RANKING if intent.most is None and intent.rank is None and _IN_ORDER.search(self._question.text):
                return figures.ranking(everything, ascending=intent.ascending, most=len(everything), rank=None)
            case Want.RANKING:
                return figures.ranking(everything, ascending=intent.ascending, most=intent.most, rank=intent.rank)
            case Want.TOTAL | Want.COMPARE:
                return figures.total(everything, self._writer.say("total_all"), whole=True)
            case Want.AVERAGE:
                return figures.average(everything, self._writer.say("total_all"))
            case Want.COUNT:
                return self._count_all(intent.level or Level.ACTION)
        if intent.level is not None:
            entries = self._document.of_level(intent.level)
            return self._list(
                entries, self._writer.say("list_level", level=self._writer.levels(intent.level), count=len(entries))
            )
        if Want.AMOUNT in intent.wants:
            return figures.total(everything, self._writer.say("total_all"), whole=True)
        return self._writer.answer(Kind.UNKNOWN, self._writer.say("unknown_follow"), examples=self.examples())

    def _count_all(self, level: Level) -> Answer:
        entries = self._document.of_level(level)
        headline = self._writer.say("count_all", level=self._writer.levels(level), count=len(entries))
        return self._list(entries, headline)

    # Not sure, not known

    def _choices(self, hits: Sequence[Hit]) -> Answer:
        chosen = list(hits[:CHOICES])
        if not chosen:
            return self._writer.answer(Kind.UNKNOWN, self._writer.say("unknown_topic"))
        key = "choices" if len(chosen) > 1 else "choices_one"
        return self._writer.answer(
            Kind.CHOICES,
            self._writer.say(key, count=len(chosen)),
            shown=tuple(self._writer.shown(hit.entry, hit.reasons, hit.score) for hit in chosen),
            reasons=tuple(dict.fromkeys(reason for hit in chosen for reason in hit.reasons)),
            score=round(100 * min(chosen[0].score, 1.0)),
            subject=self._subject_of([hit.entry for hit in chosen]),
        )

    def _unknown(self, found: Found) -> Answer:
        """The plan does not say; names the words that it never uses, and what is near, if anything is."""
        best = found.best
        near = best if best is not None and best.score >= MAYBE else None
        unused = tuple(dict.fromkeys(found.missing or (c.slot.text for c in found.concepts if c.explained < KNOWN)))
        headline = (
            self._writer.say("unknown_word", words=self._writer.quoted(unused))
            if unused
            else self._writer.say("unknown_topic")
        )
        notes = (self._writer.say("unknown_near", entry=self._writer.name(near.entry)),) if near else ()
        return self._writer.answer(
            Kind.UNKNOWN,
            headline,
            notes=notes,
            shown=(self._writer.shown(near.entry, near.reasons, near.score),) if near else (),
            unmatched=unused,
            score=round(100 * best.score) if best else 0,
        )

    def _unprinted_fact(self, entry: Entry, reasons: Sequence[Reason]) -> Answer | None:
        """A topic that the plan knows is not yet the fact that was asked."""
        fact = self._question.fact
        if fact is None or self._printed_fact(fact, entry, reasons):
            return None
        headline = self._writer.say(f"unknown_fact_{fact}", entry=self._writer.name(entry))
        return replace(
            self._found(entry, headline, None, reasons, 1.0),
            kind=Kind.UNKNOWN,
            unmatched=(self._question.fact_word or "",),
        )

    def _printed_fact(self, fact: str, entry: Entry, reasons: Sequence[Reason]) -> bool:
        """Whether a sentence that was hit holds a fact of that kind."""
        pattern = _HOLDS.get(fact)
        if pattern is None:
            return False
        words = [reason.index for reason in reasons if reason.how is not How.MEANING]
        sentences = re.findall(r"[^。\n]+", text.normal(entry.body))
        return any(pattern.search(sentence) and any(word in sentence for word in words) for sentence in sentences)
