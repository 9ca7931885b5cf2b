"""Follow-ups: a draft that leaves something to the conversation → a whole query, an edit of the last ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from knowledge.model import (
    Above,
    And,
    Ask,
    Below,
    Beside,
    Level,
    Linked,
    OfLevel,
    Or,
    Order,
    Query,
    Rows,
    Set,
    Share,
    Subject,
    Take,
    Topic,
    Turn,
    Whole,
)
from knowledge.question.compose import WALKED
from knowledge.question.draft import THAT, THOSE, Draft, query_topics

_AMONG = frozenset({Ask.LIST, Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What is asked of several where several were shown."""
_PAIRS = frozenset({Ask.SUM, Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What two things that were shown one after the other are asked for together."""
_PASSED_ON = frozenset({Ask.AMOUNT, Ask.SUM, Ask.FACT, Ask.RECORD, Ask.RANK, Ask.MEAN, Ask.COUNT, Ask.LIST, Ask.EXISTS})


class Following:
    """One draft against the conversation."""

    def __init__(self, draft: Draft, subject: Subject, level_of: Callable[[str], Level]) -> None:
        self._draft = draft
        turns = tuple(turn for turn in subject.turns if turn.query.ask is not Ask.TALK)
        points = draft.refers or draft.refers_all or draft.back
        self._turns = tuple(turn for turn in turns if not turn.refused) if points else turns
        self._level_of = level_of

    @property
    def _last(self) -> Turn | None:
        return self._turns[0] if self._turns else None

    def query(self) -> Query | None:
        """The whole query; None where the draft points at something that was not shown."""
        draft, last = self._draft, self._last
        query = draft.query
        if query is not None and query.ask is Ask.TALK:
            return query
        if last is None and query is not None and query.of == THAT and isinstance(query.measure, Share):
            return replace(query, of=query.measure.of, measure=replace(query.measure, of=Whole()))
        if last is None or (last.refused and not draft.back and not self._stands_alone):
            return query if query is not None and not _points(query) and self._stands_alone else None
        if draft.back and len(self._turns) > 1 and not draft.names_set:
            return self._again(self._turns[1])
        if query is None or not (draft.names_set or draft.says_ask):
            return self._pointed()
        if not draft.names_set:
            return self._of_what_was_shown(query)
        counted = _placed(query)
        if counted is not None and len(last.shown) > counted.skip:
            return self._with_rows(query, Linked((last.shown[counted.skip],)))
        if not draft.says_ask:
            passed = self._passed_on(query)
            if passed is not None:
                query = passed
        return self._filled(query)

    @property
    def _stands_alone(self) -> bool:
        """Whether the draft needs no conversation: it names its set, or asks for the whole."""
        query = self._draft.query
        if query is None:
            return False
        return self._draft.names_set or isinstance(query.of, OfLevel | Whole | Rows | Or)

    # Pointing

    def _pointed(self) -> Query | None:
        """Only a place, the other one, the next one, a unit: of what was shown."""
        draft, last = self._draft, self._last
        assert last is not None
        if draft.query is not None and draft.query.unit is not None:
            return replace(last.query, unit=draft.query.unit)
        if draft.unit is not None:
            return replace(last.query, unit=draft.unit)
        if draft.other:
            return self._other()
        if draft.next or draft.place is not None:
            return self._place(draft.place)
        if draft.sense_above:
            return Query(Ask.LIST, Above(self._that()))
        if draft.sense_below:
            return Query(Ask.LIST, Below(self._that()))
        if draft.sense_beside:
            return Query(Ask.LIST, Beside(self._that()))
        if draft.refers or draft.refers_all:
            return Query(Ask.RECORD, self._that())
        return None

    def _other(self) -> Query | None:
        """もう一つ: the one of the last list that was not looked at since."""
        last = self._last
        assert last is not None
        several = next((turn for turn in self._turns if len(turn.shown) > 1), None)
        if several is not None:
            rest = tuple(key for key in several.shown if key not in last.shown) or several.shown[1:]
            if len(rest) == 1:
                ask = last.query if last is not several and last.query.ask in _PASSED_ON else Query(Ask.RECORD, Whole())
                return replace(ask, of=Linked(rest), order=None, take=None, where=())
            return Query(Ask.LIST, Linked(rest))
        return Query(Ask.LIST, Beside(self._that()))

    def _place(self, place: int | None) -> Query | None:
        last = self._last
        assert last is not None
        ordered = _ordered(last.query)
        if place is None:
            if ordered is not None:
                take = ordered.take or Take(1)
                return replace(ordered, take=replace(take, count=1, skip=take.skip + take.count))
            return self._other()
        if ordered is not None and place > 0 and (len(last.shown) < place or self._draft.turns_round is not None):
            ascending = self._draft.turns_round
            order = ordered.order
            assert order is not None
            if ascending is not None:
                order = replace(order, ascending=ascending)
            return replace(ordered, order=order, take=Take(1, place - 1))
        several = next((turn for turn in self._turns if len(turn.shown) >= max(abs(place), 2)), None)
        if several is not None:
            key = several.shown[place - 1 if place > 0 else place]
            return Query(Ask.RECORD, Linked((key,)))
        if ordered is not None and place > 0:
            return replace(ordered, take=Take(1, place - 1))
        return None

    def _again(self, turn: Turn) -> Query:
        return turn.query

    # Asks without a set

    def _of_what_was_shown(self, query: Query) -> Query | None:
        """予算は?, 合計は?, 一番高いのは?, 割合は?: of one thing or of several, as it was shown."""
        draft, last = self._draft, self._last
        assert last is not None
        if draft.place is not None and query.ask in (Ask.RECORD, Ask.LIST, Ask.AMOUNT) and query.order is None:
            placed = self._place(draft.place)
            if placed is not None and query.ask is Ask.AMOUNT:
                return replace(query, of=placed.of)
            if placed is not None:
                return placed
        if draft.place is not None and query.order is not None and (ordered := _ordered(last.query)) is not None:
            return replace(ordered, order=query.order, take=query.take)
        if query.ask is Ask.FACT and (query.fact or "") in draft.page_facts:
            return query
        if isinstance(query.of, Or) or (draft.asks_whole and not isinstance(query.measure, Share)):
            return query
        counted = _placed(query)
        if counted is not None and len(last.shown) > counted.skip:
            return self._with_rows(query, Linked((last.shown[counted.skip],)))
        if query.ask in _PAIRS and len(last.shown) == 1 and self._pair() is not None:
            return self._with(query, self._pair() or Whole())
        if query.ask in _AMONG:
            if len(last.shown) > 1:
                return self._with(query, Linked(last.shown))
            if query.ask is Ask.LIST and query.order is not None:
                return query
            if query.ask in (Ask.SUM,) and len(last.shown) == 1:
                return self._with(query, Linked(last.shown))
            if query.ask is Ask.COUNT or query.ask in (Ask.MEAN, Ask.MEDIAN):
                return query
        if not last.shown:
            return None
        return self._with(query, Linked(last.shown))

    def _with_rows(self, query: Query, of: Set) -> Query:
        """The query with the row that was shown in the place of the one counted on the page."""
        if isinstance(query.of, Below | Above) and isinstance(query.of.of, Rows):
            return replace(query, of=replace(query.of, of=of))
        return replace(query, of=of, order=None, take=None)

    def _pair(self) -> Set | None:
        """The two things that were shown last, each alone."""
        singles = [turn.shown[0] for turn in self._turns if len(turn.shown) == 1]
        first = next((key for key in singles[1:] if key != singles[0]), None)
        return Or((Linked((first,)), Linked((singles[0],)))) if first is not None else None

    def _with(self, query: Query, of: Set) -> Query:
        """The query asked of a set: an order or a condition of it ranges over that set."""
        if isinstance(query.of, Rows):
            return replace(query, of=Rows(replace(query.of.query, of=of)))
        if isinstance(query.of, Below | Above | Beside):
            return replace(query, of=replace(query.of, of=of))
        return replace(query, of=of)

    # Sets without an ask

    def _passed_on(self, query: Query) -> Query | None:
        """防犯は? after a question for the budget of something else: the same of this."""
        last = self._last
        assert last is not None
        before = last.query
        of = query.of
        if isinstance(of, OfLevel) and len(of.levels) == 1:
            return self._level(of)
        if _points(query) or before.ask not in _PASSED_ON or not self._draft.follows:
            return None
        if isinstance(of, Topic | Linked):
            if isinstance(before.of, Below | Above | Beside) and isinstance(before.of.of, Linked):
                return replace(before, of=replace(before.of, of=of))
            if isinstance(before.of, Linked | And) and before.ask is not Ask.LIST:
                return replace(before, of=of, unit=None)
        return None

    def _level(self, of: OfLevel) -> Query | None:
        """戦略は? after an entry: those above or below it."""
        last = self._last
        assert last is not None
        if not last.shown or of.levels[0] not in WALKED:
            return None
        level, own = of.levels[0], self._level_of(last.shown[0])
        if own not in WALKED or level is own:
            return None
        shown = Linked(last.shown)
        if WALKED.index(level) < WALKED.index(own):
            return Query(Ask.LIST, Above(shown, level))
        return Query(Ask.LIST, Below(shown, (level,)))

    # Pointing words inside a query

    def _that(self) -> Linked:
        last = self._last
        assert last is not None
        return Linked(
            last.shown[:1] if len(last.shown) > 1 and self._draft.refers and not self._draft.refers_all else last.shown
        )

    def _those(self) -> Set:
        last = self._last
        assert last is not None
        if len(last.shown) > 1:
            return Linked(last.shown)
        return self._pair() or Linked(last.shown)

    def _filled(self, query: Query) -> Query | None:
        if not _points(query):
            return query
        last = self._last
        assert last is not None
        if not last.shown:
            return None
        that: Set = Linked(last.shown) if len(last.shown) == 1 or query.ask in _AMONG else self._that()
        filled = _replaced(query, {THAT: that, THOSE: self._those()}, self._level_of)
        return filled if isinstance(filled, Query) else None


def _ordered(query: Query) -> Query | None:
    """The query with an order that a conversation goes on in."""
    if query.order is not None:
        return query
    return query.of.query if isinstance(query.of, Rows) and query.of.query.order is not None else None


def _placed(query: Query) -> Take | None:
    """The place on the page that a query counts to: 2番目の戦略."""
    inner = query.of.of if isinstance(query.of, Below | Above) else query.of
    rows = inner.query if isinstance(inner, Rows) else query
    counts = rows.order is not None and rows.order.measure is None
    return rows.take if counts else None


def _points(query: Query) -> bool:
    return any(topic in (THAT, THOSE) for topic in query_topics(query))


def _replaced(value: Any, by: dict[Topic, Set], level_of: Callable[[str], Level]) -> Any:
    """A query with the words that point replaced by what they point at."""
    if isinstance(value, Topic):
        return by.get(value, value)
    if isinstance(value, tuple):
        return tuple(_replaced(each, by, level_of) for each in value)
    if isinstance(value, And) and len(value.sets) == 2 and isinstance(value.sets[1], OfLevel):
        inner = _replaced(value.sets[0], by, level_of)
        if isinstance(inner, Linked) and inner.entries:
            return at_level(inner, value.sets[1].levels, level_of)
        return replace(value, sets=(inner, value.sets[1]))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: _replaced(getattr(value, each.name), by, level_of) for each in fields(value)}
        return replace(value, **changed)
    return value


def at_level(found: Linked, levels: tuple[Level, ...], level_of: Callable[[str], Level]) -> Set:
    """Entries at a level: those above or below the ones that are meant, or they themselves."""
    own, level = level_of(found.entries[0]), levels[-1]
    if own not in WALKED:
        return found
    if level not in WALKED:
        return OfLevel(levels)
    if own in levels:
        return found
    return Above(found, level) if WALKED.index(level) < WALKED.index(own) else Below(found, levels)


def whole(draft: Draft, subject: Subject, level_of: Callable[[str], Level]) -> Query | None:
    """The query of a draft in its conversation; None where it points at what was not shown, or says nothing."""
    return Following(draft, subject, level_of).query()


__all__ = ["Order", "at_level", "whole"]
