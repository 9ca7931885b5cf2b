"""Amounts of money as pages print them and as people say them. Inside the program they are whole numbers of yen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Unit = Literal["円", "千円", "万円", "百万円", "億円"]
UNITS: tuple[Unit, ...] = get_args(Unit)

LARGEST = 2**63
"""Yen that the index can neither hold nor count together."""
_ZEROS: dict[Unit, int] = {"円": 0, "千円": 3, "万円": 4, "百万円": 6, "億円": 8}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
_ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_KANJI_DIGITS = {kanji: str(digit) for digit, kanji in enumerate("〇一二三四五六七八九")} | {"零": "0"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that stands in a text."""

    yen: int
    """Yen, negative for △, ▲ and a minus sign."""
    raw: str
    """The characters as they stand there, with the unit, without 約."""
    span: tuple[int, int]
    """Where they stand in the text that was searched."""


def _fold_table() -> dict[int, str]:
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    radicals = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return wide | radicals | dict.fromkeys(map(ord, "−‐‑‒–"), "-") | {0x3000: " ", 0x09: " ", 0xA0: " ", 0xFFE5: "¥"}


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Full-width letters and signs as ASCII, Kangxi radicals as characters; as long as `text`: spans hold in both."""
    return text.translate(_FOLD)


# Every repetition is bounded, so that no text, however long or odd, makes the search slow.
_GAP = " {0,2}"
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,16})(?:\.[0-9]{1,8})?"
_ONE = rf"(?:{_DIGITS}|[〇零一二三四五六七八九]{{1,16}})"
_GROUP = rf"(?:(?:(?:{_ONE}{_GAP})?[十百千]{_GAP}){{1,4}}{_ONE}?|{_ONE})"
_WITH_MYRIADS = rf"(?:{_GROUP}{_GAP}[万億兆]{_GAP}){{1,3}}{_GROUP}?"
_START = r"(?:(?<![0-9.,])(?=[0-9])|(?<![〇零一二三四五六七八九十百千万億兆数何幾])(?=[〇零一二三四五六七八九十百千]))"
# A hyphen between other characters is a dash, not a minus.
_SIGN = r"(?P<sign>[△▲] ?|(?<![^\s(\[〔【「:])-)?"
_PRINTED = re.compile(rf"{_SIGN}{_START}(?P<number>{_WITH_MYRIADS}|{_GROUP}){_GAP}円(?![卓形滑満周筒熟])")
_SAID = re.compile(
    rf"{_SIGN}{_START}(?P<number>{_WITH_MYRIADS})(?={_GAP}+(?:$|[\n、。,.?!:;()「」~〜…ぁ-ん]|以[上下内]|未満|超|前後|程度|規模|切[っりる]|割[っり]|越え|[弱強余]))"
)
_IN_ENGLISH = re.compile(
    rf"(?P<sign>(?<![^\s(])-)?(?<![0-9.,$€£])(?P<mark>¥ ?|\bJPY ?)?(?P<digits>{_DIGITS})"
    rf"(?: ?(?P<scale>thousand|million|billion|trillion)\b)?(?P<yen> ?(?:yen|JPY)\b)?"
    r"(?P<end>(?=\s{0,2}(?:$|[?.!,;)]|or (?:more|less|over|under|above|below)\b)))?",
    re.IGNORECASE,
)
_UNITS = set("十百千万億兆")
_AFTER_A_UNIT = ("で", "単位", ")", "]", "〕", "】")
_TOKEN = re.compile(rf"{_ONE}|[十百千万億兆]")


def find(text: str) -> tuple[Money, ...]:
    """Every amount of money in `text`, in order: 2,025千円, 600万4千円, 1.5億円, 三千万円, ¥1,632,000, 2 million yen.

    The 円 may be missing where 万, 億 or 兆 makes it money (100万以上); a bare 1000 or 3千 is none, nor is 100万人.
    """
    unread = fold(text)
    found: list[Money] = []
    for marks, pattern, yen_of in _READERS:
        if marks.isdisjoint(unread):
            continue
        read = [(match, yen) for match in pattern.finditer(unread) if (yen := yen_of(match)) is not None]
        found += [Money(yen, text[match.start() : match.end()], match.span()) for match, yen in read]
        characters = list(unread) if read else []
        for match, _ in read:
            characters[match.start() : match.end()] = "\0" * len(match[0])
        unread = "".join(characters) or unread
    return tuple(sorted(found, key=lambda money: money.span))


def _printed(match: re.Match[str]) -> int | None:
    number = match["number"].replace(" ", "")
    if set(number) <= _UNITS and (len(number) == 1 or match.string.startswith(_AFTER_A_UNIT, match.end())):
        return None  # a unit without a number: (単位:百万円), 千円で答えて
    return _whole(number_of(number), match["sign"])


def _said(match: re.Match[str]) -> int | None:
    return _whole(number_of(match["number"]), match["sign"])


def _in_english(match: re.Match[str]) -> int | None:
    scale = (match["scale"] or "").lower()
    large_at_the_end = scale not in ("", "thousand") and match["end"] is not None
    if not (match["mark"] or match["yen"] or large_at_the_end):
        return None
    return _whole(_one(match["digits"]) * _ENGLISH.get(scale, 1), match["sign"])


_READERS: tuple[tuple[frozenset[str], re.Pattern[str], Callable[[re.Match[str]], int | None]], ...] = (
    (frozenset("円"), _PRINTED, _printed),
    (frozenset(_MYRIADS), _SAID, _said),
    (frozenset("¥yYjJmMbBtT"), _IN_ENGLISH, _in_english),
)
"""Characters without which there is nothing to find, what is to be found, and what it says."""


def number_of(numeral: str) -> Fraction:
    """The number that digits and kanji write: 12,000 for 1万2千."""
    total = group = Fraction(0)
    one: Fraction | None = None
    for token in _TOKEN.findall(numeral):
        if token in _SMALL:
            group, one = group + (Fraction(1) if one is None else one) * _SMALL[token], None
        elif token in _MYRIADS:
            total, group, one = total + (group + (one or 0)) * _MYRIADS[token], Fraction(0), None
        else:
            one = _one(token)
    return total + group + (one or 0)


def _one(digits: str) -> Fraction:
    return Fraction("".join(_KANJI_DIGITS.get(character, character) for character in digits if character != ","))


def _whole(value: Fraction, sign: str | None) -> int | None:
    if value.denominator != 1:
        return None
    return -int(value) if sign else int(value)


def thousands(yen: int) -> str:
    """Yen as plans print them, 2,025千円; 2,025,500円 where it is no whole number of thousands."""
    return in_unit(yen, "円" if yen % 1_000 else "千円")


def in_unit(yen: int, unit: Unit) -> str:
    """Yen in `unit`, exact, with as many decimals as that needs: 202.5万円, 0.02025億円."""
    return f"{number_in(yen, unit)}{unit}"


def number_in(yen: int, unit: Unit) -> str:
    """The same without the unit's name: 202.5, 0.02025."""
    zeros = _ZEROS[unit]
    whole, rest = divmod(abs(yen), 10**zeros)
    decimals = f"{rest:0{zeros}d}".rstrip("0") if rest else ""
    return f"{'-' if yen < 0 else ''}{whole:,}{'.' if decimals else ''}{decimals}"


def spoken(yen: int) -> str:
    """Yen as people say them: 202万5千円, 1億2,345万円, 9千円, マイナス5千円."""
    if yen < 0:
        return f"マイナス{spoken(-yen)}"
    parts = []
    rest = yen
    for name, size in reversed(_MYRIADS.items()):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,}{name}")
    if rest and rest % 1_000 == 0:
        parts.append(f"{rest // 1_000}千")
    elif rest or not parts:
        parts.append(f"{rest:,}")
    return "".join(parts) + "円"


def english(yen: int) -> str:
    """Yen in English: 2,025 thousand yen (¥2,025,000); 2,025,500 yen where it is no whole number of thousands."""
    if yen == 0 or yen % 1_000:
        return f"{yen:,} yen"
    return f"{yen // 1_000:,} thousand yen ({'-' if yen < 0 else ''}¥{abs(yen):,})"
