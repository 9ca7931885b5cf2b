"""What a page without 運営方針 says of itself above its first heading: its title, its year, whose it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.model import Source
from knowledge.reading import dates
from knowledge.reading.headings import is_sentence
from knowledge.reading.lines import Line
from knowledge.reading.page import is_path

_TITLE = re.compile("方針|所信|施政|施策|計画|目標|プラン|ビジョン|予算|事業")
"""What the name of a plan says."""
_PLACE = r"(?<![0-9])([^\s0-9年度()「」、。|/>〜~のはがをに次]{1,12}?[都道府県市区町村])"
_WHOSE = re.compile(rf"{_PLACE}(?=長|[ の]|令和|平成|運営|施政|議会|役|一般|総合|まち|[)]|$)")
_LONGEST = 60


def stated(source: Source, above: Sequence[Line], ranks: Mapping[int, int], *, is_sure: bool) -> Source | None:
    """The source with what the lines above the first heading say; None where nothing names it a plan and nothing else
    makes it `is_sure` that it is one."""
    short = [line for line in above if len(line.text) <= _LONGEST and not (is_sentence(line.text) or is_path(line))]
    years = [line for line in short if dates.YEAR_ALONE.fullmatch(line.folded)]
    short = [line for line in short if line not in years]
    named = [line for line in short if _TITLE.search(line.text)] or (short if is_sure else [])
    with_year = [line for line in named if dates.fiscal_year(line.text) is not None]
    title = min(
        named,
        key=lambda line: (ranks.get(line.number, len(ranks)), line not in with_year, line.number),
        default=None,
    )
    if title is None:
        return None
    year = next((found for line in (title, *above) if (found := dates.fiscal_year(line.text)) is not None), None)
    printed = title.text if title in with_year or not years else f"{years[0].text} {title.text}"
    return replace(
        source,
        title=source.title or printed,
        fiscal_year=source.fiscal_year or year,
        organisation=source.organisation or whose([title, *short]),
    )


def whose(lines: Sequence[Line]) -> str | None:
    """The place that lines name: one that is all of a line, else the first of any."""
    short = [line for line in lines if len(line.text) <= _LONGEST and not is_sentence(line.text)]
    found = [(line, place) for line in short if (place := _place(line))]
    alone = (place for line, place in found if place == "".join(line.folded.split()))
    return next(alone, found[0][1] if found else None)


def _place(line: Line) -> str | None:
    """The place that a line names; 白 汲 町 is written with spaces between its characters."""
    words = line.folded.split()
    text = "".join(words) if words and all(len(word) == 1 for word in words) else line.folded
    match = _WHOSE.search(text)
    return match[1] if match else None
