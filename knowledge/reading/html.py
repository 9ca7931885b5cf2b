"""A web page as saved from a browser → the lines that a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from itertools import count

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.language.money import fold
from knowledge.reading.amounts import SEVERAL_ROWS
from knowledge.reading.dates import fiscal_year

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
TAB = "\t"
_SPACE = re.compile(r"[ \t\r\n\f]+")
# A line break of the source between two Japanese characters is none of the page's.
_WRAPPED = re.compile(r"(?<=[^\x00-\xff])[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\xff])")
_DEEPEST = 9
_SHORT = 60
"""Characters of a cell that is a name and no text."""
_NESTED = 20
"""Tables within tables that are still read as tables."""

_MONEY_HEAD = re.compile("予算|決算|金額|事業費|経費")
_YEAR_HEAD = re.compile(r"(?:令和|平成|R|H)?[0-9元]{1,4}年度(?:\([^()]{1,8}\))?")
_COUNTED = re.compile(
    r"指標|目標値|実績値|[人者件回率数]$|割合|\((?:人|件|回|%|世帯|[かカヶ]所|箇所|点|校|冊|台|団体|度|年|日|時間|ポイント)\)"
)
"""What a table of indicators says of its rows or columns: their figures are no money, whatever the page's unit."""
_LABEL = re.compile(r"(?:当初|補正後?|最終)?(?:予算|決算)(?:見込)?額?(?:\([^()]{1,8}\))?")
_FIGURE = re.compile(
    r"(?P<figure>[(\[〔]?(?:約|[△▲-])? ?[0-9][0-9,.千百万億 ]*(?P<yen>円)?[)\]〕]?|[-ー―]|(?:予算)?(?:なし|無し))"
    r"(?P<rest> ?[(※][^0-9]?[^円]{0,30}[0-9,千百万億]*円?\)?)?"
)
"""A figure that is all of a cell, perhaps with a note behind it: 1,240千円(うち国費500千円)."""
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


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table: its first column, from 0, over how many columns and rows it reaches, and its lines."""

    column: int
    width: int
    rows: int
    lines: list[str]


@dataclass(slots=True)
class _Table:
    """What the rows above say of the columns of a row to come, the first column at 0."""

    heads: dict[int, str] = field(default_factory=dict)
    in_heads: bool = False
    """Whether the row above was one of headings."""
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
        return _headed(cells, table)
    table.in_heads = False
    label = _money_label(cells)
    counts = _is_of_counts(cells, table)
    result: list[str] = []
    ends: list[tuple[int, int]] = []
    """Rows that a cell reaches over, with the line that it ends on."""
    for cell in cells:
        head, text = table.heads.get(cell.column, ""), fold(" ".join(cell.lines))
        figure = _FIGURE.fullmatch(text) if len(cell.lines) == 1 else None
        if figure and not counts and _names_money(f"{head}{label}"):
            _write_money(result, ends, cell, figure, f"{head}{label if label not in head else ''}")
        elif figure and result:
            result[-1] += f"{' ' if counts else TAB}{cell.lines[0]}"
        elif result and cell.lines and _NUMBERING.fullmatch(fold(result[-1].strip())):
            result[-1] += f" {cell.lines[0]}"
            result += cell.lines[1:]
        else:
            if result and _COUNTED.search(fold(head)) and "円" in text:
                result.append("【指標】")  # its money is no budget
            result += cell.lines
        ends.append((cell.rows, len(result) - 1))
    return result


def _headed(cells: list[_Cell], table: _Table) -> list[str]:
    """Takes a row of headings in; a second one below it tells more of the same columns."""
    heads = {at: " ".join(cell.lines) for cell in cells for at in range(cell.column, cell.column + cell.width)}
    above = table.heads if table.in_heads else {}
    table.heads = above | {at: f"{above.get(at, '')} {head}".strip() for at, head in heads.items()}
    again, table.in_heads = table.in_heads, True
    return [] if again else ["\t".join(" ".join(cell.lines) for cell in cells)]


def _is_of_counts(cells: list[_Cell], table: _Table) -> bool:
    """Whether a row is one of indicators, by its first cell or by the first heading above it, and prints no money."""
    first = fold(" ".join(cells[0].lines)).strip() if cells else ""
    names = (first, fold(table.heads.get(0, "")))
    return any(_COUNTED.search(name) for name in names) and not any(
        "円" in line for cell in cells[1:] for line in cell.lines
    )


def _money_label(cells: list[_Cell]) -> str:
    """What a row of money begins with, where it says what money it is: 予算額, and one cell for each year."""
    first = " ".join(cells[0].lines) if cells else ""
    return first if _LABEL.fullmatch(fold(first)) else ""


def _names_money(head: str) -> bool:
    """Whether a heading makes money of the figures below it: it says so, or names their year."""
    return _MONEY_HEAD.search(head) is not None or fiscal_year(head) is not None


def _write_money(result: list[str], ends: list[tuple[int, int]], cell: _Cell, figure: re.Match[str], head: str) -> None:
    """Sets a figure in brackets behind the cell that it belongs to: the nearest one over as many rows."""
    place = next((line for rows, line in reversed(ends) if rows == cell.rows and line >= 0), None)
    shared = f"({SEVERAL_ROWS})" if place is None and ends and cell.rows > 1 else ""
    printed = cell.lines[0]
    first, last = figure.span("figure")
    text = f"〔{head} {printed[first:last]}{shared}〕{figure['rest'] or ''}"
    if not result:
        result.append(text)
    else:
        place = len(result) - 1 if place is None else place
        result[place] += f" {text}"


def _cells(row: LexborNode, table: _Table, nested: int) -> Iterator[_Cell]:
    """The cells of a row; those that span rows are remembered for the rows below."""
    reached = {column for column, rows in table.taken.items() if rows}
    table.taken = {column: rows - 1 for column, rows in table.taken.items() if rows > 1}
    column = 0
    for cell in row.iter():
        if cell.tag not in ("td", "th"):
            continue
        column = next(free for free in count(column) if free not in reached)
        width, rows = _span(cell, "colspan"), _span(cell, "rowspan")
        yield _Cell(column, width, rows, _in_one(list(_lines(cell, nested))))
        if rows > 1:
            table.taken |= dict.fromkeys(range(column, column + width), rows - 1)
        column += width


def _in_one(lines: list[str]) -> list[str]:
    """A cell's short lines as one: they are set so because the column is narrow."""
    whole = "".join(f"{line} " if line[-1:].isdigit() else line for line in lines).rstrip()
    return [whole] if len(whole) <= _SHORT and not any(mark in whole for mark in "。•・") else lines


def _span(cell: LexborNode, name: str) -> int:
    digits = cell.attributes.get(name) or ""
    return min(max(int(digits), 1), 100) if digits.isascii() and digits.isdigit() else 1


def _is_head(row: LexborNode, cells: list[_Cell]) -> bool:
    """A row of headings: nothing but th, or words for money in a cell and no figure in any."""
    if len(cells) < 2:
        return False
    texts = [fold(" ".join(cell.lines)) for cell in cells]
    named = any(_MONEY_HEAD.search(text) and len(text) <= 30 for text in texts)
    all_heads = all(cell.tag == "th" for cell in row.iter() if cell.tag in ("td", "th"))
    figures = any(_FIGURE.fullmatch(text) or re.search("[0-9]円|[千万億]円(?![)])", text) for text in texts)
    years = sum(_YEAR_HEAD.fullmatch(text) is not None for text in texts)
    only_years = years > 1 and all(not text.strip() or _YEAR_HEAD.fullmatch(text) for text in texts[1:])
    return (named or all_heads or only_years) and not figures
