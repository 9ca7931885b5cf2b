"""A published page or table → Plan, in two steps: it is opened, then understood. Every entry keeps its lines."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

from knowledge.language import money
from knowledge.language.phrases import say
from knowledge.model import Finding, Plan, Source
from knowledge.reading import complaints, html, limits, page, pdf, word
from knowledge.reading.complaints import NoListError, NoPlanError, ReadingError, UndecidedError
from knowledge.reading.coverage import Coverage, Share, of_page
from knowledge.reading.encoding import decode
from knowledge.reading.headed import of_headed
from knowledge.reading.html import Words
from knowledge.reading.lines import as_printed, lines
from knowledge.reading.markup import lean
from knowledge.reading.outline import outlined, stated, whose
from knowledge.reading.prose import with_prose
from knowledge.reading.readings import Reading
from knowledge.reading.tables import (
    NOTHING,
    REPEATS,
    Layout,
    Repeats,
    Sheet,
    Told,
    is_table,
    read_table,
    recognise,
    sheet_of_tabs,
)
from knowledge.reading.tables import sheets as sheets_of
from knowledge.reading.tables.columns import rank
from knowledge.reading.tables.details import with_details
from knowledge.reading.tables.findings import money_in
from knowledge.reading.tables.stacked import unstacked
from knowledge.reading.tables.within import rows_outside, says_money, sheets_within
from knowledge.reading.tabs import is_sheet, tables_of

__all__ = [
    "NOTHING",
    "REPEATS",
    "Coverage",
    "Layout",
    "Opened",
    "Reading",
    "ReadingError",
    "Repeats",
    "Share",
    "Told",
    "UndecidedError",
    "is_table",
    "opened",
    "read",
    "understand",
    "understood",
]


_FEW_ROWS = 2
"""Lines with several figures that a plan without codes may have."""
_MAY_BE_A_PLAN = re.compile("経営課題|戦略|取組|取り組|[0-9０-９][-－ー][0-9０-９]")
"""What some line of a plan has."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose bytes have been taken apart once: what it says is still to be understood."""

    path: Path
    data: bytes
    edition: str
    """Hash of the bytes: tells a replaced document from the one before."""
    sheets: tuple[Sheet, ...] = ()
    """Of a table."""
    words: Words = field(default_factory=lambda: Words(()))
    """Of a page."""
    spaced: tuple[int, ...] = ()
    """Of a PDF, pages with tables whose rows nothing but the space between them tells apart."""
    unclear: tuple[tuple[int, str], ...] = ()
    """Of a PDF, page and words of what may belong to the row of a table above it or below it."""


def opened(path: Path, told: Told = NOTHING) -> Opened:
    """The file at `path`, taken apart: a text, a saved web page, a PDF or a table.

    Raises ReadingError for a file that is missing, empty, damaged, no text, page or table, in an unknown encoding,
    larger than is read (see limits), and for a PDF with pages that hold no words and that nobody has `told` to skip.
    """
    if not path.exists():
        raise complaints.missing(path)
    if not path.is_file():
        raise complaints.no_file(path)
    try:
        if path.stat().st_size > limits.FILE:
            raise complaints.too_large(path.name, limits.FILE)
        data = path.read_bytes()
    except OSError as error:
        raise complaints.unreadable(path, error.strerror or str(error)) from error
    edition = hashlib.sha256(data).hexdigest()[:12]
    if is_table(path):
        return Opened(path, data, edition, sheets=sheets_of(data, path.name))
    if pdf.is_pdf(data):
        printed = pdf.markup(data, path.name, told.skip_pages)
        return Opened(
            path, data, edition, words=html.words_of(printed.source), spaced=printed.spaced, unclear=printed.unclear
        )
    if word.is_word(data, path.name):
        return Opened(path, data, edition, words=html.words_of(lean(word.markup(data, path.name), path.name)))
    text = decode(html.unpacked(data), path.name)
    if _is_page(text, path):
        return Opened(path, data, edition, words=html.words_of(lean(text, path.name)))
    written = as_printed(text)
    return Opened(path, data, edition, words=Words(written, tables=tables_of(written)))


def _is_page(text: str, path: Path) -> bool:
    """Whether a text is a web page's source, or a part of one in a file of that name."""
    return html.is_html(text) or (path.suffix.lower() in (".html", ".htm") and html.is_fragment(text))


def understood(file: Opened, known: Source | None = None, told: Told = NOTHING) -> Reading:
    """The plan in an opened file; what is `known` goes before what it says, what is `told` corrects a table's columns.

    Raises ReadingError where there is no 経営課題, 戦略 or 具体的取組 in a page or no project in a table, for a table
    whose columns or units are not clear, and UndecidedError where amounts may be each other's parts.
    """
    source = replace(known or _unknown(file.path.stem), edition=file.edition, pages=file.words.pages)
    name = file.path.name
    reading = _table(file.sheets, source, name, told) if file.sheets else _of_words(file, source, told)
    if sum(abs(amount.yen) for entry in reading.plan.entries for amount in entry.amounts) >= money.LARGEST:
        raise complaints.too_much_money(name)
    doubts = tuple(Finding("P101", None, say("finding_p101", "ja", words=words), page) for page, words in file.unclear)
    doubts += tuple(Finding("P103", None, say("finding_p103", "ja"), page) for page in file.spaced)
    found = tuple(
        replace(each, page=source.page_of(each.line)) if each.line else each for each in reading.plan.findings
    )
    return replace(reading, plan=replace(reading.plan, findings=doubts + found))


def _table(printed: Sequence[Sheet], source: Source, name: str, told: Told, notes: Sequence[str] = ()) -> Reading:
    sheets = tuple(unstacked(with_details(each), notes) for each in printed)
    layout = recognise(sheets, name, told, source.fiscal_year)
    plan, account = read_table(sheets, name, source, layout, told.repeats)
    return Reading(plan, account, layout)


def _of_words(file: Opened, source: Source, told: Told) -> Reading:
    """The plan in a page: by the headings that a 運営方針 has, where nothing contradicts it; else by its headings,
    whatever they are called, or by its tables of projects: as that reads most of its money without a contradiction."""
    words, name = file.words, file.path.name
    if sum(map(len, words.lines)) > limits.WORDS:
        raise complaints.page_too_long(name, limits.WORDS)
    of_tables, trouble = _tried_tables(words, source, name, told)
    headed = _tried_headed(words, source, name)
    most = max((each.money for each in of_tables), default=0)
    named = [each for each in headed if each.is_named and each.money >= most]
    evidence = headed[0].evidence if headed else None
    if named and not named[0].contradictions(evidence):
        return named[0]
    if most and most >= sum(map(len, words.tables)):  # money on every row: headings tell no more of a list of projects
        return max([*headed, *of_tables], key=attrgetter("money"))
    if (by_headings := _of_headings(words, source)) is not None:
        headed = [by_headings, *(each for each in headed if any(entry.code for entry in each.plan.entries))]
    found = [*of_tables, *headed] if most else headed + of_tables
    if named:  # another reading must find all that it has, at other places, to be the better one
        found = [*named, *(each for each in found if each.tells_all_of(named[0]))]
    elif not found or not (isinstance(trouble, NoPlanError) or any(each.money for each in found)):
        raise trouble
    best = max(found, key=lambda reading: reading.soundness(evidence))
    if not best.money and sum(map(says_money, words.tables)) > _FEW_ROWS:
        raise trouble  # a form, a table of accounts: its money would be left unsaid
    return best


def _tried_tables(words: Words, source: Source, name: str, told: Told) -> tuple[list[Reading], ReadingError]:
    """The reading of a page by its tables if there is one, and why there is none."""
    try:
        return [_of_tables(words, source, name, told)], complaints.no_plan(name)
    except NoListError:
        return [], complaints.no_plan(name)
    except ReadingError as error:
        return [], error


def _tried_headed(words: Words, source: Source, name: str) -> list[Reading]:
    """The reading of a page by the headings of a 運営方針, if there is one."""
    if words.tables and not _MAY_BE_A_PLAN.search(words.text):
        return []  # a book of tables would be read line by line in vain
    try:
        return [of_headed(words.text, source, name)]
    except NoPlanError:
        return []


def _of_tables(words: Words, source: Source, name: str, told: Told) -> Reading:
    """The plan in a page by its tables. Raises ReadingError as `recognise` and `read_table` do."""
    above, foot = page.without_furniture(lines(as_printed(words.text)))
    front = lines(tuple(words.lines[: words.tables[0][0].lines[0] - 1])) if words.tables else ()
    known = replace(source, organisation=source.organisation or whose(front))
    if not words.ranks and (named := stated(known, front, {}, is_sure=False)) is not None:  # no heading is the title
        described = _described(named, page.source(source.document, front, foot, ()))
        known = replace(described, fiscal_year=source.fiscal_year)
    within = sheets_within(words.lines, words.ranks, words.tables)
    if not within and is_sheet(words.lines):
        within = (sheet_of_tabs(words.text, name),)
    if not within:
        raise NoListError(name)
    reading = _table(within, known, name, told, words.lines)
    outside = rows_outside(words.lines, words.tables) if words.pages else ()
    left = tuple(Finding("P102", number, say("finding_p102", "ja", words=line)) for number, line in outside)
    if reading.layout is not None and all(rank(level.name) == 0 for level in reading.layout.levels):
        raise NoListError(name)  # the size of the budget by its accounts
    if (layout := reading.layout) is not None:
        sheet = next(sheet for sheet in within if sheet.name == layout.sheet)
        kept = {line.number for line in above}
        printed = [line if number in kept else "" for number, line in enumerate(words.lines, 1)]
        reading = replace(reading, plan=with_prose(reading.plan, printed, words.tables, sheet))
    return replace(reading, plan=replace(reading.plan, findings=reading.plan.findings + left))


def _of_headings(words: Words, known: Source) -> Reading | None:
    """The plan in a page by its headings, whatever they are called; None where it does not look like a plan."""
    if len(rows_outside(words.lines, words.tables)) > _FEW_ROWS:
        return None  # a table whose columns nobody could tell: its figures are of several years
    printed = as_printed(words.text)
    above, foot = page.without_furniture(lines(printed))
    found = outlined(above, words.ranks, words.tables, known)
    if found is None:
        return None
    doubts = tuple(
        Finding("P104", number, say("finding_p104", "ja", words=sentence))
        for number, sentence in (*found.left, *((line.number, line.text) for line in foot if money_in(line.text)))
    )
    stated = (Finding("P105", None, say("finding_p105", "ja")),)
    front = tuple(line for line in above if line.number < found.entries[0].lines[0])
    source = _described(found.source, page.source(known.document, front, foot, ()))
    plan = Plan(source, found.entries, (*stated, *doubts))
    owned = frozenset(n for entry in found.entries for n in range(entry.lines[0], entry.lines[1] + 1))
    return Reading(plan, lambda: of_page(printed, found.entries, owned, found.front + len(foot), plan.findings))


def read(path: Path, known: Source | None = None, told: Told | None = None) -> Plan:
    """The plan in the file at `path`. Raises ReadingError as `opened` and `understood` do.

    Lines are those of the text, or of a web page's words as they are read from its source, or rows.
    """
    told = told or NOTHING
    return understood(opened(path, told), known, told).plan


def understand(text: str, known: Source, name: str = "この文章") -> Plan:
    """The plan in the text of a page. Raises ReadingError, which calls the text by `name`, where there is none."""
    return of_headed(text, known, name).plan


def _unknown(document: str) -> Source:
    return Source(document=document, organisation=None, title="", fiscal_year=None)


def _described(found: Source, stated: Source) -> Source:
    """What a page's headings tell of it, and what it states as every page with a 運営方針 does."""
    is_named = stated.organisation is not None and stated.title != stated.document
    return replace(
        found,
        organisation=stated.organisation if is_named else found.organisation,
        page_date=stated.page_date,
        page_number=stated.page_number,
        stage=found.stage or stated.stage,
        contact=stated.contact,
    )
