"""Pages that were cut, shuffled or mistyped: read or refused, but never with money that the page does not print.

`pytest -m whole` tries every damage to every page; an ordinary run tries a sample.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.language.brackets import CLOSING, OPENING
from knowledge.language.money import fold
from knowledge.model import Plan, Source
from knowledge.reading import ReadingError, html, understand
from knowledge.reading.encoding import decode
from tests.conftest import DOCUMENTS
from tests.test_dialects import PAGES

SEED = 20_130_401
SAMPLE = 20
"""Damaged copies of each page in an ordinary run."""
UNKNOWN = Source(document="page", organisation=None, title="", fiscal_year=None)
YEN = re.compile("[0-9〇一二三四五六七八九] ?[十百千]?[万億]?円(?![卓形滑満周])")
SUM = re.compile("計|総額")
ALL = [*PAGES, DOCUMENTS / "minato-r4.txt"]


def text_of(page: Path) -> str:
    text = decode(page.read_bytes(), page.name)
    return html.words_of(text).text if html.is_html(text) else text


def damaged(text: str) -> Iterator[str]:
    """Every prefix (of lines, and of half lines), every line deleted, every two swapped, every bracket dropped."""
    lines = text.split("\n")
    for end in range(len(lines)):
        yield "\n".join(lines[:end])
        yield "\n".join([*lines[:end], lines[end][: len(lines[end]) // 2]])
        yield "\n".join(lines[:end] + lines[end + 1 :])
        for other in range(end + 1, len(lines)):
            swapped = list(lines)
            swapped[end], swapped[other] = swapped[other], swapped[end]
            yield "\n".join(swapped)
    for place, character in enumerate(text):
        if character in OPENING + CLOSING:
            yield text[:place] + text[place + 1 :]


def check(text: str) -> None:
    try:
        plan = understand(text, UNKNOWN)
    except ReadingError:
        return
    printed = text.split("\n")
    check_amounts(plan, printed)
    told = {found.line for found in plan.findings}
    counted = {amount.line for entry in plan.entries for amount in entry.amounts}
    prose = {line for entry in plan.entries for line in (entry.heading, *entry.body.split("\n"))}
    for number, line in enumerate(printed, 1):
        agreeing_sum = SUM.search(line)
        if YEN.search(fold(line)) and not agreeing_sum and number not in told | counted:
            assert any(text and text in line for text in prose), (number, line)


def check_amounts(plan: Plan, printed: list[str]) -> None:
    ends = 0
    for entry in plan.entries:
        assert ends < entry.lines[0] <= entry.lines[1]
        ends = entry.lines[1]
        for amount in entry.amounts:
            assert entry.lines[0] <= amount.line <= entry.lines[1]
            assert amount.raw in printed[amount.line - 1]


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.stem)
def test_damage_invents_no_money_and_hides_none(page: Path) -> None:
    copies = list(damaged(text_of(page)))
    for copy in random.Random(SEED).sample(copies, SAMPLE):
        check(copy)


@pytest.mark.whole
@pytest.mark.parametrize("page", ALL, ids=lambda page: page.stem)
def test_every_damage_invents_no_money_and_hides_none(page: Path) -> None:
    for copy in damaged(text_of(page)):
        check(copy)
