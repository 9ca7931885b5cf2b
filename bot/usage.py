"""How the commands explain themselves and what they complain of, in the language of the terminal."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from typing import TypeVar

import click

from bot import settings
from bot.trouble import TroubleError
from knowledge import REPEATS, TRANSLATIONS, UNITS, ReadingError, StoreError, say

LANGUAGE = settings.language()
Command = TypeVar("Command", bound=Callable[..., object])

# Click looks up its own words (Usage, Options, Missing argument …) in the domain that has no other name.
gettext.bindtextdomain("messages", str(TRANSLATIONS))


def explain(key: str) -> str:
    """What `--help` says of a command or an option."""
    return say(f"command_{key}", LANGUAGE)


class Door(click.Group):
    """Turns what people can mend into one sentence and exit status 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command."""
        try:
            return super().invoke(ctx)
        except (ReadingError, StoreError, TroubleError) as trouble:
            raise click.ClickException(str(trouble)) from trouble


def of_a_table(command: Command) -> Command:
    """The options that correct how a table is understood."""
    columns = click.option("--columns", metavar="C=事業名,F=令和7年度 予算額(千円),G=-", help=explain("columns"))
    unit = click.option("--unit", type=click.Choice(UNITS), help=explain("unit"))
    sheet = click.option("--sheet", help=explain("sheet"))
    repeats = click.option("--repeats", type=click.Choice(REPEATS), help=explain("repeats"))
    year = click.option("--fiscal-year", type=click.IntRange(1989, 2199), help=explain("fiscal_year"))
    pages = click.option("--skip-pages", metavar="1,7-9", help=explain("skip_pages"))
    return columns(unit(sheet(repeats(year(pages(command))))))
