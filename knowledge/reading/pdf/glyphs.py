"""A PDF's bytes → what is printed on each page: characters and ruled lines, each in its place."""

from __future__ import annotations

import ctypes
import itertools
import math
import threading
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from knowledge.reading import complaints, limits
from knowledge.reading.pdf.tags import TaggedTable, TaggedText, mark_of, tagged

_PDFIUM = threading.Lock()
"""The library is used by one thread at a time."""
_DEEPEST = 8
"""Forms within forms that are looked into."""
_IMAGE_SHARE = 0.4
"""Part of the page that a picture covers where a page is scanned."""
_FEW = 40
"""Characters that a scanned page may have besides: a page number, a scanner's name."""
_MOST_RULES = 20_000
"""Ruled lines of a page: a map or a chart has more, and no table."""
_THIN = 2.0
"""Points: a filled area no thicker than this is a ruled line."""
_STROKE = 2.0
"""Points by which a line under or through words is longer or shorter than they are."""
_THROUGH = 0.12
"""Parts of an em above their foot, from which a line strikes words out."""
_SYMBOLS = (0xF020, 0xF0FF)
"""Where the signs of symbol fonts are kept: in texts, marks before items."""
_SPACES = " \u3000\u00a0\t\r\n"
_LOST = "〓"
"""What stands in place of a letter of which nobody can tell what it is, as printers do."""
_MOST_LOST = 0.02
"""Part of a page's letters that may be lost; none of them beside a figure."""
_OF_MONEY = frozenset("0123456789０１２３４５６７８９,，.．円千百万億△▲")
_INVISIBLE = 3
"""The way of drawing letters that leaves no ink: what a scanner believes it has read."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character. Lengths are points, from the page's upper left corner."""

    text: str
    left: float
    right: float
    base: float
    """The line that it stands on."""
    em: float
    """The height of its type."""
    mark: int = -1
    """By which the PDF's own account of its tables and texts names it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, level or upright; `first` and `last` are its ends along its own direction."""

    at: float
    first: float
    last: float
    upright: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A small drawn shape, such as the mark before an item of a list."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on one page, the first numbered 1."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    dots: tuple[Dot, ...] = ()
    tables: tuple[TaggedTable, ...] = ()
    """As the PDF itself tells them."""
    texts: tuple[TaggedText, ...] = ()
    """Its texts in the order in which the PDF says that they are read, those of tables too."""
    trouble: str | None = None
    """Why its words cannot be trusted: "scanned", "recognised" (a scanner's guesses), "unmapped" (letters without
    meaning) or "vertical"."""


def pages(data: bytes, name: str) -> tuple[Page, ...]:
    """The pages of a PDF. Raises ReadingError for one that is damaged or needs a password."""
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
                raise complaints.pdf("locked", name) from error
            raise complaints.pdf("damaged", name) from error
        try:
            if len(document) > limits.PDF_PAGES:
                raise complaints.pdf("many_pages", name, most=f"{limits.PDF_PAGES:,}")
            return tuple(_measured((_opened(document, number) for number in range(1, len(document) + 1)), name))
        except pypdfium2.PdfiumError as error:
            raise complaints.pdf("damaged", name) from error
        finally:
            document.close()


def _measured(found: Iterable[Page], name: str) -> Iterator[Page]:
    """The pages, as long as they have no more characters together than are read of any page."""
    count = 0
    for page in found:
        count += len(page.glyphs)
        if count > limits.WORDS:
            raise complaints.page_too_long(name, limits.WORDS)
        yield page


def _opened(document: Any, number: int) -> Page:
    page = document[number - 1]
    words = page.get_textpage()
    try:
        return _page(page, words, number)
    finally:
        words.close()
        page.close()


def _page(page: Any, words: Any, number: int) -> Page:
    left, bottom, right, top = page.get_bbox()
    tables, texts = tagged(page)
    glyphs = _glyphs(words.raw, is_marked=bool(texts))
    turn = _turn(glyphs)
    place = _Place(turn, left, bottom, right, top)
    level = [place.glyph(each) for each in glyphs if each.turn == turn]
    drawn = _Drawn()
    _draw(page, drawn)
    rules, dots = drawn.on(place)
    rules, level = _without_strokes(rules, level)
    return Page(
        number,
        place.width,
        place.height,
        tuple(level),
        rules if len(rules) <= _MOST_RULES else (),
        dots,
        tables,
        texts,
        _trouble(glyphs, drawn, (right - left) * (top - bottom)),
    )


# Characters


@dataclass(slots=True)
class _Drop:
    """A character as the library tells it: from the lower left corner, perhaps turned."""

    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    em: float
    turn: int
    """Quarter turns against the clock."""
    mark: int


def _glyphs(words: Any, *, is_marked: bool) -> list[_Drop]:
    """The characters that leave ink, each once."""
    rect, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[_Drop] = []
    for at in range(raw.FPDFText_CountChars(words)):
        code = raw.FPDFText_GetUnicode(words, at)
        if raw.FPDFText_IsGenerated(words, at) or code == 0xFFFE:
            continue
        text = chr(code) if code < 0x110000 else "\ufffd"
        if text in _SPACES:
            continue
        if raw.FPDFText_HasUnicodeMapError(words, at) or _is_private(code):
            text = "•" if _SYMBOLS[0] <= code <= _SYMBOLS[1] else _LOST
        raw.FPDFText_GetLooseCharBox(words, at, rect)
        raw.FPDFText_GetCharOrigin(words, at, x, y)
        raw.FPDFText_GetMatrix(words, at, matrix)
        em = raw.FPDFText_GetFontSize(words, at) * math.hypot(matrix.c, matrix.d)
        turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        mark = mark_of(words, at) if is_marked else -1
        drop = _Drop(text, x.value, y.value, (rect.left, rect.bottom, rect.right, rect.top), em, turn, mark)
        if not any(_is_same(drop, other) for other in found[-3:]):  # bold type is often made by printing twice
            found.append(drop)
    return _whole(found)


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code == 0xFFFD or code >= 0xF0000 or code < 0x20


def _lost(glyphs: list[_Drop]) -> bool:
    """Whether letters are lost that may tell an amount, or too many."""
    lost = [at for at, glyph in enumerate(glyphs) if glyph.text == _LOST]
    touches = any(
        glyphs[near].text in _OF_MONEY and abs(glyphs[near].x - glyphs[at].x) < 1.5 * glyphs[at].em
        for at in lost
        for near in (at - 1, at + 1)
        if 0 <= near < len(glyphs)
    )
    return touches or len(lost) > _MOST_LOST * len(glyphs)


def _is_same(one: _Drop, other: _Drop) -> bool:
    return one.text == other.text and math.hypot(one.x - other.x, one.y - other.y) < one.em * 0.2


def _whole(found: list[_Drop]) -> list[_Drop]:
    """Characters beyond the first plane come in two halves."""
    result: list[_Drop] = []
    for drop in found:
        code = ord(drop.text)
        if 0xDC00 <= code <= 0xDFFF and result and 0xD800 <= ord(result[-1].text[-1]) <= 0xDBFF:
            high = ord(result[-1].text[-1])
            result[-1].text = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
        else:
            result.append(drop)
    return [drop for drop in result if not 0xD800 <= ord(drop.text[-1]) <= 0xDFFF]


def _turn(glyphs: list[_Drop]) -> int:
    """How most of the page's words are turned."""
    return Counter(glyph.turn for glyph in glyphs).most_common(1)[0][0] if glyphs else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """The page as its reader holds it: turned so that the words stand upright."""

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """From the page's own lower left corner to the reader's upper left one."""
        across, up = x - self.left, y - self.bottom
        wide, high = self.right - self.left, self.top - self.bottom
        match self.turn:
            case 0:
                return across, high - up
            case 1:
                return up, across
            case 2:
                return wide - across, up
            case _:
                return high - up, wide - across

    def glyph(self, drop: _Drop) -> Glyph:
        x0, y0, x1, y1 = drop.box
        ends = [self.point(x0, y0)[0], self.point(x1, y1)[0]]
        start, base = self.point(drop.x, drop.y)
        left, right = min(ends), max(ends)
        if right - left < drop.em * _usual_width(drop.text):
            left, right = start, start + drop.em  # told by its ink
        return Glyph(drop.text, min(left, start), right, base, drop.em, drop.mark)


def _usual_width(text: str) -> float:
    """Parts of an em that a character takes up at least: what seems narrower is told by its ink."""
    if unicodedata.east_asian_width(text) not in "WF":
        return 0.0
    return 0.95 if "CJK" in unicodedata.name(text, "") else 0.6


def _without_strokes(rules: tuple[Rule, ...], glyphs: list[Glyph]) -> tuple[tuple[Rule, ...], list[Glyph]]:
    """Without the lines that are drawn under words or through them, and without what is struck out."""
    strokes: set[Rule] = set()
    struck: set[int] = set()
    level = sorted((rule for rule in rules if not rule.upright), key=lambda rule: rule.at)
    heights = [rule.at for rule in level]
    touched: dict[Rule, list[tuple[int, float]]] = {}
    for number, glyph in enumerate(glyphs):
        middle = (glyph.left + glyph.right) / 2
        first, last = (
            bisect_left(heights, glyph.base - 0.6 * glyph.em),
            bisect_left(heights, glyph.base + 0.25 * glyph.em),
        )
        for rule in level[first:last]:
            if rule.first <= middle <= rule.last:
                touched.setdefault(rule, []).append((number, (glyph.base - rule.at) / glyph.em))
    for rule, held in touched.items():
        left = min(glyphs[number].left for number, _ in held)
        right = max(glyphs[number].right for number, _ in held)
        if abs(rule.first - left) > _STROKE or abs(rule.last - right) > _STROKE:
            continue  # longer than the words: a table's
        strokes.add(rule)
        struck |= {number for number, above in held if above > _THROUGH}
    kept = [glyph for number, glyph in enumerate(glyphs) if number not in struck]
    return tuple(rule for rule in rules if rule not in strokes), kept


# Lines and pictures


class _Drawn:
    """What is drawn on a page besides letters, in the page's own measure."""

    def __init__(self) -> None:
        self.lines: list[tuple[float, float, float, float]] = []
        self.dots: list[tuple[float, float, float]] = []
        self.pictures = 0.0
        self.letters = 0
        self.hidden = 0

    def on(self, place: _Place) -> tuple[tuple[Rule, ...], tuple[Dot, ...]]:
        """The ruled lines and dots as the reader sees them."""
        rules = set()
        for x0, y0, x1, y1 in self.lines:
            (left, above), (right, below) = place.point(x0, y0), place.point(x1, y1)
            upright = abs(left - right) < abs(above - below)
            ends = sorted((above, below) if upright else (left, right))
            at = (left + right) / 2 if upright else (above + below) / 2
            rules.add(Rule(round(at, 1), round(ends[0], 1), round(ends[1], 1), upright))
        dots = (Dot(*place.point(x, y), size) for x, y, size in self.dots)
        return tuple(sorted(rules, key=lambda rule: (rule.upright, rule.at, rule.first))), tuple(dots)


_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1, 0, 0, 1, 0, 0)


def _draw(page: Any, drawn: _Drawn) -> None:
    for at in range(raw.FPDFPage_CountObjects(page.raw)):
        _take(raw.FPDFPage_GetObject(page.raw, at), drawn, _PLAIN, 0)


def _take(thing: Any, drawn: _Drawn, outer: _Matrix, deep: int) -> None:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        drawn.letters += 1
        drawn.hidden += raw.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        _take_path(thing, drawn, _times(_matrix(thing), outer))
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        a, b, c, d, _, _ = _times(_matrix(thing), outer)
        drawn.pictures += abs(a * d - b * c)
    elif kind == raw.FPDF_PAGEOBJ_FORM and deep < _DEEPEST:
        inner = _times(_matrix(thing), outer)
        for at in range(raw.FPDFFormObj_CountObjects(thing)):
            _take(raw.FPDFFormObj_GetObject(thing, at), drawn, inner, deep + 1)


def _matrix(thing: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _take_path(path: Any, drawn: _Drawn, matrix: _Matrix) -> None:
    if len(drawn.lines) > _MOST_RULES:
        return
    points, curved = _points(path, matrix)
    xs, ys = [x for part in points for x, _ in part], [y for part in points for _, y in part]
    if not xs:
        return
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if 1 < wide < 8 and 1 < high < 8 and abs(wide - high) < 1:
        drawn.dots.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, wide))
    elif not curved and min(wide, high) <= _THIN < max(wide, high):
        level = wide > high
        middle = (min(ys) + max(ys)) / 2 if level else (min(xs) + max(xs)) / 2
        drawn.lines.append((min(xs), middle, max(xs), middle) if level else (middle, min(ys), middle, max(ys)))
    elif not curved:
        for part in points:
            for (x0, y0), (x1, y1) in itertools.pairwise(part):
                if (abs(x0 - x1) < 0.5) != (abs(y0 - y1) < 0.5):
                    drawn.lines.append((x0, y0, x1, y1))


def _points(path: Any, matrix: _Matrix) -> tuple[list[list[tuple[float, float]]], bool]:
    """The corners of each part of a path, and whether any of it is curved."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[tuple[float, float]]] = []
    curved = False
    for at in range(min(raw.FPDFPath_CountSegments(path), _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        if kind == raw.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    return parts, curved


def _trouble(glyphs: list[_Drop], drawn: _Drawn, area: float) -> str | None:
    if len(glyphs) <= _FEW and drawn.pictures > area * _IMAGE_SHARE:
        return "scanned"
    if drawn.hidden and drawn.pictures > area * _IMAGE_SHARE and drawn.hidden * 2 > drawn.letters:
        return "recognised"
    if _lost(glyphs):
        return "unmapped"
    if len(glyphs) > _FEW and _is_vertical(glyphs):
        return "vertical"
    return None


def _is_vertical(glyphs: list[_Drop]) -> bool:
    """Whether most characters stand right below the one before."""
    pairs = list(itertools.pairwise(glyphs))
    below = sum(abs(one.x - two.x) < one.em * 0.2 and 0 < one.y - two.y < one.em * 1.6 for one, two in pairs)
    return below * 2 > len(pairs)
