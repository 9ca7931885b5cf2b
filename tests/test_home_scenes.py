"""Scenes in Home: a new employee wanders through the plan, and whoever keeps it sees what people look for in vain."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run
from tests.slack_limits import words_of
from tests.slack_standin import BOT, Person, StandIn, View


def looks_like(view: View) -> str:
    """All its words."""
    return "\n".join(words_of(list(view.blocks)))


class Visit:
    """One person's Home."""

    def __init__(self, slack: StandIn, user: str = "U1") -> None:
        self.slack, self.user = slack, user
        before = slack.home(user)
        slack.open_home(user)
        self.view = slack.wait_home(user, other_than=before)

    def press(self, what: str, value: str | None = None) -> str:
        """The words after a press."""
        self.slack.press(self.user, what, on=self.view, value=value)
        return self.drawn()

    def choose(self, what: str, option: Any) -> str:
        """The words after a choice."""
        self.slack.choose(self.user, what, option, on=self.view)
        return self.drawn()

    def drawn(self) -> str:
        """The words once Home was drawn anew."""
        self.view = self.slack.wait_home(self.user, other_than=self.view)
        return looks_like(self.view)


def test_the_plan_is_a_place_to_walk_through(slack: StandIn, bot: Run) -> None:
    with bot():
        home = Visit(slack)
        shut = looks_like(home.view)
        opened = home.press("開く", "minato-r4/2")
        answer = home.press("見る", "minato-r4/2-1-1")
        strategy = home.press("上位の戦略")
        closed = home.press("答えを閉じる")
        again = home.press("閉じる", "minato-r4/2")
    assert "2-1-1 地域防災の活動支援" not in shut
    assert "2-1-1 地域防災の活動支援 · 2,025千円" in opened
    assert "202万5千円" in answer
    assert "戦略2-1「防災対策の強化」です。" in strategy
    assert "戦略2-1「防災対策の強化」です。" not in closed
    assert "2-1-1 地域防災の活動支援" in closed  # still open
    assert "2-1-1 地域防災の活動支援" not in again
    assert slack.posts() == []


def test_examples_work_when_pressed(slack: StandIn, bot: Run) -> None:
    with bot():
        home = Visit(slack)
        examples = [
            (element["text"]["text"], element["value"])
            for block in home.view.blocks
            if block.get("block_id") == "examples"
            for element in block["elements"]
        ]
        answers = [home.press("home_ask:" + str(at), value) for at, (_, value) in enumerate(examples)]
    assert len(examples) == 3
    for answer in answers:
        assert "令和4年度港区運営方針" in answer


def test_the_line_for_minutes_opens_over_home(slack: StandIn, bot: Run) -> None:
    with bot():
        home = Visit(slack)
        home.press("開く", "minato-r4/2")
        home.press("見る", "minato-r4/2-1-1")
        slack.press("U1", "コピー用", on=home.view)
        window = slack.wait_modal("U1")
    assert "2-1-1「地域防災の活動支援」 2,025千円" in looks_like(window)


def test_the_search_field_suggests_and_answers(slack: StandIn, bot: Run) -> None:
    with bot():
        home = Visit(slack)
        [first, *_] = slack.suggestions("U1", "suggest", "みまもり", on=home.view)
        answer = home.choose("suggest", first)
    assert "14,955千円" in answer


def test_recently_asked_are_ones_own(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", "防災訓練の予算は?")
        slack.command("U2", "給食費はいくら?")
        slack.wait_seen("U1")
        slack.wait_seen("U2")
        mine, theirs = Visit(slack), Visit(slack, "U2")
        assert "防災訓練の予算は?" in looks_like(mine.view)
        assert "給食費" not in looks_like(mine.view)
        assert "給食費はいくら?" in looks_like(theirs.view)
        assert "202万5千円" in mine.press("防災訓練の予算は?")


def test_what_one_asks_in_home_is_ones_own(slack: StandIn, bot: Run) -> None:
    with bot():
        home = Visit(slack)
        home.press("開く", "minato-r4/2")
        home.press("見る", "minato-r4/2-1-1")
        slack.command("U2", "")
        slack.wait_modal("U2")
        slack.submit("U2", {"question": "その上の戦略は?"})
        slack.wait(lambda: (view := slack.modal("U2")) and len(view.blocks) > 2, "an answer")
        shown = slack.modal("U2")
    assert shown
    assert "上位は" not in looks_like(shown)


def test_settings_change_buttons_and_answers(slack: StandIn, bot: Run) -> None:
    with bot():
        home = Visit(slack)
        english = home.choose("home_language", "English")
        assert "Settings" in english
        assert "設定" not in english
        home.choose("home_followups", "Off")
        slack.dm("U1", "防災訓練の予算は?")
        [answer] = slack.wait_messages("DU1")
    with bot():  # also after a restart
        again = Visit(slack)
        assert "Settings" in looks_like(again.view)
        assert "設定" in again.choose("home_language", "日本語")
    assert "2,025 thousand yen" in answer.text


def test_an_english_reader_sees_english(slack: StandIn, bot: Run) -> None:
    slack.people["U1"] = Person(locale="en-GB")
    with bot():
        assert "How to ask" in looks_like(Visit(slack).view)


def test_only_whoever_keeps_the_plan_sees_findings_and_misses(slack: StandIn, bot: Run) -> None:
    with bot(hoshin_admins=frozenset({"U5"})):
        slack.command("U1", "給食費はいくら?")
        slack.wait_seen("U1")
        keeper, other = Visit(slack, "U5"), Visit(slack, "U1")
    assert "載っていない: 給食費はいくら?" in looks_like(keeper.view)
    assert "ページで気づいたこと" in looks_like(keeper.view)
    for word in ("ページで気づいたこと", "載っていない: "):
        assert word not in looks_like(other.view)


def test_a_home_of_another_version_is_drawn_anew(slack: StandIn, bot: Run) -> None:
    with bot():
        home = Visit(slack)
        strange = {"type": "button", "action_id": "old", "text": {"type": "plain_text", "text": "前の版"}, "value": "1"}
        old = {**home.view.body, "private_metadata": "{", "blocks": [{"type": "actions", "elements": [strange]}]}
        home.view = View(home.view.id, home.view.hash, "U1", old)
        assert "経営課題" in home.press("前の版")


@pytest.mark.parametrize("what", ["home_open", "home_page", "home_ask:0"])
def test_metadata_of_another_version_does_no_harm(slack: StandIn, bot: Run, what: str) -> None:
    button = {"type": "button", "action_id": what, "text": {"type": "plain_text", "text": "押す"}, "value": "防災"}
    with bot():
        home = Visit(slack)
        old = {**home.view.body, "private_metadata": "{", "blocks": [{"type": "actions", "elements": [button]}]}
        home.view = View(home.view.id, home.view.hash, "U1", old)
        assert "経営課題" in home.press("押す")


def test_the_rows_of_an_answer_in_a_window(slack: StandIn, bot: Run) -> None:
    with bot():
        slack.command("U1", "")
        slack.wait_modal("U1")
        slack.submit("U1", {"question": "予算の大きい取組の順に並べて"})
        slack.wait(lambda: (view := slack.modal("U1")) and "CSV" in looks_like(view), "rows")
        view = slack.modal("U1")
        assert view
        slack.press("U1", "CSV", on=view)
        slack.wait(lambda: slack.files, "the file")
    assert [len(one.files) for one in slack.messages("DU1", BOT)] == [1]
