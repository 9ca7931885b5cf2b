"""In which unit a table's money is counted: never guessed, never mixed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.language.money import Unit
from knowledge.language.phrases import say
from knowledge.reading.tables.cells import number
from knowledge.reading.tables.columns import Column, Role, is_money, plain, unit_of
from knowledge.reading.tables.files import Row

_NOTE = re.compile(r"[(\[〔【]?(?:百万円|千円|万円|億円|円)[)\]〕】]?|.*単位.*")
_LONGEST_NOTE = 40
_FEW = 2
"""Cells of a row that is no project but a note."""


def is_note(cell: str) -> bool:
    """Whether a cell does nothing but name a unit: (単位:千円), 千円."""
    return len(cell) <= _LONGEST_NOTE and _NOTE.fullmatch(plain(cell)) is not None and bool(unit_of(cell))


def notes(above: Sequence[str], headings: Sequence[str], below: Sequence[Row]) -> tuple[Unit, ...]:
    """The units that notes name for the whole sheet: above the headings, alone in one, or on rows without figures.

    The unit of an indicator stands in a column of its own, on rows of projects, and says nothing about money.
    """
    lonely = [cell for row in below if _is_lonely(row) for cell in row.cells]
    told = (unit for note in (*above, *headings, *lonely) if is_note(note) for unit in unit_of(note))
    return tuple(dict.fromkeys(told))


def _is_lonely(row: Row) -> bool:
    filled = {cell for cell in row.cells if cell}
    return len(filled) <= _FEW and not any(number(cell) is not None for cell in filled)


def with_units(
    columns: Sequence[Column],
    corrected: Mapping[str, str],
    notes: Sequence[Unit],
    told: Unit | None,
    below: Sequence[Row],
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns with their units, and what stands against reading the money."""
    found, troubles = [], []
    bare: list[Column] = []
    kind = next((each.at for each in columns if each.role is Role.KIND), None)
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
        if not units and not _print_their_units(below, each.at, kind):
            bare.append(each)
        found.append(replace(each, unit=units[0] if len(units) == 1 else None))
    if bare and any(each.unit for each in found):  # the rest can be read; a finding tells of these
        places = {each.at for each in bare}
        found = [replace(each, role=Role.UNREAD) if each.at in places else each for each in found]
    elif bare:
        names = "、".join(f"{each.letter} {each.heading}" for each in bare[:3])
        troubles.append(say("trouble_table_no_unit", "ja", columns=names, count=len(bare)))
    if told and not any(each.role is Role.AMOUNT for each in columns):
        troubles.append(say("trouble_table_no_money", "ja", unit=told))
    return tuple(found), (*_twins(found), *troubles)


def _print_their_units(rows: Iterable[Row], at: int, kind: int | None) -> bool:
    """Whether every number of a column has its unit beside it, or in the cell that says what money its row has."""
    for row in rows:
        found = number(row.cell(at))
        if found is None or found.unit is not None:
            continue
        if kind is None or (is_money(row.cell(kind)) and len(unit_of(row.cell(kind))) != 1):
            return False
    return True


def _twins(columns: Sequence[Column]) -> Iterator[str]:
    """Two columns that would be the same money of the same year."""
    money = [each for each in columns if each.role is Role.AMOUNT]
    for (kind, _), count in Counter((each.kind, each.fiscal_year) for each in money).items():
        if count > 1:
            same = "、".join(f"{each.letter} {each.heading}" for each in money if each.kind == kind)
            yield say("trouble_table_twins", "ja", columns=same)
            return
