"""Two documents, or two editions of one, entry beside entry: as rows for people, and as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answers.changes import paired
from knowledge.answers.files.sheet import bare, for_excel, inert
from knowledge.answers.members import Ground
from knowledge.answers.pairing import Pair, Pairing, pair
from knowledge.answers.units import heading, rate, unit_of
from knowledge.language.money import Unit, number_in
from knowledge.language.phrases import level_name, say
from knowledge.model import Entry, Language, Money
from knowledge.shelf.acquisition import Added
from knowledge.shelf.document import Document

COLUMNS = (
    "state",
    "level",
    "old_code",
    "old_title",
    "old_yen",
    "new_code",
    "new_title",
    "new_yen",
    "change",
    "rate",
    "alike",
)
OF_MONEY = ("old_yen", "new_yen", "change")


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry in two documents, or in one of them."""

    state: str
    """new, gone, renamed, changed or same."""
    old: Entry | None
    new: Entry | None
    old_yen: int | None
    new_yen: int | None
    pair: Pair | None
    """Why the two are taken for one."""

    @property
    def change(self) -> int | None:
        """In yen; None where an amount is missing."""
        return _less(self.new_yen, self.old_yen)

    @property
    def is_reworded(self) -> bool:
        """Whether an entry of both documents has another text, other facts or another office."""
        return self.old is not None and self.new is not None and _told(self.old) != _told(self.new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side."""

    rows: tuple[Difference, ...]
    """All entries of both: those of the newer one in its order, then those that are gone."""
    old_yen: int | None
    new_yen: int | None
    """The sum of all that each prints, nothing counted twice; None where it prints no amount."""

    @property
    def sums(self) -> tuple[int | None, int | None]:
        """What both print in all, in yen."""
        return self.old_yen, self.new_yen

    @property
    def unit(self) -> Unit:
        """The one unit in which people see its money."""
        return unit_of(
            [self.old_yen, self.new_yen, *(yen for each in self.rows for yen in (each.old_yen, each.new_yen))]
        )

    @property
    def change(self) -> int | None:
        """In yen; None where a sum is missing."""
        return _less(self.new_yen, self.old_yen)


def _less(new: int | None, old: int | None) -> int | None:
    return None if new is None or old is None else new - old


def compared(old: Document, new: Document) -> Comparison:
    """Two documents, each with the money of its own year."""
    older, newer = Ground(old, old.shape.tree), Ground(new, new.shape.tree)
    rows = tuple(_differences(new.entries(), paired(old, new), _yen(older), _yen(newer)))
    return Comparison(rows, _total(older), _total(newer))


def _yen(ground: Ground) -> Mapping[str, int | None]:
    """What each entry prints, or what stands below it prints together, by its id."""
    entries = ground.document.entries()
    values = ground.amounts(Money()).values(ground.places(entry.id for entry in entries))
    return {entry.id: yen for entry, yen in zip(entries, values, strict=True)}


def _total(ground: Ground) -> int | None:
    amounts = ground.amounts(Money())
    return amounts.total(amounts.counted_of(np.ones(len(ground.tree), dtype=np.bool_)))


def _differences(
    entries: tuple[Entry, ...], pairing: Pairing, old: Mapping[str, int | None], new: Mapping[str, int | None]
) -> Iterator[Difference]:
    pairs = {each.new.id: each for each in pairing.pairs}
    for entry in entries:
        pair = pairs.get(entry.id)
        if pair is None:
            yield Difference("new", None, entry, None, new[entry.id], None)
        else:
            before, now = old[pair.old.id], new[entry.id]
            yield Difference(_state(pair, before, now), pair.old, entry, before, now, pair)
    for entry in pairing.gone:
        yield Difference("gone", entry, None, old[entry.id], None, None)


def _state(pair: Pair, old_yen: int | None, new_yen: int | None) -> str:
    if pair.is_renamed:
        return "renamed"
    before, after = (pair.old.code, old_yen, *_words(pair.old)), (pair.new.code, new_yen, *_words(pair.new))
    return "same" if before == after else "changed"


def _words(entry: Entry) -> tuple[object, ...]:
    """The text and the facts of an entry, but for the lines."""
    return entry.body, tuple((fact.kind, fact.heading, fact.text) for fact in entry.facts)


def _told(entry: Entry) -> tuple[object, ...]:
    return entry.department, *_words(entry)


# As CSV


def column_names(comparison: Comparison, columns: Sequence[str], language: Language) -> list[str]:
    """The headings of some of COLUMNS, money with the unit of the comparison."""
    return [
        heading(name, comparison.unit, language) if column in OF_MONEY else name
        for column, name in ((column, say(f"difference_{column}", language)) for column in columns)
    ]


def comparison_csv(comparison: Comparison, language: Language = "ja") -> bytes:
    """A comparison as CSV that Excel opens as it is: UTF-8 with BOM, CRLF, in the unit of the screen, no formulas."""
    rows = (_row(each, comparison.unit, language) for each in comparison.rows)
    unit, moved = comparison.unit, comparison.change
    sums = [
        "" if yen is None else bare(number_in(yen, unit)) for yen in (comparison.old_yen, comparison.new_yen, moved)
    ]
    change = "" if moved is None else bare(rate(comparison.old_yen, comparison.new_yen))
    total = [say("sum_row", language), "", "", "", sums[0], "", "", sums[1], sums[2], change, ""]
    return for_excel([column_names(comparison, COLUMNS, language), *rows, total])


def _row(each: Difference, unit: Unit, language: Language) -> tuple[str, ...]:
    named = each.new or each.old
    return (
        say(f"difference_is_{each.state}", language),
        inert(level_name(named, language) if named else ""),
        *_side(each.old, each.old_yen, unit, language),
        *_side(each.new, each.new_yen, unit, language),
        "" if each.change is None else bare(number_in(each.change, unit)),
        "" if each.change is None else bare(rate(each.old_yen, each.new_yen)),
        f"{each.pair.title:.2f} / {each.pair.text:.2f}" if each.pair else "",
    )


def _side(entry: Entry | None, yen: int | None, unit: Unit, language: Language) -> tuple[str, str, str]:
    """Code, title and money; the code with its level before it, since a spreadsheet takes 3-1-2 alone for a day."""
    if entry is None:
        return "", "", ""
    code = f"{level_name(entry, language)}{entry.code}" if entry.code else ""
    return inert(code), inert(entry.title), "" if yen is None else bare(number_in(yen, unit))


# Editions of one document


@dataclass(frozen=True, slots=True)
class Revision:
    """What another edition of a document changed."""

    new: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    changed: tuple[Pair, ...]
    """Entries that stayed, with other words, another number or other money."""


def revision(added: Added) -> Revision | None:
    """What a document that was added changed; None where there was no edition before."""
    if added.before is None:
        return None
    found = pair(added.before, added.plan.entries)
    changed = tuple(each for each in found.pairs if _said(each.old) != _said(each.new))
    return Revision(found.new, found.gone, changed)


def _said(entry: Entry) -> tuple[object, ...]:
    """All that an entry prints, but for the line."""
    amounts = tuple((amount.yen, amount.fiscal_year, amount.kind) for amount in entry.amounts)
    return entry.code, entry.title, amounts, *_words(entry)
