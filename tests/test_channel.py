"""Scenes in a channel: a colleague asks, everybody reads the answer, and other people's talk is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import pytest

from bot.settings import Settings
from tests.conftest import Run
from tests.engines import told
from tests.slack_limits import words_of
from tests.slack_standin import BOT, Channel, Message, Person, StandIn, until

ASKED = f"<@{BOT}> 防災訓練の予算は?"
VAGUE = f"<@{BOT}> まちづくり"
"""Three issues bear this word: the answer is a choice."""


class Ask(Protocol):
    """Mentions the bot and returns the answer, once the bot knows that it stands there."""

    def __call__(self, text: str = ASKED, user: str = "U1", thread: str | None = None) -> Message: ...


@pytest.fixture
def ask(slack: StandIn, settings: Settings) -> Ask:
    def asked(text: str = ASKED, user: str = "U1", thread: str | None = None) -> Message:
        there = len(slack.messages("C1", BOT))
        slack.mention("C1", user, text, thread)
        answer = slack.wait_messages("C1", there + 1)[-1]
        wait_noted(settings, answer)
        return answer

    return asked


def wait_noted(settings: Settings, answer: Message) -> None:
    """Wait until the journal knows where the answer stands: a program asks faster than people do."""
    noted = lambda: told(settings.hoshin_journal, "SELECT 1 FROM answers WHERE ts = ?", answer.ts)  # noqa: E731
    until(noted, "a note of where the answer stands")


def seen_by_all(message: Message) -> Message:
    """The message in a client that knows no buttons of one's own."""
    return replace(message, blocks=_without(message.blocks, "visible_to_user_ids"))


def _without(part: Any, name: str) -> Any:
    if isinstance(part, Mapping):
        return {key: _without(value, name) for key, value in part.items() if key != name}
    return [_without(one, name) for one in part] if isinstance(part, list | tuple) else part


# A thread where an answer stands


def test_a_follow_up_needs_no_mention(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        root = ask().thread
        slack.post("C1", "U1", "その上の戦略は?", thread=root)
        slack.wait_messages("C1", 2)
        slack.post("C1", "U2", "2-2-1の予算は?", thread=root)  # another person's question is as good
        slack.wait_messages("C1", 3)
    answers = slack.messages("C1", BOT)
    assert [one.thread for one in answers] == [root] * 3
    assert "戦略2-1「防災対策の強化」" in answers[1].text
    assert "1,568千円" in answers[2].text


def test_a_follow_up_goes_on_after_a_restart(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        root = ask().thread
    with bot():
        slack.post("C1", "U1", "その上の戦略は?", thread=root)
        slack.wait_messages("C1", 2)
    assert "戦略2-1" in slack.messages("C1", BOT)[1].text


INNOCENT = """
ありがとうございます。助かりました。
了解です!
なるほど、意外と少ないですね
2-1-1の件、あとで話しましょう
明日の会議は何時からですか?
防災訓練は来週でしたっけ?
お昼どうします?
予算の資料は共有しましたか?
予算の件、課長に聞いてもらえますか?
さっきの予算の数字、資料に入れてもらえますか?
その予算、うちの課から出せますか?
この予算で足りますか?
防災の打合せ、予算の話もしますか?
防災訓練の日程は決まりましたか?
予算要求の締切はいつですか?
飲み会の予算はいくらですか?
予算はもう確定したんですか?
2-1-1の担当はどなたですか?
それは何ですか?
なぜですか?
給食費はいくら?
Thanks!
Did you send the budget file?
who pays for lunch?
<@U2> 2-2-1の予算はいくらですか?
<!here> 2-2-1の予算はいくらですか?
<!subteam^S1|防災班> 2-2-1の予算はいくらですか?
👍
""".split("\n")[1:-1]


def test_other_peoples_talk_is_left_alone(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        root = ask().thread
        for number, said in enumerate(INNOCENT):
            slack.post("C1", f"U{number % 2 + 1}", said, thread=root)
        slack.post("C1", "U1", "2-2-1の予算はいくらですか?")  # outside the thread
        slack.post("C1", "U1", "2-2-1の予算はいくらですか?", thread="1700000000.999999")  # in a thread without answers
        slack.wait_acks()
    asked = {one.ts: one.text for one in slack.messages("C1")}
    answered = [call.values["metadata"]["event_payload"]["answers"] for call in slack.posts()[1:]]
    assert [asked[ts] for ts in answered] == []
    assert slack.seen_by("U1") == slack.seen_by("U2") == []


def test_follow_ups_can_be_turned_off_for_all(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot(hoshin_thread_followups=False):
        root = ask().thread
        slack.post("C1", "U1", "2-2-1の予算は?", thread=root)
        slack.wait_acks()
        assert "1,568千円" in ask(f"<@{BOT}> 2-2-1の予算は?", thread=root).text
    assert len(slack.messages("C1", BOT)) == 2


def test_a_person_can_turn_follow_ups_off(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        root = ask().thread
        slack.open_home("U1")
        home = slack.wait_home("U1")
        slack.choose("U1", "home_followups", "答えない", on=home)
        slack.wait_home("U1", other_than=home)
        slack.post("C1", "U1", "2-2-1の予算は?", thread=root)
        slack.post("C1", "U2", "その上の戦略は?", thread=root)
        slack.wait_messages("C1", 2)
    assert ["戦略2-1" in one.text for one in slack.messages("C1", BOT)[1:]] == [True]


def test_two_people_who_alternate_keep_their_own_subjects(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        root = ask().thread
        ask(f"<@{BOT}> 防犯の予算は?", user="U2", thread=root)
        for user, strategy in [("U1", "戦略2-1"), ("U2", "戦略2-2"), ("U1", "戦略2-1")]:
            there = len(slack.messages("C1", BOT))
            slack.post("C1", user, "その上の戦略は?", thread=root)
            assert strategy in slack.wait_messages("C1", there + 1)[-1].text


def test_what_one_reads_alone_is_not_what_the_thread_is_about(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        answer = ask()
        slack.press("U2", "同じ課題の具体的取組", on=answer)
        slack.wait_seen("U2")
        slack.mention("C1", "U3", f"<@{BOT}> その上の戦略は?", thread=answer.thread)
        slack.wait_messages("C1", 2)
    assert "具体的取組2-1-1「地域防災の活動支援」の上位は戦略2-1" in slack.messages("C1", BOT)[1].text


# Presses


def test_a_step_answers_the_presser_alone_in_the_thread(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        answer = ask()
        for user in ("U1", "U2"):
            slack.press(user, "上位の戦略", on=answer)
            [alone] = slack.wait_seen(user)
            assert (alone.channel, alone.thread) == ("C1", answer.thread)
            assert "戦略2-1「防災対策の強化」" in alone.text
        slack.press("U2", "上位の経営課題", on=slack.seen_by("U2")[0])  # and walks on in place
        slack.wait(lambda: "経営課題2" in slack.seen_by("U2")[0].text.splitlines()[0], "the issue")
    assert slack.messages("C1", BOT) == [answer]
    assert len(slack.seen_by("U2")) == 1


def test_the_askers_first_choice_settles_it_and_nobody_elses(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        choices = ask(VAGUE)
        slack.press("U2", "step:1", on=choices)
        [alone] = slack.wait_seen("U2")
        assert alone.text.startswith("「まちづくり」は経営課題2")
        assert slack.messages("C1", BOT) == [choices]
        slack.press("U1", "step:2", on=choices)
        slack.wait(lambda: slack.messages("C1", BOT)[0].edited, "the choice")
        [settled] = slack.messages("C1", BOT)
        assert settled.text.startswith("「まちづくり」は経営課題3")
        slack.press("U1", "step:0", on=choices)  # a client that had not yet redrawn
        [mine] = slack.wait_seen("U1")
        assert mine.text.startswith("「まちづくり」は経営課題1")
    assert slack.messages("C1", BOT) == [settled]


def test_a_choice_of_what_was_asked_of_it(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        choices = ask(f"<@{BOT}> まちづくりの予算の合計は?")
        slack.press("U1", "step:0", on=choices)
        slack.wait(lambda: slack.messages("C1", BOT)[0].edited, "the choice")
        [settled] = slack.messages("C1", BOT)
    assert "千円" in settled.text.splitlines()[0]


def test_only_the_asker_can_delete_an_answer(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        answer = ask()
        slack.press("U2", "この答えを消す", on=seen_by_all(answer))
        [refused] = slack.wait_seen("U2")
        assert refused.text == "この答えを消せるのは、聞いた人だけです。"
        assert slack.messages("C1", BOT) == [answer]
        slack.press("U1", "この答えを消す", on=answer)
        slack.wait(lambda: not slack.messages("C1", BOT), "the answer is gone")
        slack.press("U1", "この答えを消す", on=answer)  # pressed twice
        slack.post("C1", "U1", "その上の戦略は?", thread=answer.thread)  # no answer stands here any more
        slack.wait_acks()
    assert slack.messages("C1", BOT) == []
    assert slack.seen_by("U1") == []


def test_the_rows_come_by_direct_message(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        table = ask(f"<@{BOT}> 予算の大きい取組の順に並べて")
        slack.press("U2", "CSV", on=table)
        [told] = slack.wait_seen("U2")
        slack.wait(lambda: slack.files, "the file")
    assert told.text == "CSV をダイレクトメッセージで送りました。"
    [direct] = slack.messages("DU2", BOT)
    [file] = direct.files
    assert file.name == "令和4年度港区運営方針.csv"
    text = file.content.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = text.removeprefix("\ufeff").splitlines()
    assert rows[1].split(",")[0] == "具体的取組1-2-2"  # 1-2-2 alone would be a date
    assert rows[1].endswith(",32550,49.3")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.split(","))


def test_thumbs_are_thanked_for_alone(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        answer = ask()
        slack.press("U2", "役に立った", on=answer)
        [thanks] = slack.wait_seen("U2")
    assert (thanks.text, thanks.thread) == ("ありがとうございます。", answer.thread)
    assert slack.messages("C1", BOT) == [answer]


@pytest.mark.parametrize("refused", [(), ("alert",)])
def test_the_line_for_minutes_stands_behind_a_button(
    slack: StandIn, bot: Run, ask: Ask, refused: tuple[str, ...]
) -> None:
    """In a window, with what must be said with the figure; also where Slack has no coloured notes."""
    slack.workspace.unsupported.update(refused)
    with bot():
        answer = ask()
        slack.press("U2", "コピー用", on=answer)
        if refused:
            [told] = slack.wait_seen("U2")
            assert "2,025千円" in told.text
            slack.press("U2", "コピー用", on=answer)
        window = slack.wait_modal("U2")
    line = "令和4年度港区運営方針(大阪市港区、ページ日付 2024年3月13日) 2-1-1「地域防災の活動支援」 2,025千円"
    caution = "予算・決算の別の記載はなく、令和4年度の予算額と読みました。"
    assert line not in "".join(words_of(answer.blocks))
    assert list(words_of(window.blocks))[:2] == [line, caution]
    assert slack.messages("C1", BOT) == [answer]


def test_a_button_of_an_unknown_version_gets_a_kind_word(slack: StandIn, bot: Run, ask: Ask) -> None:
    strange = {"type": "button", "action_id": "gone", "text": {"type": "plain_text", "text": "前の版"}, "value": "1"}
    with bot():
        answer = ask()
        old = Message("C1", answer.ts, BOT, "前の版", ({"type": "actions", "elements": [strange]},), answer.thread)
        slack.press("U1", "前の版", on=old)
        [kind] = slack.wait_seen("U1")
    assert kind.text == "このボタンは、いまの版では使えません。もう一度聞いてください。"


# Other places


@pytest.mark.parametrize(("channel", "kind"), [("G1", "group"), ("G2", "mpim"), ("C2", "group")])
def test_private_channels_and_group_messages(
    slack: StandIn, bot: Run, settings: Settings, channel: str, kind: str
) -> None:
    slack.channels[channel] = Channel(kind)
    with bot():
        slack.post(channel, "U1", "お昼どうします?")
        # Slack sends no app_mention from a group message.
        root = slack.post(channel, "U1", ASKED) if kind == "mpim" else slack.mention(channel, "U1", ASKED)
        wait_noted(settings, slack.wait_messages(channel)[0])
        slack.post(channel, "U2", "その上の戦略は?", thread=root)
        slack.wait_messages(channel, 2)
    assert [one.thread for one in slack.messages(channel, BOT)] == [root, root]


def test_one_greeting_where_the_bot_is_invited(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.invite("C7")
        [greeting] = slack.wait_messages("C7")
        slack.invite("C7")
    with bot():
        slack.invite("C7")
        slack.press("U2", "step:0", on=greeting)
        [alone] = slack.wait_seen("U2")
    assert slack.messages("C7", BOT) == [greeting]
    assert greeting.text.startswith("令和4年度港区運営方針(大阪市港区)のことなら、このチャンネルで私にメンションして")
    [examples] = [block["elements"] for block in greeting.blocks if block["type"] == "actions"]
    assert len(examples) == 3
    assert "千円" in alone.text


def test_somebody_elses_arrival_is_not_greeted(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.channels["C1"] = Channel("channel")
        joined = {
            "type": "member_joined_channel",
            "user": "U2",
            "channel": "C1",
            "channel_type": "C",
            "event_ts": "1.1",
        }
        slack._event(joined, "C1", "U2")
        slack.wait_acks()
    assert slack.posts() == []


def test_only_the_named_channels_are_answered_in(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot(hoshin_channels=frozenset({"C1"})):
        slack.invite("C2")
        slack.mention("C2", "U1", ASKED)
        [refusal] = slack.wait_seen("U1")
        ask()
        slack.dm("U1", "防災訓練の予算は?")
        slack.wait_messages("DU1")
        slack.command("U2", "防災訓練の予算は?", channel="C2")
        [private] = slack.wait_seen("U2")
    assert slack.messages("C2", BOT) == []
    assert refusal.text.startswith("このチャンネルでは答えないことになっています。")
    assert "2,025千円" in private.text
    assert "チャンネルに共有" not in list(words_of(list(private.blocks)))


# Who may ask

GUEST, ALONE, STRANGER = Person(guest=True), Person(single_channel_guest=True), Person(stranger=True)
TO_GUESTS = "ゲストの方にはお答えしないことになっています。"
TO_OTHERS = "ほかの組織の方にはお答えしないことになっています。"


@pytest.mark.parametrize(
    ("person", "refusal"), [(GUEST, TO_GUESTS), (ALONE, TO_GUESTS), (STRANGER, TO_OTHERS)], ids=["guest", "one", "far"]
)
def test_strangers_are_refused_politely_whatever_they_try(
    slack: StandIn, bot: Run, ask: Ask, person: Person, refusal: str
) -> None:
    slack.people["U9"] = person
    with bot():
        answer = ask()
        slack.mention("C1", "U9", ASKED)
        slack.wait_seen("U9", 1)
        slack.dm("U9", "防災訓練の予算は?")
        slack.wait_seen("U9", 2)
        slack.command("U9", "防災訓練の予算は?")
        slack.wait_seen("U9", 3)
        slack.command("U9", "")
        slack.wait_seen("U9", 4)
        slack.shortcut("U9", "look_up", on=answer)
        slack.wait_seen("U9", 5)
        slack.press("U9", "上位の戦略", on=answer)
        slack.wait_seen("U9", 6)
        slack.post("C1", "U9", "その上の戦略は?", thread=answer.thread)
        slack.open_home("U9")
        home = slack.wait_home("U9")
    assert [one.text[: len(refusal)] for one in slack.seen_by("U9")] == [refusal] * 6
    assert "".join(words_of(list(home.blocks))).startswith(refusal)
    assert slack.messages("C1", BOT) == [answer]
    assert slack.modal("U9") is None


@pytest.mark.parametrize(("person", "allowed"), [(GUEST, "guests"), (STRANGER, "external")], ids=["guest", "stranger"])
def test_strangers_are_answered_where_they_may_be(
    slack: StandIn, bot: Run, ask: Ask, person: Person, allowed: str
) -> None:
    slack.people["U9"] = person
    with bot(hoshin_allow=frozenset({allowed})):
        assert "2,025千円" in ask(user="U9").text


# Languages


def test_buttons_are_in_the_persons_language_and_the_answer_in_the_questions(
    slack: StandIn, bot: Run, ask: Ask
) -> None:
    slack.people["U2"] = Person(locale="en-US")
    with bot():
        mine = ask()
        theirs = ask(user="U2")
        english = ask(f"<@{BOT}> how much for watching over the elderly?")
        help_ = ask(f"<@{BOT}>", user="U2")
    steps = [[element["text"]["text"] for element in _row(one)] for one in (mine, theirs, english)]
    assert steps[0] == steps[2] == ["上位の戦略", "同じ課題の具体的取組", "金額で並べる", "コピー用", "答弁メモ"]
    assert steps[1][0] == "The strategy above"
    assert "2,025千円" in theirs.text
    assert english.text.startswith("Initiative 3-1-2")
    assert "For example" in help_.text


def test_the_language_that_a_person_set_holds_for_answers_too(slack: StandIn, bot: Run, ask: Ask) -> None:
    with bot():
        slack.open_home("U1")
        home = slack.wait_home("U1")
        slack.choose("U1", "home_language", "English", on=home)
        changed = slack.wait_home("U1", other_than=home)
        assert "Settings" in list(words_of(list(changed.blocks)))
        answer = ask()
    assert "2,025 thousand yen" in answer.text
    assert _row(answer)[0]["text"]["text"] == "The strategy above"


def _row(message: Message) -> list[dict[str, dict[str, str]]]:
    """The buttons below an answer."""
    found = [list(block["elements"]) for block in message.blocks if block["type"] == "actions"]
    return [one for row in found for one in row if one["type"] == "button"]
