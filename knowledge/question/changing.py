"""Changes from one year to another, and what came and went."""

from __future__ import annotations

from itertools import pairwise

from knowledge.model import (
    Appeared,
    Ask,
    Change,
    Condition,
    Office,
    Order,
    Presence,
    Query,
    Relation,
    Rows,
    Take,
    Topic,
    Whole,
)
from knowledge.question.draft import THAT, THOSE
from knowledge.question.literals import Year
from knowledge.question.modifiers import is_verb
from knowledge.question.scene import Scene


def change_asked(scene: Scene) -> Query | None:
    """What rose or fell, and years side by side."""
    if not (scene.has("change", "rose", "fell") or holds_years_together(scene)) or scene.rest.bounds:
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
    one_way = scene.has("rose") != scene.has("fell")
    downwards = one_way and scene.has("fell")
    superlative = scene.rest.superlative or scene.rest.end or (isinstance(base, Rows) and base.query.take is not None)
    if base is None and (superlative or scene.has("which")):
        base = scene.all
    if base is None or isinstance(base, Whole):
        return Query(Ask.SUM, Whole(), measure=change)
    if scene.is_several(base):
        of = base.query.of if isinstance(base, Rows) else base
        where = (Condition(change, Relation.UNDER if downwards else Relation.OVER, 0),) if one_way else ()
        order = Order(change, downwards) if superlative or one_way else None
        return Query(Ask.LIST, of, measure=change, where=where, order=order, take=Take(1) if superlative else None)
    ask = Ask.SUM if isinstance(base, Office) else Ask.AMOUNT
    return Query(ask, base, measure=change, order=Order(change, downwards) if one_way and ask is Ask.AMOUNT else None)


def holds_years_together(scene: Scene) -> bool:
    """前年度と比べて, the difference from last year: two years side by side."""
    years = [span.literal for span in scene.spans if isinstance(span.literal, Year)]
    other = any(year.shift or len(years) > 1 for year in years)
    return other and scene.has("compare", "difference", "ratio") and scene.than is None


def appeared(scene: Scene) -> Query | None:
    """What is new, what is gone, what was renamed."""
    told = set[str]()
    for at, (span, behind) in enumerate(pairwise((*scene.spans, None))):
        assert span is not None
        if is_verb(span) and at and scene.spans[at - 1].text == "を":
            continue  # 配信を始める取組: what it does
        says_can = "is" in span.senses and (behind is None or behind.text != "た")  # 相談できる; できた取組 are new
        told |= span.senses if "light" not in span.senses and not says_can else set()  # not: going back to
    presence = next((each for each in Presence if each.value in told), None)
    base = scene.base
    years = any(isinstance(span.literal, Year) for span in scene.spans)
    if base is None and not (years and scene.has("which", "what", "list")) and not _are_counted(scene, presence):
        return None  # sorry, new here; どの手続から始めるの
    if (
        presence is None
        or scene.has("sum")
        or scene.has("money", "how_much")
        or not (base is None or scene.is_several(base))
    ):
        return None
    return Query(Ask.LIST, Appeared(base or scene.all, presence, Change("", "", scene.money, scene.money)))


def _are_counted(scene: Scene, presence: Presence | None) -> bool:
    """新規は何件: what is new is counted or listed, and nothing begins anew."""
    named = (span for span in scene.spans if presence is not None and presence.value in span.senses)
    return scene.has("count", "list", "catalogue") and any(not is_verb(span) for span in named)
