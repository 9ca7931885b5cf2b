"""Errata beside a document's page: recorded, and taken back. The page itself stays as it is."""

from __future__ import annotations

from pathlib import Path

from knowledge.language.errata import Erratum, errata, erratum
from knowledge.model import Entry
from knowledge.reading import complaints, read
from knowledge.shelf.acquisition import found, note
from knowledge.shelf.folder import Folders, Listed
from knowledge.shelf.store import Store


def correct(store: Store, place: Folders | Path, name: str, told: str) -> None:
    """Records an erratum beside the document of a name.

    Raises ReadingError for a correction that is not written as one, and for one of an entry that the document has not.
    """
    listed, new = found(place, name), erratum(told)
    if new is None:
        raise complaints.erratum("form", told=told)
    if not any(new.is_of(entry.code, entry.title) for entry in _entries(store, listed)):
        raise complaints.erratum("entry", entry=new.entry, document=name)
    _keep(store, place, listed, [*(each for each in _kept(listed) if each.text != new.text), new])


def take_back(store: Store, place: Folders | Path, name: str, told: str) -> tuple[str, ...]:
    """Takes back the errata of an entry, told by code or title, or one told whole; returns them as they were told.

    Raises ReadingError where nothing of the kind is recorded.
    """
    listed = found(place, name)
    of_it = [each for each in _entries(store, listed) if Erratum(told, 0, "", "", "").is_of(each.code, each.title)]
    gone = [
        each
        for each in _kept(listed)
        if each.text == told.strip() or any(each.is_of(entry.code, entry.title) for entry in of_it)
    ]
    if not gone:
        raise complaints.erratum("none", entry=told, document=name)
    _keep(store, place, listed, [each for each in _kept(listed) if each not in gone])
    return tuple(each.text for each in gone)


def _entries(store: Store, listed: Listed) -> tuple[Entry, ...]:
    name = listed.source.document
    record = next((each for each in store.documents() if each.source.document == name), None)
    return store.entries.of(record.id) if record else read(listed.path, listed.source, listed.told).entries


def _kept(listed: Listed) -> tuple[Erratum, ...]:
    return errata(listed.source.corrections)


def _keep(store: Store, place: Folders | Path, listed: Listed, kept: list[Erratum]) -> None:
    note(store, place, listed, {"corrections": "\n".join(each.text for each in kept)})
