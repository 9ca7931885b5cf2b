"""The real plan through the windows: the questions that Hoshin is for, and everything that people should not type."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot import blocks, terminal
from knowledge import Desk
from tests.conftest import ROOT, Run
from tests.slack_limits import complaints, words_of
from tests.slack_standin import BOT, StandIn

JAPANESE = "防災訓練の予算はどの取組から出ていますか?"
ENGLISH = "Which initiative funds disaster-prevention training and what is its budget?"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (JAPANESE, ["2-1-1", "2,025千円", "戦略2-1 防災対策の強化", "令和4年度", "大阪市港区", "元のページを開く"]),
        (ENGLISH, ["2-1-1", "2,025 thousand yen", "Strategy 2-1 防災対策の強化", "大阪市港区", "Open the page"]),
    ],
    ids=["japanese", "english"],
)
def test_the_example_questions_in_slack(slack: StandIn, bot: Run, question: str, words: list[str]) -> None:
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> {question}")
        [post] = slack.wait_posts(1)
    shown = "".join(words_of(post.values["blocks"]))
    assert [word for word in words if word not in shown] == []
    assert post.text.splitlines()[0] == "".join(words_of(post.values["blocks"][0]))
    assert "地域住民による避難所開設訓練" in shown


BAD = {
    "empty": "",
    "blank": " \t\u3000\n",
    "only emoji": "🎉🎉🎉",
    "100,000 characters": "防災" * 50_000,
    "100,000 characters without a word": "あ" * 100_000,
    "control characters": "防\x00災\x1b[2J\x07の\x85予算\u2028は",
    "half a character": "防災\ud83d",
    "quotes": """'"「『`” OR "1"="1""",
    "search operators": 'NEAR("防災" OR *) AND NOT - ^ : {a b}',
    "sql": "'; DROP TABLE entries; --",
    "a ping": "<!channel> <!here> <@U1> 防災",
    "markup": "*太字* _斜体_ ~消~ [red]赤[/red] <b>",
    "placeholders": "{question} {0} %s ${x}",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_whatever_is_typed_there_is_an_inert_answer(desk: Desk, text: str) -> None:
    answer = desk.ask(text)
    message = blocks.message(answer)
    assert complaints({"text": message.text, "blocks": message.blocks}) == []
    assert "<" not in message.text
    message.text.encode("utf-8")
    screen = Console(file=io.StringIO(), width=80, force_terminal=False)
    terminal.show(answer, screen, verbose=True)
    assert isinstance(screen.file, io.StringIO)
    assert "\x1b" not in screen.file.getvalue()


def test_a_pipe_from_the_outside(index: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bot import settings, terminal; from knowledge import Desk; "
        "terminal.run(Desk.open(Path(sys.argv[1]), settings.Settings().hoshin_documents))"
    )
    lines = f"<@U0BOT> {JAPANESE}\nその上の戦略は?\n".encode() + b"\xff\xfe\x00\n"
    done = subprocess.run(
        [sys.executable, "-c", program, str(index)], cwd=ROOT, input=lines, capture_output=True, check=False
    )
    said = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr.decode("utf-8")) == (0, "")
    assert "2,025千円" in said
    assert "防災対策の強化" in said
    assert "\x1b" not in said
    assert "> " not in said.splitlines()[0]
