"""Lists with figures: in an order, the first so many, those that fulfil conditions, every entry of a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from knowledge.answers.canonical import by_group
from knowledge.answers.engine import run
from knowledge.answers.measured import nth
from knowledge.answers.names import half_up, percent
from knowledge.answers.teller import evidence, figures
from knowledge.answers.teller.tables import counted_level, table
from knowledge.answers.teller.telling import Telling
from knowledge.model import Answer, Ask, Count, Kind, Level, Linked, OfLevel, Order, Row, Share, Take, Value, Whole


def ordered(telling: Telling) -> Answer:
    """Rows with a figure each."""
    rows, query = telling.rows, telling.query
    is_one_place = query.take is not None and query.take.is_one and query.order is not None
    if len(rows) == 1 or (is_one_place and query.order is not None and query.order.measure is not None):
        return _one(telling, rows[0])
    return _several(telling, _heading(telling) if query.order and query.order.measure else _unordered(telling))


def _several(telling: Telling, headline: str) -> Answer:
    counted = figures.counted(telling)
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(telling.entries or (counted if query_is_of_one(telling) else ())),
        table=table(telling),
        cautions=figures.cautions(telling, counted),
    )


def query_is_of_one(telling: Telling) -> bool:
    """Whether groups are all of one entry: its money year by year."""
    return isinstance(telling.query.of, Linked) and len(telling.query.of.entries) == 1


def _one(telling: Telling, row: Row) -> Answer:
    """The one that stands at a place, or that alone fulfils the conditions, or is alone."""
    query = telling.query
    if query.take is not None and query.order is not None and query.order.measure is not None:
        headline = _place(telling, row, query.order, query.take)
    elif query.where:
        values = {"set": telling.words.conditioned(query), "entry": telling.row_name(row)}
        headline = telling.say("fulfils_one", value=figures.value(telling, row), **values)
    else:
        headline = _told(telling, row)
    counted = figures.counted(telling)
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(telling.entries),
        yen=figures.yen(telling, row.value),
        cautions=figures.cautions(telling, counted),
        source_line=evidence.source_line(telling.names, row.entry if len(telling.rows) == 1 else None),
    )


def _told(telling: Telling, row: Row) -> str:
    """One row's figure: its share of what, how many are below it, its money."""
    measure, name = telling.measure, telling.row_name(row)
    if isinstance(measure, Share):
        return share_of(telling, name, row.value, row.money, measure)
    if isinstance(measure, Count):
        level = counted_level(telling, measure)
        return telling.say("count_below", entry=name, level=level, count=half_up(row.value or 0))
    if row.value is None:
        return telling.say("no_amount", entry=name, kind=telling.kind)
    return telling.say("found_amount", entry=name, kind=telling.kind, money=telling.names.money(row.value))


def share_of(telling: Telling, part: str, value: Value | None, money: int | None, share: Share) -> str:
    """A share with both of its amounts."""
    whole = telling.result.whole
    if value is None or money is None or whole is None:
        return telling.say("no_share", part=part, kind=telling.kind)
    return telling.say(
        "share_told",
        part=part,
        whole=whole_name(telling, share),
        percent=percent(value),
        part_money=telling.names.brief(money),
        whole_money=telling.names.brief(whole),
    )


def whole_name(telling: Telling, share: Share) -> str:
    """What a share is of."""
    if isinstance(share.of, Whole):
        return telling.say("share_whole", kind=telling.kind)
    return telling.say("share_whole_of", set=telling.words.right(share.of), kind=telling.kind)


def measured(telling: Telling) -> str:
    """What a list's figures are: 予算額, 予算額の割合, 下にある戦略の数."""
    measure = telling.measure
    if isinstance(measure, Share):
        whole = telling.say("set_all") if isinstance(measure.of, Whole) else whole_name(telling, measure)
        return telling.say("measured_share", kind=telling.kind, whole=whole)
    if isinstance(measure, Count):
        return telling.say("measured_count", level=counted_level(telling, measure))
    by = telling.query.by
    is_placed = by is not None and telling.query.order is not None
    return (
        telling.say("read_by", by=by_group(by, telling.names), measure=telling.kind_of_rows)
        if by and is_placed
        else telling.kind_of_rows
    )


def big(telling: Telling, *, ascending: bool) -> str:
    """大きい or 小さい of money, 多い or 少ない of numbers."""
    if isinstance(telling.measure, Count):
        return telling.say("ask_few" if ascending else "ask_many")
    return telling.say("smaller" if ascending else "larger")


def _place(telling: Telling, row: Row, order: Order, take: Take) -> str:
    """Who stands at one place of an order."""
    ascending = order.ascending is not take.from_end
    rank, tied = take.skip + 1, len(telling.rows)
    key = f"{'placed_top' if rank == 1 else 'placed_nth'}{'_tied' if tied > 1 else ''}"
    values: dict[str, object] = {
        "big": big(telling, ascending=ascending),
        "count": tied,
        "measured": measured(telling),
        "entry": telling.row_name(row),
        "value": figures.value(telling, row),
        "rank": rank,
        "nth": nth(rank),
    }
    return _scoped(telling, telling.say(key, **values))


def _scoped(telling: Telling, sentence: str) -> str:
    """Of which entries an order is, where it is not of all initiatives or of the level that is named anyway."""
    query = telling.query
    if isinstance(query.of, (OfLevel, Whole)) and (not query.where or query.by is not None):
        return sentence
    among = telling.words.set(query.of) if query.by is not None else telling.words.conditioned(query)
    return telling.say("among", set=among, sentence=sentence)


def _heading(telling: Telling) -> str:
    """Several in an order, the first of them told."""
    query, first = telling.query, telling.rows[0]
    order, take = query.order or Order(None), query.take
    if take is not None and take.each is not None:
        first = _end(telling.rows, order)
    values: dict[str, object] = {
        "big": big(telling, ascending=order.ascending),
        "measured": measured(telling),
        "count": telling.row_count,
        "level": telling.names.level_of(telling.entries),
        "entry": telling.row_name(first),
        "value": figures.value(telling, first),
    }
    if query.where and take is None:
        return telling.say("fulfil_told", set=telling.words.conditioned(query), **values)
    if take is None or not (take.skip or take.from_end or take.each):
        return _scoped(telling, telling.say("order_told", **values))
    place = telling.words.place(order, take)
    if take.each is not None:
        return _scoped(telling, telling.say("order_each", place=place, **values))
    return _scoped(telling, telling.say("order_part", place=place, **values))


def _end(rows: Sequence[Row], order: Order) -> Row:
    """The first of some rows by an order that they do not stand in."""
    known = [row for row in rows if row.value is not None] or rows
    return (min if order.ascending else max)(known, key=lambda row: Fraction(row.value or 0))


def _unordered(telling: Telling) -> str:
    """Rows in the order of the page or of the question: which of them has most."""
    query, rows = telling.query, telling.rows
    if query.where:
        return _fulfilled(telling)
    values: dict[str, object] = {"measured": measured(telling), "set": _called(telling), "count": telling.row_count}
    with_value = [row for row in rows if row.value is not None]
    if not with_value:
        return telling.say("no_money", set=telling.words.noun(query), kind=telling.kind)
    if telling.is_cut:
        return telling.say("each_plain", **values)
    least = query.order is not None and query.order.ascending
    top = (min if least else max)(with_value, key=lambda row: Fraction(row.value or 0))
    tied = [row for row in with_value if row.value == top.value]
    values |= {"entry": telling.row_name(top), "value": figures.value(telling, top), "tied": len(tied)}
    values["big"] = big(telling, ascending=least)
    return telling.say("each_tied" if len(tied) > 1 else "each_told", **values)


def _fulfilled(telling: Telling) -> str:
    """How many fulfil the conditions, and the largest of them."""
    rows = [row for row in telling.rows if row.value is not None]
    values: dict[str, object] = {"set": telling.words.conditioned(telling.query), "count": telling.row_count}
    if not rows or telling.is_cut:
        return telling.say("fulfil", **values)
    top = max(rows, key=lambda row: Fraction(row.value or 0))
    values |= {"entry": telling.row_name(top), "value": figures.value(telling, top)}
    return telling.say("fulfil_told", big=big(telling, ascending=False), **values)


def _called(telling: Telling) -> str:
    """What the rows of a list are called together."""
    query = telling.query
    if query.by is not None:
        by = by_group(query.by, telling.names)
        if isinstance(query.of, (OfLevel, Whole)):
            return telling.say("each_group", by=by)
        return telling.say("each_group_of", by=by, set=telling.words.set(query.of))
    if isinstance(query.of, OfLevel) and not query.take:
        return telling.say("each_level", level=telling.words.levels(query.of.levels))
    if len({row.entry.level for row in telling.rows if row.entry}) == 1 and isinstance(query.of, Whole):
        return telling.say("each_level", level=telling.names.level_of(telling.entries))
    return telling.say("of_several", count=telling.row_count, level=telling.names.level_of(telling.entries))


def is_ordered(telling: Telling) -> bool:
    """Whether a list has figures: a measure, a condition or an order by size."""
    query = telling.query
    by_size = query.order is not None and query.order.measure is not None
    return query.ask in (Ask.LIST, Ask.AMOUNT) and (query.measure is not None or bool(query.where) or by_size)


def rank(telling: Telling) -> Answer:
    """The place of an entry among others."""
    if not telling.rows or telling.result.value is None:
        return telling.answer(Kind.UNKNOWN, telling.say("no_rank", set=telling.words.set(telling.query.of)))
    row, place = telling.rows[0], half_up(telling.result.value)
    ascending = telling.query.order is not None and telling.query.order.ascending
    within = telling.query.within
    values: dict[str, object] = {
        "within": telling.words.set(within if within is not None else OfLevel((_level(row),))),
        "entry": telling.row_name(row),
        "measured": measured(telling),
        "rank": place,
        "nth": nth(place),
        "count": telling.result.of,
        "way": big(telling, ascending=ascending),
    }
    money = row.value if row.value is not None else None
    values["value"] = figures.value(telling, row) if money is not None else ""
    key = "rank_top" if place == 1 else "rank_told"
    headline = telling.say(key if money is not None else f"{key}_bare", **values)
    first = _first(telling) if telling.query.take is not None else ()
    if telling.query.take is not None:
        headline = _whether_first(telling, headline, first)
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(dict.fromkeys((*(each.entry for each in first if each.entry), *telling.entries))),
        cautions=figures.cautions(telling, figures.counted(telling)),
        source_line=evidence.source_line(telling.names, row.entry),
    )


def _first(telling: Telling) -> tuple[Row, ...]:
    """The rows at the end of the order, where the entry that is held to be one is not."""
    query, own = telling.query, telling.rows[0]
    if telling.result.value == 1:
        return ()
    within = query.within if query.within is not None else OfLevel((_level(own),))
    take = replace(query, ask=Ask.LIST, of=within, within=None)
    return run(take, telling.shelf).rows


def _whether_first(telling: Telling, place: str, first: Sequence[Row]) -> str:
    """はい or いいえ first: which one it is, and what place the entry has that was held to be it."""
    if not first:
        return telling.whether(place, holds=True)
    order = telling.query.order or Order(telling.measure)
    end = telling.say(
        "placed_top_tied" if len(first) > 1 else "placed_top",
        big=big(telling, ascending=order.ascending),
        measured=measured(telling),
        count=len(first),
        entry=telling.row_name(first[0]),
        value=figures.value(telling, first[0]),
    )
    between = "" if telling.language == "ja" else " "
    return telling.whether(f"{end}{between}{place}", holds=False)


def _level(row: Row) -> Level:
    return row.entry.level if row.entry else Level.ACTION
