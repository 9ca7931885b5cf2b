"""An answer as rows: what a window shows as a table, and what a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import re

from knowledge.figures import amount_of
from knowledge.model import Answer, Kind, Shown, Table
from knowledge.phrases import level_name, say

_DIGITS = re.compile(r"[-△▲]?\d[\d,]*")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_table(answer: Answer) -> Table | None:
    """The rows of an answer: its own table, or the entries that it lists."""
    if answer.table is not None or answer.kind is not Kind.LIST or len(answer.shown) < 2:
        return answer.table
    language = answer.language
    money = [amount.yen if (amount := amount_of(shown.entry)) else None for shown in answer.shown]
    columns = (say("column_code", language), say("column_title", language))
    rows = tuple((shown.entry.code or "", shown.entry.title) for shown in answer.shown)
    if not any(yen is not None for yen in money):
        return Table(columns, rows, (False, False))
    thousand = all(yen % 1000 == 0 for yen in money if yen is not None)
    amounts = ("" if yen is None else f"{yen // 1000 if thousand else yen:,}" for yen in money)
    named = say("column_amount" if thousand else "column_amount_yen", language, kind=say("kind_budget", language))
    return Table(
        (*columns, named),
        tuple((*row, amount) for row, amount in zip(rows, amounts, strict=True)),
        (False, False, True),
    )


def as_csv(answer: Answer) -> bytes | None:
    """The rows of an answer for a spreadsheet: UTF-8 with a byte-order mark, as Excel wants it; None without rows.

    Amounts are bare digits. A code has its level before it, or Excel would take 2-1-1 for a date; a cell that would be
    taken for a formula begins with an apostrophe (OWASP, CSV injection).
    """
    table = as_table(answer)
    if table is None:
        return None
    coded = {shown.entry.code: _name(shown, answer) for shown in answer.shown}
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([_inert(cell) for cell in table.columns])
    for row in table.rows:
        cells = (coded.get(cell, cell) if at == 0 else cell for at, cell in enumerate(row))
        writer.writerow([_inert(cell) for cell in cells])
    writer.writerow([])
    writer.writerow([_inert(answer.source_line or "")])
    return written.getvalue().encode("utf-8-sig")


def _name(shown: Shown, answer: Answer) -> str:
    return f"{level_name(shown.entry, answer.language)}{shown.entry.code}"


def _inert(cell: str) -> str:
    if _DIGITS.fullmatch(cell):
        return re.sub("[△▲]", "-", cell.replace(",", ""))
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
