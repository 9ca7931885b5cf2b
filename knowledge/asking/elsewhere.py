"""What other documents say where the one at hand does not know the words, or several are meant: to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from knowledge.answers import choices
from knowledge.asking.post import ANSWERED, Post
from knowledge.asking.years import changes
from knowledge.language import text
from knowledge.model import Answer, How, Kind
from knowledge.shelf.catalogue import plan_name
from knowledge.shelf.rows import Record

MOST_TRIED = 3
"""Other documents that are asked where the one at hand does not know the words."""


def offered(post: Post, answers: list[Answer], headline: str | None = None) -> Answer:
    """The answers of several documents, to choose one."""
    own = post.books.first.source.organisation
    ordered = sorted(answers, key=lambda answer: bool(answer.source and answer.source.organisation != own))
    choice = choices.between(ordered, headline)
    question = next((answer.subject.question for answer in answers if answer.subject.question), None)
    return replace(choice, subject=replace(post.subject, question=question, turns=()))


def or_others(post: Post, answer: Answer) -> Answer:
    """The answer, or where the document does not know the words: those that do, to choose from."""
    if len(post.books.catalogue) == 1:
        return answer
    unmatched = answer.kind is Kind.UNKNOWN and answer.unmatched
    bridged = answer.kind is Kind.FOUND and any(reason.how is not How.EXACT for reason in answer.reasons)
    if not (unmatched or bridged):
        return answer
    others = (_here(post, record) for record in islice(_knowing(post), MOST_TRIED))
    told = [other for other in others if other is not None]
    sure = [other for other in told if other.kind in ANSWERED]
    if bridged:
        titled = [other for other in sure if other.kind is Kind.FOUND and is_titled(other, post.raw)]
        return offered(post, [answer, *titled]) if titled else answer
    if not sure:
        return answer
    headline = choices.others_headline(answer)
    return replace(offered(post, sure, headline), unmatched=answer.unmatched)


def elsewhere(post: Post, year: int | None) -> Iterator[Answer]:
    """The answers of other documents that print a year and know the words."""
    for record in islice(_knowing(post), MOST_TRIED):
        if year in post.books.open(record).document.years and (other := _here(post, record)) is not None:
            yield other


def _here(post: Post, record: Record) -> Answer | None:
    """The answer of another document by itself; None to a question for years side by side."""
    reads = post.read(record, post.raw)
    return None if any(changes(read.outcome) for read in reads) else post.answered(reads, record)


def _knowing(post: Post) -> Iterator[Record]:
    """The newest plans of others that use all words of the question, those of the default organisation first."""
    linker = post.books.open(post.at_hand)
    numbers = linker.documents_knowing(post.raw)
    own = post.books.first.source.organisation
    known = [r for r in post.books.catalogue.current if r.id in numbers and r.id != post.at_hand.id]
    seen: set[tuple[str, str]] = set()
    for each in sorted(known, key=lambda record: record.source.organisation != own):
        plan = each.source.organisation or each.source.document, plan_name(each.source.title)
        if plan not in seen:
            seen.add(plan)
            yield each


def is_titled(answer: Answer, raw: str) -> bool:
    """Whether the entry that an answer shows has the title that was asked for."""
    return bool(answer.shown) and text.normal(answer.shown[0].entry.title) in text.normal(raw)
