"""The characters of a PDF's page as its library tells them: where each stands, how large and which way up."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from knowledge.reading.pdf.tags import mark_of

_SYMBOLS = (0xF020, 0xF0FF)
"""Where the signs of symbol fonts are kept: in texts, marks before items."""
_SPACES = " \u3000\u00a0\t\r\n"
_LOST = "〓"
"""What stands in place of a letter of which nobody can tell what it is, as printers do."""
_MOST_LOST = 0.02
"""Part of a page's letters that may be lost; none of them beside a figure."""
_OF_MONEY = frozenset("0123456789０１２３４５６７８９,，.．円千百万億△▲")
_TWICE = 0.2
"""Parts of an em between two prints of one letter: bold type is often made so."""


@dataclass(slots=True)
class Drop:
    """A character as the library tells it: from the lower left corner, perhaps turned."""

    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    em: float
    turn: int
    """Quarter turns against the clock."""
    mark: int


def drops_of(words: Any, *, is_marked: bool) -> list[Drop]:
    """The characters that leave ink, each once."""
    rect, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[Drop] = []
    for at in range(raw.FPDFText_CountChars(words)):
        code = raw.FPDFText_GetUnicode(words, at)
        text = chr(code) if code < 0x110000 else "\ufffd"
        if text in _SPACES or code == 0xFFFE or raw.FPDFText_IsGenerated(words, at):
            continue
        if _is_private(code) or raw.FPDFText_HasUnicodeMapError(words, at):
            text = "•" if _SYMBOLS[0] <= code <= _SYMBOLS[1] else _LOST
        raw.FPDFText_GetLooseCharBox(words, at, rect)
        raw.FPDFText_GetCharOrigin(words, at, x, y)
        raw.FPDFText_GetMatrix(words, at, matrix)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        em = raw.FPDFText_GetFontSize(words, at) * math.hypot(c, d)
        turn = round(math.atan2(b, a) / (math.pi / 2)) % 4 if b or a <= 0 else 0
        mark = mark_of(words, at) if is_marked else -1
        drop = Drop(text, x.value, y.value, (rect.left, rect.bottom, rect.right, rect.top), em, turn, mark)
        for other in found[-3:]:
            if other.text == text and _is_same(drop, other):
                break
        else:
            found.append(drop)
    return _whole(found)


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code == 0xFFFD or code >= 0xF0000 or code < 0x20


def _is_same(one: Drop, other: Drop) -> bool:
    """Whether a character is printed over itself."""
    return math.hypot(one.x - other.x, one.y - other.y) < one.em * _TWICE


def _whole(found: list[Drop]) -> list[Drop]:
    """Characters beyond the first plane come in two halves."""
    result: list[Drop] = []
    for drop in found:
        code = ord(drop.text)
        if 0xDC00 <= code <= 0xDFFF and result and 0xD800 <= ord(result[-1].text[-1]) <= 0xDBFF:
            high = ord(result[-1].text[-1])
            result[-1].text = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
        else:
            result.append(drop)
    return [drop for drop in result if not 0xD800 <= ord(drop.text[-1]) <= 0xDFFF]


def turn_of(glyphs: list[Drop]) -> int:
    """How most of the page's words are turned."""
    return Counter(glyph.turn for glyph in glyphs).most_common(1)[0][0] if glyphs else 0


def are_lost(glyphs: list[Drop]) -> bool:
    """Whether letters are lost that may tell an amount, or too many."""
    lost = [at for at, glyph in enumerate(glyphs) if glyph.text == _LOST]
    touches = any(
        glyphs[near].text in _OF_MONEY and abs(glyphs[near].x - glyphs[at].x) < 1.5 * glyphs[at].em
        for at in lost
        for near in (at - 1, at + 1)
        if 0 <= near < len(glyphs)
    )
    return touches or len(lost) > _MOST_LOST * len(glyphs)


def are_vertical(glyphs: list[Drop]) -> bool:
    """Whether most characters stand right below the one before."""
    pairs = list(itertools.pairwise(glyphs))
    below = sum(abs(one.x - two.x) < one.em * 0.2 and 0 < one.y - two.y < one.em * 1.6 for one, two in pairs)
    return below * 2 > len(pairs)
