"""The tree of a page's headings → entries with their money, and what of the page's money is nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.model import Amount, Entry, Level, Source
from knowledge.reading.amounts import Caption, captioned
from knowledge.reading.apart import set_apart, unit_in
from knowledge.reading.captions import tabled
from knowledge.reading.contents import without_contents
from knowledge.reading.facts import facts
from knowledge.reading.lines import Line
from knowledge.reading.numbering import counted
from knowledge.reading.offices import office_of, with_office_below
from knowledge.reading.outline.aims import aims
from knowledge.reading.outline.arrows import Order, order_in, unarrowed
from knowledge.reading.outline.ending import ending
from knowledge.reading.outline.forms import coded_within, lines_of, without_heads
from knowledge.reading.outline.front import stated
from knowledge.reading.outline.money import Legend, Own, legend, own, told
from knowledge.reading.outline.nodes import Node, is_figure, nodes
from knowledge.reading.outline.prose import Told, said, sentences
from knowledge.reading.outline.records import is_record
from knowledge.reading.outline.tabbed import untabbed
from knowledge.reading.outline.trimmed import of_the_plan, without_captions
from knowledge.reading.status import status_of
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.findings import money_in
from knowledge.reading.tables.heads import headings
from knowledge.reading.tables.levels import ladder

_FEWEST = 2
"""Headings at the top that a plan has, and items with money that nothing but a plan has."""
_HALF = 2
_NAMES = {
    Level.POLICY: "大見出し",
    Level.ISSUE: "見出し",
    Level.STRATEGY: "小見出し",
    Level.PROGRAMME: "項目",
    Level.ACTION: "項目",
}
_LOWER = "細目"
"""What the parts of an entry with money are called."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """A page as it was understood by its headings."""

    source: Source
    entries: tuple[Entry, ...]
    left: tuple[tuple[int, str], ...]
    """Line and words of amounts that are no entry's."""
    front: int
    """Lines above the first heading."""


def outlined(
    lines: Sequence[Line], ranks: Mapping[int, int], tables: Sequence[Sequence[Row]], known: Source
) -> Outlined | None:
    """The plan in a page by its headings; None where it does not look like one."""
    within = {number for rows in tables for row in rows for number in lines_of(row)}
    closed, last = within, max((line.number for line in lines), default=0)
    if len(within) * _HALF > len(lines):
        if coded := coded_within(lines, within):  # the tables' rows hold headings of several levels and their text
            closed, last, within = within - coded, max(within), set()
            lines = without_heads(lines, tables)
        elif not any(headings(rows, {})[1] for rows in tables):  # they lay the page out
            closed = within = set()
    lines = [part for line in lines for part in with_office_below(line)]
    kept = without_contents(lines)
    found = without_captions(of_the_plan(nodes(kept, ranks, closed)), within)
    if sum(node.depth == 0 for node in found) < _FEWEST:
        return None
    end = ending(found, {line.text for line in lines if line not in kept})
    end = end or tuple(line for line in found[-1].body if line.number > last)
    found[-1].body = found[-1].body[: len(found[-1].body) - len(end)]
    above = [line for line in lines if line.number < found[0].line.number]
    owned = {line.number for node in found for line in (node.line, *node.body)}
    priced = sum(node.is_priced or any(is_figure(line.text) for line in node.body) for node in found)
    source = stated(known, [*above, found[0].line], ranks, is_sure=priced >= _FEWEST)
    if source is None:
        return None
    stated_aims = aims(source.document, [line for line in above if line in kept and line.number not in within])
    _name(found, above)
    recorded = {number for rows in tables if is_record(rows) for row in rows for number in lines_of(row)}
    once = _Stated(
        legend(lines, source.fiscal_year),
        order_in(above, source.fiscal_year),
        next(filter(None, (unit_in(line.folded) for line in reversed(above))), None),
    )
    writing = _Writing(found, source, once, within - recorded, stated_aims)
    plan = writing.outlined(len(above) + len(end))
    free = [line for line in lines if line.number not in owned]
    left = ((line.number, each) for line in free for each in sentences(line.text))
    return replace(plan, left=(*((number, each) for number, each in left if money_in(each)), *plan.left))


def _name(found: Sequence[Node], above: Sequence[Line]) -> None:
    """Gives headings without a word for their level the one that the page counts them by: 5つの課題、25の取組."""
    counts = Counter(node.look for node in found)
    known = {node.word for node in found}
    for look, count in counts.items():
        told = (counted(line.text, count) for line in above if count >= _FEWEST)
        word = next((word for word in told if word and word not in known), None)
        for node in found:
            node.word = node.word or (word if node.look == look and node.code else None)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a page states once of how its money is printed."""

    legend: Legend
    order: Order
    unit: int | None
    """Yen that a bare number counts for."""


class _Writing:
    """The entries while they are written."""

    def __init__(
        self, found: Sequence[Node], source: Source, known: _Stated, within: set[int], above: Sequence[Entry]
    ) -> None:
        self.nodes, self.source, self.known, self.within = found, source, known, within
        for node in found:
            node.is_priced |= any(line not in node.body for line in self._text(node))
        self.told = self._told()
        self.levels = _levels(found)
        self.coded = _coded(found)
        self.is_priced = sum(node.is_priced for node in found) >= _FEWEST
        """Whether money stands at the entries themselves, so that what the text says of money is no entry."""
        self.entries = list(above)
        self.left: list[tuple[int, str]] = []

    def _told(self) -> dict[int, tuple[Amount, ...]]:
        """The money that sentences say to be a heading's, where most of those that are alike have money; these are
        projects then."""
        having = {node.parent for node in self.nodes}
        leaves = [(at, node) for at, node in enumerate(self.nodes) if at not in having]
        found = {at: told(self._text(node), self.source.fiscal_year) for at, node in leaves if not node.is_priced}
        looks = Counter(node.look for _, node in leaves)
        priced = Counter(node.look for at, node in leaves if node.is_priced or found[at])
        kept = {at: amounts for at, amounts in found.items() if amounts and _most(self.nodes[at].look, priced, looks)}
        for at in kept:
            self.nodes[at].is_priced = True
        return kept

    def _text(self, node: Node) -> list[Line]:
        """The lines of a heading's text that stand in no table, and the amounts of its own that do."""
        apart = [line for line, of_indicators, _ in tabled(node.body) if not of_indicators]
        unit = next(filter(None, (unit_in(line.folded) for line in apart)), None)
        in_tables = untabbed([line for line in apart if line.number in self.within], unit)
        outside = unarrowed([line for line in apart if line.number not in self.within], self.known.order)
        return [*outside, *in_tables]

    def outlined(self, front: int) -> Outlined:
        """All of them, in the order of the page."""
        caption, ids = Caption(unit=self.known.unit), list[str]()
        year = self.source.fiscal_year
        for at, node in enumerate(self.nodes):
            lines = self._text(node)
            for line in (node.line, *lines):
                caption = captioned(set_apart(line.text), year, caption) if "単位" in line.text else caption
            money = own((node.line, *lines), caption, year, self.known.legend)
            money = money if money.amounts else replace(money, amounts=self.told.get(at, ()))
            self.left += money.doubtful
            self.left += [(node.line.number, node.line.text)] if money_in(node.title) else []
            entry = self._entry(node, ids[node.parent] if node.parent is not None else None, money)
            ids.append(entry.id)
            self.entries.append(entry)
            self._prose(node, entry, {(amount.line, amount.raw) for amount in money.amounts})
        return Outlined(self.source, tuple(self.entries), tuple(dict.fromkeys(self.left)), front)

    def _entry(self, node: Node, parent: str | None, money: Own) -> Entry:
        level = self.levels[node.look]
        is_lower = node.parent is not None and self.nodes[node.parent].is_priced
        return Entry(
            document=self.source.document,
            code=node.code if node.look in self.coded else None,
            level=level,
            title=node.title,
            body="\n".join(filter(None, (status_of(node.line.text), *(line.text for line in node.body)))),
            position=len(self.entries),
            lines=(node.line.number, (node.body[-1] if node.body else node.line).number),
            heading=node.line.text,
            parent=parent,
            level_name=node.word or (_LOWER if is_lower else _NAMES[level]),
            department=office_of(node.body),
            amounts=money.amounts,
            facts=facts(node.body, self.source.fiscal_year),
        )

    def _prose(self, node: Node, above: Entry, taken: set[tuple[int, str]]) -> None:
        for line in node.body:
            for sentence in sentences(line.text) if line.number not in self.within else ():
                told, rest = said(sentence, line, self.source.fiscal_year, taken)
                if told and self.is_priced:
                    told, rest = [], sentence
                self.entries += [self._of_sentence(each, above, at) for at, each in enumerate(told)]
                self.left += [(line.number, rest)] if rest else []

    def _of_sentence(self, told: Told, above: Entry, at: int) -> Entry:
        return Entry(
            document=self.source.document,
            code=None,
            level=Level.ACTION,
            title=told.topic,
            body=told.sentence,
            position=len(self.entries) + at,
            lines=(told.amount.line, told.amount.line),
            heading=told.sentence,
            parent=above.id,
            level_name=_NAMES[Level.ACTION],
            amounts=(told.amount,),
        )


def _most(look: str, some: Counter[str], every: Counter[str]) -> bool:
    return some[look] >= _FEWEST and some[look] * _HALF >= every[look]


def _levels(found: Sequence[Node]) -> dict[str, Level]:
    """The level of each kind of heading: by how deep it stands. Those that most money stands at are the projects; what
    stands below them is their parts, and those that never have others below them are projects too."""
    depths: dict[str, int] = {}
    having = {found[node.parent].look for node in found if node.parent is not None}
    for node in found:
        depths[node.look] = max(depths.get(node.look, 0), node.depth)
    priced = Counter(node.look for node in found if node.is_priced)
    lowest = depths[priced.most_common(1)[0][0]] if priced else max(depths.values(), default=0)
    levels = (Level.ISSUE, *ladder(lowest + 1)[1:])
    own = {look: lowest if look not in having and depth else depth for look, depth in depths.items()}
    return {look: levels[min(depth, lowest)] or Level.ACTION for look, depth in own.items()}


def _coded(found: Sequence[Node]) -> set[str]:
    """The kinds of headings whose numbers name one entry each."""
    seen: dict[str, str] = {}
    counts = Counter((node.look, node.code) for node in found if node.code)
    kept: list[str] = []
    for look in dict.fromkeys(node.look for node in found if node.code):
        own = {node.code for node in found if node.look == look and node.code}
        if all(counts[look, code] == 1 for code in own) and not own & seen.keys():
            kept.append(look)
            seen |= dict.fromkeys(filter(None, own), look)
    return set(kept)
