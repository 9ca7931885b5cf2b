"""A day in Slack, over a real WebSocket: what people typed, what was posted."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.slack import SlackError, connected
from knowledge import Answer, Desk, Kind, Language, Subject
from tests.conftest import ROOT
from tests.slack_standin import APP_TOKEN, BOT, BOT_TOKEN, StandIn, broken, rate_limited, refused

Connect = Callable[[], AbstractContextManager[object]]


class EchoDesk(Desk):
    """Answers with the question and with what the conversation was about, so that a test sees both."""

    shelf = "echoes"

    def __init__(self) -> None:
        """Needs no index."""

    def ask(
        self,
        text: str,
        subject: Subject | None = None,
        language: Language | None = None,  # noqa: ARG002
        organisation: str | None = None,  # noqa: ARG002
    ) -> Answer:
        """Say back what was asked."""
        if "故障" in text:
            raise RuntimeError(f"broke on {text}")
        before = (subject and subject.question) or "はじめて"
        return Answer(text, Kind.FOUND, "ja", f"「{text}」({before})", subject=Subject(question=text))


@pytest.fixture
def connect(settings: Settings) -> Connect:
    return lambda: connected(EchoDesk(), settings)


def texts(slack: StandIn) -> list[str]:
    return [post.text for post in slack.posts()]


def test_a_mention_is_answered_once_in_its_thread(slack: StandIn, connect: Connect) -> None:
    with connect():
        ts = slack.mention("C1", "U1", f"<@{BOT}> 防災の予算は?")
        slack.redeliver()
        slack.wait_acks()
        slack.wait_posts(1)
    [post] = slack.posts()
    assert post.values["channel"] == "C1"
    assert post.values["thread_ts"] == ts
    assert post.text == "「防災の予算は?」(はじめて)"
    assert post.values["blocks"]
    polite = {name: post.values[name] for name in ("parse", "link_names", "unfurl_links", "unfurl_media", "mrkdwn")}
    assert polite == {
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
    }


def test_a_direct_message_is_answered_where_it_stands(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.dm("U1", "防災")
        slack.wait_posts(1)
        slack.dm("U1", "防犯", thread="1700000000.000042")
        slack.wait_posts(2)
    assert [(post.values["channel"], post.values.get("thread_ts")) for post in slack.posts()] == [
        ("DU1", None),
        ("DU1", "1700000000.000042"),
    ]


def test_a_mention_in_a_direct_message_is_answered_once(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.mention("DU1", "U1", f"<@{BOT}> 防災")
        slack.wait_acks()
    assert texts(slack) == ["「防災」(はじめて)"]


def test_a_command_answers_the_asker_alone(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.command("U1", "防災")
        slack.wait(slack.whispers, "a whisper")
    assert [(one.text, one.values["response_type"]) for one in slack.whispers()] == [
        ("「防災」(はじめて)", "ephemeral"),
    ]
    assert slack.posts() == []


def test_what_is_not_a_question_is_left_alone(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.post("C1", "U1", "だれか昼に行きませんか")
        slack.dm("U1", "防災", subtype="message_changed", message={}, previous_message={})
        slack.dm("U1", "防災", edited={"user": "U1", "ts": "1.2"})
        slack.dm("U1", "", subtype="message_deleted")
        slack.dm("U2", "自動のお知らせ", bot_id="B2")
        slack.dm("U2", "自動のお知らせ", bot_id="B2", subtype="bot_message")
        slack.dm(BOT, "自分の言葉")
        slack.post("C1", "U1", "", subtype="file_share", files=[{"id": "F1"}])
        slack.press("U1", "button_of_an_older_version")
        slack.wait_acks()
    assert slack.posts() == []


def test_a_question_that_comes_with_a_file_is_a_question(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.dm("U1", "この表の防災は?", subtype="file_share", files=[{"id": "F1"}])
        slack.wait_posts(1)
    assert texts(slack) == ["「この表の防災は?」(はじめて)\n添付のファイルの中身は読んでいません。"]


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        (f"<@{BOT}> 防災", "防災"),
        (f"防災 <@{BOT}|hoshin>", "防災"),
        ("防災は<@U2|田中>さん", "防災は"),
        ("<@U2>さん、<@U3|防犯 太郎>様、防災は", "、 、防災は"),
        ("<#C2|防災課>の予算", "#防災課の予算"),
        ("<#C2|防災課> 防犯の予算", "防犯の予算"),
        ("<https://example.jp/a?b=1&amp;c=2|計画>は", "計画は https://example.jp/a?b=1&c=2"),
        ("<https://example.jp/a|example.jp/a>は", "https://example.jp/aは"),
        ("防災は<mailto:bohan@example.jp|bohan@example.jp> <tel:0612345678|06-1234-5678>", "防災は"),
        ("<https://example.jp/a?b=1&amp;c=2>", "https://example.jp/a?b=1&c=2"),
        ("A&amp;B &lt;防災&gt; &amp;lt;", "A&B <防災> &lt;"),
        ("<!channel> 防災", "防災"),
        ("防災\x1b[31m\x00", "防災 [31m"),
    ],
)
def test_the_question_is_what_the_person_saw(slack: StandIn, connect: Connect, sent: str, heard: str) -> None:
    with connect():
        slack.dm("U1", sent)
        slack.wait_posts(1)
    shown = heard.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert texts(slack) == [f"「{shown}」(はじめて)"]


def test_an_echo_never_pings(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.mention("C1", "U1", f"<@{BOT}> &lt;!channel&gt; <!here> <@U2> *太字* 防災")
        slack.wait_posts(1)
    [post] = slack.posts()
    assert "<!" not in post.text
    assert "<@" not in post.text
    assert "&lt;!channel&gt;" in post.text
    headline = post.values["blocks"][0]
    assert headline["type"] == "rich_text"  # which Slack does not parse


def test_two_people_in_one_thread_keep_their_own_subject(slack: StandIn, connect: Connect) -> None:
    with connect():
        root = slack.mention("C1", "U1", f"<@{BOT}> 防災")
        slack.wait_posts(1)
        slack.mention("C1", "U2", f"<@{BOT}> 防犯", thread=root)
        slack.wait_posts(2)
        slack.mention("C1", "U1", f"<@{BOT}> その予算は?", thread=root)
        slack.wait_posts(3)
        slack.mention("C1", "U2", f"<@{BOT}> その戦略は?", thread=root)
        slack.wait_posts(4)
    assert texts(slack) == ["「防災」(はじめて)", "「防犯」(防災)", "「その予算は?」(防災)", "「その戦略は?」(防犯)"]


def test_a_thread_on_an_answer_goes_on_from_it(slack: StandIn, connect: Connect) -> None:
    with connect():
        asked = slack.dm("U1", "防災")
        slack.wait_posts(1)
        slack.dm("U1", "防犯")
        slack.wait_posts(2)
        slack.dm("U1", "その予算は?", thread=asked)
        slack.wait_posts(3)
    assert texts(slack)[-1] == "「その予算は?」(防災)"


def test_a_restart_forgets_neither_posts_nor_subjects(slack: StandIn, connect: Connect) -> None:
    with connect():
        root = slack.mention("C1", "U1", f"<@{BOT}> 防災")
        slack.wait_posts(1)
    with connect():
        slack.wait(lambda: slack.connections == 2, "a second connection")
        slack.redeliver()
        slack.mention("C1", "U1", f"<@{BOT}> その予算は?", thread=root)
        slack.wait_acks()
        slack.wait_posts(2)
    assert texts(slack) == ["「防災」(はじめて)", "「その予算は?」(防災)"]


@pytest.mark.parametrize("end", [StandIn.refresh, StandIn.drop])
def test_a_lost_connection_is_replaced(slack: StandIn, connect: Connect, end: Callable[[StandIn], None]) -> None:
    with connect():
        slack.dm("U1", "前")
        slack.wait_posts(1)
        end(slack)
        slack.wait(lambda: slack.connections == 2, "a second connection")
        slack.dm("U1", "後")
        slack.wait_posts(2)
        slack.wait_acks()
    assert texts(slack) == ["「前」(はじめて)", "「後」(前)"]


def test_slack_may_be_away_for_a_moment(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.fail("apps.connections.open", refused("service_unavailable"))
        slack.drop()
        slack.wait(lambda: slack.connections == 2, "a second connection")
        slack.dm("U1", "防災")
        slack.wait_posts(1)


def test_acknowledgements_do_not_wait_for_answers(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.fail("chat.postMessage", rate_limited(1))
        slack.dm("U1", "防災")
        slack.wait_acks()
        slack.wait(lambda: slack.calls[-1].method == "chat.postMessage", "the post that has to wait")
        assert slack.posts() == []
        slack.dm("U2", "防犯")  # somebody else's answer does not wait either
        slack.wait_posts(1)
        slack.wait_posts(2)
    assert texts(slack) == ["「防犯」(はじめて)", "「防災」(はじめて)"]


def test_the_answer_under_way_is_finished_before_the_end(slack: StandIn, connect: Connect) -> None:
    with connect():
        slack.fail("chat.postMessage", rate_limited(), broken())
        slack.dm("U1", "防災")
        slack.wait_acks()
    assert texts(slack) == ["「防災」(はじめて)"]


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_a_refused_layout_becomes_plain_text(slack: StandIn, connect: Connect, error: str) -> None:
    with connect():
        slack.fail("chat.postMessage", refused(error))
        slack.dm("U1", "防災")
        slack.wait_posts(1)
        slack.fail("respond", refused(error))
        slack.command("U1", "防災")
        slack.wait(slack.whispers, "a whisper")
    assert [(one.text, one.values.get("blocks")) for one in (*slack.posts(), *slack.whispers())] == [
        ("「防災」(はじめて)", None),
        ("「防災」(はじめて)", None),
    ]


def test_a_bug_reaches_the_asker_as_a_number(
    slack: StandIn, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with connect():
        slack.dm("U1", "故障のもと")
        slack.wait_posts(1)
    [sentence] = texts(slack)
    number = sentence.partition("番号 ")[2][:6]
    assert sentence.startswith("うまく答えられませんでした(番号 ")
    assert f"Answer {number} failed: RuntimeError" in caplog.text
    assert "故障" not in sentence
    assert "故障" not in caplog.text


def test_the_log_holds_no_words_and_no_tokens(
    slack: StandIn, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with connect():
        slack.fail("chat.postMessage", refused("invalid_blocks"))
        slack.dm("U1", "ひみつの相談")
        slack.command("U1", "ひみつの相談")
        slack.wait_posts(1)
        slack.fail("chat.postMessage", refused("is_archived"))
        slack.dm("U1", "ひみつの続き")
        slack.wait_acks()
    assert "is_archived" in caplog.text
    for secret in ("ひみつ", BOT_TOKEN, APP_TOKEN):
        assert secret not in caplog.text


def test_a_wrong_token_is_one_clear_sentence(slack: StandIn, tmp_path: Path) -> None:
    journal = tmp_path / "journal.db"
    wrong_bot = Settings("xoxb-wrong", APP_TOKEN, slack_api_url=slack.api_url, hoshin_journal=journal)
    with pytest.raises(SlackError, match=r"Slack が SLACK_BOT_TOKEN を受け付けません\(invalid_auth\)。"):
        connected(EchoDesk(), wrong_bot).__enter__()
    wrong_app = Settings(BOT_TOKEN, "xapp-wrong", slack_api_url=slack.api_url, hoshin_journal=journal)
    with pytest.raises(SlackError, match=r"Slack が SLACK_APP_TOKEN を受け付けません\(invalid_auth\)。"):
        connected(EchoDesk(), wrong_app).__enter__()


def test_a_revoked_token_is_one_clear_sentence(slack: StandIn, connect: Connect) -> None:
    slack.fail("auth.test", refused("token_revoked"))
    with pytest.raises(SlackError, match=r"SLACK_BOT_TOKEN.*token_revoked.*インストールし直し"):
        connect().__enter__()


def test_no_network_is_one_clear_sentence(tmp_path: Path) -> None:
    with StandIn() as gone:
        url = gone.api_url
    nowhere = Settings(BOT_TOKEN, APP_TOKEN, slack_api_url=url, hoshin_journal=tmp_path / "journal.db")
    with pytest.raises(SlackError, match=r"につながりません。ネットワーク"):
        connected(EchoDesk(), nowhere).__enter__()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quietly(slack: StandIn, settings: Settings, number: signal.Signals) -> None:
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "HOSHIN_JOURNAL": str(settings.hoshin_journal),
    }
    program = (
        "from bot import settings, slack; from tests.test_slack import EchoDesk; slack.run(EchoDesk(), settings.load())"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as bot:
        try:
            slack.wait(lambda: slack.connections == 1, "a connection")
            slack.fail("chat.postMessage", broken())
            slack.dm("U1", "防災")
            slack.wait_acks()
            bot.send_signal(number)
            _, log = bot.communicate(timeout=20)
        finally:
            bot.kill()
    assert bot.returncode == 0
    assert texts(slack) == ["「防災」(はじめて)"]
    assert "Slack につながりました(港区役所)。" in log
    assert "Traceback" not in log
    assert "防災" not in log
