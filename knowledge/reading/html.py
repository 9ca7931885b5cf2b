"""A web page as saved from a browser → the lines that a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.reading.html_rows import Table, row_lines

_MARKUP = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_ARCHIVE = re.compile(
    rb"(?:[A-Z][\w-]{0,40}: .{0,500}\r?\n(?:[ \t].{0,500}\r?\n)*){0,20}?Content-Type: multipart/related", re.IGNORECASE
)
_UNSEEN = frozenset(
    "script style noscript template svg nav form iframe object select button textarea head title del s strike "
    "rt rp".split()
)
_MENU = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navi|gnav|breadcrumbs?|topic-?path|pankuzu|sns|banner)(?:$|[\s_-])", re.IGNORECASE
)
_FOOTER_TO_KEEP = re.compile("問い?合わ?せ")
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BULLET = "• "
_SPACE = re.compile(r"[ \t\r\n\f]+")
# A line break of the source between two Japanese characters is none of the page's.
_WRAPPED = re.compile(r"(?<=[^\x00-\xff])[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\xff])")
_DEEPEST = 9
_NESTED = 20
"""Tables within tables that are still read as tables."""


def unpacked(data: bytes) -> bytes:
    """The page inside a web archive (.mhtml, a browser's "single file"); other bytes as they are."""
    if not _ARCHIVE.match(data):
        return data
    page = message_from_bytes(data, policy=policy.default).get_body(("html",))
    payload = page.get_payload(decode=True) if page else None
    return payload if isinstance(payload, bytes) else data


def is_html(text: str) -> bool:
    """Whether the text is a web page's source and not its words."""
    return _MARKUP.match(text) is not None


def words_of(source: str) -> str:
    """The page's words, a line for each paragraph, item and heading; menus, scripts and footers are left out.

    A row of a table is one line where it fits; a figure in it is set in brackets with its column's heading.
    """
    tree = LexborHTMLParser(source)
    body = tree.body
    lines = list(_lines(body, 0)) if body else []
    title = tree.css_first("title")
    if title and not any("運営方針" in line for line in lines):
        lines.insert(0, _SPACE.sub(" ", title.text()).strip())
    return "\n".join(lines)


@dataclass(slots=True)
class _Page:
    """The lines so far, and the one being written."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    bullet: str = ""

    def end(self) -> None:
        """Ends the line."""
        text = _SPACE.sub(" ", _WRAPPED.sub("", "".join(self.words))).strip()
        if text:
            self.lines.append(self.bullet + text)
            self.bullet = ""
        self.words.clear()


def _lines(top: LexborNode, nested: int) -> Iterator[str]:
    page, table = _Page(), Table()
    waiting: list[tuple[LexborNode, bool]] = [(top, False)]
    while waiting:
        node, left = waiting.pop()
        tag = node.tag
        if left:
            page.end()
        elif tag == "-text":
            _write(page, node)
        elif tag == "br" and _is_in_a_heading(node):
            page.words.append("\n")
        elif tag == "br":
            page.end()
        elif tag == "tr" and nested < _NESTED and node.mem_id != top.mem_id:
            page.end()
            page.lines += row_lines(node, table, lambda cell: list(_lines(cell, nested + 1)))
        elif tag is not None and not tag.startswith("-") and (node.mem_id == top.mem_id or _is_seen(node)):
            if tag in _BLOCKS:
                page.end()
                waiting.append((node, True))
                page.bullet = f"{'  ' * _depth(node)}{_BULLET}" if tag == "li" else page.bullet
            table = Table() if tag == "table" else table
            waiting += [(child, False) for child in reversed(list(node.iter(include_text=True)))]
    page.end()
    yield from page.lines


def _depth(item: LexborNode) -> int:
    """Lists that the item is in, the innermost counted too."""
    above, depth = item.parent, 0
    while above is not None and depth < _DEEPEST:
        depth += above.tag in ("ul", "ol")
        above = above.parent
    return depth


def _is_in_a_heading(node: LexborNode) -> bool:
    """A heading is one line, however it is set."""
    above = node.parent
    return above is not None and (
        above.tag in _HEADINGS or (above.parent is not None and above.parent.tag in _HEADINGS)
    )


def _write(page: _Page, node: LexborNode) -> None:
    text = node.text_content or ""
    if node.parent is None or node.parent.tag != "pre":
        page.words.append(text)
        return
    *whole, last = text.split("\n")
    for line in whole:
        page.words.append(line)
        page.end()
    page.words.append(last)


def _is_seen(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag in _UNSEEN or "hidden" in attributes or attributes.get("role") == "navigation":
        return False
    if "display:none" in (attributes.get("style") or "").replace(" ", "").lower():
        return False
    if node.tag == "footer":
        return _FOOTER_TO_KEEP.search(node.text()) is not None
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return node.tag not in ("div", "ul", "ol", "p", "section") or _MENU.search(names) is None
