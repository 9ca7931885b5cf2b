"""Whether what a question was read as may be answered, or is only offered: by what the reading knows about itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.canonical import canonical
from knowledge.answers.names import Shelf
from knowledge.model import And, Ask, Mentions, Offer, OfLevel, Query, Result, Signs, Subject, Whole
from knowledge.question.linking import Linker
from knowledge.question.reader import Read
from knowledge.question.spans import Role, Span

_ASKS_WHETHER = frozenset({Ask.EXISTS, Ask.CONFIRM, Ask.COUNT})
"""What may truly be told of nothing: no, or none."""


def widened(query: Query, result: Result) -> Offer | None:
    """What a question is about, where nothing is there that its other words narrow that to; else None.

    2-2-1のうち「駅前」に触れているもの: there is none, so 駅前 was not meant to pick something out of 2-2-1.
    """
    of = query.of
    if result.rows or not isinstance(of, And) or query.where or query.ask in _ASKS_WHETHER:
        return None
    wide = [each for each in of.sets if not isinstance(each, (Mentions, OfLevel, Whole))]
    words = tuple(each.words for each in of.sets if isinstance(each, Mentions))
    return Offer(tuple(replace(query, of=each) for each in wide), words) if wide else None


def signs(read: Read, query: Query, subject: Subject, linker: Linker, shelf: Shelf) -> Signs:
    """What the reading of a question as a query knows about itself."""
    language, asked = read.asked.language, read.draft.spans

    def worded(each: Query) -> tuple[Span, ...]:
        return linker.said(canonical(each, language, shelf), language)

    path, before = worded(query), next((turn.query for turn in subject.turns if not turn.refused), None)
    known = worded(before) if before is not None and before.document == query.document else ()
    evidence = read.asked.evidence
    return Signs(
        unvoiced=len(_apart(asked, path)) + len(_numbers(asked) - _numbers(path)),
        added=len(set(_apart(path, (*asked, *known)))),
        dearest=max((span.cost for span in asked if span.text.strip()), default=0.0),
        lead=min((each.lead for each in evidence), default=1.0),
        turns=len(subject.turns),
    )


def _apart(some: Sequence[Span], others: Sequence[Span]) -> list[frozenset[str]]:
    """What words of some spans may mean that ask for something, where none of the others may mean any of it."""
    known = frozenset[str]().union(*(span.senses for span in others))
    asking = (span.senses for span in some if span.role is Role.GRAMMAR and span.senses)
    return [senses for senses in asking if senses.isdisjoint(known)]


def _numbers(found: Sequence[Span]) -> frozenset[object]:
    return frozenset(span.literal for span in found if span.literal is not None)
