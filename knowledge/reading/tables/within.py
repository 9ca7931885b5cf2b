"""The tables within a page → sheets: those with the same headings are one list, with what heads each of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.reading.lines import GAP
from knowledge.reading.numbering import is_label, numbering
from knowledge.reading.tables import units
from knowledge.reading.tables.columns import folded
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.heads import headings

_LONGEST_HEAD = 40
"""Characters of a line without rank that heads a table."""
_FIGURES = re.compile(r"(?<![0-9,])(?<![→⇒])(?<![→⇒] )[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,]|\w)")
"""Figures as the cells of a table have them: with separators, without a unit, and none with its year's before → it."""
_NEAREST = 3
"""Lines without rank above a table that may head it."""


@dataclass(frozen=True, slots=True)
class _Block:
    """One table, with the lines that stand between it and the one before."""

    above: tuple[Row, ...]
    rows: tuple[Row, ...]
    head: int
    """How many of the rows are its headings."""

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(folded(cell) for row in self.rows[: self.head] for cell in row.cells)

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.rows)


@dataclass(slots=True)
class _List:
    """Tables that go on in each other."""

    blocks: list[_Block] = field(default_factory=list)


def sheets_within(lines: Sequence[str], ranks: Mapping[int, int], tables: Sequence[Sequence[Row]]) -> tuple[Sheet, ...]:
    """The lists that a page's tables are, the name of each being what stands above it.

    `ranks` are those of the lines that are headings. A table without headings of its own goes on with the one before
    where it has as many columns.
    """
    lists: list[_List] = []
    last = 0
    inside = {number for rows in tables for row in rows for number in range(row.lines[0], row.lines[1] + 1)}
    lines = _with_labels(lines, ranks)
    ranked = [n for n in range(1, len(lines) + 1) if n not in inside and _ranks_first(n, lines, ranks)]
    for rows in tables:
        _, head = headings(rows, {})
        first = rows[0].lines[0]
        block = _Block((), tuple(rows), head)
        same = next((each for each in reversed(lists) if head and each.blocks[0].key == block.key), None)
        if same is None and not head and lists and lists[-1].blocks[-1].width == block.width:
            same = lists[-1]
        if same is None:
            lists.append(same := _List())
        since = same.blocks[-1].rows[-1].lines[1] if same.blocks else 0
        heads = ranked[bisect_right(ranked, since) : bisect_right(ranked, last)]
        above = _between(lines, ranks, last, first - 1)
        same.blocks.append(replace(block, above=(*(_head(number, lines, ranks) for number in heads), *above)))
        last = rows[-1].lines[1]
    title = _title(lines, ranks)
    return tuple(_sheet(each, at, title) for at, each in enumerate(lists))


def _with_labels(lines: Sequence[str], ranks: Mapping[int, int]) -> list[str]:
    """The lines with a numbering that stands alone above a heading, 将来像Ⅰ, set before it."""
    joined = list(lines)
    for number in ranks:
        if number < 2 or number - 1 in ranks or numbering(lines[number - 1]) is not None:
            continue
        if is_label(lines[number - 2]):
            joined[number - 2], joined[number - 1] = "", f"{lines[number - 2].strip()}　{lines[number - 1]}"
    return joined


def _between(lines: Sequence[str], ranks: Mapping[int, int], after: int, before: int) -> tuple[Row, ...]:
    """The lines behind one place and up to another that may head a table."""
    numbers = [
        number
        for number in range(after + 1, before + 1)
        if _ranks_first(number, lines, ranks)
        or units.is_note(lines[number - 1])
        or (number > before - _NEAREST and lines[number - 1] and _is_head(lines[number - 1]))
    ]
    return tuple(_head(number, lines, ranks) for number in numbers)


def _head(number: int, lines: Sequence[str], ranks: Mapping[int, int]) -> Row:
    return Row((number, number), (lines[number - 1].strip("・• "),), rank=ranks.get(number, 0))


def _ranks_first(number: int, lines: Sequence[str], ranks: Mapping[int, int]) -> bool:
    """Whether a line heads what follows it, with other tables between: it is a heading, or numbered as one."""
    told = numbering(lines[number - 1])
    numbered = told is not None and told.word is not None and _is_head(lines[number - 1])
    return number in ranks or numbered


def _is_head(line: str) -> bool:
    plain = len(line) <= _LONGEST_HEAD and "。" not in line and not line.startswith(("※", "注", "(注"))
    return plain and not _FIGURES.search(line)


def rows_outside(lines: Sequence[str], tables: Sequence[Sequence[Row]]) -> tuple[tuple[int, str], ...]:
    """Number and words of the lines that look like rows of figures and are in no table."""
    within = {number for rows in tables for row in rows for number in range(row.lines[0], row.lines[1] + 1)}
    return tuple(
        (number, line)
        for number, line in enumerate(lines, 1)
        if number not in within and len(_FIGURES.findall(line)) > 1 and GAP.search(line)
    )


def says_money(rows: Sequence[Row]) -> bool:
    """Whether a row of a table has several figures as money is written: 4,115 4,215."""
    return any(sum(_FIGURES.fullmatch(cell) is not None for cell in row.cells) > 1 for row in rows)


def _title(lines: Sequence[str], ranks: Mapping[int, int]) -> tuple[Row, ...]:
    """What the page is called: its highest heading, else its first line."""
    best = min(ranks, key=lambda number: (ranks[number], number), default=1)
    return (Row((best, best), (lines[best - 1],)),) if lines else ()


def _sheet(list_: _List, at: int, title: tuple[Row, ...]) -> Sheet:
    first, *others = list_.blocks
    common, own = _apart(first, others)
    rows = [row for row in title if row not in common] + list(common) + list(first.rows[: first.head])
    if own:  # the headings are counted as if they stood above what heads the first table alone
        edge = max(own[0].lines[0] - 1, 1)
        rows = [replace(row, lines=(min(row.lines[0], edge), min(row.lines[1], edge))) for row in rows]
    rows += [*own, *first.rows[first.head :]]
    for block in others:
        rows += [*block.above, *block.rows[block.head :]]
    name = next((row.cells[0] for row in reversed(common) if not units.is_note(row.cells[0])), "")
    return Sheet(f"{at + 1} {name}".strip(), tuple(rows))


def _apart(first: _Block, others: Sequence[_Block]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """What stands above the first table of a list, in two: what heads the whole list, and what heads this table alone.

    The other tables tell: what heads one of them stands between it and the one before.
    """
    heads = [row for block in others for row in block.above if not units.is_note(row.cells[0])]
    if not heads:
        return first.above, ()
    seen = {row.rank for row in heads}
    count = max(sum(not units.is_note(row.cells[0]) for row in block.above) for block in others)
    own: list[Row] = []
    for row in reversed(first.above):
        if units.is_note(row.cells[0]):
            continue
        if row.rank not in seen or len(own) == count:
            break
        own.insert(0, row)
    return tuple(row for row in first.above if row not in own), tuple(own)
