"""Degrees, orders, places and conditions in a clause: what narrows and sorts the set that they are bound to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.model import (
    Ask,
    Level,
    Relation,
)
from knowledge.question import denials
from knowledge.question.literals import Counted, Number, Percent, Place, Yen
from knowledge.question.spans import Role, Span

RELATIONS = {
    "over": Relation.OVER,
    "at_least": Relation.AT_LEAST,
    "under": Relation.UNDER,
    "at_most": Relation.AT_MOST,
}
"""How the senses of 超, 以上, 未満 and 以下 bound."""
_OPPOSITE = {
    Relation.OVER: Relation.AT_MOST,
    Relation.AT_LEAST: Relation.UNDER,
    Relation.UNDER: Relation.AT_LEAST,
    Relation.AT_MOST: Relation.UNDER,
}
"""What is said by a verb that denies them: 1千万円に届かない, 超えない; 100万いかない stays under it."""
_BEHIND = ("or ", "and ")
"""English wordings that stand behind the amount: or more, and over."""


ROUGHLY = 20
"""About an amount is within a twentieth of it: 2,025千円 is called 200万円, 2,264千円 is not."""


@dataclass(slots=True)
class Modifiers:
    """What has been read and not yet bound to a set."""

    superlative: bool = False
    downwards: bool | None = None
    """Whether the small end is meant; None: no degree was named."""
    both_ends: bool = False
    """最大と最小の."""
    end: bool = False
    """上位, top: the first so many."""
    orders: bool = False
    ascending: bool = False
    place: int | None = None
    from_end: bool = False
    """Whether the place counts from the end: 最後の課題."""
    counted: int | None = None
    bounded: Relation | None = None
    """How a number bounds: 取組が3つ以上ある課題."""
    last: int | None = None
    """The last place of a range: 3位から5位まで."""
    literals: list[Yen | Percent] = field(default_factory=list)
    relations: list[Relation | None] = field(default_factory=list)
    """For each literal, how it bounds; None: exactly."""
    range: bool = False
    either: bool = False
    """Whether one of two conditions is enough: 1,000万円以上または50万円未満."""
    roughly: bool = False
    """約200万円, 200万円くらい: within a twentieth of it."""
    classed: bool = False
    """100万円台: from the amount up to the next of its size."""
    printed: bool | None = None
    """Whether the money is to be printed, or not to be: 金額の載っていない取組."""
    rose: bool = False
    fell: bool = False
    first: int = field(default=10**6, compare=False)
    """The first span that was read."""
    of_whole: bool = False
    """Whether a share is said to be one of the whole: 全体の3割."""
    of_level: Level | None = None
    """取組が一番多い経営課題: the level whose entries are counted."""
    middle: Ask | None = None
    """取組の平均が一番高い経営課題: what is made of the money of that level's entries, which are not counted then."""

    @property
    def sorts(self) -> bool:
        """Whether an order is asked for."""
        return self.superlative or self.end or self.orders or self.ascending

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read."""
        return self == Modifiers()

    @property
    def only_counts(self) -> bool:
        """Whether no more was read than which level is counted: 課題ごとの取組の数."""
        return self == Modifiers(of_level=self.of_level)

    @property
    def bounds(self) -> bool:
        """Whether a condition was read."""
        return (
            any(each is not None for each in self.relations)
            or self.range
            or self.classed
            or self.roughly
            or self.printed is not None
        )


def read(span: Span, spans: Sequence[Span], at: int, into: Modifiers) -> bool:
    """Takes one span into the modifiers; whether it was one."""
    literal = span.literal
    if isinstance(literal, (Yen, Percent)):
        into.literals.append(literal)
        into.relations.append(_relation(spans, at) or (literal.least if isinstance(literal, Percent) else None))
        into.of_whole = into.of_whole or any("whole" in span.senses for span in spans)
        into.classed = into.classed or _is_class(spans, at)
        into.roughly = into.roughly or _is_rough(spans, at)
        return True
    if isinstance(literal, Place) and span.text == "first" and into.superlative and not _names_level(spans, at):
        into.orders, into.superlative = True, False  # largest budget first
        return True
    if isinstance(literal, Place):
        behind = spans[at + 1].text if at + 1 < len(spans) else ""
        if into.place is None and behind == "まで" and (into.superlative or literal.ranks):
            into.end, into.counted = True, literal.number  # 上から3番目まで
        elif into.place is not None and at and spans[at - 1].text in ("から", "~", "〜", "-", "to"):
            into.last = literal.number
        else:
            into.place = literal.number
        into.orders = into.orders or _ranks(literal, spans, at)
        return True
    if isinstance(literal, Counted):
        into.counted = literal.number
        into.bounded = _relation(spans, at)
        return True
    if isinstance(literal, Number) and (into.end or into.orders or _ends_before(spans, at)):
        into.counted = literal.number
        return True
    if (printed := denials.printed(spans, at)) is not None:
        into.printed = printed
        return True
    return span.role is Role.GRAMMAR and _grammar(span.senses, spans, at, into)


def _grammar(senses: frozenset[str], spans: Sequence[Span], at: int, into: Modifiers) -> bool:
    ordinal = any(isinstance(each.literal, (Counted, Number)) for each in spans[at + 1 : at + 3])
    if senses & {"top", "bottom"} and ordinal:
        into.end, into.downwards = True, "bottom" in senses or bool(into.downwards)  # 安い方からベスト3
    elif "most" in senses or "least" in senses:
        ends = into.superlative and into.downwards is not None and into.downwards != ("least" in senses)
        if ends and at > 1 and any(span.text in ("to", "から", "まで") for span in spans[at - 2 : at]):
            into.orders, into.superlative = True, False  # from the largest to the smallest
            return True
        into.both_ends = ends
        into.superlative, into.downwards = True, "least" in senses
    elif "superlative" in senses:
        into.superlative = True
    elif senses & {"more", "less"}:
        into.downwards = "less" in senses
    elif "ascending" in senses:
        into.ascending = into.orders = True
    elif "order" in senses:
        into.orders = True
    elif "rose" in senses or "fell" in senses:
        into.rose, into.fell = into.rose or "rose" in senses, into.fell or "fell" in senses
    elif senses & {"top", "bottom"} and not senses & {"above", "below"}:
        into.superlative, into.downwards = True, "bottom" in senses
    elif "first" in senses and into.place is None and _names_level(spans, at):
        into.place = 1
    elif "last" in senses:
        if into.place is None and _names_level(spans, at):
            into.place, into.from_end = 1, True
    else:
        return False
    return True


def _ranks(place: Place, spans: Sequence[Span], at: int) -> bool:
    """予算が2位の取組, 2番目にお金がかかっている: a place by size, though nothing says by which end."""
    money = any("money" in span.senses for span in spans)
    if _is_of_money(spans, at):
        return True
    says = any(isinstance(span.literal, Place) and span is not spans[at] for span in spans)
    behind = spans[at + 1].text if at + 1 < len(spans) else ""
    return money and not says and (place.ranks or (behind == "に" and not any("exists" in s.senses for s in spans)))


def _is_of_money(spans: Sequence[Span], at: int) -> bool:
    """予算が2番目の取組と3番目の取組: whether the money is said to be at a place, or at one beside it."""
    before = at - 1
    while before > 0 and (spans[before].text in _BESIDE or spans[before].literal or _is_level(spans[before])):
        before -= 1
    return before > 0 and spans[before].text == "が" and "money" in spans[before - 1].senses


_BESIDE = frozenset("の と や 、 ・".split())


def _is_level(span: Span) -> bool:
    return any(sense.startswith("level.") for sense in span.senses)


def _names_level(spans: Sequence[Span], at: int) -> bool:
    """Whether a level stands behind, with the particle の at most: 最初の課題, the first issue."""
    behind = [span for span in spans[at + 1 : at + 5] if span.text.strip() and span.text not in ("の", "方", "ほう")]
    return bool(behind) and _is_level(behind[0])


def _ends_before(spans: Sequence[Span], at: int) -> bool:
    return at > 0 and bool(spans[at - 1].senses & {"top", "bottom"})


def _relation(spans: Sequence[Span], at: int) -> Relation | None:
    """How a literal bounds: by the word behind it in Japanese, before or behind it in English."""
    behind = _next(spans, at, 1)
    ahead = _next(spans, at, -1)
    for span in (behind, ahead):
        if span is None:
            continue
        english = span.text.isascii()
        for sense, relation in RELATIONS.items():
            if sense in span.senses and english == (span is ahead or span.text.startswith(_BEHIND)):
                denied = not english and is_verb(span) and denials.denied(spans, spans.index(span))
                return _OPPOSITE[relation] if denied else relation
    if behind is not None and behind.senses & {"more", "less"} and _than_between(spans, at):
        return Relation.OVER if "more" in behind.senses else Relation.UNDER
    if _than_between(spans, at):
        degree = next((s.senses & {"more", "less"} for s in spans[at + 1 :] if s.senses & {"more", "less"}), None)
        if degree:
            return Relation.OVER if "more" in degree else Relation.UNDER
    return None


def is_verb(span: Span) -> bool:
    """Whether a word is a verb: 届く, and not 以上."""
    return span.part is not None and span.part.word_class == "動詞"


def _is_class(spans: Sequence[Span], at: int) -> bool:
    """Whether 台, 規模, 前後 stand directly behind an amount."""
    return at + 1 < len(spans) and spans[at + 1].text in ("台", "規模")


def _is_rough(spans: Sequence[Span], at: int) -> bool:
    """Whether 約, くらい, around stand beside an amount."""
    beside = (*spans[max(0, at - 2) : at], *spans[at + 1 : at + 2])
    return any("about_as" in span.senses for span in beside) and not _is_class(spans, at)


def _next(spans: Sequence[Span], at: int, step: int) -> Span | None:
    """The next word of the lexicon, with nothing but particles between."""
    at += step
    while 0 <= at < len(spans):
        span = spans[at]
        if span.role is Role.GRAMMAR and not span.senses <= {"money", "light", "is"}:
            return span
        if span.role is not Role.FUNCTION and span.role is not Role.GRAMMAR:
            return None
        at += step
    return None


def _than_between(spans: Sequence[Span], at: int) -> bool:
    return at + 1 < len(spans) and spans[at + 1].text in ("より", "よりも")
