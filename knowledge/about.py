"""Answers about entries that are known: what was wanted of them, and what the plan prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge import facts
from knowledge.figures import MOST_SHOWN, Figures, Operand, amount_of
from knowledge.intents import Want
from knowledge.language import text
from knowledge.model import Answer, Entry, Kind, Level, Reason, Subject
from knowledge.writer import Writer

_WITHOUT = re.compile(r"を除|以外|を抜|抜き|except|excluding|without|other than")


class About:
    """Answers about entries of one document, to one question."""

    def __init__(self, writer: Writer, figures: Figures) -> None:
        self._writer = writer
        self._figures = figures
        self._document = writer.document
        self._question = writer.question

    def wanted(self, entries: Sequence[Entry], reasons: Sequence[Reason], score: float = 1.0) -> Answer:
        want, first, figures = self._question.want, entries[0], self._figures
        operands = [operand for operand in map(figures.operand, entries) if operand.counted]
        if len(entries) > 1 and len(operands) == len(entries):
            counted = tuple(dict.fromkeys(entry for operand in operands for entry in operand.counted))
            if want in (Want.TOTAL, Want.CONVERT):
                return figures.total(counted, self._writer.say("total_named"))
            if want is Want.AVERAGE:
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
                return figures.rank_sums(operands, ascending=intent.ascending, most=intent.most, rank=intent.rank)
            if want in (Want.COMPARE, Want.DIFFERENCE, Want.AMOUNT, Want.PER_ISSUE):
                return figures.side_by_side(operands)
        if len(entries) > 1:
            return self._several(entries)
        return self._wanted_of_one(first, operands[0] if operands else None, reasons, score)

    def _several(self, entries: Sequence[Entry]) -> Answer:
        """Several entries: those below them of the level that was asked for, or themselves."""
        level = self._question.intent.level
        below = [each for entry in entries for each in self._document.below(entry, level)] if level else []
        shown = tuple(dict.fromkeys(below)) or entries
        named = self._writer.levels(shown[0].level) if below else self._writer.say("items")
        return self.list(shown, self._writer.say("list_level", level=named, count=len(shown)))

    def _share_of_several(self, operands: Sequence[Operand]) -> Answer:
        """One of the other where one contains it, else all of them together of the whole page."""
        first, second = sorted(operands[:2], key=lambda operand: operand.yen)
        if len(operands) == 2 and self._document.related(first.entry, second.entry):
            return self._figures.share(first, second)
        return self._figures.share_of_sum(
            tuple(dict.fromkeys(entry for operand in operands for entry in operand.counted))
        )

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
                    else self.amount(entry, entry, reasons, score)
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
                return self.amount(entry, entry, reasons, score)
        children = self._asked_children(entry)
        if children is not None:
            return children
        return self.entry(entry, reasons, score)

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
        order = [Level.POLICY, Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION]
        if entry.level in order and order.index(level) < order.index(entry.level):
            return self._parent(entry, level)
        below = self._document.below(entry, level)
        if not below:
            return self._writer.answer(
                Kind.UNKNOWN,
                self._writer.say("list_children_none", entry=self._writer.name(entry)),
                subject=self.subject_of([entry]),
            )
        headline = self._writer.say(
            "list_children", entry=self._writer.name(entry), level=self._writer.levels(level), count=len(below)
        )
        return self.list(below, headline)

    def found(
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
            "subject": self.subject_of([entry], yen),
        }
        return self._writer.answer(Kind.FOUND, headline, **(base | parts))

    def entry(self, entry: Entry, reasons: Sequence[Reason], score: float) -> Answer:
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
            return self.found(entry, headline, None, reasons, score)
        headline = self._writer.say(
            f"{named}_amount",
            entry=self._writer.name(entry),
            word=word,
            money=self._writer.money(amount.yen),
            kind=self._writer.kind(amount),
        )
        return self.found(entry, headline, amount.yen, reasons, score)

    def _printed_word(self, entry: Entry, reasons: Sequence[Reason]) -> str | None:
        """The one thing that was asked for, where the entry prints it just so."""
        asked = [slot.text for slot in self._question.slots]
        printed = text.normal(f"{entry.title} {entry.body}")
        if len(asked) != 1 or len(reasons) != 1 or asked[0] not in printed:
            return None
        return self._writer.as_asked(asked[0])

    def amount(self, entry: Entry, named: Entry, reasons: Sequence[Reason], score: float) -> Answer:
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
            return self.found(entry, self._writer.say("found_amount", **values), amount.yen, reasons, score)
        word = self._asked_word(reasons)
        if not word:
            headline = self._writer.say("found_amount_below_code", above=self._writer.name(named), **values)
            return self.found(entry, headline, amount.yen, reasons, score)
        headline = self._writer.say("found_amount_below", above=self._writer.name(named), word=word, **values)
        caveats = [self._writer.say("caveat_not_only", word=word), self._writer.caveat([entry])]
        answer = self.found(
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
            answer = self.found(entry, headline, None, reasons, score)
            return replace(answer, kind=Kind.UNKNOWN, notes=self._other_money(entry))
        if len(operand.counted) == 1:
            return self.amount(operand.counted[0], entry, reasons, score)
        headline = self._writer.say(
            "unknown_amounts_below",
            entry=self._writer.name(entry),
            count=len(operand.counted),
            money=self._writer.money(operand.yen),
        )
        answer = self._figures.total(operand.counted, "")
        return replace(answer, headline=headline, reasons=tuple(reasons))

    def _other_money(self, entry: Entry) -> tuple[str, ...]:
        """What is printed of other years or kinds, where what was asked for is not."""
        whole = self._document.through(None).entry(entry.id)
        others = [f"{self._writer.kind(amount)} {amount.raw}" for amount in (whole.amounts if whole else ())]
        return (self._writer.say("other_money", amounts="、".join(others)),) if others else ()

    def _parent(self, entry: Entry, level: Level | None = None) -> Answer:
        level = level or self._question.intent.level
        ladder = self._document.ladder(entry)
        if not ladder:
            headline = self._writer.say("found_top", entry=self._writer.name(entry))
            return replace(self.found(entry, headline, None, ()), kind=Kind.UNKNOWN)
        parent = next((above for above in ladder if above.level is level), ladder[-1])
        if self._names_issue():
            parent = ladder[0]
        headline = self._writer.say("found_parent", child=self._writer.name(entry), entry=self._writer.name(parent))
        return self.found(parent, headline, None, ())

    def _names_issue(self) -> bool:
        return (
            re.search(r"(?:どの|何の|どこの)(?:経営)?課題|which (?:management )?issue|what issue", self._question.text)
            is not None
        )

    def _siblings(self, entry: Entry) -> Answer:
        ladder = self._document.ladder(entry)
        if not ladder:
            entries = [each for each in self._document.of_level(entry.level) if each.id != entry.id]
            return self.list(
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
                subject=self.subject_of([entry]),
            )
        headline = self._writer.say(
            "list_siblings",
            entry=self._writer.name(entry),
            parent=parent,
            level=self._writer.levels(level),
            count=len(others),
        )
        return self.list(others, headline)

    def _ladder(self, entry: Entry) -> Answer:
        ladder = self._document.ladder(entry)
        if not ladder:
            return self.entry(entry, (), 1.0)
        names = " › ".join(self._writer.name(above) for above in ladder)
        headline = self._writer.say("found_ladder", entry=self._writer.name(entry), ladder=names)
        return self.found(entry, headline, None, ())

    def _count(self, entry: Entry) -> Answer:
        level = self._question.intent.level or Level.ACTION
        below = self._document.below(entry, level)
        headline = self._writer.say(
            "count_below", entry=self._writer.name(entry), level=self._writer.levels(level), count=len(below)
        )
        return self.list(below, headline) if below else self._writer.answer(Kind.FIGURES, headline, score=100)

    def list(self, entries: Sequence[Entry], headline: str) -> Answer:
        """Several entries in their order; of very many the first."""
        return self._writer.answer(
            Kind.LIST,
            headline,
            shown=tuple(map(self._writer.shown, entries[:MOST_SHOWN])),
            caveat=self._writer.caveat(entries[:MOST_SHOWN]),
            score=100,
            subject=self.subject_of(entries),
        )

    def subject_of(self, entries: Sequence[Entry], yen: int | None = None) -> Subject:
        return Subject(entries=tuple(entry.id for entry in entries), yen=yen, document=self._document.source.document)
