"""App Home and the windows: what a person sees there, within every limit of Slack's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import branches, modals
from bot import home as places
from bot.elements import Block, line, rich, suggestions, text
from bot.home import home, matching
from bot.place import Home, Keeper, Place
from bot.state import Preferences
from knowledge import Desk, Entry, Extent, Finding, Holding, Kind, Language, Level, Overview, Source
from knowledge.answers.overview import Branch
from knowledge.shelf.store import Store
from tests import golden
from tests.plans import large_plan
from tests.slack_limits import complaints, option_complaints, words_of

NOON = "2026-11-22T03:00:00+00:00"
ASKED = (("a1", "防災訓練の予算はどの取組から出ていますか?"), ("a2", "経営課題ごとの合計は?"))
ANSWER = (rich("headline", line(text("具体的取組2-1-1「地域防災の活動支援」の予算額は2,025千円です。"))),)
KEEPER = Keeper(("給食費はいくら? (載っていない)", "図書館の予算は? (役に立たなかった)"))
TWO_OPENED = Place(opened=("minato-r4/2", "minato-r4/3"))
NASTY = "<!channel> <@U1> *太字* _斜_ ~消~ `コード` &amp; :smile: <https://example.jp|ここ>"


SHUT = Place()


def seen(desk: Desk, place: Place = SHUT, language: Language = "ja", **parts: Any) -> Home:
    """Home as a person sees it who has set nothing; the index was built at noon."""
    view = Home(
        overview=replace(desk.overview(place.opened), built_at=NOON),
        documents=tuple(replace(holding, built_at=NOON) for holding in desk.holdings()),
        settings=Preferences(),
        language=language,
        place=place,
        examples=desk.examples(language),
    )
    return replace(view, **parts)


def blocks(view: Block) -> dict[str, Block]:
    """The blocks by their names."""
    return {block["block_id"]: block for block in view["blocks"]}


def buttons(part: object) -> Iterator[Block]:
    """Everything that can be pressed."""
    if isinstance(part, dict):
        if part.get("type") == "button":
            yield part
        for value in part.values():
            yield from buttons(value)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from buttons(item)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over an invented plan of sixty issues."""
    store = Store.create(tmp_path_factory.mktemp("sixty") / "hoshin.db")
    source, entries = large_plan(issues=60, strategies=3, actions=4)
    store.replace(source, entries)
    opened = Desk(store)
    yield opened
    opened.close()


# How it looks: whole views


COPIED = "令和4年度港区運営方針(大阪市港区、ページ日付 2024年3月13日) 2-1-1「地域防災の活動支援」 2,025千円"


def test_home_whole(desk: Desk) -> None:
    golden.check("home-first", home(seen(desk)))
    golden.check("home-opened", home(seen(desk, TWO_OPENED, recent=ASKED)))
    golden.check("home-answer", home(seen(desk, Place(answer="a1"), answer=ANSWER, recent=ASKED)))
    golden.check("home-keeper", home(seen(desk, keeper=KEEPER)))
    settled = Preferences("en", followups=False)
    golden.check("home-english", home(seen(desk, TWO_OPENED, "en", recent=ASKED, settings=settled, keeper=Keeper())))


def test_home_of_sixty_issues_whole(large: Desk) -> None:
    golden.check("home-sixty", home(seen(large, Place(opened=("midori-r4/21",), page=1))))


def test_windows_whole() -> None:
    golden.check("modal-search", modals.search("ja"))
    golden.check("modal-found", modals.search("ja", ANSWER, "防災訓練の予算は?", "C1"))
    golden.check("modal-feedback", modals.feedback("ja", "a1"))
    golden.check("modal-feedback-english", modals.feedback("en", "a1"))
    golden.check("modal-copy", modals.copy("ja", COPIED, "予算・決算の別の記載はなく、令和4年度の予算額と読みました。"))
    golden.check("modal-thanks", modals.thanks("ja"))
    golden.check("modal-waiting", modals.waiting("en"))


# What it says is what the answers say


def test_sums_in_home_are_those_of_the_answers(desk: Desk) -> None:
    overview = desk.overview()
    assert overview.yen == desk.ask("予算の合計は?").yen == 65_958_000
    shown = {branch.entry.code: branch.yen for branch in overview.issues}
    assert shown == {code: desk.ask(f"経営課題{code}の予算の合計は?").yen for code in "123456"}
    assert sum(yen for yen in shown.values() if yen) == overview.yen
    assert sum(branch.counted for branch in overview.issues) == overview.counted == 10


def test_an_issue_is_opened_down_to_its_initiatives_and_the_others_stay_shut(desk: Desk) -> None:
    issues = desk.overview(("minato-r4/2",)).issues
    assert [bool(branch.children) for branch in issues] == [False, True, False, False, False, False]
    assert [
        (child.entry.code, child.yen, [below.entry.code for below in child.children]) for child in issues[1].children
    ] == [("2-1", 2_025_000, ["2-1-1"]), ("2-2", 1_568_000, ["2-2-1"])]


def test_examples_and_entries_answer_when_pressed(desk: Desk) -> None:
    view = home(seen(desk, TWO_OPENED))
    pressed = [button for button in buttons(view) if matching(places.ASK).fullmatch(button["action_id"])]
    assert len(pressed) == 3
    for button in pressed:
        assert desk.ask(button["value"]).kind in (Kind.FOUND, Kind.FIGURES, Kind.LIST)
    entries = [button["value"] for button in buttons(view) if button["action_id"] == branches.ENTRY]
    assert [entry.removeprefix("minato-r4/") for entry in entries] == [
        *("2-1", "2-1-1", "2-2", "2-2-1"),
        *("3-1", "3-1-2", "3-3", "3-3-4"),
    ]


def test_the_shelf_is_listed_with_its_dates_and_the_plan_that_answers(desk: Desk) -> None:
    (holding,) = desk.holdings()
    assert (holding.source.title, holding.extent) == ("令和4年度港区運営方針", Extent(32, 65_958_000))
    older = replace(holding.source, document="minato-r3", title="令和3年度港区運営方針", url=None)
    other = replace(holding, source=older)
    listed = blocks(home(seen(desk, documents=(other, holding))))["shelf"]["elements"][0]["elements"]
    assert ["ふだんはここから答えます" in "".join(words_of(each)) for each in listed] == [False, True]


# Pressing


def test_opening_and_closing_redraws_nothing_else(desk: Desk) -> None:
    shut, opened = blocks(home(seen(desk))), blocks(home(seen(desk, Place().open("minato-r4/2"))))
    assert list(shut) == [name for name in opened if name in shut]
    assert {name for name in shut if shut[name] != opened[name]} == {"issue:minato-r4/2"}
    assert home(seen(desk, Place().open("minato-r4/2").close("minato-r4/2"))) == home(seen(desk))


def test_the_place_comes_back_with_a_press(desk: Desk) -> None:
    place = Place().open("minato-r4/2").open("minato-r4/3").turn("1")
    assert Place.read(home(seen(desk, replace(place, answer="a1")))["private_metadata"]) == replace(place, answer="a1")


@pytest.mark.parametrize(
    ("action", "sent", "meant"),
    [("home_page", "home_page:1", True), ("home_page", "home_page", True), ("page", "home_page:1", False)],
)
def test_a_press_goes_to_its_own_listener(action: str, sent: str, meant: bool) -> None:
    """Bolt searches for a pattern anywhere in the id that was sent."""
    assert bool(matching(action).search(sent)) is meant


@pytest.mark.parametrize("metadata", ["", "null", "{}", "[1]", "x", '["a", 1, "b"]', '[[], "1", ""]'])
def test_metadata_of_another_version_begins_anew(metadata: str) -> None:
    assert Place.read(metadata) == Place()


def test_what_was_opened_first_is_forgotten_where_there_is_no_room() -> None:
    place = Place()
    for number in range(100):
        place = place.open(f"{'長' * 100}/{number}")
    written = place.write()
    assert len(written) <= 3_000
    assert Place.read(written).opened[-1] == place.opened[-1]


def test_sixty_issues_come_in_pages(large: Desk) -> None:
    def codes(page: str) -> list[str]:
        view = home(seen(large, Place().turn(page)))
        return [block["text"]["text"].split()[0] for name, block in blocks(view).items() if name.startswith("issue:")]

    assert codes("0") + codes("1") + codes("2") == [str(number) for number in range(1, 61)]
    assert codes("2") == codes("99")
    turns = [
        [(button["text"]["text"], button["value"]) for button in buttons(blocks(view)["pages"])]
        for view in (home(seen(large, Place(page=page))) for page in range(3))
    ]
    assert turns == [[("次の20件", "1")], [("前の20件", "0"), ("次の20件", "2")], [("前の20件", "1")]]


def test_the_search_field_is_empty_again_after_an_answer(desk: Desk) -> None:
    """Slack keeps what was chosen in a field of the same name, and does not send the same choice twice."""
    assert "search:" in blocks(home(seen(desk)))
    assert "search:a1" in blocks(home(seen(desk, Place(answer="a1"), answer=ANSWER)))


# Who sees what


def test_findings_and_misses_are_for_the_keeper_alone(desk: Desk) -> None:
    for_all, for_keeper = (list(words_of(home(seen(desk, keeper=keeper)))) for keeper in (None, KEEPER))
    assert not [words for words in for_all if words.startswith("A101") or "給食費" in words]
    assert [words for words in for_keeper if words.startswith("A101")]
    assert [words for words in for_keeper if "給食費" in words]


@pytest.mark.parametrize(
    ("settings", "chosen"),
    [(Preferences(), ["auto", "on"]), (Preferences("ja"), ["ja", "on"]), (Preferences("en", False), ["en", "off"])],
)
def test_settings_show_what_is_set(desk: Desk, settings: Preferences, chosen: list[str]) -> None:
    shown = blocks(home(seen(desk, settings=settings)))
    assert [shown[name]["accessory"]["initial_option"]["value"] for name in ("language", "followups")] == chosen


# Odd plans


def branch(number: int, yen: int | None = None, **parts: Any) -> Branch:
    entry = Entry("d", str(number), Level.ISSUE, f"課題その{number}", "", number, (1, 1), "課題")
    return replace(Branch(entry, yen, int(yen is not None), below=2), **parts)


def empty(**parts: Any) -> Overview:
    source = Source("d", None, "", None)
    return replace(Overview(source, (), (), (), (), NOON, 0, None), **parts)


@pytest.mark.parametrize(
    ("overview", "said", "unsaid"),
    [
        pytest.param(empty(), ["運営方針", "この文書から課題や取組の見出し"], ["合計", "区の目標"], id="nothing"),
        pytest.param(
            empty(issues=(branch(1), branch(2))),
            ["この文書には金額が", "1 課題その1"],
            ["記載なし", "█"],
            id="no amounts",
        ),
        pytest.param(
            empty(issues=(branch(1, 1_000_000), branch(2)), yen=1_000_000, counted=1),
            ["合計 1,000千円", "2 課題その2\n金額の記載なし"],
            [],
            id="one amount",
        ),
        pytest.param(
            empty(issues=(branch(1, 0), branch(2, -5_000)), yen=-5_000, counted=2),
            ["1 課題その1\n0千円", "2 課題その2\n-5千円"],
            ["█"],
            id="nothing and less",
        ),
        pytest.param(
            empty(issues=(replace(branch(1), entry=replace(branch(1).entry, level_name="政策")),)),
            ["政策"],
            ["経営課題"],
            id="the document's own word",
        ),
    ],
)
def test_odd_plans_look_right(overview: Overview, said: list[str], unsaid: list[str]) -> None:
    view = home(Home(overview, (), Preferences(), "ja"))
    words = list(words_of(view))
    assert complaints(view) == []
    for each in said:
        assert any(one.startswith(each) for one in words), each
    for each in unsaid:
        assert not any(each in one for one in words), each


def test_an_issue_with_nothing_below_is_viewed_and_not_opened() -> None:
    view = home(Home(empty(issues=(branch(1, below=0),)), (), Preferences(), "ja"))
    assert [button["action_id"] for button in buttons(blocks(view)["issue:d/1"])] == [branches.ENTRY]


# Limits


def tree(words: str, yen: int, width: int, depth: int, number: str = "1") -> Branch:
    entry = Entry("d", number, Level.ISSUE, words, words, 0, (1, 1), words, level_name=words)
    grown = tuple(tree(words, yen, width, depth - 1, f"{number}-{each}") for each in range(width)) if depth else ()
    return Branch(entry, yen, 1, len(grown), grown)


@pytest.mark.parametrize(
    "words", ["あ", NASTY * 20, "区民が安心して暮らせる。" * 1_000, "あ" * 10_000, "\x00\u202e \n"]
)
@pytest.mark.parametrize("opened", [0, 1, 2, 7, 20])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_limit_is_met(words: str, opened: int, language: Language) -> None:
    """The largest Home that there can be: everything shown at once, and every word as long or as odd as it may be."""
    issues = tuple(tree(words, 10**15, 40, 2 if at < opened else 0, f"{at}") for at in range(60))
    aims = tuple(issue.entry for issue in issues)
    source = Source("d", words, words, 2022, url=f"https://example.jp/{words}", page_date="2024-03-13")
    findings = (Finding("A101", 1, words),) * 200
    overview = Overview(source, aims, aims, issues, findings, NOON, 10**6, 10**17, 10**6)
    holding = Holding(source, NOON, Extent(10**6, None), is_current=True, is_default=True)
    place = Place(opened=tuple(f"d/{at}" for at in range(opened)), answer="a1")
    view = home(
        Home(
            overview=overview,
            documents=(holding,) * 50,
            settings=Preferences(),
            language=language,
            place=place,
            answer=tuple(rich(f"answer:{at}", line(text("答え"))) for at in range(50)),
            recent=tuple((f"a{at}", words) for at in range(50)),
            examples=(words,) * 50,
            keeper=Keeper((words,) * 50),
        )
    )
    assert complaints(view) == []
    for window in (modals.search(language, ANSWER, words, "x"), modals.sentence(language, words)):
        assert complaints(window) == []


def test_nothing_from_plan_or_question_is_ever_parsed() -> None:
    hostile = tree(NASTY, 1_000, 2, 2)
    overview = empty(issues=(hostile,), goal=(hostile.entry,), findings=(Finding("A101", 1, NASTY),))
    view = home(
        Home(
            overview, (), Preferences(), "ja", answer=ANSWER, recent=(("a1", NASTY),), examples=(NASTY,), keeper=KEEPER
        )
    )
    for shown in (view, modals.search("ja", (), NASTY), modals.sentence("ja", NASTY)):
        written = json.dumps(shown)
        assert '"mrkdwn"' not in written
        assert written.count('"plain_text"') == written.count('"emoji": false')


def test_all_pages_and_all_opened_of_a_large_plan_fit(large: Desk) -> None:
    place = Place()
    for number in range(1, 61):
        place = place.open(f"midori-r4/{number}")
    for page in range(3):
        view = home(seen(large, replace(place, page=page), keeper=KEEPER, recent=ASKED, answer=ANSWER))
        assert complaints(view) == []


def test_what_does_not_fit_is_counted() -> None:
    """Of a wide issue its strategies are shown, and how many initiatives there are besides."""
    issue = tree("課題", 1_000, 8, 2)
    view = blocks(home(Home(empty(issues=(issue,), yen=1_000), (), Preferences(), "ja")))
    rows = [name for name in view if name.startswith("entry:")]
    assert rows == [f"entry:d/1-{at}" for at in range(8)]
    assert view["more:d/1"]["text"]["text"] == "ほかに64件"


def test_a_document_of_thousands_of_entries_stays_a_small_view(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "hoshin.db")
    source, entries = large_plan(issues=5, strategies=4, actions=60)
    store.replace(source, entries)
    desk = Desk(store)
    shut = desk.overview()
    assert [branch.below for branch in shut.issues] == [4] * 5
    assert not any(branch.children for branch in shut.issues)
    assert sum(branch.counted for branch in shut.issues) == shut.counted == 1_200
    assert complaints(home(seen(desk, Place(opened=("midori-r4/1",))))) == []
    desk.close()


def test_suggestions_fit_into_a_menu(desk: Desk, large: Desk) -> None:
    for typed in ("", "2", "防", "elderly"):
        for each in (desk, large):
            options = suggestions(each.suggest(typed, "ja"), "ja")
            assert option_complaints({"options": options}) == []
    (first, *_) = suggestions(desk.suggest("2-1-1", "ja"), "ja")
    assert first == {
        "text": {"type": "plain_text", "text": "2-1-1 地域防災の活動支援", "emoji": False},
        "value": "minato-r4/2-1-1",
        "description": {"type": "plain_text", "text": "具体的取組 · 2,025千円", "emoji": False},
    }


def test_an_entry_with_a_long_name_is_cut_and_one_with_a_long_id_left_out() -> None:
    long = tree("長い題名" * 100, 1_000, 0, 0).entry
    unnamed = replace(long, document="d" * 200)
    assert option_complaints({"options": suggestions((long, unnamed), "ja")}) == []
    assert len(suggestions((long, unnamed), "ja")) == 1


def test_an_issue_says_what_part_of_all_it_is() -> None:
    """And none where the sum of all is smaller, as with amounts below zero."""
    whole = empty(issues=(branch(1, 750_000), branch(2, 250_000)), yen=1_000_000, counted=2)
    assert [whole.share(each) for each in whole.issues] == ["75.0", "25.0"]
    assert empty(yen=1_000).share(branch(1, 2_000)) is None
    shown = " ".join(words_of(blocks(home(Home(whole, (), Preferences(), "ja")))))
    assert "750千円 · 75.0%" in shown
