"""What a workbook shows is what counts; what it does not show, or cannot hold, is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.model import Plan
from knowledge.reading import opened, read, understood
from knowledge.reading.tree import measures

OLD = Path(__file__).parent / "data" / "tables" / "old.xls"
HEADINGS = ["事業名", "令和7年度予算額(千円)"]


def saved(folder: Path, cells: dict[str, tuple[str | float, str]]) -> Path:
    """A list of projects with some cells, each a value and its number format."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(HEADINGS)
    sheet.append(["道路の整備", 12])
    sheet.append(["橋の点検", 3])
    for place, (value, number_format) in cells.items():
        sheet[place] = value
        sheet[place].number_format = number_format
    book.save(folder / "table.xlsx")
    return folder / "table.xlsx"


def yen(plan: Plan) -> list[int]:
    return [amount.yen for entry in plan.entries for amount in entry.amounts]


def told(plan: Plan) -> Counter[str]:
    return Counter(finding.code for finding in plan.findings)


def test_an_old_workbook_is_read() -> None:
    plan = read(OLD)
    assert {(each.fiscal_year, each.kind): total for each, total in measures(plan)} == {
        (2024, "予算額"): 40_000,
        (2025, "予算額"): 60_500,
    }
    assert [entry.title for entry in plan.entries] == ["産業の振興", "市場の整備", "港の整備"]
    assert told(plan) == {"T107": 1, "T108": 1, "T128": 1}  # its number formats are not seen


@pytest.mark.parametrize(
    ("value", "number_format", "amounts", "finding"),
    [
        (2_828_000, "#,##0,", [2_828_000, 3_000], None),
        (2_828_400, "#,##0,;[Red]-#,##0,", [2_828_400, 3_000], "T108"),
        (2828, '#,##0"円"', [2_828, 3_000], "T113"),
        (2828, '#,##0_ ;[Red]-#,##0" "', [2_828_000, 3_000], None),
        (0.25, "0.0%", [3_000], "T102"),
        (0.25, "0%", [3_000], "T102"),
        ("=A1", "General", [3_000], "T102"),
        ("#REF!", "General", [3_000], "T102"),
        (9_007_199_254_740_993, "General", [3_000], "T102"),
        (1234.5600000000001, "General", [1_234_560, 3_000], "T108"),
    ],
    ids=str,
)
def test_a_cell_counts_as_it_is_shown(
    tmp_path: Path, value: str | float, number_format: str, amounts: list[int], finding: str | None
) -> None:
    path = saved(tmp_path, {"B2": (value, number_format)})
    reading = understood(opened(path))
    assert yen(reading.plan) == amounts
    assert told(reading.plan) == ({finding: 1} if finding else {})
    assert reading.coverage.left == ()


@pytest.mark.parametrize(
    ("cell", "amounts", "finding"),
    [
        ("9007199254740993", [9_007_199_254_740_993_000], None),
        ("9223372036854776", [], "T102"),
        ("▲1,200", [-1_200_000], None),
        ("△ 5", [-5_000], None),
        ("−20", [-20_000], None),
        ("皆増", [], "T102"),
        ("12.5%", [], "T102"),
        ("(1,200)", [], "T102"),
    ],
)
def test_odd_numbers_are_right_or_told(tmp_path: Path, cell: str, amounts: list[int], finding: str | None) -> None:
    (tmp_path / "table.csv").write_text(f'{",".join(HEADINGS)}\n道路の整備,"{cell}"\n', encoding="utf-8")
    plan = read(tmp_path / "table.csv")
    assert yen(plan) == amounts
    assert told(plan) == ({finding: 1} if finding else {})
