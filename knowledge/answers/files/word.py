"""A note as a Word document, ready to be printed or pasted."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from knowledge.answers.files.memo import Memo, Section
from knowledge.language import text
from knowledge.model import Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT = "Yu Gothic"
"""The font of Japanese offices: where it is missing, another takes its place."""
BETWEEN_MARGINS, CODE, FIGURE = 16.0, 2.2, 2.5
"""Centimetres: of the page, of a column of codes, of one of figures."""
LONGEST_PROPERTY = 255
"""Characters of a document's own title (ECMA-376)."""


def as_document(note: Memo) -> bytes:
    """The document."""
    import docx  # a fifth of a second that no other question waits for
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = docx.Document()
    for style in ("Normal", "Title", "Heading 2"):
        font = document.styles[style].font
        font.name = FONT
        document.styles[style].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(10.5)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    document.core_properties.title = text.visible(note.title)[:LONGEST_PROPERTY]
    document.core_properties.author = ""
    document.add_heading(text.visible(note.title), level=0)
    for section in note.sections:
        _write(document, section)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _write(document: Document, section: Section) -> None:
    from docx.shared import Cm

    document.add_heading(section.name, level=2)
    for line in section.lines:
        document.add_paragraph(text.visible(line))
    if section.table is not None:
        rows = (section.table.columns, *section.table.rows)
        grid = document.add_table(rows=len(rows), cols=len(section.table.columns), style="Light Grid Accent 1")
        grid.autofit = False
        widths = _widths(section.table)
        for row, cells in zip(rows, grid.rows, strict=True):
            for at, (printed, cell) in enumerate(zip(row, cells.cells, strict=True)):
                cell.text, cell.width = text.visible(printed), Cm(widths[at])
                if section.table.numeric[at]:
                    _to_the_right(cell.paragraphs[0])
        document.add_paragraph()
    if section.url is not None:
        document.add_paragraph(text.visible(section.url))


def _widths(table: Table) -> list[float]:
    """Centimetres of each column: what codes and figures leave is the titles'."""
    widths = [FIGURE if numeric else CODE for numeric in table.numeric]
    widths[1] = max(BETWEEN_MARGINS - sum(widths) + widths[1], CODE)
    return widths


def _to_the_right(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
