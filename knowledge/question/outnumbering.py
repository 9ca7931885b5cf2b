"""課題2は課題1より取組が多い, which has more strategies: two things by the number of entries below each of them."""

from __future__ import annotations

from knowledge.model import Ask, Condition, Count, Or, Order, Query, Relation
from knowledge.question.scene import Scene
from knowledge.question.spelled import DEGREES, Operand, Part
from knowledge.question.tallies import MANY, MONEY, TIES, number_noun

_OF_MONEY = MONEY - {"how_much"}
"""どれだけ取組が多い asks of their number, as 多い is said of the level itself."""
_HOW_MANY = frozenset({"how_much", "count", "how"})


def outnumbered(scene: Scene) -> Query | None:
    """A comparison of how many entries of a level two things have; None where anything else is compared."""
    named = scene.bound.named
    levels = [each for each in named if each.is_level]
    ones = [each for each in named if not each.is_level and not each.is_topic]
    if (
        len(levels) != 1
        or len(ones) != 2
        or len(named) != 3
        or scene.has(*_OF_MONEY)
        or not _is_counted(scene, levels[0])
    ):
        return None
    count = Count(levels[0].level[-1])
    than = next((each for each in ones if each.part is Part.THAN), None)
    if than is not None and scene.has("more", "less") and not scene.has("compare", "which", "difference", *_HOW_MANY):
        of = next(each.set for each in ones if each is not than)
        relation = Relation.UNDER if scene.has("less") else Relation.OVER
        held = Condition(count, relation, Query(Ask.AMOUNT, than.set, measure=count))
        return Query(Ask.CONFIRM, of, measure=count, where=(held,))
    return Query(Ask.COMPARE, Or((ones[0].set, ones[1].set)), measure=count, order=Order(count, scene.has("less")))


def _is_counted(scene: Scene, level: Operand) -> bool:
    """Whether more or less is said of how many there are of a level, or their number is held against another."""
    spans = scene.spans
    if scene.in_english:
        ahead = next((span for span in reversed(spans[: level.first]) if span.text.strip()), None)
        return ahead is not None and bool(ahead.senses & DEGREES)
    noun = number_noun(spans, level.last)
    if noun is not None:
        return scene.has("compare", *DEGREES)
    said = next((span for span in spans[level.last :] if span.text.strip() and span.text not in TIES), None)
    return said is not None and bool(said.senses & DEGREES) and any(sign in said.says for sign in MANY)
