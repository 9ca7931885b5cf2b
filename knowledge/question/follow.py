"""Follow-ups: a draft that leaves something to the conversation → a whole query, an edit of the last ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from knowledge.model import (
    Above,
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
    Relation,
    Rows,
    Set,
    Share,
    Subject,
    Take,
    Topic,
    Turn,
    Whole,
)
from knowledge.question.binding import WALKED
from knowledge.question.draft import THAT, THOSE, Draft, linked, query_topics
from knowledge.question.shown import Shown

_AMONG = frozenset({Ask.LIST, Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What is asked of several where several were shown."""
_PAIRS = frozenset({Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What two things that were shown are asked for together."""
_FIGURES = frozenset({Ask.COUNT, Ask.SUM, Ask.MEAN, Ask.MEDIAN})
_PASSED_ON = frozenset({Ask.AMOUNT, Ask.SUM, Ask.FACT, Ask.RECORD, Ask.RANK, Ask.MEAN, Ask.COUNT, Ask.LIST, Ask.EXISTS})
"""What the next thing that is named is asked for too."""
_OF_THE_PAGE = frozenset({"telephone", "fax", "address"})
"""Facts that the page itself has, asked again of it where it was the page that was asked."""


def whole(draft: Draft, subject: Subject, level_of: Callable[[str], Level]) -> Query | None:
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
        return Following(draft, before, level_of).of_its_level(query) if before and query is not None else None
    return Following(draft, turns, level_of).query()


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
    return query if query is not None and not points(query) and _stands_alone(draft) else None


def _asks_for_a_summary(draft: Draft) -> bool:
    """概要は?, where nothing was shown that it could be of."""
    return any("summary" in span.senses for span in draft.spans)


def _stands_alone(draft: Draft) -> bool:
    """Whether a draft needs no conversation: it names its set, or asks for the whole."""
    query = draft.query
    return query is not None and (draft.names_set or isinstance(query.of, (OfLevel, Whole, Rows, Or)))


def _is_one(found: Set) -> bool:
    return isinstance(found, Linked) and len(found.entries) == 1


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


def _is_of_a_level(query: Query | None) -> bool:
    """Whether a query asks of a whole level, and no more than what it is: 取組の予算は? may be of what was refused."""
    if query is None or not isinstance(query.of, OfLevel) or query.order is not None or query.where:
        return False
    return query.ask in (Ask.LIST, Ask.AMOUNT, Ask.RECORD)


class Following:
    """One draft after at least one turn."""

    def __init__(self, draft: Draft, turns: tuple[Turn, ...], level_of: Callable[[str], Level]) -> None:
        self._draft = draft
        self._shown = Shown(turns, level_of)
        self._turns = self._shown.turns
        self._last = self._shown.last
        self._level_of = level_of

    def of_its_level(self, query: Query) -> Query | None:
        """取組の予算は? after a fact of an initiative that is not printed: that initiative's."""
        one = len(self._last.shown) == 1 and _is_of_a_level(query) and isinstance(query.of, OfLevel)
        if not one or not isinstance(query.of, OfLevel) or self._level_of(self._last.shown[0]) not in query.of.levels:
            return None
        return replace(query, of=Linked(self._last.shown)) if query.measure is not None else None

    def query(self) -> Query | None:
        """The whole query; None where the draft says nothing, or points at something that was not shown."""
        draft, query = self._draft, self._draft.query
        share = self._last.query.measure
        if draft.asks_whole and isinstance(share, Share) and (query is None or query.ask in (Ask.RECORD, Ask.AMOUNT)):
            return replace(self._last.query, measure=replace(share, of=Whole()))  # and of the whole plan?
        if draft.back and len(self._turns) > 1 and not (draft.names_set or draft.place):
            return self._turns[1].query
        if query is not None and not draft.names_set and self._confirms(query):
            return replace(query, ask=Ask.CONFIRM, of=Linked(self._last.shown), order=None, take=None)
        if query is not None and query.ask in _PAIRS and draft.places and not draft.names_set:
            return self._between_places(query)
        if draft.sense_below or draft.sense_above:
            stepped = self._stepped(query)
            if stepped is not None:
                return stepped
        if query is not None and self._is_the_other_side(query):
            of = self._last.query.of
            return replace(query, of=Rows(replace(query.of.query, of=of)) if isinstance(query.of, Rows) else of)
        moved = self._along_the_order(query)
        if moved is not None:
            return moved
        if query is not None and self._is_the_rest(query) and (rest := self._rest(query)) is not None:
            return rest
        if query is None or not (draft.names_set or draft.says_ask):
            return self._pointed()
        if not draft.names_set:
            return self._of_what_was_shown(query)
        if draft.other:
            return self._other_of_a_level(query)
        if isinstance(query.of, Minus) and not draft.says_ask and self._last.query.ask in _FIGURES:
            return self._filled(replace(self._last.query, of=query.of))  # 1-2-2を除くと? after a sum
        counted = self._counted_row(query)
        if counted is not None:
            return counted
        if self._counts_what_was_not_shown(query):
            return None
        within = self._within_level(query)
        if within is not None:
            return within
        passed = None if draft.says_ask else self._passed_on(query)
        return self._filled(passed or query)

    def _between_places(self, query: Query) -> Query | None:
        """3位と5位の差, 4位とはいくら差がある: rows of the order that was shown last, or of all by their money."""
        ordered = next(filter(None, (_ordered(turn.query) for turn in self._turns)), None)
        if not isinstance(query.of, Or):
            return None
        listed = next((_ordered(turn.query) is None for turn in self._turns if len(turn.shown) > 1), False)
        keys = tuple(filter(None, map(self._shown.at, self._draft.places)))
        if listed and len(keys) == len(query.of.sets):
            return replace(query, of=Or(tuple(Linked((key,)) for key in keys)))
        sets = list(query.of.sets)
        for at, each in enumerate(sets):
            if isinstance(each, Rows) and ordered is not None:
                sets[at] = Rows(replace(each.query, of=ordered.of, where=ordered.where, order=ordered.order))
        if sets[0] == THAT:
            if len(self._last.shown) != 1:
                return None
            sets[0] = Linked(self._last.shown)
        return replace(query, of=Or(tuple(sets)))

    def _stepped(self, query: Query | None) -> Query | None:
        """下の取組を両方, 課題まで上がって: a level below or above what was shown."""
        of = query.of if query is not None else None
        plain = query is not None and query.order is None and not query.where and query.ask in (Ask.LIST, Ask.RECORD)
        if query is None or not plain or not self._last.shown or not isinstance(of, OfLevel) or len(of.levels) != 1:
            return None
        level, own = of.levels[0], self._level_of(self._last.shown[0])
        if level not in WALKED or own not in WALKED or level is own:
            return None
        return Query(Ask.LIST, at_level(Linked(self._last.shown), of.levels, self._level_of))

    # Along an order

    def _along_the_order(self, query: Query | None) -> Query | None:
        """その次は?, 3番目は?, 下位5つは?: further along the order that was shown last."""
        draft = self._draft
        at = next((at for at, turn in enumerate(self._turns) if _ordered(turn.query) is not None), None)
        if at is None:
            return None
        ordered = _ordered(self._turns[at].query)
        is_last = at == 0 or (at == 1 and (self._last.shown == self._turns[1].shown or self._last.query.ask is Ask.SUM))
        if ordered is None or (draft.names_set and not draft.refers) or draft.refers_all:
            return None
        order = ordered.order
        assert order is not None
        ordered = replace(ordered, measure=ordered.measure or order.measure)
        if draft.next and is_last and not draft.place:
            take = ordered.take or Take(1)
            return replace(ordered, take=Take(1, take.skip + take.count))
        if (
            query is not None
            and query.order is not None
            and query.take is not None
            and ordered.take is not None
            and not query.where
            and is_last
        ):
            return replace(ordered, order=replace(order, ascending=query.order.ascending), take=query.take)
        inner = query.of.query if query is not None and isinstance(query.of, Rows) else None
        if query is not None and inner is not None and is_last and ordered.take is not None:
            added_up = query.ask in (Ask.SUM, Ask.MEAN) and not draft.names_set
            if added_up and inner.order is not None and inner.take is not None:
                return replace(query, of=Rows(replace(inner, of=ordered.of, where=ordered.where)))
        place = draft.place
        plain = (Ask.LIST, Ask.RECORD, Ask.COMPARE)
        asks_more = query is not None and query.ask not in plain and not draft.back
        if place is None or place < 1 or asks_more:
            return None
        if draft.turns_round is not None:
            return replace(ordered, order=replace(order, ascending=draft.turns_round), take=Take(1, place - 1))
        if len(self._last.shown) < place or draft.back:
            return replace(ordered, take=Take(1, place - 1))
        return None

    # Pointing

    def _pointed(self) -> Query | None:
        """Only a place, the other one, a unit, a level up or down: of what was shown."""
        draft = self._draft
        if draft.reverses:
            ordered = next(filter(None, (_ordered(turn.query) for turn in self._turns)), None)
            order = ordered.order if ordered is not None else None
            return replace(ordered, order=replace(order, ascending=not order.ascending)) if ordered and order else None
        if draft.unit is not None:
            return next((replace(t.query, unit=draft.unit) for t in self._turns if t.value is not None), None)
        if draft.other or draft.next:
            return self._other()
        if (place := self._told_place) is not None:
            return self._place(place)
        if draft.sense_above:
            return Query(Ask.LIST, Above(self._that()))
        if draft.sense_below:
            return Query(Ask.LIST, Below(self._that()))
        if draft.sense_beside:
            return Query(Ask.LIST, Beside(self._that()))
        if draft.refers or draft.refers_all:
            return Query(Ask.RECORD, self._that())
        if draft.asks_all:
            return self._listed()
        return None

    def _listed(self) -> Query | None:
        """一覧にして: what was counted or added up, one by one."""
        last = self._last
        if last.query.ask in _FIGURES and not points(last.query):
            measure = None if last.query.ask is Ask.COUNT else last.query.measure
            return replace(last.query, ask=Ask.LIST, measure=measure)
        return Query(Ask.LIST, Linked(last.shown)) if len(last.shown) > 1 else None

    def _other(self) -> Query | None:
        """もう一つ: the one of the last list that was not looked at since."""
        last = self._last
        several = next((turn for turn in self._turns if len(turn.shown) > 1), None)
        if several is None:
            return Query(Ask.LIST, Beside(self._that()))
        rest = tuple(key for key in several.shown if key not in last.shown) or several.shown[1:]
        if len(rest) == 1:
            ask = last.query if last is not several and last.query.ask in _PASSED_ON else Query(Ask.RECORD, Whole())
            return replace(ask, of=Linked(rest), order=None, take=None, where=())
        return Query(Ask.LIST, Linked(rest))

    def _other_of_a_level(self, query: Query) -> Query | None:
        """もう一つの戦略の取組の予算は?: of the last list of that level, the one that was not looked at since."""
        level = next((each.levels[-1] for each in _levels_of(query.of) if len(each.levels) == 1), None)
        if level is None:
            return self._filled(query) if points(query) else query
        at = next((at for at, turn in enumerate(self._turns) if len(self._shown.of_level(turn, level)) > 1), None)
        if at is None:
            return None
        seen = {key for turn in self._turns[:at] for key in (*turn.shown, *linked(turn.query))}
        rest = tuple(key for key in self._shown.of_level(self._turns[at], level) if key not in seen)
        if len(rest) != 1:
            return None
        return _replaced(query, {OfLevel((level,)): Linked(rest)}, self._level_of)  # type: ignore[no-any-return]

    def _is_the_rest(self, query: Query) -> bool:
        return self._draft.rest and (self._draft.names_set or self._draft.counted is not None) and not points(query)

    def _rest(self, query: Query) -> Query | None:
        """残りの取組の合計は?: all of the last list, or else of that level, but what was looked at one by one."""
        level = next((each for each in _levels_of(query.of) if len(each.levels) == 1), None)
        listed = self._last.shown if len(self._last.shown) > 1 and level is not None else ()
        if listed and level is not None and self._level_of(listed[0]) in level.levels:
            return replace(
                query, ask=Ask.LIST if query.ask is Ask.RECORD else query.ask, of=Minus(level, Linked(listed))
            )
        if level is None and self._shown.several and query.of == Whole():
            level = OfLevel((self._level_of(self._shown.several[0]),))  # 残り7つの合計
        seen = tuple(dict.fromkeys(turn.shown[0] for turn in reversed(self._turns) if len(turn.shown) == 1))
        if level is None or query.ask not in _FIGURES | {Ask.LIST, Ask.RECORD} or not seen:
            return None
        shown = self._shown.several
        if shown and self._draft.counted is not None and self._draft.counted > len(shown) - len(seen):
            seen, shown = shown, ()  # more than are left of the list: all that it did not have
        of: Set = Linked(shown) if set(seen) < set(shown) and self._level_of(shown[0]) in level.levels else level
        ask = Ask.LIST if query.ask is Ask.RECORD else query.ask
        return replace(query, ask=ask, of=Minus(of, Linked(seen)))

    def _counts_what_was_not_shown(self, query: Query) -> bool:
        """3つの課題の合計は?: so many of a level, where not that many were shown or named, mean nothing."""
        of, count = query.of, self._draft.counted
        if (
            count is None
            or count < 2
            or query.ask is Ask.COUNT
            or query.order is not None
            or query.where
            or not isinstance(of, OfLevel)
        ):
            return False
        return len(of.levels) == 1 and not self._draft.asks_all and self._shown.so_many(count, of.levels[0]) is None

    def _place(self, place: int) -> Query | None:
        """1つ目, 最後の: of the rows that were shown last."""
        key = self._shown.at(place)
        return None if key is None else Query(Ask.RECORD, Linked((key,)))

    def _counted_row(self, query: Query) -> Query | None:
        """2番目の戦略の取組: the second that was shown, where strategies were, else the second of the page."""
        inner = query.of.of if isinstance(query.of, (Below, Above)) else query.of
        rows = inner.query if isinstance(inner, Rows) else query
        if (
            rows.order is None
            or rows.order.measure is not None
            or rows.take is None
            or not isinstance(rows.of, OfLevel)
        ):
            return None
        place = rows.take.skip + 1
        key = self._shown.at(-place if rows.take.from_end else place, rows.of.levels[0])
        if key is None and query is rows:
            return self._below_the_counted(rows, -place if rows.take.from_end else place)
        if key is None:
            return None
        if isinstance(query.of, (Below, Above)):
            return replace(query, of=replace(query.of, of=Linked((key,))))
        if isinstance(query.of, Rows):
            return replace(query, of=Linked((key,)))
        return Query(Ask.RECORD, Linked((key,)))

    def _below_the_counted(self, rows: Query, place: int) -> Query | None:
        """3つ目の戦略は? after a list of issues: the strategies of the third."""
        assert isinstance(rows.of, OfLevel)
        key, level = self._shown.at(place), rows.of.levels[-1]
        if key is None or level not in WALKED or self._level_of(key) not in WALKED:
            return None
        is_above = WALKED.index(self._level_of(key)) < WALKED.index(level)
        return replace(rows, of=Below(Linked((key,)), rows.of.levels), order=None, take=None) if is_above else None

    # Asks without a set

    def _of_what_was_shown(self, query: Query) -> Query | None:
        """予算は?, 合計は?, 一番高いのは?, 割合は?: of one thing or of several, as it was shown."""
        draft, last = self._draft, self._last
        if query.ask is Ask.FACT and self._is_of_the_page(query):
            return replace(query, of=Whole())
        if isinstance(last.query.measure, Share) and isinstance(query.measure, Share) and not draft.asks_whole:
            query = replace(query, measure=last.query.measure)
        if len(draft.places) > 1:
            keys = tuple(filter(None, map(self._shown.at, draft.places)))
            return self._with(query, Linked(keys)) if len(keys) == len(draft.places) else None
        place = self._told_place
        if place is not None and query.order is None and (key := self._shown.at(place)) is not None:
            return replace(query, of=Linked((key,))) if query.ask is not Ask.LIST else self._place(place)
        if draft.counted is not None and (several := self._shown.so_many(draft.counted)) is not None:
            return self._with(query, several)
        if isinstance(query.of, Or) or (draft.asks_whole and not isinstance(query.measure, Share)):
            return query
        if draft.asks_whole and len(last.shown) > 1:
            return replace(query, ask=Ask.SUM, of=Linked(last.shown))
        if draft.asks_all and query.ask in _FIGURES and (every := self._shown.list_of_all()):
            return self._with(query, Linked(every))
        if query.ask in _AMONG:
            return self._among(query)
        if not last.shown:
            return None
        if last.query.ask is Ask.COMPARE and query.ask in (Ask.AMOUNT, Ask.RECORD) and not draft.refers_all:
            return self._with(query, Linked(last.shown[:1]))  # どちらが大きい? いくら?
        return self._with(query, Linked(last.shown))

    @property
    def _told_place(self) -> int | None:
        """Which of the rows shown is meant: as it is told, or the one in the middle."""
        count = len(self._shown.several)
        return count // 2 + 1 if self._draft.middle and count % 2 else self._draft.place

    def _is_the_other_side(self, query: Query) -> bool:
        """逆に100万円未満は? after 1,000万円以上の取組: what was asked of all, bounded from the other side."""
        before, bounded = self._last.query, query.of.query if isinstance(query.of, Rows) else query
        listed = before.ask in (Ask.LIST, Ask.COUNT) and query.ask in (Ask.LIST, Ask.COUNT, Ask.SUM)
        if self._draft.names_set or not listed or not (bounded.where and before.where):
            return False
        sides = [each.relation in (Relation.OVER, Relation.AT_LEAST) for each in (bounded.where[0], before.where[0])]
        return isinstance(bounded.of, OfLevel) and sides[0] is not sides[1]

    def _confirms(self, query: Query) -> bool:
        """200万円より多い?, 163万2千円ですね?: of the one thing that was shown."""
        bare = isinstance(query.of, OfLevel) and query.ask is Ask.LIST and bool(query.where)
        bare = bare and query.where[0].relation not in (Relation.PRINTED, Relation.MISSING)
        return bare and self._draft.confirms and len(self._last.shown) == 1

    def _is_of_the_page(self, query: Query) -> bool:
        fact = query.fact or ""
        if fact in self._draft.page_facts or self._draft.page_facts & {"itself", "contact"}:
            return True
        before = self._last.query
        return fact in _OF_THE_PAGE and ((before.ask is Ask.FACT and before.of == Whole()) or not self._last.shown)

    def _among(self, query: Query) -> Query | None:
        """What is asked of several: of those that were shown together, or one after the other."""
        if isinstance(query.measure, Change):
            return self._with(query, Linked(self._last.shown)) if self._last.shown else None
        shown = self._last.shown
        if query.ask in _PAIRS and self._last.query.ask is Ask.SUM and (sums := self._shown.pair()) is not None:
            return self._with(query, sums)
        several = shown if len(shown) > 1 else self._shown.chain()
        if len(several) > 1 and (len(shown) > 1 or query.ask is not Ask.COUNT):
            if query.ask not in _PAIRS:
                return self._with(query, Linked(several))
            if len(shown) > 1 or len(several) == 2:
                return self._with(query, Or(tuple(Linked((key,)) for key in several)))
        if query.ask is Ask.SUM and shown:
            return self._with(query, Linked(shown))
        if query.ask in _PAIRS:
            pair = self._shown.pair()
            return self._with(query, pair) if pair is not None else None
        return query if not points(query) else None

    def _with(self, query: Query, of: Set) -> Query | None:
        """The query asked of a set: an order or a condition of it ranges over that set."""
        if query.ask is Ask.CONFIRM and isinstance(of, Or) and self._draft.adds:
            return replace(query, of=Rows(Query(Ask.SUM, of, measure=query.measure)))  # 2つ合わせて400万円を超えますか
        if query.ask is Ask.SUM and isinstance(query.measure, Change) and _is_one(of):
            query = replace(query, ask=Ask.AMOUNT)
        query = self._together(query, of)
        if isinstance(query.of, Rows):
            return replace(query, of=Rows(replace(query.of.query, of=of)))
        if isinstance(query.of, (Below, Above, Beside)) and query.of.of in (THAT, THOSE):
            return replace(query, of=replace(query.of, of=of))
        return replace(query, of=of)

    # Sets without an ask

    def _within_level(self, query: Query) -> Query | None:
        """取組の予算は?, どの経営課題?, 3つの取組: a level by itself, after an entry, means those above or below it."""
        draft, last, of = self._draft, self._last, query.of
        if not isinstance(of, OfLevel) or len(of.levels) != 1 or draft.refers_all:
            return None
        if draft.counted is not None and not query.where and query.order is None and query.ask is not Ask.COUNT:
            several = self._shown.so_many(draft.counted, of.levels[0])
            return replace(query, of=several) if several is not None else None
        if draft.asks_whole:
            return None
        if draft.asks_all:
            return None
        in_order = query.order is not None and (query.take is not None or len(last.shown) > 1)
        if query.where or in_order or not last.shown or of.levels[0] not in WALKED:
            return None
        plain = query.ask in (Ask.LIST, Ask.RECORD, Ask.AMOUNT) or (query.ask is Ask.COUNT and draft.counted)
        if not plain or (len(last.shown) > 1 and query.measure is not None):
            return None
        level, own = of.levels[0], self._level_of(last.shown[0])
        if own not in WALKED:
            return None
        shown = Linked(last.shown)
        if level is own and self._draft.about and len(last.shown) == 1:
            return Query(Ask.RECORD, shown)  # 正式な取組名も
        if level is own:
            return replace(query, of=shown) if query.measure is not None else None
        if WALKED.index(level) < WALKED.index(own):
            return replace(query, of=Above(shown, level))
        return replace(query, of=Below(shown, (level,)))

    def _passed_on(self, query: Query) -> Query | None:
        """防犯は? after a question for the budget of something else: the same of this."""
        before, of = self._last.query, query.of
        if points(query) or before.ask not in _PASSED_ON | _PAIRS or not self._draft.follows:
            return None
        if not isinstance(of, (Topic, Linked)):
            return None
        if isinstance(before.of, (Below, Above, Beside)) and isinstance(before.of.of, Linked):
            return replace(before, of=replace(before.of, of=of))
        if isinstance(before.of, (Linked, And)) and before.ask not in (Ask.LIST, *_PAIRS):
            return replace(before, of=of, unit=None)
        if before.ask in _PAIRS and isinstance(of, Linked) and len(of.entries) == 1:
            return replace(before, of=Below(of)) if self._level_of(of.entries[0]) is not Level.ACTION else None
        return None

    # Pointing words inside a query

    def _that(self) -> Linked:
        return Linked(self._last.shown)

    def _those_of_a_level(self, query: Query) -> Set | None:
        """この3つの課題: so many of that level."""
        of = query.of.query.of if isinstance(query.of, Rows) else query.of
        if isinstance(of, And) and of.sets[0] == THOSE and isinstance(of.sets[1], OfLevel) and self._draft.counted:
            return self._shown.so_many(self._draft.counted, of.sets[1].levels[-1])
        return None

    def _without_the_one(self, query: Query) -> Query:
        """その課題の他の取組: without the one of that level that was looked at last."""
        of = query.of
        if not (isinstance(of, Minus) and of.without == THAT and isinstance(of.of, Below) and of.of.levels):
            return query
        shown = (key for turn in self._turns for key in turn.shown)
        key = next((key for key in shown if self._level_of(key) in of.of.levels), None)
        return query if key is None else replace(query, of=Minus(of.of, Linked((key,))))

    def _filled(self, query: Query) -> Query | None:
        if not points(query):
            return query
        last = next((turn for turn in self._turns if turn.shown), None)
        if last is None:
            return None
        query = self._without_the_one(query)
        those = self._those_of_a_level(query) or self._shown.those(self._draft.counted)
        if those is None:
            return None
        that = self._standing(query, last)
        if that is None:
            return None
        if query == Query(Ask.LIST, Below(THAT), measure=query.measure) and last.query.ask is Ask.SUM:
            return replace(query, of=that)  # 内訳は? of a sum
        filled = _replaced(query, {THAT: that, THOSE: those}, self._level_of)
        if not isinstance(filled, Query) or (filled.ask is Ask.RANK and filled.take and not _is_one(filled.of)):
            return None
        if filled.take is not None and filled.order is not None and _is_one(filled.of):
            return None  # of one there is no largest
        return self._together(filled, filled.of)

    def _standing(self, query: Query, last: Turn) -> Set | None:
        """What something is held against: of a pair the first, which was there before; no list as a whole."""
        held = isinstance(query.of, Or) and query.of.sets[0] == THAT and query.ask in _PAIRS | {Ask.SUM}
        if last.query.ask is Ask.COMPARE and not held:
            return Linked(last.shown[:1])
        if not held or len(last.shown) < 2 or last.query.ask is Ask.SUM:
            return Linked(last.shown)
        pair = last.query.of
        return pair.sets[0] if last.query.ask in _PAIRS and isinstance(pair, Or) else None

    def _together(self, query: Query, of: Set) -> Query:
        """その2つで何%?: several things that are named as one, or were added up before, have one share."""
        together = self._draft.refers_all or self._draft.counted is not None or self._last.query.ask is Ask.SUM
        several = isinstance(of, Or) or (isinstance(of, Linked) and len(of.entries) > 1)
        return replace(query, ask=Ask.SUM) if isinstance(query.measure, Share) and several and together else query


def _ordered(query: Query) -> Query | None:
    """The query with an order by a measure that a conversation goes on in."""
    inner = query if query.order is not None else query.of.query if isinstance(query.of, Rows) else None
    return inner if inner is not None and inner.order is not None and inner.order.measure is not None else None


def points(query: Query) -> bool:
    """Whether a query points at what was shown."""
    return any(topic in (THAT, THOSE) for topic in query_topics(query))


def _replaced(value: Any, by: Mapping[Set, Set], level_of: Callable[[str], Level]) -> Any:
    """A query with the words that point replaced by what they point at."""
    if isinstance(value, (Topic, OfLevel)):
        return by.get(value, value)
    if isinstance(value, Above) and value.of == THAT and isinstance(by.get(THAT), Linked):
        that = by[THAT]
        if isinstance(that, Linked) and len(that.entries) == 1 and level_of(that.entries[0]) is value.level:
            return that  # 同じ課題 of an issue is that issue
    if isinstance(value, tuple):
        return tuple(_replaced(each, by, level_of) for each in value)
    if isinstance(value, And) and len(value.sets) == 2 and isinstance(value.sets[1], OfLevel):
        inner = _replaced(value.sets[0], by, level_of)
        if isinstance(inner, Linked) and inner.entries:
            return at_level(inner, value.sets[1].levels, level_of)
        if isinstance(inner, Or) and all(isinstance(each, Linked) for each in inner.sets):
            keys = tuple(key for each in inner.sets if isinstance(each, Linked) for key in each.entries)
            return at_level(Linked(keys), value.sets[1].levels, level_of)
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
