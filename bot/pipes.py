"""Pipes of any machine: lines come in UTF-8 or Shift_JIS, and go out in whatever encoding the pipe has."""

from __future__ import annotations

import codecs
import io
import sys

NEAREST = str.maketrans(
    {"¥": "￥", "–": "-", "—": "―", "‑": "-", "›": ">", "·": "・", "•": "・", "≥": "≧", "≤": "≦", "\xa0": " "}
)
"""What Shift_JIS lacks of what is printed here, and what it has instead."""


def typed(line: bytes) -> str:
    """A line of a pipe, without its end: UTF-8, or Shift_JIS (CP932), as a Japanese Windows writes it."""
    line = line.removesuffix(b"\n").removesuffix(b"\r")
    for encoding in ("utf-8", "cp932"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("utf-8", errors="replace")


def open_up() -> None:
    """Makes standard output and error take any character: one that their encoding lacks is printed by its nearest."""
    codecs.register_error("nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="nearest")


def _nearest(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return lacking.translate(NEAREST).encode(error.encoding, "replace"), error.end
