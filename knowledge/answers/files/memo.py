"""A note for an answer in the assembly: question, answer, grounds, the year before, and what is not printed.

It says nothing that the answer does not say, and an answer says nothing that the plan does not print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from knowledge.answers.files.sheet import ANSWERED, as_rows
from knowledge.answers.outline import heading, quoted, words_of
from knowledge.language.phrases import say
from knowledge.model import Answer, Change, Kind, Language, Shown, Table

MOST_ROWS = 20
"""Rows that a note repeats; more belong into a workbook."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a note."""

    name: str
    lines: tuple[str, ...]
    table: Table | None = None
    """Rows below the lines."""
    url: str | None = None
    """Where the page can be checked, below all."""


@dataclass(frozen=True, slots=True)
class Memo:
    """A note, part by part."""

    title: str
    sections: tuple[Section, ...]


def memo(answer: Answer, question: str, before: Sequence[Answer | None]) -> Memo | None:
    """The note of an answer; None where there is nothing to note. `before`: each part of it against the year before."""
    if answer.kind not in (*ANSWERED, Kind.UNKNOWN):
        return None
    language = answer.language
    sections = [Section(say("memo_question", language), (question,))]
    for part, compared in zip_longest(answer.parts or (answer,), before):
        sections.append(Section(say("memo_answer", language), tuple(_said(part))))
        sections.append(_grounds(part))
        sections.append(Section(say("memo_before", language), (_before(part, compared),)))
    sections.append(Section(say("memo_lacking", language), tuple(dict.fromkeys(_lacking(answer)))))
    return Memo(say("memo_title", language), tuple(sections))


def _said(part: Answer) -> Iterator[str]:
    yield part.headline
    if part.read_as:
        yield say("memo_computed", part.language, reading=part.read_as)


def _grounds(part: Answer) -> Section:
    """The printed words or rows that it rests on, whose they are, the day of the page, and where they stand."""
    table = part.table
    if table is None and len(part.shown) > 1 and part.kind is Kind.LIST:
        table = as_rows(part)
    lines = [*_of_one(part)] if table is None else []
    lines += (part.source_line or "").split("\n")
    url = part.source.url if part.source is not None else None
    return Section(say("memo_grounds", part.language), tuple(filter(None, lines)), _cut(table, part.language), url)


def _of_one(part: Answer) -> Iterator[str]:
    for shown in part.shown[:1]:
        yield _ladder(shown, part)
    quote = words_of(part)
    if quote is not None:
        yield say("memo_quote", part.language, quote=quoted(quote, part.language))


def _ladder(shown: Shown, part: Answer) -> str:
    return " › ".join(heading(entry, part) for entry in (*shown.ladder, shown.entry))


def _cut(table: Table | None, language: Language) -> Table | None:
    """A table of at most so many rows, with how many there are besides, and its last row, which may be their sum."""
    if table is None or len(table.rows) <= MOST_ROWS + 1:
        return table
    left = say("more_rows", language, count=len(table.rows) - MOST_ROWS - 1)
    gap = ("", left, *("" for _ in table.columns[2:]))
    return Table(table.columns, (*table.rows[:MOST_ROWS], gap, table.rows[-1]), table.numeric)


def _before(answer: Answer, before: Answer | None) -> str:
    if answer.query is not None and isinstance(answer.query.measure, Change):
        return answer.headline
    if before is None:
        return say("memo_no_money", answer.language)
    is_compared = before.query is not None and isinstance(before.query.measure, Change)
    return before.headline if is_compared or before.kind is Kind.ELSEWHERE else say("memo_no_before", answer.language)


def _lacking(answer: Answer) -> Iterator[str]:
    """What was asked for and is not printed, and what the page leaves open of what it prints."""
    for part in (answer, *answer.parts):
        yield from (
            say("memo_fact_lacks", answer.language, fact=told.name) for told in part.facts if told.printed is None
        )
        named = any(told.printed is None for told in part.facts)
        yield from () if named else (say("memo_word_lacks", answer.language, word=word) for word in part.unmatched)
        if part.caveat:
            yield part.caveat
    if not any(part.caveat or part.unmatched or part.facts for part in (answer, *answer.parts)):
        yield say("memo_nothing_lacks", answer.language)


def as_plain(note: Memo, language: Language) -> str:
    """The note as text to copy."""
    lines = [note.title]
    for section in note.sections:
        first, *others = section.lines or ("",)
        if len(section.lines) == 1 and section.table is None and section.url is None:
            lines.append(say("memo_line", language, name=section.name, said=first))
            continue
        lines.append(say("memo_line", language, name=section.name, said="").rstrip())
        lines += [f"  {line}" for said in (first, *others) for line in said.split("\n")]
        rows = section.table.rows if section.table is not None else ()
        lines += [f"  {' '.join(filter(None, row))}" for row in (section.table.columns, *rows)] if section.table else []
        lines += [f"  {section.url}"] if section.url else []
    return "\n".join(lines)
