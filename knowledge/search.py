"""What the words of a question find in a document, and whether that is sure.

The thresholds and tie-breaks live here: an entry is the answer only when it explains enough of the question and no
other branch of the plan explains nearly as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.document import Document
from knowledge.figures import amount_of
from knowledge.language import text
from knowledge.model import Entry, Hit, How, Level
from knowledge.old_question import Question
from knowledge.question.concepts import Concept

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
FIRM = 0.82
"""Weight of a reason from which one word alone may decide; what is only near in meaning never does."""
STORY = 2
"""Words that tell who asks, where or what happens, from which a question is a story."""
AS_GOOD = 0.05
"""Of one branch, the deepest entry is taken among those that are this close to the best."""


def _words_of(concept: Concept) -> set[str]:
    """A slot as its reasons name it: whole and in parts."""
    return {concept.slot.text, *(unit.word for unit in concept.units)}


def _is_firm(hit: Hit, concepts: Sequence[Concept]) -> bool:
    """Whether more than one word that is only near in meaning speaks for a hit."""
    telling = {word for concept in concepts if not concept.generic for word in _words_of(concept)}
    if not telling:
        return True
    reasons = [reason for reason in hit.reasons if reason.word in telling]
    firm = any(reason.weight >= FIRM and reason.how is not How.MEANING for reason in reasons)
    return firm or len({reason.word for reason in reasons}) > 1


@dataclass(frozen=True, slots=True)
class Found:
    """What matching made of the words of a question."""

    concepts: tuple[Concept, ...]
    hits: tuple[Hit, ...]
    missing: tuple[str, ...]
    """Words that the question is about and the plan never uses."""

    @property
    def is_story(self) -> bool:
        """Whether the question tells a story, in which one unknown word may be by the way."""
        return sum(concept.tells_a_story for concept in self.concepts) >= STORY

    @property
    def best(self) -> Hit | None:
        """The entry that explains most."""
        return self.hits[0] if self.hits else None


class Search:
    """Looks up one question in one document."""

    def __init__(self, document: Document, question: Question) -> None:
        self._document = document
        self._question = question

    def find(self, question: Question) -> Found:
        """What the plan has for the words of a question."""
        concepts = self._document.concepts(question.slots)
        hits = self._document.rank(concepts)
        lacking = [
            c for c in concepts if c.must_be_known and (c.explained < KNOWN or self._is_accident(c, concepts, hits))
        ]
        if not any(c.must_be_known and c.is_printed for c in concepts):
            lacking += [
                c for c in concepts if c.tells_more and c.explained < KNOWN
            ]  # 給食の献立: 献立 alone means nothing
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

    def sure(self, found: Found) -> Hit | None:
        """The best hit where it is sure and no other branch is as good."""
        best = found.best
        if best is None or best.score < SURE or not _is_firm(best, found.concepts):
            return None
        chosen = self._chosen(best, found)
        rivals = [
            hit
            for hit in found.hits
            if hit.score > best.score - MARGIN and not self._document.related(hit.entry, best.entry)
        ]
        if not rivals:
            return chosen
        if self._question.intent.level is not None:
            at_level = [hit for hit in (best, *rivals) if hit.entry.level is self._question.intent.level]
            if len(at_level) == 1 and at_level[0].score > best.score - MARGIN / 2:
                return at_level[0]
        titled = [hit for hit in (best, *rivals) if self._in_title(hit)]
        return self._chosen(titled[0], found) if len(titled) == 1 else None

    def is_only_mentioned(self, hit: Hit) -> bool:
        """Whether a management issue only mentions the word, so that its initiatives' money is not the word's."""
        return hit.entry.level is Level.ISSUE and not self._in_title(hit)

    def speaks(self, entry: Entry, hit: Hit, found: Found) -> bool:
        """Whether an entry says by its own words most of what a hit above it says."""
        return any(other.entry.id == entry.id and other.own >= hit.own * NEAR_THE_BEST for other in found.hits) and (
            entry.id != hit.entry.id
        )

    def _in_title(self, hit: Hit) -> bool:
        """Whether the title itself names what was asked."""
        title = text.normal(hit.entry.title)
        return any(reason.index in title for reason in hit.reasons if reason.weight >= KNOWN and len(reason.index) > 1)

    def _chosen(self, best: Hit, found: Found) -> Hit:
        """The entry of the best branch that the question asks for: of its level, or the one with the money."""
        level = self._question.intent.level
        branch = [hit for hit in found.hits if self._document.related(hit.entry, best.entry)]
        if level is not None and best.entry.level is not level:
            at_level = [hit for hit in branch if hit.entry.level is level and hit.score >= best.score * NEAR_THE_BEST]
            if at_level:
                return at_level[0]
            above = [entry for entry in self._document.ladder(best.entry) if entry.level is level]
            if above and level in (Level.POLICY, Level.ISSUE, Level.STRATEGY, Level.PROGRAMME):
                return replace(best, entry=above[0])
        if level is None:
            as_good = [hit for hit in branch if min(hit.score - best.score, hit.own - best.own) >= -AS_GOOD]
            return max(as_good, key=lambda hit: (len(self._document.ladder(hit.entry)), hit.score))
        return best

    def by_the_way(self, found: Found) -> Hit | None:
        """The sure hit of a story whose one unknown word weighs no more than one told by the way.

        Two words at least must speak for it, and the last one of the question, which it is about, must be known.
        """
        telling = [concept for concept in found.concepts if concept.must_be_known]
        if (
            found.best is None
            or not found.is_story
            or len(found.missing) != 1
            or telling[-1].slot.text in found.missing
        ):
            return None
        told = {reason.word for reason in found.best.reasons if reason.weight >= KNOWN}
        speaking = [c for c in found.concepts if not c.generic and told & _words_of(c)]
        slots = tuple(replace(c.slot, aside=c.slot.aside or c.slot.text in found.missing) for c in found.concepts)
        lighter = self.find(replace(self._question, topics=(slots,)))
        return self.sure(lighter) if len(speaking) > 1 else None

    def with_money(self, hit: Hit, found: Found) -> Entry:
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
