"""Which elements of a web page are labels of what follows them: a term of a list of definitions, a part of a line that
nothing but the page's style sets apart."""

from __future__ import annotations

from collections import Counter

from selectolax.lexbor import LexborNode

from knowledge.language.money import fold
from knowledge.reading.apart import printed_in
from knowledge.reading.captions import captioned
from knowledge.reading.status import is_status
from knowledge.reading.tables.columns import Role, column

_LONGEST = 20
"""Characters of a label."""
_LABELS = frozenset("span b strong em label small".split())
_TOLD = _LABELS | {"div", "p"}
_SEVERAL_LINES = "div, p, ul, ol, dl, table, br"
_REPEATED = 2
"""Terms that are labels stand in the lists of several projects."""


class Labels:
    """The labels of a page."""

    def __init__(self, top: LexborNode) -> None:
        self._terms = Counter(_words(term) for term in top.css("dt"))
        parts = (part for part in top.css(", ".join(sorted(_LABELS))) if part.attributes.get("class"))
        self._badges = Counter(_look(part) for part in parts if is_status(_words(part)))

    def is_term(self, node: LexborNode | None) -> bool:
        """Whether a term is a label of the one line behind it, and not the name of what is told there."""
        if node is None or node.tag != "dt" or not (0 < len(words := _words(node)) <= _LONGEST) or "。" in words:
            return False
        told = _beside(node)
        if told is None or told.tag != "dd" or not _words(told) or told.css(_SEVERAL_LINES):
            return False
        if (behind := _beside(told)) is not None and behind.tag == "dd":
            return False
        return self._terms[words] >= _REPEATED or _is_known(words)

    def is_badge(self, node: LexborNode) -> bool:
        """Whether the last part of a line looks as those do that say 新規, and says something else: ゼロ予算."""
        words = _words(node)
        looks_so = node.tag in _LABELS and self._badges[_look(node)] >= _REPEATED
        return looks_so and 0 < len(words) <= _LONGEST and not is_status(words) and not (node.next and _beside(node))

    def is_told(self, node: LexborNode) -> bool:
        """Whether what is told stands on the line of the label before it."""
        return node.tag == "dd" and self.is_term(_before(node))


def is_label(node: LexborNode) -> bool:
    """Whether the first part of a line is set apart from the second one by its style alone: 所管課 高齢福祉課."""
    words, told = _words(node), _beside(node)
    if told is None or not words or len(words) > _LONGEST or "。" in words or _before(node) is not None:
        return False
    if node.parent is None or any(each.tag == "-text" and _words(each) for each in node.parent.iter(include_text=True)):
        return False
    return node.tag in _LABELS and told.tag in _TOLD and _look(node) != _look(told)


def _is_known(words: str) -> bool:
    """Whether words are what a part of a project's text is called: 担当課, 事業概要, 予算額(千円); not its amount."""
    if printed_in(fold(words)):
        return False
    roles = (Role.DEPARTMENT, Role.TEXT, Role.AMOUNT)
    return captioned(words) is not None or column(0, words, (), None, None).role in roles


def _look(node: LexborNode) -> tuple[str | None, str | None]:
    return node.tag, node.attributes.get("class")


def _words(node: LexborNode) -> str:
    return (node.text() or "").strip()


def _beside(node: LexborNode) -> LexborNode | None:
    """The next element."""
    each = node.next
    while each is not None and each.tag in ("-text", "-comment"):
        each = each.next
    return each


def _before(node: LexborNode) -> LexborNode | None:
    """The element before it."""
    each = node.prev
    while each is not None and each.tag in ("-text", "-comment"):
        each = each.prev
    return each
