"""Errata that somebody records beside a page: 「3-1-2 の金額は 16,850千円、出典: 正誤表 2026-05-01」."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from knowledge.language import money

_ERRATUM = re.compile(
    r" {0,4}「?(?P<entry>[^」、。]{1,120}?)」? {0,4}の {0,4}(?:[^のは、。]{0,12}額) {0,4}は {0,4}"
    r"(?P<amount>[^、。:]{1,40}?) {0,4}"
    r"[、,] {0,4}出典 {0,4}: {0,4}(?P<source>.{1,200}?) {0,4}"
)


@dataclass(frozen=True, slots=True)
class Erratum:
    """What a correction says of one entry's money."""

    entry: str
    """Its code or its title, as told."""
    yen: int
    amount: str
    """As told."""
    source: str
    """Where the correction is published."""
    text: str
    """The whole, as told."""

    def is_of(self, code: str | None, title: str) -> bool:
        """Whether it corrects the entry of that code or title."""
        told = _plain(self.entry)
        return told == _plain(title) or (code is not None and told == code)


def erratum(text: str) -> Erratum | None:
    """The correction that a line tells; None where it is not written so, or names no amount of money."""
    match = _ERRATUM.fullmatch(money.fold(text))
    figures = money.find(match["amount"]) if match else ()
    if match is None or len(figures) != 1 or not figures[0].raw.endswith("円"):
        return None
    parts = {name: text[slice(*match.span(name))] for name in ("entry", "amount", "source")}
    return Erratum(parts["entry"], figures[0].yen, parts["amount"], parts["source"], text.strip())


def errata(told: str | None) -> tuple[Erratum, ...]:
    """The corrections that documents.toml keeps of a document, one a line."""
    return tuple(found for line in (told or "").split("\n") if (found := erratum(line)) is not None)


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())
