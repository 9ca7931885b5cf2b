"""Every golden message, window and Home view as a picture, light and dark: python -m tests.pictures RENDERER FOLDER.

RENDERER draws Block Kit with Node and Chromium; it runs from a copy in a temporary folder. Where it or what it needs
is missing, one line says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.golden import FOLDER
from tests.node import SkippedError, installed

NAME = "運営方針ボット"
WIDTHS = {"home": 600, "modal": 480}
MESSAGE_WIDTH = 720
AT_ONCE = 2
"""Browsers."""


def draw(renderer: Path, golden: Path, folder: Path, *flags: str) -> None:
    """One picture; CalledProcessError where the renderer cannot draw it."""
    shown = json.loads(golden.read_text(encoding="utf-8"))
    width = WIDTHS.get(shown.get("type", ""), MESSAGE_WIDTH)
    picture = folder / f"{golden.stem}{''.join(flags).replace('--', '-')}.png"
    command = ["node", str(renderer / "render.mjs"), str(golden), str(picture), "--name", NAME, "--width", str(width)]
    subprocess.run([*command, *flags], check=True, stdout=subprocess.DEVNULL)


def main(source: Path, folder: Path) -> None:
    """Draws all of them anew."""
    goldens = sorted(FOLDER.glob("*.json"))
    with tempfile.TemporaryDirectory(prefix="hoshin-pictures-") as name:
        renderer = Path(name) / "render"
        try:
            installed(source, renderer)
            if not shutil.which("chromium"):
                raise SkippedError("Chromium is not here")
        except SkippedError as why:
            print(f"skipped: {why}")
            return
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            jobs = [
                pool.submit(draw, renderer, golden, folder, *flags) for golden in goldens for flags in ((), ("--dark",))
            ]
            for job in jobs:
                job.result()
    print(f"{2 * len(goldens)} pictures of {len(goldens)} messages and views in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
