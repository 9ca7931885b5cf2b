"""Words that ask for a value → the sentences that speak of them and hold one of its type: linking, one storey deeper.

A sentence counts by its own words first, then by its entry's title and those above. It must speak of all that was
asked; of several that do so equally well all are meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.language import text
from knowledge.model import Entry, How, Reason
from knowledge.question.concept import Concept
from knowledge.question.decision import MARGIN
from knowledge.question.sought import Sought
from knowledge.reading.values import NUMBERS, Sentence, holds, is_labelled, is_of, sentences_of
from knowledge.shelf.document import MOST_TITLES, Document

IN_TITLE, IN_ENTRY, ABOVE = 0.9, 0.75, 0.6
"""What a word counts that stands in the entry's title, in another sentence of it, in the titles above."""
ENOUGH = 0.72
"""Share of what was asked that a sentence must explain where it stands."""
OWN = 0.2
"""Share that its own words must explain, unless its entry is called by what was asked."""
ALL = 0.95
"""Share that its own words must explain where all that was asked stands in every plan: 地域活動への参加."""
SPOKEN_OF = 0.5
"""How well each word that must be known has to be explained."""
_FIRM = frozenset({How.EXACT, How.UNIT, How.READING, How.ABBREVIATION, How.SPELLING})
"""Bridges of which one word must have come over: a list's word for another alone is too little for a sentence."""
_CASES = frozenset("をがは")
"""Particles by which a clause has a thing of its own: 週3日 and 5年前の1.3倍に増えた have none."""
MOST = 2
"""Sentences that may be equally good; more of them show that too little was asked."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that answers."""

    entry: Entry
    sentence: Sentence
    score: float
    own: float
    reasons: tuple[Reason, ...]

    @property
    def only_aims(self) -> bool:
        """Whether it tells what is to be, and not how things are."""
        return is_of(self.sentence, "aim") and not is_of(self.sentence, "now")


@dataclass(frozen=True, slots=True)
class _Place:
    entry: Entry
    printed: Sentence
    normal: str
    title: str
    above: str
    body: str


class Passages:
    """The sentences of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def best(self, sought: Sought, concepts: Sequence[Concept]) -> tuple[Passage, ...]:
        """The sentences that answer, best first: they speak of all that was asked, and hold such a value."""
        ranked = sorted(self._speaking(concepts), key=lambda each: (-each.score, -each.own))
        told = [each for each in ranked if is_of(each.sentence, sought.state) and _answers(each, sought)]
        ranked = told if sought.state and told else ranked
        found: list[Passage] = []
        for each in ranked:
            if found and each.score < found[0].score - MARGIN / 2:
                break
            if _answers(each, sought) and (not sought.is_open or _is_labelled(each)):
                found.append(each)
        nearest = [each for each in found if each.own >= found[0].own - MARGIN / 2]
        return tuple(nearest) if len({each.entry.id for each in nearest}) <= MOST else ()

    @cached_property
    def _sentences(self) -> tuple[_Place, ...]:
        if self._document.size > MOST_TITLES:
            return ()
        return tuple(each for entry in self._document.entries() for each in self._of(entry))

    def _of(self, entry: Entry) -> Iterator[_Place]:
        above = text.normal(" ".join(each.title for each in self._document.ladder(entry) if each != entry))
        title, body = text.normal(entry.title), text.normal(entry.body)
        for sentence in sentences_of(entry):
            yield _Place(entry, sentence, text.normal(sentence.printed), title, above, body)

    def _speaking(self, concepts: Sequence[Concept]) -> Iterator[Passage]:
        nouns = [concept for concept in concepts if concept.slot.units and concept.slot.units[-1].is_nominal]
        concepts = nouns or concepts
        total = sum(concept.weight for concept in concepts)
        for each in self._sentences if total else ():
            shares = [self._share(concept, each) for concept in concepts]
            score = sum(c.weight * share for c, (share, _, _) in zip(concepts, shares, strict=True)) / total
            own = sum(c.weight * said for c, (_, said, _) in zip(concepts, shares, strict=True)) / total
            titled = all(share >= IN_TITLE * SPOKEN_OF for share, _, _ in shares)
            known = zip(concepts, shares, strict=True)
            needed = [(share, by) for concept, (share, _, by) in known if concept.must_be_known]
            is_firm = any(reason.how in _FIRM for _, by in needed for reason in by) or (
                len(concepts) > 1 and not needed and own >= ALL
            )
            if (
                score >= ENOUGH
                and is_firm
                and all(share >= SPOKEN_OF for share, _ in needed)
                and (own >= OWN or titled)
            ):
                reasons = tuple(dict.fromkeys(reason for _, _, found in shares for reason in found))
                yield Passage(each.entry, each.printed, score, own, reasons)

    def _share(self, concept: Concept, sentence: _Place) -> tuple[float, float, tuple[Reason, ...]]:
        """How well a sentence speaks of a concept where it stands, how well by its own words, and by which."""
        own, reasons = _said(concept, sentence.normal)
        around = ((IN_TITLE, sentence.title), (IN_ENTRY, sentence.body), (ABOVE, sentence.above))
        found = [(weight * share, by) for weight, words in around for share, by in [_said(concept, words)]]
        best, by = max(found, key=lambda each: each[0])
        return (max(own, best), own, reasons if own >= best else by)


def _said(concept: Concept, words: str) -> tuple[float, tuple[Reason, ...]]:
    """How well some words say a concept, as a whole or part by part; by its own words where the plan prints these."""
    asked = text.normal(concept.slot.text)
    if asked in words:
        return 1.0, (Reason(concept.slot.text, concept.slot.text, How.EXACT, 1.0),)
    hows = _FIRM if concept.is_printed else frozenset(How)
    whole, *parts = (
        max(
            (link.reason for link in links if link.reason.how in hows and _stands(link.reason, words)),
            key=_weight,
            default=None,
        )
        for links in (concept.whole, *(unit.links for unit in concept.units))
    )
    apart = sum(unit.share * part.weight for unit, part in zip(concept.units, parts, strict=True) if part is not None)
    if whole is not None and whole.weight >= apart:
        return whole.weight, (whole,)
    return apart, tuple(part for part in parts if part is not None)


def _answers(passage: Passage, sought: Sought) -> bool:
    """Whether a sentence holds a value of the type, in a clause that speaks of what was asked or right behind it."""
    printed = text.normal(passage.sentence.printed)
    for reason in passage.reasons:  # 8050問題 is no number of 問題
        if any(character.isdigit() for character in reason.index):
            printed = printed.replace(text.normal(reason.index), "")
    sentence = replace(passage.sentence, printed=printed)
    if not holds(sentence, sought.kind, sought.counter) or sought.kind not in NUMBERS:
        return holds(sentence, sought.kind, sought.counter)
    words = [text.normal(reason.index) for reason in passage.reasons]
    clauses = printed.split("、")
    speaks = [any(word in clause for word in words) for clause in clauses]
    near = (
        one
        for one, here, before in zip(clauses, speaks, [False, *speaks], strict=False)
        if here or (before and _CASES.isdisjoint(one))
    )
    return not any(speaks) or any(holds(replace(sentence, printed=one), sought.kind, sought.counter) for one in near)


def _is_labelled(passage: Passage) -> bool:
    """Whether a word that the entry is not called by stands right before an amount that is not the entry's own."""
    words = (text.normal(reason.index) for reason in passage.reasons)
    title = text.normal(passage.entry.title)
    own = {amount.yen for amount in passage.entry.amounts}
    return is_labelled(passage.sentence, [word for word in words if word not in title], own)


def _stands(reason: Reason, words: str) -> bool:
    return text.normal(reason.index) in words


def _weight(reason: Reason) -> float:
    return reason.weight
