"""Prints the pages of tests/data/forms as PDFs, once, for the tests to read: python -m tests.pdf.print [NAME …].

Needs Chromium; the PDFs are kept beside their pages, so that the tests need none. `print_page` is what benchmarks use.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "forms"
SECONDS = 120


def chromium() -> str | None:
    """Where Chromium is; None where it is not there."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


def print_page(page: Path, pdf: Path) -> None:
    """Prints a page as a browser does, without the browser's own head and foot."""
    browser = chromium()
    if browser is None:
        raise SystemExit("Chromium is not there.")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={profile}",
                f"--print-to-pdf={pdf}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )


if __name__ == "__main__":
    for page in sorted(FOLDER.glob("*.html")):
        if not sys.argv[1:] or page.stem in sys.argv[1:]:
            print_page(page, page.with_suffix(".pdf"))
            print(page.with_suffix(".pdf"), page.with_suffix(".pdf").stat().st_size)
