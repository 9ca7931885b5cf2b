"""Words that stand in columns without lines around them → tables; all others → lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.reading.pdf.cells import Cell, Table
from knowledge.reading.pdf.glyphs import Rule
from knowledge.reading.pdf.lines import WORD_GAP, TextLine, Word, is_figure, is_money, lines_of
from knowledge.reading.pdf.rows import CLEARLY, Band, Span, rows_of

_APART = 0.9
"""Ems between two columns on one row of a table at least; on the other rows they may nearly touch."""
_FURTHEST = 3.0
"""Ems between two rows of one table."""
_SINGLES = 2
"""Lines across a table, one after the other, after which it goes on."""
_BESIDE = 0.6
"""Ems between a word and a figure that is no part of it."""
_SAME_EDGE = 0.4


def parts(words: Sequence[Word], level: Sequence[Rule], *, of_figures: bool) -> Iterator[TextLine | Table]:
    """Lines of text and tables, from above; `level` are the ruled lines between rows.

    Where only tables `of_figures` are looked for, text in columns is left as it is.
    """
    bands = _bands(words)
    at = 0
    while at < len(bands):
        end = _end(bands, at)
        table = _table(bands[at:end], level) if end - at > 1 else None
        if table is None:
            yield from lines_of(bands[at].words)
            at += 1
        elif of_figures and not table.has_figures:
            yield from (line for band in bands[at:end] for line in lines_of(band.words))
            at = end
        else:
            yield table
            at = end


def _bands(words: Sequence[Word]) -> list[Band]:
    found: list[Band] = []
    for word in sorted(words, key=lambda each: each.top):
        if found and word.top < found[-1].bottom - 0.1 * word.em:
            found[-1].words.append(word)
            found[-1].bottom = max(found[-1].bottom, word.bottom)
        else:
            found.append(Band([word], word.top, word.bottom))
    for band in found:
        band.spans = _covered([band])
        band.is_single = len(band.spans) < 2
    return found


def _covered(bands: Sequence[Band]) -> list[Span]:
    """What words cover from left to right, where the space between is no word's."""
    found: list[Span] = []
    words = [word for band in bands for word in band.words]
    for word in sorted(words, key=lambda each: each.left):
        if found and word.left - found[-1][1] < WORD_GAP * word.em:
            found[-1] = (found[-1][0], max(found[-1][1], word.right))
        else:
            found.append((word.left, word.right))
    return found


def _boundaries(bands: Sequence[Band], heads: int = 0) -> list[Span]:
    """The spaces that no row of several words covers, and that one row at least leaves wide.

    The first rows, as many as `heads`, may have words across columns.
    """
    several = [band for band in bands if not band.is_single]
    covered = _covered(several[heads:])
    free = [(a[1], b[0]) for a, b in pairwise(covered)]
    return [space for space in free if any(_is_wide(band, space) for band in several)]


def _is_wide(band: Band, space: Span) -> bool:
    pairs = zip(band.spans, band.spans[1:], strict=False)
    return any(a[1] <= space[0] and space[1] <= b[0] and b[0] - a[1] >= _APART * band.em for a, b in pairs)


def _end(bands: Sequence[Band], start: int) -> int:
    """The band after the last one that stands in columns with the one at `start`."""
    below = bands[start + 1] if start + 1 < len(bands) else None
    if bands[start].widest < _APART and not (len(bands[start].spans) > 1 and below and below.widest >= _APART):
        return start  # headings may nearly touch where the figures below them don't
    taken, last, singles, count = [bands[start]], start, 0, 0
    for at in range(start + 1, len(bands)):
        band = bands[at]
        if band.top - bands[at - 1].bottom > _FURTHEST * band.em:
            break
        if len(band.spans) > 1 and band.widest < _APART and _crosses(band, _boundaries(taken, _heads(taken))):
            band.is_single = True
        if band.is_single:
            singles += _is_within(band, _boundaries(taken)[:1])
            if singles > _SINGLES:
                break
            continue
        now = len(_boundaries([*taken, band], heads=_heads(taken)))
        if now == 0 or (now < count and len(taken) > 2):
            break
        taken.append(band)
        count, last, singles = now, at, 0
    end = last + 1
    gaps = [two.top - one.bottom for one, two in pairwise(bands[start:end])]
    while end < len(bands) and gaps and _hangs(bands[end - 1], bands[end], _boundaries(taken), min(gaps)):
        end += 1
    return end


def _crosses(band: Band, spaces: Sequence[Span]) -> bool:
    return any(left < space[0] + 0.5 and right > space[1] - 0.5 for left, right in band.spans for space in spaces)


def _is_within(band: Band, first: Sequence[Span]) -> bool:
    """Whether a line reaches into the first column; one that stands behind it alone is the rest of a cell."""
    return not first or band.spans[0][0] < first[0][1]


def _heads(several: Sequence[Band]) -> int:
    """How many of the first rows may have words across columns, as headings do: one, and not with figures."""
    return int(len(several) > 1 and not any(is_figure(word.text) for word in several[0].words))


def _hangs(above: Band, band: Band, spaces: Sequence[Span], least: float) -> bool:
    """Whether a line below the last row is the rest of one of its cells: as near as any two lines of the table."""
    near = band.top - above.bottom < least + CLEARLY * band.em and abs(band.em - above.em) < 0.1 * band.em
    if len(band.spans) != 1 or not near:
        return False
    left, right = band.spans[0]
    behind = [space for space in spaces if left >= space[1] - 0.5]
    return bool(behind) and all(right <= space[0] + 0.5 or left >= space[1] - 0.5 for space in spaces)


def _table(bands: Sequence[Band], level: Sequence[Rule]) -> Table | None:
    several = [band for band in bands if not band.is_single]
    if len(several) < 2:
        return None
    spaces = max((_boundaries(several, heads) for heads in (0, _heads(several))), key=len)
    if not spaces:
        return None
    columns = _Columns(bands, spaces)
    has_figures = columns.hold_figures(several)
    if columns.are_mixed(several[1:]) or not (has_figures or columns.are_aligned(several)):
        return None
    rows, unclear = rows_of(
        [(band, columns.filled(band), columns.crosses(band)) for band in bands], _between(columns, level)
    )
    cells = tuple(cell for at, row in enumerate(rows) for cell in columns.cells(row, at))
    top, bottom = bands[0].top, bands[-1].bottom
    return Table(
        cells,
        columns.edges,
        top,
        bottom,
        is_ruled=False,
        has_figures=has_figures,
        is_spaced=any(len(row) > 1 for row in rows[1:]) or any(band.is_single for band in bands),
        unclear=unclear,
    )


def _between(columns: _Columns, level: Sequence[Rule]) -> list[float]:
    """How high the ruled lines stand that reach over most of the columns."""
    return [rule.at for rule in level if rule.first < columns.edges[1] and rule.last > columns.edges[-2]]


class _Columns:
    """Where the columns of a table are."""

    def __init__(self, bands: Sequence[Band], spaces: Sequence[Span]) -> None:
        middles = [(a + b) / 2 for a, b in spaces]
        left = min(word.left for band in bands for word in band.words)
        right = max(word.right for band in bands for word in band.words)
        self.edges = (left, *middles, right)
        self.spaces = spaces
        self.bands = len(bands)

    def of(self, word: Word) -> tuple[int, int]:
        """The first and last column that a word stands in."""
        first = sum(word.left >= b - 0.5 for _, b in self.spaces)
        last = sum(word.right > a + 0.5 for a, _ in self.spaces)
        return min(first, last), max(first, last)

    def filled(self, band: Band) -> set[int]:
        """The columns that a band has words in."""
        spans = [self.of(word) for word in band.words]
        return {at for first, last in spans for at in range(first, last + 1)}

    def crosses(self, band: Band) -> bool:
        """Whether a band has words across columns."""
        return any(first != last for first, last in map(self.of, band.words))

    def hold_figures(self, several: Sequence[Band]) -> bool:
        """Whether a column behind the first holds figures."""
        figures = [
            (sum(is_figure("".join(word.text for word in words)) for words in cells), len(cells))
            for at, cells in self._by_column(several).items()
            if at
        ]
        least = 1 if len(several) == self.bands else 2
        return any(count * 2 >= cells and count >= least for count, cells in figures)

    def are_mixed(self, several: Sequence[Band]) -> bool:
        """Whether a figure shares its place with other words: the columns are not what they seem."""
        for cells in self._by_column(several).values():
            for words in cells:
                apart = len(words) > 1 and any(is_money(word.text) for word in words)
                apart = apart or any(
                    is_figure(two.text) and two.left - one.right > _BESIDE * one.em for one, two in pairwise(words)
                )
                if apart or sum(is_figure(word.text) for word in words) > 1 or not _is_closed(words):
                    return True
        return any(
            is_figure(word.text) and first != last
            for band in several
            for word in band.words
            for first, last in [self.of(word)]
        )

    def are_aligned(self, several: Sequence[Band]) -> bool:
        """Whether all begin or end at one place, on three rows or more."""
        columns = self._by_column(several)
        return len(several) > 2 and all(_is_aligned(cells) for at, cells in columns.items() if at)

    def _by_column(self, several: Sequence[Band]) -> dict[int, list[list[Word]]]:
        """The words of each cell, column by column; those across columns are none's."""
        found: dict[int, list[list[Word]]] = {}
        for band in several:
            row: dict[int, list[Word]] = {}
            for word in band.words:
                first, last = self.of(word)
                if first == last:
                    row.setdefault(first, []).append(word)
            for at, words in row.items():
                found.setdefault(at, []).append(words)
        return found

    def cells(self, bands: Sequence[Band], row: int) -> Iterator[Cell]:
        """The cells of a row that these bands make."""
        words = [word for band in bands for word in band.words]
        if len(bands) == 1 and bands[0].is_single and self.crosses(bands[0]):
            yield Cell(tuple(lines_of(words)), row, 0, 1, len(self.spaces) + 1)
            return
        placed: dict[tuple[int, int], list[Word]] = {}
        for span, word in sorted(((self.of(word), word) for word in words), key=lambda each: (each[0], each[1].left)):
            key = next((each for each in placed if each[0] <= span[1] and span[0] <= each[1]), span)
            held = placed.pop(key, [])
            placed[min(key[0], span[0]), max(key[1], span[1])] = [*held, word]
        for (first, last), held in sorted(placed.items()):
            yield Cell(tuple(lines_of(held)), row, first, 1, last - first + 1)


def _is_closed(words: Sequence[Word]) -> bool:
    """Whether no bracket of a cell is closed in another."""
    text = "".join(word.text for word in words)
    return all(text.count(one) == text.count(two) for one, two in ("【】", "()", "（）", "〔〕", "「」"))


def _is_aligned(cells: Sequence[Sequence[Word]]) -> bool:
    lefts = [words[0].left for words in cells]
    rights = [words[-1].right for words in cells]
    em = cells[0][0].em
    return any(
        sum(abs(each - edge) < _SAME_EDGE * em for each in edges) * 10 >= len(edges) * 6
        for edges in (lefts, rights)
        for edge in edges
    )
