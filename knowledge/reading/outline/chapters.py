"""The chapters of a page that are none of its plan: the size of the budget, how to read the marks, the funds' balances.

Where a chapter holds a numbered series, 柱1, 柱2 …, and the plan's projects stand in it, the others are told by
parallelism: they hold neither the series nor projects that are told as those of the series are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from knowledge.reading.apart import printed_in, set_apart
from knowledge.reading.outline.nodes import Node

_FEWEST = 2
"""Headings that are a series."""
_HALF = 2


def of_another_kind(found: Sequence[Node]) -> set[int]:
    """The places of the headings in chapters that are none of the plan, their own and those below them."""
    tops = _tops(found)
    series = _series(found)
    if series is None:
        return set(_within(found, tops, _of_the_whole(found, tops)))
    held = {tops[at] for at, node in enumerate(found) if node.look == series}
    own, others = _within(found, tops, held), set(tops) - held
    is_priced = any(found[at].is_priced for at in own)
    gone = {
        top
        for top in others
        if found[top].is_shape and _is_other(found, _within(found, tops, {top}), own, is_priced=is_priced)
    }
    return set(_within(found, tops, gone))


def _tops(found: Sequence[Node]) -> list[int]:
    """Of each heading, the place of the one at the top that it stands below."""
    tops: list[int] = []
    for at, node in enumerate(found):
        tops.append(at if node.parent is None else tops[node.parent])
    return tops


def _series(found: Sequence[Node]) -> str | None:
    """The look of the numbered headings that stand right below unnumbered chapters, where there are several."""
    looks = Counter(
        node.look
        for node in found
        if node.code is not None and node.parent is not None and node.depth == 1 and found[node.parent].is_shape
    )
    look, count = looks.most_common(1)[0] if looks else ("", 0)
    return look if count >= _FEWEST else None


def _within(found: Sequence[Node], tops: Sequence[int], chapters: set[int]) -> list[int]:
    return [at for at in range(len(found)) if tops[at] in chapters]


def _of_the_whole(found: Sequence[Node], tops: Sequence[int]) -> set[int]:
    """Where no series tells: chapters of bare items, one of which has more money than all projects that are told, or
    that stand deeper."""
    chapters = {top for at, top in enumerate(tops) if at != top and found[top].is_shape}
    within = {top: _within(found, tops, {top}) for top in chapters}
    told = {top for top in chapters if _are_told(found, within[top])}
    deepest = {top: max(found[at].depth for at in within[top]) for top in chapters}
    deeper = {top for top in chapters if deepest[top] > min(deepest.values())}
    projects = told if len(told) >= _FEWEST else deeper
    whole = sum(_yen(found[at]) for top in projects for at in within[top])
    if not whole:
        return set()
    return {top for top in chapters - projects - told if max(_yen(found[at]) for at in within[top]) > whole}


def _yen(node: Node) -> int:
    """The first amount on a heading's line; 0 where there is none."""
    return next((each.yen for part in set_apart(node.line.text) for each in printed_in(part.words)), 0)


def _is_other(found: Sequence[Node], chapter: Sequence[int], own: Sequence[int], *, is_priced: bool) -> bool:
    """Whether a chapter without the series has no money where that has some, or bare items where that tells more."""
    if is_priced and not any(found[at].is_priced for at in chapter):
        return True
    return _are_told(found, own) and not _are_told(found, chapter)


def _are_told(found: Sequence[Node], places: Sequence[int]) -> bool:
    """Whether a text stands below most of the headings that have none below them."""
    having = {found[at].parent for at in places}
    leaves = [found[at] for at in places if at not in having and found[at].parent is not None]
    return sum(bool(node.body) for node in leaves) * _HALF > len(leaves)
