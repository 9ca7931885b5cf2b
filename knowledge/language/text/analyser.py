"""The analyser: a text into morphemes, with their parts of speech."""

from __future__ import annotations

import threading
from functools import cache
from typing import NamedTuple

from sudachipy import Dictionary, Morpheme, MorphemeList, SplitMode, Tokenizer

from knowledge.language.text.characters import is_hiragana

LONGEST = 8_000
"""Characters that are analysed at once; Sudachi refuses more than 49,149 bytes."""

_thread = threading.local()


@cache
def _dictionary() -> Dictionary:
    """One for all threads: loading it takes a tenth of a second."""
    return Dictionary()


def _tokenizer() -> Tokenizer:
    """One tokenizer a thread: a shared one raises under load."""
    if not hasattr(_thread, "tokenizer"):
        _thread.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    tokenizer: Tokenizer = _thread.tokenizer
    return tokenizer


def analysed(text: str) -> MorphemeList:
    """The best path through a text, as far as `LONGEST`."""
    return _tokenizer().tokenize(text[:LONGEST])


def reading_of(morpheme: Morpheme) -> str:
    """In katakana, as the dictionary has it; the characters themselves where they are kana."""
    surface = morpheme.surface()
    is_kana = all("\u3041" <= character <= "\u30ff" for character in surface)
    return surface if is_kana else str(morpheme.reading_form())


class Part(NamedTuple):
    """One morpheme of a text, with its place in it: what grammar is read from."""

    surface: str
    normal: str
    """Dictionary form."""
    reading: str
    """In katakana, as the dictionary has it; the characters themselves where they are kana."""
    start: int
    end: int
    word_class: str
    """Part of speech as in UniDic: 名詞, 動詞, 助詞 …"""
    word_kind: str
    """Its second level: 普通名詞, 非自立可能, 格助詞 …"""
    detail: str
    """Its third level: 地名, 人名, サ変可能 …"""
    known: bool
    """Whether the dictionary has it."""


def path_cost(text: str) -> int:
    """What the best path of the analyser through a text costs: the less, the more it is like written Japanese."""
    return int(analysed(text).get_internal_cost())


def has_word(surface: str) -> bool:
    """Whether the dictionary lists a word in just this spelling, whatever part of speech it is."""
    return len(_dictionary().lookup(surface)) > 0


def morphemes(text: str) -> tuple[Part, ...]:
    """All morphemes of a text in normal form, none joined and none left out; longer texts are cut at `LONGEST`."""
    found: list[Part] = []
    at = 0
    for each in analysed(text):
        surface, pos = each.surface(), each.part_of_speech()
        places = surface, each.normalized_form().lower(), reading_of(each), at, at + len(surface)
        part = Part(*places, pos[0], pos[1], pos[2], not each.is_oov())
        found.append(_in_the_standard(part, found[-1] if found else None))
        at += len(surface)
    return tuple(_with_ending(found))


_OF_OSAKA = {"へん": ("ない", "助動詞", "*"), "ひん": ("ない", "助動詞", "*")}
"""Endings that people of Osaka say, which the dictionary takes for nouns: 届いてへん."""
_ENDED = frozenset({"動詞", "形容詞", "助動詞", "接尾辞"})


def _with_ending(found: list[Part]) -> list[Part]:
    """Kana that nothing follows behind an auxiliary is an ending as people speak, and no noun: なんやったかいな."""
    last = next((at for at in reversed(range(len(found))) if found[at].word_class not in ("補助記号", "空白")), 0)
    ends = last and found[last].word_class == "名詞" and is_hiragana(found[last].surface)
    if ends and found[last - 1].word_class == "助動詞":
        found[last] = found[last]._replace(word_class="助詞", word_kind="終助詞", detail="*")
    return found


def _in_the_standard(part: Part, before: Part | None) -> Part:
    """A morpheme, or the ending of the standard language that it stands for behind a verb, an adjective or a suffix."""
    if before is None or part.surface not in _OF_OSAKA or before.end != part.start:
        return part
    if not (before.word_class in _ENDED or before.word_kind == "接続助詞"):
        return part
    normal, word_class, word_kind = _OF_OSAKA[part.surface]
    return part._replace(normal=normal, word_class=word_class, word_kind=word_kind, detail="*")
