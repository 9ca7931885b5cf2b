"""What to answer where the shelf has no plan of the place or of the year that a question names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers import facts
from knowledge.asking.beside import answered_from
from knowledge.asking.elsewhere import elsewhere, is_titled, offered
from knowledge.asking.post import ANSWERED, Post
from knowledge.language import eras, text
from knowledge.model import Answer, Ask, Lack, Query, Refusal
from knowledge.question.draft import entries_of
from knowledge.question.reader import Read
from knowledge.shelf.routing import Route

_OF_WORDS = frozenset({Ask.RECORD, Ask.EXISTS, Ask.FACT})
"""What may be asked of an entry by its words alone."""


def lacking(post: Post, route: Route, reads: Sequence[Read]) -> Answer:
    """The shelf has no plan of that place or year; a document that prints money of the year may still answer."""
    whose, year = route.lacking or ("", None)
    document = post.books.open(post.at_hand).document
    if year is not None and not whose and year in document.years:
        return answered_from(post, post.at_hand, post.raw)
    if year is not None and not whose and (told := _facts_of_year(post, route.text, year)) is not None:
        return told
    titled = () if whose else (other for other in elsewhere(post, year) if is_titled(other, post.raw))
    if sure := [other for other in titled if other.kind in ANSWERED]:
        return offered(post, sure)
    if year is not None and not whose and (told := _printing_the_year(post, route.text, year)) is not None:
        return told
    lack = Lack.PLACE if whose else Lack.YEAR
    refusal = Refusal(lack, document.name, (whose,) if whose else (), year=year)
    answer = post.told(replace(reads[0], outcome=refusal))
    question = eras.without(text.normal(post.raw))
    named = any(read.draft.names_set for read in reads)
    kept = replace(post.subject, question=question if named else post.subject.question)
    return replace(answer, subject=kept)


def _facts_of_year(post: Post, without_year: str, year: int) -> Answer | None:
    """令和5年度の目標値, 次年度の取組: facts of another year that the document at hand prints."""
    document = post.books.open(post.at_hand).document
    reads = post.read(post.at_hand, without_year)
    query = reads[0].outcome if len(reads) == 1 else None
    if not isinstance(query, Query):
        return None
    if facts.is_kept(query):
        query = replace(query, year=year)
    elif document.source.fiscal_year is not None and year > document.source.fiscal_year:
        query = facts.next_steps(query)
    if query is None or not facts.is_kept(query):
        return None
    answers = [post.told(replace(reads[0], outcome=query))]
    knows = answers[0].kind in ANSWERED or year in document.fact_years
    return post.remembered(answers[0], answers, reads, post.at_hand) if knows else None


def _printing_the_year(post: Post, without_year: str, year: int) -> Answer | None:
    """Expo 2025, 令和3年度に作ったプラン: the one entry that prints a year with the words that it was said with.

    Its money is of the document's own year, so a question about money is never answered so.
    """
    reads = post.read(post.at_hand, without_year)
    query = reads[0].outcome if len(reads) == 1 else None
    if not isinstance(query, Query) or query.measure is not None or query.ask not in _OF_WORDS:
        return None
    keys = entries_of(query.of)
    entry = post.books.open(post.at_hand).document.entry(keys[0]) if len(keys) == 1 else None
    if entry is None or all(span.year != year for span in eras.find(text.normal(f"{entry.title} {entry.body}"))):
        return None
    return post.answered(reads, post.at_hand)
