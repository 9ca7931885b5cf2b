"""Follow-ups: a draft that leaves something to the conversation → a whole query, an edit of the last ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from knowledge.model import (
    MOST_TURNS,
    Above,
    Ask,
    Below,
    Count,
    Linked,
    Minus,
    Money,
    OfLevel,
    Query,
    Rows,
    Share,
    Subject,
    Whole,
)
from knowledge.question.conversation.alone import alone, is_of_a_level, is_share_of_nothing
from knowledge.question.conversation.bounding import (
    bounded_before,
    confirms,
    held_against,
    is_bounded_anew,
    is_held,
    on_the_other_side,
)
from knowledge.question.conversation.edited import edited, is_edited
from knowledge.question.conversation.filling import filled, is_one, points, replaced
from knowledge.question.conversation.grouped import of_the_groups
from knowledge.question.conversation.levels import (
    is_number_held,
    narrowed_to,
    passed_on,
    repeats,
    stepped,
    within_level,
)
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ordering import (
    along_the_order,
    between_places,
    in_the_same_measure,
    keeps_the_share,
    next_in_size,
    of_its_own_level,
    rows_of,
    stepped_on,
)
from knowledge.question.conversation.ranges import (
    from_a_place,
    in_the_same_way,
    left_out,
    on_a_side,
    under_the_one,
    widened,
)
from knowledge.question.conversation.rows import (
    counted_row,
    counts_what_was_not_shown,
    is_the_rest,
    other_of_a_level,
    the_rest,
    within_shown,
)
from knowledge.question.conversation.shown import Page, Shown
from knowledge.question.conversation.unnamed import amount_of, in_unit, of_what_was_shown, pointed
from knowledge.question.draft import PAIRS, THAT, THOSE, Draft, linked, query_topics
from knowledge.question.ladder import is_under


def whole(draft: Draft, subject: Subject, page: Page) -> Query | None:
    """The query of a draft in its conversation; None where it points at what was not shown, or says nothing."""
    query = _whole(draft, subject, page)
    return _of_what_is_below(query, page) if query is not None else None


def at_hand(draft: Draft, subject: Subject, page: Page) -> frozenset[str]:
    """Ids of what a short follow-up that names a thing may pick it from; none where no list was shown last."""
    turns = tuple(turn for turn in subject.turns if turn.query.ask is not Ask.TALK)
    if not draft.follows or not turns or any(turn.refused or turn.unrun for turn in turns[:1]):
        return frozenset()
    return frozenset(Shown(turns, page).list_of_all())


def _of_what_is_below(query: Query, page: Page) -> Query:
    """その二つ以外に課題1には何がある: of one thing without some of what is below it, what else is below it."""
    of = query.of
    if not isinstance(of, Minus) or not is_one(of.of) or query.ask not in (Ask.RECORD, Ask.LIST):
        return query
    levels = {page.level_of(key) for key in linked(of.without)}
    own = page.level_of(next(linked(of.of)))
    below = len(levels) == 1 and is_under(min(levels), own)
    return replace(query, ask=Ask.LIST, of=Minus(Below(of.of, tuple(levels)), of.without)) if below else query


def _whole(draft: Draft, subject: Subject, page: Page) -> Query | None:
    turns = tuple(turn for turn in subject.turns if turn.query.ask is not Ask.TALK)
    unread = tuple(takewhile(lambda turn: turn.refused, turns))
    if (draft.refers or draft.refers_all or draft.back) and not any(turn.unsettled for turn in unread):
        turns = tuple(turn for turn in turns if not turn.refused)
    query = draft.query
    if draft.is_lost:
        return None
    if not any(turn.shown or turn.unrun for turn in turns[:1]) and is_share_of_nothing(query):
        return None
    if query is not None and query.ask is Ask.TALK:
        return query
    if not turns:
        return alone(draft)
    if turns[0].refused:
        of_page = query is not None and query.ask is Ask.FACT and query.of == Whole() and query.fact in draft.page_facts
        bounds = query is not None and bool(query.where) and draft.ranges  # 500万円未満の中で最大は?
        names = (draft.names_set and not draft.rest) or draft.asks_whole or draft.asks_all or of_page or bounds
        by_itself = query is not None and not points(query) and names
        if by_itself and draft.leans_on_ask:  # 公園だと? after プールの予算は?
            unknown = turns[0].query
            return replace(unknown, of=query.of) if query is not None and unknown.measure is not None else None
        if by_itself and not (is_of_a_level(query) and not draft.asks_all):
            return query
        before = tuple(turn for turn in turns if not turn.refused)
        if not before or query is None:
            return None
        if isinstance(query.of, Minus) and not points(replace(query, of=query.of.of)):
            return following(
                Moment(draft, Shown(before, page))
            )  # 課題5のもう一つの戦略: but for the other, it is named
        return _of_its_level(Moment(draft, Shown(before, page)), query)
    return following(Moment(draft, Shown(turns, page)))


def _of_its_level(moment: Moment, query: Query) -> Query | None:
    """取組の予算は? after a fact of an initiative that is not printed: that initiative's."""
    one = len(moment.last.shown) == 1 and is_of_a_level(query) and isinstance(query.of, OfLevel)
    if not one or not isinstance(query.of, OfLevel) or moment.level_of(moment.last.shown[0]) not in query.of.levels:
        return None
    return replace(query, of=Linked(moment.last.shown)) if query.measure is not None else None


def following(moment: Moment) -> Query | None:
    """The whole query; None where the draft says nothing, or points at something that was not shown."""
    if (grouped := of_the_groups(moment)) is not None:
        return grouped
    query = _whole_query(moment)
    query = keeps_the_share(moment, query) if query is not None else None
    query = of_its_own_level(moment, query) if query is not None else None
    if query is not None and query.ask is Ask.RANK and isinstance(query.of, Linked) and not is_one(query.of):
        return replace(query, ask=Ask.LIST)  # 順位は? of a list: its order
    if query is not None and query.measure == Count() and any(map(moment.is_bottom, moment.last.shown)):
        return None  # 件数で比べると, of what has nothing below it
    if query is None or not _is_of_more_than_one(moment, query):
        return query
    every = () if moment.draft.refers else moment.shown.list_of_all()
    if isinstance(query.measure, Share) and not every:
        return query
    return replace(query, of=Linked(every)) if every else None  # 合計は? after one row of a list


def _is_of_more_than_one(moment: Moment, query: Query) -> bool:
    """合計は?, 多い順に of one thing with nothing below it: more was meant, and nobody said what."""
    alone = isinstance(query.of, Linked) and is_one(query.of) and moment.is_bottom(query.of.entries[0])
    sums = query.ask is Ask.SUM and isinstance(query.measure, (Money, Share))
    sorts = query.ask is Ask.LIST and query.order is not None and query.take is None and not query.where
    return alone and (sums or sorts)


def _whole_query(moment: Moment) -> Query | None:
    draft, query = moment.draft, moment.draft.query
    share = moment.last.query.measure
    if query is not None and query.ask is Ask.CONFIRM and points(Query(Ask.LIST, query.within or Whole())):
        before = moment.last.query.within if moment.last.query.ask is Ask.CONFIRM else None
        if before is None and query.within == THAT and moment.is_leaf(moment.last):
            return None  # そこに防犯も入る?, after what has nothing below it
        query = replace(query, within=before) if before is not None else query
    if is_edited(moment):
        return edited(moment)
    query = in_the_same_measure(moment, query) if query is not None else None
    names = draft.names_set and not draft.only_context
    plain = query is None or query.ask in (Ask.RECORD, Ask.AMOUNT)
    if draft.asks_whole and not names and isinstance(share, Share) and plain:
        return replace(moment.last.query, measure=replace(share, of=Whole()))  # and of the whole plan?
    if draft.asks_left_out:
        return left_out(moment)
    if query is not None and (wider := widened(moment, query)) is not None:
        return wider
    if draft.to_the_first and not draft.refers and (query is None or not _names_words(query)):
        return _of_the_first(moment)
    if draft.back and len(moment.turns) > 1 and not (draft.names_set or draft.place):
        return moment.turns[1].query
    bare = not (draft.names_set or draft.places or draft.place)
    if draft.unit is not None and bare and (query is None or query == amount_of(query)):
        return in_unit(moment, draft.unit)
    if query is not None and is_number_held(moment, query):
        return replace(query, of=Linked(moment.last.shown))
    if query is not None and moment.last.query.ask is Ask.SUM and is_held(moment, query):
        return held_against(moment, query, Rows(replace(moment.last.query, unit=None)))
    if query is not None and confirms(moment, query):
        return held_against(moment, query, Linked(moment.last.shown))
    if query is not None and query.ask in PAIRS and draft.places and not draft.names_set:
        return between_places(moment, query)
    if query is not None and moment.upper_or_lower is not None and isinstance(query.of, (Below, Above)):
        level = moment.level_of(moment.anchor[0])  # 上の戦略の取組は?
        return replaced(query, {OfLevel((level,)): Linked(moment.anchor)}, moment.level_of)  # type: ignore[no-any-return]
    from_there = bool(draft.places) and (draft.sense_below or draft.sense_above) and moment.named_level is not None
    if query is not None and from_there and not _names_words(query):
        return from_a_place(moment, query)
    side = (on_a_side(moment, query) or under_the_one(moment, query)) if query is not None else None
    if side is not None:
        return side
    if draft.sense_below or draft.sense_above:
        step = stepped(moment, query)
        if step is not None:
            return step
    if (turned := on_the_other_side(moment, query)) is not None:
        return turned
    if query is not None and is_bounded_anew(moment, query):
        of = rows_of(bounded_before(moment)).of
        return replace(query, of=Rows(replace(query.of.query, of=of)) if isinstance(query.of, Rows) else of)
    moved = along_the_order(moment, query) or next_in_size(moment)
    if moved is not None:
        return moved
    if draft.steps and not (draft.refers or draft.place) and (key := stepped_on(moment, query)) is not None:
        of = Linked((key,))
        return replace(query, of=of) if query is not None and query.measure else Query(Ask.RECORD, of)
    if query is not None and is_the_rest(moment, query) and (rest := the_rest(moment, query)) is not None:
        return rest
    if query is None or not (draft.names_set or draft.says_ask or query.where or query.order):
        return pointed(moment)
    if not draft.names_set:
        return of_what_was_shown(moment, query)
    if draft.other:
        return other_of_a_level(moment, query)
    if _is_share_of_all(moment, query):
        ask = Ask.AMOUNT if len(moment.last.shown) == 1 else Ask.SUM
        return replace(query, ask=ask, of=moment.that, order=None, take=None)
    query = within_shown(moment, query)
    counted = counted_row(moment, query)
    if counted is not None:
        return counted
    if counts_what_was_not_shown(moment, query):
        return None
    if (alike := in_the_same_way(moment, query)) is not None:
        return alike
    within = within_level(moment, query)
    if within is not None:
        return within
    again = repeats(moment, query)
    passed = narrowed_to(moment, query) or passed_on(moment, query) if again or not draft.says_ask else None
    return filled(moment, passed or query)


def _names_words(query: Query) -> bool:
    """Whether a query is of something that is named by words or by a code."""
    return any(linked(query)) or any(topic not in (THAT, THOSE) for topic in query_topics(query))


def _of_the_first(moment: Moment) -> Query | None:
    """What the conversation began with; None where it is so long that nobody remembers."""
    query, first = moment.draft.query, moment.turns[-1]
    if len(moment.turns) == MOST_TURNS or not first.shown:
        return None
    if query is None or query.measure is None or len(first.shown) > 1:
        return Query(Ask.RECORD, Linked(first.shown)) if len(first.shown) == 1 else first.query
    return Query(Ask.AMOUNT, Linked(first.shown), measure=query.measure, unit=query.unit)


def _is_share_of_all(moment: Moment, query: Query) -> bool:
    """取組全体の何%?, 取組の合計の何%?: the level is what it is a share of."""
    whole = isinstance(query.measure, Share) and query.measure.of == Whole() and isinstance(query.of, OfLevel)
    return whole and (moment.draft.asks_whole or moment.draft.adds) and bool(moment.last.shown)
