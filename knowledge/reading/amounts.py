"""Which amounts on a line are the entry's own, and of what year and kind they are.

Of those that are set apart, sums (合計) and money that counts elsewhere (再掲, 内数) are told from the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import reduce

from knowledge.language import money
from knowledge.model import Amount
from knowledge.reading.apart import (
    ELSEWHERE,
    NOTHING,
    REACH,
    RELATIVE_YEARS,
    WHAT,
    WHEN,
    Apart,
    bare_number,
    is_money,
    is_only_money,
    printed_in,
    set_apart,
    unit_in,
)
from knowledge.reading.dates import full_year, near_year
from knowledge.reading.lines import GAP

_SUM = re.compile("[合総小]計|総額|(?<!会)計")
_MISSING = (*"-ー―—", "なし", "無し")
"""What stands in place of a figure."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a heading or a label line says of the amounts below it, such as (4年度予算額:千円)."""

    kind: str | None = None
    """予算額 or 決算額."""
    fiscal_year: int | None = None
    unit: int | None = None
    """Yen that a bare number counts for."""
    columns: tuple[Caption, ...] = ()
    """What a row of headings says of each column at the end of the rows below it."""


class Role(Enum):
    """What an amount that a page sets apart is to its entry."""

    OWN = auto()
    SUM = auto()
    """合計: it counts what is printed elsewhere once more."""
    ELSEWHERE = auto()
    """再掲 and 内数: it is counted at another entry, or is only part of what is."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An amount that the page sets apart."""

    amount: Amount
    role: Role
    alone: bool
    """Nothing but money is on its line."""
    labelled: bool = True
    """予算 or 決算 is printed on its line, or heads its column."""


def captioned(apart: tuple[Apart, ...], plan_year: int | None, above: Caption) -> Caption:
    """What the parts without an amount say of the amounts to come, on top of what was said `above`."""
    bare = (part for part in apart if not printed_in(part.words))
    return reduce(lambda caption, part: described(part.words, plan_year, caption), bare, above)


def continued(text: str, plan_year: int | None, above: Caption, whole: Caption) -> Caption:
    """What a line says of the amounts on the line below it, where it is nothing but a label such as 令和4年度決算額.

    It holds as long as the lines are money alone; any other line goes back to the caption of the `whole`.
    """
    folded = money.fold(text)
    if not is_only_money(folded, above.unit):
        return whole
    return above if printed_in(folded) or NOTHING.fullmatch(folded) else described(folded, plan_year, whole)


def columns(text: str, plan_year: int | None, above: Caption) -> tuple[Caption, ...]:
    """What a row of headings, 取組 令和5年度予算額 令和4年度予算額, says of its columns of money; () for one alone."""
    heads = [money.fold(cell) for cell in GAP.split(text)[1:]]
    named = tuple(described(head, plan_year, above) for head in heads if WHAT.search(head) and is_only_money(head))
    return named if len(named) > 1 else ()


def amounts(text: str, number: int, caption: Caption, plan_year: int | None) -> tuple[Printed, ...]:
    """The amounts that line `number` prints for its entry.

    Year and kind come from the words beside them, else from the caption, else they are the plan's own.
    """
    cells = GAP.split(text) if caption.columns else []
    if len(cells) > len(caption.columns):
        return tuple(
            Printed(amount, Role.OWN, alone=False)
            for cell, column in zip(cells[-len(caption.columns) :], caption.columns, strict=True)
            if is_only_money(money.fold(cell), column.unit)
            for amount in _amounts_of(Apart((0, len(cell)), money.fold(cell)), cell, number, column, plan_year)
        )
    apart = set_apart(text, caption.unit)
    alone = is_money(text, caption.unit)
    return tuple(
        Printed(amount, _role(part, text), alone, labelled=not by_itself.inferred)
        for part in apart
        for amount, by_itself in zip(
            *(
                _amounts_of(part, text[slice(*part.span)], number, each, plan_year)
                for each in (caption, replace(caption, kind=None))
            ),
            strict=True,
        )
    )


def names_sum(words: str) -> bool:
    """Whether words begin by saying that what follows is a sum: 合計, 計 7年度 607万円."""
    return _SUM.match(words.lstrip()) is not None


def _role(part: Apart, text: str) -> Role:
    end = part.span[1]
    after = money.fold(text[end : end + REACH]).lstrip(" の※(【")
    if ELSEWHERE.search(part.words) or ELSEWHERE.match(after) or "再掲" in text:
        return Role.ELSEWHERE
    return Role.SUM if _SUM.search(part.words) else Role.OWN


def _amounts_of(part: Apart, raw: str, number: int, caption: Caption, plan_year: int | None) -> list[Amount]:
    found = printed_in(part.words) or bare_number(part.words, caption.unit)
    spans = [figure.span for figure in found]
    kinds, years = (_beside(part.words, spans, said) for said in (WHAT, WHEN))
    said = caption
    result = []
    for figure, kind, year in zip(found, kinds, years, strict=True):
        first, last = figure.span
        fiscal_year = described(year, plan_year, said).fiscal_year
        said = replace(described(kind, plan_year, said), fiscal_year=fiscal_year)
        result.append(
            Amount(
                yen=figure.yen,
                fiscal_year=said.fiscal_year or plan_year,
                kind=said.kind or "予算額",
                raw=raw[first:last],
                line=number,
                inferred=said.kind is None,
            )
        )
    return result


def _beside(words: str, spans: list[tuple[int, int]], said: re.Pattern[str]) -> list[str]:
    """The words that tell of each figure what `said` looks for: those before it, or behind it where all stand there.

    What stands behind may be the label of a figure that is missing: 24年度決算額 -.
    """
    edges = [0, *(edge for span in spans for edge in span), len(words)]
    between = [words[first:last] for first, last in zip(edges[::2], edges[1::2], strict=True)]
    before, behind = between[0], between[-1]
    stands_behind = said.search(behind) and not said.search(before) and not any(sign in behind for sign in _MISSING)
    return between[1:] if stands_behind else between[:-1]


def described(words: str, plan_year: int | None, above: Caption) -> Caption:
    what = WHAT.findall(words)
    years = [year for match in WHEN.finditer(words) if (year := _year(match, plan_year)) is not None]
    unit = unit_in(words)
    return replace(
        above,
        kind=f"{what[-1]}額" if what else above.kind,
        fiscal_year=years[-1] if years else above.fiscal_year,
        unit=unit or above.unit,
    )


def _year(match: re.Match[str], plan_year: int | None) -> int | None:
    if match["relative"]:
        return None if plan_year is None else plan_year + RELATIVE_YEARS[match["relative"]]
    return full_year(match["era"], match["year"]) if match["era"] else near_year(match["year"], plan_year)
