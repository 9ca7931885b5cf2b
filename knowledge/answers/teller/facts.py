"""Facts by name: what the page says of itself, and what an entry prints or does not print of what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from knowledge.answers.canonical import fact_name
from knowledge.answers.facts import facts_of, is_kept, is_looked_for, words_of
from knowledge.answers.teller import entries as one
from knowledge.answers.teller.telling import Telling, Voice
from knowledge.model import Answer, Entry, Kind, Money, Table, Told, Whole

OF_CONTACT = (
    "who", "person", "telephone", "contact", "apply", "where", "address", "fax", "when", "since", "price", "target",
    "funding",
)  # fmt: skip
"""Facts that the page's own contact may help to find out, where the entry does not print them."""
_ACTUAL = ("actual", "result", "achievement", "assessment")


def fact(telling: Telling) -> Answer:
    """The fact as printed, or first that it is not printed, and then what is."""
    name = telling.query.fact or ""
    if isinstance(telling.query.of, Whole):
        return _of_page(telling, name) if name in _PAGE else _of_nothing(telling)
    if len(telling.entries) > 1:
        return _of_several(telling, name)
    entry = next(iter(telling.entries), None)
    if entry is None:
        return _of_nothing(telling)
    told = _of_one(telling, entry, name)
    if told is None:
        return _not_printed(telling, entry)
    key = "fact_office" if name == "who" and entry.department else "fact_printed"
    words = {"entry": telling.names.entry(entry), "fact": told.name, "printed": told.printed}
    if len(told.headings) == 1 and told.headings[0] != entry.title:
        key, words = "fact_below", {**words, "heading": told.headings[0]}
    return one.found(telling, entry, telling.say(key, **words), facts=(told,))


def _called(telling: Telling) -> str:
    return fact_name(telling.query, telling.language)


def _of_one(telling: Telling, entry: Entry, name: str) -> Told | None:
    """What an entry prints: its own facts, the office in charge of a list's entry, or the sentence that was found."""
    called = _called(telling)
    said = next((row.printed for row in telling.result.rows if row.entry == entry), None)
    if is_kept(telling.query) and said is None:
        found = facts_of(telling.query, entry, telling.document.source.fiscal_year)
        headings = tuple(dict.fromkeys(fact.heading for fact in found))
        lines = tuple(line for fact in found for line in fact.lines)
        return Told(called, words_of(found), headings, lines) if found else None
    printed = entry.department if name == "who" and entry.department else said
    return Told(called, printed) if printed else None


# Not printed


def _lacking(telling: Telling) -> str:
    """Of what has a heading, and of money, it is known that it is not printed; a sentence may say the rest."""
    is_known = is_kept(telling.query) or telling.query.fact in _ACTUAL
    return "fact_not_printed" if is_known else "fact_not_told"


def _not_printed(telling: Telling, entry: Entry) -> Answer:
    headline = telling.say(_lacking(telling), entry=telling.names.entry(entry), fact=_called(telling))
    shown = telling.shown([entry])
    if not is_looked_for(telling.query):
        shown = tuple(replace(each, quote=None) for each in shown)
    answer = one.found(telling, entry, headline, notes=tuple(_instead(telling, entry)), shown=shown)
    return replace(answer, kind=Kind.UNKNOWN, unmatched=_words(telling), facts=(Told(_called(telling)),))


def _words(telling: Telling) -> tuple[str, ...]:
    return (telling.query.fact_words,) if telling.query.fact_words else ()


def _instead(telling: Telling, entry: Entry) -> Iterator[str]:
    """What is printed in its place: the kind of money, for spending; the page's own contact, for people and offices."""
    name = telling.query.fact
    if name in _ACTUAL:
        amount = one.own_amount(telling, entry)
        if amount is not None:
            kind = telling.names.kind(Money(amount.fiscal_year, amount.kind))
            yield telling.say("fact_only_money", kind=kind, money=telling.names.money(amount.yen))
    if name in OF_CONTACT and entry.department:
        yield telling.say("fact_office_printed", office=entry.department)
    yield from contact_notes(telling, name)


def contact_notes(voice: Voice, fact: str | None) -> tuple[str, ...]:
    """The page's own contact, named as that, where it may help to find a fact out."""
    contact = voice.document.source.contact
    if contact is None or fact not in OF_CONTACT:
        return ()
    telephone = voice.say("fact_telephone", value=contact.telephone) if contact.telephone else ""
    return (voice.say("fact_page_contact", contact=voice.names.listed(filter(None, (_office(voice), telephone)))),)


def _office(voice: Voice) -> str:
    contact = voice.document.source.contact
    between = " " if voice.language == "en" else ""
    return between.join(filter(None, (contact.office, contact.section))) if contact else ""


def _of_nothing(telling: Telling) -> Answer:
    """A fact that was asked of the whole document, which it does not print."""
    name, called = telling.query.fact, _called(telling)
    if name in _ACTUAL:
        headline = telling.say("fact_actual_not_printed", fact=called, kind=telling.kind)
    elif isinstance(telling.query.of, Whole) and not is_looked_for(telling.query):
        headline = telling.say("fact_not_in_plan", fact=called)
    else:  # of nothing that was found, or of what sentences may say in words that are not looked for
        headline = telling.say("fact_not_told", fact=called, entry=telling.document.source.title)
    notes = contact_notes(telling, name)
    return telling.answer(Kind.UNKNOWN, headline, notes=notes, unmatched=_words(telling), facts=(Told(called),))


def _of_several(telling: Telling, name: str) -> Answer:
    """A fact of several entries: a column where they print it, else that they don't."""
    entries, called = telling.entries, _called(telling)
    found = ((entry, _of_one(telling, entry, name)) for entry in entries)
    printed = [(entry, told) for entry, told in found if told]
    if not printed:
        headline = telling.say(_lacking(telling), entry=telling.words.noun(telling.query), fact=called)
        notes = contact_notes(telling, name)
        shown = telling.shown(entries)
        return telling.answer(
            Kind.UNKNOWN, headline, notes=notes, shown=shown, unmatched=_words(telling), facts=(Told(called),)
        )
    head = (telling.say("column_code"), telling.say("column_title"), called)
    cells = tuple((entry.code or "", entry.title, told.printed or "") for entry, told in printed)
    headline = telling.say("fact_of_several", fact=called, count=len(printed))
    facts = tuple(told for _, told in printed)
    table = Table(head, cells, (False, False, False))
    return telling.answer(Kind.LIST, headline, table=table, shown=telling.shown(entries), facts=facts)


# The page


def _of_page(telling: Telling, name: str) -> Answer:
    said = tuple(_PAGE[name](telling))
    called = _called(telling)
    if not said:
        return telling.answer(Kind.UNKNOWN, telling.say("fact_missing"), facts=(Told(called),))
    first, *others = said
    return telling.answer(Kind.FOUND, first, notes=tuple(others), facts=(Told(called, first),))


def _contact(telling: Telling) -> Iterator[str]:
    contact = telling.document.source.contact
    if contact is None:
        return
    section = f" {contact.section}" if contact.section else ""
    yield telling.say("fact_contact", office=contact.office, section=section)
    for name, value in _ways(telling).items():
        yield telling.say(f"fact_{name}", value=value)


def _ways(telling: Telling) -> dict[str, str]:
    contact = telling.document.source.contact
    if contact is None:
        return {}
    ways = {"telephone": contact.telephone, "fax": contact.fax, "address": contact.address}
    return {name: value for name, value in ways.items() if value}


def _way(name: str) -> Callable[[Telling], Iterator[str]]:
    """One way to reach the office, told first; the others after it."""

    def told(telling: Telling) -> Iterator[str]:
        contact, ways = telling.document.source.contact, _ways(telling)
        if contact is None or name not in ways:
            return
        yield telling.say(f"fact_page_{name}", office=_office(telling), value=ways[name])
        yield from (telling.say(f"fact_{other}", value=value) for other, value in ways.items() if other != name)

    return told


def _date(telling: Telling) -> Iterator[str]:
    if telling.document.source.page_date is not None:
        yield telling.say("fact_page_date", date=telling.names.day(telling.document.source.page_date))
        yield from _remarks(telling)


def _remarks(telling: Telling) -> Iterator[str]:
    return (telling.say("fact_remark", text=remark.text) for remark in telling.document.source.remarks)


def _number(telling: Telling) -> Iterator[str]:
    if telling.document.source.page_number is not None:
        yield telling.say("fact_page_number", number=telling.document.source.page_number)
        yield from _url(telling)


def _url(telling: Telling) -> Iterator[str]:
    if telling.document.source.url is not None:
        yield telling.say("fact_url", url=telling.document.source.url)


def _year(telling: Telling) -> Iterator[str]:
    if telling.document.source.fiscal_year is not None:
        yield telling.say("fact_of_year", year=telling.names.year(telling.document.source.fiscal_year))


def _title(telling: Telling) -> Iterator[str]:
    yield telling.say("fact_title")


def _stage(telling: Telling) -> Iterator[str]:
    if telling.document.source.stage is not None:
        yield telling.say("fact_stage", stage=telling.document.source.stage)


_PAGE: dict[str, Callable[[Telling], Iterator[str]]] = {
    "contact": _contact,
    "who": _contact,
    "telephone": _way("telephone"),
    "fax": _way("fax"),
    "address": _way("address"),
    "page_date": _date,
    "remark": _remarks,
    "page_number": _number,
    "url": _url,
    "year": _year,
    "title": _title,
    "stage": _stage,
}
"""Facts of the page itself → what is said of them, the answer first; nothing where the page does not say."""
