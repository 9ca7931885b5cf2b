"""A law: whatever the shape of a table, its total is the one that was written, or somebody is told why not."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge.model import Plan
from knowledge.reading import UndecidedError, read
from knowledge.reading.tree import measures

UNITS = {"円": 1, "千円": 1_000, "百万円": 1_000_000}
NAMES = "橋の点検 港の整備 市場の改修 街灯の設置 広報の発行 健診の実施 学校の改築 公園の管理".split()
NAMES += "図書の購入 水路の掃除 森の手入れ 祭の開催".split()
GROUPS = ("安全なまち", "健やかなまち", "学びのまち")
TELLING = {"T102", "T105", "T106", "T109", "T117", "T121", "T122", "T130"}
"""Findings that say that an amount is not counted, or counted twice."""


@dataclass(frozen=True)
class Shape:
    """How a table is written."""

    unit: str
    unit_in_caption: bool
    years_as_rows: bool
    two_heading_rows: bool
    parents: str
    """Of each group: none, left blank below its first row, merged, on every row, or a row of its own."""
    parent_money: str
    """Of each group: none, on its own row, or on every row of its parts."""
    total: str
    """No row of sums, one at the top or bottom, or one below every group."""
    preface: bool
    notes: bool


SHAPES = st.builds(
    Shape,
    unit=st.sampled_from(list(UNITS)),
    unit_in_caption=st.booleans(),
    years_as_rows=st.booleans(),
    two_heading_rows=st.booleans(),
    parents=st.sampled_from(["none", "blank", "merged", "every row", "line"]),
    parent_money=st.sampled_from(["none", "none", "own row", "every row"]),
    total=st.sampled_from(["none", "top", "bottom", "groups"]),
    preface=st.booleans(),
    notes=st.booleans(),
)
AMOUNTS = st.lists(
    st.lists(st.tuples(st.integers(0, 999_999), st.integers(0, 999_999)), min_size=1, max_size=4),
    min_size=1,
    max_size=3,
)


def rows_of(shape: Shape, groups: list[list[tuple[int, int]]]) -> Iterator[list[object]]:
    """The rows of a table: group, project, then year and money, or the money of two years, then the group's."""
    named = iter(NAMES)
    with_groups = shape.parents != "none"
    repeats = with_groups and shape.parent_money == "every row"
    sums = [tuple(map(sum, zip(*group, strict=True))) for group in groups]

    def line(
        group: str, project: str, money: tuple[int, ...] | None, whole: tuple[object, ...]
    ) -> Iterator[list[object]]:
        head = [group, project] if with_groups else [project]
        above = list(whole) if repeats and money is not None else [""] * len(whole) if repeats else []
        if not shape.years_as_rows:
            yield [*head, *(money or ("", "")), *above]
            return
        for at, year in enumerate(("令和5年度", "令和6年度")):
            yield [*head, year, money[at] if money else "", *above[at : at + 1]]

    total = tuple(map(sum, zip(*sums, strict=True)))
    if shape.total == "top":
        yield from line("", "合計", total, ("", "")) if not repeats else []
    for group, whole, name in zip(groups, sums, GROUPS, strict=False):
        if shape.parents == "line":
            yield [f"【{name}】", *[""] * (2 + len(whole) * repeats)]
        if with_groups and shape.parents != "line" and shape.parent_money == "own row":
            yield from line(name, "", whole, ("", ""))
        for at, money in enumerate(group):
            shown = "" if shape.parents == "line" or (at and shape.parents in ("blank", "merged")) else name
            yield from line(shown, next(named), money, whole)
        if shape.total == "groups" and not repeats:
            yield from line("", "小計", whole, ("", ""))
    if shape.total == "bottom" and not repeats:
        yield from line("", "合計", total, ("", ""))


def headings_of(shape: Shape) -> list[list[str]]:
    unit = "" if shape.unit_in_caption else f"({shape.unit})"
    head = ["政策", "事業名"] if shape.parents != "none" else ["事業名"]
    repeats = shape.parents != "none" and shape.parent_money == "every row"
    if shape.years_as_rows:
        return [[*head, "年度", f"予算額{unit}", *([f"政策の総額{unit}"] if repeats else [])]]
    money = [f"令和5年度予算額{unit}", f"令和6年度予算額{unit}"]
    money += [f"令和5年度政策の総額{unit}", f"令和6年度政策の総額{unit}"] if repeats else []
    if not shape.two_heading_rows or repeats:
        return [[*head, *money]]
    return [[*head, f"予算額{unit}", ""], [*[""] * len(head), "令和5年度", "令和6年度"]]


def written(shape: Shape, groups: list[list[tuple[int, int]]], folder: Path, *, as_workbook: bool) -> Path:
    headings: list[list[object]] = [list(row) for row in headings_of(shape)]
    above: list[list[object]] = [["架空市 主要事業一覧"]] if shape.preface else []
    above += [[f"(単位:{shape.unit})"]] if shape.unit_in_caption else []
    below: list[list[object]] = [["※ 金額は当初のものです"]] if shape.notes else []
    body = list(rows_of(shape, groups))
    lines: list[list[object]] = [*above, *headings, *body, *below]
    if not as_workbook:
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        path = folder / "table.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        return path
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in lines:
        sheet.append([cell if cell != "" else None for cell in row])
    if shape.parents == "merged":
        start = len(above) + len(headings) + 1
        named = [at for at, row in enumerate(body) if row[0]]
        for at, end in zip(named, [*named[1:], len(body)], strict=True):
            own = [row for row in range(at, end) if row == at or not str(body[row][1]).endswith("計")]
            if len(own) > 1:
                sheet.merge_cells(start_row=start + own[0], end_row=start + own[-1], start_column=1, end_column=1)
    path = folder / "table.xlsx"
    book.save(path)
    return path


def told(plan: Plan) -> set[str]:
    return {finding.code for finding in plan.findings} & TELLING


@settings(max_examples=300, deadline=None)
@given(shape=SHAPES, groups=AMOUNTS, as_workbook=st.booleans())
def test_the_total_is_the_one_that_was_written(
    shape: Shape, groups: list[list[tuple[int, int]]], as_workbook: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(shape, groups, Path(folder), as_workbook=as_workbook)
        try:
            plan = read(path)
        except UndecidedError:
            event("asked")
            return
    found = {each.fiscal_year: yen for each, yen in measures(plan) if each.kind == "予算額"}
    whole = [sum(money[at] for group in groups for money in group) * UNITS[shape.unit] for at in (0, 1)]
    event("told" if told(plan) else "read")
    if not told(plan):
        assert [found.get(2023, 0), found.get(2024, 0)] == whole
