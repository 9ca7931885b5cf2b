"""One clause, bound: everything that decides what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.model import (
    And,
    Ask,
    Below,
    Level,
    Linked,
    Measure,
    Minus,
    Money,
    OfLevel,
    Or,
    Query,
    Rows,
    Set,
    Share,
    Take,
    Topic,
    Whole,
)
from knowledge.question import narrowing
from knowledge.question.bases import base_of
from knowledge.question.binding import Bound
from knowledge.question.draft import THAT, THOSE
from knowledge.question.modifiers import Modifiers
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import Names, Operand, Part


@dataclass(frozen=True)
class Scene:
    """The spans of a clause with its operands and modifiers."""

    spans: tuple[Span, ...]
    bound: Bound
    names: Names
    money: Money

    @cached_property
    def senses(self) -> frozenset[str]:
        """Every sense in the clause."""
        return frozenset(sense for span in self.spans for sense in span.senses)

    @cached_property
    def asking(self) -> frozenset[str]:
        """The senses of what is not bound to an operand: they say what is asked."""
        left = (span for at, span in enumerate(self.spans) if at not in self.bound.spent)
        return frozenset(sense for span in left for sense in span.senses)

    def has(self, *senses: str) -> bool:
        """Whether the clause has one of these senses."""
        return not self.senses.isdisjoint(senses)

    def asks(self, *senses: str) -> bool:
        """Whether one of these senses is not bound to an operand."""
        return not self.asking.isdisjoint(senses)

    @property
    def found(self) -> tuple[Operand, ...]:
        """The operands, bound."""
        return self.bound.operands

    @property
    def rest(self) -> Modifiers:
        """The modifiers that no operand has taken."""
        return self.bound.rest

    @cached_property
    def base(self) -> Set | None:
        """What is asked of."""
        return base_of(self.found, self.names)

    @cached_property
    def than(self) -> Operand | None:
        """What it is held against."""
        return next((each for each in self.found if each.part is Part.THAN), None)

    @property
    def deepest(self) -> Level:
        """The level whose entries carry the money."""
        return self.names.deepest

    @property
    def all(self) -> OfLevel:
        """All entries that carry the money."""
        return OfLevel((self.deepest,))

    @property
    def in_english(self) -> bool:
        """Whether the clause is English."""
        return all(span.text.isascii() for span in self.spans)

    @cached_property
    def said(self) -> tuple[Span, ...]:
        """The spans that say something."""
        return tuple(span for span in self.spans if span.role is not Role.FUNCTION)

    def measure(self) -> Measure:
        """Money, or its share of the whole."""
        return Share(self.money, Whole()) if self.asks("share") else self.money

    # Sets

    def is_several(self, found: Set | None) -> bool:
        """Whether a set is one of a level, or rows of one, or what several rows showed."""
        match found:
            case Minus(of=of):
                return self.is_several(of)
            case And(sets=(*_, last)):
                return isinstance(last, (OfLevel, Whole))
            case Or(sets=sets):
                return all(isinstance(each, (Rows, OfLevel, Below)) for each in sets)
            case OfLevel() | Below() | Rows():
                return True
            case _:
                return found == THOSE

    def range_of(self, found: Set | None) -> Set:
        """What an order or a condition ranges over: the set of a level, or the initiatives of what is named."""
        if found is None or isinstance(found, Whole):
            return self.all
        if isinstance(found, Linked) and len(found.entries) == 1:
            is_leaf = self.names.level_of(found.entries[0]) is self.deepest
            return found if is_leaf else Below(found, (self.deepest,))
        if isinstance(found, Topic) and found not in (THAT, THOSE):
            return And((found, self.all))
        return found

    def narrowed(self, found: Set | None) -> Set | None:
        """A set with the modifiers that are left."""
        ordered = isinstance(found, Rows) and found.query.order is not None and found.query.take is None
        if isinstance(found, Rows) and ordered and self.rest.counted and not self.rest.sorts:
            return Rows(replace(found.query, take=Take(self.rest.counted)))  # 予算の少ない取組2つの合計
        if not (self.rest.sorts or self.rest.bounds or self.rest.place):
            return found
        if isinstance(found, Rows) and found.query.take is None:
            return Rows(narrowing.narrowed(found.query, self.rest, self.money))
        plain = Query(Ask.LIST, self.range_of(found))
        narrowed = narrowing.narrowed(plain, self.rest, self.money)
        if self.leaves_out_an_end and narrowed.take is not None:
            return Minus(plain.of, Rows(narrowed))
        return Rows(narrowed) if narrowed != plain else found

    @property
    def leaves_out_an_end(self) -> bool:
        """一番高いのを除くと?, without the biggest: an end of an order is taken away, and nothing that is named."""
        return self.asks("except") and not any(each.part is Part.EXCEPT for each in self.found)

    def ordered(self, query: Query) -> Query:
        """A query with the modifiers that are left."""
        return query if self.rest.is_empty else narrowing.narrowed(query, self.rest, self.money)
