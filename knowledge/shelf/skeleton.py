"""What is known of a document's entries without reading them: how many, where they stand, what they are called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.model import FactKind, Level
from knowledge.shelf.file import IndexFile


class Kin(NamedTuple):
    """What of an entry is needed to rank it."""

    id: int
    parent: int | None
    level: str
    position: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Of documents: levels, numbers, titles, headings, offices."""

    _file: IndexFile

    def size(self, document: int) -> int:
        """How many entries a document has."""
        return int(
            self._file.database.execute("SELECT count(*) FROM entries WHERE document = ?", [document]).fetchone()[0]
        )

    def levels(self, document: int) -> dict[Level, int]:
        """How many entries of each level a document has, in the order in which it first has one."""
        sql = "SELECT level, count(*) FROM entries WHERE document = ? GROUP BY level ORDER BY min(position)"
        return {Level(level): count for level, count in self._file.database.execute(sql, [document])}

    def level_names(self, document: int) -> dict[str, Level]:
        """What a document itself calls its levels; empty where it leaves that to the program."""
        sql = "SELECT DISTINCT level_name, level FROM entries WHERE document = ? AND level_name IS NOT NULL"
        return {name: Level(level) for name, level in self._file.database.execute(sql, [document])}

    def titles(self, document: int) -> Iterator[tuple[str, str]]:
        """Key and title of every entry of a document."""
        yield from self._file.database.execute("SELECT key, title FROM entries WHERE document = ?", [document])

    def codes(self, document: int) -> Iterator[str]:
        """The codes of a document's entries."""
        sql = "SELECT code FROM entries WHERE document = ? AND code IS NOT NULL"
        yield from (code for (code,) in self._file.database.execute(sql, [document]))

    def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """Ids of entries → their numbers; what is not on the shelf is left out."""
        sql = "SELECT key, id FROM entries WHERE key IN (SELECT value FROM json_each(?))"
        return dict(self._file.database.execute(sql, [json.dumps(list(keys))]))

    def kin(self, document: int) -> Iterator[Kin]:
        """All entries of a document in the order of the page, without their texts."""
        sql = "SELECT id, parent, level, position FROM entries WHERE document = ? ORDER BY position"
        return map(Kin._make, self._file.database.execute(sql, [document]))

    def family(self, entries: list[int]) -> list[Kin]:
        """Some entries with all above and all below them."""
        found = self._file.database.execute(
            """
            WITH RECURSIVE
                above(id, parent) AS (
                    SELECT id, parent FROM entries WHERE id IN (SELECT value FROM json_each(:ids))
                    UNION SELECT entries.id, entries.parent FROM entries JOIN above ON entries.id = above.parent
                ),
                below(id) AS (
                    SELECT value FROM json_each(:ids)
                    UNION SELECT entries.id FROM below CROSS JOIN entries ON entries.parent = below.id
                )
            SELECT id, parent, level, position FROM entries
            WHERE id IN (SELECT id FROM above UNION SELECT id FROM below)
            """,
            {"ids": json.dumps(entries)},
        )
        return [Kin(*row) for row in found]

    def departments(self, document: int) -> tuple[str, ...]:
        """Who is in charge of a document's entries, each spelling once."""
        sql = "SELECT DISTINCT department FROM entries WHERE document = ? AND department IS NOT NULL ORDER BY position"
        return tuple(department for (department,) in self._file.database.execute(sql, [document]))

    def in_charge(self, document: int, entries: list[int] | None = None) -> Iterator[tuple[int, str]]:
        """Number and office of the entries that name one, of all or of some."""
        among = "document = ?" if entries is None else "id IN (SELECT value FROM json_each(?))"
        sql = f"SELECT id, department FROM entries WHERE department IS NOT NULL AND {among}"
        yield from self._file.database.execute(sql, [document if entries is None else json.dumps(entries)])

    def prints(self, document: int, words: str) -> bool:
        """Whether a LIKE pattern, escaped by a backslash, fits the title or the text of any entry."""
        like = "(title LIKE ? ESCAPE '\\' OR body LIKE ? ESCAPE '\\')"
        sql = f"SELECT 1 FROM entries WHERE document = ? AND {like} LIMIT 1"
        return self._file.database.execute(sql, [document, words, words]).fetchone() is not None

    def fact_headings(self, document: int) -> Iterator[tuple[str, FactKind]]:
        """What is printed above facts, each once, with what they are about."""
        among = "FROM facts JOIN entries ON entries.id = facts.entry WHERE document = ?"
        found = self._file.database.execute(f"SELECT DISTINCT facts.heading, kind {among}", [document])
        return ((heading, FactKind(kind)) for heading, kind in found)

    def fact_years(self, document: int) -> frozenset[int]:
        """The fiscal years that are printed with facts or their figures."""
        sql = (
            "SELECT DISTINCT facts.fiscal_year, figures.fiscal_year FROM entries JOIN facts ON facts.entry = entries.id"
            " LEFT JOIN figures ON figures.fact = facts.id WHERE entries.document = ?"
        )
        years = {year for row in self._file.database.execute(sql, [document]) for year in row}
        return frozenset(years - {None})
