"""Typeahead: what stands first while somebody is still typing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import Desk, Language, Level
from knowledge.shelf.store import Store
from tests.plans import large_plan

TYPED = [
    # by code, in any width and with any dash, finished or not
    ("2-1", ["2-1", "2-1-1"]),
    ("２－１", ["2-1", "2-1-1"]),
    ("2ー1", ["2-1", "2-1-1"]),
    ("2−1", ["2-1", "2-1-1"]),
    ("2-", ["2", "2-1", "2-2", "2-1-1", "2-2-1"]),
    ("2", ["2", "2-1", "2-2", "2-1-1", "2-2-1"]),
    ("3-1-2", ["3-1-2"]),
    ("経営課題6", ["6", "6-1", "6-1-3"]),
    ("課題６", ["6", "6-1", "6-1-3"]),
    ("戦略 4-1", ["4-1", "4-1-1"]),
    ("issue 6", ["6", "6-1", "6-1-3"]),
    ("Strategy 4-1", ["4-1", "4-1-1"]),
    ("2-1-1の予算は", ["2-1-1"]),
    # kanji, whole words and their beginnings
    ("防", ["2-1", "2-2", "2-1-1", "2-2-1"]),
    ("防災", ["2-1", "2-1-1"]),
    ("防犯", ["2-2", "2-2-1"]),
    ("見守", ["3-1-2"]),
    ("児童虐", ["3-3-4"]),
    ("地活", ["1-2"]),
    ("学力", ["4-1-1"]),
    ("活動支", ["2-1-1"]),
    ("高齢者の見", ["3-1-2"]),
    ("高齢者 見守り", ["3-1-2"]),
    ("対策の強化", ["2-1", "2-2"]),
    # kana and romaji, letter by letter
    ("ぼうさ", ["2-1", "2-1-1"]),
    ("ぼうs", ["2-1", "2-1-1"]),
    ("ボウサイ", ["2-1", "2-1-1"]),
    ("bousa", ["2-1", "2-1-1"]),
    ("bosa", ["2-1", "2-1-1"]),
    ("bōsai", ["2-1", "2-1-1"]),
    ("ｂｏｕｓａｉ", ["2-1", "2-1-1"]),
    ("bouha", ["2-2", "2-2-1"]),
    ("mima", ["3-1-2"]),
    ("ちかつ", ["1-2"]),
    ("kosodat", ["4", "4-2", "4-2-1"]),
    ("がくりょ", ["4-1-1"]),
    ("がっ", ["4-1-1"]),
    # English, and what people say instead
    ("eld", ["3-1-2"]),
    ("elderly", ["3-1-2"]),
    ("support for eld", ["3-1-2"]),
    ("child ab", ["3-3-4"]),
    ("crime", ["2-2", "2-2-1"]),
    ("DV", ["3-3-4"]),
    ("お年寄り", ["3-1-2"]),
    # whole questions
    ("防災訓練の予算は?", ["2-1", "2-1-1"]),
    ("<@U0BOT> 防災訓練の予算は?", ["2-1", "2-1-1"]),
]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("typed", "first"), TYPED, ids=[typed for typed, _ in TYPED])
def test_what_stands_first(desk: Desk, typed: str, first: list[str], language: Language) -> None:
    assert [entry.code for entry in desk.suggest(typed, language)][: len(first)] == first


@pytest.mark.parametrize("nothing", ["", "  ", "\u3000", "🎉", "<@U0BOT>"])
def test_nothing_typed_shows_the_plan_in_the_order_of_the_page(desk: Desk, nothing: str) -> None:
    shown = desk.suggest(nothing, "ja")
    assert [entry.position for entry in shown] == sorted(entry.position for entry in shown)
    assert {entry.level for entry in shown} == {Level.ISSUE, Level.STRATEGY, Level.ACTION}
    assert len(shown) == 26


@pytest.mark.parametrize("typed", ["給食", "zzz", "9-9", "図書館", "一番高い", "年金"])
def test_what_the_plan_does_not_have_is_not_suggested(desk: Desk, typed: str) -> None:
    assert desk.suggest(typed, "ja") == ()


def test_no_entry_is_suggested_twice_and_no_more_than_asked_for(desk: Desk) -> None:
    shown = desk.suggest("まち", "ja")
    assert len(shown) == len({entry.id for entry in shown}) > 3
    assert desk.suggest("まち", "ja", most=3) == shown[:3]


def test_latin_letters_are_read_first_in_the_language_of_the_person(desk: Desk) -> None:
    """`chi` begins 地域 in Japanese and child in English: both are offered, one's own language first."""
    japanese, english = desk.suggest("chi", "ja"), desk.suggest("chi", "en")
    assert "地域" in japanese[0].title
    assert "児童" in english[0].title or "子" in english[0].title
    assert english[0] in japanese


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=200) | st.text("2-ー－1.の防災bousaiぼう(%_\"'*:^ \ud800", max_size=40))
def test_no_text_ever_fails(desk: Desk, typed: str) -> None:
    assert len(desk.suggest(typed, "ja")) <= 100


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over an invented plan of sixty issues, 1,621 entries."""
    store = Store.create(tmp_path_factory.mktemp("large") / "hoshin.db")
    source, entries = large_plan(issues=60, strategies=2, actions=12)
    store.replace(source, entries)
    opened = Desk(store)
    yield opened
    opened.close()


@pytest.mark.parametrize("typed", ["", "2", "防", "b", "ぼうさ", "elderly", "防災の強化"])
def test_a_large_plan_suggests_a_hundred_at_most(large: Desk, typed: str) -> None:
    assert 1 <= len(large.suggest(typed, "ja")) <= 100


def test_a_code_goes_before_those_that_only_begin_like_it(large: Desk) -> None:
    codes = [entry.code for entry in large.suggest("6", "ja")]
    assert codes[:3] == ["6", "6-1", "6-1-1"]
    assert codes.index("6-2-12") < codes.index("60")
