"""One page → its lines of text and its tables in the order in which people read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from knowledge.reading.headings import is_heading_like
from knowledge.reading.pdf import zones
from knowledge.reading.pdf.glyphs import Dot, Glyph, Page, Rule
from knowledge.reading.pdf.grids import Box, Ruled, level_lines, ruled
from knowledge.reading.pdf.lines import TextLine, Word, is_figure, lines_of, words_of
from knowledge.reading.pdf.marked import marked_table
from knowledge.reading.pdf.zones import Cell, Table

_GUTTER = 1.2
"""Ems between two columns of text at least."""
_FEWEST = 4
"""Lines that a column of text has at least."""
_FULL = 0.7
"""Part of a column's width that most lines of running text fill."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of text with what stands around it."""

    line: TextLine
    page: int
    region: int
    """Columns are counted over the page: lines of one go on in each other."""
    limit: float | None
    """Where its column ends at the latest, where another one stands beside it."""
    mark: float | None = None
    """Where the drawn mark of a list's item stands."""
    is_first: bool = False
    """Whether it is the first thing on its page."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with the page that it stands on."""

    table: Table
    page: int


@dataclass(frozen=True, slots=True)
class _Item:
    """A word or a table that takes up room."""

    left: float
    right: float
    top: float
    bottom: float
    word: Word | None = None
    table: Table | None = None


def elements(page: Page) -> Iterator[Printed | Placed]:
    """The lines and tables of a page."""
    drawn = ruled(page.rules)
    rest = list(page.glyphs)
    items: list[_Item] = []
    for tagged in page.tables:
        table = marked_table(tagged, rest)
        if table is not None:
            marks = {mark for row in tagged for cell in row for mark in cell.marks}
            rest = [glyph for glyph in rest if glyph.mark not in marks]
            items.append(_Item(table.edges[0], table.edges[-1], table.top, table.bottom, table=table))
    for frame in drawn:
        within = [glyph for glyph in rest if _is_within(glyph, frame)]
        table = _gridded(frame, within)
        if table is None:
            continue
        taken = set(map(id, within))
        rest = [glyph for glyph in rest if id(glyph) not in taken]
        items.append(_Item(frame.left, frame.right, frame.top, frame.bottom, table=table))
    words: list[Word] = []
    level = level_lines(page.rules)
    for part in zones.parts(words_of(rest), level, of_figures=True):
        if isinstance(part, Table):
            items.append(_Item(part.edges[0], part.edges[-1], part.top, part.bottom, table=part))
        else:
            words += part.words
    items += [_Item(word.left, word.right, word.top, word.bottom, word=word) for word in words]
    em = median(word.em for word in words) if words else 10.0
    found = [
        each
        for number, region in enumerate(_regions(items, em, None))
        for each in _in_region(page, number, region, level)
    ]
    for at, each in enumerate(found):
        if at:
            yield each
        elif isinstance(each, Placed):
            yield replace(each, table=replace(each.table, is_first=True))
        else:
            yield replace(each, is_first=True)


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


# Columns of text


@dataclass(frozen=True, slots=True)
class _Region:
    """Items that are read from above."""

    items: list[_Item]
    limit: float | None
    """Where the next column begins."""


def _regions(items: Sequence[_Item], em: float, limit: float | None) -> list[_Region]:
    """The columns of text, in reading order; a page without columns is one."""
    gutter = _gutter(items, em)
    if gutter is None:
        return [_Region(list(items), limit)] if items else []
    found: list[_Region] = []
    for band, is_split in _split(items, gutter):
        if not is_split:
            found.append(_Region(band, limit))
            continue
        found += _regions([each for each in band if each.right <= gutter], em, gutter)
        found += _regions([each for each in band if each.left >= gutter], em, limit)
    return found


def _split(items: Sequence[_Item], gutter: float) -> Iterator[tuple[list[_Item], bool]]:
    """The items from above, in bands that stand on both sides of a gutter and others that cross it."""
    band: list[_Item] = []
    across: list[_Item] = []
    for row in _by_height(items):
        if any(each.left < gutter < each.right for each in row):
            if band:
                yield band, True
                band = []
            across += row
        else:
            if across:
                yield across, False
                across = []
            band += row
    if across:
        yield across, False
    if band:
        yield band, True


def _by_height(items: Sequence[_Item]) -> list[list[_Item]]:
    rows: list[list[_Item]] = []
    bottom = float("-inf")
    for item in sorted(items, key=lambda each: each.top):
        if item.top < bottom - 1:
            rows[-1].append(item)
        else:
            rows.append([item])
        bottom = max(bottom, item.bottom)
    return rows


def _gutter(items: Sequence[_Item], em: float) -> float | None:
    """Where a space runs down between two columns of running text, if one does."""
    left, right = min((i.left for i in items), default=0), max((i.right for i in items), default=0)
    candidates: dict[int, float] = {}
    lines = lines_of([item.word for item in items if item.word])
    starts = Counter(round(line.left) for line in lines)
    for line in lines:
        if starts[round(line.left)] >= _FEWEST:
            candidates[round(line.left)] = line.left - _GUTTER * em / 4
        for one, two in pairwise(line.words):
            if two.left - one.right >= _GUTTER * em:
                candidates[round(two.left)] = two.left - _GUTTER * em / 4
    best = None
    for at in candidates.values():
        if not left + 0.15 * (right - left) < at < right - 0.15 * (right - left):
            continue
        held = sum(len(band) for band, is_split in _split(items, at) if is_split and _is_columns(band, at, em))
        if held and (best is None or held > best[0]):
            best = (held, at)
    return best[1] if best else None


def _is_columns(items: Sequence[_Item], gutter: float, em: float) -> bool:
    """Whether what stands on both sides of a gutter is text that runs down, and no table's rows."""
    sides = [
        lines_of([i.word for i in items if i.word and i.right <= gutter]),
        lines_of([i.word for i in items if i.word and i.left >= gutter]),
    ]
    if any(len(side) < _FEWEST for side in sides):
        return False
    if any(sum(_tells_figures(line) for line in side) * 3 > len(side) for side in sides):
        return False
    if _stands_apart(*sides):
        return True
    heads = [sum(is_heading_like(line.text) for line in side) for side in sides]
    return min(heads) > 1 or all(_runs(side, em) for side in sides)


def _stands_apart(left: Sequence[TextLine], right: Sequence[TextLine]) -> bool:
    """Whether most lines of one side stand beside none of the other."""
    bases = [line.base for line in right]
    level = sum(any(abs(line.base - base) < 0.1 * line.em for base in bases) for line in left)
    return level * 2 < len(left)


def _tells_figures(line: TextLine) -> bool:
    """Whether figures stand by themselves on a line, as in a table's row; a number at its front is a heading's."""
    return any(is_figure(word.text) for word in line.words[1:]) or is_figure(line.text)


def _runs(lines: Sequence[TextLine], em: float) -> bool:
    """Whether most lines fill their column."""
    width = max(line.right for line in lines) - min(line.left for line in lines)
    wide = [line.right - line.left for line in lines]
    return width > 8 * em and sum(each > _FULL * width for each in wide) * 2 >= len(wide)


# Within a column


def _in_region(page: Page, number: int, region: _Region, level: Sequence[Rule]) -> Iterator[Printed | Placed]:
    found: list[tuple[float, TextLine | Table]] = [(each.table.top, each.table) for each in region.items if each.table]
    for words in _between_tables(region.items):
        found += [(part.top, part) for part in zones.parts(words, level, of_figures=False)]
    for _, part in sorted(found, key=lambda each: each[0]):
        if isinstance(part, Table):
            yield Placed(part, page.number)
        else:
            yield Printed(part, page.number, number, region.limit, _mark(part, page.dots))


def _between_tables(items: Sequence[_Item]) -> Iterator[list[Word]]:
    """The words above the first table, between two tables, and below the last one."""
    tops = sorted(each.table.top for each in items if each.table)
    groups: dict[int, list[Word]] = {}
    for item in items:
        if item.word:
            groups.setdefault(sum(top < item.word.base for top in tops), []).append(item.word)
    yield from (groups[at] for at in sorted(groups))


def _mark(line: TextLine, dots: Sequence[Dot]) -> float | None:
    """Where the mark before a line is drawn, if one is."""
    found = [
        dot.x
        for dot in dots
        if 0.2 * line.em < line.left - dot.x < 2 * line.em and abs(line.base - 0.35 * line.em - dot.y) < 0.4 * line.em
    ]
    return max(found, default=None)
