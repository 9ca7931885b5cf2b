"""How much of a document is accounted for: lines, cells and amounts, each an entry's, part of its text, or told of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from knowledge.language import money
from knowledge.model import Entry, Finding


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    known: int
    of: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of a document's lines, cells and amounts."""

    lines: Share
    """Lines or rows that are an entry's, or say what the document is."""
    cells: Share | None
    """Of a table, filled cells on rows of entries that are read."""
    amounts: int
    """Amounts of money that are an entry's."""
    in_text: int
    """Amounts that are part of an entry's text."""
    told: int
    """Amounts that a finding tells of: sums, notes, what cannot be read."""
    left: tuple[tuple[int, str], ...]
    """Line and words of amounts that are none of these: nothing, if the reader is right."""


def of_page(
    printed: Sequence[str], entries: Sequence[Entry], owned: Collection[int], known: int, findings: Iterable[Finding]
) -> Coverage:
    """The coverage of a page; `owned` are the lines of its entries, `known` how many others say what it is."""
    amounts = {(amount.line, amount.raw) for entry in entries for amount in entry.amounts}
    reported = {finding.line for finding in findings}
    amount = in_text = told = 0
    left = []
    for number, text in enumerate(printed, 1):
        for found in money.find(text):
            if not found.raw.endswith("円"):
                continue
            if any(line == number and found.raw in raw for line, raw in amounts):
                amount += 1
            elif number in owned:
                in_text += 1
            elif number in reported:
                told += 1
            else:
                left.append((number, found.raw))
    written = sum(bool(text.strip()) for text in printed)
    lines = Share(min(len(owned) + known, written), written)
    return Coverage(lines, None, amount, in_text, told, tuple(left))
