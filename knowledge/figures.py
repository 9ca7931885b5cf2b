"""Arithmetic over printed amounts. Every result lists what it counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from knowledge.keys import Bounds
from knowledge.language import money
from knowledge.model import Amount, Answer, Entry, Kind, Level, Subject
from knowledge.writer import Writer

MOST_SHOWN = 100
"""Entries that one answer shows."""


@dataclass(frozen=True, slots=True)
class Operand:
    """Something with an amount: an entry, or the entries below it together."""

    entry: Entry
    counted: tuple[Entry, ...]
    """The entries whose printed amounts are summed."""

    @property
    def yen(self) -> int:
        """The amount, or the sum of what was counted."""
        return sum(amount.yen for entry in self.counted if (amount := amount_of(entry)) is not None)


def amount_of(entry: Entry) -> Amount | None:
    """The entry's budget, else its first amount; None where the page prints none.

    Where a document prints money of several years or kinds, its entries carry only what was asked: Document.through.
    """
    return next((amount for amount in entry.amounts if amount.kind == "予算額"), next(iter(entry.amounts), None))


def yen_of(entry: Entry) -> int:
    """The amount of an entry that has one, in yen."""
    amount = amount_of(entry)
    if amount is None:
        raise ValueError(f"{entry.id} carries no amount")
    return amount.yen


def percent(part: int, whole: int) -> str:
    """A share in percent to one decimal, half up."""
    return str((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _largest(counted: Sequence[Entry]) -> Sequence[Entry]:
    """What an answer shows of what it counted: all, or the largest of very many."""
    return counted if len(counted) <= MOST_SHOWN else sorted(counted, key=yen_of, reverse=True)[:MOST_SHOWN]


class Figures:
    """Answers with arithmetic from one document."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._document = writer.document

    def operand(self, entry: Entry) -> Operand:
        """An entry with its own amount, or with those of the initiatives below it."""
        if amount_of(entry) is not None:
            return Operand(entry, (entry,))
        return Operand(entry, tuple(e for e in self._document.below(entry) if amount_of(e) is not None))

    def everything(self) -> tuple[Entry, ...]:
        """All entries with an amount that no other counted entry contains."""
        found = [entry for entry in self._document.with_amounts() if amount_of(entry) is not None]
        actions = tuple(entry for entry in found if entry.level is Level.ACTION)
        return actions or tuple(found)

    # Sums

    def total(self, counted: Sequence[Entry], scope: str, *, whole: bool = False) -> Answer:
        """The sum of some entries."""
        yen = sum(map(yen_of, counted))
        headline = self._writer.say(
            "total", scope=scope, count=len(counted), money=self._writer.money(yen), kind=self._kind(counted)
        )
        return self._figures(headline, counted, yen, total=True, whole=whole or len(counted) > 1)

    def total_of_first(self, most: int, *, ascending: bool) -> Answer:
        """The sum of the largest or smallest so many."""
        ordered = sorted(self.everything(), key=lambda e: (yen_of(e) if ascending else -yen_of(e), e.position))
        scope = self._writer.say("total_least" if ascending else "total_most")
        return self.total(ordered[:most], scope)

    def average(self, counted: Sequence[Entry], scope: str) -> Answer:
        """The mean of some entries, in yen rounded half up."""
        total = sum(map(yen_of, counted))
        mean = int((Decimal(total) / len(counted)).quantize(Decimal(1), ROUND_HALF_UP))
        headline = self._writer.say(
            "average",
            scope=scope,
            count=len(counted),
            money=self._writer.money(mean),
            sum=self._writer.money(total),
            kind=self._kind(counted),
        )
        return self._figures(headline, counted, mean, total=True, whole=True)

    def _figures(self, headline: str, counted: Sequence[Entry], yen: int | None, *, total: bool, whole: bool) -> Answer:
        rows = [(entry.code or "", entry.title, yen_of(entry)) for entry in counted]
        return self._writer.answer(
            Kind.FIGURES,
            headline,
            shown=tuple(map(self._writer.shown, _largest(counted))),
            table=self._writer.table(rows, total=total) if len(rows) > 1 else None,
            yen=yen,
            caveat=self._writer.caveat(counted, total=whole),
            score=100,
            subject=self._subject(counted, yen),
        )

    def _subject(
        self, entries: Sequence[Entry], yen: int | None, ranking: Sequence[Entry] = (), rank: int = 0
    ) -> Subject:
        return Subject(
            entries=tuple(entry.id for entry in entries),
            ranking=tuple(entry.id for entry in ranking),
            rank=rank,
            yen=yen,
            document=self._document.source.document,
        )

    def _kind(self, entries: Sequence[Entry]) -> str:
        return self._writer.kind(amount_of(entries[0]) if entries else None)

    # Order

    def ranking(self, candidates: Sequence[Entry], *, ascending: bool, most: int | None, rank: int | None) -> Answer:
        """The largest or smallest, the first so many, or the one at a place (from 1)."""
        ordered = sorted(candidates, key=lambda entry: (yen_of(entry) if ascending else -yen_of(entry), entry.position))
        if rank is not None and not 1 <= rank <= len(ordered):
            return self._no_such_place(len(ordered), rank)
        if most is not None:
            return self._first(ordered, most, ascending=ascending)
        return self.place(ordered, (rank or 1) - 1, ascending=ascending)

    def place(self, ordered: Sequence[Entry], at: int, *, ascending: bool) -> Answer:
        """The entry at a place of a ranking, from 0."""
        entry = ordered[at]
        end = "least" if ascending else "most"
        key = f"ranking_{end}" if at == 0 else f"ranking_nth_{end}"
        yen = yen_of(entry)
        headline = self._writer.say(
            key, entry=self._writer.name(entry), money=self._writer.money(yen), rank=at + 1, kind=self._kind([entry])
        )
        ties = [other for other in ordered if yen_of(other) == yen]
        return self._writer.answer(
            Kind.FIGURES,
            headline,
            shown=tuple(map(self._writer.shown, [entry, *(tie for tie in ties if tie is not entry)])),
            yen=yen,
            caveat=self._writer.caveat([entry]),
            source_line=self._writer.source_line(entry),
            score=100,
            subject=self._subject([entry], yen, ordered, at),
        )

    def _first(self, ordered: Sequence[Entry], most: int, *, ascending: bool) -> Answer:
        chosen = ordered[:most]
        headline = self._writer.say(
            "ranking_list_least" if ascending else "ranking_list_most",
            count=len(chosen),
            entry=self._writer.name(chosen[0]),
            money=self._writer.money(yen_of(chosen[0])),
            kind=self._kind(chosen),
        )
        rows = [(entry.code or "", entry.title, yen_of(entry)) for entry in chosen]
        return self._writer.answer(
            Kind.FIGURES,
            headline,
            shown=tuple(map(self._writer.shown, chosen)),
            table=self._writer.table(rows, total=False, bars=True),
            caveat=self._writer.caveat(chosen),
            score=100,
            subject=self._subject(chosen, None, ordered, len(chosen) - 1),
        )

    # Filters

    def filter(self, candidates: Sequence[Entry], bounds: Bounds) -> Answer:
        """The entries whose amount is inside some bounds, largest first."""
        found = sorted((e for e in candidates if bounds.holds(yen_of(e))), key=lambda e: (-yen_of(e), e.position))
        condition = self._condition(bounds, candidates)
        if not found:
            return self._writer.answer(Kind.FIGURES, self._writer.say("filter_none", condition=condition), score=100)
        headline = self._writer.say("filter_found", condition=condition, count=len(found))
        rows = [(entry.code or "", entry.title, yen_of(entry)) for entry in found]
        return self._writer.answer(
            Kind.FIGURES,
            headline,
            shown=tuple(map(self._writer.shown, _largest(found))),
            table=self._writer.table(rows, total=True),
            yen=yen_of(found[0]) if len(found) == 1 else None,
            caveat=self._writer.caveat(found),
            score=100,
            subject=self._subject(found, None, found, 0),
        )

    def _condition(self, bounds: Bounds, candidates: Sequence[Entry]) -> str:
        low = money.spoken(bounds.low) if bounds.low is not None else ""
        high = money.spoken(bounds.high) if bounds.high is not None else ""
        if self._writer.language == "en":
            low = f"¥{bounds.low:,}" if bounds.low is not None else ""
            high = f"¥{bounds.high:,}" if bounds.high is not None else ""
        if bounds.low is not None and bounds.high is not None:
            key = "condition_class" if bounds.open_high else "condition_between"
        elif bounds.low is not None:
            key = "condition_over" if bounds.open_low else "condition_low"
        else:
            key = "condition_under" if bounds.open_high else "condition_high"
        return self._writer.say(key, low=low, high=high, kind=self._kind(candidates))

    # Side by side

    def compare(self, first: Operand, second: Operand, *, difference: bool, ascending: bool = False) -> Answer:
        """Two amounts: the one that was asked for first."""
        left, right = sorted((first, second), key=lambda operand: -operand.yen)
        gap = left.yen - right.yen
        key = (
            "difference"
            if difference
            else "compare_same"
            if gap == 0
            else "compare_less"
            if ascending
            else "compare_more"
        )
        if ascending and not difference:
            left, right = right, left
        writer = self._writer
        headline = writer.say(
            key,
            first=writer.name(left.entry),
            second=writer.name(right.entry),
            difference=writer.money(gap),
            first_money=writer.money(left.yen),
            second_money=writer.money(right.yen),
        )
        return self._side_by_side(headline, (left, right), gap if difference else None)

    def ratio(self, first: Operand, second: Operand) -> Answer:
        """How many times the first is of the second, to one decimal."""
        times = (Decimal(first.yen) / Decimal(second.yen)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        headline = self._writer.say(
            "ratio",
            first=self._writer.name(first.entry),
            second=self._writer.name(second.entry),
            times=times,
            first_money=self._writer.money(first.yen),
            second_money=self._writer.money(second.yen),
        )
        return self._side_by_side(headline, (first, second), None)

    def side_by_side(self, operands: Sequence[Operand]) -> Answer:
        """Several amounts, largest first, with their sum."""
        ordered = sorted(operands, key=lambda operand: -operand.yen)
        top = ordered[0]
        headline = self._writer.say(
            "ranking_list_most",
            count=len(ordered),
            entry=self._writer.name(top.entry),
            money=self._writer.money(top.yen),
        )
        return self._side_by_side(headline, ordered, None)

    def sums(self, level: Level) -> list[Operand]:
        """Every entry of a level that has money, in the order of the page."""
        return [operand for operand in map(self.operand, self._document.of_level(level)) if operand.counted]

    def extremes(self) -> Answer:
        """The difference between the largest and the smallest."""
        ordered = sorted(self.everything(), key=yen_of)
        return self.compare(self.operand(ordered[-1]), self.operand(ordered[0]), difference=True)

    def rank_sums(self, operands: Sequence[Operand], *, ascending: bool, most: int | None, rank: int | None) -> Answer:
        """Entries by their amounts or sums: one place of them, or the first so many in order."""
        if all(operand.counted == (operand.entry,) for operand in operands):
            return self.ranking([op.entry for op in operands], ascending=ascending, most=most, rank=rank)
        ordered = sorted(operands, key=lambda op: (op.yen if ascending else -op.yen, op.entry.position))
        end = "least" if ascending else "most"
        place = rank or 1
        if place > len(ordered) or rank == 0:
            return self._no_such_place(len(ordered), rank)
        if most is None:
            chosen, key = ordered[place - 1 : place], f"ranking_nth_{end}" if place > 1 else f"ranking_{end}"
        else:
            chosen, key = ordered[:most], f"ranking_list_{end}"
        headline = self._writer.say(
            key,
            entry=self._writer.name(chosen[0].entry),
            money=self._writer.money(chosen[0].yen),
            rank=place,
            count=len(chosen),
        )
        return self._side_by_side(headline, chosen, chosen[0].yen if len(chosen) == 1 else None)

    def _no_such_place(self, count: int, rank: int | None) -> Answer:
        return self._writer.answer(Kind.UNKNOWN, self._writer.say("ranking_end", count=count, rank=rank), score=100)

    def per_issue(self, *, ascending: bool) -> Answer:
        """The sum of every issue, in the order of the page."""
        return self.per_level(self.sums(Level.ISSUE), ascending=ascending)

    def per_level(self, operands: Sequence[Operand], *, ascending: bool) -> Answer:
        """The sums of entries of one level, in the order of the page."""
        top = sorted(operands, key=lambda op: op.yen if ascending else -op.yen)[0]
        headline = self._writer.say(
            "per_issue_least" if ascending else "per_issue",
            level=self._writer.levels(top.entry.level),
            entry=self._writer.name(top.entry),
            money=self._writer.money(top.yen),
        )
        return self._side_by_side(headline, operands, None, total=True)

    def _side_by_side(
        self,
        headline: str,
        operands: Sequence[Operand],
        yen: int | None,
        *,
        total: bool = False,
    ) -> Answer:
        counted = tuple(dict.fromkeys(entry for operand in operands for entry in operand.counted))
        rows = [(op.entry.code or "", op.entry.title, op.yen) for op in operands]
        return self._writer.answer(
            Kind.FIGURES,
            headline,
            shown=tuple(self._writer.shown(operand.entry) for operand in operands),
            table=self._writer.table(rows, total=total, bars=True) if len(rows) > 1 else None,
            yen=yen,
            caveat=self._writer.caveat(counted, total=any(len(op.counted) > 1 for op in operands)),
            score=100,
            subject=self._subject([operand.entry for operand in operands], yen),
        )

    def share_of_sum(self, counted: Sequence[Entry]) -> Answer:
        """What share some entries together are of the whole page."""
        everything = self.everything()
        part, total = sum(map(yen_of, counted)), sum(map(yen_of, everything))
        headline = self._writer.say(
            "share",
            part=self._writer.say("share_part_sum", count=len(counted)),
            whole=self._writer.say("share_whole_all"),
            percent=percent(part, total),
            part_money=self._writer.money(part),
            whole_money=self._writer.money(total),
        )
        return self._figures(headline, counted, part, total=True, whole=True)

    def share(self, part: Operand, whole: Operand | None) -> Answer:
        """What share one amount is of the whole page or of another entry."""
        counted = whole.counted if whole else self.everything()
        total = sum(map(yen_of, counted))
        writer = self._writer
        whole_name = (
            writer.say("share_whole_entry", entry=writer.name(whole.entry)) if whole else writer.say("share_whole_all")
        )
        headline = writer.say(
            "share",
            part=writer.name(part.entry),
            whole=whole_name,
            percent=percent(part.yen, total),
            part_money=writer.money(part.yen),
            whole_money=writer.money(total),
        )
        return writer.answer(
            Kind.FIGURES,
            headline,
            shown=(writer.shown(part.entry),),
            yen=part.yen,
            caveat=writer.caveat(counted, total=True),
            score=100,
            subject=self._subject([part.entry], part.yen),
        )
