"""How operands stand to each other and to the clause: scoped, joined, excepted, held against, ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.model import CodeRange, Linked, Relation, Set, Whole
from knowledge.question.denials import denied
from knowledge.question.literals import Counted
from knowledge.question.modifiers import RELATIONS
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import ASIDE, JOINS, Operand, Part, is_that_of, levels_of, texts_between

_BETWEEN = frozenset("の the it で both ほう 方 分 やつ 「 」 『 』".split())
"""What may stand beside a joining word: 防災のほうと防犯."""


THAN = frozenset("より よりも than".split())


_OF = frozenset("of for in under within among on to from about".split())


def relate(operand: Operand, before: Operand | None, spans: Sequence[Span]) -> None:
    """Gives an operand its role and how it is joined, from the words around it."""
    after = list(_after(spans, operand.last))
    ahead = list(_before(spans, operand.first))
    senses_after = _senses_after(spans, operand.last)
    first = after[0] if after else ""
    if _is_excepted(spans, operand):
        operand.part = Part.EXCEPT
    elif (relation := _held_against(spans, operand)) is not None:
        operand.part, operand.relation = Part.THAN, relation
    elif _is_than(spans, operand.last) or (ahead and "than" in ahead[:2]):
        operand.part = Part.THAN
    elif _is_shared(spans, operand.last):
        operand.part = Part.WHOLE_OF
    elif first in ("の", "で", "では", "に", "における") or "within" in senses_after or (ahead and ahead[0] in _OF):
        operand.part = Part.SCOPE
    prepositions = {span.text for span in _grammar_before(spans, operand.first) if span.senses & {"below", "within"}}
    operand.behind = bool((ahead and ahead[0] in _OF) or (prepositions and all(map(str.isascii, prepositions))))
    if operand.behind and operand.part is Part.PLAIN:
        operand.part = Part.SCOPE
    operand.asked = any("which" in s.senses or "what" in s.senses for s in _grammar_before(spans, operand.first))
    operand.every = any("each" in s.senses for s in _grammar_before(spans, operand.first)) or _is_every(
        spans, operand.last
    )
    if before is not None:
        between = _apart_from_money(spans, before.last, operand.first)
        listed = operand.is_level and not before.is_level  # 経営課題2と3、取組の予算: a level of what stands before it
        operand.joined = (
            bool(between)
            and not (listed and set(between) <= {"、", ","})
            and between[0] not in ("で", "では")  # 経営課題3の取組で、見守り支援以外
            and all(each in JOINS or each in _BETWEEN for each in between)
            and any(each in JOINS for each in between)
        )
        if _are_both_topics(between, spans, operand) and before.is_topic and operand.is_topic:
            operand.joined = True  # 防災は、防犯は
        if between == ["に"] and is_added_to(spans, before.last):
            operand.joined, before.part = True, Part.PLAIN


def _apart_from_money(spans: Sequence[Span], first: int, last: int) -> list[str]:
    """What stands between two operands, without the money of the first: 防災の予算と防犯の予算, 防災の予算や防犯."""
    between = [span for span in spans[first:last] if span.text.strip()]
    owns = len(between) > 2 and between[0].text == "の" and between[1].senses & {"money", "sum"}
    behind = [span for span in spans[last:] if span.is_content or span.role is not Role.FUNCTION or span.text == "の"]
    again = any(span.senses & {"money"} for span in behind[1:3])  # 経営課題1の合計、2-1-1を除くと
    joined = owns and between[2].text in (JOINS if again else JOINS - {"、", ","})
    return [span.text.strip() for span in (between[2:] if joined else between)]


def is_added_to(spans: Sequence[Span], at: int) -> bool:
    """Whether に marks what another thing is added to: 防災に防犯を足す."""
    for place in range(at + 1, len(spans) - 1):
        if spans[place].text == "を":
            verb = spans[place + 1]
            is_verb = verb.part is not None and verb.part.word_class == "動詞"
            return bool(verb.senses & {"sum", "include"}) and is_verb
    return False


def _are_both_topics(between: Sequence[str], spans: Sequence[Span], operand: Operand) -> bool:
    """Whether は marks an operand and the one before it."""
    behind = spans[operand.last].text if operand.last < len(spans) else ""
    return between[:1] == ["は"] and set(between) <= {"は", "、", ","} and behind == "は"


def _held_against(spans: Sequence[Span], operand: Operand) -> Relation | None:
    """How something is bounded by the money of an operand, with no amount between: 5-1-1の予算額未満の, を上回る."""
    ahead = next(iter(_grammar_before(spans, operand.first)), None)
    tells = operand.is_mean or (ahead is not None and ahead.text.endswith("than"))
    if ahead is not None and ahead.text.isascii() and tells:  # larger than disaster prevention
        return next((relation for sense, relation in RELATIONS.items() if sense in ahead.senses), None)
    summed = any("sum" in span.senses for span in spans[operand.last : operand.last + 4])
    if operand.is_level and operand.set != Whole() and not summed:
        return None
    for span in spans[operand.last : operand.last + 7]:
        if span.role is Role.FUNCTION and span.text in ("の", "を", "に", "額", "た", "て"):
            continue
        if span.senses & {"money", "sum"} or isinstance(span.literal, Counted):
            continue
        if span.text.isascii():
            return None
        return next((relation for sense, relation in RELATIONS.items() if sense in span.senses), None)
    return None


def _is_than(spans: Sequence[Span], at: int) -> bool:
    """Xより, Xのやつより, Xの予算より."""
    for place, span in enumerate(spans[at:], at):
        if span.text in THAN or (span.text == "に" and _divides(spans, place + 1)):
            return True
        if span.text != "の" and not span.senses & {"light", "money"}:
            return False
    return False


def _divides(spans: Sequence[Span], at: int) -> bool:
    """防災に対して防犯は何倍: what something is divided by, where it is asked how many times it is."""
    verb = spans[at].part if at < len(spans) else None
    return verb is not None and verb.normal == "対する" and any("ratio" in span.senses for span in spans[at:])


def _is_shared(spans: Sequence[Span], at: int) -> bool:
    """Xに占める, Xの予算の合計に占める, X全体に対して何%: what a share is of."""
    seen = False
    for span in spans[at:]:
        if "share" in span.senses:
            return seen
        seen = seen or span.text in ("に", "に対して", "に対し")
        says = span.senses & {"money", "sum", "whole"} or (seen and "light" in span.senses)
        if not (says or span.text in ("の", "に", "て", "する", "し")):
            return False
    return False


def _is_every(spans: Sequence[Span], at: int) -> bool:
    return at < len(spans) and "each" in spans[at].senses


def _after(spans: Sequence[Span], at: int) -> Iterator[str]:
    for span in spans[at:]:
        if span.role is not Role.FUNCTION:
            return
        if span.text.strip():
            yield span.text


def _before(spans: Sequence[Span], at: int) -> Iterator[str]:
    for place in range(at - 1, -1, -1):
        span = spans[place]
        if span.role is not Role.FUNCTION and not is_that_of(spans, place):
            return
        if span.text.strip() and span.text not in ("the", "a", "an", "that", "those"):
            yield span.text


def _senses_after(spans: Sequence[Span], at: int) -> frozenset[str]:
    """The senses of the first word of the lexicon behind a place, particles between them."""
    span = _said_after(spans, at)
    return span.senses if span is not None else frozenset()


def _said_after(spans: Sequence[Span], at: int) -> Span | None:
    """The first word behind a place that is no particle and carries anything."""
    for span in spans[at:]:
        if span.role is not Role.FUNCTION and not (span.senses and span.senses <= {"light", "context"}):
            return span
    return None


def _is_excepted(spans: Sequence[Span], operand: Operand) -> bool:
    """Japanese says it behind a word, English before: X以外の取組, initiatives except X."""
    behind = _said_after(spans, operand.last)
    if behind is not None and "except" in behind.senses and not behind.text.isascii():
        return True
    if behind is not None and operand.is_topic and "exists" in behind.senses and not behind.text.isascii():
        at = next(at for at, span in enumerate(spans) if span is behind)
        return denied(spans, at) and any(levels_of(span) for span in spans[at:])  # 「支援」が入らない取組
    first = operand.first
    while operand.is_level and first and (spans[first - 1].senses & _DEGREES or not spans[first - 1].text.strip()):
        first -= 1  # without the most expensive initiative
    return any("except" in s.senses and s.text.isascii() for s in _grammar_before(spans, first))


_DEGREES = frozenset({"most", "least", "superlative", "top", "bottom"})


def _grammar_before(spans: Sequence[Span], at: int) -> Iterator[Span]:
    """The words of the lexicon directly before a place; English articles and prepositions between them."""
    for span in reversed(spans[:at]):
        if span.role is Role.GRAMMAR:
            yield span
            return
        if span.role is not Role.FUNCTION or (
            span.text.strip() and span.text not in ("the", "a", "an", "of", "for", "の")
        ):
            return


def ranges(found: list[Operand], spans: Sequence[Span]) -> list[Operand]:
    """経営課題1から3まで, 2-1 to 2-2: two codes with から … まで between them as one range."""
    result: list[Operand] = []
    for operand in found:
        before = result[-1] if result else None
        if before is not None and _is_range(before, operand, spans):
            ends = before.set, operand.set
            result[-1] = Operand(_range(*ends), before.first, operand.last, part=operand.part)
        else:
            result.append(operand)
    return result


def apposed(found: list[Operand], spans: Sequence[Span]) -> list[Operand]:
    """4-2-1の子育て支援より, 4-2-1の子育て支援との差: a code and the words that say again what it is as one operand."""
    result: list[Operand] = []
    for operand in found:
        before = result[-1] if result else None
        behind = spans[operand.last].text if operand.last < len(spans) else ""
        if (
            before is not None
            and isinstance(before.set, Linked)
            and not (before.set.words or before.is_level)
            and operand.is_topic
            and (operand.part in ASIDE or behind in ("と", "との"))
            and texts_between(spans, before.last, operand.first) == ["の"]
        ):
            result[-1] = replace(operand, set=before.set, first=before.first)
        else:
            result.append(operand)
    return result


def _is_range(before: Operand, operand: Operand, spans: Sequence[Span]) -> bool:
    if not (isinstance(before.set, Linked) and isinstance(operand.set, Linked)):
        return False
    if not (before.set.entries and operand.set.entries) or before.set.words or operand.set.words:
        return False
    between = texts_between(spans, before.last, operand.first)
    return bool(between) and between[0] in ("から", "~", "〜", "-", "to", "through")


def _range(first: Set, last: Set) -> Set:
    assert isinstance(first, Linked)
    assert isinstance(last, Linked)
    return CodeRange(*(each.entries[0].partition("/")[2] for each in (first, last)))
