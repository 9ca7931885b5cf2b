"""Files that were made to fill the memory or to take for ever are refused, each in a sentence, before they do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from knowledge import ReadingError, opened
from knowledge.model import Source
from knowledge.reading import understand
from knowledge.reading.markup import lean
from tests.conftest import ROOT
from tests.hostile import FILES, SECONDS, page


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | int]:
    """What a program that may take 1.5 GB and a minute finds in all of them."""
    command = [sys.executable, "-m", "tests.hostile", str(tmp_path_factory.mktemp("hostile"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=10 * SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    lines = map(json.loads, done.stdout.splitlines())
    return {line["name"]: line["found"] for line in lines}


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_a_sentence(found: dict[str, str | int], name: str) -> None:
    _, expected = FILES[name]
    if isinstance(expected, int):
        assert found[name] == expected
    else:
        assert expected in str(found[name])
        assert str(found[name]).startswith(name)
        assert "\n" not in str(found[name])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path(os.devnull), tmp_path):
        with pytest.raises(ReadingError, match="ファイルではありません"):
            opened(path)


# The work of reading grows as the page does: it is counted, not timed


def work(do: Callable[[], object]) -> int:
    """How many steps of the interpreter something takes in Python's own code."""
    steps = 0

    def step(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        frame.f_trace_lines = False
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        return step

    def count() -> None:
        sys.settrace(step)
        try:
            do()
        finally:
            sys.settrace(None)

    thread = threading.Thread(target=count)  # a trace of its own: others may be watching this thread
    thread.start()
    thread.join()
    return steps


PLAN = "令和4年度みどり区運営方針\n経営課題1 暮らし\n【主な戦略 1-1 案内】\n【主な具体的取組 1-1-1 飴】\n"
INITIATIVE = "【主な具体的取組 1-1-{n} {it}】\n{it}{n}を配る。({n}千円)\n"
PAGES = {
    "initiatives": (PLAN, INITIATIVE, ""),
    "lines": (PLAN, "{it}{n}を配る。\n", ""),
    "lines above the plan": ("", "{it}{n}を配る。\n", PLAN),
    "money in one entry": (PLAN, "{it}{n}を配る。({n}千円)\n", ""),
    "money on one line": (PLAN, "{it}{n}を配る({n}千円)。", ""),
    "issues": (PLAN, "経営課題{n} {it}\n", ""),
    "brackets that never close": (PLAN, "({it}{n}\n", ""),
    "one long line": (PLAN + "飴を配る。" * 40, "{it}を配る。" * 10, ""),
    "digits": (PLAN + "1" * 100, "1" * 10, "千円"),
}
KNOWN = Source("plan", None, "", None)


@pytest.mark.parametrize(("begin", "again", "end"), PAGES.values(), ids=PAGES)
def test_reading_a_page_is_linear_in_its_length(begin: str, again: str, end: str) -> None:
    """Each further piece costs no more than the one before it: a hundredth would be minutes in a long page."""

    def steps(count: int, it: str) -> int:
        page = begin + "".join(again.format(n=n, it=it) for n in range(100, 100 + count)) + end
        return work(lambda: understand(page, KNOWN))

    steps(25, "鐘")  # what is made once is made
    few, more, most = (steps(count, it) for count, it in ((25, "笛"), (50, "鈴"), (75, "琴")))  # none is remembered
    assert (most - more) - (more - few) <= 0.01 * most


def test_pictures_scripts_and_comments_leave_the_words_as_they_are() -> None:
    within = (
        "<!-- a --><script>b</script><style>c</style><img src='data:image/png;base64," + "A" * 500 + "'>飴<b>玉</b>"
    )
    assert lean(page(within), "p") == page("    <img src=''>飴<b>玉</b>".replace("    ", " " * 3))
    for cut_off in ("<!-- 飴", "<script>飴", "<style 飴"):
        assert "飴を配る" in lean(page(cut_off), "p")
