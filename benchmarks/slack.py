"""A busy minute in Slack: the bot as a user starts it, the tests' stand-in, fifty people in forty channels."""

from __future__ import annotations

import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from slack_sdk import WebClient

from benchmarks import plan, table
from benchmarks.clock import percentile, tell
from tests.bot_process import Running, running
from tests.kills import REAL, Scene, toll
from tests.slack_standin import APP_TOKEN, BOT, BOT_TOKEN, Call, Channel, ChannelLimit, Envelope, StandIn

PEOPLE = tuple(f"U{number:02}" for number in range(50))
CHANNELS = tuple(f"C{number:02}" for number in range(40))
IN_CHANNELS = 0.5
"""Share of the questions; the others are asked in people's own conversations with the bot."""
RATE, RUSH = 20, 200
"""Questions a second, on a busy day and in a rush."""
SECONDS, RUSHING = 60, 10
BURST, FLOOD = 100, 1_000
"""Questions at once."""
KILLING, LIFE = 20.0, 2.5
"""Questions a second while the bot is killed, and how many seconds it lives at most once it is connected."""
LIMIT = 1.0
"""Posts a second that a channel takes, after a short burst of two."""
SEED = 20_220_401
PATIENCE = 240.0
"""Seconds without an answer after which a question counts as lost."""
SETTLING = 2.0
"""Seconds in which a second answer to a question would come, once all have one."""
ACK_P99, OWN_P95, PROCESSOR = 0.1, 0.5, 0.004
"""Aims in seconds: of an acknowledgement on a busy day, of a burst's own time, of the processor's for a question."""
LOG_SHOWN = 4_000
"""Characters."""
PROBES, PROBERS = 2_000, 8
Closed = Sequence[tuple[float, float]]
"""From when until when a channel took no post, on the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question that somebody asked, and what became of it."""

    channel: str
    deliveries: Sequence[Envelope]
    tries: Sequence[Call]
    """Every attempt to post an answer, those included that Slack told to wait."""

    @property
    def answers(self) -> list[Call]:
        """The answers that stand there; one, if all is well."""
        return [call for call in self.tries if call.ok]

    @property
    def asked_at(self) -> float:
        """When Slack first told the bot, on the monotonic clock."""
        return min(envelope.sent for envelope in self.deliveries)

    @property
    def whole(self) -> float:
        """Seconds from the event to the answer, waiting and all."""
        return self.answers[0].at - self.asked_at

    def own(self, closed: Closed) -> float:
        """Seconds from the event to the first attempt, less those for which the limit kept the channel closed."""
        start, end = self.asked_at, self.tries[0].at
        waited = sum(max(0.0, min(end, until) - max(start, since)) for since, until in closed)
        return end - start - waited


@dataclass(frozen=True, slots=True)
class Result:
    """One kind of traffic, measured. Times in seconds."""

    questions: Sequence[Question]
    acks: Sequence[float]
    own: Sequence[float]
    whole: Sequence[float]
    processor: float
    """Of the bot, for each question; not a number where the system does not tell."""

    @property
    def lost(self) -> int:
        """Questions without an answer."""
        return sum(not question.answers for question in self.questions)

    @property
    def twice(self) -> int:
        """Questions with more than one."""
        return sum(len(question.answers) > 1 for question in self.questions)

    @property
    def disordered(self) -> int:
        """Direct messages that were answered in another order than they were asked in."""
        asked = defaultdict(list)
        for question in self.questions:
            if question.channel.startswith("D") and question.answers:
                asked[question.channel].append((question.asked_at, question.answers[0].at))
        return sum([at for _, at in sorted(times)] != sorted(at for _, at in times) for times in asked.values())

    @property
    def is_whole(self) -> bool:
        """Nothing lost, nothing twice, all in order."""
        return not self.lost + self.twice + self.disordered

    def row(self, name: str) -> list[str]:
        """Its line of the table."""
        limited = sum(not call.ok for question in self.questions for call in question.tries)
        own = [percentile(self.own, share) for share in (50, 95, 99)]
        acks = [percentile(self.acks, share) for share in (50, 99, 100)]
        milliseconds = [f"{1000 * seconds:,.0f}" for seconds in (*acks, *own)]
        whole = [f"{percentile(self.whole, share):,.1f}" for share in (50, 95, 100)]
        counts = (len(self.questions), self.lost, self.twice, self.disordered)
        return [name, *map(str, counts), *milliseconds, f"{1000 * self.processor:.1f}", str(limited), *whole]


COLUMNS = (
    "traffic",
    "questions",
    "lost",
    "twice",
    "out of order",
    "ack p50 ms",
    "p99",
    "max",
    "own p50 ms",
    "p95",
    "p99",
    "processor ms",
    "429s",
    "answered p50 s",
    "p95",
    "max",
)
LEGEND = (
    "ack: from the delivery of an envelope to its acknowledgement. own: from the event to the first attempt to post, "
    "without the time for which Slack's limit kept the channel closed. processor: the bot's, for each question. "
    "answered: from the event to the answer, with the wait."
)


def run(folder: Path, seconds: int) -> bool:
    """Measures and prints; whether every aim was met."""
    chance = random.Random(SEED)
    texts = [case.question for case in plan.cases(plan.shipped())]
    with StandIn() as slack:
        slack.channels.update({channel: Channel() for channel in CHANNELS})
        print(_alone(slack))
        with running(folder, bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url) as bot:
            measured(slack, bot, lambda: warm_up(slack))
            slack.limit = ChannelLimit(LIMIT, burst=2)
            traffic: dict[str, Callable[[], None]] = {
                f"{RATE} a second for {seconds} s": lambda: _ask_steadily(slack, chance, texts, RATE, seconds),
                f"{BURST} at once": lambda: _ask_at_once(slack, chance, texts, BURST),
                f"{RUSH} a second for {RUSHING} s": lambda: _ask_steadily(slack, chance, texts, RUSH, RUSHING),
                f"{FLOOD:,} at once": lambda: _ask_at_once(slack, chance, texts, FLOOD),
            }
            results = []
            for name, asks in traffic.items():
                tell(f"slack: {name}")
                results.append(measured(slack, bot, asks))
    if logged := bot.log.read_text(encoding="utf-8"):
        tell(f"slack: the bot has logged\n{logged[-LOG_SHOWN:]}")
    print(
        table.render(COLUMNS, [result.row(name) for name, result in zip(traffic, results, strict=True)]),
        LEGEND,
        sep="\n",
    )
    day, burst, *_ = results
    aims = {
        "nothing lost, nothing twice, direct messages in order": all(result.is_whole for result in results),
        f"ack p99 ≤ {1000 * ACK_P99:.0f} ms on a busy day": percentile(day.acks, 99) <= ACK_P99,
        f"own p95 ≤ {1000 * OWN_P95:.0f} ms for {BURST} at once": percentile(burst.own, 95) <= OWN_P95,
        f"processor ≤ {1000 * PROCESSOR:.0f} ms a question on a busy day": day.processor <= PROCESSOR,
    }
    for aim, met in aims.items():
        print(f"{'met' if met else 'missed'}: {aim}")
    return all(aims.values())


def kill(folder: Path, kills: int) -> bool:
    """Kills the bot so often under load and prints the toll; whether nothing was lost and nothing came twice."""
    texts = [case.question for case in plan.cases(plan.shipped())]
    found = toll(folder, Scene(kills=kills, rate=KILLING, seed=SEED, texts=texts, desk=REAL, life=LIFE))
    print(found)
    return not found.lost + found.twice + found.disordered


def _alone(slack: StandIn) -> str:
    """How much of every time below is the stand-in's own."""
    client = WebClient(BOT_TOKEN, base_url=slack.api_url)

    def call(_number: int) -> float:
        start = time.perf_counter()
        client.auth_test()
        return time.perf_counter() - start

    start = time.perf_counter()
    with ThreadPoolExecutor(PROBERS) as pool:
        times = list(pool.map(call, range(PROBES)))
    rate = PROBES / (time.perf_counter() - start)
    p50, p99 = (1000 * percentile(times, share) for share in (50, 99))
    return (
        f"The stand-in alone, {PROBERS} clients at once: {rate:,.0f} calls a second, p50 {p50:.0f} ms, p99 {p99:.0f} ms"
    )


def warm_up(slack: StandIn) -> None:
    """The dictionary and the model of meaning load once in a program's life."""
    for text in plan.WARM_UP:
        slack.dm(PEOPLE[0], text)


def steadily(slack: StandIn, seed: int, texts: Sequence[str], rate: int, seconds: int) -> None:
    """Asks so many questions a second."""
    _ask_steadily(slack, random.Random(seed), texts, rate, seconds)


def _ask_steadily(slack: StandIn, chance: random.Random, texts: Sequence[str], rate: int, seconds: int) -> None:
    start, late = time.monotonic(), 0.0
    for number in range(rate * seconds):
        ahead = start + number / rate - time.monotonic()
        time.sleep(max(0.0, ahead))
        late = max(late, -ahead)
        _ask(slack, chance, texts)
    tell(f"slack: asked, never more than {1000 * late:.0f} ms behind time")


def _ask_at_once(slack: StandIn, chance: random.Random, texts: Sequence[str], count: int) -> None:
    for _ in range(count):
        _ask(slack, chance, texts)


def _ask(slack: StandIn, chance: random.Random, texts: Sequence[str]) -> None:
    """Somebody asks something somewhere."""
    person, text = chance.choice(PEOPLE), chance.choice(texts)
    if chance.random() < IN_CHANNELS:
        slack.mention(chance.choice(CHANNELS), person, f"<@{BOT}> {text}")
    else:
        slack.dm(person, text)


def measured(slack: StandIn, bot: Running, traffic: Callable[[], None]) -> Result:
    """Lets the traffic pass and waits until every question has its answer, and would have had a second one."""
    first, before = len(slack.envelopes), bot.processor_seconds()
    traffic()
    until = time.monotonic() + PATIENCE
    while not all(question.answers for question in _questions(slack, first)) and time.monotonic() < until:
        time.sleep(SETTLING)
    time.sleep(SETTLING)
    questions, after = _questions(slack, first), bot.processor_seconds()
    closed = slack.limit.closed if slack.limit else {}
    return Result(
        questions,
        acks=[(one.acked or math.inf) - one.sent for one in slack.envelopes[first:]],
        own=[question.own(closed.get(question.channel, ())) for question in questions if question.tries],
        whole=[question.whole for question in questions if question.answers],
        processor=math.nan if before is None or after is None else (after - before) / len(questions),
    )


def _questions(slack: StandIn, first: int) -> list[Question]:
    """What people asked from the first of these envelopes on."""
    tries: dict[str, list[Call]] = defaultdict(list)
    for call in list(slack.calls):
        if call.method == "chat.postMessage":
            tries[_answers(call)].append(call)
    told: dict[tuple[str, str], list[Envelope]] = defaultdict(list)
    for envelope in slack.envelopes[first:]:
        event = envelope.payload["event"]
        if event.get("user") in PEOPLE:
            told[event["channel"], event["ts"]].append(envelope)
    return [Question(channel, deliveries, tries[ts]) for (channel, ts), deliveries in told.items()]


def _answers(call: Call) -> str:
    """The ts of the post that a message answers: of the thread's root, or what the message's metadata names."""
    payload: Mapping[str, object] = (call.values.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("answers") or call.values.get("thread_ts"))
