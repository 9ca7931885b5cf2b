"""The terminal window: a chat for a person at a keyboard, plain lines for a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from bot import keeping, pipes, printed, receipt
from bot.journal import Miss
from bot.layout import in_a_line
from bot.text import printable
from bot.transfer import Moved
from bot.trouble import TroubleError
from knowledge import Answer, Desk, Heard, Language, Subject, as_text, say, strip_mentions

LEAVING = ("終了", "exit", "quit", "q", ":q")
HELP = ("?", "？")
PROMPT = "> "


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
    for part in printed.parts(answer):
        console.print(part, crop=False)
    if verbose:
        console.print(receipt.receipt(answer), crop=False)


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
        for part in receipt.heard(each, language):
            console.print(part)


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
