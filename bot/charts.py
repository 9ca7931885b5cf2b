"""The money of a table as a chart of Slack's own, and as bars of characters where Slack draws none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.elements import Block
from bot.text import cut
from knowledge import MOST_PARTS, Language, Table, say

POINTS = 12
"""Bars of a chart."""
LABEL, TITLE, BAR = 20, 50, 12
NAME, NARROW, FEW = 6, 4, 6
"""Characters of a name in a label, 「1 区民主体」; in one of many bars, without its code; how many are few."""
_BOUNDARY = re.compile(r"[のをにとがへで・、 ]")
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_UNITS: dict[Language, tuple[tuple[str, int, int], ...]] = {
    "ja": (("百万円", 10**6, 10**8), ("万円", 10**4, 0)),
    "en": (("¥ million", 10**6, 10**8), ("¥ thousand", 10**3, 0)),
}
"""Units of a chart by language: name, yen, and from how many yen of the largest bar on it is taken."""


def chart(table: Table, language: Language) -> Block | None:
    """A pie of the parts of a whole, or bars, two beside each other for two years; None where nothing can be drawn."""
    # What is not printed is no bar of nothing.
    sides = [table.yen, *([table.older] if table.older else [])]
    drawn = [at for at in range(len(table.yen)) if all(yen[at] is not None for yen in sides)]
    if len(drawn) < 2:
        return None
    if table.whole and len(drawn) <= MOST_PARTS and all((table.yen[at] or 0) >= 0 for at in drawn):
        return _pie(table, drawn, table.whole, language)
    return _bars(table, drawn[:POINTS], language)


def _bars(table: Table, drawn: Sequence[int], language: Language) -> Block:
    """Bars in the order of the table, the older year first."""
    sides = [(name, yen) for name, yen in zip(reversed(table.series), (table.older, table.yen), strict=False) if yen]
    if not table.older:
        sides = [(table.measured, table.yen)]
    largest = max(abs(yen[at] or 0) for _, yen in sides for at in drawn)
    unit, size, _ = next(each for each in _UNITS[language] if largest >= each[2])
    labels = _labels(table, drawn)
    series = [
        {
            "name": cut(name, LABEL),
            "data": [
                {"label": label, "value": _value(yen[at] or 0, size)} for at, label in zip(drawn, labels, strict=True)
            ],
        }
        for name, yen in sides
    ]
    return _block(
        say("chart_title", language, what=table.measured, unit=unit),
        {"type": "bar", "series": series, "axis_config": {"categories": labels}},
    )


def _pie(table: Table, drawn: Sequence[int], whole: int, language: Language) -> Block:
    """The parts in percent of the whole, and what is left of it."""
    parts = [(label, table.yen[at] or 0) for at, label in zip(drawn, _labels(table, drawn), strict=True)]
    rest = whole - sum(yen for _, yen in parts)
    if rest > 0 and len(parts) < MOST_PARTS:
        parts.append((say("chart_rest", language), rest))
    segments = [{"label": label, "value": round(100 * yen / whole, 1)} for label, yen in parts if yen]
    title = say("chart_title", language, what=say("chart_share", language, what=table.measured), unit="%")
    return _block(title, {"type": "pie", "segments": segments})


def _block(title: str, drawn: Block) -> Block:
    return {"type": "data_visualization", "title": cut(title, TITLE), "chart": drawn}


def _value(yen: int, size: int) -> float | int:
    """Yen in a unit, to two decimals where it is not whole."""
    value = round(yen / size, 2)
    return int(value) if value == int(value) else value


def _labels(table: Table, drawn: Sequence[int]) -> list[str]:
    """What the bars are called, each differently: the code with the beginning of the name."""
    labels: list[str] = []
    for at in drawn:
        code, *names = table.rows[at][:2]
        label = cut(_label(code, "".join(names), is_one_of_few=len(drawn) <= FEW) or "–", LABEL)
        label = label if label not in labels else cut(code, LABEL) or label
        labels.append(label if label not in labels else f"{cut(label, LABEL - 5)} ({len(labels) + 1})")
    return labels


def _label(code: str, name: str, *, is_one_of_few: bool) -> str:
    if not code:
        return name
    return f"{code} {_short(name, NAME)}" if is_one_of_few else _short(name, NARROW)


def _short(title: str, most: int) -> str:
    """The beginning of a title, up to where a word ends: 区民主体のまちづくり is 区民主体."""
    bare = re.sub("[「」『』]", "", title)
    if len(bare) <= most:
        return bare
    ends = [found.start() for found in _BOUNDARY.finditer(bare[: most + 1]) if found.start() > 2]
    return bare[: ends[-1] if ends else most]


def with_bars(table: Table, language: Language) -> Table:
    """The table with a bar of block characters in each row, for where Slack refuses the chart."""
    if table.older or not table.yen:
        return table
    longest = max((abs(yen) for yen in table.yen if yen is not None), default=0) or 1
    bars = ("" if yen is None else bar(abs(yen) / longest, BAR) for yen in table.yen)
    rows = tuple((*row, drawn) for row, drawn in zip(table.rows, bars, strict=True))
    columns, numeric = (*table.columns, say("column_bar", language)), (*table.numeric, False)
    return replace(table, columns=columns, rows=rows, numeric=numeric)


def bar(share: float, width: int) -> str:
    """A share of a width in block characters, in eighths; something that is there is never nothing."""
    eighths = max(round(share * width * 8), 1 if share else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]
