"""Follow-ups: a draft that leaves something to the conversation → a whole query, an edit of the last ones."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import (
    Above,
    Ask,
    Below,
    Beside,
    Change,
    Linked,
    Minus,
    Money,
    OfLevel,
    Or,
    Query,
    Rows,
    Share,
    Subject,
    Take,
    Whole,
)
from knowledge.question.binding import WALKED
from knowledge.question.conversation.filling import asked_of, filled, is_one, points, replaced
from knowledge.question.conversation.levels import (
    below_the_one,
    is_number_held,
    narrowed_to,
    passed_on,
    stepped,
    within_level,
)
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ordering import (
    along_the_order,
    between_places,
    confirms,
    is_bounded_anew,
    is_held,
    next_on_page,
    order_of,
)
from knowledge.question.conversation.rows import (
    at_place,
    counted_row,
    counts_what_was_not_shown,
    is_the_rest,
    listed,
    other_of_a_level,
    the_other,
    the_rest,
    within_shown,
)
from knowledge.question.conversation.shown import Page, Shown
from knowledge.question.draft import THAT, THOSE, Draft, holds

_AMONG = frozenset({Ask.LIST, Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What is asked of several where several were shown."""
_PAIRS = frozenset({Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What two things that were shown are asked for together."""
_FIGURES = frozenset({Ask.COUNT, Ask.SUM, Ask.MEAN, Ask.MEDIAN})
_OF_THE_PAGE = frozenset({"telephone", "fax", "address"})
"""Facts that the page itself has, asked again of it where it was the page that was asked."""


def whole(draft: Draft, subject: Subject, page: Page) -> Query | None:
    """The query of a draft in its conversation; None where it points at what was not shown, or says nothing."""
    turns = tuple(turn for turn in subject.turns if turn.query.ask is not Ask.TALK)
    unsettled = bool(turns) and turns[0].offered
    if (draft.refers or draft.refers_all or draft.back) and not unsettled:
        turns = tuple(turn for turn in turns if not turn.refused)
    query = draft.query
    if draft.is_lost:
        return None
    if query is not None and query.ask is Ask.TALK:
        return query
    if not turns:
        return _alone(draft)
    if turns[0].refused:
        of_page = query is not None and query.ask is Ask.FACT and query.of == Whole() and query.fact in draft.page_facts
        names = (draft.names_set and not draft.rest) or draft.asks_whole or draft.asks_all or of_page
        alone = query is not None and not points(query) and names
        if alone and not (_is_of_a_level(query) and not draft.asks_all):
            return query
        before = tuple(turn for turn in turns if not turn.refused)
        if not before or query is None:
            return None
        return _of_its_level(Moment(draft, Shown(before, page)), query)
    return following(Moment(draft, Shown(turns, page)))


def _alone(draft: Draft) -> Query | None:
    """The query without a conversation; a share of something that belongs to nothing shown is that thing's own."""
    query = draft.query
    if query is not None and query.of == THAT and isinstance(query.measure, Share):
        return replace(query, of=query.measure.of, measure=replace(query.measure, of=Whole()))
    if query == Query(Ask.RECORD, THAT) and not draft.refers and _asks_for_a_summary(draft):
        return Query(Ask.TALK, Whole(), fact="overview")
    of_page = draft.page_facts or (query is not None and query.fact in (*_OF_THE_PAGE, "contact"))
    if query is not None and query.ask is Ask.FACT and query.of in (THAT, THOSE) and of_page:
        return replace(query, of=Whole())
    if query is not None and draft.places and isinstance(query.of, OfLevel) and not holds(query, Take):
        return None  # 3番目はどの課題?
    return query if query is not None and not points(query) and _stands_alone(draft) else None


def _asks_for_a_summary(draft: Draft) -> bool:
    """概要は?, where nothing was shown that it could be of."""
    return any("summary" in span.senses for span in draft.spans)


def _stands_alone(draft: Draft) -> bool:
    """Whether a draft needs no conversation: it names its set, or asks for the whole."""
    query = draft.query
    return query is not None and (draft.names_set or isinstance(query.of, (OfLevel, Whole, Rows, Or)))


def _is_of_a_level(query: Query | None) -> bool:
    """Whether a query asks of a whole level, and no more than what it is: 取組の予算は? may be of what was refused."""
    if query is None or not isinstance(query.of, OfLevel) or query.order is not None or query.where:
        return False
    return query.ask in (Ask.LIST, Ask.AMOUNT, Ask.RECORD)


def _without(moment: Moment, of: Minus) -> Minus:
    """防犯も除くと? after 防災を除いた合計: without both."""
    before = moment.last.query.of
    also = any(span.text in ("も", "さらに", "also") for span in moment.draft.spans)
    return Minus(before, of.without) if also and isinstance(before, Minus) else of


def _of_its_level(moment: Moment, query: Query) -> Query | None:
    """取組の予算は? after a fact of an initiative that is not printed: that initiative's."""
    one = len(moment.last.shown) == 1 and _is_of_a_level(query) and isinstance(query.of, OfLevel)
    if not one or not isinstance(query.of, OfLevel) or moment.level_of(moment.last.shown[0]) not in query.of.levels:
        return None
    return replace(query, of=Linked(moment.last.shown)) if query.measure is not None else None


def following(moment: Moment) -> Query | None:
    """The whole query; None where the draft says nothing, or points at something that was not shown."""
    query = _whole_query(moment)
    if query is not None and query.ask is Ask.RANK and isinstance(query.of, Linked) and not is_one(query.of):
        return replace(query, ask=Ask.LIST)  # 順位は? of a list: its order
    return None if query is not None and _is_of_more_than_one(moment, query) else query


def _is_of_more_than_one(moment: Moment, query: Query) -> bool:
    """合計は?, 多い順に of one thing with nothing below it: more was meant, and nobody said what."""
    alone = isinstance(query.of, Linked) and is_one(query.of) and moment.level_of(query.of.entries[0]) is WALKED[-1]
    sums = query.ask is Ask.SUM and isinstance(query.measure, Money)
    sorts = query.ask is Ask.LIST and query.order is not None and query.take is None and not query.where
    return alone and (sums or sorts)


def _whole_query(moment: Moment) -> Query | None:
    draft, query = moment.draft, moment.draft.query
    share = moment.last.query.measure
    if draft.asks_whole and isinstance(share, Share) and (query is None or query.ask in (Ask.RECORD, Ask.AMOUNT)):
        return replace(moment.last.query, measure=replace(share, of=Whole()))  # and of the whole plan?
    if draft.back and len(moment.turns) > 1 and not (draft.names_set or draft.place):
        return moment.turns[1].query
    bare = not (draft.names_set or draft.places or draft.place)
    if draft.unit is not None and bare and (query is None or query == _amount_of(query)):
        return _in_unit(moment, draft.unit)
    if query is not None and is_number_held(moment, query):
        return replace(query, of=Linked(moment.last.shown))
    if query is not None and moment.last.query.ask is Ask.SUM and is_held(moment, query):
        return replace(query, ask=Ask.CONFIRM, of=Rows(replace(moment.last.query, unit=None)), order=None, take=None)
    if query is not None and confirms(moment, query):
        return replace(query, ask=Ask.CONFIRM, of=Linked(moment.last.shown), order=None, take=None)
    if query is not None and query.ask in _PAIRS and draft.places and not draft.names_set:
        return between_places(moment, query)
    if query is not None and moment.upper_or_lower is not None and isinstance(query.of, (Below, Above)):
        level = moment.level_of(moment.anchor[0])  # 上の戦略の取組は?
        return replaced(query, {OfLevel((level,)): Linked(moment.anchor)}, moment.level_of)  # type: ignore[no-any-return]
    if draft.sense_below or draft.sense_above:
        step = stepped(moment, query)
        if step is not None:
            return step
    if query is not None and is_bounded_anew(moment, query):
        of = moment.last.query.of
        return replace(query, of=Rows(replace(query.of.query, of=of)) if isinstance(query.of, Rows) else of)
    moved = along_the_order(moment, query)
    if moved is not None:
        return moved
    if draft.next and not (draft.refers or draft.place) and (key := next_on_page(moment, query)) is not None:
        of = Linked((key,))
        return replace(query, of=of) if query is not None and query.measure else Query(Ask.RECORD, of)
    if query is not None and is_the_rest(moment, query) and (rest := the_rest(moment, query)) is not None:
        return rest
    if query is None or not (draft.names_set or draft.says_ask or query.where or query.order):
        return _pointed(moment)
    if not draft.names_set:
        return _of_what_was_shown(moment, query)
    if draft.other:
        return other_of_a_level(moment, query)
    if _is_share_of_all(moment, query):
        ask = Ask.AMOUNT if len(moment.last.shown) == 1 else Ask.SUM
        return replace(query, ask=ask, of=moment.that, order=None, take=None)
    query = within_shown(moment, query)
    if isinstance(query.of, Minus) and not draft.says_ask and moment.last.query.ask in _FIGURES:
        return filled(moment, replace(moment.last.query, of=_without(moment, query.of)))  # 1-2-2を除くと? after a sum
    counted = counted_row(moment, query)
    if counted is not None:
        return counted
    if counts_what_was_not_shown(moment, query):
        return None
    within = within_level(moment, query)
    if within is not None:
        return within
    passed = None if draft.says_ask else narrowed_to(moment, query) or passed_on(moment, query)
    return filled(moment, passed or query)


def _pointed(moment: Moment) -> Query | None:
    """Only a place, the other one, a unit, a level up or down: of what was shown."""
    draft = moment.draft
    if draft.reverses:
        ordered = next(filter(None, (order_of(turn.query, moment.level_of) for turn in moment.turns)), None)
        order = ordered.order if ordered is not None else None
        return replace(ordered, order=replace(order, ascending=not order.ascending)) if ordered and order else None
    if draft.other:
        return the_other(moment)
    if (place := moment.told_place) is not None:
        return at_place(moment, place)
    if draft.sense_above:
        return Query(Ask.LIST, Above(moment.that))
    if draft.sense_below:
        return Query(Ask.LIST, Below(moment.that))
    if draft.sense_beside:
        return Query(Ask.LIST, Beside(moment.that))
    if draft.refers or draft.refers_all:
        return Query(Ask.RECORD, moment.that)
    if draft.asks_all:
        return listed(moment)
    if draft.query == Query(Ask.RECORD, THAT) and moment.last.shown:
        return Query(Ask.RECORD, moment.that)  # 何するの?
    return None


def _amount_of(query: Query) -> Query:
    """The plain question for an amount: 円でいくら?"""
    return Query(Ask.AMOUNT, query.of, measure=query.measure, unit=query.unit)


def _is_share_of_all(moment: Moment, query: Query) -> bool:
    """取組全体の何%?, 取組の合計の何%?: the level is what it is a share of."""
    whole = isinstance(query.measure, Share) and query.measure.of == Whole() and isinstance(query.of, OfLevel)
    return whole and (moment.draft.asks_whole or moment.draft.adds) and bool(moment.last.shown)


def _in_unit(moment: Moment, unit: str) -> Query | None:
    """万円だと?: the last figure, or the money of what was shown, in a unit."""
    last = next((turn for turn in moment.turns if turn.value is not None or turn.shown), None)
    if last is None:
        return None
    if last.value is not None or isinstance(last.query.measure, Money):
        return replace(last.query, unit=unit)
    ask = Ask.AMOUNT if len(last.shown) == 1 else Ask.LIST
    return Query(ask, Linked(last.shown), measure=Money(), unit=unit)


def _of_what_was_shown(moment: Moment, query: Query) -> Query | None:
    """予算は?, 合計は?, 一番高いのは?, 割合は?: of one thing or of several, as it was shown."""
    draft, last = moment.draft, moment.last
    if query.ask is Ask.FACT and _is_of_the_page(moment, query):
        return replace(query, of=Whole())
    if isinstance(last.query.measure, Share) and isinstance(query.measure, Share) and not draft.asks_whole:
        query = replace(query, measure=last.query.measure)
    if len(draft.places) > 1:
        keys = tuple(filter(None, map(moment.shown.at, draft.places)))
        return asked_of(moment, query, Linked(keys)) if len(keys) == len(draft.places) else None
    place = moment.told_place
    if place in (1, -1) and query.ask in _FIGURES and (listed_then := moment.shown.list_at(place)):
        return asked_of(moment, query, Linked(listed_then))  # 後者の合計
    if place is not None and query.order is None and (key := moment.shown.at(place)) is not None:
        return replace(query, of=Linked((key,))) if query.ask is not Ask.LIST else at_place(moment, place)
    if place is not None and query.order is None and not isinstance(query.of, Rows):
        return None  # 2つ目の予算, where no second was shown
    if draft.counted is not None and (several := moment.shown.so_many(draft.counted)) is not None:
        return asked_of(moment, query, several)
    if _miscounts(moment, query):
        return None
    of_whole = draft.asks_whole and not isinstance(query.measure, Share) and query.ask is not Ask.RANK
    if isinstance(query.of, Or) or of_whole:
        return query if of_whole else _ends_within(moment, query)
    if draft.asks_whole and len(last.shown) > 1 and query.ask is not Ask.RANK:
        return replace(query, ask=Ask.SUM, of=Linked(last.shown))
    if draft.asks_all and query.ask in _FIGURES and (every := moment.shown.list_of_all()):
        return asked_of(moment, query, Linked(every))
    if query.ask in _AMONG:
        return _among(moment, query)
    if not last.shown:
        return None
    if last.query.ask is Ask.COMPARE and query.ask in (Ask.AMOUNT, Ask.RECORD) and not draft.refers_all:
        return asked_of(moment, query, Linked(last.shown[:1]))  # どちらが大きい? いくら?
    return asked_of(moment, query, Linked(last.shown))


def _miscounts(moment: Moment, query: Query) -> bool:
    """2つ合わせて after one thing: so many as were not shown mean nothing; an issue may have them below it."""
    count = moment.draft.counted or 0
    together = query.ask in (Ask.SUM, Ask.MEAN, Ask.DIFFERENCE, Ask.RATIO, Ask.COMPARE, Ask.AMOUNT)
    told = query.order is not None or bool(query.where) or isinstance(query.of, Rows)
    shown = moment.last.shown
    return (
        count > 1 and together and not told and len(shown) != count and (len(shown) > 1 or moment.is_leaf(moment.last))
    )


def _ends_within(moment: Moment, query: Query) -> Query:
    """最大と最小の差 after a list: of the list; after an issue of what is below it."""
    shown = moment.last.shown
    assert isinstance(query.of, Or)
    ends = [each.query for each in query.of.sets if isinstance(each, Rows)]
    ranged = len(ends) == len(query.of.sets) and all(isinstance(end.of, OfLevel) for end in ends)
    if not ranged or not shown or moment.is_leaf(moment.last) or moment.says_level or moment.draft.asks_whole:
        return query
    of = Linked(shown) if len(shown) > 1 else Below(Linked(shown), ends[0].of.levels)  # type: ignore[union-attr]
    return replace(query, of=Or(tuple(Rows(replace(end, of=of)) for end in ends)))


def _is_of_the_page(moment: Moment, query: Query) -> bool:
    fact = query.fact or ""
    if fact in moment.draft.page_facts or moment.draft.page_facts & {"itself", "contact"}:
        return True
    before = moment.last.query
    return fact in _OF_THE_PAGE and ((before.ask is Ask.FACT and before.of == Whole()) or not moment.last.shown)


def _among(moment: Moment, query: Query) -> Query | None:
    """What is asked of several: of those that were shown together, or one after the other."""
    if isinstance(query.measure, Change):
        return asked_of(moment, query, Linked(moment.last.shown)) if moment.last.shown else None
    shown = moment.last.shown
    if isinstance(query.of, Below) and query.of.of == THAT and shown:
        parts = Linked(shown)  # 内訳は?: of a sum what was added up
        return replace(query, of=parts) if moment.last.query.ask is Ask.SUM else asked_of(moment, query, parts)
    if query.ask in _PAIRS and moment.last.query.ask is Ask.SUM and (sums := moment.shown.pair()) is not None:
        return asked_of(moment, query, sums)
    several = shown if len(shown) > 1 else moment.shown.chain()
    if len(several) > 1 and (len(shown) > 1 or query.ask is not Ask.COUNT):
        if query.ask not in _PAIRS:
            return asked_of(moment, query, Linked(several))
        if len(shown) > 1 or len(several) == 2:
            return asked_of(moment, query, Or(tuple(Linked((key,)) for key in several)))
    of_ends = isinstance(query.of, Rows) and query.of.query.order is not None and moment.is_leaf(moment.last)
    if query.ask is Ask.SUM and shown and not of_ends:
        return asked_of(moment, query, Linked(shown))
    if (below := below_the_one(moment, query)) is not None:
        return asked_of(moment, query, below)
    if query.ask in _PAIRS:
        pair = moment.shown.pair()
        return asked_of(moment, query, pair) if pair is not None else None
    return query if not points(query) else None
