"""Hoshin's door. Without a command it starts the bot: in Slack when the tokens are set, else a chat in the terminal."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bot import inventory, keeping, pipes, settings, slack, terminal
from bot.archive import Archive
from bot.manifest import manifest
from bot.names import Names
from bot.settings import Settings
from bot.store import Server, open_journal
from bot.transfer import move
from bot.trouble import TroubleError
from bot.usage import LANGUAGE, Door, explain, of_a_table
from hoshin import FILES, VERSION
from knowledge import (
    REPEATS,
    SAVED,
    Desk,
    Folders,
    Source,
    Store,
    Told,
    UndecidedError,
    as_json,
    as_text,
    build,
    chosen,
    comparison_csv,
    correct,
    documents_in,
    found,
    letter,
    look,
    opened,
    pasted,
    plan_as_json,
    read,
    remove,
    say,
    side_by_side,
    sound,
    strip_mentions,
    take_back,
    take_in,
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
        desk = _desk(context.obj)
        if context.obj.connects_to_slack:
            desk.warm_up()
            slack.run(desk, context.obj)
        else:
            terminal.run(desk)


def _desk(told: Settings, database: Path | None = None) -> Desk:
    organisation = told.hoshin_organisation or None
    desk = Desk.open(database or told.hoshin_database, told.hoshin_documents, organisation)
    click.get_current_context().call_on_close(desk.close)
    return desk


in_place_of_database = click.option("--database", type=click.Path(path_type=Path), help=explain("database"))


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
    desk = _desk(told, database)
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


@main.command(name="add", help=explain("add"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--organisation", help=explain("add_organisation"))
@click.option("--url", help=explain("add_url"))
@click.option("--title", help=explain("add_title"))
@click.option("--name", help=explain("add_name"))
@click.option("--yes", is_flag=True, help=explain("add_yes"))
@click.option("--correct", "erratum", metavar="「3-1-2 の金額は 16,850千円、出典: …」", help=explain("correct"))
@click.option("--uncorrect", "mistaken", metavar="3-1-2", help=explain("uncorrect"))
@of_a_table
@in_place_of_database
@click.pass_obj
def add_documents(
    told: Settings,
    /,
    files: tuple[Path, ...],
    database: Path | None,
    *,
    name: str | None,
    yes: bool,
    erratum: str | None,
    mistaken: str | None,
    **facts: str | int | None,
) -> None:
    """Shows what was understood of published plans or lists of projects, and puts them on the shelf."""
    if name is not None and len(files) > 1:
        raise click.UsageError(say("window_add_one_name", LANGUAGE))
    known = {name: value for name, value in facts.items() if value is not None}
    store = sound(database or told.hoshin_database, told.hoshin_documents)
    click.get_current_context().call_on_close(store.close)
    if erratum is not None:
        for document in map(str, files):
            correct(store, told.hoshin_documents, document, erratum)
            click.echo(say("window_corrected", "ja", name=document, told=erratum))
        return
    if mistaken is not None:
        for document in map(str, files):
            for told_before in take_back(store, told.hoshin_documents, document, mistaken):
                click.echo(say("window_uncorrected", "ja", name=document, told=told_before))
        return
    with tempfile.TemporaryDirectory() as folder:
        there = [pasted(sys.stdin.buffer.read(), Path(folder), name) if str(file) == "-" else file for file in files]
        left = [file for file in there if not _add(store, told.hoshin_documents, file, known, name, yes=yes)]
    if left and not sys.stdin.isatty():
        click.echo(say("window_add_needs_yes", "ja"))
        click.get_current_context().exit(2)


def _add(
    store: Store, folders: Folders, file: Path, known: dict[str, str | int], name: str | None, *, yes: bool
) -> bool:
    """Shows what a file would be and puts it on the shelf, where that is wanted; tells whether it is there."""
    try:
        arrival = look(store, folders, file, known, name)
    except UndecidedError as question:
        if not sys.stdin.isatty():
            raise
        click.echo(str(question))
        known = known | {"repeats": click.prompt(say("window_add_repeats", "ja"), type=click.Choice(REPEATS))}
        arrival = look(store, folders, file, known, name)
    if not arrival.is_known:
        inventory.show_reading(arrival.reading)
        asked = not yes and sys.stdin.isatty()
        if not (click.confirm(say("window_add_confirm", "ja")) if asked else yes):
            click.echo(say("window_remove_left", "ja"))
            return False
    for line in inventory.added(take_in(store, folders, arrival)):
        click.echo(line)
    return True


@main.command(name="documents", help=explain("documents"))
@in_place_of_database
@click.pass_obj
def list_documents(told: Settings, database: Path | None) -> None:
    """Lists what is on the shelf, and which document answers where a question names none."""
    inventory.holdings(_desk(told, database).holdings(), Console(highlight=False))


@main.command(name="remove", help=explain("remove"))
@click.argument("name")
@click.option("--yes", is_flag=True, help=explain("remove_yes"))
@in_place_of_database
@click.pass_obj
def remove_document(told: Settings, name: str, database: Path | None, *, yes: bool) -> None:
    """Takes a document off the shelf."""
    folders = told.hoshin_documents
    document = found(folders, name)
    where = {"name": name, "path": document.path, "mark": folders.removal(name)}
    confirm, done = ("confirm", "removed") if folders.holds(document) else ("confirm_shipped", "removed_shipped")
    if not yes and not click.confirm(say(f"window_remove_{confirm}", "ja", **where)):
        click.echo(say("window_remove_left", "ja"))
        return
    store = sound(database or told.hoshin_database, told.hoshin_documents)
    click.get_current_context().call_on_close(store.close)
    remove(store, folders, name)
    click.echo(say(f"window_{done}", "ja", **where))


@main.command(name="diff", help=explain("diff"))
@click.argument("old")
@click.argument("new")
@click.option("--csv", "as_table", is_flag=True, help=explain("diff_csv"))
@in_place_of_database
@click.pass_obj
def compare_documents(told: Settings, old: str, new: str, database: Path | None, *, as_table: bool) -> None:
    """Compares two documents, entry by entry."""
    comparison = _desk(told, database).comparison(old, new)
    if as_table:
        click.echo(comparison_csv(comparison), nl=False)
        return
    for line in inventory.comparison(comparison, old, new):
        click.echo(line)
    inventory.differences(comparison, Console(highlight=False))


@main.command(name="refresh", help=explain("refresh"))
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help=explain("add_yes"))
@in_place_of_database
@click.pass_obj
def refresh_document(told: Settings, name: str, file: Path, database: Path | None, *, yes: bool) -> None:
    """Compares a page that was saved again with the one on the shelf, and puts it there where that is wanted."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if not side_by_side(told.hoshin_documents, name, file, folder):
            click.echo(say("window_refresh_same", "ja", name=name))
            return
        build(folder / "compared.db", folder)
        desk = Desk.open(folder / "compared.db", folder)
        try:
            for line in inventory.refreshed(desk.comparison(name, SAVED), name, Console(highlight=False)):
                click.echo(line)
        finally:
            desk.close()
    if not yes and not (sys.stdin.isatty() and click.confirm(say("window_add_confirm", "ja"))):
        click.echo(say("window_refresh_left", "ja", name=name))
        return
    store = sound(database or told.hoshin_database, told.hoshin_documents)
    click.get_current_context().call_on_close(store.close)
    _add(store, told.hoshin_documents, file, {}, None, yes=True)


if __name__ == "__main__":
    main()
