"""Several workspaces on one journal: what one asked, set or said is never another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.archive import Archive
from bot.journal import Feedback, Journal
from bot.names import Names
from bot.pending import Owed, Pending
from bot.posts import Conversation, Post
from bot.replica import Replica
from bot.state import Preferences, State
from bot.store import Database, Place
from knowledge import Subject
from tests.engines import engine, told  # noqa: F401
from tests.test_journal import FOUND, UNKNOWN
from tests.test_pending import post

HERE = Conversation("C1", "1.0", "U1")
SUBJECT = Subject(question="防災")


class Memory:
    """What one workspace keeps."""

    def __init__(self, database: Database, names: Names, replica: Replica, workspace: str) -> None:
        self.replica = replica
        self.pending = Pending(database, replica, workspace)
        self.state = State(database, names, workspace)
        self.journal = Journal(database, names, workspace)

    def live(self) -> str:
        """Everything that somebody there can leave behind; returns the id of an answer."""
        assert self.take()
        assert self.state.greet("C1")
        self.state.remember([HERE], SUBJECT)
        self.state.prefer("U1", Preferences("en", followups=False))
        key = self.journal.note(UNKNOWN, "給食費は?", HERE, None)
        self.journal.posted(key, "2.0")
        assert self.journal.rate(key, "U1", Feedback(helpful=False, words="配布用"))
        return key

    def take(self) -> Post | None:
        return self.pending.take("Ev1", self.pending.ours(post()))

    def owed(self) -> list[Owed]:
        """What another life of the program finds."""
        self.replica.begin()
        return self.pending.claim(None)

    def begin(self) -> Post | None:
        self.owed()
        return self.pending.begin(self._ours())

    def done(self) -> None:
        self.owed()
        self.pending.done(self._ours())

    def _ours(self) -> Post:
        return replace(self.pending.ours(post()), claim=self.replica.id)


@pytest.fixture
def replica(database: Database) -> Replica:
    """The program that answers in all workspaces."""
    return Replica(database)


@pytest.fixture
def here(database: Database, names: Names, replica: Replica) -> Memory:
    return Memory(database, names, replica, "T1")


@pytest.fixture
def there(database: Database, names: Names, replica: Replica) -> Memory:
    """The other workspace, in which people, channels and messages are called alike."""
    return Memory(database, names, replica, "T2")


LOOKS: dict[str, Callable[[Memory, str], object]] = {
    "a post that is owed": lambda it, _: it.owed(),
    "a post that is under way": lambda it, _: it.begin(),
    "a post that was edited": lambda it, _: it.pending.revise("C1", "1.0", lambda held: held),
    "what a thread is about": lambda it, _: it.state.subject(HERE),
    "what a thread is about, to a newcomer": lambda it, _: it.state.subject(Conversation("C1", "1.0", "U2")),
    "a setting": lambda it, _: it.state.preferences("U1") != Preferences(),
    "an answer by its id": lambda it, key: it.journal.find(key),
    "one's own answer by its id": lambda it, key: it.journal.find_own(key, "U1"),
    "who asked": lambda it, key: it.journal.is_asker(key, "U1"),
    "an answer in a thread": lambda it, _: it.journal.answered_in("C1", "1.0"),
    "one's last questions": lambda it, _: it.journal.recent("U1", 9),
    "what was asked in vain": lambda it, _: it.journal.misses(9),
    "a choice to be settled": lambda it, key: it.journal.settle(key, "U1"),
    "a thumb": lambda it, key: it.journal.rate(key, "U1", Feedback(helpful=True)),
}
"""Every way in which something that was kept is found."""


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_what_was_kept_is_found_where_it_was_kept_and_nowhere_else(
    here: Memory, there: Memory, look: Callable[[Memory, str], object]
) -> None:
    key = here.live()
    assert not look(there, key)
    if look is not LOOKS["a post that was edited"]:  # nothing was changed about it
        assert look(here, key)


def test_nothing_that_one_does_changes_what_another_keeps(here: Memory, there: Memory) -> None:
    key = here.live()
    there.live()
    there.pending.withdraw("C1", "1.0")
    there.done()
    there.state.remember([HERE], Subject(question="防犯"))
    there.state.prefer("U1", Preferences("ja"))
    there.journal.posted(key, "9.0")
    there.journal.removed(key)
    [owed] = here.owed()
    assert owed.post == here.pending.ours(post())
    assert here.state.subject(HERE) == SUBJECT
    assert here.state.preferences("U1") == Preferences("en", followups=False)
    found = here.journal.find(key)
    assert found
    assert found.ts == "2.0"


def test_one_person_is_forgotten_everywhere(
    here: Memory, there: Memory, database: Database, names: Names, journal_place: Place
) -> None:
    keys = here.live(), there.live()
    archive = Archive(database, names, 180)
    assert len(archive.misses(9)) == 2
    assert archive.forget("U1") == 2
    assert [here.journal.find(keys[0]), there.journal.find(keys[1])] == [None, None]
    assert told(journal_place, "SELECT * FROM pending") == []


def test_what_was_kept_before_there_were_workspaces_is_the_workspaces_whose_token_is_there(
    database: Database, names: Names, replica: Replica, journal_place: Place
) -> None:
    """As in the journal of whoever comes from an older version, also in the middle of a question."""
    before = Memory(database, names, replica, "")
    key = before.live()
    answered = before.journal.note(FOUND, "防犯は?", HERE, None)
    told(journal_place, "UPDATE seen SET key = replace(replace(key, 'post:/', 'post:'), 'event:/', 'event:')")
    told(journal_place, "UPDATE pending SET key = substr(key, 2)")
    assert told(journal_place, "SELECT key FROM seen ORDER BY key") == [("event:Ev1",), ("post:C1:1.0",)]
    for _ in range(2):  # at every start
        Archive(database, names, 180).adopt("T1")
    here, there = Memory(database, names, replica, "T1"), Memory(database, names, replica, "T2")
    assert not here.take()
    for look in (name for name in LOOKS if name != "a post that was edited"):
        assert LOOKS[look](here, key), look
        assert not LOOKS[look](there, key), look
    assert not here.state.greet("C1")
    assert here.journal.find(answered)
    here.done()
    assert told(journal_place, "SELECT * FROM pending") == []
    Archive(database, names, 180).adopt("T2")
    assert here.journal.find(answered)
