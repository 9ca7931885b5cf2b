"""A list of projects as CSV or Excel → Plan, in two steps: columns are recognised, then rows become entries.

The layout stands between the steps, so that a person can look at it and correct it before anything is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.language import money
from knowledge.language.money import Unit
from knowledge.language.phrases import say
from knowledge.model import Finding, Plan, Source
from knowledge.reading import complaints
from knowledge.reading.complaints import UndecidedError
from knowledge.reading.coverage import Coverage
from knowledge.reading.tables import findings
from knowledge.reading.tables.cells import number
from knowledge.reading.tables.columns import Column, Role, letter
from knowledge.reading.tables.coverage import coverage
from knowledge.reading.tables.figures import slot
from knowledge.reading.tables.files import TEXTS, WORKBOOKS, Sheet, sheet_of_tabs, sheets
from knowledge.reading.tables.layout import Layout, corrections, layout_of, sheet_of, without_others
from knowledge.reading.tables.outline import outline
from knowledge.reading.tables.owners import Owners, owners
from knowledge.reading.tables.repeats import REPEATS, Repeats
from knowledge.reading.tables.rows import SortedRows, sorted_rows, whole_sums

__all__ = [
    "NOTHING",
    "REPEATS",
    "Column",
    "Layout",
    "Repeats",
    "Role",
    "Sheet",
    "Told",
    "is_table",
    "read_table",
    "recognise",
    "sheet_of_tabs",
    "sheets",
]

_SHOWN = 3
"""Names that a question gives."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a table that its own headings do not, or say wrong."""

    columns: str | None = None
    """"C=事業名,F=令和7年度 予算額(千円),G=-": what stands in C and F; G is left out."""
    unit: Unit | None = None
    """Of every column of money that prints none."""
    sheet: str | None = None
    """Of a workbook, the sheet to read."""
    repeats: Repeats | None = None
    """Whether money that repeats what other rows say counts once, as the group's, or on each row."""
    skip_pages: str | None = None
    """Of a PDF, "1,7-9": pages that are not read."""


NOTHING = Told()


def is_table(path: Path) -> bool:
    """Whether a file is read as a table, by the end of its name."""
    return path.suffix.lower() in (*TEXTS, *WORKBOOKS)


def recognise(found: Sequence[Sheet], name: str, told: Told = NOTHING, year: int | None = None) -> Layout:
    """How the sheets of a file are understood, with what was `told` of it, before a row of it is read.

    `year` is the document's fiscal year, where it is known. Raises ReadingError for a file that is no list of
    projects, and for money without a unit or with two of them.
    """
    corrected = corrections(told.columns) if told.columns else {}
    chosen = (
        [each for each in found if each.name == told.sheet]
        if told.sheet
        else [each for each in found if not each.hidden]
    )
    if not chosen:
        raise complaints.table("no_sheet", sheets="、".join(each.name for each in found), file=name)
    layouts = [layout for each in chosen if (layout := layout_of(each, corrected, told.unit, year)) is not None]
    if not layouts:
        raise complaints.table("no_list", file=name)
    best = max(layouts, key=lambda layout: layout.size)
    missing = sorted(corrected.keys() - {letter(at) for at in range(len(best.columns))})
    if missing:
        raise complaints.table("no_column", columns="、".join(missing), file=name)
    best.check(name)
    return without_others(best, found)


def read_table(
    found: Sequence[Sheet], name: str, known: Source, layout: Layout, repeats: Repeats | None = None
) -> tuple[Plan, Callable[[], Coverage]]:
    """The plan in the sheets of a file of that name, read by `layout`, and what finds out its coverage.

    What is `known` goes before what stands above the table. Raises ReadingError for a table without a single project,
    and UndecidedError where amounts may be each other's parts and `repeats` does not say how they count.
    """
    sheet = sheet_of(found, layout)
    rows = sorted_rows(sheet, layout)
    owned = owners(layout, rows, repeats)
    if owned.asked:
        owned = _decided(name, layout, rows, owned)
    source = replace(
        known,
        title=known.title or layout.title or Path(name).stem,
        fiscal_year=known.fiscal_year or layout.newest_year,
    )
    entries, oddities = outline(source.document, layout, rows, owned)
    if not entries:
        raise complaints.table("no_list", file=name)
    others = [Finding("T110", None, say("finding_t110", "ja", sheet=each)) for each in layout.others]
    unseen = [Finding("T128", None, say("finding_t128", "ja"))] if not _shows_formats(name) else []
    told = (
        *owned.findings,
        *oddities,
        *findings.of_rows(layout, rows, owned),
        *findings.outside(sheet, layout, rows),
        *findings.of_entries(entries),
        *others,
        *unseen,
    )
    return Plan(source, entries, told), lambda: coverage(sheet, layout, rows, owned)


def _decided(name: str, layout: Layout, rows: SortedRows, once: Owners) -> Owners:
    """The owners of amounts that may be each other's parts, where a printed total tells which; else it is asked."""
    each = owners(layout, rows, "each")
    column = next(
        (at for at in (each.at for each in layout.of_role(Role.AMOUNT)) if once.total(at) != each.total(at)), None
    )
    if column is None:  # it comes to the same
        return owners(layout, rows, "once")
    if (told := _told_by_total(column, layout, rows, once, each)) is not None:
        return owners(layout, rows, told)
    names = list(dict.fromkeys(once.asked))
    shown = "、".join(f"「{title}」" for title in names[:_SHOWN]) + ("など" if len(names) > _SHOWN else "")
    raise UndecidedError(
        say(
            "trouble_table_repeats",
            "ja",
            file=name,
            names=shown,
            count=len(names),
            once=money.thousands(int(once.total(column))),
            each=money.thousands(int(each.total(column))),
        )
    )


def _told_by_total(column: int, layout: Layout, rows: SortedRows, once: Owners, each: Owners) -> Repeats | None:
    """How amounts count by a sum that the table prints: the way that comes to it, where only one does."""
    heading = layout.columns[column]
    cells = [(number(row.cell(column)), slot(row, layout)[0]) for row in whole_sums(rows)]
    stated = [(found.yen(found.unit or heading.unit or "円"), year) for found, year in cells if found is not None]
    ways = {
        way: any(owned.total(column, year) == yen for yen, year in stated)
        for way, owned in (("once", once), ("each", each))
    }
    return None if ways["once"] == ways["each"] else next(way for way in REPEATS if ways[way])


def _shows_formats(name: str) -> bool:
    """Whether the number formats of a file are seen, which may show other figures than its cells hold."""
    return not name.lower().endswith((".xls", ".xlsb", ".ods"))
