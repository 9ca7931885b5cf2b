"""What every answer with figures says beside them: what was counted, what was not, and how far the figure reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from knowledge.answers.names import half_up, percent
from knowledge.answers.teller import evidence
from knowledge.answers.teller.telling import RUNGS, Telling
from knowledge.model import Ask, Change, Count, Entry, Row, Share, Value, Whole

MOST_NAMED = 3
"""Entries that are left out and are named one by one."""
_ADDS = (Ask.SUM, Ask.MEAN, Ask.MEDIAN)


def value(telling: Telling, row: Row) -> str:
    """A row's figure in words: money; a share with its money; a number of entries."""
    if row.value is None:
        return telling.say("years_no_amount")
    match telling.query.measure:
        case Share():
            return telling.say("value_share", percent=percent(row.value), money=telling.names.money(row.money or 0))
        case Count():
            return telling.say("value_count", count=half_up(row.value))
        case Change(relative=True):
            return telling.say("value_percent", percent=percent(row.value))
    return telling.names.money(row.value)


def yen(telling: Telling, figure: Value | None) -> int | None:
    """A figure as the one that answers, where it is money."""
    measure = telling.query.measure
    is_money = not isinstance(measure, (Share, Count)) and not (isinstance(measure, Change) and measure.relative)
    return half_up(figure) if figure is not None and is_money else None


def is_summed(row: Row) -> bool:
    """Whether a row's figure is not printed for it, but made of others'."""
    return bool(row.counted) and row.counted != (row.entry,)


def notes(telling: Telling) -> tuple[str, ...]:
    """What was not counted, and where a printed figure is not what its parts add up to."""
    return (*_uneven_parts(telling, telling.rows), *_left_out(telling))


def _uneven_parts(telling: Telling, rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.parts is not None and row.entry is not None:
            own = telling.names.money(row.money if row.money is not None else row.value or 0)
            name = telling.names.entry(row.entry)
            yield telling.say("parts_differ", entry=name, own=own, parts=telling.names.money(row.parts))


def _left_out(telling: Telling) -> Iterator[str]:
    """Entries without money; of a whole plan only those that stand beside what was counted: its aims carry none."""
    levels = {entry.level for entry in telling.result.counted}
    left = [
        entry
        for entry in telling.result.left_out
        if not isinstance(telling.query.of, Whole) or (entry.level in levels and entry.level in RUNGS)
    ]
    if left:
        named = telling.names.listed(map(telling.names.entry, left[:MOST_NAMED]))
        key = "left_out" if len(left) <= MOST_NAMED else "left_out_many"
        yield telling.say(key, entries=named, count=len(left), kind=telling.kind)


def caveat(telling: Telling, counted: Sequence[Entry], *before: str) -> str | None:
    """What must be said with the figures: that a level has none itself, that the page prints a part, what it calls it."""
    summed = [row for row in telling.rows if is_summed(row) and row.entry is not None]
    told = []
    if summed and len(summed) == len(telling.rows):
        above = telling.names.level_of(row.entry for row in summed if row.entry)
        below = telling.names.level_of(counted)
        told.append(telling.say("carries_none", level=above, below=below))
    total = len(counted) > 1 and (bool(summed) or telling.result.sum is not None or telling.query.ask in _ADDS)
    return evidence.caveat(telling.names, counted, *before, *told, total=total)


def counted(telling: Telling) -> tuple[Entry, ...]:
    """Everything whose printed amount went into the figures."""
    own = (entry for row in telling.rows for entry in row.counted)
    return tuple({entry.id: entry for entry in (*telling.result.counted, *own)}.values())
