"""防災は防犯をいくら上回る: a verb that holds one thing against another, read as より and more or less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.question.literals import Percent, Yen
from knowledge.question.modifiers import is_verb
from knowledge.question.spans import Span
from knowledge.question.spelled import levels_of

_WAYS = {"over": "more", "under": "less"}
_ENDINGS = frozenset({"て", "で", "た", "る"})
_EXPLAINING = frozenset({"か", "です", "でしょう", "だ", "?"})
"""Behind の: the sentence asks or explains, and names no entry."""
_REACH = 8
"""Spans between what is surpassed and the verb: 防災を、金額でどのくらい上回って."""


def surpassed(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, を before such a verb as より, where a thing stands before it and no amount or mean."""
    found = list(spans)
    for at, span in enumerate(spans):
        way = next((_WAYS[sense] for sense in span.senses if sense in _WAYS), None)
        marked = [place for place in range(max(0, at - _REACH), at) if spans[place].text == "を"]
        if way is None or not is_verb(span) or not marked or not _are_compared(spans, marked[-1], at):
            continue
        found[marked[-1]] = replace(spans[marked[-1]], text="より")
        found[at] = replace(span, senses=frozenset({way}))
    return tuple(found)


def _are_compared(spans: Sequence[Span], marked: int, verb: int) -> bool:
    """Whether a thing is held against another one, and none is looked for: 防災を上回る取組."""
    held = spans[marked - 1] if marked else None
    if held is None or any(isinstance(each.literal, (Yen, Percent)) for each in (held, *spans[marked:verb])):
        return False
    if "mean" in held.senses or any(map(is_verb, spans[marked:verb])):
        return False
    behind = [span for span in spans[verb + 1 :] if span.text not in _ENDINGS and span.senses != {"is"}]
    nouns = [span for span in behind[:1] if levels_of(span) or span.text in ("の", "もの")]
    return not nouns or (nouns[0].text == "の" and len(behind) > 1 and behind[1].text in _EXPLAINING)
