"""What one question stands on: the documents that it asks, each opened once, as far as it needs them."""

from __future__ import annotations

from knowledge.answers.changes import Twins
from knowledge.answers.members import Ground, Shelf
from knowledge.answers.scope import needed
from knowledge.model import Change, Query


class Scene:
    """The documents of one question."""

    def __init__(self, shelf: Shelf, query: Query) -> None:
        self._shelf = shelf
        self._keys = needed(query)
        self._grounds: dict[str, Ground] = {}
        self._twins: dict[tuple[str, str], Twins] = {}

    def ground(self, name: str) -> Ground:
        """A document with its tree; of a very large one only what the question starts from, where that is enough."""
        if name not in self._grounds:
            document = self._shelf.document(name)
            keys = None if document.shape.is_moderate else self._keys
            tree = document.shape.tree if keys is None else document.shape.family(keys)
            self._grounds[name] = Ground(document, tree)
        return self._grounds[name]

    def twins(self, change: Change) -> Twins:
        """Two years side by side."""
        key = change.old, change.new
        if key not in self._twins:
            self._twins[key] = Twins(self.ground(change.old), self.ground(change.new))
        return self._twins[key]
