"""Money below or behind a label that says what it is, 事業費(百万円), perhaps a year at a time: 令和5年度 184.

One place for all that a page may print it with: definition lists, labels set apart by style, lines of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.money import Unit
from knowledge.language.text import morphemes
from knowledge.model import Amount
from knowledge.reading.apart import says_kind
from knowledge.reading.lines import PARTED, Line
from knowledge.reading.outline.nodes import SUMS
from knowledge.reading.tables.cells import YEN, is_blank, number, without_notes
from knowledge.reading.tables.columns import kind_of, unit_of, years_of


@dataclass(frozen=True, slots=True)
class Labelled:
    """The amounts, and the numbers of the lines that are read with them."""

    amounts: tuple[Amount, ...] = ()
    lines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Label:
    """What a label says of the figures to come."""

    kind: str
    unit: Unit | None
    year: int | None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A figure with the year before it; one without an amount where nothing is set aside, or where it is a sum."""

    amount: Amount | None


def labelled(lines: Sequence[Line], yen: int | None, year: int | None) -> Labelled:
    """The money of a project's lines at labels; `yen` is what a number counts for below a label without a unit."""
    unit = next((unit for unit, each in YEN.items() if each == yen), None)
    found: list[Amount] = []
    read: set[int] = set()
    heading: _Label | None = None
    for line in lines:
        parts = [part.strip() for part in PARTED.split(line.text) if part.strip()]
        own = _label(parts[0], unit, year) if parts else None
        heading = own or heading
        rest = parts[1:] if own else parts
        cells = _cells(rest, line, heading, year) if heading is not None and not _says_all(rest) else None
        if cells is None:
            heading = None
            continue
        read.add(line.number)
        found += [cell.amount for cell in cells if cell.amount is not None]
    amounts = tuple(found) if len({(each.fiscal_year, each.kind) for each in found}) == len(found) else ()
    return Labelled(amounts, frozenset(read) if amounts else frozenset())


def _says_all(parts: Sequence[str]) -> bool:
    """Whether a figure with its unit stands alone behind a label, 事業費:500千円: it is of the plan's own year."""
    figure = number(parts[0]) if len(parts) == 1 else None
    return figure is not None and figure.unit is not None


def _label(text: str, unit: Unit | None, year: int | None) -> _Label | None:
    if not says_kind(text) or len(years := years_of(text, year)) > 1 or len(units := unit_of(text)) > 1:
        return None
    return _Label(kind_of(text), units[0] if units else unit, years[0] if years else year)


def _cells(parts: Sequence[str], line: Line, label: _Label, year: int | None) -> list[_Cell] | None:
    """The figures of a line with their years; None where it says anything else."""
    found: list[_Cell] = []
    told: int | None = label.year
    is_total = False
    for part in parts:
        if is_blank(without_notes(part)):
            found.append(_Cell(None))
        elif (figure := number(part)) is not None:
            counted = figure.unit or label.unit
            if counted is None:
                return None
            yen = figure.yen(counted)
            if yen != int(yen):
                return None
            amount = Amount(int(yen), told, label.kind, figure.printed(counted), line.number)
            found.append(_Cell(None if is_total else amount))
        elif morphemes(part)[-1].surface in SUMS:
            is_total = True
        elif len(years := years_of(part, year)) == 1 and not kind_of(part):
            told, is_total = years[0], False
        else:
            return None
    return found
