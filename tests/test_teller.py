"""What is said of what a query gives: each answer whole, as a careful colleague would read it aloud.

The texts stand in tests/told; `GOLDEN=write .venv/bin/python -m pytest tests/test_teller.py` writes them anew, and what
`git diff` then shows is to be read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from knowledge.answers.contract import as_json, as_text
from knowledge.answers.engine import run
from knowledge.answers.files.sheet import as_csv
from knowledge.answers.overview import overview
from knowledge.answers.teller import tell, tell_offer, tell_refusal, tell_talk, together
from knowledge.language import money
from knowledge.model import (
    Above,
    And,
    Answer,
    Appeared,
    Ask,
    Asked,
    Below,
    Beside,
    Change,
    CodeRange,
    Condition,
    Count,
    Group,
    How,
    Kind,
    Lack,
    Language,
    Level,
    Linked,
    Mentions,
    Minus,
    Money,
    Offer,
    Office,
    OfLevel,
    Or,
    Order,
    Presence,
    Query,
    Reason,
    Refusal,
    Relation,
    Result,
    Rows,
    Set,
    Share,
    Take,
    Whole,
)
from knowledge.shelf.store import Store
from tests.shelves import TestShelf, shelf_of

pytestmark = pytest.mark.usefixtures("without_meaning")
DATA = Path(__file__).parent / "data"
TOLD = Path(__file__).parent / "told"
LANGUAGES: tuple[Language, ...] = ("ja", "en")

ACTIONS, ISSUES, STRATEGIES = (OfLevel((level,)) for level in (Level.ACTION, Level.ISSUE, Level.STRATEGY))
BUDGET = Money()
LARGEST, SMALLEST = Order(BUDGET), Order(BUDGET, ascending=True)
OF_ALL = Share(BUDGET, Whole())
MILLION = 1_000_000


def entry(*codes: str, words: str = "") -> Linked:
    """Entries of the shipped plan by their codes."""
    return Linked(tuple(f"minato-r4/{code}" for code in codes), words)


def mentions(words: str, *codes: str) -> Mentions:
    """Entries of the shipped plan that say some words."""
    return Mentions(words, tuple(f"minato-r4/{code}" for code in codes))


def over(yen: int, relation: Relation = Relation.OVER) -> tuple[Condition, ...]:
    """A condition on the budget."""
    return (Condition(BUDGET, relation, yen),)


TWO = Or((entry("2-1-1"), entry("2-2-1")))
UNDER_ISSUE_2 = Below(entry("2"), (Level.ACTION,))
TOP_THREE = {"order": LARGEST, "take": Take(3)}
BY_SIZE = {"measure": BUDGET, "order": LARGEST}

QUERIES: dict[str, Query] = {
    # One entry
    "an entry": Query(Ask.RECORD, entry("2-1-1")),
    "an entry by a word": Query(Ask.RECORD, entry("2-1", words="防災")),
    "an issue": Query(Ask.RECORD, entry("3")),
    "the goal": Query(Ask.RECORD, entry("goal-0")),
    "the mission": Query(Ask.RECORD, entry("mission-1")),
    "a reform item": Query(Ask.RECORD, entry("reform-29")),
    "what stands above": Query(Ask.RECORD, Above(entry("2-1-1"), Level.ISSUE)),
    "nothing above": Query(Ask.RECORD, Above(entry("2"))),
    # Money of one
    "an amount": Query(Ask.AMOUNT, entry("2-1-1")),
    "an amount in yen": Query(Ask.AMOUNT, entry("2-1-1"), unit="円"),
    "an amount of what a text only mentions": Query(Ask.AMOUNT, entry("4-1-1", words="塾代助成")),
    "an amount one rung below, by code": Query(Ask.AMOUNT, entry("6-1")),
    "an amount one rung below, by word": Query(Ask.AMOUNT, entry("1-2", words="地域活動協議会")),
    "amounts below an issue": Query(Ask.AMOUNT, entry("2")),
    "money of what an issue only mentions": Query(Ask.AMOUNT, entry("3", words="生活習慣病の予防")),
    "no amount at all": Query(Ask.AMOUNT, entry("reform-29")),
    # Lists
    "all issues": Query(Ask.LIST, ISSUES),
    "initiatives of an issue": Query(Ask.LIST, UNDER_ISSUE_2),
    "the parts of an issue": Query(Ask.LIST, Below(entry("2"))),
    "the others beside": Query(Ask.LIST, Beside(entry("2-1"))),
    "what speaks of a word": Query(Ask.LIST, mentions("防災", "2", "2-1", "2-1-1")),
    "nothing speaks of a word": Query(Ask.LIST, mentions("給食")),
    "of an issue, those with a word": Query(Ask.LIST, And((UNDER_ISSUE_2, mentions("訓練", "2-1", "2-1-1")))),
    "nothing below": Query(Ask.LIST, Below(entry("2-1-1"))),
    # Orders
    "the largest": Query(Ask.LIST, ACTIONS, take=Take(), **BY_SIZE),  # type: ignore[arg-type]
    "the second largest": Query(Ask.LIST, ACTIONS, take=Take(1, 1), **BY_SIZE),  # type: ignore[arg-type]
    "the smallest": Query(Ask.LIST, ACTIONS, measure=BUDGET, order=SMALLEST, take=Take()),
    "the three largest": Query(Ask.LIST, ACTIONS, take=Take(3), **BY_SIZE),  # type: ignore[arg-type]
    "fourth to sixth": Query(Ask.LIST, ACTIONS, take=Take(3, 3), **BY_SIZE),  # type: ignore[arg-type]
    "in order": Query(Ask.LIST, ACTIONS, **BY_SIZE),  # type: ignore[arg-type]
    "no eleventh": Query(Ask.LIST, ACTIONS, take=Take(1, 10), **BY_SIZE),  # type: ignore[arg-type]
    "the second largest issue": Query(Ask.LIST, ISSUES, take=Take(1, 1), **BY_SIZE),  # type: ignore[arg-type]
    "the largest without a topic": Query(
        Ask.LIST, Minus(ACTIONS, mentions("地域", "1-2-2")), take=Take(), **BY_SIZE  # type: ignore[arg-type]
    ),
    "each issue": Query(Ask.LIST, ISSUES, measure=BUDGET),
    "each issue with its share": Query(Ask.LIST, ISSUES, measure=OF_ALL),
    "how many initiatives each issue has": Query(Ask.LIST, ISSUES, measure=Count(Level.ACTION)),
    "issues with most initiatives": Query(
        Ask.LIST, ISSUES, measure=Count(Level.ACTION), order=Order(Count(Level.ACTION)), take=Take()
    ),
    "the initiatives of the second largest issue": Query(
        Ask.LIST,
        Below(Rows(Query(Ask.LIST, ISSUES, order=LARGEST, take=Take(1, 1))), (Level.ACTION,)),
        measure=BUDGET,
    ),
    "three by name": Query(Ask.LIST, Or((entry("2-1-1"), entry("3-1-2"), entry("5-1-1"))), measure=BUDGET),
    "from code to code": Query(Ask.LIST, CodeRange("2-1-1", "3-1-2"), measure=BUDGET),
    # Conditions
    "issues over ten million": Query(Ask.LIST, ISSUES, where=over(10 * MILLION), **BY_SIZE),  # type: ignore[arg-type]
    "initiatives of at least five million": Query(Ask.LIST, ACTIONS, where=over(5 * MILLION, Relation.AT_LEAST)),
    "between two bounds": Query(
        Ask.LIST, ACTIONS, where=(*over(MILLION, Relation.AT_LEAST), *over(2 * MILLION, Relation.UNDER))
    ),
    "one alone over": Query(Ask.LIST, ACTIONS, where=over(20 * MILLION)),
    "none over": Query(Ask.LIST, ACTIONS, where=over(100 * MILLION, Relation.AT_LEAST)),
    "at least five percent": Query(
        Ask.LIST, ACTIONS, measure=OF_ALL, where=(Condition(OF_ALL, Relation.AT_LEAST, Fraction(1, 20)),)
    ),
    "under the mean": Query(
        Ask.LIST, ACTIONS, measure=BUDGET, where=(Condition(BUDGET, Relation.UNDER, Query(Ask.MEAN, ACTIONS)),)
    ),
    "less than another": Query(
        Ask.LIST, ACTIONS, where=(Condition(BUDGET, Relation.UNDER, Query(Ask.AMOUNT, entry("5-1-1"))),), **BY_SIZE  # type: ignore[arg-type]
    ),
    # Sums and means
    "the sum of all": Query(Ask.SUM, Whole()),
    "the sum of an issue": Query(Ask.SUM, entry("2")),
    "the sum of initiatives of an issue": Query(Ask.SUM, UNDER_ISSUE_2),
    "the sum of all issues": Query(Ask.SUM, ISSUES),
    "the sum of two": Query(Ask.SUM, TWO),
    "the sum of the three largest": Query(Ask.SUM, ACTIONS, **TOP_THREE),  # type: ignore[arg-type]
    "the sum without one": Query(Ask.SUM, Minus(ACTIONS, entry("1-2-2"))),
    "the sum with a part that has none": Query(Ask.SUM, Or((entry("2-1-1"), entry("reform-29")))),
    "the mean of all": Query(Ask.MEAN, ACTIONS),
    "the mean of an issue": Query(Ask.MEAN, UNDER_ISSUE_2),
    "the mean of each issue": Query(Ask.MEAN, ACTIONS, by=Level.ISSUE),
    "issues with a mean over an amount": Query(
        Ask.MEAN, ACTIONS, where=(Condition(BUDGET, Relation.OVER, 5_000_000),), by=Level.ISSUE
    ),
    "the largest of each issue": Query(
        Ask.LIST, ACTIONS, measure=BUDGET, order=LARGEST, take=Take(each=Level.ISSUE)
    ),
    "how many over an amount each issue has": Query(
        Ask.COUNT, Rows(Query(Ask.LIST, ACTIONS, where=(Condition(BUDGET, Relation.OVER, 5_000_000),))), by=Level.ISSUE
    ),
    "the mean of issues": Query(Ask.MEAN, ISSUES),
    "a mean that is no whole yen": Query(Ask.MEAN, Or((entry("2-1-1"), entry("2-2-1"), entry("6-1-3")))),
    "the median": Query(Ask.MEDIAN, ACTIONS),
    # How many
    "how many strategies": Query(Ask.COUNT, STRATEGIES),
    "how many below": Query(Ask.COUNT, Below(entry("3"), (Level.ACTION,))),
    "how many under a bound": Query(Ask.COUNT, ACTIONS, where=over(10 * MILLION, Relation.UNDER)),
    # Two side by side
    "a difference": Query(Ask.DIFFERENCE, Or((entry("3-3-4"), entry("3-1-2")))),
    "a difference of parts": Query(
        Ask.DIFFERENCE, Or((Below(entry("3"), (Level.ACTION,)), Below(entry("5"), (Level.ACTION,))))
    ),
    "largest less smallest": Query(
        Ask.DIFFERENCE,
        Or(tuple(Rows(Query(Ask.LIST, ACTIONS, order=each, take=Take())) for each in (LARGEST, SMALLEST))),
    ),
    "a difference with what has none": Query(Ask.DIFFERENCE, Or((entry("2-1-1"), entry("reform-29")))),
    "how many times": Query(Ask.RATIO, Or((entry("1-2-2"), entry("6-1-3")))),
    "which has more": Query(Ask.COMPARE, TWO, measure=BUDGET),
    "which issue has less": Query(Ask.COMPARE, Or((entry("4"), entry("6"))), measure=BUDGET, order=SMALLEST),
    "which of three": Query(Ask.COMPARE, Or((entry("2-1-1"), entry("5-1-1"), entry("2-2-1"))), measure=BUDGET),
    "a share of all": Query(Ask.AMOUNT, entry("5-2-1"), measure=OF_ALL),
    "a share of an issue": Query(Ask.AMOUNT, entry("4-1-1"), measure=Share(BUDGET, entry("4"))),
    "the share of the three largest": Query(Ask.SUM, ACTIONS, measure=OF_ALL, **TOP_THREE),  # type: ignore[arg-type]
    "the place of one": Query(Ask.RANK, entry("4-2-1"), within=ACTIONS, **BY_SIZE),  # type: ignore[arg-type]
    # Yes or no
    "the right amount?": Query(Ask.CONFIRM, entry("2-1-1"), where=over(2_025_000, Relation.EQUAL)),
    "the wrong amount?": Query(Ask.CONFIRM, entry("2-1-1"), where=over(5 * MILLION, Relation.EQUAL)),
    "is an issue over?": Query(Ask.CONFIRM, entry("2"), where=over(5 * MILLION, Relation.AT_LEAST)),
    "more than another?": Query(
        Ask.CONFIRM, entry("2-1-1"), where=(Condition(BUDGET, Relation.OVER, Query(Ask.AMOUNT, entry("2-2-1"))),)
    ),
    "are there five issues?": Query(
        Ask.CONFIRM, Whole(), where=(Condition(Count(Level.ISSUE), Relation.EQUAL, 5),)
    ),
    "an amount of what has none?": Query(Ask.CONFIRM, entry("reform-29"), where=over(MILLION)),
    "is it there?": Query(Ask.EXISTS, mentions("防犯カメラ", "2-2")),
    "is it there, in several?": Query(Ask.EXISTS, mentions("防災", "2", "2-1", "2-1-1")),
    "is it not there?": Query(Ask.EXISTS, mentions("給食")),
    "is there one over?": Query(Ask.EXISTS, ACTIONS, where=over(100 * MILLION)),
    # Facts
    "who does it": Query(Ask.FACT, entry("2-1-1", words="防災"), fact="who", fact_words="何課"),
    "when is it": Query(Ask.FACT, entry("2-1-1"), fact="when"),
    "its telephone": Query(Ask.FACT, entry("3-1-2", words="見守り"), fact="telephone"),
    "what was spent": Query(Ask.FACT, entry("2-1-1"), fact="actual"),
    "its funding": Query(Ask.FACT, entry("2-1-1"), fact="funding"),
    "how many there are": Query(Ask.FACT, entry("2-2", words="防犯カメラ"), fact="headcount"),
    "the page's telephone": Query(Ask.FACT, Whole(), fact="telephone"),
    "the page's contact": Query(Ask.FACT, Whole(), fact="contact"),
    "the page's date": Query(Ask.FACT, Whole(), fact="page_date"),
    "the page's number": Query(Ask.FACT, Whole(), fact="page_number"),
    "the plan's year": Query(Ask.FACT, Whole(), fact="year"),
    "the plan's stage": Query(Ask.FACT, Whole(), fact="stage"),
    "the whole plan's spending": Query(Ask.FACT, Whole(), fact="actual"),
}  # fmt: skip

CHANGE = Change("kusunoki-r4", "kusunoki-r5", BUDGET, BUDGET)
LIST_CHANGE = Change("aoba", "aoba", Money(2024, "予算額"), Money(2025, "予算額"))
WARDS: dict[str, Query] = {
    "another ward's amount": Query(Ask.AMOUNT, Linked(("kusunoki-r5/action-4",)), "kusunoki-r5"),
    "a change": Query(Ask.AMOUNT, Linked(("kusunoki-r5/action-4",)), "kusunoki-r5", CHANGE),
    "what is new": Query(Ask.AMOUNT, Linked(("kusunoki-r5/action-10",)), "kusunoki-r5", CHANGE),
    "changes of all": Query(Ask.LIST, ACTIONS, "kusunoki-r5", CHANGE),
    "the largest rise": Query(Ask.LIST, ACTIONS, "kusunoki-r5", CHANGE, order=Order(CHANGE), take=Take()),
    "all that rose": Query(
        Ask.LIST, ACTIONS, "kusunoki-r5", CHANGE, (Condition(CHANGE, Relation.OVER, 0),), order=Order(CHANGE)
    ),
    "the change of all together": Query(Ask.SUM, Whole(), "kusunoki-r5", CHANGE),
    "new entries": Query(Ask.LIST, Appeared(ACTIONS, Presence.NEW, CHANGE), "kusunoki-r5"),
    "gone entries": Query(Ask.LIST, Appeared(ACTIONS, Presence.GONE, CHANGE), "kusunoki-r5"),
    "renamed entries": Query(Ask.LIST, Appeared(ACTIONS, Presence.RENAMED, CHANGE), "kusunoki-r5"),
    "a list's entry": Query(Ask.AMOUNT, Linked(("aoba/1-1-1",)), "aoba"),
    "a list's settled amount": Query(Ask.AMOUNT, Linked(("aoba/1-1-1",)), "aoba", Money(None, "決算額")),
    "a year that a list lacks": Query(Ask.AMOUNT, Linked(("aoba/1-1-1",)), "aoba", Money(2019)),
    "who is in charge": Query(Ask.FACT, Linked(("aoba/1-1-1",)), "aoba", fact="who"),
    "who is in charge of each": Query(Ask.FACT, Below(Linked(("aoba/1",)), (Level.ACTION,)), "aoba", fact="who"),
    "what an office does": Query(Ask.LIST, Office("道路課", ("建設部道路課", "建設部 道路課")), "aoba"),
    "an office's sum": Query(Ask.SUM, Office("道路課", ("建設部道路課", "建設部 道路課")), "aoba"),
    "sums by office": Query(Ask.SUM, ACTIONS, "aoba", BUDGET, by=Group.OFFICE),
    "the office with most": Query(Ask.SUM, ACTIONS, "aoba", BUDGET, by=Group.OFFICE, order=LARGEST, take=Take()),
    "entries by office": Query(Ask.COUNT, ACTIONS, "aoba", by=Group.OFFICE),
    "year by year": Query(Ask.AMOUNT, Linked(("aoba/1-1-1",)), "aoba", BUDGET, by=Group.YEAR),
    "the largest rise in a list": Query(Ask.LIST, ACTIONS, "aoba", LIST_CHANGE, order=Order(LIST_CHANGE), take=Take()),
    "a sum counted once": Query(Ask.SUM, Whole(), "tsubaki"),
    "a parent that is not its parts": Query(Ask.AMOUNT, Linked(("uneven/1",)), "uneven"),
}  # fmt: skip

REFUSALS = {
    "a word": Refusal(Lack.WORD, "", ("給食費",)),
    "a word beside what is near": Refusal(Lack.WORD, "", ("迷子",), near=("minato-r4/3-1-2",)),
    "a word that is printed after all": Refusal(Lack.WORD, "", ("パトロール",)),
    "an issue": Refusal(Lack.CODE, "", code="7", level=Level.ISSUE),
    "a strategy": Refusal(Lack.CODE, "", code="2-5", level=Level.STRATEGY),
    "a year": Refusal(Lack.YEAR, "", year=2021),
    "what was spent": Refusal(Lack.YEAR, "", ("決算額",)),
    "a place": Refusal(Lack.PLACE, "", ("北区",)),
    "an amount": Refusal(Lack.AMOUNT, "", yen=9_999_000),
    "nothing before": Refusal(Lack.NOTHING_BEFORE, ""),
    "a fact of nothing": Refusal(Lack.TOPIC, "", fact="who"),
    "nothing": Refusal(Lack.TOPIC, ""),
}
TALKS = ("help", "greeting", "thanks", "privacy", "nature", "overview")


@pytest.fixture(scope="module")
def shelf(index: Path) -> TestShelf:
    """The shipped plan alone."""
    return TestShelf(Store.create(index), "minato-r4")


@pytest.fixture(scope="module")
def wards(tmp_path_factory: pytest.TempPathFactory) -> TestShelf:
    """The shipped plan beside two years of another ward, a list of projects, and plans with money on their issues."""
    folder = tmp_path_factory.mktemp("wards")
    for file in (DATA / "shelf").glob("kusunoki-*.txt"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "aoba.csv").write_bytes((DATA / "tables" / "aoba.csv").read_bytes())
    shipped = Path(__file__).parent.parent / "knowledge" / "documents"
    (folder / "minato-r4.txt").write_bytes((shipped / "minato-r4.txt").read_bytes())
    (folder / "tsubaki.txt").write_text(TSUBAKI, encoding="utf-8")
    (folder / "uneven.txt").write_text(TSUBAKI.replace("(4,000千円)", "(3,500千円)"), encoding="utf-8")
    tables = [(DATA / "shelf" / "documents.toml").read_text(encoding="utf-8")]
    named = "".join(re.findall(r"\[kusunoki[^\[]+", tables[0]))
    (folder / "documents.toml").write_text(
        named + (shipped / "documents.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return shelf_of(folder / "index.db", folder, "minato-r4")


TSUBAKI = """令和5年度椿区運営方針
2024年6月10日
ページ番号:700501
重点的に取り組む経営課題
【経営課題1】安全に暮らせるまち(令和5年度予算額10,000千円)
令和4年度の調査では、家具を固定している世帯は38%であり、令和3年度の35%から増えている。
【戦略1-1 家庭の備えを進める】(6,000千円)
令和4年度に始めた戸別訪問を、200戸から300戸に広げる。
【戦略1-2 地域の助け合いを進める】(4,000千円)
避難所の開設訓練を12地域で行う。
【経営課題2】子どもが育つまち(令和5年度予算額8,500千円)
学びの場が足りない。
【戦略2-1 放課後の居場所をつくる】(8,500千円)
令和4年度に2か所だった居場所を4か所にする。
"""
"""A page with amounts on issues and on their strategies."""


def told(query: Query, shelf: TestShelf, language: Language) -> Answer:
    """The answer to a query."""
    return tell(run(query, shelf), Asked("?", language), shelf)


# The texts


def check(file: str, texts: dict[str, str]) -> None:
    """Compare with the file of that name, text by text."""
    path = TOLD / file
    written = "".join(f"### {name}\n{text}\n\n" for name, text in texts.items())
    written = re.sub(r"#:~:text=\S+", "#:~:text=…", written)
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
    expected = dict(_blocks(path.read_text(encoding="utf-8")))
    assert dict(_blocks(written)) == expected


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    for block in text.split("### ")[1:]:
        name, _, body = block.partition("\n")
        yield name, body.rstrip()


def _summary(answer: Answer) -> str:
    """What a program gets besides the text: its kind, its figure, its entries."""
    codes = " ".join(shown.entry.code or shown.entry.id.partition("/")[2] for shown in answer.shown)
    return f"[{answer.kind} yen={answer.yen} entries={codes}]\n{as_text(answer)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_of_the_shipped_plan(shelf: TestShelf, language: Language) -> None:
    check(f"plan.{language}.txt", {name: _summary(told(each, shelf, language)) for name, each in QUERIES.items()})


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_of_other_wards_years_and_lists(wards: TestShelf, language: Language) -> None:
    check(f"wards.{language}.txt", {name: _summary(told(each, wards, language)) for name, each in WARDS.items()})


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_and_talk(shelf: TestShelf, language: Language) -> None:
    asked = Asked("?", language)
    texts = {f"lacks {name}": _summary(tell_refusal(each, asked, shelf)) for name, each in REFUSALS.items()}
    texts |= {about: _summary(tell_talk(Query(Ask.TALK, Whole(), fact=about), asked, shelf)) for about in TALKS}
    check(f"refusals.{language}.txt", texts)


def test_choices_are_entries_or_questions_and_each_is_a_step(shelf: TestShelf) -> None:
    queries = (Query(Ask.RECORD, entry("2-1")), Query(Ask.AMOUNT, entry("2-1")), Query(Ask.SUM, ACTIONS))
    answer = tell_offer(Offer(queries, ("夜間",)), Asked("?", "ja"), shelf)
    assert answer.kind is Kind.CHOICES
    assert tuple(step.query for step in answer.steps) == queries
    assert [step.name for step in answer.steps] == [
        "戦略2-1について教えて",
        "戦略2-1の予算額は?",
        "具体的取組の予算額の合計は?",
    ]
    lines = as_text(answer).split("\n")
    assert lines[:5] == [
        "どれのことでしょうか。近いものは3件あります。",
        "「夜間」は、どれにも当てはまりませんでした。",
        "1. 戦略2-1について教えて",
        "2. 戦略2-1の予算額は?",
        "3. 具体的取組の予算額の合計は?",
    ]


def test_several_questions_have_an_answer_each_in_one_message(shelf: TestShelf) -> None:
    queries = [Query(Ask.AMOUNT, entry("2-1-1")), Query(Ask.AMOUNT, entry("2-2-1")), Query(Ask.SUM, TWO)]
    both = together([told(query, shelf, "ja") for query in queries])
    assert [part.yen for part in both.parts] == [2_025_000, 1_568_000, 3_593_000]
    assert both.yen is None
    assert [shown.entry.code for shown in both.shown] == ["2-1-1", "2-2-1"]
    numbered = [line for line in as_text(both).split("\n") if re.match(r"\(\d\)", line)]
    assert numbered == [
        "(1) 具体的取組2-1-1「地域防災の活動支援」の予算額は2,025千円(202万5千円)です。",
        "(2) 具体的取組2-2-1「地域防犯・安全対策」の予算額は1,568千円(156万8千円)です。",
        "(3) 具体的取組2-1-1「地域防災の活動支援」と具体的取組2-2-1「地域防犯・安全対策」の予算額の合計は"
        "3,593千円(359万3千円)です。",
    ]
    assert as_text(both).count("令和4年度港区運営方針") == 1
    alone = together([told(queries[0], shelf, "ja")])
    assert alone.yen == 2_025_000


def test_a_bridge_and_a_correction_are_said(shelf: TestShelf) -> None:
    asked = Asked(
        "お年寄りの暴災",
        "ja",
        (Reason("お年寄り", "高齢者", How.TRADE, 0.9), Reason("暴災", "防災", How.SPELLING, 0.8)),
    )
    answer = tell(run(Query(Ask.RECORD, entry("2-1-1", words="暴災")), shelf), asked, shelf)
    assert answer.notes == ("「暴災」を「防災」として調べました。", "「お年寄り」は「高齢者」で調べました。")
    assert answer.headline.startswith("「防災」は具体的取組2-1-1「地域防災の活動支援」に書かれています。")


# Laws


def test_nothing_is_said_to_stand_where_it_does_not(shelf: TestShelf) -> None:
    """「田中」は…にあり: the words of the question are told of an entry only where its own text has them."""
    for asked in (Ask.RECORD, Ask.AMOUNT, Ask.EXISTS):
        answer = told(Query(asked, entry("1-2", words="田中")), shelf, "ja")
        assert "田中" not in as_text(answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_amount_is_printed_or_follows_from_the_rows(
    shelf: TestShelf, wards: TestShelf, language: Language
) -> None:
    for query, where in [(each, shelf) for each in QUERIES.values()] + [(each, wards) for each in WARDS.values()]:
        result = run(query, where)
        answer = tell(result, Asked("?", language), where)
        text = "\n".join((answer.headline, *answer.notes))
        unknown = {found.yen for found in money.find(text)} - set(_known(query, result, where))
        assert not unknown, (query, unknown)


def _known(query: Query, result: Result, shelf: TestShelf) -> Iterator[int]:
    """What may be said: what the documents print, the figures of the rows, what follows from them by the working."""
    measures = [query.measure, *(each.measure for each in query.where)]
    names = {query.document, *(name for each in measures if isinstance(each, Change) for name in (each.old, each.new))}
    yield from (a.yen for name in names for each in shelf.document(name).entries() for a in each.amounts)
    figures: list[int | Fraction | None] = [result.value, result.sum, result.whole]
    for row in result.rows:
        figures += [row.value, row.money, row.parts, row.old, row.new]
        figures += [row.new - row.old if row.new is not None and row.old is not None else None]
    if result.whole is not None and result.value is not None:
        figures.append(result.value * result.whole)
    values = [row.value for row in result.rows if row.value is not None]
    figures += [left - right for left in values for right in values]
    figures += [sum(row.money or 0 for row in result.rows)]
    inner = query.of.query.where if isinstance(query.of, Rows) else ()
    for condition in (*query.where, *inner):
        other = condition.value
        figures.append(run(other, shelf).value if isinstance(other, Query) else other)
    yield from (_half_up(each) for sign in (1, -1) for each in _present(figures, sign))


def _present(figures: Iterable[int | Fraction | None], sign: int) -> Iterator[Fraction]:
    return (Fraction(sign * each) for each in figures if each is not None)


def _half_up(value: Fraction) -> int:
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def test_a_figure_is_given_only_where_one_answers(shelf: TestShelf) -> None:
    """Shares, numbers of entries and comparisons of two have no yen; sums, differences and amounts of one have."""
    yen = {name: told(query, shelf, "ja").yen for name, query in QUERIES.items()}
    assert {name for name in yen if yen[name] is not None} >= {
        "an amount", "amounts below an issue", "the sum of all", "the mean of all", "a difference", "the largest",
        "the wrong amount?",
    }  # fmt: skip
    none = ("a share of all", "how many times", "which has more", "how many strategies", "each issue", "in order")
    assert {yen[name] for name in none} == {None}


def test_a_line_says_how_a_computed_question_was_read(shelf: TestShelf) -> None:
    read = {name: told(query, shelf, "ja").read_as for name, query in QUERIES.items()}
    assert read["issues over ten million"] == "経営課題 × 予算額の合計 > 1,000万円、多い順"
    assert read["the share of the three largest"] == "具体的取組 × 割合(予算額 ÷ 全体)の合計、予算額の多い順、上位3件"
    assert read["an amount"] is None
    assert read["all issues"] is None
    assert read["who does it"] is None


# The same for programs, spreadsheets and Home


def test_the_contract_has_grown_by_what_a_program_needs(shelf: TestShelf) -> None:
    refused = tell_refusal(REFUSALS["a word beside what is near"], Asked("迷子の見守りは?", "ja"), shelf)
    told_json = json.loads(as_json(refused))
    assert [each["code"] for each in told_json["near"]] == ["3-1-2"]
    assert told_json["unmatched"] == ["迷子"]
    assert told_json["read_as"] is None
    both = together([told(QUERIES["an amount"], shelf, "ja"), told(QUERIES["who does it"], shelf, "ja")])
    told_json = json.loads(as_json(both))
    assert [part["yen"] for part in told_json["parts"]] == [2_025_000, None]
    assert told_json["facts"] == [{"name": "担当の課", "printed": None, "headings": [], "lines": []}]
    assert json.loads(as_json(told(QUERIES["each issue"], shelf, "ja")))["read_as"] == "経営課題 × 予算額の合計"


def test_rows_open_in_a_spreadsheet(shelf: TestShelf) -> None:
    ordered = as_csv(told(QUERIES["the three largest"], shelf, "ja"))
    assert ordered is not None
    assert ordered.decode("utf-8-sig").split("\r\n")[:3] == [
        "番号,項目,予算額(千円),掲載合計に占める割合(%)",
        "具体的取組1-2-2,地域課題解決に向けた取組の支援,32550,49.3",
        "具体的取組3-1-2,高齢者等要援護者見守り支援,14955,22.7",
    ]
    listed = as_csv(told(QUERIES["initiatives of an issue"], shelf, "ja"))
    assert listed is not None
    assert listed.decode("utf-8-sig").split("\r\n")[1] == "具体的取組2-1-1,地域防災の活動支援,2025"
    one = as_csv(told(QUERIES["an amount"], shelf, "ja"))
    assert one is not None
    assert one.decode("utf-8-sig").split("\r\n")[:2] == [
        "番号,項目,予算額(千円)",
        "具体的取組2-1-1,地域防災の活動支援,2025",
    ]


def test_a_plan_at_a_glance(shelf: TestShelf, wards: TestShelf) -> None:
    seen = overview(shelf.default, shelf, {"minato-r4/2"})
    assert (seen.yen, seen.counted, seen.entries) == (65_958_000, 10, 32)
    assert [(branch.entry.code, branch.yen, branch.counted) for branch in seen.issues][:2] == [
        ("1", 32_550_000, 1),
        ("2", 3_593_000, 2),
    ]
    opened = seen.issues[1].children
    assert [(branch.entry.code, branch.yen) for branch in opened] == [("2-1", 2_025_000), ("2-2", 1_568_000)]
    assert [branch.entry.code for branch in opened[0].children] == ["2-1-1"]
    assert seen.issues[0].children == ()
    once = overview(wards.document("tsubaki"), wards, ())
    assert (once.yen, once.counted) == (18_500_000, 2)


def test_a_very_long_list_is_told_by_what_it_is_and_not_by_its_beginning(tmp_path: Path) -> None:
    """3,000 initiatives, of which a result names 2,000: numbers and sums are of all, nothing is called the largest."""
    lines = ["事業番号,事業名,令和7年度予算額(千円)", *(f"{n},第{n}事業,{n}" for n in range(1, 3_001))]
    (tmp_path / "long.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "documents.toml").write_text('[long]\nfile = "long.csv"\n', encoding="utf-8")
    long = shelf_of(tmp_path / "index.db", tmp_path, "long")
    listed = told(Query(Ask.LIST, ACTIONS, measure=BUDGET), long, "ja")
    assert listed.headline == "事業ごとの令和7年度の予算額です。"
    assert listed.notes == ("表は最初の部分だけです(ほかに1000行)。",)
    total = told(Query(Ask.SUM, ACTIONS), long, "ja")
    assert total.yen == 4_501_500_000
    assert total.headline.startswith("この表の事業3000件の令和7年度の予算額の合計は4,501,500千円")
    mean = told(Query(Ask.MEAN, ACTIONS), long, "ja")
    assert mean.headline.endswith("の平均は1,500,500円(150万500円)です(合計4,501,500千円÷3000)。")
    over_half = told(Query(Ask.LIST, ACTIONS, where=over(500_000)), long, "ja")
    assert over_half.headline == "予算額が50万円を超える事業は2500件です。"
    largest = told(Query(Ask.LIST, ACTIONS, take=Take(), **BY_SIZE), long, "ja")  # type: ignore[arg-type]
    assert largest.yen == 3_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_every_answer_leads_to_an_answer(shelf: TestShelf, language: Language) -> None:
    steps = {step for query in QUERIES.values() for step in told(query, shelf, language).steps}
    assert len({step.name for step in steps}) > 10
    for step in steps:
        assert told(step.query, shelf, language).kind in (Kind.FOUND, Kind.FIGURES, Kind.LIST)


def test_a_set_may_be_anything(shelf: TestShelf) -> None:
    """Every ask of every sort of set gets a sentence, never an error."""
    sets: tuple[Set, ...] = (
        Whole(), ACTIONS, ISSUES, entry("2"), entry("2-1-1"), entry("reform-29"), entry("2-1-1", "3-1-2"), TWO,
        UNDER_ISSUE_2, Below(entry("2-1-1")), Above(entry("2-1-1")), Beside(entry("2-1-1")),
        CodeRange("2-1-1", "3-1-2"), mentions("防災", "2", "2-1"), mentions("給食"),
        And((ACTIONS, mentions("訓練", "2-1-1"))), Minus(ACTIONS, entry("1")),
        Rows(Query(Ask.LIST, ACTIONS, order=LARGEST, take=Take(2))), Office("市民課", ()),
    )  # fmt: skip
    measures = (None, BUDGET, Money(2019), Count(Level.ACTION), OF_ALL)
    orders = ((None, None), (SMALLEST, Take(2)), (LARGEST, Take(1, 1)))
    asks = [ask for ask in Ask if ask not in (Ask.FACT, Ask.TALK, Ask.CONFIRM)]
    for of in sets:
        for ask in asks:
            for measure in measures:
                for order, take in orders:
                    answer = told(Query(ask, of, "", measure, order=order, take=take), shelf, "ja")
                    assert answer.headline.endswith(("。", ")"))
                    assert "None" not in as_text(answer)
