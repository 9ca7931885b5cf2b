"""What type of value a question asks for, and of what: a number of such things, a share, money, a day, a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language import text
from knowledge.question.spans import Role, Span

_NOT_OF_A_SENTENCE = frozenset({
    "sum", "mean", "median", "superlative", "most", "least", "top", "bottom", "rank", "compare", "difference", "ratio",
    "change", "rose", "fell", "each", "except", "order", "over", "under", "new", "gone", "both", "exists", "apiece",
    "money", "number", "list", "catalogue", "parts", "share.whole", "page.itself",
})  # fmt: skip
"""Senses with which entries and their money are asked for, and no words of a text."""
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
    "数": "headcount", "率": "rate", "度": "rate", "値": "figure", "割合": "rate",
}  # fmt: skip
"""How nouns end that name a value → its type: 上限額, 利用者数, 補助率, 満足度."""
_BY_WORD = frozenset({"fact.headcount", "fact.price", "fact.when", "fact.target"})
"""Senses whose nouns say themselves what is asked for: 定員, 運賃, 締切."""
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


def sought(spans: Sequence[Span]) -> Sought | None:
    """The value that a clause asks for; None where it asks for entries, for their money, or for none."""
    senses = {sense for span in spans for sense in span.senses}
    levels = {sense for sense in senses if sense.startswith("level.")} - {"level.goal"}
    others = {sense for sense in senses if sense.startswith(("fact.", "page.", "kind.", "form."))} - _NAMED.keys()
    names = any("fact.person" in span.senses and span.text not in _WHO for span in spans)  # 担当者, 会長: never printed
    if senses & _NOT_OF_A_SENTENCE or levels or others or names:
        return None
    found = _asked(spans)
    deeds = all(part.detail == "サ変可能" for span in spans if span.is_content for part in text.morphemes(span.says))
    if found is None or deeds:
        return None
    kind, counter, asking = found
    is_open = "how_much" in asking.senses
    said = [_stripped(span) for span in spans if span.is_content or span is asking or span.senses & _BY_WORD]
    of = " ".join(filter(None, said))
    return Sought(kind, counter, asking.text, of, is_open) if of else None


def _asked(spans: Sequence[Span]) -> tuple[str, str, Span] | None:
    """The type, the counter and the word that asks."""
    counted = _counted(spans)
    if counted is not None:
        counter, span = counted
        return "rate" if counter in _SHARES else "headcount", counter, span
    for span in reversed(spans):
        kinds = [_NAMED[sense] for sense in sorted(span.senses) if sense in _NAMED]
        if kinds:
            return "since" if span.text.startswith("いつ") else kinds[0], "", span
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
        if counter and (counter == "か所" or not counter.startswith(("の", "を", "が", "に", "か"))):
            return counter, span
    return None


def _stripped(span: Span) -> str:
    """The words of a span without what asks, and without the end that names the type of a value."""
    said = span.says
    if "何" in said:
        return said.partition("何")[0]
    if span.role is Role.GRAMMAR:  # 定員 is a word of the text, いつ and 目標 are none that it must have
        is_noun = span.part is not None and span.part.word_class == "名詞"
        return said if is_noun and span.senses & _BY_WORD else ""
    if said in _BY_END:
        return ""
    if span.role is Role.UNKNOWN:
        end = next((end for end in _BY_END if said.endswith(end) and len(said) > len(end) + 1), "")
        return said.removesuffix(end)
    return said
