"""Time and memory, each method in a process of its own."""

from __future__ import annotations

import multiprocessing
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.cases import Case, Corpus, Measured, Method, Reply

MEGABYTE = 1_000_000
WARM_UP = ("防災訓練の予算は?", "bousai kunren", "児童逆待")
"""Asked before the clock starts: the dictionary and the index's words load once in a program's life."""
STATUS = Path("/proc/self/status")

Given = ParamSpec("Given")
Made = TypeVar("Made")


def tell(line: str) -> None:
    """One line of progress."""
    print(line, file=sys.stderr, flush=True)


def in_own_process(function: Callable[Given, Made], /, *args: Given.args, **kwargs: Given.kwargs) -> Made:
    """Runs a function in a fresh interpreter, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def peak_megabytes() -> float:
    """This process's largest resident memory so far, in MB.

    Linux keeps ru_maxrss across exec, so that a child would report its parent's size: VmHWM starts anew.
    """
    if (kilobytes := _status("VmHWM")) is not None:
        return kilobytes * 1024 / MEGABYTE
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024) / MEGABYTE


def resident_megabytes() -> float:
    """This process's resident memory now, in MB; its peak where the system does not tell."""
    kilobytes = _status("VmRSS")
    return peak_megabytes() if kilobytes is None else kilobytes * 1024 / MEGABYTE


def _status(field: str) -> int | None:
    """A field of the process's status in kB; None where there is no /proc."""
    if not STATUS.exists():
        return None
    found = re.search(rf"^{field}:\s+(\d+) kB", STATUS.read_text(encoding="ascii", errors="replace"), re.MULTILINE)
    return int(found[1]) if found else None


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(len(ordered) * percent) // 100) - 1)]


def measure(
    method: Method,
    corpus: Corpus,
    cases: Sequence[Case],
    folder: Path,
    allowed: float,
    warm_up: Sequence[str] = WARM_UP,
) -> Measured:
    """Builds a method's index in one process and asks it in another, for `allowed` seconds at most."""
    tell(f"  {method.name}: building")
    folder.mkdir()
    seconds, build_peak = in_own_process(_build, method, corpus, folder)
    tell(f"  {method.name}: built in {seconds:.1f} s, asking")
    questions = tuple(case.question for case in cases)
    replies, times, peak = in_own_process(_ask, method, corpus, folder, questions, warm_up, allowed)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MEGABYTE
    return Measured(method.name, seconds, build_peak, size, replies, times, peak)


def _build(method: Method, corpus: Corpus, folder: Path) -> tuple[float, float]:
    start = time.perf_counter()
    method.build(corpus, folder)
    return time.perf_counter() - start, peak_megabytes()


def _ask(
    method: Method,
    corpus: Corpus,
    folder: Path,
    questions: Sequence[str],
    warm_up: Sequence[str],
    allowed: float,
) -> tuple[tuple[Reply, ...], tuple[float, ...], float]:
    ask = method.open(corpus, folder)
    for question in warm_up:
        ask(question)
    replies: list[Reply] = []
    times: list[float] = []
    until = time.monotonic() + allowed
    for question in questions:
        start = time.perf_counter()
        replies.append(ask(question))
        times.append(1000 * (time.perf_counter() - start))
        if time.monotonic() > until:
            break
    return tuple(replies), tuple(times), peak_megabytes()
