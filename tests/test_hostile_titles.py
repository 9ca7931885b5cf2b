"""Markup, mentions and formulas in a plan's titles do nothing, wherever they stand: messages, windows, files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from bot import modals
from knowledge import Answer, Desk, Kind, Table, as_csv
from knowledge.shelf.store import Store
from tests.conftest import Run
from tests.plans import large_plan
from tests.slack_limits import words_of
from tests.slack_standin import BOT, Message, StandIn

NASTY = "<!channel> <@U2> <https://evil.example|ここ> *太* _斜_ `符` &amp; :smile: ../\u202e\x1b[31m"
LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>|]+>")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A plan whose every title, text and name says more than words."""
    source, entries = large_plan(issues=2, strategies=2, actions=3)
    bad = f"={NASTY}"
    named = (replace(entry, title=f"{entry.title}{NASTY}", body=f"{entry.body}{NASTY}") for entry in entries[:-1])
    store = Store.create(tmp_path_factory.mktemp("nasty") / "hoshin.db")
    last = replace(entries[-1], title=f"{bad}{entries[-1].title}", department=NASTY)
    about = replace(source, title=f"{bad}{source.title}", organisation=f"{NASTY}{source.organisation}")
    store.replace(replace(about, url=f"https://example.jp/a|b>{NASTY}"), (*named, last))
    yield Desk(store)
    store.close()


def parsed(value: object) -> Iterator[str]:
    """Every text in a call that Slack reads markup in."""
    if isinstance(value, Mapping):
        if value.get("type") == "mrkdwn":
            yield str(value["text"])
        for each in value.values():
            yield from parsed(each)
    elif isinstance(value, list):
        for each in value:
            yield from parsed(each)


def test_nothing_in_slack_pings_links_or_formats(slack: StandIn, bot: Run, nasty: Desk) -> None:
    with bot(nasty):
        answers = [ask(slack, text) for text in QUESTIONS]
        labels = {label: message for message in answers for label in pressable(message)}
        for label in ("CSV", "Excel", "答弁メモ"):
            if label in labels:
                slack.press("U1", label, on=labels[label])
        slack.mention("C1", "U1", f"<@{BOT}> 予算の大きい順に並べて")
        [posted] = slack.wait_messages("C1")
        slack.press("U1", next(label for label in pressable(posted) if label not in ("CSV", "Excel")), on=posted)
        slack.command("U1", "予算の一番大きい取組は?")
        alone = slack.wait_seen("U1")[-1]
        slack.press("U1", "チャンネルに共有", on=alone)
        slack.open_home("U1")
        slack.wait_home("U1")
        slack.command("U1", "")
        window = slack.wait_modal("U1")
        assert slack.suggestions("U1", modals.SUGGEST, "", window)
        slack.wait_acks()
        slack.wait(lambda: len(slack.messages("C1", BOT)) > 1, "what was shared")
    assert "<!channel>" in "\n".join(words_of(list(answers[0].blocks)))  # as words, it is there
    for call in slack.calls:
        for text in parsed(dict(call.values)):
            assert "<" not in LINK.sub("", text), (call.method, text)
        for name in ("text", "initial_comment", "title", "status"):
            if name == "title" and "filename" in call.values:
                continue  # a file's title is no markup
            assert not re.search("<[!@#]", str(call.values.get(name) or "")), (call.method, name)
    for envelope in slack.envelopes:
        assert all("<" not in LINK.sub("", text) for text in parsed(envelope.ack))


def test_files_are_called_and_filled_with_words(slack: StandIn, bot: Run, nasty: Desk) -> None:
    with bot(nasty):
        table = ask(slack, "予算の大きい順に並べて")
        for label in ("CSV", "Excel"):
            if label in pressable(table):
                count = len(slack.files)
                slack.press("U1", label, on=table)
                slack.wait(lambda count=count: len(slack.files) > count, "the file")  # type: ignore[misc]
    assert slack.files
    for file in slack.files:
        assert not re.search(r"[/\\\x00-\x1f\u202a-\u202e<>:\"|?*]", file.name), file.name
        if file.name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(file.content.decode("utf-8-sig"))) for cell in row]
        else:
            cells = [
                str(cell.value)
                for sheet in load_workbook(io.BytesIO(file.content))
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None and cell.data_type != "s"
            ]
        assert [cell for cell in cells if re.match(r"\s*[=+@＝＋＠]", cell)] == []


FORMULAS = (
    "=1+1",
    "+cmd|'/c calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    " =1+1",
    "\u3000=1",
)


@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_no_cell_of_a_csv_is_a_formula(formula: str) -> None:
    assert cells(formula) == [f"'{formula}"]


NUMBERS = {"+517": "517", "+1,234": "1234", "-5": "-5", "△1,234": "-1234", "▲2,450": "-2450", "+12.5": "12.5", "0": "0"}


@pytest.mark.parametrize(("printed", "number"), NUMBERS.items())
def test_a_number_with_a_sign_is_a_number(printed: str, number: str) -> None:
    assert cells(printed) == [number]


def cells(*row: str) -> list[str]:
    """A row of a table as a spreadsheet finds it in the CSV."""
    table = Table(tuple("ab"[: len(row)]), (row,), (False,) * len(row))
    made = as_csv(Answer("", Kind.FIGURES, "ja", "", table=table))
    assert made is not None
    return next(iter(list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))[1:]))


QUESTIONS = (
    "予算の一番大きい取組は?",
    "予算の大きい順に並べて",
    "経営課題ごとの予算を比べて",
    "経営課題1とは?",
    "全体像",
    "給食の献立は?",
    "健康",
    "防災と健康の予算は?",
    "使い方",
    "how much is the largest?",
)


def ask(slack: StandIn, text: str) -> Message:
    """The answer to a direct message."""
    there = len(slack.messages("DU1", BOT))
    slack.dm("U1", text)
    return slack.wait_messages("DU1", there + 1)[-1]


def pressable(message: Message) -> list[str]:
    """The labels of a message's buttons."""
    return [
        str(element["text"]["text"])
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]
