"""Whether what a clause says is enough to be asked by, or leaves open of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import Ask, Lack, Offer, OfLevel, Query, Refusal, Whole
from knowledge.question.draft import Draft
from knowledge.question.idle import is_noun
from knowledge.question.spans import Span


def is_open(outcome: Query | Offer | Refusal, draft: Draft) -> bool:
    """Whether something is asked of words that do not say enough: of none, of one alone, of all that a level has."""
    if isinstance(outcome, Refusal):
        return outcome.lack in (Lack.WORD, Lack.TOPIC, Lack.NOTHING_BEFORE)
    if isinstance(outcome, Offer):
        return True
    if outcome.order is not None or outcome.where:
        return False
    if isinstance(outcome.of, OfLevel):
        return draft.wants_one or _asks_its_name(draft.spans)
    named = [span for span in draft.spans if span.is_title or span.literal is not None or is_noun_asked_of(span)]
    return outcome.ask in _OF_ONE and len(named) == 1 and is_noun_asked_of(named[0])


_OF_ONE = frozenset({Ask.RECORD, Ask.LIST, Ask.EXISTS})


def is_noun_asked_of(span: Span) -> bool:
    """Whether a span is a noun that is asked about, and no title."""
    return span.is_content and is_noun(span) and not span.is_title


def asks_which(spans: Sequence[Span]) -> bool:
    """Whether a clause says no more than that it asks for one: どの取組ですか."""
    names = any(span.literal is not None or span.is_title or is_noun_asked_of(span) for span in spans)
    return not names and any("which" in span.senses for span in spans)


def _asks_its_name(spans: Sequence[Span]) -> bool:
    """何の取組, なんという取組: a word that asks, and a level behind it that is asked for."""
    asks = next((at for at, span in enumerate(spans) if "what" in span.senses), len(spans))
    return any(sense.startswith("level.") for span in spans[asks:] for sense in span.senses)


def is_of_the_office(draft: Draft) -> bool:
    """区役所の電話番号は?: who asks and where are no topic where it is the page's own fact that is asked."""
    return (
        draft.only_context and draft.query is not None and draft.query == replace(draft.query, ask=Ask.FACT, of=Whole())
    )
