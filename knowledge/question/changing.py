"""Changes from one year to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import (
    Ask,
    Change,
    Condition,
    Office,
    Order,
    Query,
    Relation,
    Rows,
    Take,
    Topic,
    Whole,
)
from knowledge.question.draft import THAT, THOSE
from knowledge.question.literals import Percent, Year, Yen
from knowledge.question.modifiers import RELATIONS
from knowledge.question.scene import Scene
from knowledge.question.spans import Role, Span

_FALLEN = {
    Relation.OVER: Relation.UNDER,
    Relation.AT_LEAST: Relation.AT_MOST,
    Relation.UNDER: Relation.OVER,
    Relation.AT_MOST: Relation.AT_LEAST,
    Relation.EQUAL: Relation.EQUAL,
}
"""A fall of so much or more is a change of at most minus so much."""

_DEGREES = {"rose": frozenset({"more", "over"}), "fell": frozenset({"less", "under"})}
"""What says, of another year, that money rose or fell."""
_OTHER_WAY = {"rose": "fell", "fell": "rose"}


def change_asked(scene: Scene) -> Query | None:
    """What rose or fell, and years side by side."""
    than_year = _than_year(scene)
    if not (scene.has("change", "rose", "fell") or than_year or holds_years_together(scene)) or scene.rest.bounds:
        return None
    base = scene.base
    if isinstance(base, Topic) and base not in (THAT, THOSE) and scene.has("rose", "fell"):
        tells = (
            any(span.is_title for span in scene.spans)
            or scene.has("money", "spend", "how_much", "share", "change")
            or any(isinstance(span.literal, Year) for span in scene.spans)
        )
        if not tells:  # 犯罪は減った?: what happened, which no plan's budget says
            said = next(span.text for span in scene.spans if span.senses & {"rose", "fell"})
            return Query(Ask.FACT, base, fact="result", fact_words=said)
    change = Change("", "", scene.money, scene.money, relative=scene.has("share"))
    rose = scene.has("rose") or "rose" in than_year
    fell = scene.has("fell") or "fell" in than_year
    one_way, downwards = rose != fell, fell and not rose
    superlative = scene.rest.superlative or scene.rest.end or (isinstance(base, Rows) and base.query.take is not None)
    if base is None and (superlative or scene.has("which")):
        base = scene.all
    if base is None or isinstance(base, Whole):
        return Query(Ask.SUM, Whole(), measure=change)
    if scene.is_several(base):
        of = base.query.of if isinstance(base, Rows) else base
        sign = Condition(change, Relation.UNDER if downwards else Relation.OVER, 0)
        held = _held_to(scene, change, downwards=downwards)
        is_told = held is not None and held.relation.value.startswith(sign.relation.value)  # 1億円以上増えた is a rise
        where = tuple(each for each in (None if is_told or not one_way else sign, held) if each is not None)
        order = Order(change, downwards) if superlative or one_way else None
        return Query(Ask.LIST, of, measure=change, where=where, order=order, take=Take(1) if superlative else None)
    ask = Ask.SUM if isinstance(base, Office) else Ask.AMOUNT
    return Query(ask, base, measure=change, order=Order(change, downwards) if one_way and ask is Ask.AMOUNT else None)


def _held_to(scene: Scene, change: Change, *, downwards: bool) -> Condition | None:
    """1億円以上増えた, 1割を超えて減った: what a rise or a fall is held to."""
    for at, span in enumerate(scene.spans):
        relation, verb = _bound_behind(scene.spans[at + 1 : at + 5])
        if not isinstance(span.literal, (Yen, Percent)) or not verb:
            continue
        value = span.literal.share if isinstance(span.literal, Percent) else span.literal.yen
        measure = replace(change, relative=isinstance(span.literal, Percent))
        return Condition(measure, _FALLEN[relation] if downwards else relation, -value if downwards else value)
    return None


def _bound_behind(behind: Sequence[Span]) -> tuple[Relation, bool]:
    """How an amount bounds what it is followed by, and whether that is a rise or a fall."""
    relation = Relation.EQUAL
    for span in behind:
        if span.senses & {"rose", "fell"}:
            return relation, True
        relation = next((RELATIONS[sense] for sense in span.senses if sense in RELATIONS), relation)
        if span.role is not Role.FUNCTION and not span.senses & RELATIONS.keys():
            break
    return relation, False


def _than_year(scene: Scene) -> frozenset[str]:
    """去年より多い, more than last year: more or less than in another year is a rise or a fall, or asks for either."""
    said = [span for span in scene.spans if span.text.strip()]
    years = [span.literal for span in said if isinstance(span.literal, Year)]
    ways: set[str] = set()
    for before, span, behind in zip([None, *said], said, [*said[1:], None], strict=False):
        if not isinstance(span.literal, Year):
            continue
        than = (before is not None and before.text == "than") or (behind is not None and behind.text == "より")
        beside = {sense for near in (before, behind) if near is not None for sense in near.senses}
        senses = scene.senses if than else beside  # higher than, より多い are words of their own
        found = {way for way, told in _DEGREES.items() if senses & told}
        ways |= {_OTHER_WAY[way] for way in found} if _is_the_newer(span.literal, years) else found
    return frozenset(ways)


def _is_the_newer(year: Year, years: Sequence[Year]) -> bool:
    """令和6年度より令和5年度の方が多い: what is more in the older year fell."""
    return year.year is not None and any(other.year is not None and other.year < year.year for other in years)


def holds_years_together(scene: Scene) -> bool:
    """前年度と比べて, the difference from last year: two years side by side."""
    years = [span.literal for span in scene.spans if isinstance(span.literal, Year)]
    other = any(year.shift or len(years) > 1 for year in years)
    return other and scene.has("compare", "difference", "ratio") and scene.than is None
