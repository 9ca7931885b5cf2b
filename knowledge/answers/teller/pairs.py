"""Two side by side: their difference, how many times one is of the other, which has more."""

from __future__ import annotations

from fractions import Fraction

from knowledge.answers.names import decimal, half_up
from knowledge.answers.teller import evidence, figures, orders
from knowledge.answers.teller.tables import table
from knowledge.answers.teller.telling import Telling
from knowledge.model import Answer, Ask, Kind, Row, Whole


def of_ask(telling: Telling) -> Answer:
    """DIFFERENCE, RATIO or COMPARE."""
    rows = telling.rows
    if telling.result.missing == "pair":
        shown = () if isinstance(telling.query.of, Whole) else telling.shown(telling.entries)
        return telling.answer(
            Kind.UNKNOWN, telling.say("which_two"), shown=shown, table=table(telling) if shown else None
        )
    lacking = next((row for row in rows if row.value is None), None)
    if len(rows) < 2 or lacking is not None:
        return _not_comparable(telling, lacking)
    if telling.query.ask is Ask.RATIO:
        return _side_by_side(telling, _ratio(telling, rows[0], rows[1]), rows[:2], None)
    if telling.query.ask is Ask.DIFFERENCE:
        return _difference(telling, rows[0], rows[1])
    return _compare(telling)


def _not_comparable(telling: Telling, lacking: Row | None) -> Answer:
    if lacking is None:
        headline = telling.say("one_alone", set=telling.words.noun(telling.query), kind=telling.kind)
    else:
        headline = telling.say("not_comparable", entry=telling.row_name(lacking), kind=telling.kind)
    return telling.answer(Kind.UNKNOWN, headline, shown=telling.shown(telling.entries), table=table(telling))


def _value(row: Row) -> Fraction:
    return Fraction(row.value or 0)


def _words(telling: Telling, first: Row, second: Row) -> dict[str, object]:
    gap = abs(_value(first) - _value(second))
    return {
        "first": telling.row_name(first),
        "second": telling.row_name(second),
        "first_money": figures.value(telling, first),
        "second_money": figures.value(telling, second),
        "first_brief": figures.brief(telling, first),
        "second_brief": figures.brief(telling, second),
        "difference": figures.figure(telling, telling.measure, gap),
    }


def _difference(telling: Telling, one: Row, other: Row) -> Answer:
    """The larger less the smaller, whichever was named first."""
    larger, smaller = (one, other) if _value(one) >= _value(other) else (other, one)
    values = _words(telling, larger, smaller)
    gap = _value(larger) - _value(smaller)
    headline = telling.say("difference_told" if gap else "compare_same", **values)
    return _side_by_side(telling, headline, (larger, smaller), figures.yen(telling, gap))


def _ratio(telling: Telling, first: Row, second: Row) -> str:
    if not _value(second):
        return telling.say("no_ratio", entry=telling.row_name(second))
    times = decimal(_value(first) / _value(second))
    return telling.say("ratio_told", times=times, **_words(telling, first, second))


def _compare(telling: Telling) -> Answer:
    """Which of two has more, or less; of several, in order."""
    ascending = telling.query.order is not None and telling.query.order.ascending
    rows = sorted(telling.rows, key=_value, reverse=not ascending)
    first, second = rows[0], rows[1]
    if len(rows) > 2:
        key = "order_told"
        values: dict[str, object] = {"measured": orders.measured(telling), "count": len(rows)}
        values |= {"entry": telling.row_name(first), "value": figures.value(telling, first)}
        values |= {"level": telling.names.level_of(telling.entries), "big": orders.big(telling, ascending=ascending)}
        return _side_by_side(telling, telling.say(key, **values), rows, None)
    key = "compare_same" if _value(first) == _value(second) else "compare_less" if ascending else "compare_more"
    return _side_by_side(telling, telling.say(key, **_words(telling, first, second)), rows, None)


def _side_by_side(telling: Telling, headline: str, rows: tuple[Row, ...] | list[Row], yen: int | None) -> Answer:
    """The rows as they stand to each other; the table has them in the order asked."""
    told = telling.with_rows(tuple(rows), None)
    is_asked = telling.query.order is None and {id(row) for row in rows} == {id(row) for row in telling.rows}
    in_order = telling.with_rows(telling.rows, None) if is_asked else told
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=figures.notes(told),
        shown=telling.shown(each for row in rows for each in ([row.entry] if row.entry else row.counted)),
        table=table(in_order),
        yen=yen if yen is None else half_up(yen),
        cautions=figures.cautions(told, figures.counted(told)),
        source_line=evidence.source_line(telling.names),
    )
