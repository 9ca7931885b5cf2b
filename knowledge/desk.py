"""The one door: a text in, an answer out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from knowledge.asking import Asking
from knowledge.catalogue import Catalogue
from knowledge.comparison import Comparison
from knowledge.document import Document
from knowledge.model import Answer, Source, Subject
from knowledge.phrases import say
from knowledge.shelf import bring_in
from knowledge.store import Extent, Record, Store, StoreError
from knowledge.text import strip_mentions
from knowledge.trade import trade

MOST_OPEN = 24
"""Documents whose words are kept in memory at once; one of 60 entries takes about two megabytes."""
MOST_ENTRIES_OPEN = 12_000
"""Entries that those documents have together; the last one stays open whatever its size."""
MOST_COMPARED = 4
"""Pairs of documents that are kept paired."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A document on the shelf as a list shows it."""

    source: Source
    built_at: str
    """ISO time, UTC."""
    extent: Extent
    is_current: bool
    """False where a newer stage of the same plan answers in its place."""
    is_default: bool
    """Whether it answers where a question names no ward and no year."""


class Desk:
    """Answers questions from the index. May be used by many threads at once."""

    def __init__(self, store: Store, organisation: str | None = None) -> None:
        """`organisation` is whose newest plan answers where a question names none: see Catalogue.default."""
        self._store = store
        self._organisation = organisation
        self._lock = threading.Lock()
        self._documents: OrderedDict[int, Document] = OrderedDict()
        self._comparisons: OrderedDict[tuple[int, int], Comparison] = OrderedDict()
        self._known: tuple[tuple[int, int], Catalogue] | None = None

    @classmethod
    def open(cls, database: Path, documents: Path, organisation: str | None = None) -> Desk:
        """A desk over the index at `database`, which is made or brought up to date from the folder `documents` first.

        Raises StoreError or ReadingError, each with one sentence for whoever runs the program; StoreError also where
        `organisation` names nobody on the shelf, or several.
        """
        store = Store.create(database)
        try:
            bring_in(store, documents)
            desk = cls(store, organisation)
            if organisation is not None:
                desk.catalogue.organisation(organisation)
        except BaseException:
            store.close()
            raise
        return desk

    @property
    def catalogue(self) -> Catalogue:
        """Which documents are on the shelf now; read anew only after the shelf has changed."""
        state = self._store.state()
        with self._lock:
            if self._known is None or self._known[0] != state:
                self._known = state, Catalogue(self._store.documents())
            return self._known[1]

    def ask(self, text: str, subject: Subject | None = None, organisation: str | None = None) -> Answer:
        """The answer to a question; `subject` is that of the conversation's last answer. Never raises on any text.

        `organisation` goes before the desk's own, such as a channel's; StoreError where the shelf does not have it.
        """
        with self._store.snapshot():
            catalogue = self.catalogue
            default = catalogue.default(organisation or self._organisation)
            asking = Asking(
                self.document, self.compared, catalogue, default, strip_mentions(text), subject or Subject()
            )
            return asking.answer()

    def document(self, record: Record) -> Document:
        """A document, opened; those that were asked last stay open."""
        with self._lock:
            if record.id not in self._documents:
                self._documents[record.id] = Document(self._store, record, trade(), self._store.size(record.id))
            self._documents.move_to_end(record.id)
            while len(self._documents) > 1 and self._is_too_much():
                self._documents.popitem(last=False)
            return self._documents[record.id]

    def _is_too_much(self) -> bool:
        entries = sum(document.size for document in self._documents.values())
        return len(self._documents) > MOST_OPEN or entries > MOST_ENTRIES_OPEN

    def comparison(self, old: str, new: str) -> Comparison:
        """Two documents side by side, by their short names; StoreError where the shelf lacks one."""
        documents = []
        for name in (old, new):
            record = self.catalogue.named(name)
            if record is None:
                there = "、".join(sorted(self.catalogue.names))
                raise StoreError(say("trouble_no_such_document", "ja", name=name, there=there))
            documents.append(self.document(record))
        return Comparison(*documents)

    def compared(self, old: Record, new: Record) -> Comparison:
        """Two documents side by side; the last comparisons are kept with their entries and who is paired with whom."""
        with self._lock:
            found = self._comparisons.pop((old.id, new.id), None)
        found = found or Comparison(self.document(old), self.document(new))
        with self._lock:
            self._comparisons[old.id, new.id] = found
            while len(self._comparisons) > MOST_COMPARED:
                self._comparisons.popitem(last=False)
        return found

    def holdings(self) -> tuple[Holding, ...]:
        """Every document on the shelf, in the order of organisations, years and stages."""
        catalogue, extents = self.catalogue, self._store.extents()
        default = catalogue.default(self._organisation)
        return tuple(
            Holding(
                record.source,
                record.built_at,
                extents.get(record.id, Extent(0, None)),
                is_current=catalogue.is_current(record),
                is_default=record.id == default.id,
            )
            for record in catalogue.records
        )

    def close(self) -> None:
        """Closes the index."""
        self._store.close()
