"""Which document of the shelf a file is: one that stands there, another edition of one, or a new one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TypeVar

from knowledge.model import Source
from knowledge.reading import Opened, Reading, Told, complaints, understood
from knowledge.reading.listing import Facts
from knowledge.shelf.catalogue import key
from knowledge.shelf.folder import Listed
from knowledge.shelf.rows import Record
from knowledge.shelf.store import Store

Known = TypeVar("Known", Source, Told)
LONGEST_NAME = 60
"""Characters of a short name: it stands in every entry's id, and with its ending in a file system's 255 bytes."""


@dataclass(slots=True)
class Reader:
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
        as_told = with_facts(known.source, self.facts), with_facts(known.told, self.facts)
        if as_told not in self.readings:
            self.readings[as_told] = understood(self.file, *as_told)
        return self.readings[as_told]


def recognised(store: Store, reader: Reader, listed: dict[str, Listed]) -> tuple[Reading, Record | None]:
    """The plan in a file under the name that it has or gets on the shelf, and what stood there under that name."""
    reading, before = _as_known(store, reader, listed)
    name = reading.plan.source.document
    if reader.name is not None and name != reader.name:
        raise complaints.has_a_name(name) if before is not None else complaints.taken_name(reader.name)
    return reading, before


def _as_known(store: Store, reader: Reader, listed: dict[str, Listed]) -> tuple[Reading, Record | None]:
    records = {record.source.document: record for record in store.documents()}
    name = reader.name or cleaned(reader.file.path.stem)
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


def with_facts(known: Known, facts: Facts) -> Known:
    """What is known with what is told now, as far as it is of that kind."""
    told = {field: value for field, value in facts.items() if field in known.__dataclass_fields__}
    return replace(known, **told)  # type: ignore[arg-type]


def adds(facts: Facts, before: Listed) -> bool:
    """Whether documents.toml does not say this yet."""
    return (with_facts(before.source, facts), with_facts(before.told, facts)) != (before.source, before.told)


def cleaned(name: str) -> str:
    """A document's short name, from the name of its file or one that somebody thought of."""
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFKC", name[:LONGEST_NAME])).strip("-.")
    return name.encode("utf-8", "replace").decode("utf-8").replace("?", "-") or "document"
