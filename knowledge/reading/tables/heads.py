"""Where a table's headings are, and what each column's heading is when they stand in several rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.reading.tables.cells import number
from knowledge.reading.tables.columns import Role, column, folded, letter
from knowledge.reading.tables.files import Row

SEARCHED = 30
"""Rows in which the headings begin."""
MOST_HEADINGS = 4
"""Rows that headings are made of."""
_LONGEST_HEADING = 60


def headings(rows: Sequence[Row], corrected: Mapping[str, str]) -> tuple[int, int]:
    """Where the heading rows begin and how many they are: those that say most, the fewest of them.

    Rows that are merged with them are theirs too.
    """
    best, most = (0, 0), (0 if corrected else 1, 0)
    for start in range(min(len(rows), SEARCHED)):
        if _is_title(rows[start]):
            continue
        for length in range(1, MOST_HEADINGS + 1):
            block = rows[start : start + length]
            if len(block) < length or not _looks_like_heading(block[-1]):
                break
            score = (_recognised(block, corrected), -length)
            if score[0] and score > most:
                best, most = (start, length), score
    start, length = best
    while length and length < MOST_HEADINGS and _hangs_together(rows[start : start + length + 1]):
        length += 1
    while start and 0 < length < MOST_HEADINGS and _hangs_together(rows[start - 1 : start + 1]):
        start, length = start - 1, length + 1
    return start, length


def joined(block: Sequence[Row]) -> tuple[str, ...]:
    """The heading of every column: its cells from above to below; a cell also heads the blank ones to its right."""
    width = max((len(row.cells) for row in block), default=0)
    stacks: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(block):
        below = block[depth + 1] if depth + 1 < len(block) else None
        head = ""
        for at in range(width):
            cell = row.cell(at)
            if cell:
                head = cell if below is not None and below.cell(at) else ""
            elif below is not None and below.cell(at):
                cell = head
            else:
                head = ""
            if cell and stacks[at][-1:] != [cell]:
                stacks[at].append(cell)
    return tuple(" ".join(" ".join(stack).split()) for stack in stacks)


def heads_again(row: Row, printed: Sequence[str]) -> bool:
    """Whether a row is the headings again, as on every printed page."""
    told = [(row.cell(at), heading) for at, heading in enumerate(printed) if row.cell(at)]
    return len(told) > 1 and all(folded(cell) in folded(heading) for cell, heading in told)


def heads_another(row: Row) -> bool:
    """Whether a row is the headings of another table: a level's name, money or an office, and no number."""
    cells = [cell for cell in dict.fromkeys(row.cells) if cell]
    if len(cells) < 2 or any(number(cell) is not None for cell in cells):
        return False
    found = [column(at, cell, (), None, None) for at, cell in enumerate(cells)]
    names = [each for each in found if each.role in (Role.TITLE, Role.DEPARTMENT, Role.YEAR)]
    money = [each for each in found if each.role is Role.AMOUNT and (each.fiscal_year or each.unit)]
    return bool(names and money)


def _recognised(block: Sequence[Row], corrected: Mapping[str, str]) -> int:
    """How much a block of rows says as headings; nothing where it names no level."""
    told = [corrected.get(letter(at), text) for at, text in enumerate(joined(block))]
    found = [column(at, heading, (), None, None) for at, heading in enumerate(told)]
    if not any(each.role is Role.TITLE for each in found):
        return 0
    return sum((each.role is not Role.UNREAD) + bool(each.fiscal_year) + bool(each.unit) for each in found)


def _hangs_together(block: Sequence[Row]) -> bool:
    """Whether the last row of a block is merged with the one above it, and holds no figures."""
    if len(block) < 2 or not _looks_like_heading(block[-1]):
        return False
    above, below = block[-2].shared, block[-1].shared
    return any(below.get(at) == area for at, area in above.items())


def _is_title(row: Row) -> bool:
    """Whether a row has nothing but one text at its front, or over all of its columns: it heads no column."""
    return bool(row.cell(0)) and len({cell for cell in row.cells if cell}) == 1


def _looks_like_heading(row: Row) -> bool:
    """Whether a row holds short words and no figures; a bare 2025 is a year beside others or beside headings only."""
    if any(len(cell) > _LONGEST_HEADING for cell in row.cells):
        return False
    figures = [cell for cell in row.cells if number(cell) is not None]
    words = [cell for cell in row.cells if cell and number(cell) is None]
    heads = all(column(at, word, (), None, None).role is not Role.UNREAD for at, word in enumerate(words))
    return not figures or (heads and all(map(_is_year, figures)))


def _is_year(cell: str) -> bool:
    return len(cell) == 4 and cell.isdecimal() and cell.startswith(("19", "20"))
