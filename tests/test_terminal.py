"""The terminal: a chat at the keyboard, plain lines from a pipe."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import pairwise
from statistics import median

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot import terminal
from bot.text import breaks, columns
from knowledge import Answer, Desk, Kind, Table
from knowledge.model import How, Reason
from tests.lengths import answers, visible
from tests.test_blocks import ACTION, CHOICES, FOUND, PAGE, SEVERAL
from tests.test_questions import TABLES
from tests.test_slack import EchoDesk

CTRL_C, CTRL_D = "\x03", "\x04"


def console(*, colours: bool = False, width: int = 70) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=colours, highlight=False)


def printed(to: Console) -> str:
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


@pytest.fixture
def chat() -> Callable[[str], str]:
    """Type these keys; returns what the screen said."""

    def typing(keys: str) -> str:
        screen = console()
        with create_pipe_input() as keyboard:
            keyboard.send_text(keys)
            terminal.chat(EchoDesk(), screen, PromptSession(input=keyboard, output=DummyOutput()))
        return printed(screen)

    return typing


def test_a_chat_keeps_its_thread(chat: Callable[[str], str]) -> None:
    said = chat("防災\r その予算は? \r" + CTRL_D)
    assert "「防災」(はじめて)" in said
    assert "「その予算は?」(防災)" in said
    assert said.endswith("終わります。またどうぞ。\n")


def test_it_says_in_one_line_how_to_connect_slack(chat: Callable[[str], str]) -> None:
    assert "SLACK_BOT_TOKEN" in chat(CTRL_D)


@pytest.mark.parametrize("word", ["終了", "exit", "quit", "q", ":q"])
def test_a_word_leaves_it(chat: Callable[[str], str], word: str) -> None:
    assert "もう聞かない" not in chat(f"{word}\rもう聞かない\r")


def test_ctrl_c_takes_back_the_line(chat: Callable[[str], str]) -> None:
    said = chat("まちがい" + CTRL_C + "防災\r" + CTRL_D)
    assert "まちがい" not in said
    assert "「防災」(はじめて)" in said


def test_ctrl_c_twice_leaves(chat: Callable[[str], str]) -> None:
    assert "もう聞かない" not in chat(CTRL_C + CTRL_C + "もう聞かない\r")
    assert "「防災」(はじめて)" in chat(CTRL_C + "\r" + CTRL_C + "防災\r" + CTRL_C + CTRL_C)


@pytest.mark.parametrize("mark", ["?", "？"])
def test_a_question_mark_shows_what_can_be_asked(chat: Callable[[str], str], mark: str) -> None:
    assert "「使い方」(はじめて)" in chat(f"{mark}\r{CTRL_D}")


def test_a_leading_mention_is_dropped(chat: Callable[[str], str]) -> None:
    said = chat("<@U0BOT> 防災\r@ホーシン 防犯\r" + CTRL_D)
    assert "「防災」(はじめて)" in said
    assert "「防犯」(防災)" in said


def test_a_pipe_is_answered_line_by_line_in_plain_text() -> None:
    screen = console()
    lines = "防災\n\n  <@U0BOT> その予算は?\r\n".encode() + "防犯\n".encode("cp932") + "終了\n聞かない\n".encode()
    terminal.answer_lines(EchoDesk(), io.BytesIO(lines), screen)
    said = printed(screen).split("\n\n")
    assert [line.strip() for line in said[:2]] == ["「防災」(はじめて)", "「その予算は?」(防災)"]
    assert len(said) == 4  # the line in another encoding got an answer too
    assert "聞かない" not in printed(screen)


def test_a_question_mark_in_a_pipe_asks_that_too() -> None:
    screen = console()
    terminal.answer_lines(EchoDesk(), io.BytesIO("？\n".encode()), screen)
    assert "「使い方」(はじめて)" in printed(screen)


def test_an_answer_on_the_screen() -> None:
    screen = console()
    terminal.show(FOUND, screen)
    assert printed(screen).splitlines() == [
        "防災訓練の予算は、2-1-1の2,025千円です。",
        "「防災訓練」は戦略2-1の言葉です。",
        "  避難所開設訓練と防災学習会",
        "※ページには金額だけがあります。",
        "続けて聞けること",
        "  ・その戦略は?",
        "  ・予算の順に並べて",
        "経営課題2 › 戦略2-1 › 具体的取組2-1-1 地域防災の活動支援 · 令和4年度港",
        "区運営方針(大阪市港区)",
    ]


def test_the_plans_name_leads_to_the_page() -> None:
    screen = console(colours=True, width=200)
    terminal.show(FOUND, screen)
    link = re.search(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\(.*?)\x1b\]8;;", printed(screen))
    assert link is not None
    assert link[1] == f"{PAGE}#2-1-1"
    assert "令和4年度港区運営方針(大阪市港区)" in link[2]


def test_the_receipt_keeps_everything() -> None:
    """Lines, the whole caution and the address, which nobody needs to see before they check."""
    screen = console(width=30)
    terminal.show(FOUND, screen, verbose=True)
    said = printed(screen).replace("\n", "")
    assert "経営課題2 安全・安心・快適なまちづくり › 戦略2-1 防災対策の強化 › 具体的取組2-1-1" in said
    assert "45〜46行目" in said
    assert f"{PAGE}#2-1-1" in printed(screen)


@pytest.mark.parametrize("width", [7, 12, 20, 33, 50])
def test_no_line_breaks_a_code_or_a_figure_or_leaves_an_end_alone(width: int) -> None:
    sentence = "具体的取組2-1-1「地域防災の活動支援」の予算額は2,025千円(202万5千円)です。(DV被害者、FY2022)"
    ends = [0, *breaks(sentence, width), len(sentence)]
    lines = [sentence[first:last] for first, last in pairwise(ends)]
    assert "".join(lines) == sentence
    assert all(columns(line) <= width for line in lines)
    assert [line for line in lines if line[0] in "、。」)" or line[-1] in "「("] == []
    for whole in ("2-1-1", "2,025千円", "です。") if width > 11 else ("2-1-1",):
        assert any(whole in line for line in lines)


def test_a_table_is_as_wide_as_its_japanese() -> None:
    screen = console()
    rows = (("2-1-1", "地域防災の活動支援", "2,025"), ("2-2-1", "地域防犯・安全対策", "1,568"))
    terminal.show(
        Answer("?", Kind.LIST, "ja", "2件", table=Table(("番号", "取組", "千円"), rows, (False, False, True))), screen
    )
    assert printed(screen).splitlines()[1:] == [
        "番号   取組                 千円",
        "2-1-1  地域防災の活動支援  2,025",
        "2-2-1  地域防犯・安全対策  1,568",
    ]


def test_choices_are_numbered() -> None:
    screen = console()
    terminal.show(CHOICES, screen)
    assert printed(screen).splitlines() == [
        "どれのことですか。",
        f"  1. 2-1-1 {ACTION.title} 2,025千円",
        "  2. 予算の合計",
    ]


def test_several_answers_are_told_one_after_the_other() -> None:
    screen = console()
    terminal.show(SEVERAL, screen)
    assert printed(screen).splitlines() == [
        "お尋ねの2件に、順にお答えします。",
        "(1)",
        "防災訓練の予算は、2-1-1の2,025千円です。",
        "「防災訓練」は戦略2-1の言葉です。",
        "  避難所開設訓練と防災学習会",
        "経営課題2 › 戦略2-1 › 具体的取組2-1-1 地域防災の活動支援 · 元のページ",
        "を開く",
        "(2)",
        "合計は3,593千円です。",
        "読み方: 具体的取組 × 予算額の合計",
        "  ・2-1-1 地域防災の活動支援 2,025千円",
        "  ・2-1 防災対策の強化",
        "※ページには金額だけがあります。",
        "令和4年度港区運営方針(大阪市港区)",
    ]


def test_the_receipt_says_which_words_counted() -> None:
    screen = console()
    reasons = (Reason("防災訓練", "防災", How.UNIT, 0.8),)
    answer = Answer("?", Kind.UNKNOWN, "ja", "ありません。", reasons=reasons, unmatched=("訓練",))
    terminal.show(answer, screen, verbose=True)
    assert "│ 防災訓練 │ 防災     │ 語の一部 │ 0.80 │" in printed(screen)
    assert "方針にない語: 訓練" in printed(screen)


def test_no_text_steers_the_terminal() -> None:
    screen = console(colours=True)
    terminal.show(Answer("?", Kind.UNKNOWN, "ja", "a\x1b]0;title\x07b [red]c[/red]"), screen)
    assert "\x1b]" not in printed(screen)
    assert "[red]c[/red]" in printed(screen)


def test_an_answer_is_read_at_a_glance(desk: Desk) -> None:
    """Half of all answers have fewer than 170 characters, the words of the plan with them."""
    [table] = [each for each in TABLES if each.name == "own.jsonl"]
    assert median(map(visible, answers(desk, [table]))) < 170
