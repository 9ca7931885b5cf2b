"""What people take away: rows as CSV and as a workbook, a note for the assembly; opened again as others would."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from knowledge import EXTENSIONS, Answer, Desk, File, Form, Table, as_text, files_of
from tests.conftest import DOCUMENTS

SHELF = Path(__file__).parent / "data" / "shelf"
LISTS = [
    "経営課題別の予算",
    "取組の予算一覧",
    "経営課題別の予算を億円で",
    "予算上位3件",
    "経営課題2と5の予算を比べて",
    "budget by issue",
]
ONES = ["防災の予算は?", "見守り支援について教えて", "経営課題の数は?", "防犯の予算は?防災の予算は?"]


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two years of one plan."""
    folder = tmp_path_factory.mktemp("two")
    for file in (DOCUMENTS / "minato-r4.txt", SHELF / "minato-r5.txt"):
        shutil.copy(file, folder)
    known = (DOCUMENTS / "documents.toml").read_text(encoding="utf-8")
    newer = '\n[minato-r5]\nfile = "minato-r5.txt"\norganisation = "大阪市港区"\n'
    (folder / "documents.toml").write_text(known + newer, encoding="utf-8")
    opened = Desk.open(folder / "index.db", folder)
    yield opened
    opened.close()


def made(desk: Desk, question: str, form: Form) -> tuple[Answer, File]:
    """An answer and the file of it."""
    answer = desk.ask(question)
    file = desk.file(answer, form)
    assert file is not None
    return answer, file


def book(file: File) -> Workbook:
    """A workbook, read by the library that other people would read it with."""
    return load_workbook(io.BytesIO(file.content))


def cells(found: Workbook) -> list[list[object]]:
    """The first sheet, without what only its charts need."""
    sheet = found.worksheets[0]
    hidden = {letter for letter, column in sheet.column_dimensions.items() if column.hidden}
    rows = [
        [cell.value for cell in row if get_column_letter(cell.column or 1) not in hidden] for row in sheet.iter_rows()
    ]
    return [[cell for cell in row if cell is not None] for row in rows]


def figures(row: tuple[str, ...]) -> list[float]:
    """The numbers of a row of the screen."""
    bare = (cell.replace(",", "").replace("▲", "-").removeprefix("+") for cell in row[2:])
    return [float(cell) for cell in bare if re.fullmatch(r"-?\d+(?:\.\d+)?", cell)]


@pytest.mark.parametrize("question", LISTS)
def test_screen_csv_and_workbook_say_the_same_in_the_same_unit(desk: Desk, question: str) -> None:
    answer, excel = made(desk, question, Form.EXCEL)
    _, rows = made(desk, question, Form.CSV)
    table = answer.table
    assert table is not None
    in_excel = cells(book(excel))
    top = in_excel.index(list(table.columns))
    in_csv = list(csv.reader(io.StringIO(rows.content.decode("utf-8-sig"), newline="")))
    assert in_csv[0] == list(table.columns)
    for at, row in enumerate(table.rows, 1):
        numbers = [cell for cell in in_excel[top + at] if isinstance(cell, int | float)]
        assert numbers == figures(row)
        assert [float(cell) for cell in in_csv[at][2:] if cell] == figures(row)


def test_a_workbook_says_what_must_be_said_and_leads_to_the_page(desk: Desk) -> None:
    answer, file = made(desk, "経営課題別の予算", Form.EXCEL)
    assert file.name == "令和4年度港区運営方針.xlsx"
    found = book(file)
    said = [cell for row in cells(found) for cell in row if isinstance(cell, str)]
    assert said[0] == answer.headline
    assert answer.caveat in said
    assert any("ページ日付" in cell for cell in said)
    links = [cell.hyperlink.target for sheet in found for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert "https://www.city.osaka.lg.jp/minato/page/0000565017.html" in links
    assert len(links) > 6  # and each entry's own place on it
    assert found.worksheets[1].title == "根拠"
    assert found.worksheets[1].max_row == 7


@pytest.mark.parametrize(
    ("question", "charts"),
    [
        ("経営課題別の予算", [("BarChart", 1), ("PieChart", 1)]),
        ("経営課題別の予算を円グラフで", [("PieChart", 1)]),
        ("取組の予算一覧", [("BarChart", 1)]),
        ("取組の予算を前年度と比べて", [("BarChart", 2)]),
        ("防犯の予算は?", []),
    ],
)
def test_a_workbook_has_charts_of_its_own_numbers(years: Desk, question: str, charts: list[tuple[str, int]]) -> None:
    _, file = made(years, question, Form.EXCEL)
    found = book(file).worksheets[0]._charts  # type: ignore[attr-defined]
    assert [(type(chart).__name__, len(chart.series)) for chart in found] == charts
    for chart in found:
        assert all("$C$" in each.val.numRef.f or "$D$" in each.val.numRef.f for each in chart.series)


@pytest.mark.parametrize(
    ("question", "offered", "given"),
    [
        ("経営課題別の予算", ["csv", "excel", "memo"], ["csv", "excel", "memo"]),
        ("防災の予算は?", ["memo"], ["csv", "excel", "memo"]),
        ("経営課題3の取組は?", ["csv", "excel"], ["csv", "excel", "memo"]),
        ("防犯の予算は?防災の予算は?", [], ["csv", "excel", "memo"]),
        ("見守り支援の担当は?", [], ["memo"]),
        ("こんにちは", [], []),
    ],
)
def test_an_answer_offers_the_files_that_it_fills(
    desk: Desk, question: str, offered: list[str], given: list[str]
) -> None:
    """Asked for by word it gives more: a file of one row too, and a note of what is not printed."""
    answer = desk.ask(question)
    assert list(files_of(answer)) == offered
    assert [form for form in EXTENSIONS if desk.file(answer, form) is not None] == given


def test_no_cell_of_a_workbook_is_a_formula(desk: Desk) -> None:
    odd = (("=1+1", '=HYPERLINK("x")', "1"), ("-2", "+3", "▲2"))
    answer = desk.ask("経営課題別の予算")
    table = Table(("番号", "項目", "予算額(千円)"), odd, (False,) * 2 + (True,))
    file = desk.file(replace(answer, table=table), Form.EXCEL)
    assert file is not None
    assert [
        cell.coordinate for row in book(file).worksheets[0].iter_rows() for cell in row if cell.data_type == "f"
    ] == []
    assert ["-2", "+3", -2] in cells(book(file))


# The note for the assembly

SECTIONS = ["問", "答", "根拠", "前年度比", "書かれていないこと"]


@pytest.mark.parametrize("question", [*LISTS[:5], *ONES, "見守り支援の担当は?", "取組の予算を前年度と比べて"])
def test_a_note_says_nothing_but_what_was_asked_and_answered(years: Desk, question: str) -> None:
    """The same as text and as a document; every figure in it stands in the answer or in that of the year before."""
    answer = years.ask(question)
    file = years.file(answer, Form.MEMO)
    assert file is not None
    document = docx.Document(io.BytesIO(file.content))
    headings = [part.text for part in document.paragraphs if (part.style.name if part.style else "") == "Heading 2"]
    assert list(dict.fromkeys(headings)) == SECTIONS
    assert re.findall("【(.+?)】", file.plain) == headings
    written = "\n".join(
        [part.text for part in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    before = [years.ask("前年度と比べて?", years.ask(each).subject) for each in question.split("?") if each]
    told = (answer, *answer.parts, *before)
    said = "\n".join([question, *(f"{as_text(one)}{one.source_line}{one.caveat}" for one in told)])
    printed = said + "".join(shown.entry.title for shown in answer.shown)
    for text in (file.plain, written):
        assert [each for each in re.findall(r"\d[\d,.]*\d", text) if each not in printed] == []


def test_a_note_tells_the_year_before_or_that_there_is_none(years: Desk, desk: Desk) -> None:
    _, file = made(years, "防犯の予算は?", Form.MEMO)
    assert "132千円(13万2千円)増えています(+8.4%)" in file.plain
    _, alone = made(desk, "防犯の予算は?", Form.MEMO)
    assert "【前年度比】令和3年度のことは分かりません" in alone.plain
    _, words = made(desk, "見守り支援の担当は?", Form.MEMO)
    assert "【前年度比】金額のお尋ねではないため" in words.plain
    assert "担当の課は書かれていません" in words.plain.partition("【書かれていないこと】")[2]


def test_a_note_that_was_asked_for_by_word_has_the_question_and_not_that_word(desk: Desk) -> None:
    first = desk.ask("防災の予算は?")
    for answer in (desk.ask("防災の予算を答弁メモで"), desk.ask("答弁メモにして", first.subject)):
        file = desk.file(answer, Form.MEMO)
        assert file is not None
        assert "【問】具体的取組2-1-1の予算額は?" in file.plain
