"""No text that people or pages write freezes the bot: no pattern's work grows faster than the text that it reads."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import fuzz
from bot.settings import Settings
from knowledge import Desk, Subject
from knowledge.language import text
from tests.conftest import ROOT
from tests.slack_standin import PATIENCE, StandIn
from tests.test_link import health, is_answered, running
from tests.test_stress import free_port

KILLED_AFTER = 300.0
"""Seconds; the whole takes about ten."""


def tried(*patterns: str) -> list[str]:
    """What tests.patterns says of these patterns, or of the project's."""
    command = [sys.executable, "-X", "utf8", "-m", "tests.patterns", *patterns]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=KILLED_AFTER, check=True)
    return run.stdout.splitlines()


def test_no_pattern_of_the_project_backtracks_without_bound() -> None:
    *complaints, count = tried()
    assert complaints == []
    assert int(count) > 300  # else they are not found any more


@pytest.mark.parametrize(
    "pattern",
    [r"(?:\d[\d,.]*(?:億|万)?(?:\d[\d,]*)?)*円", r"\s+(?=電話)", r"\[[^\]]*\]", r".*の"],
)
def test_one_that_does_is_found(pattern: str) -> None:
    [complaint, _] = tried(pattern)
    assert complaint.startswith("argument 0: search over a run of ")


def test_one_that_does_not_is_let_be() -> None:
    assert tried(r"[0-9]{1,16}(?:\.[0-9]{1,8})?円", r"(?<!\s)\s+(?=電話)", r"<([^<>]*)>", r"[^。\n]+。?") == ["4"]


LINK = "<https://example.jp/view?id=202211012022110120221101202211> これの予算は?"
HOSTILE = (LINK, f"{'9,' * 400}千 令和4年度", "第" * 2_000, f"{'1' * 1_900}億", "(" * 1_500, "防災の" * 600)


def test_no_message_stops_the_bot_for_everybody(slack: StandIn, settings: Settings, index: Path) -> None:
    port = free_port()
    with running(slack, settings, index, port) as program:
        for number, question in enumerate(HOSTILE):
            slack.dm("U1", question)
            assert is_answered(slack, "U2"), question
            slack.wait_messages("DU1", number + 1)
            assert health(port)[0] == 200
        slack.wait_acks()
        program.terminate()
        _, said = program.communicate(timeout=4 * PATIENCE)
    assert program.returncode == 0, said


@pytest.mark.parametrize("unit", ["第", "区", "第二", "再", "避難所"])
def test_words_stay_words_however_long_their_run(unit: str) -> None:
    longest = max(len(word.surface) for word in text.words(unit * 2_000))
    assert longest <= text.LONGEST_JOINED + len("避難所")


def test_odd_messages_never_break_and_always_fit(desk: Desk) -> None:
    odd, chance, subject = fuzz.makers(), random.Random(fuzz.SEED), Subject()
    for _ in range(300):
        subject = fuzz.answered(desk, odd.question(chance), subject).subject
