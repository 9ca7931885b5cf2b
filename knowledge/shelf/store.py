"""Plans ⇄ SQLite: each document is replaced in one transaction, and whoever reads sees the old one or the new one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from knowledge.model import Amount, Entry, Fact, FactKind, Figure, Finding, Level, Money, Remark, Source
from knowledge.shelf import file, writing
from knowledge.shelf.index import Posting, Term
from knowledge.shelf.rows import Record, Row, fact_of, posting_of, record_of, row_of, term_of

__all__ = ["Extent", "Kin", "Record", "Row", "Store"]


class Extent(NamedTuple):
    """How much a document holds."""

    entries: int
    yen: int | None
    """The budgets of its own year together; None where it prints none."""


class Kin(NamedTuple):
    """What of an entry is needed to rank it."""

    id: int
    parent: int | None
    level: str
    position: int


class Store:
    """The shelf in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Opens nothing yet; the first use does: StoreError where the file is not an index of this schema."""
        self.path = path
        self._file = file.IndexFile(path)

    @classmethod
    def create(cls, path: Path) -> Store:
        """The index at `path`, made where there is none. StoreError says what stands in the way."""
        file.tidy(path)
        if not path.exists() or path.stat().st_size == 0:
            file.make(path)
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

    def knowing(self, word: str) -> frozenset[int]:
        """The documents that use a word, given in dictionary form."""
        found = self.database.execute("SELECT document FROM words WHERE word = ?", [word])
        return frozenset(document for (document,) in found)

    def findings(self, document: int) -> tuple[Finding, ...]:
        """What the reader found odd in a document."""
        found = self.database.query(
            "SELECT code, line, message, page FROM findings WHERE document = ? ORDER BY id", [document]
        )
        return tuple(Finding(**row) for row in found)

    def _rows(self, where: str, parameters: Iterable[object] = ()) -> tuple[Row, ...]:
        """The entries that an SQL condition on `entries` selects, in the order of the page."""
        sql = (
            "SELECT entries.*, above.key AS parent_key,"
            " EXISTS (SELECT 1 FROM facts WHERE facts.entry = entries.id) AS has_facts"
            " FROM entries LEFT JOIN entries AS above ON above.id = entries.parent"
            f" WHERE {where} ORDER BY entries.document, entries.position"
        )
        cursor = self.database.execute(sql, list(parameters))  # query() would guard each by a savepoint
        columns = [column for column, *_ in cursor.description]
        found = [dict(zip(columns, row, strict=True)) for row in cursor]
        amounts = self._amounts([row["id"] for row in found])
        facts = self._facts([row["id"] for row in found if row["has_facts"]])
        return tuple(row_of(row, amounts.get(row["id"], ()), facts.get(row["id"], ())) for row in found)

    def entries(self, document: int) -> tuple[Entry, ...]:
        """All entries of a document in the order of the page."""
        return tuple(row.entry for row in self._rows("+entries.document = ?", [document]))

    def extents(self) -> dict[int, Extent]:
        """How much each document holds."""
        sums: dict[int, dict[str, int]] = defaultdict(dict)
        for document, level, yen in self.database.execute(_SUMS):
            sums[document][level] = yen
        counts = self.database.execute("SELECT document, count(*) FROM entries GROUP BY document")
        return {document: Extent(count, _sum(sums.get(document, {}))) for document, count in counts}

    def _amounts(self, entries: list[int]) -> dict[int, tuple[Amount, ...]]:
        if not entries:
            return {}
        found: dict[int, tuple[Amount, ...]] = {}
        columns = "entry, yen, fiscal_year, kind, raw, line, inferred"
        sql = f"SELECT {columns} FROM amounts WHERE entry IN (SELECT value FROM json_each(?)) ORDER BY id"
        for entry, yen, year, kind, raw, line, inferred in self.database.execute(sql, [json.dumps(entries)]):
            found[entry] = (*found.get(entry, ()), Amount(yen, year, kind, raw, line, bool(inferred)))
        return found

    def _facts(self, entries: list[int]) -> dict[int, tuple[Fact, ...]]:
        if not entries:
            return {}
        figures: dict[int, list[Figure]] = defaultdict(list)
        among = "facts.entry IN (SELECT value FROM json_each(?))"
        columns = "fact, value, unit, raw, figures.line, figures.fiscal_year"
        sql = f"SELECT {columns} FROM figures JOIN facts ON facts.id = figures.fact WHERE {among} ORDER BY figures.id"
        for fact, *figure in self.database.execute(sql, [json.dumps(entries)]):
            figures[fact].append(Figure(*figure))
        found: dict[int, tuple[Fact, ...]] = {}
        sql = f"SELECT id, entry, kind, heading, text, lines, fiscal_year FROM facts WHERE {among} ORDER BY id"
        for number, entry, *fact in self.database.execute(sql, [json.dumps(entries)]):
            found[entry] = (*found.get(entry, ()), fact_of(fact, figures[number]))
        return found

    def telling(self, document: int, kinds: Iterable[FactKind]) -> tuple[Entry, ...]:
        """The entries with a fact of some kinds."""
        among = "SELECT entry FROM facts WHERE kind IN (SELECT value FROM json_each(?))"
        return self._selected(document, f"entries.id IN ({among})", json.dumps(list(map(str, kinds))))

    def fact_headings(self, document: int) -> Iterator[tuple[str, FactKind]]:
        """What is printed above facts, each once, with what they are about."""
        among = "FROM facts JOIN entries ON entries.id = facts.entry WHERE document = ?"
        found = self.database.execute(f"SELECT DISTINCT facts.heading, kind {among}", [document])
        return ((heading, FactKind(kind)) for heading, kind in found)

    def fact_years(self, document: int) -> frozenset[int]:
        """The fiscal years that are printed with facts or their figures."""
        sql = (
            "SELECT DISTINCT facts.fiscal_year, figures.fiscal_year FROM entries JOIN facts ON facts.entry = entries.id"
            " LEFT JOIN figures ON figures.fact = facts.id WHERE entries.document = ?"
        )
        years = {year for row in self.database.execute(sql, [document]) for year in row}
        return frozenset(years - {None})

    def _selected(self, document: int, where: str, *parameters: object) -> tuple[Entry, ...]:
        return tuple(row.entry for row in self._rows(f"+entries.document = ? AND {where}", (document, *parameters)))

    def entry(self, key: str) -> Entry | None:
        """The entry of an id, of any document."""
        return next((row.entry for row in self._rows("entries.key = ?", [key])), None)

    def coded(self, document: int, code: str) -> Entry | None:
        """The entry of a code."""
        return next(iter(self._selected(document, "entries.code = ?", code)), None)

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

    def printing(self, document: int, words: str) -> tuple[Entry, ...]:
        """The entries whose title or text a LIKE pattern, escaped by a backslash, fits."""
        like = "(entries.title LIKE ? ESCAPE '\\' OR entries.body LIKE ? ESCAPE '\\')"
        return self._selected(document, like, words, words)

    def levels(self, document: int) -> dict[Level, int]:
        """How many entries of each level a document has, in the order in which it first has one."""
        sql = "SELECT level, count(*) FROM entries WHERE document = ? GROUP BY level ORDER BY min(position)"
        return {Level(level): count for level, count in self.database.execute(sql, [document])}

    def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """Ids of entries → their numbers; what is not on the shelf is left out."""
        sql = "SELECT key, id FROM entries WHERE key IN (SELECT value FROM json_each(?))"
        return dict(self.database.execute(sql, [json.dumps(list(keys))]))

    def kin(self, document: int) -> Iterator[Kin]:
        """All entries of a document in the order of the page, without their texts."""
        sql = "SELECT id, parent, level, position FROM entries WHERE document = ? ORDER BY position"
        return map(Kin._make, self.database.execute(sql, [document]))

    def yen(self, document: int, money: Money, entries: list[int] | None = None) -> Iterator[tuple[int, int]]:
        """Number and yen of the entries that print an amount of a year and kind, of all or of some: the first of each.

        An amount that names no year is of the document's own.
        """
        among = "entries.document = ?" if entries is None else "entries.id IN (SELECT value FROM json_each(?))"
        sql = (
            "SELECT amounts.entry, amounts.yen, min(amounts.id) FROM amounts"
            " JOIN entries ON entries.id = amounts.entry JOIN documents ON documents.id = entries.document"
            f" WHERE {among} AND amounts.kind = ? AND coalesce(amounts.fiscal_year, documents.fiscal_year) IS ?"
            " GROUP BY amounts.entry"
        )
        told = (document if entries is None else json.dumps(entries), money.kind, money.fiscal_year)
        return ((entry, yen) for entry, yen, _ in self.database.execute(sql, told))

    def levels_with(self, document: int, money: Money) -> dict[Level, int]:
        """How many entries of each level print an amount of a year and kind."""
        sql = (
            "SELECT entries.level, count(DISTINCT entries.id) FROM amounts"
            " JOIN entries ON entries.id = amounts.entry JOIN documents ON documents.id = entries.document"
            " WHERE entries.document = ? AND amounts.kind = ?"
            " AND coalesce(amounts.fiscal_year, documents.fiscal_year) IS ? GROUP BY 1 ORDER BY min(entries.position)"
        )
        found = self.database.execute(sql, [document, money.kind, money.fiscal_year])
        return {Level(level): count for level, count in found}

    def in_charge(self, document: int, entries: list[int] | None = None) -> Iterator[tuple[int, str]]:
        """Number and office of the entries that name one, of all or of some."""
        among = "document = ?" if entries is None else "id IN (SELECT value FROM json_each(?))"
        sql = f"SELECT id, department FROM entries WHERE department IS NOT NULL AND {among}"
        yield from self.database.execute(sql, [document if entries is None else json.dumps(entries)])

    def terms(self, document: int) -> Iterator[Term]:
        """A document's vocabulary; ids are the index's own."""
        columns = "id, word, surface, reading, units, parts, synonyms, df"
        found = self.database.execute(f"SELECT {columns} FROM words WHERE document = ? ORDER BY id", [document])
        return map(term_of, found)

    def vectors(self, document: int) -> Iterator[tuple[int, bytes]]:
        """The meaning of a document's words: id and packed vector."""
        yield from self.database.execute(
            "SELECT id, vector FROM words WHERE document = ? AND vector IS NOT NULL ORDER BY id", [document]
        )

    def size(self, document: int) -> int:
        """How many entries a document has."""
        return int(self.database.execute("SELECT count(*) FROM entries WHERE document = ?", [document]).fetchone()[0])

    def family(self, entries: list[int]) -> list[Kin]:
        """Some entries with all above and all below them."""
        found = self.database.execute(
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

    def rows_of(self, numbers: list[int]) -> tuple[Row, ...]:
        """The entries of some numbers."""
        return self._rows("entries.id IN (SELECT value FROM json_each(?))", [json.dumps(numbers)])

    def measures(self, document: int) -> tuple[Money, ...]:
        """Which money a document prints, in the order in which it first does."""
        sql = (
            "SELECT fiscal_year, kind FROM amounts JOIN entries ON entries.id = amounts.entry"
            " WHERE document = ? GROUP BY fiscal_year, kind ORDER BY min(amounts.id)"
        )
        return tuple(Money(year, kind) for year, kind in self.database.execute(sql, [document]))

    def titles(self, document: int) -> Iterator[tuple[str, str]]:
        """Key and title of every entry of a document."""
        yield from self.database.execute("SELECT key, title FROM entries WHERE document = ?", [document])

    def level_names(self, document: int) -> dict[str, Level]:
        """What a document itself calls its levels; empty where it leaves that to the program."""
        sql = "SELECT DISTINCT level_name, level FROM entries WHERE document = ? AND level_name IS NOT NULL"
        return {name: Level(level) for name, level in self.database.execute(sql, [document])}

    def departments(self, document: int) -> tuple[str, ...]:
        """Who is in charge of a document's entries, each spelling once."""
        sql = "SELECT DISTINCT department FROM entries WHERE document = ? AND department IS NOT NULL ORDER BY position"
        return tuple(department for (department,) in self.database.execute(sql, [document]))

    def postings(self, match: str, limit: int) -> Iterator[tuple[int, Posting]]:
        """Entries whose words fulfil an FTS5 expression over word ids, at most `limit`."""
        for number, title, body in self.database.execute(
            "SELECT rowid, title, body FROM postings WHERE postings MATCH ? LIMIT ?", [match, limit]
        ):
            yield number, posting_of(title, body)

    def prints(self, document: int, words: str) -> bool:
        """Whether a LIKE pattern, escaped by a backslash, fits the title or the text of any entry."""
        like = "(title LIKE ? ESCAPE '\\' OR body LIKE ? ESCAPE '\\')"
        sql = f"SELECT 1 FROM entries WHERE document = ? AND {like} LIMIT 1"
        return self.database.execute(sql, [document, words, words]).fetchone() is not None

    def posting(self, entries: Iterable[int]) -> Iterator[tuple[int, Posting]]:
        """The words of some entries."""
        wanted = json.dumps(list(entries))
        for number, title, body in self.database.execute(
            "SELECT rowid, title, body FROM postings WHERE rowid IN (SELECT value FROM json_each(?))", [wanted]
        ):
            yield number, posting_of(title, body)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While it is open, this thread reads one state of the shelf, whatever is written meanwhile."""
        self.database.execute("BEGIN")
        try:
            yield
        finally:
            self.database.conn.rollback()


_BELOW = """entries.id IN (
    WITH RECURSIVE below(id) AS (
        SELECT entries.id FROM entries JOIN entries AS above ON entries.parent = above.id WHERE above.key = ?
        UNION ALL SELECT entries.id FROM below CROSS JOIN entries ON entries.parent = below.id
    )
    SELECT id FROM below
)"""
"""All entries below the one of a key."""

_SUMS = """
    SELECT entries.document, entries.level, sum(amounts.yen)
    FROM amounts JOIN entries ON entries.id = amounts.entry JOIN documents ON documents.id = entries.document
    WHERE amounts.id IN (
        SELECT min(each.id) FROM amounts AS each JOIN entries AS of ON of.id = each.entry
        JOIN documents AS d ON d.id = of.document
        WHERE each.kind = '予算額' AND coalesce(each.fiscal_year, d.fiscal_year) IS d.fiscal_year GROUP BY each.entry
    )
    GROUP BY 1, 2
"""
"""Budgets of each document's own year, by level: of several of one entry the first."""


def _sum(by_level: dict[str, int]) -> int | None:
    """What is printed of initiatives, else of the highest level that prints any, so that nothing counts twice."""
    order = (Level.ACTION, Level.ISSUE, Level.STRATEGY, Level.PROGRAMME)
    return next((by_level[level] for level in order if level in by_level), None)
