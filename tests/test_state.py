"""What the bot remembers: once and only once, across threads, restarts and months."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.state import REMEMBERED_FOR, SEEN_FOR, Conversation, State, StateError
from knowledge import Subject

HERE = Conversation("C1", "1.0", "U1")
SUBJECT = Subject(
    entries=("minato-r4/2-1-1",), ranking=("a", "b"), rank=1, yen=2_025_000, wants="amount", fiscal_year=2022
)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(path: Path, clock: Clock) -> Iterator[State]:
    with State(path, clock) as opened:
        yield opened


def test_a_post_is_taken_once_under_either_name(state: State) -> None:
    assert state.take("Ev1", "C1", "1.0")
    assert not state.take("Ev1", "C1", "1.0")  # redelivered
    assert not state.take("Ev2", "C1", "1.0")  # message and app_mention for one post
    assert not state.take("Ev1", "C2", "9.0")
    assert state.take("Ev3", "C2", "1.0")  # a ts counts within its channel


def test_of_many_threads_one_gets_the_post(state: State) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: state.take(f"Ev{number}", "C1", "1.0"), range(40)))
    assert sum(taken) == 1


def test_of_two_processes_one_gets_the_post(state: State, path: Path, clock: Clock) -> None:
    with State(path, clock) as other:
        assert [state.take("Ev1", "C1", "1.0"), other.take("Ev1", "C1", "1.0")] == [True, False]


def test_a_restart_forgets_nothing(path: Path) -> None:
    with State(path) as before:
        before.take("Ev1", "C1", "1.0")
        before.remember([HERE], SUBJECT)
    with State(path) as after:
        assert not after.take("Ev1", "C1", "1.0")
        assert after.subject(HERE) == SUBJECT


def test_posts_are_forgotten_after_a_day(state: State, clock: Clock, path: Path) -> None:
    state.take("Ev1", "C1", "1.0")
    clock.now += SEEN_FOR + 1
    state.take("Ev2", "C1", "2.0")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT key FROM seen ORDER BY key").fetchall() == [("event:Ev2",), ("post:C1:2.0",)]


def test_subjects_are_forgotten_after_a_month(state: State, clock: Clock) -> None:
    state.remember([HERE], SUBJECT)
    clock.now += REMEMBERED_FOR + 1
    assert state.subject(HERE) is None


def test_a_newcomer_to_a_thread_starts_from_its_last_answer(state: State, clock: Clock) -> None:
    mine, yours = Subject(entries=("mine",)), Subject(entries=("yours",))
    state.remember([HERE], mine)
    clock.now += 1
    state.remember([Conversation("C1", "1.0", "U2")], yours)
    assert state.subject(HERE) == mine
    assert state.subject(Conversation("C1", "1.0", "U3")) == yours
    assert state.subject(Conversation("C1", "2.0", "U1")) is None


def test_a_subject_of_another_version_is_read_as_far_as_it_goes(state: State, path: Path) -> None:
    state.remember([HERE], SUBJECT)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("""UPDATE subject SET value = '{"entries": ["a"], "mood": "good"}'""")
    assert state.subject(HERE) == Subject(entries=("a",))


def test_a_file_that_is_no_database_stays_untouched(path: Path) -> None:
    path.write_text("これはメモです。" * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StateError, match=r"SQLite のファイルではありません。.*HOSHIN_JOURNAL"):
        State(path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r"フォルダーがありません。.*HOSHIN_JOURNAL"):
        State(tmp_path / "nowhere" / "journal.db")


def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r"書き込めません。.*HOSHIN_JOURNAL"):
        State(tmp_path)


def test_a_read_only_file_is_one_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    State(path).close()
    connect = sqlite3.connect
    # chmod does not bind root, who runs tests in containers; SQLite's own read-only mode fails the same way.
    monkeypatch.setattr(
        sqlite3, "connect", lambda file, **options: connect(f"file:{file}?mode=ro", uri=True, **options)
    )
    with pytest.raises(StateError, match=r"書き込めません。.*HOSHIN_JOURNAL"):
        State(path)
