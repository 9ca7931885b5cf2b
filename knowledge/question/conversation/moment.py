"""One question of a conversation: its draft, and what was shown before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.model import Level, Linked, Turn
from knowledge.question.binding import WALKED
from knowledge.question.conversation.shown import Shown
from knowledge.question.draft import Draft


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
        return count // 2 + 1 if self.draft.middle and count % 2 else self.draft.place

    @property
    def says_level(self) -> bool:
        """Whether a level is named."""
        return any(sense.startswith("level.") for span in self.draft.spans for sense in span.senses)

    def is_leaf(self, turn: Turn) -> bool:
        """Whether a turn showed one thing that has nothing below it."""
        return len(turn.shown) == 1 and self.level_of(turn.shown[0]) is WALKED[-1]
