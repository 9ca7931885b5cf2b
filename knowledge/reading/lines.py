"""From the bytes of a file to numbered lines of text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.money import fold
from knowledge.reading import complaints

_BULLET = re.compile(r"\s*[•●○◆◇■□▼▶➢*]\s*|\s*[・‣]\s*|\s*-\s+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    number: int
    """Its place in the file, counted from 1."""
    text: str
    """As printed, without the bullet and the space around it."""
    bullet: bool = False

    @property
    def folded(self) -> str:
        """The text in ASCII where it has full-width letters and signs; as long as the text."""
        return fold(self.text)


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes; `name` is for the complaint.

    Raises ReadingError for a file that is empty, PDF, HTML, binary or not in UTF-8.
    """
    if data.startswith(b"%PDF"):
        raise complaints.pdf(name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x1b$" in data:  # UTF-16, ISO-2022-JP
        raise complaints.not_utf8(name)
    if b"\0" in data:
        raise complaints.binary(name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _other_encoding(data, name) from error
    if not text.strip():
        raise complaints.empty(name)
    if _CONTROL.search(text):
        raise complaints.binary(name)
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise complaints.html(name)
    return text


def _other_encoding(data: bytes, name: str) -> complaints.ReadingError:
    for encoding, complaint in (("euc-jp", complaints.not_utf8), ("cp932", complaints.shift_jis)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return complaint(name)
    return complaints.binary(name)


def as_printed(text: str) -> tuple[str, ...]:
    """All lines, blank ones too, counted as an editor counts them."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def lines(printed: tuple[str, ...]) -> tuple[Line, ...]:
    """The lines that are not blank, each apart from its bullet."""
    return tuple(_line(number, text) for number, text in enumerate(printed, 1) if text.strip())


def _line(number: int, text: str) -> Line:
    bullet = _BULLET.match(text)
    rest = text[bullet.end() :].strip() if bullet else text.strip()
    return Line(number, rest or text.strip(), bullet=bool(bullet and rest))
