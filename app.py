"""Hoshin's door. Without a command it starts the bot: in Slack when the tokens are set, else a chat in the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bot import inventory, keeping, pipes, settings, shelving, terminal
from bot.archive import Archive
from bot.names import Names
from bot.settings import Settings
from bot.shelving import desk_of, in_place_of_database
from bot.store import Server, open_journal
from bot.transfer import move
from bot.trouble import TroubleError
from bot.usage import LANGUAGE, Door, explain, of_a_table
from hoshin import FILES, VERSION
from knowledge import (
    Source,
    Told,
    as_json,
    as_text,
    build,
    chosen,
    documents_in,
    letter,
    opened,
    plan_as_json,
    read,
    say,
    strip_mentions,
    understood,
)


@click.group(cls=Door, invoke_without_command=True, help=explain("main"))
@click.version_option(VERSION, prog_name="hoshin")
@click.pass_context
def main(context: click.Context) -> None:
    """Starts the bot, where no command is named."""
    pipes.open_up()
    context.obj = settings.load()
    if context.invoked_subcommand is None:
        desk = desk_of(context.obj)
        if context.obj.connects_to_slack:
            from bot import slack  # Slack's library and the web server take 0.15 s to load, which no command needs

            desk.warm_up()
            slack.run(desk, context.obj)
        else:
            terminal.run(desk)


LAID_OUT = {".env": ".env.example", "manifest.json": "manifest.json", "datasette.json": "deploy/datasette.json"}
"""What `init` puts where, and what it takes for it."""


@main.command(help=explain("init"))
def init() -> None:
    """Puts what has to be filled in or pasted somewhere into the folder at home, and leaves what is there."""
    home = settings.find_home()
    for name, source in LAID_OUT.items():
        path = home / name
        is_there = path.exists()
        try:
            if not is_there:
                path.touch(mode=0o600)  # tokens will stand in one of them
                path.write_bytes((FILES / source).read_bytes())
        except OSError as error:
            raise TroubleError(say("window_init_unwritable", LANGUAGE, path=path)) from error
        click.echo(say("window_init_left" if is_there else "window_init_put", LANGUAGE, path=path))


@main.command(name="manifest", help=explain("manifest"))
@click.pass_obj
def show_manifest(told: Settings) -> None:
    """Prints what an administrator pastes into Slack, for these settings."""
    shipped = json.loads((FILES / LAID_OUT["manifest.json"]).read_text(encoding="utf-8"))
    from bot.manifest import manifest  # it knows every listener, and with them Slack's library

    click.echo(json.dumps(manifest(shipped, told), ensure_ascii=False, indent=2))


@main.command(help=explain("ask"))
@click.argument("words", nargs=-1, required=True, metavar="QUESTION…")
@click.option("--json", "as_lines", is_flag=True, help=explain("ask_json"))
@click.option("--thread", is_flag=True, help=explain("ask_thread"))
@click.option("-v", "--verbose", is_flag=True, help=explain("ask_verbose"))
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help=explain("ask_save"))
@in_place_of_database
@click.pass_obj
def ask(
    told: Settings,
    words: tuple[str, ...],
    database: Path | None,
    save: Path | None,
    *,
    as_lines: bool,
    thread: bool,
    verbose: bool,
) -> None:
    """Answers a question, which a shell may have cut into words."""
    if save is not None:
        keeping.form_of(save)
    desk = desk_of(told, database)
    questions = _lines_of_input() if words == ("-",) else iter([" ".join(words)])
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
        if save is not None:
            click.echo(say("file_saved", LANGUAGE, path=keeping.saved(desk, answer, save)), err=as_lines)
        elif console.is_terminal and not as_lines:
            terminal.hand_over(desk, answer, console)


def _lines_of_input() -> Iterator[str]:
    """Questions from standard input; only a newline ends one."""
    yield from map(pipes.typed, sys.stdin.buffer)


@main.command(name="build", help=explain("build"))
@in_place_of_database
@click.pass_obj
def build_index(told: Settings, database: Path | None) -> None:
    """Builds the index from the documents and prints what was read."""
    for change in build(database or told.hoshin_database, told.hoshin_documents):
        inventory.show_change(change)


@main.command(name="read", help=explain("read"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_object", is_flag=True, help=explain("read_json"))
@click.option("--coverage", is_flag=True, help=explain("read_coverage"))
@of_a_table
def read_file(file: Path, fiscal_year: int | None, *, as_object: bool, coverage: bool, **told: Any) -> None:
    """Shows how a page or a table is understood, without storing anything."""
    known = Source(file.stem, organisation=None, title="", fiscal_year=fiscal_year)
    reading = understood(opened(file, Told(**told)), known, Told(**told))
    if coverage:
        for line in inventory.coverage(reading.coverage):
            click.echo(line)
    elif as_object:
        click.echo(plan_as_json(reading.plan))
    else:
        inventory.show_reading(reading)


@main.group(help=explain("journal"), invoke_without_command=True)
@click.option("--forget", metavar="USER", help=explain("journal_forget"))
@click.option("--most", default=50, show_default=True, help=explain("journal_most"))
@click.pass_context
def journal(context: click.Context, forget: str | None, most: int) -> None:
    """Shows what people asked in vain and what they said of answers, without names; or forgets it."""
    if context.invoked_subcommand is not None:
        return
    told: Settings = context.obj
    with closing(open_journal(told.hoshin_journal)) as database:
        kept = Archive(database, Names(told.hoshin_journal, told.hoshin_names_key), told.hoshin_keep_days)
        if forget != "all":  # which is the way out where a key is lost
            kept.recognise()
        if forget is not None:
            count = kept.forget(None if forget == "all" else forget)
            database.settle()
            click.echo(say("journal_forgotten", "ja", count=count))
            if strangers := kept.strangers():
                raise click.ClickException(say("journal_strangers", "ja", count=strangers))
        else:
            terminal.show_journal(kept.counts(), kept.misses(most), Console(highlight=False))


@journal.command(name="move", help=explain("journal_move"))
@click.option("--to", "address", required=True, metavar="postgresql://…", help=explain("journal_move_to"))
@click.option("--from", "file", type=click.Path(path_type=Path), help=explain("journal_move_from"))
@click.pass_obj
def move_journal(told: Settings, address: str, file: Path | None) -> None:
    """Takes a journal from a file to a server, and counts both sides."""
    if not Server.is_meant_by(address):
        raise click.BadParameter(say("move_no_address", LANGUAGE), param_hint="--to")
    kept = told.hoshin_journal
    path = file or (kept if isinstance(kept, Path) else settings.find_home() / "journal.db")
    moved = move(path, Server(address), told.hoshin_names_key)
    terminal.show_moved(moved, Console(highlight=False))
    if lacking := sum(each.rows - each.there for each in moved):
        raise click.ClickException(say("move_lacking", "ja", count=lacking))
    click.echo(say("move_done", "ja", path=path))


@main.command(help=explain("lint"))
@click.argument("document", required=False)
@click.option("--for-owner", is_flag=True, help=explain("lint_for_owner"))
@click.pass_obj
def lint(told: Settings, document: str | None, *, for_owner: bool) -> None:
    """Lists what is odd about a document, or about all of them."""
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


for command in shelving.COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
