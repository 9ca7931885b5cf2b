"""How a computed question was read, on one short line: 経営課題 × 予算額の合計 > 1,000万円、多い順."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.answers.canonical import by_group, wording
from knowledge.answers.measured import numbers, place_key
from knowledge.answers.teller.figures import is_summed
from knowledge.answers.teller.telling import Telling
from knowledge.answers.wording import Wording
from knowledge.model import (
    ALL,
    Answer,
    Ask,
    Change,
    Condition,
    Kind,
    Measure,
    Money,
    Order,
    Query,
    Relation,
    Share,
    Take,
    Whole,
)

_MADE = {
    Ask.SUM: "sum",
    Ask.MEAN: "mean",
    Ask.MEDIAN: "median",
    Ask.DIFFERENCE: "difference",
    Ask.RATIO: "ratio",
    Ask.COMPARE: "compare",
}
_COMPUTED = (*_MADE, Ask.RANK, Ask.CONFIRM)
_SIGNS = {Relation.AT_LEAST: "≥", Relation.AT_MOST: "≤"}


def is_computed(answer: Answer, query: Query) -> bool:
    """Whether an answer rests on arithmetic, or on a choice among entries, that people should be able to check."""
    if answer.kind not in (Kind.FIGURES, Kind.LIST) and query.ask not in _COMPUTED:
        return False
    if query.ask is Ask.CONFIRM and [each.relation for each in query.where] == [Relation.EQUAL] and answer.shown:
        return False  # いいえ、2,025千円です says it all
    of_parts = query.measure is not None or query.where or query.order or query.take or query.by
    return bool(of_parts) or query.ask in (*_COMPUTED, Ask.AMOUNT)


def read_as(telling: Telling) -> str:
    """The set, the measure with what is made of it, the conditions, the order."""
    reading = _Reading(telling)
    return reading.line()


class _Reading:
    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._query = telling.query
        self._words: Wording = wording(telling.names, telling.shelf)

    def _say(self, key: str, **values: object) -> str:
        return self._telling.say(key, **values)

    def line(self) -> str:
        query = self._query
        told, measure = self._words.set(query.of), self._measured()
        if measure:
            told = self._say("read_of", set=told, measure=measure)
        return self._joined(told, self._more())

    def _joined(self, told: str, more: Iterator[str]) -> str:
        for each in more:
            told = self._say("read_with", read=told, more=each)
        return told

    def _measured(self) -> str:
        """The measure; where one condition holds it against a value, with that."""
        query = self._query
        if query.ask is Ask.COUNT:
            return self._grouped(self._say("read_count"))
        measure = self._telling.measure
        if query.ask is Ask.CONFIRM and query.where:
            return self._say("read_confirm", condition=self._condition(query.where[0]))
        if query.where and measure in (None, query.where[0].measure):
            return self._grouped(self._condition(query.where[0]))
        is_of_money = query.ask in (*_COMPUTED, Ask.AMOUNT)
        return self._grouped(self._made(measure or Money())) if measure or is_of_money else ""

    def _grouped(self, measure: str) -> str:
        by = self._query.by
        return measure if by is None else self._say("read_by", by=by_group(by, self._telling.names), measure=measure)

    def _made(self, measure: Measure) -> str:
        ask, named = self._query.ask, self._named(measure)
        if ask is Ask.RANK:
            within = self._query.within
            return (
                self._say("read_rank_all", measure=named)
                if within is None
                else self._say("read_rank", measure=named, within=self._words.set(within))
            )
        return self._say(f"read_{_MADE[ask]}", measure=named) if ask in _MADE else named

    def _named(self, measure: Measure) -> str:
        """The measure; money that is not printed for the entries themselves is a sum."""
        match measure:
            case Share(money, of):
                whole = self._say("set_all") if isinstance(of, Whole) else self._words.set(of)
                return self._say("read_share", measure=self._words.money(money), of=whole)
            case Change():
                old, new = self._words.sides(measure)
                key = "read_change_rate" if measure.relative else "read_change"
                return self._say(key, measure=self._words.change_kind(measure), old=old, new=new)
            case Money() if self._query.ask in (Ask.LIST, Ask.AMOUNT) and self._is_summed():
                return self._say("read_sum", measure=self._words.money(measure))
        return self._words.measure(measure)

    def _is_summed(self) -> bool:
        return any(row.entry is not None and is_summed(row) for row in self._telling.rows)

    def _condition(self, condition: Condition) -> str:
        if condition.relation in (Relation.PRINTED, Relation.MISSING):
            return self._say(f"read_{condition.relation}", measure=self._named(condition.measure))
        value = self._words.value(condition)
        sign = _SIGNS.get(condition.relation, str(condition.relation))
        made = self._query.by is not None and self._query.ask in _MADE
        measure = self._made(condition.measure) if made else self._named(condition.measure)
        return self._say("read_where", measure=measure, relation=sign, value=value)

    def _more(self) -> Iterator[str]:
        """What else was read: further conditions, the order, which of it."""
        query, measured = self._query, self._measured()
        for condition in query.where:
            told = self._condition(condition)
            if told not in measured:
                yield told
        if query.order is not None and query.ask not in (Ask.RANK, Ask.COMPARE):
            yield self._order(query.order)
        if query.take is not None:
            yield self._take(query.take)
        if query.unit is not None:
            yield self._telling.names.unit_name(query.unit)

    def _order(self, order: Order) -> str:
        if order.measure is None:
            return self._say("read_page_order_back" if order.ascending else "read_page_order")
        way = self._say("read_less_first" if order.ascending else "read_more_first")
        own = self._query.measure or (self._query.where[0].measure if self._query.where else order.measure)
        if order.measure == own:
            return way
        return self._say("read_order", measure=self._named(order.measure), way=way)

    def _take(self, take: Take) -> str:
        if take.count == ALL and take.each is not None:
            return by_group(take.each, self._telling.names)
        if take.each is not None:
            told = self._take(replace(take, each=None))
            return self._say("read_by", by=by_group(take.each, self._telling.names), measure=told)
        key = place_key(take)
        alike = {"first": "top", "last": "bottom"}
        return self._say(f"read_{alike.get(key, key)}", **numbers(take))
