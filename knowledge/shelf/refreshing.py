"""A page that was saved again, beside the one on the shelf: both in a shelf of their own, to be compared there."""

from __future__ import annotations

from pathlib import Path

from knowledge.reading import Told, opened, understood
from knowledge.reading.listing import with_document
from knowledge.shelf.acquisition import facts_of, found
from knowledge.shelf.folder import LIST, Folders

SAVED = "saved-again"
"""The short name of the newly saved page while it is compared."""


def side_by_side(place: Folders | Path, name: str, file: Path, folder: Path) -> bool:
    """Puts the document of a name and a newly saved file of it into a folder; False where they are the same bytes.

    What is known of the document goes for both. Raises ReadingError where there is no such document or a file cannot be
    read.
    """
    listed = found(place, name)
    told: Told = listed.told
    fresh = opened(file, told)
    understood(fresh, listed.source, told)
    before = listed.path.read_bytes()
    if before == fresh.data:
        return False
    facts, text = facts_of(listed), ""
    for each, path, data in ((name, listed.path, before), (SAVED, file, fresh.data)):
        copy = folder / f"{each}{path.suffix.lower()}"
        copy.write_bytes(data)
        text = with_document(text, each, {"file": copy.name, **facts})
    (folder / LIST).write_text(text, encoding="utf-8")
    return True
