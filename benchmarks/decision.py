"""When to ask back: a logistic model of wrong answers over questions to several documents, one left out each time.

Every question of a post that asks one thing is answered by what it was read as, also where the program would ask back.
The tables' own verdicts tell which of these answers are wrong, and what asking back costs from each doubt on. The model
is fitted on half of each table.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.plan import QUESTIONS
from benchmarks.table import render
from knowledge.desk import Desk
from knowledge.model import Kind, Signs, Subject
from knowledge.question.decision import DOUBTFUL, NUMBERS, WEIGHTS, Weights, doubt, numbers
from knowledge.shelf.building import bring_in
from knowledge.shelf.store import Store
from tests.test_questions import ANSWERED, rows, verdict

TABLES = tuple(sorted(QUESTIONS.glob("*.jsonl")))
"""Of the plan that ships with the program."""
COMMAND = "python -m benchmarks decision TABLE… --write"
WRONG, ASKED_BACK, REFUSED = 10.0, 1 / 3, 1.0
"""What a wrong answer costs, a right one that is only offered, and a wrong one that is."""
DOUBTS = (0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3)
"""From which something is asked back, to be compared."""
STRENGTH = 0.3
"""Inverse of how strongly weights are held near 0."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables of questions to the documents of one folder."""

    documents: Path
    files: tuple[Path, ...]


def grouped(named: Sequence[str], documents: Path) -> tuple[Tables, ...]:
    """Tables, named as TABLE or TABLE=FOLDER, by the folder of what they ask; BadParameter where there is none."""
    folders: dict[Path, tuple[Path, ...]] = {}
    for name in named or map(str, TABLES):
        table, _, folder = name.partition("=")
        asked = Path(folder) if folder else documents
        if not (Path(table).is_file() and asked.is_dir()):
            raise click.BadParameter(f"{name}: no such table, or no such folder.")
        folders[asked] = (*folders.get(asked, ()), Path(table))
    return tuple(Tables(folder, files) for folder, files in folders.items())


@dataclass(frozen=True, slots=True)
class Case:
    """A question that was read as something that can be told."""

    document: str
    in_fitted_half: bool
    signs: Signs
    is_wrong: bool
    """Whether the answer by that reading is."""


def cases(tables: Tables, folder: Path) -> Iterator[Case]:
    """Every question of some tables that is answered, or asked back."""
    folder.mkdir()
    store = Store.create(folder / "hoshin.db")
    bring_in(store, tables.documents)
    desk = Desk(store)
    for file in tables.files:
        for row in rows(file):
            subject: Subject | None = None
            is_fitted = zlib.crc32(row["id"].encode()) % 2 == 0
            for want in row.get("turns", [row]):
                answer = desk.ask(want["q"], subject)
                heard, *others = desk.heard(want["q"], subject)
                if heard.signs is not None and not others and not want.get("answered_or_suggested"):
                    is_asked_back = answer.kind is Kind.CHOICES and bool(answer.steps)
                    told = desk.take(answer.steps[0], answer.language, subject) if is_asked_back else answer
                    if told is not None and told.kind in ANSWERED:
                        is_wrong = verdict(want, told)[0] == "wrong"
                        yield Case(tables.documents.name, is_fitted, heard.signs, is_wrong)
                subject = answer.subject
    store.close()


# Fitting


def fitted(found: Sequence[Case]) -> Weights:
    """Weights of the model, fitted on the half of the cases that is meant for it; ClickException where it has none."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    half = [case for case in found if case.in_fitted_half]
    if len({case.is_wrong for case in half}) < 2:
        raise click.ClickException("The tables need questions that are answered wrongly, and some rightly.")
    scaler = StandardScaler()
    seen = scaler.fit_transform([numbers(case.signs) for case in half])
    model = LogisticRegression(C=STRENGTH, max_iter=2_000).fit(seen, [case.is_wrong for case in half])
    weights = model.coef_[0] / scaler.scale_
    constant = model.intercept_[0] - weights @ scaler.mean_
    return {"constant": float(constant)} | {name: float(each) for name, each in zip(NUMBERS, weights, strict=True)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with how likely the model holds it to be wrong."""

    case: Case
    doubt: float


def judged(found: Sequence[Case], weights: Weights) -> list[Judged]:
    """Every case that no weight was fitted on, judged."""
    return [Judged(case, doubt(case.signs, weights)) for case in found if not case.in_fitted_half]


def left_out(found: Sequence[Case]) -> Iterator[Judged]:
    """Every such case, judged by a model that never saw a question to its document."""
    for document in dict.fromkeys(case.document for case in found):
        weights = fitted([case for case in found if case.document != document])
        yield from judged([case for case in found if case.document == document], weights)


# Telling

COLUMNS = ("asked back from", "of answers", "wrong", "right", "wrong left", "cost")


def compared(found: Sequence[Judged]) -> str:
    """What asking back from each doubt on comes to."""
    return render(COLUMNS, [["never", *_row(found, 1.1)], *([f"{each:.0%}", *_row(found, each)] for each in DOUBTS)])


def _row(found: Sequence[Judged], least: float) -> Iterator[str]:
    asked = [each.case.is_wrong for each in found if each.doubt >= least]
    wrong = sum(asked)
    left = sum(each.case.is_wrong for each in found) - wrong
    yield f"{len(asked) / max(len(found), 1):.1%}"
    yield from (str(wrong), str(len(asked) - wrong), str(left))
    yield f"{left * WRONG + wrong * REFUSED + (len(asked) - wrong) * ASKED_BACK:.1f}"


def written(weights: Weights, found: Sequence[Case]) -> str:
    """Weights as decision.toml has them."""
    half = [case.document for case in found if case.in_fitted_half]
    head = f"# Fitted on {len(half)} questions to {len(set(half))} documents by: {COMMAND}"
    return "\n".join((head, *(f"{name} = {number:.3f}" for name, number in weights.items()), ""))


def run(folder: Path, asked: Sequence[Tables], *, write: bool) -> None:
    """Asks, fits, and prints; with `write` the program's own weights are replaced."""
    found = [case for at, tables in enumerate(asked) for case in cases(tables, folder / str(at))]
    counts = Counter(case.document for case in found)
    print(f"{len(found)} questions answered: {', '.join(f'{n} {name}' for name, n in counts.items())}\n")
    weights = fitted(found)
    told = written(weights, found)
    print("The half of each table that no weight was fitted on; the program asks back from", f"{DOUBTFUL:.0%}\n")
    print(compared(judged(found, weights)), "", sep="\n")
    if len(counts) > 1:
        print(
            "The same, each document judged by a model that never saw it\n",
            compared(list(left_out(found))),
            "",
            sep="\n",
        )
    print(told)
    if write:
        WEIGHTS.write_text(told, encoding="utf-8")
