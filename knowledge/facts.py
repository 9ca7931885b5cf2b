"""Facts of the plan as a whole: goal, mission, policy, contact, dates, page, year."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.intents import Want
from knowledge.model import Answer, Kind, Level
from knowledge.writer import Writer

_LEVELS = {Want.GOAL: Level.GOAL, Want.MISSION: Level.MISSION, Want.POLICY: Level.POLICY}


def answer(want: Want, writer: Writer) -> Answer | None:
    """The fact, or None where the want is none of these."""
    if want in _LEVELS:
        return _aim(_LEVELS[want], writer)
    tellers: dict[Want, Callable[[Writer], Answer]] = {
        Want.CONTACT: _contact,
        Want.DATE: _date,
        Want.REMARK: _remark,
        Want.PAGE: _page,
        Want.YEAR: _year,
        Want.TITLE: _title,
        Want.REFORM: _reform,
    }
    return tellers[want](writer) if want in tellers else None


def _missing(writer: Writer) -> Answer:
    return writer.answer(Kind.UNKNOWN, writer.say("fact_missing"))


def _aim(level: Level, writer: Writer) -> Answer:
    entry = next(iter(writer.document.of_level(level)), None)
    if entry is None:
        return _missing(writer)
    year = writer.fiscal_year(writer.source.fiscal_year)
    if level is Level.GOAL:
        headline = writer.say("found_goal", year=year, body=entry.body)
    else:
        headline = writer.say("found_text", year=year, level=writer.level(level))
    return writer.answer(
        Kind.FOUND, headline, shown=(writer.shown(entry),), source_line=writer.source_line(entry), score=100
    )


def _contact(writer: Writer) -> Answer:
    contact = writer.source.contact
    if contact is None:
        return _missing(writer)
    values = {"telephone": contact.telephone, "fax": contact.fax, "address": contact.address}
    notes = tuple(writer.say(f"fact_{name}", value=value) for name, value in values.items() if value)
    section = contact.section or ""
    headline = writer.say("fact_contact", office=contact.office, section=f" {section}" if section else "")
    return writer.answer(Kind.FOUND, headline, notes=notes, score=100)


def _date(writer: Writer) -> Answer:
    if writer.source.page_date is None:
        return _missing(writer)
    headline = writer.say("fact_page_date", date=writer.day(writer.source.page_date))
    return writer.answer(Kind.FOUND, headline, notes=_remarks(writer), score=100)


def _remark(writer: Writer) -> Answer:
    remarks = _remarks(writer)
    return writer.answer(Kind.FOUND, remarks[0], notes=remarks[1:], score=100) if remarks else _missing(writer)


def _remarks(writer: Writer) -> tuple[str, ...]:
    return tuple(writer.say("fact_remark", text=remark.text) for remark in writer.source.remarks)


def _page(writer: Writer) -> Answer:
    number, url = writer.source.page_number, writer.source.url
    if number is None and url is None:
        return _missing(writer)
    link = writer.say("fact_url", url=url) if url else ""
    if number is None:
        return writer.answer(Kind.FOUND, link, score=100)
    headline = writer.say("fact_page_number", number=number)
    return writer.answer(Kind.FOUND, headline, notes=(link,) if link else (), score=100)


def _year(writer: Writer) -> Answer:
    if writer.source.fiscal_year is None:
        return _missing(writer)
    year = writer.fiscal_year(writer.source.fiscal_year)
    return writer.answer(Kind.FOUND, writer.say("fact_year", year=year), score=100)


def _title(writer: Writer) -> Answer:
    return writer.answer(Kind.FOUND, writer.say("fact_title"), score=100)


def _reform(writer: Writer) -> Answer:
    entries = writer.document.of_level(Level.REFORM)
    if not entries:
        return _missing(writer)
    headline = writer.say("list_level", level=writer.levels(Level.REFORM), count=len(entries))
    return writer.answer(Kind.LIST, headline, shown=tuple(map(writer.shown, entries)), score=100)
