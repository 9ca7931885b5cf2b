"""The lines of a table of contents: names that come again further down, with the numbers of their pages or without."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from knowledge.reading import headings
from knowledge.reading.apart import set_apart
from knowledge.reading.headings import Heading
from knowledge.reading.lines import Line, letters
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
    again = [places[_plain(line.text)] > at for at, line in enumerate(lines)]
    for comes_again, run in groupby(range(len(lines)), key=lambda at: again[at]):
        held = list(run)
        if comes_again and _lists(held, lines, places):
            gone.update(held)
    return tuple(line for at, line in enumerate(lines) if at not in gone)


def listed_again(lines: Sequence[Line]) -> set[int]:
    """The numbers of lines right below one another that are headings, and all come again below the last of them, or
    have all come above the first of them: contents, and a list of what can be gone to at the end."""
    found = [headings.heading(line) if not set_apart(line.text) else None for line in lines]
    levels = [each.level if isinstance(each, Heading) else None for each in found]
    last = {letters(line.text): at for at, line in enumerate(lines)}
    again = [
        bool(level) and last[letters(line.text)] > at
        for at, (line, level) in enumerate(zip(lines, levels, strict=True))
    ]
    listed: set[int] = set()
    for is_again, run in groupby(range(len(lines)), key=again.__getitem__):
        held = list(run)
        if is_again and len(held) > 1 and all(last[letters(lines[at].text)] > held[-1] for at in held):
            listed.update(held)
    first = {letters(line.text): at for at, line in reversed(list(enumerate(lines))) if at not in listed}
    for level, run in groupby(range(len(lines)), key=levels.__getitem__):
        held = list(run)
        if level and len(held) > 1 and all(first.get(letters(lines[at].text), held[0]) < held[0] for at in held):
            listed.update(held)
    return {lines[at].number for at in listed}


def _lists(held: Sequence[int], lines: Sequence[Line], places: dict[str, int]) -> bool:
    """Whether lines right below one another list headings that all come again below them, in their order."""
    below = [places[_plain(lines[at].text)] for at in held]
    named = [told for at in held if (told := numbering(lines[at].text)) is not None and told.code]
    in_order = all(first < second for first, second in pairwise([held[-1], *below]))
    return in_order and len({told.code for told in named}) > 1


def _is_entry(line: Line, at: int, places: dict[str, int]) -> bool:
    """Whether a line ends with a number, and its words come again further down without one."""
    name = line.text.rstrip("0123456789０１２３４５６７８９")
    return name != line.text and places.get(_plain(name.rstrip(_LEADERS)), -1) > at


def _plain(text: str) -> str:
    """The words of a name without spaces, and without the word for its level: 施策1-1 いのち is 1-1 いのち there."""
    told = numbering(text)
    named = f"{told.code}{told.title}" if told is not None and told.code else text
    return "".join(named.split())
