"""Whether what a topic seems to mean may be answered, by the evidence for it.

Named rules decide. Beside them stand two probabilities, for whoever wants to know how near a decision was.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.model import Evidence

SURE = 0.55
"""Share of the topic that an entry must explain to answer."""
WELL = 0.60
"""Share at which an unknown word that only tells more is passed over."""
MARGIN = 0.08
"""How far ahead of other branches the answer must be."""
WEIGHTS = Path(__file__).with_name("decision.toml")
"""Written by `python -m benchmarks decision --write`."""
NUMBERS = ("share", "own", "lead", "unknown", "lacking", "lacks_head", "agreeing", "is_firm", "in_title", "is_english")
"""The fields of Evidence that the probabilities are made of."""


def explains_enough(evidence: Evidence) -> bool:
    """Whether the first entry explains enough of a topic, and by more than one nearness of meaning."""
    return evidence.share >= SURE and evidence.is_firm


def only_tells_more(evidence: Evidence) -> bool:
    """Whether the unknown words only tell more: the last noun is known, and two words agree on one entry."""
    return not evidence.lacks_head and evidence.share >= WELL and evidence.agreeing > 1


def is_told_of(evidence: Evidence) -> bool:
    """Whether a story is about its first entry: two of its words agree on that, and no other branch has as many."""
    return evidence.agreeing > 1 and evidence.is_firm and evidence.lead >= MARGIN


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely it is, 0 to 1, that a question can be answered so. They are told, and decide nothing."""

    answerable: float
    """That the document says what is asked at all."""
    first: float
    """That it does, and the first reading is the right one."""


Weights = Mapping[str, float]
"""Of the numbers, by their names, and of "constant"."""


@cache
def fitted() -> Mapping[str, Weights]:
    """The weights of both models, by the names of Chances."""
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))


def chances(evidence: Evidence, models: Mapping[str, Weights] | None = None) -> Chances:
    """What two logistic models make of the evidence: those in decision.toml, or others."""
    models = models or fitted()
    return Chances(_probability(models["answerable"], evidence), _probability(models["first"], evidence))


def _probability(weights: Weights, evidence: Evidence) -> float:
    odds = weights["constant"] + sum(weights[name] * float(getattr(evidence, name)) for name in NUMBERS)
    return 1 / (1 + math.exp(-odds))
