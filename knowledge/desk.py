"""The one door: a text in, an answer out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from copy import copy
from dataclasses import dataclass, replace
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from knowledge import asking
from knowledge.answers.canonical import canonical
from knowledge.answers.differences import Comparison, compared
from knowledge.answers.files import File, as_file
from knowledge.answers.overview import Overview, overview
from knowledge.asking import Asking, Books, Heard
from knowledge.asking.opened import Opened
from knowledge.language.asides import apart
from knowledge.language.phrases import say
from knowledge.language.text import strip_mentions
from knowledge.model import Answer, Entry, Form, Kind, Language, Query, Source, Step, Subject, Turn
from knowledge.question.linking import Linker
from knowledge.question.overheard import asks
from knowledge.question.suggest import suggest
from knowledge.shelf.amounts import Extent
from knowledge.shelf.building import bring_in, sound
from knowledge.shelf.catalogue import Catalogue
from knowledge.shelf.file import StoreError
from knowledge.shelf.folder import Folders
from knowledge.shelf.repairs import Repairs
from knowledge.shelf.rows import Record
from knowledge.shelf.store import Store

OVERHEARD = 80
"""Score from which something that was said to others is answered."""


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


Given = ParamSpec("Given")
Done = TypeVar("Done")


def _once_more(method: Callable[Concatenate[Desk, Given], Done]) -> Callable[Concatenate[Desk, Given], Done]:
    """Does something again where the index turned out to be damaged or gone and has been built anew."""

    @wraps(method)
    def done(desk: Desk, /, *given: Given.args, **named: Given.kwargs) -> Done:
        before = desk.mends
        try:
            return method(desk, *given, **named)
        except Exception:
            if not desk.mended(before):
                raise
            return method(desk, *given, **named)

    return done


class Desk:
    """Answers questions from the index. May be used by many threads at once."""

    def __init__(self, store: Store, organisation: str | None = None, documents: Folders | Path | None = None) -> None:
        """`organisation` is whose newest plan answers where a question names none: see Catalogue.default.

        An index that turns out to be damaged or gone is built anew from the folder `documents`, where one is told.
        """
        self._store = store
        self._organisation = organisation
        self._repairs = Repairs(store, documents)
        self._lock = threading.Lock()
        self._opened = Opened(store)
        self._known: tuple[tuple[int, int], Catalogue] | None = None

    @classmethod
    def open(cls, database: Path, documents: Folders | Path, organisation: str | None = None) -> Desk:
        """A desk over the index at `database`, which is made or brought up to date from `documents` first.

        Raises StoreError or ReadingError, each with one sentence for whoever runs the program; StoreError also where
        `organisation` names nobody on the shelf, or several.
        """
        store = sound(database, documents)
        try:
            bring_in(store, documents)
            desk = cls(store, organisation, documents)
            if organisation is not None:
                desk.catalogue.organisation(organisation)
        except BaseException:
            store.close()
            raise
        return desk

    @property
    def mends(self) -> int:
        """How often the index has been built anew."""
        return self._repairs.count

    def of(self, organisation: str | None) -> Desk:
        """The same shelf, for people whose own plans are this organisation's; StoreError where the shelf has none.

        What is open is open for both, and closed with the first.
        """
        if organisation is None or organisation == self._organisation:
            return self
        self.catalogue.organisation(organisation)
        other = copy(self)
        other._organisation = organisation
        return other

    def warm_up(self) -> None:
        """Read the dictionary, the lexicon and the model of meaning now, and not inside the first question."""
        for language in ("ja", "en"):
            for question in self.examples(language):
                self.ask(question, language=language)
        self._books(None).default.meanings.read()

    @property
    def catalogue(self) -> Catalogue:
        """Which documents are on the shelf now; read anew only after the shelf has changed."""
        state = self._store.state()
        with self._lock:
            if self._known is None or self._known[0] != state:
                self._known = state, Catalogue(self._store.documents())
            return self._known[1]

    @_once_more
    def ask(
        self,
        text: str,
        subject: Subject | None = None,
        language: Language | None = None,
        organisation: str | None = None,
    ) -> Answer:
        """The answer to a question, in its own language or in the one told. Never raises on any text.

        `subject` is that of the conversation's last answer. `organisation` goes before the desk's own, such as a
        channel's; StoreError where the shelf does not have it.
        """
        with self._store.snapshot():
            answer = self._asking(text, subject, language, organisation).answer()
        return replace(answer, question=strip_mentions(text))

    @_once_more
    def heard(self, text: str, subject: Subject | None = None) -> tuple[Heard, ...]:
        """How each question of a text was heard: the first steps of the path to its answer."""
        with self._store.snapshot():
            return self._asking(text, subject, None, None).heard()

    def overhear(
        self,
        text: str,
        subject: Subject | None = None,
        language: Language | None = None,
        organisation: str | None = None,
    ) -> Answer | None:
        """The answer to what people say among themselves: only to a question to the plan that it surely answers."""
        if not asks(apart(text).text):
            return None
        answer = self.ask(text, subject, language, organisation)
        named = (
            answer.kind is Kind.FOUND
            or bool(answer.reasons)
            or answer.form is not None
            or bool(answer.query and asking.names_entries(answer.query))
        )
        answers = answer.kind in (Kind.FOUND, Kind.FIGURES, Kind.LIST) and not answer.unmatched
        return answer if named and answers and answer.score >= OVERHEARD else None

    @_once_more
    def file(self, answer: Answer, form: Form) -> File | None:
        """An answer as a file; None where it has nothing to put into one. A note is told against the year before."""
        parts = (answer.parts or (answer,)) if form is Form.MEMO else ()
        return as_file(answer, form, self._question(answer), tuple(map(self._before, parts)))

    def _before(self, answer: Answer) -> Answer | None:
        """The same against the year before; None where no money was asked for."""
        told_money = answer.yen is not None or (answer.table is not None and bool(answer.table.yen))
        if not told_money or answer.query is None or answer.source is None:
            return None
        turn = Turn(answer.query, tuple(shown.entry.id for shown in answer.shown), answer.yen)
        subject = Subject(document=answer.source.document, turns=(turn,))
        return self.ask(say("memo_before_question", answer.language), subject, answer.language)

    def _question(self, answer: Answer) -> str:
        """The question as it was asked; where it asked for a form, without that, in the words of its query."""
        if answer.form is None or answer.query is None:
            return answer.question
        return canonical(answer.query, answer.language, self._books(None))

    def take(self, step: Step, language: Language, subject: Subject | None = None) -> Answer | None:
        """The answer that a step leads to; None where its entries are no longer on the shelf."""
        with self._store.snapshot():
            return asking.take(step, self._books(None), language, subject or Subject())

    def run(self, query: Query, language: Language) -> Answer:
        """The answer of a query that was made by a program."""
        answer = self.take(Step("", query), language)
        assert answer is not None
        return answer

    def _books(self, organisation: str | None) -> Books:
        catalogue = self.catalogue
        return Books(catalogue, self.linker, catalogue.default(organisation or self._organisation))

    def _asking(
        self, text: str, subject: Subject | None, language: Language | None, organisation: str | None
    ) -> Asking:
        books, subject = self._books(organisation), subject or Subject()
        post = apart(strip_mentions(text), books.catalogue.on_page)
        named = next((record for page in post.pages if (record := books.catalogue.on_page(page))), None)
        if named is not None and named.source.document != subject.document:
            subject = Subject(document=named.source.document)
        asked = say("overview_question", language or "ja") if named is not None and post.are_none else post.text
        return Asking(books, asked, subject, language)

    def mended(self, before: int) -> bool:
        """Whether the index has been built anew since `mends` was `before`, by us now if it is damaged or gone."""
        return self._repairs.mended(before)

    def linker(self, record: Record) -> Linker:
        """A document with its words, opened."""
        return self._opened.linker(record)

    @_once_more
    def comparison(self, old: str, new: str) -> Comparison:
        """Two documents side by side, by their short names; StoreError where the shelf lacks one."""
        documents = []
        for name in (old, new):
            record = self.catalogue.named(name)
            if record is None:
                there = "、".join(sorted(self.catalogue.names))
                raise StoreError(say("trouble_no_such_document", "ja", name=name, there=there))
            documents.append(self.linker(record).document)
        return compared(*documents)

    @_once_more
    def holdings(self) -> tuple[Holding, ...]:
        """Every document on the shelf, in the order of organisations, years and stages."""
        catalogue, extents = self.catalogue, self._store.amounts.extents()
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

    def examples(self, language: Language) -> tuple[str, ...]:
        """Questions that the plan answers, made from it."""
        return self.ask(say("help_question", language), language=language).examples

    @property
    @_once_more
    def shelf(self) -> str:
        """Tells all documents in their editions from any others, alike on every machine."""
        editions = sorted((record.source.document, record.source.edition) for record in self.catalogue.records)
        return sha256(repr(editions).encode()).hexdigest()

    @_once_more
    def edition(self, document: str) -> str | None:
        """Which edition of a document stands on the shelf; None where it is gone."""
        found = (record.source.edition for record in self._store.documents() if record.source.document == document)
        return next(found, None)

    @_once_more
    def overview(self, opened: Collection[str] = (), organisation: str | None = None) -> Overview:
        """The document that answers, at a glance; what stands below the entries of the ids in `opened` is in it."""
        with self._store.snapshot():
            books = self._books(organisation)
            return overview(books.default, books, opened)

    @_once_more
    def suggest(self, typed: str, language: Language, most: int = 100) -> tuple[Entry, ...]:
        """The entries that somebody who has typed so far may mean, best first. Never raises on any text.

        Nothing typed gives the issues, strategies and initiatives in the order of the page.
        """
        with self._store.snapshot():
            return suggest(typed, language, self.linker(self.catalogue.default(self._organisation)), most)

    def close(self) -> None:
        """Closes the index."""
        self._store.close()
