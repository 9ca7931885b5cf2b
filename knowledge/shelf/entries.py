"""The entries of the index, selected whole: with their amounts and facts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.model import Amount, Entry, Fact, FactKind, Figure, Level
from knowledge.shelf.file import IndexFile
from knowledge.shelf.rows import Row, fact_of, row_of


@dataclass(frozen=True, slots=True)
class Entries:
    """Selects entries; several are in the order of the page."""

    _file: IndexFile

    def of(self, document: int) -> tuple[Entry, ...]:
        """All entries of a document in the order of the page."""
        return tuple(row.entry for row in self._rows("+entries.document = ?", [document]))

    def rows_of(self, numbers: list[int]) -> tuple[Row, ...]:
        """The entries of some numbers."""
        return self._rows("entries.id IN (SELECT value FROM json_each(?))", [json.dumps(numbers)])

    def entry(self, key: str) -> Entry | None:
        """The entry of an id, of any document."""
        return next((row.entry for row in self._rows("entries.key = ?", [key])), None)

    def coded(self, document: int, code: str) -> Entry | None:
        """The entry of a code."""
        return next(iter(self._selected(document, "entries.code = ? COLLATE NOCASE", code)), None)

    def code_begins(self, document: int, beginning: str) -> tuple[Entry, ...]:
        """The entries whose code begins so."""
        return self._selected(document, "substr(entries.code, 1, length(?)) = ?", beginning, beginning)

    def numbered(self, document: int, level: Level, number: str) -> tuple[Entry, ...]:
        """The entries of a level whose own number, the last of their code, is this."""
        where = "entries.level = ? AND (entries.code = ? OR entries.code LIKE ?)"
        return self._selected(document, where, str(level), number, f"%-{number}")

    def of_levels(self, document: int, levels: Iterable[Level], most: int) -> tuple[Entry, ...]:
        """The entries of some levels in the order of the page, at most so many."""
        among = "document = ? AND level IN (SELECT value FROM json_each(?))"
        first = f"entries.id IN (SELECT id FROM entries WHERE {among} ORDER BY position LIMIT ?)"
        return self._selected(document, first, document, json.dumps(list(map(str, levels))), most)

    def roots(self, document: int, most: int) -> tuple[Entry, ...]:
        """The entries that stand under nothing, at most so many."""
        among = "document = ? AND parent IS NULL"
        first = f"entries.id IN (SELECT id FROM entries WHERE {among} ORDER BY position LIMIT ?)"
        return self._selected(document, first, document, most)

    def children(self, key: str) -> tuple[Entry, ...]:
        """The entries right below one."""
        where = "entries.parent = (SELECT id FROM entries WHERE key = ?)"
        return tuple(row.entry for row in self._rows(where, [key]))

    def below(self, key: str) -> tuple[Entry, ...]:
        """All entries below one, in the order of the page."""
        return tuple(row.entry for row in self._rows(_BELOW, [key]))

    def telling(self, document: int, kinds: Iterable[FactKind]) -> tuple[Entry, ...]:
        """The entries with a fact of some kinds."""
        among = "SELECT entry FROM facts WHERE kind IN (SELECT value FROM json_each(?))"
        return self._selected(document, f"entries.id IN ({among})", json.dumps(list(map(str, kinds))))

    def printing(self, document: int, words: str) -> tuple[Entry, ...]:
        """The entries whose title or text a LIKE pattern, escaped by a backslash, fits."""
        like = "(entries.title LIKE ? ESCAPE '\\' OR entries.body LIKE ? ESCAPE '\\')"
        return self._selected(document, like, words, words)

    def _selected(self, document: int, where: str, *parameters: object) -> tuple[Entry, ...]:
        return tuple(row.entry for row in self._rows(f"+entries.document = ? AND {where}", (document, *parameters)))

    def _rows(self, where: str, parameters: Iterable[object] = ()) -> tuple[Row, ...]:
        """The entries that an SQL condition on `entries` selects, in the order of the page."""
        sql = (
            "SELECT entries.*, above.key AS parent_key,"
            " EXISTS (SELECT 1 FROM facts WHERE facts.entry = entries.id) AS has_facts"
            " FROM entries LEFT JOIN entries AS above ON above.id = entries.parent"
            f" WHERE {where} ORDER BY entries.document, entries.position"
        )
        cursor = self._file.database.execute(sql, list(parameters))  # query() would guard each by a savepoint
        columns = [column for column, *_ in cursor.description]
        found = [dict(zip(columns, row, strict=True)) for row in cursor]
        amounts = self._amounts([row["id"] for row in found])
        facts = self._facts([row["id"] for row in found if row["has_facts"]])
        return tuple(row_of(row, amounts.get(row["id"], ()), facts.get(row["id"], ())) for row in found)

    def _amounts(self, entries: list[int]) -> dict[int, tuple[Amount, ...]]:
        if not entries:
            return {}
        found: dict[int, tuple[Amount, ...]] = {}
        columns = "entry, yen, fiscal_year, kind, raw, line, inferred"
        sql = f"SELECT {columns} FROM amounts WHERE entry IN (SELECT value FROM json_each(?)) ORDER BY id"
        for entry, yen, year, kind, raw, line, inferred in self._file.database.execute(sql, [json.dumps(entries)]):
            found[entry] = (*found.get(entry, ()), Amount(yen, year, kind, raw, line, bool(inferred)))
        return found

    def _facts(self, entries: list[int]) -> dict[int, tuple[Fact, ...]]:
        if not entries:
            return {}
        figures: dict[int, list[Figure]] = defaultdict(list)
        among = "facts.entry IN (SELECT value FROM json_each(?))"
        columns = "fact, value, unit, raw, figures.line, figures.fiscal_year"
        sql = f"SELECT {columns} FROM figures JOIN facts ON facts.id = figures.fact WHERE {among} ORDER BY figures.id"
        for fact, *figure in self._file.database.execute(sql, [json.dumps(entries)]):
            figures[fact].append(Figure(*figure))
        found: dict[int, tuple[Fact, ...]] = {}
        sql = f"SELECT id, entry, kind, heading, text, lines, fiscal_year FROM facts WHERE {among} ORDER BY id"
        for number, entry, *fact in self._file.database.execute(sql, [json.dumps(entries)]):
            found[entry] = (*found.get(entry, ()), fact_of(fact, figures[number]))
        return found


_BELOW = """entries.id IN (
    WITH RECURSIVE below(id) AS (
        SELECT entries.id FROM entries JOIN entries AS above ON entries.parent = above.id WHERE above.key = ?
        UNION ALL SELECT entries.id FROM below CROSS JOIN entries ON entries.parent = below.id
    )
    SELECT id FROM below
)"""
"""All entries below the one of a key."""
