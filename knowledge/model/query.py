"""What a question asks, understood: one algebra for plans, lists of projects, years and wards."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from knowledge.model.plan import Level, Money


class Ask(StrEnum):
    """What is asked of the entries of a set."""

    RECORD = "record"
    """The entries themselves, as printed: what is it, where does it stand."""
    LIST = "list"
    """The entries of the set, one a line, with the measure where one is asked for."""
    AMOUNT = "amount"
    """The measure of each entry of the set."""
    SUM = "sum"
    """One sum over the set; nothing is counted inside another."""
    MEAN = "mean"
    MEDIAN = "median"
    COUNT = "count"
    """How many entries there are."""
    DIFFERENCE = "difference"
    """Between the measures of the first two entries or of the first two parts of the set."""
    RATIO = "ratio"
    """How many times the first is of the second."""
    COMPARE = "compare"
    """Which of the set has more, or less where the order ascends."""
    RANK = "rank"
    """The place of the entry within `within`, by the order."""
    CONFIRM = "confirm"
    """Whether the conditions hold of the set: 5,000千円ですよね? Or whether it is, or stands below, `within`."""
    EXISTS = "exists"
    """Whether the set holds anything: 防犯カメラの話は載ってる?"""
    FACT = "fact"
    """A fact that may or may not be printed, named by `Query.fact`."""
    TALK = "talk"
    """A greeting, thanks, or a question about the program, named by `Query.fact`."""


class Presence(StrEnum):
    """What became of entries between two plans of different years."""

    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Whole:
    """Every entry of the document."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Words that are not yet linked to entries: only a reading holds it, no engine meets it."""

    words: str
    """As asked."""
    first: int = 0
    last: int = 0
    """Which words of the reading: from, to (excluded)."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Entries that the question means, in order: by code, by title or by what they say best."""

    entries: tuple[str, ...]
    """Ids."""
    words: str = field(default="", compare=False)
    """How the question calls them; empty where by code."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every entry whose own words say it."""

    words: str
    entries: tuple[str, ...] = field(default=(), compare=False)
    """Ids, in the order of the page; filled in by linking."""


@dataclass(frozen=True, slots=True)
class OfLevel:
    """All entries of some levels."""

    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below a set: the entries of these levels, or those right below where none is named."""

    of: Set
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a set, at a level, or right above where none is named."""

    of: Set
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The other entries of the same level under the same parent."""

    of: Set


@dataclass(frozen=True, slots=True)
class Along:
    """What the page prints so many on from an entry, or back where negative, at a level or at the entry's own.

    Only a reading holds it: linking puts the entry in its place.
    """

    of: Set
    steps: int
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class CodeRange:
    """The entries from one code to another, in the order of the page, of the level of the first."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Office:
    """The entries that an office is in charge of."""

    name: str
    """As asked."""
    spellings: tuple[str, ...]
    """As printed."""


@dataclass(frozen=True, slots=True)
class Appeared:
    """The entries of a set that are new, gone or renamed against the other plan of a `Change`."""

    of: Set
    presence: Presence
    change: Change


@dataclass(frozen=True, slots=True)
class And:
    """The entries that are in every one of the sets."""

    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The entries of several sets, in the order asked; each is a part to compare or to add."""

    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """A set without another: also without what stands below the other."""

    of: Set
    without: Set


@dataclass(frozen=True, slots=True)
class Rows:
    """What another query gives is a set too: 2番目に大きい経営課題の取組."""

    query: Query


Set = (
    Whole | Topic | Linked | Mentions | OfLevel | Below | Above | Beside | Along | CodeRange | Office | Appeared
    | And | Or | Minus | Rows
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries of a level stand below an entry; None: right below."""

    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The money of an entry as a part of a set's."""

    money: Money
    of: Set


@dataclass(frozen=True, slots=True)
class Change:
    """The money of an entry in one plan against the same entry's in another, or in another year of one list."""

    old: str
    """The short name of the older document."""
    new: str
    older: Money
    newer: Money
    relative: bool = False
    """As a part of the older: a rise by 10 % is 1/10."""


Measure = Money | Count | Share | Change


class Relation(StrEnum):
    """How two values stand to each other."""

    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    EQUAL = "="
    PRINTED = "printed"
    """The measure is printed, whatever it is; the value says nothing."""
    MISSING = "missing"
    """Nothing is printed to measure."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of an entry: its measure against yen, a number, a share, or the one figure of another query."""

    measure: Measure
    relation: Relation
    value: int | Fraction | Query
    """Yen for money and changes, entries for counts, a fraction for shares and relative changes."""


@dataclass(frozen=True, slots=True)
class Order:
    """By a measure, or in the order of the page where it is None."""

    measure: Measure | None
    ascending: bool = False


ALL = 10**9
"""More rows than there are: in a `Take` of each group, all of them."""


@dataclass(frozen=True, slots=True)
class Take:
    """Some rows of the order: `count` after the first `skip`; counted from the other end where `from_end`."""

    count: int = 1
    skip: int = 0
    from_end: bool = False
    each: Level | None = None
    """So many of what stands below each entry of this level, instead of so many of all."""

    @property
    def is_one(self) -> bool:
        """Whether one place is asked for, which only equal rows share."""
        return self.count == 1 and self.each is None


class Group(StrEnum):
    """Groups that are no entries."""

    OFFICE = "office"
    DIVISION = "division"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Query:
    """One question, understood.

    The set is evaluated in the document; then conditions, measure, order, take, and last what is asked of the rest.
    """

    ask: Ask
    of: Set
    document: str = ""
    """The short name of the document that is asked."""
    measure: Measure | None = None
    """None: no figure is asked for."""
    where: tuple[Condition, ...] = ()
    by: Group | Level | None = None
    """One figure for each office or year, or for what the set has below each entry of a level."""
    order: Order | None = None
    take: Take | None = None
    within: Set | None = None
    """For RANK: among which entries. For CONFIRM: what the set is said to be, or to stand below."""
    fact: str | None = None
    """For FACT and TALK: which, by its name in the lexicon."""
    fact_words: str = field(default="", compare=False)
    """How the question calls the fact."""
    year: int | None = None
    """For FACT: the fiscal year whose figures are asked for."""
    unit: str | None = None
    """The unit that the figure is wanted in: 円, 万円 …"""
