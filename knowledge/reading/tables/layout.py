"""What each column of a table holds, which of them are its levels, and of which year its money is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.language.money import Unit
from knowledge.language.phrases import say
from knowledge.model import Table
from knowledge.reading import complaints
from knowledge.reading.tables import units
from knowledge.reading.tables.columns import Column, Role, column, is_near, letter, plain, years_of
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.heads import headings, joined
from knowledge.reading.tables.levels import LevelColumns, levels, with_numbers, with_parts

SAMPLE = 500
"""Rows by which the contents of a column are judged."""
_CORRECTION = re.compile(r"\s*([A-Za-z]{1,3})\s*[==]\s*(.*?)\s*")
LEAVE_OUT = "-"
_LOOKS_BACK = ("評価", "点検", "検証", "振り返り", "振返り", "実績報告")
"""What a title says whose year may be the one of the money or the one after it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as it is understood; plain data, to be shown and corrected before a row is read."""

    sheet: str
    columns: tuple[Column, ...]
    levels: tuple[LevelColumns, ...]
    """From the top."""
    headings: tuple[int, int]
    """First and last line of the heading rows; (0, 0) where there are none."""
    size: int
    """Rows below the headings."""
    title: str | None = None
    """What stands above the headings."""
    year: int | None = None
    """The fiscal year that stands there, or was told."""
    troubles: tuple[str, ...] = ()
    """Why the money cannot be read."""
    others: tuple[str, ...] = ()
    """Sheets that are not read."""

    def of_role(self, role: Role) -> tuple[Column, ...]:
        """The columns of a role, from the left."""
        return tuple(each for each in self.columns if each.role is role)

    @property
    def newest_year(self) -> int | None:
        """The newest fiscal year that the table has money of, else the one that stands above it.

        Of a plan for years to come it is the first: the one with a budget, or that the title begins with.
        """
        dated = [each for each in self.of_role(Role.AMOUNT) if each.fiscal_year is not None]
        settled = [each for each in dated if any(word in (each.kind or "") for word in _KINDS if word != "事業費")]
        years = [each.fiscal_year for each in settled or dated if each.fiscal_year is not None]
        begins = years_of(self.title or "")[:1]
        if not settled and len(set(years)) > 1 and begins and begins[0] in years:
            return begins[0]
        return max(years, default=self.year)

    def check(self, file: str) -> None:
        """Raises ReadingError with the first reason why the money cannot be read."""
        if self.troubles:
            raise complaints.ReadingError(f"{file}: {self.troubles[0]}")

    def shown(self) -> Table:
        """One row a column: its letter, its heading, what it is read as."""
        head = tuple(say(f"layout_{name}", "ja") for name in ("column", "heading", "reading"))
        rows = tuple((each.letter, each.heading, self._meaning(each)) for each in self.columns)
        return Table(head, rows, (False, False, False))

    def _meaning(self, column: Column) -> str:
        year = say("layout_year", "ja", year=column.fiscal_year) if column.fiscal_year else ""
        unit = column.unit or say("layout_unit_in_cells", "ja")
        key = "layout_year_column" if column.role is Role.YEAR else f"layout_{column.role}"
        return say(key, "ja", level=column.level, year=year, kind=column.kind, unit=unit)


def corrections(told: str) -> dict[str, str]:
    """Letter → heading of "C=事業名,G=-". Raises ReadingError where it is not written so."""
    found: dict[str, str] = {}
    for part in re.split(r"[,,](?=\s*[A-Za-z]{1,3}\s*[==])", told):
        match = _CORRECTION.fullmatch(part)
        if match is None or not match[2]:
            raise complaints.table("columns", told=part.strip())
        found[match[1].upper()] = match[2]
    return found


def layout_of(sheet: Sheet, corrected: Mapping[str, str], unit: Unit | None, year: int | None) -> Layout | None:
    """The layout of a sheet; None where it is no list of projects. `year` is the document's own, where it is known."""
    start, length = headings(sheet.rows, corrected)
    if not length and not corrected:
        return None
    block, below = sheet.rows[start : start + length], sheet.rows[start + length :]
    above = [cell for row in sheet.rows[:start] for cell in dict.fromkeys(row.cells) if cell]
    heads = joined(block) or ("",) * max((len(row.cells) for row in below), default=0)
    stated = {found for text in (*above, sheet.name) for found in years_of(text)}
    own = year or (next(iter(stated)) if len(stated) == 1 else None)
    columns = with_numbers(_columns(heads, below, corrected, [*above, sheet.name], own), below[:SAMPLE])
    columns = _without_sums(with_parts(columns, below[:SAMPLE]))
    found = levels(columns, below[:SAMPLE])
    if not found or not below:
        return None
    told = units.notes(above, heads, below)
    columns, troubles = units.with_units(columns, corrected, told, unit, below)
    return Layout(
        sheet=sheet.name,
        columns=columns,
        levels=found,
        headings=(block[0].lines[0], block[-1].lines[1]) if block else (0, 0),
        size=len(below),
        title=next((text for text in above if not units.is_note(text)), None),
        year=own,
        troubles=(*_of_years(columns, [*above, sheet.name], own, is_told=year is not None), *troubles),
    )


def _columns(
    heads: Sequence[str], below: Sequence[Row], corrected: Mapping[str, str], above: Sequence[str], own: int | None
) -> tuple[Column, ...]:
    named = [years for text in heads if len(years := years_of(text)) == 1]
    near = own if own is not None else max((years[0] for years in named), default=None)
    kind = next((kind for word, kind in _KINDS.items() if word in " ".join(above)), None)
    found = []
    rows = [row for row in below[:SAMPLE] if len(set(row.cells)) > 1]  # one text over all columns is no column's cell
    for at, printed in enumerate(heads):
        heading = corrected.get(letter(at), printed)
        cells = [row.cell(at) for row in rows]
        if heading == LEAVE_OUT:
            found.append(Column(at, printed, Role.UNREAD))
        else:
            found.append(column(at, heading, cells, near, kind))
    return tuple(found)


def _without_sums(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns without those that say that they are the sum of the years beside them: 3か年計, 合計."""
    years = {each.fiscal_year for each in columns if each.role is Role.AMOUNT and each.fiscal_year}
    return tuple(
        replace(each, role=Role.UNREAD, kind=None) if len(years) > 1 and _is_sum(each) else each for each in columns
    )


def _is_sum(column: Column) -> bool:
    return (
        column.role is Role.AMOUNT and column.fiscal_year is None and plain(column.heading).rstrip(")").endswith("計")
    )


_KINDS = {"当初予算": "当初予算額", "予算": "予算額", "決算": "決算額", "総事業費": "総事業費", "事業費": "事業費"}
"""What money a table is about by the words above it, where a column says no more than its year."""


def _of_years(columns: Sequence[Column], above: Sequence[str], own: int | None, *, is_told: bool) -> tuple[str, ...]:
    """Why it is not clear of which year the money is: 本年度 of no known year, a settlement below an evaluation's."""
    if any(each.role is Role.YEAR for each in columns) or is_told:
        return ()
    undated = [each for each in columns if each.role is Role.AMOUNT and each.fiscal_year is None]
    if near := [each for each in undated if is_near(each.heading)]:
        names = "、".join(f"{each.letter} {each.heading}" for each in near)
        return (say("trouble_table_near_year", "ja", columns=names),)
    settled = [each for each in undated if "決算" in (each.kind or "") or "実績" in (each.kind or "")]
    if own is not None and settled and any(word in text for text in above for word in _LOOKS_BACK):
        each = settled[0]
        return (say("trouble_table_whose_year", "ja", column=f"{each.letter} {each.heading}", year=own),)
    return ()


def sheet_of(sheets: Sequence[Sheet], layout: Layout) -> Sheet:
    """The sheet that a layout is of."""
    return next(sheet for sheet in sheets if sheet.name == layout.sheet)


def without_others(layout: Layout, sheets: Sequence[Sheet]) -> Layout:
    """The layout with the names of the sheets that are left unread."""
    return replace(layout, others=tuple(each.name for each in sheets if each.name != layout.sheet))
