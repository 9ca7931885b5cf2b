"""What the sentences of a post tell that ask nothing, and which of its sentences do ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from knowledge.model import Ask, Below, OfLevel, Query
from knowledge.question.compose import Composed
from knowledge.question.draft import SAYS_ASK, Draft
from knowledge.question.idle import is_noun
from knowledge.question.literals import Code, Number
from knowledge.question.modifiers import is_verb
from knowledge.question.mood import quotation
from knowledge.question.spans import Role, Span

Said = TypeVar("Said")
"""A clause as whoever asks keeps it."""


def topic_of(told: Sequence[Span]) -> tuple[Span, ...]:
    """What a sentence that only tells is about: 経費を減らせと言われた asks for no change, its unknown words veto
    nothing, and what somebody wants to do, 表を作りたい, is nothing that a plan has."""
    quoted = quotation(told)
    told = [span for at, span in enumerate(told) if at in quoted or at == quoted.stop] if quoted else told
    kept = (
        span
        for span, after in pairwise((*told, None))
        if span is not None and (after is None or not (after.text in _OF_PEOPLE or (is_verb(span) and _wishes(after))))
    )
    return tuple(
        span
        for span in kept
        if span is not None
        and not span.senses & SAYS_ASK
        and (span.role is not Role.UNKNOWN or _is_object(span, told) or _is_english_object(span, told))
    )


def story(told: Sequence[Span], asked: Sequence[Span], is_known: Callable[[str], bool]) -> tuple[Span, ...]:
    """A clause with all that was told before it as one topic, in the place of its own; nothing where that says nothing.

    Of what is told only the words of the document count: people, feelings and what happened are none of it.
    """
    words = [word for span in told if (word := _word_of(span, is_known))]
    own = [span for span in asked if span.is_content]
    if not words or any(span.role is Role.UNKNOWN and is_noun(span) for span in own):
        return ()
    said = " ".join(dict.fromkeys((*words, *(span.says for span in own))))
    kept = [span for span in asked if not span.is_content and not span.senses & _POINTS]
    at = asked[0].start if asked else 0
    return (Span(at, at, said, Role.STORY, 0.0), *kept)


_POINTS = frozenset({"that", "those"})


def _word_of(span: Span, is_known: Callable[[str], bool]) -> str:
    """The word of the document that a span tells; a noun that asks elsewhere tells here: 電話を録音する."""
    part = span.part
    if span.role is Role.TOPIC:
        return part.normal if part is not None and not is_noun(span) and not span.meant else span.says
    names = part is not None and part.word_class == "名詞" and not span.senses & (SAYS_ASK | {"light"})
    return span.text if names and span.role is Role.GRAMMAR and is_known(span.text) else ""


def announces(told: Sequence[Span]) -> bool:
    """Whether a sentence says what is talked about, 防犯の件です, and not what somebody does: 子どもが通っています."""
    numbered = any(
        isinstance(span.literal, Number) and any(sense.startswith("level.") for sense in before.senses)
        for before, span in pairwise(told)
    )
    if numbered or any(map(_wishes, told)) or any(span.is_title or isinstance(span.literal, Code) for span in told):
        return True
    last = next((span for span in reversed(told) if span.role is not Role.FUNCTION and span.senses != {"is"}), None)
    if last is None or not is_noun(last) or any(sense.startswith("fact.") for sense in last.senses):
        return False
    return not any(span.start >= last.end and is_verb(span) and span.senses != {"is"} for span in told)


def _wishes(span: Span) -> bool:
    return span.part is not None and span.part.normal == "たい"


def _is_object(span: Span, told: Sequence[Span]) -> bool:
    """Whether を marks a noun: what somebody does something to is what is told of."""
    return is_noun(span) and any(other.start == span.end and other.text == "を" for other in told)


def asked_outright(drafted: Sequence[tuple[Said, Composed]]) -> Sequence[tuple[Said, Composed]]:
    """Without the clauses that only name something, where another one asks of what it names itself.

    打合せ資料用。2-2-1の予算は? asks one thing.
    """
    drafted = _within_named(drafted)
    outright = [each for each in drafted if _asks_outright(each[1].draft)]
    return outright if any(_names_more_than_a_level(each[1].draft) for each in outright) else drafted


def _within_named(drafted: Sequence[tuple[Said, Composed]]) -> Sequence[tuple[Said, Composed]]:
    """経営課題4で何をやるの?取組を挙げて: a level alone is that of what was just named, and the same is asked once."""
    found: list[tuple[Said, Composed]] = []
    for said, composed in drafted:
        query = composed.draft.query
        scope = _scope_of(found[-1][1].draft.query) if found else None
        if scope is not None and query is not None and isinstance(query.of, OfLevel) and is_bare(query):
            if composed.draft.asks_whole or query.of.levels != scope.levels:
                found.append((said, composed))
            continue
        found.append((said, composed))
    return found


def _scope_of(query: Query | None) -> Below | None:
    """What below an entry that was named by its code is all that a query asks for."""
    return query.of if query is not None and isinstance(query.of, Below) and is_bare(query) else None


def _names_more_than_a_level(draft: Draft) -> bool:
    """Whether a clause says itself of what it asks; それはどの取組 does not."""
    level = draft.query is not None and isinstance(draft.query.of, OfLevel) and is_bare(draft.query)
    return draft.names_set and not draft.refers and not level


def is_bare(query: Query) -> bool:
    """Whether all of a set is asked for, without an order, a condition or a measure."""
    return query == Query(Ask.LIST, query.of)


def _asks_outright(draft: Draft) -> bool:
    """Whether a clause says what it asks, names an entry outright, or ends open, as 防犯は? does."""
    said = any(span.senses - _SAYS_NO_ASK or span.is_title for span in draft.spans)
    ends = next((span.text for span in reversed(draft.spans) if span.text.strip("。 ")), "")
    return (
        said or any(isinstance(span.literal, Code) for span in draft.spans) or ends in ("は", "って", "?", "か", "も")
    )


def _is_english_object(span: Span, told: Sequence[Span]) -> bool:
    """Whether a word stands behind the verb of its clause, what somebody needs and not who needs it, or directly beside
    one that the plan has: prevention in child abuse prevention."""
    if not span.text.isascii():
        return False
    beside = any(
        other.role is Role.TOPIC for other in told if span.start - other.end == 1 or other.start - span.end == 1
    )
    return beside or any(other.senses & _VERBS for other in told if other.end < span.start)


_VERBS = frozenset({"is", "tell", "spend", "exists"})


_SAYS_NO_ASK = frozenset({"light", "context", "is", "page.itself", "follow", "within", "above", "below"})


_OF_PEOPLE = frozenset({"長", "さん", "様", "氏", "さま"})
"""Behind a noun: somebody who is told of."""
