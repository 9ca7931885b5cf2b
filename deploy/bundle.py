"""A folder with all that a machine without a network installs: python -m deploy.bundle [windows | linux | macos].

Wheels of the program and of what it needs, exactly as locked, their hashes, and the one line that installs them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from hoshin import VERSION

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.11"
"""The oldest that the program runs on."""
PLATFORMS = {
    "windows": ("x86_64-pc-windows-msvc", ("win_amd64",)),
    "linux": ("x86_64-manylinux_2_28", ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")),
    "macos": ("aarch64-apple-darwin", ("macosx_14_0_arm64", "macosx_11_0_arm64")),
}
"""What uv and what pip call them."""
LINE = "python -m pip install --no-index --find-links wheels --require-hashes -r requirements.txt"
README = f"""\
Hoshin {VERSION} for {{platform}}, without a network. In this folder, with Python {{python}}:

    python -m venv hoshin
    {{scripts}}{LINE}

Then start {{scripts}}hoshin in the folder that is to hold its data.

上の2行をこのフォルダーで実行すると、ネットワークなしで入ります。起動はデータを置くフォルダーで {{scripts}}hoshin です。
"""


def bundle(folder: Path, platform: str | None = None) -> None:
    """Fills a folder with the wheels for a platform, or for this machine.

    Raises CalledProcessError where pip or uv could not get them; they have said why.
    """
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    locked = folder / "requirements.txt"
    _lock(locked, platform)
    _download(locked, wheels, platform)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT))
    [own] = wheels.glob("hoshin-*.whl")
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    pins = locked.read_text(encoding="utf-8")
    locked.write_text(f"hoshin=={VERSION} --hash=sha256:{digest}\n{pins}", encoding="utf-8")
    for name in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder)
    (folder / "README.txt").write_text(_readme(platform), encoding="utf-8")


def _readme(platform: str | None) -> str:
    scripts = "hoshin\\Scripts\\" if (platform or sys.platform).startswith("win") else "hoshin/bin/"
    return README.format(
        platform=platform or sys.platform,
        python=PYTHON if platform else f"{sys.version_info.major}.{sys.version_info.minor}",
        scripts=scripts,
    )


def _lock(locked: Path, platform: str | None) -> None:
    """The lock as far as it goes for a platform: no markers are left for pip, which would ask this machine for them."""
    target = ["--python-platform", PLATFORMS[platform][0], "--python-version", PYTHON] if platform else []
    quiet = "--quiet --no-deps --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links"
    options = [*quiet.split(), *target, "--output-file", str(locked)]
    _run("uv", "pip", "compile", *options, str(ROOT / "requirements.lock"))


def _download(locked: Path, wheels: Path, platform: str | None) -> None:
    tags = PLATFORMS[platform][1] if platform else ()
    target = [word for tag in tags for word in ("--platform", tag)] + (["--python-version", PYTHON] if platform else [])
    _pip(
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--dest",
        str(wheels),
        *target,
        "-r",
        str(locked),
    )


def _pip(*words: str) -> None:
    _run("pip", *words[:1], "--quiet", "--disable-pip-version-check", *words[1:])


def _run(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, check=True)


if __name__ == "__main__":
    told = sys.argv[1] if sys.argv[1:] else None
    if told not in (None, *PLATFORMS):
        sys.exit(f"python -m deploy.bundle [{' | '.join(PLATFORMS)}]")
    place = ROOT / "bundle" / f"hoshin-{VERSION}-{told or sys.platform}"
    bundle(place, told)
    print(place)
