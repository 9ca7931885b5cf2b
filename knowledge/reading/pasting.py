"""What somebody pastes → a file: a text, a page's source, a table's cells, or the bytes of a file that was piped in."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.reading import complaints, html, pdf
from knowledge.reading.encoding import decode

_NAME = "pasted"
_CLIPBOARD = re.compile(rb"Version:[0-9.]{1,8}\r?\n(?:[A-Za-z]{1,20}:[^\r\n]{0,2000}\r?\n){1,20}")
"""What Windows puts before a page's source on the clipboard."""


def pasted(data: bytes, folder: Path, name: str | None = None) -> Path:
    """Writes what was pasted into a file of the folder, with the ending of what it is.

    Raises ReadingError where there is nothing, or a text in an unknown encoding.
    """
    data = _CLIPBOARD.sub(b"", data, count=1) if data.startswith(b"Version:") else data
    if not data.strip():
        raise complaints.nothing_pasted()
    path = folder / f"{name or _NAME}{_ending(data)}"
    path.write_bytes(data)
    return path


def _ending(data: bytes) -> str:
    if pdf.is_pdf(data):
        return ".pdf"
    if data.startswith(b"PK"):
        return ".docx" if b"word/" in data else ".xlsx"
    text = decode(data, "-")
    return ".html" if html.is_html(text) or html.is_fragment(text) else ".txt"
