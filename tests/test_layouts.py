"""One small plan in every combination of the ways to print its headings and its money: always the same plan."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from knowledge.model import Level, Source
from knowledge.reading import understand

SEED = 20_260_401
PAGES = 150
UNKNOWN = Source(document="page", organisation=None, title="", fiscal_year=None)
WIDE = str.maketrans("0123456789-,()", "０１２３４５６７８９－，（）")

# A slash stands for the end of a line.
ISSUES = """\
経営課題{c} {t}
【経営課題{c}】{t}
【経営課題{c} {t}】
経営課題{c}【{t}】
【経営課題{c}:{t}】
経営課題{c}/■{t}
【経営課題{c}】/{t}
<経営課題{c}> {t}
《経営課題{c}》{t}
〔経営課題{c}〕 {t}
経営課題{c}「{t}」
経営課題{c}：{t}
[経営課題{c}] {t}
経営課題{c}】{t}
【経営課題{c} {t}
主な経営課題{c} {t}
{t}【経営課題{c}】
■経営課題{c} {t}
経営課題({c}) {t}""".split("\n")
STRATEGIES = """\
【主な戦略 {c} {t}】
戦略{c} {t}】
戦略{c} {t}
【戦略{c}】{t}
戦略{c}【{t}】
【戦略{c}:{t}】
《戦略{c}》 {t}
[戦略{c} {t}]
戦略{c}/■{t}
【主な戦略{c}】/{t}
{c} 戦略:{t}
<戦略{c} {t}>
主な戦略{c}：{t}
戦略 {c}「{t}」
〔戦略{c}〕{t}
【戦略{c} {t}
・戦略{c} {t}""".split("\n")
INITIATIVES = """\
【主な具体的取組 {c} {t}】
具体的取組{c} {t}(4年度予算額)
【具体的取組{c}】{t}
具体的取組{c}【{t}】
【{c} {t}】
<{c} {t}>
【具体的取組{c}：{t}】
《具体的取組{c}》{t}
[具体的取組{c}] {t}
具体的取組{c} {t}】
具体的取組{c}/{t}
主な具体的取組{c} {t}
〔具体的取組{c} {t}〕
・具体的取組{c} {t}
【取組{c} {t}】
具体的な取組{c} {t}""".split("\n")
MONEY = """\
{h}/{b}({n}千円)
{h}/{b}{n}千円)
{h}/{b}({n}千円
{h}/{b}/({n}千円)
{h}/{b}/〔4予算額 {n} 千円〕
{h}({n}千円)/{b}
{h} [{n}千円]/{b}
{h}〔令和4年度予算額 {n}千円〕/{b}
{h}/(4年度予算額 {n}千円)/{b}
{h}/{b} 4年度予算額:{n}千円
{h}/{b}/予算額 {n}千円
{h}/{b}（{w}千円）
{h}/{b}/令和4年度予算額 {n}千円 令和3年度決算額 9千円
{h} 予算額{n}千円/{b}
{h}/{b}/【4年度予算額】{n}千円
{h}/{b}(約{n}千円)
{h}/{b}(4年度予算額 {n}千円、3年度決算額 9千円)
{h}　{n}千円/{b}
{h}/{b}/・予算額:{n}千円""".split("\n")


@dataclass(frozen=True, slots=True)
class Item:
    level: Level
    code: str
    title: str
    body: str
    thousands: int | None = None


PLAN = (
    Item(Level.ISSUE, "1", "つながりのある地域づくり", "近所づきあいが薄い。"),
    Item(Level.STRATEGY, "1-1", "町会への加入促進", "きっかけをつくる。"),
    Item(Level.ACTION, "1-1-1", "転入者向け案内の配布", "案内冊子を配布する。", 1_240),
    Item(Level.ACTION, "1-1-3", "加入相談会の開催", "駅前で開く。", 305),
    Item(Level.STRATEGY, "1-3", "地域団体の連携支援", "情報を交換する。"),
    Item(Level.ACTION, "1-3-2", "地域円卓会議", "年4回開催する。", 18_700),
    Item(Level.ISSUE, "2", "「学び」と「子育て」のまち", "相談が増えている。"),
    Item(Level.STRATEGY, "2-1", "自助・共助の強化", "備えを進める。"),
    Item(Level.ACTION, "2-1-4", "備蓄品の更新", "期限の切れた品を入れ替える。", 0),
)


def page(chance: random.Random) -> str:
    chosen = {
        Level.ISSUE: chance.choice(ISSUES),
        Level.STRATEGY: chance.choice(STRATEGIES),
        Level.ACTION: chance.choice(INITIATIVES),
    }
    money, bullet, wide = chance.choice(MONEY), chance.choice(["", "- ", "  • "]), chance.random() < 0.3
    lines = ["令和4年度みどり区運営方針", "<区の目標>", "緑のまち", "1 重点的に取り組む主な経営課題"]
    for item in PLAN:
        head = chosen[item.level].format(c=item.code.translate(WIDE) if wide else item.code, t=item.title)
        if item.thousands is None:
            lines += [*head.split("/"), bullet + item.body]
        else:
            figure = f"{item.thousands:,}"
            text = money.format(h=head, b=bullet + item.body, n=figure, w=figure.translate(WIDE))
            lines += text.split("/")
    return "\n".join([*lines, "2 「改革プラン」に基づく取組等", "歳入の確保", "広告の公募を行う。", "策定経過"])


@pytest.mark.parametrize("seed", range(PAGES))
def test_the_plan_is_the_same_however_it_is_printed(seed: int) -> None:
    text = page(random.Random(SEED + seed))
    understood = [
        (entry.level, entry.code, entry.title, entry.parent and entry.parent.removeprefix("page/"), budgets)
        for entry in understand(text, UNKNOWN).entries
        if entry.level in (Level.ISSUE, Level.STRATEGY, Level.ACTION)
        for budgets in [tuple(amount.yen for amount in entry.amounts if amount.kind == "予算額")]
    ]
    assert understood == [
        (
            item.level,
            item.code,
            item.title,
            item.code.rpartition("-")[0] or None,
            () if item.thousands is None else (item.thousands * 1_000,),
        )
        for item in PLAN
    ]
