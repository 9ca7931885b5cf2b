"""The years that a question names, and what another year makes of its query."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from knowledge.language import eras, text
from knowledge.model import Ask, Change, Linked, Money, Offer, Query, Refusal
from knowledge.question.draft import changed
from knowledge.question.reader import Read


def years_in(raw: str) -> frozenset[tuple[int | None, int]]:
    """The different years that a question names, each by itself or by its distance."""
    return frozenset((span.year, span.shift) for span in eras.find(text.normal(raw)))


def names_year(read: Read) -> bool:
    """Whether a question names a year."""
    return read.draft.year is not None or read.draft.shift is not None


def changes(outcome: Query | Offer | Refusal) -> bool:
    """Whether a query sets two years side by side."""
    found: list[Change] = []

    def note(value: Any) -> Any:
        if isinstance(value, Change):
            found.append(value)
        return value

    changed(outcome, note)
    return bool(found)


def in_year(query: Query, year: int) -> Query:
    """A query about the money of a year."""
    found = changed(query, lambda value: Money(year, value.kind) if isinstance(value, Money) else value)
    assert isinstance(found, Query)
    return replace(found, ask=Ask.AMOUNT, measure=Money(year)) if found.ask is Ask.RECORD else found


def moved(query: Query, twins: dict[str, str], name: str) -> Query | None:
    """A query about the twins of its entries in another document; None where one has no twin."""
    lost: list[str] = []

    def move(value: Any) -> Any:
        if isinstance(value, Linked):
            lost.extend(key for key in value.entries if key not in twins)
            return Linked(tuple(twins.get(key, key) for key in value.entries), value.words)
        return value

    moved = changed(query, move)
    assert isinstance(moved, Query)
    return None if lost else replace(moved, document=name)
