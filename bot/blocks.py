"""An Answer as a Slack message. Pure: no network, no state.

Words from the plan or from a question stand in rich_text and plain_text only, which Slack never parses; the one mrkdwn
object holds a link whose label is ours. Slack's limits are met by construction: every part has its own budget of
characters, and the budgets together stay below what one message may hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote as percent

from bot import charts, elements, tables
from bot.controls import Controls, buttons, cards, opinions
from bot.elements import Block
from bot.layout import choices, examples_heading, money_in, rows_of
from bot.text import cut, cut_escaped, escape, printable
from knowledge import (
    Answer,
    Entry,
    Kind,
    Language,
    Quote,
    Shown,
    alone,
    as_table,
    as_text,
    caveats,
    in_lines,
    page_url,
    quoted,
    say,
    small_print,
    standing,
    words_of,
)

TEXT_LIMIT = 4_000
HEADLINE, NOTES, QUOTED, LINE, CAVEAT, STANDING, EXAMPLE = 1_000, 1_000, 1_500, 120, 800, 600, 150
LISTED = 20
EXAMPLES = 5
PART, PART_ROWS, PART_LINE = 300, 8, 60
"""Of each of several answers in one message: its sentences, its rows, and a row."""
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
    table, language = as_table(answer), answer.language
    if table is None:
        return Message(text, tuple(_blocks(answer, controls, ())))
    carded = tuple(cards(answer, controls)) if controls else ()
    if carded:
        plainest = tuple(tables.table(table, 0, language, interactive=False))
        richest = tuple(_blocks(answer, controls, carded, has_cards=True))
        return Message(text, richest, tuple(_blocks(answer, controls, plainest)))
    page = controls.page if controls else 0
    drawn = charts.chart(table, language)
    plainer = tuple(tables.table(charts.with_bars(table, language), page, language, interactive=False))
    if drawn is None and not tables.is_interactive(table, page):
        return Message(text, tuple(_blocks(answer, controls, plainer)))
    richer = (*tables.table(table, page, language), *filter(None, (drawn,)))
    return Message(text, tuple(_blocks(answer, controls, richer)), tuple(_blocks(answer, controls, plainer)))


def in_view(answer: Answer, controls: Controls) -> tuple[Block, ...]:
    """The answer for a window or Home, which know neither tables nor charts nor thumbs."""
    body = _body(replace(answer, table=None, examples=()), names_choices=False)
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
    answer: Answer, controls: Controls | None, drawn: Sequence[Block], *, has_cards: bool = False
) -> Iterable[Block]:
    if controls is None:
        yield from _body(answer, drawn)
        return
    # What can be pressed need not be read twice.
    yield from _body(replace(answer, examples=()), drawn, names_choices=False)
    table = as_table(answer)
    pages = len(tables.pages(table)) if table else 1
    yield from buttons(answer, controls, pages, has_cards=has_cards)
    yield from opinions(answer, controls)


def _body(answer: Answer, drawn: Sequence[Block] = (), *, names_choices: bool = True) -> Iterable[Block]:
    yield _rich(elements.line(*_with_bold_money(cut(printable(answer.headline), HEADLINE))))
    if small_print(answer):
        yield elements.context(cut("\n".join(small_print(answer)), NOTES))
    for number, part in enumerate(answer.parts, 1):
        yield from _part(number, part)
    yield from _quote(answer, QUOTED)
    yield from drawn
    listed = in_lines(answer)
    if listed and not drawn:
        yield _list(listed, answer.language)
    if choices(answer) and names_choices:
        yield _choices(answer)
    if caveats(answer):
        yield elements.context(cut(say("caveat_line", answer.language, said=caveats(answer)), CAVEAT))
    if answer.examples:
        yield _examples(answer)
    yield from _standing(answer)


def _part(number: int, part: Answer) -> Iterable[Block]:
    """One of several answers, short: its first sentence, and the words or the rows that it rests on."""
    headline = _with_bold_money(cut(printable(part.headline), PART))
    yield _rich(elements.line(elements.text(f"({number}) "), *headline))
    if small_print(part):
        yield elements.context(cut("\n".join(small_print(part)), PART))
    if words_of(part) and not part.table:
        yield from _quote(part, PART)
        yield from _standing(alone(part))
        return
    lines = [elements.line(elements.text(cut(row, PART_LINE))) for row in rows_of(part)]
    if lines:
        yield _cut_list("bullet", lines, PART_ROWS, part.language)


def _quote(answer: Answer, most: int) -> Iterable[Block]:
    quote = words_of(answer)
    if quote and quote.text:
        yield _rich({"type": "rich_text_quote", "elements": _marked(quote, most, answer.language)})


def _marked(quote: Quote, most: int, language: Language) -> list[Block]:
    """The quote with the words that hit in bold."""
    text = cut(quoted(quote, language), most)
    return _with_bold(text, [(start, end) for start, end in quote.marks if end <= len(text)])


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
        return elements.context(" · ".join([f"{heading}: {examples[0]}", *examples[1:]]))
    lines = [elements.line(elements.text(example)) for example in examples]
    return _rich(elements.line(elements.text(heading)), elements.bullets(lines))


def _standing(answer: Answer) -> Iterable[Block]:
    """The way to the entry, whose plan it is, and the page."""
    parts = [elements.plain(cut(standing(answer), STANDING))] if standing(answer) else []
    url = page_url(answer)
    if url and len(url) <= URL_LIMIT:
        label = escape(say("window_source_link", answer.language))
        parts.append({"type": "mrkdwn", "text": f"<{_inert_url(url)}|{label}>"})
    if parts:
        yield {"type": "context", "elements": parts}


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
