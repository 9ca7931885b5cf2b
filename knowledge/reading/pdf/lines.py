"""Characters → lines of words; and whether a line was broken only because the next word did not fit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from knowledge.reading.pdf.glyphs import Glyph

_SAME_BASE = 0.35
"""Parts of an em by which characters of one line stand higher or lower."""
WORD_GAP = 0.15
"""Parts of an em: what is further apart, beyond the line's usual distance, are two words."""
_WIDE_SPACE, COLUMN_GAP = 0.75, 1.4
"""From here on the space is a full-width one, and a column's."""
_LEADING = 2.2
"""Ems from one line to the next of a paragraph, at most."""
_EXACT = 0.1
"""Points by which places are told wrong."""
_UNBROKEN = re.compile(
    r"[0-9A-Za-z,.%()#&+/:_@-]+[、。,.)」』】〕》〉≫・:;!?々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]*|.[、。,.,.))」』】〕》〉≫・::;!?々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]*"
)
"""What stands together at the beginning of a line: a number, or a character with the signs that may not begin one."""
_NARROW = re.compile(r"[\x20-\x7e\uff61-\uff9f]")


_FIGURE = re.compile(r"[(\[]?[△▲+-]?[0-90-9][0-90-9,,..千百十万億兆]*(?:円|%)?[)\]]?|[-ー―—–－]|皆増|皆減")
_MONEY = re.compile(r"[(\[]?[△▲-]?[0-90-9]{1,3}(?:[,,][0-90-9]{3})+(?:[千百万億]*円)?[)\]]?|[-ー―—–－]")


def is_figure(text: str) -> bool:
    """Whether a text is a figure, or what stands in place of one."""
    return _FIGURE.fullmatch(text.strip()) is not None


def is_money(text: str) -> bool:
    """Whether a text is a figure as money is written, or what stands in place of one: 4,250, ―."""
    return _MONEY.fullmatch(text.strip()) is not None


class Word(NamedTuple):
    """Characters that stand together."""

    text: str
    left: float
    right: float
    base: float
    em: float

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.em

    @property
    def bottom(self) -> float:
        return self.base + 0.1 * self.em


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one line, from the left."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def em(self) -> float:
        """The height of most of its type."""
        return max(self.words, key=lambda word: len(word.text)).em

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        """The words with a space between them, a full-width one or a tab where they stand further apart."""
        pairs = list(zip(self.words, self.words[1:], strict=False))
        gaps = [(two.left - one.right) / max(one.em, two.em) for one, two in pairs]
        in_columns = max(gaps, default=0.0) >= _WIDE_SPACE
        parts = [self.words[0].text]
        for (one, two), gap in zip(pairs, gaps, strict=True):
            is_column = in_columns and (is_money(one.text) or is_figure(two.text))
            parts += ["\t" if is_column else _space(gap), two.text]
        return "".join(parts)


def _space(gap: float) -> str:
    return "\t" if gap >= COLUMN_GAP else "\u3000" if gap >= _WIDE_SPACE else " "


def words_of(glyphs: Iterable[Glyph]) -> list[Word]:
    """The words, line by line and from the left."""
    found: list[Word] = []
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda each: each.base):
        if line and glyph.base - line[0].base > _SAME_BASE * min(glyph.em, line[0].em):
            found += _words(line)
            line = []
        line.append(glyph)
    return found + _words(line)


def _words(line: list[Glyph]) -> list[Word]:
    if not line:
        return []
    line = sorted(line, key=lambda each: each.left)
    gaps = [(two.left - one.right) / max(one.em, two.em) for one, two in itertools.pairwise(line)]
    usual = min(max(median(gaps), 0.0), 0.6) if len(gaps) > 2 else 0.0
    parts = [[line[0]]]
    for glyph, gap in zip(line[1:], gaps, strict=True):
        if gap - usual > WORD_GAP:
            parts.append([])
        parts[-1].append(glyph)
    return [_word(part) for part in parts]


def _word(glyphs: Sequence[Glyph]) -> Word:
    em = median(glyph.em for glyph in glyphs)
    base = median(glyph.base for glyph in glyphs)
    text = "".join(glyph.text for glyph in glyphs)
    return Word(text, glyphs[0].left, max(glyph.right for glyph in glyphs), base, em)


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """The lines that words make, from above; words far apart that stand on one line are on one."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.base):
        if found and word.base - found[-1][0].base <= _SAME_BASE * min(word.em, found[-1][0].em):
            found[-1].append(word)
        else:
            found.append([word])
    return [TextLine(tuple(sorted(line, key=lambda each: each.left))) for line in found]


def runs_on(line: TextLine, below: TextLine, margin: float, *, is_apart: bool) -> bool:
    """Whether a line goes on below: what stands first there would not have fitted before the right `margin`.

    `is_apart` tells that a page or a column ends between the two.
    """
    if abs(line.em - below.em) > 0.1 * line.em:
        return False
    if not is_apart and not 0 < below.base - line.base <= _LEADING * line.em:
        return False
    first = _UNBROKEN.match(below.text)
    if first is None:
        return False
    space = line.em * 0.25 if _NARROW.match(line.text[-1]) and _NARROW.match(first[0]) else 0.0
    return line.right + space + _width(first[0], below) > margin + _EXACT


def _width(text: str, line: TextLine) -> float:
    """The room that the first characters of a line take: an em each, and of narrow ones what the word leaves them."""
    word = line.words[0]
    narrow = sum(_NARROW.match(each) is not None for each in word.text)
    each_narrow = max(word.right - word.left - (len(word.text) - narrow) * word.em, 0.0) / narrow if narrow else 0.0
    return sum(min(each_narrow, word.em) if _NARROW.match(each) else word.em for each in text[: len(word.text)])


def in_one(parts: Sequence[str]) -> str:
    """The parts of a broken line in one, with a space between Latin words only."""
    whole = ""
    for part in parts:
        gap = " " if whole and whole[-1].isascii() and part[:1].isascii() and _is_latin(whole[-1], part[0]) else ""
        whole += gap + part
    return whole


def _is_latin(one: str, two: str) -> bool:
    return one.isalpha() and two.isalpha()
