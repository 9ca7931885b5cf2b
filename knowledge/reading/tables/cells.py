"""The number in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.language import money
from knowledge.language.brackets import brackets
from knowledge.language.money import Unit

YEN: dict[Unit, int] = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000, "億円": 100_000_000}
_NUMBER = re.compile(
    r"(?P<sign>[△▲-])? ?[¥\\]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<decimals>\.[0-9]+)? ?"
    r"(?P<unit>百万円|千円|万円|億円|円)?"
)
_NOTE = re.compile(r"\(注[0-9]{1,2}\)|(?:※|\*|注)[0-9]{0,2}")
"""A mark that leads to a note: ※1, (注2)."""
_BLANK = re.compile(r"[\s―—–‐\-ー…‥・/／*＊]*|(?:該当|予算|計上)?(?:なし|無し|無)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a cell prints it."""

    value: Decimal
    unit: Unit | None
    """Only where the cell itself prints one."""
    raw: str
    """With separators, without the unit: 2,828."""

    def yen(self, unit: Unit) -> Decimal:
        """Its yen, which may have decimals, where the column counts in `unit`."""
        return self.value * YEN[self.unit or unit]

    def printed(self, unit: Unit) -> str:
        """The number with its unit: 2,828千円."""
        return f"{self.raw}{self.unit or unit}"


def is_blank(cell: str) -> bool:
    """Whether a cell says that there is nothing."""
    return _BLANK.fullmatch(money.fold(cell)) is not None


def number(cell: str) -> Number | None:
    """The number that is all of a cell: 2,828, △5, 1068.978, 2,828千円, 1億2千万円, 2,828※; None for anything else."""
    match = _NUMBER.fullmatch(without_notes(cell))
    if match is None:
        return _spoken(cell)
    value = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    value = -value if match["sign"] else value
    unit: Unit | None = match["unit"]  # type: ignore[assignment]
    return Number(value, unit, f"{'△' if value < 0 else ''}{abs(value):,}")


def without_notes(cell: str) -> str:
    """A cell in ASCII without the marks that lead to notes: 2,828※1, 注3 38,500."""
    return _NOTE.sub("", money.fold(cell)).strip()


def two_numbers(cell: str) -> tuple[Number, str, Number] | None:
    """The two numbers of a cell whose second one is told apart by words in brackets: 489,300 (R6補正) 128,700."""
    pairs = brackets(cell).pairs
    if len(pairs) != 1:
        return None
    left, right = pairs[0]
    one, two = number(cell[:left].strip()), number(cell[right + 1 :].strip())
    return (one, cell[left + 1 : right], two) if one and two else None


def _spoken(cell: str) -> Number | None:
    found = money.find(cell)
    if len(found) != 1 or found[0].raw.strip() != cell.strip() or not cell.strip().endswith("円"):
        return None
    return Number(Decimal(found[0].yen), "円", found[0].raw.removesuffix("円"))
