"""Along an order: その次は, 3位と5位の差, 最大は of what was ordered, in the measure that it was ordered by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from knowledge.model import (
    Above,
    Along,
    Ask,
    Condition,
    Count,
    Level,
    Linked,
    Money,
    OfLevel,
    Or,
    Order,
    Query,
    Relation,
    Rows,
    Set,
    Share,
    Take,
    Topic,
    Whole,
)
from knowledge.question.comparing import adds_up
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ranges import whole_level
from knowledge.question.draft import FIGURES, THAT, THOSE, Draft, linked
from knowledge.question.ladder import is_under


def rows_of(query: Query) -> Query:
    """The rows that a query ranges over: its own, or those that it counts or adds up."""
    return query.of.query if isinstance(query.of, Rows) else query


def order_of(query: Query, level_of: Callable[[str], Level]) -> Query | None:
    """The query with an order by a measure that a conversation goes on in."""
    if query.ask is Ask.RANK:
        named = query.of.entries if isinstance(query.of, Linked) else ()
        range_of = query.within or (OfLevel((level_of(named[0]),)) if named else None)
        return replace(query, ask=Ask.LIST, of=range_of, within=None) if range_of else None
    inner = query if query.order is not None else rows_of(query)
    return inner if inner.order is not None and inner.order.measure is not None else None


def in_the_same_measure(moment: Moment, query: Query) -> Query:
    """一番多い課題は? after a list of how many each has: the most of these, where no money is spoken of."""
    last = moment.last.query
    counts = last.measure if last.measure is not None else last.order.measure if last.order is not None else None
    says = any(span.senses & {"money", "how_much", "spend"} for span in moment.draft.spans)
    by_size = query.order is not None and isinstance(query.order.measure, Money) and not query.where
    alike = isinstance(query.of, (OfLevel, Topic)) and by_size and not says
    if not (isinstance(counts, Count) and alike and moment.last.shown) or query.order is None:
        return query
    own = moment.level_of(moment.last.shown[0])
    if isinstance(query.of, OfLevel) and query.of.levels != (own,) and moment.says_level:
        return query
    order = replace(query.order, measure=counts)
    return replace(
        query, of=OfLevel((own,)) if isinstance(query.of, OfLevel) else query.of, measure=counts, order=order
    )


def keeps_the_share(moment: Moment, query: Query) -> Query:
    """2位も, 足すと?, 大きい方だけだと? after a share: the share of that, where no money is spoken of."""
    draft, before = moment.draft, moment.last.query.measure
    says = any(span.senses & {"money", "how_much", "spend", "superlative", "most", "least"} for span in draft.spans)
    if not isinstance(before, Share) or not isinstance(query.measure, Money) or says or draft.asks_all:
        return query
    row = query.ask is Ask.LIST and query.order is not None and query.take is not None and not draft.steps
    if row and any(span.text in ("だけ", "も", "なら") for span in draft.spans):
        return replace(query, ask=Ask.SUM, of=Rows(replace(query, measure=None)), measure=before, order=None, take=None)
    return replace(query, measure=before) if query.ask is Ask.SUM and adds_up(draft.spans) else query


def of_its_own_level(moment: Moment, query: Query) -> Query | None:
    """課題の中で何割?: of the issue that it stands under, unless all of them are meant; never of itself, and of no two
    issues together: then each one would have its own."""
    share, several = query.measure, Linked(moment.shown.several)
    if isinstance(share, Share) and isinstance(share.of, Above) and isinstance(share.of.of, Linked) and share.of.level:
        above = {moment.shown.page.stepped(key, share.of.level, 0) for key in share.of.of.entries}
        return query if len(above) < 2 else None
    if isinstance(share, Share) and share.of == query.of and moment.shown.is_of_the_list:
        return replace(query, measure=replace(share, of=several))  # what percentage of the two?
    if isinstance(share, Share) and share.of == Whole() and (level := whole_level(moment)) is not None:
        keys = tuple(key for key in linked(query.of) if is_under(moment.level_of(key), level))
        above = {moment.shown.page.stepped(key, level, 0) for key in keys}
        if above:  # 課題全体の何%
            return replace(query, measure=replace(share, of=Above(Linked(keys), level))) if len(above) == 1 else None
    if not isinstance(share, Share) or not isinstance(share.of, OfLevel) or moment.draft.asks_whole:
        return query
    of = query.of
    level = (
        share.of.levels[-1] if len(share.of.levels) == 1 and isinstance(of, Linked) and len(of.entries) == 1 else None
    )
    if level is None or not isinstance(of, Linked) or not is_under(moment.level_of(of.entries[0]), level):
        return query
    return replace(query, measure=replace(share, of=Above(of, level)))


def along_the_order(moment: Moment, query: Query | None) -> Query | None:
    """その次は?, 3番目は?, 下位5つは?: further along the order that was shown last."""
    draft, turns, last = moment.draft, moment.turns, moment.last
    found = ((at, order_of(turn.query, moment.level_of)) for at, turn in enumerate(turns))
    at, ordered = next(((at, query) for at, query in found if query is not None), (0, None))
    names = draft.names_set and not draft.refers and not _only_goes_on(moment, query)
    if ordered is None or ordered.order is None or names or draft.refers_all or moment.is_inside_one:
        return None
    ordered = replace(ordered, measure=ordered.measure or ordered.order.measure)
    ranked = turns[at].query.ask is Ask.RANK and ordered.take is None  # 何番目: nobody knows yet what comes next
    since = all(turn.shown == turns[at].shown or turn.query.ask is Ask.SUM for turn in turns[:at])
    goes_on = since and (at < 2 or draft.reverses)
    if goes_on and not ranked:
        gone_on = _gone_on(draft, query, ordered)
        if gone_on is not None:
            several = gone_on.take is not None and gone_on.take.count > 1 and not draft.asks_all
            sums = last.query.ask in (Ask.SUM, Ask.MEAN) and several
            same = at == 0 and isinstance(last.query.of, Rows) and (sums or isinstance(last.query.measure, Share))
            rows = Rows(replace(gone_on, measure=None))
            return replace(last.query, of=rows) if same else gone_on  # 上位2件では? after the sum of the last two
    return _at_a_place(moment, query, ordered)


def _only_goes_on(moment: Moment, query: Query | None) -> bool:
    """次の取組は?: no more is named than how far on, at the level of what was shown."""
    of = query.of if query is not None else None
    goes_on = isinstance(of, Along) and of.of == THAT and bool(moment.last.shown)
    return goes_on and isinstance(of, Along) and of.level in (None, moment.level_of(moment.last.shown[0]))


def _gone_on(draft: Draft, query: Query | None, ordered: Query) -> Query | None:
    """The next of an order, its other end, or the sum of its first ones."""
    order, take = ordered.order, ordered.take
    assert order is not None
    if draft.steps and not draft.place:
        first = take or Take(1)
        skip = first.skip + (first.count - 1 if draft.steps > 0 else 0) + draft.steps
        return replace(ordered, take=Take(1, skip)) if skip >= 0 else None
    if query is None and take is not None and draft.turns_round is not None:
        return replace(ordered, order=replace(order, ascending=draft.turns_round))  # 少ない方は?
    if query is None or take is None:
        return None
    if query.order is not None and query.take is not None and not query.where:
        ends = any(span.senses & {"superlative", "most", "least", "top", "bottom"} for span in draft.spans)
        count = query.take if ends or query.take != Take(1) else take  # 逆に少ないのは?: as many from the other end
        return replace(ordered, order=replace(order, ascending=query.order.ascending), take=count)
    inner = query.of.query if isinstance(query.of, Rows) else None
    pointed = inner is not None and inner.of in (THAT, THOSE)  # その上から3つ足すと
    added_up = query.ask in (Ask.SUM, Ask.MEAN) and (pointed or not draft.names_set)
    if inner is not None and added_up and inner.order is not None and inner.take is not None:
        return replace(query, of=Rows(replace(inner, of=ordered.of, where=ordered.where)))
    return None


def _at_a_place(moment: Moment, query: Query | None, ordered: Query) -> Query | None:
    """3番目は?, 下から2番目は?: one row of an order."""
    draft, place, order = moment.draft, moment.draft.place, ordered.order
    plain = (Ask.LIST, Ask.RECORD, Ask.COMPARE, Ask.AMOUNT)
    asks_more = query is not None and (query.ask not in plain or isinstance(query.measure, Share)) and not draft.back
    if place is None or place < 1 or asks_more or order is None:
        return None
    way = query.order.ascending if query is not None and query.order is not None else draft.turns_round
    if way is not None:
        return replace(ordered, order=replace(order, ascending=way), take=Take(1, place - 1))
    if len(moment.last.shown) < place or draft.back or moment.last.query.ask is Ask.RANK:
        return replace(ordered, take=Take(1, place - 1))
    return None


def row_at(moment: Moment, place: int, level: Level | None = None) -> Set | None:
    """The row at a place of what was shown last, from its end where negative; of an order that showed fewer, its own.

    After a list and its largest, the second is the second largest. A level, where one is named, has to be theirs.
    """
    for turn in moment.turns:
        if not turn.shown or level not in (None, moment.level_of(turn.shown[0])):
            continue
        ordered = order_of(turn.query, moment.level_of)
        if ordered is not None and ordered.take is not None and len(turn.shown) < place:
            return Rows(replace(ordered, measure=None, take=Take(1, place - 1)))
        if len(turn.shown) > 1 and turn.query.ask not in FIGURES:
            break
    key = moment.shown.at(place, level)
    return None if key is None else Linked((key,))


def next_in_size(moment: Moment) -> Query | None:
    """次に高いのは, where no order was shown: the largest of what has less than the one thing that was."""
    draft, money = moment.draft, Money()
    shown = next((turn.shown for turn in moment.turns if turn.shown), ())
    if draft.steps != 1 or draft.turns_round is None or draft.place or len(shown) != 1:
        return None
    relation = Relation.OVER if draft.turns_round else Relation.UNDER
    held = Condition(money, relation, Query(Ask.AMOUNT, Linked(shown), measure=money))
    of = OfLevel((moment.level_of(shown[0]),))
    return Query(Ask.LIST, of, measure=money, where=(held,), order=Order(money, draft.turns_round), take=Take(1))


def stepped_on(moment: Moment, query: Query | None) -> str | None:
    """次は?, 次の経営課題は?, 一つ前の取組: what the page or the last list has so many on, or back."""
    of = query.of if query is not None else THAT
    if query is not None and (query.order or query.where or query.ask not in (Ask.LIST, Ask.RECORD, Ask.AMOUNT)):
        return None
    if isinstance(of, OfLevel) and len(of.levels) == 1:
        return moment.shown.stepped(moment.draft.steps, of.levels[0])
    return moment.shown.stepped(moment.draft.steps) if of in (THAT, Whole()) else None


def between_places(moment: Moment, query: Query) -> Query | None:
    """3位と5位の差, 4位とはいくら差がある: rows of the order that was shown last, or of all by their money."""
    ordered = next(filter(None, (order_of(turn.query, moment.level_of) for turn in moment.turns)), None)
    if not isinstance(query.of, Or):
        return None
    listed = next(
        (order_of(turn.query, moment.level_of) is None for turn in moment.turns if len(turn.shown) > 1), False
    )
    keys = tuple(filter(None, map(moment.shown.at, moment.draft.places)))
    if listed and len(keys) == len(query.of.sets):
        return replace(query, of=Or(tuple(Linked((key,)) for key in keys)))
    sets = list(query.of.sets)
    for at, each in enumerate(sets):
        key = _asked_at(moment, each.query) if isinstance(each, Rows) and ordered is None else None
        if key is not None:
            sets[at] = Linked((key,))  # 2番目に聞いたのと最後のの差
        if isinstance(each, Rows) and ordered is not None:
            sets[at] = Rows(replace(each.query, of=ordered.of, where=ordered.where, order=ordered.order))
    if sets[0] == THAT:
        if len(moment.last.shown) != 1:
            return None
        sets[0] = Linked(moment.last.shown)
    return replace(query, of=Or(tuple(sets)))


def _asked_at(moment: Moment, rows: Query) -> str | None:
    """The entry at a place of what was asked one after the other, or was listed without an order."""
    if rows.take is None or rows.take.count != 1:
        return None
    place = rows.take.skip + 1
    return moment.shown.at(-place if rows.take.from_end else place)
