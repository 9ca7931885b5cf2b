"""One plan in several forms: a saved page, a PDF, a Word document. The same tree, and sources with the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

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
