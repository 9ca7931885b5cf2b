"""How a plan comes along: indicators, targets, results, assessments and next steps, answered with the printed words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import main
from knowledge import Desk, Kind, build
from knowledge.model import Fact, FactKind, Level, Plan
from knowledge.reading import opened, read
from tests.test_dialects import understood

DATA = Path(__file__).parent / "data"
WARDS, FORMS = DATA / "wards", DATA / "forms"
TABLE = FORMS / "indicators.html"
"""Indicators in tables, below an issue and below an initiative; money among them."""


def _desk(folder: Path, page: Path) -> Desk:
    (folder / "documents").mkdir()
    (folder / "documents" / f"page{page.suffix}").write_bytes(page.read_bytes())
    build(folder / "hoshin.db", folder / "documents")
    return Desk.open(folder / "hoshin.db", folder / "documents")


@pytest.fixture(scope="module")
def tsuru(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return _desk(tmp_path_factory.mktemp("tsuru"), WARDS / "d3.txt")


@pytest.fixture(scope="module")
def kohaku(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return _desk(tmp_path_factory.mktemp("kohaku"), TABLE)


@pytest.mark.parametrize(
    ("question", "heading", "printed"),
    [
        ("経営課題1の指標は?", "アウトカム指標", "観光客の増加を好ましいと感じる区民の割合 55%以上"),
        ("経営課題1のアウトカム指標は?", "アウトカム指標", "登録文化財の件数 12件"),
        ("経営課題1の達成状況は?", "アウトカム指標の達成状況", "割合 49%:B(未達成)、登録 12件:A(達成)"),
        ("経営課題1の実績は?", "アウトカム指標の達成状況", "割合 49%:B(未達成)"),
        ("経営課題2の評価は?", "自己評価", "経営課題2については、学童の待機は解消したが、指導員の確保が課題である。"),
        ("経営課題3の自己評価は?", "自己評価", "協定先は40か所に増えたが、認知度が低い。"),
        ("経営課題1の課題認識は?", "課題認識", "古い長屋の街並みが失われつつある。"),
        ("経営課題4の目標は?", "アウトカム指標", "一時滞在施設の収容人数 1万2千人"),
        ("自己評価は?", "自己評価", "経営課題5については、自動交付機の利用は予想の1.5倍となった。"),
        ("次年度の取組は?", "今後の方針", "観光と暮らしの調和を引き続き最重点とし、路上喫煙対策を強める。"),
        ("今後の予定は?", "今後の方針", "路上喫煙対策を強める。"),
        ("what is the indicator of issue 3?", "アウトカム指標", "近所に頼れる人がいると答えた高齢者の割合 65%以上"),
        ("what is the goal of issue 4?", "アウトカム指標", "一時滞在施設の収容人数 1万2千人"),
        ("what are the next steps?", "今後の方針", "路上喫煙対策を強める。"),
    ],
)
def test_what_stands_below_a_heading_is_answered_as_printed(
    tsuru: Desk, question: str, heading: str, printed: str
) -> None:
    answer = tsuru.ask(question)
    assert answer.kind is Kind.FOUND
    assert printed in answer.headline
    assert heading in answer.headline
    assert answer.yen is None


@pytest.mark.parametrize(
    ("question", "shown", "printed"),
    [
        (
            "経営課題1の目標値は?",
            ["1"],
            "目標値(令和7年度)」には、こう書かれています: 子育てしやすいと感じる区民の割合 80%以上",
        ),
        ("経営課題1の令和7年度の目標は?", ["1"], "企業からの寄附額 2,000千円"),
        ("経営課題1の指標は?", ["1"], "現状値(令和5年度) 71.5%、目標値(令和7年度) 80%以上、実績(令和6年度) 74.2%"),
        ("経営課題2の目標は?", ["2-1-1"], "個別避難計画の作成件数 400件"),
        ("経営課題2の現状値は?", ["2-1-1"], "個別避難計画の作成件数 120件"),
        ("止水板の購入助成の自己評価は?", ["2-1-1"], "A 計画の作成は見込みを上回った。"),
        ("経営課題1の次年度の取組は?", ["1"], "担い手の講座を年3回開き、令和8年度に2か所を増やす。"),
        ("令和6年度の実績は?", ["1", "2-1-1"], "お尋ねの2件の令和6年度の実績です。"),
        ("令和5年度の現状値は?", ["1", "2-1-1"], "お尋ねの2件の令和5年度の現状値です。"),
        ("評価は?", ["1", "2-1-1"], "お尋ねの2件の評価です。"),
        ("what is the target of issue 2?", ["2-1-1"], "個別避難計画の作成件数 400件"),
    ],
)
def test_a_table_of_indicators_answers_by_column_year_and_what_is_below(
    kohaku: Desk, question: str, shown: list[str], printed: str
) -> None:
    answer = kohaku.ask(question)
    assert answer.kind in (Kind.FOUND, Kind.LIST)
    assert [each.entry.code for each in answer.shown] == shown
    assert printed in answer.headline
    assert answer.yen is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("経営課題3の指標は?", "指標までは、経営課題3「開かれた区役所」に書かれていません。"),
        ("経営課題3の目標は?", "目標までは、経営課題3「開かれた区役所」に書かれていません。"),
        ("経営課題1の令和5年度の目標値は?", "令和5年度の目標値までは、経営課題1「こどもの育ちを支えるまち」に書かれて"),
        ("令和5年度の目標値は?", "令和5年度の目標値は、令和7年度こはく区運営方針(こはく区)に書かれていません。"),
        ("令和3年度の実績は?", "令和3年度のことは分かりません。手元にあるのは令和7年度こはく区運営方針"),
        ("来年度の予算は?", "令和8年度のことは分かりません。手元にあるのは令和7年度こはく区運営方針"),
        ("what is the target for fiscal 2023?", "does not print the target of fiscal 2023 (令和5年度)."),
    ],
)  # fmt: skip
def test_what_is_not_printed_of_an_entry_or_a_year_is_said_to_be_so(kohaku: Desk, question: str, said: str) -> None:
    answer = kohaku.ask(question)
    assert answer.kind in (Kind.UNKNOWN, Kind.ELSEWHERE)
    assert said in answer.headline


def test_a_plan_without_an_aim_of_its_own_tells_what_its_entries_are_to_reach(tmp_path: Path) -> None:
    told = TABLE.read_text(encoding="utf-8").replace("<h3>区の目標(何をめざすのか)</h3>", "")
    (tmp_path / "page.html").write_text(told, encoding="utf-8")
    answer = _desk(tmp_path, tmp_path / "page.html").ask("目標は?")
    assert [each.printed for each in answer.facts][1:] == ["個別避難計画の作成件数 400件"]


# As they are read


def _facts(plan: Plan) -> list[tuple[str, list[Fact]]]:
    """Of every entry its facts, without where they stand: that differs between a page and its text."""
    return [
        (
            entry.title,
            [
                replace(fact, lines=(), figures=tuple(replace(figure, line=0) for figure in fact.figures))
                for fact in entry.facts
            ],
        )
        for entry in plan.entries
    ]


@pytest.mark.parametrize("between", ["\t", "   ", " "], ids=["tabs", "gaps", "spaces"])
def test_page_text_and_pdf_have_the_same_facts(between: str, tmp_path: Path) -> None:
    copied = "\n".join(opened(TABLE).words.lines).replace("\t", between)
    (tmp_path / "page.txt").write_text(copied, encoding="utf-8")
    expected = _facts(read(TABLE))
    assert sum(len(facts) for _, facts in expected) == 12
    assert _facts(read(tmp_path / "page.txt")) == expected
    assert _facts(read(TABLE.with_suffix(".pdf"))) == expected
    assert _facts(read(WARDS / "d3.txt")) == _facts(read(WARDS / "d3.html"))


def test_figures_have_their_unit_their_year_and_their_line() -> None:
    [issue] = [entry for entry in read(TABLE).entries if entry.code == "1"]
    targets = next(fact for fact in issue.facts if fact.kind is FactKind.GOAL_FIGURE)
    assert targets.heading == "目標値(令和7年度)"
    assert [(each.value, each.unit, each.fiscal_year, each.raw) for each in targets.figures] == [
        (80.0, "%", 2025, "80%"),
        (12.0, "か所", 2025, "12か所"),
        (2_000_000.0, "円", 2025, "2,000千円"),
    ]
    assert [each.line for each in targets.figures] == list(targets.lines)
    [capacity] = [
        figure
        for entry in read(WARDS / "d3.txt").entries
        if entry.code == "4"
        for fact in entry.facts
        if fact.kind is FactKind.INDICATOR
        for figure in fact.figures
    ]
    assert (capacity.value, capacity.unit) == (12_000.0, "人")


def test_read_json_prints_them_with_every_entry() -> None:
    result = CliRunner().invoke(main, ["read", "--json", str(WARDS / "d3.txt")])
    entries = {entry["code"]: entry for entry in json.loads(result.output)["entries"]}
    assert [(fact["kind"], fact["heading"], fact["lines"]) for fact in entries["1"]["facts"]] == [
        ("challenge", "課題認識", [39, 40]),
        ("indicator", "アウトカム指標", [58, 59]),
        ("achievement", "アウトカム指標の達成状況(定量評価)", [63, 64]),
        ("assessment", "自己評価(運営方針全体の定性評価)", [216]),
    ]
    assert entries["1"]["facts"][1]["figures"] == [
        {"value": 55.0, "unit": "%", "raw": "55%", "line": 58, "fiscal_year": None},
        {"value": 12.0, "unit": "件", "raw": "12件", "line": 59, "fiscal_year": None},
    ]


def test_a_fact_that_changed_is_a_change_of_its_entry(tmp_path: Path) -> None:
    """Of an assessment of the whole plan the line that is about an issue is that issue's, wherever it stands."""
    (tmp_path / "documents").mkdir()
    names = {"HOSHIN_DOCUMENTS": "documents", "HOSHIN_DATABASE": "h.db", "HOSHIN_JOURNAL": "j.db"}
    runner = CliRunner(env={name: str(tmp_path / file) for name, file in names.items()})
    assert runner.invoke(main, ["add", str(WARDS / "d3.txt"), "--yes", "--name", "tsuru"]).exit_code == 0
    told = (WARDS / "d3.txt").read_text(encoding="utf-8").replace("協定先は40か所に増えた", "協定先は45か所に増えた")
    (tmp_path / "again.txt").write_text(told, encoding="utf-8")
    shown = runner.invoke(main, ["refresh", "tsuru", str(tmp_path / "again.txt")])
    assert "変わった項目が2件あります" in shown.output


def test_an_initiative_does_not_claim_what_is_the_issues() -> None:
    """What comes behind an issue's strategies is the issue's: no strategy has its indicators in its text."""
    plan = read(WARDS / "d3.txt")
    strategies = [entry for entry in plan.entries if entry.level is Level.STRATEGY]
    assert not [entry.title for entry in strategies if entry.facts or "指標" in entry.body or "達成" in entry.body]


# Never money


def test_no_figure_of_an_assessment_is_money(tmp_path: Path) -> None:
    told = (WARDS / "d3.txt").read_text(encoding="utf-8")
    more = told.replace("登録 12件:A(達成)", "登録 12件:A(達成)\n  • 決算額 3,200千円、令和5年度予算額 9,900千円")
    (tmp_path / "page.txt").write_text(more, encoding="utf-8")
    assert understood(read(tmp_path / "page.txt")) == understood(read(WARDS / "d3.txt"))


@pytest.mark.parametrize("form", ["html", "pdf", "txt"])
def test_no_figure_of_a_table_of_indicators_is_money(form: str, tmp_path: Path) -> None:
    """企業からの寄附額 950千円 2,000千円 1,480千円 in the columns of three years: none of it was budgeted."""
    (tmp_path / "page.txt").write_text("\n".join(opened(TABLE).words.lines), encoding="utf-8")
    plan = read(tmp_path / "page.txt" if form == "txt" else TABLE.with_suffix(f".{form}"))
    assert {amount.yen for entry in plan.entries for amount in entry.amounts} == {
        62_400_000, 58_100_000, 3_200_000, 1_150_000, 18_900_000, 20_300_000, 9_000_000, 4_700_000, 700_000,
    }  # fmt: skip
    assert [finding.code for finding in plan.findings] == ["A102"] * any(f.code == "A102" for f in plan.findings)


def test_a_table_of_two_rows_of_headings_tells_years_apart(tmp_path: Path) -> None:
    page = (
        "<h1>令和7年度こはく区運営方針</h1><h2>経営課題1 緑のまち</h2><p>令和7年度予算額 900千円</p><table>"
        "<tr><th rowspan=2>指標</th><th colspan=2>実績</th><th>目標</th></tr>"
        "<tr><th>令和5年度</th><th>令和6年度</th><th>令和7年度</th></tr>"
        "<tr><td>緑被率</td><td>11.2%</td><td>11.9%</td><td>12.5%</td></tr></table>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    [issue] = read(tmp_path / "page.html").entries
    assert [(fact.heading, fact.text, fact.figures[0].fiscal_year) for fact in issue.facts[1:]] == [
        ("実績 令和5年度", "緑被率 11.2%", 2023),
        ("実績 令和6年度", "緑被率 11.9%", 2024),
        ("目標 令和7年度", "緑被率 12.5%", 2025),
    ]
