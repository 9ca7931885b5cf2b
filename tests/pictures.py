"""Every golden message, window and Home view as a picture, light and dark: python -m tests.pictures RENDERER FOLDER.

RENDERER holds the packages that draw Block Kit with Node; picture.mjs draws with a copy of it in a temporary folder,
and with Chromium. Where they are missing, one line says so; a block that cannot be drawn is an error. The README's
pictures are some of these.
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

ROOT = Path(__file__).resolve().parent.parent
ICON, SCRIPT = ROOT / "docs" / "icon.png", ROOT / "tests" / "picture.mjs"
NAME = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))["features"]["bot_user"]["display_name"]
WIDTHS = {"home": 600, "modal": 480}
MESSAGE_WIDTH = 720
AT_ONCE = 2
"""Browsers."""
THEMES = {"light": "", "dark": "-dark"}
README = {"answer": "message-found", "comparison": "message-comparison", "home": "home-opened"}
"""Pictures of the README, by the name of the message or view that they show."""


def draw(renderer: Path, golden: Path, folder: Path, theme: str) -> None:
    """One picture; CalledProcessError where a block cannot be drawn."""
    shown = json.loads(golden.read_text(encoding="utf-8"))
    width = WIDTHS.get(shown.get("type", ""), MESSAGE_WIDTH)
    picture = folder / f"{golden.stem}{THEMES[theme]}.png"
    command = ["node", str(renderer / SCRIPT.name), str(golden), str(picture), str(width), theme, NAME, str(ICON)]
    subprocess.run(command, check=True)


def main(source: Path, folder: Path) -> None:
    """Draws all of them anew."""
    goldens = sorted(FOLDER.glob("*.json"))
    with tempfile.TemporaryDirectory(prefix="hoshin-pictures-") as name:
        renderer = Path(name) / "render"
        try:
            installed(source, renderer)
            shutil.copy(SCRIPT, renderer)
            if not shutil.which("chromium"):
                raise SkippedError("Chromium is not here")
        except SkippedError as why:
            print(f"skipped: {why}")
            return
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            jobs = [pool.submit(draw, renderer, golden, folder, theme) for golden in goldens for theme in THEMES]
            for job in jobs:
                job.result()
    for name, shown in README.items():
        shutil.copy(folder / f"{shown}.png", ROOT / "docs" / f"{name}.png")
    print(f"{2 * len(goldens)} pictures of {len(goldens)} messages and views in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
