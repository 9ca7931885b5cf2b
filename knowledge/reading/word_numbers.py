"""The numbers that Word prints before headings and that stand in no text: 経営課題1, 1-1, (2), 第三章."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_VALUE = qn("w:val")
_DEEPEST = 9
"""Levels of a list."""
_MOST_STYLES = 20
"""Styles that one is based on after another."""
_PLACE = re.compile("%([1-9])")
_KANJI = "〇一二三四五六七八九"
_KANA = "アイウエオカキクケコサシスセソタチツテト"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(slots=True)
class _Level:
    """How the numbers of one level of a list look."""

    start: int = 1
    form: str = "decimal"
    words: str = ""
    """What is printed, with %1 for the number of the first level."""
    style: str | None = None
    """The style whose paragraphs are of this level."""


@dataclass(slots=True)
class Numbers:
    """The lists of a document, each with how far it has been counted."""

    styles: dict[str, Any]
    """The styles of its paragraphs."""
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """By the number of the list."""
    counted: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbers:
        """The lists of an opened document; none where it has no numbering."""
        styles = {each.style_id: each.element for each in document.styles}
        try:
            element = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except KeyError:
            return cls(styles)
        abstract = {each.get(qn("w:abstractNumId")): _levels(each) for each in element.iter(qn("w:abstractNum"))}
        lists = {each.get(qn("w:numId")): _told(each, "w:abstractNumId") for each in element.iter(qn("w:num"))}
        return cls(styles, {key: abstract[of] for key, of in lists.items() if of in abstract})

    def before(self, paragraph: Any) -> str:
        """What is printed before a paragraph; each is asked once, in order, since it is counted by that."""
        key, depth = _place(paragraph, self.styles)
        levels = self.levels.get(key or "")
        if key is None or levels is None:
            return ""
        style = _told(paragraph.find(qn("w:pPr")), "w:pStyle")
        depth = depth if depth is not None else next((at for at, each in levels.items() if each.style == style), 0)
        level = levels.get(depth)
        if level is None:
            return ""
        counted = self.counted.setdefault(key, {})
        counted[depth] = counted.get(depth, level.start - 1) + 1
        for lower in [each for each in counted if each > depth]:
            del counted[lower]
        return _PLACE.sub(lambda place: self._number(key, int(place[1]) - 1), level.words)

    def _number(self, key: str, depth: int) -> str:
        level = self.levels[key].get(depth, _Level())
        return _written(self.counted[key].get(depth, level.start), level.form)


def _levels(abstract: Any) -> dict[int, _Level]:
    return {
        int(each.get(qn("w:ilvl"))): _Level(
            int(_told(each, "w:start") or 1),
            (form := _told(each, "w:numFmt") or "decimal"),
            (_told(each, "w:lvlText") or "") if form not in ("bullet", "none") else "",
            _told(each, "w:pStyle"),
        )
        for each in abstract.iter(qn("w:lvl"))
    }


def _told(element: Any, name: str) -> str | None:
    found = element.find(qn(name)) if element is not None else None
    return str(found.get(_VALUE)) if found is not None and found.get(_VALUE) is not None else None


def _place(paragraph: Any, styles: dict[str, Any]) -> tuple[str | None, int | None]:
    """The list that a paragraph is numbered by and its level in it, as it says itself or by its style."""
    properties = paragraph.find(qn("w:pPr"))
    style = _told(properties, "w:pStyle")
    for _ in range(_MOST_STYLES):
        numbered = properties.find(qn("w:numPr")) if properties is not None else None
        if numbered is not None and (key := _told(numbered, "w:numId")) is not None:
            depth = _told(numbered, "w:ilvl")
            return key, min(int(depth), _DEEPEST - 1) if depth is not None and depth.isdecimal() else None
        element = styles.get(style or "")
        if element is None:
            break
        properties, style = element.find(qn("w:pPr")), _told(element, "w:basedOn")
    return None, None


def _written(number: int, form: str) -> str:
    """A number in a form of Word's; in digits where nothing is known of the form."""
    match form:
        case "decimalEnclosedCircle" if 1 <= number <= 20:
            return chr(0x245F + number)
        case "upperLetter" | "lowerLetter" if 1 <= number <= 26:
            return chr((0x40 if form == "upperLetter" else 0x60) + number)
        case "aiueo" | "aiueoFullWidth" if 1 <= number <= len(_KANA):
            return _KANA[number - 1]
        case "japaneseCounting" | "chineseCounting" | "ideographDigital" if 1 <= number < 100:
            tens, ones = divmod(number, 10)
            return f"{_KANJI[tens] if tens > 1 else ''}{'十' if tens else ''}{_KANJI[ones] if ones else ''}"
        case "upperRoman" | "lowerRoman" if 1 <= number < 400:
            roman = ""
            for value, sign in _ROMAN:
                times, number = divmod(number, value)
                roman += sign * times
            return roman if form == "upperRoman" else roman.lower()
    return str(number)
