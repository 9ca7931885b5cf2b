"""What a query should give, worked out the slow and obvious way: loops over the entries that `read` gives.

It shares no line with the engine; it knows the vocabulary (`model`) and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from knowledge import Entry, Level, Plan
from knowledge.model import (
    Above,
    And,
    Ask,
    Below,
    Beside,
    CodeRange,
    Condition,
    Count,
    Group,
    Linked,
    Measure,
    Mentions,
    Minus,
    Money,
    Office,
    OfLevel,
    Or,
    Query,
    Relation,
    Rows,
    Set,
    Share,
    Value,
    Whole,
)

FRAME = ("goal", "mission", "policy")


@dataclass
class Held:
    """The entries of a set, in order; what was taken away from it; whether the question names them one by one."""

    entries: list[Entry]
    taken: list[Entry] = field(default_factory=list)
    named: bool = False
    missing: str | None = None


@dataclass
class Line:
    """A row: what it shows, its value, whose amounts that is."""

    key: str
    value: Value | None
    counted: list[str]
    entries: list[Entry]


@dataclass
class Expected:
    """What a result should hold."""

    rows: list[tuple[str, Value | None, tuple[str, ...]]]
    value: Value | None = None
    left_out: frozenset[str] = frozenset()
    of: int = 0
    holds: bool | None = None
    missing: str | None = None
    counted: frozenset[str] = frozenset()


class Oracle:
    """Answers from one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.by_id = {entry.id: entry for entry in plan.entries}

    # The tree

    def above(self, entry: Entry) -> list[Entry]:
        found = []
        while entry.parent is not None:
            entry = self.by_id[entry.parent]
            found.append(entry)
        return found

    def below(self, entry: Entry) -> list[Entry]:
        return [each for each in self.plan.entries if entry in self.above(each)]

    # Money

    def meant(self, money: Money) -> Money:
        printed = list(dict.fromkeys(Money(a.fiscal_year, a.kind) for e in self.plan.entries for a in e.amounts))
        printed = [each for each in printed if money.kind in (None, each.kind)]
        if money.fiscal_year is not None:
            year: int | None = money.fiscal_year
        elif any(each.fiscal_year == self.plan.source.fiscal_year for each in printed):
            year = self.plan.source.fiscal_year
        else:
            year = max((each.fiscal_year or 0 for each in printed), default=0) or None
        printed = [each for each in printed if each.fiscal_year == year]
        for each in printed:
            if each.kind == "予算額":
                return each
        return printed[0] if printed else Money(year, money.kind)

    def own(self, entry: Entry, money: Money) -> int | None:
        meant = self.meant(money)
        for amount in entry.amounts:
            if (amount.fiscal_year, amount.kind) == (meant.fiscal_year, meant.kind):
                return amount.yen
        return None

    def yen(self, entry: Entry, money: Money) -> tuple[int | None, list[str]]:
        """Its own, or that of the children together."""
        own = self.own(entry, money)
        if own is not None:
            return own, [entry.id]
        total: int | None = None
        counted: list[str] = []
        for child in self.plan.entries:
            if child.parent == entry.id:
                yen, ids = self.yen(child, money)
                if yen is not None:
                    total, counted = (total or 0) + yen, counted + ids
        return total, counted

    def total(self, held: Held, money: Money) -> tuple[int | None, list[str]]:
        """Nothing inside another, and nothing that was taken away."""
        taken = set(held.taken)
        reached = []
        for entry in self.plan.entries:
            line = [entry, *self.above(entry)]
            if any(each in held.entries for each in line) and entry not in taken:
                reached.append(entry)
        carrying = [e for e in reached if self.own(e, money) is not None and not taken & set(self.below(e))]
        if any(e.level not in FRAME for e in carrying):
            carrying = [e for e in carrying if e.level not in FRAME]
        counted = [e for e in carrying if not set(self.above(e)) & set(carrying)]
        return (sum(self.own(e, money) or 0 for e in counted) if counted else None), [e.id for e in counted]

    # Sets

    def held(self, of: Set) -> Held:
        entries = list(self.plan.entries)
        if isinstance(of, Whole):
            return Held(entries)
        if isinstance(of, Linked):
            return Held([self.by_id[key] for key in of.entries], named=True)
        if isinstance(of, Mentions):
            return Held([e for e in entries if e.id in of.entries])
        if isinstance(of, OfLevel):
            return Held([e for e in entries if e.level in of.levels], missing="level")
        if isinstance(of, Office):
            return Held([e for e in entries if e.department in of.spellings], missing="office")
        if isinstance(of, CodeRange):
            codes = [e.code for e in entries]
            first, last = sorted((codes.index(of.first), codes.index(of.last)))
            level = entries[codes.index(of.first)].level
            return Held([e for e in entries[first : last + 1] if e.level == level])
        if isinstance(of, (Below, Above, Beside)):
            return self.relatives(of)
        if isinstance(of, And):
            sets = [self.held(each) for each in of.sets]
            kept = [e for e in sets[0].entries if all(e in other.entries for other in sets)]
            return Held(kept, [e for each in sets for e in each.taken], sets[0].named, "condition")
        if isinstance(of, Or):
            return Held(list(dict.fromkeys(e for each in of.sets for e in self.held(each).entries)), named=True)
        if isinstance(of, Minus):
            inner, other = self.held(of.of), self.held(of.without).entries
            taken = [e for e in entries if e in other or set(self.above(e)) & set(other)]
            kept = [e for e in inner.entries if e not in taken]
            return Held(kept, inner.taken + taken, inner.named, "condition")
        assert isinstance(of, Rows)
        return Held([e for line in self.lines(of.query)[0] for e in line.entries])

    def relatives(self, of: Below | Above | Beside) -> Held:
        inner = self.held(of.of)
        found: list[Entry] = []
        for entry in inner.entries:
            if isinstance(of, Beside):
                found += [e for e in self.plan.entries if (e.parent, e.level) == (entry.parent, entry.level)]
            elif isinstance(of, Above):
                found += [e for e in self.above(entry) if of.level is None or e.level == of.level][:1]
            elif of.levels:
                found += [e for e in self.below(entry) if e.level in of.levels]
            else:
                found += [e for e in self.plan.entries if e.parent == entry.id]
        if isinstance(of, Beside):
            found = [e for e in found if e not in inner.entries]
        taken = inner.taken if isinstance(of, Below) else []
        return Held([e for e in dict.fromkeys(found) if e not in taken], taken, missing="level")

    # Measures

    def measured(self, entry: Entry, measure: Measure | None) -> tuple[Value | None, list[str]]:
        if measure is None:
            return None, []
        if isinstance(measure, Money):
            return self.yen(entry, measure)
        if isinstance(measure, Count):
            if measure.level is None:
                return sum(e.parent == entry.id for e in self.plan.entries), []
            return sum(e.level == measure.level for e in self.below(entry)), []
        assert isinstance(measure, Share)
        yen, counted = self.yen(entry, measure.money)
        whole, _ = self.total(self.held(measure.of), measure.money)
        return (Fraction(yen, whole) if yen is not None and whole else None), counted

    def nested(self, held: Held) -> bool:
        return any(set(self.above(e)) & set(held.entries) for e in held.entries)

    # Lines

    def lines(self, query: Query) -> tuple[list[Line], list[Entry], int, str | None, Held]:
        """Rows after conditions, order and take; what was left out; how many there were; why there are none."""
        held, measure = self.held(query.of), self.measure(query)
        if query.by is not None:
            lines = self.groups(query, held, measure)
        else:
            entries = held.entries
            adds = query.ask in (Ask.SUM, Ask.MEAN, Ask.MEDIAN) and isinstance(measure, (Money, Share))
            if adds and not held.named and self.nested(held):
                money = measure.money if isinstance(measure, Share) else measure
                assert isinstance(money, Money)
                entries = [self.by_id[key] for key in self.total(held, money)[1]] or entries
            lines = [Line(e.id, *self.measured(e, measure), entries=[e]) for e in entries]
        missing = None if lines else held.missing
        left_out: list[Entry] = []
        if query.ask is not Ask.CONFIRM:
            for condition in query.where:
                told = [self.fulfils(line, condition, query) for line in lines]
                left_out += [e for line, ok in zip(lines, told, strict=True) if ok is None for e in line.entries]
                if told and all(ok is None for ok in told):
                    missing = missing or "money"
                lines = [line for line, ok in zip(lines, told, strict=True) if ok]
                missing = missing or (None if lines else "condition")
        lines, lacking = self.ordered(lines, query, measure)
        left_out += lacking
        if lacking and not lines:
            missing = missing or "money"
        of = len(lines)
        chosen = self.taken(lines, query, measure)
        if lines and not chosen:
            missing = missing or "place"
        return chosen, left_out, of, missing, held

    def measure(self, query: Query) -> Measure | None:
        if query.measure is not None:
            return query.measure
        if query.ask is Ask.CONFIRM and query.where:
            return query.where[0].measure
        if query.ask in (Ask.LIST, Ask.RECORD, Ask.COUNT, Ask.EXISTS, Ask.FACT, Ask.CONFIRM):
            return None
        return (query.order.measure if query.order else None) or Money()

    def value(self, line: Line, measure: Measure, query: Query) -> Value | None:
        if query.by is not None:
            return line.value
        return self.measured(line.entries[0], measure)[0]

    def fulfils(self, line: Line, condition: Condition, query: Query) -> bool | None:
        value, bound = self.value(line, condition.measure, query), condition.value
        if isinstance(bound, Query):
            found = self.expected(bound).value
            assert found is not None
            bound = found
        if value is None:
            return None
        return {
            Relation.OVER: value > bound,
            Relation.AT_LEAST: value >= bound,
            Relation.UNDER: value < bound,
            Relation.AT_MOST: value <= bound,
            Relation.EQUAL: value == bound,
        }[condition.relation]

    def ordered(self, lines: list[Line], query: Query, measure: Measure | None) -> tuple[list[Line], list[Entry]]:
        by, ascending = (query.order.measure, query.order.ascending) if query.order else (None, False)
        if query.order is None and query.ask is Ask.COMPARE:
            by = measure
        if by is None:
            if query.order is not None and query.by is None:
                return sorted(lines, key=lambda line: line.entries[0].position), []
            return lines, []
        keyed = [(self.value(line, by, query), line) for line in lines]
        known = [(value, line) for value, line in keyed if value is not None]
        known.sort(key=lambda pair: pair[0] if ascending else -pair[0])
        return [line for _, line in known], [e for value, line in keyed if value is None for e in line.entries]

    def taken(self, lines: list[Line], query: Query, measure: Measure | None) -> list[Line]:
        take = query.take
        if take is None:
            return lines
        turned = lines[::-1] if take.from_end else lines
        chosen = turned[take.skip : take.skip + take.count]
        by = query.order.measure if query.order else measure if query.ask is Ask.COMPARE else None
        adds = query.ask in (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.RATIO)
        if chosen and take.count == 1 and by is not None and not adds:
            value = self.value(chosen[0], by, query)
            return [line for line in lines if self.value(line, by, query) == value]
        return chosen[::-1] if take.from_end else chosen

    # Groups

    def offices(self, entry: Entry, by: Group) -> list[str]:
        """Of an invented list whose cells name one office each, with no spaces."""
        for each in (entry, *self.above(entry)):
            if each.department:
                names = re.split("[、・]", each.department)
                return [re.sub(r"^(.+?(?:部|局|委員会)).+$", r"\1", n) if by is Group.DIVISION else n for n in names]
        return [""]

    def groups(self, query: Query, held: Held, measure: Measure | None) -> list[Line]:
        if query.by is Group.YEAR:
            return self.years(held, measure) if held.entries else []
        money = measure.money if isinstance(measure, Share) else measure if isinstance(measure, Money) else Money()
        names = list(
            dict.fromkeys(n for e in self.plan.entries for n in self.offices(e, query.by or Group.OFFICE) if n)
        )
        lines = []
        for name in names:
            mine = [e for e in held.entries if name in self.offices(e, query.by or Group.OFFICE)]
            counted = [
                key
                for key in self.total(held, money)[1]
                if name in self.offices(self.by_id[key], query.by or Group.OFFICE)
            ]
            if not mine and not counted:
                continue
            yen = sum(self.own(self.by_id[key], money) or 0 for key in counted) if counted else None
            if query.ask is Ask.COUNT:
                lines.append(Line(name, len(mine), [e.id for e in mine], mine))
            elif query.ask in (Ask.MEAN, Ask.MEDIAN):
                values = [v for e in mine if (v := self.measured(e, measure)[0]) is not None]
                lines.append(Line(name, middle(query.ask, values), self.total(Held(mine), money)[1], mine))
            elif isinstance(measure, Share):
                whole, _ = self.total(self.held(measure.of), money)
                lines.append(Line(name, Fraction(yen, whole) if yen is not None and whole else None, counted, mine))
            else:
                lines.append(Line(name, yen, counted, mine))
        return lines

    def years(self, held: Held, measure: Measure | None) -> list[Line]:
        kind = self.meant(Money(None, measure.kind if isinstance(measure, Money) else None)).kind
        years = {a.fiscal_year for e in self.plan.entries for a in e.amounts if a.kind == kind}
        lines = []
        for year in sorted(y for y in years if y):
            mine = [e for e in held.entries if self.yen(e, Money(year, kind))[0] is not None]
            yen, counted = self.total(held, Money(year, kind))
            lines.append(Line(str(year), yen, counted, mine))
        return lines

    # What is asked

    def expected(self, query: Query) -> Expected:
        measure = self.measure(query)
        if query.ask in (Ask.DIFFERENCE, Ask.RATIO):
            return self.between(query, measure)
        if query.ask is Ask.RANK:
            return self.ranked(query, measure)
        lines, left_out, of, missing, held = self.lines(query)
        if isinstance(measure, (Money, Share)):
            left_out = left_out + self.lacking(query, lines, held, measure)
            if lines and all(line.value is None for line in lines):
                missing = missing or "money"
        found = Expected(
            [(line.key, line.value, tuple(sorted(line.counted))) for line in lines],
            left_out=frozenset(e.id for e in left_out),
            of=of,
            missing=missing,
            counted=frozenset(key for line in lines for key in line.counted),
        )
        values = [line.value for line in lines]
        known = [value for value in values if value is not None]
        entries = list(dict.fromkeys(e for line in lines for e in line.entries))
        if query.ask is Ask.SUM:
            found.value = self.summed(query, held, lines, measure)
        elif query.ask in (Ask.MEAN, Ask.MEDIAN):
            found.value = middle(query.ask, known)
            if query.by is not None:
                each = [self.measured(e, measure)[0] for e in entries]
                found.value = middle(query.ask, [value for value in each if value is not None])
        elif query.ask is Ask.COUNT:
            found.value = len(entries) if query.by is not None else len(lines)
        elif query.ask is Ask.EXISTS:
            found.holds = bool(lines)
        elif query.ask is not Ask.COMPARE and (
            len(lines) == 1 or (lines and query.take is not None and query.take.count == 1)
        ):
            found.value = values[0]
        if query.ask is Ask.CONFIRM:
            told = [self.fulfils(line, each, query) for line in lines for each in query.where]
            found.holds = False if False in told else None if None in told or not lines else True
        return found

    def summed(self, query: Query, held: Held, lines: list[Line], measure: Measure | None) -> Value | None:
        if not lines:
            return None
        if query.by is Group.YEAR:
            return lines[0].value if len(lines) == 1 else None
        if query.by is not None:
            money = measure.money if isinstance(measure, Share) else measure
            assert isinstance(money, Money)
            keys = {key for line in lines for key in line.counted}
            total: int | None = sum(self.own(self.by_id[key], money) or 0 for key in keys) if keys else None
        elif isinstance(measure, Count):
            top = [line.key for line in lines]
            if measure.level is None:
                return sum(e.parent in top for e in self.plan.entries)
            return sum(
                e.level == measure.level and any(above.id in top for above in self.above(e)) for e in self.plan.entries
            )
        else:
            money = measure.money if isinstance(measure, Share) else measure
            assert isinstance(money, Money)
            total, _ = self.total(Held([e for line in lines for e in line.entries], held.taken), money)
        if isinstance(measure, Share) and total is not None:
            return Fraction(total, self.total(self.held(measure.of), measure.money)[0] or 1)
        return total

    def lacking(self, query: Query, lines: list[Line], held: Held, measure: Measure) -> list[Entry]:
        adds = query.ask in (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT) and query.by is None
        if adds and self.nested(held) and not held.named:
            base = held
        else:
            base = Held(list(dict.fromkeys(e for line in lines for e in line.entries)), held.taken, held.named)
        without = [e for e in base.entries if self.measured(e, measure)[0] is None]
        if base.named or not self.nested(base):
            return without
        money = measure.money if isinstance(measure, Share) else measure
        assert isinstance(money, Money)
        levels: set[Level] = {self.by_id[key].level for key in self.total(base, money)[1]}
        return [e for e in without if not levels or e.level in levels]

    def between(self, query: Query, measure: Measure | None) -> Expected:
        """Of the first two parts of an Or, or of the first two rows."""
        missing = None
        if isinstance(query.of, Or):
            parts = [self.part(each, measure) for each in query.of.sets]
        else:
            lines, _, _, missing, _ = self.lines(query)
            parts = [(line.key, line.value, tuple(sorted(line.counted))) for line in lines]
        found = Expected(parts[:2], of=len(parts), counted=frozenset(key for p in parts[:2] for key in p[2]))
        if len(parts) < 2:
            found.missing = missing or "place"
        elif parts[0][1] is None or parts[1][1] is None:
            found.missing = "money"
        elif query.ask is Ask.DIFFERENCE:
            found.value = max(parts[0][1], parts[1][1]) - min(parts[0][1], parts[1][1])
        elif parts[1][1] != 0:
            found.value = Fraction(parts[0][1]) / Fraction(parts[1][1])
        return found

    def part(self, of: Set, measure: Measure | None) -> tuple[str, Value | None, tuple[str, ...]]:
        held = self.held(of)
        if isinstance(of, Rows) and of.query.take is not None and of.query.take.count == 1:
            held.entries = held.entries[:1]
        if len(held.entries) == 1:
            value, counted = self.measured(held.entries[0], measure)
            return held.entries[0].id, value, tuple(sorted(counted))
        assert isinstance(measure, Money)
        total, counted = self.total(held, measure)
        return of.words if isinstance(of, (Linked, Mentions)) else "", total, tuple(sorted(counted))

    def ranked(self, query: Query, measure: Measure | None) -> Expected:
        assert measure is not None
        own = self.held(query.of).entries
        among = [e for e in self.plan.entries if e.level in {each.level for each in own}]
        if query.within is not None:
            among = list(dict.fromkeys([*self.held(query.within).entries, *own]))
        values = [v for e in among if (v := self.measured(e, measure)[0]) is not None]
        rows = [(e.id, *self.measured(e, measure)) for e in own]
        ascending = query.order is not None and query.order.ascending
        place = None
        if len(own) == 1 and rows[0][1] is not None:
            mine = rows[0][1]
            place = 1 + sum(v < mine if ascending else v > mine for v in values)
        return Expected(
            [(key, value, tuple(sorted(counted))) for key, value, counted in rows],
            place,
            frozenset(key for key, value, _ in rows if value is None),
            len(values),
            missing="money" if rows and all(value is None for _, value, _ in rows) else None,
            counted=frozenset(key for _, _, counted in rows for key in counted),
        )


def middle(ask: Ask, values: Sequence[Value]) -> Value | None:
    if not values:
        return None
    if ask is Ask.MEAN:
        return Fraction(sum(Fraction(v) for v in values), len(values))
    in_order = sorted(values)
    half = len(values) // 2
    return in_order[half] if len(values) % 2 else Fraction(in_order[half - 1] + in_order[half]) / 2


def ids(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of some entries."""
    return frozenset(entry.id for entry in entries)
