"""What a PDF says of itself: which characters are in which cell of a table, and in which order its texts are read.

Browsers and word processors write that down for people who have the page read out to them; many other programs don't.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from pypdfium2 import raw

_DEEPEST = 60
"""Elements within elements that are looked into."""
_MOST = 200_000
"""Elements of a page that are looked at."""
_CELLS = frozenset({"TH", "TD"})
_TEXTS = _CELLS | frozenset("P H H1 H2 H3 H4 H5 H6 LI Lbl LBody Caption BlockQuote TOCI Title".split())
"""Kinds of elements that are one text."""
_SPANS = (b"RowSpan", b"ColSpan")
_WIDEST = 200
"""Rows or columns that a cell may reach over."""


@dataclass(frozen=True, slots=True)
class TaggedCell:
    """A cell: the marks of its characters, how many rows and columns it reaches over, whether it is a heading."""

    marks: frozenset[int]
    rows: int
    columns: int
    is_head: bool


TaggedTable = tuple[tuple[TaggedCell, ...], ...]
"""The rows of a table, each with its cells from the left."""


TaggedText = tuple[int, ...]
"""The marks of a paragraph, a heading, an item or a cell, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class _Element:
    """A part of what the PDF says of a page."""

    handle: Any
    kind: str
    marks: tuple[int, ...]
    """Its own, without those of the elements below it."""
    below: list[_Element] = field(default_factory=list)


def tagged(page: Any) -> tuple[tuple[TaggedTable, ...], tuple[TaggedText, ...]]:
    """The tables that are marked on a page, one within another being part of its cell, and its texts in their order."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return (), ()
    try:
        count = raw.FPDF_StructTree_CountChildren(tree)
        handles = (raw.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(count))
        tops = [(number, _read(handle)) for number, handle in enumerate(handles) if handle]
        elements = [element for _, top in tops for element in _of_kind(top, frozenset({"Table"}))]
        found = tuple(table for element in elements if (table := _table(element)))
        marks = [(text, mark) for number, top in tops for text, mark in _texts(top, number)]
        return found, tuple(tuple(mark for _, mark in held) for _, held in groupby(marks, key=itemgetter(0)))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _read(handle: Any) -> _Element:
    """An element with all below it, as far as they are looked into."""
    top = _element(handle)
    waiting, seen = [(top, 0)], 0
    while waiting and seen < _MOST:
        seen += 1
        element, deep = waiting.pop()
        if deep < _DEEPEST:
            count = max(raw.FPDF_StructElement_CountChildren(element.handle), 0)
            below = (raw.FPDF_StructElement_GetChildAtIndex(element.handle, at) for at in range(count))
            element.below.extend(_element(child) for child in below if child)
            waiting += [(child, deep + 1) for child in reversed(element.below)]
    return top


def _element(handle: Any) -> _Element:
    count = max(raw.FPDF_StructElement_CountChildren(handle), 0)
    marks = (raw.FPDF_StructElement_GetChildMarkedContentID(handle, at) for at in range(count))
    return _Element(handle, _kind(handle), tuple(mark for mark in marks if mark >= 0))


def _texts(top: _Element, number: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Each mark below an element, in order, with the place in the tree of the text that it is part of: the nearest
    element that is a text by its kind, else the one around it."""
    waiting: list[tuple[_Element, tuple[int, ...], tuple[int, ...] | None]] = [(top, (number,), None)]
    while waiting:
        element, place, text = waiting.pop()
        text = place if element.kind in _TEXTS else text
        around = text or (place[:-1] if len(element.marks) == 1 else place)
        yield from ((around, mark) for mark in element.marks)
        waiting += [(child, (*place, at), text) for at, child in enumerate(element.below)][::-1]


def mark_of(words: Any, at: int) -> int:
    """The mark of a page's character; -1 where it has none."""
    thing = raw.FPDFText_GetTextObject(words, at)
    return int(raw.FPDFPageObj_GetMarkedContentID(thing)) if thing else -1


def _table(element: _Element) -> TaggedTable:
    rows = (tuple(map(_cell, _of_kind(row, _CELLS))) for row in _of_kind(element, frozenset({"TR"}), inner=True))
    return tuple(row for row in rows if any(cell.marks for cell in row))


def _cell(element: _Element) -> TaggedCell:
    spans = dict.fromkeys(_SPANS, 1)
    number = ctypes.c_float()
    for at in range(max(raw.FPDF_StructElement_GetAttributeCount(element.handle), 0)):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element.handle, at)
        for name in _SPANS:
            value = raw.FPDF_StructElement_Attr_GetValue(attribute, name)
            if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number):
                spans[name] = min(max(int(number.value), 1), _WIDEST)
    rows, columns = spans.values()
    return TaggedCell(frozenset(_marks(element)), rows, columns, element.kind == "TH")


def _of_kind(top: _Element, kinds: frozenset[str], *, inner: bool = False) -> Iterator[_Element]:
    """The elements of some kinds below one, without those within each other; `inner`: below it, not itself."""
    waiting = top.below[::-1] if inner or top.kind not in kinds else [top]
    while waiting:
        element = waiting.pop()
        if element.kind in kinds:
            yield element
        else:
            waiting += element.below[::-1]


def _marks(element: _Element) -> Iterator[int]:
    waiting = [element]
    while waiting:
        each = waiting.pop()
        yield from each.marks
        waiting += each.below


def _kind(handle: Any) -> str:
    length = raw.FPDF_StructElement_GetType(handle, None, 0)
    if length < 2:
        return ""
    text = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(handle, text, length)
    return text.raw[: length - 2].decode("utf-16-le", errors="replace")
