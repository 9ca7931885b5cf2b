"""What the offices in charge are called: by their whole name, by its end, by the office above, several in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from knowledge.language import text

ENDS = ("課", "部", "局", "室", "係", "支所", "署", "委員会", "センター", "グループ", "チーム", "担当")
"""How the name of an office ends."""
SHORTEST = 3
"""Characters of a part of a name that people may mean it by."""
MOST_REMEMBERED = 4_096
"""Cells whose offices are remembered: a list of 5,000 projects has some dozens."""
_DIVISIONS = ("部", "局", "委員会")
"""How the name of an office above others ends."""
_LINES = re.compile(r"(?<![部局])\n")
"""A line that ends with the office above goes on in the next one."""
_ALWAYS_APART = re.compile(r"[、,/;]")
_MAY_BE_APART = re.compile(r"[・&]|及び|および|と")
"""Also inside one name: 子ども・若者課, so only what ends like an office stands before it."""


def folded(name: str) -> str:
    """A name in normal form without spaces."""
    return "".join(text.normal(name).split())


def division(office: str) -> str:
    """The office above: 市民生活部 of 市民生活部市民環境課; the whole name where there is none."""
    name = folded(office)
    return name[: next((end + 1 for end in _ends(name[1:]) if end + 1 < len(name)), len(name))]


def _ends(office: str) -> list[int]:
    """Where the names of offices above others end in a name, from left to right."""
    return sorted(at + len(word) for word in _DIVISIONS for at in text.places(word, office))


@lru_cache(MOST_REMEMBERED)
def offices(cell: str) -> tuple[str, ...]:
    """The offices that one printed cell names, in normal form: 総務課・市民課 are two, 子ども・若者課 is one."""
    lines = (each for line in _LINES.split(cell) for each in _ALWAYS_APART.split(text.normal(line)))
    parts = (part for line in lines for part in _apart(folded(line)) if part)
    return tuple(dict.fromkeys(parts))


def _apart(cell: str) -> Iterator[str]:
    start = 0
    for match in _MAY_BE_APART.finditer(cell):
        if cell[start : match.start()].endswith(ENDS):
            yield cell[start : match.start()]
            start = match.end()
    yield cell[start:]


def called(office: str) -> Iterator[str]:
    """What one office may be called: 市民生活部市民環境課, 市民生活部, 市民環境課."""
    yield office
    for end in _ends(office):
        for part in (office[:end], office[end:]):
            if len(part) >= SHORTEST:
                yield part


def spellings(cells: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What offices may be called → the printed cells that name them."""
    found: dict[str, dict[str, None]] = {}
    for cell in cells:
        for name in (each for office in offices(cell) for each in called(office)):
            found.setdefault(name, {})[cell] = None
    return {name: tuple(printed) for name, printed in found.items()}
