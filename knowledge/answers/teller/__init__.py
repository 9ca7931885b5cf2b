"""Result, offer, refusal or talk → Answer: every sentence that an answer says, in the language that was asked in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.answers import steps
from knowledge.answers.engine import run
from knowledge.answers.names import Shelf, opened
from knowledge.answers.teller import changes, checks, entries, evidence, facts, orders, pairs, readings, talks, totals
from knowledge.answers.teller.forms import formed
from knowledge.answers.teller.refusals import Refusing, offered
from knowledge.answers.teller.telling import Telling, Voice
from knowledge.language.phrases import say
from knowledge.model import (
    Answer,
    Appeared,
    Ask,
    Asked,
    Change,
    Kind,
    Offer,
    Query,
    Refusal,
    Relation,
    Result,
)
from knowledge.shelf.catalogue import label

_ANSWERED = (Kind.FOUND, Kind.FIGURES, Kind.LIST)


def tell(result: Result, asked: Asked, shelf: Shelf) -> Answer:
    """The answer that a result gives."""
    query = result.query
    if query.ask is Ask.TALK:
        return tell_talk(query, asked, shelf)
    document = opened(shelf, query.document)
    result = _with_figures(result, shelf)
    telling = Telling(document=document, asked=asked, shelf=shelf, unit=query.unit, result=result)
    answer = replace(_told(telling), query=query)
    if readings.is_computed(answer, query):
        answer = replace(answer, read_as=readings.read_as(telling))
    return _finished(answer, telling)


def _with_figures(result: Result, shelf: Shelf) -> Result:
    """A list that is ordered or conditioned shows by what, also where it was not asked to."""
    query = result.query
    by_size = query.order.measure if query.order else None
    measure = by_size or (query.where[0].measure if query.where else None)
    if query.ask is Ask.LIST and any(each.relation is Relation.MISSING for each in query.where):
        return run(replace(query, measure=None, order=None, take=None), shelf)  # they have no figures to be shown by
    if query.ask is not Ask.LIST or query.measure is not None or measure is None or isinstance(query.of, Appeared):
        return result
    return replace(run(replace(query, measure=measure), shelf), query=query)


def _told(telling: Telling) -> Answer:
    result, query = telling.result, telling.query
    if isinstance(query.of, Appeared) and query.take is None and query.ask in (Ask.LIST, Ask.COUNT, Ask.RECORD):
        return changes.appeared(telling, query.of)
    if isinstance(query.measure, Change) and query.ask is not Ask.CONFIRM:
        return changes.of_measure(telling, query.measure)
    if query.ask in (Ask.CONFIRM, Ask.EXISTS, Ask.FACT):
        return {Ask.CONFIRM: checks.confirm, Ask.EXISTS: checks.exists, Ask.FACT: facts.fact}[query.ask](telling)
    lacks_all = not result.rows or (result.missing == "money" and all(row.value is None for row in result.rows))
    if result.missing is not None and lacks_all and query.ask is not Ask.COUNT:
        return entries.missing(telling)
    match query.ask:
        case Ask.RECORD:
            return entries.record(telling)
        case Ask.COUNT:
            return entries.count(telling)
        case Ask.RANK:
            return orders.rank(telling)
        case Ask.SUM if (entry := entries.only_mentioning(telling)) is not None:
            return entries.not_alone(telling, entry)
        case Ask.SUM | Ask.MEAN | Ask.MEDIAN:
            return totals.of_ask(telling)
        case Ask.DIFFERENCE | Ask.RATIO | Ask.COMPARE:
            return pairs.of_ask(telling)
        case Ask.AMOUNT if len(telling.rows) == 1 and not query.where:
            return entries.amount(telling)
    return orders.ordered(telling) if orders.is_ordered(telling) and telling.rows else entries.listed(telling)


def _finished(answer: Answer, voice: Voice) -> Answer:
    """What every answer says besides: whose plan it is, what was taken for what, where to go on, a line for minutes."""
    asked, document = voice.asked, voice.document
    notes = (*evidence.notes(voice.names, asked.reasons, is_cut=asked.is_cut), *answer.notes)
    citation = _citation(answer, voice)
    answer = replace(answer, notes=tuple(dict.fromkeys(notes)), headline=_of_plan(answer, voice))
    followed = answer.steps or steps.steps(answer, voice.names)
    return replace(answer, steps=followed, citation=citation, source=document.source)


def _of_plan(answer: Answer, voice: Voice) -> str:
    """The first sentence, which says whose plan it is where that is not the default one or the question named it."""
    document, default = voice.document, voice.shelf.default
    organisation = document.source.organisation or document.source.title
    years = (document.source.fiscal_year, *document.years)
    has_year = any(year is not None and voice.names.year(year) in answer.headline for year in years)
    if document.name == default.name or (has_year and organisation in answer.headline) or answer.kind is Kind.HELP:
        return answer.headline
    stage = document.source.fiscal_year == default.source.fiscal_year
    plan = organisation if has_year else label(document.source, voice.language, stage=stage)
    return voice.say("of_plan", plan=plan, headline=answer.headline)


def _citation(answer: Answer, voice: Voice) -> str | None:
    """One line for minutes: the entry with what the page prints as its amount, or the figure with what it is."""
    if answer.kind is Kind.FOUND and answer.shown:
        entry = answer.shown[0].entry
        money = " ".join(amount.raw for amount in entry.amounts)
        what = f"{entry.code or ''}{voice.names.title(entry)}{f' {money}' if money else ''}"
    elif answer.kind is Kind.FIGURES and answer.yen is not None:
        what = answer.headline.removesuffix("です。").rstrip("。.")
    else:
        return None
    date = voice.names.source.page_date
    place = voice.say("source_date", date=voice.names.day(date)) if date else ""
    return voice.say("citation", what=what, place=place)


def tell_offer(offer: Offer, asked: Asked, shelf: Shelf) -> Answer:
    """The readings that are too close to choose from, each with a step that asks it."""
    name = offer.queries[0].document if offer.queries else ""
    voice = Voice(document=opened(shelf, name), asked=asked, shelf=shelf)
    return _noted(offered(offer, voice), voice)


def tell_refusal(refusal: Refusal, asked: Asked, shelf: Shelf) -> Answer:
    """What is lacking, and what is near."""
    voice = Voice(document=opened(shelf, refusal.document), asked=asked, shelf=shelf)
    return _finished(Refusing(refusal, voice).answer(), voice)


def tell_talk(query: Query, asked: Asked, shelf: Shelf) -> Answer:
    """A courtesy, what the program is for, or the plan at a glance."""
    voice = Voice(document=opened(shelf, query.document), asked=asked, shelf=shelf)
    return talks.talk(query, voice)


def _noted(answer: Answer, voice: Voice) -> Answer:
    notes = (*evidence.notes(voice.names, voice.asked.reasons, is_cut=voice.asked.is_cut), *answer.notes)
    return replace(answer, notes=tuple(dict.fromkeys(notes)))


def together(answers: Sequence[Answer]) -> Answer:
    """Several questions of one post as one answer: each with its own figure, in the order asked."""
    if len(answers) == 1:
        return answers[0]
    first = answers[0]
    figures = [answer.yen for answer in answers if answer.yen is not None]
    kinds = [answer.kind for answer in answers]
    return replace(
        first,
        kind=next((kind for kind in kinds if kind in _ANSWERED), kinds[0]),
        headline=say("several_answers", first.language, count=len(answers)),
        notes=(),
        read_as=None,
        shown=tuple({shown.entry.id: shown for answer in answers for shown in answer.shown}.values()),
        table=None,
        yen=figures[0] if len(figures) == 1 else None,
        caveat=None,
        cautions=(),
        source_line="\n".join(_sources(answers)),
        source_name=say("years_and_source", first.language).join(
            dict.fromkeys(answer.source_name for answer in answers if answer.source_name)
        ),
        reasons=tuple(dict.fromkeys(reason for answer in answers for reason in answer.reasons)),
        unmatched=tuple(dict.fromkeys(word for answer in answers for word in answer.unmatched)),
        score=min(answer.score for answer in answers),
        citation=None,
        near=tuple({shown.entry.id: shown for answer in answers for shown in answer.near}.values()),
        facts=tuple(fact for answer in answers for fact in answer.facts),
        steps=(),
        parts=tuple(answers),
        query=None,
    )


def _sources(answers: Sequence[Answer]) -> Iterator[str]:
    """Each document's source once, without the lines of single entries."""
    lines: dict[str, list[str]] = {}
    for answer in answers:
        if answer.source is not None and answer.source_line:
            lines.setdefault(answer.source.document, []).append(answer.source_line)
    return (min(found, key=len) for found in lines.values())


__all__ = ["formed", "tell", "tell_offer", "tell_refusal", "tell_talk", "together"]
