"""What is drawn on a PDF's page besides letters: ruled lines, marks before items, pictures."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

_DEEPEST = 8
"""Forms within forms that are looked into."""
MOST_RULES = 20_000
"""Ruled lines of a page: a map or a chart has more, and no table."""
_THIN = 2.0
"""Points: a filled area no thicker than this is a ruled line."""
_INVISIBLE = 3
"""The way of drawing letters that leaves no ink: what a scanner believes it has read."""
_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawn:
    """What is drawn, in the page's own measure: from its lower left corner, perhaps turned."""

    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    """From end to end."""
    dots: list[tuple[float, float, float]] = field(default_factory=list)
    """Middle and size."""
    pictures: float = 0.0
    """The area that they cover."""


def drawn_on(page: Any) -> Drawn:
    """What is drawn on a page."""
    found = Drawn()
    for thing, kind, outer in _things(page):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _take_path(thing, found, _times(_matrix(thing), outer))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, _, _ = _times(_matrix(thing), outer)
            found.pictures += abs(a * d - b * c)
    return found


def are_letters_hidden(page: Any) -> bool:
    """Whether letters of a page leave no ink, at least half of them."""
    letters = [thing for thing, kind, _ in _things(page) if kind == raw.FPDF_PAGEOBJ_TEXT]
    hidden = sum(raw.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE for thing in letters)
    return bool(hidden) and hidden * 2 > len(letters)


def _things(page: Any) -> Iterator[tuple[Any, int, _Matrix]]:
    """The parts of a page, forms taken apart: each with its kind and how what it is in is placed."""
    objects: Iterator[Any] = (raw.FPDFPage_GetObject(page.raw, at) for at in range(raw.FPDFPage_CountObjects(page.raw)))
    waiting = [(objects, _PLAIN)]
    while waiting:
        thing = next(waiting[-1][0], None)
        if thing is None:
            waiting.pop()
            continue
        kind, outer = raw.FPDFPageObj_GetType(thing), waiting[-1][1]
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield thing, kind, outer
        elif len(waiting) <= _DEEPEST:
            waiting.append((_parts(thing), _times(_matrix(thing), outer)))


def _parts(form: Any) -> Iterator[Any]:
    return (raw.FPDFFormObj_GetObject(form, at) for at in range(raw.FPDFFormObj_CountObjects(form)))


def _matrix(thing: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _take_path(path: Any, drawn: Drawn, matrix: _Matrix) -> None:
    if len(drawn.lines) > MOST_RULES:
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
    for at in range(min(raw.FPDFPath_CountSegments(path), MOST_RULES)):
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
