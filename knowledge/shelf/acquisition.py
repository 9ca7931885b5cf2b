"""Documents come onto the shelf and leave it: file, documents.toml and index change together.

Whatever breaks off leaves a whole shelf, the old one or the new one. The index's transaction is the lock. A file
becomes a document at the moment when documents.toml names it; until then, and once it is no longer named, a marker
beside it keeps it from being taken for one.
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
from knowledge.reading import Opened, Reading, Told, complaints, is_table, opened, understood
from knowledge.reading.listing import Facts, UneditableError, with_document, without_document
from knowledge.shelf.building import content_hash
from knowledge.shelf.catalogue import key
from knowledge.shelf.folder import LIST, Listed, documents_in, is_marked, is_page, mark_of, marker
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


def look(store: Store, folder: Path, file: Path, facts: Facts) -> Arrival:
    """What a published file would be on the shelf with the `facts` that are told of it; it is parsed here, once.

    Raises ReadingError for a file or a documents.toml that cannot be read, and UndecidedError for a table that has to
    be asked about.
    """
    reader = _Reader(opened(file), facts)
    listed = _listed(folder)
    reading, before = _understood(store, reader, listed)
    return Arrival(reader.file, facts, reading, _is_known(reading.plan, before, facts, listed), reader.readings)


def add(store: Store, folder: Path, file: Path, facts: Facts) -> Added:
    """Copies a published file into the folder, notes `facts` of it in documents.toml and indexes it.

    A file that is on the shelf already is left alone; another edition of the same plan at the same stage replaces it.
    Raises ReadingError for a file or a documents.toml that cannot be read, StoreError where the index cannot be
    written; nothing has changed then.
    """
    return _added(store, folder, _Reader(opened(file), facts))


def take_in(store: Store, folder: Path, arrival: Arrival) -> Added:
    """Adds a file that was looked at, as `add` does."""
    return _added(store, folder, _Reader(arrival.file, arrival.facts, dict(arrival.understood_as)))


def _added(store: Store, folder: Path, reader: _Reader) -> Added:
    facts = reader.facts
    with ExitStack() as undo:
        with store.writing():
            _tidy(folder)
            listed = _listed(folder)
            reading, before = _understood(store, reader, listed)
            plan = reading.plan
            name = plan.source.document
            path = _path(folder, reader.file.path, listed, name)
            if _is_known(plan, before, facts, listed):
                return Added(plan, Outcome.SAME, path)
            old = store.entries(before.id) if before is not None else ()
            _put_file(reader.file.data, path, undo, is_listed=name in listed)
            _note(folder, undo, lambda listed: with_document(listed, name, {"file": path.name, **facts}))
            stored = next(each for each in documents_in(folder) if each.source.document == name)
            store.replace(plan.source, plan.entries, plan.findings, content_hash(stored))
        undo.pop_all()
    marker(path).unlink(missing_ok=True)
    if before is None:
        return Added(plan, Outcome.NEW, path)
    return Added(plan, Outcome.CHANGED, path, old)


def _is_known(plan: Plan, before: Record | None, facts: Facts, listed: dict[str, Listed]) -> bool:
    same = before is not None and before.source.edition == plan.source.edition
    return same and not _adds(facts, listed[plan.source.document])


def remove(store: Store, folder: Path, name: str) -> Path:
    """Takes a document off the shelf and deletes its copy in the folder; returns where that was.

    Raises ReadingError where there is no document of that name.
    """
    with ExitStack() as undo:
        with store.writing():
            _tidy(folder)
            path = found(folder, name).path
            _mark(path, path.read_bytes(), undo)
            _note(folder, undo, lambda listed: without_document(listed, name))
            store.remove(name)
        undo.pop_all()
    if path not in {each.path for each in _listed(folder).values()}:  # another name may be of the same file
        path.unlink()
    marker(path).unlink(missing_ok=True)
    return path


def found(folder: Path, name: str) -> Listed:
    """The document of a name; ReadingError, which lists the names there are, where there is none."""
    listed = _listed(folder)
    if name not in listed:
        raise complaints.no_such_document(name, sorted(listed))
    return listed[name]


def _listed(folder: Path) -> dict[str, Listed]:
    """The documents in the folder by name; none in an empty one."""
    if not folder.is_dir():
        raise complaints.no_folder(folder)
    try:
        return {each.source.document: each for each in documents_in(folder)}
    except complaints.NoDocumentError:
        return {}


# Which document it is


@dataclass(slots=True)
class _Reader:
    """A file, what is told of it, and what it was understood as under each name that it may have."""

    file: Opened
    facts: Facts
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
    records = {record.source.document: record for record in store.documents()}
    name = _short_name(reader.file.path)
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


def _short_name(file: Path) -> str:
    """A document's short name, from the name of its file."""
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFKC", file.stem[:LONGEST_NAME])).strip("-.")
    return name.encode("utf-8", "replace").decode("utf-8").replace("?", "-") or "document"


# Files, each step whole and each to be undone


def _path(folder: Path, file: Path, listed: Mapping[str, Listed], name: str) -> Path:
    """Where the copy lies: a document that comes in another format gets a file of that format's name.

    A file whose name does not end like a page's or a table's was read as a page, and gets the name of one.
    """
    end = file.suffix.lower() if is_page(file) or is_table(file) else ".txt"
    if name in listed and listed[name].path.suffix == end:
        return listed[name].path
    taken = {each.path for other, each in listed.items() if other != name}
    paths = (folder / f"{name}{number}{end}" for number in ("", *(f"-{n}" for n in range(2, len(taken) + 3))))
    return next(path for path in paths if path not in taken)


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
    undo.callback(marker(path).unlink, missing_ok=True)
    write_whole(marker(path), mark_of(data))


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


def _tidy(folder: Path) -> None:
    """Takes away what an add or a remove left that broke off: a marked file that documents.toml does not name."""
    if not folder.is_dir():
        return
    for half in (folder / f"{LIST}.new", *folder.glob("*.unlisted.new")):
        half.unlink(missing_ok=True)
    marks = [mark for mark in folder.glob("*.unlisted") if _is_ours(mark)]
    if marks:
        named = {each.path for each in _listed(folder).values()}
        for mark in marks:
            path = mark.with_suffix("")
            if path not in named and is_marked(path):
                path.unlink()
            path.with_name(f"{path.name}.new").unlink(missing_ok=True)
            mark.unlink()


def _is_ours(mark: Path) -> bool:
    """Whether a file of a marker's name is one, and not somebody's own."""
    return mark.is_file() and mark.stat().st_size == len(mark_of(b"")) and mark.read_bytes().startswith(_MARK)
