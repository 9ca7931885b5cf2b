"""What the codes of a page's headings tell in their order: A, which is a word elsewhere; and names that only refer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from knowledge.language.series import place
from knowledge.reading.numbering import is_lettered, is_level

_FEWEST = 2
"""Headings of one kind that letters are a series from."""


class Coded(Protocol):
    """A heading with what it begins with."""

    @property
    def look(self) -> str:
        """The same for headings of one kind."""

    @property
    def code(self) -> str | None:
        """Its number in ASCII."""

    @property
    def word(self) -> str | None:
        """What the plan calls its level."""

    @property
    def title(self) -> str:
        """Its words."""


def unordered(found: Iterable[Coded]) -> frozenset[str]:
    """The looks of lines that begin with a letter and are no series: Q1 and A1, X and Y.

    A series begins with A or ア, or goes on with the codes of another. Words that name no level as other plans do,
    写真A, are told by that alone.
    """
    codes: dict[str, list[str]] = defaultdict(list)
    named: dict[str, bool] = {}
    for each in found:
        if is_lettered(each.code) and each.code:
            codes[each.look].append(each.code)
            named[each.look] = each.word is None or is_level(each.word)
    return frozenset(look for look, own in codes.items() if not _is_series(look, codes, by_itself=named[look]))


def _is_series(look: str, codes: Mapping[str, Sequence[str]], *, by_itself: bool) -> bool:
    own = codes[look]
    others = {code for each, several in codes.items() if each != look for code in several}
    begins = by_itself and all(place(sign) == 1 for sign in own[0] if sign != "-")
    below = all(any(code.startswith(other) for other in others - {code}) for code in own)
    above = all(any(other.startswith(code) for other in others - {code}) for code in own)
    return (begins or below or above) and len(set(own)) >= _FEWEST


def referring(found: Iterable[Coded]) -> frozenset[str]:
    """The looks of lines that name headings of another, more frequent look by code and title: 関連施策1-2 …"""
    looks: dict[tuple[str, str], set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for each in found:
        counts[each.look] += 1
        if each.code:
            looks[each.code, each.title].add(each.look)
    own: dict[str, int] = Counter(look for several in looks.values() if len(several) > 1 for look in several)
    rarer = {look for several in looks.values() for look in several if counts[look] < max(counts[e] for e in several)}
    return frozenset(look for look in rarer if own[look] == counts[look])
