"""One post on its way: first it chooses documents, then it is read against them, run, and told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.asking.beside import answered_from, of_years
from knowledge.asking.books import Books
from knowledge.asking.elsewhere import offered, or_others
from knowledge.asking.lacking import lacking
from knowledge.asking.memory import with_cautions
from knowledge.asking.post import ANSWERED, Post
from knowledge.asking.years import changes, years_in
from knowledge.model import Answer, Asked, Evidence, Language, Query, Signs, Step, Subject
from knowledge.question.draft import Draft, entries_of, linked
from knowledge.question.reader import Read
from knowledge.question.spans import Span

__all__ = ["Asking", "Books", "Heard", "names_entries", "take"]


@dataclass(frozen=True, slots=True)
class Heard:
    """How a question was heard."""

    spans: tuple[Span, ...]
    """Its words, with what each was taken for and what that cost."""
    evidence: tuple[Evidence, ...]
    """What was decided by, for each of its topics but whole titles."""
    signs: Signs | None
    """What speaks for and against the whole reading; None where there is nothing to answer."""


class Asking:
    """One post, asked of the documents of one state of the shelf."""

    def __init__(self, books: Books, raw: str, subject: Subject, language: Language | None = None) -> None:
        self._post = Post(books, raw, subject, language)

    def heard(self) -> tuple[Heard, ...]:
        """How each question of the post was heard."""
        post = self._post
        reads = post.read(post.at_hand, post.raw)
        return tuple(Heard(read.draft.spans, read.asked.evidence, post.signs(read, post.at_hand)) for read in reads)

    def answer(self) -> Answer:
        """The one answer."""
        return with_cautions(replace(self._answer(), question=self._post.raw), self._post.subject)

    def _answer(self) -> Answer:
        post = self._post
        reads = post.read(post.at_hand, post.raw)
        if any(changes(read.outcome) for read in reads) or len(years_in(post.raw)) > 1:
            return of_years(post, reads)
        route = post.route
        if not route.documents:
            return lacking(post, route, reads)
        if route.documents == (post.at_hand,) and route.text == post.raw:
            return or_others(post, post.answered(reads, post.at_hand))
        answers = [answered_from(post, record, route.text) for record in route.documents]
        if len(answers) == 1:
            return answers[0]
        told = [answer for answer in answers if answer.kind in ANSWERED]
        of_one = len({record.source.organisation for record in route.documents}) == 1
        if not told or (len(told) == 1 and of_one):
            return (told or answers)[0]
        return offered(post, told)


def take(step: Step, books: Books, language: Language, subject: Subject) -> Answer | None:
    """The answer that a step leads to; None where its document or its entries are gone."""
    if books.catalogue.named(step.query.document) is None:
        return None
    document = books.document(step.query.document)
    if any(document.entry(key) is None for key in entries_of(step.query.of)):
        return None
    post = Post(books, step.name, subject, language)
    read = Read(Asked(step.name, language), step.query, Draft(step.query, True, True))
    answer = post.told(read)
    told = replace(post.remembered(answer, [answer], [read], document.record), question=step.name)
    return with_cautions(told, subject)


def names_entries(query: Query) -> bool:
    """Whether a query names entries outright."""
    return any(linked(query))
