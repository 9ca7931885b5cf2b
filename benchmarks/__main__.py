"""The command line: python -m benchmarks [plan] [projects] [million] [shelf] [fuzz] [slack] [book] [decision …]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from benchmarks import book, decision, fuzz, million, plan, projects, shelf, slack
from benchmarks import replicas as replicated
from benchmarks.plan import DOCUMENTS

PARTS = ("plan", "projects", "million", "shelf", "fuzz", "slack", "book", "decision")


@click.command()
@click.argument("parts", nargs=-1)
@click.option(
    "--projects", "file", type=click.Path(path_type=Path), default=projects.DEFAULT, help="The projects' CSV."
)
@click.option("--entries", type=click.IntRange(100), default=million.ENTRIES, show_default=True, help="Of `million`.")
@click.option("--questions", type=click.IntRange(10), default=fuzz.QUESTIONS, show_default=True, help="Of `fuzz`.")
@click.option("--seconds", type=click.IntRange(1), default=slack.SECONDS, show_default=True, help="Of `slack`.")
@click.option(
    "--kills", type=click.IntRange(0), default=0, help="Of `slack`, in place of the traffic: kill -9 so often."
)
@click.option(
    "--replicas",
    type=click.IntRange(1, 10),
    help="Of `slack`, in place of the traffic: so many bots on one PostgreSQL, killed, frozen, cut off.",
)
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DOCUMENTS,
    help="Of `decision`: what its tables ask. One that asks others is given as TABLE=FOLDER.",
)
@click.option("--write", is_flag=True, help="Of `decision`: writes the fitted weights into the program.")
def main(
    parts: tuple[str, ...],
    file: Path,
    entries: int,
    questions: int,
    seconds: int,
    kills: int,
    replicas: int | None,
    documents: Path,
    *,
    write: bool,
) -> None:
    """Measure PARTS, by default plan, projects, million and shelf. Everything is made in a temporary folder.

    What follows `decision` are tables of questions, by default those of the tests.
    """
    tables: tuple[str, ...] = ()
    if "decision" in parts:
        at = parts.index("decision") + 1
        parts, tables = parts[:at], parts[at:]
    if unknown := [part for part in parts if part not in PARTS]:
        raise click.BadArgumentUsage(f"{unknown[0]!r} is none of {', '.join(PARTS)}.")
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
                case "decision":
                    decision.run(folder, decision.grouped(tables, documents), write=write)
                case "fuzz":
                    failed += [] if fuzz.run(folder, questions) else ["fuzz: an exception, or memory grew"]
                case "book":
                    book.run(Console())
                case _ if replicas:
                    whole = replicated.run(folder, replicas, kills or replicated.KILLS, seconds)
                    failed += [] if whole else ["slack: a question was lost, or answered twice"]
                case _ if kills:
                    failed += [] if slack.kill(folder, kills) else ["slack: a question was lost, or answered twice"]
                case _:
                    failed += [] if slack.run(folder, seconds) else ["slack: an aim was missed"]
    sys.exit("\n".join(failed) or 0)


if __name__ == "__main__":
    main()
