"""`hoshin` and `python -m hoshin`."""

from __future__ import annotations

from app import main

if __name__ == "__main__":
    main(prog_name="hoshin")
