"""Question → ranked hits: which entries use the question's words, and how much of the question that explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from knowledge.model import Entry, Hit, Level, Reason
from knowledge.question.concept import Concept, Link, Unit
from knowledge.question.concepts import APART
from knowledge.shelf.index import Posting, Term
from knowledge.shelf.skeleton import Kin
from knowledge.shelf.store import Store
from knowledge.shelf.vocabulary import Vocabulary

TITLE, BODY, ABOVE = 1.0, 0.9, 0.6
"""What a word counts by where it stands: in the title, in the text, in an entry above."""
ABOVE_THE_PLAN = 0.85
"""Goal, mission and policy touch on everything; what speaks of the matter itself goes first."""
BOTH = 0.04
"""Added for a word that stands in title and text."""
CANDIDATES = 1_500
"""Entries of a document up to which each one that has any word of the question is scored."""
SAMPLE = 150
"""Entries of a larger document that are taken for each expression, strictest first."""
ENOUGH = 50
"""Candidates after which no looser expression is tried."""
KEPT = 100
"""Hits that are made of the candidates in a larger document."""
REMEMBERED = 300
"""Entries of a document up to which their words stay in memory, at some 10 kB each."""

Share = tuple[float, tuple[Reason, ...]]
"""How much of a concept is explained, and by which words."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The words of one text: as a set to look up in, and in order to find compounds."""

    ids: frozenset[int]
    order: tuple[int, ...]

    def has(self, term: Term) -> bool:
        if not term.units:
            return term.id in self.ids
        return self.ids.issuperset(term.units) and _stand_together(term.units, self.order)


def _stand_together(units: Sequence[int], order: Sequence[int]) -> bool:
    first, length = units[0], len(units)
    return any(number == first and tuple(order[at : at + length]) == tuple(units) for at, number in enumerate(order))


@dataclass(frozen=True, slots=True)
class _Text:
    title: _Place
    body: _Place

    @classmethod
    def of(cls, posting: Posting) -> _Text:
        return cls(*(_Place(frozenset(ids), ids) for ids in (posting.title, posting.body)))

    def isdisjoint(self, ids: Set[int]) -> bool:
        return self.title.ids.isdisjoint(ids) and self.body.ids.isdisjoint(ids)

    def weight(self, term: Term) -> float:
        in_title, in_body = self.title.has(term), self.body.has(term)
        return max(TITLE * in_title, BODY * in_body) + BOTH * (in_title and in_body)


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with what it explains of each concept, 0 to 1, by its own words and with those above it."""

    kin: Kin
    score: float
    own: float
    all: tuple[float, ...]
    reasons: tuple[Reason, ...]


class Matcher:
    """Ranks the entries of one document."""

    def __init__(self, store: Store, document: int, vocabulary: Vocabulary) -> None:
        self._store = store
        self._document = document
        self._vocabulary = vocabulary
        self._met: dict[int, Entry] = {}

    def rank(self, concepts: Sequence[Concept]) -> tuple[Hit, ...]:
        """The entries that explain most, best first; scores are 0 to 1, the share of the question explained."""
        if not concepts:
            return ()
        total = sum(concept.weight for concept in concepts)
        ranked = sorted(self._scored(concepts, total), key=lambda each: (-each.score, each.kin.position))
        ranked = ranked if self._is_small else ranked[:KEPT]
        entries = self._entries([each.kin.id for each in ranked])
        return tuple(self._hit(each, entries[each.kin.id], concepts) for each in ranked)

    def _entries(self, numbers: Sequence[int]) -> Mapping[int, Entry]:
        if self._vocabulary.size > REMEMBERED:
            return {row.id: row.entry for row in self._store.entries.rows_of(list(numbers))}
        missing = [number for number in numbers if number not in self._met]
        self._met.update({row.id: row.entry for row in self._store.entries.rows_of(missing)} if missing else {})
        return self._met

    def _hit(self, scored: Scored, entry: Entry, concepts: Sequence[Concept]) -> Hit:
        missed = tuple(c.slot.text for c, share in zip(concepts, scored.all, strict=True) if share < 0.35)
        return Hit(entry, scored.score, scored.reasons, missed, scored.own)

    def _scored(self, concepts: Sequence[Concept], total: float) -> Iterator[Scored]:
        kin, texts = self._candidates(concepts)
        own = {number: [_explained(concept, found) for concept in concepts] for number, found in texts.items()}
        for each in kin.values():
            mine = own[each.id]
            best = list(mine)
            for depth, above in enumerate(_ancestors(each, kin)):
                factor = ABOVE * (0.9**depth)
                best = [
                    max(one, (share * factor, reason), key=lambda pair: pair[0])
                    for one, (share, reason) in zip(best, own[above.id], strict=True)
                ]
            if any(share > 0 for share, _ in best):
                yield self._sum(each, concepts, mine, best, total)

    def _sum(
        self, kin: Kin, concepts: Sequence[Concept], mine: Sequence[Share], best: Sequence[Share], total: float
    ) -> Scored:
        score = sum(c.weight * share for c, (share, _) in zip(concepts, best, strict=True)) / total
        own = sum(c.weight * share for c, (share, _) in zip(concepts, mine, strict=True)) / total
        if kin.level in (Level.GOAL, Level.MISSION, Level.POLICY):
            score *= ABOVE_THE_PLAN
        reasons = tuple(reason for _, found in best for reason in found)
        return Scored(kin, min(score, 1.0), own, tuple(share for share, _ in best), reasons)

    def _candidates(self, concepts: Sequence[Concept]) -> tuple[dict[int, Kin], dict[int, _Text]]:
        """Entries with the words of the question, with all entries above and below them."""
        if self._vocabulary.size <= REMEMBERED:
            return self._remembered({term.id for concept in concepts for term in _terms(concept, self._vocabulary)})
        found: dict[int, Posting] = {}
        for expression in dict.fromkeys(filter(None, self._expressions(concepts))):
            found |= dict(self._store.words.postings(expression, CANDIDATES if self._is_small else SAMPLE))
            if len(found) >= ENOUGH:
                break
        kin = {each.id: each for each in self._store.skeleton.family(list(found))}
        missing = [number for number in kin if number not in found]
        texts = {number: _Text.of(posting) for number, posting in (*found.items(), *self._store.words.posting(missing))}
        return kin, texts

    def _remembered(self, terms: Set[int]) -> tuple[dict[int, Kin], dict[int, _Text]]:
        """The same by what is in memory, where a document never changes."""
        all_kin, texts = self._whole
        found = {number for number, each in texts.items() if not each.isdisjoint(terms)}
        lines = {each.id: [each.id, *(above.id for above in _ancestors(each, all_kin))] for each in all_kin.values()}
        below = [line for line in lines.values() if not found.isdisjoint(line)]
        kin = {number: all_kin[number] for line in below for number in line}
        return kin, {number: texts[number] for number in kin}

    @cached_property
    def _whole(self) -> tuple[dict[int, Kin], dict[int, _Text]]:
        kin = {each.id: each for each in self._store.skeleton.kin(self._document)}
        return kin, {number: _Text.of(posting) for number, posting in self._store.words.posting(kin)}

    @property
    def _is_small(self) -> bool:
        return self._vocabulary.size <= CANDIDATES

    def _expressions(self, concepts: Sequence[Concept]) -> Iterator[str]:
        """FTS5 expressions, the strictest first; in a small document one that any word fulfils."""
        terms = {term.id for concept in concepts for term in _terms(concept, self._vocabulary)}
        if self._is_small:
            yield " OR ".join(map(str, terms)) or '""'
            return
        units = [unit for concept in concepts for unit in concept.units if unit.links]
        yield _joined("AND", (_any(concept.whole) or _all(concept.units) for concept in concepts))
        yield _all(units)
        rarest = sorted(units, key=lambda unit: min(link.term.df for link in unit.links))
        for pair in combinations(rarest[:3], 2):
            yield _all(pair)
        yield _any(rarest[0].links) if rarest else ""


def _phrase(term: Term) -> str:
    """A term as FTS5 finds it: its words side by side."""
    return f'"{" ".join(map(str, term.units or (term.id,)))}"'


def _any(links: Iterable[Link]) -> str:
    return _joined("OR", (_phrase(link.term) for link in links))


def _all(units: Iterable[Unit]) -> str:
    return _joined("AND", (_any(unit.links) for unit in units if unit.links))


def _joined(operator: str, parts: Iterable[str]) -> str:
    found = list(dict.fromkeys(part for part in parts if part))
    return f"({f' {operator} '.join(found)})" if len(found) > 1 else "".join(found)


def _terms(concept: Concept, vocabulary: Vocabulary) -> Iterator[Term]:
    """The single words behind a concept's links."""
    links: Iterable[Link] = (*concept.whole, *(link for unit in concept.units for link in unit.links))
    for link in links:
        if link.term.units:
            yield min((vocabulary.terms[unit] for unit in link.term.units), key=lambda term: term.df)
        else:
            yield link.term


def _ancestors(each: Kin, kin: Mapping[int, Kin]) -> Iterator[Kin]:
    while each.parent is not None and each.parent in kin:
        each = kin[each.parent]
        yield each


def _explained(concept: Concept, text: _Text) -> Share:
    """How much of a concept a text explains by itself, and by which words."""
    whole = _best(concept.whole, text)
    parts = [(unit.share, _best(unit.links, text)) for unit in concept.units]
    apart = APART if len(parts) > 1 else 1.0
    together = apart * sum(share * found[0] for share, found in parts)
    if whole[0] >= together:
        return whole
    return together, tuple(reason for _, (_, reasons) in parts for reason in reasons)


def _best(links: Iterable[Link], text: _Text) -> Share:
    found = [(link.reason.weight * weight, link.reason) for link in links if (weight := text.weight(link.term))]
    if not found:
        return 0.0, ()
    share, reason = max(found, key=lambda pair: pair[0])
    return share, (reason,)
