"""From lines to blocks: which line opens an entry, and which lines stand below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge.model import Level
from knowledge.reading import headings
from knowledge.reading.amounts import Caption, captioned, set_apart
from knowledge.reading.headings import Heading, Label, Section
from knowledge.reading.lines import Line

_STRUCTURE = (Level.ISSUE, Level.STRATEGY, Level.ACTION)
_CAPTIONS_IN_BODIES = re.compile(
    r"[【<\[〔《〈](?:(?:現状|課題|要因|計画|めざす|成果|目標|指標|プロセス|アウトカム|業績|撤退|前年度|自己評価|実績).*|"
    r"概要|背景|目的|取組内容|\W*)[】>\]〕》〉]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and all lines that belong to it, its own first."""

    heading: Heading
    lines: tuple[Line, ...]
    caption: Caption
    """What heading or label say of the amounts within."""
    title_lines: int = 1
    """How many of the lines are the heading's: 2 where the title stands below the code."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page's lines, sorted into blocks and what is none."""

    front: tuple[Line, ...]
    """What stands above the first block or section."""
    blocks: tuple[Block, ...]
    unlevelled: tuple[Line, ...]
    """What looks like a heading within a block, but of which level is not to be told."""


def blocks(lines: tuple[Line, ...], plan_year: int | None) -> Blocks:
    """Sort the lines of a plan; `plan_year` is the fiscal year that a bare 4年度予算額 is near to."""
    outline = _Outline(plan_year)
    for line in lines:
        outline.take(line)
    closed = tuple(block.closed() for block in outline.blocks)
    return Blocks(tuple(outline.front), closed, tuple(outline.unlevelled))


@dataclass(slots=True)
class _Open:
    """A block that may still grow."""

    heading: Heading
    lines: list[Line]
    caption: Caption
    title_lines: int = 1

    def closed(self) -> Block:
        return Block(self.heading, tuple(self.lines), self.caption, self.title_lines)


@dataclass(slots=True)
class _Announced:
    """A label line or a section that told the level of what follows."""

    level: Level
    caption: Caption
    line: Line | None = None
    """The label, as long as nothing has followed it: it may turn out to be part of a body."""
    items: Literal["coded", "bullets", "brackets", "plain"] | None = None
    """What the first item below it looked like: the next one looks the same."""


@dataclass(slots=True)
class _Outline:
    """Where the reader stands, line by line."""

    plan_year: int | None
    front: list[Line] = field(default_factory=list)
    blocks: list[_Open] = field(default_factory=list)
    unlevelled: list[Line] = field(default_factory=list)
    announced: _Announced | None = None
    caption: Caption = field(default_factory=Caption)
    """Of the whole page: (単位:千円)."""
    within_block: bool = False
    in_structure: bool = False
    """From the first section or issue on: no 区の目標 comes any more."""
    in_reform: bool = False

    def take(self, line: Line) -> None:
        found = headings.heading(line)
        if isinstance(found, Label):
            self._announce(line, found)
        elif found and found.keyword:
            self._open_by_keyword(line, found)
        elif opened := headings.section(line):
            self._divide(opened)
        elif aim := self._aim(line):
            self._open(line, aim, self.caption)
        elif self._awaits_title(line):
            self._entitle(line)
        elif entry := self._by_code(line, found) or self._listed(line) or self._reform(line):
            self._open(line, entry, self.announced.caption if self.announced else self.caption)
        else:
            self._text(line)

    def _announce(self, line: Line, label: Label) -> None:
        self._keep_label()
        caption = captioned(set_apart(line.text), self.plan_year, self.caption)
        self.announced = _Announced(label.level, caption, line)

    def _divide(self, section: Section) -> None:
        self._keep_label()
        self.in_structure = True
        self.in_reform = section.items is Level.REFORM
        self.within_block = False
        self.announced = None if self.in_reform else _Announced(section.items, self.caption, items="coded")

    def _open_by_keyword(self, line: Line, found: Heading) -> None:
        label = self.announced if self.announced and self.announced.level is found.level else None
        self._open(line, found, label.caption if label else self.caption)
        self.announced = label

    def _open(self, line: Line, heading: Heading, caption: Caption) -> None:
        caption = captioned(set_apart(line.text), self.plan_year, caption)
        self.blocks.append(_Open(heading, [line], caption))
        self.within_block = True
        if heading.level in _STRUCTURE:
            self.in_structure, self.in_reform = True, False
        if self.announced:
            self.announced.line = None

    def _aim(self, line: Line) -> Heading | None:
        return None if self.in_structure else headings.aim(line)

    def _awaits_title(self, line: Line) -> bool:
        last = self.blocks[-1] if self.within_block else None
        if last is None or last.heading.title or len(last.lines) > 1:
            return False
        return headings.item(line, last.heading.level) is not None

    def _entitle(self, line: Line) -> None:
        block = self.blocks[-1]
        titled = headings.item(line, block.heading.level) or block.heading
        block.heading = replace(block.heading, title=titled.title)
        block.lines.append(line)
        block.title_lines = 2

    def _by_code(self, line: Line, found: Heading | None) -> Heading | None:
        """A line with a code and no keyword: 【1-1 …】, or 1-1 … below 主な戦略."""
        if found is None or not found.title:
            return None
        if self.in_reform:
            return replace(found, level=Level.REFORM, code=None) if headings.in_brackets(line.text) else None
        code = found.code or ""
        label = self.announced
        if label and code.count("-") < 2 and (label.level is Level.ISSUE) == ("-" not in code):
            label.items = label.items or "coded"
            return replace(found, level=label.level)
        return found if self.in_structure and "-" in code else None

    def _listed(self, line: Line) -> Heading | None:
        """An item without a code below a label: the first line, then any line that looks like it."""
        label = self.announced
        if label is None or _is_caption(line) or not (self.within_block or self.in_structure):
            return None
        looks: Literal["bullets", "brackets", "plain"]
        looks = "bullets" if line.bullet else "brackets" if headings.in_brackets(line.text) else "plain"
        if label.items is not None and (looks == "plain" or label.items != looks):
            return None
        entry = headings.item(line, label.level)
        if entry:
            label.items = looks
        return entry

    def _reform(self, line: Line) -> Heading | None:
        return headings.item(line, Level.REFORM) if self.in_reform and not line.bullet else None

    def _text(self, line: Line) -> None:
        self._keep_label()
        self.caption = self._page_caption(line)
        if not self.within_block:
            if not self.in_structure:
                self.front.append(line)
            return
        self.blocks[-1].lines.append(line)
        if _looks_like_heading(line):
            self.unlevelled.append(line)

    def _keep_label(self) -> None:
        """A label that no item followed is a caption within the body."""
        label = self.announced
        if label and label.line and self.within_block:
            self.blocks[-1].lines.append(label.line)
        if label and label.line:
            self.announced = None

    def _page_caption(self, line: Line) -> Caption:
        apart = set_apart(line.text)
        return captioned(apart, self.plan_year, self.caption) if "単位" in line.text else self.caption


def _is_caption(line: Line) -> bool:
    return _CAPTIONS_IN_BODIES.fullmatch(line.folded) is not None


def _looks_like_heading(line: Line) -> bool:
    whole = line.text.endswith(("】", ">", "》", "〉")) and headings.in_brackets(line.text)
    return whole and not _is_caption(line) and not headings.is_sentence(line.text) and not set_apart(line.text)
