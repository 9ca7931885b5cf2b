"""Questions that only a list of projects answers: sums by level and by office, and what changed between years."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from knowledge.about import About
from knowledge.document import Document
from knowledge.figures import Figures, amount_of, percent
from knowledge.intents import Want
from knowledge.model import Answer, Entry, Kind, Level, Money, Reason, Table
from knowledge.naming import division, folded
from knowledge.refusal import Refusal
from knowledge.search import Search
from knowledge.writer import Writer

MOST_ROWS = 10
"""Rows of a ranking that did not say how many."""
MOST_SPELLED = 3
"""Offices that are named one by one."""
_TREND = re.compile(r"推移|trend|over the years")
_RATE = re.compile(r"率|割合|%|percent")
_LESS = re.compile(r"減|下が|へっ|decrease|less|cut|fell")
_FROM = re.compile(r"年度?(?:から|より|以降|に比べ|と比べ)")
_SINGLE = re.compile(r"一番|最も|もっとも|最大|トップ|ワースト|most|largest|biggest")

Row = TypeVar("Row")
Paid = Mapping[str, tuple[Entry, int]]
"""Ids of entries → the entries with their yen of one measure."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a question adds up: an entry, some offices, or everything."""

    name: str
    entries: tuple[Entry, ...] = ()
    """None stands for everything."""
    departments: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Ledger:
    """Answers to one question from one document with names and years of its own."""

    def __init__(self, writer: Writer, figures: Figures, about: About, refusal: Refusal, search: Search) -> None:
        self._writer = writer
        self._figures = figures
        self._about = about
        self._refusal = refusal
        self._search = search
        self._document = writer.document
        self._question = writer.question
        self._named = writer.question.named

    def answer(self) -> Answer | None:
        """The answer, where the question is of this sort."""
        if self._named.unclear:
            return self._which()
        if not self._document.measures:
            return None
        several = self._several()
        if several is not None:
            return several
        if self._asks_change:
            return self._change()
        if self._question.want is Want.CONTACT or self._named.asks_office:
            return self._in_charge()
        if self._named.departments:
            return self._of_office()
        return self._per() if self._named.per else None

    def _which(self) -> Answer:
        """One number that entries of several branches have."""
        entries = [entry for key in self._named.unclear if (entry := self._document.entry(key)) is not None]
        headline = self._writer.say("choices", count=len(entries))
        shown = tuple(map(self._writer.shown, entries[:3]))
        return self._writer.answer(Kind.CHOICES, headline, shown=shown, subject=self._about.subject_of(entries[:3]))

    def _several(self) -> Answer | None:
        """Entries that are named by their whole titles, side by side."""
        if self._asks_change or not self._document.naming.is_table:
            return None
        entries = self._document.all_titled(self._question.text)
        return self._about.wanted(entries, ()) if len(entries) > 1 and self._question.intent.wants else None

    # Sums by level and by office

    def _per(self) -> Answer | None:
        if self._named.per in ("department", "division"):
            return self._per_office()
        level = Level(self._named.per or "")
        whole = self._scope()
        if isinstance(whole, Answer):
            return whole
        operands = [
            operand
            for operand in self._figures.sums(level)
            if not whole.entries or any(self._document.related(operand.entry, entry) for entry in whole.entries)
        ]
        if not operands:
            return None
        intent = self._question.intent
        if Want.RANKING in intent.wants:
            most = intent.most or (None if intent.rank or _SINGLE.search(self._question.text) else len(operands))
            return self._figures.rank_sums(operands, ascending=intent.ascending, most=most, rank=intent.rank)
        return self._figures.per_level(operands, ascending=intent.ascending)

    def _per_office(self) -> Answer | None:
        key = division if self._named.per == "division" else folded
        counted = self._figures.everything()
        sums: dict[str, int] = defaultdict(int)
        called: dict[str, str] = {}
        for entry in counted:
            amount = amount_of(entry)
            if entry.department and amount is not None:
                office = key(entry.department)
                called.setdefault(office, office if key is division else entry.department)
                sums[office] += amount.yen
        if not sums:
            return None
        intent = self._question.intent
        order = sorted(sums.items(), key=lambda pair: pair[1] if intent.ascending else -pair[1])
        place = (intent.rank or 1) - 1
        office, yen = order[min(place, len(order) - 1)]
        single = Want.RANKING in intent.wants and intent.most is None
        headline = self._writer.say(
            "per_office_least" if intent.ascending else "per_office",
            office=called[office],
            money=self._writer.money(yen),
            count=len(order),
        )
        if single and place:
            headline = self._writer.say(
                "per_office_nth", office=called[office], money=self._writer.money(yen), rank=place + 1
            )
        rows = [("", called[each], yen) for each, yen in order[: intent.most]]
        return self._writer.answer(
            Kind.FIGURES,
            headline,
            table=self._writer.table(rows, total=intent.most is None),
            yen=yen if single else None,
            caveat=self._writer.caveat((), total=True),
            score=100,
        )

    def _of_office(self) -> Answer | None:
        """What some offices are in charge of: its sum, its largest, its list."""
        scope, intent = self._office_scope(), self._question.intent
        entries = self._document.of_departments(self._named.departments)
        counted = tuple(entry for entry in entries if amount_of(entry) is not None)
        if self._question.topics and any(not c.generic for c in self._document.concepts(self._question.slots)):
            return None  # 水産課の魚市場の予算: the words lead to an entry
        if len(self._named.offices) == 2 and intent.want in (Want.COMPARE, Want.DIFFERENCE) and counted:
            return self._compare_offices()
        if Want.RANKING in intent.wants and counted:
            return self._figures.ranking(counted, ascending=intent.ascending, most=intent.most, rank=intent.rank)
        if intent.want is Want.AVERAGE and counted:
            return self._figures.average(counted, scope.name)
        if intent.want is Want.SHARE and counted:
            return self._figures.share_of_sum(counted)
        if intent.want in (Want.TOTAL, Want.AMOUNT, Want.PER_ISSUE, Want.CONVERT) and counted:
            return self._figures.total(counted, scope.name)
        headline = self._writer.say("list_office", office=scope.name, count=len(entries))
        return self._about.list(entries, headline)

    def _compare_offices(self) -> Answer:
        """The sums of two offices side by side."""
        writer, ascending = self._writer, self._question.intent.ascending
        sums = []
        for word, spelled in self._named.offices:
            amounts = map(amount_of, self._document.of_departments(spelled))
            sums.append((word, sum(amount.yen for amount in amounts if amount is not None)))
        (first, more), (second, less) = sorted(sums, key=lambda pair: -pair[1])
        difference = self._question.want is Want.DIFFERENCE
        if ascending and not difference:
            first, more, second, less = second, less, first, more
        key = "difference" if difference else "compare_less" if ascending else "compare_more"
        headline = writer.say(
            "compare_same" if more == less and not difference else key,
            first=first,
            second=second,
            difference=writer.money(abs(more - less)),
            first_money=writer.money(more),
            second_money=writer.money(less),
        )
        table = writer.table([("", first, more), ("", second, less)], total=False)
        yen = abs(more - less) if difference else None
        caveat = writer.caveat((), total=True)
        return writer.answer(Kind.FIGURES, headline, table=table, yen=yen, caveat=caveat, score=100)

    def _office_scope(self) -> _Scope:
        offices = self._named.departments
        spelled = (
            "、".join(offices) if len(offices) <= MOST_SPELLED else self._writer.say("offices", count=len(offices))
        )
        called = "、".join(word for word, _ in self._named.offices)
        name = spelled if len(offices) == 1 else f"{called}({spelled})"
        return _Scope(self._writer.say("office", office=name), departments=self._named.departments)

    def _in_charge(self) -> Answer | None:
        """Who is in charge of an entry."""
        scope = self._scope()
        if isinstance(scope, Answer):
            return scope
        entry = next(iter(scope.entries), None)
        if entry is None or entry.department is None:
            return None
        headline = self._writer.say("found_office", entry=self._writer.name(entry), office=entry.department)
        return self._about.found(entry, headline, None, scope.reasons)

    # Between years

    @property
    def _asks_change(self) -> bool:
        wants, years = self._question.intent.wants, self._question.keys.years
        several = len(set(years)) > 1 or (bool(years) and self._question.keys.shift is not None)
        return len(self._document.naming.years) > 1 and (Want.CHANGE in wants or several)

    @cached_property
    def _kind(self) -> str:
        measure = self._document.measure
        return (measure or self._document.measures[0]).kind or ""

    @cached_property
    def _years(self) -> tuple[int, ...]:
        """The years that have money of the kind asked for, from the oldest."""
        return tuple(sorted(m.fiscal_year for m in self._document.measures if m.kind == self._kind and m.fiscal_year))

    def _span(self) -> tuple[int, int] | Answer:
        """From which year to which."""
        keys, newest = self._question.keys, self._years[-1] if self._years else 0
        asked = sorted(set(keys.years))
        if len(asked) > 1:
            first, last = asked[0], asked[-1]
        elif asked and keys.shift is None and _FROM.search(self._question.text) and asked[0] != newest:
            first, last = asked[0], newest
        else:
            last = asked[0] if asked else newest
            first = max((year for year in self._years if year < last), default=last - 1)
        missing = next((year for year in (first, last) if year not in self._years), None)
        if missing is not None:
            return self._refusal.no_money_of(Money(missing, self._kind))
        return first, last

    def _change(self) -> Answer | None:
        span, scope = self._span(), self._scope()
        if isinstance(span, Answer):
            return span
        if isinstance(scope, Answer):
            return scope
        if self._named.per and _TREND.search(self._question.text) and self._years:
            span = self._years[0], self._years[-1]
        elif _TREND.search(self._question.text):
            return self._trend(scope, self._years)
        elif {Want.CHANGE, Want.DIFFERENCE, Want.COMPARE}.isdisjoint(self._question.intent.wants):
            return self._trend(scope, tuple(year for year in self._years if span[0] <= year <= span[1]))
        first, last = (self._paid(scope, year) for year in span)
        if self._named.per and self._named.per not in ("department", "division"):
            ranked = self._ranked(self._by_level(Level(self._named.per), first, last), span, len(first))
            return self._told_uneven(ranked, first, last, span)
        if self._named.per:
            return self._told_uneven(self._offices_changed(first, last, span), first, last, span)
        lists = Want.RANKING in self._question.intent.wants or (
            not scope.entries and not scope.departments and self._question.intent.level is Level.ACTION
        )
        if lists:
            rows = [(entry, yen, last[key][1]) for key, (entry, yen) in first.items() if key in last]
            return self._ranked(rows, span, self._question.intent.most)
        return self._told_uneven(self._changed(scope, first, last, span), first, last, span)

    def _told_uneven(self, answer: Answer | None, first: Paid, last: Paid, span: tuple[int, int]) -> Answer | None:
        """The answer with a word about what has money in one of the years only: that is no zero in the other."""
        if answer is None or answer.kind is not Kind.FIGURES:
            return answer
        uneven = (len(last.keys() - first.keys()), len(first.keys() - last.keys()))
        told = [
            self._writer.say("change_uneven", year=self._writer.fiscal_year(year), count=count)
            for year, count in zip(span, uneven, strict=True)
            if count
        ]
        caveat = self._writer.sentences(filter(None, (*told, answer.caveat)))
        return replace(answer, caveat=caveat or None)

    def _changed(self, scope: _Scope, first: Paid, last: Paid, span: tuple[int, int]) -> Answer:
        """One difference, in words and as a table."""
        say, writer = self._writer.say, self._writer
        missing = next((year for year, paid in zip(span, (first, last), strict=True) if not paid), None)
        if missing is not None:
            headline = say("change_no_amount", scope=scope.name, year=writer.fiscal_year(missing), kind=self._kind)
            return writer.answer(Kind.UNKNOWN, headline, shown=tuple(map(writer.shown, scope.entries)))
        before, after = _sum(first), _sum(last)
        change = after - before
        headline = say(
            "change_same" if not change else "change_more" if change > 0 else "change_less",
            scope=scope.name,
            kind=self._kind,
            first=writer.fiscal_year(span[0]),
            second=writer.fiscal_year(span[1]),
            before=writer.money(before),
            after=writer.money(after),
            difference=writer.money(abs(change)),
            percent=say("change_percent", percent=percent(abs(change), before)) if before > 0 and change else "",
        )
        answer = self._trend(scope, span)
        return replace(answer, headline=headline, yen=self._signed(change))

    def _trend(self, scope: _Scope, years: Sequence[int]) -> Answer:
        """The money of several years, one a row."""
        writer = self._writer
        sums = [(year, self._paid(scope, year)) for year in years]
        rows = [(writer.fiscal_year(year), _sum(paid)) for year, paid in sums if paid]
        headline = writer.say("change_trend", scope=scope.name, kind=self._kind)
        entries = scope.entries[:1]
        return writer.answer(
            Kind.FIGURES,
            headline,
            shown=tuple(map(writer.shown, entries)),
            table=self._table(
                (writer.say("column_fiscal_year"), self._kind), [((label,), (yen,)) for label, yen in rows]
            ),
            caveat=writer.caveat((), total=True) if any(len(paid) > 1 for _, paid in sums) else None,
            reasons=scope.reasons,
            source_line=writer.source_line(entries[0]) if entries else writer.source_line(),
            score=100,
            subject=self._about.subject_of(entries),
        )

    def _by_level(self, level: Level, first: Paid, last: Paid) -> list[tuple[Entry, int, int]]:
        rows = []
        for entry in self._document.of_level(level):
            below = {each.id for each in (entry, *self._document.below(entry))}
            if below & (first.keys() | last.keys()):
                rows.append((entry, _sum(first, below), _sum(last, below)))
        return rows

    def _ranked(self, rows: Sequence[tuple[Entry, int, int]], span: tuple[int, int], most: int | None) -> Answer | None:
        """Entries by how much they changed."""
        ordered = self._order(rows, lambda row: row[2] - row[1])
        if not ordered:
            return None
        entry, before, after = ordered[0]
        writer, single = self._writer, most is None and _SINGLE.search(self._question.text) is not None
        shown = ordered[: 1 if single else most or MOST_ROWS]
        headline = writer.say(
            "change_ranked_none" if not self._moved(after - before) else self._ranking_key,
            entry=writer.name(entry),
            kind=self._kind,
            first=writer.fiscal_year(span[0]),
            second=writer.fiscal_year(span[1]),
            before=writer.money(before),
            after=writer.money(after),
            difference=writer.money(abs(after - before)),
        )
        return writer.answer(
            Kind.FIGURES,
            headline,
            shown=tuple(writer.shown(each) for each, _, _ in shown),
            table=self._changes(((e.code or "", e.title), b, a) for e, b, a in shown) if len(shown) > 1 else None,
            yen=self._signed(after - before) if single else None,
            score=100,
            subject=self._about.subject_of([each for each, _, _ in shown]),
        )

    def _offices_changed(self, first: Paid, last: Paid, span: tuple[int, int]) -> Answer | None:
        key = division if self._named.per == "division" else folded
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for at, paid in enumerate((first, last)):
            for entry, amount in paid.values():
                if entry.department:
                    sums[key(entry.department)][at] += amount
        ordered = self._order(list(sums.items()), lambda row: row[1][1] - row[1][0])
        if not ordered:
            return None
        office, (before, after) = ordered[0]
        headline = self._writer.say(
            self._ranking_key,
            entry=office,
            kind=self._kind,
            first=self._writer.fiscal_year(span[0]),
            second=self._writer.fiscal_year(span[1]),
            before=self._writer.money(before),
            after=self._writer.money(after),
            difference=self._writer.money(abs(after - before)),
        )
        table = self._changes((("", name), first, last) for name, (first, last) in ordered)
        yen = self._signed(after - before) if _SINGLE.search(self._question.text) else None
        return self._writer.answer(Kind.FIGURES, headline, table=table, yen=yen, score=100)

    def _order(self, rows: Sequence[Row], change: Callable[[Row], int]) -> list[Row]:
        return sorted(rows, key=lambda row: change(row) if self._asks_less else -change(row))

    @property
    def _asks_less(self) -> bool:
        return _LESS.search(self._question.text.replace("増減", "")) is not None and "増え" not in self._question.text

    @property
    def _ranking_key(self) -> str:
        return "change_ranked_less" if self._asks_less else "change_ranked_more"

    def _moved(self, change: int) -> bool:
        return change < 0 if self._asks_less else change > 0

    def _signed(self, change: int) -> int:
        return -change if self._asks_less else change

    def _changes(self, rows: Iterable[tuple[tuple[str, str], int, int]]) -> Table:
        say = self._writer.say
        columns = (
            say("column_code"),
            say("column_title"),
            say("column_before"),
            say("column_after"),
            say("column_change"),
        )
        return self._table(columns, [(names, (before, after, after - before)) for names, before, after in rows])

    def _table(self, columns: tuple[str, ...], rows: Sequence[tuple[tuple[str, ...], tuple[int, ...]]]) -> Table:
        """Names and money, in thousands of yen where all of it is whole thousands."""
        thousand = all(yen % 1000 == 0 for _, money in rows for yen in money)
        unit = self._writer.say("in_thousands" if thousand else "in_yen")
        names = len(rows[0][0]) if rows else len(columns)
        head = tuple(name if at < names else f"{name}({unit})" for at, name in enumerate(columns))
        shown = tuple((*called, *(f"{yen // 1000 if thousand else yen:,}" for yen in money)) for called, money in rows)
        return Table(head, shown, tuple(at >= names for at in range(len(columns))))

    # What is added up

    def _scope(self) -> _Scope | Answer:
        """What the question is about; a refusal or choices where that is not sure."""
        if self._named.departments:
            return self._office_scope()
        question, document = self._question, self._document
        coded = [document.by_code(code) for code in question.keys.codes]
        told = [document.entry(key) for key in question.about]
        entries = [entry for entry in (*coded, *told) if entry is not None]
        if entries:
            return _Scope(self._writer.name(entries[0]), tuple(entries[:1]))
        if not any(not concept.generic for concept in document.concepts(question.slots)):
            return _Scope(self._writer.say("scope_all", count=document.count(Level.ACTION)))
        titled = document.titled(question.text)
        if titled is not None:
            return _Scope(self._writer.name(titled), (titled,))
        found = self._search.find(question)
        hit = None if found.missing else self._search.sure(found)
        if hit is not None:
            return _Scope(self._writer.name(hit.entry), (hit.entry,), reasons=hit.reasons)
        return self._refusal.unknown(found) if found.missing or not found.hits else self._refusal.choices(found.hits)

    def _paid(self, scope: _Scope, year: int) -> Paid:
        """The money of a year, entry by entry."""
        document = self._document.through(Money(year, self._kind))
        figures = Figures(replace(self._writer, document=document))
        counted: Iterable[Entry]
        if scope.departments:
            counted = document.of_departments(scope.departments)
        elif scope.entries:
            counted = self._below(document, figures, scope.entries)
        else:
            counted = figures.everything()
        return {entry.id: (entry, amount.yen) for entry in counted if (amount := amount_of(entry)) is not None}

    def _below(self, document: Document, figures: Figures, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        seen = (document.entry(entry.id) for entry in entries)
        return tuple(each for entry in seen if entry is not None for each in figures.operand(entry).counted)


def _sum(paid: Paid, only: Set[str] | None = None) -> int:
    return sum(yen for key, (_, yen) in paid.items() if only is None or key in only)
