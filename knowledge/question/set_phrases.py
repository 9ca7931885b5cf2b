"""Words that mean something together: 3 initiatives, 一番最初, もう一つ, 同じように, 予算の下の2つ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.question.cheapest import Cost
from knowledge.question.literals import Counted, Number, Place
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import JOINS, RANGES, levels_of


def together(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans of a clause, those that belong together with what they mean together."""
    return _with_ends(_with_counts(_with_one_more(_with_manners(_with_nouns(spans)))))


def _with_nouns(spans: Sequence[Span]) -> Sequence[Span]:
    """1番目と2番目の取組: what two places side by side are of is said once, and meant of both."""
    found: list[Span] = []
    for at, span in enumerate(spans):
        found.append(span)
        behind = spans[at + 1 : at + 5]
        places = [isinstance(each.literal, Place) for each in (span, *behind[1:2])]
        if len(behind) == 4 and all(places) and behind[0].text in JOINS and behind[2].text == "の":
            found.extend(behind[2:] if levels_of(behind[3]) else ())
    return found


def _with_counts(spans: Sequence[Span]) -> Sequence[Span]:
    """10の取組, all 10 actions: a bare number before a level counts it, unless a level is before the number."""
    found = list(spans)
    for at, span in enumerate(found):
        if "both" in span.senses and _is_superlative(found[at + 1 :]):
            found[at] = replace(span, role=Role.LITERAL, senses=frozenset(), literal=Counted(2))  # the two largest
        if not isinstance(span.literal, Number):
            continue
        ends = (each for each in found[at + 1 :] if each.text.strip() and each.text != "の")
        behind = [each for each in ends if not each.senses & {"most", "least"}][:1]  # the 3 costliest initiatives
        ahead = [each for each in found[:at] if each.text.strip()][-1:]
        told = is_level(ahead) or any(each.literal is not None or each.text in JOINS | RANGES for each in ahead)
        if is_level(behind) and not told:
            found[at] = replace(span, literal=Counted(span.literal.number))
    return found


def _with_one_more(spans: Sequence[Span]) -> Sequence[Span]:
    """もう一つ, もう1件, もう一方: the other one; もう一回 only asks again."""
    found: list[Span] = []
    for span in spans:
        one = (span.literal == Counted(1) and not span.text.endswith("回")) or span.text == "一方"
        if one and found and found[-1].text == "もう":
            more = found.pop()
            text, other = more.text + span.text, frozenset({"other"})
            span = replace(
                span, start=more.start, text=text, role=Role.GRAMMAR, senses=other, literal=None, cost=Cost.GRAMMAR
            )
        found.append(span)
    return found


def _with_ends(spans: Sequence[Span]) -> Sequence[Span]:
    """一番最初: before a place, 一番 only says it more strongly."""
    found = list(spans)
    for at, (span, behind) in enumerate(pairwise(spans)):
        if span.senses == {"superlative"} and behind.senses & {"first", "last"}:
            found[at] = replace(span, senses=frozenset({"light"}))
    return found


def _with_manners(spans: Sequence[Span]) -> Sequence[Span]:
    """同じように, 同様に: as what was asked before, and nothing that stands beside it."""
    found = list(spans)
    for at, (span, behind) in enumerate(pairwise(spans)):
        if behind.text in ("よう", "様") and "beside" in span.senses and not is_level(spans[at + 2 : at + 4]):
            found[at] = replace(span, senses=frozenset({"follow", "likewise"}))
    return found


def _is_superlative(behind: Sequence[Span]) -> bool:
    said = next((span for span in behind if span.text.strip()), None)
    return said is not None and said.text.isascii() and bool(said.senses & {"most", "least", "superlative"})


def is_level(found: Sequence[Span]) -> bool:
    """Whether one of some spans names a level."""
    return any(sense.startswith("level.") for span in found for sense in span.senses)


def with_degrees(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """額が上なのは, 予算の下の2つ: above and below, said of money, are more and less; 全体のどれくらい is a share."""
    found = list(spans)
    for at in range(2, len(found)):
        if "how_much" in found[at].senses and found[at - 1].text == "の" and "whole" in found[at - 2].senses:
            found[at] = replace(found[at], senses=frozenset({"share"}))
        part = found[at].part
        is_verb = part is not None and part.word_class == "動詞"  # 予算が入っている
        way = found[at].senses & {"above", "below"} if not is_verb else frozenset()
        behind = [span for span in found[at + 1 : at + 3] if span.text != "の"]
        of_money = "money" in found[at - 2].senses and found[at - 1].text in ("が", "で", "の")
        if way and of_money and not is_level(behind[:1]):
            found[at] = replace(found[at], senses=frozenset({"less" if "below" in way else "more"}))
    return tuple(found)
