"""What a conversation is about: plain data that a window keeps."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from knowledge.model.query import Query

MOST_TURNS = 5
"""Turns that a conversation keeps: as far back as people mean by さっきの."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation that was answered, or refused."""

    query: Query
    shown: tuple[str, ...] = ()
    """Ids of what the answer showed, in its order."""
    value: int | Fraction | None = None
    """The one figure that it gave."""
    refused: bool = False
    """The question was not understood, or named something that the plan does not know."""
    unsettled: bool = False
    """It may have left what was shown, and nobody knows for what: choices of which none was taken, 次のやつ unread."""
    unrun: bool = False
    """It stands in the same post, and what it shows is not known yet."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a conversation is about: all that a follow-up may leave out. Plain data, to be kept by the window."""

    document: str | None = None
    """The short name of the document that was asked last."""
    question: str | None = None
    """The last question that says what it is about, without what named its document: asked again of another one."""
    turns: tuple[Turn, ...] = ()
    """The last queries with what they showed, the newest first; see MOST_TURNS."""
    cautioned: tuple[str, ...] = ()
    """Names of the cautions that the conversation has heard in whole."""
