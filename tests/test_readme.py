"""The README is the proof: what it shows is what the program prints."""

from __future__ import annotations

from pathlib import Path

from tests.readme import README, filled


def test_every_transcript_in_the_readme_is_what_the_program_prints(tmp_path: Path) -> None:
    """After a change of answers: `make readme` writes them anew; read the difference."""
    shown = README.read_text(encoding="utf-8")

    assert filled(shown, tmp_path / "hoshin.db") == shown
