"""A plan as a place to walk through: its aims, its issues with their sums, and what is below the opened ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from knowledge.answers.engine import run
from knowledge.answers.members import Shelf
from knowledge.answers.names import half_up, percent
from knowledge.model import RUNGS, Ask, Entry, Finding, Level, Linked, Money, Query, Row, Source, Whole
from knowledge.shelf.document import Document

MOST_ISSUES = 1_000
"""Issues of one overview: a list of projects without headings is not to become a page without end."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry with its money and, where it was opened, with what stands below it."""

    entry: Entry
    yen: int | None
    """Its own amount, or the sum of the amounts below; None where none is printed."""
    counted: int
    """How many amounts `yen` is the sum of."""
    below: int = 0
    """How many entries stand right below it."""
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """A document at a glance."""

    source: Source
    goal: tuple[Entry, ...]
    mission: tuple[Entry, ...]
    issues: tuple[Branch, ...]
    """What stands under nothing and leads down to the initiatives, in the order of the page."""
    findings: tuple[Finding, ...]
    built_at: str
    """ISO time, UTC."""
    entries: int
    """How many entries the document has."""
    yen: int | None
    """The sum of all that is printed, nothing counted twice; None where no amount is printed."""
    counted: int = 0
    """How many amounts `yen` is the sum of."""

    def share(self, branch: Branch) -> str | None:
        """A branch's part of all that is printed, in percent to one decimal; None where it is none."""
        if not self.yen or branch.yen is None or not 0 <= branch.yen <= self.yen:
            return None
        return percent(Fraction(branch.yen, self.yen))


def overview(document: Document, shelf: Shelf, opened: Collection[str]) -> Overview:
    """The document with the branches below the entries of the ids in `opened`; all others are shut."""
    roots = document.roots(MOST_ISSUES)
    issues = [root for root in roots if root.level in RUNGS]
    below = {root.id: document.below(root) for root in issues if root.id in opened}
    grower = _Grower(document, shelf, [*issues, *(each for several in below.values() for each in several)])
    whole = run(Query(Ask.SUM, Whole(), document.name, Money()), shelf)
    return Overview(
        source=document.source,
        goal=_of(Level.GOAL, roots),
        mission=_of(Level.MISSION, roots),
        issues=tuple(grower.branch(root, below.get(root.id)) for root in issues),
        findings=document.store.findings(document.record.id),
        built_at=document.record.built_at,
        entries=document.size,
        yen=half_up(whole.value) if whole.value is not None else None,
        counted=whole.counted_in_all,
    )


def _of(level: Level, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.level is level)


class _Grower:
    """Branches of some entries, whose money is asked for at once."""

    def __init__(self, document: Document, shelf: Shelf, entries: Sequence[Entry]) -> None:
        self._document = document
        named = Linked(tuple(entry.id for entry in entries))
        rows = run(Query(Ask.AMOUNT, named, document.name, Money()), shelf).rows
        self._rows: Mapping[str, Row] = {row.entry.id: row for row in rows if row.entry is not None}

    def branch(self, root: Entry, below: Sequence[Entry] | None) -> Branch:
        """An entry, with all below it where that is given."""
        if below is None:
            return self._bare(root, len(self._document.children(root)))
        children: dict[str, list[Entry]] = {}
        for entry in below:
            children.setdefault(entry.parent or "", []).append(entry)
        return self._grown(root, children)

    def _grown(self, entry: Entry, children: Mapping[str, Sequence[Entry]]) -> Branch:
        grown = tuple(self._grown(child, children) for child in children.get(entry.id, ()))
        return self._bare(entry, len(grown), grown)

    def _bare(self, entry: Entry, below: int, children: tuple[Branch, ...] = ()) -> Branch:
        row = self._rows.get(entry.id)
        yen = half_up(row.value) if row is not None and row.value is not None else None
        return Branch(entry, yen, len(row.counted) if row is not None else 0, below, children)
