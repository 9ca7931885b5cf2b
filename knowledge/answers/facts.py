"""Facts that a sentence of an entry may hold beside the words that were asked for: who, when, where, how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.engine import run
from knowledge.answers.members import Shelf
from knowledge.language import text
from knowledge.model import Ask, Below, Entry, Fact, FactKind, How, Level, Linked, OfLevel, Query, Reason, Result, Whole
from knowledge.reading.values import LABELS, TYPES, holds, sentences_of
from knowledge.shelf.document import MOST_TITLES, Document

_KINDS = {
    **{str(kind): (kind,) for kind in FactKind},
    "result": (FactKind.ACHIEVEMENT, FactKind.ASSESSMENT),
    "future": (FactKind.NEXT_STEPS,),
}
"""What a question calls a fact → the kinds of facts that entries have."""
_AIMS = OfLevel((Level.GOAL,))
"""What 目標は? asks for; of a plan without an aim of its own it asks what the entries are to reach."""
_INSTEAD = {FactKind.GOAL_FIGURE: FactKind.INDICATOR, FactKind.INDICATOR: FactKind.GOAL_FIGURE}
"""An indicator is printed with its target, and a target with what it counts: either tells of the other."""
_WHO = ("誰", "だれ", "どなた", "who", "whom", "whose", "メンバー", "members")
MOST_TOLD = 3
"""Entries whose sentences are searched for one fact."""
_WITHOUT = ("", "いくつ", "件数")
"""Words that ask for a number and say nothing of what is counted."""


def printed_fact(query: Query, entry: Entry, reasons: Sequence[Reason]) -> str | None:
    """The sentence of an entry that speaks of what was asked and holds a value of its type, two where both do so alike.

    Without reasons, where a fact is asked of what was just talked about, every sentence of the entry speaks of it. So
    does every one of an entry that is called by the very thing, 受信機 of 受信機の貸与: then all that hold it are told.
    None where no sentence does.
    """
    asked = _type(query.fact or "", query.fact_words)
    if asked is None:
        return None
    kind, counter, noun = asked
    holding = [each.printed for each in sentences_of(entry) if holds(each, kind, counter)]
    words = [text.normal(reason.index) for reason in reasons if reason.how is not How.MEANING]
    nouns = [noun, *(word for word in words if word in noun)] if noun else []
    named = [each for each in holding if any(word in text.normal(each) for word in nouns)]
    if noun and kind in _NAMED_ONLY and not any("無料" in each for each in holding):
        holding = named
    words = [] if kind in LABELS else [*words, noun] if noun and words else words
    spoken = [sum(word in text.normal(each) for word in words) for each in holding]
    if kind == "reason" and max(spoken, default=0) < len(words):
        return None
    if holding and (not words or max(spoken) > 0):
        best = [each for each, count in zip(holding, spoken, strict=True) if count == max(spoken)]
        return "".join(best) if len(best) == 2 and words else best[0]
    return "".join(holding) or None if _is_called_by(entry.title, words) else None


def _is_called_by(title: str, words: Sequence[str]) -> bool:
    """Whether a word is what a noun of a title comes down to: 受信機 of 受信機の貸与, and no 高齢者 of 高齢者支援."""
    nouns = [""]
    for part in text.morphemes(title):
        nouns[-1:] = [nouns[-1], ""] if part.word_class in ("助詞", "補助記号") else [nouns[-1] + part.normal]
    return any(noun.endswith(word) for noun in nouns if noun for word in words if word)


def is_kept(query: Query) -> bool:
    """Whether a fact is one that entries are read for: 指標, 達成状況, 自己評価."""
    return query.fact in _KINDS


def is_looked_for(query: Query) -> bool:
    """Whether a fact is one that sentences are searched for: when, where, how many."""
    return not is_kept(query) and _type(query.fact or "", query.fact_words) is not None


def next_steps(query: Query) -> Query | None:
    """次年度の取組: what is printed of the steps to come, in place of the entries of a year to come."""
    match query:
        case Query(ask=Ask.LIST | Ask.RECORD, measure=None, of=OfLevel() | Below(of=Linked()) as of, where=()):
            above = of.of if isinstance(of, Below) else Whole()
            return Query(Ask.FACT, above, query.document, fact=str(FactKind.NEXT_STEPS))
    return None


def found(query: Query, result: Result, reasons: Sequence[Reason], shelf: Shelf) -> Result:
    """The result of a query; for a fact with the entries that print it in place of those that don't."""
    if query.of == _AIMS and query.ask in (Ask.LIST, Ask.RECORD) and not result.rows:
        aims = Query(Ask.FACT, Whole(), query.document, fact=str(FactKind.GOAL_FIGURE))
        told = found(aims, run(aims, shelf), reasons, shelf)
        return told if told.rows else result
    if query.ask is not Ask.FACT:
        return result
    if is_kept(query):
        telling = _telling(query, result, shelf.document(query.document))
        if telling:
            return _of(telling, query, shelf)
        if query.year is not None or not reasons:
            return result
    rows = tuple(
        replace(row, printed=printed_fact(query, row.entry, reasons)) if row.entry is not None else row
        for row in (result.rows if query.fact and len(result.rows) <= MOST_TOLD else ())
    )
    if any(row.printed for row in rows):
        return replace(result, rows=rows)
    entry = rows[0].entry if len(rows) == 1 else None
    return (_nearby(query, entry, reasons, shelf) if entry is not None else None) or result


def _of(entries: Sequence[Entry], query: Query, shelf: Shelf) -> Result:
    return run(replace(query, of=Linked(tuple(entry.id for entry in entries))), shelf)


def _telling(query: Query, result: Result, document: Document) -> list[Entry]:
    """The entries that print the fact: those that are asked, in place of one that doesn't what is below it that does.

    Of the whole plan its own section where it has one, else all of them.
    """
    if document.size > MOST_TITLES:
        return []
    year = document.source.fiscal_year
    told = [entry for entry in document.telling(_sought(query)) if facts_of(query, entry, year)]
    if isinstance(query.of, Whole):
        return [entry for entry in told if entry.level is Level.POLICY][:1] or told
    asked = {row.entry.id for row in result.rows if row.entry is not None}
    lacking = asked - {entry.id for entry in told}
    return [
        entry for entry in told if entry.id in asked or any(above.id in lacking for above in document.ladder(entry))
    ]


def _sought(query: Query) -> tuple[FactKind, ...]:
    kinds = _KINDS.get(query.fact or "", ())
    return (*kinds, *(_INSTEAD[kind] for kind in kinds if kind in _INSTEAD))


def facts_of(query: Query, entry: Entry, own_year: int | None) -> tuple[Fact, ...]:
    """The facts of an entry that are asked for, of the year asked for; `own_year` is the plan's."""
    kinds = _KINDS.get(query.fact or "", ())
    asked = [fact for fact in entry.facts if fact.kind in kinds]
    asked = asked or [fact for fact in entry.facts if fact.kind in _sought(query)]
    return tuple(told for fact in asked if (told := _of_year(fact, query.year, own_year)) is not None)


def _of_year(fact: Fact, year: int | None, own_year: int | None) -> Fact | None:
    """The lines of a fact with a figure of a year; a fact that names no year is of the plan's own."""
    named = any(figure.fiscal_year for figure in fact.figures)
    if year is None or (not named and year == (fact.fiscal_year or own_year)):
        return fact
    at = [(words, line) for words, line in zip(fact.text.split("\n"), fact.lines, strict=True)]
    years = {(figure.line, figure.fiscal_year) for figure in fact.figures}
    kept = [(words, line) for words, line in at if (line, year) in years]
    if not kept:
        return None
    figures = tuple(figure for figure in fact.figures if (figure.line, year) in years)
    return replace(fact, text="\n".join(words for words, _ in kept), lines=tuple(n for _, n in kept), figures=figures)


def words_of(facts: Sequence[Fact]) -> str:
    """What facts say in one line, each below its heading where there are several."""
    several = len({fact.heading for fact in facts}) > 1
    told = (_joined(fact.text.split("\n")) for fact in facts)
    return " ".join(f"{fact.heading}: {words}" if several else words for fact, words in zip(facts, told, strict=True))


def _joined(lines: Sequence[str]) -> str:
    """Lines as one: apart by a comma where they do not end by themselves."""
    return "".join(line if line.endswith(("。", "」")) else f"{line}、" for line in lines).removesuffix("、")


def _nearby(query: Query, entry: Entry, reasons: Sequence[Reason], shelf: Shelf) -> Result | None:
    """The fact where an entry above or below prints it of the very words: the number stands in the issue's text."""
    document = shelf.document(query.document)
    words = [reason for reason in reasons if reason.how is How.EXACT]
    for other in (*reversed(document.ladder(entry)), *document.below(entry)) if words else ():
        printed = printed_fact(query, other, words) if other.id != entry.id else None
        if printed is not None and _speaks_of_all(printed, words):
            told = _of([other], query, shelf)
            return replace(told, rows=tuple(replace(row, printed=printed) for row in told.rows))
    return None


def _speaks_of_all(printed: str, reasons: Sequence[Reason]) -> bool:
    """Whether a sentence holds every word that was asked about: one of 見守り支援 is more than one of 支援."""
    said = text.normal(printed)
    return all(text.normal(reason.index) in said for reason in reasons)


_NAMED_ONLY = frozenset({"price", "headcount"})
"""Types of which an entry may print several things: its sentence must hold the very word, 運賃."""


def _type(fact: str, words: str) -> tuple[str, str, str] | None:
    """The type of value that a fact is, what it counts, and the noun that names it, where there is one: 定員."""
    if fact == "headcount" and not words:
        return None  # 件数: a number of nobody knows what
    if fact == "person" and not words.startswith(_WHO):
        return None  # 会長は誰: a name, which no sentence of a plan holds
    if fact == "who":
        return ("person", "", "") if words.startswith(_WHO) else ("who", "", "")  # who runs the salons
    said = text.normal(words)
    _, asks, counter = said.partition("何")
    if fact == "headcount" and not asks:
        counter = said.removesuffix("数") if said.endswith("数") and said not in _WITHOUT else ""
    fact = "since" if fact == "when" and said.startswith("いつ") else fact  # いつまで: 令和9年度末
    parts = text.morphemes(said)
    is_noun = (
        bool(parts) and not asks and said not in _WITHOUT and all(p.word_class in ("名詞", "接尾辞") for p in parts)
    )
    return (fact, counter, said if is_noun and not counter else "") if fact in TYPES else None
