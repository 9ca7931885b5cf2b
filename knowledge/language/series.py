"""The signs that things are numbered by beside digits: アイウ, abc. A code such as 1-1-ア holds them as they are."""

from __future__ import annotations

KANA = "アイウエオカキクケコサシスセソタチツテト"
_LATIN = "abcdefghijklmnopqrst"
_SERIES = (KANA, _LATIN, _LATIN.upper())


def place(sign: str) -> int | None:
    """The place of a number or a sign in its series, from 1: 3 for 3, ウ and c; None for what counts nothing."""
    if sign.isdecimal():
        return int(sign)
    return next((each.index(sign) + 1 for each in _SERIES if len(sign) == 1 and sign in each), None)


def before(sign: str) -> tuple[str, ...]:
    """The signs that stand before one in its series: 1 and 2 for 3, ア and イ for ウ."""
    if sign.isdecimal():
        return tuple(map(str, range(1, int(sign))))
    return next((tuple(each[: each.index(sign)]) for each in _SERIES if len(sign) == 1 and sign in each), ())
