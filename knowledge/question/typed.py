"""A word of a question as its asker wrote it, for a refusal that names it."""

from __future__ import annotations

import re

from knowledge.language import text

_LEADING = "のをとがはにでもや"
_AROUND = re.compile(r"^(?:[このそあど]の)?(.+?)(?:の|は|って|に|を|が|も|と|で)?$")


def as_typed(word: str, raw: str) -> str:
    """A word of a question in the capital letters that it was typed with: SDGs; a piece of kana as the whole of it."""
    typed = text.visible(raw)
    if word.isascii():
        at = typed.casefold().find(word)
        return word if at < 0 else typed[at : at + len(word)]
    if not text.is_hiragana(word):
        return word
    run = next((run for run in text.HIRAGANA.findall(text.normal(raw)) if word in run), word)
    if run[0] in _LEADING and not word.startswith(run[0]):
        run = run[1:]
    inside = _AROUND.match(run)
    whole = inside[1] if inside is not None else word
    return whole if word in whole else word
