"""An index that is damaged, deleted or half made: noticed, made anew from the documents, and said."""

from __future__ import annotations

import logging
import os
import random
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from knowledge import Desk, build
from knowledge.shelf import writing
from knowledge.shelf.store import Store
from tests.conftest import DOCUMENTS, Run
from tests.slack_standin import StandIn

pytestmark = pytest.mark.usefixtures("without_meaning")
QUESTION = "防災訓練の予算はどの取組から出ていますか?"
YEN = 2_025_000
DAMAGED, GONE = "壊れていたため", "なくなっていたため"
Harm = Callable[[Path], None]


@pytest.fixture
def database(index: Path, tmp_path: Path) -> Path:
    """A copy of the shipped plan's index that may be harmed."""
    return Path(shutil.copy(index, tmp_path / "hoshin.db"))


def flip(path: Path, at: int, to: int | None = None) -> None:
    """Puts a byte wrong."""
    data = bytearray(path.read_bytes())
    data[at] = data[at] ^ 0xFF if to is None else to
    path.write_bytes(data)


def in_a_figure(path: Path) -> None:
    """The figure that the answer prints: SQLite itself sees nothing wrong."""
    data = path.read_bytes()
    assert b"2,025" in data
    path.write_bytes(data.replace(b"2,025", b"2,925"))


def in_the_yen(path: Path) -> None:
    data = path.read_bytes()
    number = YEN.to_bytes(3, "big")
    assert number in data
    path.write_bytes(data.replace(number, (YEN + 1_000_000).to_bytes(3, "big")))


def anywhere(seed: int) -> Harm:
    def harm(path: Path) -> None:
        chance = random.Random(seed)
        for _ in range(chance.choice((1, 1, 8, 400))):
            flip(path, chance.randrange(path.stat().st_size))

    harm.__name__ = f"anywhere {seed}"
    return harm


def in_its_first_bytes(path: Path) -> None:
    flip(path, 3)


def in_its_page_size(path: Path) -> None:
    flip(path, 16)


def in_its_version(path: Path) -> None:
    flip(path, 18, 9)


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 77])


def with_blank_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8192:65536] = bytes(65536 - 8192)
    path.write_bytes(data)


HARMS = [
    in_a_figure,
    in_the_yen,
    in_its_first_bytes,
    in_its_page_size,
    in_its_version,
    cut_in_half,
    with_blank_pages,
    *map(anywhere, range(12)),
]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_damaged_index_is_made_anew_at_the_start(
    database: Path, harm: Harm, caplog: pytest.LogCaptureFixture
) -> None:
    harm(database)
    with closing(Desk.open(database, DOCUMENTS)) as desk:
        assert desk.ask(QUESTION).yen == YEN
    assert [(each.levelno, DAMAGED in each.message) for each in caplog.records] == [(logging.WARNING, True)]
    caplog.clear()
    Desk.open(database, DOCUMENTS).close()
    assert caplog.records == []
    assert [path.name for path in database.parent.iterdir()] == ["hoshin.db"]


@pytest.mark.parametrize("harm", [in_a_figure, in_its_first_bytes, anywhere(3)], ids=lambda harm: harm.__name__)
def test_a_running_program_notices_that_its_index_was_damaged(
    database: Path, harm: Harm, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Desk.open(database, DOCUMENTS)) as desk:
        before = desk.ask(QUESTION)
        harm(database)
        assert desk.ask(QUESTION) == before
        assert [holding.source.document for holding in desk.holdings()] == ["minato-r4"]
    assert [DAMAGED in each.message for each in caplog.records] == [True]


def test_a_deleted_index_is_made_anew_once_and_no_empty_file_takes_its_place(
    database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found: list[int | None] = []
    with closing(Desk.open(database, DOCUMENTS)) as desk:
        desk.ask(QUESTION)
        for path in database.parent.glob("hoshin.db*"):
            path.unlink()
        threads = [threading.Thread(target=lambda: found.append(desk.ask(QUESTION).yen)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert desk.overview().issues
    assert found == [YEN] * 4
    assert [GONE in each.message for each in caplog.records] == [True]
    with closing(Store.create(database)) as store:
        assert [record.source.document for record in store.documents()] == ["minato-r4"]


def test_a_question_in_slack_is_answered_after_somebody_deleted_the_index(
    slack: StandIn, bot: Run, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Desk.open(database, DOCUMENTS)) as desk, bot(desk):
        database.unlink()
        slack.dm("U1", QUESTION)
        [answer] = slack.wait_posts(1)
    assert "2,025千円" in answer.values["text"]
    assert any(GONE in each.message for each in caplog.records)


def test_another_program_may_put_a_new_index_in_its_place(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, folder)
    with closing(Desk.open(database, folder)) as desk:
        desk.ask(QUESTION)
        page = (folder / "minato-r4.txt").read_text(encoding="utf-8")
        (folder / "minato-r4.txt").write_text(page.replace("2,025千円", "2,026千円"), encoding="utf-8")
        build(tmp_path / "other.db", folder)
        (tmp_path / "other.db").replace(database)
        assert desk.ask(QUESTION).yen == YEN + 1000


def run(database: Path, *words: str) -> Result:
    told = {"HOSHIN_DATABASE": str(database), "HOSHIN_DOCUMENTS": str(DOCUMENTS)}
    return CliRunner(env=told).invoke(main, words)


@pytest.mark.parametrize("words", [["documents"], ["build"], ["ask", QUESTION], ["diff", "minato-r4", "minato-r4"]])
def test_every_command_says_that_it_made_a_damaged_index_anew(
    database: Path, words: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    whole = run(database, *words).stdout
    in_a_figure(database)
    done = run(database, *words)
    assert (done.exit_code, done.stdout) == (0, whole)
    assert [DAMAGED in each.message for each in caplog.records] == [True]


def test_a_document_is_added_to_a_damaged_index(database: Path, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, documents)
    in_a_figure(database)
    told = {"HOSHIN_DATABASE": str(database), "HOSHIN_DOCUMENTS": str(documents)}
    page = Path(__file__).parent / "data" / "shelf" / "kusunoki-r5.txt"
    done = CliRunner(env=told).invoke(main, ["add", "--yes", str(page)])
    assert done.exit_code == 0, done.output
    with closing(Desk.open(database, documents)) as desk:
        assert desk.ask(QUESTION).yen == YEN
        assert len(desk.holdings()) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("begin", [build, Desk.open], ids=["build", "open"])
def test_what_a_killed_build_leaves_is_gone_after_the_next_start(
    tmp_path: Path, begin: Callable[[Path, Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(writing, "_embed", lambda *_: os._exit(9))
        build(place / "hoshin.db", DOCUMENTS)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert [path for path in place.iterdir() if ".new" in path.name]
    others = place / f"hoshin.db.{os.getppid()}-abc-1.new"  # of a program that runs
    others.touch()
    desk = begin(place / "hoshin.db", DOCUMENTS)
    if isinstance(desk, Desk):
        desk.close()
    assert sorted(path.name for path in place.iterdir()) == ["hoshin.db", others.name]
