"""One page → its lines of text and its tables in the order in which people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from knowledge.reading.pdf import zones
from knowledge.reading.pdf.cells import Cell, Table
from knowledge.reading.pdf.columns import Item, Region, regions
from knowledge.reading.pdf.glyphs import Glyph, Page, Rule
from knowledge.reading.pdf.grids import Box, Ruled, level_lines, ruled
from knowledge.reading.pdf.lines import TextLine, Word, is_figure, lines_of, words_of
from knowledge.reading.pdf.marked import marked_table
from knowledge.reading.pdf.order import mark_of, texts_in_order, told
from knowledge.reading.pdf.printed import Placed, Printed


def elements(page: Page) -> Iterator[Printed | Placed]:
    """The lines and tables of a page."""
    drawn = ruled(page.rules)
    rest = list(page.glyphs)
    items: list[Item] = []
    tables: list[tuple[set[int], Table]] = []
    for tagged in page.tables:
        table = marked_table(tagged, rest)
        if table is not None:
            marks = {mark for row in tagged for cell in row for mark in cell.marks}
            rest = [glyph for glyph in rest if glyph.mark not in marks]
            items.append(Item(table.edges[0], table.edges[-1], table.top, table.bottom, table=table))
            tables.append((marks, table))
    is_told = len(tables) == len(page.tables) and not any(_is_untagged(frame, rest) for frame in drawn)
    texts = texts_in_order(page) if is_told else None
    yield from _first(told(page, texts, tables) if texts else _seen(page, drawn, rest, items))


def _is_untagged(frame: Ruled, rest: Sequence[Glyph]) -> bool:
    """Whether ruled lines make a table of words of which the PDF does not say so."""
    table = _gridded(frame, [glyph for glyph in rest if _is_within(glyph, frame)])
    filled = [cell for cell in table.cells if cell.lines] if table else []
    return len({cell.row for cell in filled}) > 1 and len({cell.column for cell in filled}) > 1


def _first(found: Iterable[Printed | Placed]) -> Iterator[Printed | Placed]:
    """The parts of a page, the first of them marked so."""
    for at, each in enumerate(found):
        if at:
            yield each
        elif isinstance(each, Placed):
            yield replace(each, table=replace(each.table, is_first=True))
        else:
            yield replace(each, is_first=True)


def _seen(page: Page, drawn: Sequence[Ruled], rest: list[Glyph], items: list[Item]) -> Iterator[Printed | Placed]:
    """The lines and tables of a page by where they stand."""
    for frame in drawn:
        within = [glyph for glyph in rest if _is_within(glyph, frame)]
        table = _gridded(frame, within)
        if table is None:
            continue
        taken = set(map(id, within))
        rest = [glyph for glyph in rest if id(glyph) not in taken]
        items.append(Item(frame.left, frame.right, frame.top, frame.bottom, table=table))
    words: list[Word] = []
    level = level_lines(page.rules)
    for part in zones.parts(words_of(rest), level, of_figures=True):
        if isinstance(part, Table):
            items.append(Item(part.edges[0], part.edges[-1], part.top, part.bottom, table=part))
        else:
            words += part.words
    items += [Item(word.left, word.right, word.top, word.bottom, word=word) for word in words]
    em = median(word.em for word in words) if words else 10.0
    for number, region in enumerate(regions(items, em, None)):
        yield from _in_region(page, number, region, level)


def _is_within(glyph: Glyph, table: Ruled) -> bool:
    x, y = (glyph.left + glyph.right) / 2, glyph.base - glyph.em * 0.35
    return table.left <= x <= table.right and table.top <= y <= table.bottom


# Tables with lines around their cells


def _gridded(drawn: Ruled, glyphs: Sequence[Glyph]) -> Table | None:
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        at = min(range(len(drawn.boxes)), key=lambda at: drawn.boxes[at].distance(glyph))
        held.setdefault(at, []).append(glyph)
    texts = {at: tuple(lines_of(words_of(each))) for at, each in held.items()}
    if not texts:
        return None
    filled = [drawn.boxes[at] for at in texts]
    first, last = min(box.row for box in filled), max(box.row + box.rows for box in filled)
    ends = max(box.row + box.rows for box in drawn.boxes)
    cells: list[Cell] = []
    row = 0
    for top in sorted({box.row for box in drawn.boxes if first <= box.row < last}):
        boxes = [(box, texts.get(at, ())) for at, box in enumerate(drawn.boxes) if box.row == top]
        several = _rows_within(boxes)
        for number in range(several):
            cells += [
                Cell(_share(lines, number, several), row + number, box.column, box.rows, box.columns)
                for box, lines in boxes
            ]
        row += several
    is_open = drawn.open_below and last == ends  # the frame alone may go on, below a row that is closed
    return Table(tuple(cells), drawn.columns, drawn.top, drawn.bottom, is_ruled=True, open_below=is_open)


def _rows_within(boxes: Sequence[tuple[Box, tuple[TextLine, ...]]]) -> int:
    """How many rows stand between two ruled lines: as many as every cell has lines, side by side, one of figures."""
    filled = [lines for box, lines in boxes if lines and box.rows == 1]
    if any(box.rows > 1 for box, _ in boxes) or len(filled) < 2:
        return 1
    count = len(filled[0])
    level = all(
        len(lines) == count
        and all(abs(one.base - two.base) < 0.3 * one.em for one, two in zip(lines, filled[0], strict=False))
        for lines in filled
    )
    figures = any(all(is_figure(line.text) for line in lines) for lines in filled)
    return count if level and figures else 1


def _share(lines: tuple[TextLine, ...], number: int, of: int) -> tuple[TextLine, ...]:
    return lines if of == 1 else lines[number : number + 1]


# Within a column


def _in_region(page: Page, number: int, region: Region, level: Sequence[Rule]) -> Iterator[Printed | Placed]:
    found: list[tuple[float, TextLine | Table]] = [(each.table.top, each.table) for each in region.items if each.table]
    for words in _between_tables(region.items):
        found += [(part.top, part) for part in zones.parts(words, level, of_figures=False)]
    for _, part in sorted(found, key=lambda each: each[0]):
        if isinstance(part, Table):
            yield Placed(part, page.number)
        else:
            yield Printed(part, page.number, number, region.limit, mark_of(part, page.dots))


def _between_tables(items: Sequence[Item]) -> Iterator[list[Word]]:
    """The words above the first table, between two tables, and below the last one."""
    tops = sorted(each.table.top for each in items if each.table)
    groups: dict[int, list[Word]] = {}
    for item in items:
        if item.word:
            groups.setdefault(sum(top < item.word.base for top in tops), []).append(item.word)
    yield from (groups[at] for at in sorted(groups))
