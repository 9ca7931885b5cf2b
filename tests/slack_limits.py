"""Slack's limits on messages, modals, Home views and option lists, above all those that slack_sdk does not check.

Every complaint is worded like Slack's own `response_metadata.messages`: what is wrong, and a JSON pointer to it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

TEXT = 4_000
"""Advised; Slack cuts at 40,000."""
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
ALL_TEXT = 13_000
"""Observed by others, undocumented."""
MARKDOWN = 12_000
VIEW_BYTES = 250_000
PRIVATE_METADATA = 3_000
IDENTIFIER = 255
TITLE = 24
TABLE_ROWS, TABLE_CELLS = 100, 20
CHARTS = 2
CHART_SERIES, CHART_CATEGORIES, CHART_LABEL, CHART_TITLE = 6, 20, 20, 50
"""Other sources allow twelve series; Slack's page of the block says six."""
OPTIONS, OVERFLOW_OPTIONS, BOXES = 100, 5, 10
URL, VALUE, PLACEHOLDER = 3_000, 2_000, 150

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")
SELECTS = ("static_select", "external_select", "multi_static_select", "multi_external_select")
PICKERS = (*SELECTS, "radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker")
TABLES = ("table", "data_table")
MESSAGE_ONLY = (*TABLES, "data_visualization", "markdown", "context_actions", "file", "task_card", "plan")
MODAL_ONLY = ("alert",)

Part = Mapping[str, Any]
Complaints = Iterator[str]
Check = Callable[[Part, str], Complaints]


def complaints(shown: Part) -> list[str]:
    """Everything in a message, a modal or a Home view that Slack would refuse or cut."""
    if "type" in shown and shown["type"] in ("modal", "home"):
        return list(_in_view(shown))
    return list(_in_message(shown))


def option_complaints(answer: Part) -> list[str]:
    """Everything in the options that a typeahead is answered with that Slack would refuse."""
    if "option_groups" not in answer:
        return list(_options(answer.get("options"), "/options", least=0))
    found = list(_count(answer["option_groups"], 0, OPTIONS, "option groups", "/option_groups"))
    for at, group in enumerate(answer["option_groups"]):
        found += _text(group.get("label"), 75, f"/option_groups/{at}/label", PLAIN)
        found += _options(group.get("options"), f"/option_groups/{at}/options", least=0)
    return found


def words_of(part: object) -> Iterator[str]:
    """Every text that a reader sees in a block."""
    if isinstance(part, Mapping):
        text = part.get("text")
        if isinstance(text, str):
            yield text
        for value in part.values():
            if not isinstance(value, str):
                yield from words_of(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for item in part:
            yield from words_of(item)


def _in_message(message: Part) -> Complaints:
    text = message.get("text") or ""
    if not text.strip():
        yield _say("no text beside the blocks", "/text")
    if len(text) > TEXT:
        yield _say(f"text of {len(text)} characters", "/text")
    blocks: Sequence[Part] = message.get("blocks") or []
    kinds = Counter(_kinds(blocks))
    yield from _count(blocks, 0, MESSAGE_BLOCKS, "blocks", "/blocks")
    yield from _count(message.get("attachments") or [], 0, 100, "attachments", "/attachments")
    if sum(kinds[table] for table in TABLES) > 1:
        yield _say("only_one_table_allowed", "/blocks")
    if kinds["data_visualization"] > CHARTS:
        yield _say(f"{kinds['data_visualization']} charts, of at most {CHARTS}", "/blocks")
    if (total := sum(len(words) for words in words_of(list(blocks)))) > ALL_TEXT:
        yield _say(f"msg_blocks_too_long: {total} characters in all blocks", "/blocks")
    if (total := sum(len(block.get("text", "")) for block in blocks if block["type"] == "markdown")) > MARKDOWN:
        yield _say(f"{total} characters in all markdown blocks", "/blocks")
    yield from _in_blocks(blocks, MODAL_ONLY)


def _in_view(view: Part) -> Complaints:
    blocks: Sequence[Part] = view.get("blocks") or []
    if (size := len(json.dumps(view, ensure_ascii=False).encode())) > VIEW_BYTES:
        yield _say(f"view_too_large: {size} bytes", "/")
    yield from _count(blocks, 0, VIEW_BLOCKS, "blocks", "/blocks")
    yield from _strings(view, "", private_metadata=PRIVATE_METADATA, callback_id=IDENTIFIER, external_id=IDENTIFIER)
    if view["type"] == "modal":
        yield from _text(view.get("title"), TITLE, "/title", PLAIN)
        for name in ("submit", "close"):
            if view.get(name) is not None:
                yield from _text(view[name], TITLE, f"/{name}", PLAIN)
        if not view.get("submit") and any(block["type"] == "input" for block in blocks):
            yield _say("a modal with an input needs submit", "/submit")
    yield from _in_blocks(blocks, MESSAGE_ONLY if view["type"] == "modal" else (*MESSAGE_ONLY, *MODAL_ONLY))


def _in_blocks(blocks: Sequence[Part], elsewhere: Sequence[str], at: str = "/blocks") -> Complaints:
    named = [block["block_id"] for block in blocks if block.get("block_id")]
    yield from _twice(named, "block_id", at)
    for place, block in enumerate(blocks):
        here, kind = f"{at}/{place}", str(block.get("type"))
        if kind not in BLOCKS or kind in elsewhere:
            yield _say(f"unsupported type: {kind}", f"{here}/type")
            continue
        yield from _strings(block, here, block_id=IDENTIFIER)
        yield from _twice(list(_action_ids(block)), "action_id", here)
        yield from BLOCKS[kind](block, here)


def _actions(block: Part, at: str) -> Complaints:
    yield from _elements(block, at, 25, ("button", "overflow", *PICKERS))


def _alert(block: Part, at: str) -> Complaints:
    yield from _text(block.get("text"), 200, f"{at}/text")


def _card(block: Part, at: str) -> Complaints:
    for name, most in {"title": 150, "subtitle": 150, "body": 200}.items():
        if block.get(name) is not None:
            yield from _text(block[name], most, f"{at}/{name}")
    yield from _count(block.get("actions") or [], 0, 3, "actions", f"{at}/actions")
    for place, element in enumerate(block.get("actions") or []):
        yield from _element(element, f"{at}/actions/{place}", ("button",))


def _carousel(block: Part, at: str) -> Complaints:
    cards = block.get("elements") or []
    yield from _count(cards, 1, 10, "cards", f"{at}/elements")
    for place, card in enumerate(cards):
        yield from _card(card, f"{at}/elements/{place}")


def _container(block: Part, at: str) -> Complaints:
    inside = block.get("child_blocks") or []
    yield from _count(inside, 1, 10, "child blocks", f"{at}/child_blocks")
    if block.get("title") is not None:
        yield from _text(block["title"], 150, f"{at}/title")
    yield from _in_blocks(inside, (), f"{at}/child_blocks")


def _context(block: Part, at: str) -> Complaints:
    elements = block.get("elements") or []
    yield from _count(elements, 1, 10, "elements", f"{at}/elements")
    for place, element in enumerate(elements):
        if element.get("type") == "image":
            yield from _image(element, f"{at}/elements/{place}")
        else:
            yield from _text(element, 2_000, f"{at}/elements/{place}")


def _context_actions(block: Part, at: str) -> Complaints:
    yield from _elements(block, at, 5, ("feedback_buttons", "icon_button"))


def _data_table(block: Part, at: str) -> Complaints:
    yield from _strings(block, at, 1, caption=CHART_TITLE * 4)
    yield from _rows(block, at, 2, 201)
    if not 1 <= block.get("page_size", 5) <= 100:
        yield _say("page_size not in 1 to 100", f"{at}/page_size")


def _data_visualization(block: Part, at: str) -> Complaints:
    yield from _strings(block, at, 1, title=CHART_TITLE)
    chart = block.get("chart") or {}
    here = f"{at}/chart"
    if chart.get("type") == "pie":
        segments = chart.get("segments") or []
        yield from _count(segments, 1, CHART_SERIES, "segments", f"{here}/segments")
        yield from _points(segments, f"{here}/segments", least=0)
    elif chart.get("type") in ("bar", "line", "area"):
        yield from _axes(chart, here)
    else:
        yield _say(f"unsupported chart: {chart.get('type')}", f"{here}/type")


def _axes(chart: Part, at: str) -> Complaints:
    axes, series = chart.get("axis_config") or {}, chart.get("series") or []
    categories = axes.get("categories") or []
    yield from _count(categories, 1, CHART_CATEGORIES, "categories", f"{at}/axis_config/categories")
    yield from _twice(categories, "category", f"{at}/axis_config/categories")
    yield from _strings(axes, f"{at}/axis_config", x_label=CHART_TITLE, y_label=CHART_TITLE)
    yield from _count(series, 1, CHART_SERIES, "series", f"{at}/series")
    yield from _twice([one.get("name") for one in series], "name of a series", f"{at}/series")
    for place, one in enumerate(series):
        here = f"{at}/series/{place}"
        yield from _strings(one, here, 1, name=CHART_LABEL)
        yield from _points(one.get("data") or [], f"{here}/data", least=-math.inf)
        if [point.get("label") for point in one.get("data") or []] != list(categories):
            yield _say("labels other than the categories", f"{here}/data")


def _points(points: Sequence[Part], at: str, least: float) -> Complaints:
    for place, point in enumerate(points):
        yield from _strings(point, f"{at}/{place}", 1, label=CHART_LABEL)
        value = point.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float) or not least < value < math.inf:
            yield _say(f"value {value!r}", f"{at}/{place}/value")


def _header(block: Part, at: str) -> Complaints:
    yield from _text(block.get("text"), 150, f"{at}/text", PLAIN)


def _image(block: Part, at: str) -> Complaints:
    yield from _strings(block, at, 1, alt_text=2_000)
    yield from _strings(block, at, image_url=URL)


def _input(block: Part, at: str) -> Complaints:
    yield from _text(block.get("label"), 2_000, f"{at}/label", PLAIN)
    if block.get("hint") is not None:
        yield from _text(block["hint"], 2_000, f"{at}/hint", PLAIN)
    kinds = ("plain_text_input", "rich_text_input", "number_input", "email_text_input", "url_text_input", *PICKERS)
    yield from _element(block.get("element") or {}, f"{at}/element", kinds)


def _rich_text(block: Part, at: str) -> Complaints:
    for place, part in enumerate(block.get("elements") or [{}]):
        here = f"{at}/elements/{place}"
        if not part.get("elements"):
            yield _say("an empty part of rich_text", here)
        elif part["type"] == "rich_text_list":
            yield from _rich_text(part, here)
        for inner, element in enumerate(part.get("elements") or []):
            if element.get("type") == "text" and not element.get("text"):
                yield _say("an empty text", f"{here}/elements/{inner}")


def _section(block: Part, at: str) -> Complaints:
    fields = block.get("fields")
    if block.get("text") is None and not fields:
        yield _say("neither text nor fields", at)
    if block.get("text") is not None:
        yield from _text(block["text"], 3_000, f"{at}/text")
    if fields is not None:
        yield from _count(fields, 1, 10, "fields", f"{at}/fields")
        for place, field in enumerate(fields):
            yield from _text(field, 2_000, f"{at}/fields/{place}")
    if block.get("accessory") is not None:
        yield from _element(block["accessory"], f"{at}/accessory", ("button", "overflow", "image", *PICKERS))


def _table(block: Part, at: str) -> Complaints:
    yield from _rows(block, at, 1, TABLE_ROWS)
    yield from _count(block.get("column_settings") or [], 0, TABLE_CELLS, "column settings", f"{at}/column_settings")


def _rows(block: Part, at: str, least: int, most: int) -> Complaints:
    rows = block.get("rows") or []
    yield from _count(rows, least, most, "rows", f"{at}/rows")
    if len({len(row) for row in rows}) > 1:
        yield _say("rows of different lengths", f"{at}/rows")
    for line, row in enumerate(rows):
        yield from _count(row, 1, TABLE_CELLS, "cells", f"{at}/rows/{line}")
        for column, cell in enumerate(row):
            here = f"{at}/rows/{line}/{column}"
            if cell.get("type") == "rich_text":
                yield from _rich_text(cell, here)
            elif cell.get("type") == "raw_text":
                yield from _strings(cell, here, 1, text=VALUE)
            elif cell.get("type") != "raw_number":
                yield _say(f"unsupported type: {cell.get('type')}", f"{here}/type")


def _nothing(_block: Part, _at: str) -> Complaints:
    """A block without limits that we know of."""
    return iter(())


BLOCKS: Mapping[str, Check] = {
    "actions": _actions,
    "alert": _alert,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "context": _context,
    "context_actions": _context_actions,
    "data_table": _data_table,
    "data_visualization": _data_visualization,
    "divider": _nothing,
    "file": _nothing,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _nothing,
    "plan": _nothing,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
    "task_card": _nothing,
    "video": _nothing,
}


def _elements(block: Part, at: str, most: int, kinds: Sequence[str]) -> Complaints:
    elements = block.get("elements") or []
    yield from _count(elements, 1, most, "elements", f"{at}/elements")
    for place, element in enumerate(elements):
        yield from _element(element, f"{at}/elements/{place}", kinds)


def _element(element: Part, at: str, kinds: Sequence[str]) -> Complaints:
    kind = element.get("type")
    if kind not in kinds:
        yield _say(f"unsupported type: {kind}", f"{at}/type")
        return
    yield from _strings(element, at, action_id=IDENTIFIER, value=VALUE, url=URL, initial_value=URL)
    yield from _strings(element, at, accessibility_label=75)
    if element.get("placeholder") is not None:
        yield from _text(element["placeholder"], PLACEHOLDER, f"{at}/placeholder", PLAIN)
    if element.get("confirm") is not None:
        for name, most in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
            yield from _text(element["confirm"].get(name), most, f"{at}/confirm/{name}")
    if kind in ("button", "icon_button"):
        yield from _text(element.get("text"), 75, f"{at}/text", PLAIN)
    elif kind == "image":
        yield from _image(element, at)
    elif kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            button = element.get(name) or {}
            yield from _text(button.get("text"), 75, f"{at}/{name}/text", PLAIN)
            yield from _strings(button, f"{at}/{name}", 1, value=VALUE)
            yield from _strings(button, f"{at}/{name}", accessibility_label=75)
    elif kind == "overflow":
        yield from _options(element.get("options"), f"{at}/options", most=OVERFLOW_OPTIONS)
    elif kind in ("checkboxes", "radio_buttons"):
        yield from _options(element.get("options"), f"{at}/options", most=BOXES, kinds=ANY_TEXT)
    elif kind in ("static_select", "multi_static_select"):
        groups = element.get("option_groups")
        for place, group in enumerate(groups or [element]):
            here = f"{at}/option_groups/{place}" if groups else at
            yield from _options(group.get("options"), f"{here}/options")
    yield from _initial(element, at)


def _initial(element: Part, at: str) -> Complaints:
    """What is chosen from the beginning is one of the options."""
    first = element.get("initial_option")
    chosen = element.get("initial_options") or ([first] if first else [])
    groups = element.get("option_groups") or [element]
    offered = [option for group in groups for option in group.get("options") or []]
    if element.get("type", "").endswith("external_select"):
        yield from _options(chosen, f"{at}/initial_option", least=0)
    elif any(option not in offered for option in chosen):
        yield _say("the initial option is none of the options", f"{at}/initial_option")


def _options(
    options: Sequence[Part] | None, at: str, *, least: int = 1, most: int = OPTIONS, kinds: Sequence[str] = PLAIN
) -> Complaints:
    yield from _count(options or [], least, most, "options", at)
    for place, option in enumerate(options or []):
        yield from _text(option.get("text"), 75, f"{at}/{place}/text", kinds)
        yield from _strings(option, f"{at}/{place}", 1, value=150)
        yield from _strings(option, f"{at}/{place}", url=URL)
        if option.get("description") is not None:
            yield from _text(option["description"], 75, f"{at}/{place}/description", kinds)


def _text(text: object, most: int, at: str, kinds: Sequence[str] = ANY_TEXT) -> Complaints:
    if not isinstance(text, Mapping) or text.get("type") not in kinds:
        yield _say(f"not a text of type {' or '.join(kinds)}", at)
        return
    yield from _strings(text, at, 1, text=most)
    wrong = "emoji" if text["type"] == "mrkdwn" else "verbatim"
    if wrong in text:
        yield _say(f"{wrong} does not go with {text['type']}", f"{at}/{wrong}")


def _strings(part: Part, at: str, least: int = 0, **limits: int) -> Complaints:
    """Strings of at most so many characters; with `least` they must be there."""
    for name, most in limits.items():
        value = part.get(name)
        if value is None and not least:
            continue
        if not isinstance(value, str) or not least <= len(value) <= most:
            size = f"{len(value)} characters" if isinstance(value, str) else repr(value)
            yield _say(f"{name} of {size}, of {least} to {most}", f"{at}/{name}")


def _count(items: Sequence[object], least: int, most: int, what: str, at: str) -> Complaints:
    if not least <= len(items) <= most:
        yield _say(f"{len(items)} {what}, of {least} to {most}", at)


def _twice(names: Sequence[Any], what: str, at: str) -> Complaints:
    for name, count in Counter(names).items():
        if count > 1:
            yield _say(f"{what} {name!r} stands there {count} times", at)


def _action_ids(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(name := part.get("action_id"), str):
            yield name
        for inner, value in part.items():
            if inner != "child_blocks":
                yield from _action_ids(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for item in part:
            yield from _action_ids(item)


def _kinds(blocks: Sequence[Part]) -> Iterator[str]:
    """The type of every block, also inside containers."""
    for block in blocks:
        yield block["type"]
        yield from _kinds(block.get("child_blocks") or [])


def _say(problem: str, at: str) -> str:
    return f"[ERROR] {problem} [json-pointer:{at}]"
