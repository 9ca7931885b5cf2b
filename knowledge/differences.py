"""A comparison of two documents as rows for people, and as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.comparison import Comparison, difference
from knowledge.language.phrases import level_name, say
from knowledge.model import Entry, Language
from knowledge.pairing import Pair
from knowledge.sheet import for_excel, inert

COLUMNS = ("state", "level", "old_code", "old_title", "old_yen", "new_code", "new_title", "new_yen", "change", "alike")


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
        return difference(self.old_yen, self.new_yen)


def differences(comparison: Comparison) -> Iterator[Difference]:
    """All entries of both documents: those of the newer one in its order, then those that are gone."""
    pairs = {each.new.id: each for each in comparison.pairing.pairs}
    for entry in comparison.new.entries:
        yield _difference(comparison, pairs.get(entry.id), None, entry)
    for entry in comparison.pairing.gone:
        yield _difference(comparison, None, entry, None)


def _difference(comparison: Comparison, pair: Pair | None, old: Entry | None, new: Entry | None) -> Difference:
    old = pair.old if pair else old
    old_yen, new_yen = comparison.old.yen(old), comparison.new.yen(new)
    if pair is None:
        state = "new" if old is None else "gone"
    elif pair.is_renamed:
        state = "renamed"
    else:
        before, after = (pair.old.code, pair.old.body, old_yen), (pair.new.code, pair.new.body, new_yen)
        state = "same" if before == after else "changed"
    return Difference(state, old, new, old_yen, new_yen, pair)


def comparison_csv(comparison: Comparison, language: Language = "ja") -> bytes:
    """A comparison as CSV that Excel opens as it is: UTF-8 with BOM, CRLF, yen, nothing that acts as a formula."""
    rows = (_row(each, language) for each in differences(comparison))
    return for_excel([[say(f"difference_{column}", language) for column in COLUMNS], *rows])


def _row(each: Difference, language: Language) -> tuple[str | int, ...]:
    named = each.new or each.old
    return (
        say(f"difference_is_{each.state}", language),
        inert(level_name(named, language) if named else ""),
        *_side(each.old, each.old_yen, language),
        *_side(each.new, each.new_yen, language),
        "" if each.change is None else each.change,  # a number, also a negative one, is no formula
        f"{each.pair.title:.2f} / {each.pair.text:.2f}" if each.pair else "",
    )


def _side(entry: Entry | None, yen: int | None, language: Language) -> tuple[str, str, str | int]:
    """Code, title and yen; the code with its level before it, since a spreadsheet takes 3-1-2 alone for a day."""
    if entry is None:
        return "", "", ""
    code = f"{level_name(entry, language)}{entry.code}" if entry.code else ""
    return inert(code), inert(entry.title), "" if yen is None else yen
