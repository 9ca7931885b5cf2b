"""Hoshin's door. Without a command it starts the bot: in Slack when the tokens are set, else a chat in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot import settings, slack, terminal
from bot.database import Database
from bot.journal import Journal
from bot.names import Names
from bot.settings import Settings
from bot.trouble import TroubleError
from knowledge import (
    Change,
    Desk,
    Level,
    ReadingError,
    StoreError,
    as_json,
    as_text,
    build,
    plan_as_json,
    read,
    say,
    strip_mentions,
)


class Door(click.Group):
    """Turns what people can mend into one sentence and exit status 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command."""
        try:
            return super().invoke(ctx)
        except (ReadingError, StoreError, TroubleError) as trouble:
            raise click.ClickException(str(trouble)) from trouble


@click.group(cls=Door, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Answers questions about a ward's published policy plan. Without a command: the bot."""
    context.obj = settings.load()
    if context.invoked_subcommand is None:
        desk = _desk(context.obj)
        if context.obj.connects_to_slack:
            slack.run(desk, context.obj)
        else:
            terminal.run(desk)


def _desk(told: Settings, database: Path | None = None) -> Desk:
    desk = Desk.open(database or told.hoshin_database, told.hoshin_documents)
    click.get_current_context().call_on_close(desk.close)
    return desk


in_place_of_database = click.option(
    "--database", type=click.Path(path_type=Path), help="The index, in place of HOSHIN_DATABASE."
)


@main.command()
@click.argument("question")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object on one line.")
@click.option("--thread", is_flag=True, help="With -: the lines are one conversation.")
@click.option("-v", "--verbose", is_flag=True, help="Also which words hit what, and how.")
@in_place_of_database
@click.pass_obj
def ask(told: Settings, question: str, database: Path | None, *, as_lines: bool, thread: bool, verbose: bool) -> None:
    """Answer a QUESTION, or with - every line of standard input."""
    desk = _desk(told, database)
    questions = _lines_of_input() if question == "-" else iter([question])
    subject, console = None, Console(highlight=False)
    for text in questions:
        answer = desk.ask(strip_mentions(text), subject if thread else None)
        subject = answer.subject
        if as_lines:
            click.echo(as_json(answer))
        elif verbose or console.is_terminal:
            terminal.show(answer, console, verbose=verbose)
        else:
            click.echo(as_text(answer))


def _lines_of_input() -> Iterator[str]:
    """Questions from standard input; only a newline ends one."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r")


@main.command(name="build")
@in_place_of_database
@click.pass_obj
def build_index(told: Settings, database: Path | None) -> None:
    """Build the index from the documents and print what was read."""
    for change in build(database or told.hoshin_database, told.hoshin_documents):
        _print_change(change)


def _print_change(change: Change) -> None:
    console = Console(highlight=False)
    source = change.plan.source
    console.print(
        f"{source.title} ({source.organisation or say('unknown_organisation', 'ja')})", style="bold", markup=False
    )
    table = Table("", say("build_count", "ja"), say("build_amounts", "ja"), say("build_sum", "ja"))
    for column in table.columns[1:]:
        column.justify = "right"
    for level in Level:
        entries = [entry for entry in change.plan.entries if entry.level is level]
        amounts = [amount.yen for entry in entries for amount in entry.amounts]
        if entries:
            total = f"{sum(amounts) / 1000:,.0f}千円" if amounts else ""
            table.add_row(say(f"level_{level}", "ja"), str(len(entries)), str(len(amounts) or ""), total)
    console.print(table)
    for finding in change.plan.findings:
        where = say("build_line", "ja", line=finding.line) if finding.line else ""
        console.print(f"{finding.code} {where}{finding.message}", markup=False, soft_wrap=True)


@main.command(name="read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
def read_page(file: Path, *, as_object: bool) -> None:
    """Show how the page in FILE is understood, without storing anything."""
    plan = read(file)
    if as_object:
        click.echo(plan_as_json(plan))
    else:
        _print_change(Change(plan, is_new=True))


@main.command()
@click.option("--forget", metavar="USER", help="Erase what is kept of one Slack user id, or of everybody: all.")
@click.option("--most", default=50, show_default=True, help="How many questions are listed.")
@click.pass_obj
def journal(told: Settings, forget: str | None, most: int) -> None:
    """Show what people asked in vain and what they said of answers, without names; or --forget it."""
    with closing(Database(told.hoshin_journal)) as database:
        kept = Journal(database, Names(told.hoshin_journal), told.hoshin_keep_days)
        if forget is not None:
            count = kept.forget(None if forget == "all" else forget)
            database.settle()
            click.echo(say("journal_forgotten", "ja", count=count))
        else:
            terminal.show_journal(kept.counts(), kept.misses(most), Console(highlight=False))


if __name__ == "__main__":
    main()
