"""A plan as a place to walk through: its aims, its issues with their sums, and what is below the opened ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.document import Document
from knowledge.figures import Figures, yen_of
from knowledge.model import Entry, Finding, Level, Source

MOST_ISSUES = 1_000
"""Issues of one overview: a list of projects without headings is not to become a page without end."""
RUNGS = (Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
"""The levels that people walk down."""


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
    """The sum of the amounts of all initiatives; None where none is printed."""
    counted: int = 0
    """How many amounts `yen` is the sum of."""


def overview(document: Document, figures: Figures, opened: Collection[str]) -> Overview:
    """The document with the branches below the entries of the ids in `opened`; all others are shut."""
    roots = document.roots(MOST_ISSUES)
    priced = figures.everything()
    return Overview(
        source=document.source,
        goal=_of(Level.GOAL, roots),
        mission=_of(Level.MISSION, roots),
        issues=tuple(_issue(root, document, figures, opened) for root in roots if root.level in RUNGS),
        findings=document.store.findings(document.record.id),
        built_at=document.record.built_at,
        entries=document.size,
        yen=sum(map(yen_of, priced)) if priced else None,
        counted=len(priced),
    )


def _of(level: Level, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.level is level)


def _issue(root: Entry, document: Document, figures: Figures, opened: Collection[str]) -> Branch:
    if root.id not in opened:
        return _branch(root, figures, len(document.children(root)))
    children: dict[str, list[Entry]] = {}
    for entry in document.below(root):
        children.setdefault(entry.parent or "", []).append(entry)
    return _grown(root, figures, children)


def _grown(entry: Entry, figures: Figures, children: Mapping[str, Sequence[Entry]]) -> Branch:
    grown = tuple(_grown(child, figures, children) for child in children.get(entry.id, ()))
    return replace(_branch(entry, figures, len(grown)), children=grown)


def _branch(entry: Entry, figures: Figures, below: int) -> Branch:
    operand = figures.operand(entry)
    return Branch(entry, operand.yen if operand.counted else None, len(operand.counted), below)
