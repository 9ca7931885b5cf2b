"""HTTP mode, over a real port: what Slack sends is answered as over a socket, and what others send is not."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from bot.settings import Settings
from bot.slack import Running, connected
from knowledge import Desk
from tests.slack import calling
from tests.slack.calling import SIGNING_SECRET, Request, send
from tests.slack_standin import BOT, BOT_TOKEN, Envelope, StandIn, until
from tests.test_private import looks_like, window

QUESTION = "防災訓練の予算は?"
FIGURE = "2,025千円"
MEGABYTE = 1024 * 1024


@pytest.fixture
def told(settings: Settings) -> Settings:
    """Settings of a bot that Slack calls."""
    return Settings(
        BOT_TOKEN,
        slack_signing_secret=SIGNING_SECRET,
        slack_api_url=settings.slack_api_url,
        hoshin_journal=settings.hoshin_journal,
        hoshin_mode="http",
        hoshin_port=0,
    )


@pytest.fixture
def port(slack: StandIn, told: Settings, desk: Desk) -> Iterator[int]:
    """The port of a bot that this workspace calls; what it was asked is answered when it has ended."""
    with connected(desk, told) as running:
        yield called(slack, running)


def called(slack: StandIn, running: Running) -> int:
    """From now on the workspace calls this bot."""
    assert running.port
    slack.calls_app_at = running.port
    return running.port


def event(slack: StandIn, text: str = QUESTION) -> Envelope:
    """A direct message that was delivered."""
    slack.dm("U1", text)
    return slack.envelopes[-1]


# What Slack sends


def test_a_question_is_answered_in_its_thread_and_acknowledged(slack: StandIn, port: int) -> None:
    assert port
    ts = slack.mention("C1", "U1", f"<@{BOT}> {QUESTION}")
    [answer] = slack.wait_messages("C1")
    assert (FIGURE in answer.text, answer.thread) == (True, ts)
    slack.wait_acks()
    assert slack.connections == 0


def test_buttons_windows_and_the_command_work_as_over_a_socket(slack: StandIn, port: int) -> None:
    assert port
    slack.dm("U1", QUESTION)
    [answer] = slack.wait_messages("DU1")
    slack.press("U1", "上位の戦略", on=answer)
    slack.wait(lambda: "戦略2-1" in slack.messages("DU1", BOT)[0].text, "the answer redrawn")
    slack.command("U1", QUESTION)
    assert FIGURE in slack.wait_seen("U1")[0].text
    slack.command("U1", "")
    view = slack.wait_modal("U1")
    assert "2-1-1" in json.dumps(slack.suggestions("U1", "suggest", "ぼうさい", on=view))
    slack.submit("U1", {"question": QUESTION})
    assert FIGURE in looks_like(window(slack, FIGURE))


def test_slack_finds_the_address_to_be_ours(port: int) -> None:
    asked = calling.request("events_api", {"type": "url_verification", "challenge": "3eZbrw1a", "token": "x"})
    assert "3eZbrw1a" in send(port, asked).body
    forged = calling.request("events_api", {"type": "url_verification", "challenge": "3eZbrw1a"}, secret="0" * 32)
    assert send(port, forged).status == 401


# What others send


@pytest.mark.parametrize("age", [-600, 0, 600], ids=["of the future", "forged", "of ten minutes ago"])
def test_what_slack_has_not_signed_just_now_is_refused_and_does_nothing(slack: StandIn, port: int, age: int) -> None:
    slack.calls_app_at = None  # the event is made, and sent here
    kept = event(slack)
    secret = SIGNING_SECRET if age else "f" * 32
    assert send(port, calling.request(kept.kind, kept.payload, secret=secret, age=age)).status == 401
    assert send(port, calling.request(kept.kind, kept.payload)).status == 200
    slack.wait_messages("DU1")
    assert len(slack.posts()) == 1


def test_a_body_that_was_changed_or_is_none_is_refused(slack: StandIn, port: int) -> None:
    slack.calls_app_at = None
    kept = event(slack)
    good = calling.request(kept.kind, kept.payload)
    changed = Request(good.body.replace(b"U1", b"U2"), good.headers)
    deep = b"[" * 100_000
    bad: list[tuple[Request, int]] = [
        (changed, 401),
        (Request(good.body, {"Content-Type": "application/json"}), 401),
        (Request(good.body, {**good.headers, "X-Slack-Request-Timestamp": "soon"}), 401),
        (Request(good.body, {**good.headers, "X-Slack-Request-Timestamp": "9" * 5_000}), 401),
        (Request(b"{", {"Content-Type": "application/json", **calling.sign(b"{", "0" * 32, "1")}), 400),
        (Request(deep, {"Content-Type": "application/json", **calling.sign(deep, "0" * 32, "1")}), 400),
        (Request(b"\xff", {**calling.sign(b"\xff", SIGNING_SECRET, "1")}), 400),
    ]
    assert [send(port, sent).status for sent, _ in bad] == [status for _, status in bad]
    assert slack.posts() == []


def test_a_question_that_is_sent_again_is_answered_once(slack: StandIn, port: int) -> None:
    """As Slack does with a new signature, and as somebody might who recorded it, with the old one."""
    slack.calls_app_at = None
    kept = event(slack)
    first, again = (calling.request(kept.kind, kept.payload, retry=retry) for retry in (0, 1))
    assert [send(port, sent).status for sent in (first, first, again)] == [200] * 3
    slack.wait_messages("DU1")
    slack.calls_app_at = port
    event(slack, "2-2-1の予算は?")  # comes after them
    slack.wait_messages("DU1", 2)
    assert len(slack.posts()) == 2


def test_a_press_or_a_command_that_is_sent_again_does_nothing(slack: StandIn, port: int) -> None:
    event(slack, "予算の大きい取組の順に並べて")
    [table] = slack.wait_messages("DU1")
    slack.calls_app_at = None
    for made in (slack.press("U1", "CSV", on=table), slack.command("U1", QUESTION)):
        sent = calling.request(made.kind, made.payload)
        assert [send(port, sent).status for _ in range(2)] == [200, 200]
    slack.wait(lambda: slack.files and slack.seen_by("U1"), "the file and the answer")
    slack.calls_app_at = port
    slack.press("U1", "CSV", on=table)  # comes after them
    slack.wait(lambda: len(slack.files) >= 2, "another file")
    assert (len(slack.files), len(slack.seen_by("U1"))) == (2, 1)


def test_five_megabytes_are_refused_before_they_are_read(slack: StandIn, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=15) as client:
        client.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (5 * MEGABYTE))
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")
    slack.dm("U1", QUESTION)
    slack.wait_messages("DU1")


def test_there_is_nothing_else(port: int) -> None:
    nothing = Request(b"", {})
    paths = ("/", "/slack", "/slack/install", "/slack/oauth_redirect?code=1", "/slack/events/x")
    assert [send(port, nothing, "GET", path).status for path in paths] == [404] * 5
    assert [send(port, nothing, "POST", path).status for path in paths] == [404] * 5


# Whoever runs it


def test_probes_from_outside_learn_whether_it_is_well_and_nothing_else(slack: StandIn, port: int) -> None:
    got = send(port, Request(b"", {}), "GET", "/healthz")
    assert (got.status, json.loads(got.body)) == (200, {"well": True})
    slack.revoked[BOT_TOKEN] = "account_inactive"
    slack.dm("U1", QUESTION)
    until(lambda: send(port, Request(b"", {}), "GET", "/healthz").status == 503, "a word that it is not well")
    assert json.loads(send(port, Request(b"", {}), "GET", "/healthz").body) == {"well": False}


def test_what_was_acknowledged_is_answered_before_the_program_ends(slack: StandIn, told: Settings, desk: Desk) -> None:
    with connected(desk, told) as running:
        port = called(slack, running)
        for number in range(20):
            slack.dm(f"U{number}", QUESTION)
    assert all(one.acked for one in slack.envelopes[:20])
    assert len(slack.posts()) == 20
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=15)
