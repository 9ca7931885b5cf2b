"""The pages of a PDF → the markup that they may have been printed from, each part with its page."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.language.money import fold
from knowledge.reading import complaints
from knowledge.reading.headings import is_heading_like
from knowledge.reading.pdf.furniture import without_furniture
from knowledge.reading.pdf.glyphs import Page, pages
from knowledge.reading.pdf.lines import TextLine, runs_on
from knowledge.reading.pdf.long_tables import Rows, append, is_a_row, is_same_table, one_row
from knowledge.reading.pdf.page import elements
from knowledge.reading.pdf.printed import Placed, Printed
from knowledge.reading.pdf.written import Paragraph, depths_of, ranks_of, written

_RAGGED = 4.0
"""Ems that a line may end before its margin, where the PDF says that the next one is of one piece with it."""
_MANY = 3
"""Lines that end at one edge where it is the margin."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A document as markup, with what is doubtful about it."""

    source: str
    spaced: tuple[int, ...] = ()
    """Pages with tables whose rows nothing but space tells apart."""
    unclear: tuple[tuple[int, str], ...] = ()
    """Page and words that may belong to the row above or the one below."""


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, by its first bytes."""
    return data[:1024].lstrip().startswith(b"%PDF")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Within, nobody looks for objects that refer to each other: a book has millions, none of them does, and looking
    took a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def markup(data: bytes, name: str, skip_pages: str | None = None) -> Markup:
    """The markup of a PDF without the pages of `skip_pages`: 1,7-9.

    Raises ReadingError for a PDF that is damaged or locked, for one with pages that hold no words to read, and for
    `skip_pages` that are no numbers of pages.
    """
    skipped = list(_numbers(skip_pages, name)) if skip_pages else []
    found = [page for page in pages(data, name) if not any(page.number in each for each in skipped)]
    _refuse(found, name)
    placed = {page.number: list(elements(page)) for page in without_furniture(found)}
    _refuse([replace(page, trouble="mixed") for page in found if _are_mixed(placed[page.number])], name, of=len(found))
    parts = [part for each in placed.values() for part in each]
    printed = [part for part in parts if isinstance(part, Printed)]
    margins = _Margins(printed, {page.number: page.width for page in found})
    ranks, marks = ranks_of(parts), depths_of(printed)
    blocks = list(_blocks(parts, margins, ranks))
    unclear = [(part.page, words) for part in parts if isinstance(part, Placed) for words in part.table.unclear]
    unclear += [each for block in blocks if isinstance(block, Rows) for each in block.unclear]
    body = "\n".join(written(block, ranks, marks) for block in blocks)
    spaced = sorted({part.page for part in parts if isinstance(part, Placed) and part.table.is_spaced})
    return Markup(f"<html><body>\n{body}\n</body></html>", tuple(spaced), tuple(unclear))


def _numbers(told: str, name: str) -> Iterator[range]:
    for part in fold(told).replace("、", ",").split(","):
        match = re.fullmatch(r" *([0-9]{1,5})(?: *[-~〜] *([0-9]{1,5}))? *", part)
        if match is None:
            raise complaints.pdf("numbers", name, told=told)
        yield range(int(match[1]), int(match[2] or match[1]) + 1)


def _are_mixed(parts: Sequence[Printed | Placed]) -> bool:
    """Whether lines of several texts stand between each other, so that their order is not to be told."""
    lines = [part.line for part in parts if isinstance(part, Printed)]
    between = sum(0.35 * one.em < two.base - one.base < 0.75 * min(one.em, two.em) for one, two in pairwise(lines))
    return between >= _MANY


def _refuse(found: Sequence[Page], name: str, of: int | None = None) -> None:
    """Raises ReadingError where pages of `found` cannot be read; `of` how many pages, if there are others."""
    troubled: dict[str, list[int]] = {}
    for page in found:
        if page.trouble is not None:
            troubled.setdefault(page.trouble, []).append(page.number)
    for trouble, numbers in troubled.items():
        every = len(numbers) == (of or len(found))
        skip = "" if every else complaints.skip_pages(sorted(n for each in troubled.values() for n in each))
        raise complaints.pdf(trouble, name, pages=complaints.page_list(numbers), skip=skip)
    if of is None and not any(page.glyphs for page in found):
        raise complaints.pdf("blank", name)


class _Margins:
    """Where the lines of each column end at the latest."""

    def __init__(self, printed: Sequence[Printed], widths: dict[int, float]) -> None:
        self._columns: dict[tuple[int, int], float | None] = {}
        groups: dict[tuple[int, int], list[Printed]] = {}
        for each in printed:
            groups.setdefault((each.page, each.region) if each.limit else (0, 0), []).append(each)
        self._own = {key: _edge([each.line for each in held]) for key, held in groups.items()}
        self._left = min((each.line.left for each in printed), default=0.0)
        self._widths = widths

    def of(self, each: Printed) -> float:
        """The margin that a line may reach."""
        own = self._own[(each.page, each.region) if each.limit else (0, 0)]
        if own is not None:
            return max(own, each.line.right)
        return each.limit or max(self._widths[each.page] - self._left, each.line.right)


def _edge(lines: Sequence[TextLine]) -> float | None:
    """The edge at which several lines end, within a character: the margin; None where too few do."""
    rights = sorted((line.right for line in lines), reverse=True)
    if len(rights) < _MANY:
        return None
    em = Counter(round(line.em, 1) for line in lines).most_common(1)[0][0]
    return rights[0] if rights[0] - rights[_MANY - 1] < 1.2 * em else None


def _blocks(
    parts: Sequence[Printed | Placed], margins: _Margins, ranks: dict[float, int]
) -> Iterator[Paragraph | Rows]:
    """Paragraphs and tables; what a page or a column has cut in two is one again."""
    open_: Paragraph | Rows | None = None
    for part in parts:
        if isinstance(part, Printed) and isinstance(open_, Rows) and is_a_row(open_, part):
            part = Placed(one_row(open_, part), part.page)
        if isinstance(part, Printed):
            if isinstance(open_, Paragraph) and (
                _is_one_heading(open_.lines[-1], part, ranks) or _goes_on(open_.lines[-1], part, open_.text, margins)
            ):
                open_.lines.append(part)
                continue
            if open_:
                yield open_
            open_ = Paragraph([part])
        else:
            if isinstance(open_, Rows) and is_same_table(open_, part):
                append(open_, part)
                continue
            if open_:
                yield open_
            open_ = Rows(part.table.edges, part.table.is_ruled, part.table.is_tagged)
            append(open_, part)
    if open_:
        yield open_


def _goes_on(above: Printed, below: Printed, text: str, margins: _Margins) -> bool:
    if below.mark is not None or (above.page == below.page and above.text != below.text):
        return False
    if not below.is_rest and "\t" in above.line.text + below.line.text:
        return False  # what stands in columns is a row by itself
    is_open = text.count("(") + text.count("(") + text.count("【") > text.count(")") + text.count(")") + text.count(
        "】"
    )
    if is_heading_like(below.line.text) and not (is_open or (below.is_rest and below.line.text[0].isdigit())):
        return False
    apart = (above.page, above.region) != (below.page, below.region)
    ragged = _RAGGED * above.line.em if below.is_rest and not text.endswith(("。", ")", "）")) else 0.0
    return runs_on(above.line, below.line, margins.of(above) - ragged, is_apart=apart)


def _is_one_heading(above: Printed, below: Printed, ranks: dict[float, int]) -> bool:
    """Whether two lines are one heading by the PDF's own account, and are set as headings are."""
    one, two = (ranks.get(round(each.line.em, 1)) for each in (above, below))
    return one is not None and one == two and above.text is not None and _text(above) == _text(below)


def _text(line: Printed) -> tuple[int, int | None]:
    return line.page, line.text


# Tables over several pages


# Writing
