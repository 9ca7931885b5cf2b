"""English statements: what somebody said or did, and the pause that parts it from what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.question.spans import Role, Span
from knowledge.question.spelled import JOINS

ASKING = frozenset({
    "how_much", "sum", "mean", "median", "count", "share", "ratio", "difference", "compare", "list", "parts", "confirm",
    "most", "least", "top", "bottom", "order", "rank", "what", "which", "how", "why",
})  # fmt: skip
"""Senses that only a question has."""
_PERSONS = frozenset("i we he she they my our me us his her their i'm we're they're i've we've he's she's".split())
_PAUSES = frozenset(", : - – —".split())


def ends_aside(spans: Sequence[Span], at: int, part: Sequence[Span]) -> bool:
    """English: whether a pause parts what somebody said or did from the question: our mayor asked me: how much."""
    pause = spans[at].text.strip()
    if pause not in _PAUSES or not all(span.text.isascii() for span in spans):
        return False
    telling = [span for span in part if span.role is not Role.FUNCTION]
    if any(span.senses & (ASKING | {"money"}) for span in telling) or not (telling and is_statement(part)):
        return False
    behind = next((span for span in spans[at + 1 :] if span.text.strip() and span.text not in JOINS), None)
    return behind is not None and (pause != "," or _begins_question(behind))


def is_statement(part: Sequence[Span]) -> bool:
    """Whether somebody is spoken of, or a verb stands behind its subject: a resident is asking about it."""
    said = [span for span in part if span.text.strip()]
    return any(span.text in _PERSONS for span in said) or any("is" in span.senses for span in said[1:])


def _begins_question(span: Span) -> bool:
    facts = any(sense.startswith("fact.") for sense in span.senses)
    return facts or bool(span.senses & (ASKING | {"tell", "is"})) or span.text in _PERSONS


def is_request(span: Span) -> bool:
    """Whether a verb asks to be told, and does not say that somebody asked or is asking: English."""
    return "tell" in span.senses and not (span.text == "told" or span.text.endswith(("ed", "ing", "s")))
