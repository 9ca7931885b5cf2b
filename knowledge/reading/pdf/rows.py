"""The lines of a table without lines around its cells → its rows: which lines are the rest of a cell above or below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.reading.headings import is_heading_like
from knowledge.reading.pdf.lines import Word, is_figure, lines_of

CLEARLY = 0.08
"""Parts of an em by which lines of one row are nearer to each other than rows."""

Span = tuple[float, float]


@dataclass(slots=True)
class Band:
    """What stands on one height: a line, or the lines of a row whose cells are set in its middle."""

    words: list[Word]
    top: float
    bottom: float
    spans: list[Span] = field(default_factory=list)
    """What it covers, from the left."""
    is_single: bool = False
    """Whether it is one text, which may reach over columns."""

    @property
    def em(self) -> float:
        return max(self.words, key=lambda word: len(word.text)).em

    @property
    def widest(self) -> float:
        """The widest space within, in ems."""
        return max((b[0] - a[1] for a, b in zip(self.spans, self.spans[1:], strict=False)), default=0.0) / self.em


_Placed = tuple[Band, set[int], bool]
"""A band, the columns that it has words in, and whether it has words across columns."""


def rows_of(placed: Sequence[_Placed], ruled: Sequence[float]) -> tuple[list[list[Band]], tuple[str, ...]]:
    """The bands of each row, and the words whose row is not certain; `ruled` is how high the lines between rows are."""
    bands = [band for band, _, _ in placed]
    drawn = [any(one.bottom - 1 <= at <= two.top + 1 for at in ruled) for one, two in pairwise(bands)]
    if sum(drawn) * 2 > len([each for each in placed if _is_whole(each, placed)]):
        return _parted(bands, drawn), ()
    whole = [_is_whole(each, placed) for each in placed]
    gaps = [two.top - one.bottom for one, two in pairwise(bands)]
    usual = min((gap for gap, one, two in zip(gaps, whole, whole[1:], strict=False) if one and two), default=None)
    breaks = list(drawn)
    unclear: list[str] = []
    first = 0
    while first < len(bands):
        last = first
        while last + 1 < len(bands) and not whole[last + 1]:
            last += 1
        if whole[first] or first == 0:
            unclear += _part(placed, whole, gaps, breaks, (first, min(last + 1, len(bands) - 1)), usual)
        first = last + 1
    for at in range(_heads(placed) - 1):
        breaks[at] = False
    return _parted(bands, breaks), tuple(dict.fromkeys(unclear))


def _heads(placed: Sequence[_Placed]) -> int:
    """How many bands the headings are, where they are two lines in some columns and one in others."""
    count, named = 0, False
    for band, columns, crosses in placed:
        if crosses or any(is_figure(word.text) for word in band.words) or (named and 0 in columns):
            break
        count, named = count + 1, named or 0 in columns
    return count if named else 0


def _is_whole(each: _Placed, placed: Sequence[_Placed]) -> bool:
    """Whether a band is a row by itself, perhaps with the rest of its cells on others."""
    _, columns, crosses = each
    most = max(len(filled) for _, filled, _ in placed)
    return crosses or (len(columns) > 1 and (0 in columns or len(columns) * 2 > most))


def _part(
    placed: Sequence[_Placed],
    whole: Sequence[bool],
    gaps: Sequence[float],
    breaks: list[bool],
    run: tuple[int, int],
    usual: float | None,
) -> list[str]:
    """Finds the ends of rows between two whole bands, `run`, and tells the words for which it cannot."""
    first, last = run
    em = placed[first][0].em
    within = list(gaps[first:last])
    if not within:
        return []
    most = max(within)
    edge = (most if usual is None else min(usual, most)) - CLEARLY * em
    alike = len(within) > 1 and most - min(within) < CLEARLY * em and (usual is None or most >= usual - CLEARLY * em)
    unclear = []
    for at in range(first, last):
        one, two = placed[at], placed[at + 1]
        apart = abs(one[0].em - two[0].em) > 0.1 * em or one[2] or two[2]
        if not alike or apart:
            breaks[at] = breaks[at] or apart or (whole[at] and whole[at + 1]) or gaps[at] >= edge
            continue
        rest = two if not whole[at + 1] else one
        behind = bool(rest[1]) and 0 not in rest[1]
        breaks[at] = not (behind and rest is two)  # the rest of a cell behind the first one stands below it
        words = " ".join(line.text for line in lines_of(rest[0].words))
        if rest is two and not whole[at + 1] and not behind and not is_heading_like(words):
            unclear.append(words)
    return unclear


def _parted(bands: Sequence[Band], breaks: Sequence[bool]) -> list[list[Band]]:
    rows = [[bands[0]]]
    for band, is_apart in zip(bands[1:], breaks, strict=True):
        if is_apart:
            rows.append([band])
        else:
            rows[-1].append(band)
    return rows
