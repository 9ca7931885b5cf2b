"""The tables that a PDF says it has → tables with the characters that stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from knowledge.reading.pdf.cells import Cell, Table
from knowledge.reading.pdf.glyphs import Glyph
from knowledge.reading.pdf.lines import TextLine, lines_of, words_of
from knowledge.reading.pdf.tags import TaggedTable

_Lines = tuple[TextLine, ...]


def marked_table(tagged: TaggedTable, glyphs: Sequence[Glyph]) -> Table | None:
    """The table whose cells hold these characters by their marks; None where its rows do not stand below each other."""
    by_mark: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_mark.setdefault(glyph.mark, []).append(glyph)
    held = [
        [tuple(lines_of(words_of(g for mark in tag.marks for g in by_mark.get(mark, ())))) for tag in row]
        for row in tagged
    ]
    placed = _placed(tagged, held)
    if placed is None:
        return None
    cells = [
        Cell(lines, row, column, tag.rows, tag.columns, is_head=tag.is_head)
        for row, tags in enumerate(tagged)
        for tag, lines, column in zip(tags, held[row], placed[row], strict=True)
    ]
    filled = [cell for cell in cells if cell.lines]
    if not filled or not _is_in_order(filled):
        return None
    width = max(cell.column + cell.columns for cell in cells)
    top = min(line.top for cell in filled for line in cell.lines)
    bottom = max(line.bottom for cell in filled for line in cell.lines)
    return Table(tuple(cells), _edges(filled, width), top, bottom, is_ruled=True, is_tagged=True)


def _placed(tagged: TaggedTable, held: Sequence[Sequence[_Lines]]) -> list[list[int]] | None:
    """The column of each cell. Blank cells may be left out of a PDF's account: then the words tell by their place.

    None where no row is whole, so that nothing tells where the columns are.
    """
    found: list[list[int]] = []
    reached: dict[int, int] = {}
    """Column → the first row that no cell above reaches into any more."""
    widths: list[int] = []
    for row, tags in enumerate(tagged):
        column = 0
        columns: list[int] = []
        for tag in tags:
            while reached.get(column, 0) > row:
                column += 1
            columns.append(column)
            reached |= dict.fromkeys(range(column, column + tag.columns), row + tag.rows)
            column += tag.columns
        while reached.get(column, 0) > row:
            column += 1
        found.append(columns)
        widths.append(column)
    width = max(widths)
    whole = [row for row, each in enumerate(widths) if each == width]
    spans: dict[int, tuple[float, float]] = {}
    for row in whole:
        for tag, lines, column in zip(tagged[row], held[row], found[row], strict=True):
            if tag.columns == 1 and lines:
                left, right = min(line.left for line in lines), max(line.right for line in lines)
                known = spans.get(column, (left, right))
                spans[column] = (min(left, known[0]), max(right, known[1]))
    for row in set(range(len(tagged))) - set(whole):
        moved = columns_by_place(held[row], spans, width)
        if moved is None:
            return None
        found[row] = moved
    return found


def columns_by_place(held: Sequence[_Lines], spans: Mapping[int, tuple[float, float]], width: int) -> list[int] | None:
    """The columns whose words stand above and below each cell's; None where that is not certain."""
    columns: list[int] = []
    for lines in held:
        if not lines:
            columns.append(columns[-1] + 1 if columns else 0)
            continue
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        shares = {at: min(right, span[1]) - max(left, span[0]) for at, span in spans.items()}
        best = max(shares, key=lambda at: shares[at], default=None)
        if best is None or shares[best] <= 0 or (columns and best <= columns[-1]) or best >= width:
            return None
        columns.append(best)
    return columns


def _is_in_order(cells: Sequence[Cell]) -> bool:
    """Whether the rows stand below each other and the cells of each beside each other: else the marks are wrong."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    tops = [min(cell.lines[0].base for cell in row) for _, row in sorted(rows.items())]
    below = all(two > one - 1 for one, two in pairwise(tops))
    beside = all(
        one.lines[0].left < two.lines[0].left + 1
        for row in rows.values()
        for one, two in pairwise(sorted(row, key=lambda each: each.column))
    )
    return below and beside


def _edges(cells: Sequence[Cell], width: int) -> tuple[float, ...]:
    """Where the columns begin, by the words in them, and where the last one ends."""
    right = max(line.right for cell in cells for line in cell.lines)
    lefts = [
        min((line.left for cell in cells if cell.column == at for line in cell.lines), default=None)
        for at in range(width)
    ]
    known = min(line.left for cell in cells for line in cell.lines)
    edges: list[float] = []
    for left in lefts:
        known = max(known, left if left is not None else known)
        edges.append(known)
    return (*edges, right)
