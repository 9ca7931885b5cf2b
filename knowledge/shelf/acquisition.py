"""Documents come onto the shelf and leave it: file, documents.toml and index change together.

Whatever breaks off leaves a whole shelf, the old one or the new one. The index's transaction is the lock. A file
becomes a document at the moment when documents.toml names it; until then, and once it is no longer named, a marker
beside it keeps it from being taken for one. What comes with the program is never touched: a new edition of it is put
before it, and what is taken off the shelf is marked.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from knowledge.model import Entry, Plan, Source
from knowledge.reading import NOTHING, Opened, Reading, Told, complaints, is_table, opened, understood
from knowledge.reading.listing import Facts, UneditableError, with_document, without_document
from knowledge.shelf.building import content_hash
from knowledge.shelf.catalogue import key
from knowledge.shelf.folder import (
    FACTS,
    LIST,
    Folders,
    Listed,
    documents_in,
    is_marked,
    is_page,
    mark_of,
    marker,
    shipped_in,
)
from knowledge.shelf.store import Record, Store

Known = TypeVar("Known", Source, Told)
LONGEST_NAME = 60
"""Characters of a short name: it stands in every entry's id, and with its ending in a file system's 255 bytes."""
_MARK = mark_of(b"").partition(b" ")[0]


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
    if name is not None and name != _cleaned(name):
        raise complaints.unusable_name(name, _cleaned(name))
    reader = _Reader(opened(file, _with(NOTHING, facts)), facts, name)
    listed = _listed(Folders.of(place))
    reading, before = _understood(store, reader, listed)
    return Arrival(reader.file, facts, reading, _is_known(reading.plan, before, facts, listed), reader.readings, name)


def add(store: Store, place: Folders | Path, file: Path, facts: Facts) -> Added:
    """Copies a published file into the folder of added documents, notes `facts` of it in documents.toml and indexes it.

    A file that is on the shelf already is left alone; another edition of the same plan at the same stage replaces it.
    Raises ReadingError for a file or a documents.toml that cannot be read, StoreError where the index cannot be
    written; nothing has changed then.
    """
    return _added(store, Folders.of(place), _Reader(opened(file, _with(NOTHING, facts)), facts))


def take_in(store: Store, place: Folders | Path, arrival: Arrival) -> Added:
    """Adds a file that was looked at, as `add` does."""
    return _added(
        store, Folders.of(place), _Reader(arrival.file, arrival.facts, arrival.name, dict(arrival.understood_as))
    )


def note(store: Store, place: Folders | Path, listed: Listed, facts: Facts) -> Added:
    """Notes `facts` of a document on the shelf in documents.toml and indexes it anew; its page stays as it is."""
    return _added(store, Folders.of(place), _Reader(opened(listed.path, listed.told), facts))


def _added(store: Store, folders: Folders, reader: _Reader) -> Added:
    facts = reader.facts
    with ExitStack() as undo:
        with store.writing():
            _tidy(folders)
            listed = _listed(folders)
            reading, before = _understood(store, reader, listed)
            plan = reading.plan
            name = plan.source.document
            path = _path(folders, reader.file.path, listed, name)
            if _is_known(plan, before, facts, listed):
                return Added(plan, Outcome.SAME, path)
            old = store.entries(before.id) if before is not None else ()
            is_own = name in listed and folders.holds(listed[name])
            inherited = facts_of(listed[name]) if name in listed and not is_own else {}
            _make(folders)
            _put_file(reader.file.data, path, undo, is_listed=is_own)
            _note(folders.own, undo, lambda text: with_document(text, name, {"file": path.name, **inherited, **facts}))
            stored = next(each for each in documents_in(folders) if each.source.document == name)
            store.replace(plan.source, plan.entries, plan.findings, content_hash(stored))
        undo.pop_all()
    marker(path).unlink(missing_ok=True)
    if before is None:
        return Added(plan, Outcome.NEW, path)
    return Added(plan, Outcome.CHANGED, path, old)


def _is_known(plan: Plan, before: Record | None, facts: Facts, listed: dict[str, Listed]) -> bool:
    same = before is not None and before.source.edition == plan.source.edition
    return same and not _adds(facts, listed[plan.source.document])


def remove(store: Store, place: Folders | Path, name: str) -> Path:
    """Takes a document off the shelf and deletes its copy in the folder of added documents; returns where it lies.

    A document that comes with the program stays where it is, and a mark in that folder keeps it off the shelf. Raises
    ReadingError where there is no document of that name.
    """
    folders = Folders.of(place)
    with ExitStack() as undo:
        with store.writing():
            _tidy(folders)
            document = found(folders, name)
            if name in {each.source.document for each in shipped_in(folders)}:
                _make(folders)
                _put_whole(folders.removal(name), b"", undo)
            if folders.holds(document):
                _mark(document.path, document.path.read_bytes(), undo)
                _note(folders.own, undo, lambda listed: without_document(listed, name))
            store.remove(name)
        undo.pop_all()
    if folders.holds(document):
        if document.path not in {each.path for each in _listed(folders).values()}:  # it may have another name too
            document.path.unlink()
        marker(document.path).unlink(missing_ok=True)
    return document.path


def found(place: Folders | Path, name: str) -> Listed:
    """The document of a name; ReadingError, which lists the names there are, where there is none."""
    listed = _listed(Folders.of(place))
    if name not in listed:
        raise complaints.no_such_document(name, sorted(listed))
    return listed[name]


def _listed(folders: Folders) -> dict[str, Listed]:
    """The documents on the shelf by name; none where every folder is empty."""
    try:
        return {each.source.document: each for each in documents_in(folders)}
    except complaints.NoDocumentError:
        return {}


# Which document it is


@dataclass(slots=True)
class _Reader:
    """A file, what is told of it, and what it was understood as under each name that it may have."""

    file: Opened
    facts: Facts
    name: str | None = None
    """The short name that it must have, where one was told."""
    readings: dict[tuple[Source, Told], Reading] = field(default_factory=dict)

    def read_as(self, name: str, listed: dict[str, Listed]) -> Reading:
        """The plan in the file, with what is known of the document of that name and what is told now."""
        nothing = Listed(self.file.path, Source(name, organisation=None, title="", fiscal_year=None))
        known = listed.get(name, nothing)
        as_told = _with(known.source, self.facts), _with(known.told, self.facts)
        if as_told not in self.readings:
            self.readings[as_told] = understood(self.file, *as_told)
        return self.readings[as_told]


def _understood(store: Store, reader: _Reader, listed: dict[str, Listed]) -> tuple[Reading, Record | None]:
    """The plan in a file under the name that it has or gets on the shelf, and what stood there under that name."""
    reading, before = _recognised(store, reader, listed)
    name = reading.plan.source.document
    if reader.name is not None and name != reader.name:
        raise complaints.has_a_name(name) if before is not None else complaints.taken_name(reader.name)
    return reading, before


def _recognised(store: Store, reader: _Reader, listed: dict[str, Listed]) -> tuple[Reading, Record | None]:
    records = {record.source.document: record for record in store.documents()}
    name = reader.name or _cleaned(reader.file.path.stem)
    same = next((each for each in records.values() if each.source.edition == reader.file.edition), None)
    if same is not None and same.source.document in listed:
        return reader.read_as(same.source.document, listed), same
    reading = reader.read_as(name, listed)
    for each in sorted(records.values(), key=lambda record: record.source.document != name):
        if each.source.document in listed and _is_same(each.source, reading.plan.source):
            return reader.read_as(each.source.document, listed), each
    if name in listed:
        number = next(n for n in range(2, len(listed) + 3) if f"{name}-{n}" not in listed)
        reading = reader.read_as(f"{name}-{number}", listed)
    return reading, None


def _is_same(one: Source, other: Source) -> bool:
    """Whether two sources are editions of one plan at one stage; without an organisation nobody can tell."""
    return one.organisation is not None and key(one) == key(other) and one.stage == other.stage


def _with(known: Known, facts: Facts) -> Known:
    """What is known with what is told now, as far as it is of that kind."""
    told = {field: value for field, value in facts.items() if field in known.__dataclass_fields__}
    return replace(known, **told)  # type: ignore[arg-type]


def _adds(facts: Facts, before: Listed) -> bool:
    """Whether documents.toml does not say this yet."""
    return (_with(before.source, facts), _with(before.told, facts)) != (before.source, before.told)


def _cleaned(name: str) -> str:
    """A document's short name, from the name of its file or one that somebody thought of."""
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFKC", name[:LONGEST_NAME])).strip("-.")
    return name.encode("utf-8", "replace").decode("utf-8").replace("?", "-") or "document"


# Files, each step whole and each to be undone


def _path(folders: Folders, file: Path, listed: Mapping[str, Listed], name: str) -> Path:
    """Where the copy lies: a document that comes in another format gets a file of that format's name.

    A file whose name does not end like a page's or a table's was read as a page, and gets the name of one.
    """
    end = file.suffix.lower() if is_page(file) or is_table(file) else ".txt"
    if name in listed and folders.holds(listed[name]) and listed[name].path.suffix == end:
        return listed[name].path
    taken = {each.path for other, each in listed.items() if other != name}
    names = (f"{name}{number}{end}" for number in ("", *(f"-{n}" for n in range(2, len(taken) + 3))))
    return next(folders.own / each for each in names if folders.own / each not in taken)


def facts_of(listed: Listed) -> Facts:
    """What documents.toml says of a document, so that it can be said again elsewhere."""
    said = ((name, getattr(known, name, None)) for name in FACTS for known in (listed.source, listed.told))
    return {name: value for name, value in said if value}


def _make(folders: Folders) -> None:
    """The folder of added documents, where it is not there yet."""
    try:
        folders.own.mkdir(exist_ok=True)
    except OSError as error:
        raise complaints.unwritable(folders.own, error.strerror or str(error)) from error


def _put_file(data: bytes, path: Path, undo: ExitStack, *, is_listed: bool) -> None:
    before = path.read_bytes() if path.exists() else None
    if not is_listed:
        _mark(path, data, undo)
    undo.callback(_restore, path, before)
    write_whole(path, data)


def _note(folder: Path, undo: ExitStack, edit: Callable[[str], str]) -> None:
    path = folder / LIST
    before = path.read_bytes() if path.exists() else None
    listed = (before or b"").decode("utf-8")
    try:
        edited = edit(listed)
    except UneditableError as error:
        raise complaints.uneditable_list(path) from error
    if edited != listed:
        undo.callback(_restore, path, before)
        write_whole(path, edited.encode("utf-8"))


def _mark(path: Path, data: bytes, undo: ExitStack) -> None:
    _put_whole(marker(path), mark_of(data), undo)


def _put_whole(mark: Path, data: bytes, undo: ExitStack) -> None:
    undo.callback(mark.unlink, missing_ok=True)
    write_whole(mark, data)


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, before)


def write_whole(path: Path, data: bytes) -> None:
    """Puts data in a file's place in one step, so that nobody ever reads half of it, not even after a power cut."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        with fresh.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise complaints.unwritable(path, error.strerror or str(error)) from error


def _tidy(folders: Folders) -> None:
    """Takes away what an add or a remove left that broke off: a marked file that documents.toml does not name."""
    folder = folders.own
    if not folder.is_dir():
        return
    for half in (folder / f"{LIST}.new", *folder.glob("*.unlisted.new")):
        half.unlink(missing_ok=True)
    marks = [mark for mark in folder.glob("*.unlisted") if _is_ours(mark)]
    if marks:
        named = {each.path for each in _listed(folders).values()}
        for mark in marks:
            path = mark.with_suffix("")
            if path not in named and is_marked(path):
                path.unlink()
            path.with_name(f"{path.name}.new").unlink(missing_ok=True)
            mark.unlink()


def _is_ours(mark: Path) -> bool:
    """Whether a file of a marker's name is one, and not somebody's own."""
    return mark.is_file() and mark.stat().st_size == len(mark_of(b"")) and mark.read_bytes().startswith(_MARK)
