"""How people type: letters that an input method left behind, counters in kana, の as people of Osaka say it."""

from __future__ import annotations

import re

_LETTERS = dict(zip("nsktmrgdhb", "んすくつむるぐどふぶ", strict=True))
"""A consonant whose vowel was swallowed, with the vowel that the tongue swallows too."""
_LOST_LETTER = re.compile(r"(?<=[\u3041-\u3096])[nsktmrgdhb](?=[\u3041-\u3096\s?。、]|$)")
_OF_OSAKA = re.compile(r"(?<=[\u3400-\u9fffー\dいたる])のん(?=[とはがもをに、。?!\s]|の[^ん]|$)")
_IN_KATAKANA = re.compile(r"(?<=[\u30a1-\u30faー])[ぁぃぅぇぉっゃゅょん](?=[\u30a1-\u30faー])")
_TO_KATAKANA = 0x60
"""From hiragana to the same katakana in Unicode."""
_COUNTERS = {"まん": "万", "せん": "千", "おく": "億", "えん": "円", "ばんめ": "番目", "ばん目": "番目", "けん": "件"}
_IN_KANA = re.compile(r"(?<=[\d万千億])(?:まん|せん|おく|えん|ばんめ|ばん目|けん)")


def mended(typed: str) -> str:
    """A text in normal form without slips of the hand: 大きいでsか, ボランティア with a small hiragana, 500まんえん."""
    typed = _OF_OSAKA.sub("の", typed)  # 高いのん, 2番目のんの取組
    typed = _LOST_LETTER.sub(lambda match: _LETTERS[match.group()], typed)
    typed = _IN_KATAKANA.sub(lambda match: chr(ord(match.group()) + _TO_KATAKANA), typed)
    while (counted := _IN_KANA.sub(lambda match: _COUNTERS[match.group()], typed)) != typed:
        typed = counted
    return typed
