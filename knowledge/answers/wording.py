"""Sets, measures, conditions and places in words: the parts that questions, headlines and readings are made of.

How the parts go together is told in canonical. A set is an atom where nothing can come between its words (a level, an
entry, a phrase that is mentioned, a range, an office) and is enclosed where its end could not be told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from knowledge.answers.names import SETTLED, Names, half_up
from knowledge.language.phrases import level_name, say
from knowledge.model import (
    Above,
    And,
    Appeared,
    Below,
    Beside,
    Change,
    CodeRange,
    Condition,
    Count,
    Entry,
    Language,
    Level,
    Linked,
    Measure,
    Mentions,
    Minus,
    Money,
    Office,
    OfLevel,
    Or,
    Order,
    Query,
    Relation,
    Rows,
    Set,
    Share,
    Source,
    Take,
    Topic,
    Whole,
)
from knowledge.shelf.catalogue import label

RELATIONS = {
    Relation.OVER: "over",
    Relation.AT_LEAST: "at_least",
    Relation.UNDER: "under",
    Relation.AT_MOST: "at_most",
    Relation.EQUAL: "equal",
}
"""The phrases that say how two values stand to each other."""
_ATOMS = (Whole, Linked, OfLevel, Mentions, CodeRange, Office)
_CHAINS = (Below, Above, Beside)


def plain_entry(entry: Entry, names: Names) -> str:
    """An entry as a question names it: by level and code, or by its whole title."""
    if entry.code is None:
        return names.title(entry)
    space = " " if names.language == "en" else ""
    level = level_name(entry, names.language)
    return f"{level.lower() if names.language == 'en' else level}{space}{entry.code}"


def nth(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the parts of a query, of entries as `called` names them."""

    names: Names
    called: Callable[[Entry, Names], str]
    source_of: Callable[[str], Source]
    """The source of another document, for changes between two."""

    @property
    def language(self) -> Language:
        """The asker's."""
        return self.names.language

    def _say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    # Sets

    def set(self, of: Set) -> str:
        """A set as a noun phrase; its end may be open, see `closed`."""
        match of:
            case Whole():
                return self._say("set_whole")
            case Linked(entries, words):
                return self._say("set_same").join(map(self._linked, entries)) or words
            case Mentions(words) | Topic(words):
                return self._say("set_mentions", words=words)
            case OfLevel(levels):
                return self.levels(levels)
            case Below(above, levels):
                key = "set_below" if levels else "set_right_below"
                return self._say(key, of=self.tight(above), levels=self.levels(levels))
            case Above(below, None):
                return self._say("set_right_above", of=self.tight(below))
            case Above(below, level):
                name = self.names.in_sentence(level) if level else ""
                return self._say("set_above", of=self.tight(below), level=name)
            case Beside(other):
                return self._say("set_beside", of=self.tight(other))
            case CodeRange(first, last):
                return self._say("set_range", first=first, last=last)
            case Office(name):
                return self._say("set_office", name=name)
            case Appeared(among, presence, change):
                old, new = self.sides(change)
                return self._say(f"set_{presence}", of=self.left(among), old=old, new=new)
            case And(sets):
                return self._and(sets)
            case Minus(among, without):
                return self._say("set_minus", of=self.left(among), without=self.right(without))
            case Or(sets):
                loose = any(not isinstance(each, _ATOMS) for each in sets)
                return self._say("set_or_loose" if loose else "set_or").join(map(self.right, sets))
            case Rows(query):
                return self.noun(query)

    def _linked(self, key: str) -> str:
        entry = self.names.document.entry(key)
        return self.called(entry, self.names) if entry else key

    def levels(self, levels: Sequence[Level], *, one: bool = False) -> str:
        """Levels as a question names them, for several entries or for one."""
        return self._say("set_level_or").join(map(self.names.in_sentence if one else self.names.levels, levels))

    def enclosed(self, of: Set) -> str:
        """A set in brackets."""
        return self._say("set_enclosed", of=self.set(of))

    def tight(self, of: Set) -> str:
        """Before の, after "of": what is joined loosely, or ends in a clause, is enclosed."""
        is_plain_or = isinstance(of, Or) and all(isinstance(each, _ATOMS) for each in of.sets)
        if isinstance(of, (*_ATOMS, *_CHAINS)) or is_plain_or or self._is_clause_and_noun(of):
            return self.set(of)
        return self.enclosed(of)

    def _is_clause_and_noun(self, of: Set) -> bool:
        """In Japanese a clause goes before its noun, so that nothing is open at the end; a place ends by itself."""
        if not isinstance(of, Rows) or not isinstance(of.query.of, OfLevel):
            return False
        has_place = of.query.order is not None or of.query.take is not None
        return not of.query.where if self.language == "en" else not (of.query.where and has_place)

    def left(self, of: Set) -> str:
        """Before のうち; in English after "those of"."""
        if self.language == "en":
            return self.tight(of)
        return self.enclosed(of) if isinstance(of, Or) else self.set(of)

    def right(self, of: Set) -> str:
        """Between のうち or と and what ends it."""
        return self.tight(of)

    def _and(self, sets: tuple[Set, ...]) -> str:
        first, *others = sets
        told = self.left(first)
        for each in others:
            told = self._say("set_and", of=told, that=self._those(each))
        return told

    def _those(self, of: Set) -> str:
        match of:
            case Mentions(words):
                return self._say("set_mentions_those", words=words)
            case Office(name):
                return self._say("set_office_those", name=name)
        return self._say("set_those", of=self.right(of))

    # The rows of a query as a set

    def noun(self, query: Query) -> str:
        """The entries that a query leaves after its conditions, its order and its take."""
        if query.order is None and query.take is None:
            return self.conditioned(query)
        place = self.place(query.order, query.take)
        if isinstance(query.of, OfLevel) and not query.where:
            is_one = query.take is not None and query.take.count == 1
            levels = self.levels(query.of.levels, one=is_one)
            return self._say("placed_noun", place=place, noun=levels)
        of = self.left(query.of)
        if query.where:
            of = self.conditioned(query)
            of = of if self.language == "ja" else self._say("set_enclosed", of=of)
        return self._say("placed_those", place=place, of=of)

    def conditioned(self, query: Query) -> str:
        """The entries that a query leaves after its conditions."""
        if not query.where:
            return self.set(query.of)
        where = self.conditions(query.where)
        if isinstance(query.of, OfLevel):
            return self._say("where_noun", where=where, noun=self.set(query.of))
        return self._say("where_those", where=where, of=self.left(query.of))

    def conditions(self, conditions: Sequence[Condition]) -> str:
        """Conditions before the noun that they condition."""
        last = len(conditions) - 1
        told = (self._condition(each, "" if at == last else "_and") for at, each in enumerate(conditions))
        return self._say("where_joined").join(told)

    def _condition(self, condition: Condition, form: str) -> str:
        value = self.value(condition)
        relation = self._say(f"{RELATIONS[condition.relation]}{form}", value=value)
        return self._say("where", measure=self.measure(condition.measure), relation=relation)

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
        told = str(hundredths) if digits is None else f"{float(hundredths):.{digits}f}"
        return self._say("percent_below_zero" if share < 0 else "percent", percent=told)

    def made(self, query: Query) -> str:
        """The figure that a query gives, as a noun phrase: 具体的取組の予算額の平均."""
        if query.ask == "count":
            return self._say("of_count", set=self.noun(query))
        asks = ("sum", "mean", "median", "difference", "ratio")
        key = f"of_{query.ask}" if query.ask in asks else "of_amount"
        measure, made = self.halves(query.measure or Money())
        if query.by is not None:
            measure = self._say(f"by_{query.by}", measure=measure)
        return self._say(key, set=self.noun(query), measure=measure, made=made)

    # Measures

    def measure(self, measure: Measure) -> str:
        """A measure in one piece."""
        return "".join(self.halves(measure))

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
                return self.money(money), self._say("measure_share", of=whole)
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
        if kind in (None, "予算額"):
            return self._say("measure_budget")
        return self._say("measure_settled") if kind == SETTLED else str(kind)

    def year(self, year: int) -> str:
        """A fiscal year in as few words as its language needs."""
        named = self.names.year(year)
        return named if self.language == "ja" else self._say("plain_year", year=year)

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

    def place(self, order: Order | None, take: Take | None) -> str:
        """Which rows of an order: the largest, the second largest, the last three."""
        if order is None or order.measure is None:
            return self._page_place(order, take)
        values: dict[str, object] = {"measure": self.measure(order.measure), "way": self.way(order)}
        return self._say(f"place_{place_key(take)}", **values, **numbers(take))

    def _page_place(self, order: Order | None, take: Take | None) -> str:
        back = "_back" if order is not None and order.ascending else ""
        if take is None:
            return self._say(f"page_all{back}")
        page = self._say(f"page_order{back}") if order is not None else ""
        return self._say(f"page_{place_key(take)}", page=page, **numbers(take))


def place_key(take: Take | None) -> str:
    """Which phrase says a take."""
    if take is None:
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
