"""The words of a Slack message, wherever they stand: in its text, in its blocks, or in what it passes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from bot.text import escape, typed

LONGEST = 40_000
"""Characters that are read of a message; Slack's own text has no more."""
MOST = 2_000
"""Pieces of blocks and attachments that are looked at."""
DEEPEST = 20
"""Blocks within blocks."""
_FORWARDED = "is_share"
"""Marks a forwarded message among the attachments. One that Slack shows below its link has no such mark: who pastes a
link beside a question has asked in own words."""
_WORDS = ("pretext", "title", "text", "fields", "value", "elements", "rows", "blocks", "message_blocks", "message")
"""Where words stand in blocks, attachments and their parts, in the order in which they are seen."""
_AGAIN = ("blocks", "message_blocks")
"""What an attachment's own text only repeats, for who cannot show it."""
_PLAIN = ("text", "plain_text", "raw_text")
_SILENT = ("actions", "input", "image", "video", "file", "user", "channel", "usergroup", "broadcast", "emoji", "color")
"""Parts that are to be pressed or looked at, and names."""

Json = Mapping[str, Any]


def said(message: Json, bot_user_id: str | None) -> str:
    """What a message says, as `typed` reads it: its own words, or those that it passes on.

    Of a forwarded message with a remark of the one who forwards it, both: first what was said first.
    """
    attached = _parts(message.get("attachments"))
    own = typed(str(message.get("text") or "")[:LONGEST], bot_user_id)
    own = own or _read(_parts(message.get("blocks")), bot_user_id)
    if own:
        attached = [each for each in attached if each.get(_FORWARDED)]
    return "\n".join(filter(None, (_read(attached, bot_user_id), own)))[:LONGEST]


def has_files(message: Json) -> bool:
    """Whether files or snippets come with a message, or with one that it passes on."""
    return any(_parts(each.get("files")) for each in (message, *_parts(message.get("attachments"))))


def _read(parts: Iterable[Json], bot_user_id: str | None) -> str:
    marked_up = "".join(islice(_pieces(parts, DEEPEST), MOST))[:LONGEST]
    lines = (typed(line, bot_user_id) for line in marked_up.split("\n"))
    return "\n".join(filter(None, lines))


def _pieces(parts: Iterable[Json], deepest: int) -> Iterator[str]:
    """The words of blocks and attachments, as a message's text has them."""
    for part in parts:
        kind = part.get("type")
        if kind in _SILENT:
            yield " "
        elif kind == "link":
            yield f"<{part.get('url')}|{escape(str(part.get('text') or ''))}>"
        elif kind == "date":
            yield escape(str(part.get("fallback") or ""))
        elif kind in _PLAIN and isinstance(part.get("text"), str):
            yield escape(part["text"])
        elif kind == "mrkdwn":
            yield str(part.get("text"))
        else:
            repeated = any(part.get(name) for name in _AGAIN)
            for name in _WORDS:
                value = part.get(name)
                if isinstance(value, str) and not (repeated and name == "text"):
                    yield f"{value}\n"
                elif deepest:
                    yield from _pieces(_parts(value), deepest - 1)
            yield "\n"


def _parts(value: object) -> list[Json]:
    """The mappings in a list, or the one that stands alone; of a table's rows the cells."""
    if isinstance(value, Mapping):
        return [value]
    if not isinstance(value, list):
        return []
    return [
        each for item in value for each in (item if isinstance(item, list) else [item]) if isinstance(each, Mapping)
    ]
