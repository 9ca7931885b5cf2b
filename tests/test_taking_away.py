"""Files in Slack and at the terminal: pressed for, or asked for by word and given where the answer stands."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from app import main
from bot import keeping, terminal
from bot.trouble import TroubleError
from knowledge import Desk
from tests.conftest import Run
from tests.slack.faults import refused
from tests.slack_standin import BOT, Message, SentFile, StandIn
from tests.test_terminal import console, printed

TABLE = f"<@{BOT}> 経営課題別の予算"


def sent(slack: StandIn, channel: str) -> tuple[Message, SentFile]:
    """The message with a file in a channel, once it stands there, and the file."""
    with_file = lambda: next((one for one in slack.messages(channel, BOT) if one.files), None)  # noqa: E731
    found = slack.wait(with_file, "a file")
    assert found
    [file] = found.files
    return found, file


def test_a_workbook_is_a_press_away(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.mention("C1", "U1", TABLE)
        [table] = slack.wait_messages("C1")
        slack.press("U2", "Excel", on=table)
        [told] = slack.wait_seen("U2")
        _, file = sent(slack, "DU2")
    assert told.text == "Excel をダイレクトメッセージで送りました。"
    assert file.name == "令和4年度港区運営方針.xlsx"
    assert load_workbook(io.BytesIO(file.content)).sheetnames == ["表", "根拠"]


def test_one_button_makes_a_note_to_copy(slack: StandIn, bot: Run) -> None:
    """The text stands in the message, the document is beside it."""
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> 防犯の予算は?")
        [answer] = slack.wait_messages("C1")
        slack.press("U1", "答弁メモ", on=answer)
        message, file = sent(slack, "DU1")
    assert file.name == "答弁メモ 令和4年度港区運営方針.docx"
    assert "【問】防犯の予算は?" in message.text
    assert "【答】具体的取組2-2-1「地域防犯・安全対策」の予算額は1,568千円" in message.text
    assert "答弁メモ" in docx.Document(io.BytesIO(file.content)).paragraphs[0].text


@pytest.mark.parametrize(
    ("asked", "ending"),
    [("経営課題別の予算をCSVで", ".csv"), ("経営課題別の予算をExcelで", ".xlsx"), ("防犯の予算を答弁メモで", ".docx")],
)
def test_a_file_asked_for_by_word_comes_into_the_thread(slack: StandIn, bot: Run, asked: str, ending: str) -> None:
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> {asked}")
        message, file = sent(slack, "C1")
    answer = next(one for one in slack.messages("C1", BOT) if not one.files)
    assert message.thread == answer.thread
    assert file.name.endswith(ending)


def test_a_file_asked_for_of_the_answer_before(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.dm("U1", "経営課題別の予算は?")
        slack.wait_messages("DU1")
        slack.dm("U1", "Excelで")
        _, file = sent(slack, "DU1")
    assert load_workbook(io.BytesIO(file.content)).worksheets[0].max_row > 8


def test_a_command_gets_its_file_by_direct_message(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", "経営課題別の予算をCSVで")
        _, file = sent(slack, "DU1")
    assert file.name.endswith(".csv")
    assert slack.messages("C1", BOT) == []


def test_where_slack_takes_no_file_the_rows_are_told(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.fail("files.completeUploadExternal", refused("not_in_channel"))
        slack.mention("C1", "U1", f"<@{BOT}> 経営課題別の予算をExcelで")
        answer, instead = slack.wait_messages("C1", 2)
    assert instead.text.startswith("Excel を送れませんでした(not_in_channel)。")
    assert "区民主体のまちづくり,32550,49.3" in instead.text
    assert instead.thread == answer.thread


# At the terminal


def test_the_chat_puts_a_file_beside_what_is_there(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    screen = console()
    for _ in range(2):
        terminal.hand_over(desk, desk.ask("経営課題別の予算をExcelで"), screen)
    terminal.hand_over(desk, desk.ask("経営課題別の予算"), screen)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "令和4年度港区運営方針 (2).xlsx",
        "令和4年度港区運営方針.xlsx",
    ]
    assert printed(screen).count("保存しました") == 2


def test_a_chart_asked_for_at_the_terminal_is_bars(desk: Desk) -> None:
    screen = console(width=120)
    terminal.show(desk.ask("経営課題別の予算をグラフで"), screen)
    assert "████████████" in printed(screen)


def test_an_answer_is_saved_under_a_name(desk: Desk, tmp_path: Path) -> None:
    answer = desk.ask("防犯の予算は?")
    for name in ("a.csv", "a.XLSX", "a.docx"):
        assert keeping.saved(desk, answer, tmp_path / name).stat().st_size > 0
    for name, why in (("a.csv", "すでにあります"), ("a.pdf", ".csv、.xlsx、.docx"), ("no/a.csv", "書き込めません")):
        with pytest.raises(TroubleError, match=why):
            keeping.saved(desk, answer, tmp_path / name)
    with pytest.raises(TroubleError, match="入れるものがありません"):
        keeping.saved(desk, desk.ask("こんにちは"), tmp_path / "b.csv")


def test_the_command_saves_too(tmp_path: Path, index: Path) -> None:
    database, file = str(index), tmp_path / "答え.docx"
    said = CliRunner().invoke(main, ["ask", "--save", str(file), "--database", database, "防犯の予算は?"])
    assert (said.exit_code, file.exists()) == (0, True)
    assert said.output.endswith(f": {file}\n")
