"""Headings that are printed over several lines → lines with a whole heading each."""

from __future__ import annotations

from knowledge.language.brackets import CLOSING, brackets
from knowledge.model import Level
from knowledge.reading import headings
from knowledge.reading.headings import Heading
from knowledge.reading.lines import Line, joined

_LONGEST_WRAPPED = 120


_WRAPS = 2
"""Lines that a heading may run on for."""


def unwrapped(lines: tuple[Line, ...]) -> list[Line]:
    """The lines, with a heading whose bracket is closed on a line below as one."""
    result: list[Line] = []
    for line in lines:
        last = result[-1] if result else None
        if last and len(last.parts) <= _WRAPS and _runs_on(last, line):
            result[-1] = joined(last, line)
        else:
            result.append(line)
    return result


def _runs_on(line: Line, below: Line) -> bool:
    if below.bullet or len(line.text) > _LONGEST_WRAPPED:
        return False
    if not headings.in_brackets(line.text):
        return _is_cut_off(line) and headings.item(below, Level.ISSUE) is not None and headings.heading(below) is None
    if not set(brackets(line.text).alone) & {0} or isinstance(headings.heading(below), Heading):
        return False
    end = next((place for place in brackets(below.text).alone if below.text[place] in CLOSING), None)
    if end is None or headings.is_sentence(below.text[:end]):
        return False
    return 0 not in brackets(line.text + below.text).alone


def _is_cut_off(line: Line) -> bool:
    """Whether a heading without brackets ends where no heading does: 経営課題1 高齢者の."""
    found = headings.heading(line)
    return isinstance(found, Heading) and found.keyword and found.title.endswith(("の", "を", "や", "・", "、"))
