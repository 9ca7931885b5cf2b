"""Bare numbers that go on counting a level: 5の合計も after 経営課題3の合計, 3と5の差."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import Level, Subject
from knowledge.question.conversation.shown import Page
from knowledge.question.draft import linked
from knowledge.question.ladder import WALKED
from knowledge.question.literals import Number
from knowledge.question.spans import Role, Span

_OF_A_NUMBER = frozenset({"の", "は", "と", "も", "って", "?", "、", ""})
"""What stands behind a number that names something."""


def numbered(spans: Sequence[Span], subject: Subject, page: Page) -> tuple[Span, ...]:
    """The spans, each number that can be an entry of the level named last with that level before it."""
    level = _level_named(subject, page)
    if level is None or any(sense.startswith("level.") for span in spans for sense in span.senses):
        return tuple(spans)
    found: list[Span] = []
    for at, span in enumerate(spans):
        behind = spans[at + 1].text if at + 1 < len(spans) else ""
        names = isinstance(span.literal, Number) and behind in _OF_A_NUMBER
        if isinstance(span.literal, Number) and names and page.coded(str(span.literal.number), level):
            sense = frozenset({f"level.{level}"})
            found.append(replace(span, end=span.start, text="", literal=None, role=Role.GRAMMAR, senses=sense))
        found.append(span)
    return tuple(found)


def _level_named(subject: Subject, page: Page) -> Level | None:
    """The level of what was asked about last by its code, where that is the one that is numbered alone."""
    last = next((turn for turn in subject.turns if not turn.refused), None)
    levels = {page.level_of(key) for key in linked(last.query)} if last is not None else set()
    return WALKED[0] if levels == {WALKED[0]} else None
