"""What a query gives, in numbers. It holds no sentence."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from knowledge.model.plan import Entry
from knowledge.model.query import Query

Value = int | Fraction
"""Yen and numbers are int; shares, ratios and relative changes are fractions; means may be fractions of a yen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a result."""

    entry: Entry | None
    """None where the line is a group that is no entry."""
    label: str = ""
    """The group's name."""
    value: Value | None = None
    """The measure of the line; None where nothing is printed."""
    counted: tuple[Entry, ...] = ()
    """Whose printed amounts make up the value: the entry itself, or entries below it."""
    money: int | None = None
    """For shares: the yen behind the value."""
    parts: int | None = None
    """Where the entry prints an amount and the entries below it add up to another: their sum, in yen."""
    old_entry: Entry | None = None
    old: int | None = None
    new: int | None = None
    """For changes: the entry in the older plan, and the yen of both years. An entry that is gone stands in `entry` and
    `old_entry` both; one that is new has no `old_entry`."""
    place: int | None = None
    """For RANK: the place of the entry, from 1; equal values share a place."""
    printed: str | None = None
    """For FACT: the printed words that hold it; None where the entry has none."""
    shared: tuple[Entry, ...] = ()
    """For offices: those of `counted` that another office is in charge of too; they stand in its line as well."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gives. It holds no sentence."""

    query: Query
    rows: tuple[Row, ...] = ()
    """After where, order and take."""
    value: Value | None = None
    """The one figure that answers, where there is one: yen, a number, a fraction."""
    counted: tuple[Entry, ...] = ()
    """Everything whose printed amount went into the figures, each once."""
    left_out: tuple[Entry, ...] = ()
    """Entries of the set that carry no money of that year and kind, themselves or below."""
    whole: int | None = None
    """For shares: the yen of the whole."""
    of: int = 0
    """How many rows there were before `take`; for RANK, among how many entries with a value the places are."""
    tied: int = 0
    """How many rows that were not taken have the value of the last one taken; for RANK, how many share the place."""
    counted_in_all: int = 0
    left_out_in_all: int = 0
    """How many entries `counted` and `left_out` stand for: of a very large document they name only the first."""
    sum: int | None = None
    """For MEAN and MEDIAN, and for lists of money where the rows may be added: the sum of all rows, in yen."""
    holds: bool | None = None
    """For CONFIRM and EXISTS."""
    missing: str | None = None
    """Why there is no row: "money" (nothing printed of that year and kind), "level" (no entry of it), "place" (fewer
    rows than the place asked for), "condition" (no entry fulfils the conditions), "pair" (no such entry in the other
    year), "office"."""
