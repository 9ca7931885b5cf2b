"""The program as others get it: installed from its bundle into an empty environment, started from another folder."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from deploy.bundle import LINE, bundle
from hoshin import VERSION
from tests.conftest import ROOT

QUESTION = "防災訓練の予算はどの取組から出ていますか?"
PAGE = ROOT / "tests" / "data" / "shelf" / "kusunoki-r5.txt"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has what the bundle has, and no tool of a developer.

    Where pip reaches no index there is no bundle: then the program's own wheel goes into an environment that borrows
    the packages of this one, and a skipped test tells so.
    """
    place = tmp_path_factory.mktemp("installed")
    made, folder = place / "environment", place / "bundle"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(made)], check=True)
    try:
        bundle(folder)
        words = LINE.split()[3:]
    except subprocess.CalledProcessError:
        own = str(folder / "wheels")
        wheel = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", own, str(ROOT)]
        subprocess.run(wheel, check=True)
        words = f"install --no-index --no-deps --find-links wheels hoshin=={VERSION}".split()
        site = Path(sysconfig.get_path("purelib", vars={"base": str(made), "platbase": str(made)}))
        (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", str(made / "bin" / "python")]
    subprocess.run([*pip, words[0], "--no-compile", *words[1:]], cwd=folder, check=True)
    return made


def is_borrowed(environment: Path) -> bool:
    """Whether pip reached no index."""
    return any(environment.rglob("borrowed.pth"))


def run(environment: Path, folder: Path, *words: str, typed: bytes = b"") -> str:
    """Runs the installed command in a folder, with nothing of this machine's environment."""
    command = [str(environment / "bin" / "hoshin"), *words]
    done = subprocess.run(command, cwd=folder, env={"PYTHONUTF8": "1"}, input=typed, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def package(environment: Path) -> dict[str, str]:
    """What is installed, by its bytes; Python's own compiled files come and go."""
    [folder] = environment.rglob("site-packages/hoshin")
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_it_answers_in_any_folder_and_keeps_its_data_there(environment: Path, tmp_path: Path) -> None:
    before = package(environment)
    assert "2,025千円" in run(environment, tmp_path, "ask", *QUESTION.partition("の"))
    assert [path.name for path in tmp_path.iterdir()] == ["hoshin.db"]
    run(environment, tmp_path, "add", str(PAGE), "--organisation", "大阪市楠木区", "--yes")
    assert "3,800千円" in run(environment, tmp_path, typed="楠木区の防犯の予算は?\n".encode())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents", "hoshin.db"]
    assert package(environment) == before


def test_it_lays_out_what_has_to_be_filled_in(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    told = run(environment, tmp_path, "init")
    assert [line.split()[0] for line in told.splitlines()] == ["Put", "manifest.json", "Put"]
    assert (tmp_path / ".env").read_bytes() == (ROOT / ".env.example").read_bytes()
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    assert (tmp_path / "datasette.json").exists()
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == "{}"
    assert "2,025千円" in run(environment, tmp_path, "ask", QUESTION)  # .env as it stands is a working one


def found(environment: Path, folder: Path, names: list[str]) -> list[str]:
    """Which of some modules the environment has."""
    program = f"from importlib.util import find_spec; print(*[name for name in {names} if find_spec(name)])"
    python = str(environment / "bin" / "python")
    done = subprocess.run([python, "-c", program], cwd=folder, capture_output=True, check=True, text=True)
    return done.stdout.split()


def test_it_takes_no_name_but_its_own(environment: Path, tmp_path: Path) -> None:
    assert run(environment, tmp_path, "--version") == f"hoshin, version {VERSION}\n"
    assert found(environment, tmp_path, ["hoshin", "bot", "knowledge", "app", "deploy", "tests"]) == ["hoshin"]


def test_it_needs_no_tool_of_a_developer(environment: Path, tmp_path: Path) -> None:
    if is_borrowed(environment):
        pytest.skip("pip reached no index: the packages are this environment's")
    assert found(environment, tmp_path, ["pytest", "mypy", "hypothesis", "hatchling", "uv"]) == []
