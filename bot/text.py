"""Text on its way in and out: Slack's entities, control characters, and where a long text may be cut."""

from __future__ import annotations

import re
from itertools import accumulate

ELLIPSIS = "…"
_ENTITY = re.compile(r"<([^<>]*)>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[。\n]")
_PAUSE = re.compile(r"[、，,;；:：)）」』】 \u3000]")


def typed(text: str, bot_user_id: str | None) -> str:
    """What a person typed, out of the text of a Slack event: without the bot's mention, entities as people see them."""

    def seen(entity: re.Match[str]) -> str:
        target, _, label = entity[1].partition("|")
        match target[:1]:
            case "@":
                return f"@{label}" if label and target[1:] != bot_user_id else " "
            case "#":
                return f"#{label}" if label else " "
            case "!":  # <!channel>, <!subteam^…>: for people, not for us; only a date carries words
                return label if target.startswith("!date^") else " "
            case _:
                return label or target

    shown = _ENTITY.sub(seen, text)
    return printable(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).strip()


def escape(text: str) -> str:
    """Make text inert where Slack parses: nothing in it can mention, link or ping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def printable(text: str) -> str:
    """Control characters as spaces, one for one, so that no text can steer a terminal or spoil a message."""
    return _CONTROL.sub(" ", text)


def cut(text: str, limit: int) -> str:
    """At most `limit` characters: whole sentences or lines if any fit, else up to a pause, never inside a word."""
    if len(text) <= limit:
        return text
    room = text[: limit - len(ELLIPSIS)]
    for boundary in (_SENTENCE_END, _PAUSE):
        ends = [found.end() for found in boundary.finditer(room)]
        if ends and ends[-1] >= limit // 4:  # an early stop would throw most of the room away
            return room[: ends[-1]].rstrip() + ELLIPSIS
    return room.rstrip() + ELLIPSIS


def cut_escaped(text: str, limit: int) -> str:
    """Escaped text of at most `limit` characters, cut before escaping so that no entity is split."""
    head = text[: limit + 1]  # no more can fit, and texts may be very long
    fitting = sum(size <= limit for size in accumulate(len(escape(character)) for character in head))
    return escape(cut(head, fitting) if fitting < len(head) else head)


def mentioned(text: str) -> tuple[str, ...]:
    """Whom the text of a Slack event addresses: ids of users, and subteam^…, here, channel or everyone."""
    return tuple(re.findall(r"<(?:@|!(?!date\^))([^|<>]+)", text))
