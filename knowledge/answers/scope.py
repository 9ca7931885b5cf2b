"""How much of a very large document a query needs: some entries with their families, or all of it."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.model import (
    Above,
    And,
    Ask,
    Below,
    Change,
    Linked,
    Measure,
    Mentions,
    Minus,
    Or,
    Query,
    Rows,
    Set,
    Share,
)

Keys = frozenset[str]
"""Ids of entries."""


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
        case Below(of=inner) | Above(of=inner):
            return _of(inner)
        case Rows(query=query):
            return needed(query)
        case Or(sets=sets):
            return _all(map(_of, sets))
        case And(sets=sets):
            anchored = [keys for keys in map(_of, sets) if keys is not None]
            return _all(anchored) if anchored else None
        case Minus(of=inner, without=without):
            keys = _of(inner)
            return None if keys is None else keys | (_of(without) or frozenset())
        case _:
            return None


def _all(found: Iterable[Keys | None]) -> Keys | None:
    keys: Keys = frozenset()
    for each in found:
        if each is None:
            return None
        keys |= each
    return keys
