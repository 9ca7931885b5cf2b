"""No text that people or pages write freezes the bot: no pattern's work grows faster than the text that it reads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.settings import ROOT

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
