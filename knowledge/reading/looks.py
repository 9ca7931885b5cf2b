"""What a line of a page looks like: an item of which list, a caption within a text, a heading of no level."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.reading import captions, headings
from knowledge.reading.amounts import names_sum
from knowledge.reading.apart import set_apart
from knowledge.reading.lines import Line

NUMBERING = re.compile(r"[(][0-9ア-ン]{1,2}[)] *|[①-⑳㋐-㋾] *|[0-9]{1,2}[.、)] *|[ア-ン][.、) ] *")


def look(line: Line) -> str:
    """What an item looks like: its bullet, or else its numbering, its brackets, the money at its end."""
    if line.bullet:
        return f"bullet {line.bullet}{'【' if headings.in_brackets(line.text) else ''}"
    if numbering := NUMBERING.match(line.folded):
        return f"numbered {re.sub('[0-9]+|[^().、]', '1', numbering[0].strip())}"
    if headings.in_brackets(line.text):
        return "brackets"
    return "money" if set_apart(line.text) else "plain"


def unnumbered(line: Line) -> Line:
    """A line without the number of an item of a list."""
    numbering = NUMBERING.match(line.folded)
    return replace(line, text=line.text[numbering.end() :], wrapped=line.parts) if numbering else line


def aspect(line: Line) -> str | None:
    """What a line says that the lines below it are about, where it is a caption within a body: アウトカム指標."""
    return line.folded if is_caption(line) or is_bare_caption(line) else None


def is_caption(line: Line) -> bool:
    """Whether a line is a caption in brackets."""
    return captions.is_bracketed(line.folded)


def is_bare_caption(line: Line) -> bool:
    """Whether a line is a caption without brackets, or the headings of a table of indicators."""
    return not line.bullet and (captions.is_bare(line.folded) or captions.heads_of(line.text) is not None)


def looks_like_heading(line: Line) -> bool:
    """Whether a line in a text looks like a heading, of which level is not to be told."""
    is_sum = any(names_sum(part.words) for part in set_apart(line.text))
    if is_sum or is_caption(line) or headings.is_sentence(line.text):
        return False
    whole = line.text.endswith(("】", ">", "》", "〉", "≫")) and headings.in_brackets(line.text)
    return headings.is_numbered(line) or (whole and not set_apart(line.text))
