"""Which rows are headings, what each column holds, and in which unit the money is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.language.money import Unit
from knowledge.language.phrases import say
from knowledge.model import Level, Table
from knowledge.reading import complaints
from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import Column, Role, column, letter, plain, rank, unit_of, years_of
from knowledge.reading.tables.files import Row, Sheet

LADDER = (Level.POLICY, Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
"""The levels of a table with five; one with fewer leaves out POLICY first, then PROGRAMME, then ISSUE."""
SEARCHED = 30
"""Rows in which the headings begin."""
MOST_HEADINGS = 4
"""Rows that headings are made of."""
SAMPLE = 500
"""Rows by which the contents of a column are judged."""
_LONGEST_HEADING = 60
_YEAR_NUMBER = re.compile(r"(?:19|20)[0-9]{2}")
_CORRECTION = re.compile(r"\s*([A-Za-z]{1,3})\s*[==]\s*(.*?)\s*")
_UNIT_NOTE = re.compile(r"[(\[〔]?(?:百万円|千円|万円|億円|円)[)\]〕]?|.*単位.*")
_LONGEST_NOTE = 40
_NUMBERED_TITLE = re.compile(r"[(]?([0-9]{1,4}(?:[-.][0-9]{1,3})*)[).:、\s]\s*(\S.*)", re.DOTALL)
LEAVE_OUT = "-"


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """One level of the table."""

    level: Level
    name: str
    """What the table calls it: 事務事業."""
    title: int
    """The place of the column with its names."""
    code: int | None = None
    numbers_in_titles: bool = False
    """Whether the names begin with their numbers: 02 総務費."""


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
    """The fiscal year that stands there."""
    troubles: tuple[str, ...] = ()
    """Why the money cannot be read."""
    others: tuple[str, ...] = ()
    """Sheets that are not read."""

    def of_role(self, role: Role) -> tuple[Column, ...]:
        """The columns of a role, from the left."""
        return tuple(each for each in self.columns if each.role is role)

    @property
    def newest_year(self) -> int | None:
        """The newest fiscal year that the table has money of, else the one that stands above it."""
        years = [each.fiscal_year for each in self.of_role(Role.AMOUNT) if each.fiscal_year is not None]
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


def layout_of(sheet: Sheet, corrected: Mapping[str, str], unit: Unit | None) -> Layout | None:
    """The layout of a sheet; None where it is no list of projects."""
    start, length = _headings(sheet.rows, corrected)
    if not length and not corrected:
        return None
    block, below = sheet.rows[start : start + length], sheet.rows[start + length :]
    above = [cell for row in sheet.rows[:start] for cell in dict.fromkeys(row.cells) if cell]
    headings = _joined(block) or ("",) * max((len(row.cells) for row in below), default=0)
    columns, year = _columns(headings, below, corrected, [*above, sheet.name])
    columns = _with_numbers(columns)
    levels = _levels(columns, below)
    if not levels or not below:
        return None
    notes = _unit_notes(above, below, columns)
    columns, troubles = _with_units(columns, corrected, notes, unit, below)
    return Layout(
        sheet=sheet.name,
        columns=columns,
        levels=levels,
        headings=(block[0].lines[0], block[-1].lines[1]) if block else (0, 0),
        size=len(below),
        title=next((text for text in above if not _UNIT_NOTE.fullmatch(plain(text))), None),
        year=year,
        troubles=troubles,
    )


# Headings


def _headings(rows: Sequence[Row], corrected: Mapping[str, str]) -> tuple[int, int]:
    """Where the heading rows begin and how many they are: those that say most, the fewest of them."""
    best, most = (0, 0), (0 if corrected else 1, 0)
    for start in range(min(len(rows), SEARCHED)):
        for length in range(1, MOST_HEADINGS + 1):
            block = rows[start : start + length]
            if len(block) < length or not _looks_like_heading(block[-1]):
                break
            headings = [corrected.get(letter(at), text) for at, text in enumerate(_joined(block))]
            found = [column(at, heading, (), None, None) for at, heading in enumerate(headings)]
            score = (sum((each.role is not Role.UNREAD) + bool(each.fiscal_year) for each in found), -length)
            if score > most and any(each.role is Role.TITLE for each in found):
                best, most = (start, length), score
    return best


def _looks_like_heading(row: Row) -> bool:
    return all(
        len(cell) <= _LONGEST_HEADING and (number(cell) is None or _YEAR_NUMBER.fullmatch(cell)) for cell in row.cells
    )


def _joined(block: Sequence[Row]) -> tuple[str, ...]:
    """The heading of every column: its cells from above to below; a cell also heads the blank ones to its right."""
    width = max((len(row.cells) for row in block), default=0)
    stacks: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(block):
        below = block[depth + 1] if depth + 1 < len(block) else None
        head = ""
        for at in range(width):
            cell = row.cell(at)
            if cell:
                head = cell if below is not None and below.cell(at) else ""
            elif below is not None and below.cell(at):
                cell = head
            else:
                head = ""
            if cell and stacks[at][-1:] != [cell]:
                stacks[at].append(cell)
    return tuple(" ".join(" ".join(stack).split()) for stack in stacks)


def _columns(
    headings: Sequence[str], below: Sequence[Row], corrected: Mapping[str, str], above: Sequence[str]
) -> tuple[tuple[Column, ...], int | None]:
    """The columns, and the fiscal year that stands above them."""
    told = {year for text in above for year in years_of(text)}
    year = next(iter(told)) if len(told) == 1 else None
    named = [years for text in headings if len(years := years_of(text)) == 1]
    near = year if year is not None else max((years[0] for years in named), default=None)
    kind = _default_kind(" ".join(above))
    found = []
    for at, printed in enumerate(headings):
        heading = corrected.get(letter(at), printed)
        cells = [row.cell(at) for row in below[:SAMPLE]]
        if heading == LEAVE_OUT:
            found.append(Column(at, printed, Role.UNREAD))
        else:
            found.append(column(at, heading, cells, near, kind))
    return tuple(found), year


def _default_kind(above: str) -> str | None:
    """What money a table is about, where a column says no more than its year."""
    return next((kind for word, kind in _KINDS.items() if word in above), None)


_KINDS = {"当初予算": "当初予算額", "予算": "予算額", "決算": "決算額", "総事業費": "総事業費", "事業費": "事業費"}


# Levels


def _with_numbers(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A column called only 番号 numbers the level to its right, else the lowest one that has no number."""
    titles = [each for each in columns if each.role is Role.TITLE and each.level]
    coded = {each.level for each in columns if each.role is Role.CODE}
    found = []
    for each in columns:
        if each.role is Role.CODE and each.level is None:
            free = [title for title in titles if title.level not in coded]
            beside = [title for title in free if title.at == each.at + 1]
            lowest = sorted(free, key=lambda title: (rank(title.level or ""), title.at))[-1:]
            owner = next(iter(beside or lowest), None)
            each = replace(each, level=owner.level) if owner else replace(each, role=Role.UNREAD)
            coded.add(each.level)
        found.append(each)
    return tuple(found)


def _levels(columns: Sequence[Column], below: Sequence[Row]) -> tuple[LevelColumns, ...]:
    titles = [each for each in columns if each.role is Role.TITLE and each.level]
    titles = list({each.level: each for each in reversed(titles)}.values())
    ordered = sorted(titles, key=lambda each: (rank(each.level or ""), each.at))[-len(LADDER) :]
    codes = [each for each in columns if each.role is Role.CODE and each.level]
    return tuple(
        LevelColumns(
            level,
            each.level or "",
            each.at,
            code := _code_of(each, codes),
            code is None and _begin_with_numbers([row.cell(each.at) for row in below[:SAMPLE]]),
        )
        for level, each in zip(_ladder(len(ordered)), ordered, strict=True)
    )


def _ladder(count: int) -> tuple[Level, ...]:
    left_out = (Level.POLICY, Level.PROGRAMME, Level.ISSUE, Level.STRATEGY)[: len(LADDER) - count]
    return tuple(level for level in LADDER if level not in left_out)


def _code_of(title: Column, codes: Sequence[Column]) -> int | None:
    same = [each.at for each in codes if each.level == title.level]
    alike = [each.at for each in codes if rank(each.level or "") == rank(title.level or "")]
    return next(iter(same or alike), None)


def _begin_with_numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    return bool(filled) and all(numbered(cell) is not None for cell in filled)


def numbered(cell: str) -> tuple[str, str] | None:
    """Number and name of a cell that holds both: 02 総務費, 1-2 農業の振興."""
    match = _NUMBERED_TITLE.fullmatch(cell.translate(_NARROW).strip())
    return (match[1].replace(".", "-"), match[2]) if match else None


_NARROW = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF08, 0xFF09, 0xFF0D, 0xFF0E)} | {
    0x3000: " "
}


# Units


def _unit_notes(above: Sequence[str], below: Sequence[Row], columns: Sequence[Column]) -> tuple[Unit, ...]:
    """The units that notes above the headings or outside the rows of projects name for the whole sheet."""
    lonely = [cell for row in below for cell in row.cells if sum(map(bool, row.cells)) <= 2]
    unread = [row.cell(each.at) for each in columns if each.role is Role.UNREAD for row in below]
    notes = [note for note in (*above, *lonely, *unread) if note and len(note) <= _LONGEST_NOTE]
    told = (unit for note in notes if _UNIT_NOTE.fullmatch(plain(note)) for unit in unit_of(note))
    return tuple(dict.fromkeys(told))


def _with_units(
    columns: Sequence[Column],
    corrected: Mapping[str, str],
    notes: Sequence[Unit],
    told: Unit | None,
    below: Sequence[Row],
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns with their units, and what stands against reading the money."""
    found, troubles = [], []
    bare: list[Column] = []
    for each in columns:
        if each.role is not Role.AMOUNT:
            found.append(each)
            continue
        printed = unit_of(each.heading)
        about = () if each.letter in corrected and printed else notes
        units = tuple(dict.fromkeys((*printed, *about, *((told,) if told else ()))))
        if len(units) > 1:
            name = f"{each.letter} {each.heading}"
            troubles.append(say("trouble_table_two_units", "ja", column=name, units="、".join(units)))
        if not units and not _print_their_units(row.cell(each.at) for row in below):
            bare.append(each)
        found.append(replace(each, unit=units[0] if len(units) == 1 else None))
    if bare:
        names = "、".join(f"{each.letter} {each.heading}" for each in bare[:3])
        troubles.append(say("trouble_table_no_unit", "ja", columns=names, count=len(bare)))
    return tuple(found), (*_twins(found), *troubles)


def _print_their_units(cells: Iterable[str]) -> bool:
    """Whether every number in a column has its unit beside it."""
    numbers = [found for cell in cells if (found := number(cell)) is not None]
    return all(found.unit is not None for found in numbers)


def _twins(columns: Sequence[Column]) -> Iterator[str]:
    """Two columns that would be the same money of the same year."""
    money = [each for each in columns if each.role is Role.AMOUNT]
    for (kind, _), count in Counter((each.kind, each.fiscal_year) for each in money).items():
        if count > 1:
            same = "、".join(f"{each.letter} {each.heading}" for each in money if each.kind == kind)
            yield say("trouble_table_twins", "ja", columns=same)
            return
