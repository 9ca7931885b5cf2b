"""Text on its way in and out: Slack's entities, control characters, and where a long text may be cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from unicodedata import east_asian_width
from urllib.parse import quote

ELLIPSIS = "…"
_ENTITY = re.compile(r"<(?P<what>[^<>]*)>(?P<title> ?(?:さん|様(?![々子式])|さま|氏|殿))?")
"""What Slack makes of a mention or a link, with what people say behind a name."""
_NO_PAGES = ("mailto:", "tel:")
_IN_ADDRESSES = "%!#$&'()*+,/:;=?@[]~"
"""Signs that stay as they are in an address; everything beyond ASCII gets a code, so that its end is seen."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[。\n]")
_PAUSE = re.compile(r"[、，,;；:：)）」』】 \u3000]")
_WHOLE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%:/'’-]*|(?:です|ます|ません|ました|でした|せん)。|.", re.DOTALL)
"""What is not broken over two lines: a code, a figure, a word of Latin letters, the end of a Japanese sentence."""
_NOT_FIRST = frozenset("、。，．,.:;：；?!？！・…‥ー々)）]］}｝」』】〉》〕’”%％〜～›·円千万百億件")
_NOT_LAST = frozenset("(（[［{｛「『【〈《〔‘“¥※")
"""Characters that begin no line, or end none (JIS X 4051, 禁則処理; and what would part a figure from its unit)."""


def typed(text: str, bot_user_id: str | None) -> str:
    """What a person typed, out of the text of a Slack event: without names of people and channels, and in plain text.

    A link is read by its words, and the page that it leads to stands behind the text.
    """
    pages: list[str] = []

    def seen(entity: re.Match[str]) -> str:
        target, _, label = entity["what"].partition("|")
        match target[:1]:
            case "@" | "#":
                # Whose something is said to be is no mere mention: such a question is about that person or place.
                is_owner = target[1:] != bot_user_id and not entity["title"] and text.startswith("の", entity.end())
                return f"{target[0]}{label or target[1:]}" if is_owner else " "
            case "!":  # <!channel>, <!subteam^…>: for people, not for us; only a date carries words
                return label if target.startswith("!date^") else " "
            case _:
                if target.startswith(_NO_PAGES):
                    return " "
                target = quote(target, safe=_IN_ADDRESSES)
                if label and label not in target:
                    pages.append(target)
                return label if label and label not in target else target

    shown = " ".join((_ENTITY.sub(seen, text), *pages))
    return printable(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).strip()


def escape(text: str) -> str:
    """Make text inert where Slack parses: nothing in it can mention, link or ping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def printable(text: str) -> str:
    """Control characters as spaces, one for one: no text can steer a terminal, spoil a message or turn others round."""
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


def breaks(text: str, width: int) -> list[int]:
    """Where a text is broken into lines of at most `width` columns, a wide character taking two."""
    ends: list[int] = []
    start = used = 0
    for first, last in _units(text):
        size = columns(text[first:last])
        if used and used + size > width:
            ends.append(first)
            start, used = first, 0
        for at in range(first, last) if size > width else ():
            if columns(text[start : at + 1]) > width:  # longer than a line by itself
                ends.append(at)
                start = at
        used = columns(text[start:last])
    return ends


def columns(text: str) -> int:
    """Columns that a text takes on a screen: two for a wide character (Unicode Standard Annex 11)."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _units(text: str) -> Iterator[tuple[int, int]]:
    """What stays together on a line, from end to end."""
    first, last = 0, 0
    for found in _WHOLE.finditer(text):
        joins = last and (text[last - 1] in _NOT_LAST or found[0][0] in _NOT_FIRST)
        if not joins and last:
            yield first, last
            first = last
        last = found.end()
    if last:
        yield first, last
