"""Documents come, change and go: whoever reads the index meanwhile sees the old or the new one, never half."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import Desk, ReadingError, Source, StoreError, as_json, build
from knowledge.model import Level, Plan
from knowledge.reading import understand
from knowledge.shelf.store import Store
from tests.conftest import DOCUMENTS

PAGE = (DOCUMENTS / "minato-r4.txt").read_text(encoding="utf-8")
QUESTIONS = [
    "防災訓練の予算はどの取組から出ていますか?",
    "予算の合計は?",
    "児童逆待",
    "お年寄りの見守りにいくら?",
    "給食の献立は?",
    "経営課題5の戦略は?",
    "How much for elderly people?",
    "一番高い取組は?",
]
# Another ward, an older year, other things, and some of the same words.
ELSEWHERE = """令和3年度みどり区運営方針

2021年4月1日

経営課題1 図書館と緑のまちづくり
図書館の蔵書を増やし、街路樹を植える。防災の本もそろえる。

【主な戦略 1-1 図書館の充実】
電子書籍の貸出しと読み聞かせを進める。

【主な具体的取組 1-1-1 電子書籍の貸出し】
電子書籍を貸し出す。(7,777千円)
"""
LIBRARY = "電子書籍の貸出しの予算は?"


def small_plan(size: int, word: str) -> Plan:
    """A plan with `size` initiatives that all speak of one thing."""
    items = "\n".join(f"【主な具体的取組 1-1-{n} {word}その{n}】\n{word}を配る。(1{n}千円)" for n in range(1, size + 1))
    known = Source(document="plan", organisation=None, title="", fiscal_year=None)
    return understand(f"令和4年度みどり区運営方針\n経営課題1 暮らし\n【主な戦略 1-1 案内】\n{items}\n", known)


def put(store: Store, plan: Plan, content_hash: str = "") -> None:
    store.replace(plan.source, plan.entries, plan.findings, content_hash)


def titles(store: Store) -> list[str]:
    return [
        entry.title for record in store.documents() for entry in store.entries.of_levels(record.id, [Level.ACTION], 100)
    ]


def everything(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def answers(desk: Desk) -> list[str]:
    return [as_json(desk.ask(question)) for question in QUESTIONS]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path / "hoshin.db")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of documents of one's own."""
    copied = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, copied)
    return copied


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one short document."""
    made = tmp_path / "small"
    made.mkdir()
    (made / "midori-r3.txt").write_text(ELSEWHERE, encoding="utf-8")
    return made


@pytest.fixture
def database(index: Path, tmp_path: Path) -> Path:
    """A copy of the shipped plan's index that may be harmed."""
    return Path(shutil.copy(index, tmp_path / "copy.db"))


@pytest.mark.parametrize("same_store", [True, False], ids=["another thread", "another program"])
def test_a_reader_in_the_middle_of_a_question_sees_the_old_then_the_new(store: Store, same_store: bool) -> None:
    put(store, small_plan(1, "飴"))
    reader = store if same_store else Store(store.path)
    reading, replaced = threading.Event(), threading.Event()
    seen: list[list[str]] = []

    def read() -> None:
        with reader.snapshot():
            seen.append(titles(reader))
            reading.set()
            assert replaced.wait(30)
            seen.append(titles(reader))
        seen.append(titles(reader))

    thread = threading.Thread(target=read)
    thread.start()
    assert reading.wait(30)
    put(store, small_plan(2, "笛"))
    replaced.set()
    thread.join(30)
    reader.close()
    assert seen == [["飴その1"], ["飴その1"], ["笛その1", "笛その2"]]


def test_nobody_ever_sees_half_a_document(store: Store) -> None:
    plans = [small_plan(2, "飴"), small_plan(9, "笛")]
    put(store, plans[0])
    started, finished = threading.Event(), threading.Event()
    seen: set[tuple[int, int, int, int]] = set()

    def count() -> None:
        while not finished.is_set():
            with store.snapshot():
                counts = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM entries)"
                counts += ", (SELECT count(*) FROM amounts)"
                first = store.database.execute(counts).fetchone()
                postings = len(store.database.execute("SELECT rowid FROM postings").fetchall())
            seen.add((*first, postings))
            started.set()

    reader = threading.Thread(target=count)
    reader.start()
    assert started.wait(30)
    for turn in range(20):
        put(store, plans[(turn + 1) % 2])
    finished.set()
    reader.join(30)
    assert seen <= {(1, 4, 2, 4), (1, 11, 9, 11)}
    assert store.database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_nothing_of_the_old_document_stays(store: Store) -> None:
    put(store, small_plan(9, "飴"))
    put(store, small_plan(1, "笛"))
    [record] = store.documents()
    words = {term.word for term in store.words.terms(record.id)}
    assert "笛" in words
    assert "飴" not in words
    tables = ("documents", "entries", "amounts", "postings", "findings", "words")
    counts = {name: store.database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    assert counts == {
        "documents": 1,
        "entries": 3,
        "amounts": 1,
        "postings": 3,
        "findings": len(store.findings(record.id)),
        "words": len(words),
    }


def test_a_replacement_that_breaks_off_leaves_the_old_one(store: Store) -> None:
    put(store, small_plan(2, "飴"))
    plan = small_plan(9, "笛")

    def broken() -> Iterator[object]:
        yield from plan.entries[:5]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        store.replace(plan.source, broken())  # type: ignore[arg-type]
    assert titles(store) == ["飴その1", "飴その2"]


def test_an_open_desk_answers_from_the_new_document_at_once(small: Path, tmp_path: Path) -> None:
    desk = Desk.open(tmp_path / "hoshin.db", small)
    before = desk.ask(LIBRARY)
    (small / "midori-r3.txt").write_text(ELSEWHERE.replace("7,777千円", "9,876千円"), encoding="utf-8")
    build(tmp_path / "hoshin.db", small)
    after = desk.ask(LIBRARY)
    desk.close()
    assert (before.yen, after.yen) == (7_777_000, 9_876_000)
    assert before.version != after.version


BROKEN = {
    "empty": b"",
    "binary": b"\x89PNG\r\n\x1a\n\0\0",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\n1 0 obj",
    "two encodings": PAGE.encode("cp932", "replace") + PAGE.encode(),
    "no plan": "お知らせ\n今日は晴れです。\n".encode(),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("place", ["minato-r4.txt", "another.txt"], ids=["the plan", "another"])
def test_a_document_that_cannot_be_read_leaves_the_old_index(
    database: Path, folder: Path, data: bytes, place: str
) -> None:
    whole, beside = database.read_bytes(), sorted(database.parent.iterdir())
    (folder / place).write_bytes(data)
    for bring_in in (build, Desk.open):
        with pytest.raises(ReadingError, match=place):
            bring_in(database, folder)
    desk = Desk(Store.create(database))
    answer = desk.ask(QUESTIONS[0])
    desk.close()
    assert answer.yen == 2_025_000
    assert database.read_bytes() == whole
    assert [path for path in sorted(database.parent.iterdir()) if path.suffix not in (".db-wal", ".db-shm")] == beside


def test_a_first_build_that_fails_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    (folder / "minato-r4.txt").write_bytes(b"")
    place = tmp_path / "new"
    place.mkdir()
    with pytest.raises(ReadingError):
        build(place / "hoshin.db", folder)
    assert list(place.iterdir()) == []


def of_another_version(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE about SET value = 'of another version' WHERE key = 'schema'")
        connection.execute("DROP TABLE words")
        connection.commit()


@pytest.mark.parametrize("name", ["copy.db", "港 区", "100%25 #1?.db"], ids=["plain", "japanese", "signs"])
def test_an_index_of_another_version_is_refused_with_the_command_that_mends_it(
    database: Path, small: Path, name: str
) -> None:
    database = database.rename(database.with_name(name))
    of_another_version(database)
    before = database.read_bytes()
    with pytest.raises(StoreError, match=r"python app\.py build"):
        Desk.open(database, small)
    assert database.read_bytes() == before
    build(database, small)
    desk = Desk.open(database, small)
    answer = desk.ask(LIBRARY)
    desk.close()
    assert answer.yen == 7_777_000
    assert [path.name for path in database.parent.iterdir() if ".new" in path.name] == []


def test_a_failing_build_leaves_also_an_index_of_another_version(database: Path, folder: Path) -> None:
    of_another_version(database)
    before = everything(database)
    (folder / "minato-r4.txt").write_bytes(b"")
    with pytest.raises(ReadingError):
        build(database, folder)
    assert everything(database) == before


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.execute("INSERT INTO recipes VALUES ('たこ焼き')")
        connection.commit()


def foreign_database_with_an_about_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE about (name TEXT)")
        connection.execute("INSERT INTO about VALUES ('たこ焼き')")
        connection.commit()


def letter(path: Path) -> None:
    path.write_text("これは手紙です。" * 500, encoding="utf-8")


def cut_off(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 50)


FOREIGN = [letter, cut_off, foreign_database, foreign_database_with_an_about_table]


@pytest.mark.parametrize("make", FOREIGN, ids=lambda make: make.__name__)
def test_somebody_elses_file_is_refused_and_left_alone(tmp_path: Path, make: object) -> None:
    path = tmp_path / "file.db"
    assert callable(make)
    make(path)
    before = path.read_bytes()
    for bring_in in (build, Desk.open):
        with pytest.raises(StoreError, match="索引ではありません") as raised:
            bring_in(path, DOCUMENTS)
        assert str(path) in str(raised.value)
        assert "\n" not in str(raised.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("bring_in", [build, Desk.open], ids=["build", "open"])
def test_a_place_where_nothing_can_be_written_says_so(tmp_path: Path, bring_in: object) -> None:
    assert callable(bring_in)
    for place in (tmp_path / "no" / "such" / "folder.db", tmp_path):
        with pytest.raises(StoreError, match=r"HOSHIN_DATABASE") as raised:
            bring_in(place, DOCUMENTS)
        assert str(place) in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_an_index(small: Path, tmp_path: Path) -> None:
    (tmp_path / "hoshin.db").touch()
    desk = Desk.open(tmp_path / "hoshin.db", small)
    assert desk.ask(LIBRARY).yen == 7_777_000
    desk.close()


def shelf_of(database: Path) -> dict[str, tuple[int, str]]:
    store = Store.create(database)
    found = {record.source.document: (record.id, record.built_at) for record in store.documents()}
    store.close()
    return found


def long_ago(database: Path) -> None:
    """Lets what is brought in from now on be told from what was there, without waiting a second."""
    store = Store.create(database)
    with store.writing():
        store.database.execute("UPDATE documents SET built_at = '2000-01-01T00:00:00+00:00'")
    store.close()


def test_new_changed_and_removed_documents_are_brought_in_when_the_bot_starts(database: Path, folder: Path) -> None:
    other = folder / "midori-r3.txt"
    other.write_text(ELSEWHERE, encoding="utf-8")
    Desk.open(database, folder).close()
    long_ago(database)
    first = shelf_of(database)
    assert set(first) == {"minato-r4", "midori-r3"}

    Desk.open(database, folder).close()
    assert shelf_of(database) == first

    other.write_text(ELSEWHERE.replace("7,777", "8,888"), encoding="utf-8")
    Desk.open(database, folder).close()
    second = shelf_of(database)
    assert second["minato-r4"] == first["minato-r4"]
    assert second["midori-r3"] != first["midori-r3"]

    other.unlink()
    Desk.open(database, folder).close()
    assert shelf_of(database) == {"minato-r4": first["minato-r4"]}


def test_what_documents_toml_says_of_a_document_is_part_of_it(database: Path, folder: Path) -> None:
    long_ago(database)
    listed = folder / "documents.toml"
    listed.write_text(listed.read_text(encoding="utf-8").replace("CC BY 4.0", "CC BY 5.0"), encoding="utf-8")
    Desk.open(database, folder).close()
    assert shelf_of(database)["minato-r4"][1] > "2000-01-01T00:00:00+00:00"


def test_build_tells_what_is_new(small: Path, tmp_path: Path) -> None:
    database = tmp_path / "hoshin.db"
    assert [(change.plan.source.document, change.is_new) for change in build(database, small)] == [("midori-r3", True)]
    assert [change.is_new for change in build(database, small)] == [False]


def test_an_empty_folder_leaves_the_old_index(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder in (empty, tmp_path / "missing"):
        with pytest.raises(ReadingError):
            Desk.open(database, folder)
    assert database.read_bytes() == before


def test_a_ward_that_comes_onto_the_shelf_answers_when_it_is_named(database: Path, folder: Path) -> None:
    desk = Desk.open(database, folder)
    alone = desk.ask("みどり区の図書館")
    desk.close()
    (folder / "midori-r3.txt").write_text(ELSEWHERE, encoding="utf-8")
    desk = Desk.open(database, folder)
    together = desk.ask("みどり区の図書館")
    desk.close()
    assert alone.kind in ("unknown", "elsewhere")
    assert [shown.entry.id for shown in together.shown] == ["midori-r3/1-1"]


def test_a_document_about_something_else_changes_no_answer(database: Path, folder: Path) -> None:
    desk = Desk.open(database, folder)
    alone = answers(desk)
    desk.close()
    (folder / "midori-r3.txt").write_text(ELSEWHERE, encoding="utf-8")
    desk = Desk.open(database, folder)
    together = answers(desk)
    desk.close()
    assert together == alone


def test_two_programs_that_start_at_once_make_one_index(small: Path, tmp_path: Path) -> None:
    database = tmp_path / "hoshin.db"
    failures: list[BaseException] = []
    together = threading.Barrier(3)

    def start() -> None:
        try:
            together.wait(30)
            Desk.open(database, small).close()
        except BaseException as failure:  # noqa: BLE001 - whatever it is, the test wants to see it
            failures.append(failure)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert list(shelf_of(database)) == ["midori-r3"]


def test_many_threads_ask_one_desk_and_get_the_same_answers(desk: Desk) -> None:
    expected = answers(desk)
    got: list[list[str]] = []
    threads = [threading.Thread(target=lambda: got.append(answers(desk))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert got == [expected] * 6
