"""What every answer with figures says beside them: what was counted, what was not, and how far the figure reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from knowledge.answers.engine import run
from knowledge.answers.names import half_up, percent
from knowledge.answers.teller import evidence
from knowledge.answers.teller.telling import Telling
from knowledge.model import Ask, Caution, Change, Count, Entry, Measure, Money, Query, Row, Share, Value

MOST_NAMED = 3
"""Entries that are left out and are named one by one."""
_ADDS = (Ask.SUM, Ask.MEAN, Ask.MEDIAN)


def value(telling: Telling, row: Row) -> str:
    """A row's figure in words: money; a share with its money; a number of entries."""
    if row.value is None:
        return telling.say("years_no_amount")
    if isinstance(telling.measure, Share) and row.money is not None:
        return telling.say("value_share", percent=percent(row.value), money=telling.names.brief(row.money))
    return figure(telling, telling.measure, row.value)


def brief(telling: Telling, row: Row) -> str:
    """The same in as few words as possible, for brackets."""
    is_money = isinstance(telling.measure, Money) or telling.measure is None
    return telling.names.brief(row.value) if is_money and row.value is not None else value(telling, row)


def figure(telling: Telling, measure: Measure | None, found: Value) -> str:
    """A figure of a measure in words."""
    match measure:
        case Share() | Change(relative=True):
            return telling.say("value_percent", percent=percent(found))
        case Count():
            return telling.say("value_count", count=half_up(found))
    return telling.names.money(found)


def yen(telling: Telling, figure: Value | None) -> int | None:
    """A figure as the one that answers, where it is money."""
    measure = telling.measure
    is_money = not isinstance(measure, (Share, Count)) and not (isinstance(measure, Change) and measure.relative)
    return half_up(figure) if figure is not None and is_money else None


def is_summed(row: Row) -> bool:
    """Whether a row's figure is not printed for it, but made of others'."""
    return bool(row.counted) and row.counted != (row.entry,)


def notes(telling: Telling) -> tuple[str, ...]:
    """What was not counted, and where a printed figure is not what its parts add up to."""
    of_rows = _tied(telling), _uneven_parts(telling, telling.rows), _left_out(telling), _shared(telling), _cut(telling)
    parts = (_others(telling), *of_rows)
    return tuple(told for each in parts for told in each)


def _cut(telling: Telling) -> Iterator[str]:
    """That a very long list is shown only in part; its sum is of all."""
    is_sum = telling.query.ask in _ADDS and telling.query.by is None
    more = (
        telling.result.counted_in_all - len(telling.result.counted) if is_sum else telling.row_count - len(telling.rows)
    )
    if more > 0:
        yield telling.say("years_cut", count=more)


def _shared(telling: Telling) -> Iterator[str]:
    """That some entries count in the line of several offices."""
    shared = {entry.id for row in telling.rows for entry in row.shared}
    if shared:
        yield telling.say("shared", count=len(shared))


def _others(telling: Telling) -> Iterator[str]:
    """The figure that the entries were held against, where it is that of another question."""
    for condition in telling.query.where:
        if isinstance(condition.value, Query) and telling.query.ask is not Ask.CONFIRM:
            found = run(condition.value, telling.shelf).value
            if found is not None:
                words = telling.words.value(condition)
                yield telling.say("held_against", words=words, value=figure(telling, condition.measure, found))


def _tied(telling: Telling) -> Iterator[str]:
    """That some were not taken although they are equal to the last one taken."""
    if telling.result.tied and telling.query.take is not None and telling.query.ask is not Ask.RANK:
        yield telling.say("tied", count=telling.result.tied)


def _uneven_parts(telling: Telling, rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.parts is not None and row.entry is not None:
            own = telling.names.money(row.money if row.money is not None else row.value or 0)
            name = telling.names.entry(row.entry)
            yield telling.say("parts_differ", entry=name, own=own, parts=telling.names.money(row.parts))


def _left_out(telling: Telling) -> Iterator[str]:
    """Entries of the set that have none of the money that was added or put in order."""
    left, count = telling.result.left_out, telling.result.left_out_in_all
    if left:
        named = telling.names.listed(map(telling.names.entry, left[:MOST_NAMED]))
        key = "left_out" if count <= MOST_NAMED else "left_out_many"
        yield telling.say(key, entries=named, count=count, kind=telling.kind)


def cautions(telling: Telling, counted: Sequence[Entry], *before: Caution) -> tuple[Caution, ...]:
    """What must be said with figures: that a level has none itself, that the page prints a part, what it calls it."""
    summed = [row for row in telling.rows if is_summed(row) and row.entry is not None]
    total = len(counted) > 1 and (bool(summed) or telling.result.sum is not None or telling.query.ask in _ADDS)
    carries_none = summed and len(summed) == len(telling.rows) and not telling.is_of_middles
    above = telling.names.level_of(row.entry for row in summed if row.entry) if carries_none else ""
    return evidence.cautions(telling.names, counted, *before, total=total, above=above)


def counted(telling: Telling) -> tuple[Entry, ...]:
    """Everything whose printed amount went into the figures."""
    own = (entry for row in telling.rows for entry in row.counted)
    return tuple({entry.id: entry for entry in (*telling.result.counted, *own)}.values())
