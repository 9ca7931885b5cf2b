"""Rows side by side: names, money in one unit, percent of the whole, counts, two years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from knowledge.answers.engine import run
from knowledge.answers.names import half_up, percent
from knowledge.answers.teller.telling import Telling
from knowledge.answers.units import NOTHING, cell, heading, rate, signed
from knowledge.language import text
from knowledge.language.money import Unit
from knowledge.model import Ask, Change, Count, Group, Query, Row, Share, Table, Value, Whole


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures: its name, its cells, and what stands below them."""

    name: str
    cells: tuple[str, ...]
    foot: str = ""


def table(telling: Telling, *, bars: bool = True) -> Table | None:
    """The rows of a result; None where a table would say nothing that the sentence does not."""
    rows = telling.rows
    if isinstance(telling.measure, Change):
        return _changes(telling, telling.measure, rows) if rows else None
    if len(rows) < 2:
        return None
    columns = _figures(telling, rows)
    sizes = tuple(half_up(_money(row)) if _money(row) is not None else None for row in rows)  # type: ignore[arg-type]
    drawn = sizes if bars and not isinstance(telling.measure, Count) else ()
    built = _built(telling, rows, columns, drawn)
    whole = telling.result.whole if isinstance(telling.measure, Share) else None
    return replace(built, measured=telling.kind_of_rows, whole=whole)


def _money(row: Row) -> Value | None:
    return row.money if row.money is not None else row.value


def _figures(telling: Telling, rows: Sequence[Row]) -> list[Column]:
    measure = telling.measure
    if isinstance(measure, Count):
        name = telling.say("column_count", level=counted_level(telling, measure))
        return [Column(name, tuple(NOTHING if row.value is None else f"{half_up(row.value):,}" for row in rows))]
    money = [_money(row) for row in rows]
    whole = _sum(telling, rows)
    unit = telling.table_unit
    foot = "" if whole is None else cell(whole, unit)
    columns = [
        Column(heading(telling.kind_of_rows, unit, telling.language), tuple(cell(yen, unit) for yen in money), foot)
    ]
    columns.extend(_shares(telling, rows, whole))
    if telling.is_of_middles:
        columns.extend(_behind_middles(telling, rows))
    return columns


def _behind_middles(telling: Telling, rows: Sequence[Row]) -> Iterator[Column]:
    """What each group's mean is made of: how many, and their sum."""
    numbers = tuple(str(len(row.counted)) for row in rows)
    yield Column(telling.say("column_count", level=telling.names.levels(rows[0].counted[0].level)), numbers)
    if telling.query.ask is Ask.MEAN:
        unit = telling.table_unit
        sums = tuple(cell(None if row.value is None else row.value * len(row.counted), unit) for row in rows)
        yield Column(heading(telling.say("read_sum", measure=telling.kind), unit, telling.language), sums)


def _sum(telling: Telling, rows: Sequence[Row]) -> int | None:
    """What stands below the rows: their sum, unless something would be counted twice in it."""
    if telling.result.sum is not None or not isinstance(telling.measure, Share):
        return telling.result.sum
    money = [row.money for row in rows if row.money is not None]
    return None if not money or telling.query.by is not None or _is_nested(rows) else sum(money)


def counted_level(telling: Telling, count: Count) -> str:
    """What a number of entries counts: 戦略, or items of any level."""
    if telling.query.ask is Ask.COUNT:
        return telling.words.set(telling.query.of)
    return telling.names.levels(count.level) if count.level is not None else telling.say("items")


def _shares(telling: Telling, rows: Sequence[Row], whole: int | None) -> Iterator[Column]:
    """Each row's part in percent: of the whole that was asked for, of the rows' sum, or of all that is printed."""
    if telling.query.by is Group.YEAR or telling.is_of_middles:
        return
    of = telling.result.whole if isinstance(telling.measure, Share) else _all(telling, whole)
    if not isinstance(telling.measure, Share) and not _are_parts(rows, of):
        return
    values = [_share(row, of, telling) for row in rows]
    foot = percent(Fraction(whole, of)) if whole is not None and of else ""
    cells = tuple(NOTHING if value is None else percent(value) for value in values)
    is_of_rows = isinstance(telling.measure, Share) or of == whole
    yield Column(telling.say("column_share" if is_of_rows else "column_share_of_all"), cells, foot)


def _all(telling: Telling, whole: int | None) -> int | None:
    """What rows are parts of: their own sum; of rows that were picked out, all that the document prints."""
    query = telling.query
    picks = bool(query.where) or query.take is not None or whole is None
    if not picks:
        return whole
    found = run(Query(Ask.SUM, Whole(), telling.document.name, telling.money), telling.shelf).value
    return None if found is None else half_up(found)


def _are_parts(rows: Sequence[Row], of: int | None) -> bool:
    """Whether the rows' money may be told in percent of a sum: no row is negative or more than all."""
    return bool(of) and of is not None and all(0 <= (_money(row) or 0) <= of for row in rows)


def _share(row: Row, of: int | None, telling: Telling) -> Value | None:
    if isinstance(telling.measure, Share):
        return row.value
    return None if row.value is None or not of else Fraction(row.value) / of


def _built(telling: Telling, rows: Sequence[Row], columns: Sequence[Column], sizes: tuple[int | None, ...]) -> Table:
    names = [(row.entry.code or "" if row.entry else "", _title(telling, row)) for row in rows]
    cells = [(*name, *(column.cells[at] for column in columns)) for at, name in enumerate(names)]
    if any(column.foot for column in columns):
        cells.append(("", telling.say("sum_row"), *(column.foot for column in columns)))
        sizes = (*sizes, None) if sizes else ()
    head = (telling.say("column_code"), telling.say("column_title"), *(column.name for column in columns))
    return Table(head, tuple(cells), (False, False, *(True for _ in columns)), sizes)


def _title(telling: Telling, row: Row) -> str:
    return row.entry.title if row.entry is not None else telling.row_name(row)


# Two years


def _changes(telling: Telling, change: Change, rows: Sequence[Row]) -> Table:
    """Both years of each row, the difference, and the difference in percent."""
    old_name, new_name = telling.words.sides(change)
    unit = telling.table_unit
    named = [heading(name, unit, telling.language) for name in (old_name, new_name, telling.say("column_change"))]
    columns = [
        Column(named[0], tuple(cell(row.old, unit) for row in rows)),
        Column(named[1], tuple(cell(row.new, unit) for row in rows)),
        Column(named[2], tuple(_moved(telling, row, unit) for row in rows)),
        Column(telling.say("column_rate"), tuple(rate(row.old, row.new) for row in rows)),
    ]
    names = [(_both_codes(row), _both_titles(telling, row)) for row in rows]
    cells = [(*name, *(column.cells[at] for column in columns)) for at, name in enumerate(names)]
    total = tuple(_total(telling, rows, unit))
    head = (telling.say("column_code"), telling.say("column_title"), *(column.name for column in columns))
    blank = (None,) * len(total)
    return Table(
        head,
        (*cells, *total),
        (False, False, True, True, True, True),
        yen=(*(None if _is_sum(telling, row) else row.new for row in rows), *blank),
        measured=telling.words.change_kind(change),
        older=(*(None if _is_sum(telling, row) else row.old for row in rows), *blank),
        series=(new_name, old_name),
    )


def _is_sum(telling: Telling, row: Row) -> bool:
    """Whether a row of two years is the sum of the others: it is no bar among them."""
    return row.entry is None and bool(row.label) and telling.query.by is None


def _total(telling: Telling, rows: Sequence[Row], unit: Unit) -> Iterable[tuple[str, ...]]:
    """The sum of what each year prints, unless something would be counted twice in it."""
    has_sum = any(_is_sum(telling, row) for row in rows)
    if len(rows) < 2 or has_sum or any(row.shared for row in rows) or _is_nested(rows):
        return ()
    sides = [[yen for row in rows if (yen := getattr(row, side)) is not None] for side in ("old", "new")]
    old, new = (sum(side) if side else None for side in sides)
    moved = None if old is None or new is None else new - old
    figures = cell(old, unit), cell(new, unit), signed(moved, unit), rate(old, new)
    return [("", telling.say("sum_row"), *figures)]


def _is_nested(rows: Sequence[Row]) -> bool:
    """Whether an entry's money is part of another row's."""
    counted = [entry.id for row in rows for entry in row.counted]
    return len(counted) != len(set(counted))


def _moved(telling: Telling, row: Row, unit: Unit) -> str:
    change = telling.measure
    if isinstance(change, Change) and is_new(row, change):
        return telling.say("years_word_new")
    if isinstance(change, Change) and is_gone(row, change):
        return telling.say("years_word_gone")
    return signed(None if row.old is None or row.new is None else row.new - row.old, unit)


def is_new(row: Row, change: Change) -> bool:
    """Whether an entry of the newer document has none in the older that corresponds to it."""
    return change.old != change.new and row.entry is not None and row.old_entry is None


def is_gone(row: Row, change: Change) -> bool:
    """Whether an entry of the older document has none in the newer that corresponds to it."""
    return change.old != change.new and row.entry is not None and row.entry.document == change.old


def _both_codes(row: Row) -> str:
    return _both((row.old_entry.code or "") if row.old_entry else "", (row.entry.code or "") if row.entry else "")


def _both_titles(telling: Telling, row: Row) -> str:
    if row.entry is None:
        return telling.row_name(row)
    return _both(row.old_entry.title if row.old_entry else "", row.entry.title if row.entry else "")


def _both(old: str, new: str) -> str:
    """One text, or both where they differ."""
    return f"{old} → {new}" if old and new and text.normal(old) != text.normal(new) else new or old
