"""Yes or no: whether what was said holds, and whether the document has something at all."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers.engine import run
from knowledge.answers.measured import RELATIONS
from knowledge.answers.names import half_up
from knowledge.answers.teller import entries, evidence, figures
from knowledge.answers.teller.tables import counted_level, table
from knowledge.answers.teller.telling import Telling
from knowledge.model import (
    Answer,
    Ask,
    Condition,
    Count,
    Kind,
    Linked,
    Mentions,
    Money,
    Query,
    Relation,
    Row,
    Set,
    Whole,
)


def confirm(telling: Telling) -> Answer:
    """はい or いいえ, and the true figure either way."""
    if telling.query.within is not None:
        return _inside(telling, telling.query.within)
    rows = [row for row in telling.rows if row.value is not None]
    if telling.result.holds is None or not (rows or telling.result.value is not None):
        return _cannot_tell(telling)
    if len(rows) > 1:
        return _of_several(telling, rows)
    row = rows[0] if rows else Row(None, value=telling.result.value)
    told = _told(telling, row)
    headline = telling.whether(told, holds=telling.result.holds)
    counted = figures.counted(telling)
    return telling.answer(
        Kind.FIGURES if figures.is_summed(row) or row.entry is None else Kind.FOUND,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(telling.entries or counted),
        yen=figures.yen(telling, row.value),
        cautions=figures.cautions(telling, counted),
        source_line=evidence.source_line(telling.names, row.entry),
    )


def _inside(telling: Telling, within: Set) -> Answer:
    """Whether something stands under what was named, with what it really stands under."""
    holds, found = bool(telling.result.holds), telling.entries
    if not found:
        return entries.missing(telling)
    if len(found) > 1:
        key = "inside_all" if holds else "inside_not_all"
        told = telling.say(key, within=telling.words.set(within), count=len(found))
        return telling.answer(Kind.LIST, telling.whether(told, holds=holds), shown=telling.shown(found))
    (entry,) = found
    rows = run(Query(Ask.LIST, within, telling.query.document), telling.shelf).rows
    if len(rows) > 1:
        key = "inside_several" if holds else "outside_several"
        told = telling.say(key, entry=telling.names.entry(entry), count=len(rows))
        return entries.found(telling, entry, telling.whether(told, holds=holds))
    named = next(iter(rows), None)
    level = named.entry.level if named is not None and named.entry is not None else None
    above = next((each for each in telling.document.ladder(entry) if each.level is level and each != entry), None)
    if above is None:
        told = telling.say("found_entry", entry=telling.names.entry(entry))
    else:
        told = telling.say("found_parent", child=telling.names.entry(entry), entry=telling.names.entry(above))
    stands = entry if holds or above is None else above
    return entries.found(telling, stands, telling.whether(told, holds=holds), shown=telling.shown([stands]))


def _cannot_tell(telling: Telling) -> Answer:
    """No figure is printed that could be confirmed."""
    if len(telling.entries) == 1:
        return entries.no_amount(telling, telling.entries[0])
    headline = telling.say("no_money", set=telling.words.set(telling.query.of), kind=telling.kind)
    return telling.answer(Kind.UNKNOWN, headline, shown=telling.shown(telling.entries))


def _told(telling: Telling, row: Row) -> str:
    """The true figure, and how it stands to what was said, unless that was just the figure."""
    if isinstance(telling.measure, Count) and not any(map(_is_query, telling.query.where)):
        return _number(telling, telling.measure, row)
    values: dict[str, object] = {
        "name": _name(telling, row),
        "measured": _measured(telling, row),
        "value": figures.value(telling, row),
    }
    others = [each for each in telling.query.where if each.relation is not Relation.EQUAL or _is_query(each)]
    if not others:
        return telling.say("confirm_figure", **values)
    clauses = [_clause(telling, each, row) for each in others]
    key = "confirm_number" if isinstance(telling.measure, Count) else "confirm_relation"
    return telling.say(key, relation=telling.say("confirm_and").join(clauses), **values)


def _number(telling: Telling, count: Count, row: Row) -> str:
    level, number = counted_level(telling, count), half_up(row.value or 0)
    if isinstance(telling.query.of, Whole):
        return telling.say("count_all", level=level, count=number)
    return telling.say("count_below", entry=telling.row_name(row), level=level, count=number)


def _name(telling: Telling, row: Row) -> str:
    if row.entry or row.label:
        return telling.row_name(row)
    if isinstance(telling.query.of, Whole):
        counted = figures.counted(telling)
        return telling.say("scope_printed", level=telling.names.level_of(counted), count=len(counted))
    return telling.words.set(telling.query.of)


def _measured(telling: Telling, row: Row) -> str:
    """What was said of it; of what is made of others' money that it is their sum."""
    measure = telling.query.where[0].measure if telling.query.where else telling.measure
    told = telling.words.measure(measure) if telling.query.where and measure else telling.kind
    is_sum = isinstance(measure, Money) and (figures.is_summed(row) or row.entry is None)
    return telling.say("read_sum", measure=told) if is_sum else told


def _is_query(condition: Condition) -> bool:
    return isinstance(condition.value, Query)


def _clause(telling: Telling, condition: Condition, row: Row) -> str:
    """One condition as it is true or not of the figure."""
    held, said = _held(telling, condition), telling.words.value(condition)
    if isinstance(condition.value, Query) and isinstance(condition.measure, Count):
        said = telling.words.set(condition.value.of)
    if isinstance(condition.value, Query) and held is not None:
        brief = figures.brief(telling, Row(None, value=held)) if isinstance(held, int) else said
        said = telling.say("confirm_other", words=said, value=brief)
    holds = _holds(condition.relation, row, held)
    relation = RELATIONS[condition.relation]
    return telling.say(f"{relation}_holds" if holds else f"{relation}_fails", value=said)


def _held(telling: Telling, condition: Condition) -> object:
    """What the figure is held against; the figure of another query is asked for."""
    if not isinstance(condition.value, Query):
        return condition.value
    found = run(condition.value, telling.shelf).value
    return None if found is None else half_up(found)


def _holds(relation: Relation, row: Row, held: object) -> bool:
    value = row.value
    if value is None or (not isinstance(held, (int, float)) and not hasattr(held, "numerator")):
        return False
    match relation:
        case Relation.OVER:
            return bool(value > held)  # type: ignore[operator]
        case Relation.AT_LEAST:
            return bool(value >= held)  # type: ignore[operator]
        case Relation.UNDER:
            return bool(value < held)  # type: ignore[operator]
        case Relation.AT_MOST:
            return bool(value <= held)  # type: ignore[operator]
    return bool(value == held)


def _of_several(telling: Telling, rows: Sequence[Row]) -> Answer:
    """Whether it holds of all, with each true figure."""
    said = telling.words.conditions(telling.query.where)
    key = "confirm_all" if telling.result.holds else "confirm_not_all"
    counted = figures.counted(telling)
    return telling.answer(
        Kind.FIGURES,
        telling.say(key, set=telling.words.set(telling.query.of), conditions=said, count=len(rows)),
        notes=figures.notes(telling),
        shown=telling.shown(telling.entries),
        table=table(telling),
        cautions=figures.cautions(telling, counted),
    )


# Is it there?


def exists(telling: Telling) -> Answer:
    """はい with where it stands; a no only as what the document does not print."""
    if not telling.result.holds or not telling.entries:
        return _nowhere(telling)
    found = telling.entries
    if len(found) > 1:
        return _in_several(telling)
    (entry,) = found
    word = telling.printed_word(entry)
    key = "exists_word" if word else "exists_entry"
    headline = telling.say(key, word=word, entry=telling.names.entry(entry))
    return entries.found(telling, entry, telling.whether(headline, holds=True))


def _in_several(telling: Telling) -> Answer:
    found, query = telling.entries, telling.query
    word = telling.asked_words
    stands = bool(word) and all(evidence.prints(entry, word) for entry in found)
    if stands:
        told = telling.say("exists_word_many", word=word, count=len(found))
    else:
        told = telling.say("exists_many", set=telling.words.noun(query), count=len(found))
    return telling.answer(Kind.LIST, telling.whether(told, holds=True), shown=telling.shown(found))


def _nowhere(telling: Telling) -> Answer:
    """Words that the document does not use; or いいえ, nothing that fulfils the conditions."""
    query = telling.query
    if isinstance(query.of, (Mentions, Linked)) and not query.where and query.of.words:
        return entries.unknown_word(telling, query.of.words)
    told = telling.say("none_fulfils", set=telling.words.noun(query))
    return telling.answer(Kind.FIGURES, telling.whether(told, holds=False))
