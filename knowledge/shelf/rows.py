"""Rows of the index ⇄ what they stand for: which column holds which field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from knowledge.model import Amount, Contact, Entry, Fact, FactKind, Figure, Finding, Level, Remark, Source
from knowledge.shelf.index import Posting, Term

_CONTACT = ("office", "section", "address", "telephone", "fax")


@dataclass(frozen=True, slots=True)
class Record:
    """A document on the shelf, as the index keeps it."""

    id: int
    source: Source
    content_hash: str
    built_at: str
    """ISO time, UTC."""
    years: tuple[int, ...] = ()
    """The fiscal years of its money, from the oldest: a list of projects has several."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with the numbers that postings and parents speak of."""

    id: int
    parent: int | None
    entry: Entry


def source_row(source: Source, content_hash: str) -> dict[str, Any]:
    """A document; its remarks stand in a table of their own."""
    contact = source.contact or Contact(office="")
    return {
        "name": source.document,
        "organisation": source.organisation,
        "title": source.title,
        "fiscal_year": source.fiscal_year,
        "url": source.url,
        "licence": source.licence,
        "page_date": source.page_date,
        "page_number": source.page_number,
        "stage": source.stage,
        "edition": source.edition,
        "pages": ",".join(map(str, source.pages)),
        "corrections": source.corrections,
        "office": contact.office or None,
        "section": contact.section,
        "address": contact.address,
        "telephone": contact.telephone,
        "fax": contact.fax,
        "content_hash": content_hash,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def record_of(row: dict[str, Any], remarks: Iterable[Remark]) -> Record:
    """A document with its remarks."""
    contact = Contact(*(row[key] for key in _CONTACT)) if row["office"] else None
    source = Source(
        document=row["name"],
        organisation=row["organisation"],
        title=row["title"],
        fiscal_year=row["fiscal_year"],
        url=row["url"],
        licence=row["licence"],
        page_date=row["page_date"],
        page_number=row["page_number"],
        stage=row["stage"],
        edition=row["edition"],
        pages=tuple(map(int, filter(None, row["pages"].split(",")))),
        corrections=row["corrections"],
        remarks=tuple(remarks),
        contact=contact,
    )
    years = sorted(map(int, row["years"].split(","))) if row["years"] else ()
    return Record(row["id"], source, row["content_hash"], row["built_at"], tuple(years))


def plain_row(value: Remark | Finding) -> dict[str, Any]:
    """A remark or a finding, its fields as they are."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def entry_row(number: int, document: int, entry: Entry) -> dict[str, Any]:
    """An entry; what stands above it is filled in when all of them are there."""
    return {
        "id": number,
        "document": document,
        "key": entry.id,
        "code": entry.code,
        "level": str(entry.level),
        "level_name": entry.level_name,
        "title": entry.title,
        "body": entry.body,
        "parent": None,
        "position": entry.position,
        "first_line": entry.lines[0],
        "last_line": entry.lines[1],
        "heading": entry.heading,
        "department": entry.department,
    }


def row_of(row: dict[str, Any], amounts: tuple[Amount, ...], facts: tuple[Fact, ...]) -> Row:
    """An entry with what it prints of money and of facts."""
    entry = Entry(
        document=row["key"].split("/", 1)[0],
        code=row["code"],
        level=Level(row["level"]),
        title=row["title"],
        body=row["body"],
        position=row["position"],
        lines=(row["first_line"], row["last_line"]),
        heading=row["heading"],
        parent=row["parent_key"],
        level_name=row["level_name"],
        department=row["department"],
        amounts=amounts,
        facts=facts,
    )
    return Row(row["id"], row["parent"], entry)


def amount_row(entry: int, amount: Amount) -> dict[str, Any]:
    """An amount of an entry."""
    return {
        "entry": entry,
        "yen": amount.yen,
        "fiscal_year": amount.fiscal_year,
        "kind": amount.kind,
        "inferred": int(amount.inferred),
        "raw": amount.raw,
        "line": amount.line,
    }


def fact_row(number: int, entry: int, fact: Fact) -> dict[str, Any]:
    """A fact of an entry; its figures stand in a table of their own."""
    lines = ",".join(map(str, fact.lines))
    return {
        "id": number,
        "entry": entry,
        "kind": str(fact.kind),
        "heading": fact.heading,
        "text": fact.text,
        "lines": lines,
        "fiscal_year": fact.fiscal_year,
    }


def fact_of(row: Sequence[Any], figures: Iterable[Figure]) -> Fact:
    """A fact by its kind, heading, text, lines and year."""
    kind, heading, text, lines, year = row
    return Fact(FactKind(kind), heading, text, tuple(map(int, lines.split(","))), year, tuple(figures))


def figure_row(fact: int, figure: Figure) -> dict[str, Any]:
    """A figure of a fact."""
    return {"fact": fact, **{name: getattr(figure, name) for name in figure.__dataclass_fields__}}


def posting_row(entry: int, posting: Posting, first_word: int) -> dict[str, Any]:
    """The words of an entry, by the ids that the index gives them."""

    def ids(numbers: tuple[int, ...]) -> str:
        return " ".join(str(number + first_word if number else number) for number in numbers)

    return {"rowid": entry, "title": ids(posting.title), "body": ids(posting.body)}


def posting_of(title: str, body: str) -> Posting:
    """The words of an entry's title and text."""
    return Posting(tuple(map(int, title.split())), tuple(map(int, body.split())))


def term_row(document: int, term: Term, first_word: int) -> dict[str, Any]:
    """A word of a document."""
    return {
        "id": term.id + first_word,
        "document": document,
        "word": term.word,
        "surface": term.surface,
        "reading": term.reading,
        "units": " ".join(str(unit + first_word) for unit in term.units) or None,
        "parts": " ".join(term.parts),
        "synonyms": " ".join(map(str, term.groups)),
        "df": term.df,
        "vector": None,
    }


def term_of(row: Sequence[Any]) -> Term:
    """A word by its columns, in the order of the table; ids are the index's own."""
    number, word, surface, reading, units, parts, groups, df = row
    return Term(
        id=number,
        word=word,
        surface=surface,
        reading=reading,
        units=tuple(map(int, units.split())) if units else (),
        parts=tuple(parts.split()),
        groups=tuple(map(int, groups.split())),
        df=df,
    )
