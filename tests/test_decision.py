"""What `python -m benchmarks decision` tells whoever wants to know whether rules or models should decide."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks import decision
from benchmarks.__main__ import main
from knowledge.question.decision import NUMBERS, fitted

RIGHT = ("防災訓練の予算は?", "2-1-1"), ("防犯の意識啓発の予算は?", "2-2-1"), ("お年寄りの見守りは?", "3-1-2")
NOT_IN_THE_PLAN = ("防災ドローンの予算は?", "見守りロボットの予算は?", "子育てマラソンの予算は?")


def ids(half: int) -> list[str]:
    """Ids of one half of a table."""
    return [name for name in map(str, range(30)) if zlib.crc32(name.encode()) % 2 == half][:6]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The same questions in both halves."""
    wants = [{"q": q, "top": [code]} for q, code in RIGHT] + [{"q": q, "refuse": True} for q in NOT_IN_THE_PLAN]
    rows = [want | {"id": name} for half in (0, 1) for want, name in zip(wants, ids(half), strict=True)]
    file = tmp_path / "table.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["decision", *map(str, arguments)])


def test_rules_and_models_stand_side_by_side_with_what_they_cost(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "decision.toml"
    monkeypatch.setattr(decision, "WEIGHTS", weights)
    told = run(table, "--write")
    assert told.exit_code == 0
    (rules,) = (line.split()[1:] for line in told.stdout.splitlines() if line.startswith("rules  "))
    assert rules == ["3", "3", "0", "0", "3", "0.0"]
    written = weights.read_text(encoding="utf-8")
    assert written in told.stdout
    assert written.count(" = ") == 2 * (1 + len(NUMBERS))


def test_a_table_that_is_not_there_is_named(table: Path) -> None:
    for missing in ("nowhere.jsonl", f"{table}=nowhere"):
        told = run(missing)
        assert (told.exit_code, missing in told.stderr) == (2, True)


def test_the_program_has_a_weight_for_every_number() -> None:
    assert set(fitted()) == {"answerable", "first"}
    assert all(set(weights) == {"constant", *NUMBERS} for weights in fitted().values())
