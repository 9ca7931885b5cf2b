"""Entries themselves: one as it is printed, its money, and lists of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.answers.canonical import by_group
from knowledge.answers.teller import evidence, figures, orders
from knowledge.answers.teller.tables import table
from knowledge.answers.teller.telling import MOST_SHOWN, Telling, Voice
from knowledge.language import money, text
from knowledge.model import (
    Above,
    Amount,
    Answer,
    Ask,
    Below,
    Beside,
    Caution,
    Count,
    Entry,
    Kind,
    Level,
    Linked,
    Mentions,
    Money,
    OfLevel,
    Row,
    Set,
    Share,
    Whole,
)

AIMS = (Level.GOAL, Level.MISSION, Level.POLICY)
"""What a plan has once: its text is the answer."""


def record(telling: Telling) -> Answer:
    """The entries as printed."""
    entries = telling.entries
    if len(entries) != 1:
        return listed(telling)
    (entry,) = entries
    if isinstance(telling.query.of, Above):
        return _above(telling, entry)
    if entry.level in AIMS and not telling.asked_words:
        return found(telling, entry, _aim(telling, entry))
    word = telling.printed_word(entry) if telling.asked_words else None
    word = None if word and text.normal(word) == text.normal(entry.title) else word
    named = "found_word" if word else "found_entry"
    amount = own_amount(telling, entry)
    if amount is None:
        return found(telling, entry, telling.say(named, entry=telling.names.entry(entry), word=word))
    headline = telling.say(
        f"{named}_amount",
        entry=telling.names.entry(entry),
        word=word,
        money=telling.names.money(amount.yen),
        kind=telling.kind,
    )
    return found(telling, entry, headline, amount.yen)


def own_amount(telling: Telling, entry: Entry) -> Amount | None:
    """The amount that an entry itself prints of the money that is meant."""
    meant = telling.document.meant(telling.money)
    own_year = telling.document.source.fiscal_year
    return next(
        (a for a in entry.amounts if a.kind == meant.kind and (a.fiscal_year or own_year) == meant.fiscal_year), None
    )


def _aim(telling: Telling, entry: Entry) -> str:
    year = telling.names.year(telling.document.source.fiscal_year)
    if entry.level is Level.GOAL:
        return telling.say("found_goal", year=year, body=entry.body)
    return telling.say("found_text", year=year, level=telling.names.level(entry.level))


def _above(telling: Telling, entry: Entry) -> Answer:
    below = telling.query.of.of if isinstance(telling.query.of, Above) else telling.query.of
    headline = telling.say("found_parent", child=telling.words.set(below), entry=telling.names.entry(entry))
    shown = telling.shown([entry])
    if not telling.asked.in_whole:  # its own words say nothing of what is below it
        shown = tuple(replace(each, quote=None) for each in shown)
    return found(telling, entry, headline, shown=shown)


def found(telling: Telling, entry: Entry, headline: str, yen: int | None = None, **parts: object) -> Answer:
    """One entry answers."""
    base: dict[str, object] = {
        "shown": telling.shown([entry]),
        "yen": yen,
        "source_line": evidence.source_line(telling.names, entry),
        "cautions": (
            evidence.cautions(telling.names, [entry])
            if yen is not None
            else tuple(evidence.corrected(telling.names, [entry]))
        ),
    }
    return telling.answer(Kind.FOUND, headline, **(base | parts))


# Money of one


def amount(telling: Telling) -> Answer:
    """The money of each entry: of one in a sentence, of several side by side."""
    if len(telling.rows) != 1:
        return listed(telling)
    (row,) = telling.rows
    if row.entry is None or isinstance(telling.measure, (Share, Count)):
        return orders.ordered(telling)
    if row.value is None:
        return no_amount(telling, row.entry)
    if not figures.is_summed(row):
        return _own(telling, row.entry, row)
    if _is_only_mentioned(telling, row.entry):
        return not_alone(telling, row.entry)
    if len(row.counted) == 1:
        return _below(telling, row.entry, row.counted[0], row)
    headline = telling.say(
        "amounts_below",
        entry=telling.names.entry(row.entry),
        level=telling.names.level_of(row.counted),
        count=len(row.counted),
        money=telling.names.money(row.value),
        kind=telling.kind,
    )
    return telling.answer(
        Kind.FIGURES,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(row.counted),
        table=table(telling.with_rows(_apart(telling, row), figures.yen(telling, row.value))),
        yen=figures.yen(telling, row.value),
        cautions=evidence.cautions(telling.names, row.counted, total=True),
    )


def _apart(telling: Telling, row: Row) -> tuple[Row, ...]:
    """A sum as the rows that it is made of."""
    amounts = ((entry, own_amount(telling, entry)) for entry in row.counted)
    return tuple(Row(entry, value=own.yen if own else None, counted=(entry,)) for entry, own in amounts)


def _own(telling: Telling, entry: Entry, row: Row) -> Answer:
    """An amount that the entry itself prints; of a thing that its text only mentions, that it is not that thing's."""
    money = telling.names.money(row.value or 0)
    headline = telling.say("found_amount", entry=telling.names.entry(entry), money=money, kind=telling.kind)
    cautions = evidence.cautions(telling.names, [entry], *_not_only(telling, entry))
    yen = figures.yen(telling, row.value)
    return found(telling, entry, headline, yen, cautions=cautions, notes=figures.notes(telling))


def _not_only(telling: Telling, entry: Entry) -> Iterator[Caution]:
    """That the amount is not that of the question's word alone, which the entry's text only mentions."""
    word = telling.printed_word(entry)
    if word is not None and not telling.document.by_code(word) and not evidence.is_titled(entry, word):
        tells_own = any(word in line and money.find(line) for line in entry.body.splitlines())  # 小学校 4校(2億円)
        yield _not_alone_of(telling, word, "caveat_of_more" if tells_own else "caveat_not_only")


def _not_alone_of(telling: Telling, word: str, phrase: str = "caveat_not_only") -> Caution:
    said = telling.say(phrase, word=word)
    return Caution(f"not only {word}", said, said)


def _is_only_mentioned(telling: Telling, entry: Entry) -> bool:
    """Whether the question's words stand in an entry's text and not in its title: then what is below is not theirs."""
    word = telling.printed_word(entry)
    return word is not None and not evidence.is_titled(entry, word)


def only_mentioning(telling: Telling) -> Entry | None:
    """The one entry that a question's words lead to, where only its text has them and its money is all of others."""
    of = telling.query.of
    if not isinstance(of, Linked) or len(of.entries) != 1 or not of.words or not isinstance(telling.measure, Money):
        return None
    entry = telling.document.entry(of.entries[0])
    return entry if entry is not None and not entry.amounts and _is_only_mentioned(telling, entry) else None


def not_alone(telling: Telling, entry: Entry) -> Answer:
    """That what a text mentions has no money of its own."""
    word = telling.printed_word(entry)
    headline = telling.say("unknown_amount_alone", word=word, entry=telling.names.entry(entry))
    return replace(found(telling, entry, headline), kind=Kind.UNKNOWN)


def _below(telling: Telling, named: Entry, carrier: Entry, row: Row) -> Answer:
    """The money of the one entry below the one that was asked for."""
    values: dict[str, object] = {
        "entry": telling.names.entry(carrier),
        "above": telling.names.entry(named),
        "money": telling.names.money(row.value or 0),
        "kind": telling.kind,
        "level": telling.names.in_sentence(carrier.level),
    }
    word = telling.printed_word(named)
    headline = telling.say("amount_below_code" if word is None else "amount_below", word=word, **values)
    before = () if word is None else (_not_alone_of(telling, word),)
    cautions = evidence.cautions(telling.names, [carrier], *before)
    shown = telling.shown([carrier, named])
    return found(telling, carrier, headline, figures.yen(telling, row.value), cautions=cautions, shown=shown)


def no_amount(telling: Telling, entry: Entry) -> Answer:
    """No money of that year and kind; what is printed of others is told."""
    headline = telling.say("no_amount", entry=telling.names.entry(entry), kind=telling.kind)
    others = (telling.say("other_money", amounts=telling.names.amounts(entry.amounts)),) if entry.amounts else ()
    carries = entry.level is telling.document.deepest
    kind = (
        Kind.FOUND if carries and not others else Kind.UNKNOWN
    )  # that an initiative has no amount is what the page says
    return replace(found(telling, entry, headline), kind=kind, notes=others)


# Several


def listed(telling: Telling) -> Answer:
    """Several entries without figures, in their order."""
    entries, rows = telling.entries, telling.rows
    if not entries:
        return missing(telling)
    headline = _heading(telling, entries)
    if len(entries) == 1 and entries[0].title not in headline:
        headline = telling.say("list_one", headline=headline, entry=telling.names.entry(entries[0]))
    return telling.answer(
        Kind.LIST,
        headline,
        notes=figures.notes(telling),
        shown=telling.shown(entries),
        cautions=evidence.cautions(telling.names, entries[:MOST_SHOWN]),
        source_line=evidence.source_line(telling.names, entries[0] if len(rows) == 1 else None),
    )


def _heading(telling: Telling, entries: Sequence[Entry]) -> str:
    """What the list is of, and how many there are."""
    of, count = telling.query.of, max(telling.result.of, len(entries)) if telling.query.take is None else len(entries)
    level = telling.names.level_of(entries)
    if telling.query.where or telling.query.order or telling.query.take:
        return telling.say("list_found", set=telling.words.noun(telling.query), count=count)
    match of:
        case OfLevel() | Whole():
            return telling.say("list_level", level=level, count=count)
        case Below(Linked((_,)) as above, _):
            return telling.say("children_told", entry=telling.words.set(above), level=level, count=count)
        case Beside(other):
            parent = _above_both(telling, other, entries[0])
            if parent is None:
                return telling.say("others_told", entry=telling.words.set(other), level=level, count=count)
            values = {"entry": telling.words.set(other), "parent": telling.names.entry(parent)}
            return telling.say("siblings_told", level=level, count=count, **values)
        case Mentions(words) if not all(evidence.prints(entry, words) for entry in entries):
            return telling.say("list_about", word=words, count=count)
        case Linked(_, words) if words:
            return telling.say("list_about", word=words, count=count)
        case Linked():
            return telling.say("list_linked", count=count)
    return telling.say("list_found", set=telling.words.set(of), count=count)


def _above_both(telling: Telling, of: Set, other: Entry) -> Entry | None:
    """The lowest entry above one of a set and another one; None where only the document holds both."""
    named = telling.document.entry(of.entries[0]) if isinstance(of, Linked) and of.entries else None
    above = {entry.id for entry in telling.document.ladder(named)} if named is not None else set()
    return next((entry for entry in reversed(telling.document.ladder(other)) if entry.id in above), None)


def count(telling: Telling) -> Answer:
    """How many there are."""
    number = int(telling.result.value) if telling.result.value is not None else len(telling.rows)
    entries = telling.entries
    if isinstance(telling.query.of, (OfLevel, Whole)) and not telling.query.where:
        level = telling.words.set(telling.query.of)
        headline = telling.say("count_all", level=level, count=number)
    elif isinstance(telling.query.of, Linked) and telling.query.of.words:
        headline = telling.say("list_about", word=telling.query.of.words, count=number)
    else:
        headline = telling.say("count_of", set=telling.words.noun(telling.query), count=number)
    if telling.query.by is not None:
        by, noun = by_group(telling.query.by, telling.names), telling.words.noun(replace(telling.query, by=None))
        headline = telling.say("count_each", by=by, set=noun, count=number)
        return telling.answer(Kind.FIGURES, headline, shown=telling.shown(entries), table=table(telling))
    if not entries:
        return telling.answer(Kind.FIGURES, headline)
    return telling.answer(
        Kind.LIST,
        headline,
        shown=telling.shown(entries),
        cautions=evidence.cautions(telling.names, entries[:MOST_SHOWN]),
    )


def missing(telling: Telling) -> Answer:
    """Why nothing came: no such entry, no money, no such place, nothing that fulfils the conditions."""
    query, noun = telling.query, telling.words.noun(telling.query)
    match telling.result.missing:
        case "condition":
            return telling.answer(Kind.FIGURES, telling.say("none_fulfils", set=telling.words.conditioned(query)))
        case "place":
            place = query.take.skip + query.take.count if query.take else 0
            return telling.answer(Kind.UNKNOWN, telling.say("no_place", count=telling.result.of, rank=place))
        case "money":
            entries = telling.entries or telling.result.left_out
            if len(entries) == 1:
                return no_amount(telling, entries[0])
            headline = telling.say("no_money", set=noun, kind=telling.kind)
            return telling.answer(Kind.UNKNOWN, headline, shown=telling.shown(entries))
        case "office":
            return telling.answer(Kind.UNKNOWN, telling.say("none_printed", set=telling.words.set(query.of)))
    if query.ask is Ask.COUNT:
        return count(telling)
    if isinstance(query.of, Above):
        return telling.answer(Kind.UNKNOWN, telling.say("found_top", entry=telling.words.set(query.of.of)))
    if isinstance(query.of, Mentions):
        return unknown_word(telling, query.of.words)
    return telling.answer(Kind.UNKNOWN, telling.say("none_printed", set=noun))


def unknown_word(voice: Voice, *words: str) -> Answer:
    """Words that the document never uses; of a word that it does print somewhere that is not said."""
    unused = tuple(word for word in words if not voice.document.printed(word))
    if not unused:
        return voice.answer(Kind.UNKNOWN, voice.say("unknown_topic"), unmatched=words)
    return voice.answer(Kind.UNKNOWN, voice.say("unknown_word", words=voice.names.quoted(unused)), unmatched=words)
