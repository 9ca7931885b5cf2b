"""Several bots on one PostgreSQL: each question is answered once, whoever hears of it, and whatever befalls them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery import _UnderWay
from bot.settings import Settings
from bot.slack import Running, connected
from bot.store import Place
from knowledge import Answer, Desk
from tests.conftest import Run
from tests.engines import postgres, told
from tests.slack_standin import BOT, StandIn, until
from tests.test_health import ask
from tests.test_slack import EchoDesk
from tests.test_stress import SlowDesk, free_port

ASKED = f"<@{BOT}> 防災訓練の予算は?"


@pytest.fixture
def engine() -> str:
    return "postgres"


@pytest.fixture(autouse=True)
def shared_out(slack: StandIn) -> None:
    """Slack tells each of the connections in turn."""
    slack.share_out()


@contextmanager
def replicas(settings: Settings, *desks: Desk) -> Iterator[list[Running]]:
    """As many bots as there are desks."""
    with ExitStack() as open_:
        yield [open_.enter_context(connected(desk, settings)) for desk in desks]


def texts(slack: StandIn, channel: str) -> list[str]:
    return [message.text for message in slack.messages(channel, BOT)]


def test_each_question_is_answered_once_whoever_hears_of_it_and_however_often(
    slack: StandIn, settings: Settings
) -> None:
    with replicas(settings, EchoDesk(), EchoDesk(), EchoDesk()):
        for number in range(30):
            slack.mention(f"C{number}", "U1", f"<@{BOT}> 質問{number}")
        for _ in range(2):
            slack.redeliver()
        slack.wait_acks()
        for number in range(30):
            slack.wait_messages(f"C{number}")
    assert [len(texts(slack, f"C{number}")) for number in range(30)] == [1] * 30


def test_a_conversation_keeps_its_order_and_its_subject_whoever_hears_of_it(slack: StandIn, settings: Settings) -> None:
    with replicas(settings, EchoDesk(), EchoDesk(), EchoDesk()):
        for number in range(8):
            slack.dm("U1", f"質問{number}")
            slack.wait_acks()
        slack.wait_messages("DU1", 8)
    before = ["はじめて", *(f"質問{number}" for number in range(7))]
    assert texts(slack, "DU1") == [f"「質問{number}」({about})" for number, about in enumerate(before)]


def test_a_press_on_a_message_of_one_replica_works_on_another(slack: StandIn, bot: Run) -> None:
    with bot(), bot():
        slack.mention("C1", "U1", ASKED)
        [answer] = slack.wait_messages("C1")
        for user in ("U2", "U3", "U4"):
            slack.press(user, "上位の戦略", on=answer)
            [alone] = slack.wait_seen(user)
            assert "戦略2-1" in alone.text
        slack.press("U1", "この答えを消す", on=answer)
        slack.wait(lambda: not slack.messages("C1", BOT), "a message that is taken away")


def test_who_loses_the_lease_while_an_answer_is_found_does_not_give_it_and_it_is_given_once(
    slack: StandIn, settings: Settings, journal_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowDesk()
    with ExitStack() as open_:
        with monkeypatch.context() as without_a_heart:
            without_a_heart.setattr("bot.slack._among_replicas", lambda *_: nullcontext())
            open_.enter_context(connected(slow, settings))
        slack.dm("U1", "防災")
        slack.wait_acks()
        open_.enter_context(connected(EchoDesk(), settings))
        slack.wait_messages("DU1")  # a second later
        slow.go.set()
    assert texts(slack, "DU1") == ["「防災」(はじめて)"]
    assert told(journal_place, "SELECT key FROM pending") == []


def test_who_loses_the_lease_and_has_it_again_gives_the_answer_once(
    slack: StandIn, settings: Settings, journal_place: Place
) -> None:
    slow = SlowDesk()
    with connected(slow, settings):
        slack.dm("U1", "防災")
        slack.wait_acks()
        told(journal_place, "UPDATE replicas SET expires = 0")
        slow.go.set()
        slack.wait_messages("DU1")
    [answer] = texts(slack, "DU1")
    assert answer.startswith("「防災」")
    assert told(journal_place, "SELECT key FROM pending") == []


def test_who_is_stopped_just_before_posting_takes_the_second_answer_away(
    slack: StandIn, settings: Settings, journal_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then the database has said that the question is ours; nothing can call a post back that is on its way."""
    asked = _UnderWay.now
    stopped = threading.Event()

    def stops(under_way: _UnderWay) -> object:
        message = asked(under_way)
        if not stopped.is_set():
            stopped.set()
            slack.wait_messages("C1")  # from the other one
        return message

    with ExitStack() as open_:
        with monkeypatch.context() as without_a_heart:
            without_a_heart.setattr("bot.slack._among_replicas", lambda *_: nullcontext())
            open_.enter_context(connected(EchoDesk(), settings))
        monkeypatch.setattr(_UnderWay, "now", stops)
        slack.mention("C1", "U1", ASKED)
        slack.wait_acks()
        until(stopped.is_set, "an answer that is about to be posted")
        open_.enter_context(connected(EchoDesk(), settings))
        slack.wait(
            lambda: any(call.method == "chat.delete" and call.ok for call in slack.calls), "an answer taken away"
        )
    posted = [call for call in slack.calls if call.method == "chat.postMessage" and call.ok]
    assert (len(posted), len(texts(slack, "C1"))) == (2, 1)
    assert told(journal_place, "SELECT key FROM pending") == []


def test_a_rolling_restart_loses_nothing(slack: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.ENDING", 0.1)
    asked = 0
    with ExitStack() as all_of_them:
        running = [ExitStack() for _ in range(3)]
        for one in running:
            all_of_them.enter_context(one).enter_context(connected(EchoDesk(), settings))
        for one in running:
            for _ in range(10):
                slack.mention(f"C{asked}", "U1", f"<@{BOT}> 質問{asked}")
                asked += 1
            one.close()
            one.enter_context(connected(EchoDesk(), settings))
        for number in range(asked):
            slack.wait_messages(f"C{number}")
    assert [len(texts(slack, f"C{number}")) for number in range(asked)] == [1] * asked


class NewerDesk(EchoDesk):
    """Answers from documents that came later."""

    shelf = "newer"

    def ask(self, *asked: Any, **told: Any) -> Answer:
        answer = super().ask(*asked, **told)
        return replace(answer, headline=f"新しい版: {answer.headline}")


def test_once_newer_documents_are_known_nobody_is_answered_from_the_older_ones(
    slack: StandIn, settings: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.GLANCE", 0.05)
    port = free_port()
    with connected(desk, replace(settings, hoshin_port=port)):
        slack.mention("C1", "U1", ASKED)
        [answer] = slack.wait_messages("C1")
        assert ask(port)[0] == 200
        with connected(NewerDesk(), settings):
            until(lambda: ask(port)[0] == 503, "a replica that knows that it is behind")
            assert json.loads(ask(port)[1])["edition_newest"] is False
            for number in range(10):
                slack.mention(f"C2{number}", "U1", f"<@{BOT}> 質問{number}")
            for number in range(10):
                [told_] = slack.wait_messages(f"C2{number}")
                assert told_.text.startswith("新しい版: ")
        until(lambda: ask(port)[0] == 200, "an update that was taken back")
        slack.press("U2", "上位の戦略", on=answer)
        [alone] = slack.wait_seen("U2")
        assert "戦略2-1" in alone.text


def test_a_press_that_a_replica_with_older_documents_hears_of_gets_a_word(
    slack: StandIn, bot: Run, journal_place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    with bot():
        slack.mention("C1", "U1", ASKED)
        [answer] = slack.wait_messages("C1")
        told(journal_place, "INSERT INTO editions VALUES ('newer', 1e12)")
        told(journal_place, "INSERT INTO replicas VALUES ('another', 1e12, 'newer')")
        until(lambda: "ほかの複製のものより古いため" in caplog.text, "a replica that knows that it is behind")
        slack.press("U2", "上位の戦略", on=answer)
        [alone] = slack.wait_seen("U2")
    assert alone.text == "いま新しい運営方針に切り替えているところです。少し待って、もう一度押してください。"


def test_while_the_database_is_away_people_are_told_and_nothing_comes_twice_when_it_is_back(
    slack: StandIn, settings: Settings, desk: Desk
) -> None:
    port = free_port()
    with postgres() as server:
        away = replace(settings, hoshin_journal=server.fresh(), hoshin_port=port)
        with connected(desk, away):
            slack.mention("C1", "U1", ASKED)
            [answer] = slack.wait_messages("C1")
            assert ask(port)[0] == 200
            server.stop()
            assert ask(port)[0] == 503
            slack.mention("C2", "U2", ASKED)
            [told_] = slack.wait_seen("U2")
            slack.command("U3", "防災訓練の予算は?")
            [also] = slack.wait_seen("U3")
            assert told_.text == also.text
            assert told_.text.startswith("いま記録のデータベースにつながらないため、すぐにはお答えできません。")
            slack.press("U4", "上位の戦略", on=answer)
            [pressed] = slack.wait_seen("U4")
            assert pressed.text == told_.text
            server.start()
            until(lambda: ask(port)[0] == 200, "a database that is back")
            slack.deliver_again(0.0)
            slack.wait_messages("C2")
            slack.redeliver()
            slack.wait_acks()
    assert [len(texts(slack, channel)) for channel in ("C1", "C2")] == [1, 1]
    assert len(slack.seen_by("U2")) == 1
