"""What reaches Slack when Slack has a bad day: real HTTP against the stand-in, which fails as told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import Message
from bot.fitting import CHARTS_REFUSED_FOR
from bot.posting import PAUSES
from bot.replies import OutcomeUnknownError, Pulse, code_of, retry_handlers
from bot.sending import Sender
from tests.slack_standin import (
    BOT,
    BOT_TOKEN,
    Channel,
    Fault,
    StandIn,
    broken,
    dropped,
    late,
    rate_limited,
    refused,
)

RICH: dict[str, Any] = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "ひみつの答え"}]}],
}
DIVIDER = {"type": "divider"}
CHART: dict[str, Any] = {
    "type": "data_visualization",
    "title": "予算額",
    "chart": {
        "type": "bar",
        "series": [{"name": "予算額", "data": [{"label": "2-1-1", "value": 2_025}]}],
        "axis_config": {"categories": ["2-1-1"]},
    },
}
ANSWER = Message("ひみつの答え *2,025千円*", (RICH, DIVIDER))
WITH_CHART = Message("ひみつの図", (RICH, CHART), (RICH, DIVIDER))
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "検索"}, "blocks": [RICH]}
HOME = {"type": "home", "blocks": [RICH]}
POINTED = "[ERROR] ひみつの答え is not allowed [json-pointer:/blocks/1/type]"
DELAY = 60.0
"""Longer than any client here waits; the stand-in lets go when the test ends."""


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, one wait after the other; nobody waits for real."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(Pulse, "wait", lambda _, seconds, whatever=False: waited.append(seconds))  # noqa: ARG005
    return waited


@pytest.fixture
def slack() -> Iterator[StandIn]:
    with StandIn() as workspace:
        yield workspace


def sender_to(slack: StandIn, timeout: int = 30, clock: Callable[[], float] = time.monotonic) -> Sender:
    quiet = logging.getLogger("tests.sending")
    quiet.setLevel(logging.CRITICAL)
    client = WebClient(
        BOT_TOKEN, base_url=slack.api_url, timeout=timeout, retry_handlers=retry_handlers(), logger=quiet
    )
    return Sender(client, clock=clock)


@pytest.fixture
def sender(slack: StandIn) -> Sender:
    return sender_to(slack)


def calls(slack: StandIn, method: str) -> int:
    return sum(call.method == method for call in slack.calls)


def standing(slack: StandIn, channel: str = "C1") -> list[tuple[str, int]]:
    """Text and number of blocks of what the bot has in a channel."""
    return [(message.text, len(message.blocks)) for message in slack.messages(channel, by=BOT)]


# A way to say something: (sender, stand-in, message) → the method that it calls.
Way = Callable[[Sender, StandIn, Message], str]


def by_post(sender: Sender, slack: StandIn, message: Message) -> str:
    asked = slack.post("C1", "U1", "質問")
    sender.post("C1", asked, message, asked)
    return "chat.postMessage"


def by_update(sender: Sender, slack: StandIn, message: Message) -> str:
    asked = slack.post("C1", "U1", "質問")
    ts = str(sender.post("C1", asked, Message("前の答え", (DIVIDER, DIVIDER, DIVIDER)), asked))
    sender.update("C1", ts, message)
    return "chat.update"


def by_whisper(sender: Sender, slack: StandIn, message: Message) -> str:
    slack.post("C1", "U1", "質問")
    sender.whisper("C1", "U1", None, message)
    return "chat.postEphemeral"


def by_response(sender: Sender, slack: StandIn, message: Message) -> str:
    sender.respond(slack.command("U1", "質問").payload["response_url"], message)
    return "respond"


WAYS = pytest.mark.parametrize(
    ("way", "method"),
    [
        (by_post, "chat.postMessage"),
        (by_update, "chat.update"),
        (by_whisper, "chat.postEphemeral"),
        (by_response, "respond"),
    ],
    ids=["post", "update", "whisper", "respond"],
)


def said(slack: StandIn) -> tuple[str, int]:
    """Text and number of blocks of the last thing that the bot said, to everybody or to one person."""
    last = (slack.messages("C1", by=BOT) + slack.seen_by("U1"))[-1]
    return last.text, len(last.blocks)


def test_a_post_is_inert_and_says_what_it_answers(slack: StandIn, sender: Sender) -> None:
    asked = slack.post("C1", "U1", "質問")
    ts = sender.post("C1", asked, ANSWER, asked)
    [message] = slack.messages("C1", by=BOT)
    assert (message.ts, message.thread, message.text) == (ts, asked, ANSWER.text)
    assert message.metadata
    assert message.metadata["event_type"] == "hoshin_answer"
    assert message.metadata["event_payload"]["answers"] == asked
    [call] = slack.posts()
    polite = {name: call.values[name] for name in ("parse", "link_names", "unfurl_links", "unfurl_media", "mrkdwn")}
    assert polite == {
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
    }


@pytest.mark.parametrize(
    ("faults", "posts"),
    [
        ([broken(took_effect=True)], 1),
        ([broken()], 2),
        ([dropped(took_effect=True)], 1),
        ([dropped()], 2),
        ([Fault(502, "bad_gateway", took_effect=True)], 1),
        ([Fault(200, "fatal_error", took_effect=True)], 1),
        ([refused("internal_error")], 2),
        ([Fault(200, "<html>A proxy's page</html>", took_effect=True)], 1),
        ([broken(), dropped(), broken(took_effect=True)], 3),
        ([broken(), dropped(), broken()], 4),
        ([rate_limited(), broken(took_effect=True)], 2),
        ([broken(), rate_limited()], 3),
    ],
    ids=lambda value: "" if isinstance(value, int) else "+".join(f"{one.status}{one.error}" for one in value),
)
@pytest.mark.parametrize("channel", ["C1", "DU1"])
def test_a_post_of_unknown_outcome_stands_there_once(
    slack: StandIn, sender: Sender, channel: str, faults: list[Fault], posts: int
) -> None:
    asked = slack.post(channel, "U1", "質問")
    slack.fail("chat.postMessage", *faults)
    ts = sender.post(channel, asked if channel == "C1" else None, ANSWER, asked)
    assert [message.ts for message in slack.messages(channel, by=BOT)] == [ts]
    assert calls(slack, "chat.postMessage") == posts


def test_a_post_that_timed_out_stands_there_once(slack: StandIn) -> None:
    impatient = sender_to(slack, timeout=1)
    asked = slack.post("C1", "U1", "質問")
    slack.fail("chat.postMessage", late(DELAY))
    ts = impatient.post("C1", asked, ANSWER, asked)
    assert [message.ts for message in slack.messages("C1", by=BOT)] == [ts]


def test_nothing_is_sent_again_before_it_was_looked_up(slack: StandIn, sender: Sender) -> None:
    asked = slack.post("C1", "U1", "質問")
    slack.fail("chat.postMessage", broken(took_effect=True))
    slack.fail("conversations.replies", broken(), broken(), dropped(), dropped())  # each look-up is tried twice
    sender.post("C1", asked, ANSWER, asked)
    assert calls(slack, "chat.postMessage") == 1
    assert len(standing(slack)) == 1


def test_a_post_waits_for_as_long_as_slack_is_away(slack: StandIn, sender: Sender, waits: list[float]) -> None:
    asked = slack.post("C1", "U1", "質問")
    slack.fail("chat.postMessage", *[broken()] * 10)
    slack.fail("conversations.replies", *[broken()] * 10)
    ts = sender.post("C1", asked, ANSWER, asked)
    assert [message.ts for message in slack.messages("C1", by=BOT)] == [ts]
    pauses = [wait for wait in waits if wait in PAUSES]  # the others are the library's own, within one call
    assert pauses == sorted(pauses)
    assert pauses[-1] <= 10, "the pauses grow, and never so long that people would notice"


def test_what_cannot_be_looked_up_is_not_sent_again(slack: StandIn, sender: Sender) -> None:
    asked = slack.post("C1", "U1", "質問")
    slack.fail("chat.postMessage", broken(took_effect=True))
    slack.fail("conversations.replies", refused("not_allowed_token_type"))
    with pytest.raises(OutcomeUnknownError, match="not_allowed_token_type"):
        sender.post("C1", asked, ANSWER, asked)
    assert calls(slack, "chat.postMessage") == 1


def test_what_never_left_the_machine_needs_no_look_up(sender: Sender, slack: StandIn, waits: list[float]) -> None:
    """A line that was down is not an outcome that nobody knows."""
    asked = slack.post("C1", "U1", "質問")
    there, nowhere = slack.api_url, "http://127.0.0.1:9/"

    def line_comes_back(*_: object, **__: object) -> None:
        sender._client.base_url = there

    with pytest.MonkeyPatch.context() as line:
        line.setattr(Pulse, "wait", line_comes_back)
        sender._client.base_url = nowhere
        sender.post("C1", asked, ANSWER, asked)
    assert waits == []
    assert calls(slack, "conversations.replies") == 0
    assert len(standing(slack)) == 1


def test_only_our_own_answer_to_this_very_post_is_found(slack: StandIn, sender: Sender) -> None:
    asked, other = slack.post("C1", "U1", "質問"), slack.post("C1", "U1", "ほかの質問")
    sender.post("C1", asked, ANSWER, other)
    [ours] = slack.messages("C1", by=BOT)
    label = {"event_type": "hoshin_answer", "event_payload": {"answers": asked}}
    forged = replace(ours, ts=slack.workspace.ts(), user="UOTHERBOT", metadata=label)
    slack.workspace.stand(forged)
    assert sender.find("C1", asked, asked) is None
    slack.workspace.stand(replace(forged, ts="1999999999.000001", user=BOT))
    assert sender.find("C1", asked, asked) == "1999999999.000001"


@pytest.mark.parametrize("answers", ["0", "1600000000.000001"])
def test_a_second_post_about_the_same_is_not_taken_for_the_first(slack: StandIn, sender: Sender, answers: str) -> None:
    slack.post("C1", "U1", "質問")
    first = sender.post("C1", None, ANSWER, answers)
    slack.fail("chat.postMessage", broken())
    second = sender.post("C1", None, ANSWER, answers)
    assert [message.ts for message in slack.messages("C1", by=BOT)] == [first, second]


@pytest.mark.parametrize("channel", ["C1", "DU1"])
def test_an_answer_is_found_after_a_long_talk(slack: StandIn, sender: Sender, channel: str) -> None:
    asked = slack.post(channel, "U1", "質問")
    thread = asked if channel == "C1" else None
    for number in range(250):
        slack.post(channel, "U2", f"前の話{number}", thread)
    ts = sender.post(channel, thread, ANSWER, asked)
    for number in range(250):
        slack.post(channel, "U2", f"後の話{number}", thread)
    assert sender.find(channel, thread, asked) == ts


@WAYS
def test_a_rate_limit_is_waited_out_as_often_as_it_comes(
    slack: StandIn, sender: Sender, way: Way, method: str, waits: list[float]
) -> None:
    slack.fail(method, rate_limited(20), *[rate_limited(1)] * 9, rate_limited(30))
    way(sender, slack, ANSWER)
    assert said(slack) == (ANSWER.text, 2)
    assert [int(wait) for wait in waits] == [20, *[1] * 9, 30]


@pytest.mark.parametrize(
    ("way", "method"),
    [(by_update, "chat.update"), (by_whisper, "chat.postEphemeral"), (by_response, "respond")],
    ids=["update", "whisper", "respond"],
)
def test_a_rate_limit_of_more_than_two_minutes_is_a_no(
    slack: StandIn, sender: Sender, way: Way, method: str, waits: list[float]
) -> None:
    """For all but answers, which wait for as long as they have to."""
    slack.fail(method, rate_limited(100), rate_limited(21))
    with pytest.raises(SlackApiError) as no:
        way(sender, slack, ANSWER)
    assert code_of(no.value) == "ratelimited"
    assert [int(wait) for wait in waits] == [100]


@WAYS
@pytest.mark.parametrize(
    "error",
    [
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "invalid_attachments: only_one_table_allowed",
        "msg_blocks_too_long",
        "too_many_blocks",
    ],
)
def test_a_refused_layout_becomes_plain_text_and_the_log_says_which_block(
    slack: StandIn, sender: Sender, way: Way, method: str, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail(method, refused(error, POINTED))
    way(sender, slack, ANSWER)
    assert said(slack) == (ANSWER.text, 0)
    code = error.partition(":")[0]
    assert f"Slack refused a layout ({code}): block 1 (divider)" in caplog.text
    assert "ひみつ" not in caplog.text


def test_an_update_to_plain_text_says_that_no_block_stays(slack: StandIn, sender: Sender) -> None:
    by_update(sender, slack, Message("文だけ"))
    assert slack.calls[-1].values["blocks"] == []


def test_where_slack_points_at_nothing_the_log_says_the_longest_block(
    slack: StandIn, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("chat.postMessage", refused("msg_blocks_too_long"))
    by_post(sender, slack, ANSWER)
    assert "(msg_blocks_too_long): no block named; the longest of 2 is block 0 (rich_text)" in caplog.text


@WAYS
def test_a_workspace_without_charts_gets_the_same_without_and_is_not_asked_each_time(
    slack: StandIn, way: Way, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    now = [0.0]
    sender = sender_to(slack, clock=lambda: now[0])
    slack.workspace.unsupported.add("data_visualization")

    def tries() -> int:
        before = len(slack.calls)
        way(sender, slack, WITH_CHART)
        assert said(slack) == (WITH_CHART.text, 2)
        made = [call for call in slack.calls[before:] if call.method == method]
        return sum("data_visualization" in str(call.values) for call in made)

    assert tries() == 1
    assert "block 1 (data_visualization)" in caplog.text
    assert tries() == 0
    now[0] = CHARTS_REFUSED_FOR
    assert tries() == 1
    slack.workspace.unsupported.clear()
    now[0] = 2 * CHARTS_REFUSED_FOR
    assert tries() == 1
    assert "data_visualization" in str(slack.calls[-1].values)


def test_a_message_that_is_refused_for_more_than_its_chart_says_nothing_about_charts(
    slack: StandIn, sender: Sender
) -> None:
    slack.fail("chat.postMessage", refused("invalid_blocks"), refused("invalid_blocks"))
    by_post(sender, slack, WITH_CHART)
    by_post(sender, slack, WITH_CHART)
    assert standing(slack) == [(WITH_CHART.text, 0), (WITH_CHART.text, 2)]
    assert "data_visualization" in str(slack.posts()[-1].values)


@WAYS
@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived", "missing_scope"])
def test_a_no_goes_up_at_once(slack: StandIn, sender: Sender, way: Way, method: str, error: str) -> None:
    slack.fail(method, refused(error))
    with pytest.raises(SlackApiError) as no:
        way(sender, slack, ANSWER)
    assert code_of(no.value) == error
    assert calls(slack, method) == 1


def test_an_archived_channel_and_one_without_us_are_a_no(slack: StandIn, sender: Sender) -> None:
    slack.channels |= {"C8": Channel(archived=True), "C9": Channel(member=False)}
    for channel, code in (("C7", "channel_not_found"), ("C8", "is_archived"), ("C9", "not_in_channel")):
        with pytest.raises(SlackApiError) as no:
            sender.post(channel, None, ANSWER, "1.2")
        assert code_of(no.value) == code


def test_deleting_twice_is_no_error(slack: StandIn, sender: Sender) -> None:
    by_post(sender, slack, ANSWER)
    [message] = slack.messages("C1", by=BOT)
    slack.fail("chat.delete", broken(took_effect=True))
    sender.delete("C1", message.ts)
    sender.delete("C1", message.ts)
    assert standing(slack) == []


@pytest.mark.parametrize("fault", [broken(), dropped()], ids=["500", "lost"])
@WAYS
def test_what_can_do_no_harm_is_tried_once_more(
    slack: StandIn, sender: Sender, way: Way, method: str, fault: Fault
) -> None:
    slack.fail(method, fault)
    way(sender, slack, ANSWER)
    assert said(slack) == (ANSWER.text, 2)


def test_a_home_is_drawn_again_where_slack_stumbled(slack: StandIn, sender: Sender) -> None:
    slack.fail("views.publish", refused("internal_error"))
    sender.publish_home("U1", HOME)
    assert slack.home("U1")


def test_what_everybody_would_read_twice_is_not_sent_again(slack: StandIn, sender: Sender) -> None:
    url = slack.command("U1", "質問").payload["response_url"]
    slack.fail("respond", dropped(took_effect=True))
    with pytest.raises(OutcomeUnknownError):
        sender.respond(url, ANSWER, in_channel=True)
    assert len(standing(slack)) == 1


def test_a_press_is_answered_alone_or_in_place_or_for_all(slack: StandIn, sender: Sender) -> None:
    url = slack.command("U1", "質問").payload["response_url"]
    sender.respond(url, ANSWER)
    [alone] = slack.seen_by("U1")
    sender.respond(url, Message("みんなへ"), in_channel=True)
    assert standing(slack) == [("みんなへ", 0)]
    in_place = f"{slack.api_url}respond/{slack.workspace.hook('U1', 'C1', alone)}"
    sender.respond(in_place, Message("かわりの答え"), replace=True)
    assert [(one.ts, one.text, len(one.blocks)) for one in slack.seen_by("U1")] == [(alone.ts, "かわりの答え", 0)]
    sender.dismiss(in_place)
    assert slack.seen_by("U1") == []


def test_a_response_url_that_is_used_up_is_a_no(
    slack: StandIn, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    url = slack.command("U1", "質問").payload["response_url"]
    for _ in range(5):
        sender.respond(url, ANSWER)
    with pytest.raises(SlackApiError) as no:
        sender.respond(url, ANSWER)
    assert code_of(no.value) == "used_url"
    assert url not in str(no.value) + caplog.text


def test_a_window_opens_in_time_or_not_at_all(slack: StandIn, sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    trigger = slack.command("U1", "").payload["trigger_id"]
    assert sender.open_view(trigger, MODAL)
    assert slack.wait_modal("U1").body["title"]["text"] == "検索"
    assert not sender.open_view(trigger, MODAL)
    assert "too late (exchanged_trigger_id)" in caplog.text
    slack.workspace.trigger_life = 0
    assert not sender.open_view(slack.command("U1", "").payload["trigger_id"], MODAL)
    assert "too late (expired_trigger_id)" in caplog.text


def test_a_window_is_redrawn_unless_it_was_closed_or_is_newer(slack: StandIn, sender: Sender) -> None:
    sender.open_view(slack.command("U1", "").payload["trigger_id"], MODAL)
    view = slack.wait_modal("U1")
    assert sender.update_view(view.id, MODAL | {"blocks": [RICH, DIVIDER]}, view.hash)
    assert len(slack.wait_modal("U1").blocks) == 2
    assert not sender.update_view(view.id, MODAL, view.hash)
    assert len(slack.wait_modal("U1").blocks) == 2
    slack.close_modal("U1")
    assert not sender.update_view(view.id, MODAL)


def test_a_refused_view_says_which_block(slack: StandIn, sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    slack.fail("views.publish", refused("invalid_arguments", "[ERROR] no [json-pointer:/view/blocks/0/elements/3]"))
    with pytest.raises(SlackApiError):
        sender.publish_home("U1", HOME)
    assert "Slack refused a layout (invalid_arguments): block 0 (rich_text)" in caplog.text
    sender.publish_home("U1", HOME)
    home = slack.home("U1")
    assert home
    assert len(home.blocks) == 1


def test_prompts_and_a_status(slack: StandIn, sender: Sender) -> None:
    asked = slack.dm("U1", "質問")
    sender.prompts("DU1", [("予算", "防災の予算は?"), ("一覧", "経営課題を一覧にして")])
    assert slack.workspace.prompts["DU1"] == [
        {"title": "予算", "message": "防災の予算は?"},
        {"title": "一覧", "message": "経営課題を一覧にして"},
    ]
    sender.status("DU1", asked, "調べています")
    assert slack.workspace.statuses == [("DU1", asked, "調べています")]


def test_a_file_goes_to_the_persons_dm(slack: StandIn, sender: Sender) -> None:
    content = "\ufeff取組,千円\r\n".encode()
    sender.send_file("U1", "hoshin.csv", "取組の一覧", content, "「<!channel>」の表です。")
    assert [(file.name, file.title, file.content) for file in slack.files] == [("hoshin.csv", "取組の一覧", content)]
    [message] = slack.messages("DU1", by=BOT)
    assert message.text == "「&lt;!channel&gt;」の表です。"


def test_the_log_of_a_bad_day_holds_no_words_and_no_token(
    slack: StandIn, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    slack.fail("chat.postMessage", broken(), refused("invalid_blocks", POINTED), dropped(), rate_limited())
    by_post(sender, slack, ANSWER)
    slack.fail("respond", Fault(500, "ひみつの答え"), rate_limited(), refused("invalid_blocks", POINTED))
    by_response(sender, slack, ANSWER)
    assert "looking it up" in caplog.text
    for secret in ("ひみつ", BOT_TOKEN, "respond/"):
        assert secret not in caplog.text
