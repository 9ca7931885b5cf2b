"""Pairs of brackets: which belong together in a text, and which stand alone."""

from __future__ import annotations

from dataclasses import dataclass

PAIRS = dict(zip("(（[［【〔「『<＜《〈≪", ")）]］】〕」』>＞》〉≫", strict=True))
_FORM = {bracket: form for form, (left, right) in enumerate(PAIRS.items()) for bracket in (left, right)}
# Some pages open with （ and close with ): one pair all the same.
_FORM |= {"（": _FORM["("], "）": _FORM["("], "［": _FORM["["], "］": _FORM["["], "＜": _FORM["<"], "＞": _FORM["<"]}
OPENING = "".join(PAIRS)
CLOSING = "".join(PAIRS.values())


@dataclass(frozen=True, slots=True)
class Brackets:
    """The brackets of one text, by their places in it."""

    pairs: tuple[tuple[int, int], ...]
    """Opening and closing place, in the order of the opening ones."""
    alone: tuple[int, ...]
    """Places of brackets without a partner, in order."""


_QUOTES = "「『"


def quoted(text: str) -> tuple[str, ...]:
    """What stands in quotation marks, as it is printed, from left to right."""
    return tuple(text[first + 1 : last] for first, last in brackets(text).pairs if text[first] in _QUOTES)


def outside(text: str) -> str:
    """A text without what stands in brackets, and without them."""
    inside = {at for first, last in brackets(text).pairs for at in range(first, last + 1)}
    return "".join(character for at, character in enumerate(text) if at not in inside)


def is_enclosed(text: str) -> bool:
    """Whether one pair of brackets stands around all of a text: 〔市民課〕, and not (1) 防災(新規)."""
    return bool(text) and (0, len(text) - 1) in brackets(text).pairs


def brackets(text: str) -> Brackets:
    """Match the brackets of `text`; a closing one ends every pair that was opened inside its own."""
    waiting: list[int] = []
    forms: list[int] = []
    opened = dict.fromkeys(_FORM.values(), 0)
    pairs: list[tuple[int, int]] = []
    alone: list[int] = []
    for place, character in enumerate(text):
        if character in PAIRS:
            waiting.append(place)
            forms.append(_FORM[character])
            opened[_FORM[character]] += 1
        elif character in CLOSING:
            if not opened[_FORM[character]]:
                alone.append(place)
                continue
            while (form := forms.pop()) != _FORM[character]:
                opened[form] -= 1
                alone.append(waiting.pop())
            opened[form] -= 1
            pairs.append((waiting.pop(), place))
    return Brackets(tuple(sorted(pairs)), tuple(sorted(alone + waiting)))
