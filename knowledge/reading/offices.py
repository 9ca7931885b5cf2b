"""Who is in charge, as a line says it: 担当:市民協働課, (担当 市民協働課), 〔市民協働課〕."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.language.brackets import CLOSING, OPENING, brackets, is_enclosed
from knowledge.reading.apart import is_money, set_apart
from knowledge.reading.lines import GAP, Line
from knowledge.reading.tables.columns import is_office

_SECTIONS = tuple("課室係部局")
"""How the names of an office's sections end."""
_SIGN = ":"
"""What parts a label from a name, whichever of these stands there."""
_SIGNS = str.maketrans(dict.fromkeys("\uff1a\uff0f\u3000 \t", _SIGN))


def office_of(lines: Iterable[Line]) -> str | None:
    """The first office that lines name as the one in charge; None where they name none."""
    return next((office for line in lines if (office := _office_in(line.text))), None)


def with_office_below(line: Line) -> tuple[Line, ...]:
    """A line, and as one below it the office in brackets behind or before its money: 水路の補修 5,120万円【土木課】."""
    pairs = reversed(brackets(line.text).pairs)
    named = (pair for pair in pairs if pair[0] and is_section(line.text[pair[0] + 1 : pair[1]]))
    left, right = next(named, (0, len(line.text)))
    name, behind = line.text[:left].rstrip(), line.text[right + 1 :]
    apart = f"{name}{behind}"
    if not (name and set_apart(apart)) or (behind and not is_money(behind)):
        return (line,)
    return replace(line, text=apart), Line(line.number, line.text[left : right + 1])


def is_section(name: str) -> bool:
    """Whether a name ends as those of an office's sections do."""
    return name.endswith(_SECTIONS)


def _office_in(text: str) -> str | None:
    within = text.strip().strip(OPENING + CLOSING)
    if is_enclosed(text.strip()) and is_section(within) and _SIGN not in within.translate(_SIGNS):
        return within
    for said in (within, *GAP.split(text)):
        label, _, _ = said.strip().translate(_SIGNS).partition(_SIGN)
        name = said.strip()[len(label) + 1 :].strip()
        if name and is_office(label):
            return name
    return None
