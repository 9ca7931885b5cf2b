"""Line breaks of a web page that are none: a heading, or the name of an item, that is set on two lines."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from knowledge.language.brackets import CLOSING, PAIRS
from knowledge.language.text import morphemes
from knowledge.reading.apart import is_money, set_apart, without
from knowledge.reading.headings import is_sentence
from knowledge.reading.offices import is_section
from knowledge.reading.status import without_status

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_NAMES = frozenset("li dt summary".split())
"""Elements that begin with a name."""
_LONGEST = 60
"""Characters of a name's part."""
_DEEP = 3
"""Elements around the words of a name."""


def is_within_a_name(node: LexborNode) -> bool:
    """Whether a line break parts what is one line: a heading, however it is set, or the name of an item."""
    above = node.parent
    if above is not None and (above.tag in HEADINGS or (above.parent is not None and above.parent.tag in HEADINGS)):
        return True
    return _is_in_an_item(node) and _goes_on(_words(node, back=True), _words(node, back=False))


def _is_in_an_item(node: LexborNode) -> bool:
    above = node.parent
    for _ in range(_DEEP):
        if above is None or above.tag in _NAMES:
            break
        above = above.parent if above.tag in ("span", "b", "strong", "a", "em") else None
    return above is not None


def _words(node: LexborNode, *, back: bool) -> str:
    """The words before a line break, or behind it, up to the next one or to a block."""
    each, found = (node.prev if back else node.next), ""
    while each is not None and each.tag in ("-text", "span", "b", "strong", "a", "em", "small"):
        found = f"{each.text() or ''}{found}" if back else f"{found}{each.text() or ''}"
        each = each.prev if back else each.next
    return found.strip()


def _goes_on(before: str, after: str) -> bool:
    """Whether a name goes on: it stops within a phrase, or what follows is in brackets or has the amount behind it."""
    if not before or not after or is_sentence(before + after) or max(len(before), len(after)) > _LONGEST:
        return False
    if set_apart(before) or any(sign in before + after for sign in ":："):
        return False
    if before.endswith("・") or morphemes(before)[-1].word_class in ("助詞", "助動詞"):
        return True
    apart = set_apart(after)
    rest = without_status(without(after, apart)).strip()
    if rest[:1] in ("(", "（"):
        return rest.endswith(PAIRS[rest[0]]) and not is_section(rest[1:-1]) and not is_money(rest)
    return bool(apart and rest) and not is_section(rest) and rest[-1] not in CLOSING
