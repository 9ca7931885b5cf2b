"""Scenes where one person asks alone: direct messages, the command, the shortcut, the windows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import modals
from knowledge import Desk
from knowledge.shelf.store import Store
from tests.conftest import Run
from tests.plans import large_plan
from tests.slack_limits import words_of
from tests.slack_standin import BOT, Channel, Message, Person, StandIn, View

QUESTION = "防災訓練の予算は?"


def ask(slack: StandIn, text: str = QUESTION, user: str = "U1") -> Message:
    """The answer to a direct message."""
    there = len(slack.messages(f"D{user}", BOT))
    slack.dm(user, text)
    return slack.wait_messages(f"D{user}", there + 1)[-1]


def redrawn(slack: StandIn, before: Message) -> Message:
    """The message once it shows something else."""

    def now() -> Message | None:
        there = [*slack.messages(before.channel), *slack.seen_by("U1")]
        return next((one for one in there if one.ts == before.ts and one.text != before.text), None)

    found = slack.wait(now, "the message redrawn")
    assert found
    return found


def looks_like(view: View | Message) -> str:
    """All its words."""
    return "\n".join(words_of(list(view.blocks)))


def window(slack: StandIn, has: str, user: str = "U1") -> View:
    """The window once it shows these words."""
    slack.wait(lambda: (view := slack.modal(user)) and has in looks_like(view), f"a window with {has}")
    view = slack.modal(user)
    assert view
    return view


# Direct messages and the Messages tab


def test_walking_the_plan_leaves_one_message(slack: StandIn, bot: Run) -> None:
    with bot():
        shown = ask(slack)
        walk = [
            "上位の戦略",
            "上位の経営課題",
            "この下の戦略",
            "2-1 防災対策の強化",
            "この下の具体的取組",
            "2-1-1 地域防災の活動支援",
            "金額で並べる",
        ]
        for label in walk:
            pressable = [
                element
                for block in shown.blocks
                if block["type"] == "actions"
                for element in block["elements"]
                if element["type"] == "button"
            ]
            labels = [element["text"]["text"] for element in pressable]
            slack.press("U1", label if label in labels else labels[0], on=shown)
            shown = redrawn(slack, shown)
    assert slack.messages("DU1", BOT) == [shown]
    assert shown.edited
    assert slack.seen_by("U1") == []


def test_a_choice_turns_into_its_answer(slack: StandIn, bot: Run) -> None:
    with bot():
        choices = ask(slack, "まちづくり")
        slack.press("U1", "step:0", on=choices)
        answer = redrawn(slack, choices)
        slack.dm("U1", "その予算は?")  # goes on from what was chosen
        slack.wait_messages("DU1", 2)
    assert answer.text.startswith("「まちづくり」は経営課題1「区民主体のまちづくり」")
    assert "経営課題1" in slack.messages("DU1", BOT)[1].text


def test_a_thread_on_a_redrawn_answer_goes_on_from_what_it_shows_now(slack: StandIn, bot: Run) -> None:
    with bot():
        answer = ask(slack, "2-2-1の予算は?")
        slack.press("U1", "上位の戦略", on=answer)
        redrawn(slack, answer)
        slack.dm("U1", "その上の経営課題は?", thread=answer.ts)
        slack.wait_messages("DU1", 2)
    assert slack.messages("DU1", BOT)[1].text.startswith("戦略2-2")


def test_an_entry_of_a_list_is_shown_in_its_place(slack: StandIn, bot: Run) -> None:
    with bot():
        table = ask(slack, "予算の大きい取組の順に並べて")
        slack.choose("U1", "pick", "2-1-1 地域防災の活動支援", on=table)
        shown = redrawn(slack, table)
    assert shown.text.startswith("具体的取組2-1-1「地域防災の活動支援」")


def test_the_messages_tab_offers_questions_of_the_plan(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.open_home("U1", tab="messages")
        prompts = slack.wait(lambda: slack.workspace.prompts.get("DU1"), "prompts")
        assert prompts
        answers = [ask(slack, str(prompt["message"])).text for prompt in prompts]
    [call] = [call for call in slack.calls if call.method == "assistant.threads.setSuggestedPrompts"]
    assert "thread_ts" not in call.values
    assert 1 <= len(prompts) <= 4
    assert not [answer for answer in answers if "書かれていません" in answer or "出てきません" in answer]
    assert "千円" in answers[0]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A plan of 160 initiatives, the dearest of which is called like a formula."""
    source, entries = large_plan(issues=2, strategies=8, actions=10)
    dearest = max(entries, key=lambda entry: entry.amounts[0].yen if entry.amounts else 0)
    named = (
        replace(entry, title='=HYPERLINK("http://example.jp")') if entry is dearest else entry for entry in entries
    )
    store = Store.create(tmp_path_factory.mktemp("large") / "hoshin.db")
    store.replace(source, named)
    yield Desk(store)
    store.close()


def test_a_long_table_is_leafed_through_in_place_and_its_file_is_whole(slack: StandIn, bot: Run, large: Desk) -> None:
    with bot(large):
        first = ask(slack, "取組を金額の大きい順に全部並べて")
        slack.press("U1", "次のページ", on=first)
        slack.wait(lambda: "2/2ページ" in looks_like(slack.messages("DU1", BOT)[0]), "the second page")
        [second] = slack.messages("DU1", BOT)
        slack.press("U1", "前のページ", on=second)
        slack.wait(lambda: "1/2ページ" in looks_like(slack.messages("DU1", BOT)[0]), "the first page")
        slack.press("U1", "CSV", on=slack.messages("DU1", BOT)[0])
        slack.wait(lambda: slack.files, "the file")
    rows = list(csv.reader(slack.files[0].content.decode("utf-8-sig").splitlines()))
    amounts = [int(row[2]) for row in rows if len(row) > 2 and row[0] and row[2].isdecimal()]
    assert len(amounts) == 160
    assert amounts == sorted(amounts, reverse=True)
    assert rows[1][1] == """'=HYPERLINK("http://example.jp")"""


# /hoshin and the shortcut


def test_a_private_answer_walks_in_place_and_is_shared(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", QUESTION)
        [alone] = slack.wait_seen("U1")
        slack.press("U1", "上位の戦略", on=alone)
        walked = redrawn(slack, alone)
        assert slack.messages("C1") == []
        slack.press("U1", "チャンネルに共有", on=walked)
        [shared] = slack.wait_messages("C1")
        slack.wait(lambda: not slack.seen_by("U1"), "the private answer is gone")
        # It is an answer like others: a thread on it goes on, and its sharer may take it away.
        slack.post("C1", "U2", "その取組は?", thread=shared.ts)
        [_, more] = slack.wait_messages("C1", 2)
        slack.press("U1", "この答えを消す", on=shared)
        slack.wait(lambda: shared.ts not in [one.ts for one in slack.messages("C1")], "the shared answer is gone")
    assert shared.blocks[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U1"}
    assert shared.text == walked.text
    assert more.thread == shared.ts
    assert "2-1-1" in more.text


def test_sharing_twice_shares_once(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", QUESTION)
        [alone] = slack.wait_seen("U1")
        slack.press("U1", "チャンネルに共有", on=alone)
        slack.press("U1", "チャンネルに共有", on=alone)
        slack.wait_acks()
    assert len(slack.messages("C1", BOT)) == 1


def test_sharing_works_where_the_bot_is_no_member(slack: StandIn, bot: Run) -> None:
    slack.channels["C8"] = Channel(member=False)
    with bot():
        slack.command("U1", QUESTION, channel="C8")
        [alone] = slack.wait_seen("U1")
        slack.press("U1", "チャンネルに共有", on=alone)
        [shared] = slack.wait_messages("C8")
        slack.wait(lambda: not slack.seen_by("U1"), "the private answer is gone")
        slack.press("U2", "上位の戦略", on=shared)
        [step] = slack.wait_seen("U2")
        slack.press("U1", "この答えを消す", on=shared)
        slack.wait(lambda: not slack.messages("C8", BOT), "the shared answer is gone")
    assert "戦略2-1" in step.text


def test_private_answers_go_on_by_themselves(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", QUESTION)
        slack.wait_seen("U1")
        slack.command("U2", "2-2-1の予算は?")
        slack.wait_seen("U2")
        slack.command("U1", "その上の戦略は?")
        slack.wait_seen("U1", 2)
        slack.command("U3", "その上の戦略は?")
        [nothing] = slack.wait_seen("U3")
    assert "戦略2-1" in slack.seen_by("U1")[1].text
    assert "上位は" not in nothing.text  # nobody else's private answer shines through


def test_the_shortcut_asks_with_a_messages_words(slack: StandIn, bot: Run) -> None:
    with bot():
        ts = slack.post("C1", "U2", "<@U3> 防災訓練の予算、いくらだっけ?")
        [said] = slack.messages("C1")
        slack.shortcut("U1", "look_up", on=said)
        [alone] = slack.wait_seen("U1")
    assert said.ts == ts
    assert "2,025千円" in alone.text
    assert "チャンネルに共有" in looks_like(alone)
    assert slack.posts() == []


def test_a_message_without_words_gets_help(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.post("C1", "U2", "", subtype="file_share", files=[{"id": "F1"}])
        slack.shortcut("U1", "look_up", on=slack.messages("C1")[0])
        [alone] = slack.wait_seen("U1")
    assert "取組の内容や予算" in alone.text


@pytest.mark.parametrize(
    ("locale", "word"), [("ja-JP", "このコマンドは使えません。"), ("en-US", "This command does not")]
)
def test_an_unknown_command_gets_a_kind_word(slack: StandIn, bot: Run, locale: str, word: str) -> None:
    slack.people["U1"] = Person(locale=locale)
    with bot():
        envelope = slack.command("U1", "防災", name="/houshin")
        [alone] = slack.wait_seen("U1")
    assert alone.text.startswith(word)
    assert envelope.acked


def test_what_nothing_listens_to_is_acknowledged(slack: StandIn, bot: Run) -> None:
    with bot():
        answer = ask(slack)
        slack.shortcut("U1", "of_another_version", on=answer)
        slack.press("U1", "of_another_version")
        slack.command("U1", "")
        view = slack.wait_modal("U1")
        strange = {"type": "external_select", "action_id": "other", "placeholder": {"type": "plain_text", "text": "別"}}
        odd = View(view.id, view.hash, "U1", {**view.body, "blocks": [{"type": "actions", "elements": [strange]}]})
        assert slack.suggestions("U1", "other", "防災", on=odd) == []
        view.body["callback_id"] = "of_another_version"  # type: ignore[index]
        assert slack.submit("U1") == {}
        slack.wait_acks()


# The search window


def test_the_search_window_answers_words_and_walks_on(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", " ")
        slack.wait_modal("U1")
        slack.submit("U1", {modals.QUESTION: QUESTION})
        found = window(slack, "2,025千円")
        slack.press("U1", "上位の戦略", on=found)
        strategy = window(slack, "上位の経営課題")
        slack.press("U1", "上位の経営課題", on=strategy)
        window(slack, "この下の戦略")
        slack.submit("U1", {modals.QUESTION: "給食費はいくら?"})
        window(slack, "「給食費」は")
    assert slack.posts() == []
    assert slack.seen_by("U1") == []


def test_the_search_window_suggests_while_somebody_types(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", "")
        view = slack.wait_modal("U1")
        for typed in ("2-1", "２ー１", "ぼうさ", "bousai", "防", "disaster", ""):
            assert slack.suggestions("U1", modals.SUGGEST, typed, on=view)
        [first, *_] = slack.suggestions("U1", modals.SUGGEST, "みまもり", on=view)
        slack.submit("U1", {modals.SUGGEST: first})
        found = window(slack, "14,955千円")
    assert "3-1-2" in looks_like(found)


def test_an_empty_search_says_what_is_missing(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", "")
        slack.wait_modal("U1")
        said = slack.submit("U1")
    assert said["response_action"] == "errors"
    assert modals.QUESTION in said["errors"]


def test_a_window_that_comes_too_late_is_a_kind_sentence(slack: StandIn, bot: Run) -> None:
    slack.workspace.trigger_life = 0.0
    with bot():
        slack.command("U1", "")
        [alone] = slack.wait_seen("U1")
    assert alone.text.startswith("検索画面を開けませんでした。")
    assert slack.modal("U1") is None


# Feedback


def test_the_last_word_on_an_answer_counts(slack: StandIn, bot: Run) -> None:
    with bot(hoshin_admins=frozenset({"U5"})):
        answer = ask(slack)
        slack.press("U1", "役に立った", on=answer)
        slack.wait_seen("U1")
        slack.press("U1", "ちがう・足りない", on=answer)
        view = slack.wait_modal("U1")
        [first, *_] = slack.suggestions("U1", modals.SUGGEST, "3-1-2", on=view)
        told = {modals.SUGGEST: first, modals.MISSING: ["運営方針に載っていない"], modals.WORDS: "配布用の金額"}
        assert slack.submit("U1", told)["response_action"] == "update"
        window(slack, "ありがとうございます。これからの答えに役立てます。")
        slack.open_home("U5")
        seen = "\n".join(words_of(list(slack.wait_home("U5").blocks)))
    assert f"{QUESTION} → minato-r4/3-1-2 / 運営方針に載っていない / 配布用の金額" in seen


def test_the_thumb_counts_although_the_window_is_too_late(slack: StandIn, bot: Run) -> None:
    slack.workspace.trigger_life = 0.0
    with bot():
        answer = ask(slack)
        slack.press("U1", "ちがう・足りない", on=answer)
        [thanks] = slack.wait_seen("U1")
    assert thanks.text == "ありがとうございます。"
