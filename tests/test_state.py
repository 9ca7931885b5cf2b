"""What the bot remembers: once and only once, across threads, restarts and months."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.archive import Archive
from bot.names import Names
from bot.posts import Conversation
from bot.state import REMEMBERED_FOR, Preferences, State
from bot.store import JournalError, Place, open_journal
from knowledge import Subject
from knowledge.model import Ask, Linked, Money, Query, Turn
from tests.engines import NAMES_KEY, engine, told  # noqa: F401
from tests.slack_standin import TEAM

HERE = Conversation("C1", "1.0", "U1")
SUBJECT = Subject(
    "minato-r4",
    "防災の予算は?",
    (Turn(Query(Ask.AMOUNT, Linked(("minato-r4/2-1-1",)), "minato-r4", Money(2022)), ("minato-r4/2-1-1",), 2_025_000),),
)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def opened(place: Place, clock: Callable[[], float]) -> Iterator[State]:
    with closing(open_journal(place)) as database:
        names = Names(place, NAMES_KEY)
        Archive(database, names, 180, clock).adopt(TEAM)  # as the program does when it starts
        yield State(database, names, TEAM, clock)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file, for what only a file can suffer."""
    return tmp_path / "journal.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(journal_place: Place, clock: Clock) -> Iterator[State]:
    with opened(journal_place, clock) as state:
        yield state


def test_a_restart_forgets_nothing(journal_place: Place, clock: Clock) -> None:
    with opened(journal_place, clock) as before:
        before.remember([HERE], SUBJECT)
        before.prefer("U1", Preferences("en", followups=False))
        assert before.greet("C1")
    with opened(journal_place, clock) as after:
        assert after.subject(HERE) == SUBJECT
        assert after.preferences("U1") == Preferences("en", followups=False)
        assert after.preferences("U2") == Preferences()
        assert not after.greet("C1")


def test_subjects_are_forgotten_after_a_month(state: State, clock: Clock) -> None:
    state.remember([HERE], SUBJECT)
    clock.now += REMEMBERED_FOR + 1
    assert state.subject(HERE) is None


def test_a_newcomer_to_a_thread_starts_from_its_last_answer(state: State, clock: Clock) -> None:
    mine, yours = Subject(question="mine"), Subject(question="yours")
    state.remember([HERE], mine)
    clock.now += 1
    state.remember([Conversation("C1", "1.0", "U2")], yours)
    assert state.subject(HERE) == mine
    assert state.subject(Conversation("C1", "1.0", "U3")) == yours
    assert state.subject(Conversation("C1", "2.0", "U1")) is None


@pytest.mark.parametrize(("channel", "thread"), [("home", ""), ("C1", "/hoshin"), ("C1", "look_up 1.0"), ("C1", "")])
def test_nobody_starts_from_what_somebody_asked_alone(state: State, channel: str, thread: str) -> None:
    state.remember([Conversation(channel, thread, "U1")], SUBJECT)
    assert state.subject(Conversation(channel, thread, "U1")) == SUBJECT
    assert state.subject(Conversation(channel, thread, "U2")) is None


@pytest.mark.parametrize("kept", ['{"entries": ["a"]}', '{"_": "Subject", "mood": "good"}', '{"_": "Fraction"}', "Su"])
def test_a_subject_of_another_version_is_forgotten(state: State, journal_place: Place, kept: str) -> None:
    state.remember([HERE], SUBJECT)
    assert state.subject(HERE) == SUBJECT
    told(journal_place, "UPDATE subject SET value = ?", kept)
    assert state.subject(HERE) is None


def test_a_journal_of_the_first_version_goes_on_without_its_names(path: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID")
        db.execute("INSERT INTO seen VALUES ('post:C1:1.0', ?)", [clock.now])
        db.execute("CREATE TABLE subject (channel TEXT, thread TEXT, user TEXT, value TEXT, at REAL)")
        db.execute("INSERT INTO subject VALUES ('C1', '1.0', 'UHANAKO', '{}', 1)")
    with opened(path, clock) as state:
        assert state.subject(HERE) is None
    assert told(path, "SELECT key FROM seen") == [("post:T1/C1:1.0",)]
    assert b"UHANAKO" not in path.read_bytes()


# The key


def test_the_key_is_made_once_beside_the_journal_and_readable_by_its_owner_alone(path: Path) -> None:
    first = Names(path).person("U1")
    key = path.with_suffix(".key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    made = key.read_bytes()
    assert Names(path).person("U1") == first
    assert key.read_bytes() == made
    assert Names(path).person("U2") != first
    assert [file.name for file in path.parent.iterdir()] == ["journal.key"]


def test_two_programs_that_start_at_once_share_one_key(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({names.person("U1") for names in pool.map(Names, [path] * 16)}) == 1


@pytest.mark.parametrize("content", ["", "これは鍵ではない", "00ff"])
def test_a_broken_key_is_one_sentence(path: Path, content: str) -> None:
    path.with_suffix(".key").write_text(content, encoding="utf-8")
    with pytest.raises(JournalError, match=r"鍵ファイル .*journal\.key を使えません"):
        Names(path)


# The file


def test_a_file_that_is_no_database_stays_untouched(path: Path) -> None:
    path.write_text("これはメモです。" * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(JournalError, match=r"SQLite のファイルではありません。.*HOSHIN_JOURNAL"):
        open_journal(path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"フォルダーがありません。.*HOSHIN_JOURNAL"):
        open_journal(tmp_path / "nowhere" / "journal.db")


def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"書き込めません。.*HOSHIN_JOURNAL"):
        open_journal(tmp_path)


def test_a_read_only_file_is_one_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_journal(path).close()
    connect = sqlite3.connect
    # chmod does not bind root, who runs tests in containers; SQLite's own read-only mode fails the same way.
    monkeypatch.setattr(
        sqlite3, "connect", lambda file, **options: connect(f"file:{file}?mode=ro", uri=True, **options)
    )
    with pytest.raises(JournalError, match=r"書き込めません。.*HOSHIN_JOURNAL"):
        open_journal(path)
