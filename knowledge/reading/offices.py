"""Who is in charge, as a line says it: 担当:市民協働課, (担当 市民協働課), 〔市民協働課〕."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.language.brackets import CLOSING, OPENING, is_enclosed
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
