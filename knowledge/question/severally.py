"""What is asked of each of several things: what one of them lacks does not keep the others from being answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.model import Ask, Asked, Linked, Offer, Or, Query, Refusal, Set

Outcome = tuple[Asked, Query | Offer | Refusal]
_EACH = frozenset({Ask.AMOUNT, Ask.RECORD, Ask.LIST, Ask.FACT})
"""What is asked of each by itself; a sum or a comparison without one of them would be another."""
MOST_IN_WORDS = 4
"""Entries whose words are printed one by one."""


SURE_ALONE = 90
"""Percent of a topic that must lead to an entry where no figure is asked for: several words may describe one thing."""


def parts(query: Query) -> tuple[Query, ...]:
    """A query of each of the things that it names side by side; none where it asks one thing of all of them."""
    each_alone = query.ask in _EACH and isinstance(query.of, Or) and not (query.where or query.order or query.take)
    return tuple(replace(query, of=each) for each in query.of.sets) if each_alone and isinstance(query.of, Or) else ()


def answered_in_part(
    query: Query, missing: Sequence[Refusal], resolve: Callable[[Query], Outcome]
) -> tuple[Outcome, ...]:
    """What the document says of those that it has, and why it says nothing of each of the others.

    `missing` are the refusals of what the clause names by codes that are not printed. Nothing where none is left.
    """
    outcomes = [(part.of, resolve(part)) for part in parts(query) if not _is_nothing(part.of)]
    had: list[Set] = [of for of, (_, what) in outcomes if not isinstance(what, Refusal)]
    lacking = [outcome for _, outcome in outcomes if isinstance(outcome[1], Refusal)]
    if not had or not (lacking or missing):
        return ()
    if query.ask is not Ask.AMOUNT and _is_described(outcomes):
        return ()
    first = resolve(replace(query, of=Or(tuple(had)) if len(had) > 1 else had[0]))
    return (first, *lacking, *((replace(first[0], reasons=(), evidence=()), each) for each in missing))


def _is_described(outcomes: Sequence[tuple[Set, Outcome]]) -> bool:
    found = (asked for _, (asked, what) in outcomes if not isinstance(what, Refusal))
    return any(asked.score < SURE_ALONE for asked in found)


def _is_nothing(of: Set) -> bool:
    return isinstance(of, Linked) and not of.entries


def places(query: Query | Offer | Refusal) -> tuple[Query, ...]:
    """The place of each of several entries: no place is one of them all."""
    if not isinstance(query, Query) or query.ask is not Ask.RANK or not isinstance(query.of, Or):
        return ()
    return tuple(replace(query, of=each) for each in query.of.sets)


def in_words(query: Query | Offer | Refusal) -> tuple[Query, ...]:
    """The texts of a few entries, each by itself; none where there is one, or too many to be read so."""
    if not isinstance(query, Query) or query.ask not in (Ask.RECORD, Ask.LIST) or query.measure is not None:
        return ()
    sets = query.of.sets if isinstance(query.of, Or) else ()
    several = all(isinstance(each, Linked) and len(each.entries) == 1 for each in sets)
    return (
        tuple(replace(query, ask=Ask.RECORD, of=each) for each in sets)
        if several and len(sets) <= MOST_IN_WORDS
        else ()
    )
