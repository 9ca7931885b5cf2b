"""What the engine gives: nothing counted twice, nothing silently left out, two years side by side, and laws of sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Entry, Level, Plan, Source, Store
from knowledge.answers.engine import run
from knowledge.answers.pairing import pair
from knowledge.model import (
    Amount,
    Appeared,
    Ask,
    Below,
    Change,
    Condition,
    Count,
    Group,
    Linked,
    Minus,
    Money,
    Office,
    OfLevel,
    Or,
    Order,
    Presence,
    Query,
    Relation,
    Result,
    Rows,
    Set,
    Take,
    Topic,
    Whole,
)
from tests.oracle import Oracle
from tests.test_engine_matrix import (
    PAGES,
    WHOLE_SHARE,
    Folder,
    conditioned,
    gist,
    paired,
    shelf_of,
    shown,
)

HERE = Path(__file__).parent
DIALECTS = sorted([*(HERE / "dialects").glob("d*.txt"), *(HERE / "dialects").glob("d*.html")])
OTHERS = {
    "tsubaki-r4": HERE / "data" / "amounts" / "tsubaki-r4.txt",
    "minato-r5": HERE / "data" / "shelf" / "minato-r5.txt",
}
MONEY = Money()
ACTIONS, STRATEGIES, ISSUES = OfLevel((Level.ACTION,)), OfLevel((Level.STRATEGY,)), OfLevel((Level.ISSUE,))
LARGEST = Rows(Query(Ask.LIST, ACTIONS, measure=MONEY, order=Order(MONEY), take=Take()))
SMALLEST = Rows(Query(Ask.LIST, ACTIONS, measure=MONEY, order=Order(MONEY, ascending=True), take=Take()))


@pytest.fixture(scope="module")
def shelf(without_meaning: None, tmp_path_factory: pytest.TempPathFactory) -> Folder:  # noqa: ARG001
    dialects = {path.stem[:3]: path for path in DIALECTS}
    return shelf_of(tmp_path_factory.mktemp("shelf"), {**PAGES, **OTHERS, **dialects})


def linked(*ids: str) -> Linked:
    return Linked(ids, words="と".join(ids))


def codes(entries: Sequence[Entry]) -> list[str]:
    return [entry.code or entry.title for entry in entries]


# Sums


def test_an_amount_is_not_counted_inside_another(shelf: Folder) -> None:
    """Issues of 10,000 and 8,500 thousand print their strategies' amounts too: the whole is 18,500, never 37,000."""
    whole = run(Query(Ask.SUM, Whole(), "tsubaki-r5"), shelf)
    assert (whole.value, codes(whole.counted)) == (18_500_000, ["1", "2"])
    for of in (ISSUES, STRATEGIES, OfLevel((Level.ISSUE, Level.STRATEGY)), Or((ISSUES, STRATEGIES))):
        assert run(Query(Ask.SUM, of, "tsubaki-r5"), shelf).value == 18_500_000


def test_what_is_taken_away_is_not_counted_through_what_contains_it(shelf: Folder) -> None:
    result = run(Query(Ask.SUM, Minus(Whole(), linked("tsubaki-r5/1-1")), "tsubaki-r5"), shelf)
    assert (result.value, codes(result.counted)) == (12_500_000, ["1-2", "2"])


def test_the_frame_of_a_plan_is_no_part_of_its_sum(shelf: Folder) -> None:
    """区の裁量予算3億円 in the mayor's policy is what the initiatives are paid from."""
    assert run(Query(Ask.SUM, Whole(), "d22"), shelf).value == 28_567_000
    policy = run(Query(Ask.AMOUNT, OfLevel((Level.POLICY,)), "d22"), shelf)
    assert policy.value == 300_000_000


@pytest.mark.parametrize("name", [path.stem[:3] for path in DIALECTS])
def test_the_sum_by_issue_is_the_sum_of_the_whole(shelf: Folder, name: str) -> None:
    """Or the difference stands outside of them; and where an issue's figure is not that of its parts, it is said."""
    whole, by_issue = (run(Query(Ask.SUM, of, name), shelf) for of in (Whole(), ISSUES))
    outside = [entry for entry in whole.counted if entry not in by_issue.counted]
    plan = shelf.document(name)
    assert not any(above.level is Level.ISSUE for entry in outside for above in (*plan.ladder(entry), entry))
    oracle = Oracle(Plan(plan.source, plan.entries()))
    assert (whole.value or 0) - (by_issue.value or 0) == sum(oracle.own(entry, MONEY) or 0 for entry in outside)
    for row in by_issue.rows:
        assert row.entry is not None
        below = run(Query(Ask.SUM, Below(linked(row.entry.id), (Level.STRATEGY, Level.ACTION)), name), shelf).value
        assert below in (None, row.parts if row.parts is not None else row.value)


# Figures of the issue that this engine was built for


def test_a_condition_on_a_sum_by_level(shelf: Folder) -> None:
    over = (Condition(MONEY, Relation.OVER, 10_000_000),)
    result = run(Query(Ask.LIST, ISSUES, "minato-r4", MONEY, over, order=Order(MONEY)), shelf)
    assert [(codes([row.entry])[0], row.value) for row in result.rows if row.entry] == [
        ("1", 32_550_000),
        ("3", 19_915_000),
    ]


def test_a_place_of_a_level(shelf: Folder) -> None:
    result = run(Query(Ask.LIST, ISSUES, "minato-r4", MONEY, order=Order(MONEY), take=Take(1, 1)), shelf)
    assert (result.value, result.of, [row.entry.code for row in result.rows if row.entry]) == (19_915_000, 6, ["3"])


def test_what_another_query_gives_is_a_set(shelf: Folder) -> None:
    second = Rows(Query(Ask.LIST, ISSUES, measure=MONEY, order=Order(MONEY), take=Take(1, 1)))
    result = run(Query(Ask.LIST, Below(second, (Level.ACTION,)), "minato-r4", MONEY), shelf)
    assert [row.entry.code for row in result.rows if row.entry] == ["3-1-2", "3-3-4"]


@pytest.mark.parametrize(
    ("query", "value"),
    [
        (
            Query(Ask.SUM, ACTIONS, measure=WHOLE_SHARE, order=Order(MONEY), take=Take(3)),
            Fraction(53509, 65958),
        ),
        (Query(Ask.MEAN, ISSUES), 10_993_000),
        (Query(Ask.MEAN, ACTIONS), 6_595_800),
        (Query(Ask.MEDIAN, ACTIONS), 1_828_500),
        (Query(Ask.RATIO, Or((linked("minato-r4/1"), linked("minato-r4/3")))), Fraction(32550, 19915)),
        (Query(Ask.DIFFERENCE, Or((linked("minato-r4/3-1-2"), linked("minato-r4/3-3-4")))), 9_995_000),
        (Query(Ask.DIFFERENCE, Or((linked("minato-r4/3-3-4"), linked("minato-r4/3-1-2")))), 9_995_000),
        (Query(Ask.DIFFERENCE, Or((LARGEST, SMALLEST))), 32_068_000),
        (Query(Ask.DIFFERENCE, Or((LARGEST, Rows(Query(Ask.MEAN, ACTIONS))))), 25_954_200),
        (Query(Ask.RANK, linked("minato-r4/2-1-1")), 5),
        (Query(Ask.COUNT, ACTIONS), 10),
        (Query(Ask.SUM, linked("minato-r4/3"), measure=Count(Level.ACTION)), 2),
    ],
)
def test_one_figure(shelf: Folder, query: Query, value: int | Fraction) -> None:
    assert run(replace(query, document="minato-r4"), shelf).value == value


def test_less_than_another_entry(shelf: Folder) -> None:
    that = Query(Ask.AMOUNT, linked("minato-r4/5-1-1"))
    result = run(Query(Ask.LIST, ACTIONS, "minato-r4", MONEY, (Condition(MONEY, Relation.UNDER, that),)), shelf)
    assert [row.entry.code for row in result.rows if row.entry] == ["2-2-1", "4-1-1", "4-2-1", "6-1-3"]


@pytest.mark.parametrize(
    ("yen", "holds"), [(2_025_000, True), (5_000_000, False)], ids=["as printed", "another amount"]
)
def test_yes_or_no(shelf: Folder, yen: int, holds: bool) -> None:
    where = (Condition(MONEY, Relation.EQUAL, yen),)
    result = run(Query(Ask.CONFIRM, linked("minato-r4/2-1-1"), "minato-r4", where=where), shelf)
    assert (result.holds, result.value) == (holds, 2_025_000)


def test_yes_or_no_to_the_whole_sum_and_to_nothing_printed(shelf: Folder) -> None:
    whole = (Condition(MONEY, Relation.EQUAL, 65_958_000),)
    assert run(Query(Ask.CONFIRM, Whole(), "minato-r4", where=whole), shelf).holds is True
    goal = run(Query(Ask.CONFIRM, OfLevel((Level.GOAL,)), "minato-r4", where=whole), shelf)
    assert (goal.holds, goal.missing) == (None, "money")


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        (Query(Ask.LIST, OfLevel((Level.PROGRAMME,))), "level"),
        (Query(Ask.LIST, Below(linked("minato-r4/2-1-1"), (Level.ACTION,))), "level"),
        (Query(Ask.SUM, ACTIONS, measure=Money(2019)), "money"),
        (Query(Ask.AMOUNT, OfLevel((Level.GOAL,))), "money"),
        (Query(Ask.LIST, ACTIONS, order=Order(MONEY), take=Take(1, 10)), "place"),
        (Query(Ask.LIST, ACTIONS, where=(Condition(MONEY, Relation.OVER, 10**9),)), "condition"),
        (Query(Ask.LIST, Office("総務課", ())), "office"),
        (Query(Ask.DIFFERENCE, linked("minato-r4/2-1-1")), "place"),
    ],
)
def test_why_there_is_nothing(shelf: Folder, query: Query, missing: str) -> None:
    result = run(replace(query, document="minato-r4"), shelf)
    assert result.missing == missing
    assert all(row.value is None for row in result.rows) or query.ask is Ask.DIFFERENCE


def test_a_topic_that_nobody_linked_is_an_error(shelf: Folder) -> None:
    with pytest.raises(TypeError, match="防災"):
        run(Query(Ask.AMOUNT, Topic("防災"), "minato-r4"), shelf)


# Ties


def test_all_that_share_the_first_place_are_named_but_counted_once(shelf: Folder) -> None:
    """見守り訪問事業 and 居場所づくり事業 have 2,000 thousand each."""
    first = Query(Ask.LIST, ACTIONS, "hinoki", MONEY, order=Order(MONEY), take=Take())
    result = run(first, shelf)
    assert ([row.entry.code for row in result.rows if row.entry], result.value) == (["1-2-3", "2-3-5"], 2_000_000)
    assert [row.place for row in run(Query(Ask.RANK, Rows(first), "hinoki"), shelf).rows] == [1, 1]
    ends = run(Query(Ask.DIFFERENCE, Or((LARGEST, SMALLEST)), "hinoki"), shelf)
    assert ends.value == 2_000_000 - 300_000
    top = run(Query(Ask.LIST, ACTIONS, "hinoki", MONEY, order=Order(MONEY), take=Take(1, 0)), shelf)
    assert (top.of, top.tied) == (6, 0)
    cut = run(Query(Ask.SUM, ACTIONS, "hinoki", MONEY, order=Order(MONEY), take=Take(4)), shelf)
    assert (cut.value, cut.tied) == (6_300_000, 1)
    below = run(Query(Ask.SUM, LARGEST, "hinoki", MONEY), shelf)
    assert (below.value, below.tied) == (2_000_000, 1)


# Offices


def test_shared_offices_stand_in_each_line_and_are_counted_once(shelf: Folder) -> None:
    result = run(Query(Ask.SUM, ACTIONS, "hinoki", by=Group.OFFICE), shelf)
    lines = {row.label: (row.value, codes(row.shared)) for row in result.rows}
    assert lines == {
        "総務部防災課": (2_300_000, ["1-1-2"]),
        "福祉部福祉課": (2_800_000, ["1-1-2"]),
        "子ども部子ども・若者課": (2_000_000, []),
        "教育委員会図書館": (800_000, ["2-4-7"]),
        "教育委員会学校課": (800_000, ["2-4-7"]),
        "": (300_000, []),
    }
    assert result.value == 7_400_000
    assert codes(result.left_out) == ["2-3-6"]


def test_offices_over_a_sum_are_rows_to_count(shelf: Folder) -> None:
    over = (Condition(MONEY, Relation.OVER, 2_000_000),)
    offices = Rows(Query(Ask.SUM, ACTIONS, measure=MONEY, where=over, by=Group.OFFICE))
    assert run(Query(Ask.COUNT, offices, "hinoki"), shelf).value == 2
    assert run(Query(Ask.MEAN, offices, "hinoki"), shelf).value == 2_550_000
    projects = run(Query(Ask.LIST, Below(Rows(Query(Ask.LIST, ISSUES, take=Take()))), "hinoki", MONEY), shelf)
    assert codes([row.entry for row in projects.rows if row.entry]) == ["1-1", "1-2"]


# Two years

YEARS = [
    Change("tsubaki-r4", "tsubaki-r5", Money(), Money()),
    Change("minato-r4", "minato-r5", Money(), Money()),
    Change("hinoki", "hinoki", Money(2023), Money(2024)),
    Change("aoba", "aoba", Money(2024, "予算額"), Money(2025, "予算額")),
]


@pytest.mark.parametrize("change", YEARS, ids=lambda each: each.new)
@pytest.mark.parametrize("level", [Level.ISSUE, Level.STRATEGY, Level.ACTION])
def test_two_years_side_by_side(shelf: Folder, change: Change, level: Level) -> None:
    old, new = (shelf.document(name) for name in (change.old, change.new))
    before, after = (Oracle(Plan(each.source, each.entries())) for each in (old, new))
    pairs = [(e, e) for e in new.entries()]
    gone: list[Entry] = []
    if old is not new:
        pairing = pair(old.entries(), new.entries())
        pairs, gone = [(each.old, each.new) for each in pairing.pairs], list(pairing.gone)
    twins = {newer.id: older for older, newer in pairs}
    expected = []
    for entry in [e for e in new.entries() if e.level is level] + [e for e in gone if e.level is level]:
        older = entry if entry in gone else twins.get(entry.id)
        first = before.yen(older, change.older)[0] if older else None
        second = after.yen(entry, change.newer)[0] if entry not in gone else None
        gap = None if first is None or second is None else second - first
        expected.append((entry.id, older.id if older else None, first, second, gap))
    result = run(Query(Ask.LIST, OfLevel((level,)), change.new, change), shelf)
    assert [
        (row.entry.id, row.old_entry.id if row.old_entry else None, row.old, row.new, row.value)
        for row in result.rows
        if row.entry
    ] == expected
    assert {e.id for e in result.left_out} == {key for key, *_, gap in expected if gap is None}
    most = run(Query(Ask.LIST, OfLevel((level,)), change.new, change, order=Order(change), take=Take()), shelf)
    gaps = [gap for *_, gap in expected if gap is not None]
    assert [row.value for row in most.rows] == [gap for gap in gaps if gap == max(gaps)]


@pytest.mark.parametrize("change", YEARS, ids=lambda each: each.new)
def test_the_change_of_the_whole_is_that_of_the_sums(shelf: Folder, change: Change) -> None:
    first = run(Query(Ask.SUM, Whole(), change.old, change.older), shelf).value
    second = run(Query(Ask.SUM, Whole(), change.new, change.newer), shelf).value
    result = run(Query(Ask.SUM, Whole(), change.new, change), shelf)
    assert first is not None
    assert second is not None
    assert (result.rows[0].old, result.rows[0].new, result.value) == (first, second, second - first)
    relative = run(Query(Ask.SUM, Whole(), change.new, replace(change, relative=True)), shelf)
    assert relative.value == Fraction(second - first, first)


@pytest.mark.parametrize(
    ("change", "presence", "expected"),
    [
        (YEARS[0], Presence.NEW, ["2-1"]),
        (YEARS[0], Presence.GONE, ["2-1"]),
        (YEARS[2], Presence.NEW, []),
        (YEARS[2], Presence.RENAMED, []),
    ],
    ids=lambda each: str(getattr(each, "new", each)),
)
def test_what_appeared_and_what_went(shelf: Folder, change: Change, presence: Presence, expected: list[str]) -> None:
    result = run(Query(Ask.LIST, Appeared(STRATEGIES, presence, change), change.new), shelf)
    assert [row.entry.code for row in result.rows if row.entry] == expected
    assert {row.entry.document for row in result.rows if row.entry} <= {
        change.old if presence is Presence.GONE else change.new
    }


def test_of_one_list_what_has_money_in_one_year_only_is_new_or_gone(shelf: Folder) -> None:
    for presence, expected in ((Presence.NEW, ["1-2-3"]), (Presence.GONE, ["2-3-6"])):
        result = run(Query(Ask.LIST, Appeared(ACTIONS, presence, YEARS[2]), "hinoki"), shelf)
        assert [row.entry.code for row in result.rows if row.entry] == expected


def test_an_entry_without_a_pair(shelf: Folder) -> None:
    result = run(Query(Ask.AMOUNT, linked("tsubaki-r5/2-1"), "tsubaki-r5", YEARS[0]), shelf)
    assert (result.missing, result.value, result.rows[0].new) == ("pair", None, 8_500_000)
    older = run(Query(Ask.AMOUNT, linked("tsubaki-r4/1-1"), "tsubaki-r5", YEARS[0]), shelf)
    assert [(row.entry.id if row.entry else "", row.value) for row in older.rows] == [("tsubaki-r5/1-1", 500_000)]


def test_two_wards_in_one_question(shelf: Folder) -> None:
    both = Or((linked("minato-r4/2-1-1"), Rows(Query(Ask.AMOUNT, linked("tsubaki-r5/1-1"), "tsubaki-r5"))))
    result = run(Query(Ask.DIFFERENCE, both, "minato-r4"), shelf)
    assert ([row.value for row in result.rows], result.value) == ([2_025_000, 6_000_000], 3_975_000)


# A document too large to be held whole


@pytest.mark.parametrize("name", PAGES)
def test_a_part_of_the_tree_gives_what_the_whole_gives(
    shelf: Folder, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = shelf.document(name)
    plan = Plan(document.source, document.entries())
    queries = [q for kind in (shown, conditioned, paired) for q in list(kind(plan))[::11]]
    asked = [replace(query, document=name) for query in queries]
    whole = [gist(run(query, shelf), query) for query in asked]
    monkeypatch.setattr("knowledge.shelf.shape.MOST_WHOLE", 0)
    assert [gist(run(query, shelf), query) for query in asked] == whole


# Laws, over invented plans with amounts anywhere


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A tree of three levels; any entry may print an amount, of this year or the one before, or none."""
    entries: list[Entry] = []
    amount = st.none() | st.integers(0, 9_000).map(lambda thousands: thousands * 1_000)
    levels = (Level.ISSUE, Level.STRATEGY, Level.ACTION)

    def grow(parent: Entry | None, code: str, depth: int) -> None:
        yen, before = draw(amount), draw(st.none() | st.just(1_000))
        found = [(yen, 2022), (before, 2021)]
        amounts = tuple(Amount(y, year, "予算額", "", len(entries) + 1) for y, year in found if y is not None)
        above = parent.id if parent else None
        title, place = f"取組{code}", len(entries)
        entry = Entry("invented", code, levels[depth], title, "", place, (1, 1), title, above, amounts=amounts)
        entries.append(entry)
        for number in range(1, draw(st.integers(0, 2)) + 1 if depth < 2 else 1):
            grow(entry, f"{code}-{number}", depth + 1)

    for number in range(1, draw(st.integers(1, 3)) + 1):
        grow(None, str(number), 0)
    return Plan(Source("invented", "架空区", "令和4年度架空区運営方針", 2022), tuple(entries))


@pytest.fixture(scope="module")
def invented(without_meaning: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:  # noqa: ARG001
    store = Store.create(tmp_path_factory.mktemp("invented") / "index.db")
    yield store
    store.close()


@settings(derandomize=True, max_examples=40, deadline=None)
@given(plan=plans())
def test_laws_of_sums(invented: Store, plan: Plan) -> None:
    invented.replace(plan.source, plan.entries)
    shelf, oracle = Folder(invented), Oracle(plan)

    def asked(query: Query) -> Result:
        return run(replace(query, document="invented"), shelf)

    whole = asked(Query(Ask.SUM, Whole()))
    assert whole.value == sum(oracle.own(entry, MONEY) or 0 for entry in whole.counted) or whole.value is None
    assert len({entry.id for entry in whole.counted}) == len(whole.counted)
    by_name = asked(Query(Ask.SUM, Whole(), measure=oracle.meant(MONEY)))
    assert (by_name.value, by_name.counted) == (whole.value, whole.counted)
    for entry in plan.entries:
        row = asked(Query(Ask.AMOUNT, linked(entry.id))).rows[0]
        below = asked(Query(Ask.SUM, Below(linked(entry.id), (Level.STRATEGY, Level.ACTION)))).value
        assert below in (None, row.value if row.parts is None else row.parts)
        assert row.value is None or sum(oracle.own(each, MONEY) or 0 for each in row.counted) == row.value
        rest = asked(Query(Ask.SUM, Minus(Whole(), linked(entry.id)))).value
        assert rest is None or entry.level is not Level.ISSUE or rest + (row.value or 0) == whole.value
    for query in _queries(plan):
        assert gist(asked(query), query)[:3] == (
            oracle.expected(query).rows,
            oracle.expected(query).value,
            oracle.expected(query).left_out,
        )


def _queries(plan: Plan) -> Iterator[Query]:
    sets: tuple[Set, ...] = (Whole(), ISSUES, STRATEGIES, ACTIONS, Minus(Whole(), linked(plan.entries[-1].id)))
    for ask, of, money in product((Ask.SUM, Ask.MEAN, Ask.LIST), sets, (MONEY, Money(2021))):
        yield Query(ask, of, measure=money)
    yield from (Query(Ask.LIST, of, measure=MONEY, order=Order(MONEY), take=Take()) for of in sets)


def test_a_document_about_something_else_changes_nothing(shelf: Folder, tmp_path: Path) -> None:
    document = shelf.document("tsubaki-r5")
    plan = Plan(document.source, document.entries())
    alone = shelf_of(tmp_path, {"tsubaki-r5": PAGES["tsubaki-r5"]})
    for query in [q for kind in (shown, conditioned, paired) for q in list(kind(plan))[::13]]:
        asked = replace(query, document="tsubaki-r5")
        assert gist(run(asked, alone), query) == gist(run(asked, shelf), query)
