"""Scenes in which the journal's file cannot be written, or is damaged: questions are answered all the same, once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.slack import connected
from tests.conftest import Run
from tests.engines import told
from tests.slack_standin import BOT, StandIn, until
from tests.test_health import ask
from tests.test_nothing_lost import texts
from tests.test_slack import EchoDesk
from tests.test_stress import free_port


@pytest.fixture
def path(journal_place: Path) -> Path:
    """The journal's file."""
    return journal_place


def test_a_locked_journal_loses_no_question(
    slack: StandIn, settings: Settings, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with connected(EchoDesk(), settings):
        slack.dm("U1", "はじめ")
        slack.wait_messages("DU1")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for number in range(20):
                slack.mention(f"C{number}", "U1", f"<@{BOT}> 質問{number}")
            slack.dm("U1", "つぎ")
            slack.wait_acks()
            acked = max((one.acked or 0) - one.sent for one in slack.envelopes)
            slack.wait_messages("DU1", 2)
            for number in range(20):
                slack.wait_messages(f"C{number}")
            slack.redeliver()
            slack.wait_acks()
            other.execute("ROLLBACK")
        until(lambda: _is_remembered(slack, path), "a journal that is written again")
    assert acked < 3, "Slack waits three seconds for an acknowledgement"
    assert [len(texts(slack, f"C{number}")) for number in range(20)] == [1] * 20
    said = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert [sentence.partition("(")[0].rpartition(" ")[2] for sentence in said] == [
        "に書き込めません",
        "に、また書き込めるようになりました。",
    ]
    assert "(database is locked)" in said[0]


def _is_remembered(slack: StandIn, path: Path) -> bool:
    """Whether a question is written down again; there is one more each time."""
    slack.dm("U9", "もう一度")
    slack.wait_acks()
    return bool(told(path, "SELECT 1 FROM answers WHERE question = 'もう一度'"))


def test_a_damaged_journal_is_set_aside_and_never_deleted(
    slack: StandIn, settings: Settings, path: Path, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with connected(EchoDesk(), settings):
        slack.dm("U1", "はじめ")
        slack.wait_messages("DU1")
    damaged = bytearray(path.read_bytes())
    for page in range(4_096, len(damaged), 4_096):
        damaged[page] ^= 0xFF
    path.write_bytes(damaged)
    with connected(EchoDesk(), settings):
        slack.dm("U1", "つぎ")
        slack.wait_messages("DU1", 2)
    [aside] = tmp_path.glob("journal.db.damaged-*")
    assert aside.read_bytes()[:8_192] == bytes(damaged[:8_192])
    assert "が壊れていたため、" in caplog.text
    assert aside.name in caplog.text


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow any more."""
    resource = pytest.importorskip("resource", reason="only Unix limits a process's files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_every_question_is_answered_once_and_healthz_says_so(
    slack: StandIn, bot: Run, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    with bot(hoshin_port=port):
        slack.dm("U1", "はじめ")
        slack.wait_messages("DU1")
        assert ask(port)[0] == 200
        with full_disk():
            assert ask(port)[0] == 503
            for number in range(20):
                slack.mention(f"C{number}", "U1", f"<@{BOT}> 質問{number}")
                slack.command("U2", f"質問{number}")
            for number in range(20):
                slack.wait_messages(f"C{number}")
            slack.wait_seen("U2", 20)
            slack.redeliver()
            slack.wait_acks()
            status, told = ask(port)
        assert (status, json.loads(told)["journal_writable"]) == (503, False)
        assert ask(port)[0] == 200
    assert [len(texts(slack, f"C{number}")) for number in range(20)] == [1] * 20
    assert len(slack.seen_by("U2")) == 20
    assert "質問には答え続けますが" in caplog.text
