"""Characters into words: the only place that folds, splits or compares characters."""

from knowledge.language.text.analyser import LONGEST, Part, has_word, morphemes, path_cost
from knowledge.language.text.characters import (
    HIRAGANA,
    arabic,
    closed_up,
    fold_widths,
    has_kanji,
    is_hiragana,
    is_japanese,
    normal,
    normal_lines,
    places,
    sentences,
    strip_mentions,
    visible,
)
from knowledge.language.text.sounds import fold_reading, in_hiragana, is_romaji, to_kana
from knowledge.language.text.words import LONGEST_JOINED, Kind, Word, first_word, is_empty, joined, runs, words

__all__ = [
    "HIRAGANA",
    "LONGEST",
    "LONGEST_JOINED",
    "Kind",
    "Part",
    "Word",
    "arabic",
    "closed_up",
    "first_word",
    "fold_reading",
    "fold_widths",
    "has_kanji",
    "has_word",
    "in_hiragana",
    "is_empty",
    "is_hiragana",
    "is_japanese",
    "is_romaji",
    "joined",
    "morphemes",
    "normal",
    "normal_lines",
    "path_cost",
    "places",
    "runs",
    "sentences",
    "strip_mentions",
    "to_kana",
    "visible",
    "words",
]
