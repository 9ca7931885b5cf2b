"""What a page says between its tables of projects → the text of the heading that it stands below."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import Entry, Plan
from knowledge.reading.facts import facts
from knowledge.reading.lines import Line
from knowledge.reading.numbering import is_label, numbering
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.levels import numbered


def with_prose(plan: Plan, lines: Sequence[str], tables: Sequence[Sequence[Row]], sheet: Sheet) -> Plan:
    """The plan of a sheet with what the page prints below each heading, down to the next one, as the heading's text.

    The tables of the sheet are no such text; those that are not read, of indicators, are.
    """
    listed = {number for row in sheet.rows if len(row.cells) > 1 for number in _numbers((row,))}
    own = {number for rows in tables if not listed.isdisjoint(_numbers(rows)) for number in _numbers(rows)}
    heads = _heads(plan, sheet)
    starts = sorted(heads)
    said: dict[str, list[Line]] = defaultdict(list)
    for number, line in enumerate(lines[: _end(lines, starts)], 1):
        at = bisect_right(starts, number) - 1
        if at >= 0 and number not in heads and number not in own and line.strip() and not is_label(line):
            said[heads[starts[at]]].append(Line(number, line))
    at_line = {entry: number for number, entry in heads.items()}
    year = plan.source.fiscal_year
    return replace(
        plan, entries=tuple(_telling(each, at_line.get(each.id), said[each.id], year) for each in plan.entries)
    )


def _end(lines: Sequence[str], starts: Sequence[int]) -> int:
    """How many lines stand above the chapter behind the one with the headings: 4 関連資料 behind 3 主な事業."""
    above = [numbering(line) for line in lines[: starts[0] - 1]] if starts else []
    chapters = {told.look: int(told.code) for told in above if told and told.code and told.code.isdecimal()}
    for number in range(starts[-1] if starts else len(lines), len(lines)):
        told = numbering(lines[number])
        if told is not None and told.code and told.word is None and told.look in chapters:
            return number if told.code == str(chapters[told.look] + 1) else len(lines)
    return len(lines)


def _numbers(rows: Sequence[Row]) -> range:
    return range(rows[0].lines[0], rows[-1].lines[1] + 1)


def _heads(plan: Plan, sheet: Sheet) -> dict[int, str]:
    """The line of each heading that is an entry, with the entry's id: the nearest above the entry's first row."""
    printed: dict[str, list[int]] = defaultdict(list)
    for row in sheet.rows:
        if len(row.cells) == 1:
            _, name = numbered(row.cells[0]) or ("", "")
            for heading in filter(None, {row.cells[0], name}):
                printed[heading].append(row.lines[0])
    return {
        printed[entry.heading][at - 1]: entry.id
        for entry in plan.entries
        if entry.heading in printed and (at := bisect_right(printed[entry.heading], entry.lines[0]))
    }


def _telling(entry: Entry, line: int | None, said: Sequence[Line], year: int | None) -> Entry:
    if line is None:
        return entry
    body = "\n".join(filter(None, (entry.body, *(each.text for each in said))))
    lines = (line, said[-1].number if said else line)
    return replace(entry, body=body, lines=lines, facts=entry.facts + facts(said, year))
