"""What is the user's lies at home, what comes with the program is only read; the shelf is both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from knowledge import Desk, Folders, Store, add, documents_in, remove
from tests.conftest import DOCUMENTS

pytestmark = pytest.mark.usefixtures("without_meaning")
PAGE = Path(__file__).parent / "data" / "shelf" / "kusunoki-r5.txt"
WARD = "大阪市楠木区"
NOTHING = dict.fromkeys(("HOSHIN_DATABASE", "HOSHIN_DOCUMENTS", "HOSHIN_JOURNAL", "HOSHIN_ORGANISATION"), "")


@pytest.fixture
def home(tmp_path: Path, index: Path) -> Path:
    """A home with the index of the shipped plan, and nothing else of the program."""
    shutil.copy(index, tmp_path / "hoshin.db")
    return tmp_path


def run(home: Path, *words: str, typed: str = "") -> Result:
    return CliRunner(env=NOTHING | {"HOSHIN_HOME": str(home)}).invoke(main, words, input=typed)


def said(home: Path, *words: str) -> str:
    done = run(home, *words)
    assert done.exit_code == 0, done.output
    return done.output


def shipped() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in DOCUMENTS.iterdir()}


def corrected(home: Path) -> Path:
    """The shipped plan as its ward corrected it."""
    page = home / "corrected.txt"
    text = (DOCUMENTS / "minato-r4.txt").read_text(encoding="utf-8")
    page.write_text(text.replace("2,025千円", "2,026千円"), encoding="utf-8")
    return page


def test_what_is_added_lies_at_home_and_answers_beside_the_shipped_plan(home: Path) -> None:
    before = shipped()
    told = said(home, "add", str(PAGE), "--organisation", WARD, "--yes")
    assert f"({home / 'documents' / PAGE.name})" in told
    assert sorted(path.name for path in (home / "documents").iterdir()) == ["documents.toml", PAGE.name]
    assert shipped() == before
    assert "3,800千円" in said(home, "ask", "楠木区の防犯の予算は?")
    assert "2,025千円" in said(home, "ask", "港区の防災訓練の予算は?")
    said(home, "remove", "kusunoki-r5", "--yes")
    assert "kusunoki-r5" not in said(home, "documents")


def test_a_corrected_edition_goes_before_the_shipped_one_and_keeps_what_is_known_of_it(home: Path) -> None:
    before = shipped()
    assert "minato-r4 を新しい版に置き換えました" in said(home, "add", str(corrected(home)), "--yes")
    assert "2,026千円" in said(home, "ask", "防災訓練の予算は?")
    listed = (home / "documents" / "documents.toml").read_text(encoding="utf-8")
    assert "https://www.city.osaka.lg.jp/minato/page/0000565017.html" in listed
    assert 'licence = "CC BY 4.0 (大阪市)"' in listed
    assert shipped() == before
    assert "同じ文書がもう minato-r4 として" in said(home, "add", str(home / "corrected.txt"), "--yes")


def test_the_shipped_plan_is_taken_off_the_shelf_and_put_back_without_touching_it(home: Path) -> None:
    before = shipped()
    said(home, "add", str(PAGE), "--organisation", WARD, "--yes")
    asked = run(home, "remove", "minato-r4", typed="y\n").output
    assert "ファイル" in asked
    assert "残ります" in asked
    mark = home / "documents" / "minato-r4.removed"
    assert str(mark) in asked
    assert "minato-r4" not in said(home, "documents")
    assert "minato-r4" in run(home, "remove", "minato-r4", "--yes").output  # it is not there, and that is said
    mark.unlink()
    assert "minato-r4" in said(home, "documents")
    assert shipped() == before


def test_a_plan_of_which_a_corrected_edition_was_added_goes_as_a_whole(home: Path) -> None:
    said(home, "add", str(PAGE), "--organisation", WARD, "--yes")
    said(home, "add", str(corrected(home)), "--yes")
    said(home, "remove", "minato-r4", "--yes")
    assert "minato-r4" not in said(home, "documents")
    assert not (home / "documents" / "minato-r4.txt").exists()


def test_what_was_added_into_the_programs_folder_before_still_answers(tmp_path: Path) -> None:
    """A checkout in which `add` wrote into knowledge/documents."""
    old = tmp_path / "checkout"
    shutil.copytree(DOCUMENTS, old)
    store = Store.create(tmp_path / "hoshin.db")
    add(store, old, PAGE, {"organisation": WARD})
    folders = Folders(tmp_path / "documents", old)
    desk = Desk.open(tmp_path / "hoshin.db", folders)
    assert "3,800千円" in desk.ask("楠木区の防犯の予算は?").headline
    desk.close()
    remove(store, folders, "kusunoki-r5")
    assert [each.source.document for each in documents_in(folders)] == ["minato-r4"]
    assert (old / PAGE.name).exists()
    store.close()


def test_a_name_can_be_told(home: Path) -> None:
    said(home, "add", str(PAGE), "--organisation", WARD, "--name", "楠木-r5", "--yes")
    assert "楠木-r5" in said(home, "documents")
    assert (home / "documents" / "楠木-r5.txt").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--name", "楠木/r5"], "「楠木/r5」は名前に使えません。文字と数字、- と . だけで、たとえば 楠木-r5 の"),
        (["--name", "minato-r4"], "minato-r4 という名前は別の文書が使っています"),
        (["--name", "new", str(DOCUMENTS / "minato-r4.txt")], "--name goes with one file only"),
    ],
    ids=["no name", "another's", "two files"],
)
def test_a_name_that_cannot_be_had_is_said_and_nothing_is_added(home: Path, words: list[str], complaint: str) -> None:
    done = run(home, "add", str(PAGE), "--organisation", WARD, "--yes", *words)
    assert done.exit_code > 0
    assert complaint in done.output
    assert not (home / "documents").exists()


def test_a_document_that_has_a_name_keeps_it(home: Path) -> None:
    done = run(home, "add", str(corrected(home)), "--name", "new", "--yes")
    assert "この文書は minato-r4 という名前で棚にあります" in done.output
    assert "2,025千円" in said(home, "ask", "防災訓練の予算は?")


def test_init_leaves_what_is_there_and_says_what_cannot_be_put(home: Path) -> None:
    (home / ".env").write_text("HOSHIN_LOG=DEBUG\n", encoding="utf-8")
    (home / "manifest.json").symlink_to(home / "nowhere" / "manifest.json")
    done = run(home, "init")
    assert done.exit_code == 1
    assert f"{home / 'manifest.json'} cannot be written" in done.output
    assert "Traceback" not in done.output
    assert (home / ".env").read_text(encoding="utf-8") == "HOSHIN_LOG=DEBUG\n"
