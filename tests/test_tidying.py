"""What is old is forgotten in portions, by a clock that can be believed; the file is its owner's alone."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import main
from bot.archive import Archive
from bot.journal import Journal
from bot.names import Names
from bot.pending import DAY, Pending
from bot.posts import Conversation
from bot.replica import Replica
from bot.store import Database, Place, UnwritableError, hold, open_journal
from bot.tidying import PORTION, Calendar, tidy
from knowledge import Answer, Kind
from tests.engines import engine, told  # noqa: F401
from tests.slack_standin import TEAM
from tests.test_pending import post
from tests.test_state import Clock

WHERE = Conversation("C1", "1.0", "U1")
FOUND = Answer("", Kind.FOUND, "ja", "具体的取組2-1-1です。", score=100)
MANY = 3 * PORTION + 7


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file, for what only a file can suffer."""
    return tmp_path / "journal.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(database: Database, names: Names, clock: Clock) -> Journal:
    return Journal(database, names, TEAM, clock)


@pytest.fixture
def archive(database: Database, names: Names, clock: Clock) -> Archive:
    return Archive(database, names, 180, clock)


def fill(place: Place, journal: Journal, count: int = MANY) -> None:
    """So many answers, as old as the clock says."""
    key = journal.note(FOUND, "むかしの質問", WHERE, None)
    columns = "at, person, workspace, channel, thread, question, kind, score, language, document, edition, entries"
    told(
        place,
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1})"
        f" INSERT INTO answers (id, {columns}) SELECT 'x' || i, {columns} FROM n, answers WHERE id = ?",
        key,
    )


def left(database: Database) -> int:
    [(count,)] = database.rows("SELECT count(*) FROM answers")
    return int(str(count))


# Age, and clocks that jump


def test_old_rows_go_in_portions_between_which_others_can_write(
    database: Database, journal: Journal, archive: Archive, journal_place: Place, clock: Clock
) -> None:
    calendar = Calendar(database, clock)
    assert calendar.now() == clock.now
    fill(journal_place, journal)
    for _ in range(181):
        clock.now += DAY
        calendar.now()  # as it looks every hour
    before = [left(database)]

    def somebody_asks(_: float) -> None:
        before.append(left(database))
        journal.note(FOUND, "いま", WHERE, None)

    tidy(calendar, archive.forget_the_old, pause=somebody_asks)
    assert before == [MANY, MANY - PORTION, MANY - 2 * PORTION + 1, MANY - 3 * PORTION + 2, 3]
    assert left(database) == 4  # what was asked meanwhile


def test_a_clock_that_is_a_year_ahead_for_a_moment_erases_nothing(
    database: Database,
    journal: Journal,
    archive: Archive,
    journal_place: Place,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pending = Pending(database, Replica(database), TEAM, clock)
    calendar = Calendar(database, clock)
    tidy(calendar, archive.forget_the_old)
    fill(journal_place, journal)
    pending.take("Ev1", post())
    clock.now += 365 * DAY
    for _ in range(3):
        tidy(calendar, archive.forget_the_old)
        journal.note(FOUND, "あすの質問", WHERE, None)
    told(journal_place, "UPDATE replicas SET expires = 0")
    later = Pending(database, Replica(database), TEAM, clock)
    assert [owed.post for owed in later.claim(calendar.now())] == [post()]
    clock.now -= 365 * DAY
    tidy(calendar, archive.forget_the_old)
    assert left(database) == MANY + 3
    assert not pending.take("Ev1", post())
    assert caplog.text.count("時計が、前に見たときより365日進んでいます。") == 1


def test_a_program_that_was_off_for_a_month_tidies_up_a_day_later(
    database: Database, journal: Journal, archive: Archive, journal_place: Place, clock: Clock
) -> None:
    calendar = Calendar(database, clock)
    tidy(calendar, archive.forget_the_old)
    fill(journal_place, journal, 5)
    clock.now += 200 * DAY
    found = []
    for _ in range(26):
        tidy(calendar, archive.forget_the_old)
        found.append(left(database))
        clock.now += DAY / 24
    assert found == [5] * 24 + [0] * 2


# The file


def test_the_journal_and_what_lies_beside_it_are_readable_by_their_owner_alone(path: Path) -> None:
    path.touch(mode=0o644)  # as an older version left it
    with hold(path), closing(open_journal(path)) as database:
        Journal(database, Names(path), TEAM).note(FOUND, "質問", WHERE, None)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert {"journal.db", "journal.db-wal", "journal.key", "journal.lock"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_every_migration_is_applied_once(path: Path) -> None:
    for _ in range(2):
        with closing(open_journal(path)) as database:
            names = {name for (name,) in database.rows("SELECT name FROM migrations")}
            assert {"first tables", "tries", "begun", "alone", "clock and keys"} <= names


def test_a_migration_that_breaks_leaves_the_file_as_it_was(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_journal(path).close()
    schema = tmp_path / "journal.sql"
    schema.write_text(
        "-- migration: odd\nCREATE TABLE odd (a TEXT);\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8"
    )
    with monkeypatch.context() as broken:
        broken.setattr("bot.store.migrations.STEPS", schema)
        with pytest.raises(Exception, match=r"journal\.db"):
            open_journal(path)
    with closing(open_journal(path)) as database:
        assert database.rows("SELECT name FROM sqlite_master WHERE name = 'odd'") == []


def test_damage_that_is_met_while_it_runs_is_set_aside(
    path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(open_journal(path)) as filled:
        fill(path, Journal(filled, Names(path), TEAM, clock), 2_000)
    with closing(open_journal(path)) as database:
        journal = Journal(database, Names(path), TEAM, clock)
        damaged = bytearray(path.read_bytes())
        for page in range(4_096, len(damaged), 4_096):
            damaged[page] ^= 0xFF
        path.write_bytes(damaged)
        for number in range(2_000):
            journal.find(f"x{number}")
        key = journal.note(FOUND, "つぎ", WHERE, None)
        assert journal.find(key)
        assert database.is_writable()
    [aside] = [file for file in path.parent.glob("journal.db.damaged-*") if file.suffix.count("-") == 3]
    assert aside.stat().st_size == len(damaged)
    assert caplog.text.count("という名前でよけ、新しい記録を始めました") == 1


def test_whether_it_can_be_written_is_tried(path: Path) -> None:
    database = open_journal(path)
    assert database.is_writable()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not database.is_writable()
        with pytest.raises(UnwritableError, match="locked"), database.writing():
            raise AssertionError("nobody waits again for what was locked a moment ago")
    assert database.is_writable()
    database.close()


# A key that is lost


def test_a_lost_key_is_said_and_so_is_what_cannot_be_erased_by_a_name(
    path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def forget(whom: str) -> tuple[int, str]:
        environment = {"HOSHIN_JOURNAL": str(path), "SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}
        told = CliRunner().invoke(main, ["journal", "--forget", whom], env=environment)
        return told.exit_code, told.output

    with closing(open_journal(path)) as database:
        journal = Journal(database, Names(path), TEAM, clock)
        Archive(database, Names(path), 180, clock).recognise()
        for _ in range(3):
            journal.note(FOUND, "質問", WHERE, None)
    path.with_suffix(".key").unlink()
    status, said = forget("U1")
    assert status == 1
    assert "0件の質問を消しました。" in said
    assert "なくした鍵で記録した質問が3件あり" in said
    assert "記録の鍵ファイルが新しくなりました" in caplog.text
    assert forget("all") == (0, "3件の質問を消しました。\n")
    assert forget("U1") == (0, "0件の質問を消しました。\n")


# Speed


def test_whether_an_answer_stands_in_a_thread_is_looked_up_by_indexes_alone(path: Path) -> None:
    """A message that is overheard costs the same with a million answers as with ten."""
    database = open_journal(path)
    journal = Journal(database, Names(path), TEAM)
    asked: list[tuple[str, tuple[object, ...]]] = []
    with pytest.MonkeyPatch.context() as listening:
        listening.setattr(Database, "row", lambda _, sql, *values: asked.append((sql, values)))
        journal.answered_in("C1", "1.0")
    [(sql, values)] = asked
    plan = [str(row[3]) for row in database.rows(f"EXPLAIN QUERY PLAN {sql}", *values)]
    searches = [step for step in plan if "answers" in step]
    assert len(searches) == 2
    assert all(
        "USING COVERING INDEX answers_in_thread (workspace=? AND channel=? AND thread=? AND ts" in step
        for step in searches
    )
    database.close()
