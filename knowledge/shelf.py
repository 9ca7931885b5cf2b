"""Documents in a folder → documents in the index: what is new or changed is brought in, what is gone is taken out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.model import Plan
from knowledge.reading import Listed, read, shelf
from knowledge.store import Store, is_of_another_version


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
    for file in _package_files(files("knowledge")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _package_files(folder: Traversable) -> Iterator[Traversable]:
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.is_dir() and file.name not in ("documents", "__pycache__"):
            yield from _package_files(file)
        elif file.name.endswith((".py", ".sql", ".toml")):
            yield file


def content_hash(listed: Listed) -> str:
    """Changes with the document, with what is known of it, and with the program that reads it."""
    digest = hashlib.sha256(listed.path.read_bytes())
    digest.update(repr(listed.source).encode())
    digest.update(program_hash().encode())
    return digest.hexdigest()[:16]


def bring_in(store: Store, folder: Path) -> tuple[Change, ...]:
    """Makes the index hold what the folder holds, document by document.

    All documents are read before the first is stored, so that one that cannot be read (ReadingError) changes nothing.
    """
    listed = shelf(folder)
    kept = {record.source.document: record.content_hash for record in store.documents()}
    hashes = {each.source.document: content_hash(each) for each in listed}
    changes = [
        Change(read(each.path, each.source), kept.get(name) != hashes[name])
        for each in listed
        if (name := each.source.document)
    ]
    for change in changes:
        if change.is_new:
            source = change.plan.source
            store.replace(source, change.plan.entries, change.plan.findings, hashes[source.document])
    for name in kept.keys() - hashes.keys():
        store.remove(name)
    return tuple(changes)


def build(database: Path, folder: Path) -> tuple[Change, ...]:
    """Builds the index anew beside the old one and puts it in its place when it is whole.

    Raises ReadingError or StoreError and leaves the old index as it was.
    """
    if database.exists() and not is_of_another_version(database):
        store = Store.create(database)
        try:
            return bring_in(store, folder)
        finally:
            store.close()
    return _anew(database, folder)


def _anew(database: Path, folder: Path) -> tuple[Change, ...]:
    fresh = database.with_name(f"{database.name}.{os.getpid()}.new")
    store = Store.create(fresh)
    try:
        changes = bring_in(store, folder)
        store.settle()
        store.close()
        for leftover in ("-wal", "-shm"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        fresh.replace(database)
    finally:
        store.close()
        for leftover in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + leftover).unlink(missing_ok=True)
    return changes
