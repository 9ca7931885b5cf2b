"""Forms asked for by word: the same answer as a file, as a chart, short, in easy Japanese, in the other language."""

from __future__ import annotations

import pytest

from bot.blocks import message
from knowledge import Answer, Desk, Entry, Form, Kind, Level, Shown
from knowledge.answers.teller import formed

ASKED = [
    ("経営課題別の予算をCSVで", Form.CSV, "ja", "経営課題別の予算"),
    ("CSVで経営課題別の予算を出して", Form.CSV, "ja", "経営課題別の予算"),
    ("経営課題別の予算をExcelでください", Form.EXCEL, "ja", "経営課題別の予算"),
    ("経営課題別の予算をエクセルファイルにして", Form.EXCEL, "ja", "経営課題別の予算"),
    ("budget by issue in Excel please", Form.EXCEL, "en", "budget by issue"),
    ("経営課題別の予算をグラフで", Form.CHART, "ja", "経営課題別の予算"),
    ("経営課題別の予算をグラフ化して", Form.CHART, "ja", "経営課題別の予算"),
    ("経営課題別の予算を円グラフで", Form.PIE, "ja", "経営課題別の予算"),
    ("budget by issue as a pie chart", Form.PIE, "en", "budget by issue"),
    ("防災の予算を答弁メモで", Form.MEMO, "ja", "防災の予算"),
    ("防災の予算を短く", Form.SHORT, "ja", "防災の予算"),
    ("短く防災の予算を教えて", Form.SHORT, "ja", "防災の予算"),
    ("防災の取組を番号だけ", Form.CODES, "ja", "防災の取組"),
    ("防災の取組をやさしい日本語で", Form.EASY, "ja", "防災の取組"),
    ("防災の予算を英語で", None, "en", "防災の予算"),
    ("英語で防災の予算を教えて", None, "en", "防災の予算"),
    ("防災の予算は?英語でお願いします。", None, "en", "防災の予算は?"),
    ("what is the budget of 2-1-1 in Japanese?", None, "ja", "what is the budget of 2-1-1?"),
]
WORDS = [
    "英語の予算は?", "英語で学ぶ取組は?", "CSVの予算は?", "CSVについて教えて", "グラフの予算はいくら?",
    "日本語の予算は?",
]  # fmt: skip
AGAIN = [
    "CSVで",
    "Excelで",
    "グラフにして",
    "円グラフで",
    "短く",
    "番号だけ",
    "やさしい日本語で",
    "英語で",
    "in English please",
]


@pytest.mark.parametrize(("question", "form", "language", "plain"), ASKED)
def test_a_form_changes_how_an_answer_is_given_and_nothing_else(
    desk: Desk, question: str, form: Form | None, language: str, plain: str
) -> None:
    answer, same = desk.ask(question), desk.ask(plain)
    assert (answer.form, answer.language) == (form, language)
    assert (answer.kind, answer.yen) == (same.kind, same.yen)
    assert [shown.entry.id for shown in answer.shown] == [shown.entry.id for shown in same.shown]


@pytest.mark.parametrize("question", AGAIN)
def test_a_form_alone_is_asked_of_the_answer_before(desk: Desk, question: str) -> None:
    before = desk.ask("経営課題別の予算は?")
    again = desk.ask(question, before.subject)
    assert again.kind is Kind.FIGURES
    assert [shown.entry.code for shown in again.shown] == ["1", "2", "3", "4", "5", "6"]
    assert (again.language == "en") == ("英語" in question or "English" in question)
    assert desk.ask("3番目は?", again.subject).shown[0].entry.code == "3"


@pytest.mark.parametrize("question", AGAIN)
def test_a_form_of_nothing_says_that_it_lacks_what_it_is_of(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    assert answer.kind is Kind.UNKNOWN
    assert answer.unmatched == ()


@pytest.mark.parametrize("question", WORDS)
def test_a_word_that_is_asked_about_is_no_form(desk: Desk, question: str) -> None:
    """What the plan does not print is refused by that word, as any other."""
    answer = desk.ask(question)
    assert (answer.kind, answer.form, answer.language) == (Kind.UNKNOWN, None, "ja")
    assert any(word in answer.headline for word in ("英語", "CSV", "グラフ", "日本語"))


def test_the_short_forms(desk: Desk) -> None:
    assert desk.ask("経営課題3の取組を番号だけ").headline == "3-1-2、3-3-4"
    short = desk.ask("経営課題別の予算を短く")
    assert short.table is None
    easy = desk.ask("防災の予算をやさしい日本語で").headline
    assert "地域防災(ちいきぼうさい)" in easy
    assert "2,025,000円(えん)" in easy


def test_a_chart_of_one_amount_is_not_promised(desk: Desk) -> None:
    assert "グラフにできる金額が二つ以上ない" in "".join(desk.ask("防災の予算をグラフで").notes)
    assert desk.ask("経営課題別の予算をグラフで").notes == desk.ask("経営課題別の予算").notes


@pytest.mark.parametrize(
    ("question", "chart"),
    [
        ("経営課題別の予算をグラフで", "bar"),
        ("経営課題別の予算を円グラフで", "pie"),
        ("経営課題別の予算の割合をグラフで", "bar"),
        ("取組の予算を円グラフで", "bar"),
    ],
)
def test_a_chart_is_of_the_kind_that_was_asked_for(desk: Desk, question: str, chart: str) -> None:
    """A pie of more than six parts is only colours: then it is said, and bars are drawn."""
    answer = desk.ask(question)
    [drawn] = [block for block in message(answer).blocks if block["type"] == "data_visualization"]
    assert drawn["chart"]["type"] == chart
    assert any("円グラフにできるのは" in note for note in answer.notes) == ("円グラフ" in question and chart == "bar")


def test_where_no_codes_are_printed_the_names_stay() -> None:
    entry = Entry("x", None, Level.ACTION, "朝の体操", "", 0, (1, 1), "朝の体操")
    answer = Answer("?", Kind.LIST, "ja", "1件です。", shown=(Shown(entry),))
    told = formed(answer, Form.CODES)
    assert (told.headline, told.notes) == ("1件です。", ("ページに番号は付いていません。",))


def test_a_form_is_heard_in_a_thread_without_a_mention(desk: Desk) -> None:
    """Where an answer stands; a word of people's own is left alone."""
    before = desk.ask("経営課題別の予算は?").subject
    for asked in ("CSVで", "Excelでください", "グラフにして", "番号だけ"):
        heard = desk.overhear(asked, before)
        assert heard is not None, asked
        assert heard.form is not None
    assert desk.overhear("CSVで") is None
    for said in ("英語で", "ありがとう", "グラフは後で作ります"):
        assert desk.overhear(said, before) is None, said
