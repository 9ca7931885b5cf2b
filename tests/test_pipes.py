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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_question_in_either_encoding_is_answered_in_the_encoding_of_the_pipe(index: Path, encoding: str) -> None:
    output = encoding.removesuffix("-sig")
    done = subprocess.run(
        [sys.executable, "app.py", "ask", "-"],
        cwd=ROOT,
        env={"PYTHONIOENCODING": output, "HOSHIN_DATABASE": str(index), "HOSHIN_DOCUMENTS": str(DOCUMENTS)},
        input=QUESTIONS.encode(encoding),
        capture_output=True,
        check=True,
    )
    said = done.stdout.decode(output)
    assert "経営課題2 安全・安心・快適なまちづくり › 戦略2-1".replace("›", "›" if output == "utf-8" else ">") in said
    assert f"14,955 thousand yen ({'¥' if output == 'utf-8' else '￥'}14,955,000)" in said
    assert "8件" in said
    assert "?" not in said


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
