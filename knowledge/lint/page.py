"""A4: what the page says of itself."""

from __future__ import annotations

import re

from knowledge.language import money
from knowledge.lint.evidence import Evidence, Remarks

_PROMISED = re.compile(r"「([^」]{2,20})」欄")


def missing_column(evidence: Evidence) -> Remarks:
    """A remark that points to a column which the page does not have."""
    remarked = {remark.line for remark in evidence.stated.remarks}
    elsewhere = "\n".join(money.fold(text) for number, text in enumerate(evidence.printed, 1) if number not in remarked)
    for remark in evidence.stated.remarks:
        for name in _PROMISED.findall(money.fold(remark.text)):
            if name not in elsewhere:
                yield remark.line, f"注記は「{name}」欄を案内していますが、このページに「{name}」欄がありません。"


def unexplained_date(evidence: Evidence) -> Remarks:
    """A page that was dated after the plan's year and after its last remark: what changed then is not said."""
    year, day = evidence.source.fiscal_year, evidence.stated.page_date
    if year is None or day is None or day < f"{year + 1}-04-01":
        return
    remarked = max((remark.date for remark in evidence.stated.remarks if remark.date), default=None)
    if remarked is None or remarked < day:
        last = f"(最後の注記は{_spelt(remarked)})" if remarked else ""
        line = next(
            (number for number, text in enumerate(evidence.printed, 1) if _spelt(day) in money.fold(text)), None
        )
        message = f"ページの日付 {_spelt(day)} は{year}年度が終わった後ですが、何を更新したかが書かれていません{last}。"
        yield line, message


def other_year(evidence: Evidence) -> Remarks:
    """documents.toml and the page name different fiscal years. documents.toml is believed."""
    known, stated = evidence.source.fiscal_year, evidence.stated.fiscal_year
    if known and stated and known != stated:
        yield None, f"documents.tomlの年度({known})とページの年度({stated})が違います。"


def no_year(evidence: Evidence) -> Remarks:
    """Neither documents.toml nor the page says which fiscal year the plan is for."""
    if evidence.source.fiscal_year is None:
        yield None, "何年度の運営方針かがページから読み取れません。"


def lost_characters(evidence: Evidence) -> Remarks:
    """Characters that were lost when the page was saved in another encoding."""
    for number, text in enumerate(evidence.printed, 1):
        if "\ufffd" in text:
            yield number, "文字が失われています(�)。保存し直したページを読ませてください。"


def _spelt(day: str) -> str:
    """2024年3月13日 for 2024-03-13."""
    year, month, number = map(int, day.split("-"))
    return f"{year}年{month}月{number}日"
