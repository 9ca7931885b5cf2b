"""A stretch of a question and what it is taken for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from knowledge.language.text import Part
from knowledge.model import Reason
from knowledge.question.literals import Literal


class Role(Enum):
    """What a span is to the question."""

    GRAMMAR = auto()
    """A word of the closed lexicon."""
    LITERAL = auto()
    """A number, an amount, a code, a year, a unit."""
    TOPIC = auto()
    """Words that the document uses, or that a firm bridge leads to."""
    FUNCTION = auto()
    """A particle, an auxiliary, a mark: it ties and says nothing."""
    UNKNOWN = auto()
    """A word that is none of these."""
    STORY = auto()
    """What a post tells beside its question, as one topic."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text in normal form."""

    start: int
    end: int
    text: str
    """As it stands there."""
    role: Role
    cost: float
    senses: frozenset[str] = frozenset()
    """For GRAMMAR: what it may mean."""
    literal: Literal | None = None
    meant: str = ""
    """For TOPIC: the document's own spelling, where it was typed otherwise."""
    reason: Reason | None = None
    """Why it is read so, where that is not its plain spelling."""
    is_title: bool = False
    """Whether it is a whole title of the document."""
    part: Part | None = None
    """The morpheme, of a span of one."""
    alone: bool = False
    """Whether it means this only where no noun stands directly before it."""

    @property
    def says(self) -> str:
        """The text in the document's spelling."""
        return self.meant or self.text

    @property
    def is_content(self) -> bool:
        """Whether it can be what the question is about."""
        return self.role in (Role.TOPIC, Role.UNKNOWN, Role.STORY)
