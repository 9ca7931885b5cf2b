"""What reading makes of a text beside queries to run: why there is none, what to choose from, which form is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from knowledge.model.evidence import Evidence, Reason
from knowledge.model.plan import Level
from knowledge.model.query import Query

Language = Literal["ja", "en"]


class Lack(StrEnum):
    """Why a question has no query that can be run."""

    WORD = "word"
    """It names words that the document never uses."""
    TOPIC = "topic"
    """It says nothing that a plan could be asked."""
    CODE = "code"
    """It names a code that the document does not print."""
    YEAR = "year"
    """It asks for a year, or a kind of money of a year, that neither the shelf nor the document has."""
    PLACE = "place"
    """It asks for another place that is not on the shelf."""
    AMOUNT = "amount"
    """It asks for an amount of money that nothing in the document carries."""
    NOTHING_BEFORE = "nothing_before"
    """It points back where nothing was shown before."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question, or one of several in a post, that is not answered."""

    lack: Lack
    document: str
    """The document that was asked."""
    words: tuple[str, ...] = ()
    """For WORD: as asked, whole words of the user's. For PLACE: the place. For YEAR: the kind of money, if named."""
    code: str | None = None
    level: Level | None = None
    """For CODE: the level that the code is of."""
    year: int | None = None
    yen: int | None = None
    near: tuple[str, ...] = ()
    """Ids of entries that speak of the other words of the question."""
    fact: str | None = None
    """The fact that was asked for, where one was."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Readings that are too close to choose from: at most three queries, the likeliest first."""

    queries: tuple[Query, ...]
    words: tuple[str, ...] = ()
    """Words of the question that no reading explains."""
    asks_back: bool = False
    """Whether they are what the question was read as, to be confirmed: each is told as the question that it is."""


class Form(StrEnum):
    """How an answer is wanted, where the question says so."""

    CSV = "csv"
    EXCEL = "excel"
    MEMO = "memo"
    """A note for an answer in the assembly, as text and as a document."""
    CHART = "chart"
    PIE = "pie"
    SHORT = "short"
    """The sentence alone."""
    CODES = "codes"
    """The codes of the entries alone."""
    EASY = "easy"
    """やさしい日本語: with readings, money in whole yen."""


BARE = (Form.SHORT, Form.CODES)
"""Forms in which an answer is its first sentence and where it stands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question goes into its answer besides the query."""

    raw: str
    language: Language
    reasons: tuple[Reason, ...] = ()
    """How its words reached the document's: bridges and corrections are said."""
    score: int = 100
    """0 to 100: how sure the reading is."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for and against the reading of each topic, but of those that are a whole title."""
    is_cut: bool = False
    """Whether the end was left out, because nobody asks that much."""
    is_named: bool = False
    """Whether the question itself names the plan, the ward or the year that it asks."""
    form: Form | None = None
    """How the answer is wanted."""
    in_whole: bool = False
    """Whether the whole text of what is shown is wanted: 本文, 全文, 内容."""
