from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import money
from knowledge.language.money import Unit

AMOUNTS = [
    ("2,025千円", 2_025_000),
    ("3,255万円", 32_550_000),
    ("600万4千円", 6_004_000),
    ("1億235万4千円", 102_354_000),
    ("3千4百万円", 34_000_000),
    ("20百万円", 20_000_000),
    ("8億6,023万円", 860_230_000),
    ("1.5億円", 150_000_000),
    ("2兆円", 2_000_000_000_000),
    ("三千万円", 30_000_000),
    ("三百二十五万円", 3_250_000),
    ("二〇二五千円", 2_025_000),
    ("百万円", 1_000_000),
    ("0千円", 0),
    ("500円", 500),
    ("△1,200千円", -1_200_000),
    ("▲ 5千円", -5_000),
    ("−500円", -500),
    ("２，０２５千円", 2_025_000),
    ("１，５００　千円", 1_500_000),
    ("1,500 千円", 1_500_000),
    ("100万", 1_000_000),
    ("3255万", 32_550_000),
    ("600万4千", 6_004_000),
    ("1億", 100_000_000),
    ("2,025 thousand yen", 2_025_000),
    ("14.955 million yen", 14_955_000),
    ("10 million", 10_000_000),
    ("¥1,632,000", 1_632_000),
    ("￥1,632,000", 1_632_000),
    ("¥2.5 million", 2_500_000),
    ("JPY 482,000", 482_000),
    ("32,550,000 yen", 32_550_000),
]

IN_A_SENTENCE = [
    ("予算は約2,025千円です", ["2,025千円"]),
    ("支援2,025千円)", ["2,025千円"]),
    ("1000万円以上2000万円未満", ["1000万円", "2000万円"]),
    ("100万以上の取組", ["100万"]),
    ("4年度の2-1-1 1,500千円", ["1,500千円"]),
    ("2-1,500千円", ["1,500千円"]),
    ("(-500円)", ["-500円"]),
    ("百万円以上を百万円単位で", ["百万円"]),
    ("JPY 482,000 or 32,550,000 yen?", ["JPY 482,000", "32,550,000 yen"]),
    ("initiatives over 10 million?", ["10 million"]),
]

NO_MONEY = [
    "",
    "1000",
    "1人",
    "「市政改革プラン3.1」",
    "2025年大阪・関西万博",
    "100万人",
    "1億2千万人",
    "10件",
    "3千人",
    "(単位:百万円)",
    "千円で答えて",
    "数百万円",
    "年4回の円卓会議",
    "4円卓",
    "10,20千円",
    "5 million people",
    "$5 million",
]


@pytest.mark.parametrize(("text", "yen"), AMOUNTS)
def test_an_amount_is_read_in_yen(text: str, yen: int) -> None:
    assert [(found.yen, found.raw, found.span) for found in money.find(text)] == [(yen, text, (0, len(text)))]


@pytest.mark.parametrize(("text", "raws"), IN_A_SENTENCE)
def test_amounts_are_found_in_sentences(text: str, raws: list[str]) -> None:
    assert [found.raw for found in money.find(text)] == raws


@pytest.mark.parametrize("text", NO_MONEY)
def test_other_numbers_are_no_money(text: str) -> None:
    assert money.find(text) == ()


@given(st.text(alphabet="0123456789,.，．０１２３〇一二三十百千万億兆円 　-△▲¥()約 yenmillio人", max_size=60))
def test_spans_hold_in_the_text_as_it_was_given(text: str) -> None:
    found = money.find(text)
    assert [text[slice(*amount.span)] for amount in found] == [amount.raw for amount in found]
    assert all(one.span[1] <= other.span[0] for one, other in pairwise(found))


@given(st.integers(min_value=0, max_value=10**15))
def test_what_is_said_is_understood_again(yen: int) -> None:
    for text in (money.thousands(yen), money.spoken(yen), money.in_unit(yen, "億円"), f"¥{yen:,}"):
        assert [found.yen for found in money.find(text)] == [yen]


SAID = [
    (2_025_000, "2,025千円", "202万5千円", "2,025 thousand yen (¥2,025,000)"),
    (2_025_500, "2,025,500円", "202万5,500円", "2,025,500 yen"),
    (32_550_000, "32,550千円", "3,255万円", "32,550 thousand yen (¥32,550,000)"),
    (515_000, "515千円", "51万5千円", "515 thousand yen (¥515,000)"),
    (65_958_000, "65,958千円", "6,595万8千円", "65,958 thousand yen (¥65,958,000)"),
    (123_450_000, "123,450千円", "1億2,345万円", "123,450 thousand yen (¥123,450,000)"),
    (9_000, "9千円", "9千円", "9 thousand yen (¥9,000)"),
    (500, "500円", "500円", "500 yen"),
    (0, "0千円", "0円", "0 yen"),
    (-1_200_000, "-1,200千円", "マイナス120万円", "-1,200 thousand yen (-¥1,200,000)"),
]


@pytest.mark.parametrize(("yen", "printed", "spoken", "english"), SAID)
def test_yen_are_written_for_people(yen: int, printed: str, spoken: str, english: str) -> None:
    assert (money.thousands(yen), money.spoken(yen), money.english(yen)) == (printed, spoken, english)


UNITS: list[tuple[int, Unit, str]] = [
    (2_025_000, "円", "2,025,000円"),
    (2_025_000, "千円", "2,025千円"),
    (2_025_000, "万円", "202.5万円"),
    (2_025_000, "百万円", "2.025百万円"),
    (2_025_000, "億円", "0.02025億円"),
    (-32_550_000, "万円", "-3,255万円"),
    (0, "億円", "0億円"),
]


@pytest.mark.parametrize(("yen", "unit", "text"), UNITS)
def test_yen_are_exact_in_any_unit(yen: int, unit: Unit, text: str) -> None:
    assert money.in_unit(yen, unit) == text
