"""A full shelf: two more plans of an invented ward in another dialect, with a draft, and a city's list in yen.

Rows as in tests/test_many_plans.py; those with `ofunato` also need the list that is no part of the repository.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app import main
from knowledge import Desk, Subject, as_text
from tests.conftest import DOCUMENTS
from tests.test_many_plans import ORGANISATION, SHELF, shortfalls
from tests.test_table_questions import OFUNATO

NEIGHBOURS = Path(__file__).parent / "data" / "neighbours"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (NEIGHBOURS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("documents")
    listed = [(each / "documents.toml").read_text(encoding="utf-8") for each in (DOCUMENTS, SHELF, NEIGHBOURS)]
    for source in (DOCUMENTS, SHELF, NEIGHBOURS):
        for file in source.iterdir():
            if file.suffix in (".txt", ".html", ".csv"):
                shutil.copy(file, folder)
    if OFUNATO.exists():
        shutil.copy(OFUNATO, folder)
        listed.append(f'[{OFUNATO.stem}]\nfile = "{OFUNATO.name}"\norganisation = "大船渡市"\n')
    (folder / "documents.toml").write_text("\n".join(listed), encoding="utf-8")
    opened = Desk.open(folder.parent / "neighbours.db", folder, ORGANISATION)
    yield opened
    opened.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_right_neighbour_answers(desk: Desk, row: dict[str, Any]) -> None:
    if row.get("ofunato") and not OFUNATO.exists():
        pytest.skip(f"{OFUNATO.name} is no part of the repository")
    subject: Subject | None = None
    for want in row.get("turns", [row]):
        answer = desk.ask(want["q"], subject)
        subject = answer.subject
        assert list(shortfalls(want, answer)) == [], f"{want['q']}\n{as_text(answer)}"


def test_a_column_that_is_not_there_is_not_passed_over(tmp_path: Path) -> None:
    """A slip in --columns would leave the money of the real column in another unit."""
    table = tmp_path / "table.csv"
    table.write_text("事業名,令和5年度\n道路の整備,12\n", encoding="utf-8")
    told = CliRunner().invoke(main, ["read", str(table), "--unit", "円", "--columns", "Z=令和5年度 予算額(千円)"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "Z 列はありません" in told.stderr
