"""The bot as a user starts it: `python app.py` in a process of its own, against some workspace."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store import Place
from tests.engines import variables
from tests.processor import processor_seconds

ROOT = Path(__file__).resolve().parent.parent
ENDING = 60.0
"""Seconds that it may take to finish what is under way."""


@dataclass(frozen=True, slots=True)
class Running:
    """A bot in a process of its own."""

    log: Path
    number: int
    """Of the process."""

    def processor_seconds(self) -> float | None:
        """What it has used so far; None where the system does not tell."""
        return processor_seconds(self.number)


@contextmanager
def running(
    folder: Path, *, bot_token: str, app_token: str, api_url: str, place: Place | None = None
) -> Iterator[Running]:
    """A running bot that keeps its index and journal in `folder`, or the journal at a place. Ends with SIGTERM."""
    settings = {
        "SLACK_BOT_TOKEN": bot_token,
        "SLACK_APP_TOKEN": app_token,
        "SLACK_API_URL": api_url,
        "HOSHIN_DATABASE": str(folder / "hoshin.db"),
        "HOSHIN_LOG": "WARNING",
        "PYTHONUTF8": "1",
        "PATH": "",
    } | variables(place or folder / "journal.db")
    log = folder / "log"
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=settings, stderr=errors) as bot,
    ):
        try:
            yield Running(log, bot.pid)
            bot.terminate()
            bot.wait(ENDING)
        finally:
            bot.kill()
    if bot.returncode:
        raise AssertionError(f"the bot ended with {bot.returncode}; its log: {log.read_text(encoding='utf-8')}")
