"""Plain text tables."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from benchmarks.cases import Case, Measured, Verdict, is_first, verdict
from benchmarks.clock import percentile

COLUMNS = (
    "method",
    "first %",
    "right %",
    "offered %",
    "missed %",
    "wrong %",
    "asked",
    "questions/s",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "max ms",
    "peak MB",
)
LEGEND = (
    "first: the right entry is shown first. right: answered with it; offered: it is among the choices; "
    "missed: neither; wrong: answered with another. peak MB: of the process that asked."
)


def width(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def render(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows below their columns: the first to the left, all others to the right."""
    widths = [max(width(row[at]) for row in (columns, *rows)) for at in range(len(columns))]
    return "\n".join(_line(row, widths) for row in (columns, *rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    padded = [first[0] + " " * (first[1] - width(first[0]))]
    padded += [" " * (most - width(cell)) + cell for cell, most in others]
    return "  ".join(padded)


def percent(part: int, whole: int) -> str:
    """A share in percent to one decimal."""
    return f"{100 * part / whole:.1f}" if whole else "-"


def compared(results: Sequence[Measured], cases: Sequence[Case]) -> str:
    """All methods over the same questions."""
    return render(COLUMNS, [_compared(each, cases) for each in results])


def _compared(result: Measured, cases: Sequence[Case]) -> list[str]:
    asked, times = result.asked(cases), result.milliseconds
    verdicts = Counter(verdict(case, reply) for case, reply in asked)
    speeds = [percentile(times, 50), percentile(times, 95), percentile(times, 99), max(times)]
    return [
        result.method,
        percent(sum(is_first(case, reply) for case, reply in asked), len(asked)),
        *(percent(verdicts[each], len(asked)) for each in Verdict),
        str(len(asked)),
        f"{1000 * len(times) / sum(times):,.1f}",
        *(f"{speed:,.1f}" for speed in speeds),
        f"{result.megabytes:,.0f}",
    ]


def by_kind(results: Sequence[Measured], cases: Sequence[Case]) -> str:
    """The right entry first, in percent, for each kind of question."""
    kinds = tuple(dict.fromkeys(case.kind for case in cases))
    rows = []
    for result in results:
        asked = result.asked(cases)
        cells = [[is_first(case, reply) for case, reply in asked if case.kind == kind] for kind in kinds]
        rows.append([result.method, *(percent(sum(cell), len(cell)) for cell in cells)])
    return render(("first %", *kinds), rows)


def slowest(result: Measured, cases: Sequence[Case]) -> str:
    """The slowest answer and what was asked."""
    most = max(result.milliseconds)
    asked = cases[result.milliseconds.index(most)].question
    return f"Slowest of {result.method}: {most:.1f} ms, {asked[:80]!r}"


def indexes(results: Sequence[Measured]) -> str:
    """What it takes to build each index."""
    rows = [
        [
            each.method,
            f"{each.build_seconds:,.1f}",
            f"{each.build_megabytes:,.0f}",
            f"{each.index_megabytes:,.1f}",
        ]
        for each in results
        if each.index_megabytes
    ]
    return render(("index", "build s", "build peak MB", "on disk MB"), rows)
