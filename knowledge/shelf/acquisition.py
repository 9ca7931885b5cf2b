"""Documents come onto the shelf and leave it: file, documents.toml and index change together.

Whatever breaks off leaves a whole shelf, the old one or the new one. The index's transaction is the lock. A file
becomes a document at the moment when documents.toml names it; until then, and once it is no longer named, a marker
beside it keeps it from being taken for one. What comes with the program is never touched: a new edition of it is put
before it, and what is taken off the shelf is marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.model import Entry, Plan, Source
from knowledge.reading import NOTHING, Opened, Reading, Told, complaints, opened
from knowledge.reading.listing import Facts, with_document, without_document
from knowledge.shelf.building import content_hash
from knowledge.shelf.filing import keep_off, listed_in, make, note_in, path_for, put_file, put_whole, tidy
from knowledge.shelf.folder import FACTS, Folders, Listed, documents_in, marker, shipped_in
from knowledge.shelf.recognition import Reader, adds, cleaned, recognised, with_facts
from knowledge.shelf.rows import Record
from knowledge.shelf.store import Store


class Outcome(StrEnum):
    """What `add` did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was added, and what that changed."""

    plan: Plan
    outcome: Outcome
    path: Path
    """Where the copy lies."""
    before: tuple[Entry, ...] | None = None
    """The entries of the edition that stood there before; None where there was none."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it would come onto the shelf: nothing has changed yet."""

    file: Opened
    facts: Facts
    reading: Reading
    is_known: bool
    """Whether the shelf has this very file, and documents.toml says all that was told of it."""
    understood_as: Mapping[tuple[Source, Told], Reading]
    """What the file was understood as, by what was known and told of it."""
    name: str | None = None
    """The short name that was told."""


def look(store: Store, place: Folders | Path, file: Path, facts: Facts, name: str | None = None) -> Arrival:
    """What a published file would be on the shelf with the `facts` that are told of it; it is parsed here, once.

    `name` is the short name that it is to have; None takes the file's. Raises ReadingError for a file or a
    documents.toml that cannot be read and for a name that cannot be had, and UndecidedError for a table that has to be
    asked about.
    """
    if name is not None and name != cleaned(name):
        raise complaints.unusable_name(name, cleaned(name))
    reader = Reader(opened(file, with_facts(NOTHING, facts)), facts, name)
    listed = listed_in(Folders.of(place))
    reading, before = recognised(store, reader, listed)
    return Arrival(reader.file, facts, reading, _is_known(reading.plan, before, facts, listed), reader.readings, name)


def add(store: Store, place: Folders | Path, file: Path, facts: Facts) -> Added:
    """Copies a published file into the folder of added documents, notes `facts` of it in documents.toml and indexes it.

    A file that is on the shelf already is left alone; another edition of the same plan at the same stage replaces it.
    Raises ReadingError for a file or a documents.toml that cannot be read, StoreError where the index cannot be
    written; nothing has changed then.
    """
    return _added(store, Folders.of(place), Reader(opened(file, with_facts(NOTHING, facts)), facts))


def take_in(store: Store, place: Folders | Path, arrival: Arrival) -> Added:
    """Adds a file that was looked at, as `add` does."""
    return _added(
        store, Folders.of(place), Reader(arrival.file, arrival.facts, arrival.name, dict(arrival.understood_as))
    )


def note(store: Store, place: Folders | Path, listed: Listed, facts: Facts) -> Added:
    """Notes `facts` of a document on the shelf in documents.toml and indexes it anew; its page stays as it is."""
    return _added(store, Folders.of(place), Reader(opened(listed.path, listed.told), facts))


def _added(store: Store, folders: Folders, reader: Reader) -> Added:
    facts = reader.facts
    with ExitStack() as undo:
        with store.writing():
            tidy(folders)
            listed = listed_in(folders)
            reading, before = recognised(store, reader, listed)
            plan = reading.plan
            name = plan.source.document
            path = path_for(folders, reader.file.path, listed, name)
            if _is_known(plan, before, facts, listed):
                return Added(plan, Outcome.SAME, path)
            old = store.entries.of(before.id) if before is not None else ()
            is_own = name in listed and folders.holds(listed[name])
            inherited = facts_of(listed[name]) if name in listed and not is_own else {}
            make(folders)
            put_file(reader.file.data, path, undo, is_listed=is_own)
            said = {"file": path.name, **inherited, **facts}
            note_in(folders.own, undo, lambda text: with_document(text, name, said))
            stored = next(each for each in documents_in(folders) if each.source.document == name)
            store.replace(plan.source, plan.entries, plan.findings, content_hash(stored))
        undo.pop_all()
    marker(path).unlink(missing_ok=True)
    if before is None:
        return Added(plan, Outcome.NEW, path)
    return Added(plan, Outcome.CHANGED, path, old)


def _is_known(plan: Plan, before: Record | None, facts: Facts, listed: dict[str, Listed]) -> bool:
    same = before is not None and before.source.edition == plan.source.edition
    return same and not adds(facts, listed[plan.source.document])


def remove(store: Store, place: Folders | Path, name: str) -> Path:
    """Takes a document off the shelf and deletes its copy in the folder of added documents; returns where it lies.

    A document that comes with the program stays where it is, and a mark in that folder keeps it off the shelf. Raises
    ReadingError where there is no document of that name.
    """
    folders = Folders.of(place)
    with ExitStack() as undo:
        with store.writing():
            tidy(folders)
            document = found(folders, name)
            if name in {each.source.document for each in shipped_in(folders)}:
                make(folders)
                put_whole(folders.removal(name), b"", undo)
            if folders.holds(document):
                keep_off(document.path, document.path.read_bytes(), undo)
                note_in(folders.own, undo, lambda listed: without_document(listed, name))
            store.remove(name)
        undo.pop_all()
    if folders.holds(document):
        if document.path not in {each.path for each in listed_in(folders).values()}:  # it may have another name too
            document.path.unlink()
        marker(document.path).unlink(missing_ok=True)
    return document.path


def found(place: Folders | Path, name: str) -> Listed:
    """The document of a name; ReadingError, which lists the names there are, where there is none."""
    listed = listed_in(Folders.of(place))
    if name not in listed:
        raise complaints.no_such_document(name, sorted(listed))
    return listed[name]


def facts_of(listed: Listed) -> Facts:
    """What documents.toml says of a document, so that it can be said again elsewhere."""
    said = ((name, getattr(known, name, None)) for name in FACTS for known in (listed.source, listed.told))
    return {name: value for name, value in said if value}
