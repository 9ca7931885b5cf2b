"""An answer as a Slack message: what stands where, nothing parsed, every limit met."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import TEXT_LIMIT, message, plain
from bot.charts import chart
from bot.controls import Controls, read_step, write_step
from bot.elements import VALUE, Block
from bot.text import cut
from knowledge import Answer, Entry, Kind, Language, Quote, Shown, Source, Step, Table, written
from knowledge.model import Amount, Ask, Level, Linked, Money, OfLevel, Query
from tests.slack_limits import complaints, words_of

PAGE = "https://www.city.osaka.lg.jp/minato/page/0000565017.html"
NASTY = "<!channel> <@U1> *太字* _斜_ ~消~ `コード` &amp; :smile: <https://example.jp|ここ>"


def entry(code: str, level: Level, title: str, *amounts: Amount) -> Entry:
    return Entry("minato-r4", code, level, title, "", 0, (45, 46), title, amounts=amounts)


ISSUE = entry("2", Level.ISSUE, "安全・安心・快適なまちづくり")
STRATEGY = entry("2-1", Level.STRATEGY, "防災対策の強化")
ACTION = entry("2-1-1", Level.ACTION, "地域防災の活動支援", Amount(2_025_000, 2022, "予算額", "2,025千円", 46, True))
SOURCE = Source("minato-r4", "大阪市港区", "令和4年度港区運営方針", 2022, url=PAGE)
FOUND = Answer(
    question="防災訓練の予算は?",
    kind=Kind.FOUND,
    language="ja",
    headline="防災訓練の予算は、2-1-1の2,025千円です。",
    notes=("「防災訓練」は戦略2-1の言葉です。",),
    shown=(Shown(ACTION, (ISSUE, STRATEGY), Quote("避難所開設訓練と防災学習会", ((5, 7), (8, 10))), f"{PAGE}#2-1-1"),),
    yen=2_025_000,
    caveat="ページには金額だけがあります。",
    source=SOURCE,
    source_line="出典: 令和4年度港区運営方針(大阪市港区) 45〜46行目",
    source_name="令和4年度港区運営方針(大阪市港区)",
    examples=("その戦略は?", "予算の順に並べて"),
)


TOTAL = Answer(
    "合計は?",
    Kind.FIGURES,
    "ja",
    "合計は3,593千円です。",
    read_as="具体的取組 × 予算額の合計",
    shown=(Shown(ACTION), Shown(STRATEGY)),
    yen=3_593_000,
    caveat="ページには金額だけがあります。",
    query=Query(Ask.SUM, OfLevel((Level.ACTION,)), "minato-r4", Money()),
)
SEVERAL = Answer(
    "防災訓練の予算は?合計は?",
    Kind.FOUND,
    "ja",
    "お尋ねの2件に、順にお答えします。",
    shown=(Shown(ACTION), Shown(STRATEGY)),
    source=SOURCE,
    source_line="出典: 令和4年度港区運営方針(大阪市港区)",
    source_name="令和4年度港区運営方針(大阪市港区)",
    parts=(replace(FOUND, examples=()), TOTAL),
)
CHOICES = Answer(
    "見守り",
    Kind.CHOICES,
    "ja",
    "どれのことですか。",
    shown=(Shown(ACTION),),
    steps=(
        Step(ACTION.name, Query(Ask.RECORD, Linked((ACTION.id,)), "minato-r4")),
        Step("予算の合計", Query(Ask.SUM, OfLevel((Level.ACTION,)), "minato-r4", Money())),
    ),
)


def small(*texts: str) -> Block:
    return {
        "type": "context",
        "elements": [{"type": "plain_text", "text": text, "emoji": False} for text in texts],
    }


def text(words: str, **style: bool) -> Block:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def section(*parts: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(parts)}


STANDING = "経営課題2 › 戦略2-1 › 具体的取組2-1-1 地域防災の活動支援 · 令和4年度港区運営方針(大阪市港区)"


def test_an_answer_block_by_block() -> None:
    laid_out = message(FOUND)
    assert laid_out.text.startswith(FOUND.headline)
    assert list(laid_out.blocks) == [
        {
            "type": "rich_text",
            "elements": [section(text("防災訓練の予算は、2-1-1の"), text("2,025千円", bold=True), text("です。"))],
        },
        small("「防災訓練」は戦略2-1の言葉です。"),
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_quote",
                    "elements": [
                        text("避難所開設"),
                        text("訓練", bold=True),
                        text("と"),
                        text("防災", bold=True),
                        text("学習会"),
                    ],
                },
            ],
        },
        small("※ページには金額だけがあります。"),
        small("続けて聞けること: その戦略は? · 予算の順に並べて"),
        {
            "type": "context",
            "elements": [
                {"type": "plain_text", "text": STANDING, "emoji": False},
                {"type": "mrkdwn", "text": f"<{PAGE}#2-1-1|元のページを開く>"},
            ],
        },
    ]


def test_choices_are_numbered() -> None:
    [_, listed] = message(CHOICES).blocks
    assert listed["elements"] == [
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                section(text("2-1-1 ", bold=True), text("地域防災の活動支援"), text(" 2,025千円", bold=True)),
                section(text("予算の合計")),
            ],
        }
    ]


def test_several_answers_stand_in_one_message_each_short() -> None:
    said = [words_of([block]) for block in message(SEVERAL).blocks]
    assert ["".join(words) for words in said] == [
        "お尋ねの2件に、順にお答えします。",
        "(1) 防災訓練の予算は、2-1-1の2,025千円です。",
        "「防災訓練」は戦略2-1の言葉です。",
        "避難所開設訓練と防災学習会",
        f"経営課題2 › 戦略2-1 › 具体的取組2-1-1 地域防災の活動支援<{PAGE}#2-1-1|元のページを開く>",
        "(2) 合計は3,593千円です。",
        "読み方: 具体的取組 × 予算額の合計",
        "2-1-1 地域防災の活動支援 2,025千円2-1 防災対策の強化",
        "※ページには金額だけがあります。",
        f"令和4年度港区運営方針(大阪市港区)<{PAGE}|元のページを開く>",
    ]


def test_several_questions_of_which_none_is_answered() -> None:
    """The whole is a choice then, and only its parts have something to choose from."""
    unknown = Answer("給食は?", Kind.UNKNOWN, "ja", "出てきません。")
    both = replace(SEVERAL, kind=Kind.CHOICES, shown=(), parts=(CHOICES, unknown))
    said = ["".join(words_of([block])) for block in message(both, Controls("a1b2", "ja")).blocks]
    assert said[1:4] == ["(1) どれのことですか。", "2-1-1 地域防災の活動支援予算の合計", "(2) 出てきません。"]


def test_a_button_carries_its_query_and_a_menu_no_more_than_an_entry() -> None:
    answer = replace(CHOICES, kind=Kind.LIST, shown=(Shown(ACTION), Shown(STRATEGY)))
    [*_, row, _] = message(answer, Controls("a1b2", "ja")).blocks
    *buttons, menu, _, _ = row["elements"]
    assert [read_step(each["value"], tuple) for each in buttons] == list(answer.steps)
    assert [each["value"] for each in menu["options"]] == [ACTION.id, STRATEGY.id]
    picked = read_step(ACTION.id, tuple)
    assert picked
    assert picked.query == answer.steps[0].query


def test_a_query_that_no_button_holds_is_found_again_by_its_place() -> None:
    many = Linked(tuple(f"minato-r4/2-1-{number}" for number in range(200)))
    step = Step("たくさん", Query(Ask.LIST, many, "minato-r4"))
    assert len(written(step)) > VALUE
    assert read_step(write_step(step, 1), lambda: (CHOICES.steps[0], step)) == step


@pytest.mark.parametrize(
    "value", ["parent - minato-r4/2-1-1", "entry issue a/2", "#9", "#", "csv", "", "{", '{"_":"Step"}']
)
def test_a_value_of_another_version_is_no_step(value: str) -> None:
    assert read_step(value, tuple) is None


def test_a_table_is_native_with_numbers_to_the_right() -> None:
    rows = (("2-1-1", "地域防災の活動支援と防犯・安全対策", "2,025"), ("2-2-1", "", "1,568"))
    table = Table(("番号", "取組", "千円"), rows, (False, False, True))
    [_, block] = message(
        Answer("一覧", Kind.FIGURES, "ja", "2件です。", shown=(Shown(ACTION),) * 2, table=table)
    ).blocks
    assert block["column_settings"] == [
        {"align": "left", "is_wrapped": False},
        {"align": "left", "is_wrapped": True},
        {"align": "right", "is_wrapped": False},
    ]
    assert [[cell["text"] for cell in row] for row in block["rows"]] == [
        ["番号", "取組", "千円"],
        ["2-1-1", "地域防災の活動支援と防犯・安全対策", "2,025"],
        ["2-2-1", "–", "1,568"],
    ]


@pytest.mark.parametrize(
    ("sentence", "bold"),
    [
        ("合計は65,958千円です。", ["65,958千円"]),
        ("3億2,550万円と△1,568円。", ["3億2,550万円", "△1,568円"]),
        ("2,025千円(202万5千円)です。", ["2,025千円"]),
        ("It is 2,025 thousand yen (¥2,025,000), not ¥1.", ["2,025 thousand yen", "¥1"]),
        ("2-1-1は令和4年度の10件です。", []),
    ],
)
def test_money_in_the_headline_is_bold(sentence: str, bold: list[str]) -> None:
    [headline] = message(Answer("?", Kind.FIGURES, "ja", sentence)).blocks
    parts = headline["elements"][0]["elements"]
    assert [part["text"] for part in parts if "style" in part] == bold
    assert "".join(part["text"] for part in parts) == sentence


def test_nothing_from_plan_or_question_is_ever_parsed() -> None:
    hostile = Entry("d", NASTY, Level.ACTION, NASTY, NASTY, 0, (1, 1), NASTY)
    answer = replace(
        FOUND,
        headline=NASTY,
        notes=(NASTY,),
        caveat=NASTY,
        source_line=NASTY,
        examples=(NASTY,),
        shown=(Shown(hostile, (hostile,), Quote(NASTY), "https://example.jp/a|b>c d?e=1&f=<!channel>"), Shown(hostile)),
        table=Table((NASTY,), ((NASTY,),), (False,)),
    )
    laid_out = message(answer)
    assert "<" not in laid_out.text
    parsed = [part["text"] for part in _objects(laid_out.blocks) if part.get("type") == "mrkdwn"]
    assert parsed == ["<https://example.jp/a%7Cb%3Ec%20d?e=1&amp;f=%3C!channel%3E|元のページを開く>"]
    assert all(part["emoji"] is False for part in _objects(laid_out.blocks) if part.get("type") == "plain_text")
    assert complaints({"text": laid_out.text, "blocks": laid_out.blocks}) == []


LONG = "区民が安心して暮らせるまちをめざす。" * 2_000
WIDE = Table(("列",) * 30, (("値" * 500,) * 30,) * 300, (True,) * 30)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(
            replace(FOUND, headline=LONG, notes=(LONG,) * 50, caveat=LONG, source_line=LONG, examples=(LONG,) * 50),
            id="everything long",
        ),
        pytest.param(
            replace(FOUND, shown=(Shown(ACTION, (ISSUE,) * 200, Quote(LONG, ((3, 5), (30_000, 30_002)))),)),
            id="long quote",
        ),
        pytest.param(replace(FOUND, table=WIDE), id="wide table"),
        pytest.param(replace(FOUND, kind=Kind.LIST, shown=(Shown(replace(ACTION, title=LONG)),) * 500), id="long list"),
        pytest.param(
            replace(FOUND, kind=Kind.FIGURES, table=replace(WIDE, rows=(("値",) * 30,) * 300)), id="many rows"
        ),
        pytest.param(Answer("", Kind.HELP, "ja", "あ" * 50_000), id="one endless word"),
        pytest.param(Answer("", Kind.HELP, "ja", "&" * 10_000), id="escaping grows it"),
        pytest.param(replace(FOUND, shown=(Shown(ACTION, quote=Quote("")),), source_line="x"), id="empty quote"),
    ],
)
def test_every_limit_is_met(answer: Answer) -> None:
    laid_out = message(answer)
    assert complaints({"text": laid_out.text, "blocks": laid_out.blocks}) == []


def test_a_long_table_has_pages() -> None:
    table = Table(("番号",), tuple((str(number),) for number in range(150)), (True,))
    answer = Answer("一覧", Kind.LIST, "ja", "150件です。", table=table)
    pages = [message(answer, Controls("a1", "ja", page=page)).blocks for page in (0, 1)]
    assert [len(blocks[1]["rows"]) for blocks in pages] == [100, 52]
    assert [list(words_of(blocks[2])) for blocks in pages] == [
        ["1/2ページ(1〜99行目、全150行)"],
        ["2/2ページ(100〜150行目、全150行)"],
    ]
    assert [[each["text"]["text"] for each in blocks[3]["elements"]] for blocks in pages] == [
        ["次のページ", "CSV", "Excel"],
        ["前のページ", "CSV", "Excel"],
    ]


@pytest.mark.parametrize(
    ("long", "limit", "short"),
    [
        ("短い。", 10, "短い。"),
        ("一つめの文です。二つめの文です。", 12, "一つめの文です。…"),
        ("一行め\n二行めはとても長い", 8, "一行め…"),
        ("読点で、区切る長い一つの文", 8, "読点で、…"),
        ("plain words that go on", 14, "plain words…"),
        ("かな" * 10, 5, "かなかな…"),
    ],
)
def test_long_texts_end_at_a_boundary(long: str, limit: int, short: str) -> None:
    assert cut(long, limit) == short


def test_escaping_never_splits_an_entity() -> None:
    laid_out = plain("<" * TEXT_LIMIT)
    assert len(laid_out.text) <= TEXT_LIMIT
    assert laid_out.text.rstrip("…").replace("&lt;", "") == ""


def _objects(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, dict):
        return [part, *(found for value in part.values() for found in _objects(value))]
    if isinstance(part, list | tuple):
        return [found for item in part for found in _objects(item)]
    return []


def years(*amounts: int | None, titles: tuple[str, ...] = (), **parts: Any) -> Table:
    titles = titles or tuple(f"取組{number}" for number in range(1, len(amounts) + 1))
    rows = tuple((f"{number}", title) for number, title in enumerate(titles, 1))
    return Table(("番号", "項目"), rows, (False, False), yen=amounts, measured="予算額", **parts)


TITLES = (
    "区民主体のまちづくり",
    "安全・安心・快適なまちづくり",
    "健やかにいきいきと暮らせるまちづくり",
    "「子どもの学び」と「子育て世代」を応援するまちづくり",
)


def test_bars_are_called_by_name_and_stand_in_a_unit_that_people_say() -> None:
    drawn = chart(years(32_550_000, 3_593_000, 19_915_000, 1_782_500, titles=TITLES), "ja")
    assert drawn is not None
    assert drawn["title"] == "予算額(万円)"
    [series] = drawn["chart"]["series"]
    assert [(point["label"], point["value"]) for point in series["data"]] == [
        ("1 区民主体", 3_255),
        ("2 安全・安心", 359.3),
        ("3 健やか", 1_991.5),
        ("4 子どもの学び", 178.25),
    ]


@pytest.mark.parametrize(
    ("yen", "language", "title"),
    [
        (99_990_000, "ja", "予算額(万円)"),
        (100_000_000, "ja", "予算額(百万円)"),
        (99_000_000, "en", "予算額 (¥ thousand)"),
        (100_000_000, "en", "予算額 (¥ million)"),
    ],
)
def test_large_amounts_stand_in_millions(yen: int, language: Language, title: str) -> None:
    drawn = chart(years(yen, 1_000), language)
    assert drawn is not None
    assert drawn["title"] == title


def test_two_years_stand_side_by_side_the_older_first() -> None:
    """What one of them does not print is no bar of nothing."""
    drawn = chart(years(30_000, 0, None, older=(20_000, 10_000, 5_000), series=("令和5年度", "令和4年度")), "ja")
    assert drawn is not None
    assert [(one["name"], [point["value"] for point in one["data"]]) for one in drawn["chart"]["series"]] == [
        ("令和4年度", [2, 1]),
        ("令和5年度", [3, 0]),
    ]


@pytest.mark.parametrize(
    ("yen", "whole", "parts"),
    [
        ((30, 70), 100, [30.0, 70.0]),
        ((30, 50), 100, [30.0, 50.0, 20.0]),  # the last one is what is left of the whole
        ((10, 20, 30, 5, 5, 5), 75, [13.3, 26.7, 40.0, 6.7, 6.7, 6.7]),
        ((10, 20, 30, 5, 5, 2, 3), 75, None),  # more than six
        ((10, 20), None, None),  # nobody asked for shares
    ],
)
def test_a_pie_shows_the_parts_of_a_whole(yen: tuple[int, ...], whole: int | None, parts: list[float] | None) -> None:
    drawn = chart(years(*yen, whole=whole), "ja")
    assert drawn is not None
    assert (drawn["chart"]["type"] == "pie") is (parts is not None)
    if parts is not None:
        assert [segment["value"] for segment in drawn["chart"]["segments"]] == parts


def test_nothing_is_drawn_of_one_bar() -> None:
    assert chart(years(30, None), "ja") is None


def test_a_table_of_many_rows_is_sorted_by_its_reader_and_its_codes_stay_whole() -> None:
    rows = (*((f"1-2-{number}", "取組", f"▲{number},000") for number in range(20)), ("", "合計", "▲190,000"))
    table = Table(("番号", "項目", "増減(千円)"), rows, (False, False, True))
    answer = Answer("一覧", Kind.FIGURES, "ja", "20件です。", table=table)
    laid_out = message(answer)
    [block] = [each for each in laid_out.blocks if each["type"] == "data_table"]
    assert block["caption"] == "増減(千円)、全20件、合計 ▲190,000"
    assert block["rows"][2] == [
        {"type": "raw_text", "text": "1-2-1"},
        {"type": "raw_text", "text": "取組"},
        {"type": "raw_number", "value": -1000.0, "text": "▲1,000"},
    ]
    assert len(block["rows"]) == 21  # the sum would be sorted away among them
    [plain_table] = [each for each in laid_out.plainer if each["type"] == "table"]
    assert plain_table["column_settings"][0] == {"align": "left", "is_wrapped": False}
    assert len(plain_table["rows"]) == 22
