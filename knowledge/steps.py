"""What people may want to see after an answer, and the question that such a step asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.document import Document
from knowledge.figures import Figures
from knowledge.intents import Want
from knowledge.language.phrases import say
from knowledge.model import Answer, Entry, Kind, Language, Level, Move, Step
from knowledge.old_question import Question

MOST = 3
"""Steps of one answer: more would ask people to choose instead of helping them on."""
_RUNGS = (Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)


def steps(answer: Answer, document: Document, figures: Figures) -> tuple[Step, ...]:
    """The next steps that follow from an answer."""
    if answer.kind is Kind.CHOICES:
        return tuple(to(shown.entry) for shown in answer.shown[:MOST])
    if answer.examples:
        return tuple(Step(Move.ASK, example, name=example) for example in answer.examples[:MOST])
    if answer.kind in (Kind.UNKNOWN, Kind.ELSEWHERE):
        near = tuple(to(shown.entry) for shown in answer.shown[:1])
        return (*near, Step(Move.BELOW, level=Level.ISSUE)) if document.count(Level.ISSUE) else near
    if answer.kind is Kind.FOUND or len(answer.shown) == 1:
        return tuple(_from_entry(answer.shown[0].entry, document, figures))[:MOST] if answer.shown else ()
    return tuple(_from_several(answer, document, figures))[:MOST]


def to(entry: Entry) -> Step:
    """The step to an entry itself."""
    return Step(Move.ENTRY, entry.id, name=entry.name)


def _from_entry(entry: Entry, document: Document, figures: Figures) -> Iterator[Step]:
    """Down before up: who stands on an issue wants its strategies, who stands on an initiative what is above it."""
    below = document.children(entry)
    if below:
        yield Step(Move.BELOW, entry.id, below[0].level, below[0].level_name)
    above = document.ladder(entry)
    if above:
        yield Step(Move.PARENT, entry.id, above[-1].level, above[-1].level_name)
        if not below:
            yield Step(Move.SIBLINGS, entry.id, entry.level, entry.level_name)
    top = above[0] if above else entry
    if len(figures.operand(top).counted) > 1:
        yield Step(Move.RANKING, top.id)
    elif entry.level not in _RUNGS:
        yield Step(Move.BELOW, level=Level.ISSUE)


def _from_several(answer: Answer, document: Document, figures: Figures) -> Iterator[Step]:
    """Above what is listed, and by size where it is not yet."""
    above = {ladder[-1].id: ladder[-1] for shown in answer.shown if (ladder := document.ladder(shown.entry))}
    is_ranked = answer.table is not None and bool(answer.table.yen)
    if len(above) == 1:
        (parent,) = above.values()
        yield replace(to(parent), level=parent.level)
        if not is_ranked and len(figures.operand(parent).counted) > 1:
            yield Step(Move.RANKING, parent.id)
    elif not is_ranked and figures.everything():
        yield Step(Move.RANKING)


def label(step: Step, language: Language) -> str:
    """What a button calls a step."""
    return step.name or _words(step, language)


def _words(step: Step, language: Language) -> str:
    key = "step_all" if step.move is Move.BELOW and not step.key else f"step_{step.move}"
    if step.level is None:
        return say(key, language)
    one, several = (step.level_name or say(f"{kind}_{step.level}", language) for kind in ("level", "levels"))
    return say(key, language, level=one.lower() if step.move is Move.PARENT else several)


def asked(step: Step, before: Question, document: Document, figures: Figures) -> Question:
    """The question that a step asks; `before` is the one whose choices it settles, or an empty one."""
    if step.move is Move.ENTRY:
        keys = replace(before.keys, codes=())
        return replace(before, text=before.text or step.key, talk=None, about=(step.key,), topics=(), keys=keys)
    intent = replace(before.intent, wants=(), level=None)
    match step.move:
        case Move.PARENT:
            intent = replace(intent, wants=(Want.PARENT,))
        case Move.SIBLINGS:
            intent = replace(intent, wants=(Want.SIBLINGS,))
        case Move.BELOW:
            intent = replace(intent, level=step.level)
        case Move.RANKING:
            entry = document.entry(step.key)
            counted = figures.operand(entry).counted if entry else figures.everything()
            intent = replace(intent, wants=(Want.RANKING,), most=len(counted))
    return replace(before, text=_words(step, "ja"), talk=None, intent=intent, about=(step.key,) if step.key else ())
