"""Readings: what Japanese sounds like, in letters in which spellings of one sound are equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import jaconv

MOST_REMEMBERED = 20_000
"""Readings that are kept folded, as folding one takes longer than finding its word: some 3 MB."""

_LATIN_FOLDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[^a-z]", ""),
        (r"tch|cch", "tty"),
        (r"sh(?=i)|s(?=i)", "s"),
        (r"sh", "sy"),
        (r"ch(?=i)", "t"),
        (r"ch", "ty"),
        (r"tts|ts", "t"),
        (r"dz|z(?=u)|d(?=u)", "z"),
        (r"j(?=i)|d(?=i)", "z"),
        (r"jy|j", "zy"),
        (r"f", "h"),
        (r"v", "b"),
        (r"l", "r"),
        (r"m(?=[mbp])", "n"),
        (r"ou|oo|oh(?![aiueoy])", "o"),
        (r"uu", "u"),
        (r"aa", "a"),
        (r"ii", "i"),
        (r"ee|ei", "e"),
        (r"zyi", "zi"),
        (r"tyi", "ti"),
        (r"syi", "si"),
    )
]


@lru_cache(maxsize=MOST_REMEMBERED)
def fold_reading(reading: str) -> str:
    """A reading in kana or romaji as plain letters in which spellings of one sound are equal.

    Hepburn and Kunrei meet, long vowels collapse, n stands before m, b and p:
    ぼうさい, ボウサイ, bousai, bōsai and bosai all give bosai. Kanji are dropped.
    """
    kana = jaconv.kata2hira(unicodedata.normalize("NFKC", reading).lower())
    latin = unicodedata.normalize("NFD", jaconv.kana2alphabet(kana))
    for pattern, to in _LATIN_FOLDS:
        latin = pattern.sub(to, latin)
    return latin


_SYLLABLES = re.compile(
    r"(?:(?:kk|gg|ss|zz|tt|dd|hh|bb|pp|mm|rr|cch|tch|ssh|tts|kky|ppy|tty)?"
    r"(?:[kgsztdnhbpmrfjcvw]|ch|sh|ts|dz|[kgnhbpmrstzjdc]y|y)?[aiueoâîûêôāīūēō]|n(?![aiueoy])|n'|m(?=[bpm]))+"
)


def in_hiragana(reading: str) -> str:
    """A reading in katakana as it is written above or behind kanji."""
    return str(jaconv.kata2hira(reading))


def is_romaji(word: str) -> bool:
    """Whether a Latin word can be read as Japanese syllables."""
    return _SYLLABLES.fullmatch(word.lower()) is not None


def to_kana(word: str) -> str:
    """Romaji in hiragana, long vowels written with macrons or circumflexes as two."""
    spelled = unicodedata.normalize("NFKC", word.lower())
    for vowels, plain in (("āâ", "aa"), ("īî", "ii"), ("ūû", "uu"), ("ēê", "ee"), ("ōô", "ou")):
        for vowel in vowels:
            spelled = spelled.replace(vowel, plain)
    return str(jaconv.alphabet2kana(spelled))
