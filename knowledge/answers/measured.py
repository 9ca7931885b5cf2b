"""Measures, conditions and places in words: what is measured, what it is held against, which rows of an order.

Questions, headlines and the lines that say how a question was read are made of these; see canonical.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from knowledge.answers.names import SETTLED, Names, half_up
from knowledge.language.phrases import say
from knowledge.model import (
    ALL,
    BUDGET,
    Change,
    Condition,
    Count,
    Language,
    Measure,
    Money,
    Order,
    Query,
    Relation,
    Set,
    Share,
    Source,
    Take,
    Whole,
)
from knowledge.shelf.catalogue import label

RELATIONS = {
    Relation.OVER: "over",
    Relation.AT_LEAST: "at_least",
    Relation.UNDER: "under",
    Relation.AT_MOST: "at_most",
    Relation.EQUAL: "equal",
    Relation.PRINTED: "printed",
    Relation.MISSING: "missing",
}
"""The phrases that say how two values stand to each other."""


def nth(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@dataclass(frozen=True, slots=True)
class MeasureWording(ABC):
    """Words for measures, conditions and places; sets are worded by who inherits this."""

    names: Names
    source_of: Callable[[str], Source]
    """The source of another document, for changes between two."""

    @property
    def language(self) -> Language:
        """The asker's."""
        return self.names.language

    def _say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    @property
    @abstractmethod
    def is_terse(self) -> bool:
        """Whether what was just said is not said again."""

    @abstractmethod
    def right(self, of: Set) -> str:
        """A set of which a measure is a part."""

    @abstractmethod
    def made(self, query: Query) -> str:
        """The figure that another query gives."""

    def conditions(self, conditions: Sequence[Condition], figure: str = "") -> str:
        """Conditions before the noun that they condition; `figure` is what they are of, where it is no measure."""
        last = len(conditions) - 1
        told = []
        for at, each in enumerate(conditions):
            is_same = self.is_terse and at > 0 and each.measure == conditions[at - 1].measure
            told.append(self._condition(each, figure, "" if at == last else "_and", is_same=is_same))
        return self._say("where_joined").join(told)

    def _condition(self, condition: Condition, figure: str, form: str, *, is_same: bool) -> str:
        value = self.value(condition)
        relation = self._say(f"{RELATIONS[condition.relation]}{form}", value=value)
        if is_same:
            return relation
        return self._say("where", measure=figure or self.measure(condition.measure), relation=relation)

    def value(self, condition: Condition) -> str:
        """What a measure is held against, as people name it: 1,000万円, 5%, 3件, the average of a set."""
        value, measure = condition.value, condition.measure
        if isinstance(value, Query):
            return self.made(value)
        if isinstance(measure, Count):
            return self._say("entries_many", count=value)
        if isinstance(measure, Share) or (isinstance(measure, Change) and measure.relative):
            return self.exact_percent(Fraction(value))
        return self.names.round_money(half_up(value))

    def exact_percent(self, share: Fraction) -> str:
        """A share that a question names, as it named it: 5%, 12.5%; a third as a fraction."""
        hundredths = abs(share) * 100
        digits = next((n for n in range(9) if (hundredths * 10**n).denominator == 1), None)
        if digits is None and share > 0:
            return self._say("share_part", parts=share.denominator, of=share.numerator)
        told = str(hundredths) if digits is None else f"{float(hundredths):.{digits}f}"
        return self._say("percent_below_zero" if share < 0 else "percent", percent=told)

    # Measures

    def measure(self, measure: Measure) -> str:
        """A measure in one piece; in English in brackets where its end could not be told."""
        measured, made = self.halves(measure)
        if made and self.language == "en":
            return self._say("set_enclosed", of=f"{measured}{made}")
        return f"{measured}{made}"

    def halves(self, measure: Measure) -> tuple[str, str]:
        """A measure in two: what is measured, and what is made of it after sums and means."""
        match measure:
            case Money():
                return self.money(measure), ""
            case Count(None):
                return self._say("measure_count_right"), ""
            case Count(level):
                return self._say("measure_count", level=self.names.levels(level) if level else ""), ""
            case Share(money, of):
                whole = self._say("set_all") if isinstance(of, Whole) else self.right(of)
                return self.money(money), self._say(
                    "measure_share_told" if self.is_terse else "measure_share", of=whole
                )
            case Change():
                old, new = self.sides(measure)
                key = "measure_change_rate" if measure.relative else "measure_change"
                return self.change_kind(measure), self._say(key, old=old, new=new)

    def money(self, money: Money) -> str:
        """Money as a question names it: 予算額, 決算額, 令和3年度の総事業費."""
        kind = self._kind(money.kind)
        if money.fiscal_year is None:
            return kind
        return self._say("measure_of_year", year=self.year(money.fiscal_year), kind=kind)

    def _kind(self, kind: str | None) -> str:
        if kind in (None, BUDGET):
            return self._say("measure_budget")
        return self._say("measure_settled") if kind == SETTLED else str(kind)

    def year(self, year: int) -> str:
        """A fiscal year in as few words as its language needs."""
        named = self.names.year(year)
        if self.language == "ja":
            return named
        return self._say("short_year" if self.is_terse else "plain_year", year=year)

    def change_kind(self, change: Change) -> str:
        """The kind of money that changed; 金額 where it is not one."""
        same = change.older.kind == change.newer.kind
        return self._kind(change.newer.kind) if same else self._say("measure_amount")

    def sides(self, change: Change) -> tuple[str, str]:
        """The two sides of a change: their years, with what else tells them apart."""
        sources = self.source_of(change.old), self.source_of(change.new)
        moneys = change.older, change.newer
        pairs = list(zip(moneys, sources, strict=True))
        years = [money.fiscal_year or source.fiscal_year for money, source in pairs]
        names = [self.year(year) if year else "?" for year in years]
        if years[0] == years[1] and change.old != change.new:
            names = [label(source, self.language, stage=True) for source in sources]
        if change.older.kind != change.newer.kind:
            kinds = (self._kind(money.kind) for money in moneys)
            names = [self._say("side_kind", side=n, kind=kind) for n, kind in zip(names, kinds, strict=True)]
        return names[0], names[1]

    # Order and place

    def way(self, order: Order, *, many: bool = False) -> str:
        """大きい or 小さい; 多い or 少ない with `many`."""
        keys = ("ask_few", "ask_many") if many else ("smaller", "larger")
        return self._say(keys[not order.ascending])

    def place(self, order: Order | None, take: Take | None, figure: str = "") -> str:
        """Which rows of an order: the largest, the second largest, the last three; of each entry of a level.

        `figure` is what the order is by, where it is no measure.
        """
        if take is not None and take.each is not None:
            told = self.place(order, replace(take, each=None), figure)
            return self._say("place_each", place=told, level=self.names.in_sentence(take.each))
        if order is None or order.measure is None:
            return self._page_place(order, take)
        values: dict[str, object] = {"measure": figure or self.measure(order.measure), "way": self.way(order)}
        return self._say(f"place_{place_key(take)}", **values, **numbers(take))

    def _page_place(self, order: Order | None, take: Take | None) -> str:
        back = "_back" if order is not None and order.ascending else ""
        if take is None:
            return self._say(f"page_all{back}")
        page = self._say(f"page_order{back}") if order is not None else ""
        return self._say(f"page_{place_key(take)}", page=page, **numbers(take))


def place_key(take: Take | None) -> str:
    """Which phrase says a take."""
    if take is None or take.count == ALL:
        return "all"
    match take.count, take.skip, take.from_end:
        case 1, 0, end:
            return "last" if end else "first"
        case 1, _, end:
            return "nth_last" if end else "nth"
        case _, 0, end:
            return "bottom" if end else "top"
        case _, _, end:
            return "range_last" if end else "range"


def numbers(take: Take | None) -> dict[str, object]:
    """The numbers that such a phrase may want: first and last place from 1, count, and the first as an ordinal."""
    if take is None:
        return {}
    first = take.skip + 1
    return {"first": first, "last": take.skip + take.count, "count": take.count, "nth": nth(first)}
