"""What a PDF says of itself: which characters are in which cell of a table, and in which order its texts are read.

Browsers and word processors write that down for people who have the page read out to them; many other programs don't.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
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


def tagged(page: Any) -> tuple[tuple[TaggedTable, ...], tuple[TaggedText, ...]]:
    """The tables that are marked on a page, one within another being part of its cell, and its texts in their order."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return (), ()
    try:
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(raw.FPDF_StructTree_CountChildren(tree))]
        elements = [element for top in tops if top for element in _of_kind(top, frozenset({"Table"}))]
        found = tuple(table for element in elements if (table := _table(element)))
        marks = [(text, mark) for number, top in enumerate(tops) if top for text, mark in _texts(top, number)]
        return found, tuple(tuple(mark for _, mark in held) for _, held in groupby(marks, key=itemgetter(0)))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _texts(top: Any, number: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Each mark below an element, in order, with the place in the tree of the text that it is part of: the nearest
    element that is a text by its kind, else the one around it."""
    waiting: list[tuple[Any, tuple[int, ...], tuple[int, ...] | None]] = [(top, (number,), None)]
    seen = 0
    while waiting and seen < _MOST:
        seen += 1
        element, place, text = waiting.pop()
        text = place if _kind(element) in _TEXTS else text
        own = _own_marks(element)
        yield from ((text or (place[:-1] if len(own) == 1 else place), mark) for mark in own)
        if len(place) < _DEEPEST:
            below = enumerate(_children(element))
            waiting += [(child, (*place, at), text) for at, child in below][::-1]


def mark_of(words: Any, at: int) -> int:
    """The mark of a page's character; -1 where it has none."""
    thing = raw.FPDFText_GetTextObject(words, at)
    return int(raw.FPDFPageObj_GetMarkedContentID(thing)) if thing else -1


def _table(element: Any) -> TaggedTable:
    rows = (
        tuple(_cell(each) for each in _of_kind(row, _CELLS)) for row in _of_kind(element, frozenset({"TR"}), inner=True)
    )
    return tuple(row for row in rows if any(cell.marks for cell in row))


def _cell(element: Any) -> TaggedCell:
    spans = {"RowSpan": 1, "ColSpan": 1}
    for at in range(max(raw.FPDF_StructElement_GetAttributeCount(element), 0)):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element, at)
        for name in spans:
            value, number = raw.FPDF_StructElement_Attr_GetValue(attribute, name.encode()), ctypes.c_float()
            if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number):
                spans[name] = min(max(int(number.value), 1), _WIDEST)
    return TaggedCell(frozenset(_marks(element)), spans["RowSpan"], spans["ColSpan"], _kind(element) == "TH")


def _of_kind(top: Any, kinds: frozenset[str], *, inner: bool = False) -> Iterator[Any]:
    """The elements of some kinds below one, without those within each other; `inner`: below it, not itself."""
    waiting = [(child, 1) for child in _children(top)][::-1] if inner or _kind(top) not in kinds else [(top, 0)]
    seen = 0
    while waiting and seen < _MOST:
        seen += 1
        element, deep = waiting.pop()
        if _kind(element) in kinds:
            yield element
        elif deep < _DEEPEST:
            waiting += [(child, deep + 1) for child in _children(element)][::-1]


def _children(element: Any) -> list[Any]:
    count = max(raw.FPDF_StructElement_CountChildren(element), 0)
    return [child for at in range(count) if (child := raw.FPDF_StructElement_GetChildAtIndex(element, at))]


def _marks(element: Any) -> Iterator[int]:
    waiting = [(element, 0)]
    while waiting:
        each, deep = waiting.pop()
        yield from _own_marks(each)
        if deep < _DEEPEST:
            waiting += [(child, deep + 1) for child in _children(each)]


def _own_marks(element: Any) -> list[int]:
    count = max(raw.FPDF_StructElement_CountChildren(element), 0)
    marks = [raw.FPDF_StructElement_GetChildMarkedContentID(element, at) for at in range(count)]
    return [mark for mark in marks if mark >= 0]


def _kind(element: Any) -> str:
    length = raw.FPDF_StructElement_GetType(element, None, 0)
    if length < 2:
        return ""
    text = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(element, text, length)
    return text.raw[: length - 2].decode("utf-16-le", errors="replace")
