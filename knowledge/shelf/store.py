"""Plans ⇄ SQLite: each document is replaced in one transaction, and whoever reads sees the old one or the new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from knowledge.model import Entry, Finding, Remark, Source
from knowledge.shelf import making, writing
from knowledge.shelf.amounts import Amounts
from knowledge.shelf.entries import Entries
from knowledge.shelf.file import IndexFile
from knowledge.shelf.rows import Record, record_of
from knowledge.shelf.skeleton import Skeleton
from knowledge.shelf.wordlist import WordList


class Store:
    """The shelf in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Opens nothing yet; the first use does: StoreError where the file is not an index of this schema."""
        self.path = path
        self._file = IndexFile(path)
        self.entries = Entries(self._file)
        self.skeleton = Skeleton(self._file)
        self.words = WordList(self._file)
        self.amounts = Amounts(self._file)

    @classmethod
    def create(cls, path: Path) -> Store:
        """The index at `path`, made where there is none. StoreError says what stands in the way."""
        making.tidy(path)
        if not path.exists() or path.stat().st_size == 0:
            making.make(path)
        store = cls(path)
        store.check()
        return store

    @property
    def database(self) -> Database:
        """This thread's connection: it reads, but for what is done while `writing` is open."""
        return self._file.database

    def check(self) -> None:
        """DamagedError where the file is not as it was written, or gone."""
        self._file.check()

    def close(self) -> None:
        """Closes every connection of every thread."""
        self._file.close()

    # Writing

    def replace(
        self, source: Source, entries: Iterable[Entry], findings: Iterable[Finding] = (), content_hash: str = ""
    ) -> None:
        """Puts a document on the shelf in place of the one of its name, in one transaction.

        Entries are taken one by one, so that a document may be larger than the memory.
        """
        with self.writing():
            writing.take_off(self.database, source.document)
            writing.put_on(self.database, source, entries, findings, content_hash)

    def remove(self, name: str) -> None:
        """Takes a document off the shelf."""
        with self.writing():
            writing.take_off(self.database, name)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: while it is open, no other program writes, and an exception undoes all of it.

        Whoever changes the folder of documents does it inside, so that this is the lock of the folder too.
        """
        with self._file.writing():
            yield

    # Reading

    def documents(self) -> tuple[Record, ...]:
        """What stands on the shelf, by name."""
        found = list(self.database.query("SELECT * FROM documents ORDER BY name"))
        remarks: dict[int, list[Remark]] = defaultdict(list)
        for document, *remark in self.database.execute("SELECT document, text, date, line FROM remarks ORDER BY id"):
            remarks[document].append(Remark(*remark))
        return tuple(record_of(row, remarks.get(row["id"], ())) for row in found)

    def state(self) -> tuple[int, int]:
        """Tells one state of the shelf from every other at the cost of a glance: ids are never given twice."""
        count, newest = self.database.execute("SELECT count(*), coalesce(max(id), 0) FROM documents").fetchone()
        return int(count), int(newest)

    def findings(self, document: int) -> tuple[Finding, ...]:
        """What the reader found odd in a document."""
        found = self.database.query(
            "SELECT code, line, message, page FROM findings WHERE document = ? ORDER BY id", [document]
        )
        return tuple(Finding(**row) for row in found)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While it is open, this thread reads one state of the shelf, whatever is written meanwhile."""
        self.database.execute("BEGIN")
        try:
            yield
        finally:
            self.database.conn.rollback()
