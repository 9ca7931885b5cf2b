"""What processes use of the processor."""

from __future__ import annotations

import os
from pathlib import Path


def processor_seconds(number: int) -> float | None:
    """What a process has used so far; None where the system does not tell."""
    status = Path(f"/proc/{number}/stat")
    if not status.exists():
        return None
    fields = status.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
