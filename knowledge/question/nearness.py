"""An English topic as a whole against the titles of a plan, by nearness of meaning.

A phrase means more than its words: "stray cats" is near to 地域猫活動の支援, where "stray" is near to nothing.
Every telling word has to bring the title nearer, or the plan's own words have to stand for it: "parking" takes
nothing away from 公園の再生, so "parking lots" are not what that speaks of. The thresholds are from 270 topics to
eight plans; their plan says nothing of a third of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.model import Entry, Hit, How, Reason
from knowledge.question.concept import Concept
from knowledge.shelf.document import Document

SAME = 0.60
"""Cosine from which a title says the same: no other one was so near to anything."""
NEAR = 0.44
"""Cosine from which a title is worth offering."""
LEAST = 0.35
"""Cosine below which a title was never meant."""
LEAD = 0.10
"""How much nearer it must be than the titles of other branches."""
TAKEN_AWAY = 0.075
"""How much nearer the phrase may be without one of its words."""
ENOUGH = 0.60
"""What the cosine, half of the lead and a third of the text's that agrees must come to."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What a phrase is near to."""

    hits: tuple[Hit, ...]
    """Entries by the nearness of their titles, the nearest first."""
    cosine: float
    """Of the nearest."""
    lead: float
    """How much nearer it is than the titles of other branches."""
    gains: Mapping[str, float]
    """How much nearer each telling word brings it."""
    text: float
    """The cosine of the text that is nearest, where it stands in the same branch."""

    @property
    def best(self) -> Entry:
        """The nearest entry."""
        return self.hits[0].entry

    @property
    def is_worth_offering(self) -> bool:
        """Whether the nearest may be shown as what might be meant."""
        return self.cosine >= NEAR and self._least > -TAKEN_AWAY

    @property
    def _least(self) -> float:
        return min(self.gains.values(), default=0.0)

    @property
    def says_the_same(self) -> bool:
        """Whether no single words can say more."""
        return self.cosine >= SAME

    def is_meant(self, others: frozenset[str]) -> bool:
        """Whether the nearest entry is what the phrase means; the plan's own words stand for `others` of its words."""
        if self.lead < LEAD or self._least <= -TAKEN_AWAY:
            return False
        if self.says_the_same:
            return True
        gained = self._least > -TAKEN_AWAY / 2 and all(
            gain >= 0 for word, gain in self.gains.items() if word not in others
        )
        return gained and self.cosine + self.lead / 2 + self.text / 3 >= ENOUGH


def nearness(document: Document, words: str, concepts: Sequence[Concept], linked: Entry | None) -> Nearness | None:
    """What the words of a topic are near to, if to anything else than to what they are linked to.

    Vectors take most of the time of an English question, so none is made that decides nothing.
    """
    telling = [concept.slot.text for concept in concepts if not concept.generic]
    meanings = document.meanings
    found = meanings.titles(words)
    if not found or found[0][1] < (LEAST if telling else SAME):
        return None
    best, cosine = found[0]
    if linked is not None and document.related(linked, best):
        return None
    lead = cosine - next((each for entry, each in found if not document.related(entry, best)), 0.0)
    if lead < LEAD and (linked is not None or cosine < NEAR):
        return None
    rest = [(said, other) for said in telling for word in said.split() if (other := _without(words, word))]
    without = meanings.to_title(best, [other for _, other in rest])
    gains: dict[str, float] = {}
    for (said, _), nearer in zip(rest, without, strict=True):
        gains[said] = min(gains.get(said, cosine), cosine - nearer)
    speaking, text = meanings.text(words) or (best, 0.0)
    agrees = speaking.id == best.parent or best in (speaking, *document.ladder(speaking))
    hits = tuple(Hit(entry, _score(each), (_reason(words, entry, each),), own=_score(each)) for entry, each in found)
    return Nearness(hits, cosine, lead, gains, text if agrees else 0.0)


def _reason(words: str, entry: Entry, cosine: float) -> Reason:
    return Reason(words, entry.title, How.MEANING, round(cosine, 2))


def _score(cosine: float) -> float:
    """How much of a phrase a title explains that is so near: 0.6 at 0.44, 0.9 at 0.7."""
    return min(1.0, max(0.0, 0.6 + (cosine - NEAR) * 1.15))


def _without(words: str, word: str) -> str:
    """A phrase without one of its words; what hangs on it by a hyphen goes with it."""
    gone = set(word.split())
    return " ".join(each for each in words.split() if gone.isdisjoint(each.split("-")))
