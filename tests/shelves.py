"""A shelf to ask the engine and the teller of: documents of the index, opened, the first of them the default one."""

from __future__ import annotations

from pathlib import Path

from knowledge.model import Language
from knowledge.shelf.building import bring_in
from knowledge.shelf.catalogue import Catalogue
from knowledge.shelf.document import Document
from knowledge.shelf.store import Store


class TestShelf:
    """The documents of an index."""

    __test__ = False

    def __init__(self, store: Store, default: str) -> None:
        self._catalogue = Catalogue(store.documents())
        self._documents = {each.source.document: Document.open(store, each) for each in self._catalogue.records}
        self._default = default

    @property
    def default(self) -> Document:
        """The one that answers where a query names none."""
        return self._documents[self._default]

    def document(self, name: str, /) -> Document:
        """The document of a short name."""
        return self._documents[name or self._default]

    def held(self, document: Document, language: Language) -> str:
        """What is on the shelf, in words; empty where the document is alone."""
        return self._catalogue.held(document.record, language) if len(self._documents) > 1 else ""


def shelf_of(path: Path, documents: Path, default: str) -> TestShelf:
    """A shelf of a folder of documents, indexed at `path`."""
    store = Store.create(path)
    bring_in(store, documents)
    return TestShelf(store, default)
