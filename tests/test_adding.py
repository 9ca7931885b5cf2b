"""What `add` and `read` show of a document before it goes onto the shelf, and what they ask."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main
from knowledge.reading.tables import files

pytestmark = pytest.mark.usefixtures("without_meaning")
ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
LIST = "政策,事業名,令和6年度予算額(千円)\n産業,市場の整備,10\n産業,港の整備,20\n教育,学校の改修,40\n"
TREE = """\
2024年度 予算額の合計: 70千円
産業(2件) 30千円
  市場の整備 10千円
  港の整備 20千円
教育(1件) 40千円
  学校の改修 40千円
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder of documents and a list of projects to add."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def settings(place: Path) -> dict[str, str]:
    return {"HOSHIN_DATABASE": str(place / "hoshin.db"), "HOSHIN_DOCUMENTS": str(place / "documents")}


def run(place: Path, *words: str) -> Result:
    return CliRunner(env=settings(place)).invoke(main, words)


def typed(place: Path, keys: str, *words: str) -> tuple[int, str]:
    """Runs a command on a terminal, on which somebody types."""
    ours, theirs = pty.openpty()
    os.write(ours, keys.encode())
    command = [sys.executable, "app.py", *words]
    environment = {**os.environ, **settings(place), "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=theirs, stdout=subprocess.PIPE) as running:
        said, _ = running.communicate(timeout=120)
    os.close(theirs)
    os.close(ours)
    return running.returncode, said.decode()


def shelf(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "documents").iterdir())


def test_without_a_terminal_nothing_is_added_before_it_was_seen(place: Path) -> None:
    shown = run(place, "add", str(place / "list.csv"))
    assert shown.exit_code == 2
    assert TREE in shown.output
    assert "--yes" in shown.output.splitlines()[-1]
    assert shelf(place) == []
    assert run(place, "add", "--yes", str(place / "list.csv")).exit_code == 0
    assert shelf(place) == ["documents.toml", "list.csv"]


@pytest.mark.parametrize(("keys", "files"), [("n\n", []), ("y\n", ["documents.toml", "list.csv"])])
def test_on_a_terminal_it_asks(place: Path, keys: str, files: list[str]) -> None:
    code, said = typed(place, keys, "add", str(place / "list.csv"))
    assert (code, TREE.splitlines()[1] in said) == (0, True)
    assert shelf(place) == files


def test_on_a_terminal_it_asks_how_what_repeats_counts(place: Path) -> None:
    (place / "list.csv").write_text("事業名,令和6年度予算額(千円)\n橋の点検,12\n橋の点検,12\n", encoding="utf-8")
    code, said = typed(place, "once\ny\n", "add", str(place / "list.csv"))
    assert (code, "12千円" in said, "24千円" in said) == (0, True, True)
    assert 'repeats = "once"' in (place / "documents" / "documents.toml").read_text(encoding="utf-8")
    assert "12千円" in run(place, "build").output


def test_a_missing_url_is_mentioned(place: Path) -> None:
    assert "--url" in run(place, "add", "--yes", str(place / "list.csv")).output
    with_url = run(place, "add", "--yes", str(place / "list.csv"), "--url", "https://example.jp/list")
    assert "--url" not in with_url.output


def test_a_file_is_parsed_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    text = files._text

    def counted(data: bytes, name: str) -> files.Sheet:
        parsed.append(name)
        return text(data, name)

    monkeypatch.setattr(files, "_text", counted)
    run(place, "add", "--yes", str(place / "list.csv"))
    assert parsed == ["list.csv"]


def test_many_findings_are_told_by_kind(place: Path) -> None:
    rows = "".join(f"{number % 30},事業{number},{number + 1}.5\n" for number in range(90))
    (place / "list.csv").write_text(f"番号,事業名,令和6年度予算額(千円)\n{rows}", encoding="utf-8")
    told = [line for line in run(place, "read", str(place / "list.csv")).output.splitlines() if line[:1] in "TA"]
    assert len(told) <= 20
    assert any(line.startswith("T103") and line.endswith("(ほか59件)") for line in told)
    assert any(line.startswith("T108") and line.endswith("(ほか89件)") for line in told)


@pytest.mark.parametrize(
    "name", ["repeat.csv", "kan2.csv", "kpi_unit.csv", "two_rows.xlsx", "c.html", "d.txt", "e.html"]
)
def test_every_amount_of_a_document_is_accounted_for(place: Path, name: str) -> None:
    said = run(place, "read", "--coverage", str(SMALL / name)).output
    assert "行方不明0" in said
    assert said.startswith("行: ")


def test_what_a_reader_loses_is_shown_by_its_coverage(place: Path) -> None:
    """Money in a cell of an entry, in its text, in a note and in a sum: each is where it belongs."""
    table = (
        "予算の概要 一般会計 12億円,,\n事業名,概要,令和6年度予算額(千円)\n"
        "橋の点検,1橋3万円を上限,12\n合計,,12\n※上限は3万円です。,,\n"
    )
    (place / "list.csv").write_text(table, encoding="utf-8")
    said = run(place, "read", "--coverage", str(place / "list.csv")).output
    assert said.splitlines()[-1] == "金額: 項目の金額1、本文の一部1、指摘あり3、行方不明0"
