"""A set that a clause names, with its place and role; what the modules that find and relate them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from knowledge.model import Level, Linked, Relation, Set, Topic
from knowledge.question.lexicon import LEVELS
from knowledge.question.spans import Span


class Part(Enum):
    """The role of an operand in its clause."""

    PLAIN = auto()
    SCOPE = auto()
    """の, のうち, of: what follows is within it."""
    THAN = auto()
    EXCEPT = auto()
    WHOLE_OF = auto()
    """に占める: what a share is of."""


ASIDE = (Part.THAN, Part.EXCEPT, Part.WHOLE_OF)
"""Roles of what a clause does not ask of itself."""


@dataclass(slots=True)
class Operand:
    """A set that the clause names."""

    set: Set
    first: int
    """Its first span."""
    last: int
    """Behind its last span."""
    level: tuple[Level, ...] = ()
    """For a level word, which."""
    part: Part = Part.PLAIN
    joined: bool = False
    """Whether it stands side by side with the operand before it."""
    asked: bool = False
    """Whether a word such as どの or which stands before it."""
    is_context: bool = False
    """Whether it is a word of who asks, where and for what, taken as the topic for want of another."""
    is_verbal: bool = False
    """Whether there are only verbs and adjectives in it."""
    every: bool = False
    """Whether each, 各 or ごと marks it."""
    relation: Relation | None = None
    """For what something is held against: how, where a word behind it says so: 5-1-1の予算額未満の."""
    is_mean: bool = False
    """Whether the mean of the set is meant: 平均以上の取組."""
    behind: bool = False
    """English: whether a preposition says that it scopes what stands before it."""
    code: tuple[str, Level | None] | None = None
    """For a code that the document does not print."""

    @property
    def is_level(self) -> bool:
        """Whether it is all entries of a level."""
        return bool(self.level)

    @property
    def is_topic(self) -> bool:
        """Whether it is words still to be linked."""
        return isinstance(self.set, Topic)


@dataclass(slots=True)
class Named:
    """The operands of a clause, and which of its spans they use."""

    operands: list[Operand] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


JOINS = frozenset(
    "と や 、 , ・ か または もしくは 及び および ならびに 並びに and or & vs 対 / プラス plus ＋ +".split()
)

RANGES = frozenset({"から", "~", "〜", "to", "-"})
"""What stands between the ends of a range: 課題3から5, 1 to 3."""

DEGREES = frozenset({"more", "less", "most", "least", "order", "ascending"})
"""Senses of words that say which end of an order is meant."""


def is_that_of(spans: Sequence[Span], at: int) -> bool:
    """Than that of 3-1-2: it stands for the money that was just named."""
    points = spans[at].text in ("that", "those", "of those", "of these")
    return points and texts_between(spans, at + 1, at + 3)[:1] == ["of"]


def levels_of(span: Span) -> tuple[Level, ...]:
    """The levels that a span names."""
    return tuple(level for sense in sorted(span.senses) for level in LEVELS.get(sense, ()))


def texts_between(spans: Sequence[Span], first: int, last: int) -> list[str]:
    """The words between two places, as they stand there."""
    return [span.text.strip() for span in spans[first:last] if span.text.strip()]


class Names(Protocol):
    """What a document has by its own names."""

    def coded(self, code: str, level: Level | None) -> tuple[str, ...]:
        """Ids of the entries that a code means, at a level if one is named; none where it prints none."""

    @property
    def deepest(self) -> Level:
        """The level whose entries carry the money."""

    def level_of(self, key: str) -> Level:
        """The level of an entry."""

    def prints(self, words: str) -> bool:
        """Whether the document prints words as they stand."""

    def is_contact(self, name: str) -> bool:
        """Whether words are the office that publishes the page."""

    def is_own(self, name: str) -> bool:
        """Whether a word is how people who work there call the place whose plan it is: 区, 当区, 本市."""

    def office(self, name: str) -> tuple[str, ...]:
        """The printed spellings of an office; none where it has none."""


def coded_level(operand: Operand, names: Names) -> Level | None:
    """The level of what a clause names by its code; None of anything else."""
    if operand.code is not None:
        return operand.code[1]
    if isinstance(operand.set, Linked) and not operand.set.words:
        return names.level_of(operand.set.entries[0])
    return None
