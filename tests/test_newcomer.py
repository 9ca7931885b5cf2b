"""Who is new asks what all this is: the plan at a glance, and what the program itself is."""

from __future__ import annotations

import pytest

from knowledge import Desk, Kind, as_text
from tests.conftest import Run
from tests.slack.standing import APP, TEAM
from tests.slack_limits import words_of
from tests.slack_standin import BOT, StandIn

GLANCES = [
    "概要", "全体像", "要約して", "概要を教えて", "運営方針って何?", "運営方針とは何ですか", "運営方針の全体像は?",
    "何から読めばいい?", "どこから読めばいいですか", "この区が目指すものは?",
    "新人なので全体をざっくり知りたい", "この資料には何が書いてあるの?", "港区の運営方針について教えて",
    "運営方針の構成は?", "経営課題と戦略の違いは?", "give me an overview", "what is this plan?",
    "where do I start?", "summarize",
]  # fmt: skip
RUNGS = [
    ("経営課題って何?", "経営課題", ["1", "2", "3", "4", "5", "6"]),
    ("経営課題とは", "経営課題", ["1", "2", "3", "4", "5", "6"]),
    ("戦略って何ですか?", "戦略", ["1-2", "2-1", "2-2", "3-1", "3-3", "4-1", "4-2", "5-1", "5-2", "6-1"]),
    ("What is a strategy?", "trategies", ["1-2", "2-1", "2-2", "3-1", "3-3", "4-1", "4-2", "5-1", "5-2", "6-1"]),
]
OF_THE_PROGRAM = [
    ("あなたはAI?", "生成AIではありません"),
    ("Are you an AI?", "no generative AI"),
    ("プライバシーは?", "ほかのサービスやAIには送りません"),
    ("誰が質問を見られるの?", "名前を付けずに"),
    ("who sees my questions?", "without your name"),
    ("Who can see my questions?", "without your name"),
    ("何ができるの?", "取組の内容や予算"),
    ("what can you do?", "initiatives and budgets"),
    ("これ生成AI?", "生成AIではありません"),
    ("質問の内容は記録されますか?", "名前を付けずに"),
    ("履歴は残る?", "名前を付けずに"),
    ("do you log my questions?", "without your name"),
]


@pytest.mark.parametrize("question", GLANCES)
def test_who_is_new_sees_the_plan_at_a_glance(desk: Desk, question: str) -> None:
    """Its goal, how it is built, and its issues with their sums and shares, which together are the whole."""
    answer = desk.ask(question)
    assert answer.kind is Kind.LIST
    assert "「暮らして楽しい」「遊んで楽しい」「働いて楽しい」まち" in answer.headline
    assert [shown.entry.code for shown in answer.shown] == ["1", "2", "3", "4", "5", "6"]
    assert answer.table is not None
    assert answer.table.rows[-1][2:] == ("65,958", "100.0")
    assert len(answer.notes) == 2
    assert answer.steps


@pytest.mark.parametrize(("question", "level", "codes"), RUNGS)
def test_what_a_rung_of_the_plan_is(desk: Desk, question: str, level: str, codes: list[str]) -> None:
    answer = desk.ask(question)
    assert level in answer.headline
    assert [shown.entry.code for shown in answer.shown] == codes


def test_a_glance_is_walked_on_from(desk: Desk) -> None:
    glance = desk.ask("全体像")
    third = desk.ask("3番目を詳しく", glance.subject)
    assert [shown.entry.code for shown in third.shown] == ["3"]
    assert [shown.entry.code for shown in desk.ask("その予算は?", third.subject).shown] == ["3-1-2", "3-3-4"]


def test_the_overview_of_a_thing_is_that_thing(desk: Desk) -> None:
    """And not the whole plan: also where the thing was named one question before."""
    named = desk.ask("防災の取組は?")
    for answer in (desk.ask("防災の概要"), desk.ask("2-1-1の要約"), desk.ask("概要は?", named.subject)):
        assert [shown.entry.code for shown in answer.shown] == ["2-1-1"]


@pytest.mark.parametrize("question", ["この計画の名前は?", "この運営方針のタイトルは?", "資料名は?"])
def test_the_name_of_the_plan_is_no_overview(desk: Desk, question: str) -> None:
    assert desk.ask(question).headline == "資料の名前は「令和4年度港区運営方針」です。"


@pytest.mark.parametrize(("question", "says"), OF_THE_PROGRAM)
def test_what_is_asked_of_the_program_is_told_in_two_sentences(desk: Desk, question: str, says: str) -> None:
    answer = desk.ask(question)
    assert answer.kind is Kind.HELP
    assert says in answer.headline
    assert answer.headline.count("。") == 2 or answer.headline.count(". ") == 1


@pytest.mark.parametrize("question", ["AIを使った取組は?", "取組はAIですか?", "質問の予算は?"])
def test_a_word_that_the_plan_does_not_print_is_no_question_about_the_program(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    assert answer.kind is Kind.UNKNOWN
    assert "生成AI" not in as_text(answer)


@pytest.mark.parametrize("place", ["C1", "DU1"])
def test_the_glance_leads_to_home(slack: StandIn, bot: Run, place: str) -> None:
    """One message with the plan in it: a chart of the issues, and a button that opens Home inside Slack."""
    with bot():
        if place == "C1":
            slack.mention("C1", "U1", f"<@{BOT}> この区が目指すものは?")
        else:
            slack.dm("U1", "概要")
        [shown] = slack.wait_messages(place)
    kinds = [block["type"] for block in shown.blocks]
    assert "data_visualization" in kinds
    [row] = [block for block in shown.blocks if block["type"] == "actions"]
    urls = [element["url"] for element in row["elements"] if "url" in element]
    assert urls == [f"slack://app?team={TEAM}&id={APP}&tab=home"]
    assert "ホームで開く" in words_of(row)
