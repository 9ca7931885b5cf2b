"""The terminal window: a chat for a person at a keyboard, plain lines for a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from bot import keeping, pipes
from bot.charts import with_bars
from bot.journal import Miss
from bot.layout import choices, examples_heading, in_a_line, money_in
from bot.text import breaks, printable
from bot.transfer import Moved
from bot.trouble import TroubleError
from knowledge import (
    Answer,
    Desk,
    Evidence,
    Form,
    Heard,
    Kind,
    Language,
    Quote,
    Reason,
    Shown,
    Span,
    Subject,
    Table,
    alone,
    as_text,
    caveats,
    chances,
    heading,
    in_full,
    in_lines,
    page_url,
    path,
    quoted,
    say,
    small_print,
    standing,
    strip_mentions,
    whose,
    words_of,
    written,
)

LEAVING = ("終了", "exit", "quit", "q", ":q")
HELP = ("?", "？")
PROMPT = "> "
MARK = "bold yellow"
SHORT = 10
"""Characters of the longest cell of a column that stays on one line."""


def run(desk: Desk) -> None:
    """Chat until the person leaves or the input ends."""
    if sys.stdin.isatty():
        chat(desk, Console(highlight=False), PromptSession(history=InMemoryHistory()))
    else:
        answer_lines(desk, sys.stdin.buffer, Console(highlight=False, soft_wrap=True, force_terminal=False))


def chat(desk: Desk, console: Console, keyboard: PromptSession[str]) -> None:
    """Talk with the person at the keyboard. What they type is kept nowhere but in this session's history."""
    console.print(say("window_welcome", "ja"), style="bold")
    console.print(say("window_connect_slack", "ja"), style="dim")
    subject: Subject | None = None
    for question in _typed(keyboard, console):
        answer = desk.ask(question, subject)
        subject = answer.subject
        console.print()
        show(answer, console)
        hand_over(desk, answer, console)
        console.print()
    console.print(say("window_farewell", "ja"), style="dim")


def answer_lines(desk: Desk, lines: BinaryIO, console: Console) -> None:
    """Answer every line of a pipe in plain text, the lines being one conversation."""
    subject: Subject | None = None
    for line in lines:
        question = _meant(pipes.typed(line))
        if question in LEAVING:
            return
        if question:
            answer = desk.ask(question, subject)
            subject = answer.subject
            console.print(Text(printable(as_text(answer))))
            console.print()


def show_journal(counts: Mapping[str, int], misses: Iterable[Miss], console: Console) -> None:
    """What was asked, in numbers, and what was asked in vain."""
    grid = Grid(say("journal_outcome", "ja"), say("journal_count", "ja"))
    grid.columns[1].justify = "right"
    for name, count in counts.items():
        grid.add_row(say(f"journal_{name}", "ja"), f"{count:,}")
    console.print(grid if counts else say("journal_empty", "ja"))
    for miss in misses:
        console.print(Text(printable(in_a_line(miss, "ja"))), soft_wrap=True)


def show_moved(moved: Iterable[Moved], console: Console) -> None:
    """What was taken from one journal to another, table by table, as both sides count it."""
    headings = [say(f"move_{column}", "ja") for column in ("table", "rows", "added", "there")]
    grid = Grid(*headings)
    for each in moved:
        grid.add_row(each.table, f"{each.rows:,}", f"{each.added:,}", f"{each.there:,}")
    for column in grid.columns[1:]:
        column.justify = "right"
    console.print(grid)


def show(answer: Answer, console: Console, verbose: bool = False) -> None:
    """Print one answer; `verbose` adds the receipt: how it was read, and what counted for what."""
    for part in _parts(answer):
        console.print(part, crop=False)
    if verbose:
        console.print(_receipt(answer), crop=False)


def hand_over(desk: Desk, answer: Answer, console: Console) -> None:
    """Put the file that was asked for by word into the folder where the person stands, and say where it is."""
    try:
        path = keeping.wanted(desk, answer, Path.cwd())
    except TroubleError as trouble:
        console.print(Text(printable(str(trouble))), soft_wrap=True)
    else:
        if path is not None:
            console.print(Text(printable(say("file_saved", answer.language, path=path))), soft_wrap=True)


def show_heard(heard: Iterable[Heard], language: Language, console: Console) -> None:
    """What each word of a question was taken for, and what that cost the path through it; how sure each topic is."""
    for each in heard:
        console.print(_spans(each.spans, language))
        for evidence in each.evidence:
            console.print(Text(printable(_weighed(evidence, language)), overflow="fold"))


def _spans(spans: Iterable[Span], language: Language) -> Grid:
    """A line a word."""
    grid = Grid(title=say("window_heard", language), title_justify="left", show_header=False)
    for span in spans:
        if span.text.strip():
            means = str(span.literal) if span.literal is not None else " ".join(sorted(span.senses))
            grid.add_row(
                Text(printable(span.text)),
                Text(printable(span.meant)),
                span.role.name.lower(),
                means,
                f"{span.cost:.1f}",
            )
    return grid


def _weighed(evidence: Evidence, language: Language) -> str:
    """What speaks for a topic's first reading, and how likely it is to be right."""
    likely = chances(evidence)
    return say(
        "window_weighed",
        language,
        topic=evidence.topic,
        answerable=f"{likely.answerable:.0%}",
        first=f"{likely.first:.0%}",
        share=f"{evidence.share:.2f}",
        lead=f"{evidence.lead:.2f}",
        firm=evidence.agreeing,
        lacking=evidence.lacking,
    )


def _typed(keyboard: PromptSession[str], console: Console) -> Iterator[str]:
    """The questions, one by one, until the person leaves."""
    is_leaving = False
    while True:
        try:
            line = keyboard.prompt(PROMPT)
        except KeyboardInterrupt:  # Ctrl-C takes back the line; a second one leaves
            if is_leaving:
                return
            console.print(say("window_once_more", "ja"), style="dim")
            is_leaving = True
            continue
        except EOFError:  # Ctrl-D
            return
        is_leaving = False
        question = _meant(line)
        if question in LEAVING:
            return
        if question:
            yield question


def _meant(line: str) -> str:
    """The question on a line, without a mention; a lone question mark asks what can be asked."""
    question = strip_mentions(line.strip())
    return say("help_question", "ja") if question in HELP else question


@dataclass(frozen=True, slots=True)
class _Folded:
    """Words in lines as wide as the screen, broken as Japanese is and never inside a code or a figure."""

    text: Text
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """The lines."""
        room = max(options.max_width - self.indent, 1)
        ends = [0 if console.soft_wrap else at for at in breaks(self.text.plain, room)]
        for line in self.text.divide([at for at in ends if at]):
            line.rstrip()
            line.pad_left(self.indent)
            yield Text.assemble(line, no_wrap=True, overflow="ignore")


def _parts(answer: Answer) -> Iterator[RenderableType]:
    yield _Folded(_with_bold_money(answer.headline))
    for note in small_print(answer):
        yield _Folded(Text(printable(note), style="dim"))
    for number, part in enumerate(answer.parts, 1):
        yield Text(f"({number})", style="bold")
        yield from _parts(alone(part))
    quote = words_of(answer)
    if quote:
        yield _Folded(_marked(quote, answer.language), 2)
    if answer.table:
        yield _grid(_drawn(answer, answer.table))
    yield from (_line("・", one) for one in in_lines(answer))
    yield from _choices(answer)
    if caveats(answer):
        yield _Folded(Text(printable(say("caveat_line", answer.language, said=caveats(answer))), style="yellow"))
    if answer.examples:
        yield Text(examples_heading(answer), style="dim")
        yield from (_Folded(Text(f"・{printable(example)}"), 2) for example in answer.examples)
    if standing(answer) or page_url(answer):
        yield _standing(answer)


def _drawn(answer: Answer, table: Table) -> Table:
    """The table, with bars of characters where a chart was asked for."""
    return with_bars(table, answer.language) if answer.form in (Form.CHART, Form.PIE) else table


def _marked(quote: Quote, language: Language) -> Text:
    text = Text(printable(quoted(quote, language)), style="italic")
    for start, end in quote.marks:
        text.stylize(MARK, start, end)
    return text


def _with_bold_money(sentence: str) -> Text:
    text = Text(printable(sentence), style="bold")
    for start, end in money_in(text.plain):
        text.stylize("green", start, end)
    return text


def _grid(table: Table) -> Grid:
    grid = Grid(header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))  # a frame is not read
    for at, (name, numeric) in enumerate(zip(table.columns, table.numeric, strict=True)):
        is_short = numeric or all(len(row[at]) <= SHORT for row in table.rows)  # such as codes
        grid.add_column(printable(name), justify="right" if numeric else "left", overflow="fold", no_wrap=is_short)
    for row in table.rows:
        grid.add_row(*(Text(printable(cell)) for cell in row))
    return grid


def _choices(answer: Answer) -> Iterator[_Folded]:
    for number, (step, shown) in enumerate(choices(answer), 1):
        yield _line(f"{number}. ", shown) if shown else _Folded(Text(printable(f"{number}. {step.name}")), 2)


def _line(mark: str, shown: Shown) -> _Folded:
    code = f"{shown.entry.code} " if shown.entry.code else ""
    line = Text.assemble(mark, (code, "bold"), printable(shown.entry.title))
    if len(shown.entry.amounts) == 1:
        line.append(f" {printable(shown.entry.amounts[0].raw)}", style="green")
    return _Folded(line, 2)


def _standing(answer: Answer) -> _Folded:
    """Where the answer stands; whose plan it is leads to the page."""
    line, url = Text(printable(path(answer)), style="dim"), page_url(answer)
    name = whose(answer) or (say("window_source_link", answer.language) if url else "")
    if line and name:
        line.append(" · ")
    return _Folded(line.append(printable(name), style=Style(link=printable(url), underline=True) if url else ""))


@dataclass(frozen=True, slots=True)
class _Link:
    """A link on a line of its own; a screen shows its page without the long text fragment, and follows all of it."""

    label: str
    url: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        shown = self.url.partition("#:~:")[0] if console.is_terminal else self.url
        # Never wrapped: a terminal without hyperlinks makes one of an address only while it is one line.
        line = Text(f"{self.label}: ", style="dim", no_wrap=True, overflow="ignore")
        yield line.append(shown, style=Style(link=self.url))


def _receipt(answer: Answer) -> Group:
    """How each question was read, what its answer counted or showed, and which of its words reached the plan's."""
    return Group(*(line for each in answer.parts or (answer,) for line in _receipt_of(each)))


def _receipt_of(answer: Answer) -> Iterator[RenderableType]:
    language = answer.language
    for told in _left_out(answer):
        yield _Folded(Text(printable(told)))
    if page_url(answer):
        yield _Link(say("window_link", language), printable(page_url(answer) or ""))
    offers = [step.query for step in answer.steps] if answer.kind is Kind.CHOICES else []
    for query in offers or filter(None, [answer.query]):
        yield Text(say("window_query", language, query=printable(written(query))), overflow="fold")
    if answer.shown:
        counted = ", ".join(shown.entry.id for shown in answer.shown)
        yield Text(say("window_counted", language, entries=printable(counted)), overflow="fold")
    if answer.reasons:
        yield _reasons(answer.reasons, language)
    if answer.unmatched:
        yield Text(say("window_unmatched", language, words=printable("、".join(answer.unmatched))))


def _left_out(answer: Answer) -> Iterator[str]:
    """What the answer leaves out or says in a word: the whole way and text, cautions, lines, the line to copy."""
    shown = in_full(answer)
    if shown:
        yield " › ".join(heading(entry, answer) for entry in (*shown.ladder, shown.entry))
        body, quote = shown.entry.body.strip(), words_of(answer)
        if body and (quote is None or quote.text != body):
            yield body
    if answer.caveat and answer.cautioned:
        yield answer.caveat
    yield from filter(None, (answer.source_line, answer.citation))


def _reasons(reasons: Iterable[Reason], language: Language) -> Grid:
    grid = Grid(title=say("window_reasons", language), title_justify="left", header_style="bold")
    for key in ("window_reason_word", "window_reason_index", "window_reason_how"):
        grid.add_column(say(key, language))
    grid.add_column(say("window_reason_weight", language), justify="right")
    for reason in reasons:
        how = say(f"window_how_{reason.how}", language)
        grid.add_row(Text(printable(reason.word)), Text(printable(reason.index)), how, f"{reason.weight:.2f}")
    return grid
