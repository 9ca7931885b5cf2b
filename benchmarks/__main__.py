"""The command line: python -m benchmarks [plan] [projects] [million] [shelf] [fuzz]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from benchmarks import fuzz, million, plan, projects, shelf

PARTS = ("plan", "projects", "million", "shelf", "fuzz")


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
@click.option(
    "--projects", "file", type=click.Path(path_type=Path), default=projects.DEFAULT, help="The projects' CSV."
)
@click.option("--entries", type=click.IntRange(100), default=million.ENTRIES, show_default=True, help="Of `million`.")
@click.option("--questions", type=click.IntRange(10), default=fuzz.QUESTIONS, show_default=True, help="Of `fuzz`.")
def main(parts: tuple[str, ...], file: Path, entries: int, questions: int) -> None:
    """Measure PARTS, by default all but fuzz. Everything is made in a temporary folder."""
    passed = True
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
                case _:
                    passed = fuzz.run(folder, questions)
    sys.exit(0 if passed else "fuzz: an exception, or memory grew")


if __name__ == "__main__":
    main()
