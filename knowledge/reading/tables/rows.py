"""The rows below the headings, sorted: what names projects and carries money, what only heads them, what is neither."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.language.phrases import say
from knowledge.reading.numbering import numbering
from knowledge.reading.status import without_status
from knowledge.reading.tables.cells import is_blank
from knowledge.reading.tables.columns import flow_of, folded
from knowledge.reading.tables.files import Row, Sheet
from knowledge.reading.tables.heads import heads_again, heads_another
from knowledge.reading.tables.kinds import (
    goes_on,
    has_money,
    is_again,
    is_note,
    is_total,
    says_no_name,
    stands_alone,
)
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.levels import LevelColumns, numbered, without_office
from knowledge.reading.tables.tiers import Lone, Tiers, groups, tiers, without_brackets

_WHOLE_SUM = re.compile(r"[【(\[〔]?(?:総?合計|総計|総額|歳[入出]合計)[】)\]〕]?")


@dataclass(frozen=True, slots=True)
class Step:
    """What a row says of one level."""

    number: str
    """Without leading zeros; empty where it prints none."""
    title: str
    """Without what says that it is new: 【新規】."""
    printed: str = ""
    """The name as it stands there, where that is more."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row that names something, and where that stands: one step a level, from the top; None where it says none."""

    row: Row
    path: tuple[Step | None, ...]

    @property
    def depth(self) -> int:
        """The level of what the row names."""
        return max(at for at, step in enumerate(self.path) if step is not None)

    @property
    def title(self) -> str:
        """The name of what the row names."""
        step = self.path[self.depth]
        return step.title if step else ""


@dataclass(frozen=True, slots=True)
class SortedRows:
    """What the rows of a table are."""

    names: tuple[str, ...]
    """What the levels are called, from the top; those of lines that head others are the program's own."""
    placed: tuple[Placed, ...]
    """With the names and numbers of the levels above filled in where the row leaves them to the one before."""
    totals: tuple[tuple[Row, int], ...] = ()
    """Rows of sums, each with how many rows are placed before it."""
    nameless: tuple[Row, ...] = ()
    """Rows with money and without a name."""
    again: tuple[Row, ...] = ()
    """再掲: projects that are counted elsewhere."""
    groups: tuple[Row, ...] = ()
    """Lines that only head the rows below them."""
    notes: tuple[Row, ...] = ()
    rest: tuple[Row, ...] = ()
    """Rows of another table, which is not read."""
    headings: tuple[Row, ...] = ()
    """The headings again."""
    completed: int = 0
    """How many projects leave a name above them to the row before."""


@dataclass(slots=True)
class _Sorting:
    """The rows while they are sorted."""

    named: list[Row] = field(default_factory=list)
    totals: list[tuple[Row, int]] = field(default_factory=list)
    nameless: list[Row] = field(default_factory=list)
    again: list[Row] = field(default_factory=list)
    lone: list[tuple[Row, int]] = field(default_factory=list)
    """Rows with a name and nothing else, each with how many are named before it."""
    notes: list[Row] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)
    headings: list[Row] = field(default_factory=list)
    completed: int = 0


def sorted_rows(sheet: Sheet, layout: Layout) -> SortedRows:
    """The rows below the headings. Repeated headings are left out; so is what stands below another table's."""
    found = _Sorting()
    printed = [each.heading for each in layout.columns]
    before: Row | None = None
    below = [row for row in sheet.rows if row.lines[0] > layout.headings[1]]
    for at, row in enumerate(below):
        if heads_again(row, printed):
            found.headings.append(row)
            continue
        if heads_another(row):
            found.rest = list(below[at:])
            break
        before = _sort(row, before, layout, found)
    heads = groups(_lone(found, layout), [_title(row, layout) for row in found.named])
    return _placed(found, heads, layout)


def _sort(row: Row, before: Row | None, layout: Layout, found: _Sorting) -> Row | None:
    """Puts a row where it belongs; returns the row that the next one may leave its names to."""
    if is_total(row, layout):
        found.totals.append((row, len(found.named)))
    elif is_note(row):
        found.notes.append(row)
    elif is_again(row, layout):
        found.again.append(row)
    elif stands_alone(row, layout):
        found.lone.append((row, len(found.named)))
    elif says_no_name(row, layout):
        if before is not None and goes_on(row, layout):
            found.named.append(_filled(row, before, layout, whole=True))
        elif has_money(row, layout):
            found.nameless.append(row)
        else:
            found.notes.append(row)
    else:
        filled = _filled(row, before, layout)
        if has_money(row, layout) or not is_blank(row.cell(layout.levels[-1].title)):
            found.completed += filled != row
            found.named.append(filled)
        return filled
    return before


def _lone(found: _Sorting, layout: Layout) -> list[Lone]:
    lowest = layout.levels[-1].title
    return [
        Lone(
            text=next(cell for cell in row.cells if cell),
            before=before,
            indent=row.indents.get(lowest, 0),
            is_wide=sum(map(bool, row.cells)) > 1 or not row.cell(lowest),
            rank=row.rank,
        )
        for row, before in found.lone
    ]


def _title(row: Row, layout: Layout) -> tuple[str, int]:
    """The lowest name of a row and the spaces before it."""
    at = layout.levels[-1].title
    return row.cell(at), row.indents.get(at, 0)


def _placed(found: _Sorting, heads: Sequence[int], layout: Layout) -> SortedRows:
    """The sorted rows with their places. `heads`: the depth of each lone row as a head; -1 is a project, -2 a note."""
    rows: list[tuple[Row, tuple[str, ...]]] = []
    shift = [0]  # how many of the lone rows turned out to be projects before the first, the second … named row
    above: list[str] = []
    waiting = list(zip(found.lone, heads, strict=True))
    groups_found: list[Row] = []
    notes = list(found.notes)
    for at in range(len(found.named) + 1):
        extra = 0
        while waiting and waiting[0][0][1] == at:
            (row, _), depth = waiting.pop(0)
            if depth >= 0:
                above = [*above[:depth], next(cell for cell in row.cells if cell)]
                groups_found.append(row)
            elif depth == -1:
                rows.append((row, tuple(above)))
                extra += 1
            else:
                notes.append(row)
        shift.append(shift[-1] + extra)
        if at < len(found.named):
            rows.append((found.named[at], tuple(above)))
    rows = _without_whole(rows)
    below = tiers([_title(row, layout) for row, _ in rows])
    lowest = [_told(row, layout.levels[-1]) for row, _ in rows]
    deepest = max((len(names) for _, names in rows), default=0)
    return SortedRows(
        names=(*_group_names(rows, deepest), *_level_names(layout, below)),
        placed=tuple(
            Placed(row, (*_steps(names, deepest), *_path(row, layout, below, at, lowest)))
            for at, (row, names) in enumerate(rows)
        ),
        totals=tuple((row, before + shift[before + 1]) for row, before in found.totals),
        nameless=tuple(found.nameless),
        again=tuple(found.again),
        groups=tuple(groups_found),
        notes=tuple(notes),
        rest=tuple(found.rest),
        headings=tuple(found.headings),
        completed=found.completed,
    )


def _without_whole(rows: list[tuple[Row, tuple[str, ...]]]) -> list[tuple[Row, tuple[str, ...]]]:
    """The rows without a line that heads them all, and is the table's title: neither 歳出 nor 基本目標1."""
    first = {names[:1] for _, names in rows}
    if len(first) != 1 or not (name := next(iter(first))):
        return rows
    told = numbering(name[0])
    return rows if flow_of(name[0]) or (told and told.word) else [(row, names[1:]) for row, names in rows]


def _steps(names: Sequence[str], deepest: int) -> Iterator[Step | None]:
    for at in range(deepest):
        yield _step_of_head(names[at]) if at < len(names) else None


def _step_of_head(name: str) -> Step:
    """What a line says that heads others: 基本目標1 にぎわい, 2 こども, ■防災."""
    told = numbering(name)
    if told and (told.code or told.word) and told.title:
        return Step(told.code or "", told.title, name)
    both = numbered(name)
    return Step(_number(both[0]), both[1].strip()) if both else Step("", without_brackets(name), name)


def _group_names(rows: Sequence[tuple[Row, tuple[str, ...]]], deepest: int) -> Iterator[str]:
    """What the levels of lines are called that head others: as they say themselves, 施策1-1, or 区分."""
    for at in range(deepest):
        told = [numbering(names[at]) for _, names in rows if at < len(names)]
        words = {each.word if each else None for each in told}
        yield next(iter(words)) or say("layout_group", "ja") if len(words) == 1 else say("layout_group", "ja")


def _level_names(layout: Layout, below: Tiers) -> tuple[str, ...]:
    own = [each.name for each in layout.levels]
    if not below.above:
        return tuple(own)
    extra = say("layout_part" if below.are_parts else "layout_group", "ja")
    made = (extra,) * below.depth
    return (*own, *made) if below.are_parts else (*own[:-1], *made, own[-1])


def _path(row: Row, layout: Layout, below: Tiers, at: int, lowest: Sequence[Step | None]) -> tuple[Step | None, ...]:
    upper = tuple(_told(row, level) for level in layout.levels[:-1])
    if not below.above:
        return (*upper, lowest[at])
    above = [lowest[place] for place in below.above[at]]
    empty = (None,) * (below.depth - len(above))
    if below.are_parts:
        return (*upper, *above, lowest[at], *empty)
    above = [_without_number(step) for step in above]
    if below.heads_others(at):
        return (*upper, *above, _without_number(lowest[at]), *empty)
    return (*upper, *above, *empty, lowest[at])


def _without_number(step: Step | None) -> Step | None:
    """A line that heads others with its number apart: 2 こどものまち."""
    both = numbered(step.title) if step is not None and not step.number else None
    return Step(_number(both[0]), both[1].strip()) if both else step


def _told(row: Row, level: LevelColumns) -> Step | None:
    """The number, without leading zeros, and the name that a row has for a level."""
    title = row.cell(level.title)
    if is_blank(title):
        return None
    if level.has_office:
        title, _ = without_office(title)
    if level.numbers_in_titles and (both := numbered(title)) is not None:
        return _step(_number(both[0]), both[1].strip())
    return _step(_number(row.cell(level.code)) if level.code is not None else "", title)


def _step(number: str, title: str) -> Step:
    part = numbering(title)
    plain = without_status(part.title if part and part.look.startswith("(") else title)
    return Step(number, plain, title) if plain != title else Step(number, title)


def _number(printed: str) -> str:
    """06 → 6, 1－02 → 1-2, 12.0 → 12."""
    text = re.sub(r"(?<=\d)\.0+$", "", unicodedata.normalize("NFKC", printed).strip())
    text = "" if is_blank(text) else re.sub(r"[‐−–—ー]", "-", text)
    return re.sub(r"\d+", lambda match: str(int(match.group())), text)


def whole_sums(rows: SortedRows) -> tuple[Row, ...]:
    """The rows of sums that are of the whole table, where it prints one such row, or one a year."""
    named = [row for row, _ in rows.totals if any(_WHOLE_SUM.fullmatch(folded(cell)) for cell in row.cells)]
    return tuple(named) if len({end for row, end in rows.totals if row in named}) == 1 else ()


def _filled(row: Row, before: Row | None, layout: Layout, *, whole: bool = False) -> Row:
    """A row with what it leaves to the one before: the names of its upper levels, down to the first that it prints."""
    if before is None:
        return row
    cells = [*row.cells, *[""] * (len(layout.columns) - len(row.cells))]
    for level in layout.levels if whole else layout.levels[:-1]:
        places = [at for at in (level.title, level.code) if at is not None]
        if any(not is_blank(row.cell(at)) for at in places):
            break
        for at in places:
            cells[at] = before.cell(at)
    is_filled = any(cell != row.cell(at) for at, cell in enumerate(cells))
    return replace(row, cells=tuple(cells)) if is_filled else row
