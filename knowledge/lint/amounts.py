"""A1: money that is printed oddly, or not at all."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from knowledge import money
from knowledge.brackets import CLOSING
from knowledge.lint.evidence import Evidence, Remarks, called, lonely_brackets, text_of
from knowledge.model import Amount, Entry, Level

_YEN = re.compile(r"[0-9〇一二三四五六七八九十百] ?[千百十]?[万億兆]?円(?![卓形滑満周])")
_WITHOUT_UNIT = re.compile(
    r"(?:予算|決算)(?:見込)?額? ?[:は]? ?(?P<figure>[0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,.]| {0,2}[百千万億円])"
)
_PAGE_WIDE = re.compile("総|合計")
_NO_BUDGET = re.compile(
    r"(?:予算|決算)額?(?:なし|無し)|[(\[〔\t][-ー―—](?:[)\]〕]|$)|(?:予算|決算)[^0-9\n]{0,6}[-ー―—](?![0-9])"
)


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
    elsewhere = {amount.line for amount in evidence.elsewhere}
    for entry in actions:
        text = text_of(evidence, entry)
        if elsewhere.intersection(range(entry.lines[0], entry.lines[1] + 1)):
            continue
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
    known = evidence.owned | {printed.line for printed in evidence.sums}
    for number, text in enumerate(evidence.printed, 1):
        if number not in known:
            for found in money.find(text):
                if found.raw.endswith("円"):
                    yield number, f"金額 {found.raw} がどの項目にも属していません。"


def no_unit(evidence: Evidence) -> Remarks:
    """A figure behind 予算額 or 決算額 without a unit, on a page that gives none for it. It does not count."""
    counted = {amount.line for entry in evidence.entries for amount in entry.amounts}
    for number, text in enumerate(evidence.printed, 1):
        if number not in counted:
            for match in _WITHOUT_UNIT.finditer(money.fold(text)):
                yield (
                    number,
                    f"「{text[slice(*match.span())]}」に円・千円などの単位がありません(金額として数えていません)。",
                )


def counted_elsewhere(evidence: Evidence) -> Remarks:
    """An amount that the page marks as 再掲 or 内数. It does not count, so that nothing counts twice."""
    for amount in evidence.elsewhere:
        yield amount.line, f"金額 {amount.raw} は再掲または内数と書かれています(合計には数えていません)。"


def wrong_sum(evidence: Evidence) -> Remarks:
    """A sum that the page states, and that is not the sum of any amounts which it prints."""
    for stated in evidence.sums:
        totals = list(_totals(evidence, stated))
        if totals and stated.yen not in totals:
            text = evidence.printed[stated.line - 1]
            total = totals[-1] if _PAGE_WIDE.search(text) else totals[0]
            printed = money.thousands(total)
            yield stated.line, f"合計は {stated.raw} と書かれていますが、載っている金額の合計は{printed}です。"


def _totals(evidence: Evidence, stated: Amount) -> Iterator[int]:
    """What the sum may be the sum of: the issue that it stands in, then the whole page; by level, initiatives first."""
    starts = [entry.lines[0] for entry in evidence.entries]
    above = evidence.entries[: bisect(starts, stated.line)]
    issue = next((entry for entry in reversed(above) if entry.level is Level.ISSUE), None)
    following = evidence.entries[issue.position + 1 :] if issue else ()
    end = next((entry.position for entry in following if entry.level is Level.ISSUE), len(evidence.entries))
    for entries in (evidence.entries[issue.position : end] if issue else (), evidence.entries):
        for level in (Level.ACTION, Level.STRATEGY, Level.ISSUE):
            yens = list(_of_a_kind(entries, level, stated))
            if yens:
                yield sum(yens)


def _of_a_kind(entries: tuple[Entry, ...], level: Level, stated: Amount) -> Iterator[int]:
    for entry in entries:
        for amount in entry.amounts:
            if entry.level is level and (amount.kind, amount.fiscal_year) == (stated.kind, stated.fiscal_year):
                yield amount.yen
