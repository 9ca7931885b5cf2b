"""What was typed as it is said, in the spelling of the dictionary: 差ぁ, いっちばん, かかっとん, 予算わ, ついてへん.

A stretch is spelt anew where the analyser then makes better sense of the whole: its best path, in which words and their
neighbours cost what they cost in written Japanese, gets cheaper (a noisy channel, as in spelling correction; Kernighan,
Church, Gale 1990).
"""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.language import text

_MARGIN = 3_000
"""How much cheaper the path must get: between two words of one spelling costs differ by less in the tables of
questions, and every slip there makes more."""
_MOST = 40
"""Stretches that are tried in one text."""
_EMPHASIS = 15_000
"""What a っ that stands inside a word for emphasis costs the path at least: it tears the word."""
_NUMBERS = {"いっ": "1", "に": "2", "さん": "3", "よん": "4", "なん": "何"}
_COUNTERS = {"こ": "個", "けん": "件"}
_WRITTEN = {
    **dict.fromkeys("っぁぃぅぇぉ", ""),
    "と": "て",
    "とーと": "てるの",
    "ん": "の",
    "わ": "は",
    "ゎ": "は",
    "もん": "もの",
    "さ": "差",
    **{number + counter: n + c for number, n in _NUMBERS.items() for counter, c in _COUNTERS.items()},
}
"""As it is said, as it is written."""
_SAID = re.compile(
    rf"(?:{'|'.join(_NUMBERS)})(?:{'|'.join(_COUNTERS)})|(?<=[\u3041-\u3096])っ|[ぁぃぅぇぉ]"
    r"|(?<=[\u3400-\u9fffな])もん|(?:(?<![\u3041-\u3096])|(?<=の))さ(?=[はがぁ])|とーと|と(?=[るんっ])|ん(?=とこ|とき)"
    r"|[わゎ](?=[?!。、,\s]|$|どれ|どこ|いくら|なんぼ|何|なん)"
)
_LAUGHTER = re.compile(
    r"(?:(?<![a-z\d])w+(?![a-z\d])|(?<=[\u3041-\u3096?!。])(?:[笑汗泣爆草]+|\([笑汗泣爆草]\))$)[。\s]*"
)
"""How the writer feels, which ends a sentence."""
_CALLING = frozenset({"感動詞", "連体詞", "助詞", "助動詞"})
_VOWELS = frozenset("ぁぃぅぇぉ")
_NOMINAL = frozenset({"名詞", "代名詞", "接尾辞", "形状詞"})


def written(said: str) -> str:
    """A text in normal form as it would be written."""
    if text.is_japanese(said) and _LAUGHTER.search(said):
        said = _LAUGHTER.sub("。", said).strip("。")
    said = _without_call(said)
    at = 0
    for _ in range(_MOST):
        if (match := _SAID.search(said, at)) is None:
            break
        new = _WRITTEN[match.group()]
        trial = said[: match.start()] + new + said[match.end() :]
        if _is_better(trial, said, match):
            at, said = match.start() + len(new), trial
        else:
            at = match.start() + 1
    return said


def _without_call(said: str) -> str:
    """A text without what only calls or hesitates before its first comma: なあなあ、 あのさ、 おーい、"""
    call, comma, rest = said.partition("、")
    if not comma or not rest or not text.is_hiragana(call):
        return said
    half = call[: len(call) // 2]
    parts = text.morphemes(half if half * 2 == call else call)
    calls = any(part.word_class == "感動詞" or part.word_kind == "終助詞" for part in parts)
    return rest if calls and all(part.word_class in _CALLING for part in parts) else said


def _is_better(trial: str, said: str, match: re.Match[str]) -> bool:
    gained = text.path_cost(said) - text.path_cost(trial)
    at, heard = match.start(), match.group()
    if heard in ("わ", "ゎ"):
        return gained >= 0 and _marks_topic(trial, at)
    if heard in _VOWELS:
        drawn = text.fold_reading(said[max(at - 1, 0) : at])[-1:]
        return gained >= _MARGIN and drawn in ("", text.fold_reading(heard))
    if heard == "っ":
        return gained >= _EMPHASIS and _is_known(trial, at)
    return gained >= (0 if heard in ("もん", "さ") else _MARGIN)


def _is_known(trial: str, at: int) -> bool:
    """Whether one word of the dictionary reaches over a place."""
    return any(part.known and part.start < at < part.end for part in text.morphemes(trial))


def _marks_topic(trial: str, at: int) -> bool:
    """Whether は at a place is the particle behind a noun, so that わ there was no ending of a sentence."""
    for before, part in pairwise(text.morphemes(trial)):
        if part.start == at and part.word_kind == "係助詞":
            return before.word_class in _NOMINAL or before.word_kind in ("準体助詞", "副助詞", "格助詞")
    return False
