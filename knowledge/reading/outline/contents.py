"""The lines of a table of contents: names that come again further down, with the numbers of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from knowledge.reading.lines import Line
from knowledge.reading.numbering import numbering

_LEADERS = " \u3000\t.…‥・･-－―—"
_FEWEST = 3
"""Lines of a table of contents at least."""


def without_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those of a table of contents."""
    places: dict[str, int] = {}
    for at, line in enumerate(lines):
        places[_plain(line.text)] = at
    entries = [_is_entry(line, at, places) for at, line in enumerate(lines)]
    gone: set[int] = set()
    for is_entry, run in groupby(range(len(lines)), key=lambda at: entries[at]):
        held = list(run)
        if is_entry and len(held) >= _FEWEST:
            gone.update(held)
    return tuple(line for at, line in enumerate(lines) if at not in gone)


def _is_entry(line: Line, at: int, places: dict[str, int]) -> bool:
    """Whether a line ends with a number, and its words come again further down without one."""
    name = line.text.rstrip("0123456789０１２３４５６７８９")
    return name != line.text and places.get(_plain(name.rstrip(_LEADERS)), -1) > at


def _plain(text: str) -> str:
    """The words of a name without spaces, and without the word for its level: 施策1-1 いのち is 1-1 いのち there."""
    told = numbering(text)
    named = f"{told.code}{told.title}" if told is not None and told.code else text
    return "".join(named.split())
