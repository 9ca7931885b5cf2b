"""What people would use instead: SQLite's full-text search, and rapidfuzz over all texts."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.cases import Asker, Corpus, Method, Reply, Stance

BATCH = 10_000
"""Rows handed to SQLite at once."""
FILE = "rival.db"


def folded(text: str) -> str:
    """Full-width and half-width, capitals and small letters alike."""
    return unicodedata.normalize("NFKC", text).lower()


def grams(text: str, length: int) -> Iterator[str]:
    """The runs of `length` characters inside each unbroken run of letters and digits, each once."""
    found = {
        run[start : start + length]: None
        for run in re.findall(r"[^\W_]+", folded(text))
        for start in range(len(run) - length + 1)
    }
    return iter(found)


def in_bigrams(text: str) -> str:
    """A text as its bigrams, to be split at the spaces."""
    return " ".join(
        run[start : start + 2] for run in re.findall(r"[^\W_]+", folded(text)) for start in range(len(run) - 1)
    )


@dataclass(frozen=True, slots=True)
class FullText:
    """SQLite FTS5: any of the question's n-grams, ranked by bm25."""

    name: str
    tokenizer: str
    length: int
    """Of the n-grams, in characters."""
    prepared: Callable[[str], str]
    """Text → what is stored."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """One table of texts, rowid counting from 1."""
        with closing(sqlite3.connect(folder / FILE)) as database:
            database.execute("CREATE TABLE ids (number INTEGER PRIMARY KEY, id TEXT NOT NULL)")
            database.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = '{self.tokenizer}')")
            numbered = enumerate(corpus.items(), 1)
            while batch := list(islice(numbered, BATCH)):
                database.executemany("INSERT INTO ids VALUES (?, ?)", ((n, item.id) for n, item in batch))
                database.executemany(
                    "INSERT INTO texts (rowid, text) VALUES (?, ?)",
                    ((n, self.prepared(item.text)) for n, item in batch),
                )
            database.commit()

    def open(self, corpus: Corpus, folder: Path) -> Asker:  # noqa: ARG002  (the index is on disk)
        """A connection for the life of the process."""
        database = sqlite3.connect(folder / FILE)
        best = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 1"

        def ask(question: str) -> Reply:
            match = " OR ".join(f'"{gram}"' for gram in grams(question, self.length))
            sql = f"SELECT id FROM ids WHERE number = ({best})"
            row = database.execute(sql, [match]).fetchone() if match else None
            return Reply(Stance.SURE, (row[0],)) if row else Reply(Stance.SILENT)

        return ask


@dataclass(frozen=True, slots=True)
class Scan:
    """rapidfuzz over all texts in memory."""

    name: str
    scorer: Callable[..., float]

    def build(self, corpus: Corpus, folder: Path) -> None:
        """There is no index."""

    def open(self, corpus: Corpus, folder: Path) -> Asker:  # noqa: ARG002  (nothing is on disk)
        """All texts in a list."""
        ids: list[str] = []
        texts: list[str] = []
        for item in corpus.items():
            ids.append(item.id)
            texts.append(folded(item.text))

        def ask(question: str) -> Reply:
            found = process.extractOne(folded(question), texts, scorer=self.scorer)
            return Reply(Stance.SURE, (ids[found[2]],)) if found else Reply(Stance.SILENT)

        return ask


RIVALS: tuple[Method, ...] = (
    FullText("FTS5 trigram", "trigram", 3, folded),
    FullText("FTS5 bigrams", "unicode61 remove_diacritics 0", 2, in_bigrams),
    Scan("rapidfuzz WRatio", fuzz.WRatio),
    Scan("rapidfuzz partial_ratio", fuzz.partial_ratio),
)
