"""What a conversation is about after an answer, and what it has been told already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.language import eras, text
from knowledge.model import MOST_TURNS, Answer, Ask, Kind, Linked, Query, Subject, Turn
from knowledge.question.draft import Draft
from knowledge.question.literals import Somewhere
from knowledge.question.reader import Read
from knowledge.shelf.rows import Record


def remembered(
    answers: Sequence[Answer], reads: Sequence[Read], record: Record, subject: Subject, question: str
) -> Subject:
    """What the conversation is about after some answers of a document; `question` is what they answer, without what
    names a document."""
    turns = _turns(answers, reads, is_first=not subject.turns)
    kept = (*turns, *subject.turns)[:MOST_TURNS]
    whole = next((read for read in reversed(reads) if read.draft.names_set and not read.draft.refers), None)
    again = _anywhere(question, whole.draft) if whole is not None else subject.question
    name = record.source.document if turns else subject.document or record.source.document
    return Subject(document=name, question=again, turns=kept)


def _turns(answers: Sequence[Answer], reads: Sequence[Read], *, is_first: bool) -> list[Turn]:
    """What each answer showed, the last first.

    Behind a first question that named something and was not understood, nothing is of the whole plan.
    """
    turns: list[Turn] = []
    for one, read in zip(answers, reads, strict=True):
        if one.kind is Kind.HELP:
            continue
        if isinstance(read.outcome, Query):
            shown = tuple(shown.entry.id for shown in one.shown)
            glances = read.outcome.ask is Ask.TALK and one.query is not None
            turns.insert(0, Turn(one.query if glances and one.query else read.outcome, shown, one.yen))
        elif one.kind is Kind.CHOICES:
            turns.insert(0, Turn(_of_the_unknown(read.draft), refused=True, unsettled=True))
        elif not read.tells and (one.unmatched or read.draft.selects or (is_first and read.draft.names_set)):
            turns.insert(0, Turn(_of_the_unknown(read.draft), refused=True, unsettled=read.draft.selects))
    return turns


def _of_the_unknown(draft: Draft) -> Query:
    """What a question was about that was not understood: something unknown, asked for what it was asked for."""
    asked = draft.query if draft.query is not None and draft.query.ask is Ask.AMOUNT else None
    return Query(Ask.RECORD, Linked(())) if asked is None else Query(asked.ask, Linked(()), measure=asked.measure)


def _anywhere(raw: str, draft: Draft) -> str:
    """A question without its years and places: what may be asked of another plan."""
    asked = eras.without(text.normal(raw))
    for span in draft.spans:
        if isinstance(span.literal, Somewhere):
            asked = asked.replace(span.text, " ")
    return asked


def with_cautions(answer: Answer, subject: Subject) -> Answer:
    """The answer with the cautions that its conversation has heard in whole, to which its own are added."""
    names = (caution.name for each in (answer, *answer.parts) for caution in each.cautions)
    cautioned = tuple(dict.fromkeys((*subject.cautioned, *names)))
    return replace(answer, cautioned=subject.cautioned, subject=replace(answer.subject, cautioned=cautioned))
