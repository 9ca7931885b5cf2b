"""What the checks are given, and how they speak of it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language import money
from knowledge.language.brackets import CLOSING, OPENING, brackets
from knowledge.language.text import places
from knowledge.model import Amount, Entry, Level, Source

_MOST = 50
"""Lone brackets of one entry that are looked at: one with more is broken throughout."""
Remarks = Iterator[tuple[int | None, str]]
"""Line and sentence of each finding."""

NAMES = {Level.ISSUE: "経営課題", Level.STRATEGY: "戦略", Level.ACTION: "具体的取組", Level.REFORM: "市政改革の取組"}
_ENUMERATION = re.compile(r"(?<![^\s、。・])[0-9A-Za-zア-ンⅰ-ⅹ①-⑳]{1,2}$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the reader knows of a page."""

    source: Source
    """With what documents.toml says."""
    stated: Source
    """By the page alone."""
    entries: tuple[Entry, ...]
    printed: tuple[str, ...]
    """Every line of the file, the first at index 0."""
    unlevelled: tuple[int, ...]
    """Lines that look like headings of no known level."""
    repeated: tuple[tuple[int, str], ...]
    """Line and code of headings whose code an earlier one has."""
    unopened: tuple[tuple[int, str], ...] = ()
    """Line and code of what begins like a heading, where no entry has the code."""
    owned: frozenset[int] = frozenset()
    """Lines that belong to an entry."""
    sums: tuple[Amount, ...] = ()
    """合計 and the like, which are no entry's own."""
    stray: tuple[Amount, ...] = ()
    """Set apart as an entry's own are, but on a line of no entry."""
    elsewhere: tuple[Amount, ...] = ()
    """再掲 and 内数: printed at an entry, counted at another or within another amount."""


def named(entry: Entry) -> str:
    return f"{NAMES.get(entry.level, '')}{entry.code or ''}"


def called(entry: Entry) -> str:
    return f"{named(entry)}「{entry.title}」"


def line_of(evidence: Evidence, number: int) -> str:
    return evidence.printed[number - 1].strip()


def text_of(evidence: Evidence, entry: Entry) -> str:
    return money.fold("\n".join(evidence.printed[entry.lines[0] - 1 : entry.lines[1]]))


def lonely_brackets(evidence: Evidence) -> Iterator[tuple[Entry, int, str, Amount | None]]:
    """Entry, line and character of the brackets without a partner, with the amount that they touch; alike ones once."""
    for entry in evidence.entries:
        first, last = entry.lines
        text = "\n".join(evidence.printed[first - 1 : last])
        starts = [0, *(place + 1 for place in places("\n", text))]
        seen = set()
        for place in brackets(text).alone[:_MOST]:
            line = bisect(starts, place) - 1
            if text[place] in "<>＜＞" or _ENUMERATION.search(text, max(starts[line], place - 3), place):
                continue  # less than, 1) 2)
            touched = _touched(entry, first + line, text, place)
            if (line, text[place], touched) not in seen:
                seen.add((line, text[place], touched))
                yield entry, first + line, text[place], touched


def _touched(entry: Entry, line: int, text: str, place: int) -> Amount | None:
    """The amount right before a closing bracket, or behind an opening one with no other bracket between."""
    before, after = text[max(0, place - 60) : place].rstrip(), text[place + 1 : place + 60].partition("\n")[0]
    for amount in (amount for amount in entry.amounts if amount.line == line):
        between, found, _ = after.partition(amount.raw)
        closes = text[place] in CLOSING and before.endswith(amount.raw)
        opens = text[place] in OPENING and found and not set(between) & set(OPENING + CLOSING)
        if closes or opens:
            return amount
    return None
