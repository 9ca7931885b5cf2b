"""Sums, means and medians: what was added, how many, and what was left out."""

from __future__ import annotations

from fractions import Fraction

from knowledge.answers.names import half_up
from knowledge.answers.teller import evidence, figures, orders
from knowledge.answers.teller.entries import own_amount
from knowledge.answers.teller.tables import table
from knowledge.answers.teller.telling import Telling
from knowledge.model import Answer, Ask, Entry, Kind, Linked, OfLevel, Row, Share, Whole


def total(telling: Telling) -> Answer:
    """One sum; of groups, one for each; as a share, with both amounts."""
    if telling.query.by is not None:
        return orders.ordered(telling)
    if isinstance(telling.measure, Share):
        return _share(telling, telling.measure)
    counted, value = figures.counted(telling), telling.result.value
    if value is None:
        headline = telling.say("no_money", set=telling.words.noun(telling.query), kind=telling.kind)
        return telling.answer(Kind.UNKNOWN, headline, shown=telling.shown(telling.entries))
    money = telling.names.money(value)
    scope, made = _scope(telling, counted)
    headline = telling.say("total_told", scope=scope, made=made, money=money, kind=telling.kind)
    return _figures(telling, headline, counted, half_up(value))


def mean(telling: Telling) -> Answer:
    """The mean of the rows, in whole yen, with the sum and the number behind it."""
    return _middle(telling, "mean_told")


def median(telling: Telling) -> Answer:
    """The middle one of the rows in order, or the mean of the middle two."""
    return _middle(telling, "median_told")


def _middle(telling: Telling, key: str) -> Answer:
    if telling.query.by is not None:
        return orders.ordered(telling)
    value = telling.result.value
    if value is None:
        headline = telling.say("no_money", set=telling.words.noun(telling.query), kind=telling.kind)
        return telling.answer(Kind.UNKNOWN, headline, shown=telling.shown(telling.entries))
    rows = [row for row in telling.rows if row.value is not None]
    whole = telling.result.sum if telling.result.sum is not None else sum(half_up(row.value or 0) for row in rows)
    count = telling.row_count - telling.result.left_out_in_all if telling.is_cut else len(rows)
    headline = telling.say(
        key,
        scope=_rows_called(telling, count),
        kind=telling.kind,
        money=telling.names.money(value),
        sum=telling.names.brief(whole),
        count=count,
        rounded="" if Fraction(value).denominator == 1 else telling.say("mean_rounded"),
    )
    shown = telling.entries or figures.counted(telling)
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(shown),
        table=table(telling, bars=False),
        yen=half_up(value),
        cautions=figures.cautions(telling, figures.counted(telling)),
    )


def _rows_called(telling: Telling, count: int) -> str:
    """What the rows of a mean are called, with their number."""
    query = telling.query
    if isinstance(query.of, (Whole, OfLevel)) and not query.where and not query.take:
        return telling.say("scope_printed_rows", level=telling.names.level_of(telling.entries), count=count)
    return telling.counted_noun(count)


def _scope(telling: Telling, counted: tuple[Entry, ...]) -> tuple[str, str]:
    """What a sum is of, and what was added where that is not the same."""
    query = telling.query
    number = max(telling.result.counted_in_all, len(counted))
    values: dict[str, object] = {"count": number, "level": telling.names.level_of(counted)}
    is_plain = not query.where and not query.take
    if is_plain and _is_everything(telling, counted):
        return telling.say("scope_printed", **values), ""
    if is_plain and isinstance(query.of, Linked) and len(telling.rows) == 1 and figures.is_summed(telling.rows[0]):
        return telling.say("scope_below", entry=telling.words.set(query.of), **values), ""
    if {entry.id for entry in counted} == {entry.id for entry in telling.entries}:
        return telling.counted_noun(number), ""
    made = telling.say("scope_made", **values) if number > 1 else ""
    return telling.counted_noun(telling.row_count), made


def _is_everything(telling: Telling, counted: tuple[Entry, ...]) -> bool:
    of = telling.query.of
    return isinstance(of, Whole) or (isinstance(of, OfLevel) and {entry.level for entry in counted} == set(of.levels))


def _figures(telling: Telling, headline: str, counted: tuple[Entry, ...], yen: int) -> Answer:
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(counted),
        table=table(_with_counted(telling, counted, yen), bars=False),
        yen=yen,
        cautions=evidence.cautions(telling.names, counted, total=len(counted) > 1),
    )


def _with_counted(telling: Telling, counted: tuple[Entry, ...], yen: int) -> Telling:
    """The same with what was counted as its rows, so that the table shows where the sum comes from."""
    rows = tuple(Row(e, value=own.yen if (own := own_amount(telling, e)) else None, counted=(e,)) for e in counted)
    return telling.with_rows(rows, yen)


def _share(telling: Telling, share: Share) -> Answer:
    """What several together are of a whole."""
    counted, value, whole = figures.counted(telling), telling.result.value, telling.result.whole
    money = half_up(Fraction(value) * whole) if value is not None and whole is not None else None
    if len(telling.rows) == 1:
        part = telling.row_name(telling.rows[0])
    else:
        part = telling.say("scope_sum", set=telling.counted_noun(telling.row_count))
    shares = [row for row in telling.rows if row.money is not None]
    table_of = telling.with_rows(tuple(shares), sum(row.money or 0 for row in shares))
    return telling.answer(
        Kind.FIGURES,
        orders.share_of(telling, part, value, money, share),
        notes=figures.notes(telling),
        shown=telling.shown(telling.entries),
        table=table(table_of) if len(shares) > 1 else None,
        cautions=evidence.cautions(telling.names, counted, total=True),
    )


def of_ask(telling: Telling) -> Answer:
    """SUM, MEAN or MEDIAN."""
    tellers = {Ask.SUM: total, Ask.MEAN: mean, Ask.MEDIAN: median}
    return tellers[telling.query.ask](telling)
