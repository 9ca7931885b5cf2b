"""Invented plans of any size."""

from __future__ import annotations

from knowledge import Entry, Level, Source
from knowledge.model import Amount

_MATTERS = (
    "防災 福祉 子育て 教育 環境 観光 産業 文化 交通 広報 人権 健康 緑化 防犯 住宅 消防 農業 図書館 高齢者 人材".split()
)
_ENDS = "対策の強化 の推進 支援の充実 体制の整備 活動の促進".split()


def large_plan(issues: int, strategies: int, actions: int) -> tuple[Source, tuple[Entry, ...]]:
    """A plan of so many issues, each with so many strategies, each with so many initiatives with an amount."""
    entries = [_entry(0, None, Level.GOAL, "区の目標", "みんなが暮らしやすいまち", None)]
    for first in range(1, issues + 1):
        matter = _MATTERS[first % len(_MATTERS)]
        issue = _entry(len(entries), f"{first}", Level.ISSUE, f"{matter}のまちづくり", f"{matter}に取り組む。", None)
        entries.append(issue)
        for second in range(1, strategies + 1):
            other = _MATTERS[(first * 7 + second) % len(_MATTERS)]
            title = f"{matter}と{other}{_ENDS[second % len(_ENDS)]}"
            strategy = _entry(len(entries), f"{first}-{second}", Level.STRATEGY, title, "地域と連携する。", issue)
            entries.append(strategy)
            for third in range(1, actions + 1):
                title = f"{_MATTERS[(first + second + third) % len(_MATTERS)]}{_ENDS[third % len(_ENDS)]}"
                yen = 1_000 * ((first * 31 + second * 17 + third * 7) % 900 + 1)
                code = f"{first}-{second}-{third}"
                entries.append(_entry(len(entries), code, Level.ACTION, title, "教室を開く。", strategy, yen))
    return Source("midori-r4", "大阪市みどり区", "令和4年度みどり区運営方針", 2022), tuple(entries)


def _entry(
    position: int, code: str | None, level: Level, title: str, body: str, above: Entry | None, yen: int | None = None
) -> Entry:
    line = position + 1
    amounts = (Amount(yen, 2022, "予算額", f"{yen // 1_000:,}千円", line),) if yen else ()
    parent = above.id if above else None
    return Entry("midori-r4", code, level, title, body, position, (line, line), title, parent, amounts=amounts)
