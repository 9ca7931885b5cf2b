"""Who is in charge, as a line says it: 担当:市民協働課, (担当 市民協働課), 〔市民協働課〕."""

from __future__ import annotations

import re

from knowledge.language.brackets import CLOSING, OPENING
from knowledge.reading.lines import GAP
from knowledge.reading.tables.columns import is_office

_SECTIONS = tuple("課室係部局")
"""How the names of an office's sections end."""
_SIGN = re.compile(r"[:\uff1a\u3000 ]")
"""What parts a label from a name."""


def office_in(text: str) -> str | None:
    """The office that a line names as the one in charge; None where it names none."""
    within = text.strip().strip(OPENING + CLOSING)
    if text[:1] in OPENING and text[-1:] in CLOSING and within.endswith(_SECTIONS) and not _SIGN.search(within):
        return within
    for said in (within, *GAP.split(text)):
        label, *rest = _SIGN.split(said.strip(), maxsplit=1)
        if rest and rest[0].strip() and is_office(label):
            return rest[0].strip()
    return None
