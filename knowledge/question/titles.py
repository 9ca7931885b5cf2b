"""Titles to compare by, whole and in the parts that stand side by side in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.language import text

SHORTEST_TITLE = 4
"""Characters: a shorter title is a word like others."""


def fold_title(title: str) -> str:
    """A title to compare by: normal form without spaces and marks."""
    return without_marks(text.normal(title))


_SIDE_BY_SIDE = re.compile(
    r"[・、,]|及び|並びに|(?<=[\u3400-\u9fff\u30a1-\u30faー])[とや](?=[\u3400-\u9fff\u30a1-\u30fa])"
)


def parts_of(title: str) -> Iterator[str]:
    """What stands side by side in a title, each to compare by."""
    normal = text.normal(title)
    found = [fold_title(part) for part in _SIDE_BY_SIDE.split(normal)]
    head = fold_title(normal.rpartition("の")[0])  # 書かない窓口 of 書かない窓口の導入
    heads = [fold_title(part.rpartition("の")[0]) for part in _SIDE_BY_SIDE.split(normal) if "の" in part]
    parts = dict.fromkeys([*(found if len(found) > 1 else ()), *([head] if "の" in normal else ()), *heads])
    return (part for part in parts if len(part) >= SHORTEST_TITLE)


def without_marks(normal: str) -> str:
    """A text in normal form without spaces and marks."""
    return "".join(character for character in normal if character.isalnum() or character in "ー々%")
