"""空き家関係, ごみ系, お年寄り向け: what stands behind a noun and says that whatever is about it is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.question.lexicon import lexicon
from knowledge.question.spans import Role, Span

CONCERNING = "concerning"
_HEARD = frozenset({"light", CONCERNING})


def is_concerning(span: Span) -> bool:
    """Whether a span is such a word, wherever it stands."""
    if span.literal is not None or span.is_title or span.part is None or span.part.surface != span.text:
        return False
    senses = lexicon().japanese
    return any(CONCERNING in senses.get((form,), ()) for form in (span.part.normal, span.text))


def heard(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, each such word that ends a noun as one that says no more; 本関係: what stands before it is a noun."""
    for at, span in enumerate(spans):
        if _ends_noun(spans, at):
            yield replace(span, role=Role.GRAMMAR, senses=_HEARD)
        elif _is_prefix(span) and _ends_noun(spans, at + 1):
            yield replace(span, role=Role.UNKNOWN)
        elif "context" in span.senses and _ends_noun(spans, at + 1):
            yield replace(span, role=Role.TOPIC, senses=frozenset())  # 窓口まわり is about counters, and not at one
        else:
            yield span


def _ends_noun(spans: Sequence[Span], at: int) -> bool:
    if not 0 < at < len(spans) or not is_concerning(spans[at]):
        return False
    before, behind = spans[at - 1], spans[at + 1] if at + 1 < len(spans) else None
    names = before.is_content or before.is_title or _is_prefix(before) or "context" in before.senses
    goes_on = behind is not None and behind.is_content and behind.start == spans[at].end
    return names and before.end == spans[at].start and not goes_on


def _is_prefix(span: Span) -> bool:
    return span.role is Role.FUNCTION and span.part is not None and span.part.word_class == "接頭辞"
