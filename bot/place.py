"""Where a person stands in Home, and all that it shows there."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from bot.elements import Block
from bot.state import Preferences
from knowledge import Holding, Language, Overview, say

ISSUES = 20
"""Blocks: issues on one page."""
METADATA = 3_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands in Home; it travels with the view, so that a press can redraw it."""

    opened: tuple[str, ...] = ()
    """Ids of opened entries, the latest last."""
    page: int = 0
    """Which part of the issues is shown, from 0."""
    answer: str = ""
    """Id in the journal of the answer that is shown; empty: none."""

    def open(self, entry: str) -> Place:
        """An entry is opened."""
        return replace(self, opened=(*self.close(entry).opened, entry)[-ISSUES:])

    def close(self, entry: str) -> Place:
        """An entry is closed again."""
        return replace(self, opened=tuple(each for each in self.opened if each != entry))

    def turn(self, page: str) -> Place:
        """Another part of the issues is shown; `page` is the value of the button."""
        return replace(self, page=int(page) if page.isdecimal() else 0)

    def write(self) -> str:
        """As the view's metadata; what was opened first is forgotten where there is no room."""
        opened = self.opened
        while len(written := json.dumps([opened, self.page, self.answer])) > METADATA and opened:
            opened = opened[1:]
        return written

    @classmethod
    def read(cls, metadata: str) -> Place:
        """What `write` wrote; the beginning where that was another version."""
        try:
            match json.loads(metadata or "null"):
                case [list(opened), int(page), str(answer)]:
                    return cls(tuple(map(str, opened)), page, answer)
        except ValueError:
            pass
        return cls()


@dataclass(frozen=True, slots=True)
class Keeper:
    """What only those see who keep the plan, besides the findings."""

    misses: tuple[str, ...] = ()
    """Questions without an answer and answers that did not help, a line each, the latest first."""


@dataclass(frozen=True, slots=True)
class Home:
    """All that Home shows to one person."""

    overview: Overview
    """With the branches below `place.opened`."""
    documents: tuple[Holding, ...]
    settings: Preferences
    language: Language
    """Of buttons and words."""
    place: Place = Place()
    answer: tuple[Block, ...] = ()
    """Laid out for views."""
    recent: tuple[tuple[str, str], ...] = ()
    """Id in the journal and question, the latest first; the person's own."""
    examples: tuple[str, ...] = ()
    keeper: Keeper | None = None

    def say(self, key: str, **values: object) -> str:
        """A phrase in the reader's language."""
        return say(key, self.language, **values)
