"""What the words of a question may be by grammar: words of the lexicon, counters, adverbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from knowledge.language.text import Part
from knowledge.question import hearing
from knowledge.question.cheapest import Cost
from knowledge.question.lexicon import forms
from knowledge.question.spans import Role, Span
from knowledge.question.wording import Wording


def adverbs(parts: Sequence[Part], wording: Wording) -> frozenset[int]:
    """Where words of manner begin: 正確に教えて, which says how and not what, unless the document uses it."""
    found: set[int] = set()
    for at, (part, after) in enumerate(pairwise(parts)):
        manner = part.word_class == "形状詞" or "形状詞" in part.detail
        if not manner or after.surface not in ("に", "な") or part.normal in wording.vocabulary.by_word:
            continue
        behind = parts[at + 2] if at + 2 < len(parts) else None
        senses = wording.lexicon.japanese.get((behind.normal,), frozenset()) if behind is not None else frozenset()
        if after.surface == "な":  # 正確な文言
            tells = bool(senses & {"about", "saying", "money"})
        else:
            tells = behind is None or "tell" in senses or behind.word_class == "補助記号"
        if tells:
            found.add(part.start)
    return frozenset(found)


def grammar(asked: str, parts: Sequence[Part], language: str, wording: Wording, odd: Set[int]) -> Iterator[Span]:
    """The closed words of the lexicon, and those that the document has of its own for levels, money and facts."""
    known = wording.lexicon.japanese if language == "ja" else wording.lexicon.english
    own = wording.own if language == "ja" else {}
    levels: set[str] = set()
    for at in range(len(parts)):
        if parts[at].start in odd and hearing.is_unled(parts[at], parts[at - 1] if at else None):
            continue  # しめ of しめいは
        for end in range(at + 1, min(at + wording.lexicon.longest, len(parts)) + 1):
            run = tuple(part.normal for part in parts[at:end])
            senses = known.get(run, frozenset())
            if not senses and language == "ja" and end > at + 1:
                senses = wording.lexicon.joined.get("".join(run), frozenset())
            if not senses and parts[at].word_kind == "数詞":  # 一文, cut as a number and what it counts
                senses = known.get((asked[parts[at].start : parts[end - 1].end],), frozenset())
            if not senses and "ます" in run[1:-1]:  # つきまして as ついて
                senses = known.get(tuple(form for form in run if form != "ます"), frozenset())
            if not senses and end > at + 2 and not _ASPECT.isdisjoint(run[1:-1]):
                senses = known.get(_without_aspect(run), frozenset())
            if not senses and end == at + 1 and parts[at].surface != run[0]:  # 言い回し, taken for a verb
                senses = known.get((parts[at].surface,), frozenset())
            if run in own and own[run].startswith("kind."):
                senses = frozenset({own[run], "money"})
            elif run in own:
                senses = frozenset({own[run]}) | {sense for sense in senses if not sense.startswith("level.")}
            if not senses and levels and language == "en":  # actions (具体的取組)
                senses = wording.lexicon.japanese.get(run, frozenset()) & levels
            if senses:
                levels |= {sense for sense in senses if sense.startswith("level.")}
                start, last = parts[at].start, parts[end - 1].end
                said = asked[start:last]
                alone = end == at + 1 and _only_alone(parts[at], senses)
                yield Span(start, last, said, Role.GRAMMAR, Cost.GRAMMAR, senses, part=parts[at], alone=alone)


_COUNTED = frozenset("件個本つ項目円番位割")
"""Counters of entries, amounts and places: 何件 asks of the plan, 何軒 of the world."""


def counters(asked: str, parts: Sequence[Part]) -> Iterator[Span]:
    """何軒, 何匹: a number of things in the world, whatever they are counted with; 掲載料: what is paid for it."""
    for first, second in pairwise(parts):
        counts = "助数詞" in second.detail or second.word_class == "接尾辞"
        if first.normal == "何" and counts and second.surface not in _COUNTED:
            said = asked[first.start : second.end]
            yield Span(first.start, second.end, said, Role.GRAMMAR, Cost.GRAMMAR, frozenset({"fact.headcount"}))
        if second.surface == "料" and second.word_class == "接尾辞" and first.word_class == "名詞":
            yield Span(second.start, second.end, "料", Role.GRAMMAR, Cost.GRAMMAR, frozenset({"fact.price"}))


_ASPECT = frozenset({"て", "で", "てる", "居る"})


def _without_aspect(run: tuple[str, ...]) -> tuple[str, ...]:
    """届いていない as 届かない: a wording with て and いる inside says the same."""
    if run[0] in _ASPECT or run[-1] in _ASPECT:
        return run
    return tuple(form for form in run if form not in _ASPECT)


def with_n(part: Part, wording: Wording) -> Iterator[Span]:
    """多いん, 高いん: a word of the lexicon with ん for の, as people of Osaka say it."""
    if part.surface.endswith("ん") and len(part.surface) > 2:
        senses = wording.lexicon.senses(forms(part.surface[:-1]), "ja")
        if senses:
            yield Span(part.start, part.end - 1, part.surface[:-1], Role.GRAMMAR, Cost.GRAMMAR, senses)
            yield Span(part.end - 1, part.end, "ん", Role.FUNCTION, Cost.TIE)


def _only_alone(part: Part, senses: frozenset[str]) -> bool:
    """One character, or a word that ends compounds as often: 課題, 目標, 効果."""
    if part.word_class not in ("名詞", "接尾辞"):
        return False
    return len(part.surface) == 1 or bool(senses & _ENDS_COMPOUNDS) or any(s.startswith("fact.") for s in senses)


_ENDS_COMPOUNDS = frozenset(
    {"level.issue", "level.goal", "level.mission", "level.policy", "level.any", "light", "about"}
)
