"""An Answer as a Slack message. Pure: no network, no state.

Words from the plan or from a question stand in rich_text and plain_text only, which Slack never parses; the one mrkdwn
object holds a link whose label is ours. Slack's limits are met by construction: every part has its own budget of
characters, and the budgets together stay below what one message may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote as percent

from bot.layout import examples_heading, in_full, in_lines, ladder, money_in, page_url, words_of
from bot.text import cut, cut_escaped, escape, printable
from knowledge import Answer, Entry, Kind, Language, Quote, Shown, Table, as_text, say

Block = dict[str, Any]

TEXT_LIMIT = 4_000
HEADLINE, NOTES, LADDER, QUOTED, LINE, CAVEAT, SOURCE, EXAMPLE = 1_000, 1_000, 600, 1_500, 120, 800, 300, 150
LISTED = 20
EXAMPLES = 5
TABLE, CELL, ROWS, COLUMNS = 4_000, 120, 100, 20
SHORT = 10
"""A column of cells no longer than this stays on one line: a code must not break at its dash."""
URL_LIMIT = 2_500


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks to look at, and the same answer as text for notifications, screen readers and refusals."""

    text: str
    blocks: tuple[Block, ...] = ()


def message(answer: Answer) -> Message:
    """Lay out one answer."""
    return Message(cut_escaped(printable(as_text(answer)), TEXT_LIMIT), tuple(_blocks(answer)))


def plain(sentence: str) -> Message:
    """A sentence that needs no layout."""
    return Message(cut_escaped(printable(sentence), TEXT_LIMIT))


def _blocks(answer: Answer) -> Iterable[Block]:
    yield _rich(_section(_with_bold_money(cut(printable(answer.headline), HEADLINE))))
    if answer.notes:
        yield _small(cut("\n".join(answer.notes), NOTES))
    shown = in_full(answer)
    if shown:
        yield from _detail(shown, words_of(answer), answer.language)
    if answer.table:
        yield from _table(answer.table, answer.language)
    listed = in_lines(answer)
    if listed:
        yield _list(listed, answer)
    if answer.caveat:
        yield _small(f"※ {cut(answer.caveat, CAVEAT)}")
    if answer.examples:
        yield _examples(answer)
    if answer.source_line:
        yield _source(answer, answer.source_line)


def _detail(shown: Shown, quote: Quote | None, language: Language) -> Iterable[Block]:
    way, entry = ladder(shown, language)
    if way:
        yield _small(cut(way, LADDER))
    title = _section([_text(cut(entry, LINE), bold=True)])
    quoted = quote and _marked(quote)
    yield _rich(title, *([{"type": "rich_text_quote", "elements": quoted}] if quoted else []))


def _marked(quote: Quote) -> list[Block]:
    """The quote with the words that hit in bold."""
    text = cut(quote.text, QUOTED)
    return _with_bold(text, [(start, end) for start, end in quote.marks if end <= len(text)])


def _table(table: Table, language: Language) -> Iterable[Block]:
    """The native table. Slack allows one a message, 100 rows of 20 cells, and no empty cell."""
    columns = table.columns[:COLUMNS]
    rows = [_cells(columns, len(columns))]
    used = sum(map(len, rows[0]))
    for row in table.rows[: ROWS - 1]:
        cells = _cells(row, len(columns))
        used += sum(map(len, cells))
        if used > TABLE:
            break
        rows.append(cells)
    yield {
        "type": "table",
        "column_settings": [
            {"align": "right" if numeric else "left", "is_wrapped": not numeric and max(map(len, cells)) > SHORT}
            for numeric, cells in zip(table.numeric, zip(*rows, strict=True), strict=False)
        ],
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
    }
    left = len(table.rows) - (len(rows) - 1)
    if left:
        yield _small(say("window_more_rows", language, count=left))


def _cells(row: Sequence[str], width: int) -> list[str]:
    padded = [*row[:width], *[""] * (width - len(row))]
    return [cut(printable(cell).strip(), CELL) or "–" for cell in padded]


def _list(shown: Sequence[Shown], answer: Answer) -> Block:
    """Entries one a line; numbered where one of them is to be chosen."""
    style = "ordered" if answer.kind is Kind.CHOICES else "bullet"
    lines = [_section(_line(one.entry)) for one in shown[:LISTED]]
    elements: list[Block] = [{"type": "rich_text_list", "style": style, "elements": lines}]
    if len(shown) > LISTED:
        elements.append(_section([_text(say("window_more_entries", answer.language, count=len(shown) - LISTED))]))
    return _rich(*elements)


def _line(entry: Entry) -> list[Block]:
    parts = [_text(f"{entry.code} ", bold=True)] if entry.code else []
    parts.append(_text(cut(entry.title, LINE)))
    if len(entry.amounts) == 1:
        parts.append(_text(f" {entry.amounts[0].raw}", bold=True))
    return parts


def _examples(answer: Answer) -> Block:
    """Where the answer is help, they are what it has to say; elsewhere they stay quiet."""
    heading = examples_heading(answer)
    examples = [cut(example, EXAMPLE) for example in answer.examples[:EXAMPLES]]
    if answer.kind is not Kind.HELP:
        return _small(" · ".join([f"{heading}: {examples[0]}", *examples[1:]]))
    lines = [_section([_text(example)]) for example in examples]
    return _rich(_section([_text(heading)]), {"type": "rich_text_list", "style": "bullet", "elements": lines})


def _source(answer: Answer, line: str) -> Block:
    elements = [_plain(cut(line, SOURCE))]
    url = page_url(answer)
    if url and len(url) <= URL_LIMIT:
        label = escape(say("window_source_link", answer.language))
        elements.append({"type": "mrkdwn", "text": f"<{_inert_url(url)}|{label}>"})
    return {"type": "context", "elements": elements}


def _inert_url(url: str) -> str:
    """A URL that cannot end its link early: | and < > and spaces as percent codes, & as an entity."""
    return escape(percent(url, safe="%/:?#[]@!$&'()*+,;=~-._"))


def _with_bold_money(sentence: str) -> list[Block]:
    return _with_bold(sentence, money_in(sentence))


def _with_bold(text: str, spans: Iterable[tuple[int, int]]) -> list[Block]:
    parts: list[Block] = []
    done = 0
    for start, end in spans:
        parts += [_text(text[done:start]), _text(text[start:end], bold=True)]
        done = end
    parts.append(_text(text[done:]))
    return [part for part in parts if part["text"]]


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(parts: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": parts}


def _text(text: str, *, bold: bool = False) -> Block:
    plain_part: Block = {"type": "text", "text": printable(text)}
    return plain_part | {"style": {"bold": True}} if bold else plain_part


def _small(text: str) -> Block:
    return {"type": "context", "elements": [_plain(text)]}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": printable(text), "emoji": False}
