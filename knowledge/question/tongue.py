"""The language of a post: English, Japanese, or Japanese in Latin letters."""

from __future__ import annotations

import re

from knowledge.language import text
from knowledge.model import Language
from knowledge.question import english
from knowledge.question.lexicon import lexicon

LONGEST = 500
"""Characters of a post that are read: nobody asks more."""
_INITIALS = re.compile(r"[A-ZＡ-Ｚ]{2,5}[?？]?")


def language_of(raw: str) -> Language:
    """Whether a post is English or Japanese, which may be written in Latin letters."""
    asked = text.normal(raw[: LONGEST * 2])
    if _INITIALS.fullmatch(text.visible(raw).strip()):
        return "ja"
    if text.is_japanese(asked):
        letters = len(re.findall(r"[a-z]{2,}", asked))
        japanese = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]+", asked))
        frames = any(lexicon().only_ties(token) for token in re.findall(r"[a-z]+", asked))
        return "en" if (letters > 3 * japanese and letters >= 4) or (frames and letters > japanese) else "ja"
    return "en" if re.search(r"[a-z]{2}", asked) and not english.is_romaji(asked) else "ja"


def as_japanese(asked: str) -> str:
    """Japanese in Latin letters as kana."""
    if text.is_japanese(asked) or not english.is_romaji(asked):
        return asked
    kana = re.sub(r"[^\W\d_]+(?:'[a-z]+)?", lambda match: text.to_kana(match.group()), asked)
    return re.sub(r"(?<=[\u3041-\u3096ー\d]) +(?=[\u3041-\u3096ー\d])", "", kana)
