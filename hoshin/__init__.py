"""The program as it is installed.

An installed package has bot/, knowledge/ and app.py inside this folder, so that names as common as these are nobody
else's; in a checkout they lie one level above.
"""

from __future__ import annotations

import sys
from pathlib import Path

VERSION = "0.2.0.dev0"

_HERE = Path(__file__).parent
_IS_INSTALLED = (_HERE / "knowledge").is_dir()
FILES = _HERE / "files" if _IS_INSTALLED else _HERE.parent
"""Where .env.example, manifest.json and deploy/ lie."""

if _IS_INSTALLED:
    sys.path.insert(0, str(_HERE))
