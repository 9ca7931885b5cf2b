"""The texts of a page in the order in which the PDF itself says that they are read: columns, boxes, what stands aside.

Trusted only where it holds nearly all of the page's characters and goes on as a reader's eye does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.reading.pdf.columns import GUTTER
from knowledge.reading.pdf.glyphs import Dot, Glyph, Page
from knowledge.reading.pdf.lines import TextLine, lines_of, words_of
from knowledge.reading.pdf.printed import Placed, Printed
from knowledge.reading.pdf.zones import Table

_MOST_APART = 0.1
"""Part of a page's characters that may be in no text, such as running heads; and of its texts that may stand above
the one before, beside nothing."""
_NEARLY = 0.3
"""Parts of an em."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(slots=True)
class Text:
    """A paragraph, a heading, an item: its lines in the order in which they are read."""

    glyphs: list[Glyph]
    marks: set[int] = field(default_factory=set)

    @property
    def lines(self) -> Iterator[tuple[TextLine, bool]]:
        """Its lines, those of one column before those of the next, and whether each is the rest of the one above by
        the PDF's own account."""
        last: int | None = None
        for part in _fragments(self.glyphs):
            for line in lines_of(words_of(part)):
                own = [glyph for glyph in part if abs(glyph.base - line.base) < _NEARLY * line.em]
                first = min(own, key=lambda glyph: glyph.left)
                yield line, last == first.mark
                last = max(own, key=lambda glyph: glyph.right).mark

    @property
    def box(self) -> Box:
        """What it takes up."""
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
    others = lines_of(words_of(glyph for glyph in page.glyphs if glyph.mark not in known))
    waiting, boxes = list(tables), [text.box for text in texts]
    for number, text in enumerate(texts):
        above = [line for line in others if _stands_above(line, text.box)]
        others = [line for line in others if line not in above]
        yield from (Printed(line, page.number, -1, line.right, None, is_rest=False) for line in above)
        held = next((each for each in waiting if each[0] & text.marks), None)
        if held:
            waiting.remove(held)
            yield Placed(held[1], page.number)
        if any(marks & text.marks for marks, _ in tables):
            continue
        ends = _column_end(text, boxes)
        for at, (line, is_rest) in enumerate(text.lines):
            begins = at == 0 and (number > 0 or bool(above))
            told = False if begins else is_rest or None
            yield Printed(line, page.number, number, ends, mark_of(line, page.dots), is_rest=told)
    yield from (Printed(line, page.number, -1, line.right, None, is_rest=False) for line in others)


def _stands_above(line: TextLine, box: Box) -> bool:
    return line.base < box[1] + 1 and line.left < box[2] and line.right > box[0]


def _column_end(text: Text, boxes: Sequence[Box]) -> float | None:
    """Where the column of a text ends that has another one beside it."""
    left, top, right, bottom = text.box
    if not any(box[0] >= right and box[1] < bottom and box[3] > top for box in boxes):
        return None
    beside = (box[2] for box in boxes if abs(box[0] - left) < GUTTER * text.glyphs[0].em)
    return max(right, *beside)


def mark_of(line: TextLine, dots: Sequence[Dot]) -> float | None:
    """Where the mark before a line is drawn, if one is."""
    found = [
        dot.x
        for dot in dots
        if 0.2 * line.em < line.left - dot.x < 2 * line.em and abs(line.base - 0.35 * line.em - dot.y) < 0.4 * line.em
    ]
    return max(found, default=None)
