"""A table of totals above or behind the plan, 経営課題ごとの予算: its rows name entries that are told elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.model import Amount, Entry, Level
from knowledge.reading import headings
from knowledge.reading.amounts import Caption, Printed, Role, amounts, captioned, columns, names_sum
from knowledge.reading.apart import is_money, set_apart, without
from knowledge.reading.blocks import Blocks, blocks
from knowledge.reading.headings import Heading
from knowledge.reading.lines import GAP, Line, letters

_FEWEST = 2
"""Rows that name entries told elsewhere, before they are a table of totals."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the tables of totals of a page say."""

    lines: frozenset[int] = frozenset()
    """The lines that they are printed on."""
    of_entries: Mapping[str, tuple[Amount, ...]] | None = None
    """The amounts of each row by the plain name of its entry."""
    sums: tuple[Amount, ...] = ()
    """What stands beside 計."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that names something and says its money."""

    line: Line
    name: str
    """By its letters; empty for 計."""
    printed: tuple[Printed, ...]


def sorted_out(lines: tuple[Line, ...], plan_year: int | None) -> tuple[Blocks, Totals]:
    """The page's blocks without its tables of totals, and what these say."""
    runs = [run for run in _runs(lines, plan_year) if sum(bool(row.name) for row in run) >= _FEWEST]
    if not runs:
        return blocks(lines, plan_year), Totals()
    taken = {row.line.number for run in runs for row in run}
    told = _told(blocks(tuple(line for line in lines if line.number not in taken), plan_year))
    tables = [run for run in runs if sum(row.name in told for row in run) >= max(_FEWEST, len(run) - 1)]
    if not tables:
        return blocks(lines, plan_year), Totals()
    numbers = {row.line.number for run in tables for row in run} | set(_heads(lines, tables))
    found = Totals(
        frozenset(numbers),
        {row.name: tuple(each.amount for each in row.printed) for run in tables for row in run if row.name},
        tuple(each.amount for run in tables for row in run if not row.name for each in row.printed),
    )
    return blocks(tuple(line for line in lines if line.number not in numbers), plan_year), found


def with_totals(entries: Sequence[Entry], totals: Totals) -> tuple[Entry, ...]:
    """The entries, each also with what a table of totals says of it in a year and a kind that it says nothing of."""
    return tuple(replace(entry, amounts=(*entry.amounts, *_further(entry, totals))) for entry in entries)


def _further(entry: Entry, totals: Totals) -> Iterator[Amount]:
    own = {(each.fiscal_year, each.kind) for each in entry.amounts}
    rows = totals.of_entries or {}
    row = next((rows[name] for name in _names(entry.level, entry.code, entry.title) if name in rows), ())
    yield from (each for each in row if (each.fiscal_year, each.kind) not in own)


def _runs(lines: Sequence[Line], plan_year: int | None) -> list[list[_Row]]:
    """Rows that stand right below one another."""
    runs: list[list[_Row]] = [[]]
    head = whole = Caption()
    for line in lines:
        row = _row(line, head, plan_year)
        if row is not None:
            runs[-1].append(row)
            continue
        runs.append([])
        head = captioned(set_apart(line.text), plan_year, whole)
        whole = head if "単位" in line.text else whole
        head = replace(head, columns=columns(line.text, plan_year, head))
    return runs


def _row(line: Line, head: Caption, plan_year: int | None) -> _Row | None:
    if headings.is_sentence(line.text) or is_money(line.text, head.unit):
        return None
    printed = amounts(line.text, line.number, replace(head, columns=()), plan_year)
    words = without(line.text, set_apart(line.text, head.unit))
    if head.columns and len({(each.amount.fiscal_year, each.amount.kind) for each in printed}) < len(head.columns):
        printed, words = amounts(line.text, line.number, head, plan_year), line.text
    if not printed:
        return None
    first = next((cell for cell in GAP.split(words) if cell.strip()), "")
    if names_sum(first) or any(each.role is Role.SUM for each in printed):
        return _Row(line, "", printed)
    found = headings.heading(replace(line, text=first))
    names = _names(found.level, found.code, found.title) if isinstance(found, Heading) else [letters(first)]
    return _Row(line, names[0], printed) if names and names[0] else None


def _told(draft: Blocks) -> set[str]:
    """The plain names of what has text or other headings below it."""
    named = [block for block in draft.blocks if block.heading.level in headings.LEVELS]
    ranks = [headings.LEVELS.index(block.heading.level) for block in named]
    return {
        name
        for block, rank, below in zip(named, ranks, [*ranks[1:], 0][: len(ranks)], strict=True)
        if below > rank or len(block.lines) > block.title_lines
        for name in _names(block.heading.level, block.heading.code, block.heading.title)
    }


def _names(level: Level, code: str | None, title: str) -> list[str]:
    """What a row may call an entry by: its title, or its level and code alone."""
    return [*filter(None, [letters(title)]), *([f"{level} {code}"] if code else [])]


def _heads(lines: Sequence[Line], tables: Sequence[Sequence[_Row]]) -> Iterator[int]:
    """The rows of headings above the tables."""
    firsts = {run[0].line.number for run in tables}
    for above, line in pairwise(lines):
        if line.number in firsts and len(GAP.split(above.text)) > 1 and not headings.is_sentence(above.text):
            yield above.number
