"""Rows that stand under others with no column to say so: by lines that head them, by indents, by marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading.numbering import numbering

_MARK = re.compile(
    r"(?P<numbered>第?[0-9]{1,2}(?:[章節編部]|[ 、:)]|\.(?![0-9]))|[(][0-9ア-ン一-十]{1,2}[)]|"
    r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}[ .、:]|[一二三四五六七八九十]{1,2}[ 、.]|[ア-ンa-zA-Z][ .、)])"
    r"|(?P<sign>[【〔<《「\[■□◆◇●○◎▼▽▶★☆])"
)
_WHOLE = re.compile(r"[【〔<《「\[][^】〕>》」\]]*[】〕>》」\]]")
_PART = re.compile(r"うち(?!わ)|\(うち|\(?内訳|\(?内[、:]|[・‣├└┗∟→＊*]|[-－―]\s?(?=\D)")
"""What begins the name of a part of the row above."""
_LIKE_A_PROJECT = re.compile(
    r"(?:事業|業務|費|経費|事務|補助|助成|支援|整備|推進|運営|管理|対策|料|金|工事|委託)(?:[(（].*)?$"
)
_SIGNS = "【〔<《「[■□◆◇●○◎▼▽▶★☆"
_TWO = 2
_SOME = 2
"""Rows that stand in, from which spaces before a name mean something."""
_MOST_HEADS = 3
"""Kinds of lines that head others, one below the other."""


@dataclass(frozen=True, slots=True)
class Lone:
    """A row with a name and nothing else."""

    text: str
    before: int
    """How many rows with more in them stand before it."""
    indent: int
    is_wide: bool
    """Whether it reaches over several columns, or stands in none of names."""
    rank: int = 0
    """Of a heading of a page, from 1."""

    @property
    def look(self) -> str:
        """The same for rows of one kind."""
        told = numbering(self.text)
        return f"{self.rank} {told.look}" if told and told.code else f"{self.rank} {self.indent}{mark(self.text)}"


@dataclass(frozen=True, slots=True)
class Tiers:
    """Which rows stand under which."""

    above: tuple[tuple[int, ...], ...] = ()
    """For each row the rows that it stands under, from the top; empty where none stands under any."""
    are_parts: bool = False
    """Whether the lower ones are parts of projects; else the upper ones head projects."""

    @property
    def depth(self) -> int:
        """How many rows a row stands under at most."""
        return max(map(len, self.above), default=0)

    def heads_others(self, at: int) -> bool:
        """Whether a row has others under it."""
        return any(at in above for above in self.above[at + 1 : at + 2])


def mark(text: str) -> str:
    """What a name begins with, so that names of one kind are alike: 1 for 2 こども, 【 for 【防災】."""
    match = _MARK.match(unicodedata.normalize("NFKC", text))
    if match is None:
        return ""
    return re.sub(r"[0-9]+|[ア-ン一-十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVXa-zA-Z]+", "1", match[0]) if match["numbered"] else match[0]


def groups(lone: Sequence[Lone], named: Sequence[tuple[str, int]]) -> list[int]:
    """Of each lone row its depth as a head of the rows below it, from 0; -1 where it is a project, -2 where a note."""
    usual = {mark(title) for title, _ in named}
    stack: list[Lone] = []
    found: list[int] = []
    for at, each in enumerate(lone):
        below = [other.before for other in lone[at + 1 :]]
        follows = each.before < len(named) and (not below or below[0] > each.before or _MOST_HEADS > 1)
        if not follows:
            found.append(-1 if _LIKE_A_PROJECT.search(each.text) and not each.is_wide else -2)
        elif _heads(each, named[each.before], usual):
            above = (at for at, other in enumerate(stack) if other.look == each.look or 0 < each.rank < other.rank)
            stack = [*stack[: min(next(above, len(stack)), _MOST_HEADS - 1)], each]
            found.append(len(stack) - 1)
        else:
            found.append(-1)
    return found


def _heads(lone: Lone, following: tuple[str, int], usual: set[str]) -> bool:
    own = mark(lone.text)
    told = numbering(lone.text)
    if lone.rank or (told and told.word):
        return True
    if own and own not in usual:
        return True
    return lone.is_wide or lone.indent < following[1] or not _LIKE_A_PROJECT.search(lone.text)


def tiers(titles: Sequence[tuple[str, int]]) -> Tiers:
    """Which rows stand under which, by the spaces and signs before their names, from the top of the table."""
    depths = _by_indents(titles) or _by_part_marks(titles) or _by_marks(titles)
    if depths is None:
        return Tiers()
    above: list[tuple[int, ...]] = []
    stack: list[int] = []
    for at, depth in enumerate(depths):
        stack = stack[:depth]
        above.append(tuple(stack))
        stack.append(at)
    if not any(above):
        return Tiers()
    leaves = {len(each) for at, each in enumerate(above) if at + 1 >= len(above) or at not in above[at + 1]}
    return Tiers(tuple(above), are_parts=len(leaves) > 1)


def _by_indents(titles: Sequence[tuple[str, int]]) -> list[int] | None:
    indents = sorted({indent for _, indent in titles})
    least = indents[0] if indents else 0
    if sum(indent > least for _, indent in titles) < _SOME or titles[0][1] != least:
        return None
    return [indents.index(indent) for _, indent in titles]


def _by_part_marks(titles: Sequence[tuple[str, int]]) -> list[int] | None:
    marked = [is_within(title) or _is_numbered_part(title) for title, _ in titles]
    return [int(each) for each in marked] if any(marked) and not marked[0] and not all(marked) else None


def _by_marks(titles: Sequence[tuple[str, int]]) -> list[int] | None:
    """Names with a number or whole in brackets, the first of them at the top, each followed by others without."""
    marks = [mark(title) for title, _ in titles]
    heads_by_number = bool(marks) and marks[0][-1:] not in ("", *_SIGNS)
    whole = bool(titles) and _WHOLE.fullmatch(titles[0][0]) is not None
    if len(set(marks)) != _TWO or not (heads_by_number or whole):
        return None
    heads = [at for at, each in enumerate(marks) if each == marks[0]]
    ends = [*heads[1:], len(marks)]
    followed = all(end - at > 1 for at, end in zip(heads, ends, strict=True))
    return [int(each != marks[0]) for each in marks] if followed and len(heads) > 1 else None


def without_brackets(title: str) -> str:
    """A name that stands whole in brackets, without them and without the sign before it: 【防災】, ■防災."""
    title = title.lstrip(_SIGNS[6:]).strip()
    return title[1:-1].strip() if _WHOLE.fullmatch(title) else title


def _is_numbered_part(title: str) -> bool:
    """Whether a name is numbered as parts are: (1) 舗装."""
    told = numbering(title)
    return told is not None and told.look.startswith("(")


def is_within(title: str) -> bool:
    """Whether a name says that it is a part of what stands above: うち舗装."""
    return _PART.match(unicodedata.normalize("NFKC", title)) is not None
