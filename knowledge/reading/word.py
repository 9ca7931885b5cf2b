"""A Word document → the markup that says the same: headings by style, lists, tables; nothing struck out."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from knowledge.reading import complaints, limits
from knowledge.reading.word_numbers import Numbers

_HEADING = re.compile(r"(?:heading|見出し) ?(?P<rank>[1-6])", re.IGNORECASE)
_TITLES = ("title", "表題", "subtitle", "副題")
_OLD = b"\xd0\xcf\x11\xe0"
_GONE = frozenset({qn("w:del"), qn("w:moveFrom")})
_BREAKS = {qn("w:tab"): "\u3000", qn("w:br"): "\n", qn("w:cr"): "\n"}
_OFF = frozenset({"0", "false", "off"})
_WIDEST = 200
_LISTED = f"{qn('w:pPr')}/{qn('w:numPr')}"
"""Where a style says that its paragraphs are items of a list."""


def is_word(data: bytes, name: str) -> bool:
    """Whether a file is a Word document, an old one too, by its first bytes and its name."""
    return name.lower().endswith((".docx", ".docm", ".doc")) and data.startswith((b"PK", _OLD))


def markup(data: bytes, name: str) -> str:
    """The markup of a Word document. Raises ReadingError for one that is damaged, locked, too large or of Word 97."""
    if data.startswith(_OLD):
        raise complaints.word("old", name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > limits.UNPACKED:
                raise complaints.too_large(name, limits.UNPACKED)
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, OSError) as error:
        raise complaints.word("damaged", name) from error
    body = document.element.body
    return f"<html><body>{''.join(_blocks(body, document.styles, Numbers.of(document)))}</body></html>"


def _blocks(parent: Any, styles: Any, numbers: Numbers) -> Iterator[str]:
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            yield _paragraph(child, styles, numbers)
        elif child.tag == qn("w:tbl"):
            yield _table(child, styles, numbers)
        elif child.tag == qn("w:sdt") and (content := child.find(qn("w:sdtContent"))) is not None:
            yield from _blocks(content, styles, numbers)


def _paragraph(element: Any, styles: Any, numbers: Numbers) -> str:
    text = _text(element)
    number = numbers.before(element)
    if not text.strip():
        return ""
    style, properties = _style(element, styles), element.find(qn("w:pPr"))
    rank = _rank(style, properties)
    is_named = any(map(str.isalpha, number))
    if number and (rank or is_named):
        text = f"{number} {text}"
    written = "<br>".join(html.escape(line) for line in text.split("\n"))
    if rank:
        return f"<h{rank}>{written.replace('<br>', ' ')}</h{rank}>"
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None and any(each.name == style and each.element.find(_LISTED) is not None for each in styles):
        return f"<ul><li>{written}</li></ul>"
    if numbered is not None and not is_named:
        level = numbered.find(qn("w:ilvl"))
        depth = min(int(level.get(qn("w:val"))) if level is not None else 0, 5) + 1
        return f"{'<ul>' * depth}<li>{written}</li>{'</ul>' * depth}"
    return f"<p>{written}</p>"


def _style(element: Any, styles: Any) -> str:
    """The name of a paragraph's style, as Word shows it."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    key = found.get(qn("w:val")) if found is not None else None
    named = next((style.name for style in styles if style.style_id == key), None) if key else None
    return named or key or ""


def _rank(style: str, properties: Any) -> int:
    """The rank of a heading, by its style or its level in the outline; 0 for a text."""
    if match := _HEADING.search(style):
        return min(int(match["rank"]) + 1, 6)
    if style.lower() in _TITLES:
        return 1
    outline = properties.find(qn("w:outlineLvl")) if properties is not None else None
    level = int(outline.get(qn("w:val"))) if outline is not None else 9
    return min(level + 2, 6) if level < 9 else 0


def _text(element: Any) -> str:
    """The words of a paragraph that are shown: inserted ones too, but none that are deleted, hidden or struck out."""
    words: list[str] = []
    for run in element.iter(qn("w:r")):
        if any(above.tag in _GONE for above in run.iterancestors()) or _is_unseen(run):
            continue
        for child in run.iterchildren():
            if child.tag == qn("w:t"):
                words.append(child.text or "")
            elif child.tag in _BREAKS:
                words.append(_BREAKS[child.tag])
    return "".join(words)


def _is_unseen(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    found = (
        (properties.find(qn(name)) for name in ("w:strike", "w:dstrike", "w:vanish")) if properties is not None else ()
    )
    return any(each is not None and each.get(qn("w:val")) not in _OFF for each in found)


def _table(table: Any, styles: Any, numbers: Numbers) -> str:
    """A table; a cell that goes on from the one above is part of that one."""
    rows = [[_span(cell) for cell in row.iterchildren(qn("w:tc"))] for row in table.iterchildren(qn("w:tr"))]
    placed: list[list[tuple[int, int, bool, Any]]] = []
    for row in rows:
        column, cells = 0, []
        for cell, width, goes_on in row:
            cells.append((column, width, goes_on, cell))
            column += width
        placed.append(cells)
    written = []
    for at, cells in enumerate(placed):
        shown = []
        for column, width, goes_on, cell in cells:
            if goes_on:
                continue
            height = 1
            while at + height < len(placed) and any(c == column and on for c, _, on, _ in placed[at + height]):
                height += 1
            spans = f' rowspan="{height}"' * (height > 1) + f' colspan="{width}"' * (width > 1)
            shown.append(f"<td{spans}>{''.join(_blocks(cell, styles, numbers))}</td>")
        written.append(f"<tr>{''.join(shown)}</tr>")
    return f"<table>{''.join(written)}</table>"


def _span(cell: Any) -> tuple[Any, int, bool]:
    """A cell, how many columns it reaches over, and whether it goes on from the one above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return cell, 1, False
    width, merged = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    columns = min(int(width.get(qn("w:val"))), _WIDEST) if width is not None else 1
    return cell, columns, merged is not None and merged.get(qn("w:val")) != "restart"
