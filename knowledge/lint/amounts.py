"""A1: money that is printed oddly, or not at all."""

from __future__ import annotations

import re

from knowledge import money
from knowledge.brackets import CLOSING
from knowledge.lint.evidence import Evidence, Remarks, called, lonely_brackets, text_of
from knowledge.model import Level

_YEN = re.compile(r"[0-9〇一二三四五六七八九十百] ?[千百十]?[万億兆]?円(?![卓形滑満周])")
_NO_BUDGET = re.compile(r"(?:予算|決算)額?(?:なし|無し)|[(\[〔][-ー―][)\]〕]")


def lost_bracket(evidence: Evidence) -> Remarks:
    """An amount stands in one bracket only. It counts all the same."""
    for entry, line, bracket, amount in lonely_brackets(evidence):
        if amount:
            lost = "開き括弧" if bracket in CLOSING else "閉じ括弧"
            yield line, f"{called(entry)}の金額 {amount.raw} に{lost}がありません(金額としては数えています)。"


def inferred_kind(evidence: Evidence) -> Remarks:
    """Amounts without 予算額 or 決算額 are taken for budgets of the plan's year. Once per document."""
    count = sum(amount.inferred for entry in evidence.entries for amount in entry.amounts)
    if count:
        year = f"{evidence.source.fiscal_year}年度の" if evidence.source.fiscal_year else ""
        yield None, f"金額{count}件に予算額・決算額の別が書かれていないため、{year}予算額として読みました。"


def no_amount(evidence: Evidence) -> Remarks:
    """An initiative without an amount of its own, on a page that prints amounts for initiatives."""
    actions = [entry for entry in evidence.entries if entry.level is Level.ACTION]
    if not any(entry.amounts for entry in actions):
        return
    for entry in actions:
        text = text_of(evidence, entry)
        if not entry.amounts and not _NO_BUDGET.search(text):
            prose = "、".join(found.raw for found in money.find(text) if found.raw.endswith("円"))
            hint = f"({prose} は文の一部として読みました)" if prose else ""
            yield entry.lines[0], f"{called(entry)}に金額が書かれていません{hint}。"


def unread_amount(evidence: Evidence) -> Remarks:
    """Figures before 円 that are no amount that the program understands, such as 10,20千円."""
    for number, text in enumerate(evidence.printed, 1):
        read = {found.span[1] for found in money.find(text)}
        for match in _YEN.finditer(money.fold(text)):
            if match.end() not in read:
                yield number, f"「…{text[max(0, match.start() - 8) : match.end()]}」を金額として読めません。"


def stray_amount(evidence: Evidence) -> Remarks:
    """An amount on a line that belongs to no entry."""
    inside = {number for entry in evidence.entries for number in range(entry.lines[0], entry.lines[1] + 1)}
    for number, text in enumerate(evidence.printed, 1):
        if number not in inside:
            for found in money.find(text):
                if found.raw.endswith("円"):
                    yield number, f"金額 {found.raw} がどの項目にも属していません。"
