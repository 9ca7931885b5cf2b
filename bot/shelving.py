"""The commands that put documents on the shelf, take them off, list and compare them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from bot import inventory
from bot.settings import Settings
from bot.usage import LANGUAGE, explain, of_a_table
from knowledge import (
    REPEATS,
    SAVED,
    Desk,
    Folders,
    Store,
    UndecidedError,
    build,
    comparison_csv,
    correct,
    found,
    look,
    pasted,
    remove,
    say,
    side_by_side,
    sound,
    take_back,
    take_in,
)


def desk_of(told: Settings, database: Path | None = None) -> Desk:
    """The desk over the shelf, open as long as the command runs."""
    organisation = told.hoshin_organisation or None
    desk = Desk.open(database or told.hoshin_database, told.hoshin_documents, organisation)
    click.get_current_context().call_on_close(desk.close)
    return desk


in_place_of_database = click.option("--database", type=click.Path(path_type=Path), help=explain("database"))


@click.command(name="add", help=explain("add"))
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


@click.command(name="documents", help=explain("documents"))
@in_place_of_database
@click.pass_obj
def list_documents(told: Settings, database: Path | None) -> None:
    """Lists what is on the shelf, and which document answers where a question names none."""
    inventory.holdings(desk_of(told, database).holdings(), Console(highlight=False))


@click.command(name="remove", help=explain("remove"))
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


@click.command(name="diff", help=explain("diff"))
@click.argument("old")
@click.argument("new")
@click.option("--csv", "as_table", is_flag=True, help=explain("diff_csv"))
@in_place_of_database
@click.pass_obj
def compare_documents(told: Settings, old: str, new: str, database: Path | None, *, as_table: bool) -> None:
    """Compares two documents, entry by entry."""
    comparison = desk_of(told, database).comparison(old, new)
    if as_table:
        click.echo(comparison_csv(comparison), nl=False)
        return
    for line in inventory.comparison(comparison, old, new):
        click.echo(line)
    inventory.differences(comparison, Console(highlight=False))


@click.command(name="refresh", help=explain("refresh"))
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


COMMANDS: tuple[click.Command, ...] = (
    add_documents,
    list_documents,
    remove_document,
    compare_documents,
    refresh_document,
)
