"""The documents that are open: those that were asked last."""

from __future__ import annotations

import threading
from collections import OrderedDict

from knowledge.question.linking import Linker
from knowledge.question.trade import trade
from knowledge.shelf.document import Document
from knowledge.shelf.rows import Record
from knowledge.shelf.store import Store

MOST_OPEN = 24
"""Documents whose words are kept in memory at once; one of 60 entries takes about two megabytes."""
MOST_ENTRIES_OPEN = 12_000
"""Entries that those documents have together; the last one stays open whatever its size."""


class Opened:
    """The open documents of one index. May be used by many threads at once."""

    def __init__(self, store: Store) -> None:
        """None is open yet."""
        self._store = store
        self._lock = threading.Lock()
        self._linkers: OrderedDict[int, Linker] = OrderedDict()

    def linker(self, record: Record) -> Linker:
        """A document with its words, opened; those that were asked last stay open."""
        with self._lock:
            if record.id not in self._linkers:
                self._linkers[record.id] = Linker(Document.open(self._store, record), trade())
            self._linkers.move_to_end(record.id)
            while len(self._linkers) > 1 and self._is_too_much():
                self._linkers.popitem(last=False)
            return self._linkers[record.id]

    def _is_too_much(self) -> bool:
        entries = sum(linker.document.size for linker in self._linkers.values())
        return len(self._linkers) > MOST_OPEN or entries > MOST_ENTRIES_OPEN
