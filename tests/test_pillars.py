"""Plans without 経営課題 and codes: a ward's pillars with items, a mayor's speech."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Desk, Kind, build
from knowledge.model import Plan
from knowledge.reading import ReadingError, read

FOLDER = Path(__file__).parent / "data" / "pillars"


def tree(plan: Plan) -> list[tuple[str, str | None, list[int]]]:
    titles = {entry.id: entry.title for entry in plan.entries}
    return [
        (entry.title, titles.get(entry.parent or ""), [amount.yen for amount in entry.amounts])
        for entry in plan.entries
    ]


def test_a_wards_pillars_and_their_items() -> None:
    plan = read(FOLDER / "aobadai-r6.txt")
    assert (plan.source.organisation, plan.source.fiscal_year) == ("青葉台区", 2024)
    assert tree(plan) == [
        ("基本目標", None, []),
        ("目標達成に向けた施策", None, []),
        ("安全・安心なまち", "目標達成に向けた施策", []),
        ("地域防災拠点の運営支援", "安全・安心なまち", [12_300_000]),
        ("感震ブレーカーの設置補助", "安全・安心なまち", [4_150_000]),
        ("防犯灯のLED化", "安全・安心なまち", []),
        ("いきいきと暮らせるまち", "目標達成に向けた施策", []),
        ("元気づくりステーション", "いきいきと暮らせるまち", [2_480_000]),
        ("子育て支援拠点の運営", "いきいきと暮らせるまち", [31_000_000]),
        ("目標達成に向けた組織運営", None, []),
    ]


def test_money_in_a_speech_is_what_a_sentence_sets_aside() -> None:
    """Each amount with its own sentence; a fee is no budget, and is told."""
    plan = read(FOLDER / "shirahama-r6.html")
    assert (plan.source.title, plan.source.organisation) == ("令和6年度 施政方針", "白浜市")
    assert [(title, yen) for title, _, yen in tree(plan) if yen] == [
        ("第2子以降の保育料の無償化", [320_000_000]),
        ("老朽化した体育館の空調整備", [154_000_000]),
        ("備蓄倉庫の建設", [48_000_000]),
        ("毛布の購入", [3_200_000]),
    ]
    assert [finding.message for finding in plan.findings if finding.code == "P104"] == [
        "文の中の金額は、何の予算か確かでないので数えていません: "
        "「また、給食費については、1食あたり250円を公費で負担します。」"
    ]


def test_an_answer_quotes_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "shirahama-r6.html").write_bytes((FOLDER / "shirahama-r6.html").read_bytes())
    build(tmp_path / "hoshin.db", tmp_path / "documents")
    answer = Desk.open(tmp_path / "hoshin.db", tmp_path / "documents").ask("備蓄倉庫の建設の予算は?")
    assert (answer.kind, answer.yen) == (Kind.FOUND, 48_000_000)
    assert answer.shown[0].quote is not None
    assert "備蓄倉庫の建設に4,800万円、毛布の購入に320万円を計上しました。" in answer.shown[0].quote.text


@pytest.mark.parametrize(
    "text",
    [
        "お知らせ\n今日は。\n",
        "令和6年度の予算\n決まりました。\n",
        "はじめに\n本日はよろしく。\nおわりに\n失礼します。\n",
    ],
    ids=["a notice", "one sentence", "a letter"],
)
def test_what_is_no_plan_is_refused_with_the_way_out(text: str, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ReadingError, match=r"列を並べたCSVかExcelにして加えてください"):
        read(tmp_path / "page.txt")


def test_figures_that_nobody_can_place_are_told_and_not_counted(tmp_path: Path) -> None:
    """Several amounts of one year below one heading, and the rows of a table whose columns are lost."""
    page = "令和6年度 北区運営方針\n1 安全\n(1,240千円)\n(2,000千円)\n2 健康\n・体操 350千円\n"
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    plan = read(tmp_path / "page.txt")
    assert tree(plan) == [("安全", None, []), ("健康", None, []), ("体操", "健康", [350_000])]
    assert [finding.line for finding in plan.findings if finding.code == "P104"] == [3, 4]
    rows = "".join(f"事業{at}\u3000{at},240\u30002,{at}00\u3000課\n" for at in range(1, 9))
    (tmp_path / "rows.txt").write_text(
        f"令和6年度 予算の概要\n(単位:千円)\n1 安全\n{rows}2 健康\n{rows}", encoding="utf-8"
    )
    with pytest.raises(ReadingError, match="CSVかExcelにして"):
        read(tmp_path / "rows.txt")


@pytest.fixture(scope="module")
def lettered(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ward whose initiatives are numbered by kana, Ⅰ-1-ア, and whose money stands in sentences."""
    folder = tmp_path_factory.mktemp("lettered")
    (folder / "documents").mkdir()
    (folder / "documents" / "tsubaki-r7.html").write_bytes((FOLDER / "tsubaki-r7.html").read_bytes())
    build(folder / "hoshin.db", folder / "documents")
    return Desk.open(folder / "hoshin.db", folder / "documents")


def test_issues_with_letters_are_asked_by_them(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "fuji-r7.txt").write_text(
        "令和7年度 藤見区運営方針\n【経営課題A】備え\n地震が多い。\n【戦略A-1】住民\n備える。\n【取組A-1-a】備蓄\n"
        "配る。\n"
        "予算額 421万円\n【経営課題B】育ち\n子が減った。\n【戦略B-1】支え\n支える。\n【取組B-1-a】相談室\n聞く。\n"
        "予算額 360万円\n",
        encoding="utf-8",
    )
    build(tmp_path / "hoshin.db", tmp_path / "documents")
    desk = Desk.open(tmp_path / "hoshin.db", tmp_path / "documents")
    asked = {"取組A-1-aの予算": 4_210_000, "課題Bの予算": 3_600_000, "B-1の予算": 3_600_000}
    assert {question: desk.ask(question).yen for question in asked} == asked


@pytest.mark.parametrize(
    ("question", "yen"),
    [
        ("Ⅰ-1-アの予算は？", 4_410_000),
        ("取組Ⅰ－１－イはいくら", 880_000),
        ("1-1アの令和5年度の決算", 3_655_000),
        ("What is the budget of 2-1-ア?", 1_505_000),
        ("経営課題Ⅰの昨年度の予算", 4_100_000),
        ("全部でいくら？", 6_795_000),
    ],
)
def test_codes_in_kana_are_asked_as_they_are_printed(lettered: Desk, question: str, yen: int) -> None:
    assert lettered.ask(question).yen == yen


@pytest.mark.parametrize(("question", "kind"), [("2-1-エは？", Kind.ELSEWHERE), ("1-1のアンケートは？", None)])
def test_what_has_no_such_code_is_not_answered(lettered: Desk, question: str, kind: Kind | None) -> None:
    answer = lettered.ask(question)
    assert answer.yen is None
    assert kind in (None, answer.kind)
