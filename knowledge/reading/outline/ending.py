"""What stands below the last entry of a page and is none of it: a table of totals, an explanation of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from knowledge.reading.headings import is_sentence
from knowledge.reading.lines import Line
from knowledge.reading.outline.nodes import Node

_FEWEST = 3
"""Other entries that tell what an entry of their kind is made of."""
_HALF = 2


def ending(found: Sequence[Node], listed: Collection[str]) -> tuple[Line, ...]:
    """The lines behind the last entry; `listed` are the names in the page's table of contents.

    It ends where such a name stands, or behind the last of the captions that it has as the entries like it have them:
    where a paragraph begins with words that are no sentence and that none of those has.
    """
    last = found[-1]
    alike = [node for node in found[:-1] if node.look == last.look]
    counts = Counter(name for node in alike for name in {_caption(line) for line in node.body})
    usual = {name for name, count in counts.items() if count > 1 and count * _HALF >= len(alike)}
    shared = max((at for at, line in enumerate(last.body) if _caption(line) in usual), default=-1)
    sure = len(alike) >= _FEWEST and shared >= 0
    begins = [at for at in _paragraphs(last.body) if at > shared and not _tells(last.body[at]) and sure]
    begins += [at for at, line in enumerate(last.body) if line.text in listed]
    return tuple(last.body[min(begins) :]) if begins else ()


def _paragraphs(body: Sequence[Line]) -> Iterator[int]:
    """The lines that a blank one stands above."""
    yield from (at for at, (line, below) in enumerate(pairwise(body), 1) if below.number - line.number > 1)


def _tells(line: Line) -> bool:
    """Whether a line is a part of a text or of a table, or of a list."""
    return is_sentence(line.text) or "\t" in line.text or bool(line.bullet)


def _caption(line: Line) -> str:
    """What a line begins with, up to its first tab."""
    return line.text.partition("\t")[0]
