"""A matrix generated from the algebra, asked of the engine and of a slow oracle: both must give the same, row by row.

Over the shipped page, a page whose issues and strategies both carry amounts, and two lists of projects: one has offices
that share a project, projects without an office or an amount, and amounts that tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from shutil import copy

import pytest

from knowledge import Entry, Level, Plan, Store, read
from knowledge.answers.engine import run
from knowledge.model import (
    Above,
    And,
    Ask,
    Below,
    Beside,
    CodeRange,
    Condition,
    Count,
    Group,
    Linked,
    Measure,
    Mentions,
    Minus,
    Money,
    Office,
    OfLevel,
    Or,
    Order,
    Query,
    Relation,
    Result,
    Rows,
    Set,
    Share,
    Take,
    Whole,
)
from knowledge.shelf.building import bring_in
from knowledge.shelf.document import Document
from tests.oracle import Expected, Oracle

HERE = Path(__file__).parent
PAGES = {
    "minato-r4": HERE.parent / "knowledge" / "documents" / "minato-r4.txt",
    "tsubaki-r5": HERE / "data" / "amounts" / "tsubaki-r5.txt",
    "aoba": HERE / "data" / "tables" / "aoba.csv",
    "hinoki": HERE / "data" / "amounts" / "hinoki.csv",
}
MONEY = Money()
WHOLE_SHARE = Share(MONEY, Whole())
ACTIONS, STRATEGIES, ISSUES = OfLevel((Level.ACTION,)), OfLevel((Level.STRATEGY,)), OfLevel((Level.ISSUE,))
LEVELS = {"minato-r4": ACTIONS, "tsubaki-r5": STRATEGIES, "aoba": ACTIONS, "hinoki": ACTIONS}
"""The lowest level that carries money."""
WORDS = {"minato-r4": "防災", "tsubaki-r5": "令和4年度", "aoba": "更新", "hinoki": "見守り"}
OTHER_MONEY = {
    "minato-r4": (Money(2022, "予算額"), Money(2021)),
    "tsubaki-r5": (Money(2023), Money(2022)),
    "aoba": (Money(2024, "予算額"), Money(2024, "決算額"), Money(2023), Money(None, "決算額")),
    "hinoki": (Money(2023), Money(2022)),
}
ORDERS = (None, Order(None), Order(MONEY), Order(MONEY, ascending=True))
TAKES = (None, Take(), Take(3), Take(1, 1), Take(2, 1), Take(1, from_end=True), Take(2, 1, from_end=True), Take(1, 99))


class Folder:
    """Documents of a folder, as the engine asks for them."""

    def __init__(self, store: Store) -> None:
        self._documents = {each.source.document: Document.open(store, each) for each in store.documents()}

    def document(self, name: str, /) -> Document:
        return self._documents[name]


def shelf_of(folder: Path, pages: dict[str, Path]) -> Folder:
    """A shelf with some files under short names."""
    documents = folder / "documents"
    documents.mkdir()
    for name, path in pages.items():
        copy(path, documents / f"{name}{path.suffix}")
    store = Store.create(folder / "index.db")
    bring_in(store, documents)
    return Folder(store)


@pytest.fixture(scope="module")
def shelf(without_meaning: None, tmp_path_factory: pytest.TempPathFactory) -> Folder:  # noqa: ARG001
    return shelf_of(tmp_path_factory.mktemp("shelf"), PAGES)


@pytest.fixture(scope="module")
def plans(shelf: Folder) -> dict[str, Plan]:
    """The files as `read` understands them, under the names that they have on the shelf."""
    found = {}
    for name, path in PAGES.items():
        source = shelf.document(name).source
        found[name] = Plan(source, read(path, source).entries)
    return found


def scopes(plan: Plan) -> Iterator[Set]:
    """Sets of every kind over one document."""
    level, top = LEVELS[plan.source.document], [e for e in plan.entries if e.level is Level.ISSUE]
    low = [e for e in plan.entries if e.level in level.levels]
    issue, other, entry = linked(top[0]), linked(top[1]), linked(low[0])
    word = WORDS[plan.source.document]
    mentions = Mentions(word, tuple(e.id for e in plan.entries if word in e.title or word in e.body))
    largest = Query(Ask.LIST, ISSUES, measure=MONEY, order=Order(MONEY), take=Take(1))
    yield from (Whole(), ACTIONS, STRATEGIES, ISSUES, OfLevel((Level.ISSUE, Level.STRATEGY)), OfLevel((Level.REFORM,)))
    yield from (issue, linked(low[-1]), linked(low[1], low[0]), mentions, And((level, mentions)))
    yield from (Below(issue), Below(issue, level.levels), Below(Or((other, issue)), level.levels), Below(entry))
    yield from (Above(entry), Above(entry, Level.ISSUE), Above(mentions, Level.ISSUE), Beside(entry), Beside(issue))
    yield from (Or((issue, other)), Or((entry, issue)), Or((linked(low[2]), linked(low[1]))))
    yield from (Minus(Whole(), entry), Minus(level, issue), Minus(level, mentions), Minus(ISSUES, issue))
    yield from (Rows(largest), Below(Rows(largest), level.levels))
    yield Rows(Query(Ask.LIST, level, measure=MONEY, order=Order(MONEY), take=Take(3)))
    yield Above(Rows(Query(Ask.LIST, level, where=(Condition(MONEY, Relation.AT_LEAST, 5_000_000),))), Level.ISSUE)
    yield CodeRange(str(low[1].code), str(low[-2].code))
    if any(e.department for e in plan.entries):
        cell = next(str(e.department) for e in plan.entries if e.department)
        yield Office(cell, (cell,))


def linked(*entries: Entry) -> Linked:
    return Linked(tuple(entry.id for entry in entries), words="と".join(entry.title for entry in entries))


def measures(plan: Plan) -> tuple[Measure, ...]:
    level = LEVELS[plan.source.document].levels[0]
    of_issue = Share(MONEY, linked(next(e for e in plan.entries if e.level is Level.ISSUE)))
    return MONEY, *OTHER_MONEY[plan.source.document], Count(level), Count(), WHOLE_SHARE, of_issue


def conditions(plan: Plan) -> Iterator[tuple[Condition, ...]]:
    level = LEVELS[plan.source.document]
    one = next(e for e in plan.entries if e.level in level.levels and any(a.yen for a in e.amounts))
    for relation in Relation:
        yield (Condition(MONEY, relation, 4_000_000),)
    yield (Condition(MONEY, Relation.AT_LEAST, 1_000_000), Condition(MONEY, Relation.UNDER, 10_000_000))
    yield (Condition(WHOLE_SHARE, Relation.AT_LEAST, Fraction(1, 20)),)
    yield (Condition(Count(level.levels[0]), Relation.AT_LEAST, 2),)
    yield (Condition(MONEY, Relation.OVER, Query(Ask.MEAN, level, measure=MONEY)),)
    yield (Condition(MONEY, Relation.UNDER, Query(Ask.AMOUNT, linked(one), measure=MONEY)),)
    yield (Condition(OTHER_MONEY[plan.source.document][-1], Relation.OVER, 0),)


def shown(plan: Plan) -> Iterator[Query]:
    """Lists and amounts, with every measure, order and take."""
    for of, measure in product(scopes(plan), measures(plan)):
        yield Query(Ask.AMOUNT, of, measure=measure)
        yield Query(Ask.COMPARE, of, measure=measure) if not isinstance(of, Or) else Query(Ask.LIST, of)
    for of, order, take in product(scopes(plan), ORDERS, TAKES):
        yield Query(Ask.LIST, of, measure=MONEY, order=order, take=take)


def added(plan: Plan) -> Iterator[Query]:
    """Sums, means, medians and counts, also of the first few of an order."""
    asks = (Ask.SUM, Ask.MEAN, Ask.MEDIAN)
    for ask, of, measure in product(asks, scopes(plan), measures(plan)):
        yield Query(ask, of, measure=measure)
    for ask, of, take in product((*asks, Ask.COUNT), scopes(plan), TAKES[1:]):
        yield Query(ask, of, measure=MONEY, order=Order(MONEY), take=take)
    for of in scopes(plan):
        yield Query(Ask.COUNT, of)
        yield Query(Ask.EXISTS, of)


def conditioned(plan: Plan) -> Iterator[Query]:
    """Conditions on lists, sums, counts and yes or no."""
    asks = (Ask.LIST, Ask.SUM, Ask.MEDIAN, Ask.COUNT, Ask.EXISTS)
    for ask, of, where in product(asks, scopes(plan), conditions(plan)):
        measure = MONEY if ask in (Ask.LIST, Ask.SUM, Ask.MEDIAN) else None
        yield Query(ask, of, measure=measure, where=where, order=Order(MONEY) if ask is Ask.LIST else None)
    for of, where in product(scopes(plan), conditions(plan)):
        if not isinstance(of, Whole):
            yield Query(Ask.CONFIRM, of, where=where)


def grouped(plan: Plan) -> Iterator[Query]:
    """By office, by the office above, by year."""
    asks = (Ask.SUM, Ask.LIST, Ask.COUNT, Ask.MEAN, Ask.MEDIAN)
    for ask, of, by in product(asks, (Whole(), ACTIONS, *scopes(plan)), (Group.OFFICE, Group.DIVISION)):
        if any(e.department for e in plan.entries):
            yield Query(ask, of, measure=MONEY, by=by)
            size: Measure = Count() if ask is Ask.COUNT else MONEY
            yield Query(ask, of, measure=size, by=by, order=Order(size), take=Take(1))
            yield Query(ask, of, measure=size, by=by, order=Order(size), take=Take(3))
            where = (Condition(MONEY, Relation.OVER, 20_000_000),)
            yield Query(ask, of, measure=MONEY, by=by, where=where) if ask is not Ask.COUNT else Query(ask, of, by=by)
    for of, measure in product(scopes(plan), (MONEY, *OTHER_MONEY[plan.source.document])):
        yield Query(Ask.SUM, of, measure=measure, by=Group.YEAR)


def of_each(plan: Plan) -> Iterator[Query]:
    """So many of what stands below each entry of a level, and one figure for each."""
    levels = (Level.ISSUE, Level.STRATEGY)
    plain = Take(1), Take(2), Take(1, 1), Take(1, from_end=True)
    takes = [replace(take, each=level) for level in levels for take in plain]
    for of, order, take in product(scopes(plan), ORDERS[1:], takes):
        taken = Query(Ask.LIST, of, measure=MONEY, order=order, take=take)
        yield taken
        if take.count > 1:
            yield Query(Ask.SUM, Rows(replace(taken, measure=None)), measure=MONEY)
    over = (Condition(MONEY, Relation.OVER, 4_000_000),)
    lowest = LEVELS[plan.source.document]
    issue, one, *_ = (e for e in plan.entries if e.level in (Level.ISSUE, *lowest.levels))
    flat: tuple[Set, ...] = (
        lowest,
        Below(linked(issue), lowest.levels),
        Minus(lowest, linked(one)),
        Rows(Query(Ask.LIST, lowest, where=over)),
    )
    above = [level for level in levels if level not in lowest.levels]
    for ask, of, by in product((Ask.SUM, Ask.MEAN, Ask.MEDIAN), flat, above):
        figures = Query(ask, of, measure=MONEY, by=by)
        yield figures
        yield replace(figures, where=over)
        yield replace(figures, order=Order(MONEY), take=Take(2))
        yield Query(Ask.COUNT, of, by=by)


def paired(plan: Plan) -> Iterator[Query]:
    """Differences, ratios, and places."""
    level = LEVELS[plan.source.document]
    for ask, of in product((Ask.DIFFERENCE, Ask.RATIO), scopes(plan)):
        yield Query(ask, of, measure=MONEY)
        yield Query(ask, of, measure=MONEY, order=Order(MONEY)) if not isinstance(of, Or) else Query(ask, of)
    ends = [Rows(Query(Ask.LIST, level, measure=MONEY, order=Order(MONEY, up), take=Take())) for up in (False, True)]
    for ask in (Ask.DIFFERENCE, Ask.RATIO):
        yield Query(ask, Or(tuple(ends)), measure=MONEY)
    entries = [e for e in plan.entries if e.level in (*level.levels, Level.ISSUE)]
    for entry, ascending in product(entries, (False, True)):
        yield Query(Ask.RANK, linked(entry), measure=MONEY, order=Order(MONEY, ascending))
        yield Query(Ask.RANK, linked(entry), measure=WHOLE_SHARE, within=Or((ISSUES, level)))


MATRIX = {each.__name__: each for each in (shown, added, conditioned, grouped, of_each, paired)}
SAMPLE = 7
"""One query in so many is asked unless the whole matrix is wanted; the number divides no length of a list above."""
FEWEST = 500
"""Queries that are asked at least."""


@pytest.mark.parametrize("kind", MATRIX)
@pytest.mark.parametrize("name", PAGES)
def test_the_engine_gives_what_plain_loops_give(shelf: Folder, plans: dict[str, Plan], name: str, kind: str) -> None:
    assert differing(shelf, plans[name], list(MATRIX[kind](plans[name]))[::SAMPLE]) == []


@pytest.mark.whole
@pytest.mark.parametrize("kind", MATRIX)
@pytest.mark.parametrize("name", PAGES)
def test_of_the_whole_matrix_too(shelf: Folder, plans: dict[str, Plan], name: str, kind: str) -> None:
    assert differing(shelf, plans[name], MATRIX[kind](plans[name])) == []


def differing(shelf: Folder, plan: Plan, queries: Iterable[Query]) -> list[str]:
    """The queries to which the engine gives something else than the oracle, with both."""
    oracle, found = Oracle(plan), []
    for query in queries:
        asked = replace(query, document=plan.source.document)
        result, expected = gist(run(asked, shelf), query), wanted(oracle.expected(query), query)
        if result != expected:
            found.append(f"{query}\n  {result}\n  {expected}")
    return found


def test_the_matrix_is_large(plans: dict[str, Plan]) -> None:
    asked = [(name, query) for name, plan in plans.items() for kind in MATRIX.values() for query in kind(plan)]
    assert len(set(asked[::SAMPLE])) >= FEWEST


Gist = tuple[object, ...]


def gist(result: Result, query: Query) -> Gist:
    """What a result says, without the entries' texts."""
    rows = [
        (row.entry.id if row.entry else row.label, row.value, tuple(sorted(e.id for e in row.counted)))
        for row in result.rows
    ]
    left_out = frozenset(e.id for e in result.left_out) if query.by is None and not _is_pair(query) else None
    assert len(result.counted) == len({e.id for e in result.counted}) == result.counted_in_all
    return rows, result.value, left_out, result.holds, result.missing, _of(result.of, query)


def wanted(expected: Expected, query: Query) -> Gist:
    """The same of what was expected."""
    left_out = expected.left_out if query.by is None and not _is_pair(query) else None
    return expected.rows, expected.value, left_out, expected.holds, expected.missing, _of(expected.of, query)


def _is_pair(query: Query) -> bool:
    return query.ask in (Ask.DIFFERENCE, Ask.RATIO)


def _of(of: int, query: Query) -> int | None:
    """How many there were; two that are held against each other are two."""
    return None if _is_pair(query) else of
