"""Any query as a plain question: no two queries share their words, and the words are what a person would type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from knowledge.answers.canonical import canonical, normal
from knowledge.model import (
    Above,
    And,
    Appeared,
    Ask,
    Below,
    Beside,
    Change,
    CodeRange,
    Condition,
    Count,
    Group,
    Language,
    Level,
    Linked,
    Measure,
    Mentions,
    Minus,
    Money,
    Office,
    OfLevel,
    Or,
    Order,
    Presence,
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

LANGUAGES: tuple[Language, ...] = ("ja", "en")
ACTIONS, ISSUES = OfLevel((Level.ACTION,)), OfLevel((Level.ISSUE,))
BUDGET, SETTLED, LAST_YEAR = Money(), Money(None, "決算額"), Money(2021)
CHANGE = Change("minato-r4", "minato-r4", Money(2021), Money(2022))

RATE = Change("minato-r4", "minato-r4", Money(2021), Money(2022), relative=True)


def entry(*codes: str) -> Linked:
    """Entries of the shipped plan by their codes."""
    return Linked(tuple(f"minato-r4/{code}" for code in codes))


TWO = Or((entry("2-1-1"), entry("2-2-1")))
UNDER_ISSUE_2 = Below(entry("2"), (Level.ACTION,))
OVER = Condition(BUDGET, Relation.OVER, 10_000_000)
SECOND_ISSUE = Rows(Query(Ask.LIST, ISSUES, order=Order(BUDGET), take=Take(1, 1)))

SPOKEN = [
    (Query(Ask.AMOUNT, entry("2-1-1")), "具体的取組2-1-1の予算額は?", "What is the budget of initiative 2-1-1?"),
    (
        Query(Ask.RECORD, entry("goal-0")),
        "「区の目標(何をめざすのか)」について教えて",
        "Tell me about 「区の目標(何をめざすのか)」",
    ),
    (
        Query(Ask.LIST, UNDER_ISSUE_2, "", BUDGET, order=Order(BUDGET), take=Take(3)),
        "経営課題2の具体的取組の予算額を多い順に上位3件",
        "List the budget of the initiatives of management issue 2 from the largest, first 3",
    ),
    (Query(Ask.MEAN, ACTIONS), "具体的取組の予算額の平均は?", "What is the average budget of initiatives?"),
    (Query(Ask.LIST, Mentions("防災")), "「防災」に触れている項目の一覧", "List entries that mention “防災”"),
    (
        Query(Ask.LIST, ISSUES, where=(OVER,)),
        "予算額が1,000万円を超える経営課題の一覧",
        "List management issues whose budget is over ¥10,000,000",
    ),
    (
        Query(Ask.LIST, ISSUES, "", BUDGET, order=Order(BUDGET), take=Take(1, 1)),
        "予算額が2番目に大きい経営課題は?",
        "Which is the management issue with the 2nd largest budget?",
    ),
    (
        Query(Ask.LIST, Below(SECOND_ISSUE, (Level.ACTION,)), "", BUDGET),
        "予算額が2番目に大きい経営課題の具体的取組の予算額の一覧",
        "List the budget of the initiatives of the management issue with the 2nd largest budget",
    ),
    (
        Query(Ask.SUM, ACTIONS, "", Share(BUDGET, Whole()), order=Order(BUDGET), take=Take(3)),
        "予算額の大きい方から3件の具体的取組の予算額の合計の、全体に占める割合は?",
        "What is the total budget of the initiatives with the 3 largest in budget as a share of the whole?",
    ),
    (
        Query(Ask.LIST, UNDER_ISSUE_2, where=(OVER, Condition(BUDGET, Relation.AT_MOST, 20_000_000))),
        "経営課題2の具体的取組のうち予算額が1,000万円を超え、予算額が2,000万円以下のものの一覧",
        "List those of the initiatives of management issue 2 whose budget is over ¥10,000,000 and budget is at most "
        "¥20,000,000",
    ),
    (
        Query(Ask.CONFIRM, entry("2-1-1"), where=(Condition(BUDGET, Relation.EQUAL, 5_000_000),)),
        "具体的取組2-1-1の予算額は500万円ですか?",
        "Is it so that budget is exactly ¥5,000,000 for initiative 2-1-1?",
    ),
    (
        Query(Ask.FACT, entry("2-1-1"), fact="who"),
        "具体的取組2-1-1の担当の課は?",
        "What is the office in charge of initiative 2-1-1?",
    ),
    (
        Query(Ask.COUNT, Below(entry("2"))),
        "経営課題2のすぐ下の項目は何件?",
        "How many are the entries right below management issue 2?",
    ),
    (
        Query(Ask.SUM, ACTIONS, "", BUDGET, by=Group.OFFICE, order=Order(BUDGET), take=Take(2)),
        "具体的取組の部署ごとの予算額の合計を多い順に上位2件",
        "List the total budget by office of initiatives from the largest, first 2",
    ),
    (
        Query(Ask.LIST, ACTIONS, "", BUDGET, order=Order(BUDGET), take=Take(1, each=Level.ISSUE)),
        "具体的取組の予算額を多い順に経営課題ごとに上位1件",
        "List the budget of initiatives from the largest, first 1 in each management issue",
    ),
    (
        Query(Ask.SUM, Rows(Query(Ask.LIST, ACTIONS, order=Order(BUDGET), take=Take(2, each=Level.ISSUE))), "", BUDGET),
        "経営課題ごとに予算額の大きい方から2件の具体的取組の予算額の合計は?",
        "What is the total budget of the initiatives with the 2 largest in budget in each management issue?",
    ),
    (
        Query(Ask.MEAN, ACTIONS, "", BUDGET, by=Level.STRATEGY),
        "具体的取組の戦略ごとの予算額の平均は?",
        "What is the average budget by strategy of initiatives?",
    ),
    (
        Query(Ask.MEAN, ACTIONS, "", BUDGET, (OVER,), Level.ISSUE),
        "具体的取組の予算額の平均が1,000万円を超える経営課題の一覧",
        "List management issues where the average budget of initiatives is over ¥10,000,000",
    ),
    (
        Query(Ask.RANK, entry("2-1-1"), "", BUDGET, order=Order(BUDGET), within=ACTIONS),
        "具体的取組2-1-1の予算額は具体的取組の中で何番目に大きい?",
        "Which place among initiatives has initiative 2-1-1 by largest budget?",
    ),
    (
        Query(Ask.CONFIRM, entry("2-1-1"), within=entry("2")),
        "具体的取組2-1-1は経営課題2のものですか?",
        "Is initiative 2-1-1 under management issue 2?",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(index: Path) -> TestShelf:
    """The shipped plan alone."""
    return TestShelf(Store.create(index), "minato-r4")


@pytest.mark.parametrize(("query", "japanese", "english"), SPOKEN, ids=[each[1] for each in SPOKEN])
def test_a_query_is_what_a_person_would_type(shelf: TestShelf, query: Query, japanese: str, english: str) -> None:
    assert canonical(query, "ja", shelf) == japanese
    assert canonical(query, "en", shelf) == english


def atoms() -> tuple[Set, ...]:
    """Sets of every sort, none inside another."""
    return (
        Whole(), ACTIONS, ISSUES, OfLevel((Level.STRATEGY, Level.ACTION)), entry("2"), entry("2-1-1"), entry("goal-0"),
        entry("2-1-1", "2-2-1"), Mentions("防災"), CodeRange("1-2-2", "2-2-1"), Office("市民課", ()),
    )  # fmt: skip


def wrapped(of: Set) -> Iterator[Set]:
    """One more operator around a set."""
    yield Below(of)
    yield Below(of, (Level.ACTION,))
    yield Above(of)
    yield Above(of, Level.ISSUE)
    yield Beside(of)
    yield And((of, Mentions("訓練")))
    yield And((of, UNDER_ISSUE_2))
    yield Minus(of, entry("2-1-1"))
    yield Minus(UNDER_ISSUE_2, of)
    yield Or((of, entry("3-1-2")))
    yield Or((entry("1-2-2"), of))
    yield from (Appeared(of, presence, CHANGE) for presence in Presence)
    yield from map(Rows, narrowed(of))


def narrowed(of: Set) -> Iterator[Query]:
    """The rows of a set by conditions, order and take."""
    conditions: tuple[tuple[Condition, ...], ...] = (
        (OVER,),
        (OVER, Condition(Count(Level.STRATEGY), Relation.AT_LEAST, 2)),
        (Condition(Share(BUDGET, Whole()), Relation.UNDER, Fraction(1, 8)),),
        (Condition(BUDGET, Relation.AT_MOST, Query(Ask.MEAN, ACTIONS)),),
        (Condition(RATE, Relation.EQUAL, Fraction(-1, 10)),),
    )  # fmt: skip
    yield from (Query(Ask.LIST, of, where=each) for each in conditions)
    for order in (Order(BUDGET), Order(BUDGET, ascending=True), Order(CHANGE), Order(None)):
        for take in (Take(), Take(1, 1), Take(3), Take(2, 3), Take(from_end=True), Take(2, 1, from_end=True)):
            yield Query(Ask.LIST, of, order=order, take=take)
    yield Query(Ask.LIST, of, where=(OVER,), order=Order(BUDGET), take=Take())


def sets() -> Iterator[Set]:
    """Sets with up to two operators."""
    for atom in atoms():
        yield atom
        yield from wrapped(atom)
    for twice in (UNDER_ISSUE_2, TWO, SECOND_ISSUE, Minus(ACTIONS, TWO), And((ACTIONS, Mentions("防災")))):
        yield from wrapped(twice)


def asked(of: Set) -> Iterator[Query]:
    """Every ask of a set, with its own parts."""
    measures: tuple[Measure | None, ...] = (None, BUDGET, SETTLED, LAST_YEAR, Count(), Count(Level.ACTION),
                                            Share(BUDGET, Whole()), Share(BUDGET, entry("2")), CHANGE)  # fmt: skip
    for ask, measure in product((Ask.LIST, Ask.AMOUNT, Ask.SUM, Ask.MEAN, Ask.MEDIAN), measures):
        yield Query(ask, of, "", measure)
        yield Query(ask, of, "", measure, by=Group.OFFICE)
        yield Query(ask, of, "", measure, by=Level.ISSUE)
        yield Query(ask, of, "", measure, order=Order(BUDGET), take=Take(2, each=Level.ISSUE))
        yield Query(ask, of, "", measure, (OVER,), Group.DIVISION, Order(BUDGET), Take())
        yield Query(ask, of, "", measure, order=Order(BUDGET, ascending=True), take=Take(2))
        yield Query(ask, of, "", measure, order=Order(BUDGET), take=Take(1))
    for ask in (Ask.RECORD, Ask.COUNT, Ask.EXISTS, Ask.DIFFERENCE, Ask.RATIO):
        yield Query(ask, of)
    yield from (Query(Ask.FACT, of, fact=fact) for fact in ("who", "when", "telephone"))
    for order in (None, Order(BUDGET), Order(BUDGET, ascending=True)):
        yield Query(Ask.COMPARE, of, "", BUDGET, order=order)
        yield Query(Ask.RANK, of, "", BUDGET, order=order, within=ACTIONS)
        yield Query(Ask.RANK, of, "", BUDGET, order=order)
    for relation in Relation:
        yield Query(Ask.CONFIRM, of, where=(Condition(BUDGET, relation, 5_000_000),))
    yield Query(Ask.AMOUNT, of, unit="万円")


def matrix() -> Iterator[Query]:
    """Every set asked in one way, and some sets asked in every way."""
    yield from (Query(Ask.LIST, of) for of in sets())
    yield from (Query(Ask.SUM, of) for of in sets())
    for of in (
        Whole(),
        ACTIONS,
        entry("2-1-1"),
        UNDER_ISSUE_2,
        TWO,
        SECOND_ISSUE,
        Mentions("防災"),
        Minus(ACTIONS, TWO),
    ):
        yield from asked(of)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_queries_share_their_words(shelf: TestShelf, language: Language) -> None:
    words: dict[str, set[Query]] = defaultdict(set)
    for query in matrix():
        words[canonical(query, language, shelf)].add(normal(query))
    shared = {told: queries for told, queries in words.items() if len(queries) > 1}
    assert not shared, "\n".join(f"{told}: {queries}" for told, queries in list(shared.items())[:5])
    assert len(words) > 1_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_normal_form_says_the_same_and_is_its_own(shelf: TestShelf, language: Language) -> None:
    for query in matrix():
        assert normal(normal(query)) == normal(query)
        assert canonical(normal(query), language, shelf) == canonical(query, language, shelf)
