"""The lines of a table of contents: names that come again further down, with the numbers of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from knowledge.reading.lines import Line

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
        numbers = [_apart(lines[at].text)[1] or 0 for at in held]
        if is_entry and len(held) >= _FEWEST and numbers == sorted(numbers):
            gone.update(held)
    return tuple(line for at, line in enumerate(lines) if at not in gone)


def _is_entry(line: Line, at: int, places: dict[str, int]) -> bool:
    """Whether a line ends with a number, and its words come again further down without one."""
    name, number = _apart(line.text)
    return number is not None and places.get(_plain(name), -1) > at


def _apart(text: str) -> tuple[str, int | None]:
    """The words of a line and the number at its end."""
    name = text.rstrip("0123456789０１２３４５６７８９")
    digits = text[len(name) :]
    return name.rstrip(_LEADERS), int(digits) if digits and len(digits) < 4 else None


def _plain(text: str) -> str:
    return "".join(text.split())
