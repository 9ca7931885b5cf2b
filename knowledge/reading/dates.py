"""Years and days as Japanese pages write them, in the Christian era or the Japanese one."""

from __future__ import annotations

import re
from datetime import date

from knowledge.language.eras import FIRST
from knowledge.language.money import fold

_KANJI = "〇一二三四五六七八九"
_ERAS = {name: FIRST[name.lower()] for name in ("令和", "平成", "R", "H")}
_YEAR = r"(?P<era>令和|平成|[RH](?=\.?[0-9]))?\.? ?(?P<year>元|[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
_FISCAL_YEAR = re.compile(
    rf"{_YEAR}(?: ?\((?:[0-9]{{4}}|[^()0-9]{{2}}(?:元|[0-9]{{1,2}}))年?\))?"
    rf"(?: ?[~〜-] ?{_YEAR.replace('?P<era>', '?:').replace('?P<year>', '?:')})? ?年度"
)
_DAY = re.compile(rf"{_YEAR} ?年 ?(?P<month>[0-9]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}}) ?日")
YEAR_ALONE = re.compile(rf"\W*{_FISCAL_YEAR.pattern}\W*")
"""A folded line that holds nothing but a fiscal year."""
DAY_ALONE = re.compile(rf"^\D{{0,8}}{_DAY.pattern}\W?$")
"""A folded line that holds nothing but a date, perhaps with 最終更新日: before it."""


def fiscal_year(text: str) -> int | None:
    """The first fiscal year that `text` names in full: 2022 for 令和4年度 or 2022年度; None for 4年度 or none."""
    years = (full_year(match["era"], match["year"]) for match in _FISCAL_YEAR.finditer(fold(text)))
    return next((year for year in years if year is not None), None)


def iso_day(text: str) -> str | None:
    """The first day that `text` names, as an ISO date: 2023-06-09 for 令和5年6月9日."""
    for match in _DAY.finditer(fold(text)):
        year = full_year(match["era"], match["year"])
        if year is None:
            continue
        try:
            return date(year, int(match["month"]), int(match["day"])).isoformat()
        except ValueError:
            continue  # 2月30日
    return None


def full_year(era: str | None, year: str) -> int | None:
    """The Christian year of 4 in 令和, or of 2022; None for a year of an era that is not named."""
    number = spoken_number(year)
    if era:
        return _ERAS[era] + number
    return number if 1900 <= number < 2200 else None


def spoken_number(year: str) -> int:
    """4 for 4 and 四, 31 for 三十一, 1 for 元."""
    if year == "元":
        return 1
    if year.isdecimal():
        return int(year)
    tens, ten, ones = year.rpartition("十")
    return (_KANJI.find(tens) if tens else 1) * 10 * bool(ten) + (_KANJI.find(ones) if ones else 0)


def near_year(year: str, plan_year: int | None) -> int | None:
    """The Christian year of a bare 25 in a plan: of all eras' 25 the one nearest to the plan's own fiscal year."""
    full = full_year(None, year)
    if full is not None or plan_year is None:
        return full
    candidates = (base + (1 if year == "元" else int(year)) for base in set(_ERAS.values()))
    nearest = min(candidates, key=lambda candidate: abs(candidate - plan_year))
    return nearest if abs(nearest - plan_year) <= 10 else None
