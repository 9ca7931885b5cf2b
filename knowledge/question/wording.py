"""The words that questions to one document are read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.model import FactKind, Level
from knowledge.question import half_kana, lettered
from knowledge.question.lexicon import Lexicon, forms, lexicon
from knowledge.question.trade import Trade
from knowledge.shelf.vocabulary import Vocabulary


@dataclass(frozen=True)
class Wording:
    """The words that a question to one document is read with."""

    vocabulary: Vocabulary
    trade: Trade
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Titles without spaces and marks → ids of their entries."""
    title_parts: frozenset[str] = frozenset()
    """What stands side by side in titles, without spaces and marks: 書かない窓口 of 書かない窓口とセルフ端末の導入."""
    levels: Mapping[str, Level] = field(default_factory=dict)
    """The document's own words for its levels."""
    kinds: tuple[str, ...] = ()
    """Its kinds of money, as printed."""
    organisation: str = ""
    """Whose document it is."""
    headings: Mapping[str, FactKind] = field(default_factory=dict)
    """What it prints above facts of its entries."""
    codes: Mapping[lettered.Signs, str] = field(default_factory=dict)
    """Those of its codes that a letter leads, by their signs."""
    lexicon: Lexicon = field(default_factory=lexicon)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """The document's words as it prints them."""
        return tuple(self.vocabulary.by_surface)

    @cached_property
    def in_kanji(self) -> Mapping[str, tuple[half_kana.Spelling, ...]]:
        """The words in kanji alone of the document and of the lexicon, by their first character."""
        return half_kana.by_beginning(self.vocabulary.terms.values(), self.lexicon)

    @cached_property
    def own(self) -> Mapping[tuple[str, ...], str]:
        """The document's own words for levels, money and facts: their forms → the sense. Facts only where nobody else
        uses the word."""
        headings = {forms(name): f"fact.{kind}" for name, kind in self.headings.items()}
        found = {said: sense for said, sense in headings.items() if said not in self.lexicon.japanese}
        found |= {forms(name): f"level.{level.value}" for name, level in self.levels.items()}
        for kind in self.kinds:
            found |= dict.fromkeys((forms(kind), forms(kind.removesuffix("額"))), f"kind.{kind}")
        return found
