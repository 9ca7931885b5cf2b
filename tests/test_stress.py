"""Scenes where something goes wrong: Slack stumbles, an answer takes long, a bug is met."""

from __future__ import annotations

import json
import logging
import socket
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.slack import connected
from bot.store import JournalError
from knowledge import Answer, Desk, Entry, Language, Overview, Step, Subject
from tests.conftest import Run
from tests.slack_limits import words_of
from tests.slack_standin import APP_TOKEN, BOT, BOT_TOKEN, StandIn, broken, dropped, late, rate_limited, refused
from tests.test_slack import EchoDesk

ASKED = f"<@{BOT}> 防災訓練の予算は?"
RANKING = f"<@{BOT}> 予算の大きい取組の順に並べて"
SECRET = "ひみつの言葉"


class BrokenDesk(Desk):
    """Breaks at whatever it is asked, and names the question."""

    shelf = "broken"

    def __init__(self) -> None:
        """Needs no index."""

    def ask(
        self,
        text: str,
        subject: Subject | None = None,  # noqa: ARG002
        language: Language | None = None,  # noqa: ARG002
        organisation: str | None = None,  # noqa: ARG002
    ) -> Answer:
        raise RuntimeError(f"broke on {text} {SECRET}")

    def overhear(
        self,
        text: str,
        subject: Subject | None = None,
        language: Language | None = None,
        organisation: str | None = None,
    ) -> Answer | None:
        return self.ask(text, subject, language, organisation)

    def take(self, step: Step, language: Language, subject: Subject | None = None) -> Answer | None:  # noqa: ARG002
        return self.ask(step.name)

    def overview(self, opened: object = (), organisation: str | None = None) -> Overview:  # noqa: ARG002
        raise RuntimeError(SECRET)

    def edition(self, document: str) -> str | None:
        raise RuntimeError(document)

    def suggest(self, typed: str, language: Language, most: int = 100) -> tuple[Entry, ...]:  # noqa: ARG002
        raise RuntimeError(f"{typed} {SECRET}")


class SlowDesk(EchoDesk):
    """Takes its time, until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def ask(
        self,
        text: str,
        subject: Subject | None = None,
        language: Language | None = None,
        organisation: str | None = None,
    ) -> Answer:
        if not text.startswith("すぐ"):
            self.go.wait(30)
        return super().ask(text, subject, language, organisation)


def number_in(sentence: str) -> str:
    before, _, after = sentence.partition("番号 ")
    assert before == "うまく答えられませんでした("
    return after[:6]


# A bug


def test_a_bug_is_a_number_wherever_it_is_met(
    slack: StandIn, bot: Run, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with bot(desk):
        slack.mention("C1", "U1", ASKED)
        [answer] = slack.wait_messages("C1")
        slack.command("U3", "")
        slack.wait_modal("U3")
        slack.open_home("U4")
        home = slack.wait_home("U4")
    with bot(BrokenDesk()):
        slack.mention("C2", "U1", f"<@{BOT}> {SECRET}")
        [post] = slack.wait_messages("C2")
        slack.command("U1", SECRET)
        [command] = slack.wait_seen("U1")
        slack.press("U2", "上位の戦略", on=answer)
        [press] = slack.wait_seen("U2")
        slack.submit("U3", {"question": SECRET})
        window = slack.modal("U3")
        assert window
        slack.press("U4", "home_ask:0", on=home)
        drawn = slack.wait_home("U4", other_than=home)
        slack.open_home("U5")
        fresh = slack.wait_home("U5")
        # Nobody asked for these: they end in the log.
        slack.post("C1", "U1", "その予算は?", thread=answer.thread)
        slack.invite("C9")
        slack.open_home("U6", tab="messages")
        assert slack.suggestions("U4", "suggest", SECRET, on=home) == []
        slack.wait_acks()
    views = ["".join(words_of(list(view.blocks))) for view in (window, drawn, fresh)]
    numbers = [number_in(sentence) for sentence in (post.text, command.text, press.text, *views)]
    assert len(set(numbers)) == 6
    for number in numbers:
        assert f"Answer {number} failed: RuntimeError" in caplog.text
    assert caplog.text.count("failed: RuntimeError") == 10
    assert slack.messages("C9", BOT) == []
    assert SECRET not in caplog.text


def test_an_apology_is_in_the_persons_language(slack: StandIn, bot: Run) -> None:
    slack.people["U1"] = slack.people["U1"].__class__(locale="en-US")
    with bot(BrokenDesk()):
        slack.dm("U1", "防災")
        [sorry] = slack.wait_messages("DU1")
    assert sorry.text.startswith("Something went wrong with this answer (number ")


# Slow answers


def test_slow_answers_are_announced_and_delay_no_acknowledgement(slack: StandIn, bot: Run) -> None:
    desk = SlowDesk()
    with bot(desk):
        ts = slack.mention("C1", "U1", f"<@{BOT}> 防災")
        slack.dm("U1", "防災")
        slack.command("U1", "防災")
        slack.command("U2", "")
        slack.wait_modal("U2")
        slack.wait_acks()  # while every answer is still held
        assert slack.submit("U2", {"question": "防災"})["response_action"] == "update"
        shown = slack.modal("U2")
        assert shown
        assert "調べています…" in list(words_of(list(shown.blocks)))
        slack.dm("U3", "すぐ")  # who asks what is quick to answer does not wait
        slack.wait_messages("DU3")
        slack.wait(lambda: len(slack.workspace.statuses) == 2, "statuses")
        desk.go.set()
        slack.wait(lambda: (view := slack.modal("U2")) and "「防災」" in str(view.blocks), "the answer in the window")
        slack.wait_messages("C1")
    assert ("C1", ts, "運営方針を調べています") in slack.workspace.statuses
    assert {channel for channel, _, _ in slack.workspace.statuses} == {"C1", "DU1"}


# Slack stumbles


@pytest.mark.parametrize(
    "fault",
    [broken(), broken(took_effect=True), dropped(), dropped(took_effect=True), refused("internal_error")],
    ids=["500", "500 after effect", "lost", "lost after effect", "internal error"],
)
def test_a_post_of_unknown_outcome_stands_there_once(slack: StandIn, bot: Run, fault: Any) -> None:
    with bot():
        slack.fail("chat.postMessage", fault)
        ts = slack.mention("C1", "U1", ASKED)
        slack.wait_acks()
    [answer] = slack.messages("C1", BOT)
    assert answer.thread == ts
    assert "2,025千円" in answer.text


def test_a_post_that_timed_out_stands_there_once(slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.contact.TIMEOUT", 1)
    with bot():
        slack.fail("chat.postMessage", late(30, took_effect=True), late(30, took_effect=False))
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1")
        slack.mention("C1", "U2", ASKED)
        slack.wait_acks()
    assert len(slack.messages("C1", BOT)) == 2


def test_rate_limits_are_waited_out_everywhere(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.mention("C1", "U1", ASKED)
        [answer] = slack.wait_messages("C1")
        slack.dm("U1", "防災訓練の予算は?")
        [direct] = slack.wait_messages("DU1")
        for method in ("respond", "chat.update", "chat.postEphemeral", "views.open", "views.publish"):
            slack.fail(method, rate_limited())
        slack.command("U1", "2-2-1の予算は?")
        slack.press("U2", "上位の戦略", on=answer)
        slack.press("U1", "上位の戦略", on=direct)
        slack.command("U3", "")
        slack.open_home("U1")
        slack.wait_seen("U1")
        slack.wait_seen("U2")
        slack.wait(lambda: slack.messages("DU1", BOT)[0].edited, "the step")
        slack.wait_modal("U3")
        slack.wait_home("U1")


def test_one_channels_limit_delays_no_other(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.fail("chat.postMessage", rate_limited(2))
        slack.mention("C1", "U1", ASKED)
        slack.wait(lambda: [call for call in slack.calls if call.method == "chat.postMessage"], "the refused post")
        slack.mention("C2", "U2", ASKED)
        slack.wait_messages("C2")
        assert slack.messages("C1", BOT) == []
    assert len(slack.messages("C1", BOT)) == 1


def test_a_refused_chart_becomes_a_plainer_layout_and_then_text(
    slack: StandIn, bot: Run, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with bot():
        slack.mention("C1", "U1", RANKING)
        [rich] = slack.wait_messages("C1")
        slack.workspace.unsupported.add("data_visualization")
        slack.mention("C2", "U1", RANKING)
        [plainer] = slack.wait_messages("C2")
        slack.workspace.unsupported |= {"table", "rich_text"}
        slack.mention("C3", "U1", RANKING)
        [plain] = slack.wait_messages("C3")
    kinds = [[block["type"] for block in message.blocks] for message in (rich, plainer, plain)]
    assert "data_visualization" in kinds[0]
    assert "data_visualization" not in kinds[1]
    assert any("█" in words for words in words_of(list(plainer.blocks)))
    assert kinds[2] == []
    assert rich.text == plainer.text == plain.text
    assert "(data_visualization)" in caplog.text
    assert "32,550" not in caplog.text


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived", "restricted_action"])
def test_a_place_that_cannot_be_written_to_is_a_log_line(
    slack: StandIn, bot: Run, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    caplog.set_level(logging.INFO)
    with bot():
        slack.fail("chat.postMessage", refused(code))
        slack.mention("C1", "U1", ASKED)
        slack.wait(lambda: [call for call in slack.calls if call.method == "chat.postMessage"], "the refused post")
        slack.mention("C2", "U1", ASKED)
        slack.wait_messages("C2")
    assert slack.messages("C1", BOT) == []
    assert f"Slack refused a call: {code}" in caplog.text
    assert "Traceback" not in caplog.text


def test_nothing_is_answered_twice_over_redeliveries_reconnects_and_a_restart(slack: StandIn, bot: Run) -> None:
    with bot():
        root = slack.mention("C1", "U1", ASKED)
        slack.dm("U1", "2-2-1の予算は?")
        slack.wait_messages("C1")
        slack.wait_messages("DU1")
        slack.redeliver()
        slack.refresh()
        slack.redeliver()
        slack.drop()
        slack.wait(lambda: slack.connections == 3, "a third connection")
        slack.redeliver()
        slack.wait_acks()
    with bot():
        slack.wait(lambda: slack.connections == 4, "a fourth connection")
        slack.redeliver()
        slack.wait_acks()
    assert [one.thread for one in slack.messages("C1", BOT)] == [root]
    assert len(slack.messages("DU1", BOT)) == 1


# For whoever runs it


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def test_healthz_of_a_running_bot(bot: Run) -> None:
    port = free_port()

    def ask() -> tuple[int, dict[str, Any]]:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        reply = connection.getresponse()
        told = json.loads(reply.read())
        connection.close()
        return reply.status, told

    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    with bot(hoshin_port=port):
        status, told = ask()
        for _ in range(30):
            ask()
        during = len(list(Path("/proc/self/fd").iterdir())) if before else 0
    assert status == 200
    assert told["connected"] is True
    assert told["journal_writable"] is True
    assert 0 <= told["index_age_seconds"] < 3_600
    assert during - before < 30  # whoever asks every ten seconds does not use up the machine's files


def test_the_log_has_no_words_and_no_tokens_whatever_happens(
    slack: StandIn, bot: Run, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with bot():
        slack.fail("chat.postMessage", refused("invalid_blocks"))
        slack.mention("C1", "U1", f"<@{BOT}> {SECRET}の予算は?")
        [answer] = slack.wait_messages("C1")
        slack.post("C1", "U1", f"{SECRET}は?", thread=answer.thread)
        slack.fail("respond", refused("invalid_blocks"))
        slack.command("U1", SECRET)
        slack.wait_seen("U1")
        slack.fail("respond", refused("expired_url"))
        slack.command("U1", SECRET)
        slack.command("U2", "")
        slack.wait_modal("U2")
        slack.submit("U2", {"question": SECRET})
        slack.fail("views.publish", refused("invalid_blocks", f"[ERROR] {SECRET} [json-pointer:/view/blocks/1/text]"))
        slack.open_home("U1")
        slack.wait_acks()
    assert "Answered in C1" in caplog.text
    for secret in (SECRET, BOT_TOKEN, APP_TOKEN, "respond/"):
        assert secret not in caplog.text


def test_a_burst_loses_nothing_and_doubles_nothing(slack: StandIn, bot: Run) -> None:
    with bot():
        for number in range(40):
            slack.mention(f"C{number % 8}", f"U{number % 5}", ASKED)
        slack.redeliver()
        slack.wait_acks()
    asked = [one.ts for channel in range(8) for one in slack.messages(f"C{channel}") if one.user != BOT]
    answered = [str(one.thread) for channel in range(8) for one in slack.messages(f"C{channel}", BOT)]
    assert len(asked) == 40
    assert sorted(answered) == sorted(asked)


def test_it_stays_deaf_to_the_kinds_of_events_that_it_has_no_use_for(slack: StandIn, bot: Run) -> None:
    with bot():
        for kind in ("reaction_added", "app_uninstalled", "channel_rename"):
            slack._event({"type": kind, "channel": "C1", "event_ts": "1.1"}, "C1", "U1")
        slack.wait_acks()
    assert slack.posts() == []


def test_a_second_bot_on_one_journal_does_not_start(
    slack: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.HANDOVER", 0.1)
    with connected(EchoDesk(), settings):
        with pytest.raises(
            JournalError, match=r"journal\.db は、もう動いているホーシンが使っています。.*HOSHIN_JOURNAL"
        ):
            connected(EchoDesk(), settings).__enter__()
        slack.dm("U1", "防災")
        slack.redeliver()
        slack.wait_acks()
    assert [one.text for one in slack.messages("DU1", BOT)] == ["「防災」(はじめて)"]
