"""What to say where the plan does not: another year or ward, a code that it does not print, an unused word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.about import About
from knowledge.language import money, text
from knowledge.model import Answer, Entry, Hit, How, Kind, Level, Money, Reason, Subject
from knowledge.search import KNOWN, MAYBE, Found
from knowledge.writer import Writer

CHOICES = 3
"""How many entries are offered."""
_HOLDS = {
    "who": re.compile(r"委員|代表者|構成する|運営する"),
    "time": re.compile(r"\d[年月時]|平成|令和|毎[年月週日]"),
    "count": re.compile(r"\d\s?(?:人|名|件|回|台|か所|箇所|団体|校|世帯|基|本)"),
}


class Refusal:
    """Honest answers to one question that the document does not answer."""

    def __init__(self, writer: Writer, about: About, subject: Subject) -> None:
        self._writer = writer
        self._about = about
        self._subject = subject
        self._document = writer.document
        self._question = writer.question

    def elsewhere(self, headline: str, notes: tuple[str, ...] = ()) -> Answer:
        return self._writer.answer(Kind.ELSEWHERE, headline, notes=notes, subject=self._subject)

    def no_money_of(self, measure: Money) -> Answer:
        """A year, or a kind of money of that year, that the document does not print."""
        years = self._document.naming.years
        first, last = (self._writer.fiscal_year(year) for year in (years[0], years[-1]))
        asked = self._writer.fiscal_year(measure.fiscal_year)
        if measure.fiscal_year in years:
            headline = self._writer.say("elsewhere_kind", asked=asked, money=measure.kind)
            kinds = self._document.naming.kinds(measure.fiscal_year)
            return self.elsewhere(headline, (self._writer.say("elsewhere_kinds", kinds="、".join(kinds)),))
        key = "elsewhere_year_of" if first != last else "elsewhere_year_but"
        return self.elsewhere(self._writer.say(key, asked=asked, first=first, last=last))

    def unprinted_code(self) -> Answer | None:
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
        return self.elsewhere(headline, tuple(notes))

    def _code_name(self, code: str) -> str:
        if self._document.naming.is_table:
            return code
        level = (Level.ISSUE, Level.STRATEGY, Level.ACTION)[min(code.count("-"), 2)]
        return f"{self._writer.level(level)}{' ' if self._writer.language == 'en' else ''}{code}"

    def no_such_amount(self, yen: int) -> Answer:
        headline = self._writer.say(
            "unknown_money", money=money.spoken(yen) if self._writer.language == "ja" else f"¥{yen:,}"
        )
        return self._writer.answer(Kind.UNKNOWN, headline)

    def no_amount_alone(self, hit: Hit) -> Answer:
        """The money of something that an issue mentions among other things."""
        word = self._writer.as_asked(self._question.slots[0].text) if self._question.slots else ""
        headline = self._writer.say("unknown_amount_alone", word=word, entry=self._writer.name(hit.entry))
        return replace(self._about.found(hit.entry, headline, None, hit.reasons, hit.score), kind=Kind.UNKNOWN)

    def no_number(self, hit: Hit) -> Answer:
        """How many of something that is no entry: the plan would have to print the number."""
        headline = self._writer.say("unknown_fact_count", entry=self._writer.name(hit.entry))
        return replace(self._about.found(hit.entry, headline, None, hit.reasons, hit.score), kind=Kind.UNKNOWN)

    def choices(self, hits: Sequence[Hit]) -> Answer:
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
            subject=self._about.subject_of([hit.entry for hit in chosen]),
        )

    def unknown(self, found: Found) -> Answer:
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

    def fact_alone(self) -> Answer | None:
        """A fact that was asked for of nothing in the plan: 人口は?"""
        fact = self._question.fact
        if fact is None or self._question.about or self._lists_entries:
            return None
        if fact in ("actual", "person"):
            return self._writer.answer(Kind.UNKNOWN, self._writer.say(f"unknown_fact_{fact}"))
        word = self._writer.quoted([self._question.fact_word or ""])
        return self._writer.answer(Kind.UNKNOWN, self._writer.say("unknown_fact_alone", word=word))

    @property
    def _lists_entries(self) -> bool:
        """経営課題の一覧: a list of entries is what lists are for."""
        return self._question.fact == "listing" and self._question.intent.level is not None

    def unprinted_fact(self, entry: Entry, reasons: Sequence[Reason]) -> Answer | None:
        """A topic that the plan knows is not yet the fact that was asked."""
        fact = self._question.fact
        if fact is None or self._lists_entries or self._printed_fact(fact, entry, reasons):
            return None
        headline = self._writer.say(f"unknown_fact_{fact}", entry=self._writer.name(entry))
        return replace(
            self._about.found(entry, headline, None, reasons, 1.0),
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
