"""The texts of a page in the order in which the PDF itself says that they are read: columns, boxes, what stands aside.

Trusted only where it holds nearly all of the page's characters and goes on as a reader's eye does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from knowledge.reading.pdf.cells import Table
from knowledge.reading.pdf.furniture import is_furniture
from knowledge.reading.pdf.glyphs import Dot, Glyph, Page
from knowledge.reading.pdf.lines import TextLine, lines_of, words_of
from knowledge.reading.pdf.printed import Placed, Printed

_MOST_APART = 0.1
"""Part of a page's characters that may be in no text, such as running heads; and of its texts that may stand above
the one before, beside nothing."""
_NEARLY = 0.3
"""Parts of an em."""
_SAME_EDGE = 1.0
"""Points by which the texts of one column begin elsewhere."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass
class Text:
    """A paragraph, a heading, an item: its lines in the order in which they are read."""

    glyphs: list[Glyph]
    marks: set[int] = field(default_factory=set)

    @property
    def lines(self) -> list[tuple[TextLine, bool, float]]:
        """Its lines, those of one column before those of the next; whether each is of one piece with the line above by
        the PDF's own account; and how far the piece reaches with which it ends."""
        found: list[tuple[TextLine, bool, float]] = []
        last: int | None = None
        for part in _fragments(self.glyphs):
            for line in lines_of(words_of(part)):
                own = [glyph for glyph in part if abs(glyph.base - line.base) < _NEARLY * line.em]
                is_rest = last == min(own, key=lambda glyph: glyph.left).mark
                last = max(own, key=lambda glyph: glyph.right).mark
                found.append((line, is_rest, max(glyph.right for glyph in self.glyphs if glyph.mark == last)))
        return found

    @cached_property
    def box(self) -> Box:
        """What it takes up; not asked before it is whole."""
        return (
            min(glyph.left for glyph in self.glyphs),
            min(glyph.base - glyph.em for glyph in self.glyphs),
            max(glyph.right for glyph in self.glyphs),
            max(glyph.base for glyph in self.glyphs),
        )


def texts_in_order(page: Page) -> list[Text] | None:
    """The texts of a page; None where the PDF does not tell, or tells what cannot be."""
    by_mark: dict[int, list[Glyph]] = {}
    for glyph in page.glyphs:
        by_mark.setdefault(glyph.mark, []).append(glyph)
    texts: list[Text] = []
    for marks in page.texts:
        glyphs = [glyph for mark in marks for glyph in by_mark.get(mark, ())]
        if not glyphs:
            continue
        if texts and _is_beside(texts[-1].glyphs[-1], glyphs[0]):
            texts[-1].glyphs += glyphs
            texts[-1].marks.update(marks)
        else:
            texts.append(Text(glyphs, set(marks)))
    held = sum(len(text.glyphs) for text in texts)
    if held < (1 - _MOST_APART) * len(page.glyphs) or held > len(page.glyphs):
        return None
    back = sum(_goes_back(one.box, two.box) for one, two in pairwise(texts))
    return texts if back <= _MOST_APART * len(texts) else None


def _is_beside(last: Glyph, first: Glyph) -> bool:
    """Whether a text goes on where the one before ends, on the same line."""
    near = -_NEARLY < (first.left - last.right) / last.em < 1
    return near and abs(first.base - last.base) < _NEARLY * min(first.em, last.em)


def _goes_back(one: Box, two: Box) -> bool:
    """Whether a text stands above the one before it and not to its right."""
    return two[3] < one[1] and two[0] < one[2]


def _fragments(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The characters of a text, in parts where it goes on at the top of another column."""
    part: list[Glyph] = []
    for glyph in glyphs:
        if part and glyph.base < part[-1].base - 2 * glyph.em:
            yield part
            part = []
        part.append(glyph)
    yield part


def told(page: Page, texts: Sequence[Text], tables: Sequence[tuple[set[int], Table]]) -> Iterator[Printed | Placed]:
    """The lines and tables of a page in the order that the PDF itself tells. A line of which it tells nothing comes
    before the text that it stands above."""
    known = {mark for text in texts for mark in text.marks}
    untold = lines_of(words_of(glyph for glyph in page.glyphs if glyph.mark not in known))
    others = [line for line in untold if not is_furniture(line, page)]
    free = [all(marks.isdisjoint(text.marks) for marks, _ in tables) for text in texts]
    waiting, ends = list(tables), _ends([text.box for text in texts]) if any(free) else []
    for number, text in enumerate(texts):
        above = [line for line in others if _stands_above(line, text.box)]
        others = [line for line in others if line not in above]
        yield from _untold(above, page)
        held = next((each for each in waiting if each[0] & text.marks), None)
        if held:
            waiting.remove(held)
            yield Placed(held[1], page.number)
        if not free[number]:
            continue
        lines = text.lines
        goes_on = [*(is_rest for _, is_rest, _ in lines[1:]), False]
        for (line, is_rest, reach), is_piece in zip(lines, goes_on, strict=True):
            is_narrow = is_piece and reach < text.box[2] - line.em  # another piece stands behind it
            end = reach if is_narrow else ends[number]
            yield Printed(line, page.number, number, end, mark_of(line, page.dots), text=number, is_rest=is_rest)
    yield from _untold(others, page)


def _untold(lines: Sequence[TextLine], page: Page) -> Iterator[Printed]:
    return (Printed(line, page.number, -1, line.right, None, text=-1 - at) for at, line in enumerate(lines))


def _stands_above(line: TextLine, box: Box) -> bool:
    return line.base < box[1] + 1 and line.left < box[2] and line.right > box[0]


def _ends(boxes: Sequence[Box]) -> list[float | None]:
    """Where the column of each text ends: of one with another beside it, or that begins where such a one does."""
    ends = [_end(box, boxes) for box in boxes]
    known = [(box[0], end) for box, end in zip(boxes, ends, strict=True) if end is not None]
    return [
        end
        if end is not None
        else max((e for left, e in known if abs(left - box[0]) < _SAME_EDGE and e >= box[2]), default=None)
        for box, end in zip(boxes, ends, strict=True)
    ]


def _end(box: Box, boxes: Sequence[Box]) -> float | None:
    """Where the column of a text ends that has another one beside it."""
    left, top, right, bottom = box
    level = [each for each in boxes if each[1] < bottom and each[3] > top]
    behind = [each[0] for each in level if each[0] >= right]
    if not behind and not any(each[2] <= left for each in level):
        return None
    alike = (each[2] for each in boxes if abs(each[0] - left) < _SAME_EDGE)
    return max(right, *(end for end in alike if not behind or end <= min(behind)))


def mark_of(line: TextLine, dots: Sequence[Dot]) -> float | None:
    """Where the mark before a line is drawn, if one is."""
    found = [
        dot.x
        for dot in dots
        if 0.2 * line.em < line.left - dot.x < 2 * line.em and abs(line.base - 0.35 * line.em - dot.y) < 0.4 * line.em
    ]
    return max(found, default=None)
