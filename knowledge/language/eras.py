"""Fiscal years as people and pages write them: 令和4年度, R4, FY2022, 去年. One is called by the year it starts in."""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
"""The year before the first of an era."""
_DIGITS = {"元": 1, **{kanji: number for number, kanji in enumerate("一二三四五六七八九十", 1)}}
_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和)\s?(?P<number>\d{1,2}|元|[一二三四五六七八九十])(?:\s?年度|\s?年(?!\d|月)|(?![\d年月]))(?:分|版)?"
    r"|(?<![a-z])(?P<letter>[rhs])\s?\.?(?P<short>\d{1,2})\s?(?:年度|年(?!\d|月)|(?=の|\s|は|で|と|から|より|予|$)"
    r"|(?<=r\d)(?![a-z\d.-])|(?<=r\d\d)(?![a-z\d.-]))"
    r"|(?<!\d)(?P<western>(?:19|20)\d\d)\s?(?:年度|年(?!\d|月))"
    r"|(?<![\d年和成])(?P<bare>\d{1,2})年度(?!目)"
    r"|(?<![a-z])(?:fy|fiscal(?:\s?year)?)\s?'?(?P<fiscal>\d{4}|\d{2})(?!\d)"
    r"|(?<![\w,.])(?P<plain>(?:19|20)\d\d)(?=\s(?:fiscal|budget|plan)|[\s?.,]|'s|$)(?!\s?(?:yen|thousand|million|円))"
    r"|(?<![a-z])reiwa\s?(?P<reiwa>\d{1,2})(?!\d)|(?<![a-z])heisei\s?(?P<heisei>\d{1,2})(?!\d)"
)
_RELATIVE: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), shift)
    for pattern, shift in (
        (r"再来年度?|翌々年度?", 2),
        (r"一昨年度?|おととし|2年前|二年前|前々年度?|two years ago", -2),
        (
            r"去年度?|昨年度?|前年(?:度(?!比)|(?![度比]))|前の年度?|"
            r"(?:the )?(?:last|previous) (?:fiscal )?year|(?:the )?year before",
            -1,
        ),
        (r"今年度?|本年度|当年度|現年度|(?<!次の)この年度|this (?:fiscal )?year|(?:the )?current (?:fiscal )?year", 0),
        (r"来年度?|翌年度?|次年度|(?:the )?next (?:fiscal )?year", 1),
    )
)


@dataclass(frozen=True, slots=True)
class YearSpan:
    """A fiscal year that stands in a text."""

    start: int
    end: int
    year: int | None
    """2022 for 令和4年度; None where it is told by its distance."""
    shift: int = 0
    """-1 for 去年; counts from the year at hand."""


def find(asked: str) -> tuple[YearSpan, ...]:
    """Every fiscal year in a text in normal form, in order and apart."""
    found: list[YearSpan] = []
    rest = asked
    for match in _YEAR.finditer(asked):
        found.append(YearSpan(*match.span(), _year(match)))
        rest = rest[: match.start()] + "\0" * (match.end() - match.start()) + rest[match.end() :]
    for pattern, shift in _RELATIVE:
        for match in pattern.finditer(rest):
            found.append(YearSpan(*match.span(), None, shift))
        rest = pattern.sub(lambda match: "\0" * len(match.group()), rest)
    return tuple(sorted(found, key=lambda span: span.start))


def without(asked: str) -> str:
    """The text with every fiscal year blanked, as long as before."""
    for span in find(asked):
        asked = asked[: span.start] + " " * (span.end - span.start) + asked[span.end :]
    return asked


def _year(match: re.Match[str]) -> int:
    found = {name: value for name, value in match.groupdict().items() if value}
    for name in ("western", "plain"):
        if name in found:
            return int(found[name])
    if "fiscal" in found:
        return int(found["fiscal"]) if len(found["fiscal"]) == 4 else 2000 + int(found["fiscal"])
    if "reiwa" in found:
        return FIRST["令和"] + int(found["reiwa"])
    if "heisei" in found:
        return FIRST["平成"] + int(found["heisei"])
    number = found.get("number") or found.get("short") or found["bare"]
    era = found.get("era") or found.get("letter") or "令和"
    return FIRST[era] + (int(number) if number.isdigit() else _DIGITS[number])


def era_year(year: int) -> str:
    """令和4 for 2022, 令和元 for 2019."""
    name, first = next(
        ((name, first) for name, first in FIRST.items() if len(name) == 2 and year > first), ("昭和", 1925)
    )
    number = year - first
    return f"{name}{'元' if number == 1 else number}"
