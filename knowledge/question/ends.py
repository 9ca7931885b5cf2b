"""Two places of one order: its ends, and the places that a clause names side by side."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Ask, Or, Order, Query, Rows, Set, Take
from knowledge.question.draft import THAT
from knowledge.question.literals import Place
from knowledge.question.scene import Scene
from knowledge.question.spelled import JOINS


def at_places(scene: Scene) -> Set | None:
    """3位と5位の差, 4位との差: the rows at places of the order by money, beside what was shown where one is named."""
    places = [span.literal.number for span in scene.spans if isinstance(span.literal, Place)]
    if not places or scene.rest.last is not None:
        return None
    rows = tuple(
        Rows(Query(Ask.LIST, scene.all, order=Order(scene.money), take=Take(1, place - 1))) for place in places if place
    )
    return Or(rows) if len(rows) > 1 else Or((THAT, *rows))


def are_ends_joined(scene: Scene) -> bool:
    """一番高いのと一番安いの: と between the two ends of an order."""
    ends = [at for at, span in enumerate(scene.spans) if span.senses & {"superlative", "most", "least"}]
    between = scene.spans[ends[0] : ends[-1]] if ends else ()
    return any(span.text in JOINS for span in between)


def both_ends(scene: Scene) -> Set | None:
    """最大と最小の差: the two ends of an order as two parts."""
    ends = scene.has("most", "superlative") and scene.has("least")
    if not (ends or (scene.has("more", "most") and scene.has("less", "least"))):
        return None
    base = scene.base
    of = base if scene.is_several(base) and base is not None else scene.all
    of = of.query.of if isinstance(of, Rows) else of
    if isinstance(of, Or):
        return None
    orders = (Order(scene.money, ascending) for ascending in (False, True))
    return Or(tuple(Rows(Query(Ask.LIST, of, order=order, take=Take(1))) for order in orders))


def both_places(scene: Scene) -> Set | None:
    """The largest and the second largest initiative: two places of one order, with the level named once."""
    rows = scene.base.query if isinstance(scene.base, Rows) else None
    degrees = [at for at, span in enumerate(scene.spans) if span.senses & {"most", "least"}]
    if rows is None or rows.take is None or not rows.take.skip or len(degrees) != 2 or not scene.in_english:
        return None
    joined = any(span.text == "and" for span in scene.spans[degrees[0] : degrees[1]])
    return Or((Rows(replace(rows, take=Take(1))), Rows(rows))) if joined else None
