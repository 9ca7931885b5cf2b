"""Going on from figures or rows of groups: 経営課題ごとの平均は?, 一番高いのは?, 戦略ごとだと?, 課題3は?"""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Ask, Below, Count, Level, Linked, Money, OfLevel, Order, Query, Rows, Set
from knowledge.question.comparing import is_one
from knowledge.question.conversation.moment import Moment
from knowledge.question.ladder import WALKED, is_under


def of_the_groups(moment: Moment) -> Query | None:
    """The groups shown last in an order, by a bound, one of them, or of another level; None where none were shown."""
    last, query = moment.last.query, moment.draft.query
    level = last.by if isinstance(last.by, Level) else last.take.each if last.take is not None else None
    if level is None or query is None or moment.draft.refers or moment.draft.refers_all:
        return None
    if (other := _other_level(moment, query)) is not None:
        return _at_level(last, other) if _stands_below(last.of, other) else None
    if _is_one_of(moment, query, level):
        return _inside(last, query.of)
    plain = not moment.draft.names_set or query.of == OfLevel((level,))
    if not plain or query.ask is not Ask.LIST or not (query.order or query.where):
        return None
    return _figures(last, query) if last.by is not None else _rows(moment, query, level)


def _other_level(moment: Moment, query: Query) -> Level | None:
    """戦略ごとだと?: no more is said than another level."""
    apart = any("each" in span.senses for span in moment.draft.spans)
    plain = query.ask is Ask.LIST and not (query.order or query.where or moment.draft.says_ask)
    levels = query.of.levels if isinstance(query.of, OfLevel) else ()
    return levels[0] if apart and plain and len(levels) == 1 else None


def _at_level(last: Query, level: Level) -> Query:
    if last.take is not None and last.take.each is not None:
        return replace(last, take=replace(last.take, each=level))
    return replace(last, by=level)


def _stands_below(of: Set, level: Level) -> bool:
    inner = of.query.of if isinstance(of, Rows) else of
    return isinstance(inner, (OfLevel, Below)) and all(is_under(each, level) for each in inner.levels)


def _is_one_of(moment: Moment, query: Query, level: Level) -> bool:
    """課題3は?: one of the groups, and nothing is asked of it."""
    asks = moment.draft.says_ask or moment.draft.about or query.ask not in (Ask.RECORD, Ask.LIST, Ask.AMOUNT)
    if asks or not isinstance(query.of, Linked) or not is_one(query.of) or not query.of.entries:
        return False
    return moment.level_of(query.of.entries[0]) is level


def _inside(last: Query, one: Set) -> Query:
    """The same of one group."""
    inner = last.of.query if isinstance(last.of, Rows) else None
    of = inner.of if inner is not None else last.of
    below = Below(one, of.levels if isinstance(of, OfLevel) else (WALKED[-1],))
    take = replace(last.take, each=None) if last.take is not None and last.by is None else None
    order = last.order if last.by is None else None
    within: Set = Rows(replace(inner, of=below)) if inner is not None else below
    return replace(last, of=within, by=None, order=order, take=take, where=() if last.by is not None else last.where)


def _figures(last: Query, query: Query) -> Query | None:
    """The groups by their figures: 一番高いのは?, 500万円を超えるのは?"""
    size = Count() if last.ask is Ask.COUNT else last.measure or Money()
    if last.ask is Ask.COUNT and query.where:
        return None
    order = Order(size, query.order.ascending) if query.order is not None else None
    return replace(last, measure=size if order else last.measure, order=order, take=query.take, where=query.where)


def _rows(moment: Moment, query: Query, level: Level) -> Query:
    """上位3つだと?, 逆に一番小さいのは? of each group; 一番小さいのは? of the rows that were shown."""
    last, leans = moment.last.query, moment.draft.leans_on_ask or moment.draft.reverses
    if leans and query.take is not None and query.order is not None:
        return replace(last, order=query.order, take=replace(query.take, each=level))
    return replace(query, of=Linked(moment.last.shown))
