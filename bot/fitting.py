"""Plainer, where Slack refuses a layout: without its chart, without its coloured note, and in the end as mere text."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

from bot.blocks import Message
from bot.elements import Block, context
from bot.replies import code_of

CHARTS_REFUSED_FOR = 60 * 60.0
"""Seconds for which a workspace that refused a chart, or a coloured note, is not asked again."""
REFUSED_LAYOUT = (
    "msg_too_long",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_attachments",
    "msg_blocks_too_long",
    "too_many_blocks",
)

View = dict[str, Any]
Layout = Sequence[Block]
T = TypeVar("T")

_POINTER = re.compile(r"json-pointer:(?:/view)?/blocks/(\d+)")
log = logging.getLogger(__name__)


class Fitting:
    """Finds the layout that a workspace takes, and remembers for an hour which it does not."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._no_charts_until = self._no_notes_until = float("-inf")

    def show(self, view: View, send: Callable[..., object], **where: str | None) -> None:
        """Show a view to `send`, which takes it as `view` and gets the rest as it is."""
        layouts = view_layouts(view)
        if len(layouts) > 1 and self._clock() < self._no_notes_until:
            layouts = layouts[1:]

        def show(layout: Layout) -> None:
            try:
                send(view=view | {"blocks": list(layout)}, **where)
            except SlackApiError as refusal:
                if layout is not layouts[-1] and code_of(refusal) in REFUSED_LAYOUT:
                    # A trigger may be good for one try only: the next window begins without the note.
                    self._no_notes_until = self._clock() + CHARTS_REFUSED_FOR
                raise

        self.fit(layouts, show)

    def fit(self, layouts: Sequence[Layout], send: Callable[[Layout], T], *, refused: bool = False) -> T:
        """Send the first layout that Slack takes; the refusal of the last one goes up."""
        layout, *plainer = layouts
        if len(plainer) > 1 and self._clock() < self._no_charts_until:
            return self.fit(plainer, send)
        try:
            sent = send(layout)
        except SlackApiError as refusal:
            code = code_of(refusal)
            blamed = _blamed(refusal, layout)
            if blamed or (layout and code in REFUSED_LAYOUT):
                log.warning("Slack refused a layout (%s): %s", code, blamed or _longest(layout))
            if not plainer or code not in REFUSED_LAYOUT:
                raise
            return self.fit(plainer, send, refused=True)
        if refused and layout:
            # The same message went through without its chart. The next one need not try.
            self._no_charts_until = self._clock() + CHARTS_REFUSED_FOR
        return sent


def layouts_of(message: Message) -> Sequence[Layout]:
    """From the richest to none; three of them only where there is a chart to leave out."""
    return [*(layout for layout in (message.blocks, message.plainer) if layout), ()]


def view_layouts(view: View) -> Sequence[Layout]:
    """As it is, and where it has a note in colour, with the note as small print."""
    blocks: Layout = view["blocks"]
    calm = [context(block["text"]["text"]) if block["type"] == "alert" else block for block in blocks]
    return [blocks, calm] if calm != list(blocks) else [blocks]


def _blamed(refusal: SlackApiError, layout: Layout) -> str:
    """The blocks that Slack points at, by number from 0 and type: never their words."""
    messages = (refusal.response.get("response_metadata") or {}).get("messages") or []
    numbers = sorted({int(found) for message in messages for found in _POINTER.findall(str(message))})
    return ", ".join(f"block {number} ({layout[number]['type']})" for number in numbers if number < len(layout))


def _longest(layout: Layout) -> str:
    """A hint where Slack points at nothing."""
    sizes = [len(json.dumps(block)) for block in layout]
    number = sizes.index(max(sizes))
    return f"no block named; the longest of {len(layout)} is block {number} ({layout[number]['type']})"


def body_of(message: Message, layout: Layout) -> dict[str, Any]:
    """What Slack is told of a message in a layout."""
    body: dict[str, Any] = {"text": message.text, "parse": "none", "link_names": False}
    return body | {"blocks": list(layout)} if layout else body


def quiet() -> dict[str, Any]:
    """An asterisk in the plan is an asterisk, and a link to the page brings no preview of it."""
    return {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
