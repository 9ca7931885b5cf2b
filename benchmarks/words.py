"""What the benchmark takes from a text to make questions of: its nouns, its sound, its phrases."""

from __future__ import annotations

import re
from functools import cache

import jaconv
from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

KANJI = re.compile(r"[\u4e00-\u9fff]")
_TELLING = re.compile(r"[\u30a1-\u30fa\u30fc\u4e00-\u9fff]{2,}")
"""Words of two characters and more in katakana or kanji."""
_PHRASE = re.compile(r"[^。、，,．\n・（）()「」『』【】\[\]：:;；※\s]{4,24}")


@cache
def _tokenizer() -> Tokenizer:
    return Dictionary().tokenizer(mode=SplitMode.C)


def _is_noun(morpheme: Morpheme) -> bool:
    return tuple(morpheme.part_of_speech()[:2]) == ("名詞", "普通名詞")


def nouns(text: str) -> tuple[str, ...]:
    """The common nouns that can serve as keywords, each once, in order."""
    found = (morpheme.surface() for morpheme in _tokenizer().tokenize(text) if _is_noun(morpheme))
    return tuple(dict.fromkeys(noun for noun in found if _TELLING.fullmatch(noun)))


def sounds(text: str) -> tuple[str, ...]:
    """A text word by word in hiragana, without punctuation."""
    return tuple(
        jaconv.kata2hira(morpheme.reading_form())
        for morpheme in _tokenizer().tokenize(text)
        if morpheme.part_of_speech()[0] not in ("補助記号", "記号", "空白")
    )


def romaji(text: str) -> str:
    """A text in Latin letters, word by word."""
    return " ".join(jaconv.kana2alphabet(sound) for sound in sounds(text))


def phrases(text: str) -> list[str]:
    """The stretches of 4 to 24 characters between punctuation."""
    return _PHRASE.findall(text)
