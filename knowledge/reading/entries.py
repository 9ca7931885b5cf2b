"""From blocks to the entries of a plan: codes, parents, bodies, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.model import Amount, Entry, Fact, FactKind, Level
from knowledge.reading.amounts import Caption, Printed, Role, amounts, captioned, continued
from knowledge.reading.apart import set_apart, without
from knowledge.reading.blocks import Block
from knowledge.reading.budgeted import budgeted
from knowledge.reading.captions import issues_named, kind_of, tabled
from knowledge.reading.facts import fact, facts
from knowledge.reading.lines import Line
from knowledge.reading.looks import aspect
from knowledge.reading.offices import office_of
from knowledge.reading.parents import parents
from knowledge.reading.status import status_of

_OF_INDICATORS = re.compile("指標|目標|達成|KPI|基準|めざす")
"""Captions below which money is no budget unless it says so: what visitors are to spend."""
_TOLD = (FactKind.ACHIEVEMENT, FactKind.ASSESSMENT, FactKind.NEXT_STEPS)
"""Facts whose lines tell how things went or are to go."""


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
    above = parents(result, [_code(block) for block in blocks])
    told = _with_the_whole(result, blocks, plan_year)
    return tuple(replace(entry, parent=parent) for entry, parent in zip(told, above, strict=True))


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
    body = [line.text for line in (*block.lines[block.title_lines :], *block.closing)]
    status = "".join(status_of(line.text) for line in block.lines[: block.title_lines])
    body[:0] = filter(None, (status if status not in block.heading.title else "", block.heading.rest))
    own = _own(block, plan_year)
    return Entry(
        document=document,
        code=_code(block),
        level=block.heading.level,
        title=block.heading.title,
        body="\n".join(body),
        position=position,
        lines=(block.lines[0].number, block.lines[-1].number),
        heading=block.lines[0].text,
        department=office_of(block.lines[block.title_lines :]),
        amounts=own,
        facts=_facts(block, own, plan_year),
    )


def _facts(block: Block, own: Sequence[Amount], plan_year: int | None) -> tuple[Fact, ...]:
    """What the block says below its captions, its money left out; of a section about the whole plan all of it."""
    paid = {amount.line for amount in own}
    lines = [
        line
        for line in (*block.lines[block.title_lines :], *block.closing)
        if line.number not in paid or without(line.text, set_apart(line.text)).strip()
    ]
    kind = kind_of(block.heading.title) if block.heading.level is Level.POLICY else None
    whole = fact(kind, block.heading.title, lines, plan_year) if kind else None
    return (whole,) if whole else facts(lines, plan_year)


def _with_the_whole(entries: Sequence[Entry], blocks: Sequence[Block], plan_year: int | None) -> Iterator[Entry]:
    """The entries; issues also with what an assessment of the whole plan says of them: 経営課題1については…"""
    told = [
        (kind, block.heading.title, line)
        for block in blocks
        if block.heading.level is Level.POLICY and (kind := kind_of(block.heading.title))
        for line in block.lines[block.title_lines :]
    ]
    for entry in entries:
        own = entry.code if entry.level is Level.ISSUE else None
        of_it = ((kind, title, line) for kind, title, line in told if own in issues_named(line.text))
        found = (fact(kind, title, [line], plan_year) for kind, title, line in of_it)
        yield replace(entry, facts=(*entry.facts, *(each for each in found if each)))


def _own(block: Block, plan_year: int | None) -> tuple[Amount, ...]:
    return tuple(printed.amount for printed in _all_printed(block, plan_year) if printed.role is Role.OWN)


def _all_printed(block: Block, plan_year: int | None) -> tuple[Printed, ...]:
    """Every amount of the block. A sum within its text is its own amount where it prints no other."""
    found: list[Printed] = []
    whole = caption = block.caption
    about = label = ""
    for line, of_indicators, _ in tabled(block.lines):
        if of_indicators:
            continue
        about = aspect(line) or about
        printed = _printed(line, label, caption, plan_year)
        label = label if printed else line.text
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


def _printed(line: Line, label: str, caption: Caption, plan_year: int | None) -> tuple[Printed, ...]:
    """The amounts that a line sets apart; where its sentences say more than these, what they say."""
    apart = amounts(line.text, line.number, caption, plan_year)
    said = budgeted(line, label, caption, plan_year)
    raws = [each.amount.raw for each in said]
    several = {(each.amount.fiscal_year, each.amount.kind) for each in said}
    more = len(said) > len(apart) and len(several) == len(said) and all(each.amount.raw in raws for each in apart)
    return said if more else apart


def _is_told_of(about: str) -> bool:
    """Whether a caption's lines tell how things went or are to go: no figure in them is money. 実績 may print it."""
    return kind_of(about) in _TOLD and "実績" not in about


def _code(block: Block) -> str | None:
    """The printed code. A single number below an issue, 戦略1, is none: every issue has its own 1."""
    code = block.heading.code
    return code if code and (block.heading.level is Level.ISSUE) == ("-" not in code) else None
