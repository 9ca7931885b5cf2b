"""`app.py journal move`: a journal goes to PostgreSQL whole, as often as somebody likes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from bot.archive import Archive
from bot.journal import Feedback, Journal
from bot.names import Names
from bot.pending import Pending
from bot.posts import Conversation
from bot.replica import Replica
from bot.state import Preferences, State
from bot.store import Place, Server, hold, open_journal
from knowledge import Subject
from tests.engines import Postgres, told
from tests.slack_standin import TEAM
from tests.test_journal import FOUND, UNKNOWN, WHERE
from tests.test_pending import post

Move = Callable[..., Result]
TABLES = ("answers", "feedback", "greeted", "keys", "pending", "people", "seen", "subject")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A journal that a bot has worked with, more than one portion of it."""
    path = tmp_path / "journal.db"
    names = Names(path)
    with closing(open_journal(path)) as database:
        Archive(database, names, 180).recognise()
        journal, state = Journal(database, names, TEAM), State(database, names, TEAM)
        key, *_ = [journal.note(UNKNOWN, f"質問{number}", WHERE, None) for number in range(250)]
        journal.rate(key, "UTARO", Feedback(helpful=False, words="ちがう"))
        state.remember([WHERE], Subject(question="防災"))
        state.prefer("UHANAKO", Preferences("en", followups=False))
        state.greet("C1")
        Pending(database, Replica(database), TEAM).take("Ev1", post())
    return path


@pytest.fixture
def server_place(server: Postgres) -> Server:
    return server.fresh()


@pytest.fixture
def move(file: Path, server_place: Server) -> Move:
    """`python app.py journal move --to …`, with the file's own key unless another is told."""

    def moved(*more: str, key: str | None = None) -> Result:
        environment = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "HOSHIN_JOURNAL": str(file), "COLUMNS": "200"}
        environment |= {"HOSHIN_NAMES_KEY": file.with_suffix(".key").read_text() if key is None else key}
        return CliRunner().invoke(main, ["journal", "move", "--to", server_place.url, *more], env=environment)

    return moved


def counts(place: Place) -> dict[str, object]:
    return {table: told(place, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


def test_all_that_a_bot_remembers_is_taken_along_and_counted(move: Move, file: Path, server_place: Server) -> None:
    done = move()
    assert done.exit_code == 0, done.output
    assert counts(server_place) == counts(file) | {"answers": 250, "seen": 2}
    [line] = [line for line in done.output.splitlines() if "answers" in line]
    assert line.count("250") == 3
    names = Names(server_place, file.with_suffix(".key").read_text())
    with closing(open_journal(server_place)) as database:
        Archive(database, names, 180).recognise()
        journal, state = Journal(database, names, TEAM), State(database, names, TEAM)
        assert len(journal.recent("UHANAKO", 300)) == 250
        assert [miss.feedback.words for miss in journal.misses(300) if miss.feedback] == ["ちがう"]
        assert state.subject(WHERE) == Subject(question="防災")
        assert state.preferences("UHANAKO") == Preferences("en", followups=False)
        pending = Pending(database, Replica(database), TEAM)
        assert not pending.take("Ev1", post())  # what Slack delivers again
        assert [owed.post for owed in pending.claim(None)] == [post()]


def test_it_can_be_repeated_and_what_came_later_stays(move: Move, file: Path, server_place: Server) -> None:
    move()
    key = file.with_suffix(".key").read_text()
    here = Conversation("C1", "1.0", "UHANAKO")
    with closing(open_journal(file)) as old, closing(open_journal(server_place)) as new:
        Journal(old, Names(file), TEAM).note(FOUND, "まだファイルに", here, None)
        Journal(new, Names(server_place, key), TEAM).note(FOUND, "もうサーバーに", here, None)
        State(new, Names(server_place, key), TEAM).prefer("UHANAKO", Preferences("ja"))
    again = move()
    assert again.exit_code == 0, again.output
    assert counts(server_place)["answers"] == 252
    assert told(server_place, "SELECT language FROM people") == [("ja",)]


@pytest.mark.parametrize("key", ["", "ab" * 32], ids=["none", "another"])
def test_another_key_would_lose_everybody_and_is_refused(
    move: Move, file: Path, server_place: Server, key: str
) -> None:
    refused = move(key=key)
    assert refused.exit_code == 1
    assert f"鍵ファイル {file.with_suffix('.key')} の中身を HOSHIN_NAMES_KEY に" in refused.output
    assert file.with_suffix(".key").read_text() not in refused.output
    assert told(server_place, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()") == []


def test_what_cannot_be_moved_is_one_sentence(move: Move, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.sqlite.HANDOVER", 0.1)
    with hold(file):
        busy = move()
    assert (busy.exit_code, "もう動いているホーシンが使っています" in busy.output) == (1, True)
    nowhere = move("--from", str(file.with_name("other.db")))
    assert (nowhere.exit_code, "other.db がありません" in nowhere.output) == (1, True)
    environment = {"HOSHIN_JOURNAL": str(file)}
    path = CliRunner().invoke(main, ["journal", "move", "--to", "other.db"], env=environment)
    assert (path.exit_code, "postgresql://" in path.output) == (2, True)


def test_a_server_that_is_not_there_is_one_sentence_without_the_password(file: Path, tmp_path: Path) -> None:
    environment = {"HOSHIN_JOURNAL": str(file), "HOSHIN_NAMES_KEY": file.with_suffix(".key").read_text()}
    address = f"postgresql://bot:secret@/hoshin?host={tmp_path}"
    told = CliRunner().invoke(main, ["journal", "move", "--to", address], env=environment)
    assert told.exit_code == 1
    assert "記録のデータベース postgresql:///hoshin を使えません" in told.output
    assert "secret" not in told.output


def test_a_replica_with_another_key_does_not_start(server_place: Server) -> None:
    with closing(open_journal(server_place)) as database:
        Archive(database, Names(server_place, "5a" * 32), 180).recognise()
        other = Archive(database, Names(server_place, "ab" * 32), 180)
        with pytest.raises(Exception, match="HOSHIN_NAMES_KEY が、この記録のこれまでの鍵と違います"):
            other.recognise()
        other.forget(None)  # the way out where the key is lost
        other.recognise()
