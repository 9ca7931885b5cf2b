"""Year beside year: what became of entries and of their money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answers.engine import run
from knowledge.answers.names import Names, opened
from knowledge.answers.teller import evidence
from knowledge.answers.teller.tables import is_gone, is_new, table
from knowledge.answers.teller.telling import Telling
from knowledge.answers.units import NOTHING, rate
from knowledge.language import text
from knowledge.model import (
    Answer,
    Appeared,
    Ask,
    Caution,
    Change,
    Entry,
    Kind,
    OfLevel,
    Order,
    Presence,
    Relation,
    Row,
    Whole,
)

MOST_ROWS = 100
"""Rows of one table."""


def of_measure(telling: Telling, change: Change) -> Answer:
    """What a query of changes gives: of one entry, of several in order, of all together."""
    rows, query = telling.rows, telling.query
    if not rows:
        return _write(telling, change, telling.say("change_none", **_years(telling, change)), ())
    if query.ask in (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.DIFFERENCE, Ask.COMPARE) or query.by is not None:
        return _together(telling, change)
    if len(rows) == 1 and (query.take is None or query.order is None):
        return _write(telling, change, _one(telling, change, rows[0]), rows, _signed(telling, rows[0], change))
    if query.where and query.take is None:
        return _fulfilled(telling, change)
    if query.order is not None and query.order.measure is not None:
        return _largest(telling, change, query.order)
    values = _years(telling, change) | _counts(rows) | {"level": _level(telling)}
    return _write(telling, change, telling.say("change_level", **values), rows)


def appeared(telling: Telling, of: Appeared) -> Answer:
    """What is new, gone or called otherwise."""
    rows, change = telling.rows, of.change
    values = _years(telling, change) | {"set": telling.words.set(of.of), "count": len(rows)}
    marked = of.presence is Presence.NEW and change.old == change.new and telling.document.marked_new
    key = f"appeared_{'marked' if marked else of.presence}"
    key += "" if rows else "_none"
    lacks_table = telling.query.measure is None or not rows
    return _write(telling, change, telling.say(key, **values), rows, has_table=not lacks_table)


# Sentences


def _one(telling: Telling, change: Change, row: Row) -> str:
    values = _values(telling, change, row)
    if is_gone(row, change) or is_new(row, change):
        return telling.say("change_is_gone" if is_gone(row, change) else "change_is_new", **values)
    if row.old is None or row.new is None:
        lacks = "both" if row.old is None and row.new is None else "old" if row.old is None else "new"
        return telling.say(f"change_lacks_{lacks}", **values)
    gap = row.new - row.old
    return telling.say(_way(gap), **values)


def _way(gap: int) -> str:
    return "change_same_told" if not gap else "change_less_told" if gap < 0 else "change_more_told"


def _fulfilled(telling: Telling, change: Change) -> Answer:
    """Those that rose, or fell, or fulfil any other conditions."""
    rows, where = telling.rows, telling.query.where
    moved = {Relation.OVER: "years_moved_more", Relation.UNDER: "years_moved_less"}
    is_moved = len(where) == 1 and where[0].value == 0 and where[0].relation in moved
    if is_moved and isinstance(where[0].measure, Change):
        values = _years(telling, change) | {"level": _level(telling), "count": len(rows)}
        return _write(telling, change, telling.say(moved[where[0].relation], **values), rows)
    headline = telling.say("fulfil", set=telling.words.conditioned(telling.query), count=len(rows))
    return _write(telling, change, headline, rows)


def _largest(telling: Telling, change: Change, order: Order) -> Answer:
    """Those that moved, by how much; the first of them told."""
    rows = telling.rows
    first = rows[0]
    gap = _gap(first)
    values = _values(telling, change, first) | {"count": len(rows)}
    if gap is None or not gap or (gap > 0) is order.ascending:
        key = "change_ordered_none"
    else:
        key = "change_ordered_less" if gap < 0 else "change_ordered_more"
    single = telling.query.take is not None and telling.query.take.is_one
    yen = _signed(telling, first, change) if single and len(rows) == 1 and key != "change_ordered_none" else None
    return _write(telling, change, telling.say(key, **values), rows, yen)


def _together(telling: Telling, change: Change) -> Answer:
    """All rows as one: the sums of both years."""
    if telling.query.by is not None:
        return _write(telling, change, telling.say("change_groups", **_years(telling, change)), telling.rows)
    whole = telling.rows[0]
    if len(telling.rows) > 1 or whole.entry is not None:
        return _write(telling, change, telling.say("change_groups", **_years(telling, change)), telling.rows)
    values = _values(telling, change, whole)
    values |= {"entry": telling.words.noun(telling.query), "kind": telling.say("read_sum", measure=values["kind"])}
    parts = _parts(telling)
    rows = (*parts, replace(whole, label=telling.say("sum_row"))) if len(parts) > 1 else (whole,)
    notes = tuple(_uneven(telling, parts))
    answer = _write(telling, change, _one_of_all(telling, whole, values), rows, _signed(telling, whole, change))
    return replace(answer, notes=notes)


def _parts(telling: Telling) -> tuple[Row, ...]:
    """What a sum is made of, one by one: the entries of its set, or of the level that carries the money."""
    query, of = telling.query, telling.query.of
    if isinstance(of, Whole):
        carriers = telling.document.levels_with(telling.money)
        of = OfLevel(tuple(carriers)[-1:])
    return run(replace(query, ask=Ask.LIST, of=of), telling.shelf).rows


def _one_of_all(telling: Telling, whole: Row, values: dict[str, object]) -> str:
    if whole.old is None or whole.new is None:
        lacks = "both" if whole.old is None and whole.new is None else "old" if whole.old is None else "new"
        return telling.say(f"change_lacks_{lacks}", **values)
    gap = whole.new - whole.old
    return telling.say(_way(gap), **values)


def _uneven(telling: Telling, rows: Sequence[Row]) -> Iterable[str]:
    """What has money in one of the years only: that is no zero in the other."""
    names = telling.words.sides(telling.measure) if isinstance(telling.measure, Change) else ("", "")
    for year, side in zip(names, ("old", "new"), strict=True):
        lacking = [row for row in rows if getattr(row, side) is None and (row.old, row.new) != (None, None)]
        count = len(lacking)
        if count and len(rows) > 1:
            level = telling.names.level_of(row.entry for row in lacking if row.entry)
            yield telling.say("change_uneven_told", year=year, count=count, level=level)


# Their parts


def _years(telling: Telling, change: Change) -> dict[str, object]:
    old, new = telling.words.sides(change)
    return {"old_year": old, "new_year": new, "kind": telling.words.change_kind(change)}


def _values(telling: Telling, change: Change, row: Row) -> dict[str, object]:
    """What sentences about one row say; a title that changed is said before any money."""
    gap = _gap(row)
    return _years(telling, change) | {
        "entry": _name(telling, change, row),
        "old": _money(telling, row.old),
        "new": _money(telling, row.new),
        "gap": _money(telling, abs(gap)) if gap is not None else "",
        "rate": telling.say("change_rate", rate=rate(row.old, row.new))
        if gap and rate(row.old, row.new) != NOTHING
        else "",
    }


def _name(telling: Telling, change: Change, row: Row) -> str:
    if row.entry is None:
        return telling.row_name(row)
    named = telling.names.entry(row.entry)
    if row.old_entry and text.normal(row.entry.title) != text.normal(row.old_entry.title):
        older = telling.names.entry(row.old_entry)
        return telling.say("change_renamed", old_entry=older, entry=named, **_years(telling, change))
    return named


def _money(telling: Telling, yen: int | None) -> str:
    return telling.say("years_no_amount") if yen is None else telling.names.money(yen)


def _gap(row: Row) -> int | None:
    return None if row.old is None or row.new is None else row.new - row.old


def _signed(telling: Telling, row: Row, change: Change) -> int | None:
    """The change in yen; by how much one thing fell, as is asked, without a sign."""
    gap, query = _gap(row), telling.query
    if change.relative or gap is None:
        return None
    as_asked = query.ask is Ask.AMOUNT and query.order is not None and query.order.ascending == (gap < 0)
    return abs(gap) if as_asked else gap


def _counts(rows: Sequence[Row]) -> dict[str, object]:
    gaps = [gap for row in rows if (gap := _gap(row)) is not None]
    return {"count": len(rows), "more": sum(gap > 0 for gap in gaps), "less": sum(gap < 0 for gap in gaps)}


def _level(telling: Telling) -> str:
    return telling.names.level_of(row.entry for row in telling.rows if row.entry)


# The answer


def _write(
    telling: Telling,
    change: Change,
    headline: str,
    rows: Sequence[Row],
    yen: int | None = None,
    *,
    has_table: bool = True,
) -> Answer:
    new = [row.entry for row in rows if row.entry is not None]
    old = [row.old_entry for row in rows if row.old_entry is not None]
    shown_rows = telling.with_rows(tuple(rows)[:MOST_ROWS], None)
    has_table = has_table and isinstance(telling.query.measure, Change)
    only = rows[0] if len(rows) == 1 else None
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=tuple(_renumbered(telling, change, only)),
        shown=telling.shown([*new, *old]),
        table=table(shown_rows) if has_table else None,
        yen=yen,
        cautions=tuple(_cautions(telling, change, rows)),
        source_line=_sources(telling, change, only),
        source_name=_source_names(telling, change),
    )


def _cautions(telling: Telling, change: Change, rows: Sequence[Row]) -> Iterable[Caution]:
    """That sums are of what is printed, that a page does not say what sort of money it is, that a table is cut."""
    if any(is_made(row) for row in rows):
        made = {each.id: each for row in rows if is_made(row) for each in row.counted}
        yield evidence.part_of_all(telling.names, made.values())
    entries = {entry.id: entry for row in rows for entry in (row.entry, row.old_entry, *row.counted) if entry}
    sides = {change.old: opened(telling.shelf, change.old), change.new: opened(telling.shelf, change.new)}
    years = [
        telling.names.year(document.source.fiscal_year)
        for name, document in sides.items()
        if any(amount.inferred for each in entries.values() if each.document == name for amount in each.amounts)
    ]
    if years:
        yield evidence.inferred(telling.names, telling.say("years_and").join(years))
    if len(rows) > MOST_ROWS:
        cut = telling.say("years_cut", count=len(rows) - MOST_ROWS)
        yield Caution(f"cut {len(rows)}", cut, cut)


def is_made(row: Row) -> bool:
    """Whether a row's money is not printed for it, in one of the years, but made of others'."""
    own = {entry.id for entry in (row.entry, row.old_entry) if entry is not None}
    return any(entry.id not in own for entry in row.counted)


def _sources(telling: Telling, change: Change, only: Row | None) -> str:
    """Both sources, the newer one first; one where both years stand in one document."""
    here = only.entry if only and not is_gone(only, change) else None
    new = evidence.source_line(telling.names, here)
    if change.old == change.new:
        return new
    older = Names(opened(telling.shelf, change.old), telling.language)
    return f"{new}\n{evidence.source_line(older, only.old_entry if only else None)}"


def _source_names(telling: Telling, change: Change) -> str:
    """The same in few words, on one line."""
    documents = dict.fromkeys((change.new, change.old))
    named = (evidence.source_name(Names(opened(telling.shelf, name), telling.language)) for name in documents)
    return telling.say("years_and_source").join(named)


def _renumbered(telling: Telling, change: Change, row: Row | None) -> Iterable[str]:
    """A word about a number that changed, and about another entry that had it the year before."""
    if row is None or row.entry is None or row.entry.code is None or change.old == change.new or is_gone(row, change):
        return
    if row.old_entry is not None and row.old_entry.code == row.entry.code:
        return
    values: dict[str, object] = _years(telling, change) | {"new_code": row.entry.code}
    if row.old_entry is not None and row.old_entry.code is not None:
        yield telling.say("years_renumbered", old_code=row.old_entry.code, **values)
    other: Entry | None = opened(telling.shelf, change.old).by_code(row.entry.code)
    if other is not None:
        yield telling.say("years_other_code", title=other.title, **values)
