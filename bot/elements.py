"""The small parts of Home and of windows. Words stand in plain_text and rich_text only: Slack parses neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.text import cut, printable
from knowledge import Entry, Language, level_name, say, thousands

Block = dict[str, Any]

BUTTON, VALUE, OPTION, OPTION_VALUE, PLACEHOLDER, HEADER, SECTION = 75, 2_000, 75, 150, 150, 150, 3_000
ALERT, CARD = 200, 150
OPTIONS = 100


def plain(words: str, most: int = SECTION) -> Block:
    """A plain text of at most so many characters; Slack takes no empty one."""
    return {"type": "plain_text", "text": cut(printable(words), most).strip() or "–", "emoji": False}


def text(words: str, *, bold: bool = False) -> Block:
    """A piece of rich text; `words` must not be empty."""
    piece: Block = {"type": "text", "text": printable(words)}
    return piece | {"style": {"bold": True}} if bold else piece


def link(words: str, url: str) -> Block:
    """A piece of rich text that leads to a page."""
    return {"type": "link", "url": url, "text": printable(words)}


def moment(iso: str) -> Block:
    """A piece of rich text: a time, which Slack shows in the reader's own time zone."""
    at = datetime.fromisoformat(iso)
    return {"type": "date", "timestamp": int(at.timestamp()), "format": "{date_num} {time}", "fallback": iso}


def line(*pieces: Block) -> Block:
    """Pieces of rich text one after the other."""
    return {"type": "rich_text_section", "elements": list(pieces)}


def bullets(lines: Iterable[Block]) -> Block:
    """Lines of rich text as a list."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def rich(name: str, *parts: Block) -> Block:
    """A block of rich text."""
    return {"type": "rich_text", "block_id": name, "elements": list(parts)}


def header(name: str, words: str) -> Block:
    """A heading."""
    return {"type": "header", "block_id": name, "text": plain(words, HEADER)}


def small(name: str, *words: str) -> Block:
    """Small print, piece by piece."""
    return {"type": "context", "block_id": name, "elements": [plain(each) for each in words]}


def alert(name: str, level: str, words: str) -> Block:
    """A coloured note, which only windows have: info, warning, success, error."""
    return {"type": "alert", "block_id": name, "level": level, "text": plain(words, ALERT)}


def context(words: str) -> Block:
    """Small print on a line of its own."""
    return {"type": "context", "elements": [plain(words)]}


def section(name: str, words: str, accessory: Block) -> Block:
    """A line with something to press on its right."""
    return {"type": "section", "block_id": name, "text": plain(words), "accessory": accessory}


def actions(name: str, *elements: Block) -> Block:
    """Things to press side by side."""
    return {"type": "actions", "block_id": name, "elements": list(elements)}


def field(name: str, label: str, element: Block) -> Block:
    """Something to fill in, if one likes, below its label."""
    return {"type": "input", "block_id": name, "optional": True, "label": plain(label), "element": element}


def rule(name: str) -> Block:
    """A line across."""
    return {"type": "divider", "block_id": name}


def button(action: str, words: str, value: str) -> Block:
    """A button; `value` is what its press carries."""
    return {"type": "button", "action_id": action, "text": plain(words, BUTTON), "value": value}


def way(action: str, words: str, url: str) -> Block:
    """A button that leads somewhere; its press asks nothing."""
    return {"type": "button", "action_id": action, "text": plain(words, BUTTON), "url": url}


def option(words: str, value: str, description: str = "") -> Block:
    """A choice of a menu, with small print below where there is any."""
    found: Block = {"text": plain(words, OPTION), "value": value}
    return found | ({"description": plain(description, OPTION)} if description else {})


def menu(action: str, options: Sequence[Block], chosen: str) -> Block:
    """A menu with the option of the value `chosen` standing in it."""
    first = next(each for each in options if each["value"] == chosen)
    return {"type": "static_select", "action_id": action, "options": list(options), "initial_option": first}


def typeahead(action: str, placeholder: str) -> Block:
    """A field that asks us for options while somebody types; before that it shows the first of them."""
    return {
        "type": "external_select",
        "action_id": action,
        "placeholder": plain(placeholder, PLACEHOLDER),
        "min_query_length": 0,
    }


def suggestions(entries: Iterable[Entry], language: Language) -> list[Block]:
    """The options that a typeahead is answered with; their values are the entries' ids."""
    found = [option(entry.name, entry.id, _description(entry, language)) for entry in entries]
    return [each for each in found if len(each["value"]) <= OPTION_VALUE][:OPTIONS]


def money(yen: int, language: Language) -> str:
    """An amount, short."""
    return say("home_money", language, thousands=thousands(yen), yen=f"{yen:,}".replace("-", "△"))


def _description(entry: Entry, language: Language) -> str:
    amounts = [money(entry.amounts[0].yen, language)] if len(entry.amounts) == 1 else []
    return " · ".join([level_name(entry, language), *amounts])
