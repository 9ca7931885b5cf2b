"""The stand-in for Slack and the limits behave as Slack does: what every other test of the windows rests on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.slack_limits import complaints, option_complaints
from tests.slack_standin import (
    APP_TOKEN,
    BOT,
    BOT_TOKEN,
    PATIENCE,
    Channel,
    ChannelLimit,
    Person,
    StandIn,
    broken,
    dropped,
    late,
    rate_limited,
)

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action: str, label: str = "押す", **more: object) -> Json:
    return {"type": "button", "action_id": action, "text": plain(label), **more}


def actions(*elements: Json, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(label: str) -> Json:
    return {"text": plain(label), "value": label}


SECTION: Json = {"type": "section", "text": plain("本文")}
TYPEAHEAD = {"type": "external_select", "action_id": "suggest", "placeholder": plain("探す"), "min_query_length": 0}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("👍"), "value": "good"},
    "negative_button": {"text": plain("👎"), "value": "bad"},
}
WORDS = {
    "type": "input",
    "block_id": "words",
    "label": plain("質問"),
    "element": {"type": "plain_text_input", "action_id": "question"},
}
MODAL = {"type": "modal", "callback_id": "search", "title": plain("調べる"), "submit": plain("送る"), "blocks": [WORDS]}
HOME = {"type": "home", "blocks": [actions(button("open", value="1"), button("open_2", "開く", value="2"))]}


class Program:
    """A program at the other end of the socket: it keeps what is delivered, and acknowledges it as told."""

    def __init__(self, link: ClientConnection) -> None:
        self.payloads: list[Json] = []
        self.acks: dict[str, Mapping[str, Any]] = {}
        """Type of payload → what its acknowledgement carries."""
        self._link = link

    def run(self) -> None:
        for frame in self._link:
            envelope = json.loads(frame)
            if payload := envelope.get("payload"):
                self.payloads.append(payload)
                kind = payload.get("type", envelope["type"])
                ack = {"envelope_id": envelope["envelope_id"], "payload": self.acks.get(kind, {})}
                with suppress(ConnectionClosed):  # the test is over: nobody waits for it
                    self._link.send(json.dumps(ack))

    def events(self) -> list[Json]:
        return [payload["event"] for payload in self.payloads if payload.get("type") == "event_callback"]


@pytest.fixture
def slack() -> Iterator[StandIn]:
    with StandIn() as workspace:
        yield workspace


@pytest.fixture
def client(slack: StandIn) -> WebClient:
    return WebClient(BOT_TOKEN, base_url=slack.api_url, timeout=2, retry_handlers=[])


@pytest.fixture
def program(slack: StandIn, client: WebClient) -> Iterator[Program]:
    with connect(str(client.apps_connections_open(app_token=APP_TOKEN)["url"])) as link:
        opened = Program(link)
        thread = threading.Thread(target=opened.run)
        thread.start()
        slack.wait(lambda: slack.connections, "a connection")
        yield opened
        link.close()
        thread.join(PATIENCE)


def refusal(call: Callable[[], object]) -> str:
    """What Slack says to a call that it refuses."""
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])


def test_a_message_is_posted_changed_and_deleted(slack: StandIn, client: WebClient, program: Program) -> None:
    root = slack.post("C1", "U1", "質問")
    metadata = {"event_type": "answer", "event_payload": {"answers": root}}
    sent = client.chat_postMessage(channel="C1", thread_ts=root, text="答え", blocks=[SECTION], metadata=metadata)
    [message] = slack.messages("C1", by=BOT)
    assert (message.ts, message.text, message.blocks, message.thread) == (sent["ts"], "答え", (SECTION,), root)
    replies = client.conversations_replies(channel="C1", ts=root, include_all_metadata=True)["messages"]
    assert [reply.get("metadata") for reply in replies] == [None, metadata]
    assert [one["text"] for one in client.conversations_history(channel="C1")["messages"]] == ["質問"]
    client.chat_update(channel="C1", ts=message.ts, text="別の答え")
    [changed] = slack.messages("C1", by=BOT)
    assert (changed.text, changed.blocks, changed.metadata) == ("別の答え", (), metadata)
    client.chat_delete(channel="C1", ts=message.ts)
    assert slack.messages("C1", by=BOT) == []
    slack.wait_acks()
    heard = [(event.get("subtype"), event.get("bot_id")) for event in program.events()]
    assert heard == [(None, None), (None, "BBOT"), ("message_changed", None), ("message_deleted", None)]
    assert refusal(lambda: client.chat_update(channel="C1", ts=root, text="他人の言葉")) == "cant_update_message"
    assert refusal(lambda: client.chat_delete(channel="C1", ts="1.2")) == "message_not_found"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        (Channel(member=False), "not_in_channel"),
        (Channel("group", member=False), "channel_not_found"),
        (Channel(archived=True), "is_archived"),
        (None, "channel_not_found"),
    ],
)
def test_some_channels_take_no_message(slack: StandIn, client: WebClient, channel: Channel | None, error: str) -> None:
    if channel:
        slack.channels["C9"] = channel
    assert refusal(lambda: client.chat_postMessage(channel="C9", text="答え")) == error


def test_the_bot_hears_only_of_places_where_it_is(slack: StandIn, program: Program) -> None:
    slack.channels["C9"] = Channel(member=False)
    slack.channels["G7"] = Channel("mpim")
    slack.post("C9", "U1", "聞こえない")
    slack.mention("C1", "U1", f"<@{BOT}> 聞こえる")
    slack.post("G7", "U1", "仲間")
    slack.dm("U1", "二人")
    slack.invite("C9")
    slack.wait_acks()
    heard = [(event["type"], event["channel"], event.get("channel_type")) for event in program.events()]
    assert heard == [
        ("message", "C1", "channel"),
        ("app_mention", "C1", None),
        ("message", "G7", "mpim"),
        ("message", "DU1", "im"),
        ("member_joined_channel", "C9", "C"),
    ]


def test_people_are_who_they_are(slack: StandIn, client: WebClient, program: Program) -> None:
    slack.people["U2"] = Person(locale="en-US", guest=True)
    slack.people["U3"] = Person(stranger=True)
    known = [client.users_info(user=user, include_locale=True)["user"] for user in ("U1", "U2", "U3")]
    assert [(one["locale"], one["is_restricted"], one["team_id"]) for one in known] == [
        ("ja-JP", False, "T1"),
        ("en-US", True, "T1"),
        ("ja-JP", False, "T2"),
    ]
    assert "locale" not in client.users_info(user="U1")["user"]
    slack.post("C1", "U3", "よそから")
    slack.wait_acks()
    [payload] = program.payloads
    assert (payload["is_ext_shared_channel"], payload["event"]["user_team"]) == (True, "T2")


def test_a_response_url_answers_five_times(slack: StandIn, program: Program) -> None:
    slack.command("U1", "防災")
    slack.wait_acks()
    hook = WebhookClient(program.payloads[0]["response_url"])
    assert hook.send(text="ひとりに").status_code == 200
    assert hook.send(text="みんなに", response_type="in_channel").status_code == 200
    [alone], [public] = slack.seen_by("U1"), slack.messages("C1")
    assert (alone.text, public.text) == ("ひとりに", "みんなに")
    assert [hook.send(text="まだ").status_code for _ in range(4)] == [200, 200, 200, 404]


def test_a_button_of_a_whisper_replaces_or_deletes_it(slack: StandIn, client: WebClient, program: Program) -> None:
    slack.post("C1", "U1", "質問")
    client.chat_postEphemeral(channel="C1", user="U1", text="どれ", blocks=[actions(button("a", "一つめ", value="1"))])
    slack.press("U1", "一つめ", on=slack.seen_by("U1")[0])
    slack.wait_acks()
    pressed = program.payloads[-1]
    assert (pressed["actions"][0]["action_id"], pressed["actions"][0]["value"]) == ("a", "1")
    assert pressed["container"]["is_ephemeral"]
    assert "message" not in pressed
    hook = WebhookClient(pressed["response_url"])
    hook.send(text="それ", replace_original=True)
    assert [(one.text, one.blocks) for one in slack.seen_by("U1")] == [("それ", ())]
    hook.send(text="みんなに", response_type="in_channel", replace_original=False)
    assert [one.text for one in slack.messages("C1", by=BOT)] == ["みんなに"]
    hook.send_dict({"delete_original": True})
    assert slack.seen_by("U1") == []


def test_a_button_of_a_message_brings_the_message_along(slack: StandIn, client: WebClient, program: Program) -> None:
    slack.post("C1", "U1", "質問")
    blocks = [SECTION, {"type": "context_actions", "elements": [FEEDBACK]}]
    client.chat_postMessage(channel="C1", text="答え", blocks=blocks)
    [answer] = slack.messages("C1", by=BOT)
    slack.press("U2", "👎", on=answer)
    slack.wait_acks()
    pressed = program.payloads[-1]
    assert pressed["actions"][0] | {"action_ts": ""} == {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "block_id": "block-1",
        "value": "bad",
        "text": plain("👎"),
        "action_ts": "",
    }
    assert (pressed["message"]["ts"], pressed["channel"]["id"], pressed["user"]["id"]) == (answer.ts, "C1", "U2")
    with pytest.raises(AssertionError, match="stands there 2 times"):
        slack.press("U2", "feedback", on=answer)
    with pytest.raises(AssertionError, match="stands there 0 times"):
        slack.press("U2", "ないボタン", on=answer)


def test_a_shortcut_opens_a_modal_once(slack: StandIn, client: WebClient, program: Program) -> None:
    slack.post("C1", "U2", "防災の予算は?")
    slack.shortcut("U1", "ask", on=slack.messages("C1")[0])
    slack.wait_acks()
    asked = program.payloads[-1]
    assert (asked["type"], asked["callback_id"], asked["message"]["text"]) == ("message_action", "ask", "防災の予算は?")
    view = client.views_open(trigger_id=asked["trigger_id"], view=MODAL)["view"]
    shown = slack.modal("U1")
    assert shown is not None
    assert (shown.id, shown.hash) == (view["id"], view["hash"])
    again = lambda: client.views_open(trigger_id=asked["trigger_id"], view=MODAL)  # noqa: E731
    assert refusal(again) == "exchanged_trigger_id"
    slack.workspace.trigger_life = 0
    slack.command("U1", "")
    slack.wait_acks()
    too_late = lambda: client.views_open(trigger_id=program.payloads[-1]["trigger_id"], view=MODAL)  # noqa: E731
    assert refusal(too_late) == "expired_trigger_id"


def test_a_modal_is_filled_sent_and_answered(slack: StandIn, client: WebClient, program: Program) -> None:
    slack.command("U1", "")
    slack.wait_acks()
    form = MODAL | {"blocks": [WORDS, actions(TYPEAHEAD, block_id="find")]}
    view = client.views_open(trigger_id=program.payloads[-1]["trigger_id"], view=form)["view"]
    with pytest.raises(AssertionError, match="質問"):
        slack.submit("U1")
    program.acks["block_suggestion"] = {"options": [option("防災"), option("防犯")]}
    shown = slack.fill(slack.wait_modal("U1"), {"質問": "予算は?"})
    choices = slack.suggestions("U1", "suggest", "ぼう", on=shown)
    assert [choice["value"] for choice in choices] == ["防災", "防犯"]
    slack.choose("U1", "suggest", choices[1], on=shown)
    slack.wait_acks()
    pressed = program.payloads[-1]
    assert pressed["actions"][0]["selected_option"] == option("防犯")
    assert pressed["view"]["state"]["values"]["words"]["question"]["value"] == "予算は?"

    program.acks["view_submission"] = {"response_action": "errors", "errors": {"words": "短すぎます"}}
    assert slack.submit("U1", {"question": "短"})["errors"] == {"words": "短すぎます"}
    program.acks["view_submission"] = {"response_action": "update", "view": form | {"title": plain("結果")}}
    slack.submit("U1")
    updated = slack.wait_modal("U1")
    assert (updated.id, updated.body["title"], updated.state["words"]["question"]["value"]) == (
        view["id"],
        plain("結果"),
        "短",
    )
    stale = lambda: client.views_update(view_id=updated.id, hash=view["hash"], view=MODAL)  # noqa: E731
    assert refusal(stale) == "hash_conflict"
    client.views_update(view_id=updated.id, hash=updated.hash, view=MODAL)
    program.acks["view_submission"] = {"response_action": "push", "view": MODAL | {"title": plain("次")}}
    slack.submit("U1")
    assert slack.wait_modal("U1").body["title"] == plain("次")
    slack.close_modal("U1")
    assert slack.wait_modal("U1").id == updated.id
    program.acks["view_submission"] = {}
    slack.submit("U1")
    assert slack.modal("U1") is None


def test_home_is_drawn_and_pressed(slack: StandIn, client: WebClient, program: Program) -> None:
    slack.open_home("U1")
    first = client.views_publish(user_id="U1", view=HOME)["view"]
    drawn = slack.wait_home("U1")
    slack.press("U1", "開く", on=drawn)
    slack.wait_acks()
    assert [event["tab"] for event in program.events()] == ["home"]
    pressed = program.payloads[-1]
    assert pressed["container"] == {"type": "view", "view_id": first["id"]}
    assert "response_url" not in pressed
    second = client.views_publish(user_id="U1", view=HOME, hash=pressed["view"]["hash"])["view"]
    assert slack.wait_home("U1", other_than=drawn).hash == second["hash"]
    stale = lambda: client.views_publish(user_id="U1", view=HOME, hash=first["hash"])  # noqa: E731
    assert refusal(stale) == "hash_conflict"


def test_a_file_reaches_its_person(slack: StandIn, client: WebClient) -> None:
    channel = client.conversations_open(users="U1")["channel"]["id"]
    client.files_upload_v2(
        channel=channel, filename="表.csv", title="表", content=b"\xef\xbb\xbfa,b", initial_comment="どうぞ"
    )
    [file] = slack.files
    assert (file.name, file.title, file.content) == ("表.csv", "表", b"\xef\xbb\xbfa,b")
    [message] = slack.messages("DU1")
    assert (message.text, message.files) == ("どうぞ", (file,))


def test_prompts_belong_to_no_thread_and_are_at_most_four(slack: StandIn, client: WebClient) -> None:
    slack.dm("U1", "こんにちは")
    prompts = [{"title": "例", "message": "防災の予算は?"}]
    client.assistant_threads_setSuggestedPrompts(channel_id="DU1", prompts=prompts)
    assert slack.workspace.prompts == {"DU1": prompts}
    set_prompts = client.assistant_threads_setSuggestedPrompts
    assert refusal(lambda: set_prompts(channel_id="DU1", prompts=prompts * 5)) == "invalid_arguments"
    assert refusal(lambda: set_prompts(channel_id="DU1", thread_ts="1.2", prompts=prompts)) == "invalid_arguments"


@pytest.mark.parametrize(
    ("fault", "stands"),
    [
        (rate_limited(1), 0),
        (broken(), 0),
        (broken(took_effect=True), 1),
        (dropped(), 0),
        (dropped(took_effect=True), 1),
        (late(60), 1),
        (late(60, took_effect=False), 0),
    ],
    ids=str,
)
def test_a_fault_may_or_may_not_have_taken_effect(slack: StandIn, client: WebClient, fault: Any, stands: int) -> None:
    slack.dm("U1", "質問")
    slack.fail("chat.postMessage", fault)
    client.timeout = 1
    with pytest.raises((SlackApiError, OSError)):
        client.chat_postMessage(channel="DU1", text="答え")
    assert len(slack.messages("DU1", by=BOT)) == stands
    client.chat_postMessage(channel="DU1", text="答え")
    assert len(slack.messages("DU1", by=BOT)) == stands + 1


def test_a_channel_takes_one_post_a_second_after_a_burst(slack: StandIn, client: WebClient) -> None:
    slack.limit = ChannelLimit(rate=0.001, burst=2)
    for channel in ("C1", "C2"):
        slack.post(channel, "U1", "質問")
    client.chat_postMessage(channel="C1", text="一")
    client.chat_postMessage(channel="C1", text="二")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="三")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    client.chat_postMessage(channel="C2", text="別")
    assert [len(slack.messages(channel, by=BOT)) for channel in ("C1", "C2")] == [2, 1]


def test_what_a_connection_took_with_it_is_delivered_again(slack: StandIn, client: WebClient) -> None:
    url = str(client.apps_connections_open(app_token=APP_TOKEN)["url"])
    with connect(url) as deaf:
        slack.wait(lambda: slack.connections, "a connection")
        slack.dm("U1", "質問")
        [_hello, first] = [json.loads(deaf.recv()) for _ in range(2)]
    with connect(url) as again:
        frames = [json.loads(again.recv()) for _ in range(2)]
        second = frames[1] if frames[0]["type"] == "hello" else frames[0]
        assert (second["envelope_id"], second["retry_attempt"]) == (first["envelope_id"], 1)
        again.send(json.dumps({"envelope_id": second["envelope_id"]}))
        slack.wait_acks()


def test_a_block_that_is_not_rolled_out_yet_is_pointed_at(slack: StandIn, client: WebClient) -> None:
    slack.dm("U1", "質問")
    slack.workspace.unsupported.add("data_visualization")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="DU1", text="図", blocks=[SECTION, chart()])
    assert refused.value.response["error"] == "invalid_blocks"
    [said] = refused.value.response["response_metadata"]["messages"]
    assert "[json-pointer:/blocks/1/type]" in said


def chart(labels: tuple[str, ...] = ("一", "二"), **more: object) -> Json:
    data = [{"label": label, "value": 1} for label in labels]
    bar = {"type": "bar", "series": [{"name": "額", "data": data}], "axis_config": {"categories": list(labels)}}
    return {"type": "data_visualization", "title": "予算", "chart": bar, **more}


def table(rows: int, columns: int = 2, text: str = "値") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


def rich(text: str) -> Json:
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [part]}


def field(length: int) -> Json:
    return {"type": "section", "fields": [plain("あ" * length)]}


def select(count: int, **more: object) -> Json:
    options = [option(f"{number}") for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


AT_THE_LIMIT = [
    *([SECTION] * 50,),
    [field(2_000)],
    [{"type": "header", "text": plain("あ" * 150)}],
    [{"type": "context", "elements": [plain("あ")] * 10}],
    [actions(*(button(f"{number}") for number in range(25)))],
    [actions(button("a", "あ" * 75, value="い" * 2_000), select(100, placeholder=plain("あ" * 150)))],
    [{"type": "context_actions", "elements": [FEEDBACK]}],
    [table(100, 20)],
    [chart(tuple(f"{number}" for number in range(20))), chart()],
    [rich("あ" * 12_990)],
    [{"type": "section", "text": plain("あ" * 3_000), "accessory": button("a")}],
]


@pytest.mark.parametrize("blocks", AT_THE_LIMIT)
def test_what_just_fits_is_taken(blocks: list[Json]) -> None:
    assert complaints({"text": "答え", "blocks": blocks}) == []


@pytest.mark.parametrize(
    ("blocks", "pointer"),
    [
        ([SECTION] * 51, "/blocks"),
        ([field(2_001)], "/blocks/0/fields/0/text"),
        ([{"type": "section", "fields": [plain("あ")] * 11}], "/blocks/0/fields"),
        ([{"type": "section", "text": plain("あ" * 3_001)}], "/blocks/0/text/text"),
        ([{"type": "section"}], "/blocks/0"),
        ([{"type": "section", "text": plain("")}], "/blocks/0/text/text"),
        ([{"type": "section", "text": plain("あ") | {"verbatim": True}}], "/blocks/0/text/verbatim"),
        ([{"type": "header", "text": plain("あ" * 151)}], "/blocks/0/text/text"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "あ"}}], "/blocks/0/text"),
        ([{"type": "context", "elements": [plain("あ")] * 11}], "/blocks/0/elements"),
        ([actions(*(button(f"{number}") for number in range(26)))], "/blocks/0/elements"),
        ([actions(button("a"), button("a"))], "/blocks/0"),
        ([SECTION | {"block_id": "b"}, SECTION | {"block_id": "b"}], "/blocks"),
        ([actions(button("a", "あ" * 76))], "/blocks/0/elements/0/text/text"),
        ([actions(button("a", value="い" * 2_001))], "/blocks/0/elements/0/value"),
        ([actions(button("あ" * 256))], "/blocks/0/elements/0/action_id"),
        ([actions(select(101))], "/blocks/0/elements/0/options"),
        ([actions(select(0))], "/blocks/0/elements/0/options"),
        ([actions(select(1, placeholder=plain("あ" * 151)))], "/blocks/0/elements/0/placeholder/text"),
        ([actions(select(1, initial_option=option("ない")))], "/blocks/0/elements/0/initial_option"),
        ([actions(select(6) | {"type": "overflow"})], "/blocks/0/elements/0/options"),
        ([actions(select(11) | {"type": "checkboxes"})], "/blocks/0/elements/0/options"),
        ([actions(FEEDBACK)], "/blocks/0/elements/0/type"),
        (
            [{"type": "context_actions", "elements": [FEEDBACK | {"action_id": str(n)} for n in range(6)]}],
            "/blocks/0/elements",
        ),
        ([table(101)], "/blocks/0/rows"),
        ([table(1, 21)], "/blocks/0/rows/0"),
        ([table(1, 1, text="")], "/blocks/0/rows/0/0/text"),
        ([table(1), table(1)], "/blocks"),
        ([chart(), chart(), chart()], "/blocks"),
        ([chart(title="あ" * 51)], "/blocks/0/title"),
        ([chart(("あ" * 21,))], "/blocks/0/chart/series/0/data/0/label"),
        ([chart(tuple(f"{number}" for number in range(21)))], "/blocks/0/chart/axis_config/categories"),
        ([chart(("同じ", "同じ"))], "/blocks/0/chart/axis_config/categories"),
        ([rich("あ" * 13_001)], "/blocks"),
        ([rich("")], "/blocks/0/elements/0/elements/0"),
        ([{"type": "rich_text", "elements": []}], "/blocks/0/elements/0"),
        ([{"type": "markdown", "text": "あ" * 12_001}], "/blocks"),
        ([{"type": "alert", "text": plain("あ")}], "/blocks/0/type"),
        ([{"type": "unheard_of"}], "/blocks/0/type"),
    ],
)
def test_what_does_not_fit_is_pointed_at(blocks: list[Json], pointer: str) -> None:
    assert [one.rpartition("pointer:")[2] for one in complaints({"text": "答え", "blocks": blocks})] == [f"{pointer}]"]


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        (MODAL | {"title": plain("あ" * 25)}, "/title/text"),
        (MODAL | {"submit": plain("あ" * 25)}, "/submit/text"),
        (MODAL | {"submit": None}, "/submit"),
        (MODAL | {"private_metadata": "x" * 3_001}, "/private_metadata"),
        (MODAL | {"callback_id": "x" * 256}, "/callback_id"),
        (HOME | {"blocks": [SECTION] * 101}, "/blocks"),
        (HOME | {"blocks": [table(1)]}, "/blocks/0/type"),
        (HOME | {"blocks": [chart()]}, "/blocks/0/type"),
        (HOME | {"blocks": [{"type": "context_actions", "elements": [FEEDBACK]}]}, "/blocks/0/type"),
        (HOME | {"blocks": [rich("あ" * 84_000)]}, "/"),
    ],
)
def test_views_have_limits_of_their_own(view: Json, pointer: str) -> None:
    assert [one.rpartition("pointer:")[2] for one in complaints(view)] == [f"{pointer}]"]
    assert complaints(MODAL) == complaints(HOME) == complaints(HOME | {"blocks": [SECTION] * 100}) == []


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ([option(f"{number}") for number in range(101)], "/options"),
        ([option("あ" * 76)], "/options/0/text/text"),
        ([option("あ") | {"value": "い" * 151}], "/options/0/value"),
        ([option("あ") | {"description": plain("あ" * 76)}], "/options/0/description/text"),
    ],
)
def test_options_have_limits_too(options: list[Json], pointer: str) -> None:
    assert [one.rpartition("pointer:")[2] for one in option_complaints({"options": options})] == [f"{pointer}]"]
    assert option_complaints({"options": []}) == option_complaints({"options": [option("あ" * 75)]}) == []
