"""What is said to greetings, to thanks, to questions about the program and to who is new to the plan."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answers.engine import run
from knowledge.answers.names import half_up
from knowledge.answers.teller import evidence
from knowledge.answers.teller.tables import table
from knowledge.answers.teller.telling import Telling, Voice
from knowledge.language.phrases import phrases
from knowledge.model import (
    RUNGS,
    Answer,
    Ask,
    Below,
    Kind,
    Level,
    Linked,
    Money,
    OfLevel,
    Order,
    Query,
    Share,
    Step,
    Take,
    Whole,
)

MOST_EXAMPLES = 3
_ANSWERS = ("help", "greeting", "thanks", "privacy", "nature")
"""What may be asked about the program; each has its phrase help_…"""


def talk(about: str, voice: Voice) -> Answer:
    """A courtesy, or what the program is for, with questions that work."""
    if about == "overview":
        return glance(voice)
    key = f"help_{about}" if about in _ANSWERS and f"help_{about}" in phrases() else "help"
    steps = examples(voice) if about != "thanks" else ()
    return voice.answer(Kind.HELP, voice.say(key), examples=tuple(step.name for step in steps), steps=steps)


def examples(voice: Voice) -> tuple[Step, ...]:
    """Questions that this plan answers, made from it."""
    return tuple(_examples(voice))[:MOST_EXAMPLES]


def _examples(voice: Voice) -> Iterator[Step]:
    document = voice.document
    level = next((each for each in reversed(RUNGS) if document.levels_with(Money()).get(each)), None)
    if level is None:
        return
    priced = [entry for entry in document.of_level(level, most=10) if entry.amounts]
    entry = priced[min(1, len(priced) - 1)] if priced else None
    if entry is not None:
        name = voice.say("example_amount", title=entry.title, code=entry.code or entry.title)
        yield Step(name, Query(Ask.AMOUNT, Linked((entry.id,)), document.name, Money()))
    largest = Query(Ask.LIST, OfLevel((level,)), document.name, Money(), order=Order(Money()), take=Take(1))
    yield Step(voice.say("example_ranking"), largest)
    above = document.ladder(entry) if entry is not None else ()
    if above:
        name = voice.say("example_list", code=above[0].code or above[0].title)
        yield Step(name, Query(Ask.LIST, Below(Linked((above[0].id,)), (level,)), document.name))


def glance(voice: Voice) -> Answer:
    """The plan on one screen: its goal, its issues with their money and their shares, how it is built."""
    top = next((level for level in RUNGS if voice.document.count(level)), None)
    if top is None:
        return voice.answer(Kind.UNKNOWN, voice.say("fact_missing"))
    query = Query(Ask.LIST, OfLevel((top,)), voice.document.name, Share(Money(), Whole()))
    telling = Telling(document=voice.document, asked=voice.asked, shelf=voice.shelf, result=run(query, voice.shelf))
    whole = telling.result.whole
    if whole is not None and telling.result.sum is None:
        telling = telling.with_rows(telling.rows, whole)
    counted = tuple({each.id: each for row in telling.rows for each in row.counted}.values())
    return voice.answer(
        Kind.FOUND,
        _goal(voice),
        notes=tuple(_ladder(voice, telling)),
        shown=voice.shown(telling.entries),
        table=table(telling),
        caveat=evidence.caveat(voice.names, counted, total=len(counted) > 1),
        steps=examples(voice),
        query=query,
    )


def _goal(voice: Voice) -> str:
    goal = next(iter(voice.document.of_level(Level.GOAL, most=1)), None)
    year = voice.names.year(voice.document.source.fiscal_year)
    if goal is None or not goal.body:
        return voice.say("glance", year=year)
    return voice.say("found_goal", year=year, body=goal.body)


def _ladder(voice: Voice, telling: Telling) -> Iterator[str]:
    """How the plan is built, from the top down, with how many there are of each, and what it all comes to."""
    there = [(level, voice.document.count(level)) for level in RUNGS if voice.document.count(level)]
    told = (voice.say("glance_level", level=voice.names.levels(level), count=count) for level, count in there)
    yield voice.say("glance_ladder", levels=voice.say("glance_then").join(told))
    if telling.result.whole is not None:
        money = voice.names.money(half_up(telling.result.whole))
        yield voice.say("glance_total", money=money, kind=voice.names.kind())
