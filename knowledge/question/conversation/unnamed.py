"""Questions without a set of their own: 予算は?, 合計は?, 一番高いのは?, 万円だと?, 2つ目: of what was shown."""

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
    Set,
    Share,
    Whole,
)
from knowledge.question.conversation.filling import asked_of, filled, points
from knowledge.question.conversation.levels import below_the_one
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ordering import order_of, row_at
from knowledge.question.conversation.rows import at_place, listed, the_other
from knowledge.question.draft import FIGURES, PAIRS, THAT, THOSE, Draft, linked
from knowledge.question.spans import Role

_PAIR = 2
_AMONG = frozenset({Ask.LIST, Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What is asked of several where several were shown."""
OF_THE_PAGE = frozenset({"telephone", "fax", "address"})
"""Facts that the page itself has, asked again of it where it was the page that was asked."""


def pointed(moment: Moment) -> Query | None:
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
    counted = moment.last.query.ask is Ask.COUNT and _says_no_more(draft)
    if draft.asks_all or counted or (moment.last.query.ask in FIGURES and draft.wants_one):
        return listed(moment)  # 一覧にして, どれ? of what was counted
    if draft.query == Query(Ask.RECORD, THAT) and moment.last.shown:
        return Query(Ask.RECORD, moment.that)  # 何するの?
    return None


def _says_no_more(draft: Draft) -> bool:
    """具体的には?, というと?: nothing is named but that more is wanted."""
    said = [span for span in draft.spans if span.role is not Role.FUNCTION]
    return bool(said) and draft.spans[-1].text in ("は", "?") and all(span.senses == {"light"} for span in said)


def amount_of(query: Query) -> Query:
    """The plain question for an amount: 円でいくら?"""
    return Query(Ask.AMOUNT, query.of, measure=query.measure, unit=query.unit)


def in_unit(moment: Moment, unit: str) -> Query | None:
    """万円だと?: the last figure, or the money of what was shown, in a unit."""
    last = next((turn for turn in moment.turns if turn.value is not None or turn.shown), None)
    if last is None:
        return None
    if last.value is not None or isinstance(last.query.measure, Money):
        return replace(last.query, unit=unit)
    ask = Ask.AMOUNT if len(last.shown) == 1 else Ask.LIST
    return Query(ask, Linked(last.shown), measure=Money(), unit=unit)


def of_what_was_shown(moment: Moment, query: Query) -> Query | None:
    """予算は?, 合計は?, 一番高いのは?, 割合は?: of one thing or of several, as it was shown."""
    draft, last = moment.draft, moment.last
    if isinstance(query.measure, Share) and query.measure.of == THOSE:
        return filled(moment, query)  # 多い方の占める割合
    if query.ask is Ask.FACT and _is_of_the_page(moment, query):
        return replace(query, of=Whole())
    if (unrun := moment.shown.unrun) is not None and not draft.asks_whole and draft.place is None:
        return asked_of(moment, query, unrun)  # 経営課題3の取組は?合計も
    if moment.shown.came_to_nothing and query.ask in _AMONG and not draft.asks_whole:
        return None  # 1億円以上の取組は? 合計は?
    if draft.rest and isinstance(last.query.of, Minus):
        return asked_of(moment, query, last.query.of)  # 残りは全体の何%? after the sum of the rest
    if draft.other and draft.place is None and (other := the_other(moment)) is not None:
        return asked_of(moment, query, other.of)  # もう片方の文章
    if isinstance(last.query.measure, Share) and isinstance(query.measure, Share) and not draft.asks_whole:
        query = replace(query, measure=last.query.measure)
    if len(draft.places) > 1:
        rows = tuple(row for place in draft.places if (row := row_at(moment, place)) is not None)
        alone = all(isinstance(row, Linked) for row in rows)
        named = Linked(tuple(linked(rows))) if alone else Or(rows)
        return asked_of(moment, query, named) if len(rows) == len(draft.places) else None
    place = moment.told_place
    row = row_at(moment, place) if place is not None else None
    if row is not None and query.ask in PAIRS and row != Linked(last.shown):
        return asked_of(moment, query, Or((Linked(last.shown), row)))  # 最初のとの差
    if place in (1, -1) and query.ask in FIGURES and (listed_then := moment.shown.list_at(place)):
        return asked_of(moment, query, Linked(listed_then))  # 後者の合計
    if place is not None and query.order is None and row is not None:
        return replace(query, of=row) if query.ask is not Ask.LIST else at_place(moment, place)
    if place is not None and query.order is None and not isinstance(query.of, Rows):
        return None  # 2つ目の予算, where no second was shown
    ordered = query.of.query if isinstance(query.of, Rows) else query  # 少ない順に3つ, 上から2つ足して
    takes = ordered.take is not None and not (query.where or draft.refers or draft.refers_all)
    if draft.counted is not None and not takes and (several := moment.shown.so_many(draft.counted)) is not None:
        return asked_of(moment, query, several)
    if _miscounts(moment, query):
        return None
    of_whole = draft.asks_whole and not isinstance(query.measure, Share) and query.ask is not Ask.RANK
    if isinstance(query.of, Or) or of_whole:
        return query if of_whole else _ends_within(moment, query)
    if draft.asks_whole and len(last.shown) > 1 and query.ask is not Ask.RANK and not isinstance(query.of, Rows):
        return replace(query, ask=Ask.SUM, of=Linked(last.shown))
    if draft.asks_all and query.ask in FIGURES and (every := moment.shown.list_of_all()):
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
    return fact in OF_THE_PAGE and ((before.ask is Ask.FACT and before.of == Whole()) or not moment.last.shown)


def _held_together(moment: Moment) -> Set | None:
    """By how much? after one thing was held against another: the two."""
    last = moment.last.query
    against = last.where[0].value if last.ask is Ask.CONFIRM and last.where else None
    return Or((last.of, against.of)) if isinstance(against, Query) and against.ask is Ask.AMOUNT else None


def _as_asked(moment: Moment) -> Set | None:
    """A whole level that was shown, which is said in fewer words than its entries."""
    last = moment.last
    whole = isinstance(last.query.of, OfLevel) and not last.query.where and last.query.take is None
    return last.query.of if whole and last.query.ask in FIGURES | {Ask.LIST} and len(last.shown) > 1 else None


def _among(moment: Moment, query: Query) -> Query | None:
    """What is asked of several: of those that were shown together, or one after the other."""
    if isinstance(query.measure, Change):
        return asked_of(moment, query, Linked(moment.last.shown)) if moment.last.shown else None
    shown = moment.last.shown
    if query.ask in PAIRS and (held := _held_together(moment)) is not None:
        return replace(query, of=held)
    if isinstance(query.of, Minus) and len(shown) == 1 and (below := below_the_one(moment, query)) is not None:
        return asked_of(moment, query, below)
    if isinstance(query.of, Below) and query.of.of == THAT and shown:
        parts = Linked(shown)  # 内訳は?: of a sum what was added up
        return replace(query, of=parts) if moment.last.query.ask is Ask.SUM else asked_of(moment, query, parts)
    if query.ask in PAIRS and moment.last.query.ask is Ask.SUM and (sums := moment.shown.pair()) is not None:
        return asked_of(moment, query, sums)
    ends = query.order is not None and query.take is not None
    if (ends or query.ask is Ask.SUM) and (added := moment.shown.summed()):
        return asked_of(moment, query, Linked(added))  # 経営課題2の合計は? 経営課題3の合計は? 一番大きいのは?
    several = shown if len(shown) > 1 else moment.shown.chain()
    if query.ask in PAIRS and len(moment.shown.several) == _PAIR and moment.shown.is_of_the_list:
        several = moment.shown.several  # 差は? after the larger of two
    if len(several) > 1 and (len(shown) > 1 or query.ask is not Ask.COUNT):
        if query.ask not in PAIRS:
            return asked_of(moment, query, _as_asked(moment) or Linked(several))
        if len(shown) > 1 or len(several) == 2:
            return asked_of(moment, query, Or(tuple(Linked((key,)) for key in several)))
    if query.of == THOSE and query.take is not None and len(moment.shown.several) == _PAIR:
        return asked_of(moment, query, Linked(moment.shown.several))  # 大きい方は, also where one thing was asked since
    ends = isinstance(query.of, OfLevel) and query.take is not None and not query.where
    if ends and moment.shown.is_of_the_list and moment.is_leaf(moment.last) and not moment.draft.asks_whole:
        return asked_of(moment, query, Linked(moment.shown.several))  # 一番少ないのは? after one of a list
    of_ends = isinstance(query.of, Rows) and query.of.query.order is not None and moment.is_leaf(moment.last)
    if query.ask is Ask.SUM and shown and not of_ends:
        return asked_of(moment, query, Linked(shown))
    if (below := below_the_one(moment, query)) is not None:
        return asked_of(moment, query, below)
    if query.ask in PAIRS:
        pair = moment.shown.pair()
        return asked_of(moment, query, pair) if pair is not None else None
    return query if not points(query) else None
