"""Lines that only name things, and the line that asks of all of them: 次の予算額を教えてください, and a list below.

Such a list says what と says inside a sentence, so the lines become one: the things side by side, where the asking line
points at them or before what it asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.question import clauses
from knowledge.question.draft import SAYS_ASK
from knowledge.question.literals import Code, Counted, Number, Yen
from knowledge.question.mood import is_verbal
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import levels_of
from knowledge.question.statements import ASKING

FEWEST = 2
"""Lines that make a list: one alone is a subject, which what follows may be asked of or not."""
_POINTS = frozenset({"next", "below", "above", "that", "those", "at_most", "at_least", "light"})
"""Senses of the first word of what points at a list: 次の, 下記の, 以下の, これらの."""
_ASKS = SAYS_ASK | ASKING | {"tell", "saying", "where", "summary"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a post, read."""

    text: str
    """In normal form: the places of the spans are its own."""
    spans: tuple[Span, ...]

    @property
    def is_item(self) -> bool:
        """Whether it only names something."""
        found = clauses.clauses(self.spans)
        said = [span for span in self.spans if span.role is not Role.FUNCTION]
        if len(found) > 1 or not said or found[0].closes or (is_verbal(said[-1]) and not said[-1].is_content):
            return False
        return _names(said) and not any(_is_asked(span) for span in said)

    @property
    def frame(self) -> clauses.Clause | None:
        """The clause that asks and names nothing itself; None where the line is no such."""
        asking = [each for each in clauses.clauses(self.spans) if each.asks]
        stand_in = _stand_in(self.spans)
        names = _names([span for span in self.spans if span is not stand_in])
        return asking[0] if asking and not names else None


def joined(lines: Sequence[str], read: Callable[[str], Line]) -> tuple[str, ...]:
    """The lines of a post, each list in the line before or behind that asks of it."""
    if len(lines) <= FEWEST:
        return tuple(lines)
    found = [read(line) for line in lines]
    result: list[str] = []
    at = 0
    while at < len(lines):
        first = at + (found[at].frame is not None)
        last = first
        while last < len(lines) and found[last].is_item:
            last += 1
        items = [each.text for each in found[first:last]]
        frames = [each for each in (at, last) if each < len(lines) and found[each].frame is not None]
        if len(items) < FEWEST or not frames:
            result.append(lines[at])
            at += 1
            continue
        result.append(_with_items(found[frames[0]], items))
        at = max(last, frames[0] + 1)
    return tuple(result)


def _with_items(line: Line, items: Sequence[str]) -> str:
    frame = line.frame
    assert frame is not None
    if line.text.isascii():
        return _with_items_in_english(line, items)
    first, last = _pointed(frame.spans)
    before, behind = line.text[:first].rstrip(), line.text[last:].lstrip(" :")
    ties = any(span.start == last and span.role is Role.FUNCTION for span in frame.spans)
    points = first < last and (ties or behind.startswith("について"))
    tie = "" if points else "を" if is_verbal(_said(frame.spans)[0]) else "の"
    return f"{before}{'、'.join(items)}{tie}{behind}"


def _with_items_in_english(line: Line, items: Sequence[str]) -> str:
    """What's the budget for the following: and a list; the word behind the last the stands for it."""
    spans = [span for span in line.spans if span.text.strip(" :?.")]
    stands = _stand_in(line.spans) is spans[-1] or bool(spans[-1].senses & _POINTS)
    kept = [span for span in spans[: len(spans) - stands] if span.text != "the"]
    tie = " " if stands or kept[-1].role is Role.FUNCTION else " of "
    return f"{line.text[: kept[-1].end]}{tie}{', '.join(items)}"


def _stand_in(spans: Sequence[Span]) -> Span | None:
    """English: the last word where it says nothing known and the stands before it: the following."""
    said = [span for span in spans if span.text.strip(" :?.")]
    return said[-1] if len(said) > 1 and said[-2].text == "the" and said[-1].is_content else None


def _pointed(frame: Sequence[Span]) -> tuple[int, int]:
    """From where to where a clause points at its list; where what it asks begins, where it points at nothing."""
    for at, span in enumerate(frame):
        is_bound = at > 0 and isinstance(frame[at - 1].literal, Yen)  # 100万円以下
        if span.senses & _POINTS and span.role is Role.GRAMMAR and not is_bound:
            counts = at + 1 < len(frame) and isinstance(frame[at + 1].literal, (Number, Counted))  # 以下3点について
            behind = (each for each in frame[at + 1 :] if each.role is Role.FUNCTION or "light" in each.senses)
            return span.start, next((each.start for each in behind), span.end) if counts else span.end
    first = _said(frame)[0].start
    return first, first


def _said(frame: Sequence[Span]) -> list[Span]:
    return [span for span in frame if span.role is not Role.FUNCTION]


def _names(spans: Sequence[Span]) -> bool:
    leads = zip(spans, (None, *spans), strict=False)
    numbered = any(isinstance(span.literal, Number) and before and levels_of(before) for span, before in leads)
    return numbered or any(span.is_content or span.is_title or isinstance(span.literal, Code) for span in spans)


def _is_asked(span: Span) -> bool:
    return bool(span.senses & _ASKS) or any(sense.startswith("fact.") for sense in span.senses)
