"""The oracle's sets and measures: who stands below whom, whose money it is, what a sum counts. Plain loops only."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
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


class Entries(ABC):
    """The entries of one plan."""

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
        lines, _, _, missing, _ = self.lines(of.query)
        return Held([e for line in lines for e in line.entries], missing=missing)

    def relatives(self, of: Below | Above | Beside) -> Held:
        inner = self.held(of.of)
        found: list[Entry] = []
        for entry in inner.entries:
            if isinstance(of, Beside):
                found += self.beside(entry, inner.entries)
            elif isinstance(of, Above):
                found += [e for e in self.above(entry) if of.level is None or e.level == of.level][:1]
            elif of.levels:
                found += [e for e in self.below(entry) if e.level in of.levels]
            else:
                found += [e for e in self.plan.entries if e.parent == entry.id]
        if isinstance(of, Beside):
            found = [e for e in found if e not in inner.entries]
        taken = inner.taken if isinstance(of, Below) else []
        missing = "level" if inner.entries else inner.missing
        return Held([e for e in dict.fromkeys(found) if e not in taken], taken, missing=missing)

    def beside(self, entry: Entry, without: list[Entry]) -> list[Entry]:
        """The others of the level under the lowest entry above that has some; under none, all of the page."""
        for above in self.above(entry):
            near = (
                self.below(above)
                if above.id != entry.parent
                else [e for e in self.plan.entries if e.parent == above.id]
            )
            if others := [e for e in near if e.level == entry.level and e not in without]:
                return others
        top = [e for e in self.plan.entries if e.level == entry.level and e not in without]
        return [e for e in top if e.parent is None] if entry.parent is None else top

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

    # Groups

    def offices(self, entry: Entry, by: Group) -> list[str]:
        """Who is in charge: whoever its cell names, else those of the entry above; a space in a name is none."""
        for each in (entry, *self.above(entry)):
            if each.department:
                named = re.split("、|(?<=課)・", each.department.replace(" ", ""))
                divisions = [re.sub(r"^(.+?(?:部|局|委員会)).+$", r"\1", name) for name in named]
                return list(dict.fromkeys(divisions if by is Group.DIVISION else named))
        return [""]

    def groups(self, query: Query, held: Held, measure: Measure | None) -> list[Line]:
        if query.by is Group.YEAR:
            return self.years(held, measure) if held.entries else []
        if isinstance(query.by, Level):
            return self.headed(query, held, measure, query.by)
        by = query.by or Group.OFFICE
        money = measure.money if isinstance(measure, Share) else measure if isinstance(measure, Money) else Money()
        counted_in_all = self.total(held, money)[1]
        listed = held.entries
        levels = {e.level for e in listed if self.offices(e, by) != [""]}
        if levels:
            listed = [e for e in listed if e.level in levels]
        else:
            below = [e for e in self.plan.entries if set(self.above(e)) & set(listed)]
            listed = [e for e in below if self.offices(e, by) != [""]]
        names = list(dict.fromkeys(n for e in self.plan.entries for n in self.offices(e, by) if n))
        nameless = [] if query.where or query.take else [""]
        lines = []
        for name in names + nameless:
            mine = [e for e in listed if name in self.offices(e, by)]
            counted = [key for key in counted_in_all if name in self.offices(self.by_id[key], by)]
            if not counted and not (mine and (name or query.ask is Ask.COUNT)):
                continue
            yen = sum(self.own(self.by_id[key], money) or 0 for key in counted) if counted else None
            if query.ask is Ask.COUNT:
                lines.append(Line(name, len(mine), [e.id for e in mine], mine))
            elif query.ask in (Ask.MEAN, Ask.MEDIAN):
                if self.nested(Held(mine)):
                    mine = [self.by_id[key] for key in self.total(Held(mine), money)[1]] or mine
                values = [v for e in mine if (v := self.measured(e, measure)[0]) is not None]
                lines.append(Line(name, middle(query.ask, values), self.total(Held(mine), money)[1], mine))
            elif isinstance(measure, Share):
                whole, _ = self.total(self.held(measure.of), money)
                lines.append(Line(name, Fraction(yen, whole) if yen is not None and whole else None, counted, mine))
            else:
                lines.append(Line(name, yen, counted, mine))
        return lines

    def head(self, entry: Entry, level: Level) -> Entry | None:
        return next((each for each in self.above(entry) if each.level is level), None)

    def headed(self, query: Query, held: Held, measure: Measure | None, level: Level) -> list[Line]:
        lines = []
        for head in self.plan.entries:
            mine = [e for e in held.entries if self.head(e, level) is head]
            group = Held(mine, held.taken, held.named)
            if not mine:
                continue
            yen, counted = self.total(group, Money())
            if query.ask is Ask.COUNT:
                lines.append(Line(head.id, len(mine), [e.id for e in mine], mine))
            elif query.ask in (Ask.MEAN, Ask.MEDIAN):
                if self.nested(group) and not held.named:
                    mine = [self.by_id[key] for key in counted] or mine
                values = [v for e in mine if (v := self.measured(e, measure)[0]) is not None]
                lines.append(Line(head.id, middle(query.ask, values), counted, mine))
            else:
                lines.append(Line(head.id, yen, counted, mine))
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

    @abstractmethod
    def lines(self, query: Query) -> tuple[list[Line], list[Entry], int, str | None, Held]:
        """Rows after conditions, order and take; what was left out; how many there were; why there are none."""


def middle(ask: Ask, values: Sequence[Value]) -> Value | None:
    if not values:
        return None
    if ask is Ask.MEAN:
        return Fraction(sum(Fraction(v) for v in values), len(values))
    in_order = sorted(values)
    half = len(values) // 2
    return in_order[half] if len(values) % 2 else Fraction(in_order[half - 1] + in_order[half]) / 2
