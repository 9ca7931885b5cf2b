"""How long answers are on the terminal: python -m tests.lengths asks every question of tests/questions and measures."""

from __future__ import annotations

import io
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from rich.console import Console

from bot import terminal
from knowledge import Answer, Desk
from tests.conftest import DOCUMENTS
from tests.test_questions import TABLES, asked, rows

WIDTH = 100
"""Columns of the terminal."""
_ESCAPES = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m")


def visible(answer: Answer) -> int:
    """Characters that a reader sees of an answer, without blanks."""
    screen = io.StringIO()
    terminal.show(answer, Console(file=screen, width=WIDTH, highlight=False, force_terminal=True))
    return len("".join(_ESCAPES.sub("", screen.getvalue()).split()))


def answers(desk: Desk, tables: Iterable[Path]) -> Iterator[Answer]:
    """The answer to every question of some tables, conversations as such."""
    return (answer for table in tables for row in rows(table) for _, _, answer in asked(desk, row))


def main() -> None:
    """Prints the median of all answers, and of each kind."""
    sizes: dict[str, list[int]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Path(folder) / "hoshin.db", DOCUMENTS)
        for answer in answers(desk, TABLES):
            sizes[answer.kind].append(visible(answer))
        desk.close()
    print(f"all {sum(map(len, sizes.values()))} {median(size for each in sizes.values() for size in each):g}")
    for kind, found in sorted(sizes.items()):
        print(f"{kind} {len(found)} {median(found):g}")


if __name__ == "__main__":
    main()
