"""Odd questions in a row, from what Slack sends to the message: none may raise, and memory must stay flat."""

from __future__ import annotations

import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import plan, words
from benchmarks.clock import peak_megabytes, resident_megabytes, tell
from benchmarks.ours import FILE
from bot import blocks
from bot.controls import Controls
from bot.text import typed
from knowledge.desk import Desk
from knowledge.model import Answer, Subject
from tests.slack_limits import complaints

QUESTIONS = 100_000
SEED = 20_220_401
FOLLOW_UP = 0.1
"""Share of questions that are asked with the last answer's subject."""
SETTLED, LEAST_SETTLED = 0.1, 5_000
"""Share of the questions, and how many at least, after which memory must not grow any more: until then caches fill."""
FLAT = 10.0
"""MB that memory may grow by from then on: caches have a limit, but fill slowly."""
LONG_WORD_REPEATED = 1_000
HUGE = 0.0005
"""Share of questions as long as a question can get."""
BOT = "UBOT"
CONTROLS = Controls("0123456789ab", "ja", asker="U1")
"""Buttons as below an answer in a channel."""

_ASKING = (
    "予算は? いくら 合計 一番高いのは? 2番目は? その次は? 上位3つ 比べて 差は? 全体の何% 平均 何件 とは どこ "
    "電話番号 去年 来年度 令和5年度 1000万円以上 100万円未満 億円で その取組は? じゃあ もう一つは? ありがとう "
    "こんにちは 使い方 以外 順に並べて"
).split()
_ENGLISH = (
    "how much is the budget for elderly people what about disaster prevention and crime children total of all "
    "which issue does it belong to the largest smallest average who when where phone number hello thanks"
).split()
_MARKS = tuple("?!？！。、・「」()（）[]{}<>&*_~`'\"\\|/;:@#$%^+=-ー〜－―…　 ,.")
_PICTURES = ("😀", "🏠", "👨‍👩‍👧", "⚡", "🇯🇵", "✂️", "㊗", "①", "㍿", "Ⅳ", "﷽")
_CONTROLS = ("\x00", "\x07", "\x1b[31m", "\n", "\r\n", "\t", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800", "\x85")
_NAMES = "田中 山田太郎 渋谷 港 防災 子育て 防災課 スズキ tanaka みんな 皆 保護者".split()
_TITLES = "さん 様 課長 部長 係長 主査 先生 氏 さま君".split()
_FOREIGN = ("예산은", "бюджет", "預算是多少", "ميزانية", "งบประมาณ", "kāi", "ñandú", "̈́͛", "<@U0123ABCD>", "<!here>")


@dataclass(frozen=True, slots=True)
class Odd:
    """Makes questions from the plan's own words and from everything that people's keyboards hold."""

    nouns: Sequence[str]
    phrases: Sequence[str]

    def question(self, chance: random.Random) -> str:
        """One question."""
        if chance.random() < HUGE:
            return self._piece(chance) * LONG_WORD_REPEATED
        pieces = [self._piece(chance) for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 5, 8)))]
        return chance.choice(("", "", " ", "の", "と")).join(pieces)

    def _piece(self, chance: random.Random) -> str:
        makers: tuple[Callable[[random.Random], str], ...] = (
            lambda c: c.choice(self.nouns),
            lambda c: c.choice(self.phrases),
            self._slip,
            lambda c: "".join(words.sounds(c.choice(self.nouns))),
            lambda c: words.romaji(c.choice(self.nouns)),
            lambda c: c.choice(_ASKING),
            lambda c: " ".join(c.choices(_ENGLISH, k=c.randint(1, 5))),
            lambda c: "".join(c.choices(_MARKS, k=c.randint(1, 4))),
            lambda c: c.choice(_PICTURES + _FOREIGN),
            lambda c: c.choice(_CONTROLS),
            _code,
            _amount,
            _link,
            _around,
        )
        weights = (6, 2, 3, 3, 2, 6, 2, 2, 1, 1, 2, 2, 1, 1)
        return chance.choices(makers, weights)[0](chance)

    def _slip(self, chance: random.Random) -> str:
        """A word with one character wrong, missing or twice."""
        word, other = chance.choice(self.nouns), chance.choice(chance.choice(self.nouns))
        at = chance.randrange(len(word))
        return word[:at] + chance.choice((other, "", word[at] * 2)) + word[at + 1 :]


def _code(chance: random.Random) -> str:
    code = chance.choice("-ー－―‐.").join(str(chance.randint(0, 9)) for _ in range(chance.randint(1, 4)))
    return chance.choice(("", "経営課題", "戦略", "具体的取組", "No.")) + code


def _amount(chance: random.Random) -> str:
    figure = f"{chance.randint(0, 10 ** chance.randint(1, 20)):{chance.choice((',', ''))}}"
    return figure + chance.choice("千円 万円 億円 円 百万円 yen 万円以上 千円未満 % 割 番目 年度".split())


def _link(chance: random.Random) -> str:
    """What people paste: addresses with ids of many digits, and runs of one character."""
    digits = "".join(chance.choices("0123456789", k=chance.randint(1, 60)))
    run = chance.choice((*_MARKS, *"0第年千万億円ア")) * chance.randint(10, 400)
    return chance.choice((f"<https://example.jp/view?id={digits}>", f"<https://example.jp/{digits}|{run}>", run))


def _around(chance: random.Random) -> str:
    """What stands around questions: people, places in Slack, mail's own lines, days and times."""
    name = chance.choice(_NAMES)
    return chance.choice(
        (
            f"{name}{chance.choice(_TITLES)}{chance.choice(('', '、', 'から', 'に聞かれた', 'は', 'の'))}",
            f"<@U{chance.randint(0, 9)}|{name}>",
            f"<#C{chance.randint(0, 9)}|{name}>",
            f"<mailto:a.{chance.randint(0, 99)}-1@example.jp|{name}>",
            f"\n{chance.choice(('Re: ', 'RE: Fwd: ', 'To: ', 'Subject: ', '件名:', '--', '────────'))}\n",
            f"\n\n{name}\nTEL 06-{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}\n",
            f"{chance.randint(2000, 2030)}-{chance.randint(1, 12)}-{chance.randint(1, 31)} ",
            f"{chance.randint(1, 12)}月{chance.randint(1, 31)}日({chance.choice('月火水木金土日')}) ",
            f"{chance.randint(0, 23)}:{chance.randint(10, 59)} ",
        )
    )


@dataclass(slots=True)
class Watch:
    """What was seen so far."""

    slowest: float = 0.0
    """Seconds."""
    asked: str = ""
    raised: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Place and message of each exception → how often, and the first question."""

    def fail(self, error: Exception, question: str) -> None:
        """Counts an exception."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno} {type(error).__name__}"
        count, first = self.raised.get(place, (0, question))
        self.raised[place] = (count + 1, first)

    def note(self, seconds: float, question: str) -> None:
        """Keeps the slowest answer."""
        if seconds > self.slowest:
            self.slowest, self.asked = seconds, question


def answered(desk: Desk, sent: str, before: Subject) -> Answer:
    """The answer to what Slack sends, all the way to the message; AssertionError where Slack would refuse that."""
    answer = desk.ask(typed(sent, BOT), before)
    shown = blocks.message(answer, CONTROLS)
    if wrong := complaints({"text": shown.text, "blocks": list(shown.blocks)}):
        raise AssertionError(f"Slack would refuse the message: {wrong}")
    return answer


def run(folder: Path, most: int, seed: int = SEED) -> bool:
    """Asks and prints; whether nothing was raised and memory stayed flat."""
    desk = Desk.open(folder / FILE, plan.DOCUMENTS)
    chance, watch, kinds = random.Random(seed), Watch(), Counter[str]()
    odd, subject, settled, start = makers(), Subject(), 0.0, time.monotonic()
    for number in range(1, most + 1):
        question = odd.question(chance)
        before = subject if chance.random() < FOLLOW_UP else Subject()
        begun = time.perf_counter()
        try:
            answer = answered(desk, question, before)
        except Exception as error:  # noqa: BLE001  (all of them are found in one run, and told at its end)
            watch.fail(error, question)
            continue
        watch.note(time.perf_counter() - begun, question)
        kinds[answer.kind] += 1
        subject = answer.subject
        if number <= max(most * SETTLED, min(LEAST_SETTLED, most / 2)):
            settled = resident_megabytes()
        if number % max(1, most // 10) == 0:
            tell(f"fuzz: {number:,} questions, {time.monotonic() - start:.0f} s, {resident_megabytes():.0f} MB")
    grown = resident_megabytes() - settled
    print(f"{most:,} questions in {time.monotonic() - start:.0f} s")
    print(", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
    print(f"Memory: {settled:.0f} MB once caches are full, {grown:+.1f} MB at the end, peak {peak_megabytes():.0f} MB")
    print(f"Slowest: {1000 * watch.slowest:.0f} ms, {len(watch.asked):,} characters, {watch.asked[:80]!r}")
    print(f"Exceptions: {sum(count for count, _ in watch.raised.values()):,}")
    for place, (count, first) in watch.raised.items():
        print(f"  {place}: {count:,}, first at {first[:80]!r}")
    return grown <= FLAT and not watch.raised


def makers() -> Odd:
    """Makes questions from the words of the shipped plan."""
    texts = [item.text for item in plan.items(plan.shipped()).listed]
    return Odd(
        sorted({noun for text in texts for noun in words.nouns(text)}),
        sorted({phrase for text in texts for phrase in words.phrases(text)}),
    )
