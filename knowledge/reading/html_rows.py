"""A row of a web page's table → lines, with each figure beside what its column's headings say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from selectolax.lexbor import LexborNode

from knowledge.language.brackets import is_enclosed
from knowledge.language.money import fold
from knowledge.reading.apart import SEVERAL_ROWS
from knowledge.reading.captions import heads_in
from knowledge.reading.dates import fiscal_year
from knowledge.reading.lines import run_together, space_behind
from knowledge.reading.status import is_status
from knowledge.reading.tables.columns import Role, column, folded, unit_of
from knowledge.reading.tables.files import Row

_MONEY_HEAD = ("予算", "決算", "金額", "事業費", "経費")

_YEAR_HEAD = re.compile(r"(?:令和|平成|R|H)?[0-9元]{1,4}年度(?:\([^()]{1,8}\))?")

_COUNTED = re.compile(
    r"指標|(?:目標|実績)(?:値|$)|[人者件回率数]$|割合|\((?:人|件|回|%|世帯|[かカヶ]所|箇所|点|校|冊|台|団体|度|年|日|時間|ポイント)\)"
)
"""What a table of indicators says of its rows or columns: their figures are no money, whatever the page's unit."""

_LABEL = re.compile(r"(?:当初|補正後?|最終)?(?:予算|決算)(?:見込)?額?(?:\([^()]{1,8}\))?")

_FIGURE = re.compile(
    r"(?P<figure>[(\[〔]?(?:約|[△▲-])? ?[0-9][0-9,.千百万億 ]*(?P<yen>円)?[)\]〕]?|[-ー―]|(?:予算)?(?:なし|無し))"
    r"(?P<rest> ?[(※][^0-9]?[^円]{0,30}[0-9,千百万億]*円?\)?)?"
)
"""A figure that is all of a cell, perhaps with a note behind it: 1,240千円(うち国費500千円)."""

_NUMBERING = re.compile(r"[0-9①-⑳][0-9 .、-]{0,8}")

_SHORT = 60
"""Characters of a cell that is a name and no text."""

TAB = "\t"
_MOST_COLUMNS = 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its first column, from 0, over how many columns and rows it reaches, and its lines."""

    column: int
    width: int
    rows: int
    lines: list[str]


@dataclass(slots=True)
class Table:
    """What the rows above say of the columns of a row to come, the first column at 0."""

    heads: dict[int, str] = field(default_factory=dict)
    indicators: tuple[str, ...] = ()
    """The headings of all columns, where it is a table of indicators."""
    in_heads: bool = False
    """Whether the row above was one of headings."""
    taken: dict[int, int] = field(default_factory=dict)
    """Column → rows that a cell above still reaches into."""
    reached: set[int] = field(default_factory=set)
    """Columns of the row that is read which a cell above reaches into."""
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Column → number and text of the last cell over several rows that began there."""


def cells_of(row: LexborNode, table: Table, lines_of: Callable[[LexborNode], list[str]]) -> list[Cell]:
    """The cells of a row; `lines_of` tells the lines of one."""
    return list(_cells(row, table, lines_of))


def sheet_row(cells: Sequence[Cell], table: Table, lines: tuple[int, int]) -> Row:
    """The row as a list of projects has it: a cell that reaches over rows or columns stands in each of its places."""
    texts = _across(cells, table)
    shared = {at: area for at, (area, _) in table.reaching.items() if at in table.reached}
    for cell in cells:
        for at in range(cell.column, cell.column + cell.width):
            shared.pop(at, None)
            if cell.rows > 1:
                table.reaching[at] = (lines[0] * _MOST_COLUMNS + cell.column, texts[at])
                shared[at] = table.reaching[at][0]
    return Row(lines, texts, shared)


def _across(cells: Sequence[Cell], table: Table) -> tuple[str, ...]:
    """The text of each column of a row, also where a cell reaches over several or from above."""
    texts = {at: text for at, (_, text) in table.reaching.items() if at in table.reached}
    for cell in cells:
        text = run_together(cell.lines).replace(TAB, " ").strip()
        texts |= dict.fromkeys(range(cell.column, cell.column + cell.width), text)
    return tuple(texts.get(at, "") for at in range(max(texts, default=-1) + 1))


def row_lines(row: LexborNode, cells: list[Cell], table: Table) -> list[str]:
    """The lines of a row, one where it fits; a figure in it stands in brackets with its column's heading."""
    if of_indicators := _of_indicators(row, cells, table):
        return of_indicators
    if _is_head(row, cells):
        return _headed(cells, table)
    table.in_heads = False
    if (record := _labelled(row, cells, table)) is not None:
        return record
    label, unit = _money_label(cells), _unit_beside(table)
    counts = _is_of_counts(cells, table)
    result: list[str] = []
    ends: list[tuple[int, int]] = []
    """Rows that a cell reaches over, with the line that it ends on."""
    for cell in cells:
        head, text = table.heads.get(cell.column, ""), fold(" ".join(cell.lines))
        figure = _FIGURE.fullmatch(text) if len(cell.lines) == 1 else None
        if figure and not counts and _names_money(f"{head}{label}"):
            _write_money(result, ends, cell, figure, f"{head}{label if label not in head else ''}", unit)
        elif figure and counts and result and result[-1].startswith(_years(table)):
            result += _of_year(head, cell)
        elif figure and result:
            result[-1] += f" {_of_year(head, cell)[0]}" if counts else f"{TAB}{cell.lines[0]}"
        elif result and cell.lines and _NUMBERING.fullmatch(fold(result[-1].strip())):
            result[-1] += f" {cell.lines[0]}"
            result += cell.lines[1:]
        else:
            if result and _COUNTED.search(fold(head)) and "円" in text:
                result.append("【指標】")  # its money is no budget
            result += _of_year(head, cell)
        ends.append((cell.rows, len(result) - 1))
    return result


def _years(table: Table) -> tuple[str, ...]:
    """The headings of a table that are nothing but a year."""
    return tuple(head for head in table.heads.values() if _YEAR_HEAD.fullmatch(fold(head)))


def _of_year(head: str, cell: Cell) -> list[str]:
    """The lines of a cell of text, with the year that heads its column and no other: 令和6年度 参加者 80人(実績)."""
    is_year = cell.width == 1 and len(cell.lines) == 1 and _YEAR_HEAD.fullmatch(fold(head)) is not None
    return [f"{head} {cell.lines[0]}"] if is_year and fiscal_year(cell.lines[0]) is None else cell.lines


def _labelled(row: LexborNode, cells: Sequence[Cell], table: Table) -> list[str] | None:
    """A row that is a label and what is said of it: 担当課, beside its name. A name needs no label; money has its own.

    A text of one line stands behind its label, a longer one below it. Where no th tells, a cell above that reaches
    into the row does, and what the label says.
    """
    if len(cells) != 2:
        return None
    label, said = " ".join(cells[0].lines), cells[1].lines
    known = column(0, label, (), None, None)
    is_told = bool(table.reached) and known.role in (Role.DEPARTMENT, Role.TEXT)
    if not is_told and [each.tag for each in row.iter() if each.tag in ("td", "th")] != ["th", "td"]:
        return None
    if known.role is Role.TITLE:
        return said if folded(label).endswith(("名", "名称")) else None
    if len(said) != 1 or not label or len(label) > _SHORT or known.role is Role.AMOUNT or "円" in said[0]:
        return None
    return [f"{label}: {said[0]}"]


def _of_indicators(row: LexborNode, cells: list[Cell], table: Table) -> list[str]:
    """A row of a table of indicators, each column's text in its place: none of its figures is money."""
    texts = _across(cells, table)
    if heads_in(texts):
        table.indicators = texts
    elif table.indicators and _is_head(row, cells):  # a second row of headings tells more of the same columns
        below = zip(table.indicators, texts, strict=False)
        table.indicators = texts = tuple(head if text in head else f"{head} {text}" for head, text in below)
    return [TAB.join(texts).rstrip(TAB)] if table.indicators and any(texts) else []


def _headed(cells: list[Cell], table: Table) -> list[str]:
    """Takes a row of headings in; a second one below it tells more of the same columns."""
    heads = {at: " ".join(cell.lines) for cell in cells for at in range(cell.column, cell.column + cell.width)}
    above = table.heads if table.in_heads else {}
    table.heads = above | {at: f"{above.get(at, '')} {head}".strip() for at, head in heads.items()}
    again, table.in_heads = table.in_heads, True
    return [] if again else ["\t".join(" ".join(cell.lines) for cell in cells)]


def _is_of_counts(cells: list[Cell], table: Table) -> bool:
    """Whether a row is one of indicators, by its first cell or by the first heading above it, and prints no money."""
    first = fold(" ".join(cells[0].lines)).strip() if cells else ""
    names = (first, fold(table.heads.get(0, "")))
    return any(_COUNTED.search(name) for name in names) and not any(
        "円" in line for cell in cells[1:] for line in cell.lines
    )


def _money_label(cells: list[Cell]) -> str:
    """What a row of money begins with, where it says what money it is: 予算額, and one cell for each year."""
    first = " ".join(cells[0].lines) if cells else ""
    return first if _LABEL.fullmatch(fold(first)) else ""


def _names_money(head: str) -> bool:
    """Whether a heading makes money of the figures below it: it says so, or names their year."""
    return any(word in head for word in _MONEY_HEAD) or fiscal_year(head) is not None


def _unit_beside(table: Table) -> str:
    """The unit of money that a cell says which reaches in at the front: 事業費(千円), over years and figures."""
    label = table.reaching[0][1] if 0 in table.reached and 0 in table.reaching else ""
    named = unit_of(label) if _names_money(label) else ()
    return named[0] if len(named) == 1 else ""


def _write_money(
    result: list[str], ends: list[tuple[int, int]], cell: Cell, figure: re.Match[str], head: str, unit: str
) -> None:
    """Sets a figure in brackets behind the cell that it belongs to: the nearest one over as many rows."""
    place = next((line for rows, line in reversed(ends) if rows == cell.rows and line >= 0), None)
    shared = f"({SEVERAL_ROWS})" if place is None and ends and cell.rows > 1 else ""
    printed = cell.lines[0]
    first, last = figure.span("figure")
    unit = "" if figure["yen"] or not any(map(str.isdigit, fold(printed))) else unit
    text = f"〔{head} {printed[first:last]}{unit}{shared}〕{figure['rest'] or ''}"
    if not result:
        result.append(text)
    else:
        place = len(result) - 1 if place is None else place
        result[place] += f" {text}"


def _cells(row: LexborNode, table: Table, lines_of: Callable[[LexborNode], list[str]]) -> Iterator[Cell]:
    """The cells of a row; those that span rows are remembered for the rows below."""
    reached = table.reached = {column for column, rows in table.taken.items() if rows}
    table.taken = {column: rows - 1 for column, rows in table.taken.items() if rows > 1}
    column = 0
    for cell in row.iter():
        if cell.tag not in ("td", "th"):
            continue
        column = next(free for free in count(column) if free not in reached)
        width, rows = _span(cell, "colspan"), _span(cell, "rowspan")
        yield Cell(column, width, rows, _in_one(lines_of(cell)))
        if rows > 1:
            table.taken |= dict.fromkeys(range(column, column + width), rows - 1)
        column += width


def _in_one(lines: list[str]) -> list[str]:
    """A cell's short lines as one, set so because the column is narrow; several amounts stand on lines of their own,
    and so does what a blank line parts from a name."""
    if "" in lines:
        first = lines.index("")
        return [*_in_one(lines[:first]), *filter(None, lines[first:])]
    if sum("円" in line and not is_enclosed(line) for line in lines) > 1:
        return lines
    whole = "".join(f" {line} " if is_status(line) else f"{line}{space_behind(line)}" for line in lines).strip()
    return [whole] if len(whole) <= _SHORT and not any(mark in whole for mark in f"。•・{TAB}") else lines


def _span(cell: LexborNode, name: str) -> int:
    digits = cell.attributes.get(name) or ""
    return min(max(int(digits), 1), 100) if digits.isascii() and digits.isdigit() else 1


def _is_head(row: LexborNode, cells: list[Cell]) -> bool:
    """A row of headings: nothing but th, or words for money in a cell and no figure in any."""
    if len(cells) < 2:
        return False
    texts = [fold(" ".join(cell.lines)) for cell in cells]
    named = any(word in text for text in texts if len(text) <= 30 for word in _MONEY_HEAD)
    all_heads = all(cell.tag == "th" for cell in row.iter() if cell.tag in ("td", "th"))
    figures = any(_FIGURE.fullmatch(text) or re.search("[0-9]円|[千万億]円(?![)])", text) for text in texts)
    years = sum(_YEAR_HEAD.fullmatch(text) is not None for text in texts)
    only_years = years > 1 and all(not text.strip() or _YEAR_HEAD.fullmatch(text) for text in texts[1:])
    return (named or all_heads or only_years) and not figures
