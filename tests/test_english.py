"""Who asks in English finds what a plan says in Japanese, by what whole phrases mean, and nothing it never says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge import Desk, Kind
from knowledge.language import meaning

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


SAME = (
    ("What is the neighbourhood association budget?", "What is the neighborhood associations' budget?"),
    ("How is the ward revitalising the town?", "How is the ward revitalizing the town?",
     "How does the ward revitalize the town?"),
    ("Is anything done for neglected children?", "Is anything done for the neglecting of children?"),
    ("evacuating", "evacuate", "evacuated"),
    ("Which initiative is about child abuse?", "Which initiative tackles child abuse?",
     "Which initiative addresses child abuse?"),
    ("Which management issue does 2-2-1 belong to?", "Under which management issue is 2-2-1?",
     "Which issue does initiative 2-2-1 come under?", "To which management issue does 2-2-1 belong?"),
    ("Which strategy is the elderly watch-over initiative under?",
     "Under which strategy does the elderly watch-over initiative fall?",
     "What strategy does the elderly watch-over initiative come under?"),
    ("How many initiatives are there under management issue 3?", "How many initiatives does issue 3 have?",
     "How many initiatives come under management issue 3?"),
    ("Which initiative has the largest budget?", "biggest budget?", "Which initiative is the priciest?"),
    ("What are the top 3 initiatives by budget?", "the 3 costliest initiatives"),
    ("Which initiative has the second largest budget?", "Which initiative comes second by budget?"),
    ("Which initiatives cost between 1 and 2 million yen?",
     "Which initiatives cost between 1,000 and 2,000 thousand yen?"),
    ("What is the total budget?", "How much does the ward spend in total?"),
    ("What's the total budget for management issue 4?",
     "What's the total budget for management issue 4 (children and child-rearing)?"),
    ("What is the difference between disaster prevention and crime prevention?",
     "How much bigger is disaster prevention compared to crime prevention?"),
    ("How many times larger is watching over the elderly than crime prevention?",
     "How many times the crime prevention budget is the budget for watching over the elderly?",
     "ratio of watching over the elderly to crime prevention"),
    ("Which costs more, disaster prevention or crime prevention?",
     "Is more spent on disaster prevention or on crime prevention?"),
    ("What are the budgets for disaster prevention and crime prevention?",
     "How much for disaster prevention and how much for crime prevention?"),
    ("What is the total budget for disaster prevention and crime prevention?",
     "disaster prevention plus crime prevention"),
    ("How much is disaster prevention in man-yen?", "What is the disaster prevention budget in units of 10,000 yen?",
     "How many man-yen is the disaster prevention budget?"),
    ("What rank is disaster prevention by budget?", "Where does disaster prevention rank by budget?"),
    ("Sort all initiatives from highest to lowest budget", "List all initiatives by budget, largest first",
     "initiatives from most to least expensive"),
    ("How much does each management issue get?", "How is the budget split between the management issues?"),
    ("What is the telephone number?", "What is the phone number of the ward office?"),
    ("What is the ward's goal?", "What is Minato Ward's goal?"),
    ("What is the budget for crime prevention and safety?",
     "Could you tell me the budget of the crime prevention and safety initiative?"),
    ("What is the disaster prevention budget of Chuo Ward?", "How much is Chuo Ward's disaster prevention budget?"),
    ("How much for disaster prevention?", "Our mayor asked me this morning: how much for disaster prevention?",
     "My boss just came by, he needs the figure for disaster prevention",
     "A resident is asking about disaster prevention, how much is that?"),
    ("academic ability and physical fitness: how much?",
     "what's the budget for the kids' academic ability & physical fitness item?"),
    ("What is the total budget of management issue 4?", "what is issue 4's total budget?"),
    ("initiatives under 1,000 thousand yen", "list all initiatives under a million yen"),
    ("What is the total except initiative 1-2-2?", "total without the biggest initiative"),
    ("Is the expo mentioned?", "the expo - is it mentioned anywhere?", "Is the expo perhaps mentioned somewhere?"),
    ("Compare crime prevention and disaster prevention",
     "compare the crime prevention budget with the disaster prevention one"),
    ("What is the difference between child abuse prevention and crime prevention?",
     "difference between child abuse prevention and crime prevention, budget wise?"),
    ("Which issue gets the least money?", "Which of the six issues gets the least money?"),
    ("crime prevention budget?", "My son was scared on his way home. We need crime prevention, what's the budget?"),
    ("What does 2-2-1 do?", "What does 2-2-1 actually do?"),
)  # fmt: skip
"""Each line asks the same in other words."""


@pytest.mark.parametrize("wordings", SAME, ids=lambda wordings: wordings[0])
def test_wordings_of_one_question_are_answered_alike(desk: Desk, wordings: tuple[str, ...]) -> None:
    """English puts the same question in many orders; all of them show the same entries and the same figure."""
    first, *others = (desk.ask(each) for each in wordings)
    for other in others:
        assert (other.kind, other.yen) == (first.kind, first.yen)
        assert [each.entry.id for each in other.shown[:3]] == [each.entry.id for each in first.shown[:3]]


@pytest.mark.parametrize("asked", ["How much is the crime prevention budget?", "child abuse", "elderly watch budget"])
def test_what_words_lead_to_is_found_without_a_model(desk: Desk, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    """Nearness of meaning, which takes most of the time of a question, is only asked where nothing firmer answers."""
    by_words = desk.ask(asked)
    monkeypatch.setattr(meaning, "embed", _never)
    assert desk.ask(asked).headline == by_words.headline


def _never(words: Sequence[str]) -> None:
    assert not words


def test_vectors_that_are_made_together_are_those_that_are_made_alone() -> None:
    """However many words a question has, each means what it means by itself."""
    words = ["stray cats", "cats", "stray"]
    apart = [found for word in words if (found := meaning.embed([word])) is not None]
    together = meaning.vectors(words)
    cosines = [float(one[0] @ together[word]) for one, word in zip(apart, words, strict=True)]
    assert cosines == pytest.approx([1.0] * len(words), abs=1e-5)


def test_a_count_is_written_as_the_plan_counts(desk: Desk) -> None:
    """Who asks in English quotes the number in Japanese."""
    assert "(2件)" in desk.ask("How many initiatives are there under management issue 3?").headline
    assert "1 initiative " in desk.ask("total budget for strategy 3-3").headline


LISTED = ("List the initiatives under management issue 2", "Which costs more, disaster prevention or crime prevention?")
AGAIN = (
    ("And the second?", "the second one", "Tell me about the second one", "The 2nd one please"),
    ("What is the total?", "How much altogether?", "What do they add up to?", "Add them up"),
    ("Which is the largest?", "Which one is the biggest?", "the most expensive?", "Which has the highest budget?"),
    ("Which is larger?", "Which costs more?", "Which gets more?"),
    ("What is the total budget of the plan?", "And the total of the whole plan?", "What is the whole budget?"),
    ("In yen?", "in full yen"),
    ("Thanks", "OK, thanks a lot", "Got it"),
)
"""Each line asks the same of what was shown."""


@pytest.mark.parametrize("wordings", AGAIN, ids=lambda wordings: wordings[0])
@pytest.mark.parametrize("before", LISTED)
def test_wordings_of_one_question_about_what_was_shown(desk: Desk, before: str, wordings: tuple[str, ...]) -> None:
    """In a thread, every wording stays with the rows that were shown, or leaves them, as the first does."""
    subject = desk.ask(before).subject
    first, *others = (desk.ask(each, subject) for each in wordings)
    for other in others:
        assert (other.kind, other.yen) == (first.kind, first.yen)
        assert [each.entry.id for each in other.shown] == [each.entry.id for each in first.shown]


def test_what_was_shown_is_compared_with_what_is_named(desk: Desk) -> None:
    """The one at hand is the other side: nothing else of the plan is."""
    subject = desk.ask("What is the budget for watching over the elderly?").subject
    assert desk.ask("How much more than 2-1-1?", subject).yen == 12_930_000
    for asked in ("How does it compare with 2-1-1?", "versus 2-1-1?"):
        assert [each.entry.code for each in desk.ask(asked, subject).shown] == ["3-1-2", "2-1-1"]
