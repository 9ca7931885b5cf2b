"""One question that was read, with what came of it, as an answer."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from knowledge.answers import facts
from knowledge.answers.engine import run
from knowledge.answers.teller import formed, tell, tell_offer, tell_refusal
from knowledge.asking.books import Books
from knowledge.asking.doubting import widened
from knowledge.model import Answer, Ask, Change, Form, Lack, Money, Offer, Query, Refusal, Relation
from knowledge.question.reader import Read
from knowledge.shelf.building import program_hash


def told(read: Read, books: Books) -> Answer:
    """The answer to one question."""
    outcome, asked = read.outcome, read.asked
    if isinstance(outcome, Refusal):
        answer = tell_refusal(outcome, asked, books)
    elif isinstance(outcome, Offer):
        answer = tell_offer(outcome, asked, books)
    else:
        answer = _ran(outcome, read, books)
    answer = formed(answer, asked.form)
    return replace(answer, version=_version(answer.source.document if answer.source else "", books))


def _ran(query: Query, read: Read, books: Books) -> Answer:
    """The answer of a query."""
    if read.asked.form is Form.EASY:
        query = replace(query, unit=query.unit or "円")
    alone = query.ask is Ask.AMOUNT and isinstance(query.measure, Change)
    result = run(replace(query, order=None) if alone else query, books)
    if (wider := widened(query, result)) is not None:
        reasons = tuple(reason for reason in read.asked.reasons if reason.word not in wider.words)
        return tell_offer(wider, replace(read.asked, reasons=reasons), books)
    exact = [c.value for c in query.where if c.relation is Relation.EQUAL and isinstance(c.measure, Money)]
    if result.missing == "condition" and exact and isinstance(exact[0], int):
        return tell_refusal(Refusal(Lack.AMOUNT, query.document, yen=exact[0]), read.asked, books)
    result = facts.found(query, result, read.asked.reasons, books)
    answer = tell(result, read.asked, books)
    way = query.order
    changed = isinstance(query.measure, Change) and query.ask is Ask.AMOUNT
    if changed and way is not None and answer.yen is not None and (answer.yen < 0) == way.ascending:
        return replace(answer, yen=abs(answer.yen))  # いくら減った? is answered by how much, not by minus so much
    return answer


def _version(name: str, books: Books) -> str:
    record = books.catalogue.named(name) or books.first
    return hashlib.sha256(f"{record.content_hash}{program_hash()}".encode()).hexdigest()[:12]
