"""A web page as saved from a browser → the lines that a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from itertools import count

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.language.money import fold

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
_SHORT = 60
"""Characters of a cell that is a name and no text."""
_NESTED = 20
"""Tables within tables that are still read as tables."""

_MONEY_HEAD = re.compile("予算|決算|金額|事業費|経費")
_FIGURE = re.compile(r"[(\[〔]?(?:約|[△▲-])? ?[0-9][0-9,.千百万億 ]*円?[)\]〕]?|[-ー―]|(?:予算)?(?:なし|無し)")
_NUMBERING = re.compile(r"[0-9①-⑳][0-9 .、-]{0,8}")


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


@dataclass(slots=True)
class _Table:
    """What the rows above say of the columns of a row to come, the first column at 0."""

    heads: dict[int, str] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    """Column → rows that a cell above still reaches into."""


def _lines(top: LexborNode, nested: int) -> Iterator[str]:
    page, table = _Page(), _Table()
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
            page.lines += _row(node, table, nested + 1)
        elif tag is not None and not tag.startswith("-") and (node.mem_id == top.mem_id or _is_seen(node)):
            if tag in _BLOCKS:
                page.end()
                waiting.append((node, True))
                page.bullet = f"{'  ' * _depth(node)}{_BULLET}" if tag == "li" else page.bullet
            table = _Table() if tag == "table" else table
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


def _row(row: LexborNode, table: _Table, nested: int) -> list[str]:
    cells = list(_cells(row, table, nested))
    if _is_head(row, cells):
        table.heads = {column: " ".join(lines) for column, lines in cells}
        return ["\t".join(table.heads.values())]
    result: list[str] = []
    for column, lines in cells:
        head = table.heads.get(column, "")
        if result and len(lines) == 1 and _FIGURE.fullmatch(fold(lines[0])):
            named = _MONEY_HEAD.search(head) is not None
            result[-1] += f" 〔{head} {lines[0]}〕" if named else f"\t{lines[0]}"
        elif result and lines and _NUMBERING.fullmatch(fold(result[-1].strip())):
            result[-1] += f" {lines[0]}"
            result += lines[1:]
        else:
            result += lines
    return result


def _cells(row: LexborNode, table: _Table, nested: int) -> Iterator[tuple[int, list[str]]]:
    """Column and lines of each cell; cells that span rows are remembered for the rows below."""
    reached = {column for column, rows in table.taken.items() if rows}
    table.taken = {column: rows - 1 for column, rows in table.taken.items() if rows > 1}
    column = 0
    for cell in row.iter():
        if cell.tag not in ("td", "th"):
            continue
        column = next(free for free in count(column) if free not in reached)
        yield column, _in_one(list(_lines(cell, nested)))
        width, rows = _span(cell, "colspan"), _span(cell, "rowspan")
        if rows > 1:
            table.taken |= dict.fromkeys(range(column, column + width), rows - 1)
        column += width


def _in_one(lines: list[str]) -> list[str]:
    """A cell's short lines as one: they are set so because the column is narrow."""
    whole = "".join(lines)
    return [whole] if len(whole) <= _SHORT and not any(mark in whole for mark in "。•・") else lines


def _span(cell: LexborNode, name: str) -> int:
    digits = cell.attributes.get(name) or ""
    return min(max(int(digits), 1), 100) if digits.isascii() and digits.isdigit() else 1


def _is_head(row: LexborNode, cells: list[tuple[int, list[str]]]) -> bool:
    """A row of headings: nothing but th, or words for money in a cell and no figure in any."""
    if len(cells) < 2:
        return False
    texts = [" ".join(lines) for _, lines in cells]
    named = any(_MONEY_HEAD.search(text) and len(text) <= 30 for text in texts)
    all_heads = all(cell.tag == "th" for cell in row.iter() if cell.tag in ("td", "th"))
    figures = any(_FIGURE.fullmatch(fold(text)) or re.search("[0-9]円|[千万億]円(?![)])", fold(text)) for text in texts)
    return (named or all_heads) and not figures
