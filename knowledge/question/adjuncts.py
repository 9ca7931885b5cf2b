"""Words that nobody knows and that tell how, when or for what something is asked: they narrow nothing.

結局いくら, 原文どおりに, 広報紙の特集用に. Which words these are is decided by their part of speech and their case,
never by what they mean; a noun that another one is said to be of, or that something is done to, is never among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.question.spans import Role, Span

_CASES = frozenset({"の", "が", "を", "に", "は", "も", "って", "と", "や", "へ", "から", "まで", "より", "で"})
_ENDS = frozenset({"用", "向け"})
"""For what, and for whom, something is made."""
_IFS = frozenset({"と", "ば", "たら", "なら"})
_EACH = "毎"
"""毎月いくら asks for the money of a month, as 1人いくら does for that of each."""


def without(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a clause, those that only tell how as words that say nothing."""
    aside = frozenset(_aside(spans))
    firm = any(_is_asked(span) for at, span in enumerate(spans) if at not in aside)
    if not aside or not firm:
        return tuple(spans)
    return tuple(
        replace(span, role=Role.FUNCTION, senses=frozenset()) if at in aside else span for at, span in enumerate(spans)
    )


def _is_asked(span: Span) -> bool:
    return span.role in (Role.TOPIC, Role.LITERAL, Role.STORY) or bool(span.senses)


def _aside(spans: Sequence[Span]) -> Iterator[int]:
    closes = _behind_request(spans)
    for at, span in enumerate(spans):
        if span.role is not Role.UNKNOWN:
            continue
        if _is_adverbial(spans, at) or _is_manner(spans, at) or at > closes:
            yield at
        elif _is_purpose(spans, at):
            yield from _phrase(spans, at)


def _detail(span: Span) -> str:
    return span.part.detail if span.part is not None else ""


def _next(spans: Sequence[Span], at: int) -> str:
    return spans[at + 1].text if at + 1 < len(spans) else ""


def _is_adverbial(spans: Sequence[Span], at: int) -> bool:
    """結局, 最近: a noun that may be an adverb, where no particle gives it a case and no noun stands at it."""
    span = spans[at]
    behind = spans[at + 1] if at + 1 < len(spans) else None
    is_one = _detail(span) == "副詞可能" and span.part is not None and span.part.surface == span.text
    tied = behind is not None and (behind.text in _CASES or behind.role is Role.UNKNOWN or _is_verb(behind))
    free = not tied
    return is_one and free and not span.text.startswith(_EACH) and not span.text[0].isnumeric()


def _is_verb(span: Span) -> bool:
    """A verb that a noun stands at may be done to it, and です says it of something: 来週でしたっけ asks for that."""
    return span.part is not None and span.part.word_class in ("動詞", "助動詞")


def _is_manner(spans: Sequence[Span], at: int) -> bool:
    """原文どおりに: what counts by itself and stands behind a noun, before に."""
    behind_noun = at > 0 and spans[at - 1].end == spans[at].start and spans[at - 1].role is not Role.FUNCTION
    return _detail(spans[at]) == "助数詞可能" and behind_noun and _next(spans, at) == "に"


def _is_purpose(spans: Sequence[Span], at: int) -> bool:
    """特集用に, 議員向けに: what the answer is for."""
    text, behind = spans[at].text, _next(spans, at)
    ends = text[-1:] in _ENDS or text[-2:] in _ENDS
    return (ends and behind == "に") or (behind in _ENDS and at + 2 < len(spans) and spans[at + 2].text == "に")


def _phrase(spans: Sequence[Span], last: int) -> Iterator[int]:
    """A noun with those that are said to be its: 市民向けパンフレットの原稿用."""
    at = last
    while at >= 0 and (spans[at].is_content or spans[at].text == "の" or spans[at].senses == {"context"}):
        yield at
        at -= 1


def _behind_request(spans: Sequence[Span]) -> int:
    """Where a clause says what it would be if a request were granted: お示しいただけますと幸いです."""
    for at, span in enumerate(spans[:-1]):
        asks = "tell" in span.senses and not any(_is_firm(other) for other in spans[at + 1 :])
        ties = [other.text for other in spans[at + 1 : at + 3]]
        if asks and not _IFS.isdisjoint(ties):
            return at
    return len(spans)


def _is_firm(span: Span) -> bool:
    return span.role is Role.TOPIC or span.literal is not None or "money" in span.senses
