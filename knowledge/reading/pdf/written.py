"""Paragraphs, items and tables of a PDF → markup: headings by the size of type, lists by how far in they stand."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.headings import is_heading_like
from knowledge.reading.html import PAGE
from knowledge.reading.pdf.cells import Cell
from knowledge.reading.pdf.lines import TextLine, in_one, runs_on
from knowledge.reading.pdf.long_tables import Rows
from knowledge.reading.pdf.printed import Placed, Printed
from knowledge.reading.status import is_status

_LARGER = 1.12
"""Times the size of most type: what is larger is a heading."""
_DEEPEST = 6
"""Ranks of headings."""
_SAME_DEPTH = 4.0
"""Points by which the marks of one list stand elsewhere."""
_REACH = 100
"""Rows that a cell may reach over."""


@dataclass(slots=True)
class Paragraph:
    """Lines that go on in each other."""

    lines: list[Printed]

    @property
    def text(self) -> str:
        return in_one([each.line.text for each in self.lines])


def ranks_of(parts: Sequence[Printed | Placed]) -> dict[float, int]:
    """The rank of each size of type that is larger than most: in tables, where no sentence stands outside of them."""
    lines = [part.line for part in parts if isinstance(part, Printed)]
    told = lines
    if not any("。" in line.text for line in lines):
        tables = (part.table for part in parts if isinstance(part, Placed))
        told = [line for table in tables for cell in table.cells for line in cell.lines] or lines
    sizes, body = _sizes(lines), _sizes(told)
    if not sizes or not body:
        return {}
    most = body.most_common(1)[0][0]
    larger = sorted((size for size in sizes if size > most * _LARGER), reverse=True)
    return {size: min(rank, _DEEPEST) for rank, size in enumerate(larger, 1)}


def _sizes(lines: Sequence[TextLine]) -> Counter[float]:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.em, 1)] += len(line.text)
    return sizes


def depths_of(printed: Sequence[Printed]) -> dict[float, int]:
    """How deep the lists are whose marks stand at each place."""
    marks = sorted({round(each.mark) for each in printed if each.mark is not None})
    depths: dict[float, int] = {}
    depth, last = 0, float("-inf")
    for mark in marks:
        depth += mark - last > _SAME_DEPTH
        depths[mark], last = depth, mark
    return depths


def written(block: Paragraph | Rows, ranks: dict[float, int], marks: dict[float, int]) -> str:
    """A paragraph, an item or a table as markup, with the page that it begins on."""
    if isinstance(block, Rows):
        return _table(block)
    first = block.lines[0]
    page, text = f' {PAGE}="{first.page}"', html.escape(block.text.replace("\t", "\u3000"))
    if first.mark is not None:
        depth = marks[round(first.mark)]
        return f"{'<ul>' * depth}<li{page}>{text}</li>{'</ul>' * depth}"
    rank = ranks.get(round(first.line.em, 1))
    tag = f"h{rank}" if rank else "p"
    return f"<{tag}{page}>{text}</{tag}>"


def _table(rows: Rows) -> str:
    by_row: dict[int, list[tuple[int, Cell]]] = {}
    for page, cell in rows.cells:
        by_row.setdefault(cell.row, []).append((page, cell))
    written: list[str] = []
    tall: list[Cell] = []
    for row in range(rows.count):
        cells = sorted(by_row.get(row, []), key=lambda each: each[1].column)
        tall = [cell for cell in tall if cell.row + cell.rows > row > cell.row and row - cell.row <= _REACH]
        reached = {at for cell in tall for at in range(cell.column, cell.column + cell.columns)}
        tall += [cell for _, cell in cells if cell.rows > 1]
        printed = f' {PAGE}="{min(page for page, _ in cells)}"' if cells else ""
        written.append(f"<tr{printed}>{''.join(_cells(cells, reached, len(rows.edges) - 1))}</tr>")
    return f"<table>{''.join(written)}</table>"


def _cells(cells: Sequence[tuple[int, Cell]], reached: Collection[int], width: int) -> Iterator[str]:
    """The cells of a row, with blank ones in the places where it has none and none reaches from above."""
    at = 0
    for _, cell in cells:
        yield from ("<td></td>" for free in range(at, cell.column) if free not in reached)
        spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
        yield f"<td{spans}>{'<br>'.join(html.escape(text) for text in _lines(cell))}</td>"
        at = cell.column + cell.columns
    yield from ("<td></td>" for free in range(at, width) if free not in reached)


def _part(above: str, below: str) -> bool:
    """Whether one line of a cell never goes on in another, however near they stand."""
    return is_heading_like(below) or is_status(below) or is_status(above)


def _lines(cell: Cell) -> Iterator[str]:
    """A cell's lines, those that go on in each other as one."""
    if len(cell.lines) < 2:
        yield from (line.text for line in cell.lines)
        return
    margin = max(line.right for line in cell.lines)
    whole: list[str] = []
    last: TextLine | None = None
    for line in cell.lines:
        if last and runs_on(last, line, margin, is_apart=False) and not _part(last.text, line.text):
            whole.append(line.text)
        else:
            if whole:
                yield in_one(whole)
            whole = [line.text]
        last = line
    if whole:
        yield in_one(whole)
