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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from bot.store import Place
from tests.bot_process import ROOT
from tests.engines import LEASE, Postgres, variables
from tests.slack_standin import APP_TOKEN, BOT, BOT_TOKEN, Envelope, StandIn, refused
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
Question = tuple[str, str]
"""By its channel and ts."""


LATE = 3.0
"""Seconds after which Slack delivers an event again that nobody has acknowledged."""
FROZEN, AWAY = 3.0, 2.0
"""Leases for which a replica is stopped, and seconds for which the server of the journal is away."""
BIRTH = 60.0
"""Seconds that a bot may take to start while others answer."""
WAITING = 120.0
"""Seconds without an answer after which a question counts as lost."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What befalls the bot, and what it is asked meanwhile."""

    kills: int
    rate: float
    """Questions a second."""
    seed: int
    texts: Sequence[str]
    desk: str = ECHO
    life: float = LONGEST
    """Seconds between two misfortunes at most."""
    blind: bool = False
    """Slack lets the bot look up nothing that it has posted."""
    replicas: int = 1
    restarts: int = 0
    """Of the journal's server."""
    freezes: int = 0
    """How often a replica is stopped for longer than its lease, and goes on."""


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
    longest: float = field(compare=False)
    """Seconds that somebody waited for an answer."""


@contextmanager
def nursery(slack: StandIn, place: Place, folder: Path, desk: str) -> Iterator[subprocess.Popen[str]]:
    """Where lives of the bot begin; whichever is left at the end ends with it."""
    environment = os.environ | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "HOSHIN_DATABASE": str(folder / "hoshin.db"),
        "HOSHIN_LOG": "ERROR",
    }
    command = [sys.executable, "-c", NURSERY.format(desk=desk)]
    with (
        (folder / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment | variables(place),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as opened,
    ):
        try:
            yield opened
        finally:
            opened.kill()


def toll(folder: Path, scene: Scene, place: Place | None = None, server: Postgres | None = None) -> Toll:
    """Ask while misfortunes befall the bot, and wait for what is owed. `place` keeps the journal, else a file does."""
    over, chance = threading.Event(), random.Random(scene.seed)
    asked: dict[Question, float] = {}
    with StandIn() as slack, nursery(slack, place or folder / "journal.db", folder, scene.desk) as lives:
        slack.always = dict.fromkeys(LOOKING_UP, refused("not_allowed_token_type")) if scene.blind else {}
        if scene.replicas > 1:
            slack.share_out()
        asking = threading.Thread(target=_ask, args=(slack, scene, chance, asked, over))
        children = [_born(slack, lives)]
        asking.start()
        try:
            children += [_born(slack, lives) for _ in range(scene.replicas - 1)]
            for misfortune in _misfortunes(scene):
                time.sleep(misfortune.after)
                number = misfortune.whom
                match misfortune.kind:
                    case "kill":
                        os.kill(children[number], signal.SIGKILL)
                        children[number] = _born(slack, lives)
                    case "freeze":
                        os.kill(children[number], signal.SIGSTOP)
                        time.sleep(FROZEN * LEASE)
                        os.kill(children[number], signal.SIGCONT)
                    case "restart" if server is not None:
                        server.stop()
                        time.sleep(AWAY)
                        server.start()
        finally:
            over.set()
            asking.join()
        _wait_for_acknowledgements(slack)
        acknowledged = {_asked_in(envelope) for envelope in slack.envelopes}
        owed = [question for question in asked if question in acknowledged]
        end = time.monotonic() + WAITING
        while not _is_settled(_answered(slack), owed, scene) and time.monotonic() < end:
            time.sleep(SETTLING)
        time.sleep(SETTLING)
        for child in children:
            os.kill(child, signal.SIGTERM)
        answers = _answered(slack)
        waits = [at - asked[question] for question, at in _answered_at(slack).items() if question in asked]
    more = [answers[question][1:] for question in asked if len(answers.get(question, ())) > 1]
    again = sum(all(AGAIN in answer.text for answer in extra) for extra in more)
    return Toll(
        scene.kills,
        len(asked),
        len(owed),
        lost=sum(question not in answers for question in owed),
        twice=len(more) - again,
        again=again,
        given_up=sum(GIVEN_UP in one.text for answer in answers.values() for one in answer),
        disordered=sum(_is_disordered(answers, f"DU{number}") for number in range(PEOPLE)),
        longest=max(waits, default=0.0),
    )


@dataclass(frozen=True, slots=True)
class _Misfortune:
    kind: str
    after: float
    whom: int


def _misfortunes(scene: Scene) -> list[_Misfortune]:
    counts = {"kill": scene.kills, "freeze": scene.freezes, "restart": scene.restarts}
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    chance = random.Random(scene.seed)
    chance.shuffle(kinds)
    return [_Misfortune(kind, chance.uniform(0, scene.life), chance.randrange(scene.replicas)) for kind in kinds]


def _ask(
    slack: StandIn, scene: Scene, chance: random.Random, asked: dict[Question, float], over: threading.Event
) -> None:
    while not over.wait(1 / scene.rate):
        slack.deliver_again(LATE)
        person, text, now = f"U{chance.randrange(PEOPLE)}", chance.choice(scene.texts), time.monotonic()
        if chance.random() < 0.5:
            asked[f"D{person}", slack.dm(person, text)] = now
        else:
            channel = f"C{chance.randrange(CHANNELS)}"
            asked[channel, slack.mention(channel, person, f"<@{BOT}> {text}")] = now


def _wait_for_acknowledgements(slack: StandIn) -> None:
    end = time.monotonic() + WAITING
    while not all(envelope.acked for envelope in slack.envelopes) and time.monotonic() < end:
        slack.deliver_again(LATE)
        time.sleep(0.1)
    slack.wait_acks()


def _born(slack: StandIn, lives: subprocess.Popen[str]) -> int:
    """Another life; its process id, once it is connected."""
    before = slack.connections
    _pipe(lives.stdin).write("\n")
    _pipe(lives.stdin).flush()
    child = int(_pipe(lives.stdout).readline())
    end = time.monotonic() + BIRTH
    while slack.connections <= before:
        assert time.monotonic() < end, "a bot that was started never connected"
        time.sleep(0.02)
    return child


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe
    return pipe


def _asked_in(envelope: Envelope) -> Question:
    event = envelope.payload["event"]
    return event["channel"], event["ts"]


def _answers(metadata: Mapping[str, Any] | None) -> str:
    """The ts of the post that a message answers."""
    return str((metadata or {}).get("event_payload", {}).get("answers"))


def _answered(slack: StandIn) -> dict[Question, list[Standing]]:
    """The answers to each question."""
    found: dict[Question, list[Standing]] = defaultdict(list)
    places = [f"DU{number}" for number in range(PEOPLE)] + [f"C{number}" for number in range(CHANNELS)]
    for place in places:
        for answer in slack.messages(place, BOT):
            found[place, _answers(answer.metadata)].append(answer)
    return found


def _is_settled(answers: Mapping[Question, list[Standing]], owed: Sequence[Question], scene: Scene) -> bool:
    """Whether each has its answer, and one that was given twice has been taken away where anybody can see that."""
    counts = [len(answers.get(question, ())) for question in owed]
    return all(counts) and (scene.blind or not any(count > 1 for count in counts))


def _answered_at(slack: StandIn) -> dict[Question, float]:
    """When each question got its first answer."""
    found: dict[Question, float] = {}
    for call in list(slack.calls):
        if call.ok and call.method == "chat.postMessage":
            found.setdefault((str(call.values["channel"]), _answers(call.values.get("metadata"))), call.at)
    return found


def _is_disordered(answers: dict[Question, list[Standing]], place: str) -> bool:
    first = sorted((one[0].ts, ts) for (channel, ts), one in answers.items() if channel == place)
    return [ts for _, ts in first] != sorted(ts for _, ts in first)
