"""Whether what a question seems to mean may be answered.

Named rules decide, by the evidence for each topic, what is linked, offered or refused. What was read as a whole is
asked back where a logistic model of a few signs holds an answer to be doubtful.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.model import Evidence, Signs

SURE = 0.55
"""Share of the topic that an entry must explain to answer."""
WELL = 0.60
"""Share at which an unknown word that only tells more is passed over."""
MARGIN = 0.08
"""How far ahead of other branches the answer must be."""
WEIGHTS = Path(__file__).with_name("decision.toml")
"""Written by `python -m benchmarks decision --write`."""
NUMBERS = {"unvoiced": 5, "added": 5, "dearest": 3, "lead": 0.6, "turns": 5}
"""The signs that it is made of, each with the number from which more of it tells nothing more."""
DOUBTFUL = 0.15
"""Chance of a wrong answer from which the reading is asked back: see README, "Where this departs"."""


def explains_enough(evidence: Evidence) -> bool:
    """Whether the first entry explains enough of a topic, and by more than one nearness of meaning."""
    return evidence.share >= SURE and evidence.is_firm


def only_tells_more(evidence: Evidence) -> bool:
    """Whether the unknown words only tell more: the last noun is known, and two words agree on one entry."""
    return not evidence.lacks_head and evidence.share >= WELL and evidence.agreeing > 1


def is_told_of(evidence: Evidence) -> bool:
    """Whether a story is about its first entry: two of its words agree on that, and no other branch has as many."""
    return evidence.agreeing > 1 and evidence.is_firm and evidence.lead >= MARGIN


Weights = Mapping[str, float]
"""Of the signs, by their names, and of "constant"."""


@cache
def fitted() -> Weights:
    """The weights of the model that the program decides by."""
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))


def numbers(signs: Signs) -> tuple[float, ...]:
    """What the model sees, each up to the most that still told more."""
    return tuple(min(float(getattr(signs, name)), most) for name, most in NUMBERS.items())


def doubt(signs: Signs, weights: Weights | None = None) -> float:
    """How likely it is, 0 to 1, that an answer is wrong: a logistic model, that of decision.toml or another."""
    weights = weights or fitted()
    weighed = (weights[name] * number for name, number in zip(NUMBERS, numbers(signs), strict=True))
    return 1 / (1 + math.exp(-weights["constant"] - sum(weighed)))


def is_doubtful(signs: Signs) -> bool:
    """Whether the reading is asked back instead of answered."""
    return doubt(signs) >= DOUBTFUL
