"""The one door: a text in, an answer out."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from knowledge import question, thread
from knowledge.answer import Answerer
from knowledge.document import Document
from knowledge.model import Answer, Subject
from knowledge.phrases import say
from knowledge.shelf import bring_in, program_hash
from knowledge.store import Record, Store, StoreError
from knowledge.text import strip_mentions
from knowledge.trade import trade


class Desk:
    """Answers questions from the index. May be used by many threads at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._documents: dict[int, Document] = {}

    @classmethod
    def open(cls, database: Path, documents: Path) -> Desk:
        """A desk over the index at `database`, which is made or brought up to date from the folder `documents` first.

        Raises StoreError or ReadingError, each with one sentence for whoever runs the program.
        """
        store = Store.create(database)
        try:
            bring_in(store, documents)
        except BaseException:
            store.close()
            raise
        return cls(store)

    def ask(self, text: str, subject: Subject | None = None) -> Answer:
        """The answer to a question; `subject` is that of the conversation's last answer. Never raises on any text."""
        with self._store.snapshot():
            document = self._document()
            asked = question.read(strip_mentions(text), document.context)
            again = thread.asked_again(asked, subject or Subject())
            if again is not None and asked.keys.years[:1] in ((), (document.source.fiscal_year,)):
                asked = question.read(again, document.context)
            document = document.through(thread.money_asked(asked, subject or Subject(), document))
            asked, about = thread.complete(asked, subject or Subject(), document)
            answer = Answerer(document, asked, self._version(document), about).answer()
        return thread.remembered(answer, asked, subject or Subject())

    def _document(self) -> Document:
        """The newest plan on the shelf."""
        records = self._store.documents()
        if not records:
            raise StoreError(say("trouble_no_document", "ja"))
        newest = max(records, key=lambda record: (record.source.fiscal_year or 0, record.source.document))
        with self._lock:
            if newest.id not in self._documents:
                self._documents = {newest.id: self._opened(newest)}
            return self._documents[newest.id]

    def _opened(self, record: Record) -> Document:
        return Document(self._store, record, trade(), self._store.size(record.id))

    def _version(self, document: Document) -> str:
        return hashlib.sha256(f"{document.record.content_hash}{program_hash()}".encode()).hexdigest()[:12]

    def close(self) -> None:
        """Closes the index."""
        self._store.close()
