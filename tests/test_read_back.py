"""The plain words of a query, asked at the desk, give what the query gives: for the kinds that are read so far.

What is not here is not read back yet, in one language or in both: entries right above or below, the order of the page,
the middle and the end of an order, how many stand below, a set's money asked as an amount, another unit of money, and
whether something is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest

from knowledge import Desk, Entry
from knowledge.answers.canonical import canonical
from knowledge.model import (
    Answer,
    Ask,
    Below,
    CodeRange,
    Condition,
    Language,
    Level,
    Linked,
    Mentions,
    Minus,
    Money,
    OfLevel,
    Order,
    Query,
    Relation,
    Rows,
    Set,
    Share,
    Take,
    Whole,
)
from knowledge.shelf.store import Store
from tests.shelves import TestShelf

BOTH: tuple[Language, ...] = ("ja", "en")
BUDGET = Money()
FIGURES = (Ask.SUM, Ask.MEAN, Ask.MEDIAN)
LEVELS = (Level.ISSUE, Level.STRATEGY, Level.ACTION, Level.GOAL, Level.MISSION, Level.POLICY)
REFORM = OfLevel((Level.REFORM,))
LARGEST, SMALLEST = Order(BUDGET), Order(BUDGET, ascending=True)


@pytest.fixture(scope="module")
def shelf(index: Path) -> TestShelf:
    """The shipped plan alone."""
    return TestShelf(Store.create(index), "minato-r4")


def linked(*entries: Entry) -> Linked:
    return Linked(tuple(entry.id for entry in entries))


def of_an_entry(shelf: TestShelf) -> Iterator[Query]:
    """Each of the 32 entries: its amount, and whom to call."""
    for entry in shelf.default.entries():
        yield Query(Ask.AMOUNT, linked(entry))
        yield Query(Ask.FACT, linked(entry), fact="telephone")


def records(shelf: TestShelf) -> Iterator[Query]:
    yield from (Query(Ask.RECORD, linked(entry)) for entry in shelf.default.entries())


def of_an_initiative(shelf: TestShelf) -> Iterator[Query]:
    """Each initiative: its share of the whole, and whether its amount is so large."""
    for entry in shelf.default.of_level(Level.ACTION):
        yield Query(Ask.AMOUNT, linked(entry), "", Share(BUDGET, Whole()))
        for relation in Relation:
            yield Query(Ask.CONFIRM, linked(entry), where=(Condition(BUDGET, relation, 5_000_000),))
        yield from (Query(Ask.CONFIRM, linked(entry), within=linked(above)) for above in shelf.default.ladder(entry))


def ranks(shelf: TestShelf) -> Iterator[Query]:
    for entry in shelf.default.of_level(Level.ACTION):
        for order in (LARGEST, SMALLEST):
            yield Query(Ask.RANK, linked(entry), "", BUDGET, order=order, within=OfLevel((Level.ACTION,)))


def of_two(shelf: TestShelf) -> Iterator[Query]:
    """Each initiative and the next one, together and against each other."""
    initiatives = shelf.default.of_level(Level.ACTION)
    for one, other in pairwise(initiatives):
        of = linked(one, other)
        for ask in (Ask.SUM, Ask.MEAN, Ask.DIFFERENCE, Ask.RATIO, Ask.LIST, Ask.RECORD):
            yield Query(ask, of)
        for order in (None, LARGEST, SMALLEST):
            yield Query(Ask.COMPARE, of, "", BUDGET, order=order)


def below(shelf: TestShelf) -> Iterator[Query]:
    """The initiatives of each issue and strategy."""
    for entry in shelf.default.of_level(Level.ISSUE, Level.STRATEGY):
        of = Below(linked(entry), (Level.ACTION,))
        for ask in (*FIGURES, Ask.LIST, Ask.COUNT):
            yield Query(ask, of)
        yield Query(Ask.LIST, of, "", BUDGET)
        yield Query(Ask.LIST, of, "", BUDGET, order=LARGEST, take=Take())


def plainly(of: Set) -> Iterator[Query]:
    """A level: all of it, its figures, its extremes, what is over and under an amount, and all but one."""
    for ask in (*FIGURES, Ask.LIST, Ask.COUNT):
        yield Query(ask, of)
    for measure in (BUDGET, Share(BUDGET, Whole())):
        yield Query(Ask.LIST, of, "", measure)
    for order in (LARGEST, SMALLEST):
        for place in range(3):
            yield Query(Ask.LIST, of, "", BUDGET, order=order, take=Take(1, place))
    for relation in Relation:
        for yen in (2_000_000, 10_000_000):
            yield Query(Ask.LIST, of, where=(Condition(BUDGET, relation, yen),))
    between = Condition(BUDGET, Relation.AT_LEAST, 1_000_000), Condition(BUDGET, Relation.AT_MOST, 5_000_000)
    yield Query(Ask.LIST, of, where=between)
    for ask in (Ask.LIST, Ask.SUM):
        yield Query(ask, Minus(of, Linked(("minato-r4/2-1-1",))))


def levels(_: TestShelf) -> Iterator[Query]:
    yield from (query for level in LEVELS[:3] for query in plainly(OfLevel((level,))))


def reforms(_: TestShelf) -> Iterator[Query]:
    yield from plainly(REFORM)


def first_three(_: TestShelf) -> Iterator[Query]:
    """The three largest and smallest of a level."""
    for level in (*LEVELS, Level.REFORM):
        for order in (LARGEST, SMALLEST):
            yield Query(Ask.LIST, OfLevel((level,)), "", BUDGET, order=order, take=Take(3))


def of_each(_: TestShelf) -> Iterator[Query]:
    """The largest and the smallest of each issue and strategy, their sum, and the mean of each."""
    actions = OfLevel((Level.ACTION,))
    for level, order in product(LEVELS[:2], (LARGEST, SMALLEST)):
        for take in (Take(1, each=level), Take(2, each=level), Take(1, 1, each=level)):
            yield Query(Ask.LIST, actions, "", BUDGET, order=order, take=take)
            yield Query(Ask.SUM, Rows(Query(Ask.LIST, actions, order=order, take=take)))
        for ask in (Ask.MEAN, Ask.MEDIAN):
            for take_of_all in (None, Take(1), Take(2)):
                yield Query(ask, actions, "", BUDGET, by=level, order=order, take=take_of_all)
    over = (Condition(BUDGET, Relation.OVER, 5_000_000),)
    for level in LEVELS[:2]:
        yield Query(Ask.MEAN, actions, "", BUDGET, where=over, by=level)
        yield from (Query(ask, Rows(Query(Ask.LIST, actions, where=over)), by=level) for ask in (*FIGURES, Ask.COUNT))


def mentions(shelf: TestShelf) -> Iterator[Query]:
    for word in ("防災", "防犯", "見守り", "虐待", "カメラ"):
        of = Mentions(word, tuple(entry.id for entry in shelf.default.printing(word)))
        for ask in (Ask.LIST, Ask.SUM, Ask.COUNT, Ask.RECORD):
            yield Query(ask, of)


def the_whole(_: TestShelf) -> Iterator[Query]:
    yield from (Query(ask, Whole()) for ask in FIGURES)
    yield from (Query(ask, CodeRange("1-2-2", "3-1-2")) for ask in (Ask.LIST, Ask.SUM))


def the_page(_: TestShelf) -> Iterator[Query]:
    facts = ("telephone", "fax", "address", "page_date", "page_number", "contact", "url")
    yield from (Query(Ask.FACT, Whole(), fact=fact) for fact in facts)


Kind = Callable[[TestShelf], Iterator[Query]]
KINDS: tuple[Kind, ...] = (of_an_entry, of_an_initiative, of_two, below, levels, the_whole, mentions)
JAPANESE_ONLY: tuple[Kind, ...] = (of_each, records, ranks, reforms, first_three, the_page)
READ_BACK: list[tuple[Kind, Language]] = [
    *((kind, language) for kind in KINDS for language in BOTH),
    *((kind, "ja") for kind in JAPANESE_ONLY),
]
IN_WORDS = (Ask.AMOUNT, Ask.COUNT, Ask.DIFFERENCE, Ask.RATIO, Ask.COMPARE, Ask.RANK, Ask.CONFIRM)
"""Asks whose answer stands in the first sentence."""


def result(answer: Answer, ask: Ask) -> tuple[object, ...]:
    """What an answer gives: its kind, its entries in their order, its figure, and the sentence that says it.

    Several entries may be told as a list or each with its text.
    """
    said = answer.headline if ask in IN_WORDS else ""
    kind = "" if ask is Ask.RECORD and len(answer.shown) > 1 else str(answer.kind)
    return kind, tuple(shown.entry.id for shown in answer.shown), answer.yen, said


@pytest.mark.parametrize(
    ("queries", "language"), READ_BACK, ids=[f"{kind.__name__} {language}" for kind, language in READ_BACK]
)
def test_the_words_of_a_query_give_its_result(desk: Desk, shelf: TestShelf, queries: Kind, language: Language) -> None:
    asked = [replace(query, document="minato-r4") for query in queries(shelf)]
    wrong = {}
    for query in asked:
        words, told = canonical(query, language, shelf), result(desk.run(query, language), query.ask)
        if (got := result(desk.ask(words), query.ask)) != told:
            wrong[words] = got, told
    assert wrong == {}
    assert len(asked) > 4
