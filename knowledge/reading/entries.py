"""From blocks to the entries of a plan: codes, parents, bodies, amounts."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Entry, Level
from knowledge.reading.amounts import amounts
from knowledge.reading.blocks import Block

_LADDER = (Level.ISSUE, Level.STRATEGY, Level.ACTION)


def entries(document: str, blocks: tuple[Block, ...], plan_year: int | None) -> tuple[Entry, ...]:
    """The entries in the order of the page. A code that was printed before is dropped, so that ids stay unique."""
    result: list[Entry] = []
    codes: set[str | None] = set()
    for position, block in enumerate(blocks):
        entry = _entry(document, block, position, plan_year)
        if entry.code in codes:
            entry = replace(entry, code=None)
        codes.add(entry.code)
        result.append(replace(entry, parent=_parent(entry, _code(block), result)))
    return tuple(result)


def repeated(blocks: tuple[Block, ...]) -> tuple[tuple[int, str], ...]:
    """Line and code of every heading whose code an earlier heading has."""
    seen: set[str] = set()
    again = []
    for block in blocks:
        code = _code(block)
        if code in seen:
            again.append((block.lines[0].number, code))
        elif code:
            seen.add(code)
    return tuple(again)


def _entry(document: str, block: Block, position: int, plan_year: int | None) -> Entry:
    body = [line.text for line in block.lines[block.title_lines :]]
    if block.heading.rest:
        body.insert(0, block.heading.rest)
    return Entry(
        document=document,
        code=_code(block),
        level=block.heading.level,
        title=block.heading.title,
        body="\n".join(body),
        position=position,
        lines=(block.lines[0].number, block.lines[-1].number),
        heading=block.lines[0].text,
        amounts=tuple(
            amount for line in block.lines for amount in amounts(line.text, line.number, block.caption, plan_year)
        ),
    )


def _code(block: Block) -> str | None:
    """The printed code. A single number below an issue, 戦略1, is none: every issue has its own 1."""
    code = block.heading.code
    return code if code and (block.heading.level is Level.ISSUE) == ("-" not in code) else None


def _parent(entry: Entry, code: str | None, before: list[Entry]) -> str | None:
    """By code, as far as it is printed; else the nearest higher entry before it without a code to say otherwise."""
    if entry.level not in _LADDER:
        return None
    higher = [other for other in before if other.level in _LADDER[: _LADDER.index(entry.level)]]
    if code is None:
        return higher[-1].id if higher else None
    by_code = next((other for prefix in _prefixes(code) for other in higher if other.code == prefix), None)
    if by_code and _LADDER.index(by_code.level) + 1 == _LADDER.index(entry.level):
        return by_code.id
    start = by_code.position if by_code else -1
    uncoded = [other for other in higher if other.code is None and other.position > start]
    nearest = uncoded[-1] if uncoded else by_code
    return nearest.id if nearest else None


def _prefixes(code: str) -> tuple[str, ...]:
    """2-1 and 2 for 2-1-1."""
    numbers = code.split("-")
    return tuple("-".join(numbers[:length]) for length in range(len(numbers) - 1, 0, -1))
