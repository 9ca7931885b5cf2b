"""Hoshin's door. Without a command it starts the bot: in Slack when the tokens are set, else a chat in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from bot import inventory, settings, slack, terminal
from bot.database import Database
from bot.journal import Journal
from bot.names import Names
from bot.settings import Settings
from bot.trouble import TroubleError
from knowledge import (
    REPEATS,
    UNITS,
    Desk,
    ReadingError,
    Source,
    Store,
    StoreError,
    Told,
    UndecidedError,
    as_json,
    as_text,
    build,
    chosen,
    comparison_csv,
    documents_in,
    found,
    letter,
    look,
    opened,
    plan_as_json,
    read,
    remove,
    say,
    sound,
    strip_mentions,
    take_in,
    understood,
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
    organisation = told.hoshin_organisation or None
    desk = Desk.open(database or told.hoshin_database, told.hoshin_documents, organisation)
    click.get_current_context().call_on_close(desk.close)
    return desk


in_place_of_database = click.option(
    "--database", type=click.Path(path_type=Path), help="The index, in place of HOSHIN_DATABASE."
)


Command = TypeVar("Command", bound=Callable[..., object])


def of_a_table(command: Command) -> Command:
    """The options that correct how a table is understood."""
    columns = click.option(
        "--columns",
        metavar="C=事業名,F=令和7年度 予算額(千円),G=-",
        help="Of a table: what really stands in some columns, as headings; - leaves a column out.",
    )
    unit = click.option("--unit", type=click.Choice(UNITS), help="Of a table: the unit of money that prints none.")
    sheet = click.option("--sheet", help="Of a workbook: the sheet to read.")
    repeats = click.option(
        "--repeats",
        type=click.Choice(REPEATS),
        help="Of a table: money that may be part of what other rows say counts once, or on each row.",
    )
    year = click.option("--fiscal-year", type=click.IntRange(1989, 2199), help="2023 for 令和5年度.")
    return columns(unit(sheet(repeats(year(command)))))


@main.command()
@click.argument("question")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object on one line.")
@click.option("--thread", is_flag=True, help="With -: the lines are one conversation.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also how each word was heard, the query, what was counted, and which words hit what.",
)
@in_place_of_database
@click.pass_obj
def ask(told: Settings, question: str, database: Path | None, *, as_lines: bool, thread: bool, verbose: bool) -> None:
    """Answer a QUESTION, or with - every line of standard input."""
    desk = _desk(told, database)
    questions = _lines_of_input() if question == "-" else iter([question])
    subject, console = None, Console(highlight=False)
    for text in questions:
        before = subject if thread else None
        answer = desk.ask(strip_mentions(text), before)
        subject = answer.subject
        if as_lines:
            click.echo(as_json(answer))
        elif verbose or console.is_terminal:
            terminal.show(answer, console, verbose=verbose)
            if verbose:
                terminal.show_heard(desk.heard(text, before), answer.language, console)
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
        inventory.show_change(change)


@main.command(name="read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_object", is_flag=True, help="One JSON object.")
@click.option("--coverage", is_flag=True, help="How much of the lines, cells and amounts is accounted for.")
@of_a_table
def read_file(file: Path, fiscal_year: int | None, *, as_object: bool, coverage: bool, **told: Any) -> None:
    """Show how the page or table in FILE is understood, without storing anything."""
    known = Source(file.stem, organisation=None, title="", fiscal_year=fiscal_year)
    reading = understood(opened(file), known, Told(**told))
    if coverage:
        for line in inventory.coverage(reading.coverage):
            click.echo(line)
    elif as_object:
        click.echo(plan_as_json(reading.plan))
    else:
        inventory.show_reading(reading)


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


@main.command()
@click.argument("document", required=False)
@click.option("--for-owner", is_flag=True, help="A polite message to the office that keeps the page, ready to send.")
@click.pass_obj
def lint(told: Settings, document: str | None, *, for_owner: bool) -> None:
    """List what is odd about a DOCUMENT, a file or a short name of one in the folder; without it, about all of them."""
    folder = told.hoshin_documents
    for listed in [chosen(document, folder)] if document else documents_in(folder):
        plan = read(listed.path, listed.source, listed.told)
        if for_owner:
            click.echo(letter(plan).strip())
        else:
            click.echo(plan.source.title)
            for finding in plan.findings:
                inventory.show_finding(finding)
            if not plan.findings:
                click.echo(say("lint_nothing", "ja"))


@main.command(name="add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--organisation", help="Whose plan it is, with the city: 大阪市港区.")
@click.option("--url", help="Where it is published.")
@click.option("--title", help="In place of the page's own.")
@click.option("--yes", is_flag=True, help="Do not ask first; needed where nobody can be asked.")
@of_a_table
@in_place_of_database
@click.pass_obj
def add_documents(
    told: Settings, /, files: tuple[Path, ...], database: Path | None, *, yes: bool, **facts: str | int | None
) -> None:
    """Show what was understood of the published plans or lists of projects in FILES, and put them on the shelf."""
    known = {name: value for name, value in facts.items() if value is not None}
    store = sound(database or told.hoshin_database, told.hoshin_documents)
    click.get_current_context().call_on_close(store.close)
    left = [file for file in files if not _add(store, told.hoshin_documents, file, known, yes=yes)]
    if left and not sys.stdin.isatty():
        click.echo(say("window_add_needs_yes", "ja"))
        click.get_current_context().exit(2)


def _add(store: Store, folder: Path, file: Path, known: dict[str, str | int], *, yes: bool) -> bool:
    """Shows what a file would be and puts it on the shelf, where that is wanted; tells whether it is there."""
    try:
        arrival = look(store, folder, file, known)
    except UndecidedError as question:
        if not sys.stdin.isatty():
            raise
        click.echo(str(question))
        known = known | {"repeats": click.prompt(say("window_add_repeats", "ja"), type=click.Choice(REPEATS))}
        arrival = look(store, folder, file, known)
    if not arrival.is_known:
        inventory.show_reading(arrival.reading)
        asked = not yes and sys.stdin.isatty()
        if not (click.confirm(say("window_add_confirm", "ja")) if asked else yes):
            click.echo(say("window_remove_left", "ja"))
            return False
    for line in inventory.added(take_in(store, folder, arrival)):
        click.echo(line)
    return True


@main.command(name="documents")
@in_place_of_database
@click.pass_obj
def list_documents(told: Settings, database: Path | None) -> None:
    """List what is on the shelf, and which document answers where a question names none."""
    inventory.holdings(_desk(told, database).holdings(), Console(highlight=False))


@main.command(name="remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@in_place_of_database
@click.pass_obj
def remove_document(told: Settings, name: str, database: Path | None, *, yes: bool) -> None:
    """Take the document NAME off the shelf and delete its copy in the folder of documents."""
    path = found(told.hoshin_documents, name).path
    if not yes and not click.confirm(say("window_remove_confirm", "ja", name=name, path=path)):
        click.echo(say("window_remove_left", "ja"))
        return
    store = sound(database or told.hoshin_database, told.hoshin_documents)
    click.get_current_context().call_on_close(store.close)
    remove(store, told.hoshin_documents, name)
    click.echo(say("window_removed", "ja", name=name, path=path))


@main.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--csv", "as_table", is_flag=True, help="CSV on standard output: UTF-8 with BOM, amounts in yen.")
@in_place_of_database
@click.pass_obj
def compare_documents(told: Settings, old: str, new: str, database: Path | None, *, as_table: bool) -> None:
    """Compare the documents OLD and NEW, entry by entry."""
    comparison = _desk(told, database).comparison(old, new)
    if as_table:
        click.echo(comparison_csv(comparison), nl=False)
        return
    for line in inventory.comparison(comparison, old, new):
        click.echo(line)
    inventory.differences(comparison.rows, Console(highlight=False))


if __name__ == "__main__":
    main()
