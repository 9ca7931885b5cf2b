"""What is asked back instead of answered, and what `python -m benchmarks decision` tells about that."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks import decision
from benchmarks.__main__ import main
from knowledge.desk import Desk
from knowledge.model import Kind, Signs
from knowledge.question.decision import NUMBERS, doubt, fitted

RIGHT = ("防災訓練の予算は?", "2-1-1"), ("防犯の意識啓発の予算は?", "2-2-1"), ("お年寄りの見守りは?", "3-1-2")
WRONG = ("防災訓練の予算は?", "防犯の意識啓発の予算は?", "お年寄りの見守りは?")
"""Each is answered with another entry than the table wants."""


def ids(half: int) -> list[str]:
    """Ids of one half of a table."""
    return [name for name in map(str, range(30)) if zlib.crc32(name.encode()) % 2 == half][:6]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The same questions in both halves."""
    wants = [{"q": q, "top": [code]} for q, code in RIGHT] + [{"q": q, "top": ["6-1-3"]} for q in WRONG]
    rows = [want | {"id": name} for half in (0, 1) for want, name in zip(wants, ids(half), strict=True)]
    file = tmp_path / "table.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["decision", *map(str, arguments)])


def test_what_asking_back_costs_is_told_and_the_weights_are_kept(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "decision.toml"
    monkeypatch.setattr(decision, "WEIGHTS", weights)
    told = run(table, "--write")
    assert told.exit_code == 0
    (never,) = (line.split()[1:] for line in told.stdout.splitlines() if line.startswith("never"))
    assert never == ["0.0%", "0", "0", "3", "30.0"]
    written = weights.read_text(encoding="utf-8")
    assert written in told.stdout
    assert written.count(" = ") == 1 + len(NUMBERS)


def test_a_table_that_is_not_there_is_named(table: Path) -> None:
    for missing in ("nowhere.jsonl", f"{table}=nowhere"):
        told = run(missing)
        assert (told.exit_code, missing in told.stderr) == (2, True)


def test_the_program_has_a_weight_for_every_number() -> None:
    assert set(fitted()) == {"constant", *NUMBERS}


CERTAIN = Signs(unvoiced=0, added=0, dearest=0.4, lead=1.0, turns=0)


@pytest.mark.parametrize("sign", [{"unvoiced": 3}, {"added": 3}, {"dearest": 2.5}, {"lead": 0.0}, {"turns": 4}])
def test_each_sign_makes_an_answer_more_doubtful(sign: dict[str, float | bool]) -> None:
    assert doubt(CERTAIN) < doubt(replace(CERTAIN, **sign))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "button", "code"),
    [
        ("防災訓練の予算は?", "具体的取組2-1-1の予算額は?", "2-1-1"),
        ("how much for watching over the elderly?", "What is the budget of initiative 3-1-2?", "3-1-2"),
    ],
)
def test_what_is_doubtful_is_asked_back_and_the_button_answers_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, question: str, button: str, code: str
) -> None:
    sure = desk.ask(question)
    monkeypatch.setattr("knowledge.question.decision.DOUBTFUL", 0.0)
    asked = desk.ask(question)
    assert (asked.kind, [step.name for step in asked.steps], asked.yen) == (Kind.CHOICES, [button], None)
    told = desk.take(asked.steps[0], asked.language, asked.subject)
    assert told is not None
    assert (told.kind, told.yen, [shown.entry.code for shown in told.shown]) == (sure.kind, sure.yen, [code])
    assert asked.subject.turns == sure.subject.turns  # who goes on without pressing goes on about what was read


def test_a_post_with_two_questions_and_a_file_are_never_asked_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.question.decision.DOUBTFUL", 0.0)
    for question in ("防災の予算は?防犯の予算は?", "取組の一覧をCSVで"):
        assert desk.ask(question).kind is not Kind.CHOICES
