"""A plan → rows: its entries, their words, money and facts, within a transaction that is open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count, islice
from typing import Any

from sqlite_utils import Database

from knowledge.language import meaning
from knowledge.model import Entry, Finding, Source
from knowledge.shelf import rows
from knowledge.shelf.index import Indexer

BATCH = 2_000
"""Rows handed to SQLite at once."""
KANA_ONLY = re.compile(r"[\u3041-\u3096\W\d]+")
"""Words in hiragana alone are grammar or too vague to have a meaning of their own."""
MOST_VECTORS = 10_000
"""Words of a document that get a meaning; one takes about a millisecond and a kilobyte."""


def take_off(database: Database, name: str) -> None:
    """Takes the document of a name off the shelf."""
    where = "document = (SELECT id FROM documents WHERE name = ?)"
    database.execute(f"DELETE FROM postings WHERE rowid IN (SELECT id FROM entries WHERE {where})", [name])
    database.execute("DELETE FROM documents WHERE name = ?", [name])


def put_on(
    database: Database, source: Source, entries: Iterable[Entry], findings: Iterable[Finding], content_hash: str
) -> None:
    """Puts a document on the shelf. Entries are taken one by one: it may be larger than the memory."""
    document = int(str(database.table("documents").insert(rows.source_row(source, content_hash)).last_pk))
    _insert(database, "remarks", ({"document": document, **rows.plain_row(remark)} for remark in source.remarks))
    _insert_entries(database, document, entries)
    _note_years(database, document)
    _insert(database, "findings", ({"document": document, **rows.plain_row(finding)} for finding in findings))


def _insert_entries(database: Database, document: int, entries: Iterable[Entry]) -> None:
    indexer, first_entry, first_word = Indexer(), _next(database, "entries"), _next(database, "words") - 1
    numbers = count(_next(database, "facts"))
    parents: list[tuple[str, int]] = []
    numbered = enumerate(entries, first_entry)
    while batch := list(islice(numbered, BATCH)):
        _insert(database, "entries", (rows.entry_row(number, document, entry) for number, entry in batch))
        _insert(database, "amounts", (rows.amount_row(n, amount) for n, entry in batch for amount in entry.amounts))
        _insert(database, "postings", (rows.posting_row(n, indexer.posting(entry), first_word) for n, entry in batch))
        told = [(next(numbers), n, fact) for n, entry in batch for fact in entry.facts]
        _insert(database, "facts", (rows.fact_row(*each) for each in told))
        _insert(database, "figures", (rows.figure_row(n, figure) for n, _, fact in told for figure in fact.figures))
        parents.extend((entry.parent, number) for number, entry in batch if entry.parent)
    database.conn.executemany(
        "UPDATE entries SET parent = (SELECT id FROM entries WHERE key = ?) WHERE id = ?", parents
    )
    _insert(database, "words", (rows.term_row(document, term, first_word) for term in indexer.terms()))
    _embed(database, document)


def _note_years(database: Database, document: int) -> None:
    database.execute(
        "UPDATE documents SET years = (SELECT group_concat(DISTINCT fiscal_year)"
        " FROM amounts JOIN entries ON entries.id = amounts.entry WHERE document = documents.id) WHERE id = ?",
        [document],
    )


def _embed(database: Database, document: int) -> None:
    """Gives the words that most entries use their meaning; without the model the index works without it."""
    words = database.execute(
        "SELECT id, surface FROM words WHERE document = ? AND length(surface) > 1 ORDER BY df DESC, id LIMIT ?",
        [document, MOST_VECTORS],
    ).fetchall()
    words = [(number, surface) for number, surface in words if not KANA_ONLY.fullmatch(surface)]
    for start in range(0, len(words), BATCH):
        batch = words[start : start + BATCH]
        vectors = meaning.embed([surface for _, surface in batch])
        if vectors is None:
            return
        packed = [(meaning.packed(vector), number) for (number, _), vector in zip(batch, vectors, strict=True)]
        database.conn.executemany("UPDATE words SET vector = ? WHERE id = ?", packed)


def _next(database: Database, table: str) -> int:
    return int(database.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def _insert(database: Database, table: str, told: Iterable[dict[str, Any]]) -> None:
    database.table(table).insert_all(told, batch_size=BATCH)
