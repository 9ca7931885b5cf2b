"""Several plans on one shelf: every question of the table is answered by the right ward's plan of the right year.

`tests/data/shelf` holds invented plans beside the shipped one: 大阪市港区 of two years and as a draft, 大阪市楠木区 of
two years in another dialect, 東京都港区. A row is a question, or a conversation with `turns`; it may demand answer
(the kind), entries (ids of what is shown, from the first), yen, contains and absent (pieces of the text).
"""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge import Answer, Desk, StoreError, Subject, as_text, build
from tests.conftest import DOCUMENTS

SHELF = Path(__file__).parent / "data" / "shelf"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (SHELF / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
ORGANISATION = "大阪市港区"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped plan and the invented ones."""
    folder = tmp_path_factory.mktemp("documents")
    for file in (*SHELF.glob("*.txt"), *DOCUMENTS.glob("*.txt")):
        shutil.copy(file, folder)
    listed = [(each / "documents.toml").read_text(encoding="utf-8") for each in (SHELF, DOCUMENTS)]
    (folder / "documents.toml").write_text("\n".join(listed), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shelf(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of that folder."""
    path = tmp_path_factory.mktemp("index") / "hoshin.db"
    build(path, documents)
    return path


@pytest.fixture(scope="module")
def desk(shelf: Path, documents: Path) -> Iterator[Desk]:
    opened = Desk.open(shelf, documents, ORGANISATION)
    yield opened
    opened.close()


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def shortfalls(want: dict[str, Any], answer: Answer) -> Iterator[str]:
    ids, text = [shown.entry.id for shown in answer.shown], fold(as_text(answer))
    if "answer" in want and answer.kind != want["answer"]:
        yield f"{answer.kind}, not {want['answer']}"
    if "entries" in want and (ids[: len(want["entries"])] != want["entries"] or bool(ids) != bool(want["entries"])):
        yield f"{ids}, not {want['entries']}"
    if "yen" in want and answer.yen != want["yen"]:
        yield f"{answer.yen} yen, not {want['yen']}"
    yield from (f"lacks {piece}" for piece in want.get("contains", []) if fold(piece) not in text)
    yield from (f"holds {piece}" for piece in want.get("absent", []) if fold(piece) in text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_right_plan_answers(desk: Desk, row: dict[str, Any]) -> None:
    subject: Subject | None = None
    for want in row.get("turns", [row]):
        answer = desk.ask(want["q"], subject)
        subject = answer.subject
        assert list(shortfalls(want, answer)) == [], f"{want['q']}\n{as_text(answer)}"


def test_nothing_of_one_ward_is_in_an_answer_about_another(desk: Desk) -> None:
    """Every answer but a choice between documents shows entries of one organisation only, and its headline says so."""
    for row in ROWS:
        subject: Subject | None = None
        for want in row.get("turns", [row]):
            answer = desk.ask(want["q"], subject)
            subject = answer.subject
            owners = {shown.entry.document.rsplit("-r", 1)[0] for shown in answer.shown}
            if answer.kind == "choices":
                continue
            assert len(owners) < 2, want["q"]
            assert (
                owners <= {"minato"} or answer.source is None or (answer.source.organisation or "") in answer.headline
            )


@pytest.mark.parametrize("question", ["令和4年度の2-2-1の予算は?", "令和4年度の防犯の予算は?"])
def test_a_year_that_the_newer_page_prints_too_is_still_the_year_asked_for(
    documents: Path, tmp_path: Path, question: str
) -> None:
    """The newer plan speaks of 令和4年度の取組: that is no reason to answer with the newer figure."""
    folder = Path(shutil.copytree(documents, tmp_path / "documents"))
    page = folder / "minato-r5.txt"
    printed = page.read_text(encoding="utf-8")
    page.write_text(printed.replace("警察と連携した", "令和4年度の取組を踏まえ、警察と連携した", 1), encoding="utf-8")
    assert page.read_text(encoding="utf-8") != printed
    opened = Desk.open(tmp_path / "hoshin.db", folder, ORGANISATION)
    answer = opened.ask(question)
    opened.close()
    assert ([shown.entry.id for shown in answer.shown], answer.yen) == (["minato-r4/2-2-1"], 1_568_000)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("大阪市港区", "minato-r5"),
        ("楠木区", "kusunoki-r5"),
        ("大阪市楠木区", "kusunoki-r5"),
        ("東京都港区", "tokyo-minato-r5"),
    ],
)
def test_a_setting_names_the_ward_that_answers(shelf: Path, documents: Path, name: str, document: str) -> None:
    opened = Desk.open(shelf, documents, name)
    answer = opened.ask("予算の合計は?")
    opened.close()
    assert answer.source is not None
    assert answer.source.document == document
    assert "では、" not in answer.headline  # the default ward's newest plan need not say whose it is


@pytest.mark.parametrize(("name", "said"), [("港区", ("大阪市港区", "東京都港区")), ("北区", ("大阪市楠木区",))])
def test_a_setting_that_names_nobody_or_several_says_what_there_is(
    shelf: Path, documents: Path, name: str, said: tuple[str, ...]
) -> None:
    with pytest.raises(StoreError, match="HOSHIN_ORGANISATION") as raised:
        Desk.open(shelf, documents, name)
    assert all(each in str(raised.value) for each in said)
    assert "\n" not in str(raised.value)


def test_a_channel_may_have_its_own_ward(desk: Desk) -> None:
    answer = desk.ask("防犯の予算は?", organisation="楠木区")
    assert [shown.entry.id for shown in answer.shown] == ["kusunoki-r5/action-6"]
    assert desk.ask("防犯の予算は?").yen == 1_700_000


def test_an_unset_ward_is_the_shipped_one(shelf: Path, documents: Path) -> None:
    opened = Desk.open(shelf, documents)
    assert opened.ask("防犯の予算は?").yen == 1_700_000
    opened.close()


def test_many_documents_do_not_stay_open(shelf: Path, documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.asking.opened.MOST_OPEN", 1)
    opened = Desk.open(shelf, documents, ORGANISATION)
    found = [opened.ask(question).yen for question in ("防犯の予算は?", "楠木区の防犯の予算は?", "防犯の予算は?")]
    opened.close()
    assert found == [1_700_000, 3_800_000, 1_700_000]


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two years of an invented ward whose issues and strategies both have amounts."""
    opened = Desk.open(tmp_path_factory.mktemp("two") / "hoshin.db", SHELF.parent / "two-years")
    yield opened
    opened.close()


OF_TWO_YEARS = [
    ("令和4年度の戦略1-1の予算は?", "tsubaki-r4/1-1", 5_500_000),
    ("2022年度の戦略1-1の予算は?", "tsubaki-r4/1-1", 5_500_000),
    ("What was the budget of strategy 1-1 in fiscal 2022?", "tsubaki-r4/1-1", 5_500_000),
    ("令和5年度の戦略1-1の予算は?", "tsubaki-r5/1-1", 6_000_000),
    ("戦略1-1の予算は?", "tsubaki-r5/1-1", 6_000_000),
    ("令和4年度の経営課題2の予算は?", "tsubaki-r4/2", 4_200_000),
    ("予算の合計は?", "tsubaki-r5/1", 18_500_000),
    ("全部でいくら?", "tsubaki-r5/1", 18_500_000),
    ("What is the total budget?", "tsubaki-r5/1", 18_500_000),
    ("令和4年度の予算の合計は?", "tsubaki-r4/1", 13_200_000),
]


@pytest.mark.parametrize(("question", "first", "yen"), OF_TWO_YEARS, ids=[question for question, *_ in OF_TWO_YEARS])
def test_a_year_that_is_named_answers_and_money_is_counted_once(
    two_years: Desk, question: str, first: str, yen: int
) -> None:
    """Never the other year's amount, and never an issue's amount added to those of its own strategies."""
    answer = two_years.ask(question)
    assert (answer.shown[0].entry.id, answer.yen) == (first, yen), as_text(answer)


def test_a_strategy_of_two_years_is_compared_with_itself(two_years: Desk) -> None:
    answer = two_years.ask("戦略1-1の予算は去年からいくら増えた?")
    assert answer.yen == 500_000
    assert {shown.entry.id for shown in answer.shown} == {"tsubaki-r4/1-1", "tsubaki-r5/1-1"}
