"""The tree of a page's headings without what is none of the plan: lists of them, notes, what heads a table alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from knowledge.reading.apart import set_apart
from knowledge.reading.outline.chapters import of_another_kind
from knowledge.reading.outline.nodes import PLAIN, Node

_HALF = 2


def of_the_plan(found: list[Node]) -> list[Node]:
    """The tree without headings of another kind than the plan's own: a list of the headings before them all, notes
    that nothing stands below, chapters of another kind, the one heading that all the others stand below."""
    if others := _listed(found) or of_another_kind(found):
        return of_the_plan(_without(found, others))
    having = {node.parent for node in found}
    told = [at in having or bool(set_apart(node.line.text)) for at, node in enumerate(found)]
    heads = [at for at, node in enumerate(found) if node.depth == 0]
    parents = [at for at in heads if at in having]
    if len(parents) == 1 and found[parents[0]].is_shape and sum(node.parent == parents[0] for node in found) > 1:
        return of_the_plan(_without(found, set(heads)))
    weights = Counter(_top(found, node).look for node in found)
    main = weights.most_common(1)[0][0] if weights else ""
    first = next((at for at in heads if found[at].look == main), 0)
    before = {at for at, node in enumerate(found) if at < first and _top(found, node).look != main}
    notes = {at for at in heads if found[at].look != main and not told[at]}
    notes |= {at for at, node in enumerate(found) if node.is_shape and node.look == PLAIN != main and not told[at]}
    return _without(found, before | notes | _beside_the_plan(found, told))


def _beside_the_plan(found: Sequence[Node], told: Sequence[bool]) -> set[int]:
    """Headings without a number, as large as a numbered one whose parts are smaller: 注意事項 behind the last 柱."""
    smallest = {node.parent: node.rank for node in found if node.code and node.parent is not None}
    return {
        at
        for at, node in enumerate(found)
        if node.is_shape and node.parent is not None and not told[at]
        if 0 < node.rank == found[node.parent].rank < smallest.get(node.parent, 0)
    }


def _listed(found: Sequence[Node]) -> set[int]:
    """Headings that are listed before they come: in the same look, or as items of a list."""
    having = {node.parent for node in found}
    alike = {(node.look, node.title): at for at, node in enumerate(found)}
    heads = {node.title: at for at, node in enumerate(found) if not node.line.bullet}
    return {
        at
        for at, node in enumerate(found)
        if not (node.body or at in having or set_apart(node.line.text))
        and (alike[node.look, node.title] > at or (node.line.bullet and heads.get(node.title, -1) > at))
    }


def without_captions(found: list[Node], within: set[int]) -> list[Node]:
    """The tree without what heads nothing but a table that is none of the plan: 柱別の事業数と予算額."""
    having = {node.parent for node in found}
    only_tables = {
        at
        for at, node in enumerate(found)
        if at not in having
        and node.is_shape
        and node.body
        and sum(line.number in within for line in node.body) * _HALF > len(node.body)
    }
    if len(only_tables) * _HALF > len(found):
        return found
    above = {found[at].parent for at in only_tables}
    parts = {at: {child for child, node in enumerate(found) if node.parent == at} for at in above if at is not None}
    emptied = {at for at, below in parts.items() if below <= only_tables and found[at].is_shape and not found[at].body}
    return _without(found, only_tables | emptied)


def _without(found: list[Node], gone: set[int]) -> list[Node]:
    """The tree without some of its nodes; what stands below them, stands below what is above them."""
    place: dict[int | None, int | None] = {None: None}
    kept: list[Node] = []
    last = max((at for at in range(len(found)) if at not in gone), default=0)
    for at, node in enumerate(found):
        parent = place[node.parent]
        if at in gone:
            place[at] = parent
            if parent is not None and at < last:  # a label and its text within what stands above it
                kept[-1].body += [node.line, *node.body]
            continue
        place[at] = len(kept)
        node.parent, node.depth = parent, 0 if parent is None else kept[parent].depth + 1
        kept.append(node)
    return kept


def _top(found: Sequence[Node], node: Node) -> Node:
    while node.parent is not None:
        node = found[node.parent]
    return node
