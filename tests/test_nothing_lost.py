"""Scenes in which an answer could be lost, come twice, or come where nobody wants it any more."""

from __future__ import annotations

import pytest

from bot.pending import Pending
from bot.settings import Settings
from bot.slack import connected
from tests.conftest import Run
from tests.engines import engine, told  # noqa: F401
from tests.slack_standin import BOT, Channel, Fault, StandIn, broken, dropped, late, rate_limited, refused, until
from tests.test_slack import EchoDesk
from tests.test_stress import SlowDesk

ASKED = f"<@{BOT}> 防災訓練の予算は?"
AGAIN = "前にお送りした答えが届いたかを確かめられないため、もう一度お答えします。"


def posts_tried(slack: StandIn, channel: str) -> int:
    return sum(call.method == "chat.postMessage" and call.values.get("channel") == channel for call in slack.calls)


def texts(slack: StandIn, channel: str) -> list[str]:
    return [message.text for message in slack.messages(channel, BOT)]


# It is written down first


def test_what_slack_saw_acknowledged_is_written_down(slack: StandIn, settings: Settings) -> None:
    """Mentions, direct messages, commands and shortcuts, while nothing is answered yet."""
    desk = SlowDesk()
    with connected(desk, settings):
        slack.mention("C1", "U1", ASKED)
        slack.dm("U2", "防災")
        slack.command("U3", "防災")
        [asked] = slack.messages("C1")
        slack.shortcut("U4", "look_up", on=asked)
        slack.wait_acks()
        [(owed,)] = told(settings.hoshin_journal, "SELECT count(*) FROM pending")
        desk.go.set()
    assert owed == 4
    assert told(settings.hoshin_journal, "SELECT count(*) FROM pending") == [(0,)]


def test_a_command_that_was_taken_before_the_end_is_answered_after_it(
    slack: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, connected(EchoDesk(), settings):
        dying.setattr("bot.talk.Talk._answer_or_refuse", lambda *_: None)
        slack.command("U1", "防災")
        slack.wait_acks()
    with connected(EchoDesk(), settings):
        slack.wait_seen("U1")
    with connected(EchoDesk(), settings):
        pass
    assert [one.text for one in slack.seen_by("U1")] == ["「防災」(はじめて)"]


# Slack's Web API is away

AWAY = [Fault(503, "service_unavailable"), dropped(), broken()]


@pytest.mark.parametrize("fault", AWAY, ids=["503", "dropped", "500"])
def test_answers_owed_in_an_outage_come_in_order_and_once_as_soon_as_slack_is_back(
    slack: StandIn, settings: Settings, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.posting.PAUSES", (0.05,))
    with connected(EchoDesk(), settings):
        slack.dm("U1", "はじめ")  # who asks is known from now on
        slack.wait_messages("DU1")
        slack.outage = fault
        for number in range(3):
            slack.dm("U1", f"質問{number}")
            slack.mention(f"C{number}", "U1", f"<@{BOT}> 質問{number}")
        until(lambda: sum("conversations" in call.method for call in slack.calls) > 4, "look-ups in vain")
        slack.outage = None
        slack.wait_messages("DU1", 4)
        for number in range(3):
            slack.wait_messages(f"C{number}")
    assert texts(slack, "DU1")[1:] == ["「質問0」(はじめ)", "「質問1」(質問0)", "「質問2」(質問1)"]
    assert [len(texts(slack, f"C{number}")) for number in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("fault", AWAY, ids=["503", "dropped", "500"])
def test_who_asked_by_a_command_in_an_outage_is_answered_after_it(
    slack: StandIn, settings: Settings, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.posting.PAUSES", (0.05,))
    with connected(EchoDesk(), settings):
        slack.dm("U1", "はじめ")
        slack.wait_messages("DU1")
        slack.outage = fault
        slack.command("U1", "防災")
        until(lambda: sum(call.method == "respond" for call in slack.calls) > 2, "tries in vain")
        slack.outage = None
        [answer] = slack.wait_seen("U1")
    assert answer.text == f"{AGAIN}\n「防災」(はじめて)"  # nobody can look whether the first one was seen


def test_a_token_that_is_refused_for_a_moment_costs_no_answer(
    slack: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.posting.PAUSES", (0.05,))
    with connected(EchoDesk(), settings):
        slack.fail("chat.postMessage", *[refused("token_revoked")] * 3)
        slack.dm("U1", "防災")
        slack.wait_messages("DU1")
    assert texts(slack, "DU1") == ["「防災」(はじめて)"]


def test_one_post_that_goes_through_wakes_all_that_wait(
    slack: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.posting.PAUSES", (60.0,))
    with connected(EchoDesk(), settings):
        slack.dm("U1", "はじめ")
        slack.wait_messages("DU1")
        slack.outage = broken()
        slack.dm("U1", "おわり")
        slack.wait(lambda: posts_tried(slack, "DU1") == 2, "a try in vain")
        slack.outage = None
        slack.dm("U2", "ほかの人")
        slack.wait_messages("DU1", 2)


def test_what_an_outage_holds_back_is_owed_after_a_restart(
    slack: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.ENDING", 0.1)
    monkeypatch.setattr("bot.posting.PAUSES", (0.05,))
    with connected(EchoDesk(), settings):
        slack.dm("U1", "はじめ")
        slack.wait_messages("DU1")
        slack.fail("chat.postMessage", *[broken()] * 1_000)
        for number in range(3):
            slack.dm("U1", f"質問{number}")
        slack.wait_acks()
    slack._faults.clear()
    with connected(EchoDesk(), settings):
        slack.wait_messages("DU1", 4)
    assert [text[:5] for text in texts(slack, "DU1")[1:]] == ["「質問0」", "「質問1」", "「質問2」"]


@pytest.mark.parametrize("place", ["C1", "DU1"])
def test_what_nobody_may_look_up_is_answered_once_more_with_a_word_after_a_restart(
    slack: StandIn, settings: Settings, place: str
) -> None:
    look_up = "conversations.replies" if place == "C1" else "conversations.history"
    with connected(EchoDesk(), settings):
        slack.fail("chat.postMessage", broken(took_effect=True))
        slack.fail(look_up, refused("not_allowed_token_type"))
        slack.mention(place, "U1", f"<@{BOT}> 防災")
        slack.wait_messages(place)
    assert len(texts(slack, place)) == 1
    slack.fail(look_up, *[refused("not_allowed_token_type")] * 2)
    with connected(EchoDesk(), settings):
        slack.wait_messages(place, 2)
    with connected(EchoDesk(), settings):
        pass
    assert texts(slack, place) == ["「防災」(はじめて)", f"{AGAIN}\n「防災」(防災)"]


def test_a_private_answer_of_unknown_outcome_is_given_once_more_with_a_word(
    slack: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying, connected(EchoDesk(), settings):
        dying.setattr(Pending, "done", lambda *_: True)  # killed after the answer and before this
        slack.command("U1", "防災")
        slack.wait_seen("U1")
    with connected(EchoDesk(), settings):
        slack.wait_seen("U1", 2)
    assert [one.text.splitlines()[0] for one in slack.seen_by("U1")] == ["「防災」(はじめて)", AGAIN]


# In the order asked


def test_questions_of_one_direct_message_are_answered_in_the_order_asked(slack: StandIn, settings: Settings) -> None:
    with connected(EchoDesk(), settings):
        for number in range(30):
            slack.dm("U1", f"質問{number}")
        slack.wait_messages("DU1", 30)
    assert [text.partition("」")[0] for text in texts(slack, "DU1")] == [f"「質問{number}" for number in range(30)]


def test_a_slow_answer_delays_nobody_elses(slack: StandIn, settings: Settings) -> None:
    desk = SlowDesk()
    with connected(desk, settings):
        slack.dm("U1", "防災")
        slack.dm("U1", "すぐ")
        slack.dm("U2", "すぐ")
        slack.wait_messages("DU2")
        assert texts(slack, "DU1") == []
        desk.go.set()
        slack.wait_messages("DU1", 2)
    assert [text[:4] for text in texts(slack, "DU1")] == ["「防災」", "「すぐ」"]


# Deleted, edited


@pytest.mark.parametrize("place", ["C1", "DU1"])
def test_a_question_that_is_deleted_while_its_answer_waits_is_not_answered(
    slack: StandIn, settings: Settings, place: str
) -> None:
    with connected(EchoDesk(), settings):
        slack.fail("chat.postMessage", rate_limited(1))
        asked = slack.mention(place, "U1", f"<@{BOT}> 防災")
        slack.wait(lambda: posts_tried(slack, place), "a post that has to wait")
        slack.delete(place, asked)
        slack.dm("U2", "防犯")
        slack.wait_messages("DU2")
    assert texts(slack, place) == []


def test_a_question_that_is_deleted_while_it_is_worked_on_is_not_answered(slack: StandIn, settings: Settings) -> None:
    desk = SlowDesk()
    with connected(desk, settings):
        asked = slack.mention("C1", "U1", f"<@{BOT}> 防災")
        slack.wait_acks()
        slack.delete("C1", asked)
        slack.wait_acks()
        desk.go.set()
    assert texts(slack, "C1") == []


@pytest.mark.parametrize("place", ["C1", "DU1"])
def test_a_question_that_is_edited_before_its_answer_is_answered_in_its_new_form(
    slack: StandIn, settings: Settings, place: str
) -> None:
    desk = SlowDesk()
    with connected(desk, settings):
        asked = slack.mention(place, "U1", f"<@{BOT}> 防災")
        slack.wait_acks()
        slack.edit(place, asked, f"<@{BOT}> 防犯")
        slack.wait_acks()
        desk.go.set()
        slack.wait_messages(place)
    [answer] = texts(slack, place)
    assert answer.startswith("「防犯」")


def test_an_answer_that_waits_for_slack_is_made_anew_where_its_question_was_edited(
    slack: StandIn, settings: Settings
) -> None:
    with connected(EchoDesk(), settings):
        slack.fail("chat.postMessage", rate_limited(1))
        asked = slack.dm("U1", "防災")
        slack.wait(lambda: posts_tried(slack, "DU1"), "a post that has to wait")
        slack.edit("DU1", asked, "防犯")
        slack.wait_messages("DU1")
    [answer] = texts(slack, "DU1")
    assert answer.startswith("「防犯」")


def test_a_mention_that_is_added_by_editing_asks(slack: StandIn, settings: Settings) -> None:
    with connected(EchoDesk(), settings):
        asked = slack.post("C1", "U1", "防災")
        slack.edit("C1", asked, f"<@{BOT}> 防災")
        [answer] = slack.wait_messages("C1")
        slack.edit("C1", asked, f"<@{BOT}> 防災です")  # what was answered stays answered
        slack.redeliver()
        slack.wait_acks()
    assert answer.thread == asked
    assert len(texts(slack, "C1")) == 1


def test_a_mention_that_is_taken_away_by_editing_asks_no_more(slack: StandIn, settings: Settings) -> None:
    desk = SlowDesk()
    with connected(desk, settings):
        asked = slack.mention("C1", "U1", f"<@{BOT}> 防災")
        slack.wait_acks()
        slack.edit("C1", asked, "防災")
        slack.wait_acks()
        desk.go.set()
    assert texts(slack, "C1") == []


@pytest.mark.parametrize("hears_of_it", [True, False], ids=["heard", "not heard"])
def test_an_answer_whose_thread_is_gone_does_not_land_in_the_channel(
    slack: StandIn, bot: Run, hears_of_it: bool
) -> None:
    with bot():
        root = slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1")
        slack.fail("chat.postMessage", rate_limited(1))
        slack.mention("C1", "U1", f"<@{BOT}> 2-2-1の予算は?", thread=root)
        slack.wait(lambda: posts_tried(slack, "C1") == 2, "a post that has to wait")
        if hears_of_it:
            slack.delete("C1", root)
        else:
            slack.workspace.take_down("C1", root)
            slack.workspace.happened.clear()
            [told] = slack.wait_messages("DU1")
            assert told.text.startswith("スレッドの最初のメッセージがなくなったため、こちらでお答えします。")
            assert "1,568千円" in told.text
    assert [one.thread for one in slack.messages("C1", BOT)] == [root]


# Another way


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("not_in_channel", "私がそのチャンネルに参加していないため"),
        ("channel_not_found", "そのチャンネルに書き込めないため"),
        ("is_archived", "そのチャンネルはアーカイブされているため"),
        ("restricted_action", "そのチャンネルは書き込みが制限されているため"),
        ("msg_too_long", "答えが長すぎてそこには書き込めないため"),
        ("ekm_access_denied", r"Slack がそこへの書き込みを受け付けなかったため(ekm_access_denied)"),
    ],
)
def test_an_answer_that_a_channel_refuses_reaches_its_asker_alone(
    slack: StandIn, bot: Run, code: str, word: str
) -> None:
    with bot():
        slack.fail("chat.postMessage", *[refused(code)] * 4)
        slack.mention("C1", "U1", ASKED)
        [alone] = slack.wait_seen("U1")
    assert alone.text.startswith(f"{word}、こちらでお答えします。\n")
    assert "2,025千円" in alone.text
    assert slack.messages("C1", BOT) == []


def test_where_nothing_can_be_whispered_either_it_comes_as_a_direct_message(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.mention("C1", "U1", ASKED)
        slack.wait_messages("C1")
        slack.fail("chat.postMessage", rate_limited(1))
        slack.mention("C1", "U1", ASKED)
        slack.wait(lambda: posts_tried(slack, "C1") == 2, "a post that has to wait")
        slack.channels["C1"] = Channel(archived=True)
        [direct] = slack.wait_messages("DU1")
    assert direct.text.startswith("そのチャンネルはアーカイブされているため、こちらでお答えします。")
    assert "2,025千円" in direct.text
    assert direct.blocks


def test_a_command_whose_address_has_expired_is_answered_by_direct_message(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.fail("respond", refused("expired_url"))
        slack.command("U1", "防災訓練の予算は?")
        [direct] = slack.wait_messages("DU1")
    assert direct.text.startswith("コマンドへの返事の期限が過ぎたため、こちらでお答えします。")


def test_what_reaches_nobody_is_in_the_log_with_what_to_do(
    slack: StandIn, bot: Run, caplog: pytest.LogCaptureFixture
) -> None:
    with bot():
        slack.fail("chat.postMessage", *[refused("is_archived")] * 2)
        slack.fail("chat.postEphemeral", refused("is_archived"))
        slack.mention("C1", "U1", ASKED)
        slack.wait(lambda: posts_tried(slack, "DU1"), "a direct message in vain")
    errors = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert errors == [
        "Slack refused a call: is_archived. チャンネル C1 はアーカイブされています(is_archived)。"
        "答えるには、アーカイブを解除してください。"
    ]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (refused("missing_scope"), "CSV を送れませんでした(missing_scope)。中身をここに書きます。"),
        (late(30, took_effect=False), "Slack とうまくやり取りできず、CSV が届いたか分かりません。"),
    ],
    ids=["refused", "unknown"],
)
def test_a_csv_is_said_to_be_sent_only_after_slack_took_it(
    slack: StandIn, bot: Run, fault: Fault, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.contact.TIMEOUT", 1)
    with bot():
        slack.mention("C1", "U1", f"<@{BOT}> 予算の大きい取組の順に並べて")
        [table] = slack.wait_messages("C1")
        slack.fail("files.completeUploadExternal", fault)
        slack.press("U2", "CSV", on=table)
        [told] = slack.wait_seen("U2")
    assert told.text.startswith(why)
    assert "地域課題解決に向けた取組の支援,32550" in told.text
    assert slack.files == []
