"""One question of a conversation: its draft, and what was shown before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from knowledge.model import Level, Linked, Turn
from knowledge.question.conversation.shown import Shown
from knowledge.question.draft import Draft
from knowledge.question.ladder import WALKED

_PAIR = 2
SIDES = frozenset({"方", "ほう"})
"""What follows a degree or a place where one of two is meant."""


@dataclass(frozen=True)
class Moment:
    """A draft after at least one turn."""

    draft: Draft
    shown: Shown

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was asked and shown before, the last first."""
        return self.shown.turns

    @property
    def last(self) -> Turn:
        """What was asked and shown last."""
        return self.shown.last

    @property
    def level_of(self) -> Callable[[str], Level]:
        """The level of an entry by its id."""
        return self.shown.level_of

    @property
    def that(self) -> Linked:
        """What was shown last."""
        return Linked(self.last.shown)

    @property
    def told_place(self) -> int | None:
        """Which of the rows shown is meant: as it is told, or the one in the middle."""
        count = len(self.shown.several)
        if self.draft.middle and count % 2:
            return count // 2 + 1
        return self.draft.place if self.draft.place is not None else self.upper_or_lower

    @property
    def anchor(self) -> tuple[str, ...]:
        """What was shown last; of two only the upper or the lower, where it is told so."""
        key = self.shown.at(self.upper_or_lower) if self.upper_or_lower is not None else None
        return self.last.shown if key is None else (key,)

    @property
    def upper_or_lower(self) -> int | None:
        """上の方, 下の戦略 of two that were shown."""
        if len(self.last.shown) != _PAIR or self.draft.places:
            return None
        level = f"level.{self.level_of(self.last.shown[0])}"
        said = [span for span in self.draft.spans if span.text != "の"]
        for span, behind in pairwise(said):
            ends = span.senses & {"above", "below"}
            if ends and (level in behind.senses or behind.text in SIDES):
                return 1 if "above" in ends else -1
        return None

    @property
    def says_level(self) -> bool:
        """Whether a level is named."""
        return any(sense.startswith("level.") for span in self.draft.spans for sense in span.senses)

    @property
    def named_level(self) -> Level | None:
        """The one level that is named."""
        senses = (sense for span in self.draft.spans for sense in span.senses)
        named = {sense.removeprefix("level.") for sense in senses if sense.startswith("level.")}
        return next((level for level in WALKED if {str(level)} == named), None)

    @property
    def is_inside_one(self) -> bool:
        """その中で after one thing with others below it: among those, and not among what it was found in."""
        return self.draft.among and len(self.last.shown) == 1 and not self.is_leaf(self.last)

    def is_leaf(self, turn: Turn) -> bool:
        """Whether a turn showed one thing that has nothing below it."""
        return len(turn.shown) == 1 and self.is_bottom(turn.shown[0])

    def is_bottom(self, key: str) -> bool:
        """Whether an entry is of the level that has nothing below it."""
        return self.level_of(key) is self.shown.page.deepest
