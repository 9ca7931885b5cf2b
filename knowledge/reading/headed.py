"""The plan in a page by the headings that a 運営方針 has: 経営課題, 戦略 and 具体的取組."""

from __future__ import annotations

from dataclasses import replace

from knowledge import lint
from knowledge.model import Entry, Level, Plan, Source
from knowledge.reading import complaints, headings, page, totals
from knowledge.reading.amounts import Caption, Role, amounts
from knowledge.reading.blocks import blocks
from knowledge.reading.closing import with_closings
from knowledge.reading.coverage import of_page
from knowledge.reading.entries import entries, repeated, uncounted
from knowledge.reading.lines import Line, as_printed, lines
from knowledge.reading.numbering import numbering
from knowledge.reading.readings import Reading

_FEWEST = 2
"""Headings of other words before they are levels of the page."""


def of_headed(text: str, known: Source, name: str) -> Reading:
    """The plan in a page's text; what is `known` goes before what it says.

    Raises NoPlanError, which calls the page by `name`, where there is no 経営課題, 戦略 or 具体的取組.
    """
    printed = as_printed(text)
    above, foot = page.without_furniture(lines(printed))
    draft = blocks(above, None)
    stated = page.source(known.document, draft.front, foot, tuple(block.lines[0] for block in draft.blocks))
    source = _merged(known, stated)
    sorted_lines, tables = totals.sorted_out(above, source.fiscal_year)  # now that 4年度 has a year to be near to
    sorted_lines = replace(sorted_lines, blocks=with_closings(sorted_lines.blocks))
    found = totals.with_totals(entries(source.document, sorted_lines.blocks, source.fiscal_year), tables)
    if not any(entry.level in (Level.ISSUE, Level.STRATEGY, Level.ACTION) for entry in found):
        raise complaints.no_plan(name)
    owned = tables.lines.union(line.number for block in sorted_lines.blocks for line in (*block.lines, *block.closing))
    free = tuple(line for line in above if line.number not in owned)
    within = uncounted(sorted_lines.blocks, source.fiscal_year)
    between = tuple(each for line in free for each in amounts(line.text, line.number, Caption(), source.fiscal_year))
    evidence = lint.Evidence(
        source=source,
        stated=stated,
        entries=found,
        printed=printed,
        unlevelled=tuple(line.number for line in sorted_lines.unlevelled),
        repeated=repeated(sorted_lines.blocks),
        unopened=_unopened(above, found),
        owned=owned,
        sums=tables.sums + tuple(each.amount for each in within + between if each.role is Role.SUM),
        elsewhere=tuple(each.amount for each in within if each.role is Role.ELSEWHERE),
        stray=tuple(each.amount for each in between if each.role is not Role.SUM),
    )
    plan = Plan(source, found, lint.findings(evidence))
    of_itself = len(sorted_lines.front) + len(foot) + len(lines(printed)) - len(above) - len(foot)
    named = [block.heading for block in sorted_lines.blocks if block.heading.keyword]
    is_named = any(each.level in (Level.ISSUE, Level.STRATEGY) or each.code for each in named)
    is_named = is_named and not _has_others(above, found)
    return Reading(
        plan,
        lambda: of_page(printed, found, owned, of_itself, plan.findings),
        is_named=is_named,
        evidence=evidence,
    )


def _has_others(lines: tuple[Line, ...], found: tuple[Entry, ...]) -> bool:
    """Whether headings of the page's own words stand above or below those that were opened: 方策1-1 above 取組1-1-1."""
    codes = {entry.code for entry in found if entry.code}
    told = (numbering(line.text) for line in lines)
    others = {each.code for each in told if each is not None and each.word is not None and each.code} - codes
    related = {other for other in others if any(_is_above(other, code) or _is_above(code, other) for code in codes)}
    unread = [
        each for entry in found if not entry.code and (each := numbering(entry.heading)) and each.code and each.word
    ]
    return len(related) >= _FEWEST or len(unread) >= _FEWEST


def _is_above(code: str, other: str) -> bool:
    return other.startswith(code) and (other[len(code) :][:1] == "-" or (code.isalpha() and other != code))


def _unopened(lines: tuple[Line, ...], found: tuple[Entry, ...]) -> tuple[tuple[int, str], ...]:
    """Lines that begin like a heading with a code that no entry has."""
    codes = {entry.code for entry in found}
    begun = ((line.number, headings.begun(line)) for line in lines)
    return tuple((number, code) for number, code in begun if code is not None and code not in codes)


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
        pages=known.pages,
        corrections=known.corrections,
    )
