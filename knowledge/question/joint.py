"""Whether topics that stand side by side are one: crime prevention and safety, arts and culture, 学力と体力."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.question.decision import SURE
from knowledge.question.linking import Link
from knowledge.shelf.document import Document


def are_one(joint: Link, apart: Sequence[Link], document: Document) -> bool:
    """Whether what several topics mean together is one entry, and none of them surely means something else."""
    if joint.best is None:
        return False
    above = {each.id for each in document.ladder(joint.best)} | {joint.best.id}
    best = {link.best.id if link.best is not None else None for link in apart}
    if len(best) > 1 and joint.best.id in best and best <= above:
        return True  # academic ability & physical fitness: each means it, or one above it
    lacks_one = any(link.missing for link in apart) and any(link.best is not None for link in apart)
    if joint.is_whole and _are_related(apart, document):
        return not lacks_one  # crime prevention and drones
    if any(link.near and joint.best not in link.near for link in apart if link.best is None):
        return False  # one of them means something, and not this
    return joint.score > SURE and (None in best or (len(best) == 1 and any(link.missing for link in apart)))


def mean_the_same(apart: Sequence[Link]) -> bool:
    """Whether every one of several topics means the same entry."""
    best = {link.best.id if link.best is not None else None for link in apart}
    return len(best) == 1 and None not in best and not any(link.missing for link in apart)


def _are_related(apart: Sequence[Link], document: Document) -> bool:
    """Whether no two of several topics surely mean entries of different branches."""
    sure = [link.best for link in apart if link.best is not None]
    return len(sure) < len(apart) or all(document.related(sure[0], each) for each in sure)
