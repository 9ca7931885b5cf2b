"""The one door: a text in, an answer out."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from knowledge import question, steps, thread
from knowledge.answer import Answerer
from knowledge.document import Document
from knowledge.figures import Figures
from knowledge.model import Answer, Entry, Kind, Language, Move, Step, Subject
from knowledge.overview import Overview, Volume, overview, volume
from knowledge.phrases import say
from knowledge.question import Question
from knowledge.shelf import bring_in, program_hash
from knowledge.store import Record, Store, StoreError
from knowledge.suggest import suggest
from knowledge.text import strip_mentions
from knowledge.trade import trade
from knowledge.writer import Writer

OVERHEARD = 80
"""Score from which something that was said to others is answered."""


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

    def ask(self, text: str, subject: Subject | None = None, language: Language | None = None) -> Answer:
        """The answer to a question, in its own language or in the one told. Never raises on any text.

        `subject` is that of the conversation's last answer.
        """
        return self._ask(text, subject, language)[0]

    def _ask(self, text: str, subject: Subject | None, language: Language | None) -> tuple[Answer, Question]:
        with self._store.snapshot():
            document = self._document()
            asked = question.read(strip_mentions(text), document.context)
            again = thread.asked_again(asked, subject or Subject())
            if again is not None and asked.keys.years[:1] in ((), (document.source.fiscal_year,)):
                asked = question.read(again, document.context)
            asked = replace(asked, language=language or asked.language)
            asked, about = thread.complete(asked, subject or Subject(), document)
            answer = Answerer(document, asked, self._version(document), about).answer()
        return thread.remembered(answer, asked, subject or Subject()), asked

    def overhear(self, text: str, subject: Subject | None = None, language: Language | None = None) -> Answer | None:
        """The answer to what people say among themselves: only to a question to the plan that it surely answers."""
        if not question.asks(text):
            return None
        answer, asked = self._ask(text, subject, language)
        named = answer.kind is Kind.FOUND or bool(answer.reasons or asked.keys.codes or asked.about)
        answers = answer.kind in (Kind.FOUND, Kind.FIGURES, Kind.LIST) and not answer.unmatched
        return answer if named and answers and answer.score >= OVERHEARD else None

    def take(self, step: Step, language: Language, text: str = "", subject: Subject | None = None) -> Answer | None:
        """The answer that a step leads to; None where its entry is no longer on the shelf.

        `text` is the question whose choices the step settles, with the `subject` that it was asked with.
        """
        if step.move is Move.ASK:
            return self.ask(step.key, language=language)
        with self._store.snapshot():
            document = self._document()
            entry = document.entry(step.key) if step.key else None
            if step.key and entry is None:
                return None
            if entry is not None and step.move is Move.ENTRY:
                step = steps.to(entry)  # a button carries no name
            before = question.read(strip_mentions(text) if step.move is Move.ENTRY else "", document.context)
            if step.move is Move.ENTRY and text:
                before, _ = thread.complete(before, subject or Subject(), document)
            figures = Figures(Writer(document, before, ""))
            asked = steps.asked(step, replace(before, language=language), document, figures)
            answer = Answerer(document, asked, self._version(document), Subject()).answer()
        return thread.remembered(replace(answer, question=steps.label(step, language)), asked, Subject())

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

    def examples(self, language: Language) -> tuple[str, ...]:
        """Questions that the plan answers, made from it."""
        return self.ask(say("help_question", language), language=language).examples

    def edition(self, document: str) -> str | None:
        """Which edition of a document stands on the shelf; None where it is gone."""
        found = (record.source.edition for record in self._store.documents() if record.source.document == document)
        return next(found, None)

    def overview(self, opened: Collection[str] = ()) -> Overview:
        """The document that answers, at a glance; what stands below the entries of the ids in `opened` is in it."""
        with self._store.snapshot():
            document = self._document()
            nothing = question.read("", document.context)
            return overview(document, Figures(Writer(document, nothing, "")), opened)

    def documents(self) -> tuple[Volume, ...]:
        """What stands on the shelf, by name."""
        with self._store.snapshot():
            return tuple(volume(record, self._store.size(record.id)) for record in self._store.documents())

    def suggest(self, typed: str, language: Language, most: int = 100) -> tuple[Entry, ...]:
        """The entries that somebody who has typed so far may mean, best first. Never raises on any text.

        Nothing typed gives the issues, strategies and initiatives in the order of the page.
        """
        with self._store.snapshot():
            return suggest(typed, language, self._document(), most)

    def close(self) -> None:
        """Closes the index."""
        self._store.close()
