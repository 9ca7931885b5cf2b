"""The one unit of a table's money: its headings, its cells and the files made of it say the same."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from knowledge.answers.names import half_up, percent
from knowledge.language.money import UNITS, Unit, number_in
from knowledge.language.phrases import say
from knowledge.model import Language, Value

NOTHING = "―"
"""In a cell: not printed, so that nothing can be computed."""
_PHRASES: dict[Unit, str] = {
    "円": "unit_yen",
    "千円": "unit_thousand",
    "万円": "unit_ten_thousand",
    "百万円": "unit_million",
    "億円": "unit_hundred_million",
}


def unit_of(amounts: Iterable[Value | None], wanted: str | None = None) -> Unit:
    """The unit that was asked for; else 千円, or 円 where not all of the money is whole thousands of yen."""
    asked = next((unit for unit in UNITS if unit == wanted), None)
    if asked is not None:
        return asked
    return "円" if any(yen is not None and half_up(yen) % 1000 for yen in amounts) else "千円"


def heading(name: str, unit: Unit, language: Language) -> str:
    """A column's heading with its unit: 予算額(千円), Budget (1,000 yen)."""
    named = name[:1].upper() + name[1:] if language == "en" else name
    return say("column_in_unit", language, name=named, unit=say(_PHRASES[unit], language))


def cell(yen: Value | None, unit: Unit) -> str:
    """Money in a cell; a dash where none is printed."""
    return NOTHING if yen is None else number_in(half_up(yen), unit)


def signed(yen: int | None, unit: Unit) -> str:
    """+132, ▲132 or 0, as Japanese offices write a difference; a dash where there is none to compute."""
    if yen is None:
        return NOTHING
    sign = "▲" if yen < 0 else "+" if yen else ""
    return f"{sign}{number_in(abs(yen), unit)}"


def rate(old: int | None, new: int | None) -> str:
    """A change in percent of the older figure: +25.0; a dash where there is none to be had."""
    if old is None or new is None or old <= 0:
        return NOTHING
    change = Fraction(new - old, old)
    sign = "▲" if change < 0 else "+" if change else ""
    return f"{sign}{percent(abs(change))}"
