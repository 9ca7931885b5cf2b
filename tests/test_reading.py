from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers.contract import plan_as_json
from knowledge.model import Contact, Entry, Plan, Remark, Source
from knowledge.reading import ReadingError, read, understand
from knowledge.shelf.folder import documents_in

DOCUMENTS = Path(__file__).parent.parent / "knowledge" / "documents"
PAGE = (DOCUMENTS / "minato-r4.txt").read_text(encoding="utf-8")
UNKNOWN = Source(document="page", organisation=None, title="", fiscal_year=None)

# level, code, title, the parent's id without the document, first and last line, yen
MINATO = [
    ("goal", None, "区の目標(何をめざすのか)", None, (14, 15), None),
    ("mission", None, "区の使命(どのような役割を担うのか)", None, (17, 18), None),
    ("policy", None, "令和4年度 区運営の基本的な考え方(区長の方針)", None, (20, 21), None),
    ("issue", "1", "区民主体のまちづくり", None, (25, 27), None),
    ("strategy", "1-2", "地域活動協議会による自律的な地域運営の促進", "1", (29, 30), None),
    ("action", "1-2-2", "地域課題解決に向けた取組の支援", "1-2", (32, 33), 32_550_000),
    ("issue", "2", "安全・安心・快適なまちづくり", None, (35, 37), None),
    ("strategy", "2-1", "防災対策の強化", "2", (39, 40), None),
    ("strategy", "2-2", "防犯対策の強化", "2", (42, 43), None),
    ("action", "2-1-1", "地域防災の活動支援", "2-1", (45, 46), 2_025_000),
    ("action", "2-2-1", "地域防犯・安全対策", "2-2", (48, 49), 1_568_000),
    ("issue", "3", "健やかにいきいきと暮らせるまちづくり", None, (51, 55), None),
    ("strategy", "3-1", "地域福祉の推進", "3", (57, 58), None),
    ("strategy", "3-3", "セーフティネットの充実", "3", (60, 61), None),
    ("action", "3-1-2", "高齢者等要援護者見守り支援", "3-1", (63, 64), 14_955_000),
    ("action", "3-3-4", "児童虐待未然防止・早期発見機能の強化・DV被害者の支援", "3-3", (66, 67), 4_960_000),
    ("issue", "4", "「子どもの学び」と「子育て世代」を応援するまちづくり", None, (69, 72), None),
    ("strategy", "4-1", "「子どもの学び」の応援", "4", (74, 75), None),
    ("strategy", "4-2", "「子育て世代」の応援", "4", (77, 78), None),
    ("action", "4-1-1", "子どもの学力・体力の向上", "4-1", (80, 81), 515_000),
    ("action", "4-2-1", "子育て支援機関との連携強化・子育て支援情報の充実", "4-2", (83, 84), 1_267_000),
    ("issue", "5", "訪れたい魅力と活気あふれるまちづくり", None, (86, 89), None),
    ("strategy", "5-1", "地域資源を活かしたまちの活性化", "5", (91, 92), None),
    ("strategy", "5-2", "港区エリア別活性化プランの推進", "5", (94, 95), None),
    ("action", "5-1-1", "産業振興・次世代人材育成支援", "5-1", (97, 98), 1_632_000),
    ("action", "5-2-1", "港区エリア別活性化プランの推進", "5-2", (100, 101), 6_004_000),
    ("issue", "6", "区民意見を反映した区政運営", None, (103, 105), None),
    ("strategy", "6-1", "区の広聴・広報事業", "6", (107, 108), None),
    ("action", "6-1-3", "区民の参画と協働による区政運営", "6-1", (110, 111), 482_000),
    ("reform", None, "歳入の確保(独自財源の確保)", None, (115, 117), None),
    ("reform", None, "歳出等の削減", None, (119, 121), None),
    ("reform", None, "市民利用施設の見直し", None, (123, 125), None),
]


def _as_html() -> str:
    """The page with the markup of a web site around it, and what a browser adds."""
    marked = "".join(f"<p>{line.strip()}</p>\n" for line in PAGE.split("\n") if line.strip())
    return f"""<!DOCTYPE html>
<!-- saved from url=(0014)about:internet -->
<html lang="ja"><head><meta charset="shift_jis"><title>区:運営方針</title><style>p {{}}</style></head><body>
<nav><ul><li><a href="#">令和9年度みどり区運営方針</a></li></ul></nav>
<div class="breadcrumb">トップ &gt; 令和8年度みどり区運営方針</div>
<noscript>JavaScriptを有効にしてください。(1千円)</noscript><script>"経営課題9 (9千円)"</script>
{marked}<p style="display: none">(5千円)</p></body></html>"""


AS_HTML = _as_html()


def replace_document(plan: Plan) -> Plan:
    """The same plan under the name of the tests' files."""
    return replace(
        plan,
        entries=tuple(
            replace(e, document="plan", parent=e.parent and e.parent.replace("page/", "plan/")) for e in plan.entries
        ),
    )


def minato() -> Plan:
    (listed,) = documents_in(DOCUMENTS)
    return read(listed.path, listed.source)


def brief(entry: Entry) -> tuple[object, ...]:
    parent = entry.parent.partition("/")[2] if entry.parent else None
    yen = tuple(amount.yen for amount in entry.amounts) or (None,)
    return (str(entry.level), entry.code, entry.title, parent, entry.lines, *yen)


def test_the_whole_plan_of_minato() -> None:
    plan = minato()
    assert [brief(entry) for entry in plan.entries] == MINATO
    assert sum(amount.yen for entry in plan.entries for amount in entry.amounts) == 65_958_000


def test_what_the_page_says_of_itself() -> None:
    assert minato().source == Source(
        document="minato-r4",
        edition="920d6197e236",
        organisation="大阪市港区",
        title="令和4年度港区運営方針",
        fiscal_year=2022,
        url="https://www.city.osaka.lg.jp/minato/page/0000565017.html",
        licence="CC BY 4.0 (大阪市)",
        page_date="2024-03-13",
        page_number="565017",
        stage="評価反映",
        remarks=(
            Remark(
                "運営方針の進捗管理(振り返り)を実施しました。"
                "その結果について、「自己評価」欄に反映しています。(令和5年6月9日)",
                "2023-06-09",
                10,
            ),
        ),
        contact=Contact(
            office="大阪市港区役所",
            section="総務課総合政策グループ",
            address="〒552-8510 大阪市港区市岡1丁目15番25号(港区役所6階)",
            telephone="06-6576-9683",
            fax="06-6572-9511",
        ),
    )


def test_bodies_are_whole_and_as_printed() -> None:
    printed = PAGE.split("\n")
    for entry in minato().entries:
        first, last = entry.lines
        assert entry.heading == printed[first - 1].strip()
        assert entry.body == "\n".join(line.strip() for line in printed[first:last] if line.strip())


def test_the_page_tells_ward_and_year_without_documents_toml() -> None:
    source = understand(PAGE, UNKNOWN).source
    assert (source.organisation, source.title, source.fiscal_year) == ("大阪市港区", "令和4年度港区運営方針", 2022)


def test_bare_amounts_are_inferred_budgets_of_the_plans_year() -> None:
    amounts = [amount for entry in minato().entries for amount in entry.amounts]
    assert {(amount.kind, amount.fiscal_year, amount.inferred) for amount in amounts} == {("予算額", 2022, True)}


HEADINGS = [
    ("経営課題1 安全", ("issue", "1", "安全")),
    ("【経営課題1】 安全", ("issue", "1", "安全")),
    ("【経営課題１：安全】", ("issue", "1", "安全")),
    ("経営課題1【安全】", ("issue", "1", "安全")),
    ("【経営課題1】「安全」", ("issue", "1", "安全")),
    ("《経営課題1》「学び」と「子育て」", ("issue", "1", "「学び」と「子育て」")),
    ("経営課題1\n■安全", ("issue", "1", "安全")),
    ("【主な戦略 1-1 防災】", ("strategy", "1-1", "防災")),
    ("戦略１ー１　防災】", ("strategy", "1-1", "防災")),
    ("[戦略1-1 防災", ("strategy", "1-1", "防災")),
    ("1-1 戦略：防災", ("strategy", "1-1", "防災")),
    ("≪戦略1-1 防災≫", ("strategy", "1-1", "防災")),
    ("戦略Ⅰ-1 防災", ("strategy", "1-1", "防災")),
    ("【戦略1-(2) 防災】", ("strategy", "1-2", "防災")),
    ("具体的取組①-1-① 訓練", ("action", "1-1-1", "訓練")),
    ("主な具体的取組(4年度予算額)\n【訓練】1,240千円", ("action", None, "訓練")),
    ("主な戦略\n【1-1 防災】", ("strategy", "1-1", "防災")),
    ("主な戦略\n1-1 防災", ("strategy", "1-1", "防災")),
    ("主な戦略\n・防災", ("strategy", None, "防災")),
    ("【主な具体的取組 1-1-1 訓練】", ("action", "1-1-1", "訓練")),
    ("〈具体的取組1-1-1〉訓練(4年度予算額)", ("action", "1-1-1", "訓練")),
    ("【1-1-1】具体的取組 訓練", ("action", "1-1-1", "訓練")),
    ("【主な具体的取組(4年度予算額) 訓練(1,240千円)】", ("action", None, "訓練")),
    ("主な具体的取組(4年度予算額)\n・訓練(予算なし)", ("action", None, "訓練")),
]

AMOUNTS = [
    ("訓練(2,025千円)", [(2_025_000, "予算額", 2022, True)]),
    ("訓練2,025千円)", [(2_025_000, "予算額", 2022, True)]),
    ("訓練(2,025千円", [(2_025_000, "予算額", 2022, True)]),
    ("訓練 [10千円]", [(10_000, "予算額", 2022, True)]),
    ("訓練〔4予算額 1,500 千円〕", [(1_500_000, "予算額", 2022, False)]),
    (
        "訓練(3年度決算額 3千4百万円、4年度予算額20百万円)",
        [(34_000_000, "決算額", 2021, False), (20_000_000, "予算額", 2022, False)],
    ),
    ("令和4年度予算額 8億6,023万円", [(860_230_000, "予算額", 2022, False)]),
    ("訓練(31年度決算額 1億235万4千円)", [(102_354_000, "決算額", 2019, False)]),
    ("訓練(令和元年度決算額:△1,200千円)", [(-1_200_000, "決算額", 2019, False)]),
    ("訓練(約２，０２５千円)", [(2_025_000, "予算額", 2022, True)]),
    ("訓練(前年度予算額 5千円)", [(5_000, "予算額", 2021, False)]),
    ("訓練(0千円)", [(0, "予算額", 2022, True)]),
    ("訓練(予算なし)", []),
    ("訓練(-)", []),
    ("1人5千円を助成する。", []),
    ("参加者100万人をめざす(2025年)。", []),
    ("訓練(1,240千円(うち国費620千円))", [(1_240_000, "予算額", 2022, True)]),
    ("訓練(4年度予算額1,240千円、前年度比△60千円)", [(1_240_000, "予算額", 2022, False)]),
    (
        "訓練 1,240千円(4年度予算額)、1,100千円(3年度決算額)",
        [(1_240_000, "予算額", 2022, False), (1_100_000, "決算額", 2021, False)],
    ),
    ("訓練(4年度予算額 1,240千円 3年度決算額 -)", [(1_240_000, "予算額", 2022, False)]),
    ("予算額 令和4年度 1,240千円(令和3年度 -)", [(1_240_000, "予算額", 2022, False)]),
    ("予算額 1,240千円(前年度 なし)", [(1_240_000, "予算額", 2022, False)]),
    ("予算額 1,240千円(令和3年度)", [(1_240_000, "予算額", 2021, False)]),
    (
        "予算額 1,240千円(令和4年度) 1,100千円(令和3年度)",
        [(1_240_000, "予算額", 2022, False), (1_100_000, "予算額", 2021, False)],
    ),
    ("〔訓練〕1,240千円", [(1_240_000, "予算額", 2022, True)]),
    (
        "訓練(R4:1,240千円、H30:1,100千円)",
        [(1_240_000, "予算額", 2022, True), (1_100_000, "予算額", 2018, True)],
    ),
    ("訓練(債務負担行為 3,000千円)", []),
    (
        "令和4年度予算額\n1,240千円\n令和3年度決算額\n1,100千円\n訓練する。\n90千円",
        [(1_240_000, "予算額", 2022, False), (1_100_000, "決算額", 2021, False), (90_000, "予算額", 2022, True)],
    ),
    ("【決算額】\n令和4年度 1,240千円", [(1_240_000, "決算額", 2022, False)]),
    ("訓練(4年度算定見込額 1,240千円)", [(1_240_000, "予算額", 2022, True)]),
    ("訓練 [¥1,240,000]", [(1_240_000, "予算額", 2022, True)]),
    ("訓練(1,240千円の内数)", []),
    ("訓練【再掲】(1,240千円)", []),
    ("合計 1,240千円", []),
    ("補助上限額 1,240千円", []),
    ("1団体あたり(50千円)", []),
    ("参加費(500円)で学ぶ", []),
    ("寄附 目標 1,000千円", []),
    ("収入(1,240千円)を確保する", []),
]

TEXT_NOT_HEADINGS = [
    "経営課題1の解決に向けて取り組む",
    "経営課題3点について",
    "戦略的に進める",
    "具体的取組として訓練を行う。",
    "【課題認識】",
    "【そのほか】",
    "目標1 貧困をなくそう",
    "24時間対応",
    "10-20代の参加",
    "(1) 窓口の案内",
]


def layout(text: str, level: str = "issue") -> Plan:
    above = "" if level == "issue" else "経営課題1 安全\n備え。\n"
    return understand(f"令和4年度みどり区運営方針\n<区の目標>\n緑のまち\n{above}{text}\n本文である。\n", UNKNOWN)


@pytest.mark.parametrize(("text", "heading"), HEADINGS)
def test_a_heading_is_known_by_keyword_code_and_label(text: str, heading: tuple[str, str | None, str]) -> None:
    entry = layout(text, heading[0]).entries[-1]
    assert (str(entry.level), entry.code, entry.title, entry.body) == (*heading, "本文である。")


@pytest.mark.parametrize("text", TEXT_NOT_HEADINGS)
def test_prose_is_no_heading(text: str) -> None:
    entry = layout(f"経営課題1 安全\n{text}").entries[-1]
    assert (entry.title, entry.body) == ("安全", f"{text}\n本文である。")


@pytest.mark.parametrize(("text", "amounts"), AMOUNTS)
@pytest.mark.parametrize("place", ["【具体的取組 1-1-1 案内】\n{}", "【戦略 1-1 備え】\n{}", "経営課題2 暮らし\n{}"])
def test_amounts_with_year_and_kind_on_any_level(place: str, text: str, amounts: list[object]) -> None:
    entry = layout(place.format(text), "action").entries[-1]
    assert [(amount.yen, amount.kind, amount.fiscal_year, amount.inferred) for amount in entry.amounts] == amounts


def test_the_unit_may_stand_once_in_a_caption() -> None:
    entry = layout("主な具体的取組(4年度予算額:千円)\n【1-1-1 案内(2)】 [1,240]", "action").entries[-1]
    assert (entry.title, [(amount.yen, amount.raw) for amount in entry.amounts]) == ("案内(2)", [(1_240_000, "1,240")])


@pytest.mark.parametrize(
    "text",
    [
        "主な具体的取組(4年度予算額、単位:千円)\n【1-1-1 案内】1,240",
        "主な具体的取組 ※( )内は4年度予算額\n【1-1-1 案内】(1,240千円)",
        "主な具体的取組(金額は4年度予算額)\n【1-1-1 案内】(1,240千円)",
    ],
)
def test_a_label_tells_what_the_amounts_below_it_are(text: str) -> None:
    *_, entry = layout(text, "action").entries
    assert (entry.code, entry.title) == ("1-1-1", "案内")
    assert [(amount.yen, amount.inferred) for amount in entry.amounts] == [(1_240_000, False)]


def test_a_year_in_a_caption_is_no_amount() -> None:
    text = "(単位:千円)\n【具体的取組 1-1-1 案内(25年度予算額)】\n配る。\n〔24年度決算額 1,500〕"
    entry = layout(text, "action").entries[-1]
    assert [(amount.yen, amount.kind, amount.fiscal_year) for amount in entry.amounts] == [(1_500_000, "決算額", 2012)]


def test_no_entry_is_invented_for_a_parent_that_is_not_printed() -> None:
    plan = layout("経営課題2 暮らし\n【2-1-1 案内】\n配る。", "action")
    assert [(entry.code, entry.parent) for entry in plan.entries[1:]] == [("1", None), ("2", None), ("2-1-1", "page/2")]


def test_the_json_names_the_code_of_a_parent_that_is_not_printed() -> None:
    plan = understand("令和4年度みどり局運営方針\n【戦略1-1 備え】\n【具体的取組2-1-1 案内】\n配る。\n", UNKNOWN)
    assert [entry["parent"] for entry in json.loads(plan_as_json(plan))["entries"]] == [
        {"level": "issue", "code": "1", "title": None},
        {"level": "strategy", "code": "2-1", "title": None},
    ]


def test_a_heading_with_a_number_of_no_known_form_is_reported() -> None:
    plan = layout("戦略1.1 備え\n備える。\n【具体的取組1.1.1 案内】(5千円)", "action")
    assert [finding.line for finding in plan.findings if finding.code == "A206"] == [6, 8]


def test_the_unit_may_stand_in_the_heading_of_all_issues() -> None:
    text = "重点的に取り組む経営課題(金額の単位:百万円)\n経営課題2 暮らし\n【具体的取組2-1-1 案内】 4年度予算額 1,240"
    plan = layout(text, "action")
    assert [amount.yen for amount in plan.entries[-1].amounts] == [1_240_000_000]
    assert "A104" not in [finding.code for finding in plan.findings]


def test_without_codes_the_position_tells_the_parent() -> None:
    plan = layout("【戦略 備え】\n【具体的取組 訓練】\n【戦略 見回り】\n【具体的取組 防犯灯】", "action")
    titles = {entry.id: entry.title for entry in plan.entries}
    assert [(entry.title, titles.get(entry.parent or "")) for entry in plan.entries[2:]] == [
        ("備え", "安全"),
        ("訓練", "備え"),
        ("見回り", "安全"),
        ("防犯灯", "見回り"),
    ]


def test_ids_stay_unique_when_the_page_repeats_a_code() -> None:
    plan = layout("経営課題1 安全\n経営課題1 暮らし")
    assert [entry.id for entry in plan.entries] == ["page/goal-0", "page/1", "page/issue-2"]


def test_two_extractions_of_one_page_give_one_plan() -> None:
    with_bullets = "経営課題1 安全\n\n  • 備える。\n\n主な戦略\n【1-1 防災】\n\n  • 訓練する。\n"
    without = "経営課題1 安全\n- 備える。\n主な戦略\n【1-1 防災】\n- 訓練する。\n"
    assert [(e.title, e.body) for e in layout(with_bullets).entries] == [
        (e.title, e.body) for e in layout(without).entries
    ]


TITLES = [
    ("平成31年度みどり区運営方針", 2019, "みどり区", None),
    ("令和元年度 みどり区運営方針(案)", 2019, "みどり区", "案"),
    ("2022年度(令和4年度) 福祉局運営方針(素案)", 2022, "福祉局", "素案"),
    ("平成25年度みどり区運営方針", 2013, "みどり区", None),
    ("平成31年度(令和元年度)みどり区運営方針【素案】", 2019, "みどり区", "素案"),
    ("みどり区運営方針(令和4年度)", 2022, "みどり区", None),
    ("令和4(2022)年度 みどり区運営方針", 2022, "みどり区", None),
    ("架空市みどり区令和四年度運営方針", 2022, "架空市みどり区", None),
    ("令和4年度 運営方針(みどり区)", 2022, "みどり区", None),
    ("令和4年度みどり区運営方針（中間振り返り）", 2022, "みどり区", "中間振り返り"),
    ("令和4年度みどり区運営方針(確定)", 2022, "みどり区", "確定"),
]


@pytest.mark.parametrize(("title", "year", "organisation", "stage"), TITLES)
def test_year_ward_and_stage_come_from_the_title(title: str, year: int, organisation: str, stage: str | None) -> None:
    source = understand(f"{title}\n2026年1月5日\n経営課題1 安全\n備える。\n", UNKNOWN).source
    assert (source.title, source.fiscal_year, source.organisation, source.stage) == (title, year, organisation, stage)


REMARKS = [
    ("運営方針(素案)を公表します。", "素案"),
    ("運営方針(案)を公表します。市会での議論を踏まえ、確定する予定です。", "案"),
    ("運営方針を確定しました。", "確定"),
    ("運営方針の進捗管理(中間)を実施しました。「中間振り返り」欄に反映しています。", "中間振り返り"),
    (
        "運営方針(案)を公表します。\n運営方針の進捗管理を実施しました。結果を「自己評価」欄に反映しています。",
        "評価反映",
    ),
    ("お知らせです。", None),
]


@pytest.mark.parametrize(("remarks", "stage"), REMARKS)
def test_without_a_stage_in_the_title_the_latest_remark_tells_it(remarks: str, stage: str | None) -> None:
    source = understand(
        f"令和4年度みどり区運営方針\n2023年6月9日\n{remarks}\n経営課題1 安全\n備える。\n", UNKNOWN
    ).source
    assert source.stage == stage


def test_links_to_other_years_are_not_the_title() -> None:
    links = "トップ > 令和6年度みどり区運営方針\n令和3年度みどり区運営方針\n令和5年度みどり区運営方針\n"
    page = f"{links}令和4年度みどり区運営方針\n2025年6月9日\nページ番号:1\n経営課題1 安全\n備える。\n"
    assert understand(page, UNKNOWN).source.fiscal_year == 2022


AIMS = """{o}の目標(何をめざすのか)
【{o}の目標(何をめざすのか)】
<{o}の⽬標>
{o}の目標
【目標（何をめざすのか）】
目標(何をめざすのか)
《{o}の目標(何をめざすのか)》
■{o}の目標(何をめざすのか)
【{o}の目標（何をめざすのか）
1 {o}の目標
【{o}の目標：何をめざすのか】
目標：""".split("\n")


@pytest.mark.parametrize("organ", ["区", "局", "室"])
@pytest.mark.parametrize("aim", AIMS)
def test_the_aims_in_all_their_wordings(aim: str, organ: str) -> None:
    goal = aim.format(o=organ)
    mission = goal.replace("目標", "使命").replace("⽬標", "使命").replace("何をめざすのか", "どのような役割を担うのか")
    policy = f"令和4年度 {organ}運営の基本的な考え方({organ}長の方針)"
    aims = f"{goal}\n緑のまち\n{mission}\n支える\n{policy}\n進める\n"
    entries = understand(f"令和4年度みどり{organ}運営方針\n{aims}経営課題1 安全\n備える。\n", UNKNOWN).entries
    assert [(str(entry.level), entry.body) for entry in entries] == [
        ("goal", "緑のまち"),
        ("mission", "支える"),
        ("policy", "進める"),
        ("issue", "備える。"),
    ]


NO_PLAN = (
    "plan.txt に経営課題の見出しも、柱となる見出しも、事業の一覧も見つかりません。"
    "運営方針のページかどうかを確かめるか、事業名・担当・金額(単位つき)の列を並べたCSVかExcelにして加えてください。"
)
UNREADABLE = [
    (b"", "plan.txt は空です。運営方針のページの文章を保存し直してください。"),
    (b"\xef\xbb\xbf \n\n", "plan.txt は空です。運営方針のページの文章を保存し直してください。"),
    (
        b"%PDF-1.7 ...",
        "plan.txt はPDFですが壊れています。公開元からもう一度ダウンロードしてください。",
    ),
    (
        b"\x89PNG\r\n\0\0",
        "plan.txt はテキストではありません。運営方針のウェブページをHTMLかテキストで保存してください。",
    ),
    (
        b"<!DOCTYPE html><html>",
        NO_PLAN,
    ),
    (PAGE.encode()[:-1], "plan.txt の文字コードが分かりません。UTF-8で保存し直してください。"),
    (PAGE.encode("utf-16")[:-1], "plan.txt はUTF-16のようですが、途中で壊れています。もう一度保存し直してください。"),
    (
        PAGE.encode("cp932", "replace") + PAGE.encode("euc-jp", "replace"),
        "plan.txt の文字コードが分かりません。UTF-8で保存し直してください。",
    ),
    ("경영 과제".encode("cp949"), "plan.txt の文字コードが分かりません。UTF-8で保存し直してください。"),
    (
        "お知らせ\n今日は。\n".encode(),
        NO_PLAN,
    ),
]
UNREADABLE_IDS = "empty,blank,pdf,binary,empty html,cut,cut utf-16,two encodings,korean,no issue".split(",")


@pytest.mark.parametrize(("data", "message"), UNREADABLE, ids=UNREADABLE_IDS)
def test_what_cannot_be_read_says_what_to_do(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(ReadingError) as raised:
        read(path)
    assert str(raised.value) == message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jis_2004", "iso2022_jp_2004"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_page_is_read_in_any_encoding_of_japan(encoding: str, end: str, tmp_path: Path) -> None:
    page = PAGE.replace("  • ", "  ・").replace("\xa0", " ")  # not every one of them has these
    path = tmp_path / "plan.txt"
    path.write_bytes(page.replace("\n", end).encode(encoding))
    assert read(path).entries == replace_document(understand(page, UNKNOWN)).entries


def test_a_page_is_read_from_html_as_from_text(tmp_path: Path) -> None:
    """The page as a browser saves it, in the encoding of old pages: the same entries, only the lines are others."""
    path = tmp_path / "plan.html"
    path.write_bytes(AS_HTML.encode("cp932", "xmlcharrefreplace"))
    in_lines = {entry.id: replace(entry, lines=(0, 0), amounts=()) for entry in read(path).entries}
    amounts = [amount.raw for entry in read(path).entries for amount in entry.amounts]
    plan = replace_document(understand(PAGE, UNKNOWN))
    assert in_lines == {entry.id: replace(entry, lines=(0, 0), amounts=()) for entry in plan.entries}
    assert amounts == [amount.raw for entry in plan.entries for amount in entry.amounts]
    assert replace(read(path).source, edition="", remarks=()) == replace(plan.source, document="plan", remarks=())


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="がありません"):
        read(tmp_path / "none.txt")
    with pytest.raises(ReadingError, match="を開けません"):
        read(tmp_path)


def test_a_page_without_an_entry_in_documents_toml_is_on_the_shelf_too(tmp_path: Path) -> None:
    (tmp_path / "midori-r4.txt").write_text(PAGE, encoding="utf-8")
    (listed,) = documents_in(tmp_path)
    assert read(listed.path, listed.source).source.document == "midori-r4"


SHELVES = [
    (None, "に文書がありません"),
    ("[a", "TOMLとして読めません"),
    ('title = "x"', r"documents.toml の \[title\] を直してください"),
    ('[a]\nfile = "none.txt"', "file に書かれた none.txt が .* にありません"),
    ('[a]\nfile = "../a.txt"', "file に .* の中のファイル名を書いてください"),
    ('[a]\ntitle = "x"', "file に .* の中のファイル名を書いてください"),
    ('[a]\nfile = "documents.toml"\nfiscal_year = "令和4年度"', "fiscal_year は西暦の整数で書いてください"),
    ('[a]\nfile = "documents.toml"\nyear = 2022', r"year は使えません\(使える項目: file、"),
]


@pytest.mark.parametrize(("toml", "message"), SHELVES)
def test_a_shelf_in_disorder_says_what_to_mend(toml: str | None, message: str, tmp_path: Path) -> None:
    if toml is not None:
        (tmp_path / "documents.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ReadingError, match=message):
        documents_in(tmp_path)


def test_a_missing_shelf_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"フォルダー .* がありません"):
        documents_in(tmp_path / "none")


LINES = PAGE.split("\n")
BRACKETS = [place for place, character in enumerate(PAGE) if character in "【】()「」"]
MUTATED = st.one_of(
    st.integers(0, len(PAGE)).map(lambda end: PAGE[:end]),
    st.integers(0, len(LINES) - 1).map(lambda line: "\n".join(LINES[:line] + LINES[line + 1 :])),
    st.sampled_from(BRACKETS).map(lambda place: PAGE[:place] + PAGE[place + 1 :]),
    st.permutations(range(len(LINES))).map(lambda order: "\n".join(LINES[line] for line in order)),
)


@settings(max_examples=100, deadline=None)
@given(MUTATED)
def test_a_damaged_page_is_read_or_refused(text: str) -> None:
    try:
        plan = understand(text, UNKNOWN)
    except ReadingError:
        return
    printed = text.split("\n")
    assert len({entry.id for entry in plan.entries}) == len(plan.entries)
    for entry in plan.entries:
        for amount in entry.amounts:
            assert entry.lines[0] <= amount.line <= entry.lines[1]
            assert amount.raw in printed[amount.line - 1]


def test_an_amount_that_has_lost_both_brackets_is_reported() -> None:
    plan = understand(PAGE.replace("2,025千円)", "2,025千円"), UNKNOWN)
    message = "具体的取組2-1-1「地域防災の活動支援」に金額が書かれていません(2,025千円 は文の一部として読みました)。"
    assert message in [found.message for found in plan.findings]


def test_no_dropped_bracket_loses_an_amount() -> None:
    already_alone = PAGE.index("2,025千円)") + len("2,025千円")
    for place in BRACKETS:
        if place == already_alone:
            continue
        plan = understand(PAGE[:place] + PAGE[place + 1 :], UNKNOWN)
        assert sum(amount.yen for entry in plan.entries for amount in entry.amounts) == 65_958_000, PAGE[:place][-20:]
