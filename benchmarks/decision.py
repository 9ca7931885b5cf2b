"""When to answer: the rules beside two logistic models, over questions to several documents, one left out each time.

Every question is asked three times: as the program answers it, always answered by the first reading, and never answered
but with choices. So what each decision would have come to is known, and the tables' own verdicts tell what it costs.
Where the last two come to the same, as for a fact that the page does not print, there was nothing to decide. Posts with
several questions are left out. The models see the weakest of a question's topics, and are fitted on half of each table.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from benchmarks.plan import QUESTIONS
from benchmarks.table import render
from knowledge.desk import Desk
from knowledge.model import Answer, Evidence, Hit, Kind, Level, Subject
from knowledge.question.concepts import Concept
from knowledge.question.decision import NUMBERS, WEIGHTS, Chances, Weights, chances
from knowledge.question.linking import Linker
from knowledge.question.trade import trade
from knowledge.shelf.building import bring_in
from knowledge.shelf.document import Document
from knowledge.shelf.store import Record, Store
from tests.test_questions import REFUSED, Want, rows, verdict

TABLES = tuple(sorted(QUESTIONS.glob("*.jsonl")))
"""Of the plan that ships with the program."""
COMMAND = "python -m benchmarks decision TABLE… --write"
ANSWER, OFFER, REFUSE = "answer", "offer", "refuse"
COSTS = {"right": 0.0, "offered": 1 / 3, "missed": 1.0, "wrong": 10.0}
"""Of a question that the document can answer."""
COSTS_OF_SILENCE = {"right": 0.0, "offered": 1.0, "missed": 0.0, "wrong": 10.0}
"""Of one that it can't."""
THRESHOLDS = (0.8, 0.9, 0.95)
"""Chances from which something is answered, or choices are offered."""
DOUBTS = (0.6, 0.8)
"""Chances below which something is not answered."""
STRENGTH = 0.5
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
    """A question whose topics were linked by their words."""

    document: str
    in_fitted_half: bool
    evidence: Evidence
    can: bool
    """Whether the document can answer it."""
    decided: str
    """By the rules."""
    verdicts: dict[str, str]
    """Of each decision."""

    def cost(self, decision: str) -> float:
        """Of a decision."""
        return (COSTS if self.can else COSTS_OF_SILENCE)[self.verdicts[decision]]

    @property
    def first_is_right(self) -> bool:
        """Whether an answer by the first reading is right."""
        return self.can and self.verdicts[ANSWER] == "right"


# Asking


class Answering(Linker):
    """Links by the first reading, whatever speaks against it."""

    def _missing(self, concepts: Sequence[Concept], hits: Sequence[Hit]) -> tuple[str, ...]:
        return () if hits else super()._missing(concepts, hits)

    def _sure(self, evidence: Evidence, hits: Sequence[Hit], levels: tuple[Level, ...]) -> Hit | None:  # noqa: ARG002
        return self._chosen(hits[0], hits, levels) if hits else None


class Offering(Answering):
    """Offers choices, whatever speaks for the first reading."""

    def _sure(self, evidence: Evidence, hits: Sequence[Hit], levels: tuple[Level, ...]) -> Hit | None:  # noqa: ARG002
        return None


class Deciding(Desk):
    """A desk with another way to decide."""

    def __init__(self, store: Store, kind: type[Linker]) -> None:
        super().__init__(store)
        self._kind = kind
        self._linkers: dict[int, Linker] = {}

    def linker(self, record: Record) -> Linker:
        """A document with its words."""
        if record.id not in self._linkers:
            self._linkers[record.id] = self._kind(Document.open(self._store, record), trade())
        return self._linkers[record.id]


def cases(tables: Tables, folder: Path) -> Iterator[Case]:
    """Every question of some tables that was decided by evidence."""
    folder.mkdir()
    store = Store.create(folder / "hoshin.db")
    bring_in(store, tables.documents)
    rules, answering, offering = Desk(store), Deciding(store, Answering), Deciding(store, Offering)
    for file in tables.files:
        for row in rows(file):
            subject: Subject | None = None
            is_fitted = zlib.crc32(row["id"].encode()) % 2 == 0
            for want in row.get("turns", [row]):
                answer = rules.ask(want["q"], subject)
                first, *others = rules.heard(want["q"], subject)
                if first.evidence and not others and not want.get("answered_or_suggested"):
                    replies = [desk.ask(want["q"], subject) for desk in (answering, offering)]
                    weakest = min(first.evidence, key=lambda each: each.share)
                    if replies[0].kind is not replies[1].kind:
                        yield _case(tables.documents.name, is_fitted, weakest, want, answer, *replies)
                subject = answer.subject
    store.close()


def _case(
    document: str, is_fitted: bool, evidence: Evidence, want: Want, by_rules: Answer, first: Answer, choices: Answer
) -> Case:
    can = not want.get("refuse")
    decided = OFFER if by_rules.kind is Kind.CHOICES else REFUSE if by_rules.kind in REFUSED else ANSWER
    verdicts = {ANSWER: verdict(want, first)[0], OFFER: verdict(want, choices)[0], REFUSE: "missed" if can else "right"}
    verdicts[decided] = verdict(want, by_rules)[0]
    return Case(document, is_fitted, evidence, can, decided, verdicts)


# Fitting


def fitted(found: Sequence[Case], is_so: Callable[[Case], bool]) -> Weights:
    """Weights of a logistic model over the numbers as they are."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler()
    numbers = scaler.fit_transform([_numbers(case.evidence) for case in found])
    model = LogisticRegression(C=STRENGTH, max_iter=2_000).fit(numbers, [is_so(case) for case in found])
    weights = model.coef_[0] / scaler.scale_
    constant = model.intercept_[0] - weights @ scaler.mean_
    return {"constant": float(constant)} | {name: float(each) for name, each in zip(NUMBERS, weights, strict=True)}


def _numbers(evidence: Evidence) -> list[float]:
    return [float(getattr(evidence, name)) for name in NUMBERS]


def models(found: Sequence[Case]) -> dict[str, Weights]:
    """Both models, fitted on the half of the cases that is meant for it; ClickException where that is too few."""
    half = [case for case in found if case.in_fitted_half]
    if min(len({case.can for case in half}), len({case.first_is_right for case in half})) < 2:
        raise click.ClickException(
            "The tables need questions that can be answered and some that can't, in both halves."
        )
    return {"answerable": fitted(half, lambda case: case.can), "first": fitted(half, lambda case: case.first_is_right)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with what the models make of it."""

    case: Case
    chances: Chances


def left_out(found: Sequence[Case]) -> Iterator[Judged]:
    """Every case, judged by models that never saw a question to its document."""
    for document in dict.fromkeys(case.document for case in found):
        weights = models([case for case in found if case.document != document])
        yield from judged([case for case in found if case.document == document], weights)


def judged(found: Sequence[Case], weights: Mapping[str, Weights]) -> Iterator[Judged]:
    """Every case, judged by weights."""
    return (Judged(case, chances(case.evidence, weights)) for case in found)


# Deciding


def by_rules(each: Judged) -> str:
    """As the program does."""
    return each.case.decided


def by_cost(each: Judged, among: Sequence[str] = (ANSWER, OFFER, REFUSE)) -> str:
    """What the models expect to cost least."""
    can, first = each.chances.answerable, each.chances.first
    wrong, offered = COSTS["wrong"], COSTS["offered"]
    costs = {ANSWER: wrong * (1 - first), OFFER: can * offered + (1 - can) * COSTS_OF_SILENCE["offered"], REFUSE: can}
    return min(among, key=costs.__getitem__)


def by_threshold(each: Judged, threshold: float) -> str:
    """Answers from a chance on, and else as the models expect to cost least."""
    return ANSWER if each.chances.first >= threshold else by_cost(each, (OFFER, REFUSE))


def unsure_by_cost(each: Judged) -> str:
    """The rules say what is answered; the models choose between choices and a refusal."""
    return ANSWER if each.case.decided == ANSWER else by_cost(each, (OFFER, REFUSE))


def unsure_by_threshold(each: Judged, threshold: float) -> str:
    """The rules say what is answered; choices are offered from a chance on that the document says it."""
    return ANSWER if each.case.decided == ANSWER else OFFER if each.chances.answerable >= threshold else REFUSE


def sure_by_threshold(each: Judged, threshold: float) -> str:
    """What the rules answer is offered below a chance that the first reading is right."""
    is_doubtful = each.case.decided == ANSWER and each.chances.first < threshold
    return OFFER if is_doubtful else each.case.decided


def sure_by_cost(each: Judged) -> str:
    """What the rules answer is offered where the models expect that to cost less."""
    return by_cost(each, (ANSWER, OFFER)) if each.case.decided == ANSWER else each.case.decided


def unsure_refused(each: Judged) -> str:
    """Nothing is offered."""
    return ANSWER if each.case.decided == ANSWER else REFUSE


def unsure_offered(each: Judged) -> str:
    """Nothing is refused."""
    return ANSWER if each.case.decided == ANSWER else OFFER


DECISIONS: dict[str, Callable[[Judged], str]] = {
    "rules": by_rules,
    "rules; unsure always refused": unsure_refused,
    "rules; unsure always offered": unsure_offered,
    "rules; unsure by models": unsure_by_cost,
    **{f"rules; choices from {each:.0%}": partial(unsure_by_threshold, threshold=each) for each in THRESHOLDS},
    "rules; answers by models": sure_by_cost,
    **{f"rules; answers below {each:.0%} offered": partial(sure_by_threshold, threshold=each) for each in DOUBTS},
    "models by cost": by_cost,
    **{f"models; answer from {each:.0%}": partial(by_threshold, threshold=each) for each in THRESHOLDS},
}


# Telling

COLUMNS = ("decided by", "answered", "right", "wrong", "offered", "refused", "cost")


def compared(found: Sequence[Judged]) -> str:
    """What every way to decide comes to over some cases."""
    return render(COLUMNS, [[name, *_totals(found, decide)] for name, decide in DECISIONS.items()])


def _totals(found: Sequence[Judged], decide: Callable[[Judged], str]) -> Iterator[str]:
    taken = [(each.case, decide(each)) for each in found]
    answered = [(case, decision) for case, decision in taken if decision == ANSWER]
    yield str(len(answered))
    yield from (str(sum(case.verdicts[way] == each for case, way in answered)) for each in ("right", "wrong"))
    yield from (str(sum(way == each for _, way in taken)) for each in (OFFER, REFUSE))
    yield f"{sum(case.cost(way) for case, way in taken):.1f}"


def by_document(found: Sequence[Judged]) -> str:
    """The cost of every way to decide, for each document."""
    documents = tuple(dict.fromkeys(each.case.document for each in found))
    rows_of = {name: [each for each in found if each.case.document == name] for name in documents}
    lines = [
        [name, *(f"{sum(each.case.cost(decide(each)) for each in rows_of[where]):.1f}" for where in documents)]
        for name, decide in DECISIONS.items()
    ]
    return render(("cost in", *documents), lines)


def written(weights: Mapping[str, Weights], found: Sequence[Case]) -> str:
    """Weights as decision.toml has them."""
    half = [case.document for case in found if case.in_fitted_half]
    lines = [f"# Fitted on {len(half)} questions to {len(set(half))} documents by: {COMMAND}"]
    for model, numbers in weights.items():
        lines += ["", f"[{model}]", *(f"{name} = {number:.3f}" for name, number in numbers.items())]
    return "\n".join((*lines, ""))


def run(folder: Path, asked: Sequence[Tables], *, write: bool) -> None:
    """Asks, fits, and prints; with `write` the program's own weights are replaced."""
    found = [case for at, tables in enumerate(asked) for case in cases(tables, folder / str(at))]
    counts = Counter(case.document for case in found)
    print(f"{len(found)} questions linked by their words: {', '.join(f'{n} {name}' for name, n in counts.items())}\n")
    if len(counts) > 1:
        unseen = list(left_out(found))
        print("Each document judged by models that never saw it\n", compared(unseen), "", sep="\n")
        print(by_document(unseen), "", sep="\n")
    weights = models(found)
    other_half = [case for case in found if not case.in_fitted_half]
    told = written(weights, found)
    print("The half of each table that no weight was fitted on\n")
    print(compared(list(judged(other_half, weights))), "", told, sep="\n")
    if write:
        WEIGHTS.write_text(told, encoding="utf-8")
