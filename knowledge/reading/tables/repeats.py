"""Amounts that may be each other's parts: a total on each row of its parts, a parent's beside its children's, a sum.

What is clear is counted once; what cannot be told is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, get_args

Repeats = Literal["once", "each"]
"""How amounts count that repeat what other rows say: once, as the group's, or each by itself."""
REPEATS: tuple[Repeats, ...] = get_args(Repeats)
Key = tuple[str, ...]
Slot = tuple[int | None, str | None, str | None]
"""Fiscal year, kind and 歳入 or 歳出, as far as a row itself tells them, in columns or by what stands above it."""
Groups = dict[tuple[Key, Slot], list[Decimal]]
"""The amounts of the rows below each group, apart by what the rows tell of them."""
TELLING = 4
"""Digits that equal amounts have in common, from which they are equal by no chance: 481,596 twice, 500 on five rows."""
HALF = 2
_LEAST = 2
"""Rows that make a sum."""
_FARTHEST = 2_000
"""Rows that one sum may be of."""


def digits(yen: Decimal) -> int:
    """How many digits of an amount say something: 3 for 5,120,000."""
    return len(str(abs(int(yen))).strip("0"))


def are_mostly_constant(groups: Groups) -> bool:
    """Whether the groups of several rows have one amount on all of them, half of the groups or more, beyond chance."""
    several = [amounts for amounts in groups.values() if len(amounts) > 1 and any(amounts)]
    constant = [amounts for amounts in several if len(set(amounts)) == 1]
    weight = sum((len(amounts) - 1) * digits(amounts[0]) for amounts in constant)
    return bool(constant) and weight >= TELLING and len(constant) * HALF >= len(several)


def are_all_constant(groups: Groups) -> bool:
    """Whether every group of several rows has one amount, on more than a single pair of rows."""
    several = [amounts for amounts in groups.values() if len(amounts) > 1 and any(amounts)]
    return all(len(set(amounts)) == 1 for amounts in several) and sum(len(amounts) - 1 for amounts in several) > 1


Sums = Sequence[tuple[Decimal | None, ...]]


def sums_of_others(rows: Sums, parents: Sequence[Key]) -> tuple[int, ...]:
    """The rows that are, in every column, the sum of the rows right below or above them, where that holds for half
    of the table or more; empty where it does not. What stands under one parent is no sum of what stands under others.
    """
    best: dict[int, int] = {}
    for step in (1, -1):
        found = _sums(rows[::step], parents[::step])
        if _covered(found) > _covered(best):
            best = found if step > 0 else {len(rows) - 1 - at: length for at, length in found.items()}
    return tuple(sorted(best)) if best and _covered(best) * HALF >= len(rows) else ()


def _covered(found: dict[int, int]) -> int:
    return sum(length + 1 for length in found.values())


def _sums(rows: Sums, parents: Sequence[Key]) -> dict[int, int]:
    """Each row that is the sum of the rows after it, with how many those are."""
    found: dict[int, int] = {}
    at = 0
    while at < len(rows):
        length = _length(rows, parents, at)
        if length:
            found[at] = length
        at += length + 1
    return found


def _length(rows: Sums, parents: Sequence[Key], at: int) -> int:
    total = rows[at]
    if not any(total):
        return 0
    sums: list[Decimal] = [Decimal(0)] * len(total)
    parts = 0
    for end in range(at + 1, min(len(rows), at + _FARTHEST)):
        if any(parents[at]) and parents[end] != parents[at]:
            return 0
        sums = [known + (own or 0) for known, own in zip(sums, rows[end], strict=True)]
        parts += any(rows[end])
        if parts >= _LEAST and all((yen or Decimal(0)) == known for yen, known in zip(total, sums, strict=True)):
            return end - at
        if any(yen and known > abs(yen) for yen, known in zip(total, sums, strict=True)):
            return 0
    return 0


def by_group(keys: Sequence[Key], slots: Sequence[Slot], amounts: Sequence[Decimal | None], depth: int) -> Groups:
    """The amounts of the rows below each group of a level, counted from 1, and of each year and kind of money."""
    groups: Groups = defaultdict(list)
    for key, slot, yen in zip(keys, slots, amounts, strict=True):
        if yen is not None and len(key) > depth:
            groups[key[:depth], slot].append(yen)
    return groups
