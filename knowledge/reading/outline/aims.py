"""What a page says of the whole office above its first heading: 区の目標, 区役所の使命, 基本的な考え方."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.model import Entry
from knowledge.reading.headings import Heading, aim, is_sentence
from knowledge.reading.lines import Line


def aims(document: str, front: Sequence[Line]) -> tuple[Entry, ...]:
    """An entry for each, with the paragraph below it."""
    told = ((line, found, _below(front, at)) for at, line in enumerate(front) if (found := aim(line)))
    return tuple(_entry(document, at, *each) for at, each in enumerate(told) if each[1].rest or each[2])


def _entry(document: str, position: int, line: Line, found: Heading, below: Sequence[Line]) -> Entry:
    return Entry(
        document=document,
        code=None,
        level=found.level,
        title=found.title,
        body="\n".join([*filter(None, [found.rest]), *(each.text for each in below)]),
        position=position,
        lines=(line.number, (below[-1] if below else line).number),
        heading=line.text,
    )


def _below(front: Sequence[Line], at: int) -> list[Line]:
    return list(_paragraph(front[at + 1 :]))


def _paragraph(lines: Sequence[Line]) -> Iterator[Line]:
    """The first line, and the sentences right below it."""
    for at, line in enumerate(lines):
        if aim(line) or (at and (not is_sentence(line.text) or line.number - lines[at - 1].number > 1)):
            return
        yield line
