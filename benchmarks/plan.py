"""The shipped plan: the questions of the tests' tables that name an entry, and the first answer of a fresh process."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import table
from benchmarks.cases import Case, Item, Listed
from benchmarks.clock import WARM_UP as WARM_UP_IN_JAPANESE
from benchmarks.clock import measure, tell
from benchmarks.ours import Hoshin
from benchmarks.rivals import RIVALS
from knowledge.model import Plan
from knowledge.reading import read
from knowledge.shelf.folder import documents_in

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "knowledge" / "documents"
QUESTIONS = ROOT / "tests" / "questions"
COLD = ("防災訓練の予算は?", "how much for watching over the elderly?")
COLD_TIMES = 5
WARM_UP = (*WARM_UP_IN_JAPANESE, "a giraffe plays the trombone")
"""The last loads the model of meaning, as the first English question does that words.toml knows nothing of."""
ALLOWED = 120.0
"""Seconds for all questions to one method."""


def shipped() -> Plan:
    """The newest plan of the repository, which is the one that answers."""
    plans = (read(listed.path, listed.source) for listed in documents_in(DOCUMENTS))
    return max(plans, key=lambda plan: (plan.source.fiscal_year or 0, plan.source.document))


def items(plan: Plan) -> Listed:
    """Its entries."""
    return Listed(tuple(Item(entry.id, entry.title, entry.body) for entry in plan.entries))


def cases(plan: Plan) -> tuple[Case, ...]:
    """All questions that name the code of the first entry, and such first turns of conversations."""
    return tuple(_cases(plan.source.document))


def _cases(document: str) -> Iterator[Case]:
    for file in sorted(QUESTIONS.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            row = row["turns"][0] if "turns" in row else row
            if "top" in row:
                yield Case(row["q"], frozenset(f"{document}/{code}" for code in row["top"]), row.get("kind", ""))


def run(folder: Path) -> None:
    """Measures and prints."""
    plan = shipped()
    corpus, asked = items(plan), cases(plan)
    tell(f"plan: {len(corpus.listed)} entries, {len(asked)} questions")
    methods = (Hoshin(DOCUMENTS), *RIVALS)
    results = [measure(each, corpus, asked, folder / str(at), ALLOWED, WARM_UP) for at, each in enumerate(methods)]
    print(f"The plan: {len(corpus.listed)} entries, {len(asked)} questions of the tests' tables\n")
    print(table.compared(results, asked), table.LEGEND, table.slowest(results[0], asked), sep="\n")
    for question in COLD:
        print(f"Cold ask {question!r}: {cold(question, folder / '0' / 'hoshin.db'):.2f} s, median of {COLD_TIMES}")
    print()


def cold(question: str, database: Path) -> float:
    """Seconds that a fresh process takes for one answer over a built index, the median of some."""
    command = [sys.executable, str(ROOT / "app.py"), "ask", question, "--database", str(database)]
    return statistics.median(_seconds(command) for _ in range(COLD_TIMES))


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
