"""Rows that were shown, by their place or by what is left of them: 2つ目, もう一つ, 残り, 一覧にして."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Above, Ask, Below, Beside, Linked, Minus, OfLevel, Query, Rows, Set, Whole
from knowledge.question.conversation.filling import filled, points, replaced
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ordering import row_at
from knowledge.question.draft import FIGURES, THAT, found_in, linked
from knowledge.question.ladder import is_under

_PASSED_ON = frozenset({Ask.AMOUNT, Ask.SUM, Ask.FACT, Ask.RECORD, Ask.RANK, Ask.MEAN, Ask.COUNT, Ask.LIST, Ask.EXISTS})
"""What the next thing that is named is asked for too."""


def _levels_of(found: Set) -> tuple[OfLevel, ...]:
    """The levels that a set ranges over without a scope."""
    match found:
        case OfLevel():
            return (found,)
        case Below(of=inner) | Above(of=inner):
            return _levels_of(inner)
        case Rows(query=query):
            return _levels_of(query.of)
        case _:
            return ()


def at_place(moment: Moment, place: int) -> Query | None:
    """1つ目, 最後の: of the rows that were shown last."""
    return _row(row_at(moment, place))


def _row(row: Set | None) -> Query | None:
    return row.query if isinstance(row, Rows) else Query(Ask.RECORD, row) if row is not None else None


def the_other(moment: Moment) -> Query | None:
    """もう一つ: the one of the last list that was not looked at since."""
    last = moment.last
    several = next((turn for turn in moment.turns if len(turn.shown) > 1), None)
    if several is None:
        return Query(Ask.LIST, Beside(moment.that))
    seen = {key for turn in moment.turns[: moment.turns.index(several)] for key in turn.shown}
    rest = tuple(key for key in several.shown if key not in seen) if seen else several.shown[1:]
    if not rest or (moment.draft.rest and moment.draft.counted not in (None, len(rest))):
        return None
    if len(rest) == 1:
        ask = last.query if last is not several and last.query.ask in _PASSED_ON else Query(Ask.RECORD, Whole())
        return replace(ask, of=Linked(rest), order=None, take=None, where=())
    return Query(Ask.LIST, Linked(rest))


def other_of_a_level(moment: Moment, query: Query) -> Query | None:
    """もう一つの戦略の取組の予算は?: of the last list of that level, the one that was not looked at since."""
    level = next((each.levels[-1] for each in _levels_of(query.of) if len(each.levels) == 1), None)
    if level is None:
        return filled(moment, query) if points(query) else query
    at = next((at for at, turn in enumerate(moment.turns) if len(moment.shown.of_level(turn, level)) > 1), None)
    if at is None:
        return None
    seen = {key for turn in moment.turns[:at] for key in (*turn.shown, *linked(turn.query))}
    rest = tuple(key for key in moment.shown.of_level(moment.turns[at], level) if key not in seen)
    if len(rest) != 1:
        return None
    return replaced(query, {OfLevel((level,)): Linked(rest)}, moment.level_of)  # type: ignore[no-any-return]


def is_the_rest(moment: Moment, query: Query) -> bool:
    """Whether 残り asks for all that was not looked at yet."""
    return moment.draft.rest and (moment.draft.names_set or moment.draft.counted is not None) and not points(query)


def the_rest(moment: Moment, query: Query) -> Query | None:
    """残りの取組の合計は?: all of the last list, or else of that level, but what was looked at one by one."""
    level = next((each for each in _levels_of(query.of) if len(each.levels) == 1), None)
    listed = moment.last.shown if len(moment.last.shown) > 1 and level is not None else ()
    if listed and level is not None and moment.level_of(listed[0]) in level.levels:
        return replace(query, ask=Ask.LIST if query.ask is Ask.RECORD else query.ask, of=Minus(level, Linked(listed)))
    if level is None and moment.shown.several and query.of == Whole():
        level = OfLevel((moment.level_of(moment.shown.several[0]),))  # 残り7つの合計
    singles = (turn.shown[0] for turn in reversed(moment.turns) if len(turn.shown) == 1)
    seen = tuple(key for key in dict.fromkeys(singles) if level is None or moment.level_of(key) in level.levels)
    if level is None or query.ask not in FIGURES | {Ask.LIST, Ask.RECORD} or not seen:
        return None
    shown = moment.shown.several
    if shown and moment.draft.counted is not None and moment.draft.counted > len(shown) - len(seen):
        seen, shown = shown, ()  # more than are left of the list: all that it did not have
    of: Set = Linked(shown) if set(seen) < set(shown) and moment.level_of(shown[0]) in level.levels else level
    ask = Ask.LIST if query.ask is Ask.RECORD else query.ask
    return replace(query, ask=ask, of=Minus(of, Linked(seen)))


def counted_row(moment: Moment, query: Query) -> Query | None:
    """2番目の戦略の取組: the second that was shown, where strategies were, else the second of the page."""
    rows = next((each for each in (query, *found_in(query, Query)) if _is_counted(each)), None)
    if rows is None or rows.take is None or not isinstance(rows.of, OfLevel):
        return None
    place = -rows.take.skip - 1 if rows.take.from_end else rows.take.skip + 1
    row = row_at(moment, place, rows.of.levels[0])
    if row is None:
        return _below_the_counted(moment, rows, place) if query is rows else None
    if query is rows:
        return _row(row)
    return replaced(query, {Rows(rows): row}, moment.level_of)  # type: ignore[no-any-return]


def _is_counted(rows: Query) -> bool:
    by_page = rows.order is not None and rows.order.measure is None
    return by_page and rows.take is not None and isinstance(rows.of, OfLevel)


def _below_the_counted(moment: Moment, rows: Query, place: int) -> Query | None:
    """3つ目の戦略は? after a list of issues: the strategies of the third."""
    assert isinstance(rows.of, OfLevel)
    key, level = moment.shown.at(place), rows.of.levels[-1]
    if key is None or not is_under(level, moment.level_of(key)):
        return None
    return replace(rows, of=Below(Linked((key,)), rows.of.levels), order=None, take=None)


def counts_what_was_not_shown(moment: Moment, query: Query) -> bool:
    """3つの課題の合計は?: so many of a level, where not that many were shown or named, mean nothing."""
    of, count = query.of, moment.draft.counted
    if (
        count is None
        or count < 2
        or query.ask is Ask.COUNT
        or query.order is not None
        or query.where
        or not isinstance(of, OfLevel)
    ):
        return False
    return len(of.levels) == 1 and not moment.draft.asks_all and moment.shown.so_many(count, of.levels[0]) is None


def listed(moment: Moment) -> Query | None:
    """一覧にして: what was counted or added up, one by one."""
    last = moment.last
    if last.query.ask in FIGURES and not points(last.query):
        measure = None if last.query.ask is Ask.COUNT else last.query.measure
        return replace(last.query, ask=Ask.LIST, measure=measure)
    if len(last.shown) != 1:
        return Query(Ask.LIST, Linked(last.shown)) if last.shown else None
    return None if moment.is_leaf(last) else Query(Ask.LIST, Below(Linked(last.shown)))


def within_shown(moment: Moment, query: Query) -> Query:
    """防災以外は? after a list: the others of the list."""
    of, shown = query.of, moment.last.shown
    picked = isinstance(of, Minus) and of.without == THAT and moment.shown.is_of_the_list
    shown = moment.shown.several if picked else shown  # それを除くと, after one of the list
    if not isinstance(of, Minus) or len(shown) < 2 or moment.says_level or moment.draft.asks_whole:
        return query
    is_all = isinstance(of.of, (OfLevel, Whole)) and (picked or not points(query))
    return replace(query, of=replace(of, of=Linked(shown))) if is_all else query
