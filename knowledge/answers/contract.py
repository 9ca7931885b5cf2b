"""An answer as plain text and as the JSON of `ask --json`."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from knowledge.language.phrases import level_name, say
from knowledge.model import BARE, Amount, Answer, Entry, Kind, Language, Level, Plan, Quote, Shown, Step, Table

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


def in_full(answer: Answer) -> Shown | None:
    """The entry that is shown with its words and the way to it."""
    if answer.kind is Kind.CHOICES or answer.parts or not answer.shown or answer.form in BARE:
        return None
    return answer.shown[0] if answer.kind is Kind.FOUND or len(answer.shown) == 1 else None


def in_lines(answer: Answer) -> tuple[Shown, ...]:
    """The entries that are shown one a line; what the sentences, a table or the choices name is not named again."""
    if answer.table or answer.parts or answer.kind is Kind.CHOICES or answer.form in BARE:
        return ()
    if not in_full(answer):
        return answer.shown
    said = _said(answer)
    return tuple(shown for shown in answer.shown[1:] if shown.entry.title not in said)


def small_print(answer: Answer) -> tuple[str, ...]:
    """Half-lines below the headline: how a computed answer was read, what was taken for what, what is near."""
    read = (say("read_line", answer.language, reading=answer.read_as),) if answer.read_as else ()
    return (*read, *answer.notes)


def words_of(answer: Answer) -> Quote | None:
    """The printed words to quote: none that a sentence has said already, and none that do not bear the answer out.

    An entry that is merely near is named, and its words would only mislead; a sum does not stand in them.
    """
    shown = in_full(answer)
    if shown is None or shown.quote is None or answer.kind is Kind.UNKNOWN or shown.quote.text in answer.headline:
        return None
    is_of_others = answer.kind is Kind.FIGURES and not shown.entry.amounts
    return None if is_of_others else shown.quote


def quoted(quote: Quote, language: Language) -> str:
    """Printed words; with a slip of the pen in them, that they stand so on the page."""
    return f"{quote.text}{say('as_printed', language)}" if quote.is_odd else quote.text


def standing(answer: Answer) -> str:
    """Where the answer stands, on one line: the way down to the entry, and whose plan it is if no sentence says so."""
    return " · ".join(filter(None, (path(answer), whose(answer), _pages(answer))))


def _pages(answer: Answer) -> str:
    """The pages that an entry is printed on, in a document that has pages."""
    shown, source = in_full(answer), answer.source
    if shown is None or source is None or not source.pages or answer.kind is Kind.UNKNOWN:
        return ""
    first, last = (source.page_of(line) for line in shown.entry.lines)
    return say("source_one_page" if first == last else "source_pages", answer.language, first=first, last=last).strip(
        " ,"
    )


def whose(answer: Answer) -> str:
    """Whose plan it is; empty where the first sentence says so, and of courtesies."""
    is_named = answer.kind is Kind.HELP or (answer.source is not None and answer.source.title in answer.headline)
    return "" if is_named else answer.source_name or ""


def path(answer: Answer) -> str:
    """The way down to the entry that answers, 経営課題2 › 戦略2-1 防災対策の強化, and itself where nothing named it.

    Only the last step has its title: the others are a press away. Of a refusal there is none.
    """
    shown = in_full(answer)
    if shown is None or answer.kind is Kind.UNKNOWN:
        return ""
    steps = shown.ladder if shown.entry.title in _said(answer) else (*shown.ladder, shown.entry)
    above = (_numbered(step, answer) for step in steps[:-1])
    return " › ".join([*above, *(heading(step, answer) for step in steps[-1:])])


def _said(answer: Answer) -> str:
    return "\n".join((answer.headline, *answer.notes))


def offered(answer: Answer) -> tuple[tuple[Step, Shown | None], ...]:
    """What may have been meant: each choice with the entry that it is, where it is one."""
    by_name = {shown.entry.name: shown for shown in answer.shown}
    return tuple((step, by_name.get(step.name)) for step in answer.steps)


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


def page_url(answer: Answer) -> str | None:
    """Where a person can check the answer: at the heading where one entry answers, else on the page."""
    if answer.source_line is None or answer.kind is Kind.HELP:
        return None
    shown = in_full(answer)
    return (shown and shown.url) or (answer.source and answer.source.url) or None


def _parts(answer: Answer) -> Iterator[str]:
    """Several questions' answers, numbered, without what is said once for all of them."""
    for number, part in enumerate(answer.parts, 1):
        lines = as_text(alone(part)).split("\n")
        yield f"({number}) {lines[0]}"
        yield from lines[1:]


def alone(part: Answer) -> Answer:
    """One of several answers, without what all of them say at their end."""
    return replace(part, cautions=(), caveat=None, source=None, source_name=None)


def caveats(answer: Answer) -> str:
    """What must be said with the figures of an answer and of its parts: each thing whole, or in a word from then on."""
    answers = (answer, *answer.parts)
    cautions = {caution.name: caution for each in answers for caution in each.cautions}.values()
    between = " " if answer.language == "en" else ""
    plain = dict.fromkeys(each.caveat for each in answers if each.caveat and not each.cautions)
    whole = [caution.whole for caution in cautions if caution.name not in answer.cautioned]
    brief = [caution.brief for caution in cautions if caution.name in answer.cautioned and caution.brief]
    told = say("caveat_and", answer.language).join(dict.fromkeys(brief))
    return between.join(filter(None, (*plain, *whole, told)))


def heading(entry: Entry, answer: Answer) -> str:
    """An entry's name in a ladder or a list."""
    if entry.code is None:
        return entry.title
    return f"{_numbered(entry, answer)} {entry.title}"


def _numbered(entry: Entry, answer: Answer) -> str:
    """An entry's level and code, or its title where it has none."""
    if entry.code is None:
        return entry.title
    space = " " if answer.language == "en" else ""
    return f"{level_name(entry, answer.language)}{space}{entry.code}"


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
