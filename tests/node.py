"""Tools that run on Node, from a copy in a temporary folder: nothing is written where they come from."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path


class SkippedError(Exception):
    """What a check needs is not on this machine."""


def installed(source: Path, here: Path) -> None:
    """Copy a tool and install what it needs; SkippedError where that cannot be done."""
    if not (source / "package.json").exists():
        raise SkippedError(f"{source} is not there")
    if not shutil.which("npm"):
        raise SkippedError("Node is not here")
    shutil.copytree(source, here, symlinks=True)
    if not (here / "node_modules").exists():
        run(["npm", "install", "--no-save", "--no-package-lock", "--silent"], here)


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command that only works where its packages can be had; SkippedError where they cannot."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode:
        raise SkippedError(f"{Path(command[0]).name} {command[1]} did not work")
