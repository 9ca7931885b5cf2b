"""The rows below the headings, sorted: projects, totals, and what is neither."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import Role
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.layout import Layout

_TOTAL = re.compile(
    r"(?:.*[\s(])?(?:(?:総|小|中|再)?計|(?:総|小)?合計|総額|累計|再掲)\)?|.{1,30}(?:合計|小計|総計|総合計)"
)
_GROUP_TOTAL = re.compile(r"(?:政策|施策|事業|分野|会計|款|項|目|章|部|課|局|室)(?:別)?計")


@dataclass(frozen=True, slots=True)
class SortedRows:
    """What the rows of a table are."""

    projects: tuple[Row, ...]
    """With the names and numbers of the levels above filled in where the row leaves them to the one before."""
    totals: tuple[tuple[Row, int], ...] = ()
    """Rows of sums, each with how many projects stand before it."""
    nameless: tuple[Row, ...] = ()
    """Rows with money and without a project."""
    completed: int = 0
    """How many projects leave a name above them to the row before."""


def sorted_rows(sheet: Sheet, layout: Layout) -> SortedRows:
    """The rows below the headings. Repeated headings, notes and rows without money or name are left out."""
    projects: list[Row] = []
    totals: list[tuple[Row, int]] = []
    nameless: list[Row] = []
    before: Row | None = None
    completed = 0
    for row in sheet.rows:
        if row.lines[0] <= layout.headings[1] or _repeats_headings(row, layout):
            continue
        if _is_total(row, layout):
            totals.append((row, len(projects)))
        elif _is_note(row):
            continue
        elif is_blank(row.cell(layout.levels[-1].title)):
            if _has_money(row, layout):
                nameless.append(row)
            before = _filled(row, before, layout)  # a heading of its own: 政策1, and its projects below
        else:
            before = _filled(row, before, layout)
            completed += before != row
            projects.append(before)
    return SortedRows(tuple(projects), tuple(totals), tuple(nameless), completed)


def folded(text: str) -> str:
    """A name without spaces, in narrow characters: what makes two spellings the same."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _repeats_headings(row: Row, layout: Layout) -> bool:
    """Headings again, as on every printed page."""
    told = [(row.cell(each.at), each.heading) for each in layout.columns if row.cell(each.at)]
    return len(told) > 1 and all(folded(cell) in folded(heading) for cell, heading in told)


def _is_total(row: Row, layout: Layout) -> bool:
    words = [each.at for each in layout.columns if each.role in (Role.TITLE, Role.CODE, Role.DEPARTMENT)]
    told = [unicodedata.normalize("NFKC", row.cell(at)).strip(" 【】[]〔〕<>*") for at in words]
    return any(
        _TOTAL.fullmatch(re.sub(r"(?<=[合小総])\s+(?=計)", "", cell)) or _GROUP_TOTAL.fullmatch(cell) for cell in told
    )


def _has_money(row: Row, layout: Layout) -> bool:
    return any(number(row.cell(each.at)) is not None for each in layout.of_role(Role.AMOUNT))


def _is_note(row: Row) -> bool:
    """※ and nothing else."""
    filled = [cell for cell in row.cells if cell]
    return len(set(filled)) == 1 and re.match(r"[※*＊(（]?注|[※*＊]", filled[0]) is not None


def _filled(row: Row, before: Row | None, layout: Layout) -> Row:
    """A row with what it leaves to the one before: the names of its upper levels, down to the first that it prints."""
    if before is None:
        return row
    cells = list(row.cells)
    for level in layout.levels[:-1]:
        places = [at for at in (level.title, level.code) if at is not None]
        if any(not is_blank(row.cell(at)) for at in places):
            break
        for at in places:
            if at < len(cells):
                cells[at] = before.cell(at)
    return Row(row.lines, tuple(cells), row.shared)
