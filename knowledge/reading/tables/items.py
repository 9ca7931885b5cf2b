"""Which rows are one item: the same name in another year, more words on the same project, its money once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TypeVar

from knowledge.language.phrases import say
from knowledge.model import Finding
from knowledge.reading.tables.columns import Role, folded
from knowledge.reading.tables.figures import Figure, Figures
from knowledge.reading.tables.layout import Layout
from knowledge.reading.tables.repeats import TELLING, Repeats, Slot, digits
from knowledge.reading.tables.rows import Placed, Step

HALF = 0.5
Key = tuple[str, ...]
"""What an entry is known by: its numbers or names from the top, one a level; empty where a level is left out."""
_Of = TypeVar("_Of", bound=Hashable)


@dataclass(slots=True)
class Items:
    """What each placed row names, and which amounts an earlier row of the same item has printed."""

    keys: list[Key]
    again: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of money that an earlier row of the same item prints."""
    asked: list[str] = field(default_factory=list)
    """Names whose rows may be one project or several."""
    findings: list[Finding] = field(default_factory=list)


def items(
    layout: Layout,
    level_names: Sequence[str],
    placed: Sequence[Placed],
    slots: Sequence[Slot],
    figures: Figures,
    repeats: Repeats | None,
) -> Items:
    """Which rows are one item. With `repeats` told, equal money on rows of one name counts once, or on each."""
    names, has_years = _Names(), bool(layout.of_role(Role.YEAR))
    found = Items([names.key(each, level_names, has_years=has_years) for each in placed], findings=names.findings)
    groups = [_of_one_name(rows, placed, found) for rows in _alike(found.keys)]
    doubled = [same for rows in groups for same in _alike_among([at for at in rows if figures[at]], slots)]
    equal = [rows for rows in doubled if len({_printed(figures[at]) for at in rows}) == 1]
    telling = [rows for rows in equal if any(yen for _, yen in _printed(figures[rows[0]]))]
    varied = [rows for rows in doubled if rows not in equal]
    clear = _is_clear(telling, layout, placed) and not varied
    for rows in doubled:
        is_asked = rows in telling or _partly_equal([_printed(figures[at]) for at in rows])
        if (is_asked and repeats == "each") or (not is_asked and rows in varied):
            _each_by_itself(rows, placed, found)
            continue
        for at in rows[1:]:
            same = set(_printed(figures[at])) & set(_printed(figures[rows[0]]))
            found.again.update((at, column) for column, _ in same)
        if is_asked:
            _tell(rows, placed, found, is_clear=repeats == "once" or (clear and rows in telling))
    return found


def _tell(rows: Sequence[int], placed: Sequence[Placed], found: Items, *, is_clear: bool) -> None:
    first = placed[rows[0]]
    if not is_clear:
        found.asked.append(first.title)
        return
    said = say("finding_t118", "ja", title=first.title, count=len(rows))
    found.findings.append(Finding("T118", first.row.lines[0], said))


def _is_clear(telling: Sequence[Sequence[int]], layout: Layout, placed: Sequence[Placed]) -> bool:
    """Whether equal money on rows of one name is that project's, printed again, beyond chance: in two offices it is
    not, nor on one pair of rows alone."""
    offices = [{_office(placed[at], layout) for at in rows} for rows in telling]
    return sum(len(rows) - 1 for rows in telling) > 1 and all(len(each) == 1 for each in offices)


def _office(placed: Placed, layout: Layout) -> tuple[str, ...]:
    return tuple(folded(placed.row.cell(each.at)) for each in layout.of_role(Role.DEPARTMENT))


def _printed(cells: Mapping[int, Figure]) -> tuple[tuple[int, Decimal], ...]:
    return tuple((at, figure.yen) for at, figure in sorted(cells.items()))


def _partly_equal(printed: Sequence[tuple[tuple[int, Decimal], ...]]) -> bool:
    """Whether rows of one name have the same telling amount in some column, and differ in another."""
    shared = set(printed[0]).intersection(*printed[1:])
    return any(digits(yen) >= TELLING for _, yen in shared)


# Names


def one_path_each(placed: Sequence[Placed], slots: Sequence[Slot]) -> list[Placed]:
    """The rows with projects that stand once in each year under what is above them in the newest: a name that was
    reworded makes no other project."""
    result = list(placed)
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, each in enumerate(placed):
        step = each.path[-1]
        if step is not None and slots[at][0] is not None:
            alike[step.number, folded(step.title)].append(at)
    for rows in alike.values():
        if len({slots[at] for at in rows}) == len(rows):
            newest = max(rows, key=lambda at: slots[at][0] or 0)
            for at in rows:
                result[at] = replace(placed[at], path=(*placed[newest].path[:-1], placed[at].path[-1]))
    return result


class _Names:
    """What each step of a path is known by: its number, unless other names above projects have it too."""

    def __init__(self) -> None:
        self.known: dict[tuple[Key, str], list[str]] = defaultdict(list)
        self.findings: list[Finding] = []

    def key(self, placed: Placed, level_names: Sequence[str], *, has_years: bool) -> Key:
        """The key of what a row names."""
        key: Key = ()
        for depth, step in enumerate(placed.path[: placed.depth + 1]):
            if step is None:
                key = (*key, "")
            elif not step.number:
                key = (*key, f"={folded(step.title)}")
            elif has_years or depth == len(placed.path) - 1:
                key = (*key, step.number)
            else:
                key = (*key, self._numbered(key, step, level_names[depth], placed.row.lines[0]))
        return key

    def _numbered(self, above: Key, step: Step, level: str, line: int) -> str:
        """T131: one number of names that are no spellings of each other."""
        names = self.known[above, step.number]
        same = next((at for at, name in enumerate(names) if _are_spellings(name, step.title)), len(names))
        if same == len(names):
            names.append(step.title)
            if same:
                said = {"level": level, "number": step.number, "title": step.title, "other": names[0]}
                self.findings.append(Finding("T131", line, say("finding_t131", "ja", **said)))
        return f"{step.number}={folded(names[same])}" if same else step.number


def _are_spellings(one: str, other: str) -> bool:
    """Whether two names have more in common than not: 安全で安心なまち, 安全で安心なまちづくり."""
    one, other = folded(one), folded(other)
    return one == other or one in other or other in one or SequenceMatcher(None, one, other).ratio() > HALF


def _alike(keys: Sequence[_Of]) -> Iterator[list[int]]:
    groups: dict[_Of, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        groups[key].append(at)
    return (rows for rows in groups.values() if len(rows) > 1)


def _alike_among(rows: Sequence[int], slots: Sequence[Slot]) -> Iterator[list[int]]:
    return ([rows[at] for at in same] for same in _alike([slots[at] for at in rows]))


def _of_one_name(rows: Sequence[int], placed: Sequence[Placed], found: Items) -> list[int]:
    """The rows of one key that have its first one's name; those of the same number and another name become others."""
    first = placed[rows[0]]
    if first.depth < len(first.path) - 1:
        return list(rows)
    same = [at for at in rows if folded(placed[at].title) == folded(first.title)]
    for at in rows:
        if at not in same:
            _by_itself(at, rows[0], placed, found)
    return same


def _each_by_itself(rows: Sequence[int], placed: Sequence[Placed], found: Items) -> None:
    for at in rows[1:]:
        _by_itself(at, rows[0], placed, found)


def _by_itself(at: int, first: int, placed: Sequence[Placed], found: Items) -> None:
    """T103, T112: a row of the number or name of an earlier one is an item of its own."""
    row, step = placed[at].row, placed[at].path[placed[at].depth]
    number = step.number if step else ""
    code = "T103" if number else "T112"
    names = {"title": placed[at].title, "other": placed[first].title, "line": placed[first].row.lines[0]}
    found.findings.append(Finding(code, row.lines[0], say(f"finding_{code.lower()}", "ja", code=number, **names)))
    found.keys[at] = (*found.keys[at][:-1], f"{found.keys[at][-1]} row {row.lines[0]}")
