"""Whether a figure is asked of the whole plan: 予算総額は?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from knowledge.question.draft import Draft
from knowledge.question.idle import is_noun
from knowledge.question.literals import Counted, Number, Percent, Place, Yen
from knowledge.question.spans import Role, Span

_OF_THE_WHOLE = frozenset({
    "money", "how_much", "sum", "whole", "tell", "is", "light", "list", "catalogue", "what", "which", "how",
    "page.itself", "follow", "spend", "about", "talk.greeting", "talk.thanks", "share", "change", "rose",
    "fell", "order", "compare", "that", "those", "exists", "back",
})  # fmt: skip
"""Senses with which a figure is asked of the whole plan."""


def asks_for_all(draft: Draft, is_own: Callable[[str], bool]) -> bool:
    """Whether every word of a clause is one with which the whole is asked for: nothing else was left unread."""
    for span, after in pairwise((*draft.spans, None)):
        assert span is not None
        if _is_adverb(span) and after is not None and after.text in ("ん", "の", "は", "が", "だ"):
            return False  # れろれろの, ぴよぴよんは
        if span.is_content and not is_noun(span) and _adds(draft) and not _is_named(span, draft.spans):
            continue
        if span.is_content or isinstance(span.literal, (Counted, Number, Percent, Place, Yen)):
            return False
        if is_own(span.text) or (span is draft.spans[0] and span.text == "うち"):
            continue  # うちの区の予算総額
        if span.role is Role.GRAMMAR and not any(s in _OF_THE_WHOLE or s.startswith("kind.") for s in span.senses):
            return False
    said = {sense for span in draft.spans for sense in span.senses}
    return bool(said & _WHOLE_MONEY) or any(sense.startswith("kind.") for sense in said)


_WHOLE_MONEY = frozenset({"money", "sum", "whole", "page.itself", "change", "rose", "fell"})
"""One of these must stand there: いくらですか alone asks of nothing."""


def _is_adverb(span: Span) -> bool:
    return span.role is Role.FUNCTION and span.part is not None and span.part.word_class == "副詞"


def _is_named(span: Span, spans: Sequence[Span]) -> bool:
    """Whether の directly behind a verb takes it for a noun: ほてるの予算."""
    return any(other.start == span.end and other.text == "の" for other in spans)


def _adds(draft: Draft) -> bool:
    """Whether a sum, the whole or a unit is asked for by name: 全体の合計を億円で表すと?"""
    return draft.asks_whole or draft.unit is not None or any("sum" in span.senses for span in draft.spans)
