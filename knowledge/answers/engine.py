"""Query → Result: the set, then conditions, measure, order and take, and last what is asked of the rest.

No sentence is made here, and no text is read but that of the entries that the result holds.
"""

from __future__ import annotations

from knowledge.answers.asks import answered
from knowledge.answers.members import Shelf
from knowledge.answers.results import written
from knowledge.answers.scene import Scene
from knowledge.model import Ask, Query, Result


def run(query: Query, shelf: Shelf) -> Result:
    """What a query gives.

    The shelf must have the documents that it names. A set that still holds a Topic is a TypeError: it was not linked.
    """
    if query.ask is Ask.TALK:
        return Result(query)
    scene = Scene(shelf, query)
    return written(answered(scene, query))
