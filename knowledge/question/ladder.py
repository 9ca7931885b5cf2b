"""The levels of a plan that people walk up and down."""

from __future__ import annotations

from knowledge.model import Level

WALKED = (Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
"""The levels that people walk down, from the top."""


def is_under(lower: Level, upper: Level) -> bool:
    """Whether people walk down from the one level to the other."""
    return lower in WALKED and upper in WALKED and WALKED.index(upper) < WALKED.index(lower)
