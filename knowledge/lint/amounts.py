"""A1: money that is printed oddly, or not at all."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator

from knowledge.language import money
from knowledge.language.brackets import CLOSING
from knowledge.lint.evidence import Evidence, Remarks, called, lonely_brackets, text_of
from knowledge.model import Amount, Level

_YEN = re.compile(
    r"(?<!単位)(?<!単位[:は ])(?<!額[(:])[0-9〇一二三四五六七八九十百] ?[千百十]?[万億兆]?円(?![卓形滑満周])"
)
_WITHOUT_UNIT = re.compile(
    r"(?:予算|決算)(?:見込)?額? ?[:は]? ?(?P<figure>[0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,.]| {0,2}[百千万億円])"
)
_LEVELS = (Level.ISSUE, Level.STRATEGY, Level.ACTION)
_PAGE = -1
_PAGE_WIDE = ("総", "合計")
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
        read = {found.span[1] for found in money.find(text) if abs(found.yen) < money.LARGEST}
        for match in _YEN.finditer(money.fold(text)):
            if match.end() not in read:
                yield number, f"「…{text[max(0, match.start() - 8) : match.end()]}」を金額として読めません。"


def stray_amount(evidence: Evidence) -> Remarks:
    """An amount on a line that belongs to no entry."""
    known = evidence.owned | {stated.line for stated in evidence.sums}
    apart = [(amount.line, amount.raw) for amount in evidence.stray]
    within = [
        (number, found.raw)
        for number, text in enumerate(evidence.printed, 1)
        if number not in known
        for found in money.find(text)
        if found.raw.endswith("円")
    ]
    for number, raw in sorted({*apart, *within}):
        yield number, f"金額 {raw} がどの項目にも属していません。"


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
    for stated, found in compared(evidence):
        if not found:
            yield stated.line, f"合計 {stated.raw} と比べられる金額が載っていません。"
        elif stated.yen not in found:
            total = found[-1] if any(word in evidence.printed[stated.line - 1] for word in _PAGE_WIDE) else found[0]
            printed = money.thousands(total)
            yield stated.line, f"合計は {stated.raw} と書かれていますが、載っている金額の合計は{printed}です。"


def compared(evidence: Evidence) -> Iterator[tuple[Amount, list[int]]]:
    """Each sum that the page states, with the sums of its year and kind that the entries of a level come to."""
    totals = _totals(evidence)
    starts = [entry.lines[0] for entry in evidence.entries if entry.level is Level.ISSUE]
    for stated in evidence.sums:
        what = (stated.kind, stated.fiscal_year)
        scopes = (bisect(starts, stated.line), _PAGE)
        yield stated, [total for scope in scopes for level in _LEVELS if (total := totals.get((scope, level, *what)))]


def same_twice(evidence: Evidence) -> Remarks:
    """Two amounts of one year and kind on one entry: both count, and one of them may be another's."""
    for entry in evidence.entries:
        printed: dict[tuple[str, int | None], list[Amount]] = {}
        for amount in entry.amounts:
            printed.setdefault((amount.kind, amount.fiscal_year), []).append(amount)
        for (kind, year), same in printed.items():
            if len(same) > 1:
                raws = "、".join(amount.raw for amount in same)
                when = f"{year}年度の" if year else ""
                yield (
                    same[1].line,
                    f"{called(entry)}に{when}{kind}が{len(same)}つあります({raws})。"
                    "年度や種類が違わないか確かめてください(すべて数えています)。",
                )


def _totals(evidence: Evidence) -> Counter[tuple[int, Level, str, int | None]]:
    """The sums of the amounts of the n-th issue, from 1, and of the whole page, by level, kind and fiscal year."""
    totals: Counter[tuple[int, Level, str, int | None]] = Counter()
    issue = 0
    for entry in evidence.entries:
        issue += entry.level is Level.ISSUE
        for amount in entry.amounts:
            for scope in (issue, _PAGE):
                totals[scope, entry.level, amount.kind, amount.fiscal_year] += amount.yen
    return totals
