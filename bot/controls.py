"""What people can press below an answer, and what a press says.

A block of buttons is named after the answer in the journal; a button carries the query that it asks, an option of a
menu no more than the id of an entry. Nothing in a message can make the program do more than answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.elements import CARD, OPTION_VALUE, OPTIONS, VALUE, Block, button, option, plain, way
from knowledge import (
    EXTENSIONS,
    Answer,
    Form,
    Kind,
    Language,
    Shown,
    Step,
    files_of,
    number_of,
    read_plain,
    say,
    step_to,
    written,
)

STEP, PICK, COPY, SHARE, PAGE, DELETE, FRESH, FEEDBACK, HOME = (
    "step",
    "pick",
    "copy",
    "share",
    "page",
    "delete",
    "fresh",
    "feedback",
    "open_home",
)
"""Action ids; more of one kind in a block are numbered: step:0, step:1."""
FILES = tuple(str(form) for form in EXTENSIONS)
"""Action ids of the files that an answer can be given in, and the values of their buttons."""
HELPFUL, NOT_HELPFUL = "yes", "no"
_PLACE = "#"
"""Begins a value that says no more than the place of a step."""


@dataclass(frozen=True, slots=True)
class Controls:
    """Whose buttons they are, and what the place allows."""

    answer: str
    """Id in the journal."""
    language: Language
    """Of the buttons."""
    asker: str | None = None
    """The user who may delete the message; None where Slack lets the reader dismiss it anyway."""
    shareable: bool = False
    """Whether the asker alone sees the answer and a channel is near."""
    page: int = 0
    """Which part of a long table is shown, from 0."""
    home: str = ""
    """A link to Home, where the place can lead there."""


def buttons(answer: Answer, controls: Controls, pages: int, *, has_cards: bool = False) -> Iterable[Block]:
    """The row of buttons, if there is anything to press; `has_cards` where the steps stand on cards already."""
    language = controls.language
    elements = [] if has_cards else [step_button(step, at) for at, step in enumerate(answer.steps)]
    if answer.is_glance and controls.home:
        elements.insert(0, way(HOME, say("button_home", language), controls.home))
    if answer.kind is not Kind.CHOICES:
        elements += _picks((*answer.shown, *answer.near), language)
    if controls.page > 0:
        elements.append(button(f"{PAGE}:back", say("button_back", language), str(controls.page - 1)))
    if controls.page + 1 < pages:
        elements.append(button(f"{PAGE}:on", say("button_on", language), str(controls.page + 1)))
    if answer.citation:
        elements.append(button(COPY, say("button_copy", language), COPY))
    elements += [button(form, say(f"button_{form}", language), form) for form in files_of(answer)]
    if controls.shareable:
        elements.append(button(SHARE, say("button_share", language), SHARE) | {"style": "primary"})
    if elements:
        yield {"type": "actions", "block_id": f"answer:{controls.answer}", "elements": elements}


def step_button(step: Step, at: int) -> Block:
    """The button of a step, by its place among those of its answer."""
    return button(f"{STEP}:{at}", step.name, write_step(step, at))


def cards(answer: Answer, controls: Controls) -> Iterable[Block]:
    """What several documents say, a card each with the button that chooses it; none where there is no table of them."""
    table = answer.table
    if answer.kind is not Kind.CHOICES or table is None or len(table.rows) != len(answer.steps):
        return
    for at, (step, (_, content, money, *_)) in enumerate(zip(answer.steps, table.rows, strict=True)):
        card: Block = {"type": "card", "block_id": f"answer:{controls.answer}:{at}", "title": plain(content, CARD)}
        told = say("card_money", controls.language, money=money) if number_of(money) is not None else money
        subtitle = {"subtitle": plain(told, CARD)} if money else {}
        yield card | subtitle | {"actions": [step_button(step, at)]}


def opinions(answer: Answer, controls: Controls) -> Iterable[Block]:
    """Thumbs for everybody where there is something to judge, and a bin for the asker."""
    language = controls.language
    elements: list[Block] = []
    if answer.kind is not Kind.HELP:
        elements.append(
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": {"text": plain(say("button_helpful", language)), "value": HELPFUL},
                "negative_button": {"text": plain(say("button_not_helpful", language)), "value": NOT_HELPFUL},
            }
        )
    if controls.asker:
        elements.append(
            {
                "type": "icon_button",
                "action_id": DELETE,
                "icon": "trash",
                "text": plain(say("button_delete", language)),
                "value": DELETE,
                "visible_to_user_ids": [controls.asker],
            }
        )
    if elements:
        yield {"type": "context_actions", "block_id": f"opinion:{controls.answer}", "elements": elements}


def read_form(value: str) -> Form | None:
    """The form of a file's button; None where the value is none of this version's."""
    return Form(value) if value in FILES else None


def refresh(answer: str, language: Language, value: str) -> Block:
    """The button of an answer that is out of date; `value` is that of the button that was pressed."""
    fresh = button(FRESH, say("button_fresh", language), value)
    return {"type": "actions", "block_id": f"answer:{answer}", "elements": [fresh | {"style": "primary"}]}


def answer_of(block_id: str) -> str:
    """The answer that a block of buttons belongs to; empty where it is none of ours."""
    kind, _, answer = block_id.partition(":")
    answer = answer.partition(":")[0]
    return answer if kind in ("answer", "opinion") else ""


def write_step(step: Step, at: int) -> str:
    """A step as the value of a button: its query, or its place among the steps of its answer where that is too long."""
    value = written(step)
    return value if len(value) <= VALUE else f"{_PLACE}{at}"


def read_step(value: str, steps: Callable[[], Sequence[Step]]) -> Step | None:
    """The step of a button, or of an entry of a menu; None where the value is none of this version's.

    `steps` are those of the answer that was pressed.
    """
    if value.startswith("{"):
        return read_plain(value, Step)
    place = value.removeprefix(_PLACE)
    if place != value:
        found = steps()
        return found[int(place)] if place.isdecimal() and int(place) < len(found) else None
    is_entry = "/" in value and " " not in value.partition("/")[0]
    return step_to(value) if is_entry else None


def _picks(shown: tuple[Shown, ...], language: Language) -> list[Block]:
    """A menu of the entries that a list or a table names."""
    entries = {one.entry.id: one.entry for one in shown}
    options = [option(entry.name, key) for key, entry in entries.items() if len(key) <= OPTION_VALUE][:OPTIONS]
    if len(options) < 2:
        return []
    placeholder = plain(say("button_pick", language))
    return [{"type": "static_select", "action_id": PICK, "placeholder": placeholder, "options": options}]
