"""Pages laid out by tables: rows hold the headings of several levels, their text and their money under labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knowledge.reading.lines import Line
from knowledge.reading.numbering import is_level, numbering
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.heads import headings

_FEWEST = 2
"""Kinds of headings that a form has."""


def lines_of(row: Row) -> range:
    """The numbers of a row's lines."""
    return range(row.lines[0], row.lines[1] + 1)


def coded_within(lines: Sequence[Line], within: Collection[int]) -> set[int]:
    """The headings of several levels, 課題1 and 戦略1-A, that stand alone on lines of tables; none where others stand
    outside of them."""
    told = ((line.number, numbering(line.text)) for line in lines if "\t" not in line.text)
    found = {number: each.look for number, each in told if each and each.code and each.title and is_level(each.word)}
    return set(found) if found.keys() <= set(within) and len(set(found.values())) >= _FEWEST else set()


def without_heads(lines: Sequence[Line], tables: Sequence[Sequence[Row]]) -> list[Line]:
    """The lines without those that head the tables' columns: what they say stands beside the cells."""
    heads = {number for rows in tables for row in _heads(rows) for number in lines_of(row)}
    return [line for line in lines if line.number not in heads or "\t" not in line.text]


def _heads(rows: Sequence[Row]) -> Sequence[Row]:
    start, length = headings(rows, {})
    return rows[start : start + length]
