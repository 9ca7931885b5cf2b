"""Question → ranked hits: which entries use the question's words, and how much of the question that explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.concepts import APART, Concept, Link
from knowledge.index import Posting, Term
from knowledge.model import Hit, Level, Reason
from knowledge.store import Row, Store
from knowledge.vocabulary import Vocabulary

TITLE, BODY, ABOVE = 1.0, 0.9, 0.6
"""What a word counts by where it stands: in the title, in the text, in an entry above."""
ABOVE_THE_PLAN = 0.85
"""Goal, mission and policy touch on everything; what speaks of the matter itself goes first."""
BOTH = 0.04
"""Added for a word that stands in title and text."""
CANDIDATES = 1_500
"""Entries that are scored for one question."""


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

    def weight(self, term: Term) -> float:
        in_title, in_body = self.title.has(term), self.body.has(term)
        return max(TITLE * in_title, BODY * in_body) + BOTH * (in_title and in_body)


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with what it explains of each concept, 0 to 1, by its own words and with those above it."""

    row: Row
    own: tuple[float, ...]
    all: tuple[float, ...]
    reasons: tuple[Reason, ...]


class Matcher:
    """Ranks the entries of one document."""

    def __init__(self, store: Store, document: int, vocabulary: Vocabulary) -> None:
        self._store = store
        self._document = document
        self._vocabulary = vocabulary

    def rank(self, concepts: Sequence[Concept]) -> tuple[Hit, ...]:
        """All entries that explain something, best first; scores are 0 to 1, the share of the question explained."""
        if not concepts:
            return ()
        scored = list(self._scored(concepts))
        total = sum(concept.weight for concept in concepts)
        hits = [self._hit(each, concepts, total) for each in scored]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.entry.position)))

    def _hit(self, scored: Scored, concepts: Sequence[Concept], total: float) -> Hit:
        score, own = (
            sum(c.weight * share for c, share in zip(concepts, shares, strict=True)) / total
            for shares in (scored.all, scored.own)
        )
        if scored.row.entry.level in (Level.GOAL, Level.MISSION, Level.POLICY):
            score *= ABOVE_THE_PLAN
        missed = tuple(c.slot.text for c, share in zip(concepts, scored.all, strict=True) if share < 0.35)
        return Hit(scored.row.entry, min(score, 1.0), scored.reasons, missed, own)

    def _scored(self, concepts: Sequence[Concept]) -> Iterator[Scored]:
        rows, texts = self._candidates(concepts)
        by_id = {row.id: row for row in rows}
        own = {row.id: [_explained(concept, texts[row.id]) for concept in concepts] for row in rows}
        for row in rows:
            best = [(share, reason) for share, reason in own[row.id]]
            for depth, above in enumerate(_ancestors(row, by_id)):
                factor = ABOVE * (0.9**depth)
                best = [
                    max(mine, (share * factor, reason), key=lambda pair: pair[0])
                    for mine, (share, reason) in zip(best, own[above.id], strict=True)
                ]
            if any(share > 0 for share, _ in best):
                yield Scored(
                    row,
                    tuple(share for share, _ in own[row.id]),
                    tuple(share for share, _ in best),
                    tuple(reason for _, found in best for reason in found),
                )

    def _candidates(self, concepts: Sequence[Concept]) -> tuple[tuple[Row, ...], dict[int, _Text]]:
        """Entries with the rarest words of the question, with all entries above and below them."""
        found = dict(self._store.postings(self._expression(concepts), CANDIDATES))
        if not found:
            return (), {}
        family = self._store.family(list(found))
        rows = self._store.rows(f"entries.id IN ({', '.join(map(str, family))})")
        missing = [row.id for row in rows if row.id not in found]
        texts = {number: _Text.of(posting) for number, posting in (*found.items(), *self._store.posting(missing))}
        return rows, texts

    def _expression(self, concepts: Sequence[Concept]) -> str:
        """An FTS5 expression that few enough entries fulfil."""
        terms = {term.id: term for concept in concepts for term in _terms(concept, self._vocabulary)}
        rarest = sorted(terms.values(), key=lambda term: term.df)
        chosen: list[Term] = []
        expected = 0
        for term in rarest:
            if chosen and expected + term.df > CANDIDATES:
                break
            chosen.append(term)
            expected += term.df
        return " OR ".join(str(term.id) for term in chosen) or '""'


def _terms(concept: Concept, vocabulary: Vocabulary) -> Iterator[Term]:
    """The single words behind a concept's links."""
    links: Iterable[Link] = (*concept.whole, *(link for unit in concept.units for link in unit.links))
    for link in links:
        if link.term.units:
            yield min((vocabulary.terms[unit] for unit in link.term.units), key=lambda term: term.df)
        else:
            yield link.term


def _ancestors(row: Row, by_id: dict[int, Row]) -> Iterator[Row]:
    while row.parent is not None and row.parent in by_id:
        row = by_id[row.parent]
        yield row


def _explained(concept: Concept, text: _Text) -> tuple[float, tuple[Reason, ...]]:
    """How much of a concept a text explains by itself, and by which words."""
    whole = _best(concept.whole, text)
    parts = [(unit.share, _best(unit.links, text)) for unit in concept.units]
    apart = APART if len(parts) > 1 else 1.0
    together = apart * sum(share * found[0] for share, found in parts)
    if whole[0] >= together:
        return whole
    return together, tuple(reason for _, (_, reasons) in parts for reason in reasons)


def _best(links: Iterable[Link], text: _Text) -> tuple[float, tuple[Reason, ...]]:
    found = [(link.reason.weight * weight, link.reason) for link in links if (weight := text.weight(link.term))]
    if not found:
        return 0.0, ()
    share, reason = max(found, key=lambda pair: pair[0])
    return share, (reason,)
