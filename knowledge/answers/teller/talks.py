"""What is said to greetings, to thanks, to questions about the program and to who is new to the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.answers.engine import run
from knowledge.answers.measured import nth
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
    Entry,
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


def talk(query: Query, voice: Voice) -> Answer:
    """A courtesy, or what the program is for, with questions that work."""
    if query.fact == "overview":
        return glance(voice, query.of.levels[-1] if isinstance(query.of, OfLevel) else None)
    key = f"help_{query.fact}" if query.fact in _ANSWERS and f"help_{query.fact}" in phrases() else "help"
    steps = examples(voice) if query.fact != "thanks" else ()
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


def glance(voice: Voice, level: Level | None = None) -> Answer:
    """The plan on one screen: its goal, how it is built, its issues, or the entries of a level, with their money."""
    top = level or next((level for level in RUNGS if voice.document.count(level)), None)
    if top is None:
        return voice.answer(Kind.UNKNOWN, voice.say("fact_missing"))
    query = Query(Ask.LIST, OfLevel((top,)), voice.document.name, Share(Money(), Whole()))
    telling = Telling(document=voice.document, asked=voice.asked, shelf=voice.shelf, result=run(query, voice.shelf))
    if not telling.rows:
        return voice.answer(Kind.UNKNOWN, voice.say("none_printed", set=telling.words.noun(query)))
    whole = telling.result.whole
    if whole is not None and telling.result.sum is None:
        telling = telling.with_rows(telling.rows, whole)
    counted = tuple({each.id: each for row in telling.rows for each in row.counted}.values())
    built = tuple(_built(telling, counted))
    rows = table(telling) if whole is not None else None
    rows = replace(rows, whole=None) if rows is not None else None  # bars, by which sums and shares are both seen
    return voice.answer(
        Kind.LIST,
        _goal(voice) if level is None else _rung(telling, level),
        notes=built,
        shown=voice.shown(telling.entries),
        table=rows,
        cautions=evidence.cautions(voice.names, counted, total=len(counted) > 1),
        steps=examples(voice),
        query=query,
        is_glance=True,
    )


def _goal(voice: Voice) -> str:
    goal = next(iter(voice.document.of_level(Level.GOAL, most=1)), None)
    year = voice.names.year(voice.document.source.fiscal_year)
    if goal is None or not goal.body:
        return voice.say("glance")
    return voice.say("found_goal", year=year, body=goal.body)


def _rung(telling: Telling, level: Level) -> str:
    """What a level is in this plan: which rung of its ladder, and how many entries stand there."""
    rungs = [each for each in RUNGS if telling.document.count(each)]
    place = rungs.index(level) + 1
    values = {"level": telling.names.levels(level), "count": telling.document.count(level), "place": place}
    return telling.say("glance_rung", rungs=len(rungs), nth=nth(place), **values)


def _built(telling: Telling, counted: Sequence[Entry]) -> Iterator[str]:
    """How the plan is built, from the top down, with how many there are of each, and where its money stands."""
    document, names = telling.document, telling.names
    there = [(level, document.count(level)) for level in RUNGS if document.count(level)]
    told = (telling.say("glance_level", level=names.levels(level), count=count) for level, count in there)
    yield telling.say("glance_ladder", levels=telling.say("glance_then").join(told))
    if telling.result.whole is not None:
        levels = {entry.level for entry in counted}
        values = {"money": names.money(half_up(telling.result.whole)), "kind": names.kind(), "count": len(counted)}
        key = "glance_money" if len(levels) == 1 else "glance_money_mixed"
        yield telling.say(key, level=names.level_of(counted), **values)
