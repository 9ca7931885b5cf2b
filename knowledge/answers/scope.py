"""How much of a very large document a query needs: some entries with their families, or all of it."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.model import (
    And,
    Ask,
    Below,
    Change,
    Linked,
    Measure,
    Mentions,
    Minus,
    Office,
    OfLevel,
    Or,
    Query,
    Rows,
    Set,
    Share,
    Whole,
)

Keys = frozenset[str]
"""Ids of entries."""
_ANYWHERE = (Whole, OfLevel, Office)
"""Sets of which a part of a document holds just its part, so that they add nothing to what others are looked for in."""


def needed(query: Query) -> Keys | None:
    """The entries that a query starts from, so that their families are enough; None where it needs all."""
    if query.by is not None or (query.ask is Ask.RANK and query.within is None):
        return None
    sets = [query.of, *([query.within] if query.within is not None else [])]
    order = query.order.measure if query.order else None
    measures = [query.measure, order, *(each.measure for each in query.where)]
    found = [*map(_of, sets), *map(_of_measure, measures)]
    found += [needed(each.value) for each in query.where if isinstance(each.value, Query)]
    return _all(found)


def _of_measure(measure: Measure | None) -> Keys | None:
    match measure:
        case Share(of=of):
            return _of(of)
        case Change():
            return None
        case _:
            return frozenset()


def _of(of: Set) -> Keys | None:
    match of:
        case Linked(entries=entries) | Mentions(entries=entries):
            return frozenset(entries)
        case Below(of=inner):
            return _of(inner)
        case Rows(query=query):
            return needed(query)
        case Or(sets=sets):
            return _all(map(_of, sets))
        case And(sets=sets):
            anchors = [each for each in sets if not isinstance(each, _ANYWHERE)]
            return _all(map(_of, anchors)) if anchors else None
        case Minus(of=inner, without=without):
            taken = [] if isinstance(without, _ANYWHERE) else [without]
            return _all(map(_of, (inner, *taken)))
        case _:
            return None  # also what stands above an entry: it has more below it than the entry's family


def _all(found: Iterable[Keys | None]) -> Keys | None:
    keys: Keys = frozenset()
    for each in found:
        if each is None:
            return None
        keys |= each
    return keys
