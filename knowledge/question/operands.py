"""A clause → its operands: the sets that it names, each with how it is joined and what role its particle gives it.

Roles, particles and order mean the same everywhere: X の, X のうち and "of X" scope what follows; X より and "than X"
is what something is held against; X 以外 is taken away; X と Y and "X and Y" stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from knowledge.model import And, CodeRange, Level, Linked, Office, OfLevel, Relation, Set, Topic, Whole
from knowledge.question.denials import denied
from knowledge.question.draft import THAT, THOSE
from knowledge.question.idle import is_noun
from knowledge.question.lexicon import LEVELS
from knowledge.question.literals import Code, Counted, Number
from knowledge.question.modifiers import RELATIONS
from knowledge.question.spans import Role, Span


class Part(Enum):
    """The role of an operand in its clause."""

    PLAIN = auto()
    SCOPE = auto()
    """の, のうち, of: what follows is within it."""
    THAN = auto()
    EXCEPT = auto()
    WHOLE_OF = auto()
    """に占める: what a share is of."""


class Names(Protocol):
    """What a document has by its own names."""

    def coded(self, code: str, level: Level | None) -> tuple[str, ...]:
        """Ids of the entries that a code means, at a level if one is named; none where it prints none."""

    @property
    def deepest(self) -> Level:
        """The level whose entries carry the money."""

    def level_of(self, key: str) -> Level:
        """The level of an entry."""

    def office(self, name: str) -> tuple[str, ...]:
        """The printed spellings of an office; none where it has none."""


@dataclass(slots=True)
class Operand:
    """A set that the clause names."""

    set: Set
    first: int
    """Its first span."""
    last: int
    """Behind its last span."""
    level: tuple[Level, ...] = ()
    """For a level word, which."""
    part: Part = Part.PLAIN
    joined: bool = False
    """Whether it stands side by side with the operand before it."""
    asked: bool = False
    """Whether a word such as どの or which stands before it."""
    is_context: bool = False
    """Whether it is a word of who asks, where and for what, taken as the topic for want of another."""
    is_verbal: bool = False
    """Whether there are only verbs and adjectives in it."""
    every: bool = False
    """Whether each, 各 or ごと marks it."""
    relation: Relation | None = None
    """For what something is held against: how, where a word behind it says so: 5-1-1の予算額未満の."""
    is_mean: bool = False
    """Whether the mean of the set is meant: 平均以上の取組."""
    behind: bool = False
    """English: whether a preposition says that it scopes what stands before it."""
    code: tuple[str, Level | None] | None = None
    """For a code that the document does not print."""

    @property
    def is_level(self) -> bool:
        """Whether it is all entries of a level."""
        return bool(self.level)

    @property
    def is_topic(self) -> bool:
        """Whether it is words still to be linked."""
        return isinstance(self.set, Topic)


@dataclass(slots=True)
class Named:
    """The operands of a clause, and which of its spans they use."""

    operands: list[Operand] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


JOINS = frozenset("と や 、 , ・ か または もしくは 及び および ならびに 並びに and or & vs 対 / plus ＋ +".split())
_BETWEEN = frozenset("の the it で は both ほう 方 分 やつ 「 」 『 』".split())
"""What may stand beside a joining word: 防災のほうと防犯."""
_THAN = frozenset("より よりも than".split())
_OF = frozenset("of for in under within among on to from about".split())


def operands(spans: Sequence[Span], names: Names) -> Named:
    """Everything in a clause that names a set, from left to right."""
    found = Named()
    at = 0
    while at < len(spans):
        operand, end = _operand(spans, at, names, found)
        if operand is None:
            at = end
            continue
        if _is_explained(spans, operand, found.operands, names):
            operand.first = found.operands.pop().first
        if operand.is_mean and found.operands and found.operands[-1].is_level:
            scope = found.operands.pop()
            operand.set, operand.first = scope.set, scope.first
        found.operands.append(operand)
        found.used.update(range(operand.first, operand.last))
        at = end
    if all(each.set in (THAT, THOSE) for each in found.operands) and not _asks_of_it(spans, found):
        found.operands.extend(_of_light_words(spans))
        found.used.update(at for each in found.operands for at in range(each.first, each.last))
    for operand, before in zip(found.operands, (None, *found.operands), strict=False):
        _relate(operand, before, spans)
        if before is not None and operand.part is Part.EXCEPT and operand.joined and not operand.is_level:
            if before.is_level:
                operand.joined = False  # 課題3の取組、見守り以外
            else:
                before.part = Part.EXCEPT  # 経営課題1と2以外
    return found


_OF_IT = frozenset({"is", "light", "context", "that", "those", "both", "how", "what", "follow", "within"})


def _asks_of_it(spans: Sequence[Span], found: Named) -> bool:
    """Whether something is asked of what was shown: それの予算; not これ議会ではどない言われてた."""
    return bool(found.operands) and any(span.literal or span.senses - _OF_IT for span in spans)


def _of_light_words(spans: Sequence[Span]) -> Iterator[Operand]:
    """Nouns that usually carry nothing, where the clause has no other: 会議の予算 is not the budget of everything."""
    for at, span in enumerate(spans):
        is_noun = span.part is not None and span.part.word_class in ("名詞", "接尾辞") and len(span.text) > 1
        if span.senses == {"context"} and (is_noun or span.text.isascii()):
            yield Operand(Topic(span.says, at, at + 1), at, at + 1, is_context=True)


def _operand(spans: Sequence[Span], at: int, names: Names, found: Named) -> tuple[Operand | None, int]:
    span = spans[at]
    levels = _levels(span)
    literal = span.literal
    if isinstance(literal, Code):
        return _coded(literal.code, None, at, at + 1, names), at + 1
    if levels:
        number = _number_after(spans, at)
        if number is not None:
            code, end = number
            return _coded(code, levels[0] if len(levels) == 1 else None, at, end, names), end
        before = found.operands[-1] if found.operands else None
        if before is not None and before.level == levels and spans[at - 1].text in ("(", "（"):
            return None, at + 1  # all actions (具体的取組)
        return Operand(OfLevel(levels), at, at + 1, levels), at + 1
    if isinstance(literal, Number) and (before := found.operands[-1] if found.operands else None) is not None:
        level = _coded_level(before, names)
        joined = _between(spans, before.last, at)
        if level is not None and joined and all(each in JOINS | {"から", "~", "-", "to"} for each in joined):
            return _coded(str(literal.number), level, at, at + 1, names), at + 1
    if span.is_content:
        end = _topic_end(spans, at)
        if found.operands and _coded_level(found.operands[-1], names) is not None and spans[at - 1].text in ("(", "（"):
            return None, end  # issue 4 (children): a code needs no words
        if (
            _says_nothing(spans[at:end]) or _tells_of_the_page(spans, at, end) or _is_predicate(spans, at, end)
        ) and _elsewhere(spans, at, end):
            return None, end
        if _tells_when(spans, at, end):
            return None, end
        office = names.office("".join(each.text for each in spans[at:end]))
        words = topic_words(spans[at:end])
        if end < len(spans) and isinstance(spans[end].literal, Code) and spans[end].start == spans[end - 1].end:
            return None, end  # 戦力4-2: whatever stands at a code is its level
        if office:
            return Operand(Office(words, office), at, end), end
        verbal = all(not is_noun(each) for each in spans[at:end] if each.is_content)
        return Operand(Topic(words, at, end), at, end, is_verbal=verbal), end
    if "whole" in span.senses:
        return Operand(Whole(), at, at + 1), at + 1
    if "mean" in span.senses and _means_a_bound(spans, at):
        return Operand(OfLevel((names.deepest,)), at, at + 1, is_mean=True), at + 1
    hesitates = span.text in ("あの", "その") and at + 1 < len(spans) and spans[at + 1].text == "、"
    if span.senses & {"that", "those", "both"} and not (hesitates or _is_that_of(spans, at)):
        return _pointed(spans, at)
    return None, at + 1


def _is_explained(spans: Sequence[Span], code: Operand, before: Sequence[Operand], names: Names) -> bool:
    """地域課題の支援(1-2-2): words with their code in brackets behind them name that entry."""
    if not before or not before[-1].is_topic or _coded_level(code, names) is None:
        return False
    return _between(spans, before[-1].last, code.first) in (["("], ["（"])


def _means_a_bound(spans: Sequence[Span], at: int) -> bool:
    """平均以上, 平均より多い, 平均を上回る: the mean as what something is held against."""
    for span in spans[at + 1 : at + 4]:
        if span.text in _THAN or any(sense in RELATIONS for sense in span.senses):
            return True
        if span.role is not Role.FUNCTION:
            return False
    return False


def _pointed(spans: Sequence[Span], at: int) -> tuple[Operand | None, int]:
    """その, それら, both: what was shown, with the word behind that says what it is: この取組, その2つ."""
    end, several = at + 1, bool(spans[at].senses & {"those", "both"})
    if end < len(spans) and any(sense.startswith("page.") for sense in spans[end].senses):
        return Operand(Whole(), at, end + 1), end + 1
    while end < len(spans):
        span = spans[end]
        if isinstance(span.literal, Counted) or span.senses & {"both", "those"}:
            several = True
        elif _levels(span) and _number_after(spans, end) is None:
            end += 1
            break
        elif span.senses & {"sum", "money"} and _is_divided(spans, end):
            several = True  # その合計のうち
        elif not (span.senses & {"light", "within"} or span.text in ("の", " ", "of", "the", "所", "で")):
            break
        end += 1
    while end > at + 1 and spans[end - 1].role is Role.FUNCTION:
        end -= 1
    several = several or any("within" in span.senses for span in spans[at:end])
    pointed = THOSE if several else THAT
    if "both" in spans[at].senses and any(_number_after(spans, place) for place in range(end, len(spans))):
        return None, at + 1  # the two actions under issue 5
    covered = next((_levels(span) for span in spans[at:end] if _levels(span)), ())
    if len(covered) == 1:
        return Operand(And((pointed, OfLevel(covered))), at, end), end
    return Operand(pointed, at, end), end


def _is_divided(spans: Sequence[Span], at: int) -> bool:
    """Whether のうち or の中で stands behind a sum."""
    behind = [span for span in spans[at + 1 : at + 4] if span.text != "の"]
    return bool(behind) and "within" in behind[0].senses


def _is_that_of(spans: Sequence[Span], at: int) -> bool:
    """Than that of 3-1-2: it stands for the money that was just named."""
    return spans[at].text in ("that", "those", "of those", "of these") and _between(spans, at + 1, at + 3)[:1] == ["of"]


def _says_nothing(topic: Sequence[Span]) -> bool:
    """Whether there are only verbs and adjectives that the document does not have: あたる, ひっくるめて."""
    return all(
        span.role is Role.UNKNOWN
        and span.part is not None
        and span.part.word_class in ("動詞", "形容詞", "副詞", "形状詞")
        for span in topic
        if span.is_content
    )


def _tells_of_the_page(spans: Sequence[Span], at: int, end: int) -> bool:
    """Whether only verbs stand beside a fact of the page: このページを作った部署."""
    of_page = any(sense.startswith("page.") for span in spans for sense in span.senses)
    return of_page and not any(is_noun(span) for span in spans[at:end] if span.is_content)


def _tells_when(spans: Sequence[Span], at: int, end: int) -> bool:
    """プランっていつ作られたもの: a verb that the document has, beside a noun whose year is asked for."""
    told = [span for span in spans[at:end] if span.is_content]
    asks = any("fact.since" in span.senses for span in spans)
    known = all(not is_noun(span) and span.role is Role.TOPIC for span in told)
    rest = (*spans[:at], *spans[end:])
    return asks and known and any(span.is_content and is_noun(span) for span in rest)


def _is_predicate(spans: Sequence[Span], at: int, end: int) -> bool:
    """Whether a noun of action that the document does not have ends the clause as its verb: ご算出ください."""
    span = spans[at]
    action = span.part is not None and span.part.detail == "サ変可能" and span.role is Role.UNKNOWN
    tail = [other for other in spans[end:] if other.role is not Role.FUNCTION]
    return action and end == at + 1 and at > 0 and all(other.senses & {"is", "tell", "talk.thanks"} for other in tail)


def _elsewhere(spans: Sequence[Span], first: int, last: int) -> bool:
    """Whether the rest of the clause says of what something is asked."""
    rest = (*spans[:first], *spans[last:])
    whole = {"whole", "sum", "list", "that", "those", "both"}
    if any(sense.startswith(("fact.", "page.")) for span in rest for sense in span.senses):
        return True
    return any(span.is_content or span.literal is not None or _levels(span) or span.senses & whole for span in rest)


def _levels(span: Span) -> tuple[Level, ...]:
    return tuple(level for sense in sorted(span.senses) for level in LEVELS.get(sense, ()))


def _coded_level(operand: Operand, names: Names) -> Level | None:
    if operand.code is not None:
        return operand.code[1]
    if isinstance(operand.set, Linked) and not operand.set.words:
        return names.level_of(operand.set.entries[0])
    return None


def _number_after(spans: Sequence[Span], at: int) -> tuple[str, int] | None:
    """The code or number that directly follows a level word: 経営課題2, 戦略2-1, issue no. 2."""
    for end in range(at + 1, min(at + 4, len(spans))):
        literal = spans[end].literal
        if isinstance(literal, Code):
            return literal.code, end + 1
        if isinstance(literal, Number):
            return str(literal.number), end + 1
        if not (spans[end].text.strip() in ("", "no", ".", "#", "の", "第") or "number" in spans[end].senses):
            return None
        if spans[end].text == "の" and not (end + 1 < len(spans) and isinstance(spans[end + 1].literal, Code)):
            return None
    return None


def _coded(code: str, level: Level | None, first: int, last: int, names: Names) -> Operand:
    entries = names.coded(code, level)
    if not entries:
        return Operand(Linked(()), first, last, code=(code, level))
    return Operand(Linked(entries), first, last)


def _topic_end(spans: Sequence[Span], at: int) -> int:
    """Where words that belong together end: before a joining particle, a level or a word that asks."""
    end = at + 1
    ahead = end
    while ahead < len(spans):
        span = spans[ahead]
        if span.is_content:
            end = ahead + 1
        elif not _goes_on(spans, ahead):
            break
        ahead += 1
    return end


def _goes_on(spans: Sequence[Span], at: int) -> bool:
    """Whether a topic may go on behind a span that says nothing."""
    span = spans[at]
    if span.senses & {"light", "is", "saying", "context"}:
        return span.part is None or span.part.word_class != "動詞" or span.part.word_kind == "非自立可能"
    if span.role is not Role.FUNCTION:
        return False
    surface = span.text
    if surface == "と" and _next_text(spans, at) in _NO_JOIN:
        return True
    return span.part is None or surface not in _ENDS_TOPIC


_ENDS_TOPIC = frozenset("と や か 、 , は より よりも and or than vs".split())
_NO_JOIN = frozenset({"の", "は", "も", "し", "いう", "言う", "いっ"})
"""Behind と: との, とは, として and という join nothing."""


def _next_text(spans: Sequence[Span], at: int) -> str:
    return spans[at + 1].text if at + 1 < len(spans) else ""


def topic_words(spans: Sequence[Span]) -> str:
    """The words of a topic as one text, in the document's spelling; what says nothing between them stays."""
    pieces: list[str] = []
    for at, span in enumerate(spans):
        gap = at and span.start > spans[at - 1].end
        says = " " if span.senses == {"context"} else span.says
        pieces.append((" " if gap else "") + says)
    return "".join(pieces).strip()


def _between(spans: Sequence[Span], first: int, last: int) -> list[str]:
    return [span.text.strip() for span in spans[first:last] if span.text.strip()]


def _relate(operand: Operand, before: Operand | None, spans: Sequence[Span]) -> None:
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
        between = _between(spans, before.last, operand.first)
        listed = operand.is_level and not before.is_level  # 経営課題2と3、取組の予算: a level of what stands before it
        operand.joined = (
            bool(between)
            and not (listed and set(between) <= {"、", ","})
            and between[0] not in ("で", "では")  # 経営課題3の取組で、見守り支援以外
            and all(each in JOINS or each in _BETWEEN for each in between)
            and any(each in JOINS for each in between)
        )


def _held_against(spans: Sequence[Span], operand: Operand) -> Relation | None:
    """How something is bounded by the money of an operand, with no amount between: 5-1-1の予算額未満の, を上回る."""
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
    for span in spans[at:]:
        if span.text in _THAN:
            return True
        if span.text != "の" and not span.senses & {"light", "money"}:
            return False
    return False


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
        if span.role is not Role.FUNCTION and not _is_that_of(spans, place):
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
        return denied(spans, at) and any(_levels(span) for span in spans[at:])  # 「支援」が入らない取組
    return any("except" in s.senses and s.text.isascii() for s in _grammar_before(spans, operand.first))


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


def _is_range(before: Operand, operand: Operand, spans: Sequence[Span]) -> bool:
    if not (isinstance(before.set, Linked) and isinstance(operand.set, Linked)):
        return False
    if not (before.set.entries and operand.set.entries) or before.set.words or operand.set.words:
        return False
    between = _between(spans, before.last, operand.first)
    return bool(between) and between[0] in ("から", "~", "〜", "-", "to", "through")


def _range(first: Set, last: Set) -> Set:
    assert isinstance(first, Linked)
    assert isinstance(last, Linked)
    return CodeRange(*(each.entries[0].partition("/")[2] for each in (first, last)))
