"""What type of value a question asks for, and of what: a number of such things, a share, money, a day, a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language import text
from knowledge.model import FactKind
from knowledge.question.spans import Role, Span

_NOT_OF_A_SENTENCE = frozenset({
    "sum", "mean", "median", "superlative", "most", "least", "top", "bottom", "rank", "compare", "difference", "ratio",
    "change", "rose", "fell", "each", "except", "order", "over", "under", "new", "gone", "both", "exists", "apiece",
    "money", "number", "list", "catalogue", "parts", "share.whole", "page.itself",
})  # fmt: skip
"""Senses with which entries and their money are asked for, and no words of a text."""
_OF_MONEY = frozenset({"money", "number", "list", "catalogue", "parts", "page.itself", "rank", "each"})
"""Those of them that stand even beside 何メートル, where 最大 and 倍 are words of the text."""
_NAMED = {
    "fact.when": "when", "fact.since": "since", "fact.where": "where", "fact.person": "person",
    "fact.target": "target", "fact.price": "price", "fact.headcount": "headcount", "count": "headcount",
    "share": "rate", "why": "reason", "level.goal": "goal_figure", "fact.goal_figure": "goal_figure",
    "fact.achievement": "achievement", "fact.result": "achievement", "fact.indicator": "goal_figure",
    "fact.funding": "funding", "how_much": "price",
}  # fmt: skip
"""Senses that name a type → the type."""
_BY_END = {
    "額": "price", "費": "price", "料": "price", "賃": "price",
    "数": "headcount", "率": "rate", "度": "rate", "比": "rate", "値": "figure", "割合": "rate",
}  # fmt: skip
"""How nouns end that name a value → its type: 上限額, 利用者数, 補助率, 満足度."""
_HEADINGS = frozenset({f"fact.{kind}" for kind in (*FactKind, "result", "funding", "actual", "future")})
"""Facts that stand below headings, which a sentence itself need not name."""
_AIMS = frozenset({"level.goal", "fact.goal_figure", "fact.indicator"})
_NOW = frozenset({"fact.actual", "fact.achievement", "fact.result", "fact.assessment"})
_WHO = ("誰", "だれ", "どなた")
_SHARES = ("%", "割", "パーセント", "パー")


@dataclass(frozen=True, slots=True)
class Sought:
    """A value that is asked for."""

    kind: str
    """Its type, as facts are named."""
    counter: str
    """What is counted: 校 of 何校; empty where no counter is named."""
    words: str
    """The word that asks."""
    of: str
    """The words that it is asked of, apart by spaces: a sentence that answers speaks of them."""
    is_open: bool = False
    """Whether it may as well be the money of an entry: いくら."""
    state: str = ""
    """"aim" where it is what is to be, "now" where it is what is: preferred where both are printed."""


def sought(spans: Sequence[Span]) -> Sought | None:
    """The value that a clause asks for; None where it asks for entries, for their money, or for none."""
    senses = {sense for span in spans for sense in span.senses}
    barred = _OF_MONEY if _counted(spans) is not None else _NOT_OF_A_SENTENCE
    levels = {sense for sense in senses if sense.startswith("level.")} - {"level.goal"}
    others = {sense for sense in senses if sense.startswith(("page.", "kind.", "form."))}
    names = any("fact.person" in span.senses and span.text not in _WHO for span in spans)  # 担当者, 会長: never printed
    if senses & barred or levels or others or names:
        return None
    found = _asked(spans)
    if found is None:
        return None
    kind, counter, asking = found
    is_open = "how_much" in asking.senses
    said = [_stripped(span) for at, span in enumerate(spans) if not _frames(span, spans[at + 1 :], asking)]
    of = " ".join(filter(None, said))
    if kind in ("person", "where") and all(part.detail == "サ変可能" for w in said for part in text.morphemes(w)):
        return None  # どこと連携: a deed alone tells nothing of what does it
    aims = kind == "goal_figure" or any(
        not _AIMS.isdisjoint(s.senses) or (s.part is not None and s.part.normal == "目指す") for s in spans
    )
    past = any(span.text == "た" and span.role is Role.FUNCTION for span in spans[-4:])  # 何分になったんや
    state = "aim" if aims else "now" if senses & _NOW or past else ""
    return Sought(kind, counter, f"何{counter}" if "何" in asking.text else asking.text, of, is_open, state)


def _asked(spans: Sequence[Span]) -> tuple[str, str, Span] | None:
    """The type, the counter and the word that asks."""
    counted = _counted(spans)
    if counted is not None:
        counter, span = counted
        return "rate" if counter in _SHARES else "headcount", counter, span
    for span in reversed(spans):
        kinds = [_NAMED[sense] for sense in sorted(span.senses) if sense in _NAMED]
        if not kinds and any(sense.startswith("fact.") for sense in span.senses):
            return None  # 担当はどこ, 連絡先: the fact whose answer is no value of a sentence
        if kinds:
            counter = span.text[:-1] if kinds[0] == "headcount" and span.text.endswith("数") else ""
            return "since" if span.text.startswith("いつ") else kinds[0], counter, span
    last = next((span for span in reversed(spans) if span.is_content), None)
    kind = next((kind for end, kind in _BY_END.items() if last is not None and last.text.endswith(end)), None)
    return (kind, "", last) if last is not None and kind is not None else None


def _counted(spans: Sequence[Span]) -> tuple[str, Span] | None:
    """校 of 何校, 言語 of 何言語対応; None where no number of anything is asked for, or a day."""
    for at, span in enumerate(spans):
        _, asks, counter = span.text.partition("何")
        if not asks or span.senses & {"fact.when", "fact.since", "fact.who"} or "why" in span.senses:
            continue
        after = spans[at + 1] if at + 1 < len(spans) and spans[at + 1].start == span.end else None
        if not counter and after is not None and after.is_content:
            counter = text.morphemes(after.text)[0].surface
            counter = after.text if counter in ("か", "ヶ", "カ") else counter
        if counter and counter not in ("の", "を", "が", "に", "か"):
            return counter, span
    return None


def _frames(span: Span, after: Sequence[Span], asking: Span) -> bool:
    """Whether a word is only the frame of a number that is asked for: 年 of 年何回, 年に何回."""
    next_said = next((each for each in after if each.role is not Role.FUNCTION), None)
    return len(span.text) == 1 and next_said is asking and "何" in asking.text


def _stripped(span: Span) -> str:
    """What a sentence must say of a span: no word that asks, and no end that names the type of a value."""
    said = span.says
    if "何" in said:
        before = said.partition("何")[0]
        return before if len(before) > 1 else ""
    if span.role is Role.GRAMMAR:  # 定員 is a word of the text, いつ and 目標 are none that it must have
        is_noun = text.morphemes(said)[-1].word_class == "名詞"
        return said if is_noun and any(s.startswith("fact.") and s not in _HEADINGS for s in span.senses) else ""
    if not span.is_content or said in _BY_END:
        return ""
    if span.role is Role.UNKNOWN:
        end = next((end for end in _BY_END if said.endswith(end) and len(said) > len(end) + 1), "")
        return said.removesuffix(end)
    return said
