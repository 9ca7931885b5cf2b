"""Pages and tables that once gave a wrong figure without a word: each has the right one now, or is asked about.

`data/small` shows one fault a file, `data/wards` whole invented places; both were written by people who had not seen
the program. Real lists of nine municipalities are read where they lie beside the project.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from knowledge.model import Entry, Level, Plan, Source
from knowledge.reading import ReadingError, Told, opened, read, understood
from knowledge.reading.tree import measures

DATA = Path(__file__).parent / "data"
SMALL, WARDS = DATA / "small", DATA / "wards"
LISTS = Path(__file__).parent.parent.parent / "shared" / "data" / "lists"
LADDER = (Level.ISSUE, Level.STRATEGY, Level.ACTION)
Tree = list[tuple[str | None, str, str | None, list[tuple[int, int | None, str]]]]


def tree(plan: Plan, levels: tuple[Level, ...] = LADDER) -> Tree:
    """Code, title, the title above, and the money of every entry."""
    titles = {entry.id: entry.title for entry in plan.entries}
    return [
        (entry.code, entry.title, titles.get(entry.parent or ""), money(entry))
        for entry in plan.entries
        if entry.level in levels
    ]


def money(entry: Entry) -> list[tuple[int, int | None, str]]:
    return [(amount.yen, amount.fiscal_year, amount.kind) for amount in entry.amounts]


def totals(plan: Plan) -> dict[tuple[int | None, str], int]:
    return {(each.fiscal_year, each.kind or ""): yen for each, yen in measures(plan)}


def table(name: str, told: Told | None = None, year: int | None = None) -> Plan:
    return read(SMALL / name, Source("table", None, "", year), told)


# Pages

TITLES = ["がん検診の受診勧奨", "にぎわいの創出", "はたちのつどい", "もの忘れ相談", "のびのび広場", "とびだせ区役所"]


@pytest.mark.parametrize("number", range(7))
def test_a_title_that_begins_like_a_particle_opens_its_entry(number: int) -> None:
    (title,) = [*TITLES, "花いっぱい運動"][number : number + 1]
    assert tree(read(SMALL / f"a{number}.txt"))[1:] == [
        ("1-1", "健康づくり", "元気なまち", []),
        ("1-1-1", title, "健康づくり", [(2_618_000, 2024, "予算額")]),
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("具体的取組1-1-1日本語教室", "日本語教室"),
        ("具体的取組1-1-1年末の見守り", "年末の見守り"),
        ("具体的取組1-1-1からだ元気教室", "からだ元気教室"),
        ("具体的取組1-1-1人権の啓発", "人権の啓発"),
        ("具体的取組1-1-1の推進に向けて", None),
        ("具体的取組1-1-1については次のとおり", None),
        ("具体的取組1-1-1及び1-1-2", None),
    ],
)
def test_a_sentence_that_goes_on_behind_a_code_opens_nothing(tmp_path: Path, line: str, title: str | None) -> None:
    page = (SMALL / "a0.txt").read_text(encoding="utf-8").replace("具体的取組1-1-1がん検診の受診勧奨", line)
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    plan = read(tmp_path / "page.txt")
    assert [entry.title for entry in plan.entries if entry.level is Level.ACTION] == ([title] if title else [])
    assert ("A209" in {finding.code for finding in plan.findings}) == (title is None)


def test_three_years_of_money_below_three_headings() -> None:
    assert tree(read(SMALL / "c.html")) == [
        (
            "1",
            "安全なまち",
            None,
            [(38_000_000, 2022, "決算額"), (34_000_000, 2023, "予算額"), (36_000_000, 2024, "予算額")],
        ),
        (None, "防災を進める", "安全なまち", []),
    ]


def test_indicators_below_a_list_of_strategies_are_none() -> None:
    assert tree(read(SMALL / "d.txt")) == [("1", "安全なまち", None, []), (None, "帰宅困難者対策", "安全なまち", [])]


def test_the_headings_of_a_table_are_no_strategy() -> None:
    assert tree(read(SMALL / "e.html")) == [
        ("1", "元気なまち", None, []),
        ("1-1", "健康づくり", "元気なまち", []),
        ("1-1-1", "禁煙教室", "健康づくり", [(735_000, 2024, "予算額")]),
    ]


PAGE = '<html><head><meta charset="utf-8"></head><body><h1>令和6年度椿区運営方針</h1>{}</body></html>'
SAFE = "<h3>【経営課題1】安全なまち</h3>"


@pytest.mark.parametrize(
    ("body", "amounts"),
    [
        (
            '<table><tr><th rowspan="2"></th><th colspan="2">予算額</th><th>決算額</th></tr><tr><th>令和6年度</th>'
            "<th>令和5年度</th><th>令和4年度</th></tr><tr><td>金額</td><td>36千円</td><td>34千円</td><td>38千円</td></tr></table>",
            [(36_000, 2024, "予算額"), (34_000, 2023, "予算額"), (38_000, 2022, "決算額")],
        ),
        (
            "<table><tr><th>区分</th><th>令和5年度</th><th>令和6年度</th></tr><tr><td>予算額</td><td>12千円</td><td>14千円</td>"
            "</tr><tr><td>決算額</td><td>11千円</td><td>―</td></tr></table>",
            [(12_000, 2023, "予算額"), (14_000, 2024, "予算額"), (11_000, 2023, "決算額")],
        ),
        (
            "<table><tr><th>令和5年度</th><th>令和6年度</th></tr><tr><td>34千円</td><td>36千円</td></tr></table>",
            [(34_000, 2023, "予算額"), (36_000, 2024, "予算額")],
        ),
        (
            "<table><tr><th>令和5年度決算額</th><th>令和6年度予算額</th></tr>"
            "<tr><td>45千円<br>(うち国費5千円)</td><td>50千円</td></tr></table>",
            [(45_000, 2023, "決算額"), (50_000, 2024, "予算額")],
        ),
        (
            "<p>令和6年度予算額 36千円</p><h4>アウトカム指標</h4><ul><li>「1人当たりの消費額 5,000円」</li></ul>",
            [(36_000, 2024, "予算額")],
        ),
        (
            "<p>(単位:千円)</p><p>令和6年度予算額 36</p><table><tr><th>指標</th><th>令和5年度</th>"
            "<th>令和6年度</th></tr>"
            "<tr><td>参加者数(人)</td><td>1,200</td><td>1,300</td></tr></table>",
            [(36_000, 2024, "予算額")],
        ),
    ],
    ids=["two rows of headings", "kind on the row", "years alone", "a note in the cell", "an indicator", "indicators"],
)
def test_money_in_a_table_has_its_own_year_and_kind(
    tmp_path: Path, body: str, amounts: list[tuple[int, int | None, str]]
) -> None:
    (tmp_path / "page.html").write_text(PAGE.format(SAFE + body), encoding="utf-8")
    assert tree(read(tmp_path / "page.html"))[0][3] == amounts


def test_money_over_rows_of_several_initiatives_is_what_stands_above_them(tmp_path: Path) -> None:
    rows = (
        "<table><tr><th>戦略</th><th>具体的取組</th><th>令和6年度予算額</th></tr>"
        '<tr><td rowspan="2">戦略1-1 花を植える</td><td>具体的取組1-1-1 花壇</td><td rowspan="2">5,000千円</td></tr>'
        "<tr><td>具体的取組1-1-2 苗の配布</td></tr></table>"
    )
    (tmp_path / "page.html").write_text(PAGE.format(SAFE + rows), encoding="utf-8")
    assert [(title, amounts) for _, title, _, amounts in tree(read(tmp_path / "page.html"))[1:]] == [
        ("花を植える", [(5_000_000, 2024, "予算額")]),
        ("花壇", []),
        ("苗の配布", []),
    ]
    apart = rows.replace('<td rowspan="2">戦略1-1 花を植える</td>', "<td></td>").replace(
        "<tr><td>具", "<tr><td></td><td>具"
    )
    (tmp_path / "page.html").write_text(PAGE.format(SAFE + apart), encoding="utf-8")
    plan = read(tmp_path / "page.html")
    assert totals(plan) == {}
    assert "A107" in {finding.code for finding in plan.findings}


# Tables


def test_a_total_on_each_row_of_its_parts_counts_once() -> None:
    plan = table("repeat.csv", Told(unit="千円"))
    assert totals(plan)[2024, "予算額"] == 543_398_000
    assert [(title, amounts) for _, title, _, amounts in tree(plan, (Level.PROGRAMME,))] == [
        ("議会費", [(481_596_000, 2024, "予算額")]),
        ("文書費", [(61_802_000, 2024, "予算額")]),
    ]
    assert totals(table("repeat.csv")) == {(2024, "予算額"): 543_398_000}  # without the unit of the other column


def test_a_parent_without_children_keeps_its_money() -> None:
    plan = table("parent.csv")
    assert totals(plan) == {(2024, "予算額"): 481_021_000}
    assert tree(plan) == [
        (None, "給与費", None, [(442_593_000, 2024, "予算額")]),
        (None, "議会活動費", None, [(38_428_000, 2024, "予算額")]),
        (None, "市議会議員32人", "給与費", [(353_736_000, 2024, "予算額")]),
        (None, "一般職11人", "給与費", [(88_857_000, 2024, "予算額")]),
    ]


def test_units_of_indicators_say_nothing_about_money() -> None:
    assert totals(table("kpi_unit.csv")) == {(2024, "決算額"): 38_448_000}


def test_headings_in_two_merged_rows() -> None:
    plan = table("two_rows.xlsx")
    assert [(entry.title, entry.department, money(entry)) for entry in plan.entries] == [
        ("広報紙発行事業", "政策部 広報課", [(36_448_000, 2024, "決算額")]),
        ("防犯灯事業", "市民部 安全課", [(1_200_000, 2024, "決算額")]),
    ]


def test_a_code_beside_its_name_is_no_name() -> None:
    assert tree(table("kan.csv"), (Level.ACTION,)) == [
        ("1-1-1", "議会費", "議会費", [(156_806_000, 2021, "予算額")]),
        ("2-1-1", "一般管理費", "総務管理費", [(500_000_000, 2021, "予算額")]),
        ("2-1-2", "文書費", "総務管理費", [(61_802_000, 2021, "予算額")]),
    ]


def test_the_parts_of_a_budget_stand_below_their_titles() -> None:
    """教育費 of three parts, 消防費 of two: what a question about either needs."""
    plan = table("kan2.csv")
    by_parent: Counter[str] = Counter()
    titles = {entry.id: entry for entry in plan.entries}
    for entry in plan.entries:
        top = entry
        while top.parent:
            top = titles[top.parent]
        by_parent[top.title] += sum(amount.yen for amount in entry.amounts)
    assert by_parent == {"議会費": 391_547_000, "消防費": 1_766_275_000, "教育費": 9_010_909_000}


def test_this_year_needs_to_be_known() -> None:
    with pytest.raises(ReadingError, match="--fiscal-year"):
        table("honnen.csv", Told(unit="千円"))
    plan = table("honnen.csv", Told(unit="千円"), 2024)
    assert totals(plan) == {(2024, "予算額"): 543_398_000, (2023, "予算額"): 552_337_000}


def test_a_unit_for_no_money_is_an_error() -> None:
    with pytest.raises(ReadingError, match="金額の列が見つかりません"):
        table("amount.csv", Told(unit="円"))
    assert totals(table("amount.csv", Told(unit="円", columns="C=予算額(円)"))) == {(2021, "予算額"): 152_788_000}


def test_every_office_of_a_project_is_kept() -> None:
    offices = {entry.title: entry.department for entry in table("dept.csv").entries}
    assert offices["商品券の発行費"] == "産業部,福祉部,総務部"
    assert offices["予防接種の費用"] == "保健所"


# Whole places, as text, as saved page, as tables


def key(entry: dict[str, Any], *, coded: bool) -> tuple[object, ...]:
    parent = entry["parent"]["code"] if isinstance(entry["parent"], dict) else entry["parent"]
    title = "".join(unicodedata.normalize("NFKC", entry["title"]).split())
    above = (entry["level"], entry["code"], parent) if coded and entry["code"] else ()
    return (*above, title, tuple(sorted(entry["yen"])))


@pytest.mark.parametrize("name", ["d2.txt", "d2.html", "d3.txt", "d3.html", "d6.csv", "d6.tsv"])
def test_a_whole_place_is_read_as_a_person_reads_it(name: str) -> None:
    gold = json.loads((WARDS / f"{Path(name).stem}.gold.json").read_text(encoding="utf-8"))
    plan = read(WARDS / name)
    codes = {entry.id: entry.code for entry in plan.entries}
    is_table = name.startswith("d6")
    found = [
        {
            "level": str(entry.level),
            "code": entry.code,
            "title": entry.title,
            "parent": codes.get(entry.parent or ""),
            "yen": [amount.yen for amount in entry.amounts],
        }
        for entry in plan.entries
        if is_table or entry.level in LADDER
    ]
    wanted = [each for each in gold if is_table or each["level"] in {str(level) for level in LADDER}]
    coded = not is_table
    assert Counter(key(each, coded=coded) for each in found) == Counter(key(each, coded=coded) for each in wanted)


# Real lists, where they lie beside the project


@pytest.mark.parametrize(
    ("name", "rows", "thousands"),
    [
        ("asago.csv", 447, 18_846_896),
        ("kosai.csv", 142, 19_773_398),
        ("seiro.csv", 224, 4_582_433),
        ("kitamoto.xlsx", 451, 33_147_721),
        ("nishinomiya.xlsx", 450, 251_877_796),
        ("shimotsuma.xlsx", 503, 20_493_997),
        ("shinagawa.xlsx", 652, 251_888_339),
        ("tondabayashi.xlsx", 416, 65_847_686),
        ("ichinomiya.xlsx", 484, 67_305_399),
    ],
)
@pytest.mark.skipif(not LISTS.is_dir(), reason="the lists of nine municipalities are not here")
def test_a_real_list_is_taken_without_help(name: str, rows: int, thousands: int) -> None:
    reading = understood(opened(LISTS / name))
    assert sum(entry.level is Level.ACTION for entry in reading.plan.entries) == rows
    assert [(each.fiscal_year, yen) for each, yen in measures(reading.plan)] == [(2024, thousands * 1_000)]
    assert reading.coverage.left == ()
