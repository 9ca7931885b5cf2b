"""Verbs and adjectives in hiragana, as the lexicon writes them: かいてない, いちばんやすい, 200万をこえる."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.language import text
from knowledge.language.text import Part
from knowledge.question.lexicon import forms

if TYPE_CHECKING:
    from knowledge.question.wording import Wording


def spelled(asked: str, parts: Sequence[Part], wording: Wording) -> tuple[Part, ...]:
    """The morphemes, with the dictionary form of the lexicon where the document has no such verb in hiragana, or where
    it is said of an amount: いくらついていますか."""
    found: list[Part] = []
    for part in parts:
        own = part.word_class == "動詞" and part.normal in wording.vocabulary.by_word
        adds = bool(found) and found[-1].word_class == "動詞"  # 参加しやすい
        of_money = follows_number(asked, part.start) or _is_of_money(found, wording)
        is_other = own or part.normal in wording.lexicon.units  # 気がつく
        said = None if adds or (is_other and not of_money) else _predicate(part, wording)
        found.append(part._replace(normal=forms(said)[0]) if said else part)
    return tuple(found)


def _is_of_money(before: Sequence[Part], wording: Wording) -> bool:
    """Whether what stands before a verb, but for particles, is money: いくらぐらい, 予算が."""
    noun = next((part for part in reversed(before) if part.word_class != "助詞"), None)
    senses = wording.lexicon.senses((noun.normal,), "ja") if noun is not None else frozenset()
    return not senses.isdisjoint({"money", "how_much"})


def _predicate(part: Part, wording: Wording) -> str | None:
    """The lexicon's verb or adjective that one in hiragana sounds like: こえる, やすい."""
    if part.word_class not in ("動詞", "形容詞") or not text.is_hiragana(part.normal):
        return None
    if wording.lexicon.senses((part.normal,), "ja"):
        return None
    said = wording.lexicon.sounding.get(text.fold_reading(part.normal))
    return said if said is not None and text.has_kanji(said) and text.is_hiragana(said[-1]) else None


def follows_number(asked: str, start: int) -> bool:
    """Whether a word stands directly behind an amount: 4,960千円異常."""
    return start > 0 and (asked[start - 1].isdigit() or asked[start - 1] in "円万%件")
