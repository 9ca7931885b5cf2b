"""An answer as plain text and as the JSON of `ask --json`."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.language.phrases import level_name, say
from knowledge.model import Amount, Answer, Entry, Kind, Language, Level, Plan, Shown, Step, Table

MOST_ROWS = 30
"""Rows of a table in plain text."""


def as_text(answer: Answer) -> str:
    """The whole answer as plain text, line by line."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.headline
    if answer.parts:
        yield from _parts(answer)
        return
    if answer.read_as:
        yield say("read_line", answer.language, reading=answer.read_as)
    yield from answer.notes
    if answer.table is not None:
        yield from _table_lines(answer.table, answer.language)
    if answer.kind is Kind.CHOICES:
        yield from () if answer.table else _choices(answer)
        yield from _end(answer)
        return
    many = len(answer.shown) > 1 and answer.kind is not Kind.FOUND
    for number, shown in enumerate(answer.shown, 1):
        if many and answer.table is not None:
            continue
        if answer.table is not None and answer.kind is Kind.FOUND and len(answer.shown) > 2:
            continue
        yield from _shown_lines(shown, f"{number}. " if many else "", answer)
    yield from _end(answer)


def offered(answer: Answer) -> tuple[tuple[Step, Shown | None], ...]:
    """What may have been meant: each choice with the entry that it is, where it is one."""
    by_name = {shown.entry.name: shown for shown in answer.shown}
    return tuple((step, by_name.get(step.name)) for step in answer.steps)


def _choices(answer: Answer) -> Iterator[str]:
    """What may have been meant, numbered: entries with their level and money, other questions as they are."""
    for number, (step, shown) in enumerate(offered(answer), 1):
        if shown is None:
            yield f"{number}. {step.name}"
        else:
            yield from _shown_lines(shown, f"{number}. ", answer)


def _end(answer: Answer) -> Iterator[str]:
    """What must be said with it, whose it is, where it stands, what else may be asked."""
    if answer.caveat:
        yield answer.caveat
    if answer.source_line:
        yield answer.source_line
    if len(answer.shown) == 1 and answer.shown[0].url:
        yield answer.shown[0].url
    if answer.examples:
        yield say("help_examples", answer.language)
        yield from (f"- {example}" for example in answer.examples)


def _parts(answer: Answer) -> Iterator[str]:
    """Several questions' answers, numbered; what all of them say of their source only once."""
    for number, part in enumerate(answer.parts, 1):
        lines = [line for line in as_text(part).split("\n") if line not in (part.source_line, part.caveat)]
        yield f"({number}) {lines[0]}"
        yield from lines[1:]
    yield from caveats(answer)
    if answer.source_line:
        yield answer.source_line


def caveats(answer: Answer) -> tuple[str, ...]:
    """What must be said with the figures of an answer and of its parts, each once."""
    said = dict.fromkeys(each.caveat for each in (answer, *answer.parts) if each.caveat)
    return tuple(each for each in said if not any(each != other and each in other for other in said))


def _shown_lines(shown: Shown, number: str, answer: Answer) -> Iterator[str]:
    entry = shown.entry
    if number:
        amounts = " ".join(amount.raw for amount in entry.amounts)
        yield f"{number}{heading(entry, answer)}{'  ' + amounts if amounts else ''}"
        return
    ladder = [*shown.ladder, entry]
    yield " › ".join(heading(step, answer) for step in ladder)
    if shown.quote is not None and (answer.kind is not Kind.UNKNOWN or answer.facts):
        yield f"> {shown.quote.text}".replace("\n", "\n> ")


def heading(entry: Entry, answer: Answer) -> str:
    """An entry's name in a ladder or a list."""
    if entry.code is None:
        return entry.title
    space = " " if answer.language == "en" else ""
    return f"{level_name(entry, answer.language)}{space}{entry.code} {entry.title}"


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
        "facts": [{"name": name, "printed": printed} for name, printed in answer.facts],
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
