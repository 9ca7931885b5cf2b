"""Running heads, running feet and page numbers, which are no part of a document's text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.language.money import fold
from knowledge.reading.pdf.glyphs import Glyph, Page
from knowledge.reading.pdf.lines import TextLine, lines_of, words_of

_ZONE = 0.12
"""Part of the page's height at its top and its foot."""
_SEEN = 2 * _ZONE
"""Part of it that is looked at: a line that stands further in is far from those that may be furniture."""
_LINES = 3
"""Lines at the top and at the foot that may be furniture."""
_GAP = 1.6
"""Ems from one line to the next within a text; furniture stands further from it."""
_REPEATED = 3
"""Pages that a running head of a long document has; in a short one it is on half of them, on two at least."""
_NUMBER = re.compile(
    r"[-–—‐−~〜(\[ ]{0,4}(?:P\.?|page|ページ)? ?(?P<number>[0-9]{1,4})(?:(?: ?[/|] ?| of )[0-9]{1,4})? ?(?:ページ|頁)?"
    r"[-–—‐−~〜)\] ]{0,4}",
    re.IGNORECASE,
)
_KEPT = ("円", "単位")
"""Words of money are never taken away."""
_NAMES = re.compile("事業名?|取組名?|名称|区分|項目|政策|施策|担当課?|所管課?|概要|内容|説明|備考|款|項|目|節")
_FIGURES = re.compile("(?:前|本|[0-9]{1,4})年度|予算額?|決算額?|比較|増減")
"""Headings of columns of names and of columns of figures."""


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without the lines that stand in the margins of page after page, and without page numbers."""
    edges = [list(_edges(page)) for page in pages]
    counts = Counter(
        (is_top, height, text) for each in edges for is_top, height, text, _, _ in {(*e[:3], "", "") for e in each}
    )
    enough = _REPEATED if len(pages) > 2 * _REPEATED else max(2, (len(pages) + 1) // 2)
    offsets = Counter(_offset(line.text, at) for at, each in enumerate(edges, 1) for *_, line, _ in each)
    result = []
    for at, page in enumerate(pages):
        gone: set[Glyph] = set()
        for is_top, height, text, line, glyphs in edges[at]:
            again = sum(counts[is_top, near, text] for near in (height - 1, height, height + 1)) >= enough
            offset = _offset(line.text, page.number)
            numbers = offset is not None and (offsets[offset] > 1 or (len(pages) == 1 and offset == 0))
            if (again and not _heads_columns(line)) or numbers:
                gone |= set(glyphs)
        result.append(replace(page, glyphs=tuple(each for each in page.glyphs if each not in gone)) if gone else page)
    return result


def is_furniture(line: TextLine, page: Page) -> bool:
    """Whether a line that a PDF says to be no part of its text stands in a margin and tells of no money."""
    in_margin = not page.height * _ZONE <= line.base <= page.height * (1 - _ZONE)
    return in_margin and not any(word in line.text for word in _KEPT)


def _edges(page: Page) -> Iterator[tuple[bool, int, str, TextLine, tuple[Glyph, ...]]]:
    """The lines that stand apart at the top and at the foot: which, how high, their words without the page's number."""
    seen = page.height * _SEEN
    for is_top in (True, False):
        glyphs = [each for each in page.glyphs if (each.base if is_top else page.height - each.base) < seen]
        lines = lines_of(words_of(glyphs))
        ordered = lines if is_top else lines[::-1]
        for at, line in enumerate(ordered[:_LINES]):
            far = line.base < page.height * _ZONE if is_top else line.base > page.height * (1 - _ZONE)
            after = ordered[at + 1] if at + 1 < len(ordered) else None
            if not far or any(word in line.text for word in _KEPT):
                break
            apart = after is None or abs(after.base - line.base) > _GAP * max(line.em, after.em)
            small = after is not None and line.em < 0.85 * after.em
            if not (apart or small):
                continue
            words = re.sub(rf"(?<![0-9]){page.number}(?![0-9])", "#", fold(line.text).replace(" ", ""))
            held = tuple(each for each in glyphs if abs(each.base - line.base) < 0.35 * line.em)
            yield is_top, round(line.base / 2), words, line, held


def _heads_columns(line: TextLine) -> bool:
    """Whether a line is the heading of a table, which is printed again on each page."""
    named = [_NAMES.fullmatch(word.text) is not None for word in line.words]
    return any(named) and (sum(named) > 1 or any(_FIGURES.search(word.text) for word in line.words))


def _offset(text: str, page: int) -> int | None:
    """By how much a number that is all of a line, - 12 - or 12/307, is ahead of the page that it stands on."""
    match = _NUMBER.fullmatch(fold(text.strip()))
    return int(match["number"]) - page if match else None
