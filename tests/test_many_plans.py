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
    monkeypatch.setattr("knowledge.desk.MOST_OPEN", 1)
    opened = Desk.open(shelf, documents, ORGANISATION)
    found = [opened.ask(question).yen for question in ("防犯の予算は?", "楠木区の防犯の予算は?", "防犯の予算は?")]
    opened.close()
    assert found == [1_700_000, 3_800_000, 1_700_000]
