"""Spans of one word that nobody knows, put together again: what is refused is named whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.question.concerning import heard, is_concerning
from knowledge.question.spans import Role, Span


def merged(found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans of unknown characters side by side as one, so that a word is named whole."""
    result: list[Span] = []
    for span in found:
        last = result[-1] if result else None
        if last is not None and last.role is Role.UNKNOWN is span.role and last.end == span.start and not last.meant:
            joined = last.text + span.text
            result[-1] = replace(last, end=span.end, text=joined, cost=last.cost + span.cost, part=span.part)
        elif last is not None and _ends_noun(last, span):
            result[-1] = replace(last, end=span.end, text=last.text + span.text)
        else:
            result.append(span)
    return tuple(heard(tuple(_with_nouns(result))))


def _ends_noun(noun: Span, span: Span) -> bool:
    """帰宅困難者: what ends a noun belongs to one that nobody knows."""
    ends = span.role is Role.FUNCTION and span.part is not None and span.part.word_kind == "名詞的"
    return ends and noun.role is Role.UNKNOWN and noun.end == span.start and not (noun.meant or is_concerning(span))


_BEHIND_NOUNS = frozenset({"の", "は", "が", "って", "を"})
_NO_BEGINNING = frozenset({"助動詞", "接尾辞"})


def _with_nouns(found: Sequence[Span]) -> Iterator[Span]:
    """What ties elsewhere and stands where only a noun can is a noun that nobody knows: たくしーの, 田中の."""
    at = 0
    while at < len(found):
        end = _noun_end(found, at)
        if end > at:
            text = "".join(span.text for span in found[at:end])
            yield replace(found[at], end=found[end - 1].end, text=text, role=Role.UNKNOWN, part=None)
            at = end
        else:
            yield found[at]
            at += 1


def _noun_end(found: Sequence[Span], at: int) -> int:
    """Where such a noun ends that begins here; where it begins if there is none."""
    first = found[at]
    if first.role is not Role.FUNCTION or first.part is None:
        return at
    begins = at == 0 or (found[at - 1].part is not None and found[at - 1].text in ("、", ",", "。", "?"))
    odd = begins and first.part.word_class in (*_NO_BEGINNING, "副詞")
    if not (odd or first.part.detail == "人名"):
        return at
    end = at + 1
    while end < len(found) and found[end].role is Role.FUNCTION and found[end].text not in _BEHIND_NOUNS:
        if not found[end].text.strip() or found[end].text in _MARK_TEXTS:
            return at
        end += 1
    behind = found[end].text if end < len(found) else ""
    if first.part.word_class == "副詞" and not _is_katakana(first.text):
        return end if behind == "の" else at  # とりあえずは is no noun, れろれろの is
    return end if behind in _BEHIND_NOUNS else at


_MARK_TEXTS = frozenset("、,。.?!")


def _is_katakana(said: str) -> bool:
    return all("\u30a1" <= character <= "\u30fc" for character in said)
