"""Headings in an entry's text, アウトカム指標 or 自己評価, and tables of indicators: what stands below are facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.brackets import brackets
from knowledge.language.money import fold
from knowledge.model import FactKind
from knowledge.reading.lines import GAP, Line

_ASPECT = (
    "課題認識|課題|現状(?:と課題)?|要因(?:分析)?|計画|概要|全体概要|背景|目的|ねらい|対象|期間|内容|取組内容|主な取組内容|事業内容|実施内容|"
    "めざす(?:べき)?(?:状態|将来像|姿|成果)|成果|成果指標|(?:数値|業績|成果)?目標|指標|プロセス指標|アウトカム指標|アウトカム|撤退基準|"
    "前年度までの実績|前年度の実績|実績|取組実績|取組予定|スケジュール|効果|予算|備考|参考|担当|連携先|改善策|自己評価|"
    "(?:今後|(?:次|来|翌)年度(?:以降)?)の(?:取組)?(?:方針|方向性|取組|改善策|対応)|"
    "に向けて|中間評価|評価|(?:中間)?(?:振り返り|ふりかえり)|戦略のアウトカムに対する有効性|課題と改善策|アウトカム指標の達成状況|達成状況|取組結果|KPI"
)
_CAPTION = (
    r"(?:(?:令和|平成)?[0-9元]{1,4}年度末?の?(?!予算)|(?:前年度の|年度末の|中期的な|中期|当該年度の|主な))?"
    rf"(?:{_ASPECT})(?:(?:[・、と]|及び|および)(?:{_ASPECT}))*"
    r"(?:等|欄)? ?(?:[(][^()]*[)])?"
)
_OPEN, _CLOSE = r"[【<\[〔《〈≪(]", r"[】>\]〕》〉≫)]"
_BEGINS = re.compile(
    rf"{_OPEN}(?P<within>{_CAPTION}){_CLOSE} ?:?(?P<behind>.*)|"
    rf"[■◆●▼○・]?(?P<bare>{_CAPTION})(?:$|: ?(?P<rest>.*))"
)
_IN_BRACKETS = re.compile(rf"{_OPEN}{_CAPTION}{_CLOSE}|{_OPEN}\W*{_CLOSE}")
_BARE = re.compile(rf"[■◆●▼○]?{_CAPTION}:?")
"""A caption without brackets, alone on its line: the list above it has ended."""
_KINDS = {
    FactKind.BASELINE: "現状値|基準値",
    FactKind.ACHIEVEMENT: "達成状況|達成度|達成値|実績|(?<!評価)結果|(?<!めざす)成果(?![指目]標)|有効性",
    FactKind.ASSESSMENT: "評価(?!指標)|振り返り|ふりかえり",
    FactKind.NEXT_STEPS: "今後|改善|[次来翌]年度|に向けて",
    FactKind.INDICATOR: "指標|KPI|アウトカム",
    FactKind.GOAL_FIGURE: "目標|基準|めざす",
    FactKind.CHALLENGE: "課題|現状|要因|背景",
}
"""What captions are about; the first that fits."""
_INDICATORS = re.compile(_KINDS[FactKind.INDICATOR])
_OF_ISSUE = re.compile(r"経営課題 ?(?P<code>[0-9]{1,2})")
_ENTITLES = re.compile("予算|決算|事業|経営課題|戦略|取組(?!実績|結果|の)|取り組み")
"""What the columns of a table of entries or of money are called."""
_LONGEST_HEAD = 40
"""Characters of a column's heading."""


def kind_of(caption: str) -> FactKind | None:
    """What a caption is about; None where nothing that is kept as a fact."""
    return next((kind for kind, words in _KINDS.items() if re.search(words, caption)), None)


def is_bracketed(folded: str) -> bool:
    """Whether a folded line is a caption in brackets and nothing else, or brackets with nothing in them."""
    return _IN_BRACKETS.fullmatch(folded) is not None


def is_bare(folded: str) -> bool:
    """Whether a folded line is a caption without brackets and nothing else."""
    return _BARE.fullmatch(folded) is not None


def captioned(line: str) -> tuple[str, str] | None:
    """The caption that a line is, or begins with, and what stands behind it or in the next column, as printed."""
    if (gap := GAP.search(line)) is not None and _BARE.fullmatch(fold(line[: gap.start()])):
        return line[: gap.start()], line[gap.end() :].strip()
    if _is_label(line):
        label, _, said = line.partition("\t")
        return label, said.strip()
    match = _BEGINS.fullmatch(fold(line))
    if match is None:
        return None
    if match["within"]:
        first, last = match.span("behind")
        return line[slice(*match.span("within"))], line[first:last].strip()
    rest = line[match.start("rest") :].strip() if match["rest"] else ""
    return line[slice(*match.span("bare"))], rest


def marked(line: str) -> str | None:
    """The caption in brackets that a line ends with, and that says what it is: 目標 of 参加者 1,800人(目標)."""
    pairs = brackets(line).pairs
    left, right = pairs[-1] if pairs else (0, 0)
    is_last = left > 0 and right == len(line) - 1
    return line[left + 1 : right] if is_last and is_bare(fold(line[left + 1 : right])) else None


def _is_label(line: str) -> bool:
    """Whether a line is a caption and, behind a tab, what stands beside it."""
    return line.count("\t") == 1 and is_bare(fold(line.partition("\t")[0]))


def issues_named(line: str) -> frozenset[str]:
    """The codes of the issues that a line of an assessment of the whole plan is about: 経営課題1については…"""
    return frozenset(match["code"] for match in _OF_ISSUE.finditer(fold(line)))


def begins_with_issue(line: str) -> bool:
    """Whether a line begins by naming an issue, as those of an assessment of the whole plan do."""
    return _OF_ISSUE.match(fold(line).lstrip("・-• 「【")) is not None


# Tables of indicators


@dataclass(frozen=True, slots=True)
class Heads:
    """The headings of a table of indicators: 指標, 現状値, 目標値, 実績."""

    cells: tuple[str, ...]
    """As printed."""
    name: int
    """The column of the indicators."""

    def row(self, line: str) -> tuple[str, ...] | None:
        """The cells of a line below the headings; None where the line is none of the table's rows."""
        cells, width = _cells(line), len(self.cells)
        if len(cells) == 1:
            cells = tuple(line.rsplit(maxsplit=width - 1))
            if len(cells) != width or not all(_is_value(cell) for cell in cells[1:]):
                return None
        cells += ("",) * (width - len(cells))  # empty ones at the end leave nothing in a line
        return cells if len(cells) == width and cells[self.name] else None


def heads_in(cells: Sequence[str]) -> Heads | None:
    """The headings in a row of cells: one names indicators, another what is told of them, and none entries or money."""
    folded = [fold(cell).strip() for cell in cells]
    if len(folded) < 2 or any(not head or len(head) > _LONGEST_HEAD or _ENTITLES.search(head) for head in folded):
        return None
    if any(map(_holds_a_figure, folded)):
        return None
    kinds = [kind_of(head) for head in folded]
    names = [at for at, kind in enumerate(kinds) if kind is FactKind.INDICATOR] or _named_by_years(folded)
    others = {kind for at, kind in enumerate(kinds) if kind is not None and at not in names} - {FactKind.INDICATOR}
    return Heads(tuple(cells), names[0]) if names and others else None


def _named_by_years(heads: Sequence[str]) -> list[int]:
    """The first column, where others are of a year and it is not: 成果のものさし 5年度 6年度の目標."""
    years = ["年度" in head for head in heads]
    return [0] if not years[0] and sum(years) > 1 else []


def _holds_a_figure(head: str) -> bool:
    """Whether a text has a number with a unit: 84件 → 130件 is what a table tells, and heads none of its columns."""
    units = (head[at:].lstrip("0123456789")[:1] for at, sign in enumerate(head) if sign.isdecimal())
    return any(unit == "%" or (unit.isalpha() and unit != "年") for unit in units)


def heads_of(line: str) -> Heads | None:
    """The headings of a table of indicators in a line of text: apart by tabs or gaps, or each a word by itself."""
    if "。" in line or not ("\t" in line or _INDICATORS.search(line)):
        return None
    return heads_in(_cells(line)) or heads_in(line.split())


def tabled(lines: Iterable[Line]) -> Iterator[tuple[Line, Heads | None, tuple[str, ...]]]:
    """Each line with the headings of the table of indicators that it is part of, and its cells where it is a row."""
    heads: Heads | None = None
    for line in lines:
        found = heads_of(line.text)
        cells = heads.row(line.text) if heads and not found and not _is_label(line.text) else None
        heads = found or (heads if cells else None)
        yield line, heads, cells or ()


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in GAP.split(line))


def _is_value(cell: str) -> bool:
    """Whether a word is what stands in a column of figures."""
    return any(map(str.isdecimal, cell)) or cell in ("-", "ー", "―", "—", "未定")
