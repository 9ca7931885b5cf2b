"""A word of a question with all words of the plan that may stand for it."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.language.text import Kind, Word
from knowledge.model import How, Language, Reason
from knowledge.shelf.index import Term

INSIDE = 0.8
"""A word of the plan that has the asked word inside: 避難 → 避難所."""
OUTSIDE = 0.4
"""A word of the plan that stands inside the asked word: 会議室 → 会議. Not enough to be sure."""
GENERIC = 0.15
"""What a word of every plan weighs beside a word that says something."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A content word of the question: a compound of nouns, a verb, or an English phrase."""

    text: str
    """As asked."""
    units: tuple[Word, ...] = ()
    """The words of a Japanese compound; empty for an English phrase."""
    head: bool = True
    """Whether the question is about it, rather than it telling more of another word: チケット in 万博のチケット."""

    @property
    def language(self) -> Language:
        """Which language the word is in."""
        return "ja" if self.units else "en"


@dataclass(frozen=True, slots=True)
class Link:
    """A term that stands for a word."""

    term: Term
    reason: Reason


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of a slot with the terms that stand for it."""

    word: str
    share: float
    """Of the slot; a slot's shares sum to 1."""
    light: bool
    """Whether it stands in every plan."""
    links: tuple[Link, ...]

    @property
    def explained(self) -> float:
        """How well the plan's vocabulary covers the word, 0 to 1."""
        return max((link.reason.weight for link in self.links), default=0.0)


@dataclass(frozen=True, slots=True)
class Concept:
    """A slot with all that stands for it."""

    slot: Slot
    weight: float
    """What the slot counts in the question: the rarity of its words."""
    whole: tuple[Link, ...]
    """Terms that stand for the whole compound."""
    units: tuple[Unit, ...]
    generic: bool
    """Whether every word of it is one that stands in any plan."""

    @property
    def must_be_known(self) -> bool:
        """Whether an answer without it would answer another question."""
        numeral = bool(self.slot.units) and self.slot.units[-1].kind is Kind.NUMBER
        return self.slot.head and not self.generic and not numeral

    @property
    def tells_more(self) -> bool:
        """Whether it is a noun that only tells more of another: 夜間 in 夜間の防犯カメラ."""
        noun = bool(self.slot.units) and self.slot.units[-1].is_nominal
        return noun and not (self.slot.head or self.generic)

    @property
    def is_printed(self) -> bool:
        """Whether the plan has the very word, or every word of the compound."""
        links = (*self.whole, *(link for unit in self.units for link in unit.links))
        return self.explained > INSIDE and any(link.reason.how is How.EXACT for link in links)

    @property
    def explained(self) -> float:
        """How well the plan's vocabulary covers the slot, 0 to 1; little where it lacks the head word."""
        whole = max((link.reason.weight for link in self.whole), default=0.0)
        return max(whole, sum(unit.share * unit.explained for unit in self.units) if self._head_is_known else 0.0)

    @property
    def rests_on_sound(self) -> bool:
        """Whether only an equal sound speaks for it."""
        return (
            self.explained > 0
            and not self.whole
            and any(
                unit.share > GENERIC and unit.links and all(link.reason.how is How.READING for link in unit.links)
                for unit in self.units
            )
        )

    @property
    def _head_is_known(self) -> bool:
        telling = [unit for unit in self.units if not unit.light] or list(self.units)
        return bool(telling) and telling[-1].explained > OUTSIDE
