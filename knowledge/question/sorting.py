"""Conditions, orders and places: what a clause narrows and sorts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import (
    Above,
    Ask,
    Below,
    Count,
    FactKind,
    Measure,
    Minus,
    OfLevel,
    Order,
    Query,
    Relation,
    Rows,
    Take,
    Whole,
)
from knowledge.question import facts, modifiers, narrowing
from knowledge.question.draft import THAT, THOSE
from knowledge.question.literals import Counted
from knowledge.question.scene import Scene
from knowledge.question.spans import Span


def narrowed_and_sorted(scene: Scene) -> Query | None:
    """An amount without a relation is asked backwards, or to be confirmed."""
    if _asks_a_fact_of(scene):
        return None
    base, rest, money = scene.base, scene.rest, scene.money
    sorts = rest.sorts or rest.bounds or (rest.place is not None and rest.downwards is not None)
    if isinstance(base, Rows):
        inner = base.query
        same_end = inner.order is not None and rest.superlative and bool(rest.downwards) == inner.order.ascending
        again = rest.orders and rest.downwards is None and not rest.ascending and inner.order is not None
        if again:
            pass  # 少ない方から3つを順番に
        elif sorts and not (same_end and inner.take is not None):
            inner = narrowing.narrowed(inner if inner.take is None else Query(Ask.LIST, base), rest, money)
        elif rest.counted and inner.order is not None and inner.take is None:
            inner = replace(inner, take=Take(rest.counted))
        return replace(inner, measure=_measure(scene, inner))
    if isinstance(base, (Above, Below)) and isinstance(base.of, Rows) and not scene.has("money", "how_much"):
        return Query(Ask.LIST, base)
    if rest.literals and not rest.bounds:
        exact = narrowing.conditions(rest, money)
        if base is None or isinstance(base, OfLevel):
            of = base if isinstance(base, OfLevel) and len(base.levels) == 1 else scene.all
            return Query(Ask.LIST, of, measure=money, where=exact)
        return Query(Ask.CONFIRM, base, measure=money, where=exact)
    if rest.printed is not None and base == THAT and rest.counted == 1:
        base = THOSE  # the one without a budget, what is it about?
    several = base is None or scene.is_several(base) or isinstance(base, (Whole, Minus))
    if rest.printed is not None and not several:
        where = narrowing.conditions(rest, money)  # 2-1-1に金額は書いてある?
        return Query(Ask.CONFIRM, base or Whole(), measure=money, where=where)
    if rest.bounds and not several and not scene.has("list", "catalogue", "which"):
        assert base is not None
        return Query(Ask.CONFIRM, base, measure=money, where=narrowing.conditions(rest, money))
    shown = base is None or base in (THAT, THOSE)
    if shown and rest.downwards is not None and not sorts and (ones := ones_picked(scene)):
        order, take = Order(money, bool(rest.downwards)), Take(ones)
        return Query(Ask.LIST, base or THOSE, measure=money, order=order, take=take)
    if not sorts and not (rest.downwards is not None and several and (base is not None or scene.has("money", "spend"))):
        return None
    if rest.printed is False:
        return narrowing.narrowed(Query(Ask.LIST, scene.range_of(base)), rest, money)
    query = narrowing.narrowed(Query(Ask.LIST, scene.range_of(base), measure=scene.measure()), rest, money)
    if scene.leaves_out_an_end and query.take is not None:
        return Query(Ask.SUM, Minus(query.of, Rows(replace(query, measure=None))), measure=money)
    added = rest.end and rest.counted and scene.has("how_much") and any(span.text == "で" for span in scene.spans)
    return Query(Ask.SUM, Rows(replace(query, measure=None)), measure=money) if added else query  # 上から二つでなんぼ


def _measure(scene: Scene, query: Query | None = None) -> Measure | None:
    """The money, or the number that the rows are ordered or chosen by; nothing where it is the same of all."""
    order = query.order if query is not None else None
    where = query.where if query is not None else ()
    if order is not None and isinstance(order.measure, Count):
        return order.measure
    counted = next((each for each in where if isinstance(each.measure, Count)), None)
    if counted is None or scene.has("money", "how_much", "spend"):
        return scene.measure()
    return counted.measure if counted.relation is not Relation.EQUAL else None


_ENDS = frozenset({"?", "か", "です", "だ", "ん", "ね"})
"""What stands behind a の that is no noun: 300万円以上なの?"""


def selects(spans: Sequence[Span]) -> bool:
    """500万円以上のやつ, 100万円未満に絞ると: a bound that says which rows are wanted, and holds nothing true."""
    for span, marked, after in zip(spans, spans[1:], spans[2:], strict=False):
        if span.senses & modifiers.RELATIONS.keys():
            picked = marked.text == "の" and after.text not in _ENDS
            narrowed = marked.text == "に" and "light" in after.senses
            return picked or narrowed or marked.text in ("だけ", "のみ", "を")
    return False


def _asks_a_fact_of(scene: Scene) -> bool:
    """高い取組のほう、担当係長は誰: a fact is asked of what an order or a condition leaves."""
    fact = facts.asked(scene)
    told = fact in ("headcount", "result", *FactKind) or scene.has("money", "how_much", "list")
    return fact is not None and not told


def ones_picked(scene: Scene) -> int:
    """大きい方, 高い方の3つ, 額が上なのは, the larger one: how many of those shown; 0 where nothing says so."""
    degree = next((at for at, span in enumerate(scene.spans) if span.senses & {"more", "less"}), len(scene.spans))
    behind = [span for span in scene.spans[degree + 1 :] if span.text != "な"]
    counted = next((span.literal.number for span in behind if isinstance(span.literal, Counted)), 1)
    heads = any(span.part is not None and span.part.normal in ("方", "ほう", "one") for span in scene.spans)
    return counted if heads or [span.text for span in behind[:2]] == ["の", "は"] else 0
