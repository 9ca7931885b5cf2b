"""Questions that ask the same of each of several groups: 経営課題ごとに一番大きい取組, the average in each strategy.

What names the groups is taken out of the clause. The rest is a question by itself, and what it asks of all is asked
of what stands below each entry of the level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.model import ALL, And, Ask, Below, CodeRange, Count, Level, OfLevel, Or, Query, Rows, Set, Take
from knowledge.question.draft import THOSE, changed, found_in, whole_of
from knowledge.question.ladder import is_under
from knowledge.question.literals import Code, Number
from knowledge.question.scene import Scene
from knowledge.question.spans import Span
from knowledge.question.spelled import levels_of

_TIES = frozenset("の に で は って 、 , : を".split())
"""What may tie the groups to what is asked of each."""
_OF = frozenset("in of for from within under the a".split())
_MIDDLES = (Ask.MEAN, Ask.MEDIAN)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups that a clause names."""

    level: Level
    rest: tuple[Span, ...]
    """The clause without them."""
    is_before: bool
    """Whether the mark stands before the level: 各課題, each issue; not 課題ごと, by issue."""
    tie: str
    """The particle behind them."""
    mark: str
    """What says that they are meant one by one: ごと, each, per."""


def groups(spans: Sequence[Span], deepest: Level) -> Groups | None:
    """The groups of a clause: entries of a level above that of the money, each for itself; None where it names none."""
    for at, span in enumerate(spans):
        levels = levels_of(span)
        if len(levels) == 1 and is_under(deepest, levels[0]) and not _is_numbered(spans, at):
            found = _marked_before(spans, at) or _marked_behind(spans, at)
            if found is not None:
                first, last = found
                mark = next(span.text for span in spans[first:last] if "each" in span.senses)
                tie = spans[last].text if last < len(spans) else ""
                rest = (*spans[:first], *_behind(spans[last + (tie in _TIES) :], tie))
                return Groups(levels[0], rest, first < at and mark != "by", tie, mark)
    return None


def _behind(spans: Sequence[Span], tie: str) -> Sequence[Span]:
    """Without a verb that only says how groups are looked at: 課題ごとに見て, 各課題につき."""
    is_verb = bool(spans) and spans[0].part is not None and spans[0].part.word_class == "動詞"
    if not (is_verb and tie in ("に", "で")):
        return spans
    return spans[2:] if len(spans) > 1 and spans[1].text in ("て", "と", "ば") else spans[1:]


def _is_numbered(spans: Sequence[Span], at: int) -> bool:
    return any(isinstance(span.literal, (Code, Number)) for span in spans[at + 1 : at + 3])


def _marked_before(spans: Sequence[Span], at: int) -> tuple[int, int] | None:
    """各課題, それぞれの課題, in each of the issues; not by issue, which names the rows of a list."""
    first = at - 1
    while first > 0 and (not spans[first].text.strip() or spans[first].text in ("の", *_OF)):
        first -= 1
    mark = spans[first] if first >= 0 else None
    if mark is None or "each" not in mark.senses:
        return None
    while first and mark.text.isascii() and (not spans[first - 1].text.strip() or spans[first - 1].text in _OF):
        first -= 1
    return first, at + 1


def _marked_behind(spans: Sequence[Span], at: int) -> tuple[int, int] | None:
    """課題ごと, 戦略別."""
    is_marked = at + 1 < len(spans) and "each" in spans[at + 1].senses and not spans[at + 1].text.isascii()
    return (at, at + 2) if is_marked else None


def distributed(query: Query | None, found: Groups, scene: Scene) -> Query | None:
    """What a clause asks of all, asked of each group; None where its groups are the rows of a list."""
    if query is None or not _is_of_each(query, found, scene):
        return None
    of = query.of
    if query.ask in _MIDDLES and not isinstance(scene.base, Rows):
        of = of.query.of if isinstance(of, Rows) else of  # what is said of the mean orders and chooses groups
        return scene.ordered(replace(query, of=of, by=found.level))
    if any(each.take is not None for each in found_in(query, Query)):
        return _taken_of_each(query, found.level)
    if query.ask is Ask.LIST and query.where and query.order is None:
        return query  # 課題ごとに予算の書かれていない取組: in the order of the page they stand together
    if query.ask is Ask.LIST and query.order is not None and query.order.measure is not None:
        return replace(query, take=Take(ALL, each=found.level))  # each group in an order of its own
    made = query.ask in _MIDDLES or (query.ask in (Ask.SUM, Ask.COUNT) and isinstance(of, Rows))
    return replace(query, by=found.level) if made else None


def of_groups(query: Query | None) -> Query | None:
    """A list of groups by their own figures is the query that gives these: issues by average, the largest first."""
    if query is None or query.ask not in (Ask.LIST, Ask.AMOUNT) or not isinstance(query.of, Rows) or query.where:
        return query
    inner = query.of.query
    if not isinstance(inner.by, Level) or (inner.take is not None and query.order is not None):
        return query
    return replace(inner, order=query.order or inner.order, take=query.take or inner.take)


def figure_of_each(ask: Ask, base: Set | None, scene: Scene) -> Query | None:
    """戦略1-1、1-2のそれぞれの合計, 各課題の取組件数: a figure of each of the things that are named, or of a level."""
    if base is None:
        return None
    parts = base.sets if isinstance(base, Or) else (base,)
    below = [each for each in parts if isinstance(each, Below) and each.levels]
    if ask is Ask.COUNT and len(below) == len(parts):
        of = _side_by_side([each.of for each in below])
        count = Count(below[0].levels[-1])
        of_level = Query(Ask.LIST, of, measure=count) if isinstance(of, OfLevel) else None
        return Query(Ask.AMOUNT, of, measure=count) if isinstance(of, (Or, CodeRange)) else of_level
    of = _side_by_side([_whole_of_range(each) for each in parts])
    several = isinstance(of, (Or, CodeRange)) and not scene.in_english
    return Query(Ask.AMOUNT, of, measure=scene.money) if ask is Ask.SUM and several else None


def _side_by_side(sets: Sequence[Set]) -> Set:
    return sets[0] if len(sets) == 1 else Or(tuple(sets))


def _whole_of_range(found: Set) -> Set:
    return found.of if isinstance(found, Below) and isinstance(found.of, CodeRange) else whole_of(found)


def _is_of_each(query: Query, found: Groups, scene: Scene) -> bool:
    """Whether what is asked for stands below the groups, and is not the groups themselves: 課題別の予算の上位3つ."""
    if not _stands_below(query.of, found.level):
        return False
    if any(each.is_level for each in scene.bound.named):
        return True
    if query.ask in _MIDDLES:
        return found.mark != "per" and not scene.has("sum")  # 経営課題ごとの合計の平均: of the groups themselves
    of_groups = scene.has("sum") or (scene.has("money", "spend") and found.tie not in ("に", "で"))
    several = any(each.take is not None and each.take.count > 1 for each in found_in(query, Query))
    return not of_groups and (found.is_before or several)


def _taken_of_each(query: Query, level: Level) -> Query:
    def each(value: Any) -> Any:
        if not isinstance(value, Query) or value.take is None:
            return value
        return replace(value, take=replace(value.take, each=level))

    whole: Query = changed(query, each)
    return whole


def _stands_below(of: Set, level: Level) -> bool:
    match of:
        case OfLevel(levels=levels) | Below(levels=levels):
            return all(is_under(each, level) for each in levels)
        case Rows(query=inner):
            return _stands_below(inner.of, level)
        case And(sets=sets):
            return _stands_below(sets[-1], level)
        case Or(sets=sets):
            return all(_stands_below(each, level) for each in sets)
        case _:
            return of == THOSE
