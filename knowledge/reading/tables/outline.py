"""Sorted rows and their amounts → entries: one per number or name, whatever its spellings, the higher levels first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from knowledge.language.phrases import say
from knowledge.model import Amount, Entry, Fact, Finding, Level
from knowledge.reading.captions import kind_of as heading_kind
from knowledge.reading.facts import facts
from knowledge.reading.lines import Line
from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import Role, folded, kind_of
from knowledge.reading.tables.figures import Figure
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.items import Key
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.levels import ladder, without_office
from knowledge.reading.tables.owners import Owners
from knowledge.reading.tables.rows import Placed, SortedRows


@dataclass(slots=True)
class _Node:
    """One entry while its rows are gathered."""

    depth: int
    code: tuple[str, ...] | None
    """The numbers from the top down to its own; None where the table prints none for it."""
    row: Row
    titles: Counter[str] = field(default_factory=Counter)
    printed: str = ""
    """The name as it first stands there, where that is more than the title."""
    variants: dict[str, int] = field(default_factory=dict)
    """Each spelling with the line where it first stands."""
    body: dict[str, None] = field(default_factory=dict)
    department: str | None = None
    last_line: int = 0
    is_named: bool = False
    """Whether a row names it, and not only what is below it."""

    @property
    def title(self) -> str:
        """The spelling that most rows have."""
        return self.titles.most_common(1)[0][0]


def outline(
    document: str, layout: Layout, rows: SortedRows, owned: Owners
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries of a table, and what is odd about its rows; levels by name and number, the highest first."""
    nodes = _nodes(layout, owned)
    levels = ladder(len(rows.names))
    keys = sorted(nodes, key=lambda key: (nodes[key].depth, _order(nodes[key])))
    kept = [key for key in keys if levels[nodes[key].depth] is not None]
    codes = _codes({key: nodes[key] for key in kept})
    tells = any(heading_kind(each.heading) for each in layout.of_role(Role.TEXT))
    entries: dict[Key, Entry] = {}
    for position, key in enumerate(kept):
        node, level = nodes[key], levels[nodes[key].depth]
        entries[key] = Entry(
            document=document,
            code=codes[key],
            level=level or Level.ACTION,
            title=" ".join(node.title.split()),
            body="\n".join((*filter(None, [node.printed]), *node.body)),
            position=position,
            lines=(node.row.lines[0], node.last_line if node.is_named else node.row.lines[1]),
            heading=node.printed or node.title,
            parent=next((entries[key[:at]].id for at in range(len(key) - 1, 0, -1) if key[:at] in entries), None),
            level_name=rows.names[node.depth],
            department=node.department,
            facts=_facts(node, layout.year) if tells or node.row.told else (),
            amounts=tuple(_amount(each, rows.placed[each.row], layout) for each in owned.figures.get(key, ())),
        )
    found = tuple(entries.values())
    return found, (*_variants(nodes, rows, codes), *_same_twice(found), *_above_the_highest(layout, rows, levels))


def _nodes(layout: Layout, owned: Owners) -> dict[Key, _Node]:
    nodes: dict[Key, _Node] = {}
    for at, placed in enumerate(owned.placed):
        if at in owned.totals:
            continue
        key = owned.keys[at]
        code: tuple[str, ...] = ()
        for depth, step in enumerate(placed.path):
            if step is None:
                continue
            code = (*code, step.number) if step.number else code
            node = nodes.setdefault(key[: depth + 1], _Node(depth, code if step.number else None, placed.row))
            node.titles[step.title] += 1
            node.printed = node.printed or step.printed
            node.variants.setdefault(step.title, placed.row.lines[0])
            node.last_line = max(node.last_line, placed.row.lines[1])
        if len(key) > placed.depth + 1:  # a parent's own share, beside its parts
            node = nodes.setdefault(key, _Node(len(key) - 1, None, placed.row, Counter([placed.title])))
            node.last_line = placed.row.lines[1]
        _tell(nodes[key], placed, layout)
    return nodes


def _tell(node: _Node, placed: Placed, layout: Layout) -> None:
    """What a row says of what it names, besides its money."""
    node.is_named = True
    node.department = node.department or _department(placed.row, layout)
    columns = [each for each in layout.columns if each.role in (Role.DEPARTMENT, Role.TEXT)]
    columns += [each for each in layout.of_role(Role.AMOUNT) if number(placed.row.cell(each.at)) is None]
    node.body |= {f"{each.heading}: {cell}": None for each in columns if not is_blank(cell := placed.row.cell(each.at))}
    node.body |= dict.fromkeys(placed.row.told)


def _facts(node: _Node, year: int | None) -> tuple[Fact, ...]:
    """What the columns of 成果, 評価 and 課題 say of an entry."""
    said = ((Line(node.row.lines[0], words) for words in column.split("\n")) for column in node.body)
    return tuple(found for lines in said for found in facts(lines, year))


def _amount(figure: Figure, placed: Placed, layout: Layout) -> Amount:
    year, kind, flow = figure.slot
    column = figure.column
    return Amount(
        yen=int(figure.yen.quantize(Decimal(1), ROUND_HALF_UP)),
        fiscal_year=column.fiscal_year or year or layout.year,
        kind=(flow or "") + ((kind_of(kind) if kind else None) or column.kind or ""),
        raw=figure.number.printed(figure.number.unit or "円"),
        line=placed.row.lines[0],
    )


def _codes(nodes: dict[Key, _Node]) -> dict[Key, str | None]:
    """The printed numbers of every entry, joined from the top; a second entry of the same ones has none."""
    codes: dict[Key, str | None] = {}
    seen: set[str] = set()
    for key, node in nodes.items():
        code = _composed(node.code) if node.code else None
        codes[key] = None if code is None or code in seen else code
        seen.add(code or "")
    return codes


def _composed(numbers: tuple[str, ...]) -> str:
    """2-1-3 of 2, 1 and 3, also where the lower ones repeat the higher: 2, 2-1 and 2-1-3."""
    code = numbers[0]
    for own in numbers[1:]:
        code = own if own.startswith(f"{code}-") else f"{code}-{own}"
    return code


def _order(node: _Node) -> tuple[object, ...]:
    """By numbers where there are any, else in the order of the table."""
    numbers = tuple(_natural(number) for number in node.code or ())
    return (not numbers, numbers, node.row.lines[0])


def _natural(number: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|[^\d-]+", number))


def _department(row: Row, layout: Layout) -> str | None:
    """What stands in the columns of the department, 部 before 課."""
    told = [" ".join(row.cell(each.at).split()) for each in layout.of_role(Role.DEPARTMENT)]
    told += [without_office(row.cell(each.title))[1] or "" for each in layout.levels if each.has_office]
    return " ".join(dict.fromkeys(cell for cell in told if not is_blank(cell))) or None


def _variants(nodes: dict[Key, _Node], rows: SortedRows, codes: dict[Key, str | None]) -> Iterator[Finding]:
    """T101: one number under several names. The most frequent one is taken."""
    for key, node in nodes.items():
        spellings = {folded(title): (title, line) for title, line in reversed(node.variants.items())}
        for title, line in list(spellings.values())[::-1]:
            if folded(title) != folded(node.title):
                names = {"level": rows.names[node.depth], "code": codes.get(key) or "", "title": node.title}
                yield Finding("T101", line, say("finding_t101", "ja", other=title, **names))


def _same_twice(entries: Sequence[Entry]) -> Iterator[Finding]:
    """T122: two amounts of one year and kind on one entry."""
    for entry in entries:
        counted = Counter((amount.fiscal_year, amount.kind) for amount in entry.amounts)
        for (year, kind), count in counted.items():
            if count > 1:
                raws = "、".join(a.raw for a in entry.amounts if (a.fiscal_year, a.kind) == (year, kind))
                said = say("finding_t122", "ja", title=entry.title, year=year or "", kind=kind, count=count, raws=raws)
                yield Finding("T122", entry.lines[0], said)


def _above_the_highest(layout: Layout, rows: SortedRows, levels: Sequence[Level | None]) -> Iterator[Finding]:
    """T123: levels above the five that there are."""
    left = [name for name, level in zip(rows.names, levels, strict=True) if level is None]
    if left:
        yield Finding("T123", layout.headings[0] or None, say("finding_t123", "ja", levels="、".join(left)))
