"""What an entry of a plan stands under: by its code as far as it is printed, else by where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.model import Entry, Level

LADDER = (Level.ISSUE, Level.STRATEGY, Level.ACTION)


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


def parents(entries: list[Entry], codes: list[str | None]) -> Iterator[str | None]:
    """By code, as far as it is printed; else by position: the nearest higher entry without a code to say otherwise."""
    by_code = {entry.code: entry for entry in reversed(entries) if entry.code and entry.level in LADDER}
    listed = _listed_first(entries, codes)
    last: dict[Level, Entry] = {}
    for entry, code in zip(entries, codes, strict=True):
        if entry.level in LADDER:
            yield _parent(entry, code, by_code, last, listed)
            last[entry.level] = entry
            for lower in LADDER[LADDER.index(entry.level) + 1 :]:
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
    rank = LADDER.index(entry.level)
    higher = [last[level] for level in reversed(LADDER[:rank]) if level in last]
    coded = [
        other
        for prefix in _prefixes(code)
        if (other := by_code.get(prefix)) and other is not entry and LADDER.index(other.level) < rank
    ]
    if coded and LADDER.index(coded[0].level) + 1 == rank:
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
    return numbers[1:2] if len(numbers) > len(LADDER) - 1 else []


def _prefixes(code: str | None) -> tuple[str, ...]:
    """2-1 and 2 for 2-1-1."""
    numbers = code.split("-") if code else []
    return tuple("-".join(numbers[:length]) for length in range(len(numbers) - 1, 0, -1))
