"""One form of characters to compare in, and what script they are of.

The text of a plan is never changed; what this module makes is a copy to match on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_SENTENCE = re.compile(r"[^。\n]+。?")
_EMOJI_NAMES = re.compile(r":[a-z][a-z0-9_+\-]{1,40}:")
_LOOKALIKES = re.compile(r"(?<=[\u3400-\u9fff])[カロエ](?![\u30a1-\u30fa\u30fc所月国年])")
"""Katakana that somebody typed for a kanji of the same look: 学カ."""
_ENTITY = re.compile(r"<[!@#][^<>\s]{0,80}>")
_MENTION = re.compile(r"^\s*(?:<@[^>]{1,80}>|[@＠](?:hoshin|ホーシン|運営方針ボット))[\s:、,]*", re.IGNORECASE)
_JAPANESE = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_ANY_JAPANESE = re.compile(f"[{_JAPANESE}]")
_ANY_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SPACE_IN_JAPANESE = re.compile(rf"(?<=[{_JAPANESE}]) +(?=[{_JAPANESE}])")
HIRAGANA = re.compile(r"[\u3041-\u3096ー]+")
"""A stretch of hiragana."""


def _between(*ranges: tuple[int, int]) -> Iterable[int]:
    return (point for first, last in ranges for point in range(first, last + 1))


_CONTROLS = _between((0x00, 0x1F), (0x7F, 0x9F), (0x2028, 0x2029))
_INVISIBLE = (
    *_between((0xD800, 0xDFFF), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F)),
    *map(ord, "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\ufeff"),
)
_VISIBLE = dict.fromkeys(_CONTROLS, " ") | dict.fromkeys(_INVISIBLE)
"""What nobody sees → nothing, controls → a space."""
_ROMAN = {0x2160 + at: str(at % 16 + 1) for at in (*range(12), *range(16, 28))}
"""Roman numerals that are one character each."""
_PICTURES = _between((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B50, 0x2B50), (0x2B55, 0x2B55))
_DASHES = (*_between((0x2010, 0x2015)), *map(ord, "−─━⁃﹘﹣"))
_FOLDED = {
    **dict.fromkeys(_PICTURES, " "),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(map(ord, "゛゜")),
    **str.maketrans("髙﨑濵德槇邉邊", "高崎浜徳槙辺辺"),
}
"""Pictures → a space, all dashes → one, sound marks that stand alone → nothing, what input methods offer in names →
the usual characters."""


def visible(text: str) -> str:
    """The text without characters that nobody sees: zero-width, direction marks, controls (as spaces)."""
    return text.translate(_VISIBLE)


def arabic(text: str) -> str:
    """The text with digits for Roman numerals that are one character each: 柱2 for 柱Ⅱ."""
    return text.translate(_ROMAN)


@lru_cache(maxsize=512)
def normal(text: str) -> str:
    """The form to compare in: NFKC, lower case, one kind of dash, no picture, no mention, no space inside Japanese;
    柱Ⅱ is 柱2."""
    printed = arabic(visible(_ENTITY.sub(" ", text)))
    folded = unicodedata.normalize("NFKC", printed).translate(_FOLDED).lower()
    folded = _LOOKALIKES.sub(lambda match: "力口工"["カロエ".index(match.group())], _EMOJI_NAMES.sub(" ", folded))
    return closed_up(" ".join(folded.split()))


def closed_up(text: str) -> str:
    """A text without the spaces that stand inside Japanese: 令 和4年度."""
    return _SPACE_IN_JAPANESE.sub("", text)


def normal_lines(text: str) -> str:
    """The normal form of a text of several lines, line by line."""
    return "\n".join(map(normal, text.splitlines()))


class _Narrow(dict[int, int]):
    """Code point → the narrow one in lower case, or itself; each is looked up once."""

    def __missing__(self, point: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(point)).lower()
        self[point] = ord(folded) if len(folded) == 1 else point
        return self[point]


_NARROW = _Narrow()


def fold_widths(text: str) -> str:
    """The text with full-width letters narrow and in lower case, character for character, so that spans hold."""
    return text.translate(_NARROW)


def strip_mentions(text: str) -> str:
    """The text without a mention in front of it."""
    return _MENTION.sub("", text)


def is_hiragana(text: str) -> bool:
    """Whether a text is hiragana and nothing else."""
    return HIRAGANA.fullmatch(text) is not None


def is_japanese(text: str) -> bool:
    """Whether any character of the text is Japanese."""
    return _ANY_JAPANESE.search(text) is not None


def sentences(printed: str) -> list[str]:
    """The sentences of a printed text, each with its full stop."""
    return _SENTENCE.findall(printed)


def places(word: str, text: str) -> Iterator[int]:
    """Where a word begins in a text, each time that it stands there."""
    at = text.find(word) if word else -1
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def has_kanji(text: str) -> bool:
    """Whether any character of the text is a kanji."""
    return _ANY_KANJI.search(text) is not None
