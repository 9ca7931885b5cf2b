"""Lines → a tree of headings and items: alike ones stand on one level, whatever they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from knowledge.language.brackets import OPENING, brackets, is_enclosed
from knowledge.language.money import fold
from knowledge.language.text import morphemes
from knowledge.reading import dates
from knowledge.reading.apart import bare_number, is_money, printed_in, set_apart, unit_in, without
from knowledge.reading.headings import is_sentence
from knowledge.reading.lines import MARKS, Line, label_of
from knowledge.reading.numbering import led, numbering
from knowledge.reading.offices import office_of
from knowledge.reading.outline.codes import referring, unordered
from knowledge.reading.status import is_status, status_of, without_status
from knowledge.reading.tables.columns import Role, column, is_near
from knowledge.reading.tables.columns import is_money as is_kind

_LONGEST = 60
"""Characters of a heading or an item."""
_SHORT = 25
"""Characters of a heading that nothing but the sentence below it tells."""
_DEEPEST = 5
"""Levels of headings; deeper ones are words of the text above."""
_OFTEN = 3
"""Lines with the same words above money that are no names: おかね."""
PLAIN = "plain"
"""The look of a heading that nothing but what stands below it tells."""
_LABEL = 6
"""Characters of what heads a part of a box."""
_HALF = 2
_PRICED = "priced"
"""The look of an item that nothing but the money behind it tells."""
SUMS = ("計", "合計", "総計", "総額")
"""How what stands at a sum ends: 3か年計, but not 実施設計."""
_ASIDES = "※▲(（〔［["
"""What remarks begin with."""
_AROUND = " \u3000::・"
"""What stands around a title."""


@dataclass(slots=True)
class Node:
    """A heading or an item with what stands below it."""

    look: str
    """The same for headings of one kind."""
    title: str
    line: Line
    rank: int = 0
    """Of a heading as the page itself has it, from 1; 0 where it has none."""
    is_shape: bool = False
    """Whether nothing but its rank or its shape makes it a heading."""
    is_priced: bool = False
    """Whether money stands on its line or right below it."""
    depth: int = 0
    word: str | None = None
    """What the plan calls its level."""
    code: str | None = None
    """Its number, as far as it is printed with one that does not begin anew below each heading."""
    parent: int | None = None
    body: list[Line] = field(default_factory=list)


def nodes(lines: Sequence[Line], ranks: Mapping[int, int], within: Collection[int]) -> list[Node]:
    """The headings and items of a page in order; `within` are the lines of its tables, which open nothing."""
    around = zip((None, *lines), lines, map(partial(_below, lines), range(len(lines))), strict=False)
    opened = [
        None if line.number in within else _opened(line, above, below, ranks.get(line.number, 0))
        for above, line, below in around
    ]
    none = unordered(filter(None, opened)) | referring(filter(None, opened))
    opened = [None if node and node.look in none else node for node in opened]
    opened = _with_alike(lines, _without_texts(lines, opened), within)
    often = Counter(node.look for node in opened if node)
    captions = Counter((node.look, node.title) for node in opened if node and node.is_shape and not node.is_priced)
    titles = Counter(node.title for node in opened if node and node.look == PLAIN and node.is_priced)
    captions += Counter({(PLAIN, title): count for title, count in titles.items() if count >= _OFTEN})
    found: list[Node] = []
    stack: list[Node] = []
    status: list[Line] = []
    for line, node, behind in zip(lines, opened, (*opened[1:], None), strict=False):
        if node is None and behind is not None and is_status(line.text):
            status = [line]  # it says how the one below stands
            continue
        if node is None or (node.is_shape and often[node.look] == 1) or captions[node.look, node.title] > 1:
            if found:
                found[-1].body += [*status, line]
            status = []
            continue
        above = next(
            (at for at, each in enumerate(stack) if each.look == node.look or _is_below(each, node)), len(stack)
        )
        if above == _DEEPEST:
            found[-1].body += [*status, line]
            status = []
            continue
        stack = [*stack[:above], node]
        node.depth = above
        node.parent = next((at for at, each in enumerate(found) if above and each is stack[above - 1]), None)
        node.body, status = status, []
        found.append(node)
    return found


def _without_texts(lines: Sequence[Line], opened: Sequence[Node | None]) -> list[Node | None]:
    """What lines open, without items of lists that tell more of the item above them: most are sentences, or have no
    money where that one has."""
    bullets = Counter(line.bullet for line in lines if line.bullet)
    found = [node for node in opened if node is not None and _is_item(node)]
    items = Counter(node.line.bullet for node in found)
    priced = Counter(node.line.bullet for node in found if node.is_priced)
    outer = min((bullet for bullet in items if priced[bullet] * _HALF > items[bullet]), key=len, default=None)
    counts = {each: priced[each] if outer is not None and len(each) > len(outer) else items[each] for each in items}
    texts = {bullet for bullet, count in counts.items() if count * _HALF <= bullets[bullet]}
    return [None if node is not None and _is_item(node) and node.line.bullet in texts else node for node in opened]


def _with_alike(lines: Sequence[Line], opened: Sequence[Node | None], within: Collection[int]) -> list[Node | None]:
    """What lines open, with names above the same label as names with money have below them: cards without money."""
    labels = [label_of(line.text) if _tells_more(line.text) else "" for line in lines[1:]]
    labels += [""] * (len(lines) - len(labels))
    below = Counter(
        label for label, node in zip(labels, opened, strict=True) if node is not None and node.look == PLAIN
    )
    return [
        Node(PLAIN, _title(line.text), line)
        if node is None and label and below[label] >= _HALF and line.number not in within and _is_name(line)
        else node
        for label, node, line in zip(labels, opened, lines, strict=True)
    ]


def _is_name(line: Line) -> bool:
    is_long = len(line.text) > _LONGEST or is_sentence(line.text)
    return not (is_long or line.bullet or label_of(line.text) != line.text.strip() or _is_label(line.text))


def _is_item(node: Node) -> bool:
    """Whether nothing but its bullet makes a line an item."""
    return node.look == f"item {node.line.bullet}"


def _below(lines: Sequence[Line], at: int) -> Line | None:
    """The line below one, past what stands in brackets or behind a label there: who is in charge."""
    behind = (line for line in lines[at + 1 : at + 3] if not _tells_more(line.text) or is_money(line.text))
    return next(behind, None)


def _tells_more(text: str) -> bool:
    return is_enclosed(text) or (label_of(text) != text and _is_label(label_of(text)))


def _is_below(node: Node, other: Node) -> bool:
    """Whether a heading is of smaller type than another one that comes behind it; so are items and unnamed ones.

    Boxes have large titles: a heading with money of its own is above none without.
    """
    if other.is_priced and not node.is_priced:
        return False
    if node.look == PLAIN and other.word is not None:
        return True
    if node.rank:
        return 0 < other.rank < node.rank or (node.is_shape and not other.is_shape and other.rank == node.rank)
    return other.rank > 0 and node.code is None and node.word is None


def _opened(line: Line, above: Line | None, below: Line | None, rank: int) -> Node | None:
    """The heading or item that a line is, if it is one."""
    text = line.bullet.strip() + line.text if line.bullet.strip() in MARKS and line.bullet.strip() != "•" else line.text
    told = numbering(text) or led(text)
    title = _title(told.title if told else line.text)
    if not title or len(title) > _LONGEST or is_sentence(line.text) or is_money(line.text) or is_status(line.text):
        return None
    if office_of([line]) or dates.DAY_ALONE.match(line.folded) or dates.YEAR_ALONE.fullmatch(line.folded):
        return None
    if without_status(line.text)[0] in _ASIDES and not (told and told.look.startswith("(")):
        return None
    indent = line.bullet if line.bullet.strip() == "•" else ""
    is_beside = bool(line.bullet) and below is not None and below.bullet == line.bullet  # another item of its list
    is_priced = _says_money(line.text) or (below is not None and not is_beside and is_figure(below.text))
    if told:
        sized = f"{rank} " if told.code and told.word is None and "-" not in told.code else ""
        look = f"{sized}{indent}{told.look}"
        return Node(look, title, line, rank, is_priced=is_priced, word=told.word, code=told.code)
    if rank:
        return Node(f"rank {rank}", title, line, rank, is_shape=True, is_priced=is_priced)
    if line.bullet:
        return Node(f"item {line.bullet}", title, line, is_priced=is_priced)
    if morphemes(title)[-1].surface in SUMS:
        return None  # 3か年計, and its figure behind or below it
    if _says_money(line.text) and not (is_kind(title) or is_year(title) or is_near(title)):
        return Node(_PRICED, title, line, is_priced=True)
    if line.text[0] in OPENING and status_of(line.text) and without_status(line.text) != line.text.strip():
        return Node(_PRICED, title, line)  # 【継続】 and a name without money among those that have some
    if below is None or not set("、。:円\t").isdisjoint(line.text + line.folded):
        return None
    if _is_label(label_of(line.text)) or is_kind(title) or (above is not None and _is_label(above.text)):
        return None  # 担当課, 事業費, and what stands beside or below the first
    heads_text = len(title) <= _SHORT and is_sentence(below.text) and not any(map(str.isdigit, line.folded))
    return Node(PLAIN, title, line, is_shape=not is_priced, is_priced=is_priced) if is_priced or heads_text else None


def _says_money(text: str) -> bool:
    """Whether money is set apart in a line, and not its unit alone."""
    return any(printed_in(part.words) or not unit_in(part.words) for part in set_apart(without_status(text)))


def is_figure(text: str) -> bool:
    """Whether a line is an amount, or what stands in place of one."""
    folded = fold(text)
    return is_money(text) and bool(printed_in(folded) or bare_number(folded, None) or "なし" in text)


def _is_label(text: str) -> bool:
    """Whether a line is what heads a part of a box, 担当課, 概要, and names nothing."""
    return len(text) <= _LABEL and column(0, text, (), None, None).role in (Role.DEPARTMENT, Role.TEXT, Role.CODE)


def _title(text: str) -> str:
    """The words of a heading without its money, the brackets around the whole, and what says that it is new."""
    text = without_status(text)
    name = without_status(without(text, set_apart(text)).strip().strip(_AROUND))
    return (name[1:-1] if is_enclosed(name) and name[:1] not in "「『" else name).strip()


def is_year(text: str) -> bool:
    """Whether a text names a fiscal year and says nothing else but how sure it is: 令和8年度(予定)."""
    plain = text
    for left, right in reversed(brackets(text).pairs):
        plain = plain[:left] + plain[right + 1 :]
    return (
        dates.fiscal_year(plain) is not None and dates.YEAR_ALONE.fullmatch(Line(0, plain.strip()).folded) is not None
    )
