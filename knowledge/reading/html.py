"""A web page as saved from a browser → the lines that a reader of the page sees."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.language.brackets import OPENING
from knowledge.reading.apart import is_money
from knowledge.reading.html_breaks import HEADINGS, is_within_a_name
from knowledge.reading.html_labels import Labels, is_label
from knowledge.reading.html_rows import Table, cells_of, row_lines, sheet_row
from knowledge.reading.numbering import numbering
from knowledge.reading.status import is_status
from knowledge.reading.tables.files import Row

_MARKUP = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_FRAGMENT = re.compile(
    r"\s*(?:<!--.{0,200}?-->\s*)*<(?:h[1-6]|p|div|table|ul|ol|dl|section|article|main|meta|span)\b",
    re.IGNORECASE | re.DOTALL,
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
PAGE = "data-printed-page"
"""The attribute that tells the page of a PDF that a part of its markup is printed on."""
_BULLET = "• "
_GAP = "\u3000"
_SHORT = 40
"""Characters of a part of a line that is a badge, a number or an amount."""
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


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader of a page sees."""

    lines: tuple[str, ...]
    ranks: Mapping[int, int] = field(default_factory=dict)
    """Of the lines that are headings, their number and their rank from 1."""
    pages: tuple[int, ...] = ()
    """Of a document that has pages, the first line of each."""
    tables: tuple[tuple[Row, ...], ...] = ()
    """The rows of each table, with the numbers of their lines."""

    @property
    def text(self) -> str:
        """The lines in one."""
        return "\n".join(self.lines)


def is_fragment(text: str) -> bool:
    """Whether the text is a part of a web page's source, as it is copied from a page."""
    return _FRAGMENT.match(text) is not None


def words_of(source: str) -> Words:
    """The page's words, a line for each paragraph, item and heading; menus, scripts and footers are left out.

    A row of a table is one line where it fits; a figure in it is set in brackets with its column's heading.
    """
    tree = LexborHTMLParser(source)
    body = tree.body
    page = _read(body, 0) if body else _Page()
    title = tree.css_first("title")
    named = title and not any("運営方針" in line for line in page.lines)
    above = (_SPACE.sub(" ", title.text()).strip(),) if named and title else ()
    moved = len(above)
    return Words(
        (*above, *page.lines),
        {number + moved: rank for number, rank in page.ranks.items()},
        _starts(page.numbers),
        tuple(
            tuple(replace(row, lines=(row.lines[0] + moved, row.lines[1] + moved)) for row in rows)
            for rows in page.tables
            if rows
        ),
    )


def _starts(numbers: Sequence[int]) -> tuple[int, ...]:
    """The first line of each page, by the page of each line; of a page without any, the first behind it."""
    last = max(numbers, default=0)
    return tuple(bisect_left(numbers, page) + 1 for page in range(1, last + 1)) if last else ()


@dataclass(slots=True)
class _Page:
    """The lines so far, and the one being written."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    bullet: str = ""
    rank: int = 0
    """Of the heading that is being read."""
    number: int = 0
    """Of the printed page that is being read; 0 where there are none."""
    ranks: dict[int, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    """Of each line, its printed page."""
    tables: list[list[Row]] = field(default_factory=list)

    def end(self) -> None:
        """Ends the line."""
        text = _SPACE.sub(" ", _WRAPPED.sub("", "".join(self.words))).strip()
        if text:
            self.write([self.bullet + text])
            self.bullet = ""
            if self.rank:
                self.ranks[len(self.lines)] = self.rank
        self.words.clear()

    def gap(self) -> None:
        """Sets what follows apart from what stands on the line."""
        if not self.words or not self.words[-1].endswith(_GAP):
            self.words.append(_GAP)

    def write(self, lines: Sequence[str]) -> None:
        """Writes whole lines."""
        self.lines += lines
        self.numbers += [self.number] * len(lines)


def _lines(top: LexborNode, nested: int) -> list[str]:
    return _read(top, nested).lines


def _read(top: LexborNode, nested: int) -> _Page:
    page, table, labels = _Page(), Table(), Labels(top)
    waiting: list[tuple[LexborNode, bool]] = [(top, False)]
    while waiting:
        node, left = waiting.pop()
        tag = node.tag
        if left and tag not in _BLOCKS:
            page.words.append("") if _begins_with_space(node.next) else page.gap()
        elif left and labels.is_term(node):
            page.gap()
        elif left:
            page.end()
            page.rank = 0 if tag in HEADINGS else page.rank
        elif tag == "-text":
            _write(page, node)
        elif tag == "br" and is_within_a_name(node):
            page.words.append("\n")
        elif tag == "br":
            if nested and page.lines and not "".join(page.words).strip():
                page.write([""])  # two breaks: a blank line within a cell
            page.end()
        elif tag == "tr" and nested < _NESTED and node.mem_id != top.mem_id:
            page.end()
            page.number = _printed_page(node) or page.number
            cells = cells_of(node, table, lambda cell: _lines(cell, nested + 1))
            first = len(page.lines) + 1
            page.write(row_lines(node, cells, table))
            if page.tables and cells:
                last = len(page.lines)  # a second row of headings writes no line: it is on the one above
                page.tables[-1].append(sheet_row(cells, table, (min(first, max(last, 1)), last or 1)))
        elif tag is not None and not tag.startswith("-") and (node.mem_id == top.mem_id or _is_seen(node)):
            if tag in _BLOCKS:
                if not labels.is_told(node):
                    page.end()
                waiting.append((node, True))
                page.bullet = f"{'  ' * _depth(node)}{_BULLET}" if tag == "li" else page.bullet
            elif labels.is_badge(node):
                page.end()
                page.rank = 0  # it is no part of the heading that it stands in
            elif _stands_apart(node, page):
                page.gap()
                waiting.append((node, True))
            if tag == "table":
                table = Table()
                page.tables.append([])
            if tag in HEADINGS:
                page.rank = int(tag[1])
            page.number = _printed_page(node) or page.number
            waiting += [(child, False) for child in reversed(list(node.iter(include_text=True)))]
    page.end()
    return page


def _stands_apart(node: LexborNode, page: _Page) -> bool:
    """Whether a part of a line is set apart by the page's style alone: a badge, a number before a name, an amount
    behind another part."""
    if is_label(node):
        return True
    text = (node.text() or "").strip()
    if not text or len(text) > _SHORT or text[0] in OPENING:
        return False
    if not "".join(page.words).strip():
        named = numbering(f"{text} …")
        return is_status(text) or (named is not None and named.title == "…")
    if node.next is not None and (node.next.text() or "").strip():
        return False
    return is_status(text) or (node.prev is not None and node.prev.tag != "-text" and is_money(text))


def _begins_with_space(node: LexborNode | None) -> bool:
    return node is not None and (node.text() or "")[:1].isspace()


def _printed_page(node: LexborNode) -> int:
    """The page that a PDF has it on; 0 where it does not say."""
    number = node.attributes.get(PAGE) or ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < _DEEPEST else 0


def _depth(item: LexborNode) -> int:
    """Lists that the item is in, the innermost counted too."""
    above, depth = item.parent, 0
    while above is not None and depth < _DEEPEST:
        depth += above.tag in ("ul", "ol")
        above = above.parent
    return depth


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
