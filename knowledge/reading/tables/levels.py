"""Which columns are a table's levels: names, their numbers, and what tells the rows of one project apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.language.brackets import brackets
from knowledge.model import Level
from knowledge.reading.numbering import numbering
from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import PART, Column, Role, flow_of, folded, is_measure, plain, rank
from knowledge.reading.tables.files import Row

LADDER = (Level.POLICY, Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
"""The levels of a table with five; one with fewer leaves out POLICY first, then PROGRAMME, then ISSUE."""
_NUMBERED_TITLE = re.compile(r"[(]?([0-9]{1,4}(?:[-.][0-9]{1,3})*)[).:、\s]\s*(\S.*)", re.DOTALL)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-－]{0,15}")
_SPACE, _NAME = " ", "名"
"""What a number is a numbering before."""
_MOST_PARTS = 60
"""Different names of parts, from which a column holds no such names."""


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """One level of the table."""

    name: str
    """What the table calls it: 事務事業."""
    title: int
    """The place of the column with its names."""
    code: int | None = None
    numbers_in_titles: bool = False
    """Whether the names begin with their numbers: 02 総務費."""
    has_office: bool = False
    """Whether the office stands behind each name in brackets."""


def ladder(count: int) -> tuple[Level | None, ...]:
    """What each of so many levels is in a plan, from the top; None for those above the highest that there is."""
    left_out = (Level.POLICY, Level.PROGRAMME, Level.ISSUE, Level.STRATEGY)[: max(len(LADDER) - count, 0)]
    kept = tuple(level for level in LADDER if level not in left_out)
    return (*(None,) * max(count - len(kept), 0), *kept)


def with_numbers(columns: tuple[Column, ...], below: Sequence[Row]) -> tuple[Column, ...]:
    """The columns with each number beside the name that it numbers.

    Of two columns of one level, 款 and 款名称, the one with codes numbers the other. A column called only 番号 numbers
    the level to its right, else the lowest one that has no number.
    """
    columns = _named_once(columns, [row for row in below if len(set(filter(None, row.cells))) > 1])  # no heads alone
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


def _named_once(columns: tuple[Column, ...], below: Sequence[Row]) -> tuple[Column, ...]:
    result = list(columns)
    for each in columns:
        if each.role is not Role.TITLE:
            continue
        same = [other for other in columns if other.role is Role.TITLE and other.level == each.level]
        named = [other for other in same if not _holds_codes(other.at, below)]
        unheaded = each.at + 1 < len(columns) and not plain(columns[each.at + 1].heading)
        if named and each not in named:
            result[each.at] = replace(each, role=Role.CODE)
        elif named and each is not named[0]:
            result[each.at] = replace(each, role=Role.TEXT)
        elif not named and unheaded and _filled(each.at + 1, below) and not _holds_codes(each.at + 1, below):
            result[each.at] = replace(each, role=Role.CODE)
            result[each.at + 1] = replace(each, at=each.at + 1)
    return tuple(result)


def _holds_codes(at: int, below: Sequence[Row]) -> bool:
    filled = _filled(at, below)
    return bool(filled) and all(map(_is_code, filled))


def _is_code(cell: str) -> bool:
    """Whether a cell is a number or a sign of a series and nothing else: 2-01, ア, ③."""
    if _CODE.fullmatch(cell) and cell[0].isdigit():
        return True
    told = numbering(f"{cell}{_SPACE}{_NAME}") if any(map(str.isalnum, cell)) else None
    return told is not None and told.word is None and told.title == _NAME


def _filled(at: int, below: Sequence[Row]) -> list[str]:
    return [row.cell(at) for row in below if not is_blank(row.cell(at))]


def with_parts(columns: tuple[Column, ...], below: Sequence[Row]) -> tuple[Column, ...]:
    """The columns with those that tell the rows of one project apart: its parts, or what money each row has."""
    titles = sorted((each for each in columns if each.role is Role.TITLE), key=lambda each: rank(each.level or ""))
    if not titles:
        return columns
    result = list(columns)
    for each in columns:
        cells = _filled(each.at, below)
        if cells and each.role in (Role.UNREAD, Role.TEXT, Role.TITLE) and all(flow_of(cell) for cell in cells):
            result[each.at] = replace(each, role=Role.FLOW)
        if each.role not in (Role.UNREAD, Role.TEXT) or not PART.fullmatch(plain(each.heading)):
            continue
        if not cells or len(set(cells)) > _MOST_PARTS or any(number(cell) is not None for cell in cells):
            continue
        if _tells_apart(each.at, titles, below):
            measures = any(is_measure(cell) for cell in cells)
            result[each.at] = (
                replace(each, role=Role.KIND) if measures else replace(each, role=Role.TITLE, level=each.heading)
            )
            break
    return tuple(result)


def _tells_apart(at: int, titles: Sequence[Column], below: Sequence[Row]) -> bool:
    """Whether rows of one project, each with its name or with none of its own, differ in a column."""
    lowest = titles[-1].at
    for above, row in pairwise(below):
        same = is_blank(row.cell(lowest)) or all(
            folded(row.cell(each.at)) == folded(above.cell(each.at)) for each in titles
        )
        filled = not is_blank(row.cell(at)) and not is_blank(above.cell(at))
        if same and filled and row.cell(at) != above.cell(at):
            return True
    return False


def levels(columns: Sequence[Column], below: Sequence[Row]) -> tuple[LevelColumns, ...]:
    """The levels from the top."""
    titles = [each for each in columns if each.role is Role.TITLE and each.level]
    titles = list({each.level: each for each in reversed(titles)}.values())
    ordered = _by_contents(sorted(titles, key=lambda each: (rank(each.level or ""), each.at)), below)
    codes = [each for each in columns if each.role is Role.CODE and each.level]
    return tuple(
        LevelColumns(
            each.level or "",
            each.at,
            code := _code_of(each, codes),
            code is None and _begin_with_numbers(_filled(each.at, below)),
            each.has_office,
        )
        for each in ordered
    )


def _by_contents(ordered: list[Column], below: Sequence[Row]) -> list[Column]:
    """The columns of names from the top: where their words say otherwise than their order in the table, the one with
    fewer names stands above."""
    for _ in ordered:
        for at, (one, two) in enumerate(pairwise(ordered)):
            if one.at > two.at and len(set(_filled(one.at, below))) > len(set(_filled(two.at, below))):
                ordered[at : at + 2] = [two, one]
    return ordered


def _code_of(title: Column, codes: Sequence[Column]) -> int | None:
    same = [each.at for each in codes if each.level == title.level]
    alike = [each.at for each in codes if rank(each.level or "") == rank(title.level or "")]
    return next(iter(same or alike), None)


def _begin_with_numbers(filled: Sequence[str]) -> bool:
    named = [cell for cell in filled if not cell.endswith("計")]
    return bool(named) and all(numbered(cell) is not None for cell in named)


def numbered(cell: str) -> tuple[str, str] | None:
    """Number and name of a cell that holds both: 02 総務費, 1-2 農業の振興, 施策1-2 農業の振興, Ⅱ 健康."""
    match = _NUMBERED_TITLE.fullmatch(cell.translate(_NARROW).strip())
    if match:
        return match[1].replace(".", "-"), match[2]
    told = numbering(cell)
    if told is None or not told.code or not told.title:
        return None
    return (told.code, told.title) if told.word or "Ⅰ" <= cell[0] <= "Ⅻ" else None


def without_office(cell: str) -> tuple[str, str | None]:
    """Name and office of a cell that ends with the office in brackets."""
    left, right = next(reversed(brackets(cell).pairs), (0, 0))
    ends = right == len(cell) - 1 and left > 0
    return (cell[:left].strip(), cell[left + 1 : right].strip()) if ends else (cell, None)


_NARROW = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF08, 0xFF09, 0xFF0D, 0xFF0E)} | {
    0x3000: " "
}
