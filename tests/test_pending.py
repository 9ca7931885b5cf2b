"""What is owed an answer: by one replica, once, across threads, restarts and replicas that die or freeze."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.archive import SEEN_FOR, Archive
from bot.names import Names
from bot.pending import OWED_FOR, Owed, Pending
from bot.posts import Post
from bot.replica import Replica
from bot.store import Place, UnreachableError, open_journal
from tests.engines import NAMES_KEY, Postgres, engine, postgres, told  # noqa: F401
from tests.slack_standin import TEAM
from tests.test_state import Clock


@contextmanager
def opened(place: Place, clock: Callable[[], float], edition: Callable[[], str] = lambda: "") -> Iterator[Pending]:
    """What a program remembers that ends without a word."""
    with closing(open_journal(place)) as database:
        yield Pending(database, Replica(database, edition=edition), TEAM, clock)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pending(journal_place: Place, clock: Clock) -> Iterator[Pending]:
    with opened(journal_place, clock) as pending:
        yield pending


def post(channel: str = "C1", ts: str = "1.0", user: str = "U1") -> Post:
    return Post(channel, ts, user, "防災の予算は?", None, "T1", ("UBOT",), workspace=TEAM)


def give_up(place: Place) -> None:
    """Let the lease of everybody be over."""
    told(place, "UPDATE replicas SET expires = 0")


def stamps(owed: list[Owed]) -> list[str]:
    return [one.post.ts for one in owed]


# One program, on either engine


def test_a_post_is_taken_once_under_either_name(pending: Pending) -> None:
    assert pending.take("Ev1", post())
    assert not pending.take("Ev1", post())  # redelivered
    assert not pending.take("Ev2", post())  # message and app_mention for one post
    assert not pending.take("Ev1", post("C2", "9.0"))
    assert pending.take("Ev3", post("C2"))  # a ts counts within its channel


def test_of_many_threads_one_gets_the_post(pending: Pending) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: pending.take(f"Ev{number}", post()), range(40)))
    assert sum(map(bool, taken)) == 1


def test_of_two_programs_one_gets_the_post(pending: Pending, journal_place: Place, clock: Clock) -> None:
    with opened(journal_place, clock) as other:
        assert [bool(one.take("Ev1", post())) for one in (pending, other)] == [True, False]


def test_what_is_taken_is_owed_after_the_end_until_it_is_answered_or_too_old(
    pending: Pending, journal_place: Place, clock: Clock
) -> None:
    taken = []
    for number in range(3):
        taken.append(pending.take(f"Ev{number}", post(ts=f"{number}.0")))
        clock.now += OWED_FOR / 4
    assert taken[1]
    assert pending.begin(taken[1])
    assert pending.done(taken[1])
    assert pending.claim(clock.now) == []  # it is answering them itself
    for hours, left in [(0, ["0.0", "2.0"]), (6, ["2.0"]), (None, ["0.0", "2.0"])]:
        give_up(journal_place)
        with opened(journal_place, clock) as later:
            assert not later.take("Ev0", post(ts="0.0"))
            # By a clock in doubt nothing is too old.
            assert stamps(later.claim(None if hours is None else clock.now + hours * 3_600 + 1)) == left


def test_what_a_program_died_of_twice_is_not_begun_again(pending: Pending, journal_place: Place, clock: Clock) -> None:
    [taken] = filter(None, [pending.take("Ev1", post())])
    assert pending.start(taken)
    for goes_on in (True, False):
        give_up(journal_place)
        with opened(journal_place, clock) as later:
            [owed] = later.claim(clock.now)
            assert later.start(owed.post) is goes_on


def test_posts_are_forgotten_after_a_day(pending: Pending, clock: Clock, names: Names, journal_place: Place) -> None:
    pending.take("Ev1", post())
    clock.now += SEEN_FOR + 1
    pending.take("Ev2", post(ts="2.0"))
    with closing(open_journal(journal_place)) as database:
        Archive(database, names, 180).forget_the_old(clock.now, 100)
    assert told(journal_place, "SELECT key FROM seen ORDER BY key") == [("event:T1/Ev2",), ("post:T1/C1:2.0",)]
    assert told(journal_place, "SELECT key FROM pending") == [("T1/C1:2.0",)]  # nor is the first one still owed


def test_what_an_older_version_owes_is_owed_still(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE pending (key TEXT PRIMARY KEY, post TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID")
        kept = {name: value for name, value in asdict(post()).items() if name not in ("claim", "workspace")}
        db.execute("INSERT INTO pending VALUES ('C1:1.0', ?, ?)", [json.dumps(kept), clock.now])
    with closing(open_journal(path)) as database:
        Archive(database, Names(path), 180, clock).adopt(TEAM)  # as the program does when it starts
    for goes_on in (True, False):
        with opened(path, clock) as pending:
            [owed] = pending.claim(clock.now)
            assert owed == Owed(post(), begun=True)
            assert pending.start(owed.post) is goes_on


# Replicas


@pytest.fixture
def shared(server: Postgres) -> Place:
    """A journal that replicas share."""
    return server.fresh()


@pytest.fixture
def two(shared: Place, clock: Clock) -> Iterator[tuple[Pending, Pending]]:
    with opened(shared, clock) as one, opened(shared, clock) as other:
        yield one, other


def test_replicas_may_start_at_once_on_an_empty_database(shared: Place) -> None:
    names = Names(shared, NAMES_KEY)

    def start(_number: int) -> str:
        with closing(open_journal(shared)) as database:
            Archive(database, names, 180).recognise()
            return Replica(database).id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(start, range(6)))) == 6
    assert len(told(shared, "SELECT id FROM replicas")) == 6


def test_a_replica_that_dies_is_taken_over_once_its_lease_is_over(
    two: tuple[Pending, Pending], shared: Place, clock: Clock
) -> None:
    one, other = two
    [taken] = filter(None, [one.take("Ev1", post())])
    assert other.claim(clock.now) == []
    told(shared, "UPDATE replicas SET expires = 0 WHERE id = ?", taken.claim)
    [owed] = other.claim(clock.now)
    assert owed == Owed(taken, begun=False)
    assert other.begin(owed.post) == taken


def test_of_many_replicas_one_takes_over(shared: Place, clock: Clock) -> None:
    with opened(shared, clock) as dying:
        for number in range(50):
            dying.take(f"Ev{number}", post(f"C{number}"))
        give_up(shared)
        with opened(shared, clock) as one, opened(shared, clock) as other, ThreadPoolExecutor(4) as pool:
            claimed = list(pool.map(lambda each: each.claim(clock.now), [one, other] * 2))
    assert sorted(owed.post.channel for each in claimed for owed in each) == sorted(f"C{n}" for n in range(50))


def test_a_replica_that_was_frozen_answers_nothing_of_what_it_took_before(
    two: tuple[Pending, Pending], shared: Place, clock: Clock
) -> None:
    one, other = two
    taken = [one.take(f"Ev{number}", post(f"C{number}")) for number in range(2)]
    assert taken[0]
    assert taken[1]
    told(shared, "UPDATE replicas SET expires = 0 WHERE id = ?", taken[0].claim)
    assert one.begin(taken[1]) is None  # by the engine's clock it is given up, whoever has noticed
    assert len(other.claim(clock.now)) == 2
    assert one.begin(taken[0]) is None
    assert one.done(taken[0]) is False
    one._replica.attend()  # another life
    assert one.claim(clock.now) == []
    assert one.begin(taken[0]) is None
    assert len(told(shared, "SELECT key FROM pending")) == 2


def test_what_nobody_took_over_is_answered_in_the_next_life(
    two: tuple[Pending, Pending], shared: Place, clock: Clock
) -> None:
    one, _ = two
    [taken] = filter(None, [one.take("Ev1", post())])
    assert one.start(taken)
    give_up(shared)
    one._replica.attend()
    [owed] = one.claim(clock.now)
    assert one.begin(taken) is None
    assert one.begin(owed.post) == taken
    assert [one.start(owed.post) for _ in range(3)] == [True, True, False]  # it has not died of it


def test_who_leaves_is_taken_over_at_once(shared: Place, clock: Clock) -> None:
    with closing(open_journal(shared)) as database:
        leaving = Replica(database)
        Pending(database, leaving, TEAM, clock).take("Ev1", post())
        with opened(shared, clock) as other:
            leaving.end()
            assert stamps(other.claim(clock.now)) == ["1.0"]


def test_a_conversation_is_answered_by_one_replica_at_a_time(two: tuple[Pending, Pending], clock: Clock) -> None:
    one, other = two
    first = one.take("Ev1", post("D1", "1.0"))
    assert first
    assert other.take("Ev2", post("D1", "2.0")) is None
    assert other.take("Ev3", post("D2", "3.0"))  # another conversation waits for nobody
    assert other.claim(clock.now) == []
    one.done(first)
    assert stamps(other.claim(clock.now)) == ["2.0"]
    clock.now += 1
    assert one.take("Ev4", post("D1", "4.0")) is None
    assert one.claim(clock.now) == []
    assert stamps(other.claim(clock.now)) == ["4.0"]  # who answers there may go on


# Editions


def test_a_replica_with_older_documents_answers_nothing_and_says_so(
    shared: Place, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    theirs = "a" * 64
    with opened(shared, clock, lambda: theirs) as old:
        assert old.take("Ev1", post("C1"))
        with opened(shared, clock, lambda: "b" * 64) as new:
            old._replica.attend()
            assert "文書の版(aaaaaaaa)が、ほかの複製のものより古いため" in caplog.text
            assert old.take("Ev2", post("C2", "2.0")) is None  # written down, and another one's
            assert old.claim(clock.now) == []
            assert stamps(new.claim(clock.now)) == ["1.0", "2.0"]
            theirs = "b" * 64  # the documents are put there
            old._replica.attend()
            assert "どの複製も、同じ版の文書(bbbbbbbb)を使っています。" in caplog.text
            assert old.take("Ev3", post("C3", "3.0"))


def test_an_edition_counts_as_newer_that_came_later_as_long_as_somebody_has_it(shared: Place, clock: Clock) -> None:
    with opened(shared, clock, lambda: "old"):
        pass
    give_up(shared)
    with opened(shared, clock, lambda: "new"), opened(shared, clock, lambda: "old") as behind:
        assert behind.take("Ev1", post()) is None
        give_up(shared)  # the update is taken back
        behind._replica.attend()
        assert stamps(behind.claim(clock.now)) == ["1.0"]


# The engine is away


def test_nothing_is_taken_while_the_engine_is_away_and_nothing_is_lost_by_it(clock: Clock) -> None:
    with postgres() as server, opened(server.fresh(), clock) as pending:
        [taken, answered] = filter(None, [pending.take(f"Ev{n}", post(f"C{n}", f"{n}.0")) for n in range(2)])
        assert pending.begin(answered)
        server.stop()
        with pytest.raises(UnreachableError, match=r"記録のデータベース postgresql:///postgres を使えません"):
            pending.take("Ev9", post("C9"))
        with pytest.raises(UnreachableError):
            pending.begin(taken)
        assert pending.done(answered)
        server.start()
        pending._database._rest_until = 0.0
        pending._replica.attend()
        assert stamps(pending.claim(clock.now)) == ["0.0"]
        assert pending.begin(taken) is None  # what waited for the engine is another life's
        assert pending.take("Ev9", post("C9"))
