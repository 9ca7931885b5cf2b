"""An erratum is recorded beside the page: answers say so, and the page and its figures stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app import main

TOLD = "3-1-2 の金額は 16,850千円、出典: 正誤表 2026-05-01"


@pytest.fixture
def place(tmp_path: Path) -> CliRunner:
    (tmp_path / "documents").mkdir()
    names = {"HOSHIN_DOCUMENTS": "documents", "HOSHIN_DATABASE": "h.db", "HOSHIN_JOURNAL": "j.db"}
    runner = CliRunner(env={name: str(tmp_path / file) for name, file in names.items()})
    page = Path("knowledge/documents/minato-r4.txt")
    assert runner.invoke(main, ["add", str(page), "--yes", "--organisation", "大阪市港区"]).exit_code == 0
    return runner


def test_a_correction_stands_with_every_figure_that_it_touches(place: CliRunner) -> None:
    noted = place.invoke(main, ["add", "minato-r4", "--correct", TOLD])
    assert noted.exit_code == 0, noted.output
    answer = place.invoke(main, ["ask", "3-1-2の予算は?"]).output
    assert answer.startswith("具体的取組3-1-2「高齢者等要援護者見守り支援」")
    assert "14,955千円" in answer.splitlines()[0]
    assert "訂正があります: 「3-1-2」の金額は16,850千円(出典: 正誤表 2026-05-01)" in answer
    assert "訂正があります" in place.invoke(main, ["ask", "経営課題3の予算の合計は?"]).output
    assert "訂正があります" not in place.invoke(main, ["ask", "2-1-1の予算は?"]).output
    place.invoke(main, ["add", "minato-r4", "--correct", TOLD])
    assert place.invoke(main, ["ask", "3-1-2の予算は?"]).output.count("訂正があります") == 1


@pytest.mark.parametrize("told", ["3-1-2", "高齢者等要援護者見守り支援", TOLD], ids=["code", "title", "whole"])
def test_a_correction_is_taken_back_by_code_title_or_as_it_was_told(place: CliRunner, told: str) -> None:
    other = "2-1-1 の金額は 2,100千円、出典: 正誤表 2026-05-01"
    for each in (TOLD, other):
        assert place.invoke(main, ["add", "minato-r4", "--correct", each]).exit_code == 0
    gone = place.invoke(main, ["add", "minato-r4", "--uncorrect", told])
    assert (gone.exit_code, gone.output) == (0, f"minato-r4 の訂正を取り消しました: {TOLD}\n")
    assert "訂正があります" not in place.invoke(main, ["ask", "3-1-2の予算は?"]).output
    assert "訂正があります" in place.invoke(main, ["ask", "2-1-1の予算は?"]).output
    again = place.invoke(main, ["add", "minato-r4", "--uncorrect", told])
    assert (again.exit_code, "記された訂正がありません" in again.output) == (1, True)
    assert place.invoke(main, ["add", "minato-r4", "--uncorrect", "2-1-1"]).exit_code == 0
    assert "訂正があります" not in place.invoke(main, ["ask", "2-1-1の予算は?"]).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("3-1-2 は間違い", "の金額は 16,850千円、出典: 正誤表"),
        ("9-9-9 の金額は 1千円、出典: 正誤表", "「9-9-9」という番号や題名の項目がありません"),
        ("3-1-2 の金額は たくさん、出典: 正誤表", "が読めません"),
    ],
)
def test_a_correction_that_cannot_be_recorded_says_how(place: CliRunner, words: str, said: str) -> None:
    result = place.invoke(main, ["add", "minato-r4", "--correct", words])
    assert (result.exit_code, said in result.output) == (1, True)
    missing = place.invoke(main, ["add", "nobody-r4", "--correct", TOLD])
    assert "「nobody-r4」という名前の文書はありません" in missing.output
