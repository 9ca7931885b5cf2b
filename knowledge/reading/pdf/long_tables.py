"""Tables that go on page after page: what of the next page is theirs, and what is the rest of their last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.reading.headings import is_heading_like
from knowledge.reading.pdf.cells import Cell, Table
from knowledge.reading.pdf.lines import TextLine, Word, is_figure, runs_on
from knowledge.reading.pdf.marked import columns_by_place
from knowledge.reading.pdf.printed import Placed, Printed

_RECENT = 500
"""Cells of a long table that tell where its columns are."""
_MANY = 3
"""Cells of a column that tell where its margin is."""
_NEAR = 4.0
"""Points by which the columns of a table may be elsewhere on the next page."""


@dataclass(slots=True)
class Rows:
    """A table, perhaps over several pages: its cells with their page, and how many rows it has so far."""

    edges: tuple[float, ...]
    is_ruled: bool
    is_tagged: bool = False
    cells: list[tuple[int, Cell]] = field(default_factory=list)
    count: int = 0
    open_below: bool = False
    unclear: list[tuple[int, str]] = field(default_factory=list)
    """Page and words of what may be the rest of a row of the page before."""

    @property
    def heads(self) -> list[str]:
        """The words of its first row."""
        return _texts([cell for _, cell in self.cells[:_RECENT] if cell.row == 0])

    def column(self, left: float, right: float) -> int | None:
        """The column between whose edges something stands; None where it stands in several."""
        found = [
            at
            for at, (first, last) in enumerate(zip(self.edges, self.edges[1:], strict=False))
            if (at == 0 or left >= first - 1) and (at == len(self.edges) - 2 or right <= last + 1)
        ]
        return found[0] if found else None

    def column_of(self, cell: Cell) -> int | None:
        """The column of a cell of another page."""
        if cell.columns > 1 or not cell.lines:
            return None
        return self.column(min(line.left for line in cell.lines), max(line.right for line in cell.lines))


def is_same_table(open_: Rows, part: Placed) -> bool:
    """Whether a table goes on at the top of the next page: its cells stand in the columns of the one before."""
    if part.page != open_.cells[-1][0] + 1 or not part.table.is_first:
        return False
    one, two = open_.edges, part.table.edges
    if part.table.is_tagged or open_.is_tagged:
        heads = [cell for cell in part.table.cells if cell.row == 0]
        again = not all(cell.is_head for cell in heads) or _texts(heads) == open_.heads
        fits = len(one) == len(two) or (len(one) > len(two) and _in_columns(open_, part.table.cells) is not None)
        return part.table.is_tagged and open_.is_tagged and fits and again
    if part.table.is_ruled:
        return len(one) == len(two) and all(abs(a - b) < _NEAR for a, b in zip(one, two, strict=True))
    whole = len(one) - 1
    return (
        all(cell.columns == len(two) - 1 or open_.column_of(cell) is not None for cell in part.table.cells)
        and len(two) - 1 <= whole
    )


def is_a_row(open_: Rows, part: Printed) -> bool:
    """Whether the first line of a page is one more row of the table that the page before ends with."""
    if part.page != open_.cells[-1][0] + 1 or open_.is_ruled or not part.is_first:
        return False
    columns = [open_.column(word.left, word.right) for word in part.line.words]
    return None not in columns and len(set(columns)) > 1


def one_row(open_: Rows, part: Printed) -> Table:
    """A line below a table as a row of it."""
    by_column: dict[int, list[Word]] = {}
    for word in part.line.words:
        by_column.setdefault(open_.column(word.left, word.right) or 0, []).append(word)
    cells = tuple(Cell((TextLine(tuple(words)),), 0, at) for at, words in sorted(by_column.items()))
    return Table(cells, open_.edges, part.line.top, part.line.bottom, is_ruled=False, is_first=True)


def append(rows: Rows, part: Placed) -> None:
    """Puts the rows of a page below those of the page before; headings that are printed again are left out."""
    cells = list(part.table.cells)
    if rows.cells and not part.table.is_ruled:
        cells = [cell._replace(column=rows.column_of(cell) or 0) for cell in cells]
    if rows.cells and part.table.is_tagged and len(part.table.edges) < len(rows.edges):
        cells = _in_columns(rows, cells) or cells
    first = rows.heads
    if rows.cells and first and _texts([cell for cell in cells if cell.row == 0]) == first:
        cells = [_moved(cell, -1) for cell in cells if cell.row > 0]
    joins = bool(rows.cells) and (rows.open_below or _is_a_rest(rows, cells))
    if rows.cells and not joins and (words := _doubtful(cells)):
        rows.unclear.append((part.page, words))
    for cell in cells:
        if joins and cell.row == 0:
            _continue(rows, cell, part.page)
        else:
            rows.cells.append((part.page, _moved(cell, rows.count - (1 if joins else 0))))
    height = max((cell.row + cell.rows for cell in cells), default=0)
    rows.count += height - (1 if joins else 0)
    rows.open_below = part.table.open_below


def _in_columns(rows: Rows, cells: Sequence[Cell]) -> list[Cell] | None:
    """The cells of a page's rows, in the columns of the page before; None where that is not certain."""
    spans: dict[int, tuple[float, float]] = {}
    for _, cell in rows.cells[-_RECENT:]:
        if cell.columns == 1 and cell.lines:
            left, right = min(line.left for line in cell.lines), max(line.right for line in cell.lines)
            known = spans.get(cell.column, (left, right))
            spans[cell.column] = (min(left, known[0]), max(right, known[1]))
    found: list[Cell] = []
    for row in sorted({cell.row for cell in cells}):
        held = sorted((cell for cell in cells if cell.row == row), key=lambda each: each.column)
        columns = columns_by_place([cell.lines for cell in held], spans, len(rows.edges) - 1)
        if columns is None:
            return None
        found += [cell._replace(column=column) for cell, column in zip(held, columns, strict=True)]
    return found


def _doubtful(cells: Sequence[Cell]) -> str | None:
    """The words of a page's first row where it has no figure, as other rows do, and does not reach over columns."""
    filled = [cell for cell in cells if cell.row == 0 and cell.lines]
    words = " ".join(line.text for cell in filled for line in cell.lines)
    has_figures = any(is_figure(line.text) for cell in cells for line in cell.lines)
    alone = not any(cell.columns > 1 or is_figure(line.text) for cell in filled for line in cell.lines)
    return words if has_figures and alone and not is_heading_like(words) else None


def _is_a_rest(rows: Rows, cells: Sequence[Cell]) -> bool:
    """Whether the first row of a page is the rest of the last one before: texts go on, and no figure meets another."""
    above = {
        cell.column: cell for _, cell in rows.cells[-_RECENT:] if cell.row + cell.rows == rows.count and cell.lines
    }
    both = [(above[cell.column], cell) for cell in cells if cell.row == 0 and cell.lines and cell.column in above]
    return bool(both) and all(_continues(one, two, rows) for one, two in both)


def _continues(above: Cell, below: Cell, rows: Rows) -> bool:
    place = (above.column, above.columns)
    column = [cell for _, cell in rows.cells[-_RECENT:] if (cell.column, cell.columns) == place and cell.lines]
    margin = max(line.right for cell in column for line in cell.lines)
    one, two = above.lines[-1], below.lines[0]
    is_alike = above.columns == below.columns and len(column) >= _MANY
    return is_alike and not is_figure(two.text) and runs_on(one, two, margin, is_apart=True)


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [line.text for cell in sorted(cells, key=lambda each: each.column) for line in cell.lines]


def _moved(cell: Cell, by: int) -> Cell:
    return cell._replace(row=cell.row + by)


def _continue(rows: Rows, cell: Cell, page: int) -> None:
    """A row that the page's end has cut: each cell goes on."""
    start = max(len(rows.cells) - _RECENT, 0)
    for at, (number, above) in enumerate(rows.cells[start:], start):
        if above.row + above.rows == rows.count and above.column == cell.column:
            rows.cells[at] = (number, above._replace(lines=above.lines + cell.lines))
            return
    rows.cells.append((page, _moved(cell, rows.count - 1)))
