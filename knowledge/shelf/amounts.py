"""The money of the index: what entries print of a year and kind, and what that comes to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.model import Level, Money
from knowledge.shelf.file import IndexFile


class Extent(NamedTuple):
    """How much a document holds."""

    entries: int
    yen: int | None
    """The budgets of its own year together; None where it prints none."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts by document, year and kind."""

    _file: IndexFile

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
        return ((entry, yen) for entry, yen, _ in self._file.database.execute(sql, told))

    def measures(self, document: int) -> tuple[Money, ...]:
        """Which money a document prints, in the order in which it first does."""
        sql = (
            "SELECT fiscal_year, kind FROM amounts JOIN entries ON entries.id = amounts.entry"
            " WHERE document = ? GROUP BY fiscal_year, kind ORDER BY min(amounts.id)"
        )
        return tuple(Money(year, kind) for year, kind in self._file.database.execute(sql, [document]))

    def levels_with(self, document: int, money: Money) -> dict[Level, int]:
        """How many entries of each level print an amount of a year and kind."""
        sql = (
            "SELECT entries.level, count(DISTINCT entries.id) FROM amounts"
            " JOIN entries ON entries.id = amounts.entry JOIN documents ON documents.id = entries.document"
            " WHERE entries.document = ? AND amounts.kind = ?"
            " AND coalesce(amounts.fiscal_year, documents.fiscal_year) IS ? GROUP BY 1 ORDER BY min(entries.position)"
        )
        found = self._file.database.execute(sql, [document, money.kind, money.fiscal_year])
        return {Level(level): count for level, count in found}

    def extents(self) -> dict[int, Extent]:
        """How much each document holds."""
        sums: dict[int, dict[str, int]] = defaultdict(dict)
        for document, level, yen in self._file.database.execute(_SUMS):
            sums[document][level] = yen
        counts = self._file.database.execute("SELECT document, count(*) FROM entries GROUP BY document")
        return {document: Extent(count, _sum(sums.get(document, {}))) for document, count in counts}


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
