"""A draft where nothing was shown before: whole by itself, or nothing."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import And, Ask, Minus, Money, OfLevel, Or, Query, Rows, Share, Take, Whole
from knowledge.question.conversation.filling import points
from knowledge.question.conversation.unnamed import OF_THE_PAGE
from knowledge.question.draft import THAT, THOSE, Draft, holds


def is_share_of_nothing(query: Query | None) -> bool:
    """全体の何%?: a part of the whole, and nobody says of what."""
    return query is not None and query.of == Whole() and query.measure == Share(Money(), Whole())


def alone(draft: Draft) -> Query | None:
    """The query without a conversation; a share of something that belongs to nothing shown is that thing's own."""
    query = draft.query
    if (
        query is not None
        and isinstance(query.of, Minus)
        and query.of.without == THAT
        and not points(replace(query, of=query.of.of))
    ):
        return replace(query, of=query.of.of)  # 経営課題4には他に何の取組が, where none was shown yet
    if query is not None and query.ask is Ask.CONFIRM and query.within is not None and query.of == THAT:
        return None if draft.refers else Query(Ask.RECORD, query.within)  # 経営課題5ですか
    if is_of_a_level(query) and (draft.sense_above or draft.sense_below):
        return None  # 上の戦略は?
    if query is not None and (every := _every(draft)) is not None:
        return replace(query, of=every)
    if query is not None and query.of == THAT and isinstance(query.measure, Share):
        return replace(query, of=query.measure.of, measure=replace(query.measure, of=Whole()))
    if query == Query(Ask.RECORD, THAT) and not draft.refers and _asks_for_a_summary(draft):
        return Query(Ask.TALK, Whole(), fact="overview")
    of_page = draft.page_facts or (query is not None and query.fact in (*OF_THE_PAGE, "contact"))
    if query is not None and query.ask is Ask.FACT and query.of in (THAT, THOSE) and of_page:
        return replace(query, of=Whole())
    if query is not None and draft.places and isinstance(query.of, OfLevel) and not (holds(query, Take) or query.order):
        return None  # 3番目はどの課題?
    return query if query is not None and not points(query) and _stands_alone(draft) else None


def _every(draft: Draft) -> OfLevel | None:
    """それぞれの課題, where none were shown: every one of that level."""
    of = draft.query.of if draft.query is not None else None
    apiece = any({"each", "those"} <= span.senses for span in draft.spans)
    if apiece and isinstance(of, And) and of.sets[0] == THOSE and isinstance(of.sets[1], OfLevel):
        return of.sets[1]
    return None


def _asks_for_a_summary(draft: Draft) -> bool:
    """概要は?, where nothing was shown that it could be of."""
    return any("summary" in span.senses for span in draft.spans)


def _stands_alone(draft: Draft) -> bool:
    """Whether a draft needs no conversation: it names its set, or asks for the whole."""
    query = draft.query
    return query is not None and (draft.names_set or isinstance(query.of, (OfLevel, Whole, Rows, Or)))


def is_of_a_level(query: Query | None) -> bool:
    """Whether a query asks of a whole level, and no more than what it is: 取組の予算は? may be of what was refused."""
    if query is None or not isinstance(query.of, OfLevel) or query.order is not None or query.where:
        return False
    return query.ask in (Ask.LIST, Ask.AMOUNT, Ask.RECORD, Ask.SUM)
