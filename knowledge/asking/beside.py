"""One year beside another, where the shelf or a document has both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from knowledge.answers.teller import together
from knowledge.asking.books import Books
from knowledge.asking.post import Post
from knowledge.asking.years import changes, years_in
from knowledge.language import eras, text
from knowledge.model import Answer, Ask, Change, Lack, Money, Offer, Query, Refusal
from knowledge.question.draft import changed
from knowledge.question.reader import Read
from knowledge.shelf.rows import Record


def answered_from(post: Post, record: Record, raw: str) -> Answer:
    """The answer of a document to `raw`, which is the post or what is left of it once the document is named."""
    whole = post.read(record, post.raw)
    if any(changes(read.outcome) for read in whole):
        return of_years(post, whole, record)
    reads = whole if raw == post.raw else post.read(record, raw)
    if any(changes(read.outcome) for read in reads):
        return of_years(post, reads, record)
    return post.answered(reads, record)


def of_years(post: Post, reads: Sequence[Read], of: Record | None = None) -> Answer:
    """Year beside year, where the shelf or the document has both."""
    named = years_in(post.raw)
    years = sorted(year for year, _ in named if year is not None)
    shift = next((shift for year, shift in sorted(named, key=str) if year is None and shift), None)
    without = eras.without(text.normal(post.raw))
    route = post.routed(without)
    record = of or (route.documents[0] if route.documents else post.at_hand)
    plans = _pair(tuple(years), shift, record, post.books)
    if plans is None:
        own = record.source.fiscal_year
        missing = next((year for year in years if year != own), None)
        if missing is None and own is not None:
            missing = own + (shift if shift not in (None, 0) else -1)
        refusal = Refusal(Lack.YEAR, record.source.document, year=missing)
        return replace(post.told(replace(reads[0], outcome=refusal)), subject=post.subject)
    old, new, older, newer = plans
    change = Change(old.source.document, new.source.document, older, newer)
    ready = reads if new.id == (of or post.at_hand).id else post.read(new, post.raw)
    timed = [replace(read, outcome=_filled(read.outcome, change, new.source.document)) for read in ready]
    answers = [post.told(read) for read in timed]
    return post.remembered(together(answers), answers, timed, new)


def _pair(
    named: tuple[int, ...], shift: int | None, record: Record, books: Books
) -> tuple[Record, Record, Money, Money] | None:
    """The older and the newer plan and their money; None where the shelf lacks one of them."""
    catalogue = books.catalogue
    newest, own = books.first.source.fiscal_year, record.source.fiscal_year
    document = books.open(record).document
    if own is None and not document.years:
        return None
    if own is None:
        own = document.years[-1]
    for wanted in _wanted(sorted(set(named)), shift, own, newest if newest is not None else own):
        found = [catalogue.other_year(record, year) if year != own else record for year in wanted]
        if found[0] is not None and found[1] is not None and found[0] is not found[1]:
            return found[0], found[1], Money(), Money()
        if set(wanted) <= set(document.years):
            return record, record, Money(wanted[0]), Money(wanted[1])
    return None


def _wanted(named: Sequence[int], shift: int | None, own: int, newest: int) -> Iterator[tuple[int, int]]:
    """The older and the newer year that a question may mean: relative ones count from its plan, or from the newest."""
    if len(named) > 1:
        yield named[0], named[-1]
    elif named:
        year = named[0]
        yield (year - 1, year) if year == newest else (min(year, newest), max(year, newest))
    else:
        back = shift if shift is not None and shift < 0 else -1
        yield own + back, own
        yield newest + back, newest


_OF_MONEY = (Ask.AMOUNT, Ask.SUM, Ask.DIFFERENCE, Ask.COMPARE, Ask.LIST, Ask.RECORD)
"""What becomes a question about a change of money where two years are named."""


def _filled(outcome: Query | Offer | Refusal, change: Change, name: str) -> Query | Offer | Refusal:
    """A query with the two years put in; one without a change of its own asks for that of its money."""

    def fill(value: Any) -> Any:
        if isinstance(value, Change):
            kinds = value.older.kind, value.newer.kind
            older, newer = (
                replace(money, kind=kind) for money, kind in zip((change.older, change.newer), kinds, strict=True)
            )
            return replace(change, older=older, newer=newer, relative=value.relative)
        return value

    filled = changed(outcome, fill)
    if isinstance(filled, Query):
        filled = replace(filled, document=name)
        if not changes(filled) and filled.ask in _OF_MONEY:
            ask = Ask.LIST if filled.ask is Ask.LIST else Ask.AMOUNT
            kind = filled.measure.kind if isinstance(filled.measure, Money) else None
            older, newer = replace(change.older, kind=kind), replace(change.newer, kind=kind)
            filled = replace(filled, ask=ask, measure=replace(change, older=older, newer=newer), order=None)
    assert isinstance(filled, (Query, Offer, Refusal))
    return filled
