"""Up and down the levels from what was shown: どの経営課題, 取組は何件, 防犯は."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import (
    Above,
    And,
    Ask,
    Below,
    Beside,
    Count,
    Level,
    Linked,
    Minus,
    OfLevel,
    Query,
    Rows,
    Set,
    Topic,
    Whole,
)
from knowledge.question.conversation.filling import at_level, is_one, points
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ranges import ranged
from knowledge.question.draft import PAIRS
from knowledge.question.ladder import WALKED, is_under

_PASSED_ON = frozenset({Ask.AMOUNT, Ask.SUM, Ask.FACT, Ask.RECORD, Ask.RANK, Ask.MEAN, Ask.COUNT, Ask.LIST, Ask.EXISTS})
"""What the next thing that is named is asked for too."""

_LIST = 2
"""Entries from which a turn has shown a list."""


def stepped(moment: Moment, query: Query | None) -> Query | None:
    """下の取組を両方, 課題まで上がって: a level below or above what was shown."""
    of = query.of if query is not None else None
    plain = query is not None and query.order is None and not query.where and query.ask in (Ask.LIST, Ask.RECORD)
    if query is None or not plain or not moment.anchor or not isinstance(of, OfLevel) or len(of.levels) != 1:
        return None
    level, own = of.levels[0], moment.level_of(moment.anchor[0])
    if level not in WALKED or own not in WALKED or level is own:
        return None
    found = at_level(Linked(moment.anchor), of.levels, moment.level_of)
    names_it = isinstance(found, Above) and len(moment.anchor) == 1
    return replace(query, ask=Ask.RECORD if names_it and query.measure is None else Ask.LIST, of=found)


def within_level(moment: Moment, query: Query) -> Query | None:
    """取組の予算は?, どの経営課題?, 3つの取組: a level by itself, after an entry, means those above or below it."""
    draft, last, of = moment.draft, moment.last, query.of
    if not isinstance(of, OfLevel) or len(of.levels) != 1 or draft.refers_all:
        return None
    if draft.counted is not None and not query.where and query.order is None and query.ask is not Ask.COUNT:
        several = moment.shown.so_many(draft.counted, of.levels[0])
        return replace(query, of=several) if several is not None else None
    if (within := ranged(moment, query)) is not None or draft.asks_whole:
        return within
    place = 1 if draft.place == 1 else next(iter(draft.places), None)
    picked = place if moment.upper_or_lower is None and query.order is None and not query.where else None
    if picked is not None and of.levels[0] in WALKED and query.ask in (Ask.LIST, Ask.RECORD, Ask.AMOUNT):
        key = moment.shown.at(picked)  # 3番目はどの課題?, list the initiatives of the second one
        return None if key is None else _at_level_of(moment, query, of.levels[0], Linked((key,)))
    if draft.asks_all:
        each = any("each" in span.senses for span in draft.spans) and query.ask is Ask.LIST
        below = below_the_one(moment, query) if each else None  # 取組別に見ると? after an issue
        return replace(query, of=below) if below is not None else None
    if query.ask is Ask.COUNT and not query.where and last.shown:
        return _counted_within(moment, query)
    in_order = query.order is not None and (query.take is not None or len(last.shown) > 1)
    if query.order is not None and query.take is None and not query.where and len(last.shown) > 1:
        alike = all(moment.level_of(key) is of.levels[0] for key in last.shown)
        return replace(query, of=Linked(last.shown)) if alike else None  # 取組を高い順で
    if query.where or in_order or not last.shown or of.levels[0] not in WALKED:
        return None
    above = query.ask is Ask.SUM and len(last.shown) == 1 and is_under(moment.level_of(last.shown[0]), of.levels[0])
    plain = query.ask in (Ask.LIST, Ask.RECORD, Ask.AMOUNT) or above  # 戦略の合計は? after one of its initiatives
    if not plain or (len(last.shown) > 1 and query.measure is not None):
        return None
    return _at_level_of(moment, query, of.levels[0], Linked(moment.anchor))


def _at_level_of(moment: Moment, query: Query, level: Level, shown: Linked) -> Query | None:
    """A level of what was shown: above it, below it, or itself."""
    own = moment.level_of(shown.entries[0])
    if own not in WALKED:
        return None
    if level is own and moment.draft.about and is_one(shown):
        return Query(Ask.RECORD, shown)  # 正式な取組名も
    if level is own and query.measure is None:
        return _shown_again(moment, shown)
    if level is own:
        return replace(query, of=shown)
    if is_under(own, level):
        names_it = query.ask is Ask.LIST and query.measure is None and is_one(shown)
        return replace(query, ask=Ask.RECORD if names_it else query.ask, of=Above(shown, level))
    return replace(query, of=Below(shown, (level,)))


def _shown_again(moment: Moment, shown: Linked) -> Query | None:
    """取組は? after one, or some: these; どんな取組がある asks for all."""
    if moment.draft.asks_all or any("exists" in span.senses for span in moment.draft.spans):
        return None
    return Query(Ask.RECORD if is_one(shown) else Ask.LIST, shown)


def _counted_within(moment: Moment, query: Query) -> Query | None:
    """取組は何件? after an issue, or a list of what is below one: of these."""
    last = moment.last
    below = below_the_one(moment, query)
    if below is None and len(last.shown) > 1 and isinstance(last.query.of, Below):
        same = isinstance(query.of, OfLevel) and moment.level_of(last.shown[0]) is query.of.levels[-1]
        below = Linked(last.shown) if same else None
    return replace(query, of=below) if below is not None else None


def below_the_one(moment: Moment, query: Query) -> Set | None:
    """一番大きいのは?, 何件? after 経営課題3: of what is below it, unless the whole is named."""
    of = query.of.of if isinstance(query.of, Minus) else query.of
    of = of.query.of if isinstance(of, Rows) else of
    if len(moment.last.shown) != 1 or not isinstance(of, OfLevel) or moment.draft.asks_whole:
        return None
    is_above = is_under(of.levels[-1], moment.level_of(moment.last.shown[0]))
    return Below(Linked(moment.last.shown), of.levels) if is_above else None


def narrowed_to(moment: Moment, query: Query) -> Query | None:
    """課題4のぶんだけ after a list: of the list what stands below that."""
    of, shown = query.of, moment.last.shown
    only = any(span.text in ("だけ", "のみ", "only") for span in moment.draft.spans)
    if not only or query != Query(Ask.RECORD, of) or not isinstance(of, Linked) or not is_one(of) or len(shown) < _LIST:
        return None
    if moment.last.query.ask not in (Ask.LIST, Ask.AMOUNT, Ask.COUNT, Ask.RECORD):
        return None  # 課題6だけだと, after the sum of others
    own, level = moment.level_of(of.entries[0]), moment.level_of(shown[0])
    below = Below(of, (level,))
    measure = moment.last.query.measure
    return Query(Ask.LIST, And((Linked(shown), below)), measure=measure) if is_under(level, own) else None


def is_number_held(moment: Moment, query: Query) -> bool:
    """戦略は3つですか after an issue: of that issue."""
    level = query.measure.level if query.ask is Ask.CONFIRM and isinstance(query.measure, Count) else None
    if level is None or query.of != Whole() or len(moment.last.shown) != 1 or moment.draft.asks_whole:
        return False
    return is_under(level, moment.level_of(moment.last.shown[0]))


def passed_on(moment: Moment, query: Query) -> Query | None:
    """防犯は? after a question for the budget of something else: the same of this."""
    before, of = moment.last.query, query.of
    if points(query) or before.ask not in _PASSED_ON | PAIRS | {Ask.CONFIRM} or not moment.draft.follows:
        return None
    if not isinstance(of, (Topic, Linked)):
        return None
    if before.within is not None and before.ask is Ask.CONFIRM:
        is_held = isinstance(of, Linked) and _are_alike(moment, of, before.within)
        return replace(before, within=of) if is_held else replace(before, of=of)  # 課題3は? after それは課題5ですか
    if isinstance(before.of, (Below, Above, Beside)) and isinstance(before.of.of, Linked):
        return replace(before, of=replace(before.of, of=of)) if _has_such(moment, before.of, of) else None
    if isinstance(before.of, (Linked, And)) and before.ask not in (Ask.LIST, *PAIRS):
        return replace(before, of=of)
    of_a_list = before.ask in PAIRS and isinstance(before.of, Linked) and len(before.of.entries) > 1
    if of_a_list and isinstance(of, Linked) and len(of.entries) == 1:
        return None if moment.is_bottom(of.entries[0]) else replace(before, of=Below(of))
    return None


def _are_alike(moment: Moment, one: Linked, other: Set) -> bool:
    """Whether two sets that are named are of the same level."""
    named = (*one.entries, *other.entries) if isinstance(other, Linked) else ()
    return len({moment.level_of(key) for key in named}) == 1


def repeats(moment: Moment, query: Query) -> bool:
    """課題4も並べて, 課題4も大きい順に after an order of another's: no more than that is asked."""
    before, draft = moment.last.query, moment.draft
    listed = query.ask is Ask.RECORD and before.ask is Ask.LIST and draft.asks_all and not draft.about
    same = (query.ask is before.ask or listed) and not query.where and query.take in (None, before.take)
    return same and query.measure in (None, before.measure) and query.order in (None, before.order)


def _has_such(moment: Moment, before: Below | Above | Beside, of: Topic | Linked) -> bool:
    """Whether what is named can have that above or below it: 5-2-1 has no initiatives."""
    if isinstance(of, Topic) or isinstance(before, Beside):
        return True
    levels = [before.level] if isinstance(before, Above) else list(before.levels)
    own = moment.level_of(of.entries[0])
    if not levels or levels[-1] is None:
        return not moment.is_bottom(of.entries[0])
    return is_under(own, levels[-1]) if isinstance(before, Above) else is_under(levels[-1], own)
