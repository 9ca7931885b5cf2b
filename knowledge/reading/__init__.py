"""A published page → Plan, in two steps: lines → blocks → entries. Every entry keeps its lines."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from knowledge import lint
from knowledge.model import Level, Plan, Source
from knowledge.reading import complaints, page
from knowledge.reading.blocks import blocks
from knowledge.reading.complaints import ReadingError
from knowledge.reading.entries import entries, repeated
from knowledge.reading.lines import as_printed, decode, lines
from knowledge.reading.shelf import Listed, shelf
from knowledge.reading.tables import Layout, is_table, read_table, recognise

__all__ = [
    "Layout",
    "Listed",
    "ReadingError",
    "is_table",
    "read",
    "read_table",
    "recognise",
    "shelf",
    "understand",
]


def read(path: Path, known: Source | None = None, layout: Layout | None = None) -> Plan:
    """The plan in the file at `path`, a page or a table; what is `known` of it goes before what it says itself.

    A table is read by its `layout`, by default as `recognise` understands it.
    Raises ReadingError for a file that is missing, empty, not UTF-8 text or without any 経営課題, 戦略 or 具体的取組,
    and for a table whose columns or units are not clear.
    """
    if is_table(path):
        return read_table(path, known or _unknown(path.stem), layout or recognise(path))
    if not path.exists():
        raise complaints.missing(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise complaints.unreadable(path, error.strerror or str(error)) from error
    edition = hashlib.sha256(data).hexdigest()[:12]
    return understand(decode(data, path.name), replace(known or _unknown(path.stem), edition=edition), path.name)


def understand(text: str, known: Source, name: str = "この文章") -> Plan:
    """The plan in the text of a page. Raises ReadingError, which calls the text by `name`, where there is none."""
    printed = as_printed(text)
    above, foot = page.without_furniture(lines(printed))
    draft = blocks(above, None)
    stated = page.source(known.document, draft.front, foot, tuple(block.lines[0] for block in draft.blocks))
    source = _merged(known, stated)
    sorted_lines = blocks(above, source.fiscal_year)  # again, now that 4年度 has a year to be near to
    found = entries(source.document, sorted_lines.blocks, source.fiscal_year)
    if not any(entry.level in (Level.ISSUE, Level.STRATEGY, Level.ACTION) for entry in found):
        raise complaints.no_plan(name)
    evidence = lint.Evidence(
        source=source,
        stated=stated,
        entries=found,
        printed=printed,
        unlevelled=tuple(line.number for line in sorted_lines.unlevelled),
        repeated=repeated(sorted_lines.blocks),
    )
    return Plan(source, found, lint.findings(evidence))


def _unknown(document: str) -> Source:
    return Source(document=document, organisation=None, title="", fiscal_year=None)


def _merged(known: Source, stated: Source) -> Source:
    """What was known beforehand, and for the rest what the page says."""
    return replace(
        stated,
        organisation=known.organisation or stated.organisation,
        title=known.title or stated.title,
        fiscal_year=known.fiscal_year or stated.fiscal_year,
        url=known.url,
        licence=known.licence,
        stage=known.stage or stated.stage,
        edition=known.edition,
    )
