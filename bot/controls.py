"""What people can press below an answer, and what a press says.

A block of buttons is named after the answer in the journal; a button says only what it does. Nothing in a message can
make the program do more than answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.elements import OPTION_VALUE, OPTIONS, Block, button, option, plain
from knowledge import Answer, Kind, Language, Level, Move, Shown, Step, as_table, label, say

STEP, PICK, SHARE, CSV, PAGE, DELETE, FRESH, FEEDBACK = (
    "step",
    "pick",
    "share",
    "csv",
    "page",
    "delete",
    "fresh",
    "feedback",
)
"""Action ids; more of one kind in a block are numbered: step:0, step:1."""
HELPFUL, NOT_HELPFUL = "yes", "no"


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


def buttons(answer: Answer, controls: Controls, pages: int) -> Iterable[Block]:
    """The row of buttons, if there is anything to press."""
    language = controls.language
    elements = [button(f"{STEP}:{at}", label(step, language), write_step(step)) for at, step in enumerate(answer.steps)]
    if answer.kind is not Kind.CHOICES:
        elements += _picks(answer.shown, language)
    if controls.page > 0:
        elements.append(button(f"{PAGE}:back", say("button_back", language), str(controls.page - 1)))
    if controls.page + 1 < pages:
        elements.append(button(f"{PAGE}:on", say("button_on", language), str(controls.page + 1)))
    if as_table(answer):
        elements.append(button(CSV, say("button_csv", language), CSV))
    if controls.shareable:
        elements.append(button(SHARE, say("button_share", language), SHARE) | {"style": "primary"})
    if elements:
        yield {"type": "actions", "block_id": f"answer:{controls.answer}", "elements": elements}


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


def refresh(answer: str, language: Language, step: Step | None) -> Block:
    """The button of an answer that is out of date."""
    fresh = button(FRESH, say("button_fresh", language), write_step(step) if step else FRESH)
    return {"type": "actions", "block_id": f"answer:{answer}", "elements": [fresh | {"style": "primary"}]}


def answer_of(block_id: str) -> str:
    """The answer that a block of buttons belongs to; empty where it is none of ours."""
    kind, _, answer = block_id.partition(":")
    return answer if kind in ("answer", "opinion") else ""


def write_step(step: Step) -> str:
    """A step as the value of a button."""
    return f"{step.move} {step.level or '-'} {step.key}"


def read_step(value: str) -> Step | None:
    """The step of a button; None where the value is none of this version's."""
    move, _, rest = value.partition(" ")
    level, _, key = rest.partition(" ")
    try:
        return Step(Move(move), key, None if level == "-" else Level(level))
    except ValueError:
        return None


def _picks(shown: tuple[Shown, ...], language: Language) -> list[Block]:
    """A menu of the entries that a list or a table names."""
    entries = dict.fromkeys(one.entry for one in shown)
    steps = ((entry, write_step(Step(Move.ENTRY, entry.id))) for entry in entries)
    options = [option(entry.name, value) for entry, value in steps if len(value) <= OPTION_VALUE][:OPTIONS]
    if len(options) < 2:
        return []
    placeholder = plain(say("button_pick", language))
    return [{"type": "static_select", "action_id": PICK, "placeholder": placeholder, "options": options}]
