"""Questions to a list of projects that stands on a shelf alone: of an invented city, and of Ofunato where it is."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner, Result

from app import main
from knowledge import Desk, Level, Plan, read
from tests.test_questions import asked, rows, verdict
from tests.test_tables import AOBA

TABLES = Path(__file__).parent / "questions" / "tables"
OFUNATO = Path(__file__).parent.parent.parent / "shared" / "data" / "ofunato-projects.csv"
where_it_is = pytest.mark.skipif(not OFUNATO.exists(), reason=f"{OFUNATO.name} is no part of the repository")


def shelf_with(document: Path, folder: Path) -> Desk:
    documents = folder / "documents"
    documents.mkdir()
    copy(document, documents)
    return Desk.open(folder / "index.db", documents)


@pytest.fixture(scope="module")
def aoba(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = shelf_with(AOBA, tmp_path_factory.mktemp("aoba"))
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def ofunato(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = shelf_with(OFUNATO, tmp_path_factory.mktemp("ofunato"))
    yield desk
    desk.close()


def shortfalls(desk: Desk, table: str) -> list[str]:
    """Every question that was not answered right, with why."""
    found = (
        (name, want["q"], *verdict(want, answer))
        for row in rows(TABLES / table)
        for name, want, answer in asked(desk, row)
    )
    return [f"{name} {question}: {outcome} {why}" for name, question, outcome, why in found if outcome != "right"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_read_shows_the_columns_before_anything_is_stored(tmp_path: Path) -> None:
    shown = run("read", str(AOBA))
    assert shown.exit_code == 0
    rows = [line.replace(" ", "") for line in shown.stdout.splitlines()]
    assert "│A│政策番号│政策の番号│" in rows
    assert "│L│令和7年度予算額│2025年度予算額(千円)│" in rows
    assert "│M│活動指標(件)│読まない│" in rows
    assert "│2025予算額│││115,850千円│".replace("│││", "││12│") in rows
    assert list(tmp_path.iterdir()) == []


def test_read_of_a_table_without_a_unit_asks_for_it(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("名,R7\n道路の整備,12\n", encoding="utf-8")
    asked = run("read", str(table), "--columns", "A=事業名")
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert "--unit 千円" in asked.stderr
    told = run("read", "--json", str(table), "--columns", "A=事業名", "--unit", "百万円")
    (entry,) = json.loads(told.stdout)["entries"]
    assert (entry["level"], entry["title"], entry["amounts"][0]["yen"]) == ("事業", "道路の整備", 12_000_000)


def test_questions_to_an_invented_table(aoba: Desk) -> None:
    assert shortfalls(aoba, "aoba.jsonl") == []


@where_it_is
def test_questions_to_the_projects_of_ofunato(ofunato: Desk) -> None:
    assert shortfalls(ofunato, "ofunato.jsonl") == []


@pytest.fixture(scope="module")
def projects() -> Plan:
    return read(OFUNATO)


@where_it_is
def test_whole_table_facts_of_ofunato(projects: Plan) -> None:
    assert Counter(entry.level_name for entry in projects.entries) == {
        "政策": 8,
        "施策": 25,
        "基本事業": 68,
        "事務事業": 407,
    }
    sums: Counter[int | None] = Counter()
    for entry in projects.entries:
        for amount in entry.amounts:
            sums[amount.fiscal_year] += amount.yen
    assert sums == {
        2020: 15_322_516_000,
        2021: 15_988_680_000,
        2022: 18_552_746_000,
        2023: 16_660_476_000,
        2024: 18_302_439_578,
        2025: 18_874_422_000,
    }
    assert len({entry.id for entry in projects.entries}) == len(projects.entries)


@where_it_is
def test_each_policy_of_ofunato_adds_up(projects: Plan) -> None:
    """令和7年度, by the number of the policy."""
    sums: dict[str, int] = defaultdict(int)
    for entry in projects.entries:
        if entry.level is Level.ACTION and entry.code:
            sums[entry.code.partition("-")[0]] += sum(a.yen for a in entry.amounts if a.fiscal_year == 2025)
    assert sums == {
        "1": 1_743_044_000,
        "2": 8_370_785_000,
        "3": 1_291_602_000,
        "4": 2_325_588_000,
        "5": 1_083_775_000,
        "6": 2_669_941_000,
        "7": 1_389_174_000,
        "9": 513_000,
    }


@where_it_is
def test_what_is_untidy_in_the_list_of_ofunato(projects: Plan) -> None:
    """Variants of a name are reported, each once, and make no entry of their own."""
    assert Counter(finding.code for finding in projects.findings) == {"T101": 11, "T104": 3, "T108": 2, "T116": 1}
    said = [finding.message for finding in projects.findings if finding.code == "T101"]
    assert any("実施する産業の振興" in sentence and "実現する産業の振興" in sentence for sentence in said)


SMALL = Path(__file__).parent / "data" / "small"


@pytest.mark.parametrize(
    ("table", "question", "thousands"),
    [
        ("kan2.csv", "教育費の合計は?", 9_010_909),
        ("kan2.csv", "消防費の合計は?", 1_766_275),
        ("kan2.csv", "教育費の予算は?", 9_010_909),
        ("kan2.csv", "議会費の予算額は?", 391_547),
        ("dept.csv", "保健所の予算額の合計は?", 226_900),
    ],
)
def test_a_whole_name_goes_before_names_that_contain_it(
    tmp_path: Path, table: str, question: str, thousands: int
) -> None:
    """教育費 is the title at the top, not 社会教育費 below it; 保健所 is the office, not a project of that name."""
    desk = shelf_with(SMALL / table, tmp_path)
    assert desk.ask(question).yen == thousands * 1_000
    desk.close()
