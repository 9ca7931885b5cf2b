"""Who asks in English finds what a plan says in Japanese, by what whole phrases mean, and nothing it never says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import Desk, Kind

PAGE = Path(__file__).parent / "data" / "wards" / "d2.txt"
FRAMES = ("How much is budgeted for {}?", "{} budget", "Which initiative is about {}?", "Is there anything about {}?")
FOUND = {
    "quitting smoking": "2-1-2",
    "passive smoking": "2-1-2",
    "young carers": "1-1-2",
    "smartphone classes for seniors": "5-1-1",
    "reading activities with the library": "1-1-4",
    "traffic safety classes": "4-1-1",
    "social participation of people with disabilities": "2-2-2",
    "infant health checkups": "1-2-2",
    "staff customer service training": "5-1-2",
    "stray cats": "4-2-1",
    "lifelong sports": "3-2-2",
    "ward music festival": "3-2-1",
}
NOT_THERE = (
    "swimming pools", "wild boars", "street lighting", "a casino", "composting", "vacant houses",
    "international students", "flood control", "bicycle parking", "tsunami shelters",
)  # fmt: skip


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a plan that nobody knew who wrote what leads from English to Japanese."""
    folder = tmp_path_factory.mktemp("ward")
    (folder / "documents").mkdir()
    (folder / "documents" / PAGE.name).write_bytes(PAGE.read_bytes())
    desk = Desk.open(folder / "index.db", folder / "documents")
    yield desk
    desk.close()


@pytest.mark.parametrize("topic", FOUND)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_phrase_finds_what_it_means(ward: Desk, frame: str, topic: str) -> None:
    """Words that no dictionary joins to the plan's are found by what the phrase means as a whole."""
    assert FOUND[topic] in {each.entry.code for each in ward.ask(frame.format(topic)).shown}


@pytest.mark.parametrize("topic", NOT_THERE)
@pytest.mark.parametrize("frame", FRAMES)
def test_what_a_plan_does_not_say_is_not_answered(ward: Desk, frame: str, topic: str) -> None:
    """What is only near is offered at most."""
    assert ward.ask(frame.format(topic)).kind in (Kind.UNKNOWN, Kind.CHOICES)
