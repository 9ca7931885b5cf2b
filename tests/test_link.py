"""Scenes at the socket: proxies garble, Slack refuses, connections end, and whoever writes is heard all the same."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.link import PAUSES
from bot.settings import Settings
from bot.slack import SlackError, connected
from tests.conftest import ROOT, Run
from tests.slack_standin import (
    APP_TOKEN,
    BOT,
    BOT_TOKEN,
    NO_FRAMES,
    NO_REPLIES,
    PATIENCE,
    Fault,
    StandIn,
    broken,
    rate_limited,
    refused,
    until,
)
from tests.test_slack import EchoDesk
from tests.test_stress import free_port

OPEN = "apps.connections.open"
ASKED = "防災訓練の予算は?"
QUICK = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Pauses in place of ours, as growing and shorter."""


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> tuple[float, ...]:
    """Makes the bot's pauses shorter, and returns them."""
    monkeypatch.setattr("bot.link.PAUSES", QUICK)
    return QUICK


def attempts(slack: StandIn) -> list[float]:
    """When the bot asked for a connection: after the first, which is not repeated, in order."""
    return [call.at for call in slack.calls if call.method == OPEN]


def gaps(slack: StandIn) -> list[float]:
    return [after - before for before, after in pairwise(attempts(slack))]


def is_answered(slack: StandIn, user: str) -> bool:
    """Whether somebody who writes now is answered."""
    before = len(slack.messages(f"D{user}", BOT))
    slack.dm(user, ASKED)
    return "2,025千円" in slack.wait_messages(f"D{user}", before + 1)[-1].text


def test_the_pauses_grow() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert PAUSES[-1] >= 30  # so that a bot that Slack does not want asks about twice a minute


# An attempt to connect fails


@pytest.mark.usefixtures("pauses")
def test_whatever_an_attempt_meets_there_is_another(
    slack: StandIn, bot: Run, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.link.PAUSES", (0.0, 0.01))
    caplog.set_level(logging.INFO)
    with bot():
        assert is_answered(slack, "U1")
        for fault in NO_REPLIES:
            before = slack.connections
            slack.fail(OPEN, *[fault] * 2)  # a lost connection is tried twice at once
            slack.drop()
            slack.wait(lambda before=before: slack.connections > before, f"a connection after {fault}")  # type: ignore[misc]
            slack._faults[OPEN].clear()
            assert is_answered(slack, "U1"), fault
    for kind in ("IncompleteRead", "BadStatusLine", "OutcomeUnknownError", "ValueError", "JSONDecodeError"):
        assert f"No connection to Slack ({kind})" in caplog.text
    for secret in (APP_TOKEN, BOT_TOKEN, "認証して", "squid"):
        assert secret not in caplog.text


@pytest.mark.parametrize("fault", NO_REPLIES, ids=range(len(NO_REPLIES)))
@pytest.mark.parametrize("method", ["auth.test", OPEN])
def test_at_the_start_they_are_one_clear_sentence(
    slack: StandIn, settings: Settings, method: str, fault: Fault
) -> None:
    slack.fail(method, *[fault] * 2)
    if method == "auth.test" and b'"ok": true' in fault.raw and not fault.raw.endswith(b'"ur'):
        pytest.skip("a reply that says what we need to know")
    with pytest.raises(SlackError, match=r"につながりません。ネットワークとプロキシ"):
        connected(EchoDesk(), settings).__enter__()


def test_an_asker_of_whom_slack_tells_half_is_told_so_and_let_in_as_soon_as_it_tells_all(
    slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bot():
        for number, fault in enumerate(NO_REPLIES):
            user = f"U{number}"
            slack.fail("users.info", *[fault] * 2)
            slack.dm(user, "防災訓練の予算は?")
            slack.wait(lambda user=user: slack.seen_by(user) or slack.messages(f"D{user}", BOT), "a word")  # type: ignore[misc]
            [told] = slack.seen_by(user)
            assert told.text.startswith("いま、どなたからの質問かを Slack に確かめられない"), fault
            slack._faults["users.info"].clear()
            with monkeypatch.context() as later:
                later.setattr("bot.people.UNKNOWN_FOR", 0)
                assert is_answered(slack, user), fault
            slack._faults["users.info"].clear()


def test_attempts_in_vain_grow_rarer_and_others_are_answered_meanwhile(
    slack: StandIn, bot: Run, pauses: tuple[float, ...]
) -> None:
    with bot():
        slack.fail("chat.postMessage", rate_limited(1))
        slack.dm("U1", ASKED)  # heard before the connection goes, answered after it went
        slack.wait_acks()
        slack.fail(OPEN, *[broken()] * 8)
        slack.drop()
        assert "2,025千円" in slack.wait_messages("DU1")[0].text
        slack.wait(lambda: slack.connections == 2, "a second connection")
        assert is_answered(slack, "U2")
    # Every failed attempt is made twice at once, as any call whose repetition does no harm.
    begun = attempts(slack)[1::2]
    assert len(begun) == 5
    for (before, after), pause in zip(pairwise(begun), pauses[1:], strict=False):
        assert after - before >= pause


# Frames that are none


def test_a_frame_that_is_no_envelope_is_skipped(slack: StandIn, bot: Run, caplog: pytest.LogCaptureFixture) -> None:
    with bot():
        assert is_answered(slack, "U1")
        for frame in NO_FRAMES:
            slack.say(frame)
            assert is_answered(slack, "U1"), frame
    assert slack.connections == 1
    assert "it is no JSON object" in caplog.text
    assert "An envelope could not be taken" in caplog.text
    assert "防災" not in caplog.text


# Slack ends connections


@pytest.mark.parametrize("reason", ["too_many_websockets", "warning", "refresh_requested", "unheard_of", ""])
def test_connections_that_end_at_once_are_replaced_with_growing_pauses(
    slack: StandIn, bot: Run, pauses: tuple[float, ...], caplog: pytest.LogCaptureFixture, reason: str
) -> None:
    caplog.set_level(logging.INFO)
    with bot():
        assert is_answered(slack, "U1")
        slack.turn_away(reason)
        slack.drop()
        slack.wait(lambda: slack.connections >= len(pauses), "some attempts")
        slack.turn_away(None)
        assert is_answered(slack, "U2")  # over one that stays
    measured = gaps(slack)[1:]  # the first connection had lived before it was lost
    assert len(measured) <= len(pauses)
    for gap, pause in zip(measured, pauses[1:], strict=False):
        assert gap >= pause
    assert "Slack says hello: connections of this app now: 1" in caplog.text
    if reason:
        assert f"Slack ends the connection after 0 s: {reason}" in caplog.text


def test_a_connection_that_has_lived_for_a_minute_begins_anew(
    slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.link.PAUSES", (0.0, 60.0))
    monkeypatch.setattr("bot.link.STEADY", 0.0)
    with bot():
        for number in range(2, 6):
            slack.refresh()
            assert slack.connections == number
        assert is_answered(slack, "U1")


@pytest.mark.usefixtures("pauses")
def test_what_comes_over_the_old_connection_while_it_is_replaced_is_not_lost(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.dm("U1", ASKED)
        [answer] = slack.wait_messages("DU1")
        slack.fail(OPEN, *[refused("service_unavailable")] * 4)
        slack.announce("refresh_requested")
        slack.wait(lambda: len(attempts(slack)) > 1, "the first try to replace the connection")
        assert slack.connections == 1
        press = slack.press("U1", "上位の戦略", on=answer)
        slack.wait(lambda: press.acked, "the press that came meanwhile")
        slack.wait(lambda: slack.messages("DU1", BOT)[0].edited, "what it asks for")
        assert is_answered(slack, "U2")
        slack.wait(lambda: slack.connections == 2, "the new connection")
        # The old one is still open: what is under way there arrives too.
        [old, _] = slack._sockets.links
        late = slack._deliver("events_api", slack.envelopes[-1].payload)
        slack.wait(lambda: late.acked, "what comes over the new one")
        again = slack.envelopes[-1]
        again.acked = None
        old.send(again.frame())
        slack.wait(lambda: again.acked, "what still came over the old one")
    assert len(slack.messages("DU2", BOT)) == 1


def test_the_old_connection_is_not_kept_for_ever(slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.connection.LINGER", 0.2)
    monkeypatch.setattr("bot.connection.SILENCE", 0.3)
    with bot():
        slack.announce("refresh_requested")
        slack.wait(lambda: slack.connections == 2, "the new connection")
        until(lambda: len(slack._sockets.links) == 1, "an end of the old connection")
        assert is_answered(slack, "U1")


# Slack lets the bot in no more


def health(port: int) -> tuple[int, dict[str, Any]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        reply = connection.getresponse()
        return reply.status, json.loads(reply.read())
    finally:
        connection.close()


PROGRAM = """
import bot.link, bot.watch, app
bot.watch.PATIENCE, bot.watch.LOOK_AGAIN, bot.link.PAUSES = 2.0, 0.5, (0.0, 0.3)
{meddle}
app.main()
"""


@contextmanager
def running(
    slack: StandIn, settings: Settings, index: Path, port: int, meddle: str = ""
) -> Iterator[subprocess.Popen[str]]:
    """The program in a process of its own, that loses patience sooner; killed at the end of the context."""
    environment = os.environ | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "HOSHIN_DATABASE": str(index),
        "HOSHIN_JOURNAL": str(settings.hoshin_journal),
        "HOSHIN_PORT": str(port),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-c", PROGRAM.format(meddle=meddle)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as program:
        try:
            slack.wait(lambda: slack.connections, "a connection")
            until(lambda: health(port)[0] == 200, "a word that all is well")
            yield program
        finally:
            program.kill()


def ending(program: subprocess.Popen[str]) -> str:
    """What the program said, which ended by itself and not well."""
    _, said = program.communicate(timeout=4 * PATIENCE)
    assert program.returncode == 1, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("invalid_auth", "受け付けません"),
        ("token_revoked", "受け付けません"),
        ("not_allowed_token_type", "受け付けません"),
        ("access_denied", "断られました"),
    ],
)
def test_an_app_token_that_is_revoked_is_said_and_ends_the_bot(
    slack: StandIn, settings: Settings, index: Path, code: str, advice: str
) -> None:
    port = free_port()
    with running(slack, settings, index, port) as program:
        slack.revoked[APP_TOKEN] = code
        slack.drop()
        until(lambda: health(port) == (503, health(port)[1] | {"connected": False, "refusal": code}), "503")
        said = ending(program)
    assert f"No connection to Slack ({code}), attempt 2" in said
    assert f"({code})" in said.splitlines()[-1]
    assert advice in said.splitlines()[-1]
    assert min(gaps(slack)[1:]) >= 0.3


def test_a_bot_token_that_is_revoked_is_said_and_ends_the_bot(slack: StandIn, settings: Settings, index: Path) -> None:
    port = free_port()
    with running(slack, settings, index, port) as program:
        slack.revoked[BOT_TOKEN] = "account_inactive"
        slack.dm("U1", ASKED)
        until(lambda: health(port)[1]["refusal"] == "account_inactive", "the code")
        assert health(port)[0] == 503
        said = ending(program)
    assert "Slack does not take the bot's token any more: account_inactive" in said
    assert "SLACK_BOT_TOKEN を受け付けません(account_inactive)" in said.splitlines()[-1]


def test_socket_mode_that_is_switched_off_is_said_and_ends_the_bot(
    slack: StandIn, settings: Settings, index: Path
) -> None:
    port = free_port()
    with running(slack, settings, index, port) as program:
        slack.turn_away("link_disabled")
        slack.announce("link_disabled")
        until(lambda: health(port)[0] == 503, "503")
        said = ending(program)
    assert "Slack ends the connection after" in said
    assert "Socket Mode が切られました(link_disabled)" in said.splitlines()[-1]


def test_a_refusal_that_passes_ends_nothing(slack: StandIn, settings: Settings, index: Path) -> None:
    port = free_port()
    with running(slack, settings, index, port) as program:
        slack.revoked |= {BOT_TOKEN: "invalid_auth", APP_TOKEN: "invalid_auth"}
        slack.drop()
        slack.wait(lambda: len(attempts(slack)) > 2, "refused attempts")
        slack.revoked.clear()
        slack.wait(lambda: slack.connections == 2, "a new connection")
        slack.revoked[BOT_TOKEN] = "invalid_auth"
        slack.dm("U1", ASKED)
        until(lambda: health(port)[1]["refusal"] == "invalid_auth", "the code")
        slack.revoked.clear()
        # Nobody asks anything: the bot finds out by itself.
        until(lambda: health(port) == (200, health(port)[1] | {"connected": True, "refusal": ""}), "200")
        assert is_answered(slack, "U2")
        program.terminate()
        _, said = program.communicate(timeout=4 * PATIENCE)
    assert program.returncode == 0, said


def test_a_bot_that_nobody_keeps_connected_ends(slack: StandIn, settings: Settings, index: Path) -> None:
    port = free_port()
    meddle = "bot.link.Link._replace = lambda *_: 1 / 0"  # a fault of ours that nobody has thought of
    with running(slack, settings, index, port, meddle) as program:
        slack.drop()
        _, said = program.communicate(timeout=4 * PATIENCE)
    assert program.returncode == 1
    assert "ZeroDivisionError" in said
    assert "Slack からの知らせを受け取れなくなりました" in said.splitlines()[-1]
