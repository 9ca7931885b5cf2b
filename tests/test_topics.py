"""Which entries a topic word means: one, several or the group above them, by how the plan holds the word."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Desk

PLAN = """令和5年度若葉区運営方針

2024年3月1日

ページ番号:123456

1 重点的に取り組む主な経営課題

経営課題1 住まいと道の安心

空き家が増え、駅前の放置自転車も歩行者の妨げとなっている。

【主な戦略 1-1 空き家の適正管理と活用】
専門家と連携し、所有者の相談に応じる。

【主な戦略 1-2 道の安全】
警察と協力して事故を減らす。

【主な具体的取組 1-1-1 空き家の無料相談】
建築士による相談会を開く。(2,000千円)

【主な具体的取組 1-1-2 危険な空き家の是正指導】
現地を調べ、所有者に修繕を求める。(4,000千円)

【主な具体的取組 1-2-1 放置自転車の撤去】
駅前で撤去を行う。(9,000千円)

経営課題2 学びと食の充実

本に親しみ、食べものを大切にする。

【主な戦略 2-1 本に親しむ場の充実】
図書館から遠い地域にも本を届ける。

【主な具体的取組 2-1-1 移動図書館の巡回】
団地を月2回巡回する。(5,000千円)

【主な具体的取組 2-1-2 フードドライブの実施】
集まった食品をこども食堂に届ける。(1,000千円)
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("topics")
    (folder / "documents").mkdir()
    (folder / "documents" / "wakaba-r5.txt").write_text(PLAN, encoding="utf-8")
    return Desk.open(Path(folder / "index.db"), folder / "documents")


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("空き家の取組", ["1-1-1", "1-1-2"]),
        ("空き家の予算はいくら?", ["1-1-1", "1-1-2"]),
        ("空き家関係の取組を全部", ["1-1-1", "1-1-2"]),
        ("空き家関連の取組は?", ["1-1-1", "1-1-2"]),
        ("空き家系の取組", ["1-1-1", "1-1-2"]),
        ("空き家まわりの予算", ["1-1-1", "1-1-2"]),
        ("放置自転車の予算は?", ["1-2-1"]),
        ("自転車関係の予算は?", ["1-2-1"]),
        ("図書館の取組はどれとどれ?", ["2-1-1"]),
        ("学びの取組は?", ["2-1-1", "2-1-2"]),
        ("所有者の取組は?", ["1-1-2"]),
        ("駅前まわりの取組を全部", ["1-2-1"]),
        ("経営課題2で何をやるの?", ["2-1-1", "2-1-2"]),
        ("経営課題2で何をやるの?取組を挙げて", ["2-1-1", "2-1-2"]),
    ],
)
def test_all_entries_that_hold_a_word_alike_are_answered(plan: Desk, question: str, codes: list[str]) -> None:
    assert [shown.entry.code for shown in plan.ask(question).shown] == codes


def test_money_of_all_that_a_word_means_is_added_up(plan: Desk) -> None:
    assert plan.ask("空き家関係の予算を全部足すといくら?").yen == 6_000_000


@pytest.mark.parametrize(
    "question",
    [
        "空き家の予算はどの課題に入ってる?",
        "どの課題に空き家の予算が入ってるの",
        "空き家の予算が入ってるのはどの課題?",
    ],
)
def test_the_group_that_holds_money_of_a_topic_is_told(plan: Desk, question: str) -> None:
    assert [shown.entry.code for shown in plan.ask(question).shown] == ["1"]


def test_a_word_before_a_suffix_is_never_passed_over(plan: Desk) -> None:
    """本関係 asks for less than the whole plan: 本 is no prefix there."""
    assert plan.ask("本関係は全部でいくら?").yen != 21_000_000
