"""A list of projects as CSV or Excel → Plan, in two steps: columns are recognised, then rows become entries.

The layout stands between the steps, so that a person can look at it and correct it before anything is stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.language.money import Unit
from knowledge.language.phrases import say
from knowledge.model import Finding, Plan, Source
from knowledge.reading import complaints
from knowledge.reading.tables import findings
from knowledge.reading.tables.columns import Column, Role, letter
from knowledge.reading.tables.files import Sheet, sheets
from knowledge.reading.tables.layout import Layout, corrections, layout_of
from knowledge.reading.tables.outline import outline
from knowledge.reading.tables.rows import sorted_rows

__all__ = ["Column", "Layout", "Role", "Told", "is_table", "read_table", "recognise"]

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a table that its own headings do not, or say wrong."""

    columns: str | None = None
    """"C=事業名,F=令和7年度 予算額(千円),G=-": what stands in C and F; G is left out."""
    unit: Unit | None = None
    """Of every column of money that prints none."""
    sheet: str | None = None
    """Of a workbook, the sheet to read."""


NOTHING = Told()


def is_table(path: Path) -> bool:
    """Whether a file is read as a table, by the end of its name."""
    return path.suffix.lower() in SUFFIXES


def recognise(path: Path, told: Told = NOTHING) -> Layout:
    """How the table at `path` is understood, with what was `told` of it, before a row of it is read.

    Raises ReadingError for a file that is no list of projects, and for money without a unit or with two of them.
    """
    corrected = corrections(told.columns) if told.columns else {}
    found = sheets(path)
    chosen = (
        [each for each in found if each.name == told.sheet]
        if told.sheet
        else [each for each in found if not each.hidden]
    )
    if not chosen:
        raise complaints.table("no_sheet", sheets="、".join(each.name for each in found), file=path.name)
    layouts = [layout for each in chosen if (layout := layout_of(each, corrected, told.unit)) is not None]
    if not layouts:
        raise complaints.table("no_list", file=path.name)
    best = max(layouts, key=lambda layout: layout.size)
    missing = sorted(corrected.keys() - {letter(at) for at in range(len(best.columns))})
    if missing:
        raise complaints.table("no_column", columns="、".join(missing), file=path.name)
    best.check(path.name)
    return replace(best, others=tuple(each.name for each in found if each.name != best.sheet))


def read_table(path: Path, known: Source, layout: Layout) -> Plan:
    """The plan in the table at `path`, read by `layout`; what is `known` of it goes before what stands above the table.

    Raises ReadingError for a table without a single project.
    """
    sheet = _sheet(path, layout)
    rows = sorted_rows(sheet, layout)
    source = replace(
        known,
        title=known.title or layout.title or path.stem,
        fiscal_year=known.fiscal_year or layout.newest_year,
        edition=hashlib.sha256(path.read_bytes()).hexdigest()[:12],
    )
    entries, oddities = outline(source.document, layout, rows)
    if not entries:
        raise complaints.table("no_list", file=path.name)
    others = [Finding("T110", None, say("finding_t110", "ja", sheet=name)) for name in layout.others]
    return Plan(source, entries, (*oddities, *findings.of_rows(layout, rows), *findings.of_entries(entries), *others))


def _sheet(path: Path, layout: Layout) -> Sheet:
    return next(sheet for sheet in sheets(path) if sheet.name == layout.sheet)
