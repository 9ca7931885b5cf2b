"""One plan in several forms: a saved page, a PDF, a Word document. The same tree, and sources with the page."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from app import main
from knowledge.model import Plan
from knowledge.reading import ReadingError, Told, read

FORMS = Path(__file__).parent / "data" / "forms"


def tree(plan: Plan) -> list[tuple[object, ...]]:
    """Every entry with its level, code, title, the title above it, and its money."""
    titles = {entry.id: entry.title for entry in plan.entries}
    return [
        (
            entry.level,
            entry.code,
            entry.title,
            titles.get(entry.parent or ""),
            entry.department,
            [(amount.yen, amount.fiscal_year, amount.kind, amount.raw) for amount in entry.amounts],
        )
        for entry in plan.entries
    ]


@pytest.mark.parametrize("name", ["plan", "columns", "budget", "rotated"])
def test_a_pdf_says_what_the_page_says_that_it_was_printed_from(name: str) -> None:
    """Over pages with heads and numbers, in two columns, in tables with and without lines, turned on its side."""
    assert tree(read(FORMS / f"{name}.pdf")) == tree(read(FORMS / f"{name}.html"))


def test_what_is_struck_out_is_not_read() -> None:
    plan = read(FORMS / "plan.pdf")
    assert next(entry for entry in plan.entries if entry.code == "1-1-2").amounts[0].yen == 305_000


def test_running_heads_and_page_numbers_are_in_no_text() -> None:
    plan = read(FORMS / "plan.pdf")
    assert not [entry.body for entry in plan.entries if "- 2 -" in entry.body or "令和4年度)" in entry.body]


def test_a_page_without_words_is_refused_by_its_number_and_may_be_skipped() -> None:
    with pytest.raises(ReadingError, match=r"の1ページは画像だけで、文字がありません.*--skip-pages 1 を付けて"):
        read(FORMS / "scanned.pdf")
    plan = read(FORMS / "scanned.pdf", told=Told(skip_pages="1"))
    assert [entry.amounts[0].yen for entry in plan.entries if entry.amounts] == [120_000]
    with pytest.raises(ReadingError, match="「一」が読めません"):
        read(FORMS / "scanned.pdf", told=Told(skip_pages="一"))


def test_an_answer_names_the_page_and_opens_it(tmp_path: Path) -> None:
    told = {
        "HOSHIN_DOCUMENTS": str(tmp_path / "documents"),
        "HOSHIN_DATABASE": str(tmp_path / "hoshin.db"),
        "HOSHIN_JOURNAL": str(tmp_path / "journal.db"),
    }
    (tmp_path / "documents").mkdir()
    runner = CliRunner(env=told)
    url = "https://example.org/plan.pdf"
    added = runner.invoke(main, ["add", str(FORMS / "plan.pdf"), "--yes", "--organisation", "あかね区", "--url", url])
    assert added.exit_code == 0, added.output
    answer = runner.invoke(main, ["ask", "あかね区の備蓄品の更新の予算は?"]).output
    assert "1,105千円" in answer.splitlines()[0]
    assert "令和4年度あかね区運営方針(あかね区) · 2ページ" in answer
    assert f"{url}#page=2" in answer


def _word(path: Path) -> None:
    """The page of plan.html as somebody would write it in Word."""
    document = docx.Document()
    document.add_heading("令和4年度あかね区運営方針", 0)
    document.add_paragraph("2022年4月28日")
    document.add_heading("1 重点的に取り組む主な経営課題", 1)
    document.add_heading("経営課題1 つながりのあるまち", 2)
    document.add_paragraph("【主な戦略 1-1 町会への加入促進】")
    document.add_paragraph("【主な具体的取組 1-1-1 案内の配布】")
    document.add_paragraph("窓口で案内冊子を配布する。(1,240千円)")
    document.add_paragraph("【主な具体的取組 1-1-2 加入相談会】")
    line = document.add_paragraph("駅前で相談会を開く。(")
    line.add_run("405千円").font.strike = True
    line.add_run("305千円)")
    document.add_heading("経営課題2 災害に強いまち", 2)
    table = document.add_table(rows=3, cols=4)
    rows = [
        ("戦略", "具体的取組", "令和4年度予算額(千円)", "令和3年度決算額(千円)"),
        ("戦略2-1 自助・共助", "具体的取組2-1-1 防災訓練の支援", "2,960", "2,815"),
        ("", "具体的取組2-1-2 備蓄品の更新", "1,105", "-"),
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(str(path))


def test_a_word_document_is_read_by_its_headings_and_tables(tmp_path: Path) -> None:
    _word(tmp_path / "plan.docx")
    plan = read(tmp_path / "plan.docx")
    titles = {entry.id: entry.title for entry in plan.entries}
    assert [
        (entry.code, entry.title, titles.get(entry.parent or ""), [amount.yen for amount in entry.amounts])
        for entry in plan.entries
    ] == [
        ("1", "つながりのあるまち", None, []),
        ("1-1", "町会への加入促進", "つながりのあるまち", []),
        ("1-1-1", "案内の配布", "町会への加入促進", [1_240_000]),
        ("1-1-2", "加入相談会", "町会への加入促進", [305_000]),
        ("2", "災害に強いまち", None, []),
        ("2-1", "自助・共助", "災害に強いまち", []),
        ("2-1-1", "防災訓練の支援", "自助・共助", [2_960_000, 2_815_000]),
        ("2-1-2", "備蓄品の更新", "自助・共助", [1_105_000]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い形式のWord文書"), (b"PK\x03\x04", "Word文書として読めません")],
    ids=["Word 97", "damaged"],
)
def test_a_word_document_that_cannot_be_read_says_what_to_do(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(data)
    with pytest.raises(ReadingError, match=said):
        read(tmp_path / "plan.docx")


@pytest.mark.parametrize(
    ("pasted", "file"),
    [
        ((FORMS / "plan.html").read_bytes(), "pasted.html"),
        (b"Version:0.9\r\nStartHTML:0000000105\r\n" + (FORMS / "plan.html").read_bytes(), "pasted.html"),
        ("<h1>令和4年度あかね区運営方針</h1><p>経営課題1 つながり</p><p>【戦略1-1 町会】</p>".encode(), "pasted.html"),
        ("令和4年度あかね区運営方針\n経営課題1 つながり\n戦略1-1 町会\n".encode(), "pasted.txt"),
        ((FORMS / "plan.pdf").read_bytes(), "pasted.pdf"),
    ],
    ids=["a page", "the clipboard of Windows", "a part of a page", "a text", "a PDF"],
)
def test_what_is_pasted_is_added_as_what_it_is(pasted: bytes, file: str, tmp_path: Path) -> None:
    told = {name: str(tmp_path / file) for name, file in (("HOSHIN_DATABASE", "h.db"), ("HOSHIN_JOURNAL", "j.db"))}
    (tmp_path / "documents").mkdir()
    runner = CliRunner(env={**told, "HOSHIN_DOCUMENTS": str(tmp_path / "documents")})
    added = runner.invoke(main, ["add", "-", "--yes", "--organisation", "あかね区"], input=pasted)
    assert added.exit_code == 0, added.output
    assert (tmp_path / "documents" / file).exists()
    assert runner.invoke(main, ["add", "-", "--yes"], input=b" \n").output.startswith("Error: 標準入力に何もありません")


_LISTED = (
    '<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/>'
    '<w:lvlText w:val="経営課題%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading3"/>'
    '<w:lvlText w:val="戦略%1-%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="具体的取組%1-%2-%3"/></w:lvl>'
    "</w:abstractNum>"
)


def test_the_numbers_that_word_itself_counts_are_read_with_the_headings(tmp_path: Path) -> None:
    """By the style of a heading or by the paragraph; each level begins anew below the one above."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_LISTED.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    numbered = f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>'
    for name in ("Heading 2", "Heading 3"):
        document.styles[name].element.get_or_add_pPr().append(parse_xml(numbered))
    document.add_heading("令和4年度あかね区運営方針", 0)
    for issue, strategy, actions in (
        ("つながりのあるまち", "町会への加入促進", ("案内の配布", "加入相談会")),
        ("災害に強いまち", "自助・共助", ("防災訓練の支援",)),
    ):
        document.add_heading(issue, 2)
        document.add_heading(strategy, 3)
        for action in actions:
            line = document.add_paragraph(f"{action}(1,240千円)")
            line._p.get_or_add_pPr().append(parse_xml(numbered.replace("<w:numId", '<w:ilvl w:val="2"/><w:numId')))
    document.save(str(tmp_path / "plan.docx"))
    assert [(entry.code, entry.title) for entry in read(tmp_path / "plan.docx").entries] == [
        ("1", "つながりのあるまち"),
        ("1-1", "町会への加入促進"),
        ("1-1-1", "案内の配布"),
        ("1-1-2", "加入相談会"),
        ("2", "災害に強いまち"),
        ("2-1", "自助・共助"),
        ("2-1-1", "防災訓練の支援"),
    ]
