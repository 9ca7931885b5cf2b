"""The clauses of a post beside each other: which of them ask, and what each takes from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.question import clauses
from knowledge.question.forms import Wanted
from knowledge.question.mood import leans
from knowledge.question.spans import Role, Span
from knowledge.question.statements import ASKING


@dataclass(frozen=True, slots=True)
class Sentence:
    """A clause of a post, without the words that say in which form or language it is to be answered."""

    spans: tuple[Span, ...]
    asks: bool
    wanted: Wanted
    closes: bool
    """Whether a sentence ends with it."""


def parted(found: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """The clauses that ask, and those that only tell; where none asks outright, those ask that say what is wanted."""
    several = _with_first_of_several(found)
    told = [each for each in several if not each.asks]
    asking = [each for each in several if each.asks] or [each for each in several if leans(each.spans)]
    return asking or list(several), told


def _with_first_of_several(found: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """防災の予算を調べてるけど、防犯も: what is asked too is asked beside what was told before it."""
    return tuple(
        replace(clause, asks=clause.asks or (after.asks and _is_added(after.spans) and leans(clause.spans)))
        for clause, after in pairwise((*found, *found[-1:]))
    )


def _is_added(spans: Sequence[Span]) -> bool:
    """Whether も marks what a clause asks of: 防犯も, 合計も."""
    said = [span for span in spans if span.text.strip("、 ")]
    return any(
        after.text == "も" and before.role is not Role.FUNCTION and not before.senses & ASKING - {"sum"}
        for before, after in pairwise(said)
    )


def with_subjects(asking: Sequence[Sentence]) -> list[Sentence]:
    """防災はどの課題にあって、予算はいくらですか: the sentence goes on about 防災, and not about the issue."""
    found: list[Sentence] = []
    for clause in asking:
        before = found[-1] if found and not found[-1].closes else None
        places = before is not None and any(span.senses & {"which", "where"} for span in before.spans)
        names = any(span.is_content or span.is_title or span.literal is not None for span in clause.spans)
        spans = clauses.subject(before.spans) if before is not None and places and not names else ()
        found.append(replace(clause, spans=(*spans, *clause.spans)))
    return found


_OPEN = frozenset({"what", "which", "is", "tell", "light"})


def is_left_open(spans: Sequence[Span]) -> bool:
    """何でしたっけ, どれか確認したい: all of what is asked was told before."""
    telling = [span for span in spans if span.role is not Role.FUNCTION]
    return any(span.senses & {"what", "which"} for span in telling) and all(span.senses & _OPEN for span in telling)
