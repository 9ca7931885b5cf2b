"""A value that only a sentence holds: answered with that sentence, or said not to be read from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Desk, Kind, build

PAGE = Path(__file__).parent / "data" / "wards" / "values.txt"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A page whose sentences count people, days, languages, shares and money that is no budget."""
    folder = tmp_path_factory.mktemp("values")
    (folder / "documents").mkdir()
    (folder / "documents" / PAGE.name).write_bytes(PAGE.read_bytes())
    build(folder / "hoshin.db", folder / "documents")
    return Desk.open(folder / "hoshin.db", folder / "documents")


HELD = [
    ("12.4%", ["がん検診の受診率は", "がん検診の受診率は今何%?"]),
    ("20%", ["がん検診の受診率は何%をめざす?", "がん検診の受診率の目標は?", "がん検診の受診率を何%にする目標ですか"]),
    ("令和8年度末", ["がん検診の受診率の目標はいつまで?"]),
    ("61.8%", ["集合住宅に住む世帯の割合は", "集合住宅の世帯は何%"]),
    ("1.3倍", ["救急出動は5年前の何倍?", "救急出動は何倍に増えた?"]),
    ("4,120件", ["救急出動は何件", "救急出動の件数は?"]),
    ("8,600万円", ["特殊詐欺の被害額は", "特殊詐欺の被害額はいくら?"]),
    ("建築士会", ["家具固定は誰に委託するの", "取付けはだれに頼むんですか"]),
    ("350世帯", ["家具固定は何世帯を見込む?"]),
    ("65歳以上", ["家具固定の対象は", "家具固定は何歳から?", "家具固定は誰が対象?"]),
    ("区民会館と小学校", ["防災講座はどこで開くの", "防災講座の会場は?"]),
    ("年8回", ["防災講座は年に何回?", "防災講座は年何回やる", "防災講座の回数は"]),
    ("40人", ["防災講座の定員は", "防災講座の定員は何人ですか"]),
    ("3分の2", ["感震ブレーカーの補助率は?"]),
    ("9千円", ["感震ブレーカーの補助の上限額は", "感震ブレーカーは1台あたりいくらまで補助?"]),
    ("7月1日", ["感震ブレーカーの申請はいつから?"]),
    ("2基", ["ポンプは何基取り替える?"]),
    ("市債2,800万円", ["水路ポンプの市債はどれだけ", "ポンプ更新のうち市債はいくら?", "水路ポンプの財源は"]),
]
"""What the page prints, and wordings that ask for it."""


@pytest.mark.parametrize(("printed", "question"), [(said, question) for said, asked in HELD for question in asked])
def test_a_value_is_answered_with_the_sentence_that_holds_it(desk: Desk, printed: str, question: str) -> None:
    answer = desk.ask(question)
    assert answer.kind in (Kind.FOUND, Kind.LIST), answer.headline
    assert answer.facts, answer.headline
    assert any(printed in (told.printed or "") for told in answer.facts)


@pytest.mark.parametrize(
    "question",
    [
        "防災講座の講師は誰?", "防災講座の参加費は?", "家具固定は年に何回?", "感震ブレーカーは何台?", "救急車は何台?",
        "防災講座は何時から?", "ポンプの寿命は何年?", "防災講座の助成額は?", "家具固定はいつ?", "受診者は何人?",
    ],
)  # fmt: skip
def test_what_no_sentence_holds_is_not_told_from_another(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    assert answer.kind is Kind.UNKNOWN
    assert not any(told.printed for told in answer.facts)


@pytest.mark.parametrize(
    ("question", "yen"), [("水路ポンプの予算は?", 43_000_000), ("感震ブレーカーはいくら?", 2_700_000)]
)
def test_the_money_of_an_entry_stays_its_budget(desk: Desk, question: str, yen: int) -> None:
    assert desk.ask(question).yen == yen


def test_a_number_is_asked_of_what_was_shown(desk: Desk) -> None:
    first = desk.ask("防災講座の定員は?")
    again = desk.ask("年何回?", first.subject)
    assert "年8回" in again.headline
