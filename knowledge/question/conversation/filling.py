"""What points back filled in: その, それら and levels in a query become the entries that were shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from knowledge.model import (
    Above,
    Along,
    And,
    Ask,
    Below,
    Beside,
    Change,
    Level,
    Linked,
    Minus,
    OfLevel,
    Or,
    Query,
    Rows,
    Set,
    Share,
    Topic,
    Turn,
)
from knowledge.question.conversation.moment import Moment
from knowledge.question.draft import PAIRS, THAT, THOSE, changed, found_in, linked, query_topics
from knowledge.question.ladder import WALKED, is_under

_FIGURES = frozenset({Ask.SUM, Ask.MEAN, Ask.MEDIAN})
"""What is one figure, which others can be held against: それより多いのは."""


def points(query: Query) -> bool:
    """Whether a query points at what was shown."""
    return any(topic in (THAT, THOSE) for topic in query_topics(query))


def replaced(value: Any, by: Mapping[Any, Set | Query], level_of: Callable[[str], Level]) -> Any:
    """A query with the words that point replaced by what they point at."""
    if isinstance(value, (Topic, OfLevel)) or (isinstance(value, (Query, Rows)) and value in by):
        return by.get(value, value)
    if isinstance(value, Above) and value.of == THAT and isinstance(by.get(THAT), Linked):
        that = by[THAT]
        if isinstance(that, Linked) and len(that.entries) == 1 and level_of(that.entries[0]) is value.level:
            return that  # 同じ課題 of an issue is that issue
    if isinstance(value, tuple):
        return tuple(replaced(each, by, level_of) for each in value)
    if isinstance(value, And) and len(value.sets) == 2 and isinstance(value.sets[1], OfLevel):
        inner = replaced(value.sets[0], by, level_of)
        if isinstance(inner, Linked) and inner.entries:
            return at_level(inner, value.sets[1].levels, level_of)
        if isinstance(inner, Above) and inner.level is not None:
            return _below_or_above(inner, inner.level, value.sets[1].levels)  # その課題の戦略, of an initiative
        if isinstance(inner, Or) and all(isinstance(each, Linked) for each in inner.sets):
            keys = tuple(key for each in inner.sets if isinstance(each, Linked) for key in each.entries)
            return at_level(Linked(keys), value.sets[1].levels, level_of)
        return replace(value, sets=(inner, value.sets[1]))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: replaced(getattr(value, each.name), by, level_of) for each in fields(value)}
        return replace(value, **changed)
    return value


def into(old: Set, new: Set) -> Callable[[Any], Any]:
    """A change of one set into another, wherever it stands."""
    return lambda part: new if part == old else part


def at_level(found: Linked, levels: tuple[Level, ...], level_of: Callable[[str], Level]) -> Set:
    """Entries at a level: those above or below the ones that are meant, or they themselves."""
    own = level_of(found.entries[0])
    if own not in WALKED:
        return found
    return OfLevel(levels) if levels[-1] not in WALKED else _below_or_above(found, own, levels)


def _below_or_above(found: Set, own: Level, levels: tuple[Level, ...]) -> Set:
    """A set at one level as the entries of another: they themselves, those above, those below."""
    if own in levels:
        return found
    return Above(found, levels[-1]) if is_under(own, levels[-1]) else Below(found, levels)


def is_one(found: Set) -> bool:
    """Whether a set is one entry."""
    return isinstance(found, Linked) and len(found.entries) == 1


def filled(moment: Moment, query: Query) -> Query | None:
    """A query with what it points at put in; None where that was not shown."""
    if not points(query):
        return query
    for step in found_in(query, Along):
        key = moment.shown.stepped(step.steps, step.level) if step.of == THAT else None
        if key is None and step.of == THAT:
            return None  # 次の課題 behind the last
        query = query if key is None else changed(query, into(step, Linked((key,))))
    if not points(query):
        return query
    if (unrun := moment.shown.unrun) is not None:
        return replaced(query, {THAT: unrun, THOSE: unrun}, moment.level_of)  # type: ignore[no-any-return]
    last = next((turn for turn in moment.turns if turn.shown), None)
    if last is None:
        return None
    held = query.ask in PAIRS and query.of in (THAT, THOSE) and last.query.ask in PAIRS
    if held and isinstance(last.query.of, Or):
        return asked_of(moment, query, last.query.of)  # その差は? of the two that were held against each other
    is_leaf = moment.is_leaf(last) and not isinstance(query.measure, Change)
    of_two = query.ask in PAIRS and query.of in (THAT, THOSE) and (is_leaf or last.query.ask is Ask.SUM)
    if of_two and moment.told_place is not None:
        return _held_against_a_place(moment, query, last)
    if of_two and (two := moment.shown.pair()) is not None:
        return asked_of(moment, query, two)  # 課題1の合計は? 課題6は? その差は?
    if (others := _others_below(moment, query, last)) is not None:
        return others
    query = _without_the_one(moment, query)
    if isinstance(query.of, Minus) and isinstance(query.of.of, Below) and _is_of_several(moment, query.of.of.of):
        return None  # the others of the same issue, after two of different issues
    those = _those_of_a_level(moment, query) or moment.shown.those(moment.draft.counted)
    if moment.draft.among and query.order is not None and moment.is_leaf(last):
        those = Linked(moment.shown.several) if moment.shown.several else None  # その中で最大は, after one of them
    if moment.is_inside_one:
        those = Linked(last.shown)
    both = query.of == THOSE and moment.draft.refers_all and query.ask in (Ask.SUM, *PAIRS)
    if those is None or (both and is_one(those) and moment.is_leaf(last)):
        return None
    that = _standing(moment, query, last)
    if that is None:
        return None
    if query == Query(Ask.LIST, Below(THAT), measure=query.measure) and last.query.ask is Ask.SUM:
        return replace(query, of=that)  # 内訳は? of a sum
    by: dict[Set | Query, Set | Query] = {THAT: that, THOSE: those}
    amount = Query(Ask.AMOUNT, THAT, measure=last.query.measure)
    if last.query.ask in _FIGURES and query != amount:
        by[amount] = last.query
    filled = replaced(query, by, moment.level_of)
    if not isinstance(filled, Query):
        return None
    return _together(moment, filled, filled.of)


def _held_against_a_place(moment: Moment, query: Query, last: Turn) -> Query | None:
    """最初のやつとこれの差: of what was shown at that place, and of what was shown last."""
    key = moment.shown.at(moment.told_place or 1)
    if key is None or key in last.shown:
        return None
    return asked_of(moment, query, Or((Linked((key,)), Linked(last.shown))))


def _others_below(moment: Moment, query: Query, last: Turn) -> Query | None:
    """ほかの取組 after the strategy of one: what else stands below that."""
    level = moment.named_level
    if level is None or query.of != Beside(Above(THAT, level)) or len(last.shown) != 1:
        return None
    own = moment.level_of(last.shown[0])
    if not is_under(level, own):
        return None
    below = Below(Linked(last.shown), (level,))
    seen = next((key for turn in moment.turns for key in turn.shown if moment.level_of(key) is level), None)
    if seen is not None and own is not WALKED[0]:
        return Query(Ask.LIST, Beside(Linked((seen,))))  # where its strategy has no others, those of the issue
    return Query(Ask.LIST, below if seen is None else Minus(below, Linked((seen,))))


def _standing(moment: Moment, query: Query, last: Turn) -> Set | None:
    """What something is held against: of a pair the first, which was there before; no list as a whole."""
    held = isinstance(query.of, Or) and query.of.sets[0] == THAT and query.ask in PAIRS | {Ask.SUM}
    if last.query.ask is Ask.COMPARE and not held:
        return Linked(last.shown[:1])
    place = moment.told_place
    if place is not None and query.order is None and query.ask not in PAIRS:
        key = moment.shown.at(place)  # その2番目は?
        return Linked((key,)) if key is not None else None
    added = query.ask is Ask.SUM and last.query.ask not in PAIRS  # 見守りも足すと合計は? after two of them
    if not held or len(last.shown) < 2 or last.query.ask is Ask.SUM or added:
        return Linked(last.shown)
    pair = last.query.of
    return pair.sets[0] if last.query.ask in PAIRS and isinstance(pair, Or) else None


def _together(moment: Moment, query: Query, of: Set) -> Query:
    """その2つで何%?: several things that are named as one, or were added up before, have one share."""
    together = moment.draft.refers_all or moment.draft.counted is not None or moment.last.query.ask is Ask.SUM
    several = isinstance(of, (Or, Minus)) or (isinstance(of, Linked) and len(of.entries) > 1)
    return replace(query, ask=Ask.SUM) if isinstance(query.measure, Share) and several and together else query


def asked_of(moment: Moment, query: Query, of: Set) -> Query | None:
    """The query asked of a set: an order or a condition of it ranges over that set."""
    if query.ask is Ask.CONFIRM and isinstance(of, Or) and moment.draft.adds:
        return replace(query, of=Rows(Query(Ask.SUM, of, measure=query.measure)))  # 2つ合わせて400万円を超えますか
    if query.ask is Ask.SUM and isinstance(query.measure, Change) and is_one(of):
        query = replace(query, ask=Ask.AMOUNT)
    query = _together(moment, query, of)
    if isinstance(query.of, Minus) and isinstance(query.of.without, Rows):  # without the largest of them
        return replace(query, of=Minus(of, Rows(replace(query.of.without.query, of=of))))
    if isinstance(query.of, Rows):
        return replace(query, of=Rows(replace(query.of.query, of=of)))
    if isinstance(query.of, (Below, Above, Beside)) and query.of.of in (THAT, THOSE):
        return replace(query, of=replace(query.of, of=of))
    return replace(query, of=of)


def _those_of_a_level(moment: Moment, query: Query) -> Set | None:
    """この3つの課題: so many of that level."""
    of = query.of.query.of if isinstance(query.of, Rows) else query.of
    if isinstance(of, And) and of.sets[0] == THOSE and isinstance(of.sets[1], OfLevel) and moment.draft.counted:
        return moment.shown.so_many(moment.draft.counted, of.sets[1].levels[-1])
    return None


def _is_of_several(moment: Moment, of: Set) -> bool:
    """Whether what stands above the things that were shown is not one and the same."""
    if not isinstance(of, Above) or of.of != THAT or of.level is None:
        return False
    return len({moment.shown.page.stepped(key, of.level, 0) for key in moment.last.shown}) > 1


def _without_the_one(moment: Moment, query: Query) -> Query:
    """その課題の他の取組: without the one of that level that was looked at last, or that stands above it."""
    of = query.of
    if not (isinstance(of, Minus) and of.without == THAT and isinstance(of.of, Below) and of.of.levels):
        return query
    level, several = of.of.levels[-1], moment.last.shown
    if len(several) > 1 and all(moment.level_of(key) is level for key in several):
        return replace(query, of=Minus(of.of, Linked(several)))  # the others of both
    looked_at = ([*turn.shown, *linked(turn.query)] for turn in moment.turns if len(turn.shown) == 1)
    shown = [key for keys in looked_at for key in keys]
    key = next((key for key in shown if moment.level_of(key) is level), None)
    if key is not None:
        return replace(query, of=Minus(of.of, Linked((key,))))
    below = next((key for key in shown if is_under(moment.level_of(key), level)), None)
    return replace(query, of=Minus(of.of, Above(Linked((below,)), level)) if below is not None else of.of)
