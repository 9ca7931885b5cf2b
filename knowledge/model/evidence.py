"""How a question's words reached the words of a plan, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.model.plan import Entry


class How(StrEnum):
    """By which bridge a question's word reached a word of the index."""

    EXACT = "exact"
    """The same word, or the same in normal form."""
    UNIT = "unit"
    """A part of the question's compound: 防災訓練 → 防災."""
    READING = "reading"
    """The same sound, folded: bosai, ボウサイ → 防災."""
    ABBREVIATION = "abbreviation"
    """Characters picked in order out of a longer term: 地活協 → 地域活動協議会."""
    SPELLING = "spelling"
    """A character or two apart: 児童逆待 → 児童虐待."""
    SYNONYM = "synonym"
    """The general dictionary knows both as one meaning."""
    TRADE = "trade"
    """words.toml says so."""
    MEANING = "meaning"
    """Near in the meaning model."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a word of the question counts for a word of the index."""

    word: str
    """As asked."""
    index: str
    """As the plan has it."""
    how: How
    weight: float
    """0 to 1: how much of the question's word is explained."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that speaks to the question."""

    entry: Entry
    score: float
    reasons: tuple[Reason, ...]
    unmatched: tuple[str, ...] = ()
    own: float = 0.0
    """The score by the entry's own words, without those of the entries above it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first reading of a topic and against it. Shares are of what its words weigh, 0 to 1."""

    topic: str
    """The words, as they were linked."""
    share: float
    """How much of the topic the first entry explains, with those above it."""
    own: float
    """How much of it the first entry's own words explain."""
    lead: float
    """How far its share is ahead of the next entry of another branch."""
    unknown: float
    """How much of the topic the document has no word for."""
    lacking: int
    """Words that must be known, and are not."""
    lacks_head: bool
    """Whether the last word that must be known is one of them, or there is none."""
    agreeing: int
    """Words that say something and lead to the first entry by a firm bridge."""
    is_firm: bool
    """Whether more than one word that is only near in meaning speaks for the first entry."""
    in_title: bool
    """Whether the title of the first entry itself names what was asked."""
    is_english: bool
    """Whether no word of it is Japanese."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a reading knows about itself: each of them makes a wrong answer likelier, or less likely."""

    unvoiced: int
    """Words of the question that ask for something, and its numbers, of which the read-back has nothing."""
    added: int
    """Words of the read-back that ask for something, each kind once, that no question of the conversation has."""
    dearest: float
    """What the least likely of its words cost the path through the question."""
    lead: float
    """How far the entry that is meant is ahead of others, of all topics the least; 1 where their words are titles."""
    turns: int
    """Questions before it that the conversation still knows."""
