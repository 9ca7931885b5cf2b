"""An Answer as a Slack message. Pure: no network, no state.

Words from the plan or from a question stand in rich_text and plain_text only, which Slack never parses; the one mrkdwn
object holds a link whose label is ours. Slack's limits are met by construction: every part has its own budget of
characters, and the budgets together stay below what one message may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote as percent

from bot import elements
from bot.controls import Controls, buttons, opinions
from bot.elements import Block
from bot.layout import (
    choices,
    examples_heading,
    in_full,
    in_lines,
    ladder,
    money_in,
    page_url,
    rows_of,
    small_print,
    words_of,
)
from bot.text import cut, cut_escaped, escape, printable
from knowledge import Answer, Entry, Kind, Language, Quote, Shown, Table, as_table, as_text, caveats, say

TEXT_LIMIT = 4_000
HEADLINE, NOTES, LADDER, QUOTED, LINE, CAVEAT, SOURCE, EXAMPLE = 1_000, 1_000, 600, 1_500, 120, 800, 300, 150
LISTED = 20
EXAMPLES = 5
TABLE, CELL, ROWS, COLUMNS = 4_000, 120, 100, 20
BARS, BAR_LABEL, CHART_TITLE, BAR = 20, 20, 50, 12
CITATION = 400
PART, PART_ROWS, PART_LINE = 300, 8, 60
"""Of each of several answers in one message: its sentences, its rows, and a row."""
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
SHORT = 10
"""A column of cells no longer than this stays on one line: a code must not break at its dash."""
URL_LIMIT = 2_500


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks to look at, and the same answer as text for notifications, screen readers and refusals."""

    text: str
    blocks: tuple[Block, ...] = ()
    plainer: tuple[Block, ...] = ()
    """The same without what some workspaces refuse; empty where there is nothing to leave out."""


def message(answer: Answer, controls: Controls | None = None) -> Message:
    """Lay out one answer, with buttons where there is somebody to press them."""
    text = cut_escaped(printable(as_text(answer)), TEXT_LIMIT)
    table = as_table(answer)
    if table is None or not table.yen:
        return Message(text, tuple(_blocks(answer, controls, table)))
    with_chart = tuple(_blocks(answer, controls, table, (_chart(table),)))
    return Message(text, with_chart, tuple(_blocks(answer, controls, _with_bars(table, answer.language))))


def in_view(answer: Answer, controls: Controls) -> tuple[Block, ...]:
    """The answer for a window or Home, which know neither tables nor charts nor thumbs."""
    body = _body(replace(answer, table=None, examples=()), None, 0)
    return (*body, *buttons(answer, controls, 1))


def plain(sentence: str, *blocks: Block) -> Message:
    """A sentence that needs no layout, perhaps with something to press."""
    text = cut_escaped(printable(sentence), TEXT_LIMIT)
    return Message(text, (_rich(elements.line(elements.text(cut(sentence, HEADLINE)))), *blocks) if blocks else ())


def shared(user: str, message: Message, language: Language) -> Message:
    """The message with a line that says who put it into the channel."""
    before, _, after = say("shared_by", language, who="\n").partition("\n")
    parts = [*([elements.text(before)] if before else []), {"type": "user", "user_id": user}, elements.text(after)]
    line = _rich(elements.line(*parts))
    plainer = (line, *message.plainer) if message.plainer else ()
    return Message(message.text, (line, *message.blocks), plainer)


def _blocks(
    answer: Answer, controls: Controls | None, table: Table | None, charts: tuple[Block, ...] = ()
) -> Iterable[Block]:
    page = controls.page if controls else 0
    # Examples that can be pressed need not be read twice.
    yield from _body(replace(answer, examples=()) if controls else answer, table, page, charts)
    if controls:
        yield from buttons(answer, controls, len(_pages(table)) if table else 1)
        yield from opinions(answer, controls)


def _body(answer: Answer, table: Table | None, page: int, charts: tuple[Block, ...] = ()) -> Iterable[Block]:
    yield _rich(elements.line(*_with_bold_money(cut(printable(answer.headline), HEADLINE))))
    if small_print(answer):
        yield _small(cut("\n".join(small_print(answer)), NOTES))
    for number, part in enumerate(answer.parts, 1):
        yield from _part(number, part)
    shown = in_full(answer)
    if shown:
        yield from _detail(shown, words_of(answer), answer.language, QUOTED)
    if table:
        yield from _table(table, page, answer.language)
        yield from charts
    listed = () if table else in_lines(answer)
    if listed:
        yield _list(listed, answer.language)
    if choices(answer):
        yield _choices(answer)
    if caveats(answer):
        yield _small(f"※ {cut(' '.join(caveats(answer)), CAVEAT)}")
    if answer.examples:
        yield _examples(answer)
    if answer.source_line:
        yield _source(answer, answer.source_line)
    if answer.citation:
        yield _small(say("copy_line", answer.language, line=cut(answer.citation, CITATION)))


def _part(number: int, part: Answer) -> Iterable[Block]:
    """One of several answers, short: its first sentence, and the words or the rows that it rests on."""
    headline = _with_bold_money(cut(printable(part.headline), PART))
    yield _rich(elements.line(elements.text(f"({number}) "), *headline))
    if small_print(part):
        yield _small(cut("\n".join(small_print(part)), PART))
    shown = in_full(part)
    if shown and not part.table:
        yield from _detail(shown, words_of(part), part.language, PART)
        return
    lines = [elements.line(elements.text(cut(row, PART_LINE))) for row in rows_of(part)]
    if lines:
        yield _cut_list("bullet", lines, PART_ROWS, part.language)


def _detail(shown: Shown, quote: Quote | None, language: Language, most: int) -> Iterable[Block]:
    way, entry = ladder(shown, language)
    if way:
        yield _small(cut(way, LADDER))
    title = elements.line(elements.text(cut(entry, LINE), bold=True))
    quoted = quote and _marked(quote, most)
    yield _rich(title, *([{"type": "rich_text_quote", "elements": quoted}] if quoted else []))


def _marked(quote: Quote, most: int) -> list[Block]:
    """The quote with the words that hit in bold."""
    text = cut(quote.text, most)
    return _with_bold(text, [(start, end) for start, end in quote.marks if end <= len(text)])


def _table(table: Table, page: int, language: Language) -> Iterable[Block]:
    """One page of the native table. Slack allows one a message, 100 rows of 20 cells, and no empty cell."""
    columns = _cells(table.columns, min(len(table.columns), COLUMNS))
    pages = _pages(table)
    first, last = pages[min(page, len(pages) - 1)]
    rows = [columns, *(_cells(row, len(columns)) for row in table.rows[first:last])]
    yield {
        "type": "table",
        "column_settings": [
            {"align": "right" if numeric else "left", "is_wrapped": not numeric and max(map(len, cells)) > SHORT}
            for numeric, cells in zip(table.numeric, zip(*rows, strict=True), strict=False)
        ],
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
    }
    if len(pages) > 1:
        where = {"page": pages.index((first, last)) + 1, "pages": len(pages), "first": first + 1, "last": last}
        yield _small(say("page_of", language, count=len(table.rows), **where))


def _pages(table: Table) -> list[tuple[int, int]]:
    """First and last row of each part that one message holds."""
    width = min(len(table.columns), COLUMNS)
    sizes = [sum(map(len, _cells(row, width))) for row in table.rows]
    pages, first, used = [], 0, 0
    for at, size in enumerate(sizes):
        if at > first and (used + size > TABLE or at - first == ROWS - 1):
            pages.append((first, at))
            first, used = at, 0
        used += size
    return [*pages, (first, len(sizes))]


def _chart(table: Table) -> Block:
    """The amounts of a table as native bars, the first so many in its order."""
    points = [(row, yen) for row, yen in zip(table.rows, table.yen, strict=True) if yen is not None]
    labels = [cut(next(filter(None, row)), BAR_LABEL) for row, _ in points]  # the code, which the table explains
    unit = 1000 if all(yen % 1000 == 0 for _, yen in points) else 1  # as the table's own heading says
    data = [{"label": name, "value": yen // unit} for name, (_, yen) in zip(labels, points, strict=True)][:BARS]
    series = {"name": cut(table.columns[-1], BAR_LABEL), "data": data}
    return {
        "type": "data_visualization",
        "title": cut(table.columns[-1], CHART_TITLE),
        "chart": {
            "type": "bar",
            "series": [series],
            "axis_config": {"categories": [point["label"] for point in data]},
        },
    }


def _with_bars(table: Table, language: Language) -> Table:
    """The table with a bar of block characters in each row, for where Slack refuses the chart."""
    longest = max((abs(yen) for yen in table.yen if yen is not None), default=0) or 1
    bars = ("" if yen is None else bar(abs(yen) / longest, BAR) for yen in table.yen)
    rows = tuple((*row, drawn) for row, drawn in zip(table.rows, bars, strict=True))
    return replace(
        table, columns=(*table.columns, say("column_bar", language)), rows=rows, numeric=(*table.numeric, False)
    )


def bar(share: float, width: int) -> str:
    """A share of a width in block characters, in eighths; something that is there is never nothing."""
    eighths = max(round(share * width * 8), 1 if share else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]


def _cells(row: Sequence[str], width: int) -> list[str]:
    padded = [*row[:width], *[""] * (width - len(row))]
    return [cut(printable(cell).strip(), CELL) or "–" for cell in padded]


def _list(shown: Sequence[Shown], language: Language) -> Block:
    """Entries one a line."""
    return _cut_list("bullet", [elements.line(*_line(one.entry)) for one in shown], LISTED, language)


def _choices(answer: Answer) -> Block:
    """What may have been meant, numbered."""
    named = (
        (_line(shown.entry) if shown else [elements.text(cut(step.name, LINE))]) for step, shown in choices(answer)
    )
    return _cut_list("ordered", [elements.line(*words) for words in named], LISTED, answer.language)


def _cut_list(style: str, lines: Sequence[Block], most: int, language: Language) -> Block:
    """Lines as a list, at most so many, and how many there are besides."""
    listed: Block = {"type": "rich_text_list", "style": style, "elements": list(lines[:most])}
    if len(lines) <= most:
        return _rich(listed)
    more = say("window_more_entries", language, count=len(lines) - most)
    return _rich(listed, elements.line(elements.text(more)))


def _line(entry: Entry) -> list[Block]:
    parts = [elements.text(f"{entry.code} ", bold=True)] if entry.code else []
    parts.append(elements.text(cut(entry.title, LINE)))
    if len(entry.amounts) == 1:
        parts.append(elements.text(f" {entry.amounts[0].raw}", bold=True))
    return parts


def _examples(answer: Answer) -> Block:
    """Where the answer is help, they are what it has to say; elsewhere they stay quiet."""
    heading = examples_heading(answer)
    examples = [cut(example, EXAMPLE) for example in answer.examples[:EXAMPLES]]
    if answer.kind is not Kind.HELP:
        return _small(" · ".join([f"{heading}: {examples[0]}", *examples[1:]]))
    lines = [elements.line(elements.text(example)) for example in examples]
    return _rich(elements.line(elements.text(heading)), elements.bullets(lines))


def _source(answer: Answer, line: str) -> Block:
    parts = [elements.plain(cut(line, SOURCE))]
    url = page_url(answer)
    if url and len(url) <= URL_LIMIT:
        label = escape(say("window_source_link", answer.language))
        parts.append({"type": "mrkdwn", "text": f"<{_inert_url(url)}|{label}>"})
    return {"type": "context", "elements": parts}


def _inert_url(url: str) -> str:
    """A URL that cannot end its link early: | and < > and spaces as percent codes, & as an entity."""
    return escape(percent(url, safe="%/:?#[]@!$&'()*+,;=~-._"))


def _with_bold_money(sentence: str) -> list[Block]:
    return _with_bold(sentence, money_in(sentence))


def _with_bold(text: str, spans: Iterable[tuple[int, int]]) -> list[Block]:
    parts: list[Block] = []
    done = 0
    for start, end in spans:
        parts += [elements.text(text[done:start]), elements.text(text[start:end], bold=True)]
        done = end
    parts.append(elements.text(text[done:]))
    return [part for part in parts if part["text"]]


def _rich(*parts: Block) -> Block:
    return {"type": "rich_text", "elements": list(parts)}


def _small(text: str) -> Block:
    return {"type": "context", "elements": [elements.plain(text)]}
