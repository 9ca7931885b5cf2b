"""What a level by itself ranges over after something was shown: 取組一覧, 一番高い取組は, 課題全体では."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from knowledge.model import Above, Ask, Below, Level, Linked, Minus, Money, OfLevel, Or, Query, Rows, Set, Share, Take
from knowledge.question.conversation.filling import into
from knowledge.question.conversation.moment import SIDES, Moment
from knowledge.question.draft import FIGURES, THAT, changed, found_in, linked
from knowledge.question.ladder import WALKED, is_under

_PAIR = 2


def ranged(moment: Moment, query: Query) -> Query | None:
    """A query of a whole level as one of what was shown at that level, or below it; None where that is not meant."""
    of, draft = query.of, moment.draft
    if not isinstance(of, OfLevel) or len(of.levels) != 1 or of.levels[0] not in WALKED or not moment.last.shown:
        return None
    if draft.place is not None or draft.places:
        return None
    if draft.asks_whole or (draft.leans_on_ask and not draft.asks_all):
        return _as_a_whole(moment, query, of.levels[0])
    listed = draft.asks_all and query.ask is Ask.LIST and not (query.where or query.order or _is_every(moment))
    named = any(linked(moment.last.query.of))  # and not found as the largest of all
    ends = named and query.ask is Ask.LIST and query.order is not None and query.take is not None
    scope = _scope(moment, of.levels[0]) if listed or ends else None
    if isinstance(scope, Linked) and not ends:
        return None
    return replace(query, of=scope) if scope is not None else None


def _is_every(moment: Moment) -> bool:
    """すべての取組, 取組ごとに: every one of that level, and not all of one thing: 取組を全部."""
    said = [span for span in moment.draft.spans if span.text != "の"]
    before = any(
        "list" in every.senses and any(sense.startswith("level.") for sense in level.senses)
        for every, level in pairwise(said)
    )
    return before or any(span.text == "全" or "each" in span.senses for span in said)


def _scope(moment: Moment, level: Level) -> Set | None:
    shown = moment.last.shown
    owns = {moment.level_of(key) for key in shown}
    if len(owns) != 1 or (own := owns.pop()) not in WALKED:
        return None
    if own is level:  # of those of one issue, and not of the largest or of what is bounded
        return Linked(shown) if len(shown) > 1 and isinstance(moment.last.query.of, Below) else None
    return Below(Linked(shown), (level,)) if is_under(level, own) else None


def _as_a_whole(moment: Moment, query: Query, level: Level) -> Query | None:
    """課題全体では after one of its initiatives: the issue, asked for what was asked before."""
    before = moment.last.query
    again = moment.draft.leans_on_ask and before.ask in (Ask.AMOUNT, Ask.SUM)  # 課題だと
    shown, whole = Linked(moment.last.shown), again or whole_level(moment) is level
    above = {moment.shown.page.stepped(key, level, 0) for key in shown.entries}
    told = query.where or query.order or isinstance(query.measure, Share)
    if not whole or told or len(above) != 1 or None in above:
        return None
    one = Linked(tuple(key for key in above if key is not None))
    measure = query.measure or moment.last.query.measure
    if query.ask not in (Ask.LIST, Ask.RECORD, Ask.AMOUNT):
        return replace(query, of=one)
    return Query(Ask.SUM, one, measure=measure) if isinstance(measure, Money) else Query(Ask.RECORD, one)


def whole_level(moment: Moment) -> Level | None:
    """課題全体, 戦略全体: the level one of which is meant as a whole."""
    named = moment.named_level
    said = pairwise(moment.draft.spans)
    whole = any(f"level.{named}" in span.senses and "whole" in behind.senses for span, behind in said)
    return named if whole else None


def on_a_side(moment: Moment, query: Query) -> Query | None:
    """安い方の戦略, 多い方の取組の予算: of two that were shown, the one at that end, or its strategy."""
    if isinstance(query.of, Below) and isinstance(query.of.of, Rows):  # 多い方の課題の取組
        end = on_a_side(moment, query.of.of.query)
        return replace(query, of=Below(Rows(replace(end, measure=None)), query.of.levels)) if end is not None else None
    of = query.of.query.of if isinstance(query.of, Rows) else query.of
    order = query.order or (query.of.query.order if isinstance(query.of, Rows) else None)
    of_one_level = isinstance(of, OfLevel) and len(of.levels) == 1
    if order is None or order.measure is None or query.where or not (of_one_level and _says_side(moment)):
        return None
    two = _two(moment)
    if two is None or not isinstance(of, OfLevel) or of.levels[0] not in WALKED:
        return None
    own, level = moment.level_of(two.entries[0]), of.levels[0]
    end = Query(Ask.LIST, two, measure=order.measure, order=order, take=Take(1))
    row: Set = Rows(replace(end, measure=None))
    if isinstance(query.measure, Share):
        return Query(Ask.AMOUNT, row, measure=replace(query.measure, of=two))
    if level is own:
        return end
    found = Below(row, (level,)) if is_under(level, own) else Above(row, level)
    return Query(Ask.RECORD if isinstance(found, Above) else Ask.LIST, found)


def under_the_one(moment: Moment, query: Query) -> Query | None:
    """課題2の方は何をするの, after a list of initiatives: what of the list stands under that issue."""
    one = query.of.of if isinstance(query.of, Below) else query.of
    side = any(span.text in SIDES for span in moment.draft.spans)
    if not (side and isinstance(one, Linked) and len(one.entries) == 1):
        return None
    level, several = moment.level_of(one.entries[0]), moment.shown.list_of_all()
    page = moment.shown.page
    rows = tuple(key for key in several if key not in one.entries and page.stepped(key, level, 0) == one.entries[0])
    if not rows or len(rows) == len(several):
        return None
    plain = query.ask in (Ask.LIST, Ask.RECORD)
    ask = (Ask.RECORD if len(rows) == 1 and query.measure is None else Ask.LIST) if plain else query.ask
    return replace(query, ask=ask, of=Linked(rows))


def _says_side(moment: Moment) -> bool:
    """Whether one side of two is meant: a degree, 方, and a level behind them."""
    said = [span for span in moment.draft.spans if span.text != "の"]
    return any(
        degree.senses & {"more", "less"} and side.text in SIDES and any(s.startswith("level.") for s in level.senses)
        for degree, side, level in zip(said, said[1:], said[2:], strict=False)
    )


def _two(moment: Moment) -> Linked | None:
    """The two things of one level that were shown together, or one after the other."""
    pair = moment.shown.pair() if len(moment.last.shown) == 1 and not moment.shown.is_of_the_list else None
    two = tuple(linked(pair)) if isinstance(pair, Or) else moment.last.shown
    two = moment.shown.several if moment.shown.is_of_the_list else two
    return Linked(two) if len(two) == _PAIR and len({moment.level_of(key) for key in two}) == 1 else None


def from_a_place(moment: Moment, query: Query) -> Query | None:
    """2番目の下の取組: a level below or above the row at a place; None where there is no such."""
    level = next((each.levels[0] for each in found_in(query, OfLevel) if len(each.levels) == 1), None)
    key = moment.shown.at(moment.draft.places[0])
    own = moment.level_of(key) if key is not None else None
    if key is None or own is None or own not in WALKED:
        return None
    row = Linked((key,))
    measure = query.measure if query.ask in (Ask.AMOUNT, Ask.SUM) else None
    if moment.draft.sense_below and (level is None or is_under(level, own)) and not moment.is_bottom(key):
        return Query(Ask.LIST, Below(row, (level,) if level else ()), measure=measure)
    if moment.draft.sense_above and (level is None or is_under(own, level)):
        return Query(Ask.RECORD, Above(row, level))
    return None


def widened(moment: Moment, query: Query) -> Query | None:
    """同じ課題では? after the others of one strategy: the others of the issue."""
    before, asked = moment.last.query.of, query.of
    others = isinstance(before, Minus) and isinstance(before.of, Below) and isinstance(before.of.of, Linked)
    if not (others and isinstance(asked, Above) and asked.of == THAT and moment.draft.sense_beside):
        return None
    assert isinstance(before, Minus)
    assert isinstance(before.of, Below)
    level, keys = asked.level, tuple(linked(before.of.of))
    if level is None or not all(is_under(moment.level_of(key), level) for key in keys):
        return None
    above = dict.fromkeys(moment.shown.page.stepped(key, level, 0) for key in keys)
    wider = replace(before.of, of=Linked(tuple(key for key in above if key is not None)))
    return replace(moment.last.query, of=replace(before, of=wider))


def left_out(moment: Moment) -> Query | None:
    """除いたのはどれ?, 除いたものの合計は?: what was taken away last, or what the last bound left out."""
    found, asked = _left_out(moment), moment.draft.query
    if found is None or asked is None or asked.ask not in FIGURES:
        return found
    return replace(asked, of=found.of, order=None, take=None)


def _left_out(moment: Moment) -> Query | None:
    for turn in moment.turns:
        taken = next(found_in(turn.query, Minus), None)
        several = taken is not None and len(tuple(linked(taken.without))) > 1
        if taken is not None and several and isinstance(taken.of, (OfLevel, Below)):
            return Query(Ask.LIST, Linked(turn.shown))  # it was asked just before
        if taken is not None and any(linked(taken.without)):
            return Query(Ask.LIST, taken.without)
        rows = turn.query.of.query if isinstance(turn.query.of, Rows) else turn.query
        if rows.where and isinstance(rows.of, (OfLevel, Below)) and turn.shown:
            return Query(Ask.LIST, Minus(rows.of, Linked(turn.shown)), measure=rows.where[0].measure)
    return None


def in_the_same_way(moment: Moment, query: Query) -> Query | None:
    """課題4も同じように: the last question about another of its level, asked of this one."""
    of = query.of
    if not moment.draft.likewise or not isinstance(of, Linked) or len(of.entries) != 1:
        return None
    level = moment.level_of(of.entries[0])
    for turn in moment.turns:
        slots = [each for each in found_in(turn.query, Linked) if len(each.entries) == 1]
        slot = next((each for each in slots if moment.level_of(each.entries[0]) is level), None)
        if slot is not None:
            return changed(turn.query, into(slot, of))  # type: ignore[no-any-return]
    return None
