"""Pipes of a Japanese Windows: Shift_JIS comes in and goes out, and no character ends the program."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from bot import pipes
from tests.conftest import DOCUMENTS, ROOT

QUESTIONS = "防災訓練の予算\r\nhow much for watching over the elderly\r\n100万円以上の取組はいくつ\r\n"


def asked(index: Path, encoding: str) -> str:
    """What a pipe of an encoding is told that asks in it."""
    done = subprocess.run(
        [sys.executable, "app.py", "ask", "-"],
        cwd=ROOT,
        env={"PYTHONIOENCODING": encoding, "HOSHIN_DATABASE": str(index), "HOSHIN_DOCUMENTS": str(DOCUMENTS)},
        input=QUESTIONS.encode(encoding),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode(encoding)


def test_a_pipe_in_shift_jis_is_told_what_one_in_utf_8_is(index: Path) -> None:
    said = asked(index, "utf-8")
    assert "2,025千円" in said
    assert "(¥14,955,000)" in said  # Shift_JIS has no such sign
    assert asked(index, "cp932") == said.translate(pipes.NEAREST).replace("−", "－")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("防災\r\n".encode("cp932"), "防災"),
        (b"\x81\xff\n", "\ufffd\ufffd"),
        ("a\u2028b\n".encode(), "a\u2028b"),
        (b"", ""),
    ],
)
def test_a_line_is_read_in_whatever_it_is_written(line: bytes, text: str) -> None:
    assert pipes.typed(line) == text


def test_what_an_encoding_lacks_is_printed_by_its_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="cp932")
    monkeypatch.setattr(sys, "stdout", file)
    pipes.open_up()
    print("差は¥3,593,000 − ¥2,025,000 › 🎉", end="", flush=True)
    file.seek(0)
    assert file.read() == "差は￥3,593,000 － ￥2,025,000 > ?"
