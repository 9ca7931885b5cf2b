"""What stands at the end of every issue, below the last of its initiatives, and is said of the whole issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.model import FactKind, Level
from knowledge.reading.blocks import Block
from knowledge.reading.captions import is_bracketed, kind_of

_CLOSES = (FactKind.ASSESSMENT, FactKind.NEXT_STEPS)
"""What a page says of an issue when all below it has been told."""
_FEWEST = 2
"""Issues that end so before it is a habit of the page."""


def with_closings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, a caption that ends issues moved to them with its lines: 〔令和6年度の自己評価〕.

    It is one of the issue's where the last initiatives of several issues have it, and no other entry.
    """
    moved = dict(_moved(blocks))
    kept = list(blocks)
    for last, (issue, at) in moved.items():
        block = kept[last]
        kept[last] = replace(block, lines=block.lines[:at])
        kept[issue] = replace(kept[issue], closing=block.lines[at:])
    return tuple(kept)


def _moved(blocks: Sequence[Block]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The blocks that a closing stands in, each with its issue's place and the line it begins on."""
    found: dict[str, list[tuple[int, int | None, int]]] = defaultdict(list)
    issue: int | None = None
    for place, block in enumerate(blocks):
        issue = place if block.heading.level is Level.ISSUE else issue
        for at, line in enumerate(block.lines[block.title_lines :], block.title_lines):
            if is_bracketed(line.folded) and kind_of(line.folded) in _CLOSES:
                found["".join("#" if each.isdecimal() else each for each in line.folded)].append((place, issue, at))
    for each in found.values():
        issues = [of for _, of, _ in each]
        ends = all(of is not None and place > of and _is_last(blocks, place) for place, of, _ in each)
        within = any(place - of > 1 for place, of, _ in each if of is not None)
        if ends and within and len(each) >= _FEWEST and len(set(issues)) == len(issues):
            yield from ((place, (of, at)) for place, of, at in each if of is not None)


def _is_last(blocks: Sequence[Block], place: int) -> bool:
    """Whether an initiative is the last one of its issue."""
    below = blocks[place + 1].heading.level if place + 1 < len(blocks) else Level.ISSUE
    return blocks[place].heading.level is Level.ACTION and below not in (Level.ACTION, Level.STRATEGY)
