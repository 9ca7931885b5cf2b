"""Whole messages, windows and Home views as JSON files in tests/golden.

`GOLDEN=write .venv/bin/python -m pytest` writes them anew; what `git diff` then shows is to be read, and looked at with
`make pictures`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "golden"


def check(name: str, shown: Mapping[str, Any]) -> None:
    """Compare what is shown with the file of that name."""
    file = FOLDER / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert shown == json.loads(file.read_text(encoding="utf-8"))
