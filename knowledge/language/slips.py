"""How people type: letters that an input method left behind, counters in kana, の as people of Osaka say it."""

from __future__ import annotations

import re
from collections.abc import Set as AnySet

from knowledge.language import spoken

_LETTERS = dict(zip("nsktmrgdhb", "んすくつむるぐどふぶ", strict=True))
"""A consonant whose vowel was swallowed, with the vowel that the tongue swallows too."""
_LAST = {"t": "て", "h": "は", "m": "む"}
"""What a letter at the end of a clause was to become."""
_LOST_LETTER = re.compile(r"(?<=[\u3041-\u3096\u3400-\u9fff])[nsktmrgdhb](?=[\u3041-\u3096\u3400-\u9fff\s?。、]|$)")
_IN_KATAKANA = re.compile(r"(?<=[\u30a1-\u30faー])[ぁぃぅぇぉっゃゅょん](?=[\u30a1-\u30faー])")
_KATAKANA_ONLY = re.compile(r"[\u30a1-\u30faー\d\-?!。、 ]{7,200}")
_KATAKANA_PARTICLE = re.compile(r"[\u30a1-\u30faー][ハヲガノニ](?:[\u30a1-\u30fa?]|$)")
_ON_SHELVES = re.compile(r"(?<=[\u3400-\u9fffがも])のって(?=る|な|へ|た|ん)")
"""載る in kana, which an analyser takes for の and って."""
_OF_OSAKA = re.compile(r"(?<=[\u3041-\u9fffー\d])のん(?=[とはがもをに、。?!\s]|の[^ん]|$)")
_KEPT = "nsrk"
"""Letters inside a word that stand for a kana; others were struck by the way: かかtる."""
_TO_KATAKANA = 0x60
"""From hiragana to the same katakana in Unicode."""
_COUNTERS = {
    "まん": "万",
    "せん": "千",
    "おく": "億",
    "えん": "円",
    "ばん": "番",
    "けん": "件",
    "こめ": "個目",
    "つめ": "つ目",
    "番め": "番目",
}
_IN_KANA = re.compile(rf"(?<=[\d一二三四五万千億])(?:{'|'.join(_COUNTERS)})")
_FIRST = re.compile(r"(?<![\u3041-\u3096])(いっこめ|ひとつめ|にこめ|ふたつめ|みっつめ|さんこめ)")
_PLACES = {
    "いっこめ": "1つ目",
    "ひとつめ": "1つ目",
    "にこめ": "2つ目",
    "ふたつめ": "2つ目",
    "みっつめ": "3つ目",
    "さんこめ": "3つ目",
}


def _completed(match: re.Match[str]) -> str:
    letter, after = match.group(), match.string[match.end() : match.end() + 1]
    if not after or after in " ?。、":
        return _LAST.get(letter, _LETTERS[letter])
    return _LETTERS[letter] if letter in _KEPT else ""


def _in_hiragana(typed: str) -> str:
    """A sentence in katakana alone as hiragana, where words are heard in it: コソダテノトリクミハ."""
    only = _KATAKANA_ONLY.fullmatch(typed) and _KATAKANA_PARTICLE.search(typed)
    return "".join(chr(ord(c) - _TO_KATAKANA) if "\u30a1" <= c <= "\u30f6" else c for c in typed) if only else typed


def mended(typed: str, kept: AnySet[str] = frozenset()) -> str:
    """A text in normal form without slips of the hand: 大きいでsか, ボランティア with a small hiragana, 500まんえん.

    Letters that are to be `kept` are no slips: 課題Bの.
    """
    typed = _ON_SHELVES.sub("載って", _in_hiragana(typed))
    typed = _OF_OSAKA.sub("の", typed)  # 高いのん, 2番目のんの取組
    typed = spoken.written(typed)
    typed = _LOST_LETTER.sub(lambda match: match[0] if match[0] in kept else _completed(match), typed)
    typed = _IN_KATAKANA.sub(lambda match: chr(ord(match.group()) + _TO_KATAKANA), typed)
    typed = _FIRST.sub(lambda match: _PLACES[match.group()], typed)
    while (counted := _IN_KANA.sub(lambda match: _COUNTERS[match.group()], typed)) != typed:
        typed = counted
    return typed
