"""The words of the index: each document's vocabulary, and which entries use them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.shelf.file import IndexFile
from knowledge.shelf.index import Posting, Term
from knowledge.shelf.rows import posting_of, term_of


@dataclass(frozen=True, slots=True)
class WordList:
    """Words by document, postings by word."""

    _file: IndexFile

    def knowing(self, word: str) -> frozenset[int]:
        """The documents that use a word, given in dictionary form."""
        found = self._file.database.execute("SELECT document FROM words WHERE word = ?", [word])
        return frozenset(document for (document,) in found)

    def terms(self, document: int) -> Iterator[Term]:
        """A document's vocabulary; ids are the index's own."""
        columns = "id, word, surface, reading, units, parts, synonyms, df"
        found = self._file.database.execute(f"SELECT {columns} FROM words WHERE document = ? ORDER BY id", [document])
        return map(term_of, found)

    def vectors(self, document: int) -> Iterator[tuple[int, bytes]]:
        """The meaning of a document's words: id and packed vector."""
        yield from self._file.database.execute(
            "SELECT id, vector FROM words WHERE document = ? AND vector IS NOT NULL ORDER BY id", [document]
        )

    def postings(self, match: str, limit: int) -> Iterator[tuple[int, Posting]]:
        """Entries whose words fulfil an FTS5 expression over word ids, at most `limit`."""
        for number, title, body in self._file.database.execute(
            "SELECT rowid, title, body FROM postings WHERE postings MATCH ? LIMIT ?", [match, limit]
        ):
            yield number, posting_of(title, body)

    def posting(self, entries: Iterable[int]) -> Iterator[tuple[int, Posting]]:
        """The words of some entries."""
        wanted = json.dumps(list(entries))
        for number, title, body in self._file.database.execute(
            "SELECT rowid, title, body FROM postings WHERE rowid IN (SELECT value FROM json_each(?))", [wanted]
        ):
            yield number, posting_of(title, body)
