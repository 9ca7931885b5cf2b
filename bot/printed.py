"""An answer as the terminal shows it: lines as wide as the screen, tables, money in green."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from bot.charts import with_bars
from bot.layout import choices, examples_heading, money_in
from bot.text import breaks, printable
from knowledge import (
    Answer,
    Form,
    Language,
    Quote,
    Shown,
    Table,
    alone,
    caveats,
    in_lines,
    page_url,
    path,
    quoted,
    say,
    small_print,
    standing,
    whose,
    words_of,
)

MARK = "bold yellow"
SHORT = 10
"""Characters of the longest cell of a column that stays on one line."""


@dataclass(frozen=True, slots=True)
class Folded:
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


def parts(answer: Answer) -> Iterator[RenderableType]:
    """What an answer is printed of, from its sentence to where it stands."""
    yield Folded(_with_bold_money(answer.headline))
    for note in small_print(answer):
        yield Folded(Text(printable(note), style="dim"))
    for number, part in enumerate(answer.parts, 1):
        yield Text(f"({number})", style="bold")
        yield from parts(alone(part))
    quote = words_of(answer)
    if quote:
        yield Folded(_marked(quote, answer.language), 2)
    if answer.table:
        yield _grid(_drawn(answer, answer.table))
    yield from (_line("・", one) for one in in_lines(answer))
    yield from _choices(answer)
    if caveats(answer):
        yield Folded(Text(printable(say("caveat_line", answer.language, said=caveats(answer))), style="yellow"))
    if answer.examples:
        yield Text(examples_heading(answer), style="dim")
        yield from (Folded(Text(f"・{printable(example)}"), 2) for example in answer.examples)
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


def _choices(answer: Answer) -> Iterator[Folded]:
    for number, (step, shown) in enumerate(choices(answer), 1):
        yield _line(f"{number}. ", shown) if shown else Folded(Text(printable(f"{number}. {step.name}")), 2)


def _line(mark: str, shown: Shown) -> Folded:
    code = f"{shown.entry.code} " if shown.entry.code else ""
    line = Text.assemble(mark, (code, "bold"), printable(shown.entry.title))
    if len(shown.entry.amounts) == 1:
        line.append(f" {printable(shown.entry.amounts[0].raw)}", style="green")
    return Folded(line, 2)


def _standing(answer: Answer) -> Folded:
    """Where the answer stands; whose plan it is leads to the page."""
    line, url = Text(printable(path(answer)), style="dim"), page_url(answer)
    name = whose(answer) or (say("window_source_link", answer.language) if url else "")
    if line and name:
        line.append(" · ")
    return Folded(line.append(printable(name), style=Style(link=printable(url), underline=True) if url else ""))
