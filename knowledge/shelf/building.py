"""Documents in a folder → documents in the index: what is new or changed is brought in, what is gone is taken out."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.language.phrases import say
from knowledge.model import Plan
from knowledge.reading import complaints, read
from knowledge.shelf import making
from knowledge.shelf.file import DamagedError
from knowledge.shelf.folder import Folders, Listed, documents_in
from knowledge.shelf.store import Store
from knowledge.shelf.version import is_of_another_version

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one document of the folder."""

    plan: Plan
    is_new: bool
    """False: the index had it already and was left alone."""


@cache
def program_hash() -> str:
    """Tells one version of this package from another: a document read by another program is read again."""
    digest = hashlib.sha256()
    for each in _package_files(files("knowledge")):
        digest.update(each.read_bytes())
    return digest.hexdigest()[:16]


def _package_files(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir() and each.name not in ("documents", "__pycache__"):
            yield from _package_files(each)
        elif each.name.endswith((".py", ".sql", ".toml")):
            yield each


def content_hash(listed: Listed) -> str:
    """Changes with the document, with what is known of it, and with the program that reads it."""
    digest = hashlib.sha256(listed.path.read_bytes())
    digest.update(repr((listed.source, listed.told)).encode())
    digest.update(program_hash().encode())
    return digest.hexdigest()[:16]


def bring_in(store: Store, folder: Folders | Path) -> tuple[Change, ...]:
    """Makes the index hold what the folders hold, and tells which documents it read for that.

    All of them are read before the first is stored, so that one that cannot be read (ReadingError) changes nothing.
    """
    kept = {record.source.document: record.content_hash for record in store.documents()}  # before the folder is read:
    listed = documents_in(folder)  # what somebody adds in between is in neither and stays
    hashes = {each.source.document: content_hash(each) for each in listed}
    new = [each for each in listed if kept.get(each.source.document) != hashes[each.source.document]]
    changes = tuple(Change(read(each.path, each.source, each.told), is_new=True) for each in new)
    for change in changes:
        source = change.plan.source
        store.replace(source, change.plan.entries, change.plan.findings, hashes[source.document])
    for name in kept.keys() - hashes.keys():
        store.remove(name)
    return changes


def build(database: Path, folder: Folders | Path) -> tuple[Change, ...]:
    """Brings an index up to date, or builds one anew beside the old and puts it in its place when it is whole.

    Tells of every document on the shelf. Raises ReadingError or StoreError and leaves the old index as it was.
    """
    if database.exists() and not is_of_another_version(database):
        store = sound(database, folder)
        try:
            return _all(store, bring_in(store, folder))
        finally:
            store.close()
    making.tidy(database)
    return _anew(database, folder)


def sound(database: Path, folder: Folders | Path) -> Store:
    """The index at `database`, made where there is none; one that is damaged is built anew from the documents first.

    Raises StoreError where the file is none of this program's, or ReadingError where a document cannot be read.
    """
    try:
        return Store.create(database)
    except DamagedError:
        rebuild(database, folder)
        return Store.create(database)


def rebuild(database: Path, folder: Folders | Path) -> None:
    """Builds a damaged or lost index anew from the documents, and says so to whoever runs the program."""
    what = "damaged" if database.exists() else "gone"
    try:
        _anew(database, folder)
    except complaints.NoDocumentError:
        making.discard(database)  # all that it held is gone from the folder
    folders = "、".join(map(str, Folders.of(folder).there))
    log.warning("%s", say(f"window_index_{what}", "ja", path=database, folder=folders))


def _all(store: Store, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes, and the documents that were left alone, as the index has them."""
    new = {change.plan.source.document for change in changes}
    kept = [record for record in store.documents() if record.source.document not in new]
    plans = (Plan(each.source, store.entries.of(each.id), store.findings(each.id)) for each in kept)
    return (*changes, *(Change(plan, is_new=False) for plan in plans))


def _anew(database: Path, folder: Folders | Path) -> tuple[Change, ...]:
    fresh = making.beside(database)
    store = Store.create(fresh)
    try:
        changes = bring_in(store, folder)
        store.close()
        making.put_in_place(fresh, database)
    finally:
        store.close()
        making.discard(fresh)
    return changes
