"""An answer as rows: what a window shows as a table, and what a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from knowledge.answers.units import cell, heading, unit_of
from knowledge.language import text
from knowledge.language.phrases import level_name, say
from knowledge.model import Amount, Answer, Kind, Language, Shown, Table

_DIGITS = re.compile(r"[-+△▲]?\d[\d,]*(?:\.\d+)?")
_FORMULA = re.compile(r"\s*[=+@＝＋－＠-]")
"""What a formula begins with (OWASP, CSV injection); Japanese Excel takes the full-width signs for it too."""


ANSWERED = (Kind.FOUND, Kind.FIGURES, Kind.LIST)


def as_table(answer: Answer) -> Table | None:
    """The rows of an answer: its own table, or the entries that it lists, which carry the money that is meant."""
    if answer.table is not None or answer.kind is not Kind.LIST or len(answer.shown) < 2 or answer.parts:
        return answer.table
    return _listed(answer)


def as_rows(answer: Answer) -> Table | None:
    """The same for a file, which holds a single row where the answer is of one entry."""
    table = as_table(answer)
    if table is not None or answer.kind not in ANSWERED or answer.parts or not answer.shown:
        return table
    return _listed(answer)


def _listed(answer: Answer) -> Table:
    language = answer.language
    amounts = [next(iter(shown.entry.amounts), None) for shown in answer.shown]
    columns = (say("column_code", language), say("column_title", language))
    rows = tuple((shown.entry.code or "", shown.entry.title) for shown in answer.shown)
    printed = [amount for amount in amounts if amount is not None]
    if not printed:
        return Table(columns, rows, (False, False))
    unit = unit_of((amount.yen for amount in printed), answer.query.unit if answer.query else None)
    money = ("" if amount is None else cell(amount.yen, unit) for amount in amounts)
    named = heading(_kind(printed, language), unit, language)
    cells = tuple((*row, yen) for row, yen in zip(rows, money, strict=True))
    return Table((*columns, named), cells, (False, False, True))


def _kind(amounts: Sequence[Amount], language: Language) -> str:
    """What sort of money a column holds: no more than all of it is."""
    kinds = {amount.kind for amount in amounts}
    names = {"予算額": "kind_budget", "決算額": "kind_settled"}
    (kind,) = kinds if len(kinds) == 1 else ("",)
    return kind if kind and kind not in names else say(names.get(kind, "kind_any"), language)


def as_csv(answer: Answer) -> bytes | None:
    """The rows of an answer for a spreadsheet: UTF-8 with a byte-order mark, as Excel wants it; None without rows.

    Numbers are bare digits in the unit that the heading says. A code has its level before it, or Excel would take 2-1-1
    for a date; a cell that would be taken for a formula begins with an apostrophe (OWASP, CSV injection). Several
    answers of one post stand one below the other.
    """
    written: list[Iterable[str]] = []
    for part in answer.parts or (answer,):
        table = as_rows(part)
        if table is not None:
            coded = {shown.entry.code: _name(shown, part) for shown in part.shown}
            rows = [[coded.get(cell, cell) if at == 0 else cell for at, cell in enumerate(row)] for row in table.rows]
            gap: list[Iterable[str]] = [()] if written else []
            written += [*gap, *(map(_inert, row) for row in (table.columns, *rows))]
            written += [(), *((inert(line),) for line in below(part))]
    return for_excel(written) if written else None


def below(answer: Answer) -> tuple[str, ...]:
    """What stands below rows in a file: what must be said with the figures, whose they are and where."""
    sources = (answer.source_line or "").split("\n")
    url = answer.source.url if answer.source is not None else None
    return tuple(filter(None, (answer.caveat, *sources, url)))


def _name(shown: Shown, answer: Answer) -> str:
    return f"{level_name(shown.entry, answer.language)}{shown.entry.code}"


def _inert(cell: str) -> str:
    return bare(cell) if _DIGITS.fullmatch(cell) else inert(cell)


def bare(number: str) -> str:
    """A number as a spreadsheet takes it for one, also a negative one: -2450 for ▲2,450."""
    return number.replace(",", "").replace("△", "-").replace("▲", "-").removeprefix("+")


def number_of(cell: str) -> int | float | None:
    """The number that a cell holds, ▲ for a minus; None where it holds words."""
    if not _DIGITS.fullmatch(cell):
        return None
    digits = bare(cell)
    return float(digits) if "." in digits else int(digits)


def without_sum(rows: Sequence[Sequence[str]]) -> tuple[Sequence[Sequence[str]], Sequence[str] | None]:
    """The rows of a table without the last one where that is their sum, which has no code; and the sum."""
    if len(rows) > 1 and not rows[-1][0] and all(row[0] for row in rows[:-1]):
        return rows[:-1], rows[-1]
    return rows, None


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, without what nobody sees."""
    shown = text.visible(cell)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def for_excel(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as CSV that Excel opens as it is: UTF-8 with a byte-order mark, CRLF."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig", "replace")
