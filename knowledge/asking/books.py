"""The documents of one state of the shelf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.model import Language
from knowledge.question.linking import Linker
from knowledge.shelf.catalogue import Catalogue
from knowledge.shelf.document import Document
from knowledge.shelf.rows import Record


@dataclass(frozen=True)
class Books:
    """The documents of one state of the shelf, as the engine and the teller need them."""

    catalogue: Catalogue
    open: Callable[[Record], Linker]
    first: Record
    """The one that answers where nobody named another."""

    @property
    def default(self) -> Document:
        """The document that answers where a question names none."""
        return self.open(self.first).document

    def document(self, name: str) -> Document:
        """The document of a short name; the default one where there is none."""
        return self.linker(name).document

    def linker(self, name: str) -> Linker:
        """The words of the document of a short name."""
        return self.open(self.catalogue.named(name) or self.first)

    def held(self, document: Document, language: Language) -> str:
        """What is on the shelf, in words; empty where the document is alone."""
        return self.catalogue.held(document.record, language) if len(self.catalogue) > 1 else ""
