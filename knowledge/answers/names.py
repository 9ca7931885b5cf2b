"""What an answer calls things: entries, levels, years, money, and the plan itself, in the asker's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from knowledge.language import money
from knowledge.language.money import Unit
from knowledge.language.phrases import level_name, phrases, say
from knowledge.model import BUDGET, Amount, Entry, Language, Level, Money, Source, Value
from knowledge.shelf.catalogue import year_name
from knowledge.shelf.document import Document

LONGEST_WORD = 30
"""Characters of a word that the plan does not know which are repeated."""
MOST_WORDS = 4
"""How many such words are repeated."""
SETTLED = "決算額"
"""The kind of money that was spent."""
_UNITS: dict[str, Unit] = {unit: unit for unit in ("円", "千円", "万円", "百万円", "億円")}
_ABOVE_MANY = (Level.POLICY, Level.ISSUE, Level.STRATEGY, Level.ACTION)


class Shelf(Protocol):
    """The documents that queries speak of."""

    @property
    def default(self) -> Document:
        """The one that answers where a question names none."""

    def document(self, name: str, /) -> Document:
        """The one of a short name."""

    def held(self, document: Document, language: Language) -> str:
        """What is on the shelf, in words; empty where the document is alone."""


def opened(shelf: Shelf, name: str) -> Document:
    """The document that a query asks; one that names none asks the default one."""
    return shelf.document(name) if name else shelf.default


def source_of(shelf: Shelf, name: str) -> Source:
    """Whose plan a document is."""
    return opened(shelf, name).source


def half_up(value: Value) -> int:
    """The nearest whole number, halves away from zero."""
    whole = int(abs(Fraction(value)) + Fraction(1, 2))
    return -whole if value < 0 else whole


def decimal(value: Value) -> str:
    """A number to one decimal, halves away from zero: 67.5."""
    tenths = half_up(value * 10)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10:,}.{abs(tenths) % 10}"


def percent(share: Value) -> str:
    """A share in percent to one decimal, without its sign: 5.4 for 0.0541."""
    return decimal(share * 100)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that one document gives its things, in one language; money in the unit that was asked for."""

    document: Document
    language: Language
    unit: str | None = None
    held: str = ""
    """What else is on the shelf, in words; empty where this document is alone."""
    in_yen: bool = False
    """Whether money is told in 円 also where it is whole thousands, because other money of the answer is not."""

    @property
    def source(self) -> Source:
        """Whose plan is speaking."""
        return self.document.source

    @property
    def is_table(self) -> bool:
        """Whether it is a list of projects, which has names of its own."""
        return self.document.is_table

    def say(self, key: str, **values: object) -> str:
        """A phrase, in a list of projects the one for tables where there is one; the plan's own names are at hand."""
        if self.is_table and f"{key}_table" in phrases():
            key = f"{key}_table"
        own = {"title": self.source.title, "organisation": self.organisation}
        at_hand = own | {
            "project": self.levels(Level.ACTION),
            "held": self.held or say("held_one", self.language, **own),
        }
        return say(key, self.language, **(at_hand | values))

    @property
    def organisation(self) -> str:
        """Whose plan, or that nobody knows."""
        return self.source.organisation or say("unknown_organisation", self.language)

    def level(self, level: Level) -> str:
        """A level's name: the document's own, else that of a plan."""
        return self.document.level_name(level) or say(f"level_{level}", self.language)

    def levels(self, level: Level) -> str:
        """A level's name where there may be several."""
        return self.document.level_name(level) or say(f"levels_{level}", self.language)

    def in_sentence(self, level: Level) -> str:
        """A level's name inside an English sentence begins small."""
        name = self.level(level)
        return name[:1].lower() + name[1:] if self.language == "en" else name

    def level_of(self, entries: Iterable[Entry]) -> str:
        """What several entries are called together: their level, or items where they are of several."""
        found = {entry.level_name or self.levels(entry.level) for entry in entries}
        return found.pop() if len(found) == 1 else say("items", self.language)

    def entry(self, entry: Entry) -> str:
        """An entry by level, code and title, the title in brackets that it does not hold itself."""
        title = self.title(entry)
        if entry.code is None:
            return title
        return say("entry_coded", self.language, level=level_name(entry, self.language), code=entry.code, title=title)

    def title(self, entry: Entry) -> str:
        """A title in the brackets that it does not hold itself."""
        return say("title_with_quotes" if "「" in entry.title else "title", self.language, title=entry.title)

    def code(self, code: str) -> str:
        """A code with the level that it is of by its depth, also where no entry has it."""
        if self.is_table:
            return code
        level = _ABOVE_MANY[min(code.count("-"), 2) + 1]
        return f"{self.level(level)}{' ' if self.language == 'en' else ''}{code}"

    def year(self, year: int | None) -> str:
        """令和4年度 for 2022."""
        return year_name(year, self.language)

    def kind(self, wanted: Money | None = None) -> str:
        """What sort of money it is, with its year where the document prints several sorts or another year's."""
        money = self.document.meant(wanted or Money())
        kind = self.kind_name(money.kind or BUDGET)
        is_plain = not self.is_table and len(self.document.money) < 2 and money.fiscal_year == self.source.fiscal_year
        if is_plain or money.fiscal_year is None:
            return kind
        return say("kind_of_year", self.language, year=self.year(money.fiscal_year), kind=kind)

    def kind_name(self, kind: str) -> str:
        """予算額 or 決算額 in the asker's language; any other as printed."""
        known = {BUDGET: "kind_budget", SETTLED: "kind_settled"}
        return say(known[kind], self.language) if kind in known else kind

    def money(self, yen: Value) -> str:
        """An amount as the page prints it and as people say it, or in the unit that was asked for; halves go up."""
        whole = half_up(yen)
        if self.unit in _UNITS:
            unit = _UNITS[self.unit]
            told = money.number_in(whole, unit), self.unit_name(unit)
            return (" " if self.language == "en" else "").join(told)
        if self.language == "en":
            return say("money", "en", english=money.english(whole))
        printed, spoken = self._printed(whole) if whole else "0円", money.spoken(whole)
        return say("money_plain" if printed == spoken else "money", "ja", thousands=printed, spoken=spoken)

    def unit_name(self, unit: str) -> str:
        """A unit of money in a sentence: 百万円, million yen."""
        key = f"unit_said_{unit}"
        return say(key, self.language) if key in phrases() else unit

    def brief(self, yen: Value) -> str:
        """An amount in as few words as possible, for brackets: 2,025千円, ¥2,025,000."""
        whole = half_up(yen)
        if self.unit in _UNITS:
            return self.money(whole)
        return self._printed(whole) if self.language == "ja" and whole else self.round_money(whole)

    def _printed(self, yen: int) -> str:
        return money.in_unit(yen, "円") if self.in_yen else money.thousands(yen)

    def round_money(self, yen: int) -> str:
        """An amount as a question names it: 500万円, ¥5,000,000."""
        return money.spoken(yen) if self.language == "ja" else f"{'-' if yen < 0 else ''}¥{abs(yen):,}"

    def amounts(self, amounts: Iterable[Amount]) -> str:
        """Printed amounts with their kinds, side by side."""
        told = (
            f"{self.kind(Money(amount.fiscal_year, amount.kind))} {amount.raw or money.thousands(amount.yen)}"
            for amount in amounts
        )
        return self.listed(told)

    def day(self, iso: str) -> str:
        """An ISO date as people write it."""
        year, month, day = map(int, iso.split("-"))
        return say("date", self.language, year=year, month=month, day=day)

    def listed(self, told: Iterable[str]) -> str:
        """Words side by side."""
        return ("、" if self.language == "ja" else ", ").join(told)

    def sentences(self, said: Iterable[str]) -> str:
        """Sentences one after the other."""
        return (" " if self.language == "en" else "").join(said)

    def quoted(self, words: Iterable[str]) -> str:
        """Words as asked in quotation marks, odd ones cut."""
        kept = [word if len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}…" for word in words][:MOST_WORDS]
        return "".join(f"「{word}」" for word in kept) if self.language == "ja" else ", ".join(f"“{w}”" for w in kept)
