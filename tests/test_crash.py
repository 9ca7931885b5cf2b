"""Scenes around an end: the program is killed while it answers, the plan is replaced below its answers."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from slack_sdk import WebClient

from bot.link import Link
from bot.pending import Pending
from bot.settings import Settings
from bot.watch import BotToken, Watch
from knowledge import Desk
from tests.conftest import DOCUMENTS, ROOT, Run
from tests.engines import Postgres, engine, told, variables  # noqa: F401
from tests.kills import Scene, toll
from tests.slack_limits import words_of
from tests.slack_standin import APP_TOKEN, BOT, BOT_TOKEN, StandIn, until

resource = pytest.importorskip("resource", reason="only Unix kills and starves like this")
Got = TypeVar("Got")
ASKED = f"<@{BOT}> 防災訓練の予算は?"


# The program is killed

PROGRAM = """
import time
from bot import settings, slack
from tests.test_slack import EchoDesk
class Stuck(EchoDesk):
    def ask(self, *question):
        time.sleep(60)
slack.run(Stuck(), settings.load())
"""


def environment_of(slack: StandIn, settings: Settings) -> dict[str, str]:
    """The environment of a bot in another process."""
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
    return os.environ | tokens | variables(settings.hoshin_journal)


@contextmanager
def killed_while_answering(slack: StandIn, settings: Settings, ask: Callable[[], Got]) -> Iterator[Got]:
    """A bot that took a post, or owes one, and is killed (SIGKILL) before it answers; yields what `ask` returns."""
    before = slack.connections
    environment = environment_of(slack, settings)
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, stderr=subprocess.PIPE
    ) as program:
        try:
            slack.wait(lambda: slack.connections == before + 1, "a connection")
            ts = ask()
            slack.wait_acks()
            until(lambda: _tries(settings), "an answer that is being found")
        finally:
            program.send_signal(signal.SIGKILL)
    yield ts


@pytest.mark.parametrize("place", ["C1", "DU1"])
def test_what_was_taken_before_a_crash_is_answered_after_it_once(
    slack: StandIn, bot: Run, settings: Settings, place: str
) -> None:
    ask = (lambda: slack.mention("C1", "U1", ASKED)) if place == "C1" else (lambda: slack.dm("U1", "防災訓練の予算は?"))
    with killed_while_answering(slack, settings, ask) as ts:
        with bot():
            [answer] = slack.wait_messages(place)
            slack.redeliver()
            slack.wait_acks()
        with bot():
            slack.redeliver()
            slack.wait_acks()
    assert len(slack.messages(place, BOT)) == 1
    assert answer.thread == (ts if place == "C1" else None)
    assert "2,025千円" in answer.text


@pytest.mark.parametrize(("hours", "answers"), [(23, 1), (25, 0)])
def test_what_is_older_than_a_day_is_let_go(
    slack: StandIn, bot: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch, hours: int, answers: int
) -> None:
    _take_and_die(slack, bot, monkeypatch)
    _age(settings, hours * 3_600)
    with bot():
        slack.wait(lambda: slack.connections == 2, "a second connection")
        slack.dm("U2", "防災訓練の予算は?")
        slack.wait_messages("DU2")
    assert len(slack.messages("C1", BOT)) == answers


def test_what_was_answered_before_the_crash_is_not_answered_again(
    slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, bot():
        dying.setattr(Pending, "done", lambda *_: True)  # killed after the post and before this
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1")
    with bot():
        slack.wait(lambda: any(call.method == "conversations.replies" for call in slack.calls), "the look-up")
    assert len(slack.messages("C1", BOT)) == 1


@pytest.mark.parametrize("place", ["C1", "DU1"])
def test_what_the_program_died_of_twice_is_not_tried_again_and_its_asker_is_told(
    slack: StandIn, bot: Run, settings: Settings, place: str
) -> None:
    ask = (lambda: slack.mention("C1", "U1", ASKED)) if place == "C1" else (lambda: slack.dm("U1", "防災訓練の予算は?"))
    with killed_while_answering(slack, settings, ask) as ts:
        pass
    with killed_while_answering(slack, settings, lambda: until(lambda: _tries(settings) == 2, "a second try")):
        pass
    assert slack.messages(place, BOT) == []
    with bot():
        [told] = slack.wait_messages(place)
        slack.dm("U2", "防災訓練の予算は?")  # who asks meanwhile is answered
        slack.wait_messages("DU2")
    with bot():
        slack.redeliver()
        slack.wait_acks()
    assert slack.messages(place, BOT) == [told]
    assert told.thread == (ts if place == "C1" else None)
    assert told.text.startswith("この質問は、答えている途中でプログラムが2度止まったため、答えるのをやめました。")


def test_a_post_that_another_version_wrote_down_does_not_keep_the_bot_from_starting(
    slack: StandIn, bot: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_and_die(slack, bot, monkeypatch)
    unreadable = '{"channel": "C2", "mood": 7}'
    copied = "INSERT INTO pending (key, post, at, tries, begun) SELECT 'C2:1.0', ?, at, 1, 0 FROM pending"
    told(settings.hoshin_journal, copied, unreadable)
    with bot():
        slack.wait_messages("C1")


STARVING = """
from bot import settings, slack, watch
from tests.test_slack import EchoDesk
watch.STARVING = 1.0
slack.ENDING = 1.0
slack.run(EchoDesk(), settings.load())
"""


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux takes files away from another process")
def test_a_bot_that_gets_no_files_any_more_ends_itself_and_answers_after_the_restart(
    slack: StandIn, bot: Run, settings: Settings
) -> None:
    environment = environment_of(slack, settings)
    command = [sys.executable, "-c", STARVING]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as program:
        try:
            slack.wait(lambda: slack.connections == 1, "a connection")
            slack.dm("U1", "はじめ")
            slack.wait_messages("DU1")
            _, most = resource.prlimit(program.pid, resource.RLIMIT_NOFILE)
            resource.prlimit(program.pid, resource.RLIMIT_NOFILE, (3, most))
            slack.dm("U1", "防災訓練の予算は?")
            slack.wait_acks()
            _, said = program.communicate(timeout=20)
        finally:
            program.kill()
    assert program.returncode == 1
    assert "ファイルもスレッドも新しく開けず、だれにも答えられないため終わります。" in said
    with bot():
        [_, answer] = slack.wait_messages("DU1", 2)
    assert "2,025千円" in answer.text


def test_who_gets_no_threads_any_more_cannot_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    client = WebClient(BOT_TOKEN)
    link = Link(APP_TOKEN, client, logging.getLogger("tests.crash"), lambda *_: None)
    monkeypatch.setattr(Link, "is_over", False)
    monkeypatch.setattr("bot.watch.STARVING", 1e-9)
    watch = Watch(link, BotToken(), lambda: None)
    with monkeypatch.context() as starving:
        starving.setattr(threading.Thread, "start", none)
        assert [watch.trouble() is None for _ in range(2)] == [True, False]
    assert watch.trouble() is None
    link.close()


def _take_and_die(slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post is taken and nothing more happens to it."""
    with monkeypatch.context() as dying, bot():
        dying.setattr("bot.talk.Talk._answer_or_refuse", lambda *_: None)
        slack.mention("C1", "U1", ASKED)
        slack.wait_acks()


def _tries(settings: Settings) -> int:
    """How often answering what is owed was begun."""
    [(tries,)] = told(settings.hoshin_journal, "SELECT max(tries) FROM pending")
    return int(str(tries))


def _age(settings: Settings, seconds: int) -> None:
    """Let the journal's posts be so much older."""
    told(settings.hoshin_journal, "UPDATE pending SET at = at - ?", seconds)


# The plan is replaced


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the documents that may be changed."""
    return Path(shutil.copytree(DOCUMENTS, tmp_path / "documents"))


def test_a_button_from_before_the_plan_was_replaced_says_so_and_offers_the_new_answer(
    slack: StandIn, bot: Run, index: Path, shelf: Path, tmp_path: Path
) -> None:
    index = Path(shutil.copy(index, tmp_path / "hoshin.db"))
    old = Desk.open(index, shelf)
    with bot(old):
        slack.mention("C1", "U1", ASKED)
        [answer] = slack.wait_messages("C1")
        slack.command("U3", "防災訓練の予算は?")
        [private] = slack.wait_seen("U3")
        slack.open_home("U4")
        home = slack.wait_home("U4")
        slack.press("U4", "home_ask:0", on=home)
        home = slack.wait_home("U4", other_than=home)
    old.close()
    page = shelf / "minato-r4.txt"
    page.write_text(page.read_text(encoding="utf-8").replace("2,025千円", "3,333千円"), encoding="utf-8")
    new = Desk.open(index, shelf)
    with bot(new):
        slack.press("U2", "上位の戦略", on=answer)
        [told] = slack.wait_seen("U2")
        assert told.text == "この答えのあとで、運営方針が新しいものに差し替えられました。"
        slack.press("U2", "いまの運営方針で見る", on=told)
        slack.wait(lambda: slack.seen_by("U2")[0].text != told.text, "the new answer")
        [fresh] = slack.seen_by("U2")
        slack.press("U3", "チャンネルに共有", on=private)  # an old figure is not shared either
        slack.wait(lambda: slack.seen_by("U3")[0].text == told.text, "the same word")
        slack.press("U3", "いまの運営方針で見る", on=slack.seen_by("U3")[0])
        slack.wait(lambda: "3,333千円" in slack.seen_by("U3")[0].text, "the new figure")
        slack.press("U4", "上位の戦略", on=home)
        drawn = "".join(words_of(list(slack.wait_home("U4", other_than=home).blocks)))
    new.close()
    assert told.text in drawn  # in Home the word stands with the new answer
    assert "戦略2-1" in fresh.text
    assert slack.messages("C1", BOT) == [answer]


def test_of_twenty_kills_under_load_no_question_is_lost_or_answered_twice(tmp_path: Path) -> None:
    found = toll(tmp_path, Scene(kills=20, rate=60, seed=1, texts=("防災", "防犯", "その予算は?")))
    assert found.asked > 100
    assert found == replace(found, lost=0, twice=0, again=0, disordered=0)


def test_where_nothing_can_be_looked_up_kills_lose_nothing_and_what_comes_again_says_so(tmp_path: Path) -> None:
    found = toll(tmp_path, Scene(kills=8, rate=60, seed=2, texts=("防災", "防犯"), blind=True))
    assert found.asked > 40
    assert found == replace(found, lost=0, twice=0)


def test_three_replicas_of_which_three_are_killed_and_one_is_frozen_answer_each_question_once(
    tmp_path: Path, server: Postgres
) -> None:
    scene = Scene(kills=3, rate=30, seed=3, texts=("防災", "防犯", "その予算は?"), replicas=3, freezes=1)
    found = toll(tmp_path, scene, server.fresh())
    assert found.asked > 40
    assert found == replace(found, lost=0, twice=0, again=0)
