"""Kills the bot at random moments under load, and counts what became of every question that Slack saw acknowledged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.bot_process import ROOT
from tests.slack_standin import APP_TOKEN, BOT, BOT_TOKEN, StandIn, refused
from tests.slack_standin import Message as Standing

ECHO = "from tests.test_slack import EchoDesk as Echo\ndesk = Echo"
"""A desk that takes no time: what is tested is the way from Slack and back."""
REAL = """
from knowledge import Desk
def desk():
    opened = Desk.open(told.hoshin_database, told.hoshin_documents)
    opened.warm_up()
    return opened
"""
NURSERY = """
import os, sys
from bot import settings, slack
{desk}
told = settings.load()
for _ in sys.stdin:
    child = os.fork()
    if not child:
        try:
            slack.run(desk(), told)
        finally:
            os._exit(0)
    print(child, flush=True)
    while os.waitpid(-1, os.WNOHANG)[0]:
        pass
"""
"""Has imported everything; each line that it reads is another life of the bot, in a process of its own."""
LONGEST = 0.6
"""Seconds that the bot lives at most once it is connected."""
PEOPLE, CHANNELS = 10, 10
AGAIN = "もう一度お答えします"
"""Stands in an answer of which the bot says that it may have been given before."""
GIVEN_UP = "プログラムが2度止まった"
LOOKING_UP = ("conversations.history", "conversations.replies")
SETTLING = 1.0


@dataclass(frozen=True, slots=True)
class Toll:
    """What became of the questions."""

    kills: int
    asked: int
    acknowledged: int
    """Those that Slack had an acknowledgement for; of the others it tells the bot again."""
    lost: int
    twice: int
    again: int
    """Given once more with a word about it, because nobody could look up whether the first one stands there."""
    given_up: int
    """Told that they ended the program twice, which they happened to be there for."""
    disordered: int
    """Direct messages that were answered in another order than they were asked in."""


@contextmanager
def nursery(slack: StandIn, folder: Path, desk: str) -> Iterator[subprocess.Popen[str]]:
    """Where lives of the bot begin; whichever is left at the end ends with it."""
    environment = os.environ | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "HOSHIN_DATABASE": str(folder / "hoshin.db"),
        "HOSHIN_JOURNAL": str(folder / "journal.db"),
        "HOSHIN_LOG": "ERROR",
    }
    command = [sys.executable, "-c", NURSERY.format(desk=desk)]
    with (
        (folder / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as opened,
    ):
        try:
            yield opened
        finally:
            opened.kill()


def toll(
    folder: Path,
    kills: int,
    rate: float,
    seed: int,
    texts: Sequence[str],
    desk: str = ECHO,
    life: float = LONGEST,
    *,
    blind: bool = False,
) -> Toll:
    """Ask at so many questions a second while the bot is killed so many times, and wait for what is owed.

    `blind`: Slack lets the bot look up nothing that it has posted.
    """
    chance, over = random.Random(seed), threading.Event()
    asked: list[tuple[str, str]] = []
    with StandIn() as slack, nursery(slack, folder, desk) as lives:
        slack.always = dict.fromkeys(LOOKING_UP, refused("not_allowed_token_type")) if blind else {}

        def ask() -> None:
            while not over.wait(1 / rate):
                person, text = f"U{chance.randrange(PEOPLE)}", chance.choice(texts)
                if chance.random() < 0.5:
                    asked.append((f"D{person}", slack.dm(person, text)))
                else:
                    channel = f"C{chance.randrange(CHANNELS)}"
                    asked.append((channel, slack.mention(channel, person, f"<@{BOT}> {text}")))

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            for number in range(kills):
                child = _born(slack, lives, number)
                time.sleep(random.Random(seed + number).uniform(0, life))
                os.kill(child, signal.SIGKILL)
            child = _born(slack, lives, kills)
        finally:
            over.set()
            asking.join()
        slack.wait_acks()
        acknowledged = {
            (envelope.payload["event"]["channel"], envelope.payload["event"]["ts"]) for envelope in slack.envelopes
        }
        owed = [question for question in asked if question in acknowledged]
        end = time.monotonic() + 120
        while _answered(slack).keys() < set(owed) and time.monotonic() < end:
            time.sleep(SETTLING)
        time.sleep(SETTLING)
        os.kill(child, signal.SIGTERM)
        answers = _answered(slack)
    more = [answers[question][1:] for question in asked if len(answers.get(question, ())) > 1]
    again = sum(all(AGAIN in answer.text for answer in extra) for extra in more)
    return Toll(
        kills,
        len(asked),
        len(owed),
        lost=sum(question not in answers for question in owed),
        twice=len(more) - again,
        again=again,
        given_up=sum(GIVEN_UP in one.text for answer in answers.values() for one in answer),
        disordered=sum(_is_disordered(answers, f"DU{number}") for number in range(PEOPLE)),
    )


def _born(slack: StandIn, lives: subprocess.Popen[str], before: int) -> int:
    """Another life; its process id, once it is connected."""
    _pipe(lives.stdin).write("\n")
    _pipe(lives.stdin).flush()
    child = int(_pipe(lives.stdout).readline())
    slack.wait(lambda: slack.connections > before, "a connection")
    return child


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe
    return pipe


def _answered(slack: StandIn) -> dict[tuple[str, str], list[Standing]]:
    """The answers to each question, by its channel and ts."""
    found: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    places = [f"DU{number}" for number in range(PEOPLE)] + [f"C{number}" for number in range(CHANNELS)]
    for place in places:
        for answer in slack.messages(place, BOT):
            found[place, str((answer.metadata or {}).get("event_payload", {}).get("answers"))].append(answer)
    return found


def _is_disordered(answers: dict[tuple[str, str], list[Standing]], place: str) -> bool:
    first = sorted((one[0].ts, ts) for (channel, ts), one in answers.items() if channel == place)
    return [ts for _, ts in first] != sorted(ts for _, ts in first)
