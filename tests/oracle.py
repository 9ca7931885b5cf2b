"""What a query should give, worked out the slow and obvious way: loops over the entries that `read` gives.

It shares no line with the engine; it knows the vocabulary (`model`) and nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from knowledge import Entry, Level
from knowledge.model import (
    Ask,
    Condition,
    Count,
    Group,
    Linked,
    Measure,
    Mentions,
    Money,
    Or,
    Query,
    Relation,
    Rows,
    Set,
    Share,
    Value,
)
from tests.oracle_entries import Entries, Held, Line, middle

EITHER_WAY = (Relation.PRINTED, Relation.MISSING)


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


class Oracle(Entries):
    """Answers from one plan."""

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
        missing = None if lines else held.missing or ("level" if isinstance(query.by, Level) else None)
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
            return condition.relation is Relation.MISSING if condition.relation in EITHER_WAY else None
        return {
            Relation.OVER: value > bound,
            Relation.AT_LEAST: value >= bound,
            Relation.UNDER: value < bound,
            Relation.AT_MOST: value <= bound,
            Relation.EQUAL: value == bound,
            Relation.PRINTED: True,
            Relation.MISSING: False,
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
        if take.each is not None:
            one = replace(query, take=replace(take, each=None))
            return [line for group in self.by_head(lines, take.each) for line in self.taken(group, one, measure)]
        turned = lines[::-1] if take.from_end else lines
        chosen = turned[take.skip : take.skip + take.count]
        by = query.order.measure if query.order else measure if query.ask is Ask.COMPARE else None
        adds = query.ask in (Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.COUNT, Ask.DIFFERENCE, Ask.RATIO)
        if chosen and take.count == 1 and by is not None and (not adds or query.by is not None):
            value = self.value(chosen[0], by, query)
            return [line for line in lines if self.value(line, by, query) == value]
        return chosen[::-1] if take.from_end else chosen

    def by_head(self, lines: list[Line], level: Level) -> list[list[Line]]:
        groups: dict[int, list[Line]] = {}
        for line in lines:
            head = self.head(line.entries[0], level)
            if head is not None:
                groups.setdefault(head.position, []).append(line)
        return [groups[position] for position in sorted(groups)]

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
        if query.by is not None and query.take is not None and query.take.count == 1:
            found.value = values[0] if values else None
        elif query.ask is Ask.SUM:
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
            len(lines) == 1 or (lines and query.take is not None and query.take.is_one)
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
        """Of the two parts of an Or, or of two rows; of more nobody knows which two."""
        missing = None
        if isinstance(query.of, Or):
            parts = [self.part(each, measure) for each in query.of.sets]
        else:
            lines, _, _, missing, _ = self.lines(query)
            parts = [(line.key, line.value, tuple(sorted(line.counted))) for line in lines]
        found = Expected(parts, of=len(parts), counted=frozenset(key for p in parts for key in p[2]))
        if len(parts) < 2:
            found.missing = missing or "place"
        elif len(parts) > 2:
            found.missing = "pair"
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
