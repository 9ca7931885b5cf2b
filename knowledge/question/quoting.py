"""A reading, or in its place the sentences that hold the value that a clause asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.language import text
from knowledge.model import (
    Ask,
    Asked,
    FactKind,
    Lack,
    Language,
    Level,
    Linked,
    Offer,
    Query,
    Refusal,
    Share,
    Subject,
    Whole,
)
from knowledge.question.draft import Draft, entries_of
from knowledge.question.linking import FIRM, Linker
from knowledge.question.passages import Passage
from knowledge.question.sought import Sought, sought


class Quoting:
    """Asks the sentences of one document."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def instead(
        self, draft: Draft, outcome: Query | Offer | Refusal | None, subject: Subject, language: Language
    ) -> tuple[Asked, Query] | None:
        """A value that sentences hold, where a clause asks for one; None where what it is read as says it better."""
        wanted = sought(draft.spans) if language == "ja" and not draft.refers else None
        if wanted is None or not _may_be_told(outcome, wanted):
            return None
        at_hand = subject.turns[0] if subject.turns and not subject.turns[0].refused else None
        if not wanted.of and at_hand is not None and len(at_hand.shown) == 1 and not isinstance(outcome, Query):
            query = Query(
                Ask.FACT, Linked(at_hand.shown), self._linker.document.name, fact=wanted.kind, fact_words=wanted.words
            )
            return Asked("", language), query
        passages = self._of_what_is_read(outcome, self._linker.passages(wanted) if wanted.of else ())
        if not passages or (isinstance(outcome, Query) and self._is_told_there(outcome, wanted, passages)):
            return None
        entries = tuple(dict.fromkeys(each.entry.id for each in passages))
        reasons = tuple(dict.fromkeys(reason for each in passages for reason in each.reasons))
        query = self._asked(wanted, entries)
        if wanted.state == "now":  # 何分になった, beside 15分以内
            if all(each.only_aims for each in passages):
                return None
            if any(FactKind.ACHIEVEMENT in each.sentence.kinds for each in passages):
                query = replace(query, fact=str(FactKind.ACHIEVEMENT), fact_words="")
        return Asked("", language, reasons, round(100 * min(passages[0].score, 1.0))), query

    def _of_what_is_read(
        self, outcome: Query | Offer | Refusal | None, passages: Sequence[Passage]
    ) -> Sequence[Passage]:
        """The sentences of the one entry that a clause is read as being of, of those above and below it, and those that
        print the very words: 見守り支援の対象 is not who another entry supports."""
        of = outcome.of if isinstance(outcome, Query) else None
        entry = self._linker.document.entry(of.entries[0]) if isinstance(of, Linked) and len(of.entries) == 1 else None
        if not isinstance(of, Linked) or entry is None:
            return passages
        document, words = self._linker.document, text.normal(of.words)
        near = {each.id for each in (entry, *document.ladder(entry), *document.below(entry))}
        return [
            each
            for each in passages
            if each.entry.id in near or (words and words in text.normal(each.sentence.printed))
        ]

    def _asked(self, wanted: Sought, entries: tuple[str, ...]) -> Query:
        name = self._linker.document.name
        return Query(Ask.FACT, Linked(entries), name, fact=wanted.kind, fact_words=wanted.words)

    def _is_told_there(self, query: Query, wanted: Sought, passages: Sequence[Passage]) -> bool:
        """Whether an entry keeps such facts below a heading of its own, and no sentence elsewhere has all the words.

        What names an aim by itself, 区の目標, is that aim; a share of money is one unless a sentence has all the words.
        """
        if query.measure is not None or query.order is not None or query.ask not in (Ask.FACT, Ask.RECORD):
            return passages[0].own < FIRM and not wanted.is_open
        if query.ask is Ask.RECORD and any(self._linker.level_of(key) is Level.GOAL for key in entries_of(query.of)):
            return True
        kinds = {wanted.kind, FactKind.INDICATOR} if wanted.kind == FactKind.GOAL_FIGURE else {wanted.kind}
        entries = [entry for key in entries_of(query.of) if (entry := self._linker.document.entry(key)) is not None]
        below = [each for entry in entries for each in (entry, *self._linker.document.below(entry))]
        if not any(fact.kind in kinds for entry in below for fact in entry.facts):
            return False
        return passages[0].own < FIRM or passages[0].entry in below


def _may_be_told(outcome: Query | Offer | Refusal | None, wanted: Sought) -> bool:
    """Whether a sentence may answer in place of a reading: of none, of one in vain, of a fact or the record of one.

    In place of an entry's money only what stands beside another amount, 市債 of 市債はいくら.
    """
    if isinstance(outcome, Refusal):
        return outcome.lack in (Lack.WORD, Lack.TOPIC)
    if not isinstance(outcome, Query):
        return True
    is_share = isinstance(outcome.measure, Share) and wanted.kind == "rate"
    asks = (Ask.FACT, Ask.RECORD, Ask.AMOUNT) if wanted.is_open or is_share else (Ask.FACT, Ask.RECORD)
    if wanted.counter and outcome.ask is not Ask.COUNT:
        return True  # 最大何メートル, 5年前の何倍
    of_nothing = isinstance(outcome.of, Whole) and outcome.fact == wanted.kind  # 謝礼はいくら
    return outcome.ask in asks and (bool(entries_of(outcome.of)) or of_nothing)
