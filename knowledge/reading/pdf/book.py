"""The pages of a PDF → the markup that they may have been printed from, each part with its page."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from knowledge.language.money import fold
from knowledge.reading import complaints
from knowledge.reading.headings import is_heading_like
from knowledge.reading.html import PAGE
from knowledge.reading.pdf.furniture import without_furniture
from knowledge.reading.pdf.glyphs import Page, pages
from knowledge.reading.pdf.lines import TextLine, Word, in_one, is_figure, runs_on
from knowledge.reading.pdf.marked import columns_by_place
from knowledge.reading.pdf.page import elements
from knowledge.reading.pdf.printed import Placed, Printed
from knowledge.reading.pdf.zones import Cell, Table

_LARGER = 1.12
"""Times the size of most type: what is larger is a heading."""
_RAGGED = 4.0
"""Ems that a line may end before its margin, where the PDF says that the next one is of one piece with it."""
_MANY = 3
"""Lines that end at one edge where it is the margin."""
_DEEPEST = 6
_RECENT = 500
"""Cells of a long table that tell where its columns are."""
_NEAR = 4.0
"""Points by which the columns of a table may be elsewhere on the next page."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A document as markup, with what is doubtful about it."""

    source: str
    spaced: tuple[int, ...] = ()
    """Pages with tables whose rows nothing but space tells apart."""
    unclear: tuple[tuple[int, str], ...] = ()
    """Page and words that may belong to the row above or the one below."""


@dataclass(slots=True)
class _Paragraph:
    """Lines that go on in each other."""

    lines: list[Printed]

    @property
    def text(self) -> str:
        return in_one([each.line.text for each in self.lines])


@dataclass(slots=True)
class _Rows:
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


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, by its first bytes."""
    return data[:1024].lstrip().startswith(b"%PDF")


def markup(data: bytes, name: str, skip_pages: str | None = None) -> Markup:
    """The markup of a PDF without the pages of `skip_pages`: 1,7-9.

    Raises ReadingError for a PDF that is damaged or locked, for one with pages that hold no words to read, and for
    `skip_pages` that are no numbers of pages.
    """
    skipped = list(_numbers(skip_pages, name)) if skip_pages else []
    found = [page for page in pages(data, name) if not any(page.number in each for each in skipped)]
    _refuse(found, name)
    placed = {page.number: list(elements(page)) for page in without_furniture(found)}
    _refuse([replace(page, trouble="mixed") for page in found if _are_mixed(placed[page.number])], name, of=len(found))
    parts = [part for each in placed.values() for part in each]
    printed = [part for part in parts if isinstance(part, Printed)]
    margins = _Margins(printed, {page.number: page.width for page in found})
    ranks, marks = _ranks(parts), _depths(printed)
    blocks = list(_blocks(parts, margins, ranks))
    unclear = [(part.page, words) for part in parts if isinstance(part, Placed) for words in part.table.unclear]
    unclear += [each for block in blocks if isinstance(block, _Rows) for each in block.unclear]
    body = "\n".join(_written(block, ranks, marks) for block in blocks)
    spaced = sorted({part.page for part in parts if isinstance(part, Placed) and part.table.is_spaced})
    return Markup(f"<html><body>\n{body}\n</body></html>", tuple(spaced), tuple(unclear))


def _numbers(told: str, name: str) -> Iterator[range]:
    for part in fold(told).replace("、", ",").split(","):
        match = re.fullmatch(r" *([0-9]{1,5})(?: *[-~〜] *([0-9]{1,5}))? *", part)
        if match is None:
            raise complaints.pdf("numbers", name, told=told)
        yield range(int(match[1]), int(match[2] or match[1]) + 1)


def _are_mixed(parts: Sequence[Printed | Placed]) -> bool:
    """Whether lines of several texts stand between each other, so that their order is not to be told."""
    lines = [part.line for part in parts if isinstance(part, Printed)]
    between = sum(0.35 * one.em < two.base - one.base < 0.75 * min(one.em, two.em) for one, two in pairwise(lines))
    return between >= _MANY


def _refuse(found: Sequence[Page], name: str, of: int | None = None) -> None:
    """Raises ReadingError where pages of `found` cannot be read; `of` how many pages, if there are others."""
    troubled: dict[str, list[int]] = {}
    for page in found:
        if page.trouble is not None:
            troubled.setdefault(page.trouble, []).append(page.number)
    for trouble, numbers in troubled.items():
        every = len(numbers) == (of or len(found))
        skip = "" if every else complaints.skip_pages(sorted(n for each in troubled.values() for n in each))
        raise complaints.pdf(trouble, name, pages=complaints.page_list(numbers), skip=skip)
    if of is None and not any(page.glyphs for page in found):
        raise complaints.pdf("blank", name)


class _Margins:
    """Where the lines of each column end at the latest."""

    def __init__(self, printed: Sequence[Printed], widths: dict[int, float]) -> None:
        self._columns: dict[tuple[int, int], float | None] = {}
        groups: dict[tuple[int, int], list[Printed]] = {}
        for each in printed:
            groups.setdefault((each.page, each.region) if each.limit else (0, 0), []).append(each)
        self._own = {key: _edge([each.line for each in held]) for key, held in groups.items()}
        self._left = min((each.line.left for each in printed), default=0.0)
        self._widths = widths

    def of(self, each: Printed) -> float:
        """The margin that a line may reach."""
        own = self._own[(each.page, each.region) if each.limit else (0, 0)]
        if own is not None:
            return max(own, each.line.right)
        return each.limit or max(self._widths[each.page] - self._left, each.line.right)


def _edge(lines: Sequence[TextLine]) -> float | None:
    """The edge at which several lines end, within a character: the margin; None where too few do."""
    rights = sorted((line.right for line in lines), reverse=True)
    if len(rights) < _MANY:
        return None
    em = Counter(round(line.em, 1) for line in lines).most_common(1)[0][0]
    return rights[0] if rights[0] - rights[_MANY - 1] < 1.2 * em else None


def _blocks(
    parts: Sequence[Printed | Placed], margins: _Margins, ranks: dict[float, int]
) -> Iterator[_Paragraph | _Rows]:
    """Paragraphs and tables; what a page or a column has cut in two is one again."""
    open_: _Paragraph | _Rows | None = None
    for part in parts:
        if isinstance(part, Printed) and isinstance(open_, _Rows) and _is_a_row(open_, part):
            part = Placed(_one_row(open_, part), part.page)
        if isinstance(part, Printed):
            if isinstance(open_, _Paragraph) and (
                _is_one_heading(open_.lines[-1], part, ranks) or _goes_on(open_.lines[-1], part, open_.text, margins)
            ):
                open_.lines.append(part)
                continue
            if open_:
                yield open_
            open_ = _Paragraph([part])
        else:
            if isinstance(open_, _Rows) and _is_same_table(open_, part):
                _append(open_, part)
                continue
            if open_:
                yield open_
            open_ = _Rows(part.table.edges, part.table.is_ruled, part.table.is_tagged)
            _append(open_, part)
    if open_:
        yield open_


def _goes_on(above: Printed, below: Printed, text: str, margins: _Margins) -> bool:
    if below.mark is not None or (above.page == below.page and above.text != below.text):
        return False
    if not below.is_rest and "\t" in above.line.text + below.line.text:
        return False  # what stands in columns is a row by itself
    is_open = text.count("(") + text.count("(") + text.count("【") > text.count(")") + text.count(")") + text.count(
        "】"
    )
    if is_heading_like(below.line.text) and not (is_open or (below.is_rest and below.line.text[0].isdigit())):
        return False
    apart = (above.page, above.region) != (below.page, below.region)
    ragged = _RAGGED * above.line.em if below.is_rest and not text.endswith(("。", ")", "）")) else 0.0
    return runs_on(above.line, below.line, margins.of(above) - ragged, is_apart=apart)


def _is_one_heading(above: Printed, below: Printed, ranks: dict[float, int]) -> bool:
    """Whether two lines are one heading by the PDF's own account, and are set as headings are."""
    one, two = (ranks.get(round(each.line.em, 1)) for each in (above, below))
    return one is not None and one == two and above.text is not None and _text(above) == _text(below)


def _text(line: Printed) -> tuple[int, int | None]:
    return line.page, line.text


# Tables over several pages


def _is_same_table(open_: _Rows, part: Placed) -> bool:
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


def _is_a_row(open_: _Rows, part: Printed) -> bool:
    """Whether the first line of a page is one more row of the table that the page before ends with."""
    if part.page != open_.cells[-1][0] + 1 or open_.is_ruled or not part.is_first:
        return False
    columns = [open_.column(word.left, word.right) for word in part.line.words]
    return None not in columns and len(set(columns)) > 1


def _one_row(open_: _Rows, part: Printed) -> Table:
    by_column: dict[int, list[Word]] = {}
    for word in part.line.words:
        by_column.setdefault(open_.column(word.left, word.right) or 0, []).append(word)
    cells = tuple(Cell((TextLine(tuple(words)),), 0, at) for at, words in sorted(by_column.items()))
    return Table(cells, open_.edges, part.line.top, part.line.bottom, is_ruled=False, is_first=True)


def _append(rows: _Rows, part: Placed) -> None:
    """Puts the rows of a page below those of the page before; headings that are printed again are left out."""
    cells = list(part.table.cells)
    if rows.cells and not part.table.is_ruled:
        cells = [replace(cell, column=rows.column_of(cell) or 0) for cell in cells]
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


def _in_columns(rows: _Rows, cells: Sequence[Cell]) -> list[Cell] | None:
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
        found += [replace(cell, column=column) for cell, column in zip(held, columns, strict=True)]
    return found


def _doubtful(cells: Sequence[Cell]) -> str | None:
    """The words of a page's first row where it has no figure, as other rows do, and does not reach over columns."""
    filled = [cell for cell in cells if cell.row == 0 and cell.lines]
    words = " ".join(line.text for cell in filled for line in cell.lines)
    has_figures = any(is_figure(line.text) for cell in cells for line in cell.lines)
    alone = not any(cell.columns > 1 or is_figure(line.text) for cell in filled for line in cell.lines)
    return words if has_figures and alone and not is_heading_like(words) else None


def _is_a_rest(rows: _Rows, cells: Sequence[Cell]) -> bool:
    """Whether the first row of a page is the rest of the last one before: texts go on, and no figure meets another."""
    above = {
        cell.column: cell for _, cell in rows.cells[-_RECENT:] if cell.row + cell.rows == rows.count and cell.lines
    }
    both = [(above[cell.column], cell) for cell in cells if cell.row == 0 and cell.lines and cell.column in above]
    return bool(both) and all(_continues(one, two, rows) for one, two in both)


def _continues(above: Cell, below: Cell, rows: _Rows) -> bool:
    place = (above.column, above.columns)
    column = [cell for _, cell in rows.cells[-_RECENT:] if (cell.column, cell.columns) == place and cell.lines]
    margin = max(line.right for cell in column for line in cell.lines)
    one, two = above.lines[-1], below.lines[0]
    is_alike = above.columns == below.columns and len(column) >= _MANY
    return is_alike and not is_figure(two.text) and runs_on(one, two, margin, is_apart=True)


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [line.text for cell in sorted(cells, key=lambda each: each.column) for line in cell.lines]


def _moved(cell: Cell, by: int) -> Cell:
    return replace(cell, row=cell.row + by)


def _continue(rows: _Rows, cell: Cell, page: int) -> None:
    """A row that the page's end has cut: each cell goes on."""
    start = max(len(rows.cells) - _RECENT, 0)
    for at, (number, above) in enumerate(rows.cells[start:], start):
        if above.row + above.rows == rows.count and above.column == cell.column:
            rows.cells[at] = (number, replace(above, lines=above.lines + cell.lines))
            return
    rows.cells.append((page, _moved(cell, rows.count - 1)))


# Writing


def _ranks(parts: Sequence[Printed | Placed]) -> dict[float, int]:
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


def _depths(printed: Sequence[Printed]) -> dict[float, int]:
    """How deep the lists are whose marks stand at each place."""
    marks = sorted({round(each.mark) for each in printed if each.mark is not None})
    depths: dict[float, int] = {}
    depth, last = 0, float("-inf")
    for mark in marks:
        depth += mark - last > _NEAR
        depths[mark], last = depth, mark
    return depths


def _written(block: _Paragraph | _Rows, ranks: dict[float, int], marks: dict[float, int]) -> str:
    if isinstance(block, _Rows):
        return _table(block)
    first = block.lines[0]
    page, text = f' {PAGE}="{first.page}"', html.escape(block.text.replace("\t", "\u3000"))
    if first.mark is not None:
        depth = marks[round(first.mark)]
        return f"{'<ul>' * depth}<li{page}>{text}</li>{'</ul>' * depth}"
    rank = ranks.get(round(first.line.em, 1))
    tag = f"h{rank}" if rank else "p"
    return f"<{tag}{page}>{text}</{tag}>"


def _table(rows: _Rows) -> str:
    by_row: dict[int, list[tuple[int, Cell]]] = {}
    for page, cell in rows.cells:
        by_row.setdefault(cell.row, []).append((page, cell))
    written = []
    for row in range(rows.count):
        cells = sorted(by_row.get(row, []), key=lambda each: each[1].column)
        printed = f' {PAGE}="{min(page for page, _ in cells)}"' if cells else ""
        written.append(f"<tr{printed}>{''.join(_cells(cells, by_row, row, len(rows.edges) - 1))}</tr>")
    return f"<table>{''.join(written)}</table>"


def _cells(
    cells: Sequence[tuple[int, Cell]], by_row: dict[int, list[tuple[int, Cell]]], row: int, width: int
) -> Iterator[str]:
    """The cells of a row, with blank ones in the places where it has none."""
    reached = {
        at
        for above in range(max(0, row - 100), row)
        for _, cell in by_row.get(above, ())
        if cell.row + cell.rows > row
        for at in range(cell.column, cell.column + cell.columns)
    }
    at = 0
    for _, cell in cells:
        yield from ("<td></td>" for free in range(at, cell.column) if free not in reached)
        spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
        yield f"<td{spans}>{'<br>'.join(html.escape(text) for text in _lines(cell))}</td>"
        at = cell.column + cell.columns
    yield from ("<td></td>" for free in range(at, width) if free not in reached)


def _lines(cell: Cell) -> Iterator[str]:
    """A cell's lines, those that go on in each other as one."""
    margin = max((line.right for line in cell.lines), default=0.0)
    whole: list[str] = []
    last: TextLine | None = None
    for line in cell.lines:
        if last and runs_on(last, line, margin, is_apart=False) and not is_heading_like(line.text):
            whole.append(line.text)
        else:
            if whole:
                yield in_one(whole)
            whole = [line.text]
        last = line
    if whole:
        yield in_one(whole)
