"""A page that was saved again is compared with the one on the shelf, entry by entry, before it takes its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app import main

PAGE = Path("knowledge/documents/minato-r4.txt")


@pytest.fixture
def place(tmp_path: Path) -> CliRunner:
    (tmp_path / "documents").mkdir()
    names = {"HOSHIN_DOCUMENTS": "documents", "HOSHIN_DATABASE": "h.db", "HOSHIN_JOURNAL": "j.db"}
    runner = CliRunner(env={name: str(tmp_path / file) for name, file in names.items()})
    assert runner.invoke(main, ["add", str(PAGE), "--yes", "--organisation", "大阪市港区"]).exit_code == 0
    return runner


def test_what_changed_is_shown_and_only_taken_in_where_that_is_wanted(place: CliRunner, tmp_path: Path) -> None:
    told = PAGE.read_text(encoding="utf-8").replace("(14,955千円)", "(16,850千円)")
    saved = tmp_path / "again.txt"
    saved.write_text(told.replace("防災学習会の開催支援", "防災講座の開催支援"), encoding="utf-8")
    shown = place.invoke(main, ["refresh", "minato-r4", str(saved)])
    assert shown.exit_code == 0, shown.output
    assert "16,850" in shown.output
    assert "本文や指標、担当が変わった項目が2件あります" in shown.output
    assert "minato-r4 は元のままです" in shown.output
    assert "14,955千円" in place.invoke(main, ["ask", "3-1-2の予算は?"]).output
    assert place.invoke(main, ["refresh", "minato-r4", str(saved), "--yes"]).exit_code == 0
    assert "16,850千円" in place.invoke(main, ["ask", "3-1-2の予算は?"]).output


def test_the_same_page_and_one_that_differs_elsewhere_say_so(place: CliRunner, tmp_path: Path) -> None:
    assert "変わっていません" in place.invoke(main, ["refresh", "minato-r4", str(PAGE)]).output
    saved = tmp_path / "again.txt"
    saved.write_text(PAGE.read_text(encoding="utf-8") + "\nフッター\n", encoding="utf-8")
    assert "どれも変わっていません" in place.invoke(main, ["refresh", "minato-r4", str(saved)]).output


def test_who_names_no_document_or_no_plan_is_told(place: CliRunner, tmp_path: Path) -> None:
    assert "「nobody」という名前の文書はありません" in place.invoke(main, ["refresh", "nobody", str(PAGE)]).output
    (tmp_path / "other.txt").write_text("お知らせ\n", encoding="utf-8")
    assert (
        "運営方針のページかどうかを確かめる"
        in place.invoke(main, ["refresh", "minato-r4", str(tmp_path / "other.txt")]).output
    )
