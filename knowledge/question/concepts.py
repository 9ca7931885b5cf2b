"""A question's word → the index's words, each with its weight and its reason.

Bridges, from the firmest: the same word, the same dictionary synonym, words.toml, a word inside a word, meaning. What
was typed wrongly has been put right before, in hearing. Within a word the best bridge counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from knowledge.language.meaning import vectors
from knowledge.language.text import Kind, Word, fold_reading, joined, words
from knowledge.model import How, Reason
from knowledge.question.concept import GENERIC, INSIDE, OUTSIDE, Concept, Link, Slot, Unit
from knowledge.question.trade import Trade, english_form, english_forms
from knowledge.shelf.index import LONGEST_COMPOUND, Term, compound_word
from knowledge.shelf.vocabulary import Vocabulary

SYNONYM = 0.85
TRADE = 0.92
TRADE_NEAR = 0.8
LATER = 0.03
"""How much each further word that words.toml names weighs less than the one before it."""
NEAR_MEANING = 0.70
"""Cosine from which an English word counts for a word of the plan."""
APART = 0.85
"""A compound whose words all stand in an entry, but not together."""
HOMOPHONE = 0.75
"""A known word that sounds like one of the plan's: a slip only where the rest of the question agrees."""
SHORTEST_LOAN = 4
"""Characters of a loanword from which it may be part of a longer word."""
LOAN = 0.78
"""A synonym of the loanword that an English word is: it may be of another sense, and decides nothing alone."""
SURE = 0.95
"""A Japanese word in Latin letters inside an English question."""
VERB = 0.35
"""A verb beside a noun; one that the plan has no word for tells next to nothing."""
SPEAKING_VERB = 0.7
"""A verb that words.toml knows for something that plans speak of: 逃げる."""
SILENT = 0.25
"""What remains of a light word's weight where the plan does not even have it."""
EMPTY = 0.12
"""What a word weighs that is no noun and that nothing of the plan stands for."""
NUMBER = 0.5
LONGEST_ACCIDENT = 5
"""Folded letters from which an equal sound may be meant."""

_ADDED = frozenset({"費", "屋"})
"""What a word means no less without: 補助費, 新聞屋."""

Nearest = Callable[[str, int], list[tuple[Term, float]]]
"""A word and how many → terms with their cosine."""


class Concepts:
    """Builds the concepts of questions to one document."""

    def __init__(self, vocabulary: Vocabulary, trade: Trade, nearest: Nearest) -> None:
        self._vocabulary = vocabulary
        self._trade = trade
        self._nearest = nearest

    def of(self, slot: Slot) -> Concept:
        """Everything in the plan that a slot may mean."""
        return self._japanese(slot) if slot.units else self._english(slot, tuple(self._known_links(slot)))

    def all(self, slots: Sequence[Slot], topic: str) -> tuple[Concept, ...]:
        """Everything in the plan that the slots of a topic may mean, which as a whole is `topic`.

        What only nearness of meaning can lead to the plan gets its vector in one go, the topic as a whole with it.
        """
        linked = {slot: tuple(self._known_links(slot)) for slot in slots if not slot.units}
        far = [
            slot.text for slot, links in linked.items() if not links and not self._is_light(*english_forms(slot.text))
        ]
        vectors([*far, topic] if far else [])
        return tuple(self._japanese(slot) if slot.units else self._english(slot, linked[slot]) for slot in slots)

    # Japanese

    def _japanese(self, slot: Slot) -> Concept:
        word, parts = compound_word(slot.units), self._parts(slot.units)
        links = [self._links(unit) for unit in parts]
        weights = [self._weight(unit, found) for unit, found in zip(parts, links, strict=True)]
        total = sum(weights) or 1.0
        light = [self._is_light(unit.normal, unit.surface) for unit in parts]
        units = tuple(
            Unit(unit.surface, weight / total, is_light, found)
            for unit, weight, is_light, found in zip(parts, weights, light, links, strict=True)
        )
        whole = tuple(self._whole(word, slot.text)) if len(slot.units) > 1 else ()
        generic = all(light)
        weight = max(weights) + 0.3 * (total - max(weights))
        return Concept(slot, weight, whole, units, generic)

    def _parts(self, units: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words of a compound, those that words.toml has as one taken together: 見 + 回り."""
        for length in range(min(len(units), LONGEST_COMPOUND), 1, -1):
            for start in range(len(units) - length + 1):
                inner = units[start : start + length]
                word = compound_word(inner)
                if word in self._trade.meanings and word not in self._vocabulary.by_word:
                    return (*self._parts(units[:start]), joined(inner), *self._parts(units[start + length :]))
        return units

    def _whole(self, word: str, asked: str) -> Iterator[Link]:
        if (term := self._vocabulary.by_word.get(word)) is not None:
            yield Link(term, Reason(asked, term.surface, How.EXACT, 1.0))
        yield from self._by_trade(word, asked)

    def _links(self, unit: Word) -> tuple[Link, ...]:
        """Terms for one word; one that the plan uses needs no bridge but words.toml's and to what has it inside."""
        return tuple(self._bridges(unit))

    def _bridges(self, unit: Word) -> Iterator[Link]:
        asked = unit.surface
        exact = self._vocabulary.by_word.get(unit.normal)
        if exact is not None:
            yield Link(exact, Reason(asked, exact.surface, How.EXACT, 1.0))
        noun = self._vocabulary.by_word.get(asked) if asked != unit.normal else None
        if noun is not None:  # 見回り, cut as the verb 見回る where nothing stands before it
            yield Link(noun, Reason(asked, noun.surface, How.EXACT, 1.0))
        yield from self._by_trade(unit.normal, asked)
        for term in self._vocabulary.by_part.get(unit.normal, ()):
            yield Link(term, Reason(asked, term.surface, How.UNIT, INSIDE))
        if exact is not None:
            return
        for group in unit.groups if unit.is_nominal else ():
            for term in self._vocabulary.by_group.get(group, ()):
                yield Link(term, Reason(asked, term.surface, How.SYNONYM, SYNONYM))
        if len(unit.reading) >= LONGEST_ACCIDENT:
            for term in self._vocabulary.by_reading.get(unit.reading, ()):
                yield Link(term, Reason(asked, term.surface, How.READING, HOMOPHONE))
        for part in unit.parts:
            if (inner := self._vocabulary.by_word.get(part)) is not None:
                left_over = unit.normal.replace(part, "", 1)
                weight = INSIDE if left_over in _ADDED or self._is_light(left_over) else OUTSIDE
                yield Link(inner, Reason(asked, inner.surface, How.UNIT, weight))

    def _by_trade(self, word: str, asked: str) -> Iterator[Link]:
        for meaning in self._trade.said(word):
            known = [self._vocabulary.by_word[plan] for plan in meaning.plan if plan in self._vocabulary.by_word]
            for place, term in enumerate(known):
                weight = (TRADE_NEAR if meaning.near else TRADE) - LATER * place
                yield Link(term, Reason(asked, term.surface, How.TRADE, max(weight, OUTSIDE)))

    def _is_light(self, *forms: str) -> bool:
        """Whether a word, given in any of its forms, stands in every plan."""
        return not self._trade.generic.isdisjoint(forms)

    def _rarity(self, links: tuple[Link, ...]) -> float:
        """How rare the word is, or the plan's word that stands for it."""
        best = max(links, key=lambda link: link.reason.weight, default=None)
        if best is None or best.reason.weight <= OUTSIDE:
            return self._vocabulary.unknown_idf
        return self._vocabulary.idf(best.term)

    def _weight(self, unit: Word, links: tuple[Link, ...]) -> float:
        rarity = self._rarity(links)
        if self._is_light(unit.normal, unit.surface):
            return rarity * GENERIC * (1.0 if links else SILENT)
        if not (unit.is_nominal or links):
            return rarity * EMPTY
        if unit.kind is Kind.NUMBER:
            return rarity * NUMBER
        if unit.is_nominal:
            return rarity
        return rarity * (SPEAKING_VERB if any(link.reason.how is How.TRADE for link in links) else VERB)

    # English

    def _english(self, slot: Slot, known: tuple[Link, ...]) -> Concept:
        light = self._is_light(*english_forms(slot.text))
        links = known if known or light else tuple(self._near_links(slot.text))
        weight = self._rarity(links) * (GENERIC if light else 1.0)
        return Concept(slot, weight, links, (Unit(slot.text, 1.0, light, links),), light)

    def _by_dictionary(self, form: str, asked: str) -> Iterator[Link]:
        """Where the general dictionary leads from an English word: festival → フェスティバル, 祭り."""
        found = words(form)
        if len(found) == 1 and found[0].known:
            for link in self._bridges(replace(found[0], surface=asked)):
                if link.reason.how is How.UNIT and len(found[0].normal) < SHORTEST_LOAN:
                    continue  # lot is in no プロット
                weight = link.reason.weight if link.reason.how is How.EXACT else min(link.reason.weight, LOAN)
                yield replace(link, reason=replace(link.reason, weight=weight))

    def _known_links(self, slot: Slot) -> Iterator[Link]:
        """Terms that a list, the plan itself, a dictionary or an equal sound leads to."""
        asked, form = slot.text, english_form(slot.text)
        by_trade = tuple(self._by_trade(form, asked))
        yield from by_trade
        exact = self._vocabulary.by_word.get(asked) or self._vocabulary.by_word.get(form)
        if exact is not None:
            yield Link(exact, Reason(asked, exact.surface, How.EXACT, 1.0))
        if exact is not None or by_trade or self._is_light(*english_forms(asked)):
            return
        bridged = tuple(self._by_dictionary(form, asked))
        if bridged:
            yield from bridged
            return
        sound = fold_reading(asked)
        if len(sound) > LONGEST_ACCIDENT and sound in self._vocabulary.by_reading:
            for term in self._vocabulary.by_reading[sound]:
                yield Link(term, Reason(asked, term.surface, How.READING, SURE))

    def _near_links(self, asked: str) -> Iterator[Link]:
        for term, cosine in self._nearest(asked, 4):
            if cosine >= NEAR_MEANING:
                yield Link(term, Reason(asked, term.surface, How.MEANING, round(cosine, 2)))
