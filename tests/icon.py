"""The bot's icon, a compass whose needle points the way: python -m tests.icon draws docs/icon.png anew."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).resolve().parent.parent / "docs" / "icon.png"
SIZE = 512
"""Pixels; Slack takes squares of 512 to 2,000."""
FINER = 4
"""Samples across one pixel, so that slanting edges are smooth."""
GROUND, RING, NORTH, SOUTH = (0x1F, 0x4E, 0x5F), (0xE8, 0xF1, 0xF2), (0xF4, 0xB9, 0x42), (0xFF, 0xFF, 0xFF)

Mask = NDArray[np.bool_]
Pixels = NDArray[np.uint8]


def pixels() -> Pixels:
    """The picture, line by line: red, green, blue."""
    steps = (np.arange(SIZE * FINER) + 0.5) / (SIZE * FINER) * 2 - 1  # from -1 to 1
    x, y = np.meshgrid(steps, -steps)
    turn = np.pi / 5
    along, across = x * np.sin(turn) + y * np.cos(turn), x * np.cos(turn) - y * np.sin(turn)
    distance = np.hypot(x, y)
    needle = np.abs(across) / 0.2 + np.abs(along) / 0.6 < 1
    paint: tuple[tuple[Mask, tuple[int, int, int]], ...] = (
        ((distance < 0.78) & (distance > 0.69), RING),
        (needle & (along >= 0), NORTH),
        (needle & (along < 0), SOUTH),
        (distance < 0.075, GROUND),
    )
    drawn = np.empty((*x.shape, 3), dtype=np.float64)
    drawn[:] = GROUND
    for mask, colour in paint:
        drawn[mask] = colour
    found: Pixels = np.rint(drawn.reshape(SIZE, FINER, SIZE, FINER, 3).mean(axis=(1, 3))).astype(np.uint8)
    return found


def png(picture: Pixels) -> bytes:
    """A picture as PNG: eight bits a colour, no filter."""
    height, width, _ = picture.shape
    lines = b"".join(b"\0" + line.tobytes() for line in picture)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


if __name__ == "__main__":
    FILE.write_bytes(png(pixels()))
