"""A list of projects, as CSV or Excel, on the shelf: what is recognised, what is refused, what is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.language.money import Unit
from knowledge.model import Plan, Source
from knowledge.reading import Layout, ReadingError, Repeats, Told, UndecidedError, opened, read, understood

AOBA = Path(__file__).parent / "data" / "tables" / "aoba.csv"
Cells = Iterable[Iterable[object]]


def plan(
    path: Path,
    columns: str | None = None,
    unit: Unit | None = None,
    sheet: str | None = None,
    repeats: Repeats | None = None,
    year: int | None = None,
) -> Plan:
    return read(path, Source("table", None, "", year), Told(columns, unit, sheet, repeats))


def recognise(path: Path, told: Told | None = None) -> Layout:
    layout = understood(opened(path), None, told or Told()).layout
    assert layout is not None
    return layout


def written(folder: Path, text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def filled(sheet: Worksheet, cells: Cells) -> None:
    for row in cells:
        sheet.append(list(row))


def workbook(folder: Path, cells: Cells) -> tuple[Path, Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    filled(sheet, cells)
    return folder / "table.xlsx", book, sheet


def yen(found: Plan) -> list[int]:
    return [amount.yen for entry in found.entries for amount in entry.amounts]


def codes(found: Plan) -> Counter[str]:
    return Counter(finding.code for finding in found.findings)


# The whole of an invented table


def test_the_whole_table_of_an_invented_city() -> None:
    found = plan(AOBA)
    assert [(entry.level, entry.level_name, entry.code, entry.title) for entry in found.entries] == [
        ("issue", "政策", "1", "安全で安心なまち"),
        ("issue", "政策", "2", "学びと文化のまち"),
        ("issue", "政策", "3", "緑と産業のまち"),
        ("strategy", "施策", "1-1", "消防の充実"),
        ("strategy", "施策", "1-2", "交通安全の推進"),
        ("strategy", "施策", "2-3", "学校教育の充実"),
        ("strategy", "施策", "2-4", "生涯学習の振興"),
        ("strategy", "施策", "3-5", "農業の振興"),
        ("strategy", "施策", "3-6", "商業の振興"),
        ("action", "事務事業", "1-1-1", "消防団員装備更新事業"),
        ("action", "事務事業", "1-1-2", "防火水槽修繕事業"),
        ("action", "事務事業", "1-2-3", "通学路カラー舗装事業"),
        ("action", "事務事業", "1-2-4", "高齢者運転講習事業"),
        ("action", "事務事業", "2-3-5", "英語指導助手配置事業"),
        ("action", "事務事業", "2-3-6", "学校図書購入事業"),
        ("action", "事務事業", "2-4-7", "星空観察会開催事業"),
        ("action", "事務事業", "2-4-8", "市史編さん事業"),
        ("action", "事務事業", "3-5-9", "梅林再生事業"),
        ("action", "事務事業", "3-5-10", "有害鳥獣捕獲事業"),
        ("action", "事務事業", "3-6-11", "空き店舗活用事業"),
        ("action", "事務事業", "3-6-12", "プレミアム商品券発行事業"),
    ]
    first = next(entry for entry in found.entries if entry.code == "1-1-1")
    assert (first.department, first.parent, first.lines) == ("総務部危機管理課", "table/1-1", (4, 5))
    assert [(a.yen, a.fiscal_year, a.kind, a.raw, a.line) for a in first.amounts] == [
        (12_400_000, 2023, "決算額", "12,400千円", 4),
        (13_000_000, 2024, "予算額", "13,000千円", 4),
        (12_850_000, 2024, "決算額", "12,850千円", 4),
        (15_600_000, 2025, "予算額", "15,600千円", 4),
    ]
    assert "事業概要: 消防団員の防火衣と安全靴を順に更新する。\n老朽化した可搬ポンプも入れ替える。" in first.body
    assert (found.source.fiscal_year, found.source.title) == (
        2025,
        "青葉台市 事務事業一覧(令和7年度)",
    )
    # Two names of 政策1, spaces in a department, decimals of 千円, a row of sums, a column of numbers that is no money.
    assert codes(found) == {"T101": 1, "T104": 1, "T107": 1, "T108": 1, "T115": 1}


# Units: never guessed, never mixed


@pytest.mark.parametrize(
    ("above", "heading", "cell", "expected"),
    [
        ("", "令和7年度予算額(円)", "2828000", 2_828_000),
        ("", "令和7年度予算額(千円)", "2828", 2_828_000),
        ("", "令和7年度予算額【単位:万円】", "282.8", 2_828_000),
        ("", "R7当初予算(百万円)", "2.828", 2_828_000),
        ("", "2025年度 事業費 単位:億円", "0.5", 50_000_000),
        ("(単位:千円)", "令和7年度予算額", "2,828", 2_828_000),
        ("単位 百万円", "令和7年度予算額", "３", 3_000_000),
        ("", "令和7年度予算額", "2,828千円", 2_828_000),
        ("", "令和7年度予算額", "1億2千万円", 120_000_000),
        ("(単位:千円)", "令和7年度予算額(千円)", "△5", -5_000),
        ("", "令和７年度\u3000事業費（千円）", "１，２３４", 1_234_000),
    ],
)
def test_a_unit_from_the_heading_the_caption_or_the_cell(
    tmp_path: Path, above: str, heading: str, cell: str, expected: int
) -> None:
    text = f'{above},\n事業名,{heading}\n道路の整備,"{cell}"\n橋の点検,"{cell}"\n'
    assert yen(plan(written(tmp_path, text))) == [expected, expected]


def test_a_note_below_the_table_names_the_unit(tmp_path: Path) -> None:
    text = "事業名,令和7年度予算額\n道路の整備,12\n※金額の単位は千円です。,\n"
    assert yen(plan(written(tmp_path, text))) == [12_000]


def test_a_table_without_a_unit_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "事業名,令和6年度,令和7年度\n道路の整備,12,15\n")
    with pytest.raises(ReadingError, match=r"B 令和6年度、C 令和7年度.*--unit 千円"):
        recognise(path)
    assert yen(plan(path, unit="千円")) == [12_000, 15_000]
    assert yen(plan(path, unit="円")) == [12, 15]
    assert yen(plan(path, columns="B=令和6年度 予算額(百万円),C=-")) == [12_000_000]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("(単位:円),\n事業名,令和7年度予算額(千円)\n道路の整備,12\n", None),
        ("事業名,令和7年度予算額(千円)\n道路の整備,12\n", "円"),
        ("(単位:千円),\n事業名,令和7年度予算額\n道路の整備,12\n(単位:円),\n", None),
    ],
    ids=["heading and caption", "heading and option", "two captions"],
)
def test_two_units_in_conflict_are_refused(tmp_path: Path, text: str, unit: Unit | None) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ReadingError, match=r"B 令和7年度予算額.*食い違"):
        recognise(path, Told(unit=unit))


def test_a_corrected_heading_settles_a_conflict(tmp_path: Path) -> None:
    path = written(tmp_path, "(単位:円),\n事業名,令和7年度予算額(千円)\n道路の整備,12\n")
    assert yen(plan(path, columns="B=令和7年度 予算額(千円)")) == [12_000]


def test_columns_may_count_in_different_units(tmp_path: Path) -> None:
    path = written(tmp_path, "事業名,令和6年度決算額(円),令和7年度予算額(千円)\n道路の整備,12345,15\n")
    assert yen(plan(path)) == [12_345, 15_000]


@pytest.mark.parametrize(
    ("heading", "amounts"),
    [
        ("令和7年度予算額(千円)", "1200000 3450000 890000 15000000 2000000"),
        ("令和7年度予算額(円)", "1200 3450 890 15000 2000"),
        ("令和7年度予算額(百万円)", "1200 3450 890 15000 2000"),
    ],
    ids=["yen below 千円", "thousands below 円", "thousands below 百万円"],
)
def test_amounts_that_look_like_another_unit_are_reported(tmp_path: Path, heading: str, amounts: str) -> None:
    rows = "".join(f"事業{at},{amount}\n" for at, amount in enumerate(amounts.split()))
    found = plan(written(tmp_path, f"事業名,{heading}\n{rows}"))
    assert codes(found) == {"T114": 1}


# Encodings, separators, shapes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc-jp", "utf-16", "utf-16-le", "iso2022_jp"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [
        ["事業名", "担当課", "概要", "令和7年度予算額(千円)"],
        ["不法投棄の対策", "環境課", '"看板を立てる、\n回収する"', "15"],
        ["ごみの収集", "環境課", "週に二度", "200"],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    found = plan(written(tmp_path, text, encoding=encoding))
    assert [(entry.title, entry.department) for entry in found.entries] == [
        ("不法投棄の対策", "環境課"),
        ("ごみの収集", "環境課"),
    ]
    assert yen(found) == [15_000, 200_000]
    assert [entry.lines for entry in found.entries] == [(2, 3), (4, 4)]


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("令和7年度予算額(千円)", 2025),
        ("R7 予算額(千円)", 2025),
        ("R7年度予算(千円)", 2025),
        ("2025年度予算額(千円)", 2025),
        ("2025予算額(千円)", 2025),
        ("令和元年度予算額(千円)", 2019),
        ("平成31年度予算額(千円)", 2019),
        ("H31予算額(千円)", 2019),
        ("令和７年度（2025年度）予算額（千円）", 2025),
        ("昭和63年度決算額(千円)", 1988),
    ],
)
def test_years_in_headings(tmp_path: Path, heading: str, year: int) -> None:
    found = plan(written(tmp_path, f"事業名,{heading}\n道路の整備,12\n"))
    assert [amount.fiscal_year for entry in found.entries for amount in entry.amounts] == [year]


def test_this_year_and_the_one_before_are_told_by_the_title(tmp_path: Path) -> None:
    headings = "事業名,本年度予算額(千円),前年度予算額(千円),比較増減(千円)"
    text = f"令和7年度当初予算 主要事業,,,\n{headings}\n道路の整備,15,12,3\n"
    (entry,) = plan(written(tmp_path, text)).entries
    assert [(amount.yen, amount.fiscal_year) for amount in entry.amounts] == [(15_000, 2025), (12_000, 2024)]


def test_headings_in_two_rows(tmp_path: Path) -> None:
    text = (
        "政策,,事業名,令和6年度(千円),,令和7年度(千円),\n番号,名称,,予算額,決算額,予算額,一般財源\n"
        "1,産業,市場の整備,10,9,20,5\n"
    )
    found = plan(written(tmp_path, text))
    assert [(entry.level_name, entry.code, entry.title) for entry in found.entries] == [
        ("政策", "1", "産業"),
        ("事業", None, "市場の整備"),
    ]
    assert [(a.fiscal_year, a.kind, a.yen) for a in found.entries[1].amounts] == [
        (2024, "予算額", 10_000),
        (2024, "決算額", 9_000),
        (2025, "予算額", 20_000),
        (2025, "一般財源", 5_000),
    ]


def test_one_row_a_year(tmp_path: Path) -> None:
    text = "年度,事業番号,事業名,予算額(千円)\n令和6,1,道路の整備,10\n令和7,1,道路の整備,12\n令和7,2,橋の点検,3\n"
    found = plan(written(tmp_path, text))
    assert [[(a.fiscal_year, a.yen) for a in entry.amounts] for entry in found.entries] == [
        [(2024, 10_000), (2025, 12_000)],
        [(2025, 3_000)],
    ]
    assert codes(found) == {}


def test_names_that_begin_with_their_numbers(tmp_path: Path) -> None:
    text = "款,項,目,事業名,予算額(千円)\n02 総務費,01 総務管理費,05 財産管理費,3歳児健診,12\n,,,庁舎の管理,5\n"
    found = plan(written(tmp_path, text))
    assert [(entry.level, entry.code, entry.title) for entry in found.entries] == [
        ("issue", "2", "総務費"),
        ("strategy", "2-1", "総務管理費"),
        ("programme", "2-1-5", "財産管理費"),
        ("action", None, "3歳児健診"),
        ("action", None, "庁舎の管理"),
    ]
    assert {entry.parent for entry in found.entries[3:]} == {"table/2-1-5"}
    assert codes(found) == {"T111": 1, "T124": 1}  # whose year it is, nothing says


def test_five_levels_put_the_top_one_above_the_issues(tmp_path: Path) -> None:
    text = "基本目標,政策,施策,基本事業,事務事業,予算額(円)\n甲,乙,丙,丁,戊,9\n"
    assert [str(entry.level) for entry in plan(written(tmp_path, text)).entries] == [
        "policy",
        "issue",
        "strategy",
        "programme",
        "action",
    ]


def test_columns_out_of_order(tmp_path: Path) -> None:
    text = "予算額(千円),事業名,施策,政策\n5,市場の整備,産業の育成,豊かなまち\n"
    found = plan(written(tmp_path, text))
    assert [(str(entry.level), entry.title) for entry in found.entries] == [
        ("issue", "豊かなまち"),
        ("strategy", "産業の育成"),
        ("action", "市場の整備"),
    ]


def test_wrong_guesses_are_corrected(tmp_path: Path) -> None:
    path = written(tmp_path, "なまえ,うけもち,R7(千円),R7見込(千円)\n道路の整備,土木係,12,13\n")
    with pytest.raises(ReadingError, match="--columns"):
        recognise(path)
    layout = recognise(path, Told(columns="A=事業名, B=担当課,D=-"))
    assert layout.shown().rows == (
        ("A", "事業名", "事業の名前"),
        ("B", "担当課", "担当部署"),
        ("C", "R7(千円)", "2025年度 金額(千円)"),
        ("D", "R7見込(千円)", "読まない"),
    )
    with pytest.raises(ReadingError, match="列の文字=見出し"):
        recognise(path, Told(columns="事業名"))


def test_two_columns_that_look_the_same_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "事業名,令和7年度予算額(千円),令和7年度予算額(千円)\n道路の整備,12,13\n")
    with pytest.raises(ReadingError, match="同じ年度の同じ金額"):
        recognise(path)


# Rows


def test_sums_are_not_projects_and_are_checked(tmp_path: Path) -> None:
    text = (
        "政策,事業名,令和7年度予算額(千円)\n産業,市場の整備,10\n産業,港の整備,20\n産業 計,,30\n"
        "教育,学校の改修,40\n教育,小　計,40\n,【合計】,80\n"
    )
    found = plan(written(tmp_path, text))
    assert yen(found) == [10_000, 20_000, 40_000]
    assert [(finding.code, finding.line) for finding in found.findings] == [("T107", 4), ("T106", 7)]
    assert "80千円" in found.findings[1].message
    assert "70千円" in found.findings[1].message


def test_projects_whose_names_end_like_sums_are_kept(tmp_path: Path) -> None:
    text = "事業名,担当課,令和7年度予算額(千円)\n庁舎の設計,会計課,10\n国勢統計,総務課,20\n総合計画,企画課,5\n"
    assert [entry.title for entry in plan(written(tmp_path, text)).entries] == ["庁舎の設計", "国勢統計", "総合計画"]


@pytest.mark.parametrize(
    ("rows", "code", "amounts"),
    [
        ("1,道路の整備,未定\n", "T102", []),
        ("1,道路の整備,(12)\n", "T102", []),
        ("1,道路の整備,12\n1,橋の点検,3\n", "T103", [12_000, 3_000]),
        ("1,道路の整備,12\n,,9\n", "T105", [12_000]),
        ("1,道路の整備,12.5\n", "T108", [12_500]),
        ("1,道路の整備,12百万円\n", "T113", [12_000_000]),
        ("1,道路の整備,12\n2,道路の整備,3\n", "T116", [12_000, 3_000]),
    ],
)
def test_odd_rows_are_reported(tmp_path: Path, rows: str, code: str, amounts: list[int]) -> None:
    found = plan(written(tmp_path, f"事業番号,事業名,令和7年度予算額(千円)\n{rows}"))
    assert set(codes(found)) == {code}
    assert yen(found) == amounts
    assert len({entry.id for entry in found.entries}) == len(found.entries)


def test_the_same_row_twice_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "事業名,令和7年度予算額(千円)\n道路の整備,12\n道路の整備,12\n")
    with pytest.raises(UndecidedError, match=r"道路の整備.*12千円.*24千円.*--repeats"):
        plan(path)
    assert yen(plan(path, repeats="once")) == [12_000]
    assert yen(plan(path, repeats="each")) == [12_000, 12_000]


# Workbooks


def test_a_workbook_as_offices_keep_them(tmp_path: Path) -> None:
    """A title over all columns, a unit caption, two rows of merged headings, merged policies, codes with zeros."""
    path, book, sheet = workbook(
        tmp_path,
        [
            ["令和7年度 主要事業一覧", None, None, None, None],
            [None, None, None, None, "(単位:千円)"],
            ["政策", "番号", "事業名", "予算額", None],
            [None, None, None, "令和6年度", "令和7年度"],
            ["産業の振興", 1, "市場の整備", 10, 20],
            [None, 2, "港の整備", 30, 40],
            [None, None, "合計", "=SUM(D5:D6)", "=SUM(E5:E6)"],
        ],
    )
    for area in ("A1:E1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "A5:A6"):
        sheet.merge_cells(area)
    for row in (5, 6):
        sheet.cell(row, 2).number_format = "0000"
    book.create_sheet("メモ").append(["来年度までに直す"])
    book.create_sheet("昔の一覧").sheet_state = "hidden"
    book.save(path)
    found = plan(path)
    assert [(entry.level_name, entry.code, entry.title) for entry in found.entries] == [
        ("政策", None, "産業の振興"),
        ("事業", "1", "市場の整備"),
        ("事業", "2", "港の整備"),
    ]
    assert [(a.fiscal_year, a.kind, a.raw) for a in found.entries[2].amounts] == [
        (2024, "予算額", "30千円"),
        (2025, "予算額", "40千円"),
    ]
    assert found.source.title == "令和7年度 主要事業一覧"
    assert [finding.message for finding in found.findings if finding.code == "T110"] == [
        "シート「メモ」は読んでいません。",
        "シート「昔の一覧」は読んでいません。",
    ]


def test_a_number_format_that_shows_thousands(tmp_path: Path) -> None:
    """The cell holds yen and shows thousands below a heading of thousands: what is shown counts."""
    path, book, sheet = workbook(tmp_path, [["事業名", "令和7年度予算額(千円)"], ["道路の整備", 2_828_000]])
    sheet["B2"].number_format = "#,##0,"
    book.save(path)
    assert yen(plan(path)) == [2_828_000]


def test_a_number_format_that_prints_the_unit(tmp_path: Path) -> None:
    path, book, sheet = workbook(tmp_path, [["事業名", "令和7年度予算額"], ["道路の整備", 2828]])
    sheet["B2"].number_format = '#,##0"千円"'
    book.save(path)
    assert yen(plan(path)) == [2_828_000]


def test_money_that_several_rows_share_is_nobodys(tmp_path: Path) -> None:
    path, book, sheet = workbook(
        tmp_path, [["事業名", "令和7年度予算額(千円)"], ["道路の整備", 12], ["橋の点検", None], ["公園の管理", 3]]
    )
    sheet.merge_cells("B2:B3")
    book.save(path)
    found = plan(path)
    assert yen(found) == [3_000]
    assert codes(found) == {"T109": 2}


def test_of_several_sheets_the_list_of_projects_is_read(tmp_path: Path) -> None:
    path, book, _ = workbook(tmp_path, [["凡例", "説明"], ["※", "見込み"]])
    filled(book.create_sheet("一覧"), [["事業名", "令和7年度予算額(千円)"], ["道路の整備", 12]])
    filled(book.create_sheet("旧"), [["事業名", "令和6年度予算額(千円)"], ["道路の整備", 9]])
    book.save(path)
    assert yen(plan(path)) == [12_000]
    assert yen(plan(path, sheet="旧")) == [9_000]
    with pytest.raises(ReadingError, match="Sheet、一覧、旧"):
        recognise(path, Told(sheet="新"))


# What cannot be read


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", ".xlsxかCSV"),
        ("a.xlsx", b"PK\x03\x04 broken", "Excelのファイルとして開けません"),
        ("a.csv", b"", "表がありません"),
        ("a.csv", b"\x00\x01\x02\x03", "文字コード"),
        ("a.csv", "氏名,電話\n山田,1234\n".encode(), "事業の一覧が見つかりません"),
        ("a.csv", "事業名,予算額(千円)\n".encode(), "事業の一覧が見つかりません"),
    ],
)
def test_what_is_no_list_of_projects_says_what_to_do(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadingError, match=message):
        read(path)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"nowhere\.csv がありません"):
        read(tmp_path / "nowhere.csv")
