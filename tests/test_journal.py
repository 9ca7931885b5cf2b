"""What was asked and said of it: seen by whoever keeps the plan, without names, and forgotten in time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from app import main
from bot.archive import Archive
from bot.journal import Feedback, Journal
from bot.names import Names
from bot.pending import DAY
from bot.posts import Conversation
from bot.state import State
from bot.store import Database, Place
from knowledge import Answer, Kind, Step, Subject
from knowledge.model import Above, Ask, Linked, Query
from tests.conftest import Run
from tests.engines import engine, kept, variables  # noqa: F401
from tests.slack_standin import BOT, TEAM, StandIn

WHERE = Conversation("C1", "1.0", "UHANAKO")
FOUND = Answer("", Kind.FOUND, "ja", "具体的取組2-1-1です。", score=100)
STEP = Step("上位の戦略", Query(Ask.RECORD, Above(Linked(("minato-r4/2-1-1",))), "minato-r4"))
UNKNOWN = Answer("", Kind.UNKNOWN, "ja", "出てきません。")
Command = Callable[..., Result]


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(database: Database, names: Names, clock: Clock) -> Journal:
    return Journal(database, names, TEAM, clock)


@pytest.fixture
def archive(database: Database, names: Names, clock: Clock) -> Archive:
    return Archive(database, names, 180, clock)


@pytest.fixture
def command(journal_place: Place) -> Command:
    """`python app.py journal …`"""

    def typed(*arguments: str) -> Result:
        environment = variables(journal_place) | {"COLUMNS": "200"}
        tokens = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}
        return CliRunner().invoke(main, ["journal", *arguments], env=environment | tokens)

    return typed


def test_an_answer_is_found_again_with_all_that_its_buttons_need(journal: Journal) -> None:
    before, step = Subject("minato-r4", "防災の予算は?"), STEP
    key = journal.note(FOUND, "その上の戦略は?", WHERE, before, step)
    journal.posted(key, "2.0")
    asked = journal.find(key)
    assert asked
    assert (asked.question, asked.subject, asked.step, asked.kind, asked.ts) == (
        "その上の戦略は?",
        before,
        step,
        Kind.FOUND,
        "2.0",
    )
    assert journal.is_asker(key, "UHANAKO")
    assert not journal.is_asker(key, "UTARO")
    assert journal.find("nothing") is None


@pytest.mark.parametrize("column", ["step", "subject"])
def test_an_answer_that_another_version_kept_is_forgotten(journal: Journal, database: Database, column: str) -> None:
    """Without what it was about, the question would be asked of something else."""
    key = journal.note(FOUND, "その予算は?", WHERE, Subject("minato-r4"), STEP)
    with database.writing() as write:
        write(f"UPDATE answers SET {column} = ?", '{"move": "parent", "key": "minato-r4/2-1-1"}')
    assert journal.find(key) is None
    assert journal.recent("UHANAKO", 5) == ()


@pytest.mark.parametrize(
    ("channel", "thread", "answered"),
    [("C1", "1.0", True), ("C1", "3.0", True), ("C1", "9.0", False), ("C2", "1.0", False)],
)
def test_in_which_threads_an_answer_stands(journal: Journal, channel: str, thread: str, answered: bool) -> None:
    journal.posted(journal.note(FOUND, "?", WHERE, None), "2.0")
    journal.posted(journal.note(FOUND, "?", Conversation("C1", "", "U1"), None), "3.0")  # shared: a thread begins here
    journal.note(FOUND, "?", Conversation("C1", "9.0", "U1"), None)  # on its way
    assert journal.answered_in(channel, thread) is answered


def test_only_the_askers_first_press_settles_a_choice(journal: Journal) -> None:
    key = journal.note(FOUND, "まちづくり", WHERE, None)
    assert [journal.settle(key, user) for user in ("UTARO", "UHANAKO", "UHANAKO")] == [False, True, False]


def test_recent_questions_are_ones_own_each_once_the_latest_first(journal: Journal) -> None:
    for user, question in [("U1", "防災"), ("U2", "ひみつ"), ("U1", "防犯"), ("U1", "防災")]:
        journal.note(FOUND, question, Conversation("C1", "1.0", user), None)
    journal.note(FOUND, "上位の戦略", Conversation("C1", "1.0", "U1"), None, STEP)
    journal.note(Answer("", Kind.HELP, "ja", "使い方"), "使い方", Conversation("C1", "1.0", "U1"), None)
    assert [asked.question for asked in journal.recent("U1", 5)] == ["防災", "防犯"]
    assert [asked.question for asked in journal.recent("U1", 1)] == ["防災"]


def test_the_last_word_of_each_person_on_each_answer_counts(journal: Journal, archive: Archive) -> None:
    key = journal.note(FOUND, "見守りは?", WHERE, None)
    for user, helpful in [("U1", False), ("U1", True), ("U2", True), ("U2", False)]:
        assert journal.rate(key, user, Feedback(helpful, words="ちがう"))
        assert journal.rate(key, user, Feedback(helpful))  # pressed again, and the window closed
    assert not journal.rate("nothing", "U1", Feedback(helpful=True))
    assert archive.counts() == {"found": 1, "up": 1, "down": 1}
    assert [(miss.question, miss.feedback) for miss in journal.misses(9)] == [
        ("見守りは?", Feedback(helpful=False, words="ちがう"))
    ]


def test_questions_are_forgotten_in_time_with_what_was_said_of_them(
    journal: Journal, archive: Archive, database: Database, clock: Clock, journal_place: Place
) -> None:
    key = journal.note(UNKNOWN, "むかしの質問", WHERE, None)
    journal.rate(key, "U1", Feedback(helpful=False, words="むかしの言葉"))
    clock.now += 180 * DAY
    journal.note(FOUND, "いまの質問", WHERE, None)
    assert archive.forget_the_old(clock.now, 100) == 1
    assert journal.find(key) is None
    assert journal.misses(9) == ()
    assert archive.counts() == {"found": 1}
    database.settle()
    assert "むかし".encode() not in kept(journal_place)


# python app.py journal


def test_the_command_shows_what_was_asked_in_vain(journal: Journal, command: Command) -> None:
    assert command().output.strip() == "まだ何も聞かれていません。"
    key = journal.note(FOUND, "見守りの予算は?", WHERE, None)
    journal.rate(key, "U1", Feedback(helpful=False, entry="minato-r4/3-1-2", missing=True, words="配布用"))
    journal.note(UNKNOWN, "給食費はいくら?", WHERE, None)
    said = command().output
    assert "2023-11-1" in said
    assert "ちがう・足りない: 見守りの予算は? → minato-r4/3-1-2 / 運営方針に載っていない / 配布用" in said
    assert "載っていない: 給食費はいくら?" in said
    assert "UHANAKO" not in said


def test_one_persons_rows_are_forgotten_or_everybodys(
    journal: Journal, archive: Archive, database: Database, journal_place: Place, names: Names, command: Command
) -> None:
    state = State(database, names, TEAM)
    for user in ("UHANAKO", "UTARO"):
        where = Conversation("C1", "1.0", user)
        key = journal.note(FOUND, f"質問 {user}", where, None)
        journal.rate(key, "UHANAKO", Feedback(helpful=True))
        state.remember([where], Subject(question=user))
        state.prefer(user, state.preferences(user))
    assert command("--forget", "UHANAKO").output.strip() == "1件の質問を消しました。"
    assert [asked.question for asked in journal.recent("UTARO", 9)] == ["質問 UTARO"]
    assert archive.counts() == {"found": 1}
    assert database.rows("SELECT person FROM people") == [(names.person("UTARO"),)]
    assert len(database.rows("SELECT * FROM subject")) == 1
    assert command("--forget", "UNOBODY").output.strip() == "0件の質問を消しました。"
    assert command("--forget", "all").output.strip() == "1件の質問を消しました。"
    assert archive.counts() == {}
    # Neither in the file nor in the log beside it, although a bot has it open.
    assert "質問".encode() not in kept(journal_place)


def test_a_day_in_slack_leaves_no_names(slack: StandIn, bot: Run, journal_place: Place) -> None:
    with bot():
        root = slack.mention("C1", "UHANAKO", f"<@{BOT}> 防災訓練の予算は?")
        [answer] = slack.wait_messages("C1")
        slack.post("C1", "UTARO", "その上の戦略は?", thread=root)
        slack.press("UTARO", "役に立った", on=answer)
        slack.press("UHANAKO", "上位の戦略", on=answer)
        slack.command("UHANAKO", "2-2-1の予算は?")
        slack.shortcut("UTARO", "look_up", on=answer)
        slack.open_home("UHANAKO")
        slack.choose("UHANAKO", "home_followups", "答えない", on=slack.wait_home("UHANAKO"))
        slack.wait_seen("UHANAKO", 2)
        slack.wait_seen("UTARO", 2)
        slack.wait_acks()
    assert "2-2-1の予算は?".encode() in kept(journal_place)
    for name in (b"UHANAKO", b"UTARO", "港 花子".encode()):
        assert name not in kept(journal_place)
