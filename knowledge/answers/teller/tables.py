"""Rows side by side: names, money, shares, counts, two years; in thousands of yen where it is whole thousands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from knowledge.answers.names import half_up, percent
from knowledge.answers.teller.telling import Telling
from knowledge.language import text
from knowledge.model import Ask, Change, Count, Row, Share, Table, Value

NOTHING = "―"
"""In a cell: not printed, so that nothing can be computed."""


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
    return _built(telling, rows, columns, drawn)


def _money(row: Row) -> Value | None:
    return row.money if row.money is not None else row.value


def _figures(telling: Telling, rows: Sequence[Row]) -> list[Column]:
    measure = telling.measure
    if isinstance(measure, Count):
        name = telling.say("column_count", level=counted_level(telling, measure))
        return [Column(name, tuple(NOTHING if row.value is None else f"{half_up(row.value):,}" for row in rows))]
    money = [_money(row) for row in rows]
    whole = telling.result.sum
    divisor = divisor_of([*money, whole])
    name = telling.say("column_amount" if divisor == 1000 else "column_amount_yen", kind=telling.kind)
    foot = "" if whole is None else cell(whole, divisor)
    columns = [Column(name, tuple(cell(yen, divisor) for yen in money), foot)]
    if isinstance(measure, Share) or (telling.result.whole and whole is not None):
        columns.append(_shares(telling, rows, whole))
    return columns


def counted_level(telling: Telling, count: Count) -> str:
    """What a number of entries counts: 戦略, or items of any level."""
    if telling.query.ask is Ask.COUNT:
        return telling.words.set(telling.query.of)
    return telling.names.levels(count.level) if count.level is not None else telling.say("items")


def _shares(telling: Telling, rows: Sequence[Row], whole: int | None) -> Column:
    """Each row's part of the whole in percent."""
    of = telling.result.whole or whole
    values = [_share(row, of, telling) for row in rows]
    foot = percent(Fraction(whole, of)) if whole is not None and of else ""
    cells = tuple(NOTHING if value is None else percent(value) for value in values)
    return Column(telling.say("column_share"), cells, foot)


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
    divisor = divisor_of([yen for row in rows for yen in (row.old, row.new)])
    unit = "column_year" if divisor == 1000 else "column_year_yen"
    columns = [
        Column(telling.say(unit, name=old_name), tuple(cell(row.old, divisor) for row in rows)),
        Column(telling.say(unit, name=new_name), tuple(cell(row.new, divisor) for row in rows)),
        Column(
            telling.say(unit, name=telling.say("column_change")), tuple(_moved(telling, row, divisor) for row in rows)
        ),
        Column(telling.say("column_rate"), tuple(rate(row) for row in rows)),
    ]
    names = [(_both_codes(row), _both_titles(telling, row)) for row in rows]
    cells = [(*name, *(column.cells[at] for column in columns)) for at, name in enumerate(names)]
    total = _total(telling, rows, divisor)
    head = (telling.say("column_code"), telling.say("column_title"), *(column.name for column in columns))
    return Table(head, (*cells, *total), (False, False, True, True, True, True))


def _total(telling: Telling, rows: Sequence[Row], divisor: int) -> Iterable[tuple[str, ...]]:
    """The sum of both years, where every row has both."""
    has_sum = any(row.entry is None and row.label and telling.query.by is None for row in rows)
    if len(rows) < 2 or has_sum or any(row.shared or row.old is None or row.new is None for row in rows):
        return ()
    old, new = (sum(yen for row in rows if (yen := getattr(row, side)) is not None) for side in ("old", "new"))
    both = Row(None, old=old, new=new)
    figures = cell(old, divisor), cell(new, divisor), signed(new - old, divisor), rate(both)
    return [("", telling.say("sum_row"), *figures)]


def _moved(telling: Telling, row: Row, divisor: int) -> str:
    change = telling.measure
    if isinstance(change, Change) and is_new(row, change):
        return telling.say("years_word_new")
    if isinstance(change, Change) and is_gone(row, change):
        return telling.say("years_word_gone")
    return signed(None if row.old is None or row.new is None else row.new - row.old, divisor)


def is_new(row: Row, change: Change) -> bool:
    """Whether an entry of the newer document has none in the older that corresponds to it."""
    return change.old != change.new and row.entry is not None and row.old_entry is None


def is_gone(row: Row, change: Change) -> bool:
    """Whether an entry of the older document has none in the newer that corresponds to it."""
    return change.old != change.new and row.entry is not None and row.entry.document == change.old


def rate(row: Row) -> str:
    """The change in percent of the older figure: +25.0; a dash where there is none to be had."""
    if row.old is None or row.new is None or row.old <= 0:
        return NOTHING
    change = Fraction(row.new - row.old, row.old)
    sign = "▲" if change < 0 else "+" if change else ""
    return f"{sign}{percent(abs(change))}"


def _both_codes(row: Row) -> str:
    return _both((row.old_entry.code or "") if row.old_entry else "", (row.entry.code or "") if row.entry else "")


def _both_titles(telling: Telling, row: Row) -> str:
    if row.entry is None:
        return telling.row_name(row)
    return _both(row.old_entry.title if row.old_entry else "", row.entry.title if row.entry else "")


def _both(old: str, new: str) -> str:
    """One text, or both where they differ."""
    return f"{old} → {new}" if old and new and text.normal(old) != text.normal(new) else new or old


# Cells


def divisor_of(amounts: Iterable[Value | None]) -> int:
    """1,000 where all of the money is whole thousands of yen, else 1."""
    return 1 if any(yen is not None and half_up(yen) % 1000 for yen in amounts) else 1000


def cell(yen: Value | None, divisor: int) -> str:
    """Money in a cell; a dash where none is printed."""
    return NOTHING if yen is None else f"{half_up(yen) // divisor:,}"


def signed(yen: int | None, divisor: int = 1) -> str:
    """+132, ▲132 or 0, as Japanese offices write a difference; a dash where there is none to compute."""
    if yen is None:
        return NOTHING
    sign = "▲" if yen < 0 else "+" if yen else ""
    return f"{sign}{abs(yen) // divisor:,}"
