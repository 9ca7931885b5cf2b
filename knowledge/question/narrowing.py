"""Modifiers bound to queries: bounds become conditions, degrees an order, places a take."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from knowledge.model import (
    Ask,
    Below,
    Condition,
    Count,
    Level,
    Measure,
    Money,
    OfLevel,
    Order,
    Query,
    Relation,
    Set,
    Share,
    Take,
    Whole,
)
from knowledge.question.ladder import is_under
from knowledge.question.literals import Percent, Yen
from knowledge.question.modifiers import ROUGHLY, Modifiers


def conditions(found: Modifiers, measure: Measure, of: Set | None = None) -> tuple[Condition, ...]:
    """The bounds as conditions on a measure; a percent is one on the share of what a set is below, or of the whole."""
    whole: Set = of.of if isinstance(of, Below) and not found.of_whole else Whole()
    literals = list(zip(found.literals, found.relations, strict=True))
    if found.printed is False or (found.printed and not literals):
        return (Condition(measure, Relation.PRINTED if found.printed else Relation.MISSING, 0),)
    if found.range and len(literals) == 2:
        (low, _), (high, relation) = sorted(literals, key=lambda pair: _size(pair[0]))
        if found.classed and isinstance(high, Yen):
            return _condition(low, Relation.AT_LEAST, measure, whole), Condition(measure, Relation.UNDER, _above(high))
        upper = relation if relation in (Relation.UNDER, Relation.AT_MOST) else Relation.AT_MOST
        return _condition(low, Relation.AT_LEAST, measure, whole), _condition(high, upper, measure, whole)
    first = found.literals[0] if found.literals else None
    if found.roughly and isinstance(first, Yen) and found.relations[0] is None:
        least, most = (first.yen * part // ROUGHLY for part in (ROUGHLY - 1, ROUGHLY + 1))
        return Condition(measure, Relation.AT_LEAST, least), Condition(measure, Relation.AT_MOST, most)
    if found.classed and isinstance(first, Yen):
        return Condition(measure, Relation.AT_LEAST, first.yen), Condition(measure, Relation.UNDER, _above(first))
    return tuple(_condition(literal, relation or Relation.EQUAL, measure, whole) for literal, relation in literals)


def _above(amount: Yen) -> int:
    """The next amount of the size of one: 200万円 above 100万円."""
    return amount.yen + int(10 ** (len(str(abs(amount.yen))) - 1))


def _size(literal: Yen | Percent) -> Fraction:
    return literal.share if isinstance(literal, Percent) else Fraction(literal.yen)


def _condition(literal: Yen | Percent, relation: Relation, measure: Measure, whole: Set) -> Condition:
    if isinstance(literal, Percent):
        money = measure if isinstance(measure, Money) else Money()
        return Condition(Share(money, whole), relation, literal.share)
    return Condition(measure, relation, literal.yen)


def narrowed(query: Query, found: Modifiers, measure: Measure) -> Query:
    """A query with the modifiers bound to it."""
    if found.middle is not None and found.of_level is not None:
        return _by_middles(query, found, found.middle, found.of_level, measure)
    by: Measure = Count(found.of_level) if found.of_level is not None else measure
    where = query.where + conditions(found, measure, query.of)
    order, take = query.order, query.take
    ascending = found.ascending or bool(found.downwards)
    if found.of_level is not None and found.counted is not None and found.downwards is None and not found.sorts:
        number = Condition(Count(found.of_level), found.bounded or Relation.EQUAL, found.counted)
        return replace(query, where=(*where, number))
    if found.place is not None and found.last is not None:
        first, last = sorted((found.place, found.last))
        order, take = Order(by, ascending), Take(last - first + 1, first - 1)
    elif found.place is not None and (found.downwards is not None or found.sorts):
        order, take = Order(by, ascending), Take(1, found.place - 1)
    elif found.end:
        told = order if order is not None and order.measure is not None and not ascending else None  # 安い取組ベスト3
        order, take = told or Order(by, ascending), Take(found.counted or found.place or 1)
    elif found.orders and not (found.superlative and found.counted is None):
        order = Order(by, ascending)
        take = Take(found.counted) if found.counted else None
    elif found.superlative:
        order, take = Order(by, ascending), Take(found.counted or 1)
    elif found.downwards is not None and not found.bounds:
        order = Order(by, ascending)
        take = Take(found.counted) if found.counted else None
    return replace(query, where=where, order=order, take=take)


def _by_middles(query: Query, found: Modifiers, ask: Ask, level: Level, measure: Measure) -> Query:
    """What has such a mean below it: 平均が500万円を超える経営課題."""
    of = query.of
    if not isinstance(of, (OfLevel, Below)) or not of.levels or query.where or query.take:
        return query
    if not is_under(level, of.levels[-1]):
        return query
    groups = Query(ask, replace(of, levels=(level,)), measure=measure, by=of.levels[-1])
    return narrowed(groups, replace(found, middle=None, of_level=None), measure)


def than(found: Modifiers, other: Set, measure: Measure, ask: Ask = Ask.AMOUNT) -> Condition:
    """What has more or less than another set, or than its mean: 産業振興より少ない取組, 平均より多い取組."""
    relation = Relation.UNDER if found.downwards else Relation.OVER
    return Condition(measure, relation, Query(ask, other, measure=measure))
