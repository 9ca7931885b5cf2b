"""From a text to its numbered lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.language.money import fold

MARKS = "◆◇■□●○◎▼▽▶▲△★☆•・‣➢❖"
"""Signs before headings and items of lists."""
_BULLET = re.compile(rf"\s*(?P<mark>[{MARKS.replace('▲△', '')}*])\s*|\s*(?P<dash>-)\s+")  # ▲1,200 is less than nothing
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""Characters without width, which web pages put between others."""
GAP = re.compile(r"\t|\u3000+| {2,}")
"""What stands between two columns."""
PARTED = re.compile(rf"{GAP.pattern}|[:：/／]| (?=[0-9△▲－―ー-])")
"""What parts a label from what stands behind it, and a year from its figure."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    number: int
    """Its place in the file, counted from 1."""
    text: str
    """As printed, without the bullet and the space around it."""
    bullet: str = ""
    """The sign before the text, with the space before it: lists within lists have other ones."""

    wrapped: tuple[Line, ...] = ()
    """The lines that the text is printed on, where it is a heading that runs over several."""

    @property
    def parts(self) -> tuple[Line, ...]:
        """The line as printed: itself, or the lines that were joined."""
        return self.wrapped or (self,)

    @property
    def folded(self) -> str:
        """The text in ASCII where it has full-width letters and signs; as long as the text."""
        return fold(self.text)


def letters(text: str) -> str:
    """A text by its letters and digits alone, so that a name is the same wherever it is printed."""
    return "".join(filter(str.isalnum, fold(text)))


def as_printed(text: str) -> tuple[str, ...]:
    """All lines, blank ones too, counted as an editor counts them; without the characters that nobody sees."""
    return tuple(_UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def lines(printed: tuple[str, ...]) -> tuple[Line, ...]:
    """The lines that are not blank, each apart from its bullet."""
    return tuple(_line(number, text) for number, text in enumerate(printed, 1) if text.strip())


def _line(number: int, text: str) -> Line:
    bullet = _BULLET.match(text)
    rest = text[bullet.end() :].strip() if bullet else text.strip()
    return Line(number, rest or text.strip(), bullet[0].rstrip() if bullet and rest else "")


def label_of(text: str) -> str:
    """What a line begins with, up to the sign that parts a label from what it labels; all of it where there is none."""
    return PARTED.split(text, maxsplit=1)[0].strip()


def joined(first: Line, second: Line) -> Line:
    """Both as one line, with a space between Latin words only."""
    gap = " " if first.text[-1:].isascii() and second.text[:1].isascii() else ""
    return Line(first.number, first.text + gap + second.text, first.bullet, first.parts + second.parts)


def space_behind(line: str) -> str:
    """What parts a code or a Latin word from the next line of its cell, 戦略1-A; nothing behind Japanese words."""
    return " " if line[-1:].isalnum() and (line[-1:].isascii() or line[-1:].isdigit()) else ""


def run_together(texts: Iterable[str]) -> str:
    """The lines of a cell as one text."""
    return "".join(f"{text}{space_behind(text)}" for text in texts).strip()
