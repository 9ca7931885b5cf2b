"""Answers of several documents → one: choices by document, or the one that is said to be another document's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.units import heading
from knowledge.language import money
from knowledge.language.phrases import say
from knowledge.model import Answer, Kind, Step, Subject, Table
from knowledge.shelf.catalogue import label

MOST = 3
"""Documents that are offered."""
ANSWERED = (Kind.FOUND, Kind.FIGURES, Kind.LIST)


def between(answers: Sequence[Answer], headline: str | None = None) -> Answer:
    """What several documents say, side by side, so that one of them may be chosen; `headline` says why."""
    offered = answers[:MOST]
    first, language = offered[0], offered[0].language
    key = "choices_documents" if len(offered) > 1 else "choices_document"
    rows = tuple((_name(answer), _content(answer), _yen(answer)) for answer in offered)
    columns = tuple(say(f"column_{name}", language) for name in ("document", "content"))
    money_column = heading(say("kind_any", language), "千円", language)
    return replace(
        first,
        kind=Kind.CHOICES,
        headline=headline or say(key, language, count=len(offered)),
        notes=(),
        shown=tuple(answer.shown[0] for answer in offered if answer.shown),
        table=Table((*columns, money_column), rows, (False, False, True)),
        yen=None,
        caveat=None,
        cautions=(),
        source_line="\n".join(answer.source_line or "" for answer in offered),
        source_name=None,
        unmatched=(),
        steps=tuple(Step(_name(answer), answer.query) for answer in offered if answer.query),
        citation=None,
        examples=tuple(say("example_document", language, plan=_name(answer)) for answer in offered),
        subject=Subject(document=first.subject.document),
    )


def _name(answer: Answer) -> str:
    return label(answer.source, answer.language, stage=True) if answer.source else ""


def _content(answer: Answer) -> str:
    """The entry that answers, or the answer itself where it is about several."""
    if answer.kind is not Kind.FOUND or not answer.shown:
        return answer.headline
    entry = answer.shown[0].entry
    return entry.name


def _yen(answer: Answer) -> str:
    """In 千円, as the column says; an amount that is none is written out."""
    if answer.yen is None:
        return ""
    return f"{answer.yen // 1000:,}" if answer.yen % 1000 == 0 else money.thousands(answer.yen)


def others_headline(answer: Answer) -> str:
    """Why other documents are offered."""
    return say("choices_other_documents", answer.language, headline=answer.headline)
