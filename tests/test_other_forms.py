"""Plans in the forms in which other places publish them, all invented, each with what a person reads in it.

`data/others` has one form a file: a booklet in two columns, boxes on slides, merged cells, a plan for three years,
chapters, accounts, points with amounts in 百万円 and 億円, 漢数字, labelled parts, a Word document.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from knowledge import Desk, Kind, build
from knowledge.answers.contract import as_json
from knowledge.reading import read

FOLDER = Path(__file__).parent / "data" / "others"
FORMS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def plain(title: str | None) -> str | None:
    return title and unicodedata.normalize("NFKC", title).replace(" ", "")


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_every_entry_what_it_stands_below_and_its_money(form: Path) -> None:
    gold = json.loads((FOLDER / f"{form.stem}.gold.json").read_text(encoding="utf-8"))
    plan = read(form)
    titles = {entry.id: plain(entry.title) for entry in plan.entries}
    found = Counter(
        (
            titles[entry.id],
            titles.get(entry.parent or ""),
            tuple((each.yen, each.fiscal_year) for each in entry.amounts),
        )
        for entry in plan.entries
    )
    assert found == Counter(
        (plain(title), plain(parent), tuple(map(tuple, amounts))) for title, parent, amounts in gold["entries"]
    )
    assert plan.source.fiscal_year == gold["fiscal_year"]
    assert plan.source.organisation == gold["organisation"]


ASKED = [
    ("防災拠点の機能強化の予算は?", 14_620_000),
    ("柱Ⅰの予算は?", 20_050_000),
    ("柱2の予算は?", 11_860_000),
    ("Ⅰ－２の予算は?", 2_180_000),
    ("一番予算が大きい事業は?", 14_620_000),
    ("全体の予算は?", 31_910_000),
    ("防災拠点の機能強化の去年の予算は?", 11_300_000),
]


def shelf_with(name: str, folder: Path) -> Desk:
    """A shelf in a new folder with one of the forms."""
    (folder / "documents").mkdir()
    (folder / "documents" / name).write_bytes((FOLDER / name).read_bytes())
    build(folder / "hoshin.db", folder / "documents")
    return Desk.open(folder / "hoshin.db", folder / "documents")


@pytest.fixture(scope="module")
def booklet(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A shelf with the booklet, as it is printed."""
    return shelf_with("booklet.pdf", tmp_path_factory.mktemp("booklet"))


@pytest.mark.parametrize(("question", "yen"), ASKED)
def test_its_figures_are_answered_with_the_page(booklet: Desk, question: str, yen: int) -> None:
    """What stands below a project is its part: it is neither the largest one nor counted twice."""
    answer = booklet.ask(question)
    assert answer.yen == yen
    assert answer.kind is not Kind.FOUND or "1ページ" in (answer.source_line or "")


ASKED_OF_YEARS = [
    ("新規の事業の予算の合計は?", ["1,180千円"]),
    ("新しく始まる事業の予算合計", ["1,180千円"]),
    ("去年なかった事業は?", ["はじめての絵本事業"]),
    ("柱1で新規の事業は?", ["はじめての絵本事業"]),
    ("柱2で新規の事業は?", ["ありません"]),
    ("ひろば巡回は前年度比でいくらの増?", ["340千円"]),
    ("雨水ますの前年度比は?", ["150千円"]),
    ("前年度より30万円以上増えた事業は?", ["ひろば巡回事業", "340千円"]),
    ("令和7年度より令和6年度の方が予算が多い事業は?", ["ありません"]),
    ("令和6年度より令和7年度の方が予算が多い事業は?", ["ひろば巡回事業", "雨水ます清掃事業"]),
    ("前年度より5%以上増えた事業は?", ["ひろば巡回事業", "+8.6%"]),
    ("ひろば巡回の予算は去年より多い?", ["340千円"]),
    ("How much more than last year does ひろば巡回事業 get?", ["340 thousand yen"]),
    ("柱1にどんな施策がある?", ["親子の居場所"]),
    ("担当課ごとの事業の数", ["子育て課", "図書館", "下水道課"]),
    ("一番予算の大きい課は?", ["下水道課", "7,600千円"]),
    ("清掃する雨水ますは何か所?", ["1,200か所"]),
]


@pytest.fixture(scope="module")
def details(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A shelf with the page whose projects are told more by rows below them."""
    return shelf_with("details.html", tmp_path_factory.mktemp("details"))


@pytest.mark.parametrize(("question", "says"), ASKED_OF_YEARS)
def test_what_is_new_what_changed_and_who_is_in_charge(details: Desk, question: str, says: list[str]) -> None:
    """No question of what is new or has changed is answered for all that there is."""
    answer = details.ask(question)
    told = json.loads(as_json(answer))["text"]
    assert all(words in told for words in says), answer.headline
    assert answer.yen != 13_090_000


PAGE = "令和6年度 北区運営方針\n1 安全\n{}\n2 健康\n・体操 350千円\n"


@pytest.mark.parametrize(
    ("lines", "money"),
    [
        ("予算額 1,240千円", [1_240_000]),
        ("防災訓練の支援 1,240千円", []),
        ("国庫支出金 500千円", []),
        ("1,240千円\n2,000千円", []),
        ("1,240千円(再掲)", []),
        ("令和8年度(予定) 1,240千円", [1_240_000]),
        ("1,240千円\n(令和5年度は1,100千円)", [1_240_000]),
        ("来年度 1,240千円", []),
        ("令和5年度からの総額 1,240千円", []),
        ("総事業費 5,000千円", []),
    ],
    ids="labelled,an item,a part,two,told elsewhere,its year,last year's too,next year,of more years,in all".split(","),
)
def test_money_below_a_heading_is_its_own_or_nobodys(tmp_path: Path, lines: str, money: list[int]) -> None:
    """A line that names something else has its money for itself; what nobody can tell is told and not counted."""
    (tmp_path / "page.txt").write_text(PAGE.format(lines), encoding="utf-8")
    plan = read(tmp_path / "page.txt")
    safety = next(entry for entry in plan.entries if entry.title == "安全")
    assert [amount.yen for amount in safety.amounts] == money
    entries = {amount.yen for entry in plan.entries for amount in entry.amounts}
    told = [finding for finding in plan.findings if finding.code == "P104"]
    assert money or 1_240_000 in entries or told


def test_a_figure_of_another_year_has_that_year(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE.format("令和8年度(予定) 1,240千円"), encoding="utf-8")
    assert [amount.fiscal_year for amount in read(tmp_path / "page.txt").entries[0].amounts] == [2026]


LETTERED = [
    ("ア1-①の予算は?", 3_125_000),
    ("ア1-1はいくら?", 3_125_000),
    ("実施事業イ2-②の5年度予算は?", 450_000),
    ("区政目標イの予算は?", 10_658_000),
    ("方向イ2の予算の合計は?", 450_000),
    ("アとイの予算の差は?", 867_000),
    ("ア1-①とア1-②の合計は?", 11_525_000),
    ("イ9-1の予算は?", None),
]


@pytest.fixture(scope="module")
def pasted(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A shelf with a page as it was copied from a browser, whose codes begin with letters."""
    folder = tmp_path_factory.mktemp("pasted")
    (folder / "documents").mkdir()
    (folder / "documents" / "pasted.txt").write_bytes((FOLDER / "pasted.txt").read_bytes())
    build(folder / "hoshin.db", folder / "documents")
    return Desk.open(folder / "hoshin.db", folder / "documents")


@pytest.mark.parametrize(("question", "yen"), LETTERED)
def test_codes_that_begin_with_a_letter_are_asked_for_as_they_are_printed(
    pasted: Desk, question: str, yen: int | None
) -> None:
    assert pasted.ask(question).yen == yen


TOLD = [
    ("ア1-①のふりかえりは?", "六つの小学校に置いた。"),
    ("方向ア1の指標は?", "水を備える家の割合(5年度 41パーセント、6年度の目標 50パーセント)"),
    ("イ1-①の担当は?", "こども課"),
    ("区のめざす姿は?", "区のめざす姿"),
]


@pytest.mark.parametrize(("question", "said"), TOLD)
def test_what_stands_below_its_labels_is_told(pasted: Desk, question: str, said: str) -> None:
    assert said in pasted.ask(question).headline
