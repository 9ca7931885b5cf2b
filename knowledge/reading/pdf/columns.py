"""The columns of text of a page whose order nothing but their places tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.headings import is_heading_like
from knowledge.reading.pdf.cells import Table
from knowledge.reading.pdf.lines import TextLine, Word, is_figure, lines_of

_GUTTER = 1.2
"""Ems between two columns of text at least."""
_FEWEST = 4
"""Lines that a column of text has at least."""
_FULL = 0.7
"""Part of a column's width that most lines of running text fill."""


@dataclass(frozen=True, slots=True)
class Item:
    """A word or a table that takes up room."""

    left: float
    right: float
    top: float
    bottom: float
    word: Word | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Items that are read from above."""

    items: list[Item]
    limit: float | None
    """Where the next column begins."""


def regions(items: Sequence[Item], em: float, limit: float | None) -> list[Region]:
    """The columns of text, in reading order; a page without columns is one."""
    gutter = _gutter(items, em)
    if gutter is None:
        return [Region(list(items), limit)] if items else []
    found: list[Region] = []
    for band, is_split in _split(items, gutter):
        if not is_split:
            found.append(Region(band, limit))
            continue
        found += regions([each for each in band if each.right <= gutter], em, gutter)
        found += regions([each for each in band if each.left >= gutter], em, limit)
    return found


def _split(items: Sequence[Item], gutter: float) -> Iterator[tuple[list[Item], bool]]:
    """The items from above, in bands that stand on both sides of a gutter and others that cross it."""
    band: list[Item] = []
    across: list[Item] = []
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


def _by_height(items: Sequence[Item]) -> list[list[Item]]:
    rows: list[list[Item]] = []
    bottom = float("-inf")
    for item in sorted(items, key=lambda each: each.top):
        if item.top < bottom - 1:
            rows[-1].append(item)
        else:
            rows.append([item])
        bottom = max(bottom, item.bottom)
    return rows


def _gutter(items: Sequence[Item], em: float) -> float | None:
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


def _is_columns(items: Sequence[Item], gutter: float, em: float) -> bool:
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
