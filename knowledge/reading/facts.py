"""What an entry's text prints of how things stand and are to go → facts, with their figures. None of it is money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.language import eras, money, text
from knowledge.language.text import Part
from knowledge.model import Fact, FactKind, Figure
from knowledge.reading.captions import Heads, captioned, kind_of, marked, tabled
from knowledge.reading.lines import Line

_SIGNS = "%‰℃"
"""Signs that are units."""
_DATES = ("年度", "年", "月", "日")
"""What stands behind the numbers of a date: 4月1日."""


def facts(lines: Iterable[Line], plan_year: int | None) -> tuple[Fact, ...]:
    """The facts in the lines of an entry's text, in the order of the page; `plan_year` is what 前年度 counts from."""
    return tuple(found for each in _sections(lines) if (found := each.fact(plan_year)) is not None)


def fact(kind: FactKind, heading: str, lines: Sequence[Line], plan_year: int | None) -> Fact | None:
    """The fact that some lines tell below a heading; None where there are none."""
    return _Section(kind, heading, [_Words(line.text, line.number) for line in lines]).fact(plan_year)


@dataclass(frozen=True, slots=True)
class _Words:
    """One line of a fact."""

    text: str
    line: int
    heads: tuple[tuple[str, str], ...] = ()
    """Of a row of a table, heading and words of the cells with its figures."""


@dataclass(slots=True)
class _Section:
    """A heading and what stands below it, while it is gathered."""

    kind: FactKind | None
    heading: str
    words: list[_Words] = field(default_factory=list)

    def fact(self, plan_year: int | None) -> Fact | None:
        """What it tells; None where nothing stands below, or nothing that is kept."""
        if self.kind is None or not self.words:
            return None
        found = tuple(
            figure
            for words in self.words
            for heading, said in words.heads or ((self.heading, words.text),)
            for figure in figures(said, words.line, _year_of(heading, plan_year), plan_year)
        )
        said, lines = "\n".join(words.text for words in self.words), tuple(words.line for words in self.words)
        return Fact(self.kind, self.heading, said, lines, _year_of(self.heading, plan_year), found)


def _sections(lines: Iterable[Line]) -> list[_Section]:
    sections: list[_Section] = []
    section: _Section | None = None
    table: list[_Section] = []
    for line, heads, cells in tabled(lines):
        if heads and cells:
            _tell(table, heads, cells, line.number)
        elif heads:
            kinds = [kind_of(money.fold(head)) for head in heads.cells]
            kinds[heads.name] = FactKind.INDICATOR
            section, table = None, [_Section(*each) for each in zip(kinds, heads.cells, strict=True)]
            sections += table
        elif caption := captioned(line.text):
            section = _Section(kind_of(money.fold(caption[0])), caption[0])
            section.words += [_Words(caption[1], line.number)] if caption[1] else []
            sections.append(section)
        elif (mark := marked(line.text)) and any(figures(line.text, line.number, None, None)):
            section = None
            sections.append(_Section(kind_of(money.fold(mark)), mark, [_Words(line.text, line.number)]))
        elif section is not None:
            section.words.append(_Words(line.text, line.number))
    return sections


def _tell(table: Sequence[_Section], heads: Heads, cells: Sequence[str], line: int) -> None:
    """Gives a row of a table of indicators to its columns: the name with each cell, and the whole row to the name."""
    name = cells[heads.name]
    told = [(at, cell) for at, cell in enumerate(cells) if at != heads.name and cell]
    for at, cell in told:
        table[at].words.append(_Words(f"{name} {cell}", line, ((heads.cells[at], cell),)))
    beside = tuple((heads.cells[at], cell) for at, cell in told)
    whole = f"{name}({'、'.join(f'{head} {cell}' for head, cell in beside)})" if beside else name
    table[heads.name].words.append(_Words(whole, line, (("", name), *beside)))


# Figures


def figures(said: str, line: int, year: int | None, plan_year: int | None) -> Iterator[Figure]:
    """The numbers with a unit in a line, each with the year beside it, or else `year`; no dates, codes or ordinals."""
    folded = text.fold_widths(said)
    years = eras.find(folded)
    parts = text.morphemes("".join(_blanked(folded, years)))
    for first, last in _numbers(parts):
        unit = parts[last] if last < len(parts) else None
        if unit is None or not _is_unit(unit) or (first and parts[first - 1].word_class == "接頭辞"):
            continue
        start, end = parts[first].start, unit.end
        own = _beside(years, folded, start, end)
        value = money.number_of(folded[start : unit.start])
        counted = year if own is None else _full(own, plan_year)
        yield Figure(float(value), said[unit.start : end], said[start:end], line, counted)


def _blanked(folded: str, years: Sequence[eras.YearSpan]) -> Iterator[str]:
    """The text with its years blanked, as long as before."""
    within = {at for span in years for at in range(span.start, span.end)}
    return (" " if at in within else character for at, character in enumerate(folded))


def _numbers(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Runs of morphemes that are one number in digits, from and to (excluded): 1万2千."""
    found: list[tuple[int, int]] = []
    for at, part in enumerate(parts):
        if part.word_kind == "数詞":
            first = found.pop()[0] if found and found[-1][1] == at else at
            found.append((first, at + 1))
    return [(first, last) for first, last in found if parts[first].surface[0].isascii()]


def _is_unit(part: Part) -> bool:
    is_noun = part.word_class in ("名詞", "接尾辞") and part.word_kind != "数詞"
    return part.surface in _SIGNS or (is_noun and part.surface not in _DATES)


def _beside(years: Sequence[eras.YearSpan], folded: str, start: int, end: int) -> eras.YearSpan | None:
    """The year that a figure is of: in brackets right behind it, else the last one before it."""
    behind = next((span for span in years if span.start >= end and folded[end : span.start].strip() == "("), None)
    return behind or next((span for span in reversed(years) if span.end <= start), None)


def _full(span: eras.YearSpan, plan_year: int | None) -> int | None:
    if span.year is not None:
        return span.year
    return None if plan_year is None else plan_year + span.shift


def _year_of(heading: str, plan_year: int | None) -> int | None:
    found = eras.find(text.fold_widths(heading))
    return _full(found[0], plan_year) if found else None
