"""Scenes in which somebody could be answered who may not be, or turned away who may ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.settings import Settings
from bot.slack import connected
from tests.conftest import Run
from tests.slack_limits import words_of
from tests.slack_standin import (
    BOT,
    PATIENCE,
    Fault,
    Message,
    Person,
    StandIn,
    broken,
    dropped,
    late,
    rate_limited,
    refused,
)
from tests.test_slack import EchoDesk

ASKED = f"<@{BOT}> 防災訓練の予算は?"
UNCHECKED = "いま、どなたからの質問かを Slack に確かめられないため、お答えできません。"
ELSEWHERE = "ほかの組織の方にはお答えしないことになっています。"


def looked_up(slack: StandIn) -> int:
    return sum(call.method == "users.info" for call in slack.calls)


def forget_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on everybody is looked up each time, as after an hour."""
    for name in ("KNOWN_FOR", "UNKNOWN_FOR"):
        monkeypatch.setattr(f"bot.people.{name}", 0)


# Who is asking cannot be checked


@pytest.mark.parametrize(
    "fault",
    [refused("missing_scope"), refused("user_not_found"), broken(), dropped(), rate_limited(60), late(60)],
    ids=["no scope", "nobody", "500", "dropped", "limited", "hangs"],
)
def test_who_cannot_be_checked_is_not_answered_and_not_asked_about_again_at_once(
    slack: StandIn, bot: Run, fault: Fault, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.contact.PATIENCE", 1)
    slack.people["U9"] = Person(guest=True)
    slack.fail("users.info", *[fault] * 2)  # a second try of one and the same question
    with bot():
        slack.mention("C1", "U9", ASKED)
        slack.wait_seen("U9")
        before = looked_up(slack)
        for _ in range(3):
            slack.mention("C1", "U9", ASKED)
        slack.command("U9", "防災訓練の予算は?")
        slack.wait_seen("U9", 5)
        assert looked_up(slack) == before <= 2
    assert [one.text[: len(UNCHECKED)] for one in slack.seen_by("U9")] == [UNCHECKED] * 5
    assert slack.messages("C1", BOT) == []
    assert caplog.text.count("部外者として扱いました") == 1


def test_who_was_known_this_morning_is_not_turned_away_by_an_outage_at_noon(
    slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bot():
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1")
        forget_people(monkeypatch)
        slack.fail("users.info", *[broken()] * 9)
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1", 2)
    assert slack.seen_by("U1") == []
    assert looked_up(slack) > 1


def test_whom_slack_says_nothing_of_keeps_nobody_else_waiting(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1")
        slack.fail("users.info", *[late(PATIENCE, took_effect=False)] * 12)
        for number in range(6):
            slack.mention(f"C1{number}", f"U1{number}", ASKED)
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1", 2)
        assert not any(slack.messages(f"C1{number}", BOT) or slack.seen_by(f"U1{number}") for number in range(6))


def test_one_person_who_asks_ten_times_at_once_is_looked_up_once(slack: StandIn, bot: Run) -> None:
    with bot():
        for number in range(10):
            slack.mention(f"C{number}", "U1", ASKED)
        for number in range(10):
            slack.wait_messages(f"C{number}")
    assert looked_up(slack) == 1


def test_where_everybody_may_ask_nobody_has_to_be_known(slack: StandIn, bot: Run) -> None:
    slack.fail("users.info", refused("missing_scope"))
    with bot(hoshin_allow=frozenset({"guests", "external"})):
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1")


# Enterprise Grid

COLLEAGUE = Person(sister="T7")


@pytest.mark.parametrize("whole", [False, True], ids=["one workspace", "the whole organisation"])
def test_colleagues_of_the_organisation_are_answered_and_strangers_are_not(
    slack: StandIn, bot: Run, whole: bool
) -> None:
    slack.workspace.enterprise, slack.workspace.whole = "E1", whole
    slack.people |= {"U2": COLLEAGUE, "U9": Person(stranger=True)}
    with bot():
        for user in ("U1", "U2", "U9"):
            slack.mention("C1", user, ASKED)
        slack.wait_messages("C1", 2)
        [refusal] = slack.wait_seen("U9")
        [answer, _] = slack.messages("C1", BOT)
        slack.press("U2", "上位の戦略", on=answer)
        slack.wait_seen("U2")
    assert refusal.text.startswith(ELSEWHERE)
    assert len(slack.messages("C1", BOT)) == 2


def test_a_workspace_that_is_alone_knows_its_own_people_only(slack: StandIn, bot: Run) -> None:
    slack.people["U2"] = COLLEAGUE
    with bot():
        slack.mention("C1", "U2", ASKED)
        [refusal] = slack.wait_seen("U2")
    assert refusal.text.startswith(ELSEWHERE)


def test_what_another_workspaces_installation_hears_is_not_answered_with_this_ones_token(
    slack: StandIn, settings: Settings
) -> None:
    with connected(EchoDesk(), settings):
        event = {"type": "message", "channel": "DU1", "channel_type": "im", "user": "U1", "text": "防災", "ts": "1.1"}
        slack._event(event, "DU1", "U1", team="T8")
        slack.dm("U2", "防犯")
        slack.wait_messages("DU2")
        slack.wait_acks()
    assert [call.values["channel"] for call in slack.posts()] == ["DU2"]


# Buttons that are none of theirs


def pressed(on: Message, *, answer: Message) -> Message:
    """A message whose buttons carry another answer's id: somebody has guessed it."""
    ids = iter([block["block_id"] for block in answer.blocks if "answer:" in str(block.get("block_id"))])
    guessed = next(ids)
    blocks = tuple(
        {**block, "block_id": guessed} if "answer:" in str(block.get("block_id")) else block for block in on.blocks
    )
    return replace(on, blocks=blocks)


def test_what_somebody_asked_alone_is_nobody_elses_however_its_number_was_come_by(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.mention("C1", "U2", ASKED)
        [public] = slack.wait_messages("C1")
        slack.command("U1", "2-2-1の予算は?")
        [private] = slack.wait_seen("U1")
        slack.dm("U3", "2-2-1の予算は?")
        [direct] = slack.wait_messages("DU3")
        for number, theirs in enumerate((private, direct), 1):
            slack.press("U2", "上位の戦略", on=pressed(public, answer=theirs))
            told = slack.wait_seen("U2", number)[-1]
            assert told.text.startswith("この答えの記録はもう残っていません"), told.text


def test_an_answer_of_another_channel_is_not_to_be_had_by_its_number(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> 2-2-1の予算は?")
        [theirs] = slack.wait_messages("C1")
        slack.mention("C2", "U2", ASKED)
        [ours] = slack.wait_messages("C2")
        slack.press("U2", "上位の戦略", on=pressed(ours, answer=theirs))
        [told] = slack.wait_seen("U2")
    assert "2-2" not in told.text


def test_home_shows_and_asks_again_ones_own_questions_only(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", "2-2-1の予算は?")
        slack.wait_seen("U1")
        slack.open_home("U1")
        theirs = slack.wait_home("U1")
        slack.open_home("U2")
        home = slack.wait_home("U2")
        slack.press("U2", "home_recent:0", on=replace(theirs, id=home.id, user="U2"))
        drawn = slack.wait_home("U2", other_than=home)
    assert "1,568千円" not in "".join(words_of(list(drawn.blocks)))


def test_who_has_become_a_guest_can_use_no_button_that_is_still_on_the_screen(
    slack: StandIn, bot: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bot():
        slack.mention("C1", "U9", ASKED)
        [answer] = slack.wait_messages("C1")
        slack.open_home("U9")
        home = slack.wait_home("U9")
        slack.command("U9", "")
        window = slack.wait_modal("U9")
        slack.people["U9"] = Person(guest=True)
        forget_people(monkeypatch)
        for what in ("上位の戦略", "役に立った"):
            before = len(slack.seen_by("U9"))
            slack.press("U9", what, on=answer)
            assert slack.wait_seen("U9", before + 1)[-1].text.startswith("ゲストの方には"), what
        slack.press("U9", "home_ask:0", on=home)
        drawn = slack.wait_home("U9", other_than=home)
        assert slack.suggestions("U9", "suggest", "防災", on=window) == []
        slack.submit("U9", {"question": "防災訓練の予算は?"})
        told = slack.modal("U9")
        slack.wait_acks()
    assert told
    said: list[Any] = [*words_of(list(drawn.blocks)), *words_of(list(told.blocks))]
    assert [words for words in said if words.startswith("ゲストの方には")] == [
        "ゲストの方にはお答えしないことになっています。ワークスペースの職員にお尋ねください。"
    ] * 2
    assert "2,025" not in "".join(said)
