"""The command line: python -m benchmarks [plan] [projects] [million] [shelf] [fuzz] [slack] [book]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from benchmarks import book, fuzz, million, plan, projects, shelf, slack

PARTS = ("plan", "projects", "million", "shelf", "fuzz", "slack", "book")


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
@click.option(
    "--projects", "file", type=click.Path(path_type=Path), default=projects.DEFAULT, help="The projects' CSV."
)
@click.option("--entries", type=click.IntRange(100), default=million.ENTRIES, show_default=True, help="Of `million`.")
@click.option("--questions", type=click.IntRange(10), default=fuzz.QUESTIONS, show_default=True, help="Of `fuzz`.")
@click.option("--seconds", type=click.IntRange(1), default=slack.SECONDS, show_default=True, help="Of `slack`.")
@click.option(
    "--kills", type=click.IntRange(0), default=0, help="Of `slack`, in place of the traffic: kill -9 so often."
)
def main(parts: tuple[str, ...], file: Path, entries: int, questions: int, seconds: int, kills: int) -> None:
    """Measure PARTS, by default plan, projects, million and shelf. Everything is made in a temporary folder."""
    failed = []
    for part in parts or PARTS[:4]:
        with tempfile.TemporaryDirectory(prefix="hoshin-bench-") as name:
            folder = Path(name)
            match part:
                case "plan":
                    plan.run(folder)
                case "projects":
                    projects.run(folder, file)
                case "million":
                    million.run(folder, entries, file)
                case "shelf":
                    shelf.run(folder, file)
                case "fuzz":
                    failed += [] if fuzz.run(folder, questions) else ["fuzz: an exception, or memory grew"]
                case "book":
                    book.run(Console())
                case _ if kills:
                    failed += [] if slack.kill(folder, kills) else ["slack: a question was lost, or answered twice"]
                case _:
                    failed += [] if slack.run(folder, seconds) else ["slack: an aim was missed"]
    sys.exit("\n".join(failed) or 0)


if __name__ == "__main__":
    main()
