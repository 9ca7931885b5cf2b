"""A PDF's bytes → what is printed on each page: characters and ruled lines, each in its place."""

from __future__ import annotations

import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from knowledge.reading import complaints, limits
from knowledge.reading.pdf.drawing import MOST_RULES, Drawn, are_letters_hidden, drawn_on
from knowledge.reading.pdf.letters import Drop, are_lost, are_vertical, drops_of, turn_of
from knowledge.reading.pdf.tags import TaggedTable, TaggedText, tagged

_PDFIUM = threading.Lock()
"""The library is used by one thread at a time."""
_IMAGE_SHARE = 0.4
"""Part of the page that a picture covers where a page is scanned."""
_FEW = 40
"""Characters that a scanned page may have besides: a page number, a scanner's name."""
_STROKE = 2.0
"""Points by which a line under or through words is longer or shorter than they are."""
_THROUGH = 0.12
"""Parts of an em above their foot, from which a line strikes words out."""


class Glyph(NamedTuple):
    """A printed character. Lengths are points, from the page's upper left corner. A book has millions of them."""

    text: str
    left: float
    right: float
    base: float
    """The line that it stands on."""
    em: float
    """The height of its type."""
    mark: int = -1
    """By which the PDF's own account of its tables and texts names it."""


class Rule(NamedTuple):
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
    letters = drops_of(words.raw, is_marked=bool(texts))
    turn = turn_of(letters)
    place = _Place(turn, left, bottom, right, top)
    level = [place.glyph(each) for each in letters if each.turn == turn]
    drawn = drawn_on(page)
    rules, level = _without_strokes(place.rules(drawn), level)
    return Page(
        number,
        place.width,
        place.height,
        tuple(level),
        rules if len(rules) <= MOST_RULES else (),
        tuple(Dot(*place.point(x, y), size) for x, y, size in drawn.dots),
        tables,
        texts,
        _trouble(page, letters, drawn.pictures > _IMAGE_SHARE * (right - left) * (top - bottom)),
    )


def _trouble(page: Any, letters: list[Drop], is_picture: bool) -> str | None:
    if is_picture and len(letters) <= _FEW:
        return "scanned"
    if is_picture and are_letters_hidden(page):
        return "recognised"
    if are_lost(letters):
        return "unmapped"
    if len(letters) > _FEW and are_vertical(letters):
        return "vertical"
    return None


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

    def glyph(self, drop: Drop) -> Glyph:
        """A letter as the reader sees it."""
        x0, y0, x1, y1 = drop.box
        one, other = self.point(x0, y0)[0], self.point(x1, y1)[0]
        start, base = self.point(drop.x, drop.y)
        left, right = (one, other) if one < other else (other, one)
        if right - left < drop.em * _usual_width(drop.text):
            left, right = start, start + drop.em  # told by its ink
        return Glyph(drop.text, left if left < start else start, right, base, drop.em, drop.mark)

    def rules(self, drawn: Drawn) -> tuple[Rule, ...]:
        """The ruled lines as the reader sees them."""
        found = set()
        for x0, y0, x1, y1 in drawn.lines:
            (left, above), (right, below) = self.point(x0, y0), self.point(x1, y1)
            upright = abs(left - right) < abs(above - below)
            ends = sorted((above, below) if upright else (left, right))
            at = (left + right) / 2 if upright else (above + below) / 2
            found.add(Rule(round(at, 1), round(ends[0], 1), round(ends[1], 1), upright))
        return tuple(sorted(found, key=lambda rule: (rule.upright, rule.at, rule.first)))


@cache
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
