"""From lines to blocks: which line opens an entry, and which lines stand below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from knowledge.model import FactKind, Level
from knowledge.reading import captions, headings
from knowledge.reading.amounts import Caption, captioned, columns
from knowledge.reading.apart import set_apart
from knowledge.reading.contents import listed_again
from knowledge.reading.headings import Heading, Label, Section
from knowledge.reading.lines import Line
from knowledge.reading.looks import NUMBERING, aspect, is_bare_caption, is_caption, look, looks_like_heading, unnumbered
from knowledge.reading.wrapped import unwrapped

_STRUCTURE = (Level.ISSUE, Level.STRATEGY, Level.ACTION)
_BEHIND_ITEMS = re.compile("指標|達成|評価|実績|今後|改善|振り返り|基準|スケジュール|結果")
"""Captions that no further item stands behind."""
_OF_THE_WHOLE = ("全体", "運営方針")
"""What the caption of a section about the whole plan says."""
_VERB = tuple("うくぐすつぬぶむるた")
"""How Japanese verbs end, and headings don't."""
_LONGEST_LEAD = 40
"""Characters of a heading's first line, and of a heading without a level."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and all lines that belong to it, its own first."""

    heading: Heading
    lines: tuple[Line, ...]
    caption: Caption
    """What heading or label say of the amounts within."""
    title_lines: int = 1
    """How many of the lines are the heading's: 2 where the title stands below the code, or runs over two lines."""
    closing: tuple[Line, ...] = ()
    """What is said of it behind all that stands below it."""


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
    whole = unwrapped(lines)
    listed = listed_again(whole)
    for line, below in zip_longest(whole, whole[1:]):
        if line.number in listed:
            outline.pass_over(line)
        else:
            outline.take(line, below)
    closed = _without_contents(tuple(block.closed() for block in outline.blocks))
    return Blocks(tuple(outline.front), closed, tuple(outline.unlevelled))


def _without_contents(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without the lines of a table of contents: headings with nothing below them that come again further down."""
    last = {(block.heading.level, block.heading.code, block.heading.title): block for block in blocks}
    return tuple(
        block
        for block in blocks
        if len(block.lines) > block.title_lines
        or block.heading.rest
        or set_apart(block.lines[0].text)
        or last[block.heading.level, block.heading.code, block.heading.title] is block
    )


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
    items: str | None = None
    """What the first item below it looked like, by look: the next one looks the same."""
    bullets_ended: bool = False
    """Whether a caption came after the items: 概要, whose bullets are none of them."""
    ended: bool = False
    """Whether it is one that comes behind all items: アウトカム指標."""


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
    """From the first section or issue on."""
    in_bodies: bool = False
    """From the first text below an issue, a strategy or an initiative on: no 区の目標 comes any more."""
    in_reform: bool = False
    below: Line | None = None
    """The line after the one that is being taken."""

    def take(self, line: Line, below: Line | None) -> None:
        self.below = below
        found = headings.heading(line, self._unit)
        if isinstance(found, Label):
            self._announce(line, found)
        elif found and found.keyword:
            self._open_by_keyword(line, found)
        elif opened := headings.section(line):
            self._divide(line, opened)
        elif self._is_of_the_whole(line):
            self._sum_up(line)
        elif aim := self._aim(line):
            self._open(line, aim, self.caption)
        elif found is None and self._awaits_title(line):
            self._entitle(line)
        elif entry := self._by_code(line, found) or self._listed(line) or self._reform(line):
            self._open(line, entry, self.announced.caption if self.announced else self.caption)
        else:
            self._text(line)

    def pass_over(self, line: Line) -> None:
        """Leaves out a line of a table of contents."""
        if not self.blocks:
            self.front += line.parts

    @property
    def _unit(self) -> int | None:
        return self.announced.caption.unit if self.announced else self.caption.unit

    def _announce(self, line: Line, label: Label) -> None:
        self._keep_label()
        caption = captioned(set_apart(line.text), self.plan_year, self.caption)
        caption = replace(caption, columns=columns(line.text, self.plan_year, self.caption))
        self.announced = _Announced(label.level, caption, line)

    def _divide(self, line: Line, section: Section) -> None:
        self._keep_label()
        self.caption = self._page_caption(line)
        self.in_structure = True
        self.in_reform = section.items is Level.REFORM
        self.within_block = False
        self.announced = None if self.in_reform else _Announced(section.items, self.caption, items="coded")

    def _is_of_the_whole(self, line: Line) -> bool:
        """Whether an assessment or the steps to come of the whole plan begin: 自己評価(運営方針全体の定性評価)."""
        about = captions.kind_of(line.folded) if aspect(line) and self.in_bodies else None
        if about not in (FactKind.ASSESSMENT, FactKind.NEXT_STEPS):
            return False
        after = bool(self.blocks) and self.blocks[-1].heading.level is Level.POLICY
        named = self.below is not None and captions.begins_with_issue(self.below.text)
        return after or named or any(word in line.folded for word in _OF_THE_WHOLE)

    def _sum_up(self, line: Line) -> None:
        self._keep_label()
        self.announced = None
        self._open(line, Heading(Level.POLICY, None, line.text.strip("【】[]〔〕<>■◆●▼○: "), keyword=False), Caption())

    def _open_by_keyword(self, line: Line, found: Heading) -> None:
        label = self.announced if self.announced and self.announced.level is found.level else None
        self._open(line, found, label.caption if label else self.caption)
        self.announced = label
        if label:
            label.items = label.items or "coded"

    def _open(self, line: Line, heading: Heading, caption: Caption) -> None:
        caption = captioned(set_apart(line.text), self.plan_year, caption)
        self.blocks.append(_Open(heading, list(line.parts), caption, len(line.parts)))
        self.within_block = True
        if heading.level in _STRUCTURE:
            self.in_structure, self.in_reform = True, False
        if self.announced:
            self.announced.line = None

    def _aim(self, line: Line) -> Heading | None:
        """区の目標 and so on, which stand above the issues; a table of contents may stand above them."""
        return None if self.in_bodies or (self.in_structure and is_caption(line)) else headings.aim(line)

    def _awaits_title(self, line: Line) -> bool:
        last = self.blocks[-1] if self.within_block else None
        if last is None or last.heading.title or len(last.lines) > 1 or is_caption(line):
            return False
        return headings.item(line, last.heading.level) is not None

    def _entitle(self, line: Line) -> None:
        block = self.blocks[-1]
        titled = headings.item(line, block.heading.level, block.caption.unit) or block.heading
        block.heading = replace(block.heading, title=titled.title)
        block.lines += line.parts
        block.title_lines = len(block.lines)

    def _by_code(self, line: Line, found: Heading | None) -> Heading | None:
        """A line with a code and no keyword: 【1-1 …】, or 1-1 … below 主な戦略."""
        if found is None or not (found.title or self._is_title(self.below)):
            return None
        if self.in_reform:
            return replace(found, level=Level.REFORM, code=None) if headings.in_brackets(line.text) else None
        code = found.code or ""
        label = self.announced
        if label and code.count("-") < 2 and (label.level is Level.ISSUE) == ("-" not in code):
            label.items = label.items or "coded"
            return replace(found, level=label.level)
        if label and found.level is label.level:
            label.items = label.items or "coded"
        return found if "-" in code and (self.in_structure or headings.in_brackets(line.text)) else None

    def _is_title(self, line: Line | None) -> bool:
        """Whether a line can be the title of a code that stands alone above it."""
        return line is not None and headings.heading(line) is None and headings.item(line, Level.ACTION) is not None

    def _listed(self, line: Line) -> Heading | None:
        """An item without a code below a label: the first line, then any line that looks like it."""
        label = self.announced
        if label is None or is_caption(line) or not (self.within_block or self.in_structure):
            return None
        looks = look(line)
        if is_bare_caption(line):
            label.bullets_ended = label.items is not None
            label.ended = label.items is not None and _BEHIND_ITEMS.search(line.folded) is not None
            return None
        if label.ended or (label.bullets_ended and line.bullet):
            return None
        if label.items is not None and (looks == "plain" or label.items != looks):
            return None
        entry = headings.item(unnumbered(line), label.level, self._unit)
        if entry:
            label.items = looks
        return entry

    def _reform(self, line: Line) -> Heading | None:
        """A short line below the reform section: a noun as headings are, with text below it."""
        if not self.in_reform or line.bullet or "円" in line.text or is_caption(line) or line.text.endswith(_VERB):
            return None
        return headings.item(line, Level.REFORM)

    def _text(self, line: Line) -> None:
        self._keep_label()
        self.caption = self._page_caption(line)
        if not self.within_block:
            if not self.in_structure:
                self.front += line.parts
            return
        self._owner().lines += line.parts
        self.in_bodies = self.in_bodies or self.blocks[-1].heading.level in _STRUCTURE
        if self.in_structure and (looks_like_heading(line) or self._leads_a_list(line)):
            self.unlevelled.append(line)

    def _owner(self) -> _Open:
        """The block that a line of text belongs to: the last one, or behind a list of items what they stand under."""
        label = self.announced
        if label is None or not label.ended or label.items in (None, "coded"):
            return self.blocks[-1]
        rank = _STRUCTURE.index(label.level) if label.level in _STRUCTURE else 0
        above = (block for block in reversed(self.blocks) if block.heading.level in _STRUCTURE[:rank])
        return next(above, self.blocks[-1])

    def _leads_a_list(self, line: Line) -> bool:
        """(1) 環境にやさしいまち, with a list below: a heading, but whose level is not to be told."""
        short = len(line.text) <= _LONGEST_LEAD and not headings.is_sentence(line.text) and not line.bullet
        numbered = NUMBERING.match(line.folded) is not None and not line.text.endswith(_VERB)
        return short and numbered and self.below is not None and bool(self.below.bullet)

    def _keep_label(self) -> None:
        """A label that no item followed is a caption within the body."""
        label = self.announced
        if label and label.line and self.within_block:
            self.blocks[-1].lines += label.line.parts
        if label and label.line:
            self.announced = None

    def _page_caption(self, line: Line) -> Caption:
        apart = set_apart(line.text)
        return captioned(apart, self.plan_year, self.caption) if "単位" in line.text else self.caption
