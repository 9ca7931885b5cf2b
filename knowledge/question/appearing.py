"""What is new and what is gone from one year to another, with whatever is asked of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from knowledge.model import Appeared, Ask, Change, Presence, Query, Rows
from knowledge.question.literals import Year
from knowledge.question.modifiers import is_verb
from knowledge.question.scene import Scene
from knowledge.question.totals import AGGREGATES

_NOT_THERE = ("なかっ", "無かっ")


def appeared(scene: Scene) -> Query | None:
    """What is new, what is gone, what was renamed."""
    told = set[str]()
    for at, (span, behind) in enumerate(pairwise((*scene.spans, None))):
        assert span is not None
        if is_verb(span) and at and scene.spans[at - 1].text == "を":
            continue  # 配信を始める取組: what it does
        says_can = "is" in span.senses and (behind is None or behind.text != "た")  # 相談できる; できた取組 are new
        told |= span.senses if not span.senses & {"light", "sum"} and not says_can else set()  # not: going back, add up
    presence = next((each for each in Presence if each.value in told), _of_another_year(scene))
    base = scene.base
    years = any(isinstance(span.literal, Year) for span in scene.spans)
    if base is None and not (years and scene.has("which", "what", "list")) and not _are_counted(scene, presence):
        return None  # sorry, new here; どの手続から始めるの
    if presence is None or not (base is None or scene.is_several(base)):
        return None
    of = base.query.of if isinstance(base, Rows) else base or scene.all
    found = Appeared(of, presence, Change("", "", scene.money, scene.money))
    for sense, ask in AGGREGATES:
        if scene.has(sense) and ask is not Ask.COUNT:
            return Query(ask, found, measure=scene.money)  # 新規の取組の予算の合計
    asked = (
        replace(base.query, of=found)
        if isinstance(base, Rows)
        else scene.ordered(Query(Ask.LIST, found, measure=scene.money))
    )
    return Query(Ask.LIST, found) if asked.take is None else asked


def _of_another_year(scene: Scene) -> Presence | None:
    """去年なかった取組 are new."""
    was_not = any(
        span.text.startswith(_NOT_THERE) and past.text == "た" and level.senses & {f"level.{scene.deepest}"}
        for span, past, level in zip(scene.spans, scene.spans[1:], scene.spans[2:], strict=False)
    )
    before = any(isinstance(span.literal, Year) and span.literal.shift < 0 for span in scene.spans)
    return Presence.NEW if was_not and before else None


def _are_counted(scene: Scene, presence: Presence | None) -> bool:
    """新規は何件: what is new is counted or listed, and nothing begins anew."""
    named = (span for span in scene.spans if presence is not None and presence.value in span.senses)
    return scene.has("count", "list", "catalogue") and any(not is_verb(span) for span in named)
