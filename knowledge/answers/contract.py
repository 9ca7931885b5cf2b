"""An answer as plain text and as the JSON of `ask --json`."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.answers.outline import (
    alone,
    caveats,
    heading,
    in_lines,
    offered,
    page_url,
    quoted,
    small_print,
    standing,
    words_of,
)
from knowledge.language.phrases import say
from knowledge.model import Amount, Answer, Entry, Fact, Kind, Language, Level, Plan, Shown, Table

MOST_ROWS = 30
"""Rows of a table in plain text."""


def as_text(answer: Answer) -> str:
    """The answer as a person reads it, in plain text, line by line."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.headline
    if answer.parts:
        yield from _parts(answer)
        yield from _end(answer)
        return
    yield from small_print(answer)
    if answer.table is not None:
        yield from _table_lines(answer.table, answer.language)
    quote = words_of(answer)
    if quote is not None:
        yield f"> {quoted(quote, answer.language)}".replace("\n", "\n> ")
    yield from _entry_lines(answer)
    yield from _choices(answer)
    yield from _end(answer)


def _choices(answer: Answer) -> Iterator[str]:
    """What may have been meant, numbered: entries with their level and money, other questions as they are."""
    if answer.kind is not Kind.CHOICES or answer.table is not None:
        return
    for number, (step, shown) in enumerate(offered(answer), 1):
        yield f"{number}. {step.name if shown is None else _with_amounts(shown, answer)}"


def _entry_lines(answer: Answer) -> Iterator[str]:
    """Entries one a line, numbered where there are several."""
    listed = in_lines(answer)
    for number, shown in enumerate(listed, 1):
        yield f"{number}. {_with_amounts(shown, answer)}" if len(answer.shown) > 1 else _with_amounts(shown, answer)


def _with_amounts(shown: Shown, answer: Answer) -> str:
    return "  ".join((heading(shown.entry, answer), *(amount.raw for amount in shown.entry.amounts)))


def _end(answer: Answer) -> Iterator[str]:
    """What must be said with it, where it stands, what else may be asked."""
    told = caveats(answer)
    if told:
        yield say("caveat_line", answer.language, said=told)
    yield from filter(None, (standing(answer), page_url(answer)))
    if answer.examples:
        yield say("help_examples", answer.language)
        yield from (f"- {example}" for example in answer.examples)


def _parts(answer: Answer) -> Iterator[str]:
    """Several questions' answers, numbered, without what is said once for all of them."""
    for number, part in enumerate(answer.parts, 1):
        lines = as_text(alone(part)).split("\n")
        yield f"({number}) {lines[0]}"
        yield from lines[1:]


def _table_lines(table: Table, language: Language) -> Iterator[str]:
    """The rows in columns; of very many the first, how many are left out, and their sum where the last row is one."""
    rows = [table.columns, *table.rows]
    if len(table.rows) > MOST_ROWS:
        last = [row for row in table.rows[-1:] if not row[0]]
        left = len(table.rows) - MOST_ROWS - len(last)
        place = min(1, len(table.columns) - 1)
        gap = tuple(say("more_rows", language, count=left) if at == place else "" for at in range(len(table.columns)))
        rows = [*rows[: MOST_ROWS + 1], gap, *last]
    widths = [max(width(row[column]) for row in rows) for column in range(len(table.columns))]
    for row in rows:
        cells = (_padded(cell, widths[at], right=table.numeric[at]) for at, cell in enumerate(row))
        yield "  ".join(cells).rstrip()


def width(printed: str) -> int:
    """Columns that a text takes in a terminal: two for a wide character (Unicode Standard Annex 11)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in printed)


def _padded(cell: str, columns: int, *, right: bool) -> str:
    space = " " * (columns - width(cell))
    return space + cell if right else cell + space


def as_json(answer: Answer) -> str:
    """The answer as one line of ASCII JSON; the contract of `ask --json`."""
    return json.dumps(_plain(answer))


def _plain(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "kind": str(answer.kind),
        "language": answer.language,
        "text": as_text(answer),
        "entries": [_entry(shown) for shown in answer.shown],
        "near": [_entry(shown) for shown in answer.near],
        "parts": [_plain(part) for part in answer.parts],
        "yen": answer.yen,
        "read_as": answer.read_as,
        "facts": [
            {"name": told.name, "printed": told.printed, "headings": list(told.headings), "lines": list(told.lines)}
            for told in answer.facts
        ],
        "caveat": answer.caveat,
        "reasons": [
            {"word": reason.word, "index": reason.index, "how": str(reason.how), "weight": reason.weight}
            for reason in answer.reasons
        ],
        "unmatched": list(answer.unmatched),
        "score": answer.score,
        "version": answer.version,
    }


def _entry(shown: Shown) -> dict[str, Any]:
    entry = shown.entry
    return {
        "document": entry.document,
        "code": entry.code,
        "level": entry.level_name or str(entry.level),
        "title": entry.title,
        "id": entry.id,
        "ladder": [{"code": above.code, "title": above.title} for above in shown.ladder],
        "amounts": _amounts(entry.amounts),
        "quote": shown.quote.text if shown.quote else None,
        "lines": list(entry.lines),
        "url": shown.url,
        "score": shown.score,
    }


def _amounts(amounts: Sequence[Amount]) -> list[dict[str, Any]]:
    return [
        {
            "yen": amount.yen,
            "fiscal_year": amount.fiscal_year,
            "kind": amount.kind,
            "inferred": amount.inferred,
            "raw": amount.raw,
        }
        for amount in amounts
    ]


def _fact(fact: Fact) -> dict[str, Any]:
    figures = [{name: getattr(figure, name) for name in figure.__dataclass_fields__} for figure in fact.figures]
    told = {"kind": str(fact.kind), "heading": fact.heading, "text": fact.text, "lines": list(fact.lines)}
    return {**told, "fiscal_year": fact.fiscal_year, "figures": figures}


def plan_as_json(plan: Plan) -> str:
    """How a document was understood, as one line of ASCII JSON; the contract of `read --json`."""
    source, by_id = plan.source, {entry.id: entry for entry in plan.entries}
    contact = source.contact
    return json.dumps(
        {
            "organisation": source.organisation,
            "title": source.title,
            "fiscal_year": source.fiscal_year,
            "stage": source.stage,
            "page_date": source.page_date,
            "page_number": source.page_number,
            "contact": contact and {name: getattr(contact, name) for name in contact.__dataclass_fields__},
            "remarks": [{"text": remark.text, "date": remark.date, "line": remark.line} for remark in source.remarks],
            "entries": [
                {
                    "level": entry.level_name or str(entry.level),
                    "code": entry.code,
                    "title": entry.title,
                    "parent": _parent(by_id.get(entry.parent or "")) or _implied_parent(entry),
                    "amounts": _amounts(entry.amounts),
                    "lines": list(entry.lines),
                    "facts": [_fact(fact) for fact in entry.facts],
                }
                for entry in plan.entries
            ],
            "findings": [{"code": f.code, "line": f.line, "message": f.message} for f in plan.findings],
        }
    )


def _parent(entry: Entry | None) -> dict[str, Any] | None:
    return (
        None
        if entry is None
        else {
            "level": entry.level_name or str(entry.level),
            "code": entry.code,
            "title": entry.title,
        }
    )


def _implied_parent(entry: Entry) -> dict[str, Any] | None:
    """What the code says stands above an entry where the page prints nothing of the kind: no title, and no entry."""
    above = {Level.STRATEGY: Level.ISSUE, Level.ACTION: Level.STRATEGY}.get(entry.level)
    code, dash, _ = (entry.code or "").rpartition("-")
    return {"level": str(above), "code": code, "title": None} if above and dash and not entry.level_name else None
