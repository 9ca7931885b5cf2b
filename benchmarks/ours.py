"""Hoshin as a method to measure: the same door that the windows use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import Asker, Corpus, Reply, Stance
from knowledge.desk import Desk
from knowledge.model import Answer, Entry, Kind, Level, Source
from knowledge.shelf.building import bring_in
from knowledge.shelf.store import Store

NAME = "Hoshin"
FILE = "hoshin.db"
DOCUMENT = "bench"
"""The short name of a document that the benchmark makes."""
STANCES = {
    Kind.FOUND: Stance.SURE,
    Kind.FIGURES: Stance.SURE,
    Kind.LIST: Stance.SURE,
    Kind.CHOICES: Stance.OFFERED,
}


def entry_id(position: int) -> str:
    """The id of an entry of the made document."""
    return f"{DOCUMENT}/{Level.ACTION}-{position}"


def entries(corpus: Corpus) -> Iterator[Entry]:
    """The items as initiatives without code, parent or money."""
    for position, item in enumerate(corpus.items()):
        line = position + 1
        yield Entry(DOCUMENT, None, Level.ACTION, item.title, item.body, position, (line, line), item.title)


def reply(answer: Answer) -> Reply:
    """What an answer shows."""
    return Reply(STANCES.get(answer.kind, Stance.SILENT), tuple(shown.entry.id for shown in answer.shown))


@dataclass(frozen=True, slots=True)
class Hoshin:
    """Our matcher over items that the benchmark made, or over a folder of published documents."""

    documents: Path | None = None
    name: str = NAME

    def build(self, corpus: Corpus, folder: Path) -> None:
        """The index as the program builds it."""
        store = Store.create(folder / FILE)
        if self.documents is not None:
            bring_in(store, self.documents)
        else:
            store.replace(Source(DOCUMENT, None, DOCUMENT, None), entries(corpus))
        store.close()

    def open(self, corpus: Corpus, folder: Path) -> Asker:  # noqa: ARG002  (the index is on disk)
        """A desk over the index."""
        desk = Desk(Store.create(folder / FILE))
        return lambda question: reply(desk.ask(question))
