"""The signs that things are numbered by beside digits: アイウ, イロハ, abc. A code, 1-1-ア, holds them as they are."""

from __future__ import annotations

from collections.abc import Collection

_LATIN = "abcdefghijklmnopqrst"
_SERIES = ("アイウエオカキクケコサシスセソタチツテト", "イロハニホヘトチリヌルヲ", _LATIN, _LATIN.upper())
KANA = "".join(dict.fromkeys("".join(_SERIES[:2])))
"""Those in kana of either order."""


def place(sign: str) -> int:
    """The place of a number or a sign in its series, from 1: 3 for 3, ウ and c; 0 for what counts nothing."""
    if sign.isdecimal():
        return int(sign)
    return next((each.index(sign) + 1 for each in _SERIES if sign in each), 0)


def missing(signs: Collection[str], among: Collection[str] = ()) -> tuple[str, ...]:
    """What is left out in signs of one series before the last of them: 2 in 1 and 3, イ in ア and ウ.

    Which series it is, is told by all signs that they are `among`: イ is the first where there is ロ.
    """
    if all(sign.isdecimal() for sign in signs):
        expected = [str(number) for number in range(1, max(map(int, signs), default=0))]
    else:
        letters = {sign for sign in (*signs, *among) if not sign.isdecimal()}
        series = next((each for each in _SERIES if all(len(sign) == 1 and sign in each for sign in letters)), "")
        expected = list(series[: max(map(series.find, signs))]) if series else []
    return tuple(sign for sign in expected if sign not in signs)
