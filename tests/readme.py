"""Fills the transcripts of the README from the real program: python -m tests.readme writes, the test compares."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
LONGEST_LINK = 72


def filled(readme: str, database: Path) -> str:
    """The README with the output of every `$ python app.py …` in its console blocks."""
    return BLOCK.sub(lambda block: _transcript(block.group(), database), readme)


def _transcript(block: str, database: Path) -> str:
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    with tempfile.TemporaryDirectory() as home:  # what a block adds is added to a shelf of its own
        adds = any(" add " in command for command in commands)
        places = {"HOSHIN_HOME": home} | ({} if adds else {"HOSHIN_DATABASE": str(database)})
        told = "\n".join(f"$ {command}\n{_output(command, places)}" for command in commands)
        return told.replace(f"{home}{os.sep}", "")


def _output(command: str, places: dict[str, str]) -> str:
    run = subprocess.run(
        [sys.executable, *shlex.split(command)[1:]],
        cwd=ROOT,
        env=places | {"COLUMNS": "110", "PATH": "", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return "".join(f"{_short(line.rstrip())}\n" for line in run.stdout.splitlines())


def _short(line: str) -> str:
    """A link's text fragment is long and says nothing to a reader."""
    return re.sub(rf"(https://\S{{{LONGEST_LINK}}})\S+", r"\1…", line)


def main() -> None:
    """Write the README anew."""
    README.write_text(filled(README.read_text(encoding="utf-8"), ROOT / "hoshin.db"), encoding="utf-8")


if __name__ == "__main__":
    main()
