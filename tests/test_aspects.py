"""How far a plan has come: indicators, results, self-assessment and next steps, answered with the printed words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Desk, Kind, build
from knowledge.model import Level
from knowledge.reading import read
from tests.test_dialects import understood

WARDS = Path(__file__).parent / "data" / "wards"


@pytest.fixture(scope="module")
def tsuru(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("tsuru")
    (folder / "documents").mkdir()
    (folder / "documents" / "tsuru-r6.txt").write_bytes((WARDS / "d3.txt").read_bytes())
    build(folder / "hoshin.db", folder / "documents")
    return Desk.open(folder / "hoshin.db", folder / "documents")


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("経営課題1の指標は?", "観光客の増加を好ましいと感じる区民の割合 55%以上"),
        ("経営課題1のアウトカム指標は?", "登録文化財の件数 12件"),
        ("経営課題1の達成状況は?", "割合 49%:B(未達成) 登録 12件:A(達成)"),
        ("経営課題2の評価は?", "経営課題2については、学童の待機は解消したが、指導員の確保が課題である。"),
        ("経営課題3の自己評価は?", "協定先は40か所に増えたが、認知度が低い。"),
        ("経営課題1の課題認識は?", "古い長屋の街並みが失われつつある。"),
        ("自己評価は?", "経営課題5については、自動交付機の利用は予想の1.5倍となった。"),
        ("what is the indicator of issue 3?", "近所に頼れる人がいると答えた高齢者の割合 65%以上"),
    ],
)
def test_what_stands_below_a_caption_is_answered_as_printed(tsuru: Desk, question: str, printed: str) -> None:
    answer = tsuru.ask(question)
    assert answer.kind is Kind.FOUND
    assert printed in answer.headline


def test_an_initiative_does_not_claim_what_is_the_issues() -> None:
    """What comes behind an issue's strategies is the issue's: no strategy has its indicators in its text."""
    plan = read(WARDS / "d3.txt")
    strategies = [entry for entry in plan.entries if entry.level is Level.STRATEGY]
    assert not [entry.title for entry in strategies if "指標" in entry.body or "達成" in entry.body]


def test_no_figure_of_an_assessment_is_money(tmp_path: Path) -> None:
    told = (WARDS / "d3.txt").read_text(encoding="utf-8")
    more = told.replace("登録 12件:A(達成)", "登録 12件:A(達成)\n  • 決算額 3,200千円、令和5年度予算額 9,900千円")
    (tmp_path / "page.txt").write_text(more, encoding="utf-8")
    assert understood(read(tmp_path / "page.txt")) == understood(read(WARDS / "d3.txt"))
