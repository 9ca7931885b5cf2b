"""Sorted rows → entries: one per number, whatever its spellings, the higher levels first."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from knowledge.language.phrases import say
from knowledge.model import Amount, Entry, Finding
from knowledge.reading.tables.cells import Number, is_blank, number
from knowledge.reading.tables.columns import Column, Role, years_of
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.layout import Layout, LevelColumns, numbered
from knowledge.reading.tables.rows import SortedRows, folded

Key = tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """One entry while its rows are gathered."""

    depth: int
    code: tuple[str, ...] | None
    """The numbers from the top down to its own; None where the table prints none for it."""
    above: Key | None
    row: Row
    titles: Counter[str] = field(default_factory=Counter)
    variants: dict[str, int] = field(default_factory=dict)
    """Each spelling with the line where it first stands."""
    body: str = ""
    department: str | None = None
    amounts: list[Amount] = field(default_factory=list)
    last_line: int = 0

    @property
    def title(self) -> str:
        """The spelling that most rows have."""
        return self.titles.most_common(1)[0][0]


class _Outline:
    """Gathers rows into nodes, and notes what is odd."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.nodes: dict[Key, _Node] = {}
        self.findings: list[Finding] = []

    def add(self, row: Row) -> None:
        """Takes one project in."""
        above: Key | None = None
        code: tuple[str, ...] = ()
        for depth, level in enumerate(self.layout.levels):
            told, title = _told(row, level)
            if not title:
                continue
            lowest = depth == len(self.layout.levels) - 1
            code = (*code, told) if told else code
            key = (*(above or ()), f"{depth}:{told}" if told else f"{depth}={folded(title)}")
            if lowest:
                key = self._own_key(key, row, title, told)
            node = self.nodes.setdefault(key, _Node(depth, code if told else None, above, row))
            node.titles[title] += 1
            node.variants.setdefault(title, row.lines[0])
            node.last_line = max(node.last_line, row.lines[1])
            above = key
        if above is not None:
            self._fill(self.nodes[above], row)

    def _own_key(self, key: Key, row: Row, title: str, told: str) -> Key:
        """The key of a project: rows of other years belong together, other rows of one number do not."""
        known = self.nodes.get(key)
        if known is None:
            return key
        years = {amount.fiscal_year for amount in known.amounts}
        if (
            self.layout.of_role(Role.YEAR)
            and folded(title) == folded(known.title)
            and _row_year(row, self.layout) not in years
        ):
            return key
        finding = "t103" if told else "t112"
        said = say(f"finding_{finding}", "ja", code=told, title=title, other=known.title, line=known.row.lines[0])
        self.findings.append(Finding(finding.upper(), row.lines[0], said))
        return (*key, f"row {row.lines[0]}")

    def _fill(self, node: _Node, row: Row) -> None:
        node.amounts.extend(self._amounts(row, node.title))
        if not node.body:
            node.department = _department(row, self.layout)
            node.body = _body(row, self.layout)

    def _amounts(self, row: Row, title: str) -> Iterator[Amount]:
        for column in self.layout.of_role(Role.AMOUNT):
            cell = row.cell(column.at)
            if is_blank(cell):
                continue
            found = number(cell)
            place = f"{column.letter} {column.heading}"
            if found is None or (found.unit or column.unit) is None:
                self._note("t102", row, title=title, place=place, cell=cell)
            elif column.at in row.shared:
                self._note("t109", row, title=title, place=place, cell=cell)
            else:
                yield self._amount(found, column, row, title)

    def _amount(self, found: Number, column: Column, row: Row, title: str) -> Amount:
        unit = found.unit or column.unit or "円"
        exact, place = found.yen(unit), f"{column.letter} {column.heading}"
        yen = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        if found.unit and column.unit and found.unit != column.unit:
            self._note("t113", row, title=title, place=place, cell=row.cell(column.at), unit=column.unit)
        elif found.value != found.value.to_integral_value():
            self._note("t108", row, title=title, place=place, raw=found.printed(unit))
        year = column.fiscal_year or _row_year(row, self.layout)
        return Amount(yen, year, column.kind or "", found.printed(unit), row.lines[0])

    def _note(self, code: str, row: Row, **values: object) -> None:
        self.findings.append(Finding(code.upper(), row.lines[0], say(f"finding_{code}", "ja", **values)))


def outline(document: str, layout: Layout, rows: SortedRows) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries, higher levels first and each level by its numbers, and what was odd about their rows."""
    gathered = _Outline(layout)
    for row in rows.projects:
        gathered.add(row)
    keys = sorted(gathered.nodes, key=lambda key: (gathered.nodes[key].depth, _order(gathered.nodes[key])))
    codes = _codes(gathered.nodes)
    entries: dict[Key, Entry] = {}
    for position, key in enumerate(keys):
        entries[key] = _entry(document, layout, gathered.nodes[key], codes[key], position, entries)
    return tuple(entries.values()), (*_variants(gathered, layout, codes), *gathered.findings)


def _entry(
    document: str, layout: Layout, node: _Node, code: str | None, position: int, above: dict[Key, Entry]
) -> Entry:
    level = layout.levels[node.depth]
    return Entry(
        document=document,
        code=code,
        level=level.level,
        title=" ".join(node.title.split()),
        body=node.body,
        position=position,
        lines=(node.row.lines[0], node.last_line if node.amounts or node.body else node.row.lines[1]),
        heading=node.title,
        parent=above[node.above].id if node.above else None,
        level_name=level.name,
        department=node.department,
        amounts=tuple(node.amounts),
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


def _told(row: Row, level: LevelColumns) -> tuple[str, str]:
    """The number, without leading zeros, and the name that a row has for a level; empty where it has none."""
    title = row.cell(level.title)
    title = "" if is_blank(title) else title
    if level.numbers_in_titles and (both := numbered(title)) is not None:
        return _number(both[0]), both[1].strip()
    return (_number(row.cell(level.code)) if level.code is not None else ""), title


def _number(printed: str) -> str:
    """06 → 6, 1－02 → 1-2, 12.0 → 12."""
    text = re.sub(r"(?<=\d)\.0+$", "", unicodedata.normalize("NFKC", printed).strip())
    text = "" if is_blank(text) else re.sub(r"[‐−–—ー]", "-", text)
    return re.sub(r"\d+", lambda match: str(int(match.group())), text)


def _row_year(row: Row, layout: Layout) -> int | None:
    """The year in the row's own column, else the one above the table."""
    for column in layout.of_role(Role.YEAR):
        cell = row.cell(column.at)
        years = years_of(cell) or years_of(f"{cell}年度", layout.year)
        return years[0] if len(years) == 1 else None
    return layout.year


def _department(row: Row, layout: Layout) -> str | None:
    """What stands in the columns of the department, 部 before 課."""
    told = (" ".join(row.cell(each.at).split()) for each in layout.of_role(Role.DEPARTMENT))
    return " ".join(dict.fromkeys(cell for cell in told if not is_blank(cell))) or None


def _body(row: Row, layout: Layout) -> str:
    """The texts of a row, each behind its heading."""
    columns = [each for each in layout.columns if each.role in (Role.DEPARTMENT, Role.TEXT)]
    return "\n".join(f"{each.heading}: {row.cell(each.at)}" for each in columns if not is_blank(row.cell(each.at)))


def _variants(gathered: _Outline, layout: Layout, codes: dict[Key, str | None]) -> Iterator[Finding]:
    """T101: one number under several names. The most frequent one is taken."""
    for key, node in gathered.nodes.items():
        spellings = {folded(title): (title, line) for title, line in reversed(node.variants.items())}
        for title, line in list(spellings.values())[::-1]:
            if folded(title) != folded(node.title):
                level = layout.levels[node.depth].name
                said = say("finding_t101", "ja", level=level, code=codes[key] or "", title=node.title, other=title)
                yield Finding("T101", line, said)
