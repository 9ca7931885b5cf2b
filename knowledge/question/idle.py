"""Words of the lexicon that a clause only tells and does not ask: 減らすための啓発, ホームページの広告."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.question.literals import Code, Year
from knowledge.question.spans import Role, Span

_CHANGES = frozenset({"rose", "fell", "new", "gone", "change"})
_ENGLISH_WH = frozenset({"fact.person", "fact.when", "fact.since", "why", "where"})
_TAKING_PART = frozenset({"fact.apply", "fact.headcount"})
_MONEY = frozenset({"money", "how_much"})
_ASKS = ("何", "いつ", "誰", "だれ", "どこ", "幾", "どな", "いく", "なん")
"""How words begin that ask by themselves, wherever they stand."""
_MARKS = frozenset({"は", "って", "、", ",", "?", "も", "なら", "("})
"""Behind a word, these say that the clause speaks of it."""
_NEAR = 3
"""Spans before a word in which money says that the word is about money: 予算が増えた."""


def asked(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, those that only tell without their senses."""
    heard = (_part_of_name(spans, at) or _spent(spans, at) or span for at, span in enumerate(spans))
    return tuple(_told(span) if span is spans[at] and _is_idle(spans, at) else span for at, span in enumerate(heard))


def _spent(spans: Sequence[Span], at: int) -> Span | None:
    """金を入れてる取組: what a verb that nobody knows does with money is to spend it."""
    span = spans[at]
    is_verb = span.role is Role.UNKNOWN and span.part is not None and span.part.word_class == "動詞"
    if not is_verb or at < 2 or spans[at - 1].text != "を" or "money" not in spans[at - 2].senses:
        return None
    return replace(span, role=Role.GRAMMAR, senses=frozenset({"spend"}))


def _part_of_name(spans: Sequence[Span], at: int) -> Span | None:
    """Online booking, social participation: what stands beside a noun is of the topic, where money or entries are asked
    for and not how to take part."""
    span = spans[at]
    deed = bool(span.senses & _TAKING_PART) or ("share" in span.senses and span.text.endswith("ing"))  # bike sharing
    if not (span.text.isascii() and deed):
        return None
    beside = (spans[where] for where in (at - 2, at + 2) if 0 <= where < len(spans))
    asks = any(sense in _MONEY or sense.startswith("level.") for other in spans for sense in other.senses)
    if not asks or not any(other.is_content for other in beside):
        return None
    return replace(span, role=Role.TOPIC, senses=frozenset())


def _told(span: Span) -> Span:
    """A noun may still be what the clause is about, where it names nothing else: 人口の予算."""
    is_fact = is_noun(span) and any(sense.startswith("fact.") for sense in span.senses)
    return replace(span, senses=frozenset({"context" if is_fact else "light"}))


def _is_idle(spans: Sequence[Span], at: int) -> bool:
    span = spans[at]
    if span.text.isascii() and span.senses & {"rose", "fell"}:
        about = {"money", "change", "which", "what"}
        levels = any(s.startswith("level.") for other in spans for s in other.senses)
        begins = next((other for other in spans if other.role is not Role.FUNCTION), span)
        if "is" in begins.senses and begins.text != "is" and any(isinstance(other.literal, Code) for other in spans):
            return False  # did 2-1-2 grow
        return not levels and not any(other.senses & about or isinstance(other.literal, Year) for other in spans)
    if span.text.isascii():
        return bool(span.senses & _ENGLISH_WH) and any(_tells(other) for other in spans[:at])
    if span.senses & _CHANGES:
        return _is_told_change(spans, at)
    if "fact.actual" in span.senses and _is_spent(spans[at + 1 :]):
        return False  # 実際に使った金額: what was spent, which no budget is
    if "fact.future" in span.senses and _follows_verb(spans, at):
        return True  # いくら使う予定ですか asks for no later year
    if any(sense.startswith(("fact.", "page.")) for sense in span.senses):
        behind = spans[at + 1] if at + 1 < len(spans) else None
        marked = behind is not None and (behind.text in _MARKS or "each" in behind.senses)
        return not (span.text.startswith(_ASKS) or marked) and _names_later(spans, at)
    return False


def _follows_verb(spans: Sequence[Span], at: int) -> bool:
    """Whether a noun stands directly behind a verb, as an auxiliary does: 使う予定, 増える見込み."""
    before = spans[at - 1] if at else None
    return before is not None and before.part is not None and before.part.word_class in ("動詞", "助動詞")


def _tells(span: Span) -> bool:
    return span.role is not Role.FUNCTION and not span.senses & {"is", "light", "context", "follow", "tell"}


def _asks_which_things(spans: Sequence[Span], behind: Span | None) -> bool:
    """Whether a verb says of things which of them are wanted: 始まったものはどれ, 始まったのはどれ."""
    if behind is None or behind.part is None or not any("which" in other.senses for other in spans):
        return False
    return "which" in behind.senses or behind.part.normal in ("物", "奴")


def _is_told_change(spans: Sequence[Span], at: int) -> bool:
    """Whether a change is told of something else than the plan's money or entries: 減らすための啓発, 販路の拡大."""
    span = spans[at]
    behind = next((other for other in spans[at + 1 :] if other.role is not Role.FUNCTION), None)
    has_level = any(sense.startswith("level.") for other in spans for sense in other.senses)
    if at and spans[at - 1].text in ("まで", "へ"):
        return True  # 課題まで上がって
    if span.senses & {"new", "gone"} and _asks_which_things(spans, behind):
        return False  # 新しく始まったものはどれ
    if "年" in span.text or any(other.senses & _MONEY for other in spans[max(0, at - _NEAR) : at]):
        return False  # 前年度比, いくらの減
    if behind is not None and (behind.senses & {"count", "list", "catalogue"} or any(map(_is_level, behind.senses))):
        return False
    if span.part is not None and span.part.word_class == "名詞":
        return not (has_level or any(isinstance(other.literal, Year) for other in spans))
    directly = behind is not None and behind.start == span.end
    return directly or (behind is not None and (behind.is_content or bool(behind.senses & {"light", "context"})))


def _is_level(sense: str) -> bool:
    return sense.startswith("level.")


def _is_spent(behind: Sequence[Span]) -> bool:
    """Whether money is spoken of as spent already: 使った, かかった."""
    return any("spend" in span.senses and after.text in ("た", "だ") for span, after in pairwise(behind))


def _names_later(spans: Sequence[Span], at: int) -> bool:
    """Whether something is named behind a word, so that it only tells more of that: 評価をもらう会議の予算."""
    return any(
        (span.is_content and is_noun(span))
        or any(sense.startswith("level.") or sense == "money" for sense in span.senses)
        or _is_light_noun(span)
        for span in spans[at + 1 :]
    )


def is_noun(span: Span) -> bool:
    """Whether a span is no verb, adjective or adverb."""
    return span.part is None or span.part.word_class not in ("動詞", "形容詞", "副詞", "形状詞")


def _is_light_noun(span: Span) -> bool:
    part = span.part
    is_one = part is not None and part.word_class == "名詞" and part.detail != "副詞可能"
    return bool(span.senses & {"light", "context"}) and is_one and len(span.text) > 1
