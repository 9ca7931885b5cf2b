"""A clerk with a resident at the counter: first what is not printed, and the contact of the page is only the page's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import Desk, Kind, as_text

DATA = Path(__file__).parent / "data"
ASKED = [
    ("担当は?", "担当の課"),
    ("どこがやってるの?", "担当の課"),
    ("誰に聞けばいい?", "担当の課"),
    ("どこに問い合わせればいいですか", "担当の課"),
    ("who do I ask?", "office in charge"),
    ("電話は?", "電話番号"),
    ("利用したい", "申込方法"),
    ("申込みは?", "申込方法"),
    ("how do I apply?", "way to apply"),
    ("対象は?", "対象"),
    ("何歳から?", "対象"),
    ("who is eligible?", "target group"),
    ("財源は?", "財源"),
    ("いつから?", "日時や期限"),
    ("無料?", "無料"),
]
TELEPHONE = "06-6576-9683"


@pytest.mark.parametrize(("question", "fact"), ASKED)
def test_a_fact_that_is_not_printed_is_said_so_before_anything_else(desk: Desk, question: str, fact: str) -> None:
    """In a thread they stay on the entry; the contact is named as the page's own, not as who runs the thing."""
    before = desk.ask("見守り支援の予算は?")
    answer = desk.ask(question, before.subject)
    assert answer.kind is Kind.UNKNOWN
    assert [shown.entry.code for shown in answer.shown] == ["3-1-2"]
    assert fact in answer.headline
    assert TELEPHONE not in answer.headline
    [contact] = [note for note in answer.notes if TELEPHONE in note]
    assert contact.startswith(("このページ自体のお問い合わせ先は", "The page itself names as its contact"))
    assert "書かれていません" in contact or "does not say" in contact


def test_a_walk_along_the_facts_stays_on_the_entry(desk: Desk) -> None:
    answer = desk.ask("見守り支援の予算は?")
    for question, _ in ASKED:
        answer = desk.ask(question, answer.subject)
        assert [shown.entry.code for shown in answer.shown] == ["3-1-2"], question
    assert desk.ask("予算は?", answer.subject).yen == 14_955_000


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A list of projects that prints who is in charge of each."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(DATA / "neighbours" / "kasumihama.csv", folder)
    (folder / "documents.toml").write_text('[kasumihama]\nfile = "kasumihama.csv"\norganisation = "霞浜市"\n', "utf-8")
    opened = Desk.open(folder / "index.db", folder)
    yield opened
    opened.close()


@pytest.mark.parametrize("question", ["担当は?", "どこがやってるの?", "誰に聞けばいい?", "who do I ask?"])
def test_a_list_that_prints_the_office_answers_with_it(town: Desk, question: str) -> None:
    before = town.ask("灯台のライトアップの予算は?")
    answer = town.ask(question, before.subject)
    assert answer.kind is Kind.FOUND
    assert "観光課" in answer.headline


@pytest.mark.parametrize("question", ["電話は?", "申込みは?", "対象は?"])
def test_what_it_does_not_print_is_told_with_the_office(town: Desk, question: str) -> None:
    before = town.ask("灯台のライトアップの予算は?")
    answer = town.ask(question, before.subject)
    assert answer.kind is Kind.UNKNOWN
    assert "観光課" not in answer.headline
    assert "担当として書かれているのは観光課です。" in as_text(answer)


@pytest.mark.parametrize(
    "question",
    [
        "見守り支援はいつから?", "見守り支援の担当はどこ?", "見守り支援はどこがやってるの?", "見守り支援を利用したい",
        "見守り支援の申込みは?", "見守り支援の対象は?", "見守り支援の財源は?", "見守り支援に国の補助はある?",
        "who runs 3-1-2?", "見守り支援の担当はどなたですか?", "who is in charge of 3-1-2?",
    ],
)  # fmt: skip
def test_in_one_question_it_is_the_same(desk: Desk, question: str) -> None:
    """And a sentence of an entry above that holds a year beside one of the words is not taken for the answer."""
    answer = desk.ask(question)
    assert answer.kind is Kind.UNKNOWN
    assert [shown.entry.code for shown in answer.shown] == ["3-1-2"]
    assert answer.headline.endswith(("の文からは読み取れませんでした。", "「高齢者等要援護者見守り支援」."))


@pytest.mark.parametrize("question", ["1-2-2で実際に使った金額は?", "1-2-2に実際にかかった費用は?"])
def test_what_was_spent_is_not_the_budget(desk: Desk, question: str) -> None:
    """A manager who asks for spending is told that only the budget is printed, and the budget as that."""
    answer = desk.ask(question)
    assert (answer.kind, answer.yen) == (Kind.UNKNOWN, None)
    assert "書かれていません" in answer.headline
    assert answer.notes == ("書かれているのは予算額の32,550千円(3,255万円)です。",)
