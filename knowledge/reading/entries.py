"""From blocks to the entries of a plan: codes, parents, bodies, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from knowledge.language.aspects import kind_of
from knowledge.model import Amount, Entry, Level
from knowledge.reading.amounts import Printed, Role, amounts, captioned, continued, set_apart
from knowledge.reading.blocks import Block, aspect

_OF_INDICATORS = re.compile("指標|目標|達成|KPI|基準|めざす")
"""Captions below which money is no budget unless it says so: what visitors are to spend."""
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
        result.append(entry)
    parents = _parents(result, [_code(block) for block in blocks])
    return tuple(replace(entry, parent=parent) for entry, parent in zip(result, parents, strict=True))


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


def uncounted(blocks: tuple[Block, ...], plan_year: int | None) -> tuple[Printed, ...]:
    """The amounts that are set apart in the blocks, but are no entry's own: sums, and what counts elsewhere."""
    return tuple(
        printed for block in blocks for printed in _all_printed(block, plan_year) if printed.role is not Role.OWN
    )


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
        amounts=_own(block, plan_year),
    )


def _own(block: Block, plan_year: int | None) -> tuple[Amount, ...]:
    return tuple(printed.amount for printed in _all_printed(block, plan_year) if printed.role is Role.OWN)


def _all_printed(block: Block, plan_year: int | None) -> tuple[Printed, ...]:
    """Every amount of the block. A sum within its text is its own amount where it prints no other."""
    found: list[Printed] = []
    whole = caption = block.caption
    about = ""
    for line in block.lines:
        about = aspect(line) or about
        printed = amounts(line.text, line.number, caption, plan_year)
        if _is_told_of(about):
            continue
        found += (each for each in printed if each.labelled or not _OF_INDICATORS.search(about))
        whole = captioned(set_apart(line.text), plan_year, whole) if "単位" in line.text else whole
        caption = continued(line.text, plan_year, caption, whole)
    if "再掲" in block.lines[0].text:
        return tuple(replace(printed, role=Role.ELSEWHERE) for printed in found)
    if any(printed.role is Role.OWN for printed in found):
        return tuple(found)
    return tuple(
        replace(printed, role=Role.OWN) if printed.role is Role.SUM and not printed.alone else printed
        for printed in found
    )


def _is_told_of(about: str) -> bool:
    """Whether a caption's lines tell how things went or are to go: no figure in them is money. 実績 may print it."""
    return kind_of(about) in ("achievement", "assessment", "next_steps") and "実績" not in about


def _code(block: Block) -> str | None:
    """The printed code. A single number below an issue, 戦略1, is none: every issue has its own 1."""
    code = block.heading.code
    return code if code and (block.heading.level is Level.ISSUE) == ("-" not in code) else None


@dataclass(slots=True)
class _Issue:
    """An issue whose initiatives stand below all of its strategies."""

    strategies: list[Entry] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    """The strategies' numbers that the codes of its initiatives name, in their order."""

    def strategy_of(self, code: str | None) -> Entry | None:
        """The strategy without a code that an initiative's code names: the first number is the first one's."""
        number = _strategy_number(code)
        counted = len(self.numbers) == len(self.strategies) and not any(each.code for each in self.strategies)
        return self.strategies[self.numbers.index(number[0])] if counted and number else None


def _parents(entries: list[Entry], codes: list[str | None]) -> Iterator[str | None]:
    """By code, as far as it is printed; else by position: the nearest higher entry without a code to say otherwise."""
    by_code = {entry.code: entry for entry in reversed(entries) if entry.code and entry.level in _LADDER}
    listed = _listed_first(entries, codes)
    last: dict[Level, Entry] = {}
    for entry, code in zip(entries, codes, strict=True):
        if entry.level in _LADDER:
            yield _parent(entry, code, by_code, last, listed)
            last[entry.level] = entry
            for lower in _LADDER[_LADDER.index(entry.level) + 1 :]:
                last.pop(lower, None)
        else:
            yield None


def _parent(
    entry: Entry,
    code: str | None,
    by_code: dict[str, Entry],
    last: dict[Level, Entry],
    listed: dict[str | None, _Issue],
) -> str | None:
    rank = _LADDER.index(entry.level)
    higher = [last[level] for level in reversed(_LADDER[:rank]) if level in last]
    coded = [
        other
        for prefix in _prefixes(code)
        if (other := by_code.get(prefix)) and other is not entry and _LADDER.index(other.level) < rank
    ]
    if coded and _LADDER.index(coded[0].level) + 1 == rank:
        return coded[0].id
    issue = last.get(Level.ISSUE)
    group = listed.get(issue.id if issue else None) if entry.level is Level.ACTION else None
    if group and (not coded or coded[0] is issue):
        above = group.strategy_of(code) or issue
        return above.id if above else None
    if code is None:
        return higher[0].id if higher else None
    nearest = next((other for other in higher if other.code is None), None)
    if nearest and (not coded or nearest.position > coded[0].position):
        return nearest.id
    return coded[0].id if coded else None


def _listed_first(entries: list[Entry], codes: list[str | None]) -> dict[str | None, _Issue]:
    """The issues below which two strategies or more stand, and all initiatives after them.

    Empty where the page anywhere goes back to a strategy after an initiative: there, initiatives follow their strategy.
    """
    found: dict[str | None, _Issue] = {}
    issue: str | None = None
    acted = False
    for entry, code in zip(entries, codes, strict=True):
        if entry.level is Level.ISSUE:
            issue, acted = entry.id, False
        elif entry.level is Level.STRATEGY:
            if acted:
                return {}
            found.setdefault(issue, _Issue()).strategies.append(entry)
        elif entry.level is Level.ACTION:
            acted = True
            number = _strategy_number(code)
            group = found.setdefault(issue, _Issue())
            group.numbers += [each for each in number if each not in group.numbers]
    return {name: group for name, group in found.items() if len(group.strategies) > 1}


def _strategy_number(code: str | None) -> list[str]:
    """3 for 1-3-2; nothing for a code that has no number of a strategy in it."""
    numbers = (code or "").split("-")
    return numbers[1:2] if len(numbers) > len(_LADDER) - 1 else []


def _prefixes(code: str | None) -> tuple[str, ...]:
    """2-1 and 2 for 2-1-1."""
    numbers = code.split("-") if code else []
    return tuple("-".join(numbers[:length]) for length in range(len(numbers) - 1, 0, -1))
