"""Why a question has no answer, and what is near; and which of several readings was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from knowledge.answers.canonical import canonical
from knowledge.answers.engine import run
from knowledge.answers.names import SETTLED
from knowledge.answers.teller import evidence
from knowledge.answers.teller.entries import unknown_word
from knowledge.answers.teller.facts import contact_notes
from knowledge.answers.teller.telling import Voice
from knowledge.language import series
from knowledge.language.phrases import phrases
from knowledge.model import RUNGS, Answer, Entry, Kind, Lack, Level, Offer, Query, Refusal, Shown, Step, Told

MOST_NEAR = 3
"""Entries that are told as near."""


class Refusing:
    """Tells one refusal."""

    def __init__(self, refusal: Refusal, voice: Voice) -> None:
        self._refusal = refusal
        self._voice = voice

    def answer(self) -> Answer:
        """What is lacking, by name, and what there is."""
        tellers: dict[Lack, Callable[[], Answer]] = {
            Lack.WORD: self._word,
            Lack.TOPIC: self._topic,
            Lack.CODE: self._code,
            Lack.YEAR: self._year,
            Lack.PLACE: self._place,
            Lack.AMOUNT: self._amount,
            Lack.NOTHING_BEFORE: self._nothing_before,
        }
        answer, near = tellers[self._refusal.lack](), self._near()
        notes = (*answer.notes, *self._near_notes(near))
        return replace(answer, notes=notes, near=near, shown=answer.shown or near[:1])

    def _say(self, key: str, **values: object) -> str:
        return self._voice.say(key, **values)

    def _unknown(self, key: str, **values: object) -> Answer:
        return self._voice.answer(Kind.UNKNOWN, self._say(key, **values), unmatched=self._refusal.words)

    def _elsewhere(self, key: str, *notes: str, **values: object) -> Answer:
        return self._voice.answer(Kind.ELSEWHERE, self._say(key, **values), notes=notes)

    # What is near

    def _near(self) -> tuple[Shown, ...]:
        found = (self._voice.document.entry(key) for key in self._refusal.near[:MOST_NEAR])
        return self._voice.shown(entry for entry in found if entry is not None)

    def _near_notes(self, near: tuple[Shown, ...]) -> Iterator[str]:
        if near:
            named = self._voice.names.listed(self._voice.names.entry(shown.entry) for shown in near)
            yield self._say("near_told", entries=named)

    # What is lacking

    def _word(self) -> Answer:
        words, fact = self._refusal.words, self._refusal.fact
        if not words:
            return self._topic()
        answer = unknown_word(self._voice, *words)
        return replace(answer, facts=(Told(self._called(fact)),)) if fact else answer

    def _called(self, fact: str) -> str:
        key = f"fact_named_{fact}"
        return self._say(key) if key in phrases() else fact

    def _topic(self) -> Answer:
        fact = self._refusal.fact
        if fact is None:
            return self._unknown("unknown_topic")
        answer = self._unknown("fact_not_in_plan", fact=self._called(fact))
        notes = contact_notes(self._voice, fact)
        return replace(answer, notes=notes, facts=(Told(self._called(fact)),))

    def _code(self) -> Answer:
        code, document = self._refusal.code or "", self._voice.document
        parent = document.by_code(code.rpartition("-")[0]) if "-" in code else None
        depth = code.count("-")
        among = document.children(parent) if parent else document.of_level(Level.ISSUE)
        there = [each for each in among if each.code and each.code.count("-") == (depth if parent else 0)]
        notes = [self._say("elsewhere_main_only")] if self._has_gaps(depth) else []
        if there:
            codes = self._voice.names.listed(self._voice.names.code(each.code or "") for each in there)
            notes.append(self._say("elsewhere_there_is", codes=codes))
        return self._elsewhere("elsewhere_code", *notes, code=self._code_name(code))

    def _has_gaps(self, depth: int) -> bool:
        """Whether the printed numbers of that depth leave some out: then the one asked for may be among those."""
        last: dict[str, list[str]] = {}
        for each in self._voice.document.of_level(*RUNGS):
            above, _, own = (each.code or "").rpartition("-")
            if each.code and each.code.count("-") == depth:
                last.setdefault(above, []).append(own)
        return any(map(series.missing, last.values()))

    def _code_name(self, code: str) -> str:
        level, names = self._refusal.level, self._voice.names
        if level is None:
            return names.code(code)
        return f"{names.level(level)}{' ' if names.language == 'en' else ''}{code}"

    def _year(self) -> Answer:
        names, document = self._voice.names, self._voice.document
        asked, kind = names.year(self._refusal.year), next(iter(self._refusal.words), None)
        years = document.years
        if self._refusal.year is None:
            key = "elsewhere_actual" if kind in (None, SETTLED) else "elsewhere_no_kind"
            printed = names.listed(map(names.kind_name, document.kinds()))
            return self._elsewhere(key, kind=kind, printed=printed or names.kind())
        if self._refusal.year in years and kind:
            kinds = names.listed(map(names.kind_name, document.kinds(self._refusal.year)))
            money = names.kind_name(kind)
            return self._elsewhere(
                "elsewhere_kind", self._say("elsewhere_kinds", kinds=kinds), asked=asked, money=money
            )
        if document.is_table and years:
            first, last = names.year(years[0]), names.year(years[-1])
            key = "elsewhere_year_of" if first != last else "elsewhere_year_but"
            return self._elsewhere(key, asked=asked, first=first, last=last)
        return self._elsewhere("elsewhere_year", asked=asked)

    def _place(self) -> Answer:
        place, year = next(iter(self._refusal.words), ""), self._refusal.year
        if year is not None:
            place = self._say("plan_label", year=self._voice.names.year(year), organisation=place)
        return self._elsewhere("elsewhere_place", place=place)

    def _amount(self) -> Answer:
        return self._unknown("unknown_money", money=self._voice.names.round_money(self._refusal.yen or 0))

    def _nothing_before(self) -> Answer:
        return self._unknown("unknown_follow")


# Which was meant?


def offered(offer: Offer, voice: Voice) -> Answer:
    """Each reading as an entry where it is about one, and as a step that asks it."""
    told = _named_apart([_choice(query, voice) for query in offer.queries], voice, all_of_them=offer.asks_back)
    shown = {entry.id: entry for _, entry in told if entry is not None}
    headline, *notes = _asked_back(told, voice) if offer.asks_back else _asked(told, offer, voice)
    return voice.answer(
        Kind.CHOICES,
        headline,
        notes=tuple(notes),
        shown=voice.shown(shown.values()),
        unmatched=offer.words,
        steps=tuple(step for step, _ in told),
        source_line=_sources(offer, voice),
        source_name=None if _is_of_several(offer) else evidence.source_name(voice.names),
    )


def _is_of_several(offer: Offer) -> bool:
    return len({query.document for query in offer.queries}) > 1


_Choice = tuple[Step, Entry | None]


def _asked(told: Sequence[_Choice], offer: Offer, voice: Voice) -> Iterator[str]:
    """Which one was meant, and what of the question none of them explains."""
    key = "choices_documents" if _is_of_several(offer) else "choices" if len(told) > 1 else "choices_one"
    yield voice.say(key, count=len(told))
    if offer.words:
        yield voice.say("choices_words", words=voice.names.quoted(offer.words))


def _asked_back(told: Sequence[_Choice], voice: Voice) -> Iterator[str]:
    """Whether the first reading was meant, or another: in whole, since a button has no room for a long one."""
    for at, (step, _) in enumerate(told):
        yield voice.say("choices_otherwise" if at else "choices_asked", question=step.name)


def _choice(query: Query, voice: Voice) -> _Choice:
    """A reading as a step, and the entry that it is about, if it is about one."""
    result = run(query, voice.shelf)
    entries = [row.entry for row in result.rows if row.entry is not None]
    entry = entries[0] if len(entries) == 1 else None
    name = entry.name if entry is not None else canonical(query, voice.language, voice.shelf)
    return Step(name, query), entry


def _named_apart(told: list[_Choice], voice: Voice, *, all_of_them: bool) -> list[_Choice]:
    """Choices about one and the same entry, or all of them, are called by what they ask."""
    names = [step.name for step, _ in told]
    return [
        (replace(step, name=canonical(step.query, voice.language, voice.shelf)), entry)
        if all_of_them or names.count(step.name) > 1
        else (step, entry)
        for step, entry in told
    ]


def _sources(offer: Offer, voice: Voice) -> str:
    """The source of every document that is offered."""
    documents = dict.fromkeys(query.document for query in offer.queries)
    voices = (voice.of(name) for name in documents)
    return "\n".join(evidence.source_line(each.names) for each in voices)
