"""How the tables came about: named steps, in order, each applied once and whole, for both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STEPS = Path(__file__).with_name("journal.sql")
_STEP = re.compile(r"^-- migration(?: of (\w+))?: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the tables."""

    name: str
    statements: str


def steps(engine: str) -> Iterator[Step]:
    """The steps that an engine takes, in order."""
    _, *parts = _STEP.split(STEPS.read_text(encoding="utf-8"))
    for only, name, statements in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if only in (None, engine):
            yield Step(name, statements)
